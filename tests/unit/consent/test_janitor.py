"""The janitor: a process that goes on running settles what another one left, by itself."""

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.janitor import Janitor
from consent.access import Delivery
from consent.drain import Drain
from consent.marks import Marks
from consent.ongoing import Ongoing
from tests.unit.consent.test_ongoing import RID, elsewhere, outcomes
from vault.errors import StoreUnavailable

World = Any


def test_it_settles_what_a_process_left_while_another_goes_on(world: World, tmp_path: Path) -> None:
    world.store()
    world.publish()
    janitor = Janitor(world.access, pause=0.02)
    janitor.start()
    marks = Marks(tmp_path / "marks", b"\x0b" * 16)
    delivery = elsewhere(world, marks).collect(world.officer, RID, world.person.fp)
    assert isinstance(delivery, Delivery)
    time.sleep(0.2)
    assert world.acts()[-1] == "release.collect granted"
    marks.close()
    _until(lambda: world.acts()[-1] == "outcome unknown")
    janitor.stop()
    outcomes(world)


def test_it_goes_on_after_a_passing_fault(world: World) -> None:
    faults = iter([StoreUnavailable("busy")] * 2)
    world.store()
    world.publish()
    failed = threading.Event()

    class Failing(Ongoing):
        def lost(self, *given: Any) -> Any:  # noqa: ANN401 passed on
            fault = next(faults, None)
            if fault is not None and world.acts()[-1] == "release.collect granted":
                failed.set()
                raise fault
            return super().lost(*given)

    access = _with(world, Failing(world.marks))
    assert isinstance(access.collect(world.officer, RID, world.person.fp), Delivery)
    janitor = Janitor(access, pause=0.02)
    janitor._rounds.start()
    _until(lambda: world.acts()[-1] == "outcome unknown")
    janitor.stop()
    assert failed.is_set()


def _with(world: World, ongoing: Ongoing) -> Any:  # noqa: ANN401 an Access
    return replace(world.access, drain=Drain(world.marks), ongoing=ongoing)


def _until(check: Any) -> None:  # noqa: ANN401 a question
    limit = time.monotonic() + 10
    while not check():
        assert time.monotonic() < limit
        time.sleep(0.01)
