"""Leaving out people, days, words and records at the command line, and days in a zone."""

import json
from pathlib import Path
from typing import Any

import pytest

from extraction.made import write_made_source
from tests.cli.running import Desk, done, run
from tests.conftest import seeded_random

APRIL = {"c": ["message"], "d": [[1_775_001_600, 1_777_593_600]], "u": False}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    found = Desk(folder)
    found.seal(write_made_source(folder / "made", random=seeded_random("left"), days=12))
    (folder / "scope.json").write_text(json.dumps(APRIL))
    return found


def preview(desk: Desk, *more: object) -> dict[str, Any]:
    return done(*words(desk, *more))


def words(desk: Desk, *more: object) -> tuple[object, ...]:
    hers = ("--identity", desk.key("survivor"), "--scope", desk.folder / "scope.json")
    return ("preview", desk.folder / "sealed", *hers, *more)


def left(desk: Desk, **said: Any) -> dict[str, Any]:  # noqa: ANN401 JSON of any shape
    path = desk.folder / "left.json"
    path.write_text(json.dumps(said))
    return preview(desk, "--leave-out", path)


def people(record: dict[str, Any]) -> set[str | None]:
    return {party.get("id_norm") for party in record["parties"] if party["is_owner"] is not True}


def text(record: dict[str, Any]) -> str:
    return " ".join(str(each["value"]) for each in record["text"]).casefold()


def test_a_person_is_left_out_with_every_group_that_they_are_in(desk: Desk) -> None:
    whole = [row["record"] for row in preview(desk)["records"]]
    person = next(who for record in whole for who in people(record) if who is not None)
    kept = left(desk, p=[person])
    stay = [each for each in whole if person in people(each) or None in people(each)]
    assert 0 < kept["count"] == len(whole) - len(stay) < len(whole)
    assert kept["withheld"]["excluded-by-survivor"] == len(stay)
    assert not any(person in people(row["record"]) for row in kept["records"])


def test_a_word_and_a_day_are_left_out(desk: Desk) -> None:
    whole = [row["record"] for row in preview(desk)["records"]]
    word = next(part for part in text(whole[0]).split() if len(part) > 3)
    kept = left(desk, k=[word.upper()])
    assert kept["count"] == sum(word not in text(record) for record in whole) < len(whole)
    day = [APRIL["d"][0][0] + 86_400, APRIL["d"][0][0] + 2 * 86_400]  # type: ignore[index]
    kept = left(desk, d=[day])
    begin, end = (second * 1_000_000 for second in day)
    inside = [r for r in whole if r["time"]["lo_us"] < end and begin <= r["time"]["hi_us"]]
    assert kept["count"] == len(whole) - len(inside) < len(whole)


def test_single_records_are_left_out_and_a_mistyped_one_is_refused(desk: Desk) -> None:
    rows = preview(desk)["records"]
    places = [[row["segment"], row["place"]] for row in rows[:3]]
    assert left(desk, r=places)["count"] == len(rows) - 3
    path = desk.folder / "left.json"
    path.write_text(json.dumps({"r": [[99_999, 0]]}))
    code, document = run(*words(desk, "--leave-out", path))
    assert (code, document["error"]["type"]) == (2, "invalid")


def test_all_of_it_together_is_each_of_it(desk: Desk) -> None:
    rows = preview(desk)["records"]
    last = rows[-1]
    person = next(iter(people(rows[0]["record"]) - {None}))
    kept = left(desk, p=[person], r=[[last["segment"], last["place"]]])
    gone = [r for r in rows if person in people(r["record"]) or None in people(r["record"])]
    assert kept["count"] == len(rows) - len(gone) - (last not in gone)


@pytest.mark.parametrize("said", [{}, {"p": [""]}, {"z": []}, {"k": ["\u200b"]}, [], {"r": [[1]]}])
def test_what_says_nothing_is_refused_and_nothing_is_shown(desk: Desk, said: object) -> None:
    path = desk.folder / "left.json"
    path.write_text(json.dumps(said))
    code, document = run(*words(desk, "--leave-out", path))
    assert (code, document["error"]["type"]) == (2, "invalid")


