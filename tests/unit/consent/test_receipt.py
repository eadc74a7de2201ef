"""Receipts, papers and FHIR: what she agreed to, told from what is stored and nothing else."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

import json
from dataclasses import fields, replace
from datetime import timedelta
from html import escape
from html.parser import HTMLParser
from typing import Any

import pytest
from fhir.resources.consent import Consent
from pydantic import ValidationError

from consent.errors import WrongState
from consent.exclusion import Mark
from consent.fhir import consent_resource, marks_on
from consent.notice import acknowledge
from consent.notice_words import POINTS, notice
from consent.papers import notice_page, receipt_page
from consent.receipt import matter_of, receipt_of
from consent.requests import request_of
from consent.rows import GrantRow, RequestRow
from consent.scope import Scope
from consent.states import AFTER, grant_state, request_state
from tests.unit.consent.asked import ROUTES, asked
from vault.canonical import marshal, parse, parse_object
from vault.ids import Gid, Uid
from vault.statement import digest, show_time

World = Any
GID = Gid(b"g" * 16)


def matter(world: World) -> Any:
    return world.database.read(lambda db: matter_of(db, world.her.holder, GID))


def receipt(world: World) -> dict[str, Any]:
    body: dict[str, Any] = receipt_of(matter(world), world.now_ms)
    return body


def fhir(world: World) -> dict[str, Any]:
    found = matter(world)
    denies = world.database.read(lambda db: marks_on(db, world.her.holder, found.grant.scope))
    body: dict[str, Any] = consent_resource(found, denies, world.now_ms)
    return body


def kinds(body: dict[str, Any]) -> list[str]:
    return [event["event_type"] for event in body["events"]]


def test_a_receipt_says_what_was_asked_shown_signed_and_how_it_stands(world: World) -> None:
    stored = world.store()
    body = receipt(world)
    asked_row = world.database.read(lambda db: request_of(db, world.qid))
    grant = matter(world)
    assert body["record"] == {
        "schema_version": body["schema_version"],
        "record_id": GID.hex(),
        "pii_principal_id": world.her.holder.hex(),
    }
    assert body["evidence"]["grant_sha256"] == digest(grant.row.statement).hex()
    assert body["evidence"]["request_sha256"] == digest(asked_row.document).hex()
    assert body["evidence"]["log_index"] == stored.index
    processing = body["processing"]
    assert processing["privacy_notice"] == {
        "sha256": notice().sha256.hex(),
        "route": "vir",
        "version": 1,
    }
    (purpose,) = processing["purposes"]
    assert purpose["rules"] == "vir-2026-01-12"
    assert purpose["lawful_basis"].endswith("ss 44A-44C")
    assert purpose["scope"] == world.scope().marshal()
    assert purpose["recipient_third_parties"] == [world.person.fp.hex()]
    assert [party["party_role"] for party in body["parties"]] == ["requester", "recipient"]
    assert kinds(body) == ["notice-shown:read", "consent-given", "receipt"]
    assert body["events"][-1]["event_state"] == "live"
    # It is spelt as a statement is, so it can be signed.
    assert parse(marshal(body)) == body


def test_a_receipt_goes_on_with_what_happens(world: World) -> None:
    world.store()
    world.publish()
    world.pass_time(days=1)
    assert kinds(receipt(world)) == ["notice-shown:read", "consent-given", "receipt"]
    taken = world.access.collect(world.officer, b"r" * 16, world.person.fp)
    assert b"".join(taken.chunks())
    world.pass_time(days=1)
    world.withdrawals.withdraw(world.her, world.her.holder, GID)
    body = receipt(world)
    assert kinds(body) == [
        *("notice-shown:read", "consent-given", "collected", "consent-withdrawn", "receipt")
    ]
    assert body["events"][2]["entity_id"] == world.person.fp.hex()
    assert body["events"][-1]["event_state"] == "withdrawn"
    times = [event["event_time"] for event in body["events"]]
    assert times == sorted(times)


def test_a_receipt_under_a_draft_names_the_english_beside_it(world: World) -> None:
    draft = notice("vir", "ar")
    world.ask()
    world.database.write(
        lambda db: acknowledge(
            db,
            world.her.holder,
            sha256=draft.sha256,
            matter=world.qid.hex(),
            points=POINTS,
            how="read",
            now_ms=world.now_ms,
            document=digest(request_of(db, world.qid).document),  # type: ignore[union-attr]
        )
    )
    world.store(world.grant(notice=draft.sha256))
    processing = receipt(world)["processing"]
    assert processing["privacy_notice"] == {
        "sha256": draft.sha256.hex(),
        "route": "vir",
        "version": 1,
        "beside": {"sha256": notice().sha256.hex(), "language": "en", "version": 1},
    }
    assert processing["language"] == "ar"
    assert notice().sha256.hex() in receipt_page(receipt(world))


def test_her_copy_of_a_draft_has_the_english_beside_each_point() -> None:
    draft, english = notice("vir", "ar"), notice("vir")
    page = notice_page(draft, {"reference": "x"}, "ab" * 32)
    for ours, theirs in zip(draft.points, english.points, strict=True):
        both = f'<p lang="ar" dir="auto">{escape(ours.text)}</p>'
        assert f'{both}<p lang="en" dir="auto">{escape(theirs.text)}</p>' in page
    assert draft.sha256.hex() in page
    assert english.sha256.hex() in page
    assert "No translator has checked" in page
    assert "No translator has checked" not in notice_page(english, {}, "ab" * 32)


def test_only_hers_gets_a_receipt(world: World) -> None:
    world.store()
    for uid, gid in ((Uid(b"\x09" * 16), GID), (world.her.holder, Gid(b"x" * 16))):
        with pytest.raises(WrongState):
            world.database.read(lambda db, uid=uid, gid=gid: matter_of(db, uid, gid))


# States.


def row(**changes: Any) -> GrantRow:
    given = GrantRow(GID, Uid(b"u" * 16), b"e" * 16, "m", b"", b"", "ask", 10, 20, 0, 5)  # type: ignore[arg-type]
    return replace(given, **changes)


@pytest.mark.parametrize(
    ("now", "withdrawn", "state"),
    [
        *((9, None, "pending"), (10, None, "live"), (19, None, "live"), (20, None, "expired")),
        *((9, 8, "withdrawn"), (15, 12, "withdrawn"), (25, 12, "withdrawn"), (25, 24, "withdrawn")),
    ],
)
def test_a_grant_is_what_its_row_and_the_moment_make_it(
    now: int, withdrawn: int | None, state: str
) -> None:
    assert grant_state(row(withdrawn_at=withdrawn), now) == state


def test_no_state_of_a_grant_ever_goes_back() -> None:
    for withdrawn in (None, *range(5, 30)):
        seen = "pending"
        for now in range(5, 30):
            known = withdrawn if withdrawn is not None and withdrawn <= now else None
            state = grant_state(row(withdrawn_at=known), now)
            assert state == seen or state in AFTER[seen]
            seen = state
    assert set(AFTER) == {"pending", "live", "expired", "withdrawn"}


@pytest.mark.parametrize(
    ("kept", "now", "state"),
    [
        *(("submitted", 19, "waiting"), ("submitted", 20, "lapsed"), ("answered", 25, "answered")),
        *(("refused", 5, "refused"), ("withdrawn", 99, "withdrawn")),
    ],
)
def test_a_request_lapses_by_time_and_by_nothing_else(kept: str, now: int, state: str) -> None:
    found = RequestRow(b"q", Uid(b"u" * 16), b"s", "t", b"", kept, 5, 20)
    assert request_state(found, now) == state


# FHIR.


def test_a_grant_is_a_consent_that_validates(world: World) -> None:
    world.store()
    body = fhir(world)
    read = Consent.model_validate(body)
    assert json.loads(read.model_dump_json(exclude_none=True))["decision"] == "deny"
    (permit,) = body["provision"]
    assert body["status"] == "active"
    assert [each["code"] for each in permit["documentType"]] == ["message"]
    people = [e["valueString"] for e in permit["modifierExtension"] if e["url"].endswith(":p")]
    assert people == ["p1"]
    # Its end is inclusive there.
    assert permit["period"]["end"] == show_time(matter(world).grant.expires - timedelta(seconds=1))


def test_each_range_of_days_is_a_provision_of_its_own(world: World) -> None:
    scope = replace(world.scope(), d=((0, 86_400), (172_800, 259_200)))
    world.store(world.grant(scope=scope))
    body = fhir(world)
    Consent.model_validate(body)
    assert [each["dataPeriod"] for each in body["provision"]] == [
        {"start": "1970-01-01T00:00:00Z", "end": "1970-01-01T23:59:59Z"},
        {"start": "1970-01-03T00:00:00Z", "end": "1970-01-03T23:59:59Z"},
    ]


WHERE = {"x": "data", "c": "documentType", "a": "code", "d": "dataPeriod"}
"""The dimensions that R5 has a field for; the others are modifier extensions."""
NARROWED: dict[str, Any] = {
    "x": frozenset({"ab" * 16}),
    "c": frozenset({"location"}),
    **{key: frozenset({"value"}) for key in "aptkw"},
    "d": ((0, 10),),
    "u": False,
    "s": frozenset({"health"}),
    "m": frozenset({"image"}),
    "n": 3,
    "g": 1,
    "q": False,
    "o": True,
    "h": True,
}


def told_of(world: World, found: Any, scope: Scope) -> dict[str, Any]:
    """Give the permit of a scope in a Consent that validates."""
    grant = replace(found.grant, scope=scope)
    body: dict[str, Any] = consent_resource(replace(found, grant=grant), [], world.now_ms)
    Consent.model_validate(body)
    (permit,) = body["provision"]
    return dict(permit)


@pytest.mark.parametrize("key", sorted(field.name for field in fields(Scope)))
def test_whatever_narrows_a_scope_narrows_the_permit(world: World, key: str) -> None:
    """Each field by itself, so that a new one cannot be left out of what others read."""
    found = matter_stored(world)
    plain = Scope(frozenset({"cd" * 16}), frozenset({"message"}))
    before = told_of(world, found, plain)
    after = told_of(world, found, replace(plain, **{key: NARROWED[key]}))
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {WHERE.get(key, "modifierExtension")}
    if key not in WHERE:
        was = before["modifierExtension"]
        (one,) = [each for each in after["modifierExtension"] if each not in was]
        assert one["url"] == f"urn:safehold:scope:{key}"


def test_every_dimension_is_told_and_validates(world: World) -> None:
    found = matter_stored(world)
    everything = Scope(
        frozenset({"ab" * 16}),
        frozenset({"message", "call"}),
        a=frozenset({"sms"}),
        p=frozenset({"p1"}),
        t=frozenset({"t1"}),
        d=((0, 10), (20, 253_402_300_800)),
        u=True,
        s=frozenset({"health"}),
        k=frozenset({"<word>"}),
    )
    body: dict[str, Any] = consent_resource(
        replace(found, grant=replace(found.grant, scope=everything)), [everything], world.now_ms
    )
    Consent.model_validate(body)
    assert len(body["provision"]) == 2
    urls = {each["url"].rsplit(":", 1)[1] for each in body["provision"][0]["modifierExtension"]}
    assert urls == {"p", "t", "s", "k", "u"}
    assert len(body["provision"][0]["provision"]) == 2


def matter_stored(world: World) -> Any:
    world.store()
    return matter(world)


def test_her_marks_are_denies_beneath_the_permit(world: World) -> None:
    world.store()
    world.withdrawals.exclude(world.her, world.her.holder, Mark(person="p1"))
    world.withdrawals.exclude(world.her, world.her.holder, Mark(person="p9"))
    body = fhir(world)
    Consent.model_validate(body)
    ((nested,),) = [permit["provision"] for permit in body["provision"]]
    people = [e["valueString"] for e in nested["modifierExtension"] if e["url"].endswith(":p")]
    assert people == ["p1"]


@pytest.mark.parametrize("end", ["withdrawn", "expired"])
def test_what_ended_is_inactive(world: World, end: str) -> None:
    world.store()
    if end == "withdrawn":
        world.withdrawals.withdraw(world.her, world.her.holder, GID)
    else:
        world.pass_time(days=31)
    body = fhir(world)
    Consent.model_validate(body)
    assert body["status"] == "inactive"


@pytest.mark.parametrize("fault", [{"class": []}, {"type": "permit"}, {"period": {"begin": "x"}}])
def test_the_models_refuse_what_is_not_r5(world: World, fault: dict[str, Any]) -> None:
    world.store()
    body = fhir(world)
    body["provision"][0] |= fault
    with pytest.raises(ValidationError):
        Consent.model_validate(body)


# Papers.


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


HOSTILE = "<script>alert(1)</script><img src=x onerror=y>\"'&<!--"
PLAIN = {"html", "meta", "title", "style", "body", "h1", "h2", "ol", "li", "small", "dl", "dt"}


@pytest.mark.parametrize("route", ROUTES)
def test_her_copy_holds_every_point_and_every_word_of_theirs_as_text(route: str) -> None:
    document = asked(route, reference=HOSTILE)
    page = notice_page(notice(route), document, "ab" * 32)
    found = read(page)
    for point in notice(route).points:
        assert point.text in found.text
        assert point.section in found.text
    assert HOSTILE in found.text
    assert notice(route).sha256.hex() in found.text
    assert found.tags <= PLAIN | {"bdi", "code", "br", "dd", "p"}
    assert found.attributes <= {"lang", "dir", "charset"}
    assert "://" not in page
    for said in ("A. Example", "EX" if route == "x" else HOSTILE, "two officers"):
        assert said in found.text


def test_a_receipt_prints_without_anything_from_elsewhere(world: World) -> None:
    world.store()
    page = receipt_page(receipt(world))
    found = read(page)
    assert found.tags <= PLAIN | {"bdi", "code", "p", "dd"}
    assert found.attributes <= {"lang", "dir", "charset"}
    assert GID.hex() in found.text
    assert "vir-2026-01-12" in found.text
    assert "does not take back what was collected" in found.text


def test_a_paper_shows_what_is_empty_and_what_is_only_a_list() -> None:
    whole = dict.fromkeys(("processing", "parties", "events", "evidence", "record"), "x")
    page = receipt_page({**whole, "parties": ["one", [], True, None], **TITLE})  # type: ignore[dict-item]
    text = read(page).text
    for said in ("one", "none", "yes", "not said"):
        assert said in text


TITLE = {"schema_version": "s", "receipt_id": "r"}


def test_the_request_of_a_receipt_is_the_one_that_was_stored(world: World) -> None:
    world.store()
    stored = world.database.read(lambda db: request_of(db, world.qid))
    assert matter(world).document == parse_object(stored.document)
