"""A delivery over a real connection never runs ahead of what was taken from it."""

import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.responses import StreamingResponse

from api import sending
from api.apps import make_app
from api.auth import allowed
from api.problems import NotFound
from api.sending import Delivered

PIECE = 4 * 1024 * 1024
COUNT = 4
SMALL = 64 * 1024


@dataclass
class Delivery:
    """Pieces, how many were asked for, and how it ended."""

    asked: int = 0
    ended: list[str] = field(default_factory=list)

    def pieces(self) -> Generator[bytes, None, None]:
        out = "partial"
        try:
            for number in range(COUNT):
                self.asked = number + 1
                yield bytes([number]) * PIECE
            out = "completed"
        finally:
            self.ended.append(out)


@contextmanager
def serving(app: FastAPI) -> Iterator[int]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
    listening = socket.socket()
    # The system's own buffer is small here, so that what is not taken is seen to stay.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
    listening.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    until(lambda: server.started)
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


def until(check: Callable[[], object], seconds: float = 10) -> None:
    limit = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < limit
        time.sleep(0.01)


@pytest.fixture
def delivery() -> Delivery:
    return Delivery()


@pytest.fixture
def port(delivery: Delivery) -> Iterator[int]:
    router = APIRouter()

    @router.post("/delivered")
    @allowed("public")
    def delivered() -> Delivered:
        return Delivered(delivery.pieces())

    @router.post("/streamed")
    @allowed("public")
    def streamed() -> StreamingResponse:
        return StreamingResponse(delivery.pieces())

    @router.post("/refused")
    @allowed("public")
    def refused() -> None:
        raise NotFound("there is no such release")

    with serving(make_app("test", None, [router])) as found:
        yield found


def ask(port: int, path: str) -> socket.socket:
    """Ask, with a small window, and read nothing."""
    asking = socket.socket()
    asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    asking.connect(("127.0.0.1", port))
    words = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    asking.sendall(words.encode())
    return asking


def read(asking: socket.socket, size: int) -> int:
    """Read so many bytes; fewer at the end."""
    count = 0
    while count < size and (data := asking.recv(min(size - count, 1 << 20))):
        count += len(data)
    return count


def test_a_piece_is_asked_for_when_the_one_before_was_taken(port: int, delivery: Delivery) -> None:
    with ask(port, "/delivered") as asking:
        until(lambda: delivery.asked == 1)
        for number in range(COUNT - 1):
            # Nobody takes the rest of this piece, so the next one is not asked for.
            time.sleep(0.1)
            assert delivery.asked == number + 1
            assert read(asking, PIECE) == PIECE
            until(lambda number=number: delivery.asked == number + 2)  # type: ignore[misc]  # now
        assert read(asking, 2 * PIECE) >= PIECE
    until(lambda: delivery.ended == ["completed"])


def test_who_takes_nothing_is_cut_off(
    port: int, delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SEND_SECONDS", 0.5)
    with ask(port, "/delivered") as asking:
        until(lambda: delivery.ended == ["partial"])
        assert delivery.asked < COUNT
        # What comes is cut short: there is no end of the body.
        assert read(asking, COUNT * PIECE) < COUNT * PIECE


def test_who_goes_away_has_a_part(port: int, delivery: Delivery) -> None:
    with ask(port, "/delivered") as asking:
        read(asking, 100)
    until(lambda: delivery.ended == ["partial"])
    assert delivery.asked < COUNT


def test_without_waiting_a_delivery_runs_ahead(port: int, delivery: Delivery) -> None:
    """The same reader, and a response that does not see its pieces to the end."""
    with ask(port, "/streamed"):
        until(lambda: delivery.asked == 2)


def test_a_problem_and_its_headers_come_before_anything_is_sent(port: int) -> None:
    with ask(port, "/refused") as asking:
        answer = b""
        while data := asking.recv(1 << 16):
            answer += data
    assert answer.startswith(b"HTTP/1.1 404")
    assert b'"not-found"' in answer
    assert b"x-content-type-options: nosniff" in answer.lower()
