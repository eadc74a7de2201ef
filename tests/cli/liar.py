"""An HTTP server on loopback that answers as a test tells it to, and remembers what it heard."""

import http.server
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

Answer = Callable[[str, str, bytes], tuple[int, Any]]


class Liar:
    """An HTTP server on loopback that answers as it is told, and remembers what it was sent."""

    def __init__(self) -> None:
        self.answer: Answer = lambda *_: (404, {"type": "not-found", "status": 404, "detail": ""})
        self.heard: list[tuple[str, str, bytes]] = []
        liar = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def handle_one(self) -> None:
                length = int(self.headers.get("content-length", 0))
                body = self.rfile.read(length)
                liar.heard.append((self.command, self.path, body))
                status, said = liar.answer(self.command, self.path, body)
                data = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("location", data.decode())
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_DELETE = handle_one  # noqa: N815 http.server's names

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def session(self, path: Path, role: str) -> Path:
        body = {"url": self.url, "role": role, "token": "ab" * 32, "id": "cd" * 16}
        path.write_text(json.dumps({**body, "root": "ef" * 32, "ca": ""}))
        return path
