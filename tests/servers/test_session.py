"""What a session keeps is said before anything else, by every way that a driver has."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import DBAPIError

from api.postgres import PostgresDatabase, Where
from api.postgres_session import SayingCursor, Session
from audit import repository as log
from audit.entry import Draft
from audit.errors import NotProven
from audit.tables import opening

DRAFT = Draft(act="own.open", out="denied", role="survivor", rc="no-rule")


def append(db: Connection) -> int:
    return log.append(db, DRAFT, now_ms=1, random=bytes).index


@pytest.fixture
def session(where: Where) -> Iterator[Session]:
    url = where.url()
    named = url.translate_connect_args(database="dbname", username="user")
    with closing(Session.connect(**named, **url.query, cursor_factory=SayingCursor)) as made:
        made.execute("CREATE TEMPORARY TABLE said (number integer)")
        yield made


def copied(session: Session) -> None:
    with session.cursor().copy("COPY said FROM STDIN") as copy:
        copy.write_row((9,))


WAYS: dict[str, Callable[[Session], Any]] = {
    "text": lambda s: s.execute("INSERT INTO said VALUES (9)"),
    "bytes": lambda s: s.execute(b"INSERT INTO said VALUES (9)"),
    "values": lambda s: s.execute("INSERT INTO said VALUES (%s)", (9,)),
    "many": lambda s: s.cursor().executemany("INSERT INTO said VALUES (%s)", [(9,), (9,)]),
    "stream": lambda s: list(s.cursor().stream("INSERT INTO said VALUES (9) RETURNING 1")),
    "copy": copied,
    "one": lambda s: s.one(b"INSERT INTO said VALUES (9)"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_kept_savepoint_is_before_whatever_is_said(session: Session, way: str) -> None:
    session.execute("SELECT 1")
    session.keep(b"INSERT INTO said VALUES (1)")
    session.keep(b"SAVEPOINT here")
    WAYS[way](session)
    assert session.execute("SELECT count(*) FROM said WHERE number = 9").fetchone() != (0,)
    session.execute("ROLLBACK TO here")
    assert session.execute("SELECT number FROM said").fetchall() == [(1,)]


def test_a_statement_behind_what_is_kept_gives_its_own_rows(session: Session) -> None:
    session.execute("SELECT 1")
    session.keep(b"SELECT 'another'")
    assert session.execute(b"SELECT 5").fetchall() == [(5,)]
    session.keep(b"SELECT 'another'")
    assert session.one(b"SELECT 6, NULL") == (b"6", None)
    assert session.one(b"SELECT 6 WHERE false") is None


@pytest.mark.parametrize("end", [Session.commit, Session.rollback])
def test_what_nothing_followed_is_forgotten(
    session: Session, end: Callable[[Session], None]
) -> None:
    session.commit()
    session.keep(b"no statement at all")
    end(session)
    assert session.execute(b"SELECT 1").fetchone() == (1,)


def test_a_cursor_on_the_server_is_refused(session: Session) -> None:
    with pytest.raises(psycopg.NotSupportedError):
        session.cursor("named")


def test_one_begins_a_transaction_as_every_statement_does(session: Session) -> None:
    session.commit()
    session.read_only = True
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        session.one(b"CREATE TABLE never (number integer)")
    session.rollback()


def test_an_error_of_the_server_is_the_drivers_own(session: Session) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        session.one(b"SELECT 1/0")
    session.rollback()
    with pytest.raises(psycopg.OperationalError):
        session.one(b"SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(psycopg.OperationalError):
        session.tell(b"SELECT 1")


def together(
    database: PostgresDatabase, actions: list[Callable[[Connection], object]]
) -> list[Any]:
    """Have actions share a batch: they wait while another holds the turn. Give how they ended."""
    begun, go = threading.Event(), threading.Event()
    found: list[Any] = [None] * len(actions)

    def holding(_db: Connection) -> None:
        begun.set()
        assert go.wait(30)

    def run(at: int) -> None:
        try:
            found[at] = database.write(actions[at])
        except Exception as error:  # noqa: BLE001 it is looked at
            found[at] = error

    threads = [threading.Thread(target=database.write, args=(holding,))]
    threads[0].start()
    assert begun.wait(30)
    for at in range(len(actions)):
        threads.append(threading.Thread(target=run, args=(at,)))
        threads[-1].start()
        while database._turns._queue.qsize() <= at:
            threading.Event().wait(0.001)
    go.set()
    for thread in threads:
        thread.join()
    return found


def test_in_a_batch_each_way_of_failing_undoes_its_own_alone(database: PostgresDatabase) -> None:
    def silent(_db: Connection) -> None:
        """Says nothing to the server."""

    def fails_silently(_db: Connection) -> None:
        raise KeyError("before a word")

    def fails_after(db: Connection) -> None:
        append(db)
        raise KeyError("after")

    def fails_there(db: Connection) -> None:
        append(db)
        db.execute(text("SELECT 1/0"))

    def many(db: Connection) -> None:
        db.execute(insert(opening), [{"log_index": 90, "r": b"r"}, {"log_index": 91, "r": b"r"}])
        raise KeyError("many")

    def no_case(db: Connection) -> None:
        log.append(db, Draft(**_case()), now_ms=1, random=bytes)

    actions = [
        append, fails_silently, append, silent, fails_after, append, many, fails_there, silent,
        no_case, append, fails_silently, silent,
    ]  # fmt: skip
    found = together(database, actions)
    assert [found[at] for at in (0, 2, 5, 10)] == [0, 1, 2, 3]
    assert [found[at] for at in (3, 8, 12)] == [None] * 3
    assert all(isinstance(found[at], KeyError) for at in (1, 4, 6, 11))
    assert isinstance(found[7], DBAPIError)
    assert isinstance(found[9], NotProven)
    assert database.read(log.size_of) == 4
    kept = text("SELECT count(*) FROM audit.audit_opening")
    assert database.read(lambda db: db.execute(kept).scalar_one()) == 0
    assert database.write(append) == 4


def _case() -> dict[str, Any]:
    return {"act": "grant", "out": "done", "role": "survivor", "case": b"x" * 16}


def test_who_has_the_turn_sees_what_was_written_before_it(where: Where) -> None:
    """Several processes append at once, each after a look: no look is older than the turn."""
    with closing(PostgresDatabase(where)) as one, closing(PostgresDatabase(where)) as other:
        stale: list[tuple[int, int]] = []

        def looked(db: Connection) -> None:
            size = log.size_of(db)
            index = append(db)
            if index != size:
                stale.append((size, index))

        def run(database: PostgresDatabase) -> None:
            for number in range(60):
                database.write(looked if number % 2 else append)

        threads = [threading.Thread(target=run, args=(each,)) for each in (one, other) * 4]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert stale == []
        assert one.read(log.size_of) == 480


def test_a_lock_and_a_look_in_one_statement_would_be_stale(where: Where) -> None:
    """Why the turn is a statement of its own, also where both go out together."""
    with where.connect() as first, where.connect() as second, where.connect() as third:
        first.execute("BEGIN")
        first.execute("SELECT pg_advisory_xact_lock(7)")
        first.execute("UPDATE audit.audit_head SET size = 5")
        seen: dict[str, object] = {}

        def look(name: str, session: psycopg.Connection[Any], statement: str) -> None:
            answers = session.execute(statement.encode(), prepare=False)
            seen[name] = answers.set_result(-2).fetchone()[-1]

        both = "BEGIN; SELECT pg_advisory_xact_lock(7), size FROM audit.audit_head; COMMIT"
        apart = "BEGIN; SELECT pg_advisory_xact_lock(7); SELECT size FROM audit.audit_head; COMMIT"
        threads = [
            threading.Thread(target=look, args=("both", second, both)),
            threading.Thread(target=look, args=("apart", third, apart)),
        ]
        for thread in threads:
            thread.start()
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        with where.connect() as watching:
            while watching.execute(waiting).fetchone() != (2,):
                threading.Event().wait(0.01)
        first.execute("COMMIT")
        for thread in threads:
            thread.join()
    assert seen == {"both": 0, "apart": 5}
