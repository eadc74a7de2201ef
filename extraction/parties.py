"""Counterparties: one normal form for each number, address and account id.

docs/formats/record.md 2. Scope rests on these: what has no normal form is an unknown
party, which no scope that names people lets through. Two people must never share a form,
so a number is only normalised when it says, or the operator says, which country it is in,
and when nothing of what was written is left out.
"""

import re
import unicodedata
from functools import lru_cache

import phonenumbers

from extraction.record_parts import Party

MAX_ID = 1000
"""Characters of an id or name that a record keeps."""

_GROUPS = ("@g.us", "@broadcast", "@newsletter", "@thread.v2", "@thread.skype", "@thread.tacv2")
_ACCOUNT = re.compile(r"(?P<user>[0-9]{5,20})(?::[0-9]{1,5})?@s\.whatsapp\.net")
_JID = re.compile(r"[^@\s]+@(?:lid|c\.us|(?:[a-z]+\.)*whatsapp\.net|broadcast|newsletter)")
_ONE_ACCOUNT = re.compile(r"[0-9]+(?:[.:][0-9]{1,5}){0,2}@(?:lid|c\.us|s\.whatsapp\.net)")
# Letters would be guessed into digits, and an extension is another person.
_WRITTEN = re.compile(r"\+?[0-9 ()./\u00a0\u2009\u202f\u2010-\u2013-]+")
_MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")
_NUMBERED = re.compile(r"(?P<number>\+[0-9]{7,15}) \((?P<name>[^()]*)\)")


@lru_cache(maxsize=65_536)
def normal_phone(raw: str, region: str | None) -> str | None:
    """Give a number's E.164 form; None for short codes, names and the unparseable.

    Without a region only numbers that say their country (+44…) have one. With one, a number
    without a country must be written whole or be valid there: a short code or half a number
    would pass for somebody else's.
    """
    text = raw.strip()
    if not _WRITTEN.fullmatch(text):
        return None
    international = text.startswith("+")
    try:
        number = phonenumbers.parse(text, None if international else region)
    except phonenumbers.NumberParseException:
        return None
    if international:
        good = _is_whole(number)
    else:
        # With its trunk prefix (0 in 07700…) a number is written whole, whoever has it.
        prefixed = _is_whole(number) and _has_trunk_prefix(text, region)
        good = prefixed or phonenumbers.is_valid_number(number)
    if not good:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _is_whole(number: phonenumbers.PhoneNumber) -> bool:
    """Tell whether the length is that of a whole number, area code and all."""
    reason = phonenumbers.is_possible_number_with_reason(number)
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE)


def _has_trunk_prefix(text: str, region: str | None) -> bool:
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region or "")
    prefix = "" if metadata is None else metadata.national_prefix or ""
    return bool(prefix) and "".join(filter(str.isdigit, text)).startswith(prefix)


def party_of(
    raw: str, region: str | None, *, role: str, name: str = "", owner: bool | None = False
) -> Party:
    """Make a party from whatever a source calls it."""
    text = raw.strip()[:MAX_ID]
    kind, norm = _identify(text, region)
    return Party(role, text, kind, norm, name[:MAX_ID], owner)


def named_party(raw: str, region: str | None, *, role: str, owner: bool | None = False) -> Party:
    """Make a party from a column that joins number and name, as "+44… (Alex)"."""
    match = _NUMBERED.fullmatch(raw.strip())
    if match is None:
        return party_of(raw, region, role=role, owner=owner)
    return party_of(match["number"], region, role=role, name=match["name"], owner=owner)


def is_group(raw: str) -> bool:
    """Tell whether an id names a group chat, which is a thread and nobody's id.

    That it does not is no proof of the opposite: most apps' ids do not tell (see names_one).
    """
    return raw.endswith(_GROUPS)


def names_account(raw: str) -> bool:
    """Tell whether an id is one WhatsApp account's: no group's, list's, channel's or status's."""
    return _ONE_ACCOUNT.fullmatch(raw) is not None


def names_one(raw: str, region: str | None) -> bool:
    """Tell whether a conversation's id is one person's own: a number, address or account."""
    text = raw.strip()
    return names_account(text) or _identify(text, region)[1] is not None


def _identify(text: str, region: str | None) -> tuple[str, str | None]:
    """Give the kind of an id and its normal form."""
    if not text:
        return "", None
    if is_group(text):
        return "group", None
    if account := _ACCOUNT.fullmatch(text):
        return "jid", normal_phone("+" + account["user"], None)
    if _JID.fullmatch(text):
        return "jid", None
    if "@" in text:
        return ("email", _folded(text)) if _MAIL.fullmatch(text) else ("handle", None)
    norm = normal_phone(text, region)
    if norm is not None:
        return "phone", norm
    if not _WRITTEN.fullmatch(text):
        return "handle", None
    digits = sum(map(str.isdigit, text))
    return ("shortcode" if digits <= _SHORT else "phone"), None


def _folded(address: str) -> str:
    # A scope takes names in NFC alone.
    return unicodedata.normalize("NFC", address.lower())


_SHORT = 8
