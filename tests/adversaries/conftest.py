"""One stolen vault and its running copy for all adversaries, and the table of what they got."""

from collections.abc import Iterator

import pytest

from tests.adversaries.place import Live, Stolen, run_copy, steal
from tests.adversaries.thief import Thief
from tests.adversaries.told import ADVERSARIES, PROPERTY, Row, Told, parse_row, table
from tests.attacks.conftest import loot  # noqa: F401 a fixture for the tests of this folder
from tests.integration.conftest import free_ports, running


@pytest.fixture(scope="session")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> Stolen:
    return steal(tmp_path_factory.mktemp("stolen"))


@pytest.fixture(scope="session")
def live(stolen: Stolen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    office, data = run_copy(stolen, tmp_path_factory.mktemp("live"))
    with running(data, free_ports(), "--without", "worker") as system:
        yield Live(system, office, stolen)


@pytest.fixture(scope="session")
def at_work(stolen: Stolen) -> Thief:
    """Who has the whole folder, after trying everything in it; to be copied, not changed."""
    return Thief(stolen.whole, (), stolen.maps).work()


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Iterator[Told]:
    """Tell, once, what was tried and got."""
    module, node = request.module, request.node
    assert module.WHO in ADVERSARIES
    name = f"{request.path.name}::{node.originalname}"
    found = Told(module.WHO, module.HAS, name, node.user_properties)
    yield found
    assert found.told, "nothing was told"


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what all of them got, where that was asked for, and of how many it is as written."""
    if not config.getoption("--adversaries"):
        return
    rows: list[tuple[int, int, Row]] = []
    failed = {who for who in ADVERSARIES if terminalreporter.getreports("error")}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                if report.when == "call" and name == PROPERTY:
                    row = parse_row(str(value))
                    rows.append((ADVERSARIES.index(row.who), report.location[1] or 0, row))
                    failed |= {row.who} if outcome == "failed" else set()
    found = [row for _, _, row in sorted(rows, key=lambda each: each[:2])]
    held = {row.who for row in found} - failed
    terminalreporter.write_line(table(found))
    terminalreporter.write_line(f"adversaries: {len(held)} of {len(ADVERSARIES)} as documented")
