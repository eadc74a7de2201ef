"""Completeness: every segment of every granted group and range is shown between neighbours."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from consent.scope import Scope, parse_scope
from extraction.completeness import day_ranges, missing_runs, neighbours_of, runs_of

DAYS = [f"2026-03-{day:02}" for day in range(1, 13)]
TAGS = [bytes([number]) * 16 for number in range(5)]
Known = tuple[bytes, str | None]


def scope_of(*ranges: tuple[int, int], undated: bool = False) -> Scope:
    """Give a scope of days of March 2026, both ends inside."""
    first = 1772323200  # 2026-03-01T00:00:00Z
    day = 86_400
    dates = [[first + (one - 1) * day, first + last * day] for one, last in ranges]
    return parse_scope({"x": [], "c": ["message"], "d": dates, "u": undated})


def plainly_missing(
    shown: Mapping[int, tuple[bytes, str]],
    openings: Mapping[int, Known],
    groups: list[bytes],
    scope: Scope,
    size: int,
) -> bool:
    """docs/formats/release.md 5, as its sentences say it, at the cost of looking at everything."""
    known: dict[int, Known] = {**openings, **shown}
    needed: set[int] = set()
    for tag in groups:
        for first, last in day_ranges(scope):
            before = [
                at
                for at, (of, day) in known.items()
                if of < tag or (of == tag and day is not None and day < first)
            ]
            behind = [
                at
                for at, (of, day) in known.items()
                if of > tag or (of == tag and day is not None and day > last)
            ]
            left, right = max(before, default=-1), min(behind, default=size)
            between = range(left + 1, right)
            if left >= right or any(at not in shown or shown[at][0] != tag for at in between):
                return True
            needed |= set(between)
    return bool(set(shown) - needed)


@st.composite
def releases(draw: st.DrawFn) -> tuple[dict[int, tuple[bytes, str]], dict[int, Known], int]:
    """Draw what a release shows of an extraction: the honest one, with something left out."""
    keys = sorted(
        draw(st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(DAYS)), max_size=24))
    )
    groups, scope = TAGS[1:3], scope_of((3, 5), (9, 10))
    runs = runs_of(keys, groups, scope)
    shown = {at: keys[at] for run in runs for at in range(run.first, run.last)}
    openings: dict[int, Known] = {}
    for at in neighbours_of(runs, len(keys)):
        tag, day = keys[at]
        openings[at] = (tag, day if tag in groups else None)
    for at in draw(st.sets(st.sampled_from(range(24)), max_size=2)):
        shown.pop(at, None)
        openings.pop(at, None)
    return shown, openings, len(keys)


@settings(max_examples=400)
@given(releases())
def test_it_says_what_the_plain_sentences_say(
    release: tuple[dict[int, tuple[bytes, str]], dict[int, Known], int],
) -> None:
    shown, openings, size = release
    groups, scope = TAGS[1:3], scope_of((3, 5), (9, 10))
    problems = missing_runs(shown, openings, groups, scope, size)
    assert bool(problems) == plainly_missing(shown, openings, groups, scope, size)


def test_segments_in_no_order_prove_nothing() -> None:
    shown = {0: (TAGS[1], DAYS[3]), 1: (TAGS[1], DAYS[2])}
    assert missing_runs(shown, {}, [TAGS[1]], scope_of((3, 4)), 2)
    swapped: dict[int, Known] = {0: (TAGS[3], None), 2: (TAGS[0], None)}
    assert missing_runs({1: (TAGS[1], DAYS[2])}, swapped, [TAGS[1]], scope_of((3, 3)), 3)
    ordered: dict[int, Known] = {0: (TAGS[0], None), 2: (TAGS[3], None)}
    assert not missing_runs({1: (TAGS[1], DAYS[2])}, ordered, [TAGS[1]], scope_of((3, 3)), 3)


def test_a_thousand_groups_in_sixty_four_ranges_are_proven_complete() -> None:
    tags = [number.to_bytes(16, "big") for number in range(1000)]
    keys = [(tag, f"2026-{1 + day // 3:02}-{1 + day % 3:02}") for tag in tags for day in range(10)]
    first = 1767225600  # 2026-01-01T00:00:00Z
    dates = [[first + 172_800 * at, first + 172_800 * at + 86_400] for at in range(64)]
    scope = parse_scope({"x": [], "c": ["message"], "d": dates, "u": False})
    runs = runs_of(keys, tags, scope)
    shown = {at: keys[at] for run in runs for at in range(run.first, run.last)}
    openings: dict[int, Known] = {at: keys[at] for at in neighbours_of(runs, len(keys))}
    assert not missing_runs(shown, openings, tags, scope, len(keys))
    shown.pop(min(shown))
    assert missing_runs(shown, openings, tags, scope, len(keys))
