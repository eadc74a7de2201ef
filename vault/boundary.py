"""Boundary openings: a neighbouring segment opened just far enough to show its place.

docs/formats/grant.md 2. Segments are sorted by group and day, so two neighbours that lie
outside a range prove that everything between them was given. The group is opened; the day
only if the group is in the grant, otherwise its hash stands in for it.
"""

from dataclasses import dataclass

from vault.canonical import Json, b64
from vault.document import Document
from vault.ids import HASH_SIZE, Eid
from vault.keys import TAG_SIZE
from vault.segment import Fields, day_of, field_hash, index_of, segment_leaf


@dataclass(frozen=True, slots=True)
class Boundary:
    """A neighbour opened just far enough: its group, and its day if the group is granted."""

    index: int
    tag: bytes
    s1: bytes
    f3: bytes
    f4: bytes
    day: str | None
    s2: bytes | None
    f2: bytes | None

    def leaf(self, eid: Eid) -> bytes:
        """Recompute the neighbour's leaf."""
        f2 = self.f2
        if f2 is None:
            assert self.s2 is not None
            assert self.day is not None
            f2 = field_hash(2, self.s2, self.day.encode("ascii"))
        f1 = field_hash(1, self.s1, self.tag)
        return segment_leaf(eid, self.index, Fields(f1, f2, self.f3, self.f4))

    def body(self) -> dict[str, Json]:
        """Give the opening as JSON."""
        out: dict[str, Json] = {
            "i": self.index,
            "g": self.tag.hex(),
            "s1": b64(self.s1),
            "f3": b64(self.f3),
            "f4": b64(self.f4),
        }
        if self.f2 is not None:
            out["f2"] = b64(self.f2)
        else:
            assert self.s2 is not None
            out |= {"d": self.day, "s2": b64(self.s2)}
        return out


def parse_boundary(value: Json, *, extra: tuple[str, ...] = ()) -> Boundary:
    """Read an opening, or raise Malformed; `extra` names fields that the caller reads itself."""
    opened = isinstance(value, dict) and "d" in value
    days = {"d", "s2"} if opened else {"f2"}
    body = Document(value, {"i", "g", "s1", "f3", "f4", *days, *extra})
    return Boundary(
        index_of(body.raw("i")),
        body.hex("g", TAG_SIZE),
        body.b64("s1", HASH_SIZE),
        body.b64("f3", HASH_SIZE),
        body.b64("f4", HASH_SIZE),
        day_of(body.raw("d")) if opened else None,
        body.b64("s2", HASH_SIZE) if opened else None,
        None if opened else body.b64("f2", HASH_SIZE),
    )
