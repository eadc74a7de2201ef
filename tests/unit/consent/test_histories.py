"""Histories drawn at random: nothing leaves without a live grant and an entry before it."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from consent.access import Delivery, Refusal
from consent.errors import WrongState
from consent.exclusion import Mark
from vault.errors import Missing
from vault.ids import Gid, Rid

World = Any


class History:
    """The real thing beside a model of it: live grants with their ends, and live marks."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.draw = random.Random(seed)
        self.ends: dict[Gid, Any] = {}
        self.withdrawn: set[Gid] = set()
        self.left: set[Gid] = set()
        self.marked = False

    def grant(self) -> None:
        gid = Gid(bytes([len(self.ends) + 1]) * 16)
        self.world.ask()
        end = self.world.now + timedelta(days=self.draw.randint(1, 3))
        begin = self.world.now - timedelta(days=1)
        self.world.store(self.world.grant(gid=gid, not_before=begin, expires=end))
        self.world.publish(rid=Rid(gid), gid=gid)
        self.ends[gid] = end

    def withdraw(self) -> None:
        gid = self.pick()
        if gid in self.withdrawn:
            with pytest.raises(WrongState):
                self.world.withdrawals.withdraw(self.world.her, self.world.her.holder, gid)
            return
        receipt = self.world.withdrawals.withdraw(self.world.her, self.world.her.holder, gid)
        assert bool(receipt.left) == (gid in self.left)
        self.withdrawn.add(gid)

    def mark(self) -> None:
        if not self.marked:
            self.world.withdrawals.exclude(self.world.her, self.world.her.holder, Mark(person="p1"))
            self.marked = True

    def pass_days(self) -> None:
        self.world.pass_time(days=self.draw.randint(0, 1), seconds=1)

    def collect(self) -> None:
        # A refusal that repeats one of the same minute has its entry later.
        self.world.pass_time(minutes=1)
        gid = self.pick()
        before = len(self.world.entries())
        self.world.boxes.kept["x/box"] = b"y" * 50
        found = self.world.access.collect(self.world.officer, Rid(gid), self.world.person.fp)
        new = self.world.acts()[before:]
        if not self.live(gid):
            assert isinstance(found, Refusal)
            assert new == ["release.collect denied"]
            return
        assert isinstance(found, Delivery)
        assert new == ["release.collect granted"]
        list(found.chunks())
        self.left.add(gid)

    def take(self) -> None:
        gid = self.pick()
        try:
            found = self.world.access.take_envelope(self.world.worker, gid)
        except Missing:
            assert gid in self.withdrawn
            return
        assert isinstance(found, Refusal) != self.live(gid)
        if not isinstance(found, Refusal):
            found.stop("error", 0)

    def pick(self) -> Gid:
        return self.draw.choice(list(self.ends))

    def live(self, gid: Gid) -> bool:
        ended = self.world.now >= self.ends[gid]
        return not (ended or self.marked or gid in self.withdrawn)

    def step(self) -> None:
        weights = {
            self.grant: 3,
            self.collect: 6,
            self.take: 4,
            self.withdraw: 3,
            self.pass_days: 2,
            self.mark: 0.2,
        }
        [action] = self.draw.choices(list(weights), list(weights.values()))
        action()


@pytest.mark.parametrize("seed", range(12))
def test_nothing_leaves_without_a_live_grant_and_an_earlier_entry(world: World, seed: int) -> None:
    history = History(world, seed)
    history.grant()
    for _ in range(25):
        history.step()
    entries = world.entries()
    granted = Counter(at for at, each in enumerate(entries) if each["out"] == "granted")
    closed = Counter(each["ref"] for each in entries if each["act"] == "outcome")
    assert granted == closed
    assert all(each.get("ref", -1) < at for at, each in enumerate(entries))
    tags = [each["tag"] for each in entries if "tag" in each]
    assert len(set(tags)) == len(tags)
