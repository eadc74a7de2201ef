"""Access, grants, withdrawal and what nobody ends, over PostgreSQL: the unit tests again."""

# ruff: noqa: F403 the same tests again; only the world that they are given differs

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from api.postgres import PostgresDatabase, Where
from api.postgres_marks import PostgresMarks
from tests.unit.consent import conftest as made
from tests.unit.consent.test_access import *
from tests.unit.consent.test_histories import *
from tests.unit.consent.test_holding import *
from tests.unit.consent.test_ongoing import *
from tests.unit.consent.test_withdrawal import *
from vault.identity import Kind, new_identity

# A process whose session of marks is closed delivers nothing more here, not even a refusal.
del test_an_access_whose_process_died_is_closed_as_unknown  # noqa: F821 by the star
# It counts on pauses that a server's disk does not keep; test_hammer.py is its like.
del test_accesses_from_many_threads_never_outlive_a_withdrawal  # noqa: F821 by the star


@pytest.fixture
def world(where: Where, seeded: Callable[[int], bytes]) -> Iterator[made.World]:
    def lost() -> None:
        pytest.fail("the session was lost")

    with (
        closing(PostgresDatabase(where)) as database,
        closing(PostgresMarks(where, b"\x0a" * 16, lost)) as marks,
    ):
        people = [new_identity(Kind.PERSON, random=seeded) for _ in range(2)]
        # Some tests forge entries, as somebody could who has the database.
        with where.connect() as session:
            session.execute("ALTER TABLE audit_entry DISABLE TRIGGER entry_stays")
        found = made.World(database, seeded, *people, marks)
        database.write(lambda db: made._fill(db, found))
        found.ask()
        yield found


@pytest.fixture
def marks_of(where: Where) -> Callable[[bytes], PostgresMarks]:
    return lambda holder: PostgresMarks(where, holder, lambda: None)
