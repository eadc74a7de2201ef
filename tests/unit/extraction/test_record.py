"""Records: one spelling, bounded, and the same facts from the record and from its bytes."""

import uuid
from dataclasses import replace
from typing import Any

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from consent.scope import CATEGORIES
from extraction.errors import CorruptSource, LimitExceeded
from extraction.record import (
    Blob,
    Party,
    Place,
    Provenance,
    Record,
    Text,
    Thread,
    Time,
    day_of,
    descriptor_of,
    facts_of,
    marshal_record,
    record_id,
)
from extraction.record_body import blobs_of_bytes, facts_of_bytes, texts_of_bytes
from extraction.record_parse import DIRECTIONS, ROLES, parse_record
from extraction.record_parts import FLAGS, TIME_KINDS, TIME_ZONES
from vault.errors import Malformed
from vault.segment import MAX_RECORD, SENSITIVITIES

PROV = Provenance("made", "made", "1", member="a.xml", table="sms", row=7)
SHA = "0f" * 32
FULL = Record(
    record_id=record_id("ab" * 32, "a.xml/sms/7"),
    category="message",
    prov=replace(PROV, tool="T", tool_version="2", repairs=("references",), xml_id="x1", offset=12),
    subtype="sms",
    app_id="android.sms",
    app_name="SMS",
    direction="in",
    parties=(
        Party("from", "+447700900101", "phone", "+447700900101", "Alex"),
        Party("to", "me", "handle", None, "", is_owner=True),
    ),
    time=Time("1", "ms", "received", "utc_by_format", 1_000, 1_999),
    times=(Time("", "ms", "sent", "unknown"),),
    text=(Text("body", "Are you home?\n"), Text("subject", "é")),
    thread=Thread("sms:+447700900101", "Alex", 1),
    blobs=(
        Blob(SHA, 3, "a.jpg", "image/jpeg", "image/jpeg"),
        Blob("", 0, "b.jpg", "", "", present=False, role="thumbnail"),
    ),
    place=Place("51.5", "-0.1", "gps", "home", "12", "5"),
    state={"read": "read"},
    sensitivity="legal",
    extra={"service_center": "+44"},
    flags=("party_unknown", "zone_unknown"),
    reply_to="r",
    embedded_in="e",
)


def test_a_record_with_every_field_is_canonical_and_comes_back() -> None:
    data = marshal_record(FULL)
    assert data == rfc8785.dumps(orjson.loads(data))
    assert parse_record(data) == FULL


def test_absent_fields_are_left_out() -> None:
    body = orjson.loads(marshal_record(Record("r", "note", Provenance("f", "p", "1"))))
    assert body == {
        "record_id": "r",
        "category": "note",
        "prov": {"format": "f", "parser": "p", "parser_version": "1"},
    }


def test_the_id_names_source_and_place_and_nothing_else() -> None:
    assert record_id("a", "x") == record_id("a", "x")
    assert len({record_id("a", "x"), record_id("a", "y"), record_id("b", "x")}) == 3


PLAIN = st.text(st.characters(codec="utf-8"), max_size=12)
SOME = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
MICROS = st.integers(1, 2**53 - 1)


@st.composite
def times(draw: st.DrawFn) -> Time:
    bounds = draw(st.one_of(st.none(), st.tuples(MICROS, MICROS).map(sorted)))
    lo, hi = bounds or (None, None)
    kind, zone = draw(st.sampled_from(TIME_KINDS)), draw(st.sampled_from(TIME_ZONES))
    return Time(draw(PLAIN), "ms", kind, zone, lo, hi)


@st.composite
def people(draw: st.DrawFn) -> Party:
    raw = draw(PLAIN)
    norm = draw(st.one_of(st.none(), SOME))
    owner = draw(st.sampled_from([True, False, None]))
    return Party(
        draw(st.sampled_from(ROLES)), raw, "phone" if raw else "", norm, draw(PLAIN), owner
    )


RECORDS = st.builds(
    Record,
    record_id=PLAIN,
    category=st.sampled_from(CATEGORIES),
    prov=st.builds(Provenance, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, st.one_of(st.none(), MICROS)),
    subtype=PLAIN,
    app_id=st.one_of(st.none(), SOME),
    direction=st.sampled_from(["", *DIRECTIONS]),
    parties=st.lists(people(), max_size=4).map(tuple),
    time=st.one_of(st.none(), times()),
    times=st.lists(times(), max_size=2).map(tuple),
    text=st.lists(st.builds(Text, PLAIN, PLAIN), max_size=2).map(tuple),
    thread=st.one_of(st.none(), st.builds(Thread, PLAIN, PLAIN, st.one_of(st.none(), MICROS))),
    place=st.one_of(st.none(), st.builds(Place, SOME, SOME, SOME, PLAIN)),
    state=st.dictionaries(PLAIN, PLAIN, max_size=2),
    sensitivity=st.one_of(st.none(), st.sampled_from(sorted(SENSITIVITIES))),
    extra=st.dictionaries(PLAIN, PLAIN, max_size=3),
    flags=st.lists(st.sampled_from(FLAGS), max_size=3).map(tuple),
    reply_to=PLAIN,
)


@given(record=RECORDS)
def test_facts_of_a_record_are_the_facts_of_its_bytes(record: Record) -> None:
    data = marshal_record(record)
    assert facts_of_bytes(data) == facts_of(record)
    assert texts_of_bytes(data) == [text.value for text in record.text]


@given(record=RECORDS.filter(lambda record: not record.app_name))
def test_what_is_marshalled_parses_to_the_same(record: Record) -> None:
    data = marshal_record(record)
    assert marshal_record(parse_record(data)) == data


