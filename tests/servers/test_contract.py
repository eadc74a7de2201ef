"""The contracts of tests/contract, and what rests on them, over PostgreSQL."""

# ruff: noqa: F403 the same tests again; only what they are given differs

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from api.postgres import PostgresDatabase, Where
from api.postgres_marks import PostgresMarks
from tests.contract.test_database import *
from tests.contract.test_jobs import *
from tests.contract.test_marks import *
from tests.contract.test_marks import THEIRS, Open

OPENING = (
    "from api.postgres import Where; from api.postgres_marks import PostgresMarks;"
    " marks = PostgresMarks(Where({!r}, {!r}), {!r}, lambda: None)"
)


@pytest.fixture
def database(where: Where) -> Iterator[PostgresDatabase]:
    with closing(PostgresDatabase(where)) as made:
        yield made


@pytest.fixture
def lost() -> Callable[[], None]:
    return lambda: pytest.fail("the session was lost")


@pytest.fixture
def opened(where: Where, lost: Callable[[], None]) -> Open:
    return lambda holder: PostgresMarks(where, holder, lost)


@pytest.fixture
def elsewhere(where: Where) -> str:
    return OPENING.format(where.address, where.password, THEIRS)
