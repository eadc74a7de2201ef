"""Every vector of the derived part, and the cases in it that must not change in silence."""

import json
from pathlib import Path
from typing import Any

from extraction.placeless import placeless
from scripts.vectors.derived import write

FOLDER = Path(__file__).parents[1] / "vectors" / "derived"


def load(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def test_the_vectors_are_what_their_writer_writes(tmp_path: Path) -> None:
    write(tmp_path)
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {"names.json", "records.json", "grids.json", "lists.json", "media.json"}
    for name in names:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def test_names_that_say_a_place_are_known_and_others_left_alone() -> None:
    said = dict(load("names"))
    places = "latitude start_longitude GPSAltitude lat LAT x.lon latlng place place_label geo alt"
    others = "flat lats plate salt placement storage_place marketplace label note gp\u017f"
    assert all(said[name] for name in places.split())
    assert not any(said[name] for name in others.split())


def test_copies_hold_no_place_and_lose_nothing_else() -> None:
    rows = load("records")
    assert [row["copy"] is None for row in rows].count(True) == 3
    for row in rows:
        before, copy = json.loads(row["record"]), json.loads(row["copy"] or row["record"])
        assert "place" not in copy
        assert copy.keys() <= before.keys()
        kept = {name: value for name, value in before.items() if name not in ("place", "extra")}
        assert kept.items() <= copy.items()


def test_a_grid_leaves_so_many_digits_and_nothing_else_of_a_place() -> None:
    rows = load("grids")
    for row in rows:
        before, after = json.loads(row["record"]), json.loads(row["copy"] or row["record"])
        place = after.get("place", {})
        assert place.keys() <= {"lat", "lon", "source"}
        for name in place.keys() - {"source"}:
            assert before["place"][name].startswith(place[name])
            assert len(place[name].partition(".")[2]) <= row["g"]
    copies = [row["copy"] for row in rows if row["copy"] is not None]
    # Nothing is left to take away from a copy.
    again = [placeless(json.loads(copy), row["g"]) for row in rows if (copy := row["copy"])]
    assert again == [None] * len(copies)
    kept = {row["g"]: json.loads(row["copy"])["place"] for row in rows[:: len(rows) // 5]}
    assert [kept[digits]["lat"] for digits in range(5)] == [
        *("51", "51.5", "51.50", "51.507", "51.5073"),
    ]


def test_lists_in_one_spelling_are_taken_and_others_refused() -> None:
    good = [row["about"] for row in load("lists") if row["good"]]
    assert good == [
        "nothing",
        "a copy of each kind, and one that stays",
        "a masked copy, and one that is both",
        "two records of one segment",
        "two pictures with one copy",
        "a medium of a kind that was not asked for",
    ]


def test_where_places_are_agreed_every_medium_goes_whole() -> None:
    cases = [case for case in load("media")["cases"] if "m" not in case["scope"]]
    agreed = [
        case for case in cases if "location" in case["scope"]["c"] and "g" not in case["scope"]
    ]
    assert all(case["derived"] == "[]" for case in agreed)
    assert sum(case["derived"] != "[]" for case in cases) >= 5


def test_of_kinds_that_were_not_asked_for_nothing_goes_but_words() -> None:
    for case in load("media")["cases"]:
        asked = case["scope"].get("m")
        words = {
            blob.get("sha256") for blob in case["blobs"] if blob.get("role") in ("text", "extra")
        }
        rows = json.loads(case["derived"])
        stay = {row["m"] for row in rows if row["step"] == "kind"}
        if asked is None:
            assert not stay
        if asked == []:
            assert set(case["whole"]) <= words
            assert all("sha256" not in row for row in rows)
