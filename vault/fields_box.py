"""A box for several: bytes under a key of their own, and the key wrapped to each who may open it.

docs/formats/audit-entry.md 11. A row beside the log, so that it can be deleted:

    {"box":base64url,"v":1,"wraps":[[fingerprint,base64url],…]}          by fingerprint

    box  = BOX(key, "audit-fields", x)        wrap = SEAL(bundle, "audit-fields-key", x)(key)

x is the entry's hash of what is inside, so a box of another entry does not open as this one's.
"""

from collections.abc import Collection

from vault.box import KEY, open_box, seal_box
from vault.canonical import b64, marshal, parse, unb64
from vault.document import Document, hex_of, row_of
from vault.errors import Malformed, NoIdentityMatches, NotAuthentic
from vault.identity import Bundle, Identity
from vault.ids import HASH_SIZE, Random
from vault.wrap import open_from, seal_to

_BOX, _KEY = "audit-fields", "audit-fields-key"


def seal_for(
    bundles: Collection[Bundle], root: bytes, plaintext: bytes, *, random: Random
) -> bytes:
    """Seal bytes for everybody whose bundle is given; `root` binds them to their entry."""
    key = random(KEY)
    wraps = {bundle.fp.hex(): seal_to(bundle, _KEY, root, key) for bundle in bundles}
    return marshal(
        {
            "box": b64(seal_box(key, _BOX, root, plaintext, random=random)),
            "v": 1,
            "wraps": [[fp, b64(wraps[fp])] for fp in sorted(wraps)],
        }
    )


def open_for(identity: Identity, root: bytes, row: bytes) -> bytes:
    """Open a box that is sealed to this identity.

    Raises:
        Malformed: the row is not one.
        NoIdentityMatches: it is sealed to others.
        NotAuthentic: it was changed, or is another entry's.
    """
    body = Document(parse(row), ("box", "v", "wraps"))
    body.version()
    wraps = {}
    for item in body.items("wraps"):
        fp, wrap = row_of(item, 2, "wraps")
        wraps[hex_of(fp, HASH_SIZE, "wraps")] = unb64(wrap)
    if list(wraps) != sorted(wraps) or len(wraps) != len(body.items("wraps")):
        raise Malformed("wraps: want each once, in order")
    mine = wraps.get(bytes(identity.bundle.fp))
    if mine is None:
        raise NoIdentityMatches("these fields are sealed to others")
    key = open_from(identity, _KEY, root, mine)
    if len(key) != KEY:
        raise NotAuthentic("the wrap holds no key")
    return open_box(key, _BOX, root, body.b64("box"))
