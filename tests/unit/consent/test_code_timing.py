"""A good, an unknown and a used code take the same time: shown by many tries, not by reading.

The tries are shuffled together, so that whatever else the machine does falls on all alike.
What is compared is how often a try of one kind takes longer than one of the other: one in
two, if time tells nothing. The last test takes the decoy away and shows that then it tells.
"""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

import bisect
import gc
import itertools
import random as chance
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

import audit.tables
import consent.tables
import vault.tables
from audit import repository as log
from consent import requests
from consent.asking import Caller
from consent.request import parse_request
from tests.unit.consent.asked import asked
from vault.ids import Uid
from vault.repository import Rows
from vault.statement import parse_time

HER = Uid(b"\x01" * 16)
OFFICER = Caller("investigator", b"o" * 32, b"\x02" * 16, "team-1", "police", "session")
NOW = parse_time("2026-03-01T00:00:00Z")
NOW_MS = int(NOW.timestamp() * 1000)
TRIES = 600
# With so many tries chance alone moves the odds by 0.0167 (one standard deviation).
EVEN = 0.06
KINDS = ("good", "used", "unknown")

Times = dict[str, list[int]]


@contextmanager
def filled() -> Iterator[Connection]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    for tables in (audit.tables, vault.tables, consent.tables):
        tables.metadata.create_all(engine)
    with engine.begin() as connection:
        log.prepare(connection)
        log.set_case_key(connection, HER, b"c" * 32)
        yield connection
    engine.dispose()


def measured(random: Callable[[int], bytes]) -> Times:
    """Submit with every kind of code, shuffled; give the processor time of each try."""
    body = parse_request(asked(), now=NOW)
    plan = [kind for kind in KINDS for _ in range(TRIES)]
    chance.Random(7).shuffle(plan)
    times: Times = {kind: [] for kind in KINDS}
    with filled() as connection:

        def submit(code: bytes) -> int:
            begun = time.thread_time_ns()
            requests.submit(connection, OFFICER, code, body, now_ms=NOW_MS, random=random)
            return time.thread_time_ns() - begun

        used = random(32)
        add(connection, used)
        for _ in range(20):
            submit(used)
        gc.collect()
        gc.disable()
        try:
            for kind in plan:
                fresh, unknown = random(32), random(32)
                # Before each try alike, so that no kind finds anything warmer than another.
                add(connection, fresh)
                code = {"good": fresh, "used": used, "unknown": unknown}[kind]
                times[kind].append(submit(code))
        finally:
            gc.enable()
    return times


def add(connection: Connection, code: bytes) -> None:
    requests.add_code(connection, HER, code, now_ms=5, expires_ms=NOW_MS + 9)


def tells(one: list[int], other: list[int]) -> float:
    """Give how far from even the odds are that a try of `one` is longer than one of `other`."""
    ordered = sorted(other)
    longer = sum(
        bisect.bisect_left(ordered, each) + bisect.bisect_right(ordered, each) for each in one
    )
    return abs(longer / (2 * len(one) * len(other)) - 0.5)


def told(random: Callable[[int], bytes]) -> float:
    """Give what a round of tries tells: the largest difference between two kinds."""
    times = measured(random)
    return max(tells(times[one], times[other]) for one, other in itertools.combinations(KINDS, 2))


def test_time_does_not_tell_a_good_code_from_another(seeded: Any) -> None:
    # A busy machine may disturb a round; what really takes longer would in all of them.
    assert min(told(seeded) for _ in range(3)) < EVEN


def test_it_would_tell_without_the_decoy(seeded: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real_log, real_change = requests.log_change, Rows.change

    def without_a_case(*args: Any, uid: Uid | None, **named: Any) -> Any:
        return real_log(*args, uid=None if uid == requests.NOBODY else uid, **named)

    def without_a_row(self: Rows, connection: Any, kind: type, values: Any, **where: Any) -> int:
        if where.get("hash") == bytes(32):
            return 0
        return real_change(self, connection, kind, values, **where)

    monkeypatch.setattr(requests, "log_change", without_a_case)
    monkeypatch.setattr(Rows, "change", without_a_row)
    assert told(seeded) > 2 * EVEN


def test_the_measure_finds_what_takes_longer_and_nothing_where_all_is_alike() -> None:
    assert tells([1, 2, 3, 4], [1, 2, 3, 4]) == 0
    assert tells([5, 6], [1, 2]) == tells([1, 2], [5, 6]) == 0.5
