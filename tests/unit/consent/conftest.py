"""A database with every table, and things to put into it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

import consent.tables
import vault.tables


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    for tables in (vault.tables, consent.tables):
        tables.metadata.create_all(engine)
    with engine.begin() as found:
        yield found
    engine.dispose()
