"""One's lines come page by page, and a checkpoint may come between two pages."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from api.remote import Remote
from api.remote_survivor import own_lines

Page = tuple[list[str | None], int | None]


@contextmanager
def giving(pages: Sequence[Page]) -> Iterator[tuple[Remote, list[str]]]:
    """Serve these pages, one after the other; tell what was asked."""
    asked: list[str] = []

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            proofs, following = pages[len(asked)]
            asked.append(self.path)
            lines = [{"proof": proof} for proof in proofs]
            body = json.dumps(
                {"lines": lines, "policy": "", "consistency": proofs, "next": following}
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 the base class's
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Remote(f"http://127.0.0.1:{server.server_port}", "00" * 32), asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def proofs(remote: Remote) -> list[str | None]:
    return [line["proof"] for line in own_lines(remote)["lines"]]


def test_lines_without_a_proof_at_the_end_are_fetched_once() -> None:
    with giving([(["a", "b"], 2), (["c", None], None)]) as (remote, asked):
        assert proofs(remote) == ["a", "b", "c", None]
        assert asked == ["/v1/log?start=0&since=0", "/v1/log?start=2&since=0"]


def test_pages_that_a_checkpoint_came_between_are_fetched_once_more_and_not_again() -> None:
    torn: list[Page] = [(["a", None], 2), (["c", "d"], None)]
    with giving([*torn, (["a", "b"], 2), (["c", "d"], None)]) as (remote, _):
        assert proofs(remote) == ["a", "b", "c", "d"]
    with giving([*torn, *torn]) as (remote, asked):
        assert proofs(remote) == ["a", None, "c", "d"]
        assert len(asked) == 4
