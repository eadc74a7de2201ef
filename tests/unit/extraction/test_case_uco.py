"""CASE graphs: nodes in any order and spelling, each record exact, the rest counted."""

import json
import random
from pathlib import Path

import pytest

from extraction.errors import CorruptSource, ExtractionError
from extraction.time import HOUR
from tests.unit.extraction.phones import ALEX, BEA, NOON
from tests.unit.extraction.reading import Reading, read

CONTEXT = {"o": "https://ontology.unifiedcyberontology.org/uco/observable/"}
NOON_US = NOON * 10**6


def facet(kind: str, **values: object) -> dict[str, object]:
    return {"@type": f"o:{kind}", **{f"o:{name}": value for name, value in values.items()}}


def node(name: str, kind: str, *facets: dict[str, object], **values: object) -> dict[str, object]:
    return {"@id": name, "@type": f"o:{kind}", "core:hasFacet": [*facets], **values}


def to(name: str) -> dict[str, object]:
    return {"@id": name}


def when(text: str) -> dict[str, object]:
    return {"@type": "xsd:dateTime", "@value": text}


def graph(tmp_path: Path, *nodes: dict[str, object], key: str = "@graph") -> Reading:
    path = tmp_path / "graph.json"
    path.write_text(json.dumps({"@context": CONTEXT, key: [*nodes]}), "utf-8")
    return read(path)


ACCOUNTS = (
    node(
        *("a", "Account", facet("AccountFacet", accountIdentifier="Alex")),
        facet("PhoneAccountFacet", phoneNumber=ALEX),
    ),
    node("b", "EmailAccount", facet("EmailAccountFacet", emailAddress=to("address"))),
    node("address", "EmailAddress", facet("EmailAddressFacet", addressValue="Bea@b.example")),
    node("app", "Application", facet("ApplicationFacet", applicationIdentifier="Some App")),
)


def message(**values: object) -> dict[str, object]:
    given = {"from": to("a"), "to": [to("b")], "messageText": "hi", "application": to("app")}
    sent = {"sentTime": when("2026-04-01T12:00:00.25Z")}
    return node("m", "Message", facet("MessageFacet", **{**given, **sent, **values}))


def test_a_message_may_stand_before_its_accounts(tmp_path: Path) -> None:
    found = graph(tmp_path, message(), *ACCOUNTS)
    record = found.one
    assert (record.category, record.app_id, record.app_name) == ("message", "some.app", "Some App")
    assert [(party.role, party.id_norm, party.name) for party in record.parties] == [
        *(("from", ALEX, "Alex"), ("to", "bea@b.example", "")),
    ]
    assert record.time is not None
    # A fraction of two digits stands for its hundredth of a second.
    assert (record.time.lo_us, record.time.hi_us) == (NOON_US + 250_000, NOON_US + 259_999)
    assert (record.prov.xml_id, record.extra) == ("m", {})
    line = found.line("other nodes")
    assert (line.seen, line.unknown) == (4, 4)


@pytest.mark.parametrize("key", ["@graph", "core:object", "https://example.org/core/object"])
def test_the_nodes_may_be_called_as_the_writer_likes(key: str, tmp_path: Path) -> None:
    assert len(graph(tmp_path, message(), key=key).records) == 1


def test_a_bundle_inside_a_graph_holds_nodes(tmp_path: Path) -> None:
    bundle: dict[str, object] = {"@type": "core:Bundle", "core:object": [message(), *ACCOUNTS]}
    assert graph(tmp_path, bundle).one.parties[0].id_norm == ALEX


