"""After a withdrawal returns nothing starts and nothing is on its way, over PostgreSQL.

What is done, and what counts as a violation, is in tests/hammer.py.
"""

from pathlib import Path

import pytest

from api.postgres import Where
from tests.hammer import fill, finds_what_it_looks_for, nothing_after
from tests.hammering import Place, people

SMALL = 5000


@pytest.fixture
def made(where: Where) -> Place:
    return fill({"address": where.address, "password": str(where.password)})


def test_nothing_is_delivered_after_a_withdrawal_returned(
    made: Place, tmp_path: Path, attempts: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    said = nothing_after(made, tmp_path, attempts or SMALL)
    with capsys.disabled():
        print(f"\n{said}")  # noqa: T201 the result, told in one line


@pytest.mark.parametrize("control", ["no-drain", "stale"])
def test_the_hammer_finds_what_it_looks_for(made: Place, tmp_path: Path, control: str) -> None:
    finds_what_it_looks_for(made, tmp_path, control, 3000)


def test_the_people_are_the_same_in_every_process() -> None:
    assert [each.fp for each in people()] == [each.fp for each in people()]
