"""The edges: every error has its row, every route its roles, the OpenAPI document is fresh."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from api.problems import INTERNAL, TABLE, problem_of
from api.routes import (
    advocating,
    asking,
    examining,
    gateway,
    granting,
    logs,
    marking,
    own,
    pages,
    people,
    pinning,
    proposing,
    reading_back,
    sign_in,
    staffing,
    uploads,
)
from audit.errors import AuditError
from consent.errors import ConsentError
from consent.roles import STAFF
from extraction.errors import ExtractionError
from vault.errors import VaultError

ROOT = Path(__file__).resolve().parents[2]
ROLES = {"public", "survivor", *STAFF}
ROUTERS = (
    *(sign_in.SHARED, sign_in.VAULT, uploads.ROUTES, own.ROUTES),
    *(
        granting.ROUTES,
        people.ROUTES,
        examining.ROUTES,
        advocating.ROUTES,
        staffing.ROUTES,
        proposing.ROUTES,
        logs.ROUTES,
        gateway.ROUTES,
        pages.pages("https://neutral.example"),
        pinning.ROUTES,
        asking.VAULT,
        marking.ROUTES,
        asking.GATEWAY,
        reading_back.ROUTES,
    ),
)
ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def children(family: type[Exception]) -> list[type[Exception]]:
    found = []
    for child in family.__subclasses__():
        found += [child, *children(child)]
    return found


@pytest.mark.parametrize("family", [AuditError, ConsentError, ExtractionError, VaultError])
def test_every_error_type_has_a_row(family: type[Exception]) -> None:
    assert children(family)
    for child in children(family):
        assert any(parent in TABLE for parent in child.__mro__), child


def test_what_is_not_in_the_table_is_internal_and_says_nothing() -> None:
    assert problem_of(ValueError("a secret")) == INTERNAL
    assert not INTERNAL.told


def test_every_problem_is_in_the_documentation() -> None:
    text = (ROOT / "docs" / "errors.md").read_text()
    for kind, problem in TABLE.items():
        assert f"`{kind.__name__}`" in text, kind
        assert f"`{problem.name}`" in text


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{min(route.methods)} {route.path}")
def test_every_route_names_its_roles(route: APIRoute) -> None:
    roles = getattr(route.endpoint, "roles", ())
    assert roles
    assert set(roles) <= ROLES


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{min(route.methods)} {route.path}")
def test_a_route_that_is_not_public_asks_who_calls(route: APIRoute) -> None:
    asked = {dependency.call.__name__ for dependency in route.dependant.dependencies}
    assert "public" in route.endpoint.roles or "signed_in" in asked


def test_the_openapi_document_is_fresh() -> None:
    fresh = subprocess.run(
        [
            sys.executable,
            "-c",
            "import scripts.write_openapi as w; print(w.described(), end='')",
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert (ROOT / "api" / "openapi.json").read_text("utf-8") == fresh
    assert set(json.loads(fresh)) == {"vault", "gateway"}
