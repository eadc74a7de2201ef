"""The shorter way through a scope lets through what the filter does, record by record."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consent.scope import Scope
from extraction.filter import withheld_reason_of_body
from extraction.record import Record, marshal_record
from extraction.record_parts import Party, Time
from extraction.record_shape import Records, read_record
from extraction.verify_inside import Inside
from tests.unit.extraction.test_record import FULL, RECORDS
from vault.errors import Malformed
from vault.ids import Eid

EID = Eid(bytes(16))
ALEX = Party("from", "+447700900101", "phone", "+447700900101", "Alex")
SOMEBODY = Party("from", "x", "handle", None, "X")
NOTE = Record("r", "message", FULL.prov, app_id="android.sms", parties=(ALEX,), time=FULL.time)
SOME = st.none() | st.frozensets(
    st.sampled_from(["android.sms", "+447700900101", "sms:+447700900101"]), max_size=2
)
SCOPES = st.builds(
    Scope,
    x=st.sampled_from([frozenset({EID.hex()}), frozenset({"ff" * 16})]),
    c=st.frozensets(st.sampled_from(["message", "media", "note"]), max_size=3),
    a=SOME,
    p=SOME,
    t=SOME,
    d=st.none() | st.sampled_from([((0, 1),), ((0, 2),), ((1, 2), (3, 9))]),
    u=st.booleans(),
    s=st.sampled_from([frozenset[str](), frozenset({"legal"})]),
    m=st.none() | st.just(frozenset({"image"})),
    k=st.none() | st.just(frozenset({"home"})),
    q=st.booleans(),
)
TIMES = st.builds(
    lambda lo, length: Time("1", "us", "sent", "explicit", lo, lo + length),
    st.integers(-2, 4_000_002),
    st.integers(0, 2_000_000),
)
DRAWN = st.lists(
    st.builds(
        replace,
        st.sampled_from([NOTE, FULL, replace(NOTE, category="media")]),
        time=st.none() | TIMES,
        parties=st.sampled_from([(), (ALEX,), (SOMEBODY,), (replace(ALEX, is_owner=True),)]),
        thread=st.sampled_from([None, FULL.thread]),
        sensitivity=st.sampled_from([None, "legal", "several"]),
    )
    | RECORDS,
    max_size=6,
)


@given(scope=SCOPES, records=DRAWN)
@example(scope=Scope(frozenset({EID.hex()}), frozenset({"message"}), u=False), records=[NOTE, NOTE])
def test_what_is_let_through_is_what_the_filter_lets_through(
    scope: Scope, records: list[Record]
) -> None:
    reader, inside = Records(), Inside(scope, EID)
    for data in map(marshal_record, records * 2):
        try:
            head, body = reader.read(data)
        except Malformed:
            continue
        assert inside.holds(head, body) is (withheld_reason_of_body(scope, EID, body) is None)


def test_what_a_scope_may_learn_to_ask_is_put_to_the_filter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def refuses(scope: Scope, *_: object) -> str:
        asked.append(scope)
        return "out-of-scope"

    monkeypatch.setattr("extraction.verify_inside.withheld_reason_of_body", refuses)
    plain = Scope(frozenset({EID.hex()}), frozenset({"message"}))
    head, body = Records().read(marshal_record(NOTE))
    assert Inside(plain, EID).holds(head, body)
    assert not asked
    for scope in (
        replace(plain, k=frozenset({"home"})),
        replace(plain, w=frozenset({"home"})),
        replace(plain, q=False),
        replace(plain, h=True),
    ):
        assert not Inside(scope, EID).holds(head, body)
        assert asked.pop() == scope


@given(records=DRAWN, place=st.integers(0, 2_000), value=st.integers(1, 255))
def test_a_reader_takes_and_says_what_read_record_does(
    records: list[Record], place: int, value: int
) -> None:
    reader = Records()
    for data in map(marshal_record, [*records, FULL, NOTE]):
        changed = bytearray(data)
        changed[place % len(data)] ^= value
        for each in (data, bytes(changed), data[:-1], data + b" "):
            assert answer(lambda each=each: reader.read(each)[1]) == answer(
                lambda each=each: read_record(each)
            )


def test_a_long_beginning_is_not_kept() -> None:
    data = marshal_record(replace(NOTE, extra={"a": "x" * 2_000}))
    head, body = Records().read(data)
    assert head is None
    assert body == read_record(data)


def test_words_that_look_like_the_rest_of_a_record_begin_none() -> None:
    reader = Records()
    told = 'a,"prov":{"format":"x"}'
    record = replace(NOTE, extra={"a": told, "prov": told})
    for each in (record, replace(record, record_id="s")):
        head, body = reader.read(marshal_record(each))
        assert head is not None
        assert head.endswith(b"]")
        assert body["record_id"] == each.record_id


def answer(read: Callable[[], object]) -> object:
    """Give what is read, or what is said instead."""
    try:
        return read()
    except Malformed as error:
        return str(error)
