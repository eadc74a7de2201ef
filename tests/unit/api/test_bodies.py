"""JSON bodies: read in one way by all, or refused before a route sees them."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from api.bodies import Counted, NotJson

HEADERS = [(b"content-type", b"application/json")]


def held(body: bytes) -> bytes:
    """Take a body in, as it comes in two messages; give what the route then receives."""
    half = len(body) // 2
    messages = [
        {"type": "http.request", "body": body[:half], "more_body": True},
        {"type": "http.request", "body": body[half:], "more_body": False},
    ]

    async def receive() -> MutableMapping[str, Any]:
        return messages.pop(0)

    async def run() -> bytes:
        counted = Counted(receive)
        await counted.hold({"type": "http", "method": "POST", "path": "/", "headers": HEADERS})
        message = await counted()
        found: bytes = message["body"]
        return found

    return asyncio.run(run())


@pytest.mark.parametrize(
    "body",
    [
        b'{"request": {"sought": {"p": ["a"]}, "sought": {}}}',
        b'{"code": "aa", "code": "aa"}',
        b'{"a": [{"b": 1, "\\u0062": 2}]}',
        b'{"": 1, "": 1}',
        b'{"a": NaN}',
        b'"\\ud800"',
        b'"\xff"',
        b"{",
        b'{"a": ' + b"1" * 5000 + b"}",
        b"[" * 1000 + b"]" * 1000,
        b"[" * 5000 + b"]" * 5000,
    ],
)
def test_what_others_would_read_otherwise_is_no_json(body: bytes) -> None:
    with pytest.raises(NotJson):
        held(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"a": {"a": {"a": 1}}, "b": [{"a": 1}, {"a": 1}]}',
        b'{"a": 1, "A": 1, " a": 1}',
        b"[" * 100 + b"]" * 100,
    ],
)
def test_what_has_one_reading_goes_on_as_it_came(body: bytes) -> None:
    assert held(body) == body
