"""Bad input: whatever is malformed is refused with a typed error, and nothing blank allows.

Every field of a whole request is replaced by everything that it may not be; random JSON is
given to every reader. What must not happen is another error, or a yes.
"""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

import itertools
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, example, given, settings
from sqlalchemy import Connection

from consent import requests
from consent.decision import Permit, Question, decide
from consent.errors import (
    IncompleteRequest,
    InvalidScope,
    PolicyUnsound,
    StaleNotice,
    WrongState,
)
from consent.grant import parse_grant
from consent.leaving import parse_left_out
from consent.notice_words import notice
from consent.repository import MAX_LIVE_RULES, add_rule, live_rules
from consent.request import parse_request, route_of, sought_of
from consent.request_fields import is_text
from consent.rule import ALLOW, RuleText, read_rule, write_rule
from consent.scope import Scope, parse_scope
from tests.unit.consent.asked import ROUTES, asked
from vault.canonical import Json, marshal
from vault.errors import AlreadyStored, MalformedId, MalformedStatement
from vault.ids import Gid, Uid, parse_eid, parse_fp, parse_gid, parse_rid, parse_uid
from vault.statement import sign

World = Any
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EID = "aa" * 16
BAD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**53, 1.5, float("nan"), "", " ", "\u2003", "\x00", "a\x07"),
    *("\ud800", "e\u0301", "x" * 10_001, [], {}, [""], [None], {"": ""}, {"x": {}}, [[]]),
)
# Where one of them says something after all.
MEANT = {
    *(("confidential", None), ("proxy", None), ("follows", None), ("proxy.until", None)),
    *(("notice.copy", True), ("order.forbids_notice", False)),
}


def is_meant(path: str, value: object) -> bool:
    return any(path == known and value is said for known, said in MEANT) or (
        path == "grounds" and value == {}
    )


def paths(value: dict[str, Json]) -> list[str]:
    """Name every field of a request, and every part of one."""
    inner = [
        f"{name}.{part}" for name, each in value.items() if isinstance(each, dict) for part in each
    ]
    return [*value, *inner]


def put(value: dict[str, Json], path: str, bad: Any) -> dict[str, Any]:
    name, _, part = path.partition(".")
    if not part:
        return {**value, name: bad}
    inner = value[name]
    assert isinstance(inner, dict)
    return {**value, name: {**inner, part: bad}}


@pytest.mark.parametrize(
    ("route", "path"), [(route, path) for route in ROUTES for path in paths(asked(route))]
)
def test_no_field_of_a_request_is_anything_that_it_may_not_be(route: str, path: str) -> None:
    for bad in BAD:
        if is_meant(path, bad) or (path == "sought.d" and bad is None):
            continue
        with pytest.raises(IncompleteRequest) as raised:
            parse_request(put(asked(route), path, bad), now=NOW)
        assert all(section for section in raised.value.missing.values())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
KEYED = st.dictionaries(
    st.sampled_from(["x", "c", "a", "p", "t", "d", "u", "s", "k", "r", "z"]), JSON
)
FEW = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(JSON | KEYED)
@example({"x": [EID], "c": ["message"], "d": [[0, 2**70]]})
def test_no_json_makes_a_scope_but_a_scope(value: Any) -> None:
    for read in (parse_scope, parse_left_out):
        try:
            found = read(value)
        except InvalidScope:
            continue
        assert isinstance(value, dict)
        if isinstance(found, Scope):
            assert parse_scope(found.marshal()) == found


@FEW
@given(JSON, st.sampled_from(ROUTES), st.data())
def test_no_json_makes_a_request_but_a_request(value: Any, route: str, data: Any) -> None:
    path = data.draw(st.sampled_from(paths(asked(route))))
    for given_value in (value, put(asked(route), path, value)):
        try:
            request = parse_request(given_value, now=NOW)
        except IncompleteRequest:
            continue
        assert set(request.body) == set(asked(route))
        request.marshal()


@FEW
@given(JSON)
def test_a_stored_request_that_is_none_is_refused(value: Any) -> None:
    with pytest.raises(InvalidScope):
        sought_of(value)
    with pytest.raises(IncompleteRequest):
        route_of(value)


