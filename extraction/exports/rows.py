"""A release's records as rows that a person reads: who, when, what, and where it comes from.

docs/exports.md 3. Every export is made from these rows, so that all of them say the same.
Rows stand in order of time; what has no time comes last.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from extraction.exports.when import day_words, iso_time, time_words
from extraction.masking import STEP as MASK
from extraction.placeless import STEP as PLACE
from extraction.record import Record
from extraction.record_parse import parse_record
from extraction.record_parts import Blob, Party, Provenance
from extraction.verify_documents import Documents
from vault.canonical import parse_object
from vault.grant_envelope import Disclosed, Withheld

OWNER = "the phone's owner"
NO_THREAD = "no conversation"
NOT_GIVEN = "not given"
COPY = "changed copy without its place"
ROUGH = "changed copy without its exact place"
MASKED = "changed copy with others as pseudonyms"
_WHOLE = (b"", 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One released record. `number` counts from 1, the same in every export of a release.

    `proof` is the record's leaf hash in hex, `segment` and `place` where its path to the
    root is found; a changed copy has none. `media` are the files as the package holds them.
    `thread` is the conversation's id, "" where it has none.
    """

    number: int
    category: str
    subtype: str
    app: str
    day: str
    when: str
    lo: str
    hi: str
    direction: str
    sender: str
    others: str
    thread: str
    thread_name: str
    text: tuple[tuple[str, str], ...]
    media: tuple[Blob, ...]
    place: str
    state: str
    flags: str
    extra: tuple[tuple[str, str], ...]
    source: str
    record_id: str
    segment: int
    position: int
    proof: str

    def words(self) -> str:
        """Give the words of the record, one field to a line."""
        return "\n".join(value for _, value in self.text)


@dataclass(frozen=True, slots=True)
class Gap:
    """Records of one segment that were withheld for one reason."""

    segment: int
    day: str
    category: str
    thread: str
    reason: str
    records: int


def rows_of(documents: Documents, zone: tzinfo) -> list[Row]:
    """Give the released records in order of time, numbered.

    Raises:
        Malformed: a record is not one; step 9 of a verification finds that first.
    """
    found = sorted(_found(documents), key=_order)
    return [_row(number, zone, *each) for number, each in enumerate(found, start=1)]


def proven_records(documents: Documents) -> list[tuple[Record, str]]:
    """Give the released records in order of time, each with where its proof is.

    Raises:
        Malformed: as rows_of.
    """
    return [
        (
            record,
            f"released as segment {segment}, place {position}, "
            + ("a changed copy" if leaf is None else f"leaf hash {leaf.hex()}"),
        )
        for record, segment, position, leaf in sorted(_found(documents), key=_order)
    ]


def gaps_of(documents: Documents) -> list[Gap]:
    """List what was withheld beside them, by segment and reason."""
    gaps = []
    for shown in documents.shown:
        excerpt = shown.excerpt
        counts: dict[str, int] = {}
        for item in excerpt.items:
            if isinstance(item, Withheld):
                counts[item.reason] = counts.get(item.reason, 0) + 1
        desc = parse_object(excerpt.desc)
        for reason, count in sorted(counts.items()):
            gaps.append(
                Gap(
                    excerpt.index,
                    excerpt.day,
                    str(desc.get("category", "")),
                    str(desc.get("thread", "")),
                    reason,
                    count,
                )
            )
    return gaps


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation or list: its title, its rows in order, what was withheld beside them."""

    title: str
    rows: list[Row]
    gaps: list[Gap]


def talks_of(rows: Sequence[Row], gaps: Sequence[Gap]) -> list[Talk]:
    """Group rows by category and conversation, in the order in which each begins."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.category, row.thread), []).append(row)
    beside: dict[tuple[str, str], list[Gap]] = {}
    for gap in gaps:
        beside.setdefault((gap.category, gap.thread), []).append(gap)
    return [Talk(_title(group), group, beside.get(key, [])) for key, group in groups.items()]


def _title(rows: Sequence[Row]) -> str:
    """Name a conversation by what its records call it, or by its id; and say what kind it is."""
    first = rows[0]
    named = next((row.thread_name for row in rows if row.thread_name), "")
    return f"{named or first.thread or NO_THREAD} ({first.category})"


