"""Every vector of words and of what is near them, and answers that must not change in silence."""

import json
from pathlib import Path
from typing import Any

from scripts.vectors.filter import BODIES, write

NAMES = ("words", "near", "quoted", "once")
FOLDER = Path(__file__).parents[1] / "vectors" / "filter"


def load(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def test_the_vectors_are_what_their_writer_writes(tmp_path: Path) -> None:
    write(tmp_path)
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.json" for name in NAMES}
    for path in FOLDER.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_a_whole_word_is_no_part_of_another_and_a_phrase_goes_over_signs() -> None:
    found = {(tuple(row["w"]), row["texts"][0]) for row in _only_whole() if row["holds"]}
    missed = {(tuple(row["w"]), row["texts"][0]) for row in _only_whole() if not row["holds"]}
    assert (("knife",), "The KNIFE, again") in found
    assert (("knife again",), "the knife -- again!") in found
    assert (("kni*",), "(Knives)") in found
    assert (("5*",), "at 51.5") in found
    assert {(("knife",), "a penknife"), (("kni*",), "a penknife")} <= missed
    assert {(("knife again",), "the knife and again"), (("knife again",), "the knife")} <= missed
    assert {(("*",), "anything"), (("**",), "anything"), (("a*",), "*")} <= missed


def _only_whole() -> list[Any]:
    return [row for row in load("words") if row["w"] and row["k"] is None and row["texts"]]


def test_both_ways_of_asking_hold_together() -> None:
    both = [row["holds"] for row in load("words") if row["k"] and row["w"]]
    assert both == [True, False, True]


def test_near_is_counted_over_days_and_never_over_what_is_not_shown() -> None:
    document = load("near")
    conversation = [row for row in document["cases"] if row["body"] == BODIES[0]]
    wanted = {
        (1, "[[4, 2]]"): [[4, 1], [4, 2], [5, 0]],
        (2, "[[5, 0]]"): [[4, 1], [4, 2], [5, 0], [6, 0], [6, 1]],
        (50, "[[8, 0]]"): [[8, 0], [8, 1]],
        (50, "[[3, 1]]"): [[3, 0], [3, 1]],
        (50, "[[7, 0]]"): [],
        (0, "[[4, 1]]"): [],
    }
    given = {(row["n"], json.dumps(row["found"])): row["near"] for row in conversation}
    assert wanted.items() <= given.items()
    for row in document["cases"]:
        if row["body"] != BODIES[0]:
            assert row["near"] == []


def test_what_is_not_known_to_be_hers_is_somebody_elses() -> None:
    said = [row["quoted"] for row in load("quoted")]
    hers = [row["record"] for row in load("quoted") if not row["quoted"]]
    assert said.count(True) == 9
    assert all("embedded_in" not in each or each["parties"] for each in hers)


def test_equal_records_are_known_by_what_leaves() -> None:
    assert [row["again"] for row in load("once")] == [
        *(False, True, True, False, False, True, False, False, False, True),
    ]
