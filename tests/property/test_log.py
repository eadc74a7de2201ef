"""The log's formats at random: what parses re-marshals, and what was changed does not pass."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.cosignature import check_cosignatures, cosign
from audit.entry import OUTCOMES, ROLES, STEP, Entry, glance, parse_entry
from audit.errors import AuditError, MalformedEntry
from audit.frontier import Frontier
from audit.log_copy import marshal_bundle, parse_bundle
from audit.merkle import Tree, leaf_hash, verify_consistency, verify_inclusion
from audit.note import COSIGNATURE, Note, Signature, VerifierKey, parse_note, parse_vkey
from audit.policy import parse_log_policy
from audit.proof import LogProof, parse_proof
from audit.witness_state import marshal_state
from audit.witnessing import Asked, Witness, marshal_request, parse_request

HEX16 = st.binary(min_size=16, max_size=16).map(bytes.hex)
HEX32 = st.binary(min_size=32, max_size=32).map(bytes.hex)
HASHES = st.binary(min_size=32, max_size=32)
CODE = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,63}", fullmatch=True)
NUMBER = st.integers(0, 2**53 - 1)
ENTRIES = st.builds(
    Entry,
    id=HEX16,
    t=NUMBER,
    act=st.sampled_from(["grant", "release.collect", "own.unlock", "role.change"]),
    out=st.sampled_from(sorted(OUTCOMES)),
    role=st.sampled_from(sorted(ROLES)),
    rc=st.just("") | CODE,
    ref=st.none() | NUMBER,
    n=st.none() | NUMBER,
    tag=st.just("") | HEX16,
    obj=st.just("") | HEX16,
    org=st.just("") | HEX16,
    why=st.just("") | CODE,
    con=st.just("") | HEX16,
    pol=st.just("") | HEX32,
    auth=st.just("") | CODE,
    doc=st.just("") | HEX32,
)
NAMES = st.from_regex(r"[a-z][a-z0-9./-]{0,20}", fullmatch=True)
LINES = st.text("abc xyz\u00e9\n", max_size=40).map(lambda text: text + "\n")
NOTES = st.builds(
    Note,
    LINES,
    st.lists(
        st.builds(Signature, NAMES, st.binary(min_size=4, max_size=4), st.binary(min_size=1)),
        min_size=1,
        max_size=5,
    ).map(tuple),
)
CHECKPOINTS = st.builds(Checkpoint, NAMES, st.integers(0, 2**63 - 1), HASHES)


@given(ENTRIES)
def test_every_entry_comes_back(entry: Entry) -> None:
    data = entry.marshal()
    assert parse_entry(data) == entry
    assert len(data) % 512 == 0


@given(ENTRIES, st.data())
def test_a_glance_sees_what_reading_does(entry: Entry, data: st.DataObject) -> None:
    """Of an entry that is whole, changed by some bytes, or padded otherwise."""
    spelled = bytearray(entry.marshal())
    for _ in range(data.draw(st.integers(0, 2))):
        at = data.draw(st.integers(0, len(spelled) - 1))
        spelled[at] = data.draw(st.sampled_from(b'"{},:0123abcdef \\.-_\x80') | st.integers(0, 255))
    spelled = spelled[: len(spelled) - STEP * data.draw(st.integers(0, 1))]
    try:
        found = parse_entry(bytes(spelled))
    except MalformedEntry:
        with pytest.raises(MalformedEntry):
            glance(bytes(spelled))
        return
    told = (found.act, found.con, found.out, found.ref, found.role, found.t, found.tag)
    assert glance(bytes(spelled)) == tuple(None if each == "" else each for each in told)


@given(ENTRIES, st.data())
def test_a_changed_entry_is_refused_or_another_entry_in_its_one_spelling(
    entry: Entry, data: st.DataObject
) -> None:
    spelled = bytearray(entry.marshal())
    at = data.draw(st.integers(0, len(spelled) - 1))
    spelled[at] ^= data.draw(st.integers(1, 255))
    try:
        found = parse_entry(bytes(spelled))
    except MalformedEntry:
        return
    assert found != entry
    assert found.marshal() == bytes(spelled)


PARSERS: list[tuple[Callable[[str], Any], Callable[[Any], str]]] = [
    (parse_note, Note.marshal),
    (parse_checkpoint, Checkpoint.marshal),
    (parse_proof, LogProof.marshal),
    (parse_request, marshal_request),
    (parse_vkey, VerifierKey.marshal),
]


@given(st.sampled_from(PARSERS), st.text(max_size=200))
def test_any_text_is_refused_or_has_one_spelling(
    pair: tuple[Callable[[str], Any], Callable[[Any], str]], text: str
) -> None:
    parse, marshal = pair
    try:
        found = parse(text)
    except AuditError:
        return
    assert marshal(found) == text


@given(st.text(max_size=200) | st.text("quormwitnesgpal \t\n#12+", max_size=200))
def test_a_policy_is_read_or_refused(text: str) -> None:
    try:
        policy = parse_log_policy(text)
    except AuditError:
        return
    assert policy.quorum == "none" or policy.quorum in {*policy.witnesses, *policy.groups}


@given(st.binary(max_size=700))
def test_any_bytes_are_refused_as_an_entry_or_have_one_spelling(data: bytes) -> None:
    try:
        found = parse_entry(data)
    except MalformedEntry:
        return
    assert found.marshal() == data


@given(NOTES)
def test_every_note_comes_back(note: Note) -> None:
    assert parse_note(note.marshal()) == note


@given(CHECKPOINTS)
def test_every_checkpoint_comes_back(checkpoint: Checkpoint) -> None:
    assert parse_checkpoint(checkpoint.marshal()) == checkpoint


@given(NOTES, st.integers(0, 10**18), st.lists(HASHES, max_size=63).map(tuple))
def test_every_proof_and_request_comes_back(
    note: Note, index: int, path: tuple[bytes, ...]
) -> None:
    proof = LogProof(index, path, note.marshal())
    assert parse_proof(proof.marshal()) == proof
    asked = Asked(index, path, note.marshal())
    assert parse_request(marshal_request(asked)) == asked


@given(st.lists(st.binary(max_size=600), max_size=20))
def test_every_bundle_comes_back(entries: list[bytes]) -> None:
    assert parse_bundle(marshal_bundle(entries), len(entries)) == entries


@given(st.binary(max_size=300), st.integers(0, 20))
def test_a_bundle_that_is_read_has_one_spelling(data: bytes, width: int) -> None:
    try:
        found = parse_bundle(data, width)
    except MalformedEntry:
        return
    assert marshal_bundle(found) == data
    assert len(found) == width


@given(CHECKPOINTS, st.data())
def test_a_cosigned_checkpoint_with_any_bit_flipped_has_no_cosignature(
    checkpoint: Checkpoint, data: st.DataObject
) -> None:
    key = SigningKey(b"\x01" * 32)
    public = VerifierKey("w.example", COSIGNATURE, bytes(key.verify_key))
    text = checkpoint.marshal()
    note = Note(text, (cosign(text, "w.example", key, 1000),)).marshal().encode()
    at = data.draw(st.integers(0, len(note) - 1))
    changed = note[:at] + bytes([note[at] ^ (1 << data.draw(st.integers(0, 7)))]) + note[at + 1 :]
    try:
        found = check_cosignatures(
            parse_note(changed.decode("utf-8", "surrogateescape")), [public], now_seconds=1000
        )
    except AuditError:
        return
    assert found == {}


@settings(deadline=None, max_examples=40)
@given(steps=st.lists(st.integers(1, 40), min_size=1, max_size=6), data=st.data())
def test_a_witness_follows_one_history_and_never_two(
    steps: list[int], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is asked in whatever order, all that it cosigns is one growing tree."""
    folder = tmp_path_factory.mktemp("witness")
    key, log = SigningKey(b"\x06" * 32), SigningKey(b"\x07" * 32)
    origin = VerifierKey("log.example", 0x01, bytes(log.verify_key))
    histories = [[leaf_hash(bytes([at, fork])) for at in range(240)] for fork in (0, 1)]
    sizes = [sum(steps[: at + 1]) for at in range(len(steps))]
    signed: list[tuple[int, bytes]] = []
    for _ in range(12):
        # A restart between any two requests changes nothing.
        witness = Witness(folder, "w.example", key, {origin.name: origin}, lambda: 5)
        leaves = histories[data.draw(st.integers(0, 1))]
        old, new = data.draw(st.sampled_from([0, *sizes])), data.draw(st.sampled_from(sizes))
        tree = Tree(leaves[:new])
        text = Checkpoint(origin.name, new, tree.root()).marshal()
        line = Signature(origin.name, origin.key_id, log.sign(text.encode()).signature)
        path = tuple(tree.consistency(old)) if old <= new else ()
        answer = witness.add_checkpoint(
            marshal_request(Asked(old, path, Note(text, (line,)).marshal()))
        )
        if answer.status == 200:
            signed.append((new, tree.root()))
        newest = witness.latest(origin.name)
        assert (newest is not None) is bool(signed)
        if newest is not None:
            assert marshal_state({origin.name: newest}) == (folder / "state.json").read_bytes()
    assert [size for size, _ in signed] == sorted(size for size, _ in signed)
    for leaves in histories:
        if signed and signed[0][1] == Tree(leaves[: signed[0][0]]).root():
            assert all(root == Tree(leaves[:size]).root() for size, root in signed)


@given(st.integers(1, 300), st.data())
def test_a_frontier_agrees_with_proofs(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(at.to_bytes(2)) for at in range(size)]
    old = data.draw(st.integers(0, size))
    frontier, roots = Frontier(), []
    for leaf in leaves:
        roots.append(frontier.root())
        frontier.add(leaf)
    roots.append(frontier.root())
    tree = Tree(leaves)
    verify_consistency(old, size, tree.consistency(old), roots[old], roots[size])
    index = data.draw(st.integers(0, size - 1))
    verify_inclusion(leaves[index], index, size, tree.path(index), frontier.root())
