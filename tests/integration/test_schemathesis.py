"""Schemathesis over both apps: no answer is a fault, and each is one that the document has.

It draws requests from the OpenAPI documents as they are meant and as they are not, by rules that
nobody here wrote. Beside it, test_fuzz_api.py sends what no document would think of.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import Case, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conftest import ROOT
from tests.integration.routes import Route, Town, all_routes, town
from tests.integration.test_authorisation import RULES
from tests.integration.test_fuzz_api import WHO

pytestmark = pytest.mark.integration

CHECKS = [
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
DOCUMENTS = {
    app: schemathesis.openapi.from_dict(document)
    for app, document in json.loads((ROOT / "api" / "openapi.json").read_text("utf-8")).items()
}
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("drawn")) as found:
        yield found


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as found:
        yield found


def caller(route: Route) -> str:
    """Give somebody whom the route lets in: nobody in particular where anybody may come."""
    roles = RULES[route.name] & WHO.keys()
    return WHO[min(roles)] if "stranger" not in roles else "stranger"


def asks(route: Route) -> bool:
    """Tell whether a route takes a query or header that is more than a text."""
    parameters = route.operation.get("parameters", [])
    return any(each["in"] != "path" for each in parameters)


def cases() -> list[Any]:
    return [
        pytest.param(route, mode, id=f"{route} {mode.value}")
        for route in all_routes()
        for mode in MODES
        # A path is any text to the document: it cannot be sent wrongly.
        if mode is GenerationMode.POSITIVE or route.takes_json or asks(route)
    ]


@pytest.mark.parametrize(("route", "mode"), cases())
def test_every_answer_is_documented(
    route: Route,
    mode: GenerationMode,
    place: Town,
    session: requests.Session,
    request: pytest.FixtureRequest,
) -> None:
    who = caller(route)
    token = [place.token(who)]
    operation = DOCUMENTS[route.app][route.path][route.method]

    def call(case: Case) -> Response:
        headers = {} if token[0] is None else {"Authorization": f"Bearer {token[0]}"}
        return case.call(base_url=place.url(route), session=session, headers=headers)

    @seed(12)
    @settings(
        max_examples=request.config.getoption("--fuzz"),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def fuzz(case: Case) -> None:
        answer = call(case)
        if answer.status_code == 401 and token[0] is not None:
            # The session may have been ended by an example before.
            token[0] = place.token(who)
            answer = call(case)
        case.validate_response(answer, checks=CHECKS)

    fuzz()