def test_days_are_days_in_a_zone(desk: Desk) -> None:
    days = ("--first", "2026-04-02", "--last", "2026-04-03")
    london = preview(desk, *days, "--zone", "Europe/London")["scope"]
    assert london["d"] == [[1_775_084_400, 1_775_257_200]]
    assert london["u"] is False
    kolkata = preview(desk, *days, "--zone", "Asia/Kolkata")["scope"]
    assert kolkata["d"] == [[1_775_068_200, 1_775_241_000]]
    # Never wider than the scope itself.
    wide = preview(desk, "--first", "2026-01-01", "--last", "2026-12-31", "--zone", "UTC")["scope"]
    assert wide["d"] == APRIL["d"]


def test_words_are_whole_and_what_stands_near_them_goes_too(desk: Desk) -> None:
    whole = preview(desk)["records"]
    word = next(
        part
        for row in whole
        for part in text(row["record"]).split()
        if part.isalpha() and len(part) > 3
    )
    found = preview(desk, "--word", word)
    assert found["scope"]["w"] == [word]
    assert 0 < found["count"] < len(whole)
    hits = {(row["segment"], row["place"]) for row in found["records"]}
    near = preview(desk, "--word", word, "--near", "1")
    assert near["scope"]["n"] == 1
    wide = {(row["segment"], row["place"]) for row in near["records"]}
    assert hits < wide
    # Without one hit, what stood near it alone stays as well; it may be left out by name too.
    one = next(iter(sorted(hits)))
    alone = [each for each in wide - hits if each[0] == one[0] and abs(each[1] - one[1]) == 1]
    places = [one, *alone]
    out = [part for place in places for part in ("--exclude", f"{place[0]}/{place[1]}")]
    less = preview(desk, "--word", word, "--near", "1", *out)
    assert less["withheld"]["excluded-by-survivor"] == len(places)
    assert {(row["segment"], row["place"]) for row in less["records"]} <= wide - {one}
    code, document = run(*words(desk, "--near", "1"))
    assert (code, document["error"]["type"]) == (2, "invalid")


def test_kinds_of_files_are_named_and_none_is_none(desk: Desk) -> None:
    whole = preview(desk)
    assert preview(desk, "--media", "image,video")["scope"]["m"] == ["image", "video"]
    none = preview(desk, "--media", "none")
    assert none["scope"]["m"] == []
    assert none["count"] == whole["count"]
    code, document = run(*words(desk, "--media", "image,sticker"))
    assert (code, document["error"]["type"]) == (2, "invalid")


@pytest.mark.parametrize(
    "days",
    [
        ("--first", "2026-04-02"),
        ("--first", "2026-04-02", "--last", "2026-04-03"),
        ("--zone", "UTC"),
        ("--first", "2026-04-03", "--last", "2026-04-02", "--zone", "UTC"),
        ("--first", "2026-04-31", "--last", "2026-05-02", "--zone", "UTC"),
        ("--first", "2026-04-02", "--last", "2026-04-03", "--zone", "Nowhere"),
    ],
)
def test_half_a_day_is_refused(desk: Desk, days: tuple[str, ...]) -> None:
    code, document = run(*words(desk, *days))
    assert (code, document["error"]["type"]) == (2, "invalid")


def test_a_grant_by_class_alone_is_not_signed(desk: Desk, tmp_path: Path) -> None:
    scope = tmp_path / "scope.json"
    scope.write_text(json.dumps({**APRIL, "s": ["health"]}))
    code, document = run(
        *("grant", desk.folder / "sealed", "--identity", desk.key("survivor")),
        *("--scope", scope, "--worker", desk.public("worker")),
        *("--to", desk.public("investigator"), "--until", "2099-01-01", "--out", tmp_path / "out"),
    )
    assert (code, document["error"]["type"]) == (2, "invalid")
    assert not (tmp_path / "out").exists()