@given(place=st.integers(0, 10_000), value=st.integers(1, 255))
def test_a_changed_byte_never_parses_to_the_same_record(place: int, value: int) -> None:
    data = bytearray(marshal_record(FULL))
    data[place % len(data)] ^= value
    try:
        found = parse_record(bytes(data))
    except Malformed:
        return
    assert found != FULL
    assert marshal_record(found) == bytes(data)


UNDATED = {"raw": "", "unit": "", "kind": "sent", "zone": "unknown"}


def changed(**fields: object) -> bytes:
    return orjson.dumps(
        {**orjson.loads(marshal_record(FULL)), **fields}, option=orjson.OPT_SORT_KEYS
    )


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"{}",
        b"not JSON",
        marshal_record(FULL) + b" ",
        changed(unknown=1),
        changed(category="gossip"),
        changed(direction="sideways"),
        changed(flags=["made_up"]),
        changed(flags=[]),
        changed(parties=[]),
        changed(parties=[{"role": "from"}]),
        changed(parties=[{"role": "king", "is_owner": None}]),
        changed(parties=[{"role": "from", "is_owner": 1}]),
        changed(parties=[{"role": "from", "is_owner": True, "name": ""}]),
        changed(time={**UNDATED, "lo_us": 1}),
        changed(time={**UNDATED, "lo_us": 2, "hi_us": 1}),
        changed(time={**UNDATED, "kind": "dreamt"}),
        changed(blobs=[{"present": None}]),
        changed(blobs=[{"present": True, "sha256": "ab"}]),
        changed(thread={"id": "t"}),
        changed(extra={"a": 1}),
        changed(**{"class": "secret"}),
        changed(subtype=""),
    ],
)
def test_another_spelling_is_no_record(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse_record(data)


def test_a_record_of_one_mebibyte_is_taken_and_one_more_byte_is_not() -> None:
    room = MAX_RECORD - len(marshal_record(replace(FULL, text=(Text("body", ""),))))
    whole = replace(FULL, text=(Text("body", "a" * room),))
    assert len(marshal_record(whole)) == MAX_RECORD
    with pytest.raises(LimitExceeded):
        marshal_record(replace(FULL, text=(Text("body", "a" * (room + 1)),)))


def test_half_a_surrogate_pair_has_no_canonical_form() -> None:
    with pytest.raises(CorruptSource):
        marshal_record(replace(FULL, extra={"a": "\ud83d"}))


@pytest.mark.parametrize("data", [b"", b"[]", b"7", b"{", b'"text"'])
def test_bytes_that_are_no_object_are_said_to_be_so(data: bytes) -> None:
    with pytest.raises(CorruptSource):
        facts_of_bytes(data)
    with pytest.raises(CorruptSource):
        blobs_of_bytes(data)


@pytest.mark.parametrize(
    "body",
    [
        {"parties": "Alex"},
        {"parties": [None]},
        {"parties": [{"id_norm": ""}]},
        {"parties": [{"id_norm": 7}]},
        {"parties": [{"id_norm": "+44", "is_owner": False}, {"is_owner": "true"}]},
    ],
)
def test_misshapen_people_are_unknown(body: dict[str, Any]) -> None:
    assert facts_of_bytes(orjson.dumps(body)).parties is None


@pytest.mark.parametrize("bound", ["1", True, 1.5, None])
def test_misshapen_times_are_unknown(bound: object) -> None:
    facts = facts_of_bytes(orjson.dumps({"time": {"lo_us": bound, "hi_us": bound}}))
    assert (facts.lo_us, facts.hi_us) == (None, None)


def test_one_unknown_person_makes_the_people_unknown_and_the_owner_does_not_count() -> None:
    known = Party("from", "x", "phone", "+441")
    owner = Party("to", "y", "phone", None, is_owner=True)
    unsure = Party("to", "y", "phone", "+442", is_owner=None)
    nobody = Party("to", "y", "phone")
    assert facts_of(replace(FULL, parties=(known, owner))).parties == {"+441"}
    assert facts_of(replace(FULL, parties=(known, unsure))).parties == {"+441", "+442"}
    assert facts_of(replace(FULL, parties=(known, nobody))).parties is None


def test_only_media_that_are_present_are_cited() -> None:
    assert blobs_of_bytes(marshal_record(FULL)) == [SHA]


def test_the_descriptor_names_the_group_and_not_the_owner() -> None:
    assert orjson.loads(descriptor_of(FULL)) == {
        "app": "android.sms",
        "category": "message",
        "class": "legal",
        "parties": ["+447700900101"],
        "thread": "sms:+447700900101",
    }
    bare = replace(FULL, app_id=None, thread=None, sensitivity=None, parties=(Party("from"),))
    assert orjson.loads(descriptor_of(bare)) == {"category": "message", "thread": ""}


@pytest.mark.parametrize(
    ("lo", "hi", "day"),
    [
        (None, None, "0000-00-00"),
        (0, 0, "1970-01-01"),
        (86_399_999_999, 86_400_000_000, "1970-01-01"),
        (86_400_000_000, 86_400_000_000, "1970-01-02"),
        (-1, 5, "1969-12-31"),
        (5, 4, "0000-00-00"),
    ],
)
def test_the_day_is_that_of_the_earliest_possible_moment(
    lo: int | None, hi: int | None, day: str
) -> None:
    time = Time("", "ms", "sent", "unknown", lo, hi)
    assert day_of(replace(FULL, time=time)) == day


@given(
    source=st.text(st.characters(codec="utf-8"), max_size=70),
    locator=st.text(st.characters(codec="utf-8"), max_size=40),
)
def test_a_record_is_named_as_uuid5_names_it(source: str, locator: str) -> None:
    namespace = uuid.uuid5(uuid.NAMESPACE_OID, source)
    assert record_id(source, locator) == str(uuid.uuid5(namespace, locator))
