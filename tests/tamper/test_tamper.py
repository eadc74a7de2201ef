"""A few of the random changes of a package, of every class; make tamper N=2000 makes many."""

from pathlib import Path

import pytest

from tests.tamper.run import CHANGES, run


def test_every_change_is_found_by_all_three_verifiers_at_its_step(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    rounds = int(request.config.getoption("--tamper"))
    lines: list[str] = []
    tally = run(rounds * len(CHANGES), "test", tmp_path, lines.append)
    assert tally.bugs == [], "\n".join([*lines, *tally.table()])
    assert tally.unchanged == 40
    assert {name: steps.total() for name, steps in tally.first.items()} == dict.fromkeys(
        CHANGES, rounds
    )
    # Each numbered step that judges a signed package was the first to fail at least once.
    assert {0, 6, 9, 10, 12, 13} <= {step for steps in tally.first.values() for step in steps}
