"""The catalogue: the sealed list of everything in one extraction, opened by the survivor.

docs/formats/extraction.md 4. `BOX(K_cat, "catalogue", eid, DEFLATE(canonical JSON))`,
at most 64 MiB inflated. It alone knows where each segment lies and what it is about.
"""

from dataclasses import dataclass

from vault import deflate
from vault.box import open_box, seal_box
from vault.canonical import Json, b64, marshal, parse_object, unb64
from vault.errors import Malformed, MalformedCatalogue, NotAuthentic
from vault.ids import Eid, Random, parse_digest
from vault.keys import TAG_SIZE, ExtractionKeys, segment_keys
from vault.segment import Fields, field_hash, segment_leaf

MAX_CATALOGUE = 64 * 1024 * 1024
_KEYS = {"v", "eid", "groups", "packs", "segments", "objects", "original", "ledger"}


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
    """Everything an extraction holds. `groups` maps a tag to its canonical descriptor."""

    eid: Eid
    groups: dict[bytes, bytes]
    packs: tuple[str, ...]
    segments: tuple[SegmentRow, ...]
    objects: tuple[ObjectRow, ...]
    original: Original
    ledger: LedgerRow

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
    before = (b"", "")
    for index, row in enumerate(catalogue.segments):
        if (row.tag, row.day) < before:
            raise MalformedCatalogue(f"segment {index} is out of order")
        before = (row.tag, row.day)
        desc = catalogue.groups.get(row.tag)
        if desc is None or row.pack >= len(catalogue.packs):
            raise MalformedCatalogue(f"segment {index} has no group or no pack")
        if row.offset + row.length > pack_lengths.get(catalogue.packs[row.pack], -1):
            raise MalformedCatalogue(f"segment {index} lies outside its pack")
        salts = segment_keys(keys.segment(index)).fields
        fields = Fields(
            field_hash(1, salts[0], row.tag),
            field_hash(2, salts[1], row.day.encode("ascii")),
            field_hash(3, salts[2], desc),
            row.f4,
        )
        if segment_leaf(keys.eid, index, fields) != leaves[32 * index : 32 * index + 32]:
            raise NotAuthentic(f"segment {index} does not give its leaf")


def _parse(value: dict[str, Json]) -> Catalogue:
    if set(value) != _KEYS or value["v"] != 1:
        raise MalformedCatalogue("unknown, missing or wrong fields")
    groups, packs = value["groups"], value["packs"]
    segments, objects = value["segments"], value["objects"]
    original, ledger = value["original"], value["ledger"]
    if not isinstance(groups, dict) or not isinstance(original, dict):
        raise MalformedCatalogue("want objects as groups and original")
    if not isinstance(ledger, dict) or not isinstance(segments, list):
        raise MalformedCatalogue("want an object as ledger and a list of segments")
    if not isinstance(packs, list) or not isinstance(objects, list):
        raise MalformedCatalogue("want lists of packs and objects")
    if set(original) != {"kind", "parts", "sha256", "salt"} or original["kind"] not in {
        "file",
        "tree",
    }:
        raise MalformedCatalogue("original is not as it should be")
    if set(ledger) != {"object", "sha256", "salt"}:
        raise MalformedCatalogue("ledger is not as it should be")
    parts = original["parts"]
    if not isinstance(parts, list):
        raise MalformedCatalogue("want a list of parts")
    return Catalogue(
        Eid(_hex(value["eid"], TAG_SIZE)),
        {_hex(tag, TAG_SIZE): _desc(desc) for tag, desc in groups.items()},
        tuple(_hex(pack, TAG_SIZE).hex() for pack in packs),
        tuple(_segment_row(row) for row in segments),
        tuple(_object_row(row) for row in objects),
        Original(
            _text(original["kind"]),
            tuple(_count(part) for part in parts),
            parse_digest(_text(original["sha256"])),
            unb64(original["salt"], 32),
        ),
        LedgerRow(
            _count(ledger["object"]),
            parse_digest(_text(ledger["sha256"])),
            unb64(ledger["salt"], 32),
        ),
    )


def _segment_row(row: Json) -> SegmentRow:
    if not isinstance(row, list) or len(row) != 7:  # noqa: PLR2004 the seven columns
        raise MalformedCatalogue("a segment row has seven columns")
    day = _text(row[1])
    if len(day) != 10 or not day.isascii():  # noqa: PLR2004 YYYY-MM-DD
        raise MalformedCatalogue("want a day as YYYY-MM-DD")
    return SegmentRow(
        _hex(row[0], TAG_SIZE),
        day,
        _count(row[2]),
        _count(row[3]),
        _count(row[4]),
        _count(row[5]),
        unb64(row[6], 32),
    )


def _object_row(row: Json) -> ObjectRow:
    if not isinstance(row, list) or len(row) != 4:  # noqa: PLR2004 the four columns
        raise MalformedCatalogue("an object row has four columns")
    name = _hex(row[0], TAG_SIZE).hex()
    return ObjectRow(name, _count(row[1]), parse_digest(_text(row[2])), _text(row[3]))


def _desc(value: Json) -> bytes:
    if not isinstance(value, dict):
        raise MalformedCatalogue("want an object as descriptor")
    return marshal(value)


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise MalformedCatalogue("want a text")
    return value


def _count(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise MalformedCatalogue("want a number of 0 or more")
    return value


def _hex(value: Json, size: int) -> bytes:
    text = _text(value)
    try:
        data = bytes.fromhex(text)
    except ValueError:
        raise MalformedCatalogue("want hex digits") from None
    if len(data) != size or data.hex() != text:
        raise MalformedCatalogue(f"want {2 * size} lower-case hex digits")
    return data
