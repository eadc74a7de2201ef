"""The tamper matrix, the cases that test_tamper.py has no room for.

Each asserts the layer that catches it. What the log cannot show at all is stopped by the
gate before anything leaves (the last tests; tests/unit/consent/test_access.py has the
gate's other faults), and passes every step of the log, which is asserted too.
"""

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from audit import repository
from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.cosignature import cosign
from audit.entry import Draft, commitment, object_tag, parse_entry
from audit.errors import (
    AuditError,
    BadSignature,
    MalformedCheckpoint,
    MalformedEntry,
    MalformedNote,
    NotProven,
)
from audit.lines import check_growth, check_lines, lines_for
from audit.log_copy import open_copy, write_copy
from audit.merkle import Tree, leaf_hash, verify_inclusion
from audit.note import Note, parse_note
from audit.proof import LogProof, parse_proof
from audit.publisher import prove
from audit.trust import check_checkpoint
from audit.verify import FAIL, verify_copy
from audit.witnessing import Asked, marshal_request
from tests.unit.audit.conftest import HER, K_CASE, World
from tests.unit.audit.test_tamper import edited, failures, resigned, story


def newest(world: World) -> str:
    found = world.database.read(lambda db: repository.latest_checkpoint(db, witnessed=True))
    return str(found.note)


def told(world: World) -> dict[str, Any]:
    return {"policy": world.policy, "now_seconds": world.now_s}


# A fork for one reader.


def forked(world: World) -> tuple[Checkpoint, Note, list[bytes]]:
    """Sign another log of the same size with the log's own keys, for one reader alone."""
    story(world)
    leaves = [leaf_hash(data) for data in world.entries()]
    leaves[2] = leaf_hash(edited(world.entries()[2], role="support"))
    checkpoint = Checkpoint(world.log.origin, len(leaves), Tree(leaves).root())
    return checkpoint, world.log.sign(checkpoint, seconds=world.now_s), leaves


def test_a_fork_for_one_reader_lacks_the_quorum(world: World) -> None:
    _, signed, _ = forked(world)
    with pytest.raises(NotProven):
        check_checkpoint(signed.marshal(), world.policy, now_seconds=world.now_s)


def test_a_fork_with_a_witness_line_copied_from_the_other_fails_that_line(world: World) -> None:
    _, signed, _ = forked(world)
    copied = parse_note(newest(world)).signatures[2:]
    assert copied
    note = Note(signed.text, (*signed.signatures, *copied)).marshal()
    with pytest.raises(BadSignature):
        check_checkpoint(note, world.policy, now_seconds=world.now_s)


def test_a_fork_is_cosigned_by_nobody_and_kept_as_evidence(world: World) -> None:
    checkpoint, signed, leaves = forked(world)
    for name, witness in world.witnesses.items():
        answer = witness.add_checkpoint(
            marshal_request(Asked(checkpoint.size, (), signed.marshal()))
        )
        assert answer.status == 409
        assert len(list((world.folder / name / "evidence").iterdir())) == 1
    longer = Tree([*leaves, leaf_hash(b"more")])
    grown = Checkpoint(world.log.origin, longer.size, longer.root())
    asked = Asked(
        checkpoint.size,
        tuple(longer.consistency(checkpoint.size)),
        world.log.sign(grown, seconds=world.now_s).marshal(),
    )
    for witness in world.witnesses.values():
        assert witness.add_checkpoint(marshal_request(asked)).status == 422


def test_two_roots_of_one_size_are_no_growth(world: World) -> None:
    """Her browser compares what it remembers with what a witness shows."""
    checkpoint, _, _ = forked(world)
    honest = parse_checkpoint(parse_note(newest(world)).text)
    with pytest.raises(NotProven):
        check_growth(honest, checkpoint, [])


