"""Who sits on the wire between her device and the vault: records everything, or answers instead."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from api.problems import Invalid
from api.remote import Remote
from api.remote_survivor import open_extraction, sign_in
from tests.adversaries.place import Stolen
from tests.adversaries.told import Told
from tests.attacks.office import PASSPHRASE
from tests.integration.conftest import System, free_ports, running
from tests.unit.api.certificates import write_pair
from vault.errors import StoreUnavailable

WHO = "listener on the network"
HAS = "everything that goes over the wire"


class Wire:
    """A line to a port of this machine that keeps what goes over it, each way."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.sent, self.given = bytearray(), bytearray()
        self._threads: list[threading.Thread] = []
        self._begin(self._serve)

    def _begin(self, task: "object", *words: object) -> None:
        thread = threading.Thread(target=task, args=words, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                self._begin(self._carry, self._server.accept()[0])

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(("127.0.0.1", self._target)) as far:
            back = threading.Thread(target=self._copy, args=(far, near, self.given), daemon=True)
            back.start()
            self._copy(near, far, self.sent)
            back.join()

    @staticmethod
    def _copy(source: socket.socket, to: socket.socket, kept: bytearray) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                kept += data
                to.sendall(data)
        for each in (source, to):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        # Closing alone does not wake who waits in accept().
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for thread in self._threads:
            thread.join(10)


@contextmanager
def wire(port: int) -> Iterator[Wire]:
    found = Wire(port)
    try:
        yield found
    finally:
        found.close()


@pytest.fixture(scope="module")
def secure(
    stolen: Stolen, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[System, Path]]:
    """The stolen vault again, with TLS."""
    folder = tmp_path_factory.mktemp("secure")
    data = Path(shutil.copytree(stolen.whole, folder / "data"))
    cert, key = write_pair(folder, "pair")
    words = ("--tls-cert", str(cert), "--tls-key", str(key), "--without", "worker")
    with running(data, free_ports(), *words) as system:
        yield system, cert


def test_what_is_recorded_holds_no_secret_and_no_content(
    secure: tuple[System, Path], stolen: Stolen, told: Told
) -> None:
    system, cert = secure
    found = stolen.hers.enrolled
    with wire(system.port) as tap:
        url = f"https://127.0.0.1:{tap.port}"
        me = sign_in(url, found.login_code, PASSPHRASE, found.root, verify=str(cert))
        before = len(tap.given)
        opened = open_extraction(me, stolen.hers.eid)
        opened.read_segment(0)
        fetched = len(tap.given) - before
    heard = bytes(tap.sent + tap.given)
    assert len(heard) > 10_000
    secrets = [
        found.login_code.encode(),
        bytes.fromhex(found.login_code),
        PASSPHRASE.encode(),
        me.token.encode(),
        found.identity.root,
        stolen.hers.eid.hex().encode(),
        b"/v1/extractions",
        *stolen.texts,
    ]
    assert not [secret for secret in secrets if secret in heard]
    # How much she fetched shows: the catalogue and one piece of a pack, sealed and padded.
    assert fetched > len(stolen.opened.catalogue.segments) * 32
    told(
        ("recording a whole visit, over TLS", "that she came, when, and how many bytes"),
        ("reading anything in it", "nothing"),
    )


def test_who_answers_instead_is_not_spoken_to(
    secure: tuple[System, Path], stolen: Stolen, tmp_path: Path, told: Told
) -> None:
    _, own = secure
    cert, key = write_pair(tmp_path, "attacker")
    data = tmp_path / "data"
    found = stolen.hers.enrolled
    with running(data, free_ports(), "--tls-cert", str(cert), "--tls-key", str(key)) as other:
        for verify in (str(own), True):
            with wire(other.port) as tap:
                url = f"https://127.0.0.1:{tap.port}"
                with pytest.raises(StoreUnavailable):
                    sign_in(url, found.login_code, PASSPHRASE, found.root, verify=verify)
                assert found.login_code.encode() not in bytes(tap.sent)
    told(
        ("answering in the vault's place, with a certificate of its own", "nothing is sent to it"),
        has="the wire, to answer on",
    )


def test_her_client_does_not_speak_in_clear(stolen: Stolen, told: Told) -> None:
    found = stolen.hers.enrolled
    for url in ("http://vault.example", "http://192.0.2.1:8000"):
        with pytest.raises(Invalid):
            Remote(url)
        with pytest.raises(Invalid):
            sign_in(url, found.login_code, PASSPHRASE, found.root, verify=True)
    told(
        ("an address without TLS that is not this machine", "nothing: the command line refuses"),
        has="the wire, and an address that she was sent",
    )
