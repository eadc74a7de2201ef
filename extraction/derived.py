"""derived.json: changed copies of records and media that stay, and media of which none goes.

docs/formats/release.md 2. Her client makes it at the preview and signs its hash, the worker
must make the same bytes, and a package holds it. The original of everything in it is proven
by its hash alone; that a copy was made from it is the worker's word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.masking import STEP as MASK
from extraction.placeless import STEP as PLACE
from vault.canonical import Json, marshal, parse
from vault.document import Document
from vault.errors import Malformed
from vault.ids import HASH_SIZE

BOTH = f"{MASK} {PLACE}"
STEPS = (MASK, BOTH, PLACE)
METADATA = "metadata"
NOT_STRIPPED = "not-stripped"
KIND = "kind"
NOT_ASKED = "out-of-scope"


@dataclass(frozen=True, slots=True)
class DerivedRecord:
    """A changed copy of the record at a place of a segment; `step` says by which rules."""

    segment: int
    place: int
    record: bytes
    step: str = PLACE


@dataclass(frozen=True, slots=True)
class DerivedMedium:
    """A medium that stays: (SHA-256, length) of the copy that goes for it, or None.

    `asked` is False where the scope does not hold its kind; then there is no copy.
    """

    original: bytes
    copy: tuple[bytes, int] | None
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Derived:
    """Everything that leaves in a changed form, and the media of which nothing leaves."""

    records: tuple[DerivedRecord, ...]
    media: tuple[DerivedMedium, ...]

    def marshal(self) -> bytes:
        """Give the canonical bytes."""
        rows: list[Json] = [
            {"i": row.segment, "j": row.place, "r": row.record.decode("utf-8"), "step": row.step}
            for row in self.records
        ]
        for medium in self.media:
            body: dict[str, Json] = {"m": medium.original.hex(), "step": METADATA}
            if not medium.asked:
                body |= {"step": KIND, "w": NOT_ASKED}
            elif medium.copy is None:
                body["w"] = NOT_STRIPPED
            else:
                body |= {"len": medium.copy[1], "sha256": medium.copy[0].hex()}
            rows.append(body)
        return marshal(rows)

    def copies(self) -> dict[bytes, int]:
        """Give each copy's SHA-256 and length; two pictures may have one copy."""
        return dict(medium.copy for medium in self.media if medium.copy is not None)

    def unasked(self) -> frozenset[str]:
        """Give the SHA-256 (hex) of the media whose kind the scope does not hold."""
        return frozenset(medium.original.hex() for medium in self.media if not medium.asked)


def parse_derived(data: bytes) -> Derived:
    """Read derived.json, or raise Malformed."""
    rows = parse(data)
    if not isinstance(rows, list):
        raise Malformed("derived: want a list")
    records = tuple(_record(row) for row in rows if isinstance(row, dict) and "r" in row)
    media = tuple(_medium(row) for row in rows[len(records) :])
    found = Derived(records, media)
    _want_order([row.segment.to_bytes(8) + row.place.to_bytes(8) for row in records])
    _want_order([medium.original for medium in media])
    if found.marshal() != data:
        raise Malformed("derived: not in canonical form")
    return found


def _record(row: Json) -> DerivedRecord:
    body = Document(row, {"i", "j", "r", "step"})
    record = body.text("r").encode("utf-8")
    return DerivedRecord(body.count("i"), body.count("j"), record, body.text("step", *STEPS))


def _medium(row: Json) -> DerivedMedium:
    held = isinstance(row, dict) and "w" in row
    body = Document(row, {"m", "step", "w"} if held else {"len", "m", "sha256", "step"})
    original = body.hex("m", HASH_SIZE)
    if held and body.text("w") == NOT_ASKED:
        body.text("step", KIND)
        return DerivedMedium(original, None, asked=False)
    body.text("step", METADATA)
    if held:
        body.text("w", NOT_STRIPPED)
        return DerivedMedium(original, None)
    return DerivedMedium(original, (body.hex("sha256", HASH_SIZE), body.count("len")))


def _want_order(keys: Sequence[bytes]) -> None:
    if any(one >= following for one, following in pairwise(keys)):
        raise Malformed("derived: want rows in order, each once")