def test_one_witness_that_colludes_is_not_a_quorum(world: World) -> None:
    """The attacker has the log's keys and one witness's besides: 2 of 3 are wanted."""
    _, signed, _ = forked(world)
    for name, key in world.witness_keys.items():
        line = cosign(signed.text, f"{name}.example/w", key, world.now_s)
        note = Note(signed.text, (*signed.signatures, line)).marshal()
        with pytest.raises(NotProven):
            check_checkpoint(note, world.policy, now_seconds=world.now_s)


def test_two_witnesses_without_the_independent_body_are_not_a_quorum(world: World) -> None:
    _, signed, _ = forked(world)
    lines = [
        cosign(signed.text, f"{name}.example/w", world.witness_keys[name], world.now_s)
        for name in ("ngo1", "net2")
    ]
    note = Note(signed.text, (*signed.signatures, *lines)).marshal()
    with pytest.raises(NotProven):
        check_checkpoint(note, world.policy, now_seconds=world.now_s)


def test_a_log_cut_back_is_caught_by_a_witness_that_saw_more(world: World) -> None:
    story(world)
    old = newest(world)
    world.access()
    world.publish()
    stale = parse_note(old)
    bare = Note(stale.text, stale.signatures[:2]).marshal()
    size = parse_checkpoint(stale.text).size
    for witness in world.witnesses.values():
        answer = witness.add_checkpoint(marshal_request(Asked(size, (), bare)))
        assert (answer.status, answer.body) == (409, f"{size + 2}\n")


# Meaning.


def test_an_access_under_a_withdrawn_consent_fails_the_meaning(world: World) -> None:
    con = b"g" * 16
    world.append(act="release.collect", out="granted", role="investigator", con=con)
    world.append(act="outcome", out="completed", role="investigator", ref=0)
    world.append(act="withdraw", con=con)
    world.append(act="release.collect", out="denied", role="investigator", con=con, rc="ended")
    world.append(act="draft.open", out="granted", role="survivor", con=con)
    world.append(act="outcome", out="error", role="survivor", ref=4)
    world.append(act="release.collect", out="granted", role="investigator", con=b"h" * 16)
    world.append(act="outcome", out="completed", role="investigator", ref=6)
    world.publish()
    assert failures(world) == set()
    world.append(act="release.collect", out="granted", role="investigator", con=con)
    world.append(act="outcome", out="completed", role="investigator", ref=8)
    world.publish()
    assert failures(world) == {"consents"}


def test_a_missing_outcome_fails_the_meaning_after_a_day(world: World) -> None:
    world.access(out=None)
    world.now_ms += 26 * 3_600_000
    world.append()
    world.publish()
    assert failures(world) == set()
    world.now_ms += 3_700_000
    world.append()
    world.publish()
    assert failures(world) == {"outcomes"}


def test_a_clock_set_back_an_hour_stands_still_and_fails_nothing(world: World) -> None:
    world.append()
    world.now_ms -= 3_600_000
    world.access()
    world.now_ms += 3_600_000
    world.publish()
    assert failures(world) == set()
    first, *later = [parse_entry(data).t for data in world.entries()]
    assert later == [first, first]


# Shapes: each is one fault, in a proof or checkpoint that is otherwise whole.

Spoil = Callable[[str], str]


def in_checkpoint(old: str, new: str) -> Spoil:
    def spoil(text: str) -> str:
        head, gap, note = text.partition("\n\n")
        assert old in note
        return head + gap + note.replace(old, new, 1)

    return spoil


def a_bit_of_base64(text: str) -> str:
    """Set one of the bits that no byte of the last group uses."""
    lines = text.split("\n")
    assert lines[2].endswith("=")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    at = alphabet.index(lines[2][-2])
    lines[2] = lines[2][:-2] + alphabet[at | 1 if at % 4 == 0 else at ^ 1] + "="
    assert base64.b64decode(lines[2])
    return "\n".join(lines)


def many_signatures(text: str) -> str:
    line = text.rstrip("\n").split("\n")[-1] + "\n"
    return text + line.replace("— ", "— x") * (101 - text.split("\n\n")[1].count("— "))


def moved_by_one(text: str) -> str:
    return text.replace("index 4\n", "index 5\n", 1)


