"""The witness over HTTP (C2SP tlog-witness): statuses, media types, and a full disk."""

import contextlib
import hashlib
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from api.witness_app import MAX_REQUEST, local_witness, witness_app
from api.witness_client import HttpWitness
from audit import witnessing
from audit.checkpoint import Checkpoint
from audit.errors import MalformedNote, Pushback
from audit.log_key import LogKey
from audit.merkle import Tree, leaf_hash
from audit.note import parse_signatures
from audit.witness_state import STATE
from audit.witnessing import Asked, Witness, marshal_request

LOG = LogKey.of_seed("vault.example/audit/1", b"\x05" * 32)
LEAVES = [leaf_hash(bytes([at])) for at in range(9)]
HASHED = hashlib.sha256(LOG.origin.encode()).hexdigest()


def request(old: int, new: int, leaves: list[bytes] = LEAVES, log: LogKey = LOG) -> bytes:
    tree = Tree(leaves[:new])
    note = log.sign(Checkpoint(log.origin, new, tree.root()), seconds=5).marshal()
    return marshal_request(Asked(old, tuple(tree.consistency(old)), note)).encode()


@pytest.fixture
def witness(tmp_path: Path, seeded: Any) -> Witness:  # noqa: ANN401 chance
    return local_witness(tmp_path / "witness", LOG.verifiers()[0], seeded)


@contextmanager
def served(witness: Witness) -> Iterator[str]:
    """Serve a witness on a free port of this machine; give its address."""
    app = witness_app(witness, [LOG.origin])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture
def client(witness: Witness) -> Iterator[httpx.Client]:
    with served(witness) as url, httpx.Client(base_url=url) as found:
        yield found


def test_a_cosignature_comes_back_and_the_newest_note_is_public(client: httpx.Client) -> None:
    answer = client.post("/add-checkpoint", content=request(0, 5))
    assert answer.status_code == 200
    (line,) = parse_signatures(answer.text)
    assert line.name == "local.not-independent"
    shown = client.get(f"/{HASHED}/checkpoint")
    assert shown.status_code == 200
    assert shown.text.endswith(answer.text)
    assert shown.headers["access-control-allow-origin"] == "*"


def test_a_conflict_says_the_size_in_its_own_media_type(client: httpx.Client) -> None:
    client.post("/add-checkpoint", content=request(0, 5))
    answer = client.post("/add-checkpoint", content=request(3, 8))
    assert (answer.status_code, answer.text) == (409, "5\n")
    assert answer.headers["content-type"] == "text/x.tlog.size"


def test_each_refusal_has_its_status(client: httpx.Client) -> None:
    client.post("/add-checkpoint", content=request(0, 5))
    other = LogKey.of_seed("other.example", b"\x05" * 32)
    stranger = LogKey.of_seed(LOG.origin, b"\x07" * 32)
    forked = [leaf_hash(bytes([at, 0])) for at in range(9)]
    for sent, status in (
        (b"", 400),
        (b"old 0\n\n\xff", 400),
        (b"old 0\n" + b"A" * MAX_REQUEST, 413),
        (request(0, 5, log=other), 404),
        (request(0, 5, log=stranger), 403),
        (request(5, 8).replace(b"old 5", b"old 9"), 400),
        (request(5, 8, forked), 422),
        (request(5, 8), 200),
    ):
        answer = client.post("/add-checkpoint", content=sent)
        assert answer.status_code == status, sent[:40]
    assert client.get("/add-checkpoint").status_code in (404, 405)
    assert client.get(f"/{'0' * 64}/checkpoint").status_code == 404


def test_before_its_first_cosignature_it_shows_nothing(client: httpx.Client) -> None:
    assert client.get(f"/{HASHED}/checkpoint").status_code == 404


def test_a_full_disk_cosigns_nothing_and_says_so(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(witnessing, "write_state", full)
        answer = client.post("/add-checkpoint", content=request(0, 5))
        assert answer.status_code == 503
        assert "—" not in answer.text
        assert client.get(f"/{HASHED}/checkpoint").status_code == 404
    assert client.post("/add-checkpoint", content=request(0, 5)).status_code == 200


def test_evidence_that_cannot_be_kept_is_refused_all_the_same(
    client: httpx.Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client.post("/add-checkpoint", content=request(0, 5))
    (tmp_path / "witness" / "evidence").write_text("in the way")
    forked = [leaf_hash(bytes([at, 0])) for at in range(9)]
    assert client.post("/add-checkpoint", content=request(5, 8, forked)).status_code == 422
    assert "evidence" in caplog.text


def test_a_key_without_its_memory_is_not_used_again(tmp_path: Path, seeded: Any) -> None:  # noqa: ANN401 chance
    key = LOG.verifiers()[0]
    local_witness(tmp_path, key, seeded).add_checkpoint(request(0, 5).decode())
    (tmp_path / STATE).unlink()
    with pytest.raises(MalformedNote, match="memory"):
        local_witness(tmp_path, key, seeded)


def test_the_client_tells_nothing_seen_from_not_answering(witness: Witness) -> None:
    """A witness that fails must not pass for one that saw nothing."""
    with served(witness) as url, closing(HttpWitness("w", url)) as asked:
        assert asked.latest(HASHED) is None
        old = Asked(
            0, (), LOG.sign(Checkpoint(LOG.origin, 0, Tree([]).root()), seconds=5).marshal()
        )
        assert asked.add_checkpoint(old)[0] == 200
        note = asked.latest(HASHED)
        assert note is not None
    with closing(HttpWitness("w", url)) as asked, pytest.raises(Pushback):
        asked.latest(HASHED)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 600_000,
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\xff",
        b"nothing of HTTP\r\n\r\n",
    ],
)
def test_whatever_else_answers_is_no_witness(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def reply() -> None:
            peer, _ = listening.accept()
            with peer, contextlib.suppress(OSError):
                peer.recv(65_536)
                peer.sendall(answer)

        thread = threading.Thread(target=reply)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with closing(HttpWitness("w", url)) as asked, pytest.raises(Pushback):
            asked.latest(HASHED)
        thread.join(10)
