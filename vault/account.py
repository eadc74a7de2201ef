"""The survivor's account: how her passphrase keeps her root, and what the server holds.

docs/formats/shv1.md 5. The passphrase is stretched with Argon2id (RFC 9106); one key from
it authenticates, another wraps the root. The client refuses parameters below its floor,
whoever sends them. Two passphrase slots always exist, in random order, so that nobody can
tell whether the second is in use.
"""

import hashlib
import struct
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import nacl.bindings
from nacl.exceptions import CryptoError

from vault.box import open_box, seal_box
from vault.canonical import Json, b64, marshal, parse_object, unb64
from vault.document import Document, hex_of, text_of
from vault.errors import Malformed, MalformedIdentity, NotAuthentic, WeakParameters
from vault.finding import Finding, finding_json, parse_findings
from vault.identity import ROOT_SIZE
from vault.ids import HASH_SIZE, ID_SIZE, Eid, Random, Uid
from vault.kdf import derive, label

SALT_SIZE = 16
FLOOR_TIME = 3
FLOOR_MEMORY_KIB = 64 * 1024
_LANES = 1
_VERSION = 1
_PARAMS = struct.Struct(">BIII16s")
_MOST_TIME = 16
_MOST_MEMORY_KIB = 4 * 1024 * 1024
SLOT_SIZE = 104
PRF_SIZE = 32
LEAST_CREDENTIAL, MOST_CREDENTIAL = 16, 1023
_ALWAYS = frozenset({"v", "extractions", "policy", "last_checkpoint"})
_WHERE_ANY = frozenset({"receipts", "findings"})
_MOST_RECEIPTS = 1000


@dataclass(frozen=True, slots=True)
class NewSlot:
    """A new passphrase slot: SHA-256 of its auth key, and the wrapped root."""

    auth_hash: bytes
    wrap: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Params:
    """Argon2id's parameters: passes, memory in KiB, salt; one lane."""

    time: int
    memory_kib: int
    salt: bytes

    def marshal(self) -> bytes:
        """Give the 29 bytes that every wrap is bound to."""
        return _PARAMS.pack(_VERSION, self.time, self.memory_kib, _LANES, self.salt)


def new_params(random: Random) -> Params:
    """Give parameters at the floor, with a fresh salt."""
    return Params(FLOOR_TIME, FLOOR_MEMORY_KIB, random(SALT_SIZE))


def parse_params(data: bytes) -> Params:
    """Read parameters.

    Raises:
        MalformedIdentity: not parameters.
        WeakParameters: below the client's floor, or beyond what any client can do.
    """
    if len(data) != _PARAMS.size:
        raise MalformedIdentity("parameters have another length")
    version, time, memory_kib, lanes, salt = _PARAMS.unpack(data)
    if version != _VERSION or lanes != _LANES:
        raise MalformedIdentity("parameters are of another version")
    if time < FLOOR_TIME or memory_kib < FLOOR_MEMORY_KIB:
        raise WeakParameters("the server offers weaker protection than this client accepts")
    if time > _MOST_TIME or memory_kib > _MOST_MEMORY_KIB:
        raise WeakParameters("the server asks for more work than this client does")
    return Params(time, memory_kib, salt)


def stretch(passphrase: str, params: Params) -> bytes:
    """Stretch a passphrase to 32 bytes with Argon2id (RFC 9106)."""
    return stretch_bytes(unicodedata.normalize("NFKC", passphrase).encode(), params)


def stretch_bytes(data: bytes, params: Params) -> bytes:
    """Stretch bytes to 32, as a passphrase's are."""
    try:
        return nacl.bindings.crypto_pwhash_alg(
            32,
            data,
            params.salt,
            params.time,
            params.memory_kib * 1024,
            nacl.bindings.crypto_pwhash_ALG_ARGON2ID13,
        )
    except (CryptoError, ValueError, TypeError):
        raise WeakParameters("the passphrase cannot be stretched with these parameters") from None


def auth_key(stretched: bytes, uid: Uid) -> bytes:
    """Give what the client shows to the server, which keeps its SHA-256."""
    return derive(stretched, "auth", uid)


def seal_root(stretched: bytes, uid: Uid, params: Params, root: bytes, *, random: Random) -> bytes:
    """Wrap the root under a stretched passphrase: one slot's 104 bytes."""
    return seal_box(
        derive(stretched, "wrap", uid), "root", uid + params.marshal(), root, random=random
    )


def make_slots(used: Sequence[bytes], *, random: Random) -> tuple[bytes, bytes]:
    """Arrange one or two used slots and random bytes for the unused, in random order."""
    if not 1 <= len(used) <= 2 or any(len(slot) != SLOT_SIZE for slot in used):  # noqa: PLR2004 two slots
        raise MalformedIdentity("want one or two slots of 104 bytes")
    slots = [*used, random(SLOT_SIZE)][:2]
    if random(1)[0] & 1:
        slots.reverse()
    return slots[0], slots[1]


def new_slots(
    passphrase: str, uid: Uid, params: Params, root: bytes, *, random: Random
) -> tuple[NewSlot, NewSlot]:
    """Give both slots of an account that one passphrase opens."""
    stretched = stretch(passphrase, params)
    used = seal_root(stretched, uid, params, root, random=random)
    real = hashlib.sha256(auth_key(stretched, uid)).digest()
    first, second = (
        # The unused slot's auth hash is as random as its wrap.
        NewSlot(real if wrap == used else random(HASH_SIZE), wrap)
        for wrap in make_slots([used], random=random)
    )
    return first, second


