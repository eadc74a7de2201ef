"""The bodies of requests: bounded whatever their headers say, and JSON that all read alike.

docs/api.md 1. A body is counted as it comes, so that one without a length is bounded too. JSON
is read strictly before the routes see it: lone surrogates, NaN and bytes that are not UTF-8
would otherwise pass and fail somewhere inside, and of a name that stands twice some read the
first and some the last.
"""

import json
from dataclasses import dataclass, field

import orjson
from starlette.types import Message, Receive, Scope

MAX_BODY = 128 * 1024 * 1024
_STREAMED = "/v1/uploads/"


class TooLong(Exception):
    """A body is longer than any route takes."""


class NotJson(Exception):
    """A body says that it is JSON, and is not."""


class Gone(Exception):
    """The client left before its body was whole."""


@dataclass(slots=True)
class Counted:
    """Receives a request's messages, counting the bytes of its body."""

    receive: Receive
    count: int = 0
    over: bool = False
    ended: bool = False
    kept: list[Message] = field(default_factory=list)

    async def __call__(self) -> Message:
        """Give the next message, or raise TooLong."""
        if self.kept:
            return self.kept.pop()
        message = await self.receive()
        self.count += len(message.get("body", b""))
        if self.count > MAX_BODY:
            self.over = True
            raise TooLong
        self.ended = not message.get("more_body", False)
        return message

    async def hold(self, scope: Scope) -> None:
        """Take the whole body of a request in, and check it if it is JSON.

        Raises:
            TooLong, NotJson, Gone.
        """
        parts = []
        more = True
        while more:
            message = await self()
            if message["type"] == "http.disconnect":
                raise Gone
            parts.append(message.get("body", b""))
            more = message.get("more_body", False)
        body = b"".join(parts)
        if body and _says_json(scope):
            try:
                orjson.loads(body)
                json.loads(body, object_pairs_hook=_each_once)
            except (ValueError, RecursionError):
                raise NotJson from None
        self.kept.append({"type": "http.request", "body": body, "more_body": False})


def is_streamed(scope: Scope) -> bool:
    """Tell whether a route reads this body as it comes; all others take it whole."""
    path: str = scope["path"]
    return scope["method"] == "PUT" and path.startswith(_STREAMED)


def announced(scope: Scope) -> int | None:
    """Give the length that a request announces, 0 without one, None for what is no length."""
    found = [value for name, value in scope["headers"] if name == b"content-length"]
    if not found:
        return 0
    text: bytes = found[0]
    return int(text) if text.isdigit() and len(text) < 19 else None  # noqa: PLR2004 digits of 2^63


def _each_once(pairs: list[tuple[str, object]]) -> None:
    # What was read is thrown away: the routes read it again.
    if len({name for name, _ in pairs}) != len(pairs):
        raise NotJson


def _says_json(scope: Scope) -> bool:
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    return any(name == b"content-type" and b"json" in value.lower() for name, value in headers)
