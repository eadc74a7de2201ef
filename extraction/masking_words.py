"""Telephone numbers, addresses and names in words: which there are, and whose.

docs/formats/grant.md 4. A plain grammar over fixed signs, so that two languages find the same:
what it does not know as a number or an address stays.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from extraction.filter import EDGES

PSEUDONYM = re.compile("person-[1-9][0-9]*")
_LETTERS = "A-Za-z0-9\u00c0-\u024f\u0370-\u052f"
_MAIL = re.compile(f"[{_LETTERS}._%+'-]+(?::[0-9]{{1,5}})?@[{_LETTERS}-]+(?:\\.[{_LETTERS}-]+)+")
_GAP = "[ ()./\u00a0\u2009\u202f\u2010-\u2013-]{0,2}"
_NUMBER = re.compile(
    f"(?:(?<=@)|(?<=wa\\.me/))[0-9]{{7,15}}(?![0-9A-Za-z_])"
    f"|(?<![0-9A-Za-z_+])(?<![0-9][.,:/-])"
    # Days, as 01.02.2026 and 01/02/26, begin with a zero too.
    f"(?![0-9]{{2}}[./-][0-9]{{2}}[./-](?:[0-9]{{4}}|[0-9]{{2}})(?![0-9./-]))"
    f"(?:\\+[1-9](?:{_GAP}[0-9]){{6,15}}"
    f"|\\(?00{_GAP}[1-9](?:{_GAP}[0-9]){{6,15}}"
    f"|\\(?0(?:{_GAP}[0-9]){{8,14}}"
    f"|\\(?[2-9][0-9]{{2}}(?:\\) ?|[ .-])[0-9]{{3}}[ .-][0-9]{{4}})"
    f"(?![0-9A-Za-z_])"
)
_ACCOUNT = re.compile("([0-9]{5,20})(?::[0-9]{1,5})?@s\\.whatsapp\\.net")
_LABEL = re.compile(" \\([^()]*\\)\\Z")
_SAYS_PERSON = re.compile(
    "(?:phone|phone[ _]?number|msisdn|jid|mail|address|sender|recipient|caller|callee|author"
    "|participant|member|mention|mentioned|nickname|contact|vcard|tel"
    "|(?:sender|contact|display|push|user|author|caller|first|last|full)[ _]?name)"
    "s?[ _]?[0-9]*\\Z",
    re.ASCII | re.IGNORECASE,
)
_SAYS_SOMETHING = re.compile("[A-Za-z\u0080-\U0010ffff]|[0-9](?:[^0-9]*[0-9]){6}")
_TRUNK = 8
"""So many digits of a number without its country must be the end of another's."""


def key_of(written: str) -> str:
    """Give the form in which an id is compared: +digits, an address in small letters, or as it is.

    A number that does not say its country is its digits alone.
    """
    text = written.strip(" ")
    if account := _ACCOUNT.fullmatch(text):
        return f"+{account[1]}"
    if "@" in text:
        return unicodedata.normalize("NFC", text.lower())
    return _number_key(text) if _NUMBER.fullmatch(text) else text


def _number_key(text: str) -> str:
    digits = re.sub("[^0-9]", "", text.replace("(0)", ""))
    if text.startswith("+"):
        return f"+{digits}"
    return f"+{digits[2:]}" if digits.startswith("00") else digits


def same_person(key: str, other: str) -> bool:
    """Tell whether two keys are of one: also where one is a number without its country."""
    if key == other:
        return True
    short, long = (key, other) if other.startswith("+") else (other, key)
    if not long.startswith("+") or not re.fullmatch("[0-9]+", short):
        return False
    end = short.removeprefix("0")
    return long == f"+{short}" or (len(end) >= _TRUNK and long.endswith(end))


def says_person(name: str, value: str) -> bool:
    """Tell whether a field holds somebody's number, address or name, by its name."""
    if PSEUDONYM.fullmatch(value) or not _SAYS_SOMETHING.search(value):
        return False
    return _SAYS_PERSON.search(name) is not None


def without_label(value: str) -> str:
    """Give a value without the kind that readers put behind it, as "+44… (work)"."""
    return _LABEL.sub("", value)


def in_names(text: str, names: Mapping[str, str], pseudonym: Callable[[str], str]) -> str:
    """Put pseudonyms in the place of names that stand whole in a text."""
    if not names:
        return text
    longest = sorted(names, key=lambda name: (-len(name.encode("utf-16-le")), name))
    found = "|".join(map(re.escape, longest))
    whole = re.compile(f"(?<![^{EDGES}])(?:{found})(?![^{EDGES}])")
    return whole.sub(lambda match: pseudonym(names[match[0]]), text)


def in_words(text: str, who: Callable[[str], str | None], pseudonym: Callable[[str], str]) -> str:
    """Put pseudonyms in the place of numbers and addresses of those who take no part."""

    def instead(key: str, written: str) -> str:
        person = who(key)
        return written if person is None else pseudonym(person)

    while True:
        # A number taken out can leave what reads as an address: again, until nothing changes.
        found = _MAIL.sub(lambda match: instead(key_of(match[0]), match[0]), text)
        found = _NUMBER.sub(lambda match: instead(_mentioned(match), match[0]), found)
        if found == text:
            return found
        text = found


def _mentioned(match: re.Match[str]) -> str:
    named = match.string[: match.start()].endswith(("@", "wa.me/")) and match[0].isdigit()
    return f"+{match[0]}" if named else _number_key(match[0])
