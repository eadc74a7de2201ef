"""A real vault behind an address that lies: everything is passed on but what a test changes."""

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.integration.conftest import System

_PASSED_ON = ("authorization", "content-type")


@dataclass
class Answer:
    """What the real vault said to one call, for a lie to change."""

    method: str
    path: str
    status: int
    data: bytes

    def json(self) -> Any:  # noqa: ANN401 JSON
        return httpx.Response(self.status, content=self.data).json()


Lie = Callable[[Answer], object]
"""Give what to say instead: bytes, or what becomes JSON; None passes the truth on."""


@dataclass
class Between:
    """The lying address; `heard` is every call that came to it."""

    url: str
    heard: list[tuple[str, str]]

    def posts(self) -> list[str]:
        return [path for method, path in self.heard if method == "POST"]


@contextmanager
def between(system: System, lie: Lie) -> Iterator[Between]:
    """Serve a vault's answers, with a lie in them."""
    heard: list[tuple[str, str]] = []
    real = httpx.Client(base_url=system.vault, timeout=60)

    class Handler(http.server.BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            heard.append((self.command, self.path))
            headers = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
            answer = real.request(self.command, self.path, content=body, headers=headers)
            said = lie(Answer(self.command, self.path, answer.status_code, answer.content))
            data = answer.content
            if said is not None:
                data = said if isinstance(said, bytes) else httpx.Response(200, json=said).content
            self.send_response(answer.status_code)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = handle_one  # noqa: N815 http.server's names

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield Between(f"http://127.0.0.1:{server.server_address[1]}", heard)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        real.close()
