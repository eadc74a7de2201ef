"""`audit finding` and `audit words`: what a survivor saw, held against a policy and a copy."""

from pathlib import Path

import pytest

from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.note import parse_note
from scripts.vectors import audit
from tests.cli.running import run
from tests.unit.audit.conftest import World
from tests.unit.audit.test_auditor import copied
from vault.check_words import checkpoint_words
from vault.finding import Finding, marshal_file

POLICY = audit.policy(audit.BOTH)
OTHER = Checkpoint(audit.BOTH.origin, 7, bytes(32))
FINDING = Finding(
    at=audit.NOW,
    kind="witness",
    name="ngo",
    notes=(
        audit.note("body", checkpoint=audit.CHECKPOINT, log=audit.BOTH),
        audit.note("ngo", checkpoint=OTHER, log=audit.BOTH),
    ),
)
LINES = Finding(at=audit.NOW, kind="lines", name="", notes=())


@pytest.fixture
def pinned(tmp_path: Path) -> Path:
    path = tmp_path / "pinned"
    path.write_text(POLICY)
    return path


def saved(tmp_path: Path, *findings: Finding, policy: str = POLICY) -> Path:
    path = tmp_path / "notes.json"
    path.write_bytes(marshal_file(findings, policy))
    return path


def test_two_signed_histories_are_an_alarm(tmp_path: Path, pinned: Path) -> None:
    code, told = run("audit", "finding", saved(tmp_path, FINDING, LINES), "--policy", pinned)
    assert code == 1
    assert [each["status"] for each in told["findings"]] == ["proven", "told"]
    assert (told["policy"], told["same_policy"]) == (POLICY, True)


def test_somebodys_word_alone_is_none_and_another_pinned_policy_is_said(
    tmp_path: Path, pinned: Path
) -> None:
    path = saved(tmp_path, LINES, policy="another\n")
    code, told = run("audit", "finding", path, "--policy", pinned)
    assert (code, told["same_policy"]) == (0, False)


def test_what_is_no_such_file_is_refused(tmp_path: Path, pinned: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("{}\n")
    code, _ = run("audit", "finding", path, "--policy", pinned)
    assert code == 3


def test_the_words_of_a_copy_are_those_of_its_checkpoint_and_heard_ones_are_compared(
    world: World,
) -> None:
    world.access()
    world.access()
    copy = copied(world)
    text = parse_note(copy.checkpoint).text
    words, size = checkpoint_words(text), parse_checkpoint(text).size
    code, told = run("audit", "words", copy.path, "--heard", f"  {words.upper()} ")
    assert (code, told["words"], told["size"], told["same"]) == (0, words, size, True)
    code, told = run("audit", "words", copy.path, "--size", 1, "--heard", words)
    assert (code, told["same"]) == (1, False)
    code, _ = run("audit", "words", copy.path, "--size", 99)
    assert code == 2