def open_root(stretched: bytes, uid: Uid, params: Params, slots: Sequence[bytes]) -> bytes:
    """Open whichever slot this passphrase opens; both are always tried.

    Raises:
        NotAuthentic: neither opens.
    """
    key, context = derive(stretched, "wrap", uid), uid + params.marshal()
    found: bytes | None = None
    for slot in slots:
        try:
            root = open_box(key, "root", context, slot)
        except NotAuthentic:
            continue
        found = root if len(root) == ROOT_SIZE else found
    if found is None:
        raise NotAuthentic("the passphrase does not open this account")
    return found


def passkey_input() -> bytes:
    """Give the 32 bytes for which an authenticator is asked for a passkey's secret."""
    return hashlib.sha256(label("passkey", b"")).digest()


def auth_key_prf(prf: bytes, uid: Uid, credential: bytes) -> bytes:
    """Give what the client shows to the server with a passkey."""
    return derive(prf, "auth prf", _of_passkey(prf, uid, credential))


def seal_root_prf(prf: bytes, uid: Uid, credential: bytes, root: bytes, *, random: Random) -> bytes:
    """Wrap the root under a passkey's secret; a convenience, never the only wrap."""
    context = _of_passkey(prf, uid, credential)
    return seal_box(derive(prf, "wrap prf", context), "root", context, root, random=random)


def open_root_prf(prf: bytes, uid: Uid, credential: bytes, sealed: bytes) -> bytes:
    """Open a passkey's wrap.

    Raises:
        NotAuthentic: it does not open, or holds no root.
        MalformedIdentity: no passkey has a secret or an id of this length.
    """
    context = _of_passkey(prf, uid, credential)
    root = open_box(derive(prf, "wrap prf", context), "root", context, sealed)
    if len(root) != ROOT_SIZE:
        raise NotAuthentic("the passkey does not open this account")
    return root


def _of_passkey(prf: bytes, uid: Uid, credential: bytes) -> bytes:
    """Give the context of a passkey's slot, or raise MalformedIdentity."""
    if len(prf) != PRF_SIZE or not LEAST_CREDENTIAL <= len(credential) <= MOST_CREDENTIAL:
        raise MalformedIdentity("a passkey's secret or id has another length")
    return uid + credential


def audit_tag_key(root: bytes, uid: Uid) -> bytes:
    """Give k_case: it blinds her tags in the log and opens nothing."""
    return derive(root, "audit tag", uid)


@dataclass(frozen=True, slots=True)
class Holding:
    """One extraction as she remembers it."""

    eid: Eid
    root: bytes
    ingest: bytes
    log_index: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What her client remembers between visits, sealed; its version only grows."""

    version: int
    extractions: tuple[Holding, ...]
    policy: str
    last_checkpoint: str
    receipts: tuple[str, ...] = ()
    """Promises of entries that the remembered checkpoint does not cover yet, as they came."""
    findings: tuple[Finding, ...] = ()


def seal_manifest(root: bytes, uid: Uid, manifest: Manifest, *, random: Random) -> bytes:
    """Seal a manifest under her root."""
    body: dict[str, Json] = {
        "v": 1,
        "extractions": [
            {
                "eid": item.eid.hex(),
                "root": item.root.hex(),
                "ingest": b64(item.ingest),
                "log_index": item.log_index,
            }
            for item in manifest.extractions
        ],
        "policy": manifest.policy,
        "last_checkpoint": manifest.last_checkpoint,
    }
    if manifest.receipts:
        body["receipts"] = list(manifest.receipts)
    if manifest.findings:
        body["findings"] = [finding_json(each) for each in manifest.findings]
    context = uid + manifest.version.to_bytes(8)
    return seal_box(derive(root, "account", uid), "account", context, marshal(body), random=random)


def open_manifest(
    root: bytes, uid: Uid, sealed: bytes, *, version: int, seen: int = -1
) -> Manifest:
    """Open a manifest.

    Args:
        version: the version that the server says it is.
        seen: the highest version that this client has met.

    Raises:
        NotAuthentic: changed, of another version than said, or older than seen.
        MalformedIdentity: what it holds is not a manifest.
    """
    if version < seen:
        raise NotAuthentic(f"the server gave version {version} after version {seen}")
    plain = open_box(derive(root, "account", uid), "account", uid + version.to_bytes(8), sealed)
    try:
        return _manifest(Document(parse_object(plain), _ALWAYS, _WHERE_ANY), version)
    except Malformed as error:
        raise MalformedIdentity(f"manifest: {error}") from None


def _manifest(body: Document, version: int) -> Manifest:
    body.version()
    holdings = tuple(_holding(value) for value in body.items("extractions"))
    # Without receipts and findings a manifest is spelt as before there were any.
    receipts = tuple(map(text_of, body.items("receipts"))) if body.has("receipts") else ()
    if body.has("receipts") and not 1 <= len(receipts) <= _MOST_RECEIPTS:
        raise Malformed("receipts: want a few, or none at all")
    findings = parse_findings(body.items("findings")) if body.has("findings") else ()
    policy, checkpoint = body.text("policy"), body.text("last_checkpoint")
    return Manifest(version, holdings, policy, checkpoint, receipts, findings)


def _holding(value: Json) -> Holding:
    row = Document(value, {"eid", "root", "ingest", "log_index"})
    return Holding(
        Eid(hex_of(row.raw("eid"), ID_SIZE, "eid")),
        row.hex("root", HASH_SIZE),
        unb64(row.raw("ingest")),
        row.count("log_index"),
    )
