"""The scope algebra against single items, drawn at random."""

import itertools
from collections.abc import Callable

import hypothesis.strategies as st
from hypothesis import given, settings

from consent.narrow import minus, narrow
from consent.scope import (
    NO_VALUE,
    RecordFacts,
    Scope,
    admits_record,
    covers,
    days_of,
    empty,
    meet,
    overlaps,
    parse_scope,
)
from vault.ids import Eid

EIDS = ("aa" * 16, "bb" * 16)
MANY = settings(max_examples=150, deadline=None)


def _some(*values: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), min_size=1)


@st.composite
def _dates(draw: Callable[..., object]) -> tuple[tuple[int, int], ...]:
    marks = sorted(draw(st.frozensets(st.integers(0, 12), max_size=6)))  # type: ignore[call-overload]
    return tuple(zip(marks[::2], marks[1::2], strict=False))


SCOPES = st.builds(
    Scope,
    x=_some(*EIDS),
    c=_some("message", "call", "media"),
    a=st.none() | _some("sms", "chat"),
    p=st.none() | _some("p1", "p2", "p3"),
    t=st.none() | _some("t1", "t2"),
    d=st.none() | _dates(),
    u=st.booleans(),
    s=st.sampled_from([frozenset(), frozenset({"health"})]),
)
ITEMS = st.builds(
    RecordFacts,
    category=st.sampled_from(["message", "call", "media"]),
    app=st.none() | st.sampled_from(["sms", "chat"]),
    thread=st.none() | st.sampled_from(["t1", "t2"]),
    parties=st.none() | st.frozensets(st.sampled_from(["p1", "p2", "p3"])),
    lo_us=st.none() | st.integers(0, 12_000_000),
    hi_us=st.integers(0, 12_000_000),
    sensitivity=st.none() | st.just("health"),
)


def _box(eid: str, item: RecordFacts) -> Scope | None:
    """The item as a scope of its own; None where it has no exact one."""
    if item.lo_us is None or item.hi_us is None or item.lo_us > item.hi_us or item.parties is None:
        return None
    second = (item.lo_us // 1_000_000, item.hi_us // 1_000_000 + 1)
    return Scope(
        x=frozenset({eid}),
        c=frozenset({item.category}),
        a=frozenset({item.app or NO_VALUE}),
        p=item.parties or frozenset({NO_VALUE}),
        t=frozenset({item.thread or NO_VALUE}),
        d=(second,),
        u=False,
        s=frozenset() if item.sensitivity is None else frozenset({item.sensitivity}),
    )


def _admits(scope: Scope, eid: str, item: RecordFacts) -> bool:
    return admits_record(scope, Eid(bytes.fromhex(eid)), item) is None


@MANY
@given(SCOPES)
def test_a_scope_reads_back_as_it_was_written(scope: Scope) -> None:
    if scope.d is None or all(
        first[1] < second[0] for first, second in zip(scope.d, scope.d[1:], strict=False)
    ):
        assert parse_scope(scope.marshal()) == scope


@MANY
@given(SCOPES, st.sampled_from(EIDS), ITEMS)
def test_admitting_a_record_is_covering_its_box(scope: Scope, eid: str, item: RecordFacts) -> None:
    box = _box(eid, item)
    if box is not None:
        assert _admits(scope, eid, item) == covers(scope, box)


@MANY
@given(SCOPES, SCOPES, st.sampled_from(EIDS), ITEMS)
def test_the_meet_admits_what_both_admit(
    one: Scope, other: Scope, eid: str, item: RecordFacts
) -> None:
    both = _admits(one, eid, item) and _admits(other, eid, item)
    assert _admits(meet(one, other), eid, item) == both


@MANY
@given(SCOPES, SCOPES, st.sampled_from(EIDS), ITEMS)
def test_what_covers_admits_at_least_as_much(
    one: Scope, other: Scope, eid: str, item: RecordFacts
) -> None:
    if covers(one, other) and _admits(other, eid, item):
        assert _admits(one, eid, item)


@MANY
@given(SCOPES, SCOPES)
def test_meet_and_overlap_obey_the_laws_of_a_lattice(one: Scope, other: Scope) -> None:
    both = meet(one, other)
    assert both == meet(other, one)
    assert meet(one, one) == one
    assert overlaps(one, other) == overlaps(other, one) == (not empty(both))
    if not empty(both):
        assert covers(one, both)
        assert covers(other, both)
    if not empty(one):
        assert covers(one, one)


@MANY
@given(SCOPES, SCOPES, st.sampled_from(EIDS), ITEMS)
def test_minus_keeps_nothing_of_what_is_taken_away(
    one: Scope, other: Scope, eid: str, item: RecordFacts
) -> None:
    pieces = minus(one, other)
    assert all(covers(one, piece) for piece in pieces)
    assert not any(overlaps(other, piece) for piece in pieces)
    held = [piece for piece in pieces if _admits(piece, eid, item)]
    assert len(held) <= 1
    if held:
        assert not _admits(other, eid, item)


@MANY
@given(SCOPES, st.lists(SCOPES, max_size=3), st.lists(SCOPES, max_size=2))
def test_narrowing_gives_disjoint_boxes_that_pass_as_single_calls(
    asked: Scope, allows: list[Scope], denies: list[Scope]
) -> None:
    boxes = narrow(asked, allows, denies)
    for at, box in enumerate(boxes):
        assert covers(asked, box)
        assert any(covers(allow, box) for allow in allows)
        assert not any(overlaps(deny, box) for deny in denies)
        assert not any(overlaps(box, other) for other in boxes[at + 1 :])


FINITE = st.builds(
    Scope,
    x=_some(*EIDS),
    c=_some("message", "call", "media"),
    a=_some("sms", "chat"),
    p=_some("p1", "p2", "p3"),
    t=_some("t1", "t2"),
    d=_dates(),
    u=st.booleans(),
)
SINGLE = st.builds(
    RecordFacts,
    category=st.sampled_from(["message", "call", "media"]),
    app=st.sampled_from(["sms", "chat"]),
    thread=st.sampled_from(["t1", "t2"]),
    parties=st.frozensets(st.sampled_from(["p1", "p2", "p3"]), min_size=1, max_size=1),
    lo_us=st.just(5_000_000),
    hi_us=st.just(5_000_000),
    sensitivity=st.none(),
)


@MANY
@given(FINITE, st.lists(FINITE, max_size=2), st.lists(FINITE, max_size=2), SINGLE)
def test_narrowing_loses_no_item_that_has_one_value_each(
    asked: Scope, allows: list[Scope], denies: list[Scope], item: RecordFacts
) -> None:
    eid = EIDS[0]
    box = _box(eid, item)
    assert box is not None
    allowed = any(covers(allow, box) for allow in allows)
    wanted = allowed and covers(asked, box) and not any(overlaps(deny, box) for deny in denies)
    assert any(covers(piece, box) for piece in narrow(asked, allows, denies)) == wanted


@MANY
@given(SCOPES.filter(lambda scope: scope.d is not None))
def test_days_are_in_order_and_hold_every_second_of_the_ranges(scope: Scope) -> None:
    days = days_of(scope)
    assert all(first <= last for first, last in days)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(days))
    assert bool(days) == bool(scope.d)
