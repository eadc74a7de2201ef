"""Passphrases that are made, not thought up: words drawn evenly from a fixed list.

The list is the English one of BIP-39 (MIT licence, Trezor): 2,048 plain words, so six of
them are 66 bits. Each is known by its first four letters.
"""

from functools import lru_cache
from importlib.resources import files

from vault.ids import Random

WORDS = 6
_COUNT = 2048


def new_passphrase(random: Random, words: int = WORDS) -> str:
    """Give a passphrase of so many words, joined by spaces."""
    words_of = listed()
    # 2,048 divides 65,536, so the remainder favours no word.
    return " ".join(words_of[int.from_bytes(random(2)) % _COUNT] for _ in range(words))


@lru_cache(maxsize=1)
def listed() -> tuple[str, ...]:
    """Give the 2,048 words."""
    return tuple((files("vault") / "words.txt").read_text("ascii").split())
