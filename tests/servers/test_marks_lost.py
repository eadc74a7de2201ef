"""A process whose session of marks is gone ends at once: nobody sees what it delivers."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from api.postgres import Where
from api.postgres_marks import PostgresMarks
from api.wiring import EXIT_LOST
from consent.drain import Drain
from tests.conftest import ROOT
from vault.errors import StoreUnavailable
from vault.ids import Uid

HER, THEIRS = Uid(b"\x01" * 16), b"\x0b" * 16
DELIVERING = """
import sys, time
from api.postgres import Where
from api.postgres_marks import PostgresMarks
from api.wiring import _marks_lost
from consent.drain import Drain
from vault.ids import Uid
marks = PostgresMarks(Where(*sys.argv[1:3]), bytes.fromhex(sys.argv[3]), _marks_lost)
with Drain(marks).delivering(Uid(bytes.fromhex(sys.argv[4]))):
    print("delivering", flush=True)
    time.sleep(60)
"""
END_OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def holder(where: Where) -> Iterator["subprocess.Popen[str]"]:
    words = [where.address, str(where.password), THEIRS.hex(), HER.hex()]
    process = subprocess.Popen(
        [sys.executable, "-c", DELIVERING, *words],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "delivering\n"
        yield process
        process.kill()


def test_a_process_that_delivers_ends_when_its_session_does(
    where: Where, holder: "subprocess.Popen[str]"
) -> None:
    with where.connect() as session:
        session.execute(END_OTHERS)
    began = time.monotonic()
    assert holder.wait(30) == EXIT_LOST
    assert time.monotonic() - began < 10
    assert holder.stderr is not None
    assert "session is gone" in holder.stderr.read()


def test_the_loss_is_told_once_and_nothing_is_marked_after_it(where: Where) -> None:
    told = threading.Semaphore(0)
    with closing(PostgresMarks(where, THEIRS, told.release)) as marks:
        mark = marks.set(HER.hex())
        with where.connect() as session:
            session.execute(END_OTHERS)
        assert told.acquire(timeout=20)
        with pytest.raises(StoreUnavailable), Drain(marks).delivering(HER):
            pytest.fail("delivered without a mark")
        # Taking away what is gone is no error; whoever withdraws is told of one at least.
        mark.take_away()
        assert Drain(marks).wait(HER, 0.05) == 1
        assert not told.acquire(timeout=1.5)


def test_who_closes_its_marks_is_not_told_of_a_loss(where: Where) -> None:
    told = threading.Event()
    PostgresMarks(where, THEIRS, told.set).close()
    assert not told.wait(1.5)


def test_two_processes_have_two_ids(where: Where) -> None:
    with (
        closing(PostgresMarks(where, THEIRS, lambda: None)),
        pytest.raises(StoreUnavailable, match="another process"),
    ):
        PostgresMarks(where, THEIRS, lambda: None)
