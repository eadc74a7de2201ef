"""Identity files: made once, private, under a passphrase or said to be without."""

import os
import stat
from pathlib import Path

import pytest

from tests.cli.running import done, run

SECRET = "six words that nobody would guess"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(f"{SECRET}\n")
    return path


@pytest.mark.parametrize(("kind", "length"), [("person", 1249), ("organisation", 3201)])
def test_a_new_key_and_its_public_end(tmp_path: Path, kind: str, length: int) -> None:
    made = done("keys", "new", "--kind", kind, tmp_path / "key")
    assert made == {
        "fp": made["fp"],
        "kind": kind,
        "public": str(tmp_path / "key.pub"),
        "protected": False,
    }
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert len((tmp_path / "key.pub").read_bytes()) == length
    for name in ("key", "key.pub"):
        assert done("keys", "show", tmp_path / name) == {"fp": made["fp"], "kind": kind}


def test_a_key_under_a_passphrase_opens_with_it_alone(tmp_path: Path, secret: Path) -> None:
    key = tmp_path / "key"
    made = done("keys", "new", "--kind", "person", key, "--passphrase-file", secret)
    assert made["protected"] is True
    assert b"root" not in key.read_bytes()
    assert done("keys", "show", key, "--passphrase-file", secret)["fp"] == made["fp"]
    code, document = run("keys", "show", key)
    assert (code, document["error"]["type"]) == (2, "invalid")
    secret.write_text("another passphrase")
    code, document = run("keys", "show", key, "--passphrase-file", secret)
    assert (code, document["error"]["type"]) == (1, "integrity")


def test_a_passphrase_comes_by_a_descriptor(tmp_path: Path) -> None:
    made = {}
    for words in (("new", "--kind", "person"), ("show",)):
        reading, writing = os.pipe()
        os.write(writing, SECRET.encode())
        os.close(writing)
        made[words[0]] = done("keys", *words, tmp_path / "key", "--passphrase-fd", reading)
    assert made["new"]["fp"] == made["show"]["fp"]
    assert made["new"]["protected"] is True


@pytest.mark.parametrize("taken", ["key", "key.pub"])
def test_nothing_is_overwritten(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_text("something else")
    code, document = run("keys", "new", "--kind", "person", tmp_path / "key")
    assert (code, document["error"]["type"]) == (2, "invalid")
    assert "choose a new name" in document["error"]["detail"]
    assert [path.name for path in tmp_path.iterdir()] == [taken]
    assert (tmp_path / taken).read_text() == "something else"


@pytest.mark.parametrize("words", [b"", b"not a key", b"{}", b'{"v":1}', b"\x03" * 1249])
def test_what_is_no_key_is_said_to_be_none(tmp_path: Path, words: bytes) -> None:
    (tmp_path / "key").write_bytes(words)
    code, document = run("keys", "show", tmp_path / "key")
    assert (code, document["error"]["type"]) == (2, "invalid")
    assert str(tmp_path / "key") in document["error"]["detail"]


def test_a_closed_descriptor_is_wrong_usage(tmp_path: Path) -> None:
    code, document = run("keys", "new", "--kind", "person", tmp_path / "k", "--passphrase-fd", 987)
    assert (code, document["error"]["type"]) == (2, "invalid")
    assert not (tmp_path / "k").exists()
