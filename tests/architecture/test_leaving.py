"""Bytes that leave a vault: which routes give them, to whom, and by which logged act.

Sealed bytes go to somebody else than the survivor by two routes, and both wait for a cosigned
checkpoint (docs/access.md 1). There is no other export on the vault's side: readable copies,
CASE and PDF are made by whoever could open a release, on their own machine.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.gateway_app import gateway_app
from api.vault_app import vault_app
from consent.access import STRICT
from vault import acts

NO_SEALED = "holds nothing that was sealed"
# What is no JSON, by route: the act that hands it out, or why there is none.
KNOWN = {
    "GET /v1/extractions/{eid}/files/{kind}": acts.OWN,
    "GET /v1/extractions/{eid}/packs/{pack}": acts.OWN,
    "GET /v1/extractions/{eid}/objects/{name}": acts.OWN,
    "GET /v1/releases/{rid}/draft": acts.DRAFT,
    "POST /v1/releases/{rid}/collect": acts.COLLECT,
    "POST /v1/audit-grants/{gid}/collect": acts.CATALOGUE,
    "GET /v1/requests/{qid}/copy": NO_SEALED,
    "GET /v1/grants/{gid}/receipt/page": NO_SEALED,
    "GET /v1/audit/copy": NO_SEALED,
    "GET /v1/checkpoint": NO_SEALED,
}
APPS: tuple[Callable[[None], FastAPI], ...] = (vault_app, gateway_app)


def routes(app: FastAPI) -> Iterator[tuple[str, set[str]]]:
    """Give each route of an app whose answer is no JSON, and the roles that may call it."""
    document: dict[str, Any] = app.openapi()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answered = operation["responses"].get("200", {}).get("content", {})
            if set(answered) != {"application/json"}:
                name = f"{method.upper()} {path}"
                yield name, roles(app, method.upper(), path)


def roles(app: FastAPI, method: str, path: str) -> set[str]:
    matrix = app.state.matrix
    known = {"survivor", "guardian", "worker", "investigator", "prosecutor", "solicitor"}
    known |= {"supervisor", "disclosure-officer", "defence-reviewer", "court-expert"}
    known |= {"advocate", "auditor", "administrator", "public"}
    return {role for role in known if matrix.may(role, path, method)}


@pytest.mark.parametrize("build", APPS)
def test_what_is_sealed_leaves_to_others_by_strict_acts_alone(
    build: Callable[[None], FastAPI],
) -> None:
    found = dict(routes(build(None)))
    assert found
    assert set(found) <= set(KNOWN)
    for name, who in found.items():
        assert who, name
        if KNOWN[name] != NO_SEALED and who != {"survivor"}:
            assert KNOWN[name] in STRICT, name


def test_every_route_that_gives_bytes_is_one_of_these() -> None:
    found = {name for build in APPS for name, _ in routes(build(None))}
    assert found == set(KNOWN)


def test_routes_that_build_an_answer_themselves_say_its_kind() -> None:
    """A route that streams without saying so would be taken for JSON by the tests above."""
    for build in APPS:
        for route in build(None).routes:
            if isinstance(route, APIRoute) and "Response" in str(
                route.endpoint.__annotations__.get("return", "")
            ):
                assert route.include_in_schema is False or f"{_first(route)} {route.path}" in KNOWN


def _first(route: APIRoute) -> str:
    return min(route.methods or {""})