def test_threads_mail_calls_contacts_pages_and_places(tmp_path: Path) -> None:
    found = graph(
        tmp_path,
        message(),
        *ACCOUNTS,
        node(
            *("t", "MessageThread"),
            facet("MessageThreadFacet", messageThread={"co:element": to("m")}),
            **{"core:name": "Us"},
        ),
        node(
            *("e", "EmailMessage"),
            facet("EmailMessageFacet", subject="s", body="b", receivedTime="2026-04-01T12:00:00Z"),
        ),
        node(
            *("c", "ObservableObject"),
            facet("CallFacet", callType="Missed", startTime=when("2026-04-01T12:00:00")),
        ),
        node("p", "Contact", facet("ContactFacet", firstName="B", phoneNumber=BEA)),
        node("page", "URL", facet("URLFacet", fullValue="https://a.example/")),
        node(
            *("h", "ObservableObject"),
            facet(
                "URLHistoryFacet",
                browserInformation=to("app"),
                urlHistoryEntry=[
                    facet("URLHistoryEntry", url=to("page"), pageTitle="A"),
                    facet("URLHistoryEntry", lastVisit=when("2026-04-01T12:00:00Z")),
                ],
            ),
        ),
        node("l", "Location", facet("LatLongCoordinatesFacet", latitude=1.5, longitude="2.5")),
    )
    chat, mail, call, contact, first, second, place = found.records
    assert chat.thread is not None
    assert (chat.thread.id, chat.thread.name) == ("case:t", "Us")
    assert [(text.field, text.value) for text in mail.text] == [("subject", "s"), ("body", "b")]
    assert mail.time is not None
    assert (mail.time.lo_us, mail.time.kind) == (NOON_US, "received")
    assert call.time is not None
    assert (call.direction, call.state, call.time.zone) == ("in", {"status": "missed"}, "unknown")
    assert call.time.lo_us == NOON_US - 14 * HOUR
    assert (contact.parties[0].id_norm, contact.parties[0].name) == (BEA, "B")
    assert [text.value for text in first.text] == ["A", "https://a.example/"]
    assert second.time is not None
    assert (second.time.lo_us, second.app_name) == (NOON_US, "Some App")
    assert place.place is not None
    assert (place.place.lat, place.place.lon) == ("1.5", "2.5")
    assert found.line("URLHistoryEntry").records == 2


def test_a_message_of_which_nothing_is_said_is_a_message(tmp_path: Path) -> None:
    record = graph(tmp_path, {"@id": "m", "@type": ["core:X", "o:Message"]}).one
    assert (record.category, record.time, record.flags) == ("message", None, ("party_unknown",))


def test_what_lies_before_the_cut_is_read(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    data = json.dumps({"@context": CONTEXT, "@graph": [message()] * 50}).encode()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(CorruptSource):
        read(path)
    found = read(path, accept_damaged=True)
    assert 20 < len(found.records) < 30
    assert len(found.ledger.unread) == 1


def test_no_mutant_crashes_or_loses_nodes_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    data = json.dumps({"@context": CONTEXT, "@graph": [message(), *ACCOUNTS] * 4}).encode()
    chance = random.Random(8)
    for _ in range(500):
        damaged = bytearray(data)
        damaged[chance.randrange(120, len(data))] = chance.randrange(256)
        path.write_bytes(damaged)
        try:
            found = read(path, accept_damaged=True)
        except ExtractionError:
            continue
        assert sum(line.seen for line in found.ledger.lines) >= 20 or found.ledger.unread


def thread(name: str, *cited: str) -> dict[str, object]:
    elements = [to(each) for each in cited]
    held = facet("MessageThreadFacet", messageThread={"co:element": elements})
    return node(name, "MessageThread", held)


def test_a_message_that_two_threads_cite_is_in_none(tmp_path: Path) -> None:
    assert graph(tmp_path, message(), thread("t", "m"), thread("t", "m")).one.thread is not None
    assert graph(tmp_path, message(), thread("t", "m"), thread("u", "m")).one.thread is None


def test_a_session_is_a_conversation_of_its_own_app(tmp_path: Path) -> None:
    other = node("app2", "Application", facet("ApplicationFacet", applicationIdentifier="Other"))
    one, two, nowhere = graph(
        tmp_path,
        *ACCOUNTS,
        other,
        message(sessionID="7"),
        {**message(sessionID="7", application=to("app2")), "@id": "n"},
        {**message(sessionID="7", application=None), "@id": "o"},
    ).records
    assert one.thread is not None
    assert two.thread is not None
    assert one.thread.id != two.thread.id
    assert nowhere.thread is None


@pytest.mark.parametrize("name", ["nobody", "+447700900109", "x@y.example"])
def test_who_is_not_described_is_unknown_whatever_the_node_is_called(
    name: str, tmp_path: Path
) -> None:
    sent = graph(tmp_path, message(to=[to("b"), to(name)]), *ACCOUNTS).one
    assert [party.id_norm for party in sent.parties] == [ALEX, "bea@b.example", None]
    assert "party_unknown" in sent.flags
    held = facet("ContactFacet", firstName="B", phoneNumber=[BEA, to(name)])
    contact = graph(tmp_path, node("p", "Contact", held)).one
    assert [party.id_norm for party in contact.parties] == [BEA, None]
    assert "party_unknown" in contact.flags


def test_more_people_than_a_record_holds_are_set_aside(tmp_path: Path) -> None:
    many = [f"+4477009{number:05}" for number in range(1001)]
    found = graph(tmp_path, message(to=many), *ACCOUNTS)
    assert found.records == []
    line = found.line("Message")
    assert (line.seen, line.quarantined) == (1, 1)
