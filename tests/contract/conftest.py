"""What every contract is tried on first: a file of the data folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.databases import OpenDatabase, open_database
from audit import repository as log


@pytest.fixture
def database(tmp_path: Path) -> Iterator[OpenDatabase]:
    made = open_database(tmp_path, None)
    made.write(log.prepare)
    yield made
    made.close()
