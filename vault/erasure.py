"""The erasure layer: one more box around stored wraps, whose key can be destroyed.

docs/formats/shv1.md 5. Wraps, envelopes and release wraps lie in databases and backups
under a key of their extraction that lies elsewhere. Destroying that key ends every copy.
Hashes in statements are of the inner bytes; the layer comes off at hand-out.
"""

from enum import IntEnum

from vault.box import open_box, seal_box
from vault.ids import Eid, Random


class Layer(IntEnum):
    """What the layer is around."""

    WRAP = 1
    ENVELOPE = 2
    RELEASE_WRAP = 3


def seal_layer(
    key: bytes, eid: Eid, layer: Layer, item: bytes, inner: bytes, *, random: Random
) -> bytes:
    """Put the layer around an item; `item` is its 16-byte id."""
    return seal_box(key, "erasure", eid + bytes([layer]) + item, inner, random=random)


def open_layer(key: bytes, eid: Eid, layer: Layer, item: bytes, outer: bytes) -> bytes:
    """Take the layer off, or raise NotAuthentic."""
    return open_box(key, "erasure", eid + bytes([layer]) + item, outer)
