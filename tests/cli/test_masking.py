"""People who take no part in a conversation, as pseudonyms: whole releases of a small phone."""

import json
from pathlib import Path

import pytest

from api.cli import main
from tests.cli.running import done, run
from tests.cli.small_phone import START, Phone

SAID = (
    "good morning",
    "Bob is on +44 7700 900777, or bob@example.com",
    "my number is +447700900101, as you know",
    "bob@example.com or 07700 900888 then",
    "ask @447700900777 about 01.02.2026",
)
STRANGERS = ("900777", "900888", "bob@example.com")


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Phone:
    said = ((START + number * 60_000, words) for number, words in enumerate(SAID))
    return Phone(tmp_path_factory.mktemp("phone"), said)


def words_of(package: Path) -> list[str]:
    copies = json.loads((package / "derived.json").read_text("utf-8"))
    return [json.loads(row["r"])["text"][0]["value"] for row in copies if "r" in row]


def whole_of(package: Path) -> bytes:
    assert package.is_dir()
    files = [path for path in sorted(package.rglob("*")) if path.is_file()]
    # The verifiers in the package are the same in each.
    return b"".join(path.read_bytes() for path in files if not path.name.startswith("verify."))


def test_others_leave_as_pseudonyms_and_who_takes_part_stays(phone: Phone) -> None:
    seen, package = phone.release(h=True)
    assert words_of(package) == [
        "Bob is on person-2, or person-1",
        "person-1 or person-3 then",
        "ask @person-2 about 01.02.2026",
    ]
    assert seen["withheld"] == {"transformed": 3}


def test_no_number_or_address_of_others_is_anywhere_in_the_package(phone: Phone) -> None:
    masked, plain = (whole_of(phone.release(**more)[1]) for more in ({"h": True}, {}))
    for stranger in STRANGERS:
        assert stranger.encode() in plain
        assert stranger.encode() not in masked
    assert b"+447700900101" in masked


def test_words_are_asked_of_what_leaves(phone: Phone) -> None:
    assert words_of(phone.release(h=True, k=["bob@example.com"])[1]) == []
    assert words_of(phone.release(h=True, w=["person then", "or person"])[1]) == [
        *("Bob is on person-2, or person-1", "person-1 or person-3 then"),
    ]
    near = phone.release(h=True, w=["ask"], n=1)[1]
    assert words_of(near) == ["person-1 or person-2 then", "ask @person-3 about 01.02.2026"]


def test_what_the_verdict_says_of_copies(phone: Phone) -> None:
    package = phone.release(h=True)[1]
    verdict = run("verify", package)[1]["verdict"]
    assert "3 of the withheld records as copies with people as pseudonyms" in verdict
    assert "the worker's word alone" in verdict


def test_whom_the_scope_names_is_named(phone: Phone) -> None:
    named = ["+447700900101", "+447700900777"]
    assert "+44 7700 900777" in words_of(phone.release(h=True, p=named)[1])[0]


def test_the_option_of_the_command_line_says_the_same(phone: Phone) -> None:
    path = phone.folder / "scope.json"
    path.write_text(json.dumps({"c": ["message"]}))
    hers = ("--identity", phone.folder / "survivor.key", "--scope", path)
    assert done("preview", phone.sealed, *hers, "--mask")["withheld"] == {"transformed": 3}
    assert done("preview", phone.sealed, *hers)["withheld"] == {}


def test_the_preview_says_what_stays_named(
    phone: Phone, capsys: pytest.CaptureFixture[str]
) -> None:
    path = phone.folder / "masked.json"
    path.write_text(json.dumps({"c": ["message"], "h": True}))
    hers = ("--identity", phone.folder / "survivor.key", "--scope", path)
    words = [str(word) for word in ("preview", phone.sealed, *hers)]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "3  of them with others as pseudonyms, as changed copies" in said
    assert "who takes part in a conversation stays named" in said
