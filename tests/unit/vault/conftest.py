"""A database with every table, a sealed extraction in a folder, and who sealed it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

import consent.tables
import vault.tables
from tests.unit.vault.sealed import Made, Random, Station, seal_made
from vault.identity import Kind, new_identity


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    for tables in (vault.tables, consent.tables):
        tables.metadata.create_all(engine)
    with engine.begin() as found:
        yield found
    engine.dispose()


@pytest.fixture
def station(seeded: Random) -> Station:
    return Station(
        new_identity(Kind.PERSON, random=seeded),
        new_identity(Kind.ORGANISATION, random=seeded),
        seeded,
    )


@pytest.fixture
def made(tmp_path: Path, station: Station) -> Made:
    return seal_made(tmp_path / "sealed", station)
