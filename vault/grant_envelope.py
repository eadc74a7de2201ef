"""The envelope's inside: the keys, excerpts and openings that one grant gives a worker.

docs/formats/grant.md 2. A segment comes by key, or as an excerpt when some of its
records stay out: then the worker gets the chosen records and hashes of the rest, and no
key. Boundary openings prove that nothing in scope lies beside what is given.
"""

from dataclasses import dataclass, field
from typing import NamedTuple, TypeGuard

from vault.boundary import Boundary, parse_boundary
from vault.canonical import Json, b64, marshal, parse_object, unb64, unb64_all
from vault.document import Document, text_of
from vault.errors import Malformed, MalformedEnvelope
from vault.ids import HASH_SIZE, ID_SIZE, Eid, Gid
from vault.keys import MAX_OBJECTS, TAG_SIZE
from vault.segment import (
    MAX_RECORD,
    MAX_RECORDS,
    day_of,
    desc_of,
    index_of,
    record_leaf,
)
from vault.visit import ShownVisit, shown_of

MAX_ENVELOPE = 64 * 1024 * 1024
_GIVEN = frozenset({"s", "r"})
_VISIT = "visit"
REASONS = (
    *("out-of-scope", "excluded-by-survivor", "privileged", "third-party", "not-relevant"),
    *("unknown", "transformed"),
)


@dataclass(frozen=True, slots=True)
class KeyedSegment:
    """A segment that the worker may open whole."""

    index: int
    key: bytes = field(repr=False)
    pack: str
    offset: int
    length: int
    tag: bytes
    day: str
    desc: bytes


class Disclosed(NamedTuple):
    """A record that is given, with its salt; a tuple, because a release has very many."""

    salt: bytes
    record: bytes

    def __repr__(self) -> str:
        """Show nothing of what the record says."""
        return f"Disclosed(salt={self.salt!r})"

    def leaf(self) -> bytes:
        """Recompute the record's leaf."""
        return record_leaf(self.salt, self.record)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A record that stays closed: its leaf and the reason."""

    hash: bytes
    reason: str

    def leaf(self) -> bytes:
        """Give the record's leaf."""
        return self.hash


Item = Disclosed | Withheld


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some records of a segment, in their places, and its four field salts."""

    index: int
    tag: bytes
    day: str
    desc: bytes
    salts: tuple[bytes, bytes, bytes, bytes] = field(repr=False)
    items: tuple[Item, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class GrantedObject:
    """A medium that a given record cites."""

    index: int
    key: bytes = field(repr=False)
    name: str
    length: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """Everything one grant gives its worker; `visit` is there where the guardian signed one."""

    gid: Gid
    eid: Eid
    segments: tuple[KeyedSegment | Excerpt, ...]
    boundary: tuple[Boundary, ...]
    objects: tuple[GrantedObject, ...]
    visit: ShownVisit | None = None

    def marshal(self) -> bytes:
        """Give the canonical bytes, or raise MalformedEnvelope beyond 64 MiB."""
        data = marshal(
            {
                "v": 1,
                "gid": self.gid.hex(),
                "eid": self.eid.hex(),
                "segments": [segment_body(segment) for segment in self.segments],
                "boundary": [opening.body() for opening in self.boundary],
                "objects": [_object_body(item) for item in self.objects],
                **({} if self.visit is None else {_VISIT: self.visit.body()}),
            }
        )
        if len(data) > MAX_ENVELOPE:
            raise MalformedEnvelope(f"envelope has {len(data)} bytes, want {MAX_ENVELOPE} or less")
        return data


def segment_body(segment: KeyedSegment | Excerpt) -> dict[str, Json]:
    """Give a segment of an envelope as JSON."""
    out: dict[str, Json] = {
        "i": segment.index,
        "g": segment.tag.hex(),
        "d": segment.day,
        "desc": segment.desc.decode(),
    }
    if isinstance(segment, KeyedSegment):
        out |= {"k": b64(segment.key), "pack": segment.pack}
        out |= {"off": segment.offset, "len": segment.length}
        return out
    return out | {
        "fs": [b64(salt) for salt in segment.salts],
        "n": len(segment.items),
        "records": [item_body(item) for item in segment.items],
    }


def item_body(item: Item) -> dict[str, Json]:
    """Give one record's place in an excerpt or release as JSON."""
    if isinstance(item, Disclosed):
        return {"s": b64(item.salt), "r": item.record.decode()}
    return {"h": b64(item.hash), "w": item.reason}


def _object_body(item: GrantedObject) -> Json:
    return {
        "j": item.index,
        "k": b64(item.key),
        "name": item.name,
        "len": item.length,
        "sha256": item.sha256.hex(),
    }


