"""What two notes prove: two histories, a proof that was not given, or nothing."""

from dataclasses import replace

import pytest

from audit.checkpoint import Checkpoint
from audit.finding import PROVEN, SHOWN, TOLD, judge
from audit.merkle import Tree
from audit.policy import parse_log_policy
from scripts.vectors import audit

NOW = audit.NOW + 60
POLICY = parse_log_policy(audit.policy(audit.BOTH))
FIVE = Checkpoint(audit.BOTH.origin, 5, Tree(audit.LEAVES[:5]).root())
SEVEN = Checkpoint(audit.BOTH.origin, 7, audit.TREE.root())
OTHER = replace(SEVEN, root=bytes(32))
PATH = audit.TREE.consistency(5)


def note(checkpoint: Checkpoint, *names: str) -> str:
    return audit.note(*names, checkpoint=checkpoint, log=audit.BOTH)


def test_two_roots_of_one_size_under_the_logs_keys_are_proof() -> None:
    verdict = judge([note(SEVEN), note(OTHER, "ngo")], [], POLICY, witness="ngo", now_seconds=NOW)
    assert verdict.status == PROVEN
    assert judge([note(SEVEN), note(OTHER)], [], POLICY, now_seconds=NOW).status == PROVEN


@pytest.mark.parametrize("notes", [(FIVE, OTHER), (OTHER, FIVE)])
def test_of_two_sizes_only_a_missing_proof_is_shown(notes: tuple[Checkpoint, Checkpoint]) -> None:
    made = [note(each) for each in notes]
    assert judge(made, PATH, POLICY, now_seconds=NOW).status == SHOWN
    assert judge(made, [], POLICY, now_seconds=NOW).status == SHOWN


@pytest.mark.parametrize(
    ("notes", "path", "witness"),
    [
        ([note(SEVEN)], [], ""),
        ([note(SEVEN), note(SEVEN)], [], ""),
        ([note(FIVE), note(SEVEN)], PATH, ""),
        ([note(SEVEN), note(OTHER, "net")], [], "ngo"),
        ([note(SEVEN), note(OTHER, "ngo")], [], "nobody"),
        ([note(SEVEN), "no note\n"], [], ""),
        ([note(SEVEN), note(OTHER).replace("7\n", "8\n", 1)], [], ""),
        ([note(SEVEN), note(replace(OTHER, origin="another.example/audit/1"))], [], ""),
        ([audit.note(), audit.note(checkpoint=OTHER)], [], ""),
    ],
    ids=[
        "one-note", "the-same", "one-history", "another-witness", "unknown-witness", "no-note",
        "changed", "another-log", "without-the-second-key",
    ],
)  # fmt: skip
def test_anything_else_is_somebodys_word(notes: list[str], path: list[bytes], witness: str) -> None:
    verdict = judge(notes, path, POLICY, witness=witness, now_seconds=NOW)
    assert verdict.status == TOLD
    assert verdict.why


def test_a_note_of_the_future_is_not_believed() -> None:
    notes = [note(SEVEN), note(OTHER)]
    assert judge(notes, [], POLICY, now_seconds=NOW - 3600).status == TOLD
