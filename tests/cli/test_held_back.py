"""A range of days lets through what lies in it whole, and counts what lies in it in part."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Desk, done

FIRST = datetime(2026, 4, 1, tzinfo=UTC)
HOUR = 3600
CHAT = "whatsapp:Alex"


def lines() -> Iterator[str]:
    """Give a message every five hours for eight days, by a clock of no known zone.

    A first one, of a day over twelve, decides which number is the day.
    """
    yield "[30/03/2026, 12:00:00] Alex: before"
    for number in range(40):
        at = FIRST + timedelta(hours=5 * number, minutes=7)
        yield f"[{at:%d/%m/%Y, %H:%M:%S}] Alex: number {number}"


class Sealed:
    def __init__(self, folder: Path, *options: object) -> None:
        self.folder = folder
        source = folder / "WhatsApp Chat with Alex.txt"
        source.write_text("\n".join(lines()), "utf-8")
        self.desk = Desk(folder)
        self.path = self.desk.seal(source, *options)
        done("inspect", source, "--records", folder / "records", *options)
        rows = (folder / "records").read_bytes().splitlines()
        self.spans = [
            (record["time"]["lo_us"], record["time"]["hi_us"]) for record in map(json.loads, rows)
        ]

    def preview(self, start: int, end: int, **more: object) -> dict[str, Any]:
        path = self.folder / "scope.json"
        path.write_text(json.dumps({"c": ["message"], "d": [[start, end]], **more}))
        return done(
            *("preview", self.path, "--identity", self.desk.key("survivor"), "--scope", path)
        )

    def expected(self, start: int, end: int) -> tuple[int, int]:
        """Count, without our scope, what lies inside whole and what in part."""
        low, high = start * 10**6, end * 10**6
        whole = sum(low <= lo and hi < high for lo, hi in self.spans)
        touching = sum(lo < high and hi >= low for lo, hi in self.spans)
        return whole, touching - whole


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return Sealed(tmp_path_factory.mktemp("held"))


RANGES = [(24, 48), (30, 100), (0, 192), (60, 61), (96, 120), (26, 52), (-100, 12), (200, 300)]


@pytest.mark.parametrize(("begin", "finish"), RANGES)
def test_every_record_is_let_through_whole_or_counted(
    begin: int, finish: int, sealed: Sealed
) -> None:
    start, end = (int(FIRST.timestamp()) + hour * HOUR for hour in (begin, finish))
    found = sealed.preview(start, end)
    assert (found["count"], found["partly"]) == sealed.expected(start, end)


def test_some_are_held_back_and_some_are_not(sealed: Sealed) -> None:
    start = int(FIRST.timestamp()) + 48 * HOUR
    found = sealed.preview(start, start + 72 * HOUR)
    assert found["count"] > 5
    assert found["partly"] > 5


def test_what_another_dimension_keeps_out_is_not_among_them(sealed: Sealed) -> None:
    start = int(FIRST.timestamp()) + 48 * HOUR
    assert sealed.preview(start, start + 72 * HOUR, t=[CHAT])["partly"] > 0
    assert sealed.preview(start, start + 72 * HOUR, t=["whatsapp:Bea"])["partly"] == 0


def test_with_a_zone_that_is_known_nothing_lies_on_the_edge(tmp_path: Path) -> None:
    known = Sealed(tmp_path, "--zone", "Etc/UTC")
    start = int(FIRST.timestamp()) + 48 * HOUR
    found = known.preview(start, start + 72 * HOUR)
    assert (found["count"], found["partly"]) == known.expected(start, start + 72 * HOUR)
    assert found["partly"] == 0


def test_a_day_and_month_that_may_be_exchanged_are_counted_from_far_away(
    tmp_path: Path,
) -> None:
    source = tmp_path / "WhatsApp Chat with Alex.txt"
    source.write_text("[02/03/2026, 09:00:00] Alex: hi\n" * 3, "utf-8")
    desk = Desk(tmp_path)
    path = desk.seal(source)
    march = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp())
    (tmp_path / "scope.json").write_text(
        json.dumps({"c": ["message"], "d": [[march, march + 7 * 24 * HOUR]]})
    )
    words = ("--identity", desk.key("survivor"), "--scope", tmp_path / "scope.json")
    found = done("preview", path, *words)
    assert (found["count"], found["partly"]) == (0, 3)


def test_of_too_many_segments_the_edges_are_looked_at(
    sealed: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extraction.held_back.MAX_OPENED", 1)
    start = int(FIRST.timestamp()) + 48 * HOUR
    found = sealed.preview(start, start + 72 * HOUR)
    assert (found["count"], found["partly"]) == sealed.expected(start, start + 72 * HOUR)
