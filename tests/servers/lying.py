"""A liar before a real object store: it passes everything on, and changes one thing."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.servers.s3 import Store


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)


@dataclass
class Lie:
    """What is left out of a request, whether removing is only said, what an answer becomes."""

    without: str = ""
    keep: bool = False
    change: Callable[[str, Answer], Answer] = lambda _, answer: answer


def _whole(method: str, answer: Answer) -> Answer:
    if method == "GET" and answer.status == 206:
        answer.headers.pop("Content-Range")
        return Answer(200, answer.headers, answer.body)
    return answer


def _other(method: str, answer: Answer) -> Answer:
    if method == "GET" and answer.status == 206 and answer.body:
        return Answer(206, answer.headers, bytes([answer.body[0] ^ 1]) + answer.body[1:])
    return answer


def _welcoming(method: str, answer: Answer) -> Answer:
    return Answer(200, {}, b"") if (method, answer.status) == ("PUT", 403) else answer


LIES = {
    "create-only": Lie(without="If-None-Match"),
    "checksums": Lie(without="Content-MD5"),
    "removal": Lie(keep=True),
    "ranges": Lie(change=_whole),
    "bytes": Lie(change=_other),
    "keys": Lie(change=_welcoming),
}


@contextmanager
def lying(store: Store, lie: Lie) -> Iterator[str]:
    """Run a liar over TLS, with the store's own certificate; give its host and port."""
    kept: set[tuple[str, str]] = set()
    plain = int((store.folder / "plain").read_text())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            answer = Answer(204, {}, b"")
            if (self.command, self.path.partition("?")[0]) not in kept:
                headers = {k: v for k, v in self.headers.items() if k != lie.without}
                answer = lie.change(self.command, self.passed_on(body, headers))
            if lie.keep and (self.command, answer.status) == ("PUT", 200):
                kept.add(("DELETE", self.path.partition("?")[0]))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in {"connection", "transfer-encoding", "content-length"}:
                    self.send_header(name, value)
            told = answer.headers.get("Content-Length", "0") if self.command == "HEAD" else ""
            self.send_header("Content-Length", told or str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def passed_on(self, body: bytes, headers: dict[str, str]) -> Answer:
            upstream = HTTPConnection("127.0.0.1", plain, timeout=30)
            try:
                upstream.request(self.command, self.path, body or None, headers)
                got = upstream.getresponse()
                return Answer(got.status, dict(got.getheaders()), got.read())
            finally:
                upstream.close()

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_one  # noqa: N815 the library's names

        def log_message(self, *_: object) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(store.ca, store.folder / "tls.key")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
