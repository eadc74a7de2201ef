"""A database that cannot be written, at any step of an access: nothing is handed out."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from vault.errors import StoreUnavailable
from vault.ids import Eid, Gid, Rid

EID, GID, RID = Eid(b"e" * 16), Gid(b"g" * 16), Rid(b"r" * 16)
World = Any
ACCESSES: dict[str, Callable[[World], Any]] = {
    "envelope": lambda world: world.access.take_envelope(world.worker, GID),
    "collect": lambda world: world.access.collect(world.officer, RID, world.person.fp),
    "own": lambda world: world.access.open_own(world.her, EID),
    "unlock": lambda world: world.access.unlock(world.her, world.her.holder, b"auth key"),
}


class Failing:
    """Passes writes on until one must fail; before it, or after its commit."""

    def __init__(self, write: Callable[[Any], Any], at: int, *, after: bool) -> None:
        self.write, self.at, self.after, self.count = write, at, after, 0

    def __call__(self, action: Any) -> Any:  # noqa: ANN401 an action and what it gives
        self.count += 1
        if self.count < self.at:
            return self.write(action)
        if self.after:
            # The disk has it, and nobody was told so: a connection lost after the commit.
            self.write(action)
        raise StoreUnavailable("the database cannot be written; is the disk full?")


def writes(world: World, access: Callable[[World], Any]) -> int:
    """Count the writes until something is handed out."""
    counting = Failing(world.database.write, 10**9, after=False)
    world.database.write = counting
    access(world)
    return counting.count


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("name", ACCESSES)
def test_nothing_is_handed_out_when_a_write_fails(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, *, after: bool
) -> None:
    world.store()
    world.publish()
    honest = world.database.write
    monkeypatch.setattr(world.database, "write", honest)
    needed = {"envelope": 2, "collect": 2, "own": 3, "unlock": 3}[name]
    for at in range(1, needed + 1):
        failing = Failing(honest, at, after=after)
        monkeypatch.setattr(world.database, "write", failing)
        given: list[Any] = []
        with pytest.raises(StoreUnavailable):
            given.append(ACCESSES[name](world))
        assert given == []
        monkeypatch.setattr(world.database, "write", honest)
        # What it left open is closed by the next sweep, and the log is whole.
        world.pass_time(minutes=11)
        world.access.sweep()
    assert writes(world, ACCESSES[name]) == needed
    # An envelope and a release are still in the hands of whoever took them just now.
    open_now = 1 if name in ("envelope", "collect") else 0
    granted = [at for at, each in enumerate(world.entries()) if each["out"] == "granted"]
    closed = Counter(each["ref"] for each in world.entries() if each["act"] == "outcome")
    assert closed == Counter(granted[: len(granted) - open_now])