def parse_envelope(data: bytes) -> Envelope:
    """Read an envelope, or raise MalformedEnvelope."""
    if len(data) > MAX_ENVELOPE:
        raise MalformedEnvelope("envelope is too long")
    try:
        names = {"v", "gid", "eid", "segments", "boundary", "objects"}
        body = Document(parse_object(data), names, {_VISIT})
        body.version()
        envelope = Envelope(
            Gid(body.hex("gid", ID_SIZE)),
            Eid(body.hex("eid", ID_SIZE)),
            tuple(_segment(value) for value in body.items("segments")),
            tuple(parse_boundary(value) for value in body.items("boundary")),
            tuple(_object(value) for value in body.items("objects")),
            shown_of(body.raw(_VISIT)) if body.has(_VISIT) else None,
        )
    except Malformed as error:
        raise MalformedEnvelope(f"envelope: {error}") from None
    for indexes in (
        [segment.index for segment in envelope.segments],
        [opening.index for opening in envelope.boundary],
        [item.index for item in envelope.objects],
    ):
        if indexes != sorted(set(indexes)):
            raise MalformedEnvelope("want indexes in order, each once")
    return envelope


def parse_excerpt(value: Json, *, extra: tuple[str, ...] = ()) -> Excerpt:
    """Read an excerpt, or raise Malformed."""
    body = Document(value, {"i", "g", "d", "desc", "fs", "n", "records", *extra})
    salts = unb64_all(body.items("fs"), HASH_SIZE)
    items = _items(body.items("records"))
    if len(salts) != 4 or body.count("n") != len(items):  # noqa: PLR2004 four fields
        raise Malformed("want four field salts, and as many records as n says")
    if not 1 <= len(items) <= MAX_RECORDS:
        raise Malformed("want 1 to 65,536 records")
    return Excerpt(
        index_of(body.raw("i")),
        body.hex("g", TAG_SIZE),
        day_of(body.raw("d")),
        parse_desc(body.text("desc")),
        (salts[0], salts[1], salts[2], salts[3]),
        items,
    )


def _items(values: list[Json]) -> tuple[Item, ...]:
    given = [value for value in values if _is_given(value)]
    try:
        # A release has a salt for each record: one call for all of them.
        salts = iter(unb64_all([value["s"] for value in given], HASH_SIZE))
    except Malformed:
        # Whatever is wrong first is what is said.
        return tuple(parse_item(value) for value in values)
    return tuple(
        [
            Disclosed(next(salts), _record_of(value)) if _is_given(value) else parse_item(value)
            for value in values
        ]
    )


def _is_given(value: Json) -> TypeGuard[dict[str, Json]]:
    return type(value) is dict and len(value) == 2 and "r" in value and "s" in value  # noqa: PLR2004 both


def _record_of(given: dict[str, Json]) -> bytes:
    record = text_of(given["r"], "r").encode()
    if len(record) > MAX_RECORD:
        raise Malformed("a record is too long")
    return record


def parse_item(value: Json) -> Item:
    """Read one record's place, or raise Malformed."""
    if isinstance(value, dict) and "h" in value:
        body = Document(value, {"h", "w"})
        return Withheld(body.b64("h", HASH_SIZE), body.text("w", *REASONS))
    if not _is_given(value):
        Document(value, _GIVEN)
    given: dict[str, Json] = value  # type: ignore[assignment] # Document refuses anything else
    record = _record_of(given)
    return Disclosed(unb64(given["s"], HASH_SIZE), record)


def parse_desc(text: str) -> bytes:
    """Read a descriptor's exact bytes, or raise Malformed."""
    return desc_of(parse_object(text.encode()))


def _segment(value: Json) -> KeyedSegment | Excerpt:
    if not isinstance(value, dict) or "k" not in value:
        return parse_excerpt(value)
    body = Document(value, {"i", "g", "d", "desc", "k", "pack", "off", "len"})
    return KeyedSegment(
        index_of(body.raw("i")),
        body.b64("k", HASH_SIZE),
        body.hex("pack", ID_SIZE).hex(),
        body.count("off"),
        body.count("len"),
        body.hex("g", TAG_SIZE),
        day_of(body.raw("d")),
        parse_desc(body.text("desc")),
    )


def _object(value: Json) -> GrantedObject:
    body = Document(value, {"j", "k", "name", "len", "sha256"})
    if body.count("j") >= MAX_OBJECTS:
        raise Malformed(f"j is {body.count('j')}, want less than {MAX_OBJECTS}")
    return GrantedObject(
        body.count("j"),
        body.b64("k", HASH_SIZE),
        body.hex("name", ID_SIZE).hex(),
        body.count("len"),
        body.hex("sha256", HASH_SIZE),
    )
