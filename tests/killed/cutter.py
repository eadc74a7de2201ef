"""A relay between a client and a vault that can cut any one of their exchanges."""

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

RESET = struct.pack("ii", 1, 0)
PIECE = 65_536


@dataclass
class Exchange:
    """One connection: what was asked, the bytes that got through, and what came back."""

    method: str = ""
    path: str = ""
    sent: int = 0
    status: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def acknowledged(self) -> bool:
        """Tell whether the vault said that it has it."""
        return 200 <= self.status < 300


class Cutter:
    """Relays to a port on loopback; `cut` says which exchange is cut, and where.

    `answer` lets the request through and keeps the answer from the client; a number cuts
    the connection once so many bytes of the request went through; `kill` calls `kill` once
    the request has begun to go through.
    """

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.exchanges: list[Exchange] = []
        self.cut: tuple[int, str | int] | None = None
        self.kill: Callable[[], None] = lambda: None
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        """End the relay and every connection of it."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()

    def begin(self, cut: tuple[int, str | int] | None = None) -> list[Exchange]:
        """Count anew; give the list that fills."""
        self.exchanges, self.cut = [], cut
        return self.exchanges

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._relay, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _relay(self, client: socket.socket) -> None:
        found = Exchange()
        self.exchanges.append(found)
        where = None
        if self.cut is not None and self.cut[0] == len(self.exchanges):
            where = self.cut[1]
        with client, contextlib.suppress(OSError), socket.create_connection(self._to) as server:
            back = threading.Thread(target=self._back, args=(found, server, client, where))
            back.start()
            self._forth(found, client, server, where)
            back.join()

    def _forth(
        self, found: Exchange, client: socket.socket, server: socket.socket, where: str | int | None
    ) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(PIECE):
                if not found.method:
                    found.method, found.path = data.split(b" ", 2)[0].decode(), _path_of(data)
                if isinstance(where, int) and found.sent + len(data) > where:
                    server.sendall(data[: where - found.sent])
                    found.sent = where
                    for end in (server, client):
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    server.shutdown(socket.SHUT_RDWR)
                    client.shutdown(socket.SHUT_RDWR)
                    return
                server.sendall(data)
                found.sent += len(data)
                if where == "kill":
                    self.kill()
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_WR)

    @staticmethod
    def _back(
        found: Exchange, server: socket.socket, client: socket.socket, where: str | int | None
    ) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(PIECE):
                if not found.status:
                    found.status = int(data.split(b" ", 2)[1])
                if where == "answer":
                    break
                client.sendall(data)
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)


def _path_of(data: bytes) -> str:
    return data.split(b" ", 2)[1].decode()
