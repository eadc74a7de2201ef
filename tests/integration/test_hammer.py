"""After a withdrawal returns nothing starts and nothing is on its way, in any process.

Three real processes collect without a pause, two withdraw; every grant is withdrawn once.
A violation is exact: an access allowed although its invocation came after the return (V1),
or a piece sent after it (V2). Without the drain the same run must show violations, or it
would prove nothing.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from consent.marks import Marks
from tests.conftest import ROOT
from tests.integration.hammering import BEFORE, GRANTS, gid_of, rid_of
from tests.unit.consent.conftest import FileDatabase, World, _fill
from vault.identity import Kind, new_identity

pytestmark = pytest.mark.integration
ACCESSING, WITHDRAWING = 3, 2


@pytest.fixture
def world(tmp_path: Path, seeded: Callable[[int], bytes]) -> Iterator[World]:
    database = FileDatabase(tmp_path / "vault.sqlite")
    people = [new_identity(Kind.PERSON, random=seeded) for _ in range(2)]
    made = World(database, seeded, *people, Marks(tmp_path / "marks", b"\x0a" * 16))
    database.write(lambda db: _fill(db, made))
    for number in range(GRANTS):
        made.ask()
        made.store(made.grant(gid=gid_of(number)))
        made.publish(rid=rid_of(number), gid=gid_of(number))
    yield made
    made.marks.close()
    database.engine.dispose()


def hammer(world: World, folder: Path, how: str) -> list[dict[str, Any]]:
    """Run the processes over the world's folder; give everything that happened."""
    jobs = [("access", seed) for seed in range(ACCESSING)]
    jobs += [("withdraw", seed) for seed in range(10, 10 + WITHDRAWING)]
    with ExitStack() as stack:
        running = [
            stack.enter_context(
                subprocess.Popen(
                    [
                        *(sys.executable, "-m", "tests.integration.hammering"),
                        *(which, str(folder), str(seed), how),
                    ],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for which, seed in jobs
        ]
        for process in running:
            assert process.stdout is not None
            assert json.loads(process.stdout.readline()) == {"ready": True}
        outputs = []
        for process in running:
            assert process.stdin is not None
            process.stdin.write(world.person.fp.hex() + "\n")
            process.stdin.flush()
        for process in running:
            assert process.stdout is not None
            outputs.append(process.stdout.read())
            assert process.wait(60) == 0
    return [json.loads(line) for output in outputs for line in output.splitlines()]


def violations(events: list[dict[str, Any]]) -> tuple[int, int]:
    """Count accesses that began (V1) and pieces that ended (V2) after the return."""
    returned = {each["grant"]: each["returned"] for each in events if "returned" in each}
    assert set(returned) == set(range(GRANTS))
    began = [each for each in events if each.get("allowed")]
    sent = [each for each in events if "sent" in each]
    # Only a run in which every grant was collected often says anything.
    assert min(Counter(each["grant"] for each in began).values()) >= BEFORE
    assert {each["grant"] for each in began} == set(range(GRANTS))
    return (
        sum(each["invoked"] > returned[each["grant"]] for each in began),
        sum(each["sent"] > returned[each["grant"]] for each in sent),
    )


def test_no_process_delivers_after_a_withdrawal_returned(world: World, tmp_path: Path) -> None:
    events = hammer(world, tmp_path, "drain")
    assert violations(events) == (0, 0)
    assert {each["draining"] for each in events if "returned" in each} == {0}
    entries = world.entries()
    granted = [index for index, each in enumerate(entries) if each["out"] == "granted"]
    closed = Counter(each["ref"] for each in entries if each["act"] == "outcome")
    assert closed == Counter(granted)
    # Some deliveries were cut by a withdrawal, so the two did meet.
    assert "revoked" in {each.get("rc") for each in entries}


def test_without_the_drain_pieces_are_still_on_their_way(world: World, tmp_path: Path) -> None:
    begun, sent = violations(hammer(world, tmp_path, "no-drain"))
    assert begun == 0
    assert sent > 0