SHAPES: dict[str, tuple[Spoil, type[AuditError]]] = {
    "another index": (moved_by_one, NotProven),
    "index with a leading zero": (lambda text: text.replace("index 4", "index 04"), MalformedNote),
    "another origin": (in_checkpoint("vault.example/audit/1\n", "v.example/1\n"), NotProven),
    "another size": (in_checkpoint("\n9\n", "\n8\n"), BadSignature),
    "size with a leading zero": (in_checkpoint("\n9\n", "\n09\n"), MalformedCheckpoint),
    "an extension line": (in_checkpoint("=\n\n", "=\nmore\n\n"), MalformedCheckpoint),
    "CRLF": (lambda text: text.replace("\n", "\r\n"), MalformedNote),
    "101 signatures": (many_signatures, MalformedNote),
    "a proof too long": (
        lambda text: text.replace("\n\n", "\n" + base64.b64encode(bytes(32)).decode() + "\n\n", 1),
        NotProven,
    ),
    "a proof too short": (
        lambda text: "\n".join([*text.split("\n")[:2], *text.split("\n")[3:]]),
        NotProven,
    ),
    "a hash of 31 bytes": (
        lambda text: text.replace(text.split("\n")[2], base64.b64encode(bytes(31)).decode(), 1),
        MalformedNote,
    ),
    "base64 in another spelling": (a_bit_of_base64, MalformedNote),
    "an unknown line": (lambda text: text.replace("index", "note x\nindex", 1), MalformedNote),
    "another header": (lambda text: text.replace("@v1", "@v2", 1), MalformedNote),
}


def check_proof(world: World, text: str, leaf: bytes) -> None:
    proof = parse_proof(text)
    trusted = check_checkpoint(proof.checkpoint, world.policy, now_seconds=world.now_s)
    found = trusted.checkpoint
    verify_inclusion(leaf, proof.index, found.size, proof.path, found.root)


@pytest.mark.parametrize("name", SHAPES)
def test_a_proof_that_is_not_exactly_right_is_refused_for_its_own_reason(
    world: World, name: str
) -> None:
    for _ in range(9):
        world.append()
    world.publish()
    text = prove(world.database, 4).marshal()
    leaf = leaf_hash(world.entries()[4])
    check_proof(world, text, leaf)
    spoil, reason = SHAPES[name]
    assert spoil(text) != text
    with pytest.raises(AuditError) as failed:
        check_proof(world, spoil(text), leaf)
    assert type(failed.value) is reason


def test_a_known_key_that_fails_among_good_ones_spoils_the_checkpoint(world: World) -> None:
    story(world)
    note = parse_note(newest(world))
    last = note.signatures[-1]
    changed = replace(last, value=last.value[:-1] + bytes([last.value[-1] ^ 1]))
    spoilt = Note(note.text, (*note.signatures[:-1], changed)).marshal()
    with pytest.raises(BadSignature):
        check_checkpoint(spoilt, world.policy, now_seconds=world.now_s)


def test_a_cosignature_of_the_future_is_refused(world: World) -> None:
    story(world)
    with pytest.raises(BadSignature, match="future"):
        check_checkpoint(newest(world), world.policy, now_seconds=world.now_s - 301)
    check_checkpoint(newest(world), world.policy, now_seconds=world.now_s - 300)


ENTRY_FAULTS: dict[str, Callable[[bytes], bytes]] = {
    "a space": lambda data: data.replace(b'"v":1', b'"v": 1').replace(b'": 1  ', b'": 1 '),
    "an unknown field": lambda data: data.replace(b'"v":1', b'"v":1,"w":1'),
    "a field twice": lambda data: data.replace(b'"v":1', b'"v":1,"v":1'),
    "a number with a zero in front": lambda data: data.replace(b'"v":1', b'"v":01'),
    "a number as a float": lambda data: data.replace(b'"v":1', b'"v":1.0'),
    "bytes after the end": lambda data: data + b"\n",
}


