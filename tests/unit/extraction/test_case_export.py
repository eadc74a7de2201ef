"""CASE graphs that we write: nothing of a record is left out, no time is more than is known."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from consent.scope import CATEGORIES
from extraction.case_export import BATCH
from extraction.record import Party, Record, Text, Time
from tests.unit.extraction.cases import (
    ALEX,
    NOON,
    NOON_US,
    every_category,
    made,
    nodes_of,
    text_of,
    when,
)
from tests.unit.extraction.reading import read

CORE, OBSERVABLE = "uco-core:", "uco-observable:"


def of(nodes: list[dict[str, Any]], record: Record) -> dict[str, Any]:
    """Give a record's own node."""
    name = f"urn:uuid:{record.record_id}"
    (node,) = [each for each in nodes if each["@id"] == name and CORE + "description" in each]
    return node


def facet(node: dict[str, Any], kind: str) -> dict[str, Any]:
    (found,) = [each for each in node[CORE + "hasFacet"] if each["@type"] == OBSERVABLE + kind]
    return {key.removeprefix(OBSERVABLE): value for key, value in found.items()}


def said(nodes: list[dict[str, Any]], record: Record) -> list[str]:
    """Give what is stated about a record."""
    name = f"urn:uuid:{record.record_id}"
    return [
        statement
        for node in nodes
        if node.get(CORE + "object") == {"@id": name}
        for statement in node[CORE + "statement"]
    ]


def parts_of(record: Record) -> list[str]:
    """List every text that a record holds."""
    found = [text.value for text in record.text]
    for party in record.parties:
        found += [party.id_raw, party.name]
    for time in (record.time, *record.times):
        found += [] if time is None or time.zone != "unknown" else [time.raw]
    for blob in record.blobs:
        found += [blob.sha256, blob.name]
    found += [*record.extra.values(), *record.flags, record.sensitivity or "", record.direction]
    if record.place is not None:
        found += [record.place.lat, record.place.lon, record.place.label]
    found += [f"{name}:{value}" for name, value in record.state.items()]
    return [part for part in found if part]


def test_every_category_is_there() -> None:
    assert {record.category for record in every_category()} == set(CATEGORIES)


@pytest.mark.parametrize("record", every_category(), ids=lambda each: f"{each.category}")
def test_everything_in_a_record_is_in_its_graph(record: Record) -> None:
    text = text_of([record])
    spelt = [json.dumps(part, ensure_ascii=False)[1:-1] for part in parts_of(record)]
    assert [part for part in spelt if part not in text] == []


def test_every_name_is_a_uuid_and_every_reference_is_there() -> None:
    text = text_of(every_category())
    nodes = json.loads(text)["@graph"]
    names = {each["@id"] for each in nodes}
    assert all(name.startswith("urn:uuid:") for name in names)
    cited = {value["@id"] for value in _objects(nodes) if len(value) == 1 and "@id" in value}
    assert cited <= names