@FEW
@given(st.text())
@example("x" * 10_000)
@example("a\nb")
def test_what_counts_as_said_is_plain_text(text: str) -> None:
    if is_text(text):
        assert text.strip()
        assert len(text) <= 10_000
        assert all(letter == "\n" or ord(letter) >= 32 for letter in text)
        text.encode()


# Rules and decisions.


def rule(**changes: Any) -> RuleText:
    made = write_rule(
        b"r" * 16,
        vault="vault",
        team="team",
        eft=ALLOW,
        acts=frozenset({"view"}),
        why=frozenset({"case:investigation"}),
        nbf=0,
        exp=100,
        scope=Scope(frozenset({EID}), frozenset({"message"})),
    )
    return replace(made, **changes)


TEXTS = ("vault_id", "team_id", "eft", "acts", "why", "scope")


NO_TEXT = ("", " ", "\u2003", "e\u0301", 7, b"view", True)
NO_LIST = ("[]", "{}", "null", '""', '[""]', "[1]", '["view","view"]', '["view", "view"]', "view")


@pytest.mark.parametrize("column", TEXTS)
def test_no_text_in_a_row_is_anything_that_it_may_not_be(column: str) -> None:
    good = getattr(rule(), column)
    bad: tuple[Any, ...] = NO_TEXT
    if column not in ("vault_id", "team_id"):
        bad = (*bad, *NO_LIST, f"{good} ", f" {good}", '{"x":[],"c":[]}')
    if column == "team_id":
        bad = (*bad, "*")
    for text in bad:
        with pytest.raises(PolicyUnsound):
            read_rule(rule(**{column: text}))


@FEW
@given(st.sampled_from(TEXTS), st.text())
def test_no_random_text_in_a_row_allows_what_the_row_did_not(column: str, text: str) -> None:
    question = Question("vault", "team", "view", "case:investigation", 5, read_rule(rule()).scope)
    try:
        said = decide([rule(**{column: text})], question)
    except PolicyUnsound:
        return
    # Another vault, team or so: it may only be one that does not concern the question.
    assert isinstance(said, Permit) == (getattr(rule(), column) == text)


@pytest.mark.parametrize("field", ["vault", "team", "act", "why"])
@pytest.mark.parametrize("blank", ["", " ", "\t", "\u2003", None, 0, [], b""])
def test_nothing_blank_is_ever_allowed(field: str, blank: Any) -> None:
    good = {"vault": "vault", "team": "team", "act": "view", "why": "case:investigation"}
    question = Question(**{**good, field: blank}, at=5, scope=read_rule(rule()).scope)
    for rows in ([], [rule()], [rule(), rule(id=b"s" * 16)]):
        with pytest.raises(PolicyUnsound):
            decide(rows, question)


def test_an_empty_scope_is_allowed_by_nothing() -> None:
    whole = Scope(frozenset({EID}), frozenset({"message"}))
    for empty in (
        replace(whole, x=frozenset()),
        replace(whole, c=frozenset()),
        replace(whole, p=frozenset()),
        replace(whole, d=(), u=False),
    ):
        question = Question("vault", "team", "view", "case:investigation", 5, empty)
        assert not isinstance(decide([rule()], question), Permit)


def test_one_rule_too_many_is_refused_and_one_twice(connection: Connection) -> None:
    for number in range(MAX_LIVE_RULES):
        add_rule(connection, rule(id=bytes([number]) * 16), Gid(b"g" * 16), 5)
    with pytest.raises(InvalidScope):
        add_rule(connection, rule(id=b"\xff" * 16), Gid(b"g" * 16), 5)
    assert len(live_rules(connection, "vault", "team", 5)) == MAX_LIVE_RULES
    # Once they ended there is room again, but not for an id that was used.
    with pytest.raises(AlreadyStored), connection.begin_nested():
        add_rule(connection, rule(id=b"\x00" * 16, exp=300), Gid(b"g" * 16), 200)


def test_more_places_than_there_may_be_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consent.leaving.MAX_PLACES", 2)
    assert parse_left_out({"r": [[0, 0], [0, 1]]}).r == {(0, 0), (0, 1)}
    with pytest.raises(InvalidScope):
        parse_left_out({"r": [[0, 0], [0, 1], [0, 2]]})


