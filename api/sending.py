"""Sending a delivery: a piece has left this process before the next one is asked for.

docs/access.md 4. A withdrawal waits for the piece that is on its way, so the piece must be
seen to the end, and the end must come: whoever takes a piece too slowly is cut off.
"""

import asyncio
from collections.abc import Awaitable, Generator
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

SEND_SECONDS = 10.0
"""A piece of 4 MiB takes so long at 3.4 Mbit/s; a slower reader gets none."""
SLICE = 64 * 1024
_NOTHING: bytes = b""


class Delivered(Response):
    """A response whose pieces come from a delivery, one after the other."""

    media_type = "application/octet-stream"

    def __init__(self, pieces: Generator[bytes, None, None]) -> None:
        """Take the pieces; their generator is closed whatever happens."""
        super().__init__()
        self._pieces = pieces
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send, piece by piece; stop when a piece is not taken, and let the server hang up."""
        del scope
        gone = asyncio.create_task(_leaving(receive))
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            while (piece := await run_in_threadpool(next, self._pieces, _NOTHING)) != _NOTHING:
                if not await _taken(send, piece) or gone.done():
                    return
            await send({"type": "http.response.body", "body": _NOTHING, "more_body": False})
        finally:
            gone.cancel()
            with suppress(asyncio.CancelledError):
                await gone
            # Closing logs how it ended, so it is not for the thread that serves everybody.
            await asyncio.shield(run_in_threadpool(self._pieces.close))


async def _taken(send: Send, piece: bytes) -> bool:
    """Send a piece until at most a slice of it waits in the server's own buffer.

    Returns:
        Whether that came about in time.
    """
    try:
        async with asyncio.timeout(SEND_SECONDS):
            for start in range(0, len(piece), SLICE):
                await _part(send, piece[start : start + SLICE])
                # The server waits for its buffer to empty before it takes more, even nothing.
                await _part(send, _NOTHING)
    except TimeoutError:
        return False
    return True


def _part(send: Send, body: bytes) -> Awaitable[None]:
    return send({"type": "http.response.body", "body": body, "more_body": True})


async def _leaving(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
