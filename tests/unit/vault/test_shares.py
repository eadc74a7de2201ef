"""Shares: hers and two of three give the key; nothing else does, and each wrong thing is named."""

import itertools
import os

import pytest
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share

from vault.errors import MalformedShare, NotAuthentic
from vault.shares import Split, combine, read_hers, read_share, split


@pytest.fixture(scope="module")
def key() -> bytes:
    return os.urandom(32)


@pytest.fixture(scope="module")
def made(key: bytes) -> Split:
    return split(key)


@pytest.fixture(scope="module")
def other() -> Split:
    return split(os.urandom(32))


def test_hers_and_any_two_or_all_of_the_holders_give_the_key(key: bytes, made: Split) -> None:
    for count in (2, 3):
        for chosen in itertools.permutations(made.holders, count):
            assert combine(made.hers, chosen) == key


def test_no_choice_without_hers_and_none_with_fewer_than_two_gives_it(made: Split) -> None:
    """Every subset of the four shares, in every place of hers."""
    shares = [made.hers, *made.holders]
    for count in range(5):
        for chosen in itertools.combinations(shares, count):
            if made.hers in chosen and len(chosen) >= 3:
                continue
            for first in chosen:
                rest = [each for each in chosen if each is not first]
                with pytest.raises(NotAuthentic):
                    combine(first, rest)


def test_the_library_too_gives_nothing_for_a_subset_without_hers(made: Split) -> None:
    for count in range(1, 4):
        for chosen in itertools.combinations(made.holders, count):
            with pytest.raises(MnemonicError):
                combine_mnemonics(list(chosen))


def test_one_share_twice(made: Split) -> None:
    first, second, _ = made.holders
    for others in ([first, first], [first, second, first]):
        with pytest.raises(NotAuthentic, match="twice"):
            combine(made.hers, others)
    with pytest.raises(NotAuthentic, match="her own share, once"):
        combine(made.hers, [made.hers, first])


def test_a_share_of_another_set(made: Split, other: Split) -> None:
    with pytest.raises(NotAuthentic, match="one set"):
        combine(made.hers, [made.holders[0], other.holders[1]])
    with pytest.raises(NotAuthentic, match="one set"):
        combine(other.hers, made.holders)


def test_a_share_that_was_made_up_to_fit_is_refused(key: bytes, made: Split) -> None:
    """Another key's share that bears this set's number."""
    real = Share.from_mnemonic(made.holders[0])
    forged = Share(
        *(real.identifier, True, 0, 1, 2, 2, 0, 2),
        bytes(each ^ 1 for each in real.value),
    ).mnemonic()
    assert read_share(forged).place == 0
    for others in ([forged, made.holders[1]], [forged, *made.holders[1:]]):
        with pytest.raises(NotAuthentic, match="made up"):
            combine(made.hers, others)
    assert combine(made.hers, made.holders[1:]) == key


def test_a_wrong_word_a_missing_one_and_an_unknown_one(made: Split) -> None:
    words = made.hers.split()
    assert read_hers("  " + " ".join(words).upper() + "\n").words == made.hers
    swapped = [words[1], words[0], *words[2:]]
    for broken in (words[:-1], [*words, words[0]], ["zebra", *words[1:]], swapped, []):
        with pytest.raises(MalformedShare) as raised:
            read_share(" ".join(broken))
        assert words[5] not in str(raised.value)


def test_a_holders_share_is_not_hers(made: Split) -> None:
    with pytest.raises(MalformedShare, match="hers is needed"):
        read_hers(made.holders[2])
    assert [read_share(each).place for each in made.holders] == [0, 1, 2]


@pytest.mark.parametrize(
    ("groups", "more"),
    [
        ([(1, 1)], {}),
        ([(1, 1), (3, 3)], {}),
        ([(1, 1), (2, 4)], {}),
        ([(2, 3), (1, 1)], {}),
        ([(1, 1), (2, 3)], {"iteration_exponent": 1}),
        ([(1, 1), (2, 3)], {"extendable": False}),
    ],
)
def test_shares_of_another_shape_are_none(
    groups: list[tuple[int, int]], more: dict[str, int]
) -> None:
    given = {"extendable": True, "iteration_exponent": 0, **more}
    made = generate_mnemonics(len(groups), groups, os.urandom(32), **given)
    last = made[-1][-1]
    with pytest.raises(MalformedShare):
        read_share(last)


def test_a_key_of_another_length_is_not_split() -> None:
    with pytest.raises(MalformedShare):
        split(bytes(16))