def _objects(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [found for each in value for found in _objects(each)]
    if not isinstance(value, dict):
        return []
    return [value, *(found for each in value.values() for found in _objects(each))]


def test_the_same_reading_gives_the_same_bytes() -> None:
    assert text_of(every_category()) == text_of(every_category())


def test_a_moment_ends_in_z() -> None:
    record = made("message", subtype="chat", time=when("sent"))
    sent = facet(of(nodes_of([record]), record), "MessageFacet")["sentTime"]
    assert sent == {"@type": "xsd:dateTime", "@value": NOON}


@pytest.mark.parametrize(
    "time",
    [
        when("sent", zone="unknown"),
        when("sent", 60_000_001),
        when("sent", 3_600_000_000, zone="operator_assumed"),
    ],
    ids=["no zone", "over a minute", "an hour that is twice"],
)
def test_what_is_no_moment_is_said_in_words_and_never_spelt_as_one(time: Time) -> None:
    record = made("message", subtype="chat", text=(Text("body", "hi"),), time=time)
    nodes = nodes_of([record])
    assert "sentTime" not in facet(of(nodes, record), "MessageFacet")
    (words,) = said(nodes, record)
    assert words.startswith("sent: raw (us, zone ")
    assert f"between {NOON} and " in words


def test_when_a_message_came_is_not_when_it_was_sent() -> None:
    record = made("message", subtype="sms", text=(Text("body", "hi"),), time=when("received"))
    nodes = nodes_of([record])
    assert "sentTime" not in facet(of(nodes, record), "MessageFacet")
    assert said(nodes, record) == [
        f"received: raw (us, zone utc_by_format), between {NOON} and {NOON}"
    ]


def test_a_duration_is_a_whole_number_of_seconds() -> None:
    call = next(record for record in every_category() if record.category == "call")
    nodes = nodes_of([call])
    assert facet(of(nodes, call), "CallFacet")["duration"] == 12
    # What the property cannot hold is said beside it.
    assert said(nodes, call)[-2:] == ["duration: 12.75", "network: 3"]


def test_somebody_is_one_account_whatever_they_are_called() -> None:
    other = Party("subject", "+447700900101", "phone", "+447700900101", "Alexandra")
    nodes = nodes_of(
        [made("message", 1, subtype="sms", parties=(ALEX,)), made("contact", parties=(other,))]
    )
    accounts = [each for each in nodes if each["@type"] == OBSERVABLE + "PhoneAccount"]
    assert len(accounts) == 1
    assert "also called: Alexandra" in [
        words for each in nodes for words in each.get(CORE + "statement", [])
    ]


def test_a_name_alone_is_another_account_in_another_app() -> None:
    sam = (Party("from", name="Sam"),)
    nodes = nodes_of(
        [made("message", n, subtype="chat", app_id=f"app{n}", parties=sam) for n in range(2)]
    )
    kinds = Counter(each["@type"] for each in nodes)
    assert kinds[OBSERVABLE + "ApplicationAccount"] == 2


def test_two_senders_are_neither_of_them_the_sender() -> None:
    two = tuple(Party("from", f"+44770090010{n}", "phone", f"+44770090010{n}") for n in range(2))
    record = made("message", subtype="sms", text=(Text("body", "hi"),), parties=two)
    nodes = nodes_of([record])
    assert "from" not in facet(of(nodes, record), "MessageFacet")
    kinds = Counter(each.get(CORE + "kindOfRelationship") for each in nodes)
    assert kinds["Sender_Of"] == 2


def test_the_ledger_is_in_the_graph_in_words() -> None:
    statements = [words for each in nodes_of([]) for words in each.get(CORE + "statement", [])]
    assert statements == [
        "sms of a.xml: 9 rows, 6 records, 1 quarantined, 2 unknown, 0 withheld",
        "not looked into: b.bin (of no known kind)",
        "named and not there: c.jpg",
        "warning: sms declares 8 rows and holds 9",
    ]


def test_every_record_is_a_result_of_the_reading() -> None:
    records = [made("note", number) for number in range(BATCH + 1)]
    nodes = nodes_of(records)
    (action,) = [
        each for each in nodes if each["@type"] == "case-investigation:InvestigativeAction"
    ]
    kept = {each["@id"]: each for each in nodes if each["@type"].endswith("ProvenanceRecord")}
    results = [kept[each["@id"]] for each in action["uco-action:result"]]
    named = [each["@id"] for result in results for each in result[CORE + "object"]]
    assert named == [f"urn:uuid:{record.record_id}" for record in records]


def test_our_own_reader_reads_what_we_write(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    path.write_text(text_of(every_category()), "utf-8")
    found = read(path)
    counts = Counter(record.category for record in found.records)
    # A place of a message or picture is a place too; a cookie is of no kind that it reads.
    assert counts == {"message": 3, "call": 1, "contact": 1, "location": 3, "browser": 1}
    letter = next(record for record in found.records if record.subtype == "email")
    assert letter.time is not None
    assert letter.time.lo_us == NOON_US
