"""Keys of one extraction: everything derives from one secret E.

docs/formats/extraction.md 1. The station makes E, seals it to the survivor and lets it
go; whoever holds E can open everything, whoever holds one segment key that segment alone.
"""

from dataclasses import dataclass, field

from vault.ids import Eid
from vault.kdf import derive

TAG_SIZE = 16
MAX_OBJECTS = 2**32


@dataclass(frozen=True, slots=True)
class ExtractionKeys:
    """Derives every key of one extraction from its secret."""

    secret: bytes = field(repr=False)
    eid: Eid

    def catalogue(self) -> bytes:
        """Give the catalogue's key."""
        return derive(self.secret, "catalogue", self.eid)

    def segment(self, index: int) -> bytes:
        """Give the key of segment `index`, from which its box and salt keys derive."""
        return derive(self.secret, "segment", self.eid + index.to_bytes(4))

    def object(self, index: int) -> bytes:
        """Give the key of object `index`."""
        return derive(self.secret, "object", self.eid + index.to_bytes(4))

    def group_tag(self, desc: bytes) -> bytes:
        """Give a group's 16-byte tag; it says nothing to who lacks E."""
        return derive(self.secret, "group", self.eid + desc)[:TAG_SIZE]


@dataclass(frozen=True, slots=True)
class SegmentKeys:
    """What one segment's key derives: for its box, its record salts and its four fields."""

    box: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    fields: tuple[bytes, bytes, bytes, bytes] = field(repr=False)


def segment_keys(secret: bytes) -> SegmentKeys:
    """Derive the keys under one segment key."""
    return SegmentKeys(
        derive(secret, "box"),
        derive(secret, "salt"),
        (
            derive(secret, "field", b"\x01"),
            derive(secret, "field", b"\x02"),
            derive(secret, "field", b"\x03"),
            derive(secret, "field", b"\x04"),
        ),
    )
