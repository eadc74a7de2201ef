"""One opened grant gives one package; a scope that matches nothing gives one that says so."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.planted import CHAT, write_planted_source
from tests.cli.running import Desk, done

SCOPE = {"c": ["message"], "t": [CHAT], "u": False}
NEVER = [[4_000_000_000, 4_000_086_400]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Path]:
    folder = tmp_path_factory.mktemp("again")
    desk = Desk(folder)
    return desk, desk.seal(write_planted_source(folder / "phone"))


def test_two_selections_of_one_grant_give_the_same_bytes_but_what_is_signed(
    desk: tuple[Desk, Path], tmp_path: Path
) -> None:
    people, sealed = desk
    at = people.beside(tmp_path / "first")
    _, package = at.release(sealed, SCOPE)
    second = done(
        *("select", at.folder / "grant", "--from", sealed),
        *("--worker", at.key("worker"), "--out", tmp_path / "draft"),
    )
    hers = ("--identity", at.key("survivor"))
    to = ("--to", at.public("investigator"))
    final = done("approve", second["file"], *hers, *to, "--out", tmp_path / "final")
    again = tmp_path / "again"
    done("open", final["file"], "--identity", at.key("investigator"), "--out", again)
    one, other = files(package), files(again)
    # So that the comparison covers copies of records, of pictures, and media as they are.
    copies = json.loads(one["derived.json"])
    assert any("r" in each for each in copies)
    assert any("sha256" in each for each in copies)
    assert any(name.startswith("derived/") for name in one)
    assert any(name.startswith("media/") for name in one)
    assert one.keys() == other.keys()
    # The certificate is the worker's own, written anew each time: nobody gave it one.
    signed = {"release.dsse.json", "cover.json", "certs.json"}
    assert {name for name in one if one[name] != other[name]} == signed
    certificates = [json.loads(each["certs.json"]) for each in (one, other)]
    assert sum(first != second for first, second in zip(*certificates, strict=True)) == 1


@pytest.mark.parametrize("narrow", [{"d": NEVER}, {"k": ["said by nobody at all"]}])
def test_a_scope_that_matches_nothing_gives_a_release_that_verifies_and_says_so(
    desk: tuple[Desk, Path], tmp_path: Path, narrow: dict[str, Any]
) -> None:
    people, sealed = desk
    at = people.beside(tmp_path / "nothing")
    seen, package = at.release(sealed, {**SCOPE, **narrow})
    assert seen["records"] == []
    found = done("verify", package)
    assert found["ok"]
    assert found["verdict"].startswith("0 records")
    steps = {each["step"]: each["status"] for each in found["steps"]}
    assert {steps[number] for number in (4, 6, 9, 10, 11, 12, 13, 14, 15)} == {"pass"}
    assert not [name for name in files(package) if name.startswith(("media/", "derived/"))]


def files(package: Path) -> dict[str, bytes]:
    """Read a package's folder."""
    return {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in sorted(package.rglob("*"))
        if path.is_file()
    }
