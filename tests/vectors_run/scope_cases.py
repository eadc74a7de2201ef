"""Runs the vectors of docs/formats/scope.md through an algebra: the real one, or a mutant."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from extraction.filter import fold
from vault.canonical import marshal
from vault.ids import parse_eid

Case = dict[str, Any]
FOLDER = Path(__file__).parents[1] / "vectors" / "scope"
EID = parse_eid("aa" * 16)


class Algebra:
    """The three modules that a scope's meaning lies in, any of them replaced."""

    def __init__(self, scope: ModuleType, narrow: ModuleType, leaving: ModuleType) -> None:
        self.scope, self.narrow, self.leaving = scope, narrow, leaving

    def parse(self, case: Case) -> object:
        try:
            return self.scope.parse_scope(case["scope"]).marshal()
        except self.scope.InvalidScope:
            return None

    def records(self, case: Case) -> object:
        return self.scope.admits_record(
            self._scope(case["scope"]), EID, self._facts(case["record"])
        )

    def descriptors(self, case: Case) -> object:
        scope = self._scope(case["scope"])
        return self.scope.admits_descriptor(scope, case["desc"], case["day"])

    def pairs(self, case: Case) -> object:
        one, other = self._scope(case["one"]), self._scope(case["other"])
        held = self.scope.meet(one, other).marshal()
        assert self.scope.meet(other, one).marshal() == held
        return [held, *self.drawn(case)]

    def drawn(self, case: Case) -> list[object]:
        one, other = self._scope(case["one"]), self._scope(case["other"])
        covers = {
            (True, True): "both",
            (True, False): "one",
            (False, True): "other",
            (False, False): "none",
        }[self.scope.covers(one, other), self.scope.covers(other, one)]
        assert self.scope.overlaps(one, other) == self.scope.overlaps(other, one)
        return [covers, self.scope.overlaps(one, other)]

    def narrowed(self, case: Case) -> object:
        given = [[self._scope(each) for each in case[key]] for key in ("allows", "denies")]
        boxes = self.narrow.narrow(self._scope(case["asked"]), *given)
        return sorted(marshal(box.marshal()).decode() for box in boxes)

    def left_out(self, case: Case) -> object:
        try:
            left = self.leaving.parse_left_out(case["left"])
            words = left.folded(fold)
        except self.scope.InvalidScope:
            return None
        if "record" not in case:
            return "read"
        texts = [fold(text) for text in case["texts"]]
        facts = self._facts(case["record"])
        return self.leaving.leaves_out(left, words, facts, texts, tuple(case["place"]))

    def _scope(self, value: Case) -> Any:
        return self.scope.parse_scope(value)

    def _facts(self, item: Case) -> Any:
        parties = item["parties"]
        return self.scope.RecordFacts(
            item["category"],
            item["app"],
            item["thread"],
            None if parties is None else frozenset(parties),
            item["lo_us"],
            item["hi_us"],
            item["class"],
            None if item.get("media") is None else frozenset(item["media"]),
        )


def wanted(kind: str, case: Case) -> object:
    """Give what a case wants, in the shape in which it is run."""
    if kind == "parse":
        return case["spelt"]
    if kind == "pairs":
        return [case["meet"], case["covers"], case["overlaps"]]
    if kind == "drawn":
        return [case["covers"], case["overlaps"]]
    if kind == "narrow":
        return sorted(marshal(box).decode() for box in case["boxes"])
    return case["want"]


RUN: dict[str, Callable[[Algebra, Case], object]] = {
    "parse": Algebra.parse,
    "records": Algebra.records,
    "descriptors": Algebra.descriptors,
    "pairs": Algebra.pairs,
    "drawn": Algebra.drawn,
    "narrow": Algebra.narrowed,
    "left-out": Algebra.left_out,
}


def load(kind: str) -> list[Case]:
    cases: list[Case] = json.loads((FOLDER / f"{kind}.json").read_text("utf-8"))
    return cases


def misses(algebra: Algebra) -> Iterator[str]:
    """Name every case in which an algebra gives something else than is wanted."""
    for kind, run in RUN.items():
        for case in load(kind):
            try:
                found = run(algebra, case)
            except (AssertionError, ArithmeticError, LookupError, TypeError, ValueError):
                found = "raised"
            if found != wanted(kind, case):
                yield f"{kind}: {case['about']}"
