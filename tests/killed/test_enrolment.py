"""An enrolment that dies or has no room: the code is used once what it is for is on disk."""

import json
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.liar import Liar
from tests.cli.running import run
from tests.killed.conftest import Forker, Room
from vault.identity_file import needs_passphrase


@pytest.fixture
def vault() -> Iterator[Liar]:
    found = Liar()

    def answer(method: str, path: str, _body: bytes) -> tuple[int, Any]:
        assert (method, path) in {("GET", "/v1/policy"), ("POST", "/v1/accounts")}
        return 200, {"roots": ["ef" * 32]}

    found.answer = answer
    yield found
    found.close()


def enrolment(vault: Liar, room: Room) -> tuple[object, ...]:
    code, secret = room.folder.parent / "code", room.folder.parent / "secret"
    code.write_text("ab" * 16 + "\n")
    secret.write_text("her passphrase")
    return (
        *("account", "enrol", vault.url, "--out", room.out),
        *("--code-file", code, "--passphrase-file", secret),
    )


def names(room: Room) -> list[str]:
    """Give what is there of the three files, in the order in which they get their names."""
    return [name for name in ("out", "out.key", "out.key.pub") if (room.folder / name).exists()]


def accounts(vault: Liar) -> int:
    return [path for _, path, _ in vault.heard].count("/v1/accounts")


def test_the_login_file_is_there_before_anything_else(
    vault: Liar, forker: Forker, tmp_path: Path
) -> None:
    seen = set()
    for at in range(1, 100):
        vault.heard.clear()
        room = Room(tmp_path / str(at))
        found = forker(enrolment(vault, room), room.scratch, at=at, act="kill")
        if found["code"] == 0:
            break
        assert found["code"] == -signal.SIGKILL
        there = names(room)
        seen.add(len(there))
        # The login file finds the account, and the account holds the identity.
        assert there == ["out", "out.key", "out.key.pub"][: len(there)]
        if there:
            assert accounts(vault) == 1
            assert len(json.loads(room.out.read_bytes())["login_code"]) == 32
        else:
            again = forker(enrolment(vault, room), room.scratch)
            assert again["code"] == 0
            assert names(room) == ["out", "out.key", "out.key.pub"]
            assert needs_passphrase((room.folder / "out.key").read_bytes())
            assert [path.name for path in room.folder.glob("*.partial*")] == []
        shutil.rmtree(room.folder)
    assert seen == {0, 1, 2, 3}


def test_a_full_disk_uses_up_no_code(vault: Liar, forker: Forker, tmp_path: Path) -> None:
    unused = 0
    for at in range(1, 100):
        vault.heard.clear()
        room = Room(tmp_path / str(at))
        found = forker(enrolment(vault, room), room.scratch, at=at, act="full")
        if found["code"] == 0:
            break
        assert found["code"] == 4
        assert "the disk is full" in json.loads(found["out"])["error"]["detail"]
        assert [path.name for path in room.folder.glob("*.partial*")] == []
        if accounts(vault):
            # Only naming what is whole already can still fail.
            assert unused > 6
        unused += not accounts(vault)
    assert unused > 6


def test_a_code_is_never_an_argument(vault: Liar, tmp_path: Path) -> None:
    room = Room(tmp_path / "room")
    words = enrolment(vault, room)[:5]
    code, document = run(*words, "--code", "ab" * 16)
    assert (code, document["error"]["type"]) == (2, "invalid")
    code, document = run(*words)
    assert (code, document["error"]["type"]) == (2, "invalid")
    assert "--code-file or --code-fd" in document["error"]["detail"]
    assert vault.heard == []
