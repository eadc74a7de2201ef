"""Who may call what: every route of both apps, walked by everybody, against one table.

The routes come from the OpenAPI document, so a new one without a line here fails. What the table
says is what docs/api.md says; that each route names its roles is tests/architecture's.
"""

import os
import re
from collections.abc import Iterator

import httpx
import pytest

from consent.editions import ASKERS
from consent.roles import ADVOCATE, COURT_EXPERT, DISCLOSURE, RECEIVERS, STAFF, SUPERVISOR
from tests.integration.routes import IDS, Route, Town, all_routes, town

pytestmark = pytest.mark.integration

HERS, GUARDIAN = frozenset({"survivor"}), frozenset({"guardian"})
OFFICER, AUDITOR = frozenset(ASKERS), frozenset({"auditor"})
ADMINISTRATOR = frozenset({"administrator"})
RECEIVER = frozenset(RECEIVERS)
SIGNED_IN = HERS | frozenset(STAFF)
PUBLIC = SIGNED_IN | {"stranger", "forger"}

RULES: dict[tuple[str, str, str], frozenset[str]] = {
    ("gateway", "GET", "/healthz"): PUBLIC,
    ("gateway", "POST", "/v1/staff/sessions"): PUBLIC,
    ("gateway", "DELETE", "/v1/session"): SIGNED_IN,
    ("gateway", "GET", "/v1/requests"): OFFICER | {SUPERVISOR},
    ("gateway", "POST", "/v1/requests"): OFFICER,
    ("gateway", "PUT", "/v1/requests/{qid}"): OFFICER,
    ("gateway", "GET", "/v1/requests/{qid}/questions"): OFFICER | {SUPERVISOR},
    ("gateway", "GET", "/v1/proposals"): OFFICER | {SUPERVISOR},
    ("gateway", "POST", "/v1/proposals"): OFFICER,
    ("gateway", "POST", "/v1/proposals/{pid}/approve"): frozenset({SUPERVISOR}),
    ("gateway", "POST", "/v1/proposals/{pid}/decline"): frozenset({SUPERVISOR}),
    ("gateway", "POST", "/v1/requests/{qid}/questions/{number}/reply"): OFFICER,
    ("gateway", "POST", "/v1/requests/{qid}/withdraw"): OFFICER,
    ("gateway", "GET", "/v1/releases"): RECEIVER,
    ("gateway", "GET", "/v1/disclosures"): frozenset({DISCLOSURE}),
    ("gateway", "POST", "/v1/releases/{rid}/collect"): RECEIVER,
    ("vault", "GET", "/healthz"): PUBLIC,
    ("vault", "GET", "/readyz"): PUBLIC,
    ("vault", "GET", "/v1/checkpoint"): PUBLIC,
    ("vault", "GET", "/v1/policy"): PUBLIC,
    ("vault", "GET", "/v1/leaving"): PUBLIC,
    ("vault", "POST", "/v1/accounts"): PUBLIC,
    ("vault", "POST", "/v1/sign-in/params"): PUBLIC,
    ("vault", "POST", "/v1/sign-in"): PUBLIC,
    ("vault", "POST", "/v1/recoveries"): PUBLIC,
    ("vault", "POST", "/v1/recoveries/look"): PUBLIC,
    ("vault", "POST", "/v1/recoveries/take"): PUBLIC,
    ("vault", "POST", "/v1/recoveries/end"): PUBLIC,
    ("vault", "GET", "/v1/recovery-shares"): GUARDIAN | AUDITOR | {ADVOCATE},
    ("vault", "POST", "/v1/recovery-shares/open"): GUARDIAN | AUDITOR | {ADVOCATE},
    ("vault", "POST", "/v1/recovery-shares/held"): GUARDIAN | AUDITOR | {ADVOCATE},
    ("vault", "POST", "/v1/recovery-shares/hand"): GUARDIAN | AUDITOR | {ADVOCATE},
    ("vault", "POST", "/v1/staff/sessions"): PUBLIC,
    ("vault", "DELETE", "/v1/session"): SIGNED_IN,
    ("vault", "GET", "/v1/passkeys"): HERS,
    ("vault", "POST", "/v1/passkeys"): HERS,
    ("vault", "POST", "/v1/passkeys/end"): HERS,
    ("vault", "GET", "/v1/me"): HERS | GUARDIAN | AUDITOR | {ADVOCATE},
    ("vault", "GET", "/v1/notice"): HERS | GUARDIAN,
    ("vault", "POST", "/v1/enrolments"): GUARDIAN,
    ("vault", "GET", "/v1/bundles/{fp}"): GUARDIAN,
    ("vault", "POST", "/v1/uploads"): HERS | GUARDIAN,
    ("vault", "PUT", "/v1/uploads/{eid}/{kind}/{name}"): HERS | GUARDIAN,
    ("vault", "PUT", "/v1/uploads/{eid}/{kind}/{name}/{piece}"): HERS | GUARDIAN,
    ("vault", "POST", "/v1/uploads/{eid}/read-back"): HERS | GUARDIAN,
    ("vault", "POST", "/v1/uploads/{eid}/commit"): HERS | GUARDIAN,
    ("vault", "GET", "/v1/audit/entries"): AUDITOR,
    ("vault", "GET", "/v1/audit/copy"): AUDITOR,
    ("vault", "GET", "/v1/holds"): ADMINISTRATOR,
    ("vault", "GET", "/v1/audit-grants"): HERS | {COURT_EXPERT},
    ("vault", "POST", "/v1/audit-grants/{gid}/collect"): frozenset({COURT_EXPERT}),
    ("vault", "GET", "/v1/staff"): ADMINISTRATOR,
    ("vault", "POST", "/v1/staff"): ADMINISTRATOR,
    ("vault", "POST", "/v1/staff/{sid}/end"): ADMINISTRATOR,
    ("vault", "POST", "/v1/extractions/{eid}/holds"): ADMINISTRATOR,
    ("vault", "POST", "/v1/holds/{hid}/lift"): ADMINISTRATOR,
    **{
        ("vault", method, path): frozenset({ADVOCATE})
        for method, path in (
            ("GET", "/v1/beside"),
            ("POST", "/v1/beside/{lid}/request-codes"),
            ("GET", "/v1/beside/{lid}/requests"),
            ("GET", "/v1/beside/{lid}/requests/{qid}/questions"),
            ("POST", "/v1/beside/{lid}/requests/{qid}/questions"),
        )
    },
    **{
        ("vault", method, path): HERS
        for method, path in (
            ("PUT", "/v1/manifest"),
            ("GET", "/v1/extractions"),
            ("POST", "/v1/extractions/{eid}/open"),
            ("GET", "/v1/extractions/{eid}/files/{kind}"),
            ("GET", "/v1/extractions/{eid}/packs/{pack}"),
            ("GET", "/v1/extractions/{eid}/objects/{name}"),
            ("POST", "/v1/extractions/{eid}/receipt"),
            ("GET", "/v1/people/{fp}"),
            ("POST", "/v1/audit-grants"),
            ("GET", "/v1/recovery"),
            ("PUT", "/v1/recovery"),
            ("DELETE", "/v1/recovery"),
            ("GET", "/v1/recovery/holders"),
            ("POST", "/v1/recovery/rehearsed"),
            ("POST", "/v1/recovery/stop"),
            ("GET", "/v1/advocates"),
            ("POST", "/v1/advocates"),
            ("POST", "/v1/advocates/{lid}/end"),
            ("PUT", "/v1/advocates/{lid}/requests/{qid}"),
            ("DELETE", "/v1/advocates/{lid}/requests/{qid}"),
            ("POST", "/v1/request-codes"),
            ("GET", "/v1/requests"),
            ("POST", "/v1/requests/{qid}/refuse"),
            ("POST", "/v1/requests/{qid}/notice"),
            ("GET", "/v1/requests/{qid}/questions"),
            ("POST", "/v1/requests/{qid}/questions"),
            ("GET", "/v1/requests/{qid}/earlier"),
            ("GET", "/v1/requests/{qid}/copy"),
            ("POST", "/v1/worker-keys"),
            ("POST", "/v1/grants"),
            ("GET", "/v1/grants"),
            ("GET", "/v1/grants/{gid}/receipt"),
            ("GET", "/v1/grants/{gid}/receipt/page"),
            ("GET", "/v1/grants/{gid}/fhir"),
            ("POST", "/v1/grants/{gid}/withdraw"),
            ("GET", "/v1/releases/{rid}/draft"),
            ("POST", "/v1/releases/{rid}/approval"),
            ("GET", "/v1/log"),
            ("GET", "/v1/marks"),
            ("POST", "/v1/marks"),
            ("DELETE", "/v1/marks/{mark_id}"),
            ("GET", "/v1/extractions/{eid}/erasure"),
            ("POST", "/v1/extractions/{eid}/erasure"),
            ("POST", "/v1/extractions/{eid}/erasure/cancel"),
        )
    },
}
LOGINS = {
    "survivor": "other",
    **{role: role for role in STAFF},
    "guardian": "guardian-2",
    "investigator": "investigator-2",
    "stranger": "stranger",
    "forger": "forger",
}
"""Each role by somebody to whom nothing of the walked case belongs."""
ROUTES = all_routes()
WITH_IDS = [route for route in ROUTES if set(re.findall(r"\w+", route.path)) & set(IDS)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town")) as found:
        yield found


def test_every_route_has_one_line_in_the_table_and_no_line_is_left_over() -> None:
    assert {route.name for route in ROUTES} == set(RULES)


@pytest.mark.parametrize("role", sorted(LOGINS))
def test_each_role_passes_where_the_table_says_and_nowhere_else(place: Town, role: str) -> None:
    token = place.token(LOGINS[role])
    wrong = []
    # Those that end the session come last, each with one of its own.
    for route in sorted(ROUTES, key=lambda each: each.method == "DELETE"):
        if route.method == "DELETE":
            token = place.token(LOGINS[role])
        answer = place.ask(route, token, place.ids)
        nobody = role in ("stranger", "forger")
        refused = 401 if nobody else 403
        passed = answer.status_code not in (401, 403)
        if passed != (role in RULES[route.name]):
            wrong.append((str(route), answer.status_code))
        if not passed and answer.status_code != refused:
            wrong.append((str(route), answer.status_code))
        if role not in RULES[route.name]:
            assert answer.json()["type"] == ("unauthenticated" if nobody else "forbidden")
    assert wrong == []


def said(answer: httpx.Response, ids: dict[str, str]) -> tuple[int, str]:
    """Give an answer without the ids that were asked for."""
    text = answer.text
    for name, value in ids.items():
        text = text.replace(value, name)
    return answer.status_code, text


@pytest.mark.parametrize(
    "who",
    ["other", "guardian-2", "investigator-2", *sorted(set(RECEIVERS) - set(ASKERS)), ADVOCATE],
)
def test_what_is_somebody_elses_answers_as_what_does_not_exist(place: Town, who: str) -> None:
    """The same status and body for her ids, and for ids that nobody has."""
    role = next(role for role, login in LOGINS.items() if login == who)
    token = place.token(who)
    walked = 0
    for route in WITH_IDS:
        if role not in RULES[route.name] or route.path == "/v1/bundles/{fp}":
            # A guardian asks for a key by its fingerprint, which she has from the person.
            continue
        made = {name: os.urandom(size).hex() for name, size in IDS.items()}
        theirs, nobodys = place.ask(route, token, place.ids), place.ask(route, token, made)
        # An answer may repeat the id that was asked for.
        assert said(theirs, place.ids) == said(nobodys, made), str(route)
        assert theirs.status_code in (404, 409, 422), str(route)
        walked += 1
    assert walked > {"survivor": 14, "guardian": 3, "investigator": 4}.get(role, 0)


def test_the_owner_reaches_what_the_others_were_refused(place: Town) -> None:
    """So that the ids above are of real things: the same routes answer her."""
    token = place.token("hers")
    reached = [
        route.path
        for route in WITH_IDS
        if route.app == "vault"
        and route.method == "GET"
        and RULES[route.name] == {"survivor"}
        and place.ask(route, token, place.ids).status_code == 200
    ]
    assert {
        "/v1/grants/{gid}/receipt",
        "/v1/grants/{gid}/fhir",
        "/v1/requests/{qid}/copy",
        "/v1/requests/{qid}/questions",
        "/v1/releases/{rid}/draft",
    } <= set(reached)


@pytest.mark.parametrize("role", sorted(SIGNED_IN))
def test_a_session_that_ended_passes_nowhere(place: Town, role: str) -> None:
    token = place.token(LOGINS[role])
    route = next(each for each in ROUTES if each.name == ("vault", "DELETE", "/v1/session"))
    assert place.ask(route, token, {}).status_code == 200
    for each in ROUTES:
        if "stranger" not in RULES[each.name]:
            assert place.ask(each, token, place.ids).status_code == 401, str(each)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Basic {token}",
        "{token}",
        "Bearer {token}00",
        "Bearer zz",
        "Bearer é",
    ],
)
def test_a_token_counts_in_one_spelling(place: Town, header: str) -> None:
    token = place.token("auditor")
    assert token is not None
    route: Route = next(each for each in ROUTES if each.name == ("vault", "GET", "/v1/me"))
    value = header.format(token=token).encode("latin-1")
    answer = place.ask(route, None, {}, headers={b"Authorization": value})
    assert answer.status_code == 401
    assert place.ask(route, token, {}).status_code == 200
