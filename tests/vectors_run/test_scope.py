"""Every vector of docs/formats/scope.md, and the mutants of the algebra that they kill.

The browser runs the same files (frontend/tests/scope.test.ts).
"""

import sys
from types import ModuleType

import pytest

from consent import leaving, local_days, narrow, scope
from consent.errors import InvalidScope
from tests.vectors_run.scope_cases import RUN, Algebra, Case, load, misses, wanted

REAL = Algebra(scope, narrow, leaving)
CASES = [(kind, case) for kind in RUN for case in load(kind)]


@pytest.mark.parametrize(
    ("kind", "case"), CASES, ids=[f"{kind}: {case['about']}" for kind, case in CASES]
)
def test_a_case_gives_what_it_wants(kind: str, case: Case) -> None:
    assert RUN[kind](REAL, case) == wanted(kind, case)


@pytest.mark.parametrize("case", load("days"), ids=lambda case: case["about"])
def test_days_are_as_long_as_they_were(case: Case) -> None:
    assert [*local_days.days_between(case["first"], case["last"], case["zone"])] == case["want"]


@pytest.mark.parametrize(
    ("first", "last", "zone"),
    [
        ("2026-03-02", "2026-03-01", "UTC"),
        ("2026-02-29", "2026-03-01", "UTC"),
        ("20260301", "2026-03-01", "UTC"),
        ("2026-3-1", "2026-03-01", "UTC"),
        ("", "2026-03-01", "UTC"),
        ("1969-12-31", "1970-01-01", "UTC"),
        ("9999-12-31", "9999-12-31", "UTC"),
        ("2026-03-01", "2026-03-01", ""),
        ("2026-03-01", "2026-03-01", "Nowhere/Here"),
        ("2026-03-01", "2026-03-01", "../../etc/passwd"),
        ("2011-12-30", "2011-12-30", "Pacific/Apia"),
    ],
)
def test_what_is_no_day_or_zone_is_refused(first: str, last: str, zone: str) -> None:
    with pytest.raises(InvalidScope):
        local_days.days_between(first, last, zone)


def test_every_kind_has_cases_of_each_answer() -> None:
    assert len(CASES) > 250
    for kind in ("parse", "records", "left-out"):
        assert len({str(wanted(kind, case)) for case in load(kind)}) > 2
    for kind in ("pairs", "drawn"):
        assert {case["covers"] for case in load(kind)} == {"both", "one", "other", "none"}
        assert {case["overlaps"] for case in load(kind)} == {True, False}


