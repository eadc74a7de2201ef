"""The catalogue: the sealed list of everything in one extraction, opened by the survivor.

docs/formats/extraction.md 4. `BOX(K_cat, "catalogue", eid, DEFLATE(canonical JSON))`,
at most 64 MiB inflated. It alone knows where each segment lies and what it is about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vault import deflate
from vault.box import open_box, seal_box
from vault.canonical import Json, b64, marshal, parse_object, unb64
from vault.document import Document, count_of, hex_of, row_of, text_of
from vault.errors import Malformed, MalformedCatalogue, NotAuthentic
from vault.ids import HASH_SIZE, ID_SIZE, Eid, Random
from vault.keys import TAG_SIZE, ExtractionKeys, segment_keys
from vault.segment import (
    MAX_RECORDS,
    MAX_SEGMENTS,
    Fields,
    day_of,
    desc_of,
    field_hash,
    segment_leaf,
)

MAX_CATALOGUE = 64 * 1024 * 1024
_KEYS = {"v", "eid", "groups", "packs", "segments", "objects", "original", "ledger"}
_VISIT = "visit"


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One segment: its group and day, how many records, where it lies, its content field."""

    tag: bytes
    day: str
    count: int
    pack: int
    offset: int
    length: int
    f4: bytes


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """One object: its store name, its true length in bytes, its SHA-256, its media type."""

    name: str
    length: int
    sha256: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Original:
    """The source as it came: `kind` file or tree, stored parts (object indexes), its hash."""

    kind: str
    parts: tuple[int, ...]
    sha256: bytes
    salt: bytes


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """Which object holds the coverage ledger, and its hash."""

    object: int
    sha256: bytes
    salt: bytes


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything an extraction holds. `groups` maps a tag to its canonical descriptor.

    `visit` is the index of the object that holds the visit statement, or None.
    """

    eid: Eid
    groups: dict[bytes, bytes]
    packs: tuple[str, ...]
    segments: tuple[SegmentRow, ...]
    objects: tuple[ObjectRow, ...]
    original: Original
    ledger: LedgerRow
    visit: int | None = None

    def marshal(self) -> bytes:
        """Give the canonical bytes."""
        return marshal(
            {
                "v": 1,
                "eid": self.eid.hex(),
                "groups": {tag.hex(): parse_object(desc) for tag, desc in self.groups.items()},
                "packs": list(self.packs),
                "segments": [
                    [
                        *(row.tag.hex(), row.day, row.count, row.pack, row.offset, row.length),
                        b64(row.f4),
                    ]
                    for row in self.segments
                ],
                "objects": [
                    [row.name, row.length, row.sha256.hex(), row.mime] for row in self.objects
                ],
                "original": {
                    "kind": self.original.kind,
                    "parts": list(self.original.parts),
                    "sha256": self.original.sha256.hex(),
                    "salt": b64(self.original.salt),
                },
                "ledger": {
                    "object": self.ledger.object,
                    "sha256": self.ledger.sha256.hex(),
                    "salt": b64(self.ledger.salt),
                },
                **({} if self.visit is None else {_VISIT: self.visit}),
            }
        )


def seal_catalogue(catalogue: Catalogue, keys: ExtractionKeys, *, random: Random) -> bytes:
    """Seal a catalogue, or raise MalformedCatalogue when it is over its limit."""
    plain = catalogue.marshal()
    if len(plain) > MAX_CATALOGUE:
        raise MalformedCatalogue(f"catalogue has {len(plain)} bytes, want {MAX_CATALOGUE} or less")
    return seal_box(keys.catalogue(), "catalogue", keys.eid, deflate.compress(plain), random=random)


def open_catalogue(sealed: bytes, key: bytes, eid: Eid) -> Catalogue:
    """Open a catalogue with its key.

    Raises:
        NotAuthentic: changed, or another key or extraction.
        MalformedCatalogue: what it holds is not a catalogue.
    """
    packed = open_box(key, "catalogue", eid, sealed)
    try:
        catalogue = _parse(parse_object(deflate.inflate(packed, MAX_CATALOGUE)))
    except MalformedCatalogue:
        raise
    except Malformed as error:
        raise MalformedCatalogue(str(error)) from None
    if catalogue.eid != eid:
        raise MalformedCatalogue("catalogue is of another extraction")
    return catalogue


def check_catalogue(
    catalogue: Catalogue, keys: ExtractionKeys, leaves: bytes, pack_lengths: dict[str, int]
) -> None:
    """Check a catalogue against the extraction's leaves and packs.

    Tags are recomputed from descriptors, segments are in order and inside their packs,
    and the four fields of every row give its leaf.

    Raises:
        MalformedCatalogue: order, places or tags are wrong.
        NotAuthentic: a row does not give its leaf.
    """
    for tag, listed in catalogue.groups.items():
        if keys.group_tag(listed) != tag:
            raise MalformedCatalogue("a group's tag is not the tag of its descriptor")
    if len(leaves) != 32 * len(catalogue.segments):
        raise MalformedCatalogue("catalogue and leaves differ in length")
    for index, row, desc in rows_in_order(catalogue):
        if row.offset + row.length > pack_lengths.get(catalogue.packs[row.pack], -1):
            raise MalformedCatalogue(f"segment {index} lies outside its pack")
        check_leaf(keys.eid, index, row, desc, segment_keys(keys.segment(index)).fields, leaves)


def rows_in_order(catalogue: Catalogue) -> Iterator[tuple[int, SegmentRow, bytes]]:
    """Give each segment's index, row and descriptor, in order.

    Raises:
        MalformedCatalogue: a segment is out of (tag, day) order, or of no group or pack.
    """
    before = (b"", "")
    for index, row in enumerate(catalogue.segments):
        if (row.tag, row.day) < before:
            raise MalformedCatalogue(f"segment {index} is out of order")
        before = (row.tag, row.day)
        desc = catalogue.groups.get(row.tag)
        if desc is None or row.pack >= len(catalogue.packs):
            raise MalformedCatalogue(f"segment {index} has no group or no pack")
        yield index, row, desc


def check_leaf(
    eid: Eid, index: int, row: SegmentRow, desc: bytes, salts: Sequence[bytes], leaves: bytes
) -> None:
    """Check a row by its first three field salts, or raise NotAuthentic."""
    fields = Fields(
        field_hash(1, salts[0], row.tag),
        field_hash(2, salts[1], row.day.encode("ascii")),
        field_hash(3, salts[2], desc),
        row.f4,
    )
    if segment_leaf(eid, index, fields) != leaves[HASH_SIZE * index : HASH_SIZE * (index + 1)]:
        raise NotAuthentic(f"segment {index} does not give its leaf")


def _parse(value: Json) -> Catalogue:
    document = Document(value, _KEYS, {_VISIT})
    document.version()
    original = document.part("original", {"kind", "parts", "sha256", "salt"})
    ledger = document.part("ledger", {"object", "sha256", "salt"})
    catalogue = Catalogue(
        Eid(document.hex("eid", ID_SIZE)),
        {
            hex_of(tag, TAG_SIZE, "tag"): desc_of(desc)
            for tag, desc in document.mapping("groups").items()
        },
        tuple(hex_of(pack, ID_SIZE, "pack").hex() for pack in document.items("packs")),
        tuple(_segment_row(row) for row in document.items("segments")),
        tuple(_object_row(row) for row in document.items("objects")),
        Original(
            original.text("kind", "file", "tree"),
            tuple(count_of(part, "part") for part in original.items("parts")),
            original.hex("sha256", HASH_SIZE),
            original.b64("salt", HASH_SIZE),
        ),
        LedgerRow(
            ledger.count("object"), ledger.hex("sha256", HASH_SIZE), ledger.b64("salt", HASH_SIZE)
        ),
        document.count(_VISIT) if document.has(_VISIT) else None,
    )
    _check_shape(catalogue)
    return catalogue


def _check_shape(catalogue: Catalogue) -> None:
    if len(catalogue.segments) > MAX_SEGMENTS:
        raise MalformedCatalogue(f"want {MAX_SEGMENTS} segments or fewer")
    names = [row.name for row in catalogue.objects]
    for listed in (catalogue.packs, names):
        if len(set(listed)) != len(listed):
            raise MalformedCatalogue("a pack or object is listed twice")
    visit = () if catalogue.visit is None else (catalogue.visit,)
    cited = (*catalogue.original.parts, catalogue.ledger.object, *visit)
    if any(index >= len(names) for index in cited):
        raise MalformedCatalogue("the original, the ledger or the visit is in no listed object")


def _segment_row(value: Json) -> SegmentRow:
    tag, day, count, pack, offset, length, f4 = row_of(value, 7, "segment")
    if not 1 <= count_of(count, "count") <= MAX_RECORDS:
        raise MalformedCatalogue(f"want 1 to {MAX_RECORDS} records in a segment")
    return SegmentRow(
        hex_of(tag, TAG_SIZE, "tag"),
        day_of(day),
        count_of(count, "count"),
        count_of(pack, "pack"),
        count_of(offset, "offset"),
        count_of(length, "length"),
        unb64(f4, HASH_SIZE),
    )


def _object_row(value: Json) -> ObjectRow:
    name, length, sha256, mime = row_of(value, 4, "object")
    return ObjectRow(
        hex_of(name, ID_SIZE, "name").hex(),
        count_of(length, "length"),
        hex_of(sha256, HASH_SIZE, "sha256"),
        text_of(mime, "mime"),
    )
