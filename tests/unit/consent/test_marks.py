"""Marks in files, beyond what all marks do alike (tests/contract/test_marks.py)."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from consent.drain import Drain
from consent.marks import Marks, clear_marks
from tests.conftest import ROOT
from vault.errors import StoreUnavailable
from vault.ids import Uid

HER, OTHER = Uid(b"\x01" * 16), Uid(b"\x02" * 16)
OURS, THEIRS = b"\x0a" * 16, b"\x0b" * 16

HOLDER = """
import sys, time
from pathlib import Path
from consent.drain import Drain
from consent.marks import Marks
from vault.ids import Uid
marks = Marks(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
with Drain(marks).delivering(Uid(bytes.fromhex(sys.argv[3]))):
    print("delivering", flush=True)
    sys.stdin.readline()
print("done", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[Marks]:
    made = Marks(tmp_path / "marks", OURS)
    yield made
    made.close()


@pytest.fixture
def holder(tmp_path: Path, marks: Marks) -> Iterator["subprocess.Popen[str]"]:
    """A real process that is delivering from her vault."""
    del marks
    words = [sys.executable, "-c", HOLDER, str(tmp_path / "marks"), THEIRS.hex(), HER.hex()]
    process = subprocess.Popen(
        words, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "delivering\n"
        yield process
        process.kill()


def test_a_process_lives_until_it_says_that_it_has_ended(tmp_path: Path, marks: Marks) -> None:
    other = Marks(tmp_path / "marks", THEIRS)
    assert marks.lives(OURS)
    assert marks.lives(THEIRS)
    other.close()
    assert not marks.lives(THEIRS)
    assert not marks.lives(b"\x0c" * 16)


def test_a_killed_process_holds_nothing_up(
    marks: Marks, holder: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert len(list((tmp_path / "marks").iterdir())) == 3
    assert Drain(marks).wait(HER, 5) == 0
    assert not marks.lives(THEIRS)
    # What the dead left is gone, and what lives is there.
    assert [path.name for path in (tmp_path / "marks").iterdir()] == [f"process.{OURS.hex()}"]


def test_what_cannot_be_found_out_counts_as_live(
    marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(*_: object) -> int:
        raise OSError(24, "too many open files")

    drain = Drain(marks)
    with drain.delivering(HER):
        with monkeypatch.context() as patched:
            patched.setattr(os, "open", none_left)
            assert drain.wait(HER, 0.05) == 1
            with pytest.raises(StoreUnavailable), drain.delivering(HER):
                pytest.fail("delivered without a mark")
        with monkeypatch.context() as patched:
            patched.setattr(os, "scandir", none_left)
            assert drain.wait(OTHER, 0.05) == 1
    assert drain.wait(HER, 0.05) == 0


def test_clearing_leaves_nothing(tmp_path: Path, marks: Marks) -> None:
    (tmp_path / "marks" / ".half").touch()
    assert marks.lives(OURS)
    clear_marks(tmp_path / "marks")
    assert list((tmp_path / "marks").iterdir()) == []
    clear_marks(tmp_path / "new")
    assert (tmp_path / "new").is_dir()