# Each is a mistake that somebody could make: where, the words that are there, and the mistake.
MUTANTS: dict[str, tuple[ModuleType, str, str]] = {
    "an empty scope is covered": (scope, "not empty(small)\n        and small.x", "small.x"),
    "a scope that has no dates covers none": (
        scope,
        "if big is None:\n        return True",
        "if big is None:\n        return small is None",
    ),
    "dates are closed": (scope, "if start < end))", "if start <= end))"),
    "undated comes along": (scope, "and (big.u or not small.u)", ""),
    "one known party is enough": (
        scope,
        "bool(parties) and parties <= scope.p",
        "bool(parties & scope.p)",
    ),
    "an interval that reaches in is in": (
        scope,
        "start * _MICRO <= lo_us and hi_us < end * _MICRO for",
        "start * _MICRO <= hi_us and lo_us < end * _MICRO for",
    ),
    "what is not known is in": (
        scope,
        "return None if value is None else value in values",
        "return value is None or value in values",
    ),
    "a class needs no name": (
        scope,
        "facts.sensitivity is None or facts.sensitivity in scope.s",
        "True",
    ),
    "keywords keep a deny away": (
        scope,
        "replace(meet(one, other), k=None, w=None)",
        "replace(meet(one, other), w=None)",
    ),
    "whole words keep a deny away": (
        scope,
        "replace(meet(one, other), k=None, w=None)",
        "replace(meet(one, other), k=None)",
    ),
    "whole words are not compared": (scope, "        and _within(big.w, small.w)\n", ""),
    "how near is not compared": (
        scope,
        "        and (not big.has_words or small.n <= big.n)\n",
        "",
    ),
    "grids are not compared": (
        scope,
        "(small.g is not None and small.g <= big.g)",
        "True",
    ),
    "the finer grid is of both": (scope, "g=min((each.g", "g=max((each.g"),
    "quoted words come along": (scope, "        and (big.q or not small.q)\n", ""),
    "things come twice": (scope, "        and (small.o or not big.o)\n", ""),
    "people come by their names": (scope, "        and (small.h or not big.h)\n", ""),
    "only both together mask": (scope, "h=one.h or other.h", "h=one.h and other.h"),
    "both let quoted words go": (scope, "q=one.q and other.q", "q=one.q or other.q"),
    "everything is far from words": (scope, "not big.has_words or small.n", "small.n"),
    "both are as near as the farther": (scope, "n=min(one.n", "n=max(one.n"),
    "classes are not compared": (scope, "        and small.s <= big.s\n", ""),
    "kinds of media are not compared": (scope, "        and _within(big.m, small.m)\n", ""),
    "a file of no known kind is in": (
        scope,
        "None if facts.media is None else facts.media <= scope.m",
        "facts.media is None or facts.media <= scope.m",
    ),
    "one kind of several is enough": (
        scope,
        "else facts.media <= scope.m",
        "else bool(facts.media & scope.m)",
    ),
    "kinds of media keep a deny away": (
        scope,
        "replace(meet(one, other), k=None, w=None)) and",
        "replace(meet(one, other), k=None, w=None)) and (meet(one, other).m != _NOTHING) and",
    ),
    "a descriptor without people passes": (
        scope,
        "(known is not None and known <= scope.p)",
        "(known is None or known <= scope.p)",
    ),
    "an undated segment passes": (
        scope,
        "        return scope.u\n    return any(first",
        "        return True\n    return any(first",
    ),
    "ranges may touch": (scope, "start <= found[-1][1]", "start < found[-1][1]"),
    "texts in any form": (
        scope,
        'unicodedata.normalize("NFC", item) != item or item in found',
        "item in found",
    ),
    "a deny by person spares groups": (narrow, "have - cut", "have"),
    "a deny of days takes no undated": (narrow, "u=rest.u and not other.u", "u=rest.u"),
    "boxes overlap": (narrow, "for taken in (*found, *denies)", "for taken in denies"),
    "somebody unknown is not left out": (
        leaving,
        "facts.parties is None or bool(facts.parties & people)",
        "bool(facts.parties and facts.parties & people)",
    ),
    "a day that is not known is not left out": (
        leaving,
        "        return bool(days)\n",
        "        return False\n",
    ),
}


def mutated(changed: ModuleType, before: str, after: str) -> Algebra:
    """Give the algebra with one module's source changed in one place."""
    made: dict[str, ModuleType] = {}
    for module in (scope, narrow, leaving):
        assert module.__file__ is not None
        with open(module.__file__, encoding="utf-8") as file:  # noqa: PTH123 as Python itself reads it
            source = file.read()
        if module is changed:
            assert source.count(before) == 1, "the mutant's place is not there once"
            source = source.replace(before, after)
        fresh = ModuleType(module.__name__)
        fresh.__file__ = module.__file__
        # A dataclass looks its module up by name while it is made.
        kept = sys.modules[module.__name__]
        sys.modules[module.__name__] = fresh
        try:
            exec(compile(source, module.__file__, "exec"), fresh.__dict__)  # noqa: S102 our own source
        finally:
            sys.modules[module.__name__] = kept
        made[module.__name__] = fresh
        for name, value in vars(fresh).items():
            # The others take the changed one's functions, as they would import them.
            source_module = getattr(value, "__module__", "")
            if source_module in made and source_module != module.__name__:
                setattr(fresh, name, getattr(made[source_module], name))
    return Algebra(*(made[f"consent.{name}"] for name in ("scope", "narrow", "leaving")))


def test_the_algebra_as_it_is_misses_nothing() -> None:
    assert list(misses(REAL)) == []
    # Nor does a copy that was made as the mutants are: what kills them is the mistake.
    assert list(misses(mutated(scope, "def meet(", "def meet("))) == []


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_killed(name: str) -> None:
    assert list(misses(mutated(*MUTANTS[name])))
