"""The tree against a naive one, written from RFC 9162's own recursive definition."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import merkle
from audit.errors import NotProven


def naive_root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(
        b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])
    ).digest()


def made_leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(index.to_bytes(4)) for index in range(count)]


@pytest.mark.parametrize("count", range(40))
def test_root_is_the_naive_root(count: int) -> None:
    leaves = made_leaves(count)
    assert merkle.root_of(leaves) == naive_root(leaves)


@pytest.mark.parametrize("count", range(1, 34))
def test_every_leaf_has_a_path_that_verifies(count: int) -> None:
    leaves = made_leaves(count)
    tree = merkle.Tree(leaves)
    for index, leaf in enumerate(leaves):
        merkle.verify_inclusion(leaf, index, count, tree.path(index), tree.root())


@pytest.mark.parametrize("count", range(34))
def test_every_prefix_has_a_consistency_proof_that_verifies(count: int) -> None:
    leaves = made_leaves(count)
    tree = merkle.Tree(leaves)
    for old in range(count + 1):
        proof = tree.consistency(old)
        merkle.verify_consistency(old, count, proof, naive_root(leaves[:old]), tree.root())


@given(st.integers(1, 40), st.data())
def test_a_changed_inclusion_proof_fails(count: int, data: st.DataObject) -> None:
    leaves = made_leaves(count)
    tree = merkle.Tree(leaves)
    index = data.draw(st.integers(0, count - 1))
    path = tree.path(index)
    how = data.draw(st.sampled_from(["longer", "leaf", "index", "shorter", "bit"]))
    leaf, at = leaves[index], index
    if how == "longer":
        path = [*path, bytes(32)]
    elif how == "leaf":
        leaf = bytes(32)
    elif how == "index":
        at = min(count, index + 1)
    elif how == "shorter":
        path = path[:-1] if path else [bytes(32)]
    elif path:
        place = data.draw(st.integers(0, len(path) - 1))
        path[place] = bytes([path[place][0] ^ 1]) + path[place][1:]
    else:
        path = [bytes(31)]
    with pytest.raises(NotProven):
        merkle.verify_inclusion(leaf, at, count, path, tree.root())


@given(st.integers(2, 40), st.data())
def test_a_changed_consistency_proof_fails(count: int, data: st.DataObject) -> None:
    leaves = made_leaves(count)
    tree = merkle.Tree(leaves)
    old = data.draw(st.integers(1, count - 1))
    proof = tree.consistency(old)
    how = data.draw(st.sampled_from(["longer", "shorter", "bit", "root"]))
    old_root = naive_root(leaves[:old])
    if how == "longer":
        proof = [*proof, bytes(32)]
    elif how == "shorter":
        proof = proof[:-1]
    elif how == "root":
        old_root = bytes(32)
    else:
        place = data.draw(st.integers(0, len(proof) - 1))
        proof[place] = bytes([proof[place][0] ^ 1]) + proof[place][1:]
    with pytest.raises(NotProven):
        merkle.verify_consistency(old, count, proof, old_root, tree.root())


def test_hashes_of_other_lengths_are_refused() -> None:
    with pytest.raises(NotProven):
        merkle.verify_consistency(1, 2, [bytes(31)], bytes(32), bytes(32))
