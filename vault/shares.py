"""Shares of a recovery key: SLIP-39 in the one shape that recovery uses.

docs/formats/recovery.md 1. Two groups of which both are needed: hers, of one share, and the
holders', of which two in three are. What is typed is read before it is combined, so that a wrong
word, a share of another set and the same share twice each have their own words. SLIP-39's
reference draws its own randomness and takes no care of timing or memory: it runs on a person's
own machine, in a short-lived process, and in no server.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share

from vault.errors import MalformedShare, NotAuthentic
from vault.recovery import NEEDED, PLACES

KEY_SIZE = 32
WORDS = 33
_HERS, _HOLDERS = 0, 1


@dataclass(frozen=True, slots=True)
class Split:
    """A key's shares, each 33 words: hers, and the holders' by place."""

    hers: str = field(repr=False)
    holders: tuple[str, str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReadShare:
    """A share that was read: its words, which set of SLIP-39 it is of, and where it belongs.

    `place` is None for hers; `value` is the share's 32 bytes.
    """

    words: str = field(repr=False)
    identifier: int
    place: int | None
    value: bytes = field(repr=False)


def split(key: bytes) -> Split:
    """Split a recovery key of 32 bytes into her share and three holders'."""
    if len(key) != KEY_SIZE:
        raise MalformedShare(f"the key has {len(key)} bytes, want {KEY_SIZE}")
    groups = [(1, 1), (NEEDED, PLACES)]
    (hers,), others = generate_mnemonics(2, groups, key, extendable=True, iteration_exponent=0)
    first, second, third = others
    return Split(hers, (first, second, third))


def read_share(words: str) -> ReadShare:
    """Read a share as somebody typed it.

    Raises:
        MalformedShare: a word is none or wrong, or it is no share of the shape that is used here.
    """
    spelt = words.lower().split()
    if len(spelt) != WORDS:
        raise MalformedShare(f"a share has {WORDS} words, and {len(spelt)} were given")
    try:
        share = Share.from_mnemonic(" ".join(spelt))
    except (MnemonicError, ValueError):
        # Its words could hold the share's.
        raise MalformedShare("a word of the share is none, or is not the one printed") from None
    shape = (share.extendable, share.iteration_exponent, share.group_threshold, share.group_count)
    hers = (share.group_index, share.index, share.member_threshold) == (_HERS, 0, 1)
    holders = (share.group_index, share.member_threshold) == (_HOLDERS, NEEDED)
    fits = hers or (holders and share.index < PLACES)
    if shape != (True, 0, 2, 2) or len(share.value) != KEY_SIZE or not fits:
        raise MalformedShare("it is a share of another kind than this recovery uses")
    return ReadShare(" ".join(spelt), share.identifier, None if hers else share.index, share.value)


def read_hers(words: str) -> ReadShare:
    """Read her own share, or raise MalformedShare where it is none or a holder's."""
    share = read_share(words)
    if share.place is not None:
        raise MalformedShare("this is a holder's share; hers is needed")
    return share


def combine(hers: str, others: Sequence[str]) -> bytes:
    """Combine her share with two or three of the holders' into the recovery key.

    Raises:
        MalformedShare: one of them is no share.
        NotAuthentic: they are not of one set, one is there twice, there are too few, hers is
            missing, or one was made up.
    """
    mine, theirs = read_share(hers), [read_share(each) for each in others]
    if mine.place is not None or None in [each.place for each in theirs]:
        raise NotAuthentic("want her own share, once, and holders' shares beside it")
    if {each.identifier for each in theirs} - {mine.identifier}:
        raise NotAuthentic("the shares are not of one set")
    if len({each.place for each in theirs}) != len(theirs):
        raise NotAuthentic("one share is there twice")
    if len(theirs) < NEEDED:
        raise NotAuthentic(f"want {NEEDED} holders' shares, and {len(theirs)} are there")
    keys: set[bytes] = set()
    for pair in itertools.combinations(theirs, NEEDED):
        try:
            keys.add(combine_mnemonics([mine.words, *(each.words for each in pair)]))
        except MnemonicError:
            raise NotAuthentic("the shares do not fit together: one was made up") from None
    if len(keys) != 1:
        raise NotAuthentic("the shares do not fit together: one was made up")
    return keys.pop()
