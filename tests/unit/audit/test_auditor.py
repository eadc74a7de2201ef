"""The auditor's tools: exit codes, a mirror that only grows, entries for a court."""

import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from audit.court import court_files
from audit.entry import case_tag, parse_entry
from audit.errors import MalformedEntry, NotProven
from audit.log_copy import LogCopy, open_copy, write_copy
from audit.mirror import check_extends, find_tag
from scripts.build_verifier import COURT_COMMAND, COURT_HEAD, COURT_OUT, build
from tests.cli.running import run
from tests.unit.audit.conftest import K_CASE, World
from tests.unit.audit.test_tamper import edit, rewrite, sign_again


def copied(world: World, name: str = "copy.zip") -> LogCopy:
    world.publish()
    write_copy(world.database, world.folder / name, world.policy_text)
    return open_copy(world.folder / name)


def grown(world: World) -> tuple[LogCopy, LogCopy]:
    """Give two honest copies, one from before."""
    for _ in range(3):
        world.access()
    old = copied(world, "old")
    world.access()
    world.append(case=b"o" * 16)
    return old, copied(world, "new")


@pytest.fixture
def policy(world: World) -> Path:
    path = world.folder / "pinned"
    path.write_text(world.policy_text)
    return path


# Growing.


def test_a_copy_extends_an_older_one(world: World) -> None:
    old, new = grown(world)
    found = check_extends(old, new)
    assert (found.before, found.after) == (6, 9)
    assert check_extends(new, new).after == 9
    with pytest.raises(NotProven):
        check_extends(new, old)
    with pytest.raises(NotProven):
        check_extends(old, replace(new, origin="else"))


def test_a_history_that_was_rewritten_and_signed_again_does_not_extend(world: World) -> None:
    """Every witness colluding, too: an own copy still tells."""
    old, _ = grown(world)
    rewrite(world, edit)
    sign_again(world, world.log, keep=False)
    write_copy(world.database, world.folder / "forged", world.policy_text)
    with pytest.raises(NotProven, match="first 6 entries"):
        check_extends(old, open_copy(world.folder / "forged"))


def test_an_older_checkpoint_over_more_entries_does_not_extend(world: World) -> None:
    old, _ = grown(world)
    world.append()
    write_copy(world.database, world.folder / "more", world.policy_text)
    more = open_copy(world.folder / "more")
    stale = replace(more, checkpoint=old.checkpoint)
    assert check_extends(old, stale).after == 10
    with pytest.raises(NotProven, match="checkpoint covers"):
        check_extends(more, stale)


def test_a_tag_is_found_or_absent(world: World) -> None:
    _, new = grown(world)
    tags = [case_tag(K_CASE, number).hex() for number in range(9)]
    assert [find_tag(new, tag) for tag in tags] == [0, 1, 2, 3, 4, 5, 6, 7, None]


# The command line.


def test_verifying_an_honest_copy_ends_with_0(world: World, policy: Path) -> None:
    old, new = grown(world)
    words = ("audit", "verify", new.path, "--policy", policy, "--extends", old.path)
    code, found = run(*words)
    assert (code, found["ok"], found["entries"]) == (0, True, 9)
    assert found["steps"][9] == {
        "step": 10,
        "name": "growth",
        "status": "pass",
        "detail": "3 entries more than before",
    }
    assert [found["steps"][10][name] for name in ("step", "name", "status")] == [
        *(11, "time", "absent"),
    ]


def test_an_alarm_ends_with_1(world: World, policy: Path) -> None:
    old, new = grown(world)
    assert run("audit", "verify", old.path, "--policy", policy, "--extends", new.path)[0] == 1
    rewrite(world, edit)
    world.database.write(lambda db: db.execute(sql("DELETE FROM audit_tile")))
    write_copy(world.database, world.folder / "bad", world.policy_text)
    code, found = run("audit", "verify", world.folder / "bad", "--policy", policy)
    assert code == 1
    assert {step["name"] for step in found["steps"] if step["status"] == "fail"} == {"tree"}


def test_what_is_no_copy_ends_with_3(world: World) -> None:
    (world.folder / "junk").write_text("x")
    for name in ("junk", "nothing"):
        code, found = run("audit", "verify", world.folder / name)
        assert (code, found["error"]["type"]) == (3, "invalid")


def test_an_old_confirmation_ends_with_4(world: World, policy: Path) -> None:
    """The made log's clock stands in 2023."""
    world.append()
    copy = copied(world)
    words = ("audit", "verify", copy.path, "--policy", policy)
    assert run(*words)[0] == 0
    assert run(*words, "--fresh", 24)[0] == 4
    assert run(*words, "--fresh", 10**6)[0] == 0


def test_entries_are_shown_by_number_act_and_outcome(world: World) -> None:
    _, new = grown(world)
    shown = run("audit", "show", new.path)[1]["entries"]
    assert len(shown) == 9
    assert shown[1]["ref"] == 0
    assert "tag" in shown[0]
    by = {
        ("--entry", 3): [3],
        ("--act", "outcome"): [1, 3, 5, 7],
        ("--act", "release"): [0, 2, 4, 6],
        ("--out", "done"): [8],
    }
    for words, indexes in by.items():
        found = run("audit", "show", new.path, *words)[1]["entries"]
        assert [each["index"] for each in found] == indexes


def test_a_tag_is_answered_from_a_copy(world: World) -> None:
    _, new = grown(world)
    for number, index in ((0, 0), (8, None)):
        code, found = run("audit", "tag", new.path, case_tag(K_CASE, number).hex())
        assert (code, found) == (0, {"index": index, "entries": 9, "covered": 9})


