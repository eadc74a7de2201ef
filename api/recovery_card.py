"""The card that she prints: her share in words, and where and with what it is used.

docs/formats/recovery.md 2. A reader takes the lines that it knows and no others, so the words
around them may change.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

from api.cli_io import UsageError
from vault.errors import Malformed
from vault.ids import Fingerprint, parse_fp, parse_gid
from vault.shares import ReadShare, read_hers
from vault.statement import show_time

_COLUMNS = 3
_ROW = re.compile(r"^(?: *\d+ +[A-Za-z]+)+ *$", re.MULTILINE)
_NUMBERED = re.compile(r"(\d+)\s+([A-Za-z]+)")
_LINE = re.compile(r"^(Set|Vault|Root|Fingerprint|Made): +(\S+) *$", re.MULTILINE)
_BEFORE = """\
YOUR RECOVERY CARD

If you forget your passphrase, this card and two of the three offices below give your
things back to you. They cannot do it without this card, and you cannot without two of them.
Keep it where nobody else looks, away from your phone. Make no picture of it.
If this card and your passphrase are both lost, or your passphrase and two of the three
offices, what is sealed for you is lost for good. Nobody can open it then.
If somebody else may have seen this card: sign in and make a new one.
"""


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """What a card says."""

    set_id: bytes
    url: str
    root: Fingerprint
    fp: Fingerprint
    hers: ReadShare = field(repr=False)


def print_card(card: PrintedCard, holders: list[str], wait: int, made: datetime) -> str:
    """Give a card's text, for one page."""
    words = card.hers.words.split()
    rows = [
        "   ".join(f"{at + 1:>2} {words[at]:<10}" for at in range(first, first + _COLUMNS)).rstrip()
        for first in range(0, len(words), _COLUMNS)
    ]
    lines = [
        _BEFORE,
        *rows,
        "",
        f"Set: {card.set_id.hex()}",
        f"Vault: {card.url}",
        f"Root: {card.root.hex()}",
        f"Fingerprint: {card.fp.hex()}",
        f"Made: {show_time(made)}",
        "",
        f"It takes at least {wait // 3600} hours, and can be stopped with your passphrase.",
        "The three offices:",
        *(f"  {each}" for each in holders),
        "Then: safehold recovery begin --card FILE",
    ]
    return "\n".join(lines) + "\n"


def read_card(text: str) -> PrintedCard:
    """Read a card as it was printed or typed, or raise UsageError saying what is wrong with it."""
    found = dict(_LINE.findall(text))
    words = {int(number): word for number, word in _NUMBERED.findall("\n".join(_ROW.findall(text)))}
    try:
        return PrintedCard(
            parse_gid(found["Set"]),
            found["Vault"],
            parse_fp(found["Root"]),
            parse_fp(found["Fingerprint"]),
            read_hers(" ".join(words[at] for at in range(1, max(words, default=0) + 1))),
        )
    except KeyError:
        raise UsageError("the card lacks a line or a word; see docs/formats/recovery.md") from None
    except Malformed as error:
        raise UsageError(f"the card cannot be read: {error}") from None
