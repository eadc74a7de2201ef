"""What marks must do: files here, a server's locks by tests/servers/test_contract.py."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from consent.drain import Drain
from consent.marks import AnyMarks, Marks
from tests.conftest import ROOT
from vault.ids import Uid

HER, OTHER = Uid(b"\x01" * 16), Uid(b"\x02" * 16)
OURS, THEIRS = b"\x0a" * 16, b"\x0b" * 16
Open = Callable[[bytes], AnyMarks]
FILES = "from pathlib import Path; from consent.marks import Marks; marks = Marks(Path({!r}), {!r})"
DELIVERING = """
import sys
from consent.drain import Drain
from vault.ids import Uid
with Drain(marks).delivering(Uid(bytes.fromhex(sys.argv[1]))):
    print("delivering", flush=True)
    sys.stdin.readline()
print("done", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """Opens marks that share a place, by the process's id."""
    return lambda holder: Marks(tmp_path / "marks", holder)


@pytest.fixture
def elsewhere(tmp_path: Path) -> str:
    """A program's beginning that opens the same marks as somebody else."""
    return FILES.format(str(tmp_path / "marks"), THEIRS)


@pytest.fixture
def marks(opened: Open) -> Iterator[AnyMarks]:
    with closing(opened(OURS)) as made:
        yield made


@pytest.fixture
def holder(marks: AnyMarks, elsewhere: str) -> Iterator["subprocess.Popen[str]"]:
    """A real process that is delivering from her vault."""
    del marks
    words = [sys.executable, "-c", elsewhere + DELIVERING, HER.hex()]
    process = subprocess.Popen(
        words, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "delivering\n"
        yield process
        process.kill()


def test_a_mark_is_live_until_it_is_taken_away(marks: AnyMarks, opened: Open) -> None:
    mark, second = marks.set("x"), marks.set("x")
    with closing(opened(THEIRS)) as other:
        for seen_by in (marks, other):
            first, _ = sorted(seen_by.live("x"))
            assert seen_by.is_live(first)
            assert seen_by.live("y") == []
        mark.take_away()
        assert [len(each.live("x")) for each in (marks, other)] == [1, 1]
        # In whatever thread.
        thread = threading.Thread(target=second.take_away)
        thread.start()
        thread.join()
        assert [each.live("x") for each in (marks, other)] == [[], []]
        assert not other.is_live(first)


def test_a_process_lives_until_it_says_that_it_has_ended(marks: AnyMarks, opened: Open) -> None:
    other = opened(THEIRS)
    assert marks.holder == OURS
    assert marks.lives(OURS)
    assert marks.lives(THEIRS)
    other.close()
    limit = time.monotonic() + 5
    while marks.lives(THEIRS) and time.monotonic() < limit:
        time.sleep(0.01)
    assert not marks.lives(THEIRS)
    assert not marks.lives(b"\x0c" * 16)


def test_a_delivery_of_another_process_is_waited_for(
    marks: AnyMarks, holder: "subprocess.Popen[str]"
) -> None:
    drain = Drain(marks)
    assert drain.wait(OTHER, 5) == 0
    assert drain.wait(HER, 0.05) == 1
    assert holder.stdin is not None

    def tell(stream: object) -> None:
        print(file=stream, flush=True)  # type: ignore[call-overload]  # a text stream

    timer = threading.Timer(0.2, tell, [holder.stdin])
    timer.start()
    began = time.monotonic()
    assert drain.wait(HER, 10) == 0
    assert 0.15 < time.monotonic() - began < 5
    assert marks.lives(THEIRS)


def test_a_killed_process_holds_nothing_up(
    marks: AnyMarks, holder: "subprocess.Popen[str]"
) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert Drain(marks).wait(HER, 5) == 0
    assert not marks.lives(THEIRS)


def test_a_stopped_process_is_waited_for(marks: AnyMarks, holder: "subprocess.Popen[str]") -> None:
    os.kill(holder.pid, signal.SIGSTOP)
    assert Drain(marks).wait(HER, 0.5) == 1
    os.kill(holder.pid, signal.SIGCONT)


def test_deliveries_that_begin_later_are_not_waited_for(marks: AnyMarks) -> None:
    drain = Drain(marks)
    stopping = threading.Event()
    begun = threading.Semaphore(0)

    def deliver() -> None:
        while not stopping.is_set():
            with drain.delivering(HER):
                begun.release()
                stopping.wait(0.002)

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in threads:
        begun.acquire()
    began = time.monotonic()
    assert [drain.wait(HER, 5) for _ in range(5)] == [0] * 5
    assert time.monotonic() - began < 4
    stopping.set()
    for thread in threads:
        thread.join()


def test_many_marks_of_many_threads_are_all_taken_away(marks: AnyMarks) -> None:
    def work(number: int) -> None:
        kind = f"k{number % 3}"
        for _ in range(40):
            with ExitStack() as stack:
                for _ in range(5):
                    stack.callback(marks.set(kind).take_away)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [marks.live(f"k{number}") for number in range(3)] == [[], [], []]
