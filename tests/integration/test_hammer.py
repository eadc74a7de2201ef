"""After a withdrawal returns nothing starts and nothing is on its way, over an embedded file.

What is done, and what counts as a violation, is in tests/hammer.py.
"""

from pathlib import Path

import pytest

from tests.hammer import fill, finds_what_it_looks_for, nothing_after
from tests.hammering import Place

pytestmark = pytest.mark.integration
SMALL = 1000


@pytest.fixture
def made(tmp_path: Path) -> Place:
    folder = tmp_path / "shared"
    folder.mkdir()
    return fill({"folder": str(folder)})


def test_nothing_is_delivered_after_a_withdrawal_returned(
    made: Place, tmp_path: Path, attempts: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    said = nothing_after(made, tmp_path, attempts or SMALL)
    with capsys.disabled():
        print(f"\n{said}")  # noqa: T201 the result, told in one line


@pytest.mark.parametrize("control", ["no-drain", "stale"])
def test_the_hammer_finds_what_it_looks_for(made: Place, tmp_path: Path, control: str) -> None:
    finds_what_it_looks_for(made, tmp_path, control, SMALL)
