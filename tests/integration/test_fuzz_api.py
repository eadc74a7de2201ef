"""Anything may be sent to any route: no answer is a fault of the vault, and each is documented.

Requests come from the OpenAPI document: bodies of the right shape with odd values, of a wrong
shape, and bytes that are no JSON at all; ids that exist and ids that do not; by everybody whom the
route lets in. `--fuzz N` says how many of each route and role (8).
"""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.integration.routes import IDS, Route, Town, all_routes, schemas, town
from tests.integration.test_authorisation import RULES

pytestmark = pytest.mark.integration

WHO = {
    "survivor": "hers",
    "guardian": "guardian",
    "investigator": "investigator",
    "auditor": "auditor",
    "administrator": "administrator",
    **{role: role for role in ("supervisor", "disclosure-officer", "court-expert", "advocate")},
    "stranger": "stranger",
}
SURROGATE = "\ud800"
ODD = [
    *("", "\x00", SURROGATE, "a" * 5000, "ab" * 16, "AB" * 16, "ab" * 32, "-_" * 20, "A" * 43),
    *("../../etc", "%2e%2e", "é", "\u202e", "NaN", "null", "'; --", "x/0/0"),
]
HUGE = [-1, 0, 1, 2**31, 2**53, 2**63, 2**64, 10**40]
ROUTES = all_routes()
PROBLEM = "application/problem+json"
texts = st.one_of(st.sampled_from(ODD), st.text(max_size=40))
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.sampled_from(HUGE), st.floats(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)


def shaped(schema: dict[str, Any], app: str) -> st.SearchStrategy[Any]:
    """Give values that a schema lets pass, as far as its shape goes."""
    if "$ref" in schema:
        return shaped(schemas(app)[schema["$ref"].rsplit("/", 1)[-1]], app)
    if "anyOf" in schema:
        return st.one_of(*(shaped(each, app) for each in schema["anyOf"]))
    match schema.get("type"):
        case "object" if "properties" in schema:
            fields = {name: shaped(each, app) for name, each in schema["properties"].items()}
            return st.fixed_dictionaries(fields)
        case "array" if "prefixItems" in schema:
            return st.tuples(*(shaped(each, app) for each in schema["prefixItems"])).map(list)
        case "array":
            least = schema.get("minItems", 0)
            return st.lists(shaped(schema["items"], app), min_size=least, max_size=least + 3)
        case "string":
            return texts
        case "integer":
            return st.sampled_from(HUGE)
        case "null":
            return st.none()
    return anything


def body_of(route: Route) -> st.SearchStrategy[tuple[bytes, str]]:
    """Give bodies with their content types."""
    raw = st.tuples(
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from([b"{", b"[" * 5000, b'{"a":NaN}', b'"\\ud800"', b"\xff\xfe", b"null"]),
        ),
        st.sampled_from(["application/json", "text/plain", "application/octet-stream", ""]),
    )
    if not route.takes_json:
        return raw
    schema = route.operation["requestBody"]["content"]["application/json"]["schema"]
    # Python spells a lone surrogate as an escape, and NaN as no JSON does.
    spelt = st.one_of(shaped(schema, route.app), shaped(schema, route.app), anything).map(
        lambda value: (json.dumps(value).encode(), "application/json")
    )
    return st.one_of(spelt, spelt, raw)


@st.composite
def requests(draw: st.DrawFn, route: Route) -> dict[str, Any]:
    """Give everything of a request but who sends it."""
    body, kind = draw(body_of(route))
    queries = [each for each in route.operation.get("parameters", []) if each["in"] == "query"]
    odd = st.one_of(
        st.sampled_from(HUGE).map(str), texts.filter(lambda text: SURROGATE not in text)
    )
    return {
        "real": draw(st.booleans()),
        "odd": draw(st.sampled_from(["", "", "zz", "AB" * 16, "0" * 31, "%00", "é"])),
        "query": {each["name"]: draw(odd) for each in queries if draw(st.booleans())},
        "body": body,
        "kind": kind,
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("fuzzed")) as found:
        yield found


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60) as found:
        yield found


def cases() -> list[Any]:
    return [
        pytest.param(route, role, id=f"{route} {role}")
        for route in ROUTES
        # The kinds of asker differ in what law they may ask under, and in no route.
        for role in sorted(RULES[route.name] & WHO.keys())
        if role == "stranger" or "stranger" not in RULES[route.name]
    ]


@pytest.mark.parametrize(("route", "role"), cases())
def test_nothing_that_is_sent_makes_a_fault(
    route: Route, role: str, place: Town, client: httpx.Client, request: pytest.FixtureRequest
) -> None:
    token = [place.token(WHO[role])]

    # Always the same ones: what fails here fails for everybody.
    @seed(20)
    @settings(
        max_examples=request.config.getoption("--fuzz"),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(sent=requests(route))
    def fuzz(sent: dict[str, Any]) -> None:
        answer = send(place, client, route, token[0], sent)
        if answer.status_code == 401 and role != "stranger":
            # The session may have been ended by an example before.
            token[0] = place.token(WHO[role])
            answer = send(place, client, route, token[0], sent)
        check(route, role, sent, answer)

    fuzz()


def send(
    place: Town, client: httpx.Client, route: Route, token: str | None, sent: dict[str, Any]
) -> httpx.Response:
    values = dict(place.ids) if sent["real"] else {}
    if sent["odd"]:
        values = dict.fromkeys((*IDS, "name", "pack"), sent["odd"])
        values |= {"piece": sent["odd"], "number": sent["odd"], "kind": sent["odd"]}
    else:
        values |= {"number": "0", "kind": "pack"}
    headers = {"content-type": sent["kind"]} if sent["kind"] else {}
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    return client.request(
        route.method,
        place.url(route) + route.filled(values),
        params=sent["query"],
        content=sent["body"],
        headers=headers,
    )


def check(route: Route, role: str, sent: dict[str, Any], answer: httpx.Response) -> None:
    """Want an answer that the document has, of the shape that it says, and never a fault."""
    assert answer.status_code < 500, (answer.status_code, answer.text)
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if sent["odd"] == "%00" and answer.status_code == 404:
        return
    documented = route.operation["responses"]
    assert str(answer.status_code) in documented, answer.text
    content = documented[str(answer.status_code)].get("content", {})
    assert kind in content, (answer.status_code, kind)
    assert "cache-control" in answer.headers
    if answer.status_code >= 400:
        problem = answer.json()
        assert set(problem) == {"type", "status", "detail"}
        assert problem["status"] == answer.status_code
    if role != "stranger":
        assert answer.status_code != 403


def test_an_unknown_route_and_method_are_problems_too(place: Town, client: httpx.Client) -> None:
    for url in (place.system.vault, place.system.gateway):
        for method, path, status in (
            ("GET", "/v1/nothing", 404),
            ("PATCH", "/v1/staff/sessions", 405),
            ("GET", "/docs", 404),
        ):
            answer = client.request(method, url + path)
            assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