@pytest.mark.parametrize("name", ENTRY_FAULTS)
def test_an_entry_in_another_spelling_fails_the_entries(world: World, name: str) -> None:
    """Though the log and its witnesses signed it, nobody can be told two readings of it."""
    data = parse_entry(story_entry(world)).marshal()
    spoilt = ENTRY_FAULTS[name](data)
    assert spoilt != data
    with pytest.raises(MalformedEntry):
        parse_entry(spoilt)


def story_entry(world: World) -> bytes:
    world.append()
    return world.entries()[0]


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257])
def test_trees_at_the_edges_of_tiles_prove_their_last_entry(world: World, size: int) -> None:
    if size == 0:
        assert world.publisher.publish_once()
        assert world.database.read(repository.latest_checkpoint) is None
        return
    world.fill(size)
    assert world.publisher.publish_once()
    for index in {0, size - 1, size // 2}:
        proof = prove(world.database, index)
        check_proof(world, proof.marshal(), leaf_hash(world.entries()[index]))
    path = world.folder / "edge"
    write_copy(world.database, path, world.policy_text)
    steps = verify_copy(open_copy(path), world.policy, now_seconds=world.now_s)
    assert FAIL not in {step.status for step in steps}


def test_a_proof_of_another_entry_under_her_line_is_refused(world: World) -> None:
    story(world)
    lines = world.database.read(lambda db: lines_for(db, HER))
    proof = parse_proof(lines[1].proof)
    moved = LogProof(lines[0].index, proof.path, proof.checkpoint).marshal()
    with pytest.raises(NotProven):
        check_lines([replace(lines[0], proof=moved), *lines[1:]], K_CASE, **told(world))


# Erasure.


def test_after_an_erasure_a_substituted_document_fails(world: World) -> None:
    """The value is gone; what is put in its place does not open the commitment."""
    document = b"d" * 32
    receipt = world.append(doc=document)
    r = world.database.read(lambda db: repository.read_opening(db, receipt.index))
    entry = parse_entry(world.entries()[receipt.index])
    assert commitment("doc", r, document).hex() == entry.doc
    world.append(act="erase")
    world.database.write(lambda db: repository.erase_case(db, HER))
    world.publish()
    with pytest.raises(NotProven):
        world.database.read(lambda db: repository.read_opening(db, receipt.index))
    for other_r, other in ((bytes(32), document), (r, b"e" * 32)):
        assert commitment("doc", other_r, other).hex() != entry.doc
    steps = verify_for_all(world)
    assert FAIL not in steps


def verify_for_all(world: World) -> set[str]:
    path = world.folder / "after"
    write_copy(world.database, path, world.policy_text)
    steps = verify_copy(open_copy(path), world.policy, now_seconds=world.now_s)
    return {step.status for step in steps}


# What no log can show: every step passes, so something else must stop it.


def test_an_access_logged_under_another_cases_tag_passes_the_log(world: World) -> None:
    """The log cannot know whose thing it was; the gate compares the thing's own tag."""
    wrong = Draft(
        act="release.collect",
        out="granted",
        role="investigator",
        case=b"o" * 16,
        obj=b"her release 1234",
    )
    granted = world.append(wrong)
    world.append(act="outcome", out="completed", role="investigator", ref=0, case=b"o" * 16)
    world.publish()
    assert failures(world) == set()
    entry = parse_entry(world.entries()[granted.index])
    # This is what vault.handout asks: the tag that this thing has in her case.
    assert entry.obj != object_tag(K_CASE, b"her release 1234").hex()


def test_an_access_that_was_never_logged_passes_the_log(world: World) -> None:
    story(world)
    assert failures(world) == set()
    # Without an index there is nothing to bring to the gate.
    with pytest.raises(NotProven):
        world.database.read(lambda db: repository.read_entry(db, 10_000))


def test_a_log_that_is_wrong_from_the_start_still_fails_its_meaning(world: World) -> None:
    story(world)
    found = resigned(world, lambda all_: [edited(all_[0], act="outcome"), *all_[1:]])
    assert found == {"outcomes"}
