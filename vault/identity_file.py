"""Identity files: a root on one's own disk, plain or under a passphrase.

docs/formats/shv1.md 6. Used by the command line, the worker and organisations; the
survivor's root normally lives in her account. The public end lies beside it as `.pub`.
"""

from vault.account import Params, new_params, parse_params, stretch
from vault.box import open_box, seal_box
from vault.canonical import b64, marshal, parse_object
from vault.document import Document
from vault.errors import Malformed, MalformedIdentity, NoIdentityMatches
from vault.identity import ROOT_SIZE, Identity, Kind, identity_of
from vault.ids import Random
from vault.kdf import derive

_KINDS = {"person": Kind.PERSON, "organisation": Kind.ORGANISATION}
_USE = "identity file"


def marshal_identity(identity: Identity, *, passphrase: str | None, random: Random) -> bytes:
    """Give an identity file's bytes; without a passphrase the root lies in it in clear."""
    kind = "person" if identity.kind is Kind.PERSON else "organisation"
    if passphrase is None:
        return marshal({"v": 1, "kind": kind, "root": b64(identity.root)})
    params = new_params(random)
    key = _key(passphrase, params)
    sealed = seal_box(key, _USE, params.marshal() + kind.encode(), identity.root, random=random)
    return marshal({"v": 1, "kind": kind, "params": b64(params.marshal()), "box": b64(sealed)})


def parse_identity(data: bytes, *, passphrase: str | None) -> Identity:
    """Read an identity file.

    Raises:
        MalformedIdentity: not an identity file.
        NoIdentityMatches: it is under a passphrase and none was given.
        NotAuthentic: the passphrase is wrong, or the file was changed.
    """
    try:
        value = parse_object(data)
        plain = "root" in value
        body = Document(value, {"v", "kind", *({"root"} if plain else {"params", "box"})})
        body.version()
        kind = body.text("kind", *_KINDS)
        if plain:
            return identity_of(body.b64("root", ROOT_SIZE), _KINDS[kind])
        params, sealed = body.b64("params"), body.b64("box")
    except MalformedIdentity:
        raise
    except Malformed as error:
        raise MalformedIdentity(f"identity file: {error}") from None
    if passphrase is None:
        raise NoIdentityMatches("the identity file is under a passphrase; give it")
    key = _key(passphrase, parse_params(params))
    return identity_of(open_box(key, _USE, params + kind.encode(), sealed), _KINDS[kind])


def needs_passphrase(data: bytes) -> bool:
    """Tell whether an identity file is under a passphrase, or raise Malformed."""
    return "box" in parse_object(data)


def _key(passphrase: str, params: Params) -> bytes:
    return derive(stretch(passphrase, params), _USE)