def test_a_grant_of_nobody_s_account_is_refused(world: World) -> None:
    with pytest.raises(WrongState):
        world.store(uid=Uid(b"\x09" * 16))


# Ids, hashes, codes.


@pytest.mark.parametrize("read", [parse_eid, parse_gid, parse_rid, parse_uid])
def test_an_id_has_one_spelling(read: Any) -> None:
    assert read(EID)
    bad = (
        "",
        " ",
        EID.upper(),
        EID[:-1],
        EID + "a",
        EID + "aa",
        " " + EID,
        EID[:-1] + "g",
        "aa " * 16,
    )
    for text in (*bad, "0x" + EID[2:], "\u0661" * 32):
        with pytest.raises(MalformedId):
            read(text)


def test_a_hash_has_one_spelling() -> None:
    assert parse_fp("ab" * 32)
    for text in ("ab" * 16, "AB" * 32, "", "ab" * 33):
        with pytest.raises(MalformedId):
            parse_fp(text)


def test_a_code_is_made_once(connection: Connection) -> None:
    her = Uid(b"\x01" * 16)
    requests.add_code(connection, her, b"c" * 32, now_ms=5, expires_ms=9)
    with pytest.raises(AlreadyStored):
        requests.add_code(connection, Uid(b"\x02" * 16), b"c" * 32, now_ms=5, expires_ms=9)


# Grants.


def test_every_field_of_a_grant_is_wanted_and_no_other(world: World) -> None:
    body = world.grant().body()
    broken = [
        *({key: each for key, each in body.items() if key != name} for name in body),
        *({**body, name: bad} for name in body for bad in ("", " ", None, [], {}, -1, True)),
        {**body, "z": 1},
        {**body, "": ""},
    ]
    allowed = 0
    for value in broken:
        try:
            parse_grant(sign(world.survivor, "grant", value))
        except MalformedStatement:
            continue
        allowed += 1
        # What a field may be after all: no certificate, policy or notice offline, an empty list.
        changed = {key for key in body if value.get(key) != body[key]}
        assert changed <= {"worker_cert", "policy", "notice", "groups", "release_to"} | {
            *("request", "consent")
        }
    assert allowed


@pytest.mark.parametrize("request_text", ["", " ", "x", "AB" * 16, "ab" * 15, "ab" * 17])
def test_a_grant_for_no_request_is_refused(world: World, request_text: str) -> None:
    with pytest.raises((StaleNotice, WrongState)):
        world.store(world.grant(request=request_text))


def test_a_request_spelt_in_capitals_is_another(world: World) -> None:
    with pytest.raises((StaleNotice, WrongState)):
        world.store(world.grant(request=world.qid.hex().upper()))


@pytest.mark.parametrize(
    "changes",
    [
        {"policy": None},
        {"policy": b"\0" * 32},
        {"notice": None},
        {"notice": b"\0" * 32},
        *({"notice": notice(route).sha256} for route in ROUTES if route != "vir"),
    ],
)
def test_an_unknown_policy_or_notice_is_refused(world: World, changes: dict[str, Any]) -> None:
    with pytest.raises(StaleNotice):
        world.store(world.grant(**changes))


def test_a_class_without_people_or_conversations_is_neither_signed_nor_stored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = replace(world.scope(), p=None, s=frozenset({"legal"}))
    with pytest.raises(InvalidScope):
        world.store(world.grant(scope=scope))
    # A client that signs it all the same gets no further.
    monkeypatch.setattr("consent.grant.want_one_by_one", lambda _scope: None)
    with pytest.raises(InvalidScope):
        world.store(world.grant(scope=scope))


@pytest.mark.parametrize("seconds", [0, -1])
def test_a_grant_that_ends_before_it_begins_is_none(world: World, seconds: int) -> None:
    begin = world.now
    with pytest.raises((MalformedStatement, InvalidScope)):
        world.store(world.grant(not_before=begin, expires=begin + timedelta(seconds=seconds)))


def test_the_readers_name_every_field_that_there_is() -> None:
    """So that a new field cannot be left out of the tests above."""
    named = {field.name for field in fields(RuleText)}
    assert named == {*TEXTS, "id", "nbf", "exp"}
    assert len(list(itertools.chain.from_iterable(paths(asked(route)) for route in ROUTES))) > 150
    assert marshal(asked())
