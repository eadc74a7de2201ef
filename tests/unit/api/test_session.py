"""One SQLite file and several writers: nothing is lost, nobody waits for ever."""

import multiprocessing
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection

from api.session import SqliteDatabase
from audit import repository as log
from audit.covering import wait_covered
from audit.entry import Draft
from audit.errors import Pushback
from audit.publisher import grow
from audit.tables import metadata
from vault.errors import StoreUnavailable

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

DRAFT = Draft(act="own.open", out="denied", role="survivor", rc="no-rule")
SECONDS = 1.5


def append(db: Connection) -> int:
    return log.append(db, DRAFT, now_ms=1, random=bytes).index


@pytest.fixture
def database(tmp_path: Path) -> Iterator[SqliteDatabase]:
    made = SqliteDatabase(tmp_path / "log.db", (metadata,))
    made.write(log.prepare)
    yield made
    made.close()


def writing(path: Path, results: "Queue[tuple[list[int], float]]") -> None:
    """Append without a pause, in a process of its own; give the indexes and the longest wait."""
    made = SqliteDatabase(path, (metadata,))
    indexes: list[int] = []
    longest = 0.0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        began = time.monotonic()
        indexes.append(made.write(append))
        longest = max(longest, time.monotonic() - began)
    made.close()
    results.put((indexes, longest))


def test_processes_take_turns_and_lose_nothing(database: SqliteDatabase, tmp_path: Path) -> None:
    spawning = multiprocessing.get_context("spawn")
    results = spawning.Queue()
    processes = [
        spawning.Process(target=writing, args=(tmp_path / "log.db", results)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    found = [results.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    taken = sorted(index for indexes, _ in found for index in indexes)
    assert taken == list(range(len(taken)))
    assert all(indexes for indexes, _ in found)
    # SQLite's own waiting let one process wait for seconds while another wrote.
    assert max(longest for _, longest in found) < 1
    # The chain that three processes wrote is whole.
    while database.write(grow):
        pass
    assert database.read(log.size_of) == len(taken)


def test_a_file_that_another_program_holds_is_busy_and_nothing_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.session.BUSY_MS", 200)
    database = SqliteDatabase(tmp_path / "log.db", (metadata,))
    database.write(log.prepare)
    other = sqlite3.connect(tmp_path / "log.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Pushback, match="another program"):
        database.write(append)
    other.execute("ROLLBACK")
    other.close()
    assert database.write(append) == 0
    database.close()


def test_one_action_that_fails_leaves_its_neighbours(database: SqliteDatabase) -> None:
    held = threading.Event()
    done: list[object] = []

    def waiting(db: Connection) -> int:
        held.wait(5)
        return append(db)

    def failing(db: Connection) -> int:
        append(db)
        raise ValueError

    def run(action: object) -> None:
        try:
            done.append(database.write(action))  # type: ignore[arg-type]  # any of the three
        except ValueError as error:
            done.append(error)

    threads = [threading.Thread(target=run, args=(each,)) for each in (waiting, failing, append)]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    held.set()
    for thread in threads:
        thread.join()
    assert sorted(each for each in done if isinstance(each, int)) == [0, 1]
    assert database.read(log.size_of) == 2


def test_what_is_closed_takes_nothing_more(tmp_path: Path) -> None:
    made = SqliteDatabase(tmp_path / "log.db", (metadata,))
    made.close()
    with pytest.raises(Pushback):
        made.write(append)


def test_a_database_that_cannot_be_written_is_said(database: SqliteDatabase) -> None:
    with pytest.raises(StoreUnavailable):
        database.write(lambda db: db.exec_driver_sql("PRAGMA query_only=ON") and append(db))


def test_a_checkpoint_is_followed_in_the_database(database: SqliteDatabase) -> None:
    assert not wait_covered(database, 0, 0.05)
    database.write(append)
    database.write(lambda db: log.add_checkpoint(db, 1, "note", 1))
    # One that its witnesses did not sign covers nothing.
    assert not wait_covered(database, 0, 0.05)
    timer = threading.Timer(
        0.1, lambda: database.write(lambda db: log.set_witnessed(db, 1, "note", 2))
    )
    timer.start()
    assert wait_covered(database, 0, 10)
    assert not wait_covered(database, 1, 0)
    timer.join()
