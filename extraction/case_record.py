"""A record as nodes of a CASE graph: one observable, and what it refers to.

docs/formats/case.md 2. What the ontology has a property for goes there; everything else stays,
as a tag (closed words: direction, state, class, flags) or as a statement about the node
(unmapped fields, times that are no moment), so that an export leaves nothing of a record out.
"""

from collections.abc import Callable, Iterator, Sequence

from extraction.case_shapes import SHAPES, Shaped
from extraction.case_shared import Shared
from extraction.case_terms import (
    CORE,
    OBSERVABLE,
    Node,
    annotation,
    in_words,
    record_name,
    relationship,
)
from extraction.record import Record

_SPOKEN = {
    "participant": "Participant_In",
    "mention": "Mentioned_In",
    "subject": "Subject_Of",
    "cc": "Copied_In",
    "bcc": "Copied_In",
    "from": "Sender_Of",
    "to": "Recipient_Of",
}


def write_record(
    record: Record, shared: Shared, write: Callable[[Node], None], more: Sequence[str] = ()
) -> None:
    """Write a record's node and everything about it; `more` is said beside it."""
    shaped = Shaped(record, shared, shared.app(record.app_id, record.app_name))
    SHAPES[record.category](shaped)
    if record.state.get("deleted") == "deleted" or record.state.get("carved"):
        shaped.add("RecoveredObjectFacet", contentRecoveredStatus="recovered")
    node = shaped.node()
    node[CORE + "description"] = _where(record)
    if tags := _tags(record):
        node[CORE + "tag"] = [*tags]
    write(node)
    for tied in _ties(shaped):
        write(tied)
    if statements := [*_statements(shaped), *more]:
        write(annotation(shaped.name, statements))


def _where(record: Record) -> str:
    prov = record.prov
    parts = [
        f"{prov.table} " if prov.table else "",
        f"row {prov.row} " if prov.row is not None else "",
        f"id {prov.xml_id} " if prov.xml_id else "",
        f"at byte {prov.offset} " if prov.offset is not None else "",
        f"of {prov.member} " if prov.member else "",
        f"read by {prov.parser} {prov.parser_version}",
        f" from {prov.tool} {prov.tool_version}" if prov.tool else "",
    ]
    return "".join(parts)


def _tags(record: Record) -> list[str]:
    found = [f"category:{record.category}"]
    for name, value in (
        ("subtype", record.subtype),
        ("direction", record.direction),
        ("class", record.sensitivity or ""),
    ):
        found += [f"{name}:{value}"] if value else []
    found += [f"{name}:{value}" for name, value in sorted(record.state.items())]
    return found + [f"flag:{flag}" for flag in record.flags]


def _ties(shaped: Shaped) -> Iterator[Node]:
    record, shared = shaped.record, shaped.shared
    if thread := shared.thread(record.thread):
        yield relationship(shaped.name, thread, "Contained_Within")
    for number, blob in enumerate(record.blobs[shaped.media :], start=shaped.media):
        medium = shared.medium(blob, f"{shaped.name} {number}")
        yield relationship(medium, shaped.name, "Attachment_Of")
    for party in record.parties:
        account = shared.account(party, shaped.app)
        if account and (account, party.role) not in shaped.told:
            shaped.told.add((account, party.role))
            yield relationship(account, shaped.name, _SPOKEN[party.role])
    for other, kind in ((record.embedded_in, "Contained_Within"), (record.reply_to, "Related_To")):
        if other:
            # The other record may not be in this export; a node of any kind may be cited.
            yield {"@id": record_name(other), "@type": OBSERVABLE + "ObservableObject"}
            yield relationship(shaped.name, record_name(other), kind)
    if shaped.place is None:
        yield from _located(shaped)


def _located(shaped: Shaped) -> Iterator[Node]:
    shaped.located()
    if shaped.place:
        tie = relationship(shaped.name, shaped.place, "Located_At")
        # A place is no observable.
        yield {**tie, "@type": CORE + "Relationship"}


def _statements(shaped: Shaped) -> Iterator[str]:
    record = shaped.record
    for time in (*(() if record.time is None else (record.time,)), *record.times):
        if time not in shaped.times:
            yield in_words(time)
    for text in record.text:
        if text.field not in shaped.texts:
            yield f"{text.field}: {text.value}"
    for party in record.parties:
        if not (party.id_raw or party.name or party.is_owner):
            yield f"{party.role}: somebody whom the source does not name"
    if (place := record.place) is not None and not shaped.place:
        yield f"place: {place.lat} {place.lon} ({place.source})"
    for key, value in sorted(record.extra.items()):
        if key not in shaped.extra:
            yield f"{key}: {value}"
