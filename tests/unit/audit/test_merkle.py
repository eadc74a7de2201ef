"""The tree against a naive one, written from RFC 9162's own recursive definition."""

import hashlib
from collections.abc import Callable

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


LEAVES = made_leaves(7)
TREE = merkle.Tree(LEAVES)
ROOT, OLD, HALF = TREE.root(), merkle.root_of(LEAVES[:3]), TREE.consistency(3)
PATH, SHORT = TREE.path(2), b"\x00" * 31
REFUSED = [
    (lambda: TREE.path(7), "leaf 7 is not in a tree of 7"),
    (lambda: TREE.consistency(8), "a tree of 7 has no prefix of 8"),
    (
        lambda: merkle.verify_inclusion(LEAVES[2], 7, 7, PATH, ROOT),
        "index 7 is not inside a tree of 7",
    ),
    (
        lambda: merkle.verify_inclusion(LEAVES[2], 2, 7, [*PATH, ROOT], ROOT),
        "inclusion proof is too long",
    ),
    (
        lambda: merkle.verify_inclusion(LEAVES[2], 2, 7, PATH[:-1], ROOT),
        "inclusion proof is too short",
    ),
    (
        lambda: merkle.verify_inclusion(LEAVES[2], 2, 7, PATH, OLD),
        "inclusion proof leads to another root",
    ),
    (lambda: merkle.verify_consistency(8, 7, HALF, OLD, ROOT), "size 7 does not extend size 8"),
    (lambda: merkle.verify_consistency(3, 7, [], OLD, ROOT), "consistency proof is empty"),
    (
        lambda: merkle.verify_consistency(3, 7, [*HALF, ROOT], OLD, ROOT),
        "consistency proof is too long",
    ),
    (
        lambda: merkle.verify_consistency(3, 7, HALF[:-1], OLD, ROOT),
        "consistency proof is too short",
    ),
    (
        lambda: merkle.verify_consistency(3, 7, HALF, ROOT, ROOT),
        "consistency proof leads to other roots",
    ),
    (lambda: merkle.verify_consistency(7, 7, [ROOT], ROOT, ROOT), "consistency proof is too long"),
    (
        lambda: merkle.verify_consistency(0, 7, [], OLD, ROOT),
        "the tree of nothing has another root",
    ),
    (lambda: merkle.verify_consistency(7, 7, [], OLD, ROOT), "one size has two roots"),
    *(
        (check, "a hash is not 32 bytes long")
        for check in (
            lambda: merkle.verify_inclusion(SHORT, 2, 7, PATH, ROOT),
            lambda: merkle.verify_inclusion(LEAVES[2], 2, 7, PATH, SHORT),
            lambda: merkle.verify_inclusion(LEAVES[2], 2, 7, [*PATH[:-1], SHORT], ROOT),
            lambda: merkle.verify_consistency(3, 7, HALF, SHORT, ROOT),
            lambda: merkle.verify_consistency(3, 7, HALF, OLD, SHORT),
            lambda: merkle.verify_consistency(3, 7, [*HALF[:-1], SHORT], OLD, ROOT),
        )
    ),
]


@pytest.mark.parametrize(("check", "reason"), REFUSED)
def test_each_refusal_has_its_own_reason(check: Callable[[], object], reason: str) -> None:
    with pytest.raises(NotProven) as refused:
        check()
    assert str(refused.value) == reason
