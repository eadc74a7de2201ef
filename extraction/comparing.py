"""Comparing two readings of one phone: where two readers of one store disagree.

docs/readers.md 6. A tool's report and the phone's own database hold the same messages. Records
of one category and app are paired by their words and their time, which one tool keeps to the
second and another to the nanosecond; what finds no partner, or another sender, is a
disagreement. Words are compared by hash, and none is shown.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

SECOND = 1_000_000
NEAR = 1
"""Seconds that two tools may round apart."""

MAX_SHOWN = 20


class Seen(NamedTuple):
    """What a record is paired and compared by. `second` is None where nothing is known."""

    words: bytes
    second: int | None
    direction: str
    people: frozenset[str]
    place: str


class Pair(NamedTuple):
    """A disagreement: its kind, and where each side has it; "" where it has not."""

    kind: str
    left: str
    right: str
    second: int | None


@dataclass(slots=True)
class Compared:
    """One category of one app: how many records each side has, and what differs.

    `counts` has agree, only_left, only_right, words, direction and people; `shown` the first
    disagreements.
    """

    category: str
    app: str
    left: int
    right: int
    counts: dict[str, int] = field(default_factory=dict)
    shown: list[Pair] = field(default_factory=list)

    def add(self, kind: str, left: Seen | None, right: Seen | None) -> None:
        """Count a pair, and keep it if it is among the first disagreements."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if kind != "agree" and len(self.shown) < MAX_SHOWN:
            second = next(each.second for each in (left, right) if each is not None)
            here = "" if left is None else left.place
            there = "" if right is None else right.place
            self.shown.append(Pair(kind, here, there, second))

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return not set(self.counts) - {"agree"}


Group = tuple[str, str]


class Side:
    """The records of one reading, by category and app."""

    def __init__(self) -> None:
        self.groups: dict[Group, list[Seen]] = {}

    def add(self, data: bytes) -> None:
        """Take a record's bytes in; without an app there is no telling what to compare."""
        body = orjson.loads(data)
        app = body.get("app", {}).get("id", "")
        if app:
            self.groups.setdefault((body["category"], app), []).append(_seen(body))


def compare(left: Side, right: Side) -> list[Compared]:
    """Compare every category and app that both sides have."""
    common = sorted(left.groups.keys() & right.groups.keys())
    return [_compare(group, left.groups[group], right.groups[group]) for group in common]


def _seen(body: dict[str, Any]) -> Seen:
    start = body.get("time", {}).get("lo_us")
    second = None if start is None else start // SECOND
    parties = body.get("parties", ())
    people = {each["id_norm"] for each in parties if "id_norm" in each and not each["is_owner"]}
    words = [_plain(text["value"]) for text in body.get("text", ()) if text["field"] == "body"]
    if body["category"] == "contact" or (not words and second is None):
        # A contact is whom it is about; when it was written down every tool takes from elsewhere.
        words, second = sorted(people) or [each.get("name", "") for each in parties], None
    digest = hashlib.blake2b("\n".join(words).encode(), digest_size=8).digest()
    prov = body["prov"]
    place = prov.get("table") or prov.get("member", "")
    if "row" in prov:
        place = f"{place} row {prov['row']}"
    return Seen(digest, second, body.get("direction", ""), _people(frozenset(people)), place)


@lru_cache(maxsize=4096)
def _people(found: frozenset[str]) -> frozenset[str]:
    """Give one object for equal sets: a phone has many messages and few people."""
    return found


def _plain(text: str) -> str:
    """Give the words without what tools add: marks of attachments and of direction."""
    kept = (letter for letter in text if unicodedata.category(letter) not in ("Cf", "So", "Cc"))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _compare(group: Group, left: Sequence[Seen], right: Sequence[Seen]) -> Compared:
    found = Compared(*group, len(left), len(right))
    pairs, alone, others = _pair(left, right, lambda seen: seen.words)
    for one, other in pairs:
        found.add(_difference(one, other), one, other)
    # What is left at one moment is one record whose words were read in two ways.
    pairs, alone, others = _pair(alone, others, lambda seen: seen.second is None and seen.words)
    for one, other in pairs:
        found.add("words", one, other)
    for one in alone:
        found.add("only_left", one, None)
    for other in others:
        found.add("only_right", None, other)
    return found


def _difference(one: Seen, other: Seen) -> str:
    if _differ(one.direction, other.direction):
        return "direction"
    return "people" if _differ(one.people, other.people) else "agree"


def _differ(one: object, other: object) -> bool:
    """Tell whether both sides say something, and not the same."""
    silent: tuple[object, ...] = ("", "unknown", "none", frozenset())
    return one not in silent and other not in silent and one != other


def _pair(
    left: Sequence[Seen], right: Sequence[Seen], key: Callable[[Seen], object]
) -> tuple[list[tuple[Seen, Seen]], list[Seen], list[Seen]]:
    """Pair what has one key and nearly one time; give the pairs and what is left on each side."""
    pairs: list[tuple[Seen, Seen]] = []
    alone: list[Seen] = []
    others: list[Seen] = []
    ours, theirs = _sorted(left, key), _sorted(right, key)
    for each in theirs.keys() - ours.keys():
        others += theirs[each]
    for each, mine in ours.items():
        yours = theirs.get(each, [])
        at = 0
        for one in mine:
            while at < len(yours) and _second(yours[at]) < _second(one) - NEAR:
                others.append(yours[at])
                at += 1
            if at < len(yours) and _second(yours[at]) <= _second(one) + NEAR:
                pairs.append((one, yours[at]))
                at += 1
            else:
                alone.append(one)
        others += yours[at:]
    return pairs, sorted(alone, key=_second), sorted(others, key=_second)


def _sorted(seen: Sequence[Seen], key: Callable[[Seen], object]) -> dict[object, list[Seen]]:
    found: dict[object, list[Seen]] = {}
    for each in sorted(seen, key=_second):
        found.setdefault(key(each), []).append(each)
    return found


def _second(seen: Seen) -> int:
    # Far before every phone, so that an unknown time is near to none but itself.
    return -(2**60) if seen.second is None else seen.second
