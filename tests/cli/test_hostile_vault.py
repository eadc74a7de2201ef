"""A vault that lies: what the client refuses, and what it never sends."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from extraction.made import write_made_source
from tests.cli.liar import Answer, Liar
from tests.cli.running import Desk, done, run
from tests.conftest import seeded_random
from tests.integration.conftest import free_ports
from vault.canonical import b64
from vault.ids import Eid
from vault.ingest import parse_ingest


@pytest.fixture
def liar() -> Iterator[Liar]:
    found = Liar()
    yield found
    found.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    found = Desk(folder)
    found.seal(write_made_source(folder / "made", random=seeded_random("liar"), days=4))
    (folder / "scope.json").write_text('{"c":["message"]}')
    return found


def error(*words: object) -> tuple[int, str]:
    code, document = run(*words)
    return code, document["error"]["type"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [("../../secret", "file"), ("pack", "../../secret"), ("pack", "ab" * 16), ("wrap", "wrap.bin")],
)
def test_it_gets_no_file_that_is_not_part_of_the_extraction(
    liar: Liar, desk: Desk, tmp_path: Path, kind: str, name: str
) -> None:
    liar.answer = lambda *_: (200, {"missing": [{"kind": kind, "name": name, "length": 9}]})
    session = liar.session(tmp_path / "session", "guardian")
    assert error("upload", desk.folder / "sealed", "--session", session) == (1, "integrity")
    assert [method for method, _, _ in liar.heard] == ["POST"]


def test_its_confirmation_of_another_statement_is_refused(
    liar: Liar, desk: Desk, tmp_path: Path
) -> None:
    ingest, _ = parse_ingest((desk.folder / "sealed" / "ingest.dsse.json").read_bytes())

    def answer(_method: str, path: str, _body: bytes) -> tuple[int, Any]:
        if path.endswith("/commit"):
            root = ingest.root.hex()
            return 200, {"root": root, "statement": b64(bytes(32)), "log_index": 1}
        return 200, {"missing": [], "state": "sealed"}

    liar.answer = answer
    session = liar.session(tmp_path / "session", "guardian")
    assert error("upload", desk.folder / "sealed", "--session", session) == (1, "integrity")
    assert liar.heard[-1][1].endswith("/commit")


@pytest.mark.parametrize("count", [0, 1, 10_000])
def test_hashes_that_it_cannot_know_are_not_believed(
    liar: Liar, desk: Desk, tmp_path: Path, count: int
) -> None:
    """It has none of the files, and says that it has all of them."""

    def answer(_method: str, path: str, body: bytes) -> tuple[int, Any]:
        if path.endswith("/read-back"):
            asked = len(json.loads(body)["files"])
            return 200, {"hashes": [b64(bytes(32))] * (asked if count == 10_000 else count)}
        return 200, {"missing": [], "state": "uploading"}

    liar.answer = answer
    session = liar.session(tmp_path / "session", "guardian")
    assert error("upload", desk.folder / "sealed", "--session", session) == (1, "integrity")
    assert liar.heard[-1][1].endswith("/read-back")


def test_weak_parameters_get_no_answer_made_with_the_passphrase(liar: Liar, tmp_path: Path) -> None:
    weak = b"\x01" + (1).to_bytes(4) + (8).to_bytes(4) + (1).to_bytes(4) + bytes(16)
    liar.answer = lambda *_: (200, {"uid": "ab" * 16, "params": b64(weak)})
    login = tmp_path / "login"
    login.write_text(json.dumps({"url": liar.url, "login_code": "ab" * 16, "root": "ef" * 32}))
    secret = tmp_path / "secret"
    secret.write_text("her passphrase")
    words = ("account", "login", login, "--session", tmp_path / "s", "--passphrase-file", secret)
    assert error(*words) == (1, "refused")
    assert [path for _, path, _ in liar.heard] == ["/v1/sign-in/params"]
    assert not (tmp_path / "s").exists()


def test_a_redirect_is_not_followed_with_the_token(liar: Liar, tmp_path: Path) -> None:
    other = Liar()
    try:
        liar.answer = lambda *_: (307, f"{other.url}/v1/grants".encode())
        session = liar.session(tmp_path / "session", "survivor")
        assert error("grants", "--session", session) == (1, "internal")
        assert other.heard == []
    finally:
        other.close()


@pytest.mark.parametrize("said", [b"<html>", b"", b'{"type":5}', b"[]"])
def test_what_is_no_vault_is_said_to_be_none(liar: Liar, tmp_path: Path, said: bytes) -> None:
    liar.answer = lambda *_: (500, said)
    session = liar.session(tmp_path / "session", "survivor")
    assert error("grants", "--session", session) == (1, "internal")
    assert error("collect", "--session", liar.session(tmp_path / "s", "investigator"))[0] == 1


def test_lines_come_in_pages_that_follow_each_other(liar: Liar, tmp_path: Path) -> None:
    def line(index: int) -> dict[str, object]:
        said = {"act": "grant", "out": "done", "role": "survivor", "reason": "", "ref": None}
        return {"index": index, "t": 0, "entry": "", "proof": None, **said}

    def page(_method: str, path: str, _body: bytes) -> tuple[int, Any]:
        start = int(parse_qs(urlsplit(path).query)["start"][0])
        after = start + 2 if start < 4 else None
        lines = [line(at) for at in range(start, min(start + 2, 5))]
        return 200, {"lines": lines, "policy": "", "count": 5, "next": after}

    liar.answer = page
    session = liar.session(tmp_path / "session", "survivor")
    found = done("log", "--session", session)["lines"]
    assert [row["index"] for row in found] == [0, 1, 2, 3, 4]
    for wrong in ({"lines": [], "next": 0}, {"lines": [line(0)], "next": 2}):
        liar.answer = lambda *_, wrong=wrong: (200, {"policy": "", "count": 9, **wrong})
        assert error("log", "--session", session) == (1, "integrity")


def test_a_vault_that_is_away_is_busy(tmp_path: Path, liar: Liar) -> None:
    session = liar.session(tmp_path / "session", "survivor")
    session.write_text(session.read_text().replace(liar.url, f"http://127.0.0.1:{free_ports()}"))
    assert error("grants", "--session", session) == (4, "busy")


@pytest.mark.parametrize("url", ["http://vault.example", "ftp://127.0.0.1", "vault", "http://"])
def test_secrets_go_to_no_address_in_clear(url: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a password")
    words = ("staff", "login", url, "--login", "x", "--session", tmp_path / "s")
    assert error(*words, "--passphrase-file", secret) == (2, "invalid")


def serving(sealed: Path, eid: Eid, spoil: str) -> Answer:
    """Serve a sealed folder as a vault does, with one byte changed in what `spoil` names."""
    spoiled = {name: (sealed / name).read_bytes() for name in ("leaves.bin", "catalogue.box")}
    wrap = (sealed / "wrap.bin").read_bytes()

    def changed(data: bytes) -> bytes:
        return bytes([data[0] ^ 1]) + data[1:]

    def answer(_method: str, path: str, _body: bytes) -> tuple[int, Any]:
        rest = path.removeprefix(f"/v1/extractions/{eid.hex()}/")
        if rest == "open":
            return 200, {
                "wrap": b64(changed(wrap) if spoil == "wrap" else wrap),
                "ingest": b64((sealed / "ingest.dsse.json").read_bytes()),
                "certs": b64((sealed / "certs.json").read_bytes()),
                "receipt": None,
            }
        if rest == "files/leaves":
            data = spoiled["leaves.bin"]
            return 200, changed(data) if spoil == "leaves" else data
        if rest == "files/catalogue":
            data = spoiled["catalogue.box"]
            return 200, changed(data) if spoil == "catalogue" else data
        if rest.startswith("objects/"):
            data = (sealed / rest).read_bytes()
            return 200, changed(data) if spoil == "object" else data
        name, _, query = rest.removeprefix("packs/").partition("?")
        offset, length = (int(part.split("=")[1]) for part in query.split("&"))
        data = (sealed / "packs" / name).read_bytes()[offset : offset + length]
        return 200, changed(data) if spoil == "pack" else data[1:] if spoil == "short" else data

    return answer


@pytest.mark.parametrize(
    "spoil", ["nothing", "wrap", "leaves", "catalogue", "pack", "short", "object"]
)
def test_one_changed_byte_of_what_it_gives_is_found(
    liar: Liar, desk: Desk, tmp_path: Path, spoil: str
) -> None:
    sealed = desk.folder / "sealed"
    ingest, _ = parse_ingest((sealed / "ingest.dsse.json").read_bytes())
    liar.answer = serving(sealed, ingest.eid, spoil)
    session = liar.session(tmp_path / "session", "survivor")
    words = (
        *("preview", f"{liar.url}/{ingest.eid.hex()}", "--session", session),
        *("--identity", desk.key("survivor"), "--scope", desk.folder / "scope.json"),
    )
    if spoil == "nothing":
        offline = done("preview", sealed, *words[4:])
        assert done(*words) == offline
        # Packs come in pieces, not segment by segment.
        packs = [path for _, path, _ in liar.heard if "/packs/" in path]
        assert len(packs) < len({row["segment"] for row in offline["records"]})
        return
    assert error(*words) == (1, "integrity")
