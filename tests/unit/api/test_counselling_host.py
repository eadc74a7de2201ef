"""A host that provides counselling: its gateway takes the stricter test alone."""

from types import SimpleNamespace
from typing import Any

import pytest

from api.gateway_app import gateway_app
from api.routes.asking import Amended, amend, counselling_host
from api.routes.gateway import RequestBody, submit
from consent.asking import Caller
from consent.errors import IncompleteRequest
from tests.unit.consent.asked import asked
from vault.statement import parse_time

NOW = parse_time("2026-03-01T12:00:00Z")
OFFICER = Caller("investigator", b"o" * 32, b"\x02" * 16, "team-1", "police", "session")


class Stored(Exception):
    """The request was taken, and would be stored now."""


def write(_action: object) -> None:
    raise Stored


# What is refused is refused before a row is touched, so a clock is all that is needed.
SERVICES: Any = SimpleNamespace(clock=lambda: NOW, database=SimpleNamespace(write=write))


@pytest.mark.parametrize(
    ("said", "is_one"), [("counselling", True), ("", False), ("charity", False), (None, False)]
)
def test_the_gateway_knows_what_its_host_is(
    monkeypatch: pytest.MonkeyPatch, said: str | None, *, is_one: bool
) -> None:
    monkeypatch.delenv("SAFEHOLD_HOST", raising=False)
    if said is not None:
        monkeypatch.setenv("SAFEHOLD_HOST", said)
    app = gateway_app(None)
    assert counselling_host(SimpleNamespace(app=app)) is is_one  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("route", "host", "taken"),
    [
        *(("vir", False, True), ("vir", True, False)),
        *(("counselling", True, True), ("counselling", False, True), ("court", True, True)),
    ],
)
def test_an_easier_request_gets_no_further_there(route: str, *, host: bool, taken: bool) -> None:
    expected = Stored if taken else IncompleteRequest
    with pytest.raises(expected):
        submit(RequestBody(code="ab" * 16, request=asked(route)), OFFICER, SERVICES, host)
    with pytest.raises(expected):
        amend("ab" * 16, Amended(request=asked(route)), OFFICER, SERVICES, host)