# For a court.


def unpacked(world: World, copy: LogCopy, *entries: int) -> Path:
    out = world.folder / "court.zip"
    words = [word for number in entries for word in ("--entry", number)]
    code, found = run("audit", "court", copy.path, *words, "--out", out)
    assert (code, found["entries"]) == (0, sorted(entries))
    folder = world.folder / "court"
    with zipfile.ZipFile(out) as packed:
        packed.extractall(folder)
    return folder


def checked(folder: Path, *words: object) -> tuple[int, str]:
    """Run the program that travels with the entries, isolated from ours."""
    command = [sys.executable, "-I", "verify.py", *map(str, words)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_court_checks_entries_without_our_code(world: World, policy: Path) -> None:
    _, new = grown(world)
    folder = unpacked(world, new, 0, 1, 8)
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        *("README.txt", "policy", "checkpoint", "verify.html", "verify.py"),
        *(f"entries/{number}.json" for number in (0, 1, 8)),
        *(f"{number}.tlog-proof" for number in (0, 1, 8)),
    }
    code, said = checked(folder, policy)
    assert code == 0, said
    assert "release.collect granted by investigator on 2023-11-14" in said
    assert said.count("body.example/w at 2023-11-14") == 3
    assert "compare its keys" not in said
    assert "compare its keys" in checked(folder)[1]
    assert parse_entry((folder / "entries" / "1.json").read_bytes()).ref == 0


def spoil(folder: Path, how: str) -> None:
    entry, proof = folder / "entries" / "1.json", folder / "1.tlog-proof"
    match how:
        case "an entry":
            entry.write_bytes(entry.read_bytes().replace(b"completed", b"partially"))
        case "a space":
            entry.write_bytes(entry.read_bytes().replace(b'"v":1', b'"v": 1'))
        case "another number":
            entry.rename(folder / "entries" / "2.json")
            proof.rename(folder / "2.tlog-proof")
        case "a path":
            lines = proof.read_text().split("\n")
            proof.write_text("\n".join([*lines[:2], *lines[3:]]))
        case "a checkpoint":
            proof.write_text(proof.read_text().replace("\n9\n", "\n8\n"))
        case "witnesses":
            lines = proof.read_text().splitlines(keepends=True)
            proof.write_text("".join(line for line in lines if "body" not in line))
        case "the log's second key":
            lines = proof.read_text().splitlines(keepends=True)
            own = [at for at, line in enumerate(lines) if line.startswith("— vault")]
            proof.write_text("".join(lines[: own[1]] + lines[own[1] + 1 :]))
        case "no proof":
            proof.unlink()
        case "no entries":
            for path in (folder / "entries").iterdir():
                path.unlink()


HOWS = ["an entry", "a space", "another number", "a path", "a checkpoint", "witnesses"]


@pytest.mark.parametrize("how", [*HOWS, "the log's second key", "no proof", "no entries"])
def test_a_court_sees_what_was_changed(world: World, policy: Path, how: str) -> None:
    _, new = grown(world)
    folder = unpacked(world, new, 0, 1)
    spoil(folder, how)
    code, said = checked(folder, policy)
    assert code == 1, said
    assert "every entry is proven" not in said


def test_a_court_that_trusts_others_is_told(world: World) -> None:
    _, new = grown(world)
    folder = unpacked(world, new, 0)
    other = type(world)(world.folder / "court", world.random)
    other.publisher.close()
    other.database.engine.dispose()
    text = world.policy_text.replace("body.example", "bodies.example")
    (folder / "other").write_text(text)
    assert checked(folder, "other")[0] == 3
    (folder / "other").write_text("log x\n")
    assert checked(folder, "other")[0] == 3


def test_what_no_checkpoint_covers_is_not_given_to_a_court(world: World) -> None:
    _, new = grown(world)
    for number in (9, -1):
        with pytest.raises(NotProven):
            court_files(new, [number])
        words = ("--entry", number, "--out", world.folder / "c.zip")
        assert run("audit", "court", new.path, *words)[0] == 1
        assert not (world.folder / "c.zip").exists()
    out = world.folder / "c.zip"
    assert run("audit", "court", new.path, "--entry", 0, "--out", out)[0] == 0
    before = out.read_bytes()
    code, found = run("audit", "court", new.path, "--entry", 1, "--out", out)
    assert (code, found["error"]["type"]) == (2, "invalid")
    assert out.read_bytes() == before


def test_a_copy_that_does_not_give_its_root_is_not_given_to_a_court(world: World) -> None:
    _, new = grown(world)
    with pytest.raises((NotProven, MalformedEntry)):
        court_files(replace(new, size=8), [0])


def test_the_json_of_an_entry_is_the_whole_entry(world: World) -> None:
    _, new = grown(world)
    folder = unpacked(world, new, 3)
    assert json.loads((folder / "entries" / "3.json").read_bytes())["act"] == "outcome"


def test_the_program_for_a_court_is_built_from_the_sources_as_they_are() -> None:
    assert build(COURT_COMMAND, COURT_HEAD) == COURT_OUT.read_bytes(), "run make verifier"


def test_a_file_that_is_not_known_is_said_and_one_s_own_policy_passed_over(
    world: World, policy: Path
) -> None:
    _, new = grown(world)
    folder = unpacked(world, new, 0)
    own = folder / "my-own"
    own.write_bytes(policy.read_bytes())
    assert checked(folder, own)[0] == 0
    (folder / "notes.txt").write_text("somebody's")
    code, said = checked(folder, own)
    assert code == 1
    assert "(1) files      fail" in said
    assert "(5) witnesses  pass" in said
