"""When checkpoints are stamped, what is kept, and what an authority that fails changes."""

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from api.authorities import HttpAuthority, authorities_of, keep_authorities
from api.publisher import PublisherLoop
from api.settings import Unsafe
from audit import repository, token_rows
from audit.entry import commitment, parse_entry
from audit.errors import AuditError, BadSignature, NotProven, Pushback
from audit.note import parse_note
from audit.stamping import Stamper, slot
from audit.timestamp import Authority, check_token, make_request, parse_authority
from tests.unit.audit.authority import Made, make_authority
from tests.unit.audit.conftest import World

HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make_authority(tmp_path_factory.mktemp("tsa") / "one")


class Near:
    """An authority asked without a network; `instead` is stamped in the place of what is asked."""

    def __init__(self, made: Made, pinned: str | None = None) -> None:
        self.made = made
        self.authority: Authority = parse_authority(pinned or made.chain)
        self.away = False
        self.instead: bytes | None = None
        self.asked = 0

    def ask(self, request: bytes) -> bytes:
        self.asked += 1
        if self.away:
            raise Pushback("away")
        return self.made.answer(self.instead or request)


def stamper(world: World, *clients: Near) -> Stamper:
    return Stamper(world.database, clients, lambda: world.now_ms, world.random)


def tokens(world: World, index: int = 0) -> list[bytes]:
    found = world.database.read(lambda db: token_rows.stamped_after(db, index))
    return [] if found is None else list(found[1])


def test_the_newest_checkpoint_is_stamped_and_that_is_logged(world: World, made: Made) -> None:
    near = Near(made)
    stamps = stamper(world, near)
    assert stamps.stamp_once() == 0
    world.append()
    assert stamps.stamp_once() == 0
    world.publish()
    assert stamps.stamp_once() == 1
    found = world.database.read(lambda db: token_rows.stamped_after(db, 0))
    assert found is not None
    under, (token,) = found
    assert check_token(token, parse_note(under.note).text, [near.authority])
    entry = parse_entry(world.entries()[-1])
    assert (entry.act, entry.out, entry.role) == ("tsa", "done", "system")
    r = world.database.read(lambda db: repository.read_opening(db, 1))
    assert commitment("doc", r, hashlib.sha256(token).digest()).hex() == entry.doc


def test_an_hour_brings_one_stamp_if_it_brings_news(world: World, made: Made) -> None:
    world.now_ms -= world.now_ms % (24 * HOUR_MS)
    near = Near(made)
    stamps = stamper(world, near)
    world.append()
    world.publish()
    assert stamps.stamp_once() == 1
    world.append()
    world.publish()
    assert stamps.stamp_once() == 0
    world.now_ms += HOUR_MS
    assert stamps.stamp_once() == 1
    # Its own entries are no news, however long nothing else happens.
    for _ in range(3):
        world.publish()
        world.now_ms += HOUR_MS
        assert stamps.stamp_once() == 0
    world.append()
    world.publish()
    assert stamps.stamp_once() == 1
    assert near.asked == 3


def test_the_end_of_a_day_has_a_stamp_of_its_own() -> None:
    day = 24 * HOUR_MS
    assert slot(day - 1) == slot(day - 300_000) == slot(day - 300_001) + 1
    assert slot(day) > slot(day - 1)
    assert slot(day + HOUR_MS - 1) == slot(day)


def test_two_authorities_stamp_one_checkpoint(world: World, made: Made, tmp_path: Path) -> None:
    other = Near(make_authority(tmp_path / "two", "Second TSA"))
    stamps = stamper(world, Near(made), other)
    world.append()
    world.publish()
    assert stamps.stamp_once() == 2
    assert len(tokens(world)) == 2
    world.publish()
    world.now_ms += HOUR_MS
    assert stamps.stamp_once() == 0


def test_an_authority_that_is_away_is_asked_again(world: World, made: Made) -> None:
    near = Near(made)
    near.away = True
    world.append()
    world.publish()
    with pytest.raises(Pushback):
        stamper(world, near).stamp_once()
    assert len(world.entries()) == 1
    near.away = False
    assert stamper(world, near).stamp_once() == 1


@pytest.mark.parametrize("fault", ["another text", "not pinned", "refused"])
def test_a_token_that_does_not_check_is_not_kept(
    world: World, made: Made, tmp_path: Path, fault: str
) -> None:
    near = Near(made)
    if fault == "another text":
        near.instead = make_request("something else\n")
    if fault == "refused":
        near.instead = b"nonsense"
    if fault == "not pinned":
        near = Near(made, make_authority(tmp_path / "two").chain)
    world.append()
    world.publish()
    reasons = {"another text": NotProven, "not pinned": BadSignature, "refused": AuditError}
    with pytest.raises(reasons[fault]):
        stamper(world, near).stamp_once()
    assert tokens(world) == []
    assert len(world.entries()) == 1


def test_an_entry_is_under_the_first_stamp_that_covers_it(world: World, made: Made) -> None:
    stamps = stamper(world, Near(made))
    for _ in range(2):
        world.append()
        world.publish()
        stamps.stamp_once()
        world.now_ms += HOUR_MS
    found = [
        world.database.read(lambda db, at=at: token_rows.stamped_after(db, at)) for at in (0, 1, 9)
    ]
    assert [None if each is None else each[0].size for each in found] == [1, 3, None]


# Over HTTP.


@contextmanager
def served(made: Made, status: int = 200, body: bytes | None = None) -> Iterator[str]:
    """Serve an authority on this machine, as RFC 3161 3.4 has it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            request = self.rfile.read(length)
            assert self.headers["Content-Type"] == "application/timestamp-query"
            reply = made.answer(request) if body is None else body
            self.send_response(status)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join(10)


def test_the_loop_stamps_over_http_beside_the_publishing(world: World, made: Made) -> None:
    with served(made) as url:
        authority = HttpAuthority(url, made.chain)
        stamps = Stamper(world.database, [authority], lambda: world.now_ms, world.random)
        loop = PublisherLoop(world.publisher, stamps)
        loop.start()
        world.append()
        limit = time.monotonic() + 20
        while not tokens(world) and time.monotonic() < limit:
            time.sleep(0.05)
        loop.stop()
    assert tokens(world)


@pytest.mark.parametrize(("status", "body"), [(500, b"oops"), (302, b""), (200, b"x" * 70_000)])
def test_whatever_else_answers_is_no_authority(made: Made, status: int, body: bytes) -> None:
    with served(made, status, body) as url, pytest.raises(Pushback):
        HttpAuthority(url, made.chain).ask(make_request("x\n"))
    with pytest.raises(Pushback):
        HttpAuthority(url, made.chain).ask(make_request("x\n"))


# What an operator names.


def test_named_authorities_come_back(made: Made, tmp_path: Path) -> None:
    assert authorities_of(tmp_path) == []
    text = json.dumps([{"url": "https://tsa.example/", "chain": made.chain}])
    keep_authorities(tmp_path, text)
    keep_authorities(tmp_path, text)
    (found,) = authorities_of(tmp_path)
    assert (found.url, found.authority.name) == ("https://tsa.example/", "CN=Made TSA")


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", '[{"url":"https://x/"}]', '[{"url":"https://x/","chain":"junk"}]'],
)
def test_what_names_no_authority_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Unsafe):
        keep_authorities(tmp_path, text)
    assert authorities_of(tmp_path) == []
