"""The guardian's visit statement, from the form to the custody record of a release, and attacks."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extraction.made import write_made_source
from tests.cli.running import Desk, done, run
from tests.conftest import seeded_random
from tests.unit.extraction.test_visit_form import FILLED
from vault.visit import PERSONAL, POINTS, USUAL

CHAT = "whatsapp:447700900101@s.whatsapp.net"
APRIL = 1_775_001_600
SCOPE = {
    "c": ["message"],
    "t": [CHAT],
    "d": [[APRIL + 2 * 86_400 + 40_000, APRIL + 9 * 86_400 + 40_000]],
    "u": False,
}
FORM = FILLED | {
    "device.model": "Pixel 8, G9BQD",
    "device.identifiers": "IMEI 490154203237518",
    "place": "Havens, Whitechapel",
    "guardian.name": "R. Evans",
}
SAID = {
    "device.clock": "95 s ahead; reference: station, set by NTP",
    "start": "2026-04-01T09:15:00Z",
    "end": "2026-04-01T09:45:30Z",
} | {name: FORM[name] for name in POINTS if isinstance(FORM[name], str)}
SAID |= {"start": "2026-04-01T09:15:00Z", "end": "2026-04-01T09:45:30Z"}
NOT_SAID = {"device.battery"}


def form_at(path: Path, **changes: Any) -> Path:  # noqa: ANN401 JSON
    path.write_text(json.dumps(FORM | {k.replace("_", "."): v for k, v in changes.items()}))
    return path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = Desk(tmp_path_factory.mktemp("visit"))
    source = write_made_source(made.folder / "phone", random=seeded_random("visit"), days=12)
    sealed = made.seal(source, "--visit", form_at(made.folder / "visit.json"))
    made.release(sealed, SCOPE)
    return made


@pytest.fixture
def hers(desk: Desk) -> tuple[object, ...]:
    return "--identity", desk.key("survivor")


@pytest.fixture
def package(desk: Desk, tmp_path: Path) -> Path:
    return shutil.copytree(desk.folder / "package", tmp_path / "package")


def facts_of(*words: object) -> dict[str, dict[str, Any]]:
    return {fact["point"]: fact for fact in done("custody", *words)["facts"]}


def correct(desk: Desk, out: Path, *more: object, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    form = form_at(out.with_suffix(".form"), **changes)
    people = ("--as", desk.key("guardian"), "--for", desk.public("survivor"))
    return done("visit", "correct", desk.folder / "sealed", form, *people, "--out", out, *more)


def words_in(folder: Path) -> Iterator[bytes]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()


def test_the_record_of_an_extraction_has_every_point(desk: Desk, hers: tuple[object, ...]) -> None:
    facts = facts_of(desk.folder / "sealed", *hers)
    for name, value in SAID.items():
        found = facts[name]
        assert (found["value"], found["state"], found["by"]) == (value, "signed", "visit statement")
    assert facts["device.battery"]["value"] is None
    assert facts["device.battery"]["by"] == "the guardian said: the display is broken"
    assert set(SAID) | NOT_SAID == set(POINTS)
    assert facts["visit.sha256"]["state"] == "signed"


def test_without_her_key_nothing_of_it_is_read(desk: Desk) -> None:
    facts = facts_of(desk.folder / "sealed")
    for name in POINTS:
        assert facts[name]["value"] is None
        assert facts[name]["by"] == "it is in the sealed visit statement; her key opens it"
    for data in words_in(desk.folder / "sealed"):
        assert not any(value.encode() in data for value in SAID.values())


def test_the_record_of_a_release_has_every_point_but_those_that_name_people_or_places(
    desk: Desk,
) -> None:
    facts = facts_of(desk.folder / "package")
    for name, value in SAID.items():
        found = facts[name]
        if name in PERSONAL:
            assert found["value"] is None
            assert found["by"].startswith("she keeps it closed; the guardian's commitment is ")
        else:
            assert (found["value"], found["state"]) == (value, "signed")
    for data in words_in(desk.folder / "package"):
        assert not any(FORM[name].encode() in data for name in PERSONAL)
    report = done("verify", desk.folder / "package")
    assert f"{len(USUAL)} of {len(POINTS)} points" in report["steps"][2]["detail"]


def test_the_preview_shows_what_would_go_with_the_records(
    desk: Desk, hers: tuple[object, ...], tmp_path: Path
) -> None:
    scope = tmp_path / "scope.json"
    scope.write_text(json.dumps(SCOPE))
    words = ("preview", desk.folder / "sealed", *hers, "--scope", scope)
    seen = done(*words)["visit"]
    assert {each["point"] for each in seen} == USUAL
    assert {each["point"]: each["said"] for each in seen}["device.model"] == SAID["device.model"]
    assert [e["said"] for e in done(*words, "--open-points", "place")["visit"]] == [FORM["place"]]
    assert done(*words, "--open-points", "none")["visit"] == []
    assert len(done(*words, "--open-points", "all")["visit"]) == len(POINTS)
    for wrong in ("nowhere", "", "place,", "All"):
        code, document = run(*words, "--open-points", wrong)
        assert (code, document["error"]["type"]) == (2, "invalid")


def test_she_opens_one_point_later_for_who_has_the_release(
    desk: Desk, hers: tuple[object, ...], tmp_path: Path, package: Path
) -> None:
    out = tmp_path / "place.json"
    words = ("visit", "open", desk.folder / "sealed", *hers)
    assert done(*words, "--open-points", "place", "--out", out)["points"] == ["place"]
    assert FORM["device.identifiers"].encode() not in out.read_bytes()
    facts = facts_of(package, "--visit", out)
    assert facts["place"]["value"] == FORM["place"]
    assert facts["device.model"]["value"] == FORM["device.model"]
    assert facts["device.identifiers"]["value"] is None
    # It is of her extraction's record too, without her key.
    assert facts_of(desk.folder / "sealed", "--visit", out)["place"]["value"] == FORM["place"]


def test_a_correction_holds_and_what_was_said_before_is_seen(
    desk: Desk, hers: tuple[object, ...], tmp_path: Path
) -> None:
    first, second = tmp_path / "first.shv1f", tmp_path / "second.shv1f"
    one = correct(desk, first, device_model="Pixel 8 Pro")
    two = correct(desk, second, "--corrects", one["sha256"], device_model="Pixel 8a")
    assert two["corrects"] == one["sha256"]
    visits = ("--visit", second, "--visit", first)
    facts = facts_of(desk.folder / "sealed", *hers, *visits)
    assert facts["device.model"]["value"] == "Pixel 8a"
    assert facts["device.model"]["by"].endswith(
        "corrected; before its correction: Pixel 8, G9BQD; then Pixel 8 Pro"
    )
    assert facts["place"]["by"] == "visit statement, corrected"
    assert facts["visit.corrections"]["value"] == f"{one['sha256']}, {two['sha256']}"
    assert b"Pixel" not in first.read_bytes()
    # For who has the release she opens it; it names the statement that the package has.
    out = tmp_path / "shown.json"
    done("visit", "open", desk.folder / "sealed", *hers, "--visit", first, "--out", out)
    shown = facts_of(desk.folder / "package", "--visit", out)["device.model"]
    assert (shown["value"], shown["state"]) == ("Pixel 8 Pro", "signed")
    assert "before its correction: Pixel 8, G9BQD" in shown["by"]


def test_two_corrections_of_one_statement_and_one_that_lacks_its_own_are_refused(
    desk: Desk, hers: tuple[object, ...], tmp_path: Path
) -> None:
    first, rival, third = (tmp_path / f"{name}.shv1f" for name in ("first", "rival", "third"))
    one = correct(desk, first)
    correct(desk, rival)
    correct(desk, third, "--corrects", one["sha256"])
    for files in ((first, rival), (third,), (first, rival, third)):
        given = [word for path in files for word in ("--visit", path)]
        code, document = run("custody", desk.folder / "sealed", *hers, *given)
        assert (code, document["error"]["type"]) == (1, "integrity"), files
    code, document = run("custody", desk.folder / "sealed", "--visit", first)
    assert (code, document["error"]["type"]) == (2, "invalid")
    stranger = ("--identity", desk.key("stranger"))
    assert run("custody", desk.folder / "sealed", *stranger, "--visit", first)[0] == 1


def attack(package: Path, **changes: Any) -> tuple[int, dict[str, Any]]:  # noqa: ANN401 JSON
    """Change visit.json as a worker could who signs the package anew; say what step 2 says."""
    path = package / "visit.json"
    path.write_bytes(json.dumps(changes, sort_keys=True, separators=(",", ":")).encode())
    code, report = run("verify", package)
    return code, report["steps"]


def test_no_change_of_what_was_said_verifies(package: Path) -> None:
    good = json.loads((package / "visit.json").read_bytes())
    openings = good["openings"]
    edited = openings | {"method": {**openings["method"], "value": {"said": "another"}}}
    swapped = openings | {"method": openings["exceptions"], "exceptions": openings["method"]}
    unsaid = openings | {"method": {**openings["method"], "value": {"unknown": "nobody knows"}}}
    for wrong in (edited, swapped, unsaid):
        code, steps = attack(package, **(good | {"openings": wrong}))
        assert (code, steps[2]["status"]) == (1, "fail")
        assert "is not what was signed" in steps[2]["detail"]
        # And the record is not made of it.
        assert run("custody", package)[0] == 1
    # A point that is closed is not a lie, and a changed file is still one that was not signed.
    closed = {name: each for name, each in openings.items() if name != "method"}
    code, steps = attack(package, **(good | {"openings": closed}))
    assert (code, steps[2]["status"], steps[6]["status"]) == (1, "pass", "fail")
    (package / "visit.json").unlink()
    code, report = run("verify", package)
    assert (code, report["steps"][2]["status"]) == (1, "fail")
    assert "not in the package" in report["steps"][2]["detail"]


def test_another_extractions_or_guardians_statement_does_not_verify(
    desk: Desk, hers: tuple[object, ...], package: Path, tmp_path: Path
) -> None:
    other = desk.beside(tmp_path / "other")
    other.seal(desk.folder / "phone", "--visit", form_at(tmp_path / "other.json"))
    theirs = tmp_path / "theirs.json"
    done("visit", "open", other.folder / "sealed", *hers, "--out", theirs)
    mine = tmp_path / "mine.json"
    done("visit", "open", desk.folder / "sealed", *hers, "--out", mine)
    shutil.copy(theirs, package / "visit.json")
    code, report = run("verify", package)
    assert (code, report["steps"][2]["status"]) == (1, "fail")
    for source in (desk.folder / "sealed", desk.folder / "package"):
        assert run("custody", source, "--visit", theirs)[0] == 1
        assert run("custody", source, "--visit", mine)[0] == 0
    people = ("--as", desk.key("worker"), "--for", desk.public("survivor"))
    form = desk.folder / "visit.json"
    words = ("visit", "correct", desk.folder / "sealed", form, *people, "--out", tmp_path / "x")
    code, document = run(*words)
    assert (code, document["error"]["type"]) == (2, "invalid")


def test_an_extraction_without_a_form_says_so_and_may_get_a_statement_later(
    desk: Desk, hers: tuple[object, ...], tmp_path: Path
) -> None:
    bare = desk.beside(tmp_path / "bare")
    bare.seal(desk.folder / "phone")
    facts = facts_of(bare.folder / "sealed", *hers)
    assert {facts[name]["by"] for name in POINTS} == {"the guardian signed no visit statement"}
    code, _ = run("visit", "open", bare.folder / "sealed", *hers, "--out", tmp_path / "no")
    assert code == 2
    late = tmp_path / "late.shv1f"
    correct(bare, late)
    facts = facts_of(bare.folder / "sealed", *hers, "--visit", late)
    assert facts["place"]["value"] == FORM["place"]
    assert facts["visit.sha256"]["value"] is None


def test_a_form_is_made_checked_and_refused(desk: Desk, tmp_path: Path) -> None:
    blank = tmp_path / "blank.json"
    assert done("visit", "form", "--out", blank)["points"] == list(POINTS)
    code, document = run("visit", "check", blank)
    assert (code, document["error"]["type"]) == (2, "invalid")
    good = done("visit", "check", form_at(tmp_path / "good.json"))
    assert good == {"points": len(POINTS), "unknown": ["device.battery"]}
    out = tmp_path / "sealed"
    people = ("--for", desk.public("survivor"), "--as", desk.key("guardian"), "--out", out)
    for changes in (
        {"end": "2026-04-01T08:00:00Z"},
        {"start": "2026-04-01T09:15:00"},
        {"device_clock": {"offset": "95", "reference": "NTP"}},
        {"colour": "red"},
    ):
        form = form_at(tmp_path / "bad.json", **changes)
        code, document = run("seal", desk.folder / "phone", *people, "--visit", form)
        assert (code, document["error"]["type"]) == (2, "invalid"), changes
        assert not out.exists()
