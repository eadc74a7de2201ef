"""Request codes in PostgreSQL, by the gateway's own role: one answer, and one use."""

import os
import threading
from collections.abc import Callable, Iterator
from typing import TypedDict

import pytest
from sqlalchemy import Connection

from api.postgres import PostgresDatabase
from audit import repository as log
from consent import amending, requests
from consent.asking import Caller
from consent.request import Request, parse_request
from tests.servers.conftest import Server
from tests.unit.consent.asked import asked
from vault.ids import Uid
from vault.statement import parse_time

HER = Uid(b"\x01" * 16)
OFFICER = Caller("investigator", b"o" * 32, b"\x02" * 16, "team-1", "police", "session")
NOW = parse_time("2026-03-01T00:00:00Z")
NOW_MS = int(NOW.timestamp() * 1000)


class Rest(TypedDict):
    """Time and chance, as every change takes them."""

    now_ms: int
    random: Callable[[int], bytes]


@pytest.fixture
def gateway(server: Server) -> Iterator[tuple[PostgresDatabase, PostgresDatabase]]:
    """The owner's door and the gateway's to one database."""
    with server.database() as name:
        owner = PostgresDatabase(server.at(name))
        other = PostgresDatabase(server.at(name, server.roles()["gateway"]))
        try:
            owner.write(lambda db: log.set_case_key(db, HER, b"c" * 32))
            yield owner, other
        finally:
            other.close()
            owner.close()


def submit(database: PostgresDatabase, body: Request, code: bytes) -> bytes:
    def act(db: Connection) -> bytes:
        return requests.submit(db, OFFICER, code, body, now_ms=NOW_MS, random=os.urandom).qid

    return database.write(act)


def hers(database: PostgresDatabase) -> set[bytes]:
    return {each.qid for each in database.read(lambda db: requests.requests_to(db, HER))}


def test_the_gateway_s_role_may_do_all_of_it_also_before_any_code_was_made(
    gateway: tuple[PostgresDatabase, PostgresDatabase],
) -> None:
    owner, asking = gateway
    body = parse_request(asked(), now=NOW)
    lost = submit(asking, body, b"\x01" * 32)
    owner.write(
        lambda db: requests.add_code(db, HER, b"\x02" * 32, now_ms=5, expires_ms=NOW_MS + 9)
    )
    good, used = submit(asking, body, b"\x02" * 32), submit(asking, body, b"\x02" * 32)
    assert hers(owner) == {good}
    assert len({lost, good, used}) == 3
    entries = owner.read(lambda db: list(log.read_entries(db, 0, log.size_of(db))))
    assert len({len(each.entry) for each in entries}) == 1
    assert all(b'"tag":' in each.entry for each in entries)


def test_the_gateway_amends_and_replies_where_she_asked(
    gateway: tuple[PostgresDatabase, PostgresDatabase],
) -> None:
    owner, asking = gateway
    her = Caller("survivor", b"h" * 32, HER, "", "", "passkey")
    owner.write(
        lambda db: requests.add_code(db, HER, b"\x02" * 32, now_ms=5, expires_ms=NOW_MS + 9)
    )
    qid = submit(asking, parse_request(asked(), now=NOW), b"\x02" * 32)
    lost = submit(asking, parse_request(asked(), now=NOW), b"\x03" * 32)
    less = parse_request(asked(sought={"c": ["message"], "p": ["p1"]}), now=NOW)
    rest: Rest = {"now_ms": NOW_MS, "random": os.urandom}
    for each in (qid, lost):
        asking.write(lambda db, each=each: amending.amend(db, OFFICER, each, less, **rest))
    number = owner.write(lambda db: amending.ask(db, her, HER, qid, "why?", **rest))
    asking.write(lambda db: amending.reply(db, OFFICER, qid, number, "because", **rest))
    (found,) = owner.read(lambda db: amending.questions(db, qid))
    assert found.reply == "because"
    assert owner.read(lambda db: amending.versions(db, qid)) == 1
    taken = asking.read(lambda db: requests.request_of(db, qid))
    assert taken is not None
    assert taken.document == less.marshal()


def test_a_code_that_many_use_at_once_is_used_once(
    gateway: tuple[PostgresDatabase, PostgresDatabase],
) -> None:
    owner, asking = gateway
    body = parse_request(asked(), now=NOW)
    for number in range(20):
        code = bytes([number + 1]) * 32
        owner.write(
            lambda db, code=code: requests.add_code(db, HER, code, now_ms=5, expires_ms=NOW_MS + 9)
        )
        together = threading.Barrier(4)

        def use(code: bytes = code, together: threading.Barrier = together) -> None:
            together.wait()
            submit(asking, body, code)

        threads = [threading.Thread(target=use) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(hers(owner)) == number + 1