def absent(blob: Blob) -> str:
    """Say why a medium is not there."""
    if blob.role == NOT_GIVEN:
        return "not given, because a place could hide in it"
    return "the phone names it and does not hold it"


_Found = tuple[Record, int, int, bytes | None]


def _found(documents: Documents) -> Iterator[_Found]:
    media = {medium.original.hex(): medium.copy for medium in documents.derived.media}
    for shown in documents.shown:
        for position, item in enumerate(shown.excerpt.items):
            if isinstance(item, Disclosed):
                record = _with_media(parse_record(item.record), media)
                yield record, shown.excerpt.index, position, item.leaf()
    for copy in documents.derived.records:
        record = _with_media(parse_record(copy.record), media)
        steps, flags = copy.step.split(" "), list(record.flags)
        if PLACE in steps:
            flags.append(COPY if record.place is None else ROUGH)
        if MASK in steps:
            flags.append(MASKED)
        yield replace(record, flags=tuple(flags)), copy.segment, copy.place, None


def _with_media(record: Record, media: Mapping[str, tuple[bytes, int] | None]) -> Record:
    """Let a record cite what the package holds: a picture's copy, or nothing."""
    blobs = []
    for blob in record.blobs:
        copy = media.get(blob.sha256, _WHOLE)
        if copy is None:
            blobs.append(replace(blob, present=False, role=NOT_GIVEN))
        elif copy is _WHOLE:
            blobs.append(blob)
        else:
            sha256, size = copy
            blobs.append(replace(blob, sha256=sha256.hex(), size=size))
    return replace(record, blobs=tuple(blobs))


def _order(found: _Found) -> tuple[bool, int, int, int]:
    record, segment, position, _ = found
    lo = record.time.lo_us if record.time is not None else None
    return lo is None, lo or 0, segment, position


def _row(
    number: int, zone: tzinfo, record: Record, segment: int, position: int, leaf: bytes | None
) -> Row:
    time = record.time
    senders = [party for party in record.parties if party.role == "from"]
    others = [party for party in record.parties if party.role != "from"]
    thread = record.thread
    return Row(
        number=number,
        category=record.category,
        subtype=record.subtype,
        app=record.app_name or record.app_id or "",
        day=day_words(time, zone),
        when=time_words(time, zone),
        lo=iso_time(time.lo_us if time else None),
        hi=iso_time(time.hi_us if time else None),
        direction=record.direction,
        sender=_people(senders),
        others=_people(others),
        thread=thread.id if thread else "",
        thread_name=thread.name if thread else "",
        text=tuple((words.field, words.value) for words in record.text),
        media=record.blobs,
        place=_place(record),
        state=_pairs(record.state),
        flags=", ".join(record.flags),
        extra=tuple(sorted(record.extra.items())),
        source=_source(record.prov),
        record_id=record.record_id,
        segment=segment,
        position=position,
        proof="" if leaf is None else leaf.hex(),
    )


def _people(parties: Sequence[Party]) -> str:
    return "; ".join(_person(party) for party in parties)


def _person(party: Party) -> str:
    handle = party.id_norm or party.id_raw
    if party.name and handle and party.name != handle:
        words = f"{party.name} <{handle}>"
    else:
        words = party.name or handle or "not known"
    return f"{words} ({OWNER})" if party.is_owner else words


def _place(record: Record) -> str:
    place = record.place
    if place is None:
        return ""
    within = f", within {place.acc_m} m" if place.acc_m else ""
    label = f" {place.label}" if place.label else ""
    return f"{place.lat}, {place.lon}{within}{label} (from {place.source})"


def _pairs(values: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in sorted(values.items()))


def _source(prov: Provenance) -> str:
    """Say where in the phone: the file, the table and the row, and which reader read it."""
    where = prov.member or "the source"
    if prov.table:
        where += f", {prov.table}"
    if prov.row is not None:
        where += f", row {prov.row}"
    elif prov.xml_id:
        where += f", {prov.xml_id}"
    elif prov.offset is not None:
        where += f", byte {prov.offset}"
    return f"{where} (reader {prov.parser} {prov.parser_version})"
