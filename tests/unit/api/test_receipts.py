"""What was appended for a call is promised in its answer, once it is durable, if it succeeded."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter
from nacl.signing import SigningKey
from sqlalchemy import Connection

from api.apps import make_app
from api.auth import allowed
from api.problems import Unauthenticated
from api.receipts import Promising
from api.session import SqliteDatabase
from audit import repository as log
from audit.entry import Draft
from audit.errors import Pushback
from audit.receipt import HEADER, Receipt, check_promise, parse_promises
from audit.tables import metadata

DRAFT = Draft(act="own.open", out="done", role="survivor")
KEY = SigningKey(b"\x05" * 32)
ORIGIN = "safehold/audit/1"


@dataclass
class Services:
    """As much of an app's services as receipts need."""

    database: Promising
    origin: str = ORIGIN
    promise_key: SigningKey | None = KEY


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Promising]:
    made = Promising(SqliteDatabase(tmp_path / "log.db", (metadata,)))
    made.write(log.prepare)
    yield made
    made.close()


def append(db: Connection) -> int:
    return log.append(db, DRAFT, now_ms=1, random=bytes).index


def answered(services: Services, act: Callable[[], object]) -> tuple[int, str | None]:
    """Call an app whose one route does this; give the status and the header."""
    routes = APIRouter()

    @routes.get("/act")
    @allowed("public")
    def route() -> object:
        return act()

    app: Any = make_app("test", services, [routes])  # type: ignore[arg-type]  # what receipts need of it
    sent: list[Any] = []

    async def receive() -> Any:  # noqa: ANN401 as a server gives it
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401 as a server takes it
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": "/act",
        "raw_path": b"/act",
        "query_string": b"",
        "headers": [],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
        "scheme": "http",
    }
    asyncio.run(app(scope, receive, send))
    headers = dict(sent[0]["headers"])
    found = headers.get(HEADER.lower().encode())
    return sent[0]["status"], None if found is None else found.decode()


def stands(database: Promising, index: int) -> Receipt:
    return database.read(lambda db: log.receipt_of(db, index))


def test_an_answer_names_what_was_appended_for_it_signed_and_nothing_else(
    database: Promising,
) -> None:
    database.write(append)
    status, header = answered(
        Services(database), lambda: [database.write(append), database.write(append)]
    )
    promises = parse_promises(header or "")
    assert status == 200
    assert [each.receipt for each in promises] == [stands(database, 1), stands(database, 2)]
    for promise in promises:
        check_promise(promise, ORIGIN, bytes(KEY.verify_key))


def test_an_answer_for_which_nothing_was_appended_has_none(database: Promising) -> None:
    assert answered(Services(database), dict) == (200, None)


def test_a_call_that_is_refused_is_promised_nothing(database: Promising) -> None:
    def refuse() -> None:
        database.write(append)
        raise Unauthenticated("the login code or passphrase is wrong")

    assert answered(Services(database), refuse) == (401, None)
    assert database.read(log.size_of) == 1


def test_what_was_rolled_back_is_not_promised(database: Promising) -> None:
    def lost(db: Connection) -> None:
        append(db)
        raise Pushback("no")

    def act() -> int:
        with pytest.raises(Pushback):
            database.write(lost)
        return database.write(append)

    _, header = answered(Services(database), act)
    assert [each.receipt for each in parse_promises(header or "")] == [stands(database, 0)]


def test_of_many_the_newest_sixteen_are_named(database: Promising) -> None:
    _, header = answered(Services(database), lambda: [database.write(append) for _ in range(18)])
    assert [each.receipt.index for each in parse_promises(header or "")] == list(range(2, 18))


def test_a_gateway_without_keys_promises_without_a_signature(database: Promising) -> None:
    services = Services(database, "", None)
    _, header = answered(services, lambda: database.write(append))
    assert parse_promises(header or "")[0].signature is None
