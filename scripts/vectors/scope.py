"""Vectors of docs/formats/scope.md that are drawn by chance: `tests/vectors/scope/drawn.json`.

What is wanted of a pair is worked out by going through every item of a small world, one by
one, by the words of scope.md 3: never by the code that the cases are for. The other files of
that folder are written by hand, and stay as they are.
"""

# ruff: noqa: S311, PLR2004 made data needs a seed; how often a field is there is a literal

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Case = dict[str, Any]
A, B = "aa" * 16, "bb" * 16


def drawn() -> Iterator[Case]:
    """Pairs drawn by chance, compared item by item in a small world."""
    dice = random.Random("scope vectors")
    for number in range(60):
        one, other = _any_scope(dice), _any_scope(dice)
        if number % 3 == 0:
            other = {**one, **{key: other[key] for key in dice.sample(sorted(other), 2)}}
        hold, held = _items(one), _items(other)
        yield {
            "about": f"drawn {number}",
            "one": one,
            "other": other,
            "covers": {
                (True, True): "both",
                (True, False): "one",
                (False, True): "other",
                (False, False): "none",
            }[bool(held) and held <= hold, bool(hold) and hold <= held],
            "overlaps": bool({each for each in hold & held if len(each[3]) <= 1}),
        }


_APPS, _PEOPLE, _THREADS = ("chat", "sms"), ("p1", "p2"), ("t1", "t2")
_CLASSES = (None, "health")


def _any_scope(dice: random.Random) -> Case:
    def some(values: tuple[str, ...]) -> list[str]:
        return sorted(
            dice.sample(values, dice.randint(0 if dice.random() < 0.1 else 1, len(values)))
        )

    found: Case = {"x": some((A, B)), "c": some(("call", "message"))}
    for key, values in (("a", _APPS), ("p", _PEOPLE), ("t", _THREADS)):
        if dice.random() < 0.5:
            found[key] = some(values)
    if dice.random() < 0.6:
        marks = sorted(dice.sample(range(6), 2 * dice.randint(1, 2)))
        found["d"] = [list(pair) for pair in zip(marks[::2], marks[1::2], strict=True)]
        if len(found["d"]) == 2 and found["d"][0][1] == found["d"][1][0]:
            del found["d"][1]
    found["u"] = dice.random() < 0.5
    if dice.random() < 0.3:
        found["s"] = ["health"]
    return found


def _items(box: Case) -> set[tuple[Any, ...]]:
    """Go through the world: every item that a scope holds, by the words of scope.md 3."""
    people = [
        frozenset(some)
        for size in (1, 2, 3)
        for some in itertools.combinations((*_PEOPLE, "other"), size)
    ]
    people.append(frozenset())
    world = itertools.product(
        (A, B),
        ("call", "message"),
        (*_APPS, "other"),
        people,
        (*_THREADS, "none"),
        (*range(7), None),
        _CLASSES,
    )

    def holds(item: tuple[Any, ...]) -> bool:
        x, c, a, p, t, second, kind = item
        return (
            x in box["x"]
            and c in box["c"]
            and ("a" not in box or a in box["a"])
            and ("p" not in box or (bool(p) and p <= set(box["p"])))
            and ("t" not in box or t in box["t"])
            and (
                box["u"]
                if second is None
                else "d" not in box or any(low <= second < high for low, high in box["d"])
            )
            and (kind is None or kind in box.get("s", ()))
        )

    return {item for item in world if holds(item)}


def write(folder: Path) -> None:
    """Write the drawn cases."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(case) for case in drawn())
    (folder / "drawn.json").write_text(f"[\n{lines}\n]\n", "utf-8")
