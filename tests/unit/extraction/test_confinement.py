"""What a reading process can reach: its source, its scratch folder, and nothing else."""

import json
import os
import socket
from pathlib import Path

import pytest

from extraction import sandbox, sandbox_process
from extraction.ledger import Ledger
from tests.unit.extraction.confined import MADE, made_source, read_confined

pytestmark = pytest.mark.usefixtures("made")
UNCONFINED = "the reading process is not confined in"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_process, "_START", MADE)


def tried(folder: Path, *rows: str) -> tuple[list[str], Ledger]:
    """Let a reader try things; give what came of each."""
    found = read_confined(made_source(folder, [f"a|{row}" for row in rows]))
    texts = [json.loads(each)["text"][0]["value"] for each in found.records]
    return texts, found.ledger


def told(ledger: Ledger, measure: str) -> bool:
    """Tell whether the ledger says that a measure does not hold here."""
    return any(UNCONFINED in warning and measure in warning for warning in ledger.warnings)


def test_no_other_file_can_be_read_or_written(tmp_path: Path) -> None:
    key = tmp_path / "guardian.key"
    key.write_text("secret")
    rows = (f"open|{key}", "open|/etc/passwd", f"open|{tmp_path}/../x", "open|relative")
    texts, _ = tried(tmp_path, *rows, f"write|{tmp_path}/new", f"write|{tmp_path}/rows.txt")
    assert texts == ["PermissionError"] * 6
    assert not (tmp_path / "new").exists()


def test_nor_below_the_interpreter(tmp_path: Path) -> None:
    key = tmp_path / "guardian.key"
    key.write_text("secret")
    texts, ledger = tried(tmp_path, f"open below|{key}", f"open below|{tmp_path}/rows.txt")
    assert texts == ["EACCES", "done"] or told(ledger, "files")


def test_there_is_no_network(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        texts, ledger = tried(tmp_path, f"connect|{port}", f"connect below|{port}")
        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()
    assert texts[0] == "PermissionError"
    assert texts[1] in ("EACCES", "ENETUNREACH") or told(ledger, "network")


def test_no_program_can_be_started(tmp_path: Path) -> None:
    texts, ledger = tried(tmp_path, "run|/bin/true", "run below|/bin/true")
    assert texts == ["PermissionError", "EACCES"] or told(ledger, "files")


def test_it_inherits_no_open_file_and_no_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SECRET", "secret")
    handle = os.open(os.devnull, os.O_RDONLY)
    os.set_inheritable(handle, True)  # noqa: FBT003 its one form
    try:
        texts, _ = tried(tmp_path, "handles|", "environment|")
    finally:
        os.close(handle)
    # Standard input, output and errors go nowhere; the other two are the pipes.
    assert len(json.loads(texts[0])) == 5
    assert "A_SECRET" not in texts[1]
    assert set(json.loads(texts[1].replace("'", '"'))) <= {"LC_ALL", "TMPDIR", "LC_CTYPE"}


def test_no_file_grows_beyond_the_limit_and_not_too_many_are_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "FILE", 50_000)
    texts, ledger = tried(tmp_path, "fill|", "many|")
    assert texts[0] == "EFBIG after 50000" or told(ledger, "written files")
    assert texts[1] == "EMFILE" or told(ledger, "open files")


def test_all_measures_hold_on_this_system_or_the_ledger_says_which_do_not(tmp_path: Path) -> None:
    _, ledger = tried(tmp_path, "say|hello")
    warnings = [warning for warning in ledger.warnings if UNCONFINED in warning]
    assert len(warnings) <= 1
    for warning in warnings:
        named = warning.removeprefix(f"{UNCONFINED}: ").split(", ")
        assert set(named) <= {
            "network",
            "files",
            "memory",
            "time",
            "written files",
            "open files",
            "processes",
        }
