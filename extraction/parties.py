"""Counterparties: one normal form for each number, address and account id.

docs/formats/record.md 2. Scope rests on these: what has no normal form is an unknown
party, which no scope that names people lets through.
"""

from functools import lru_cache

import phonenumbers

from extraction.record import Party

_JID = "@s.whatsapp.net"
_GROUP = "@g.us"


@lru_cache(maxsize=65_536)
def normal_phone(raw: str, region: str | None) -> str | None:
    """Give a number's E.164 form; None for short codes, names and the unparseable.

    Without a region only numbers that say their country (+44…) have one.
    """
    try:
        number = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def party_of(
    raw: str, region: str | None, *, role: str, name: str = "", owner: bool | None = False
) -> Party:
    """Make a party from whatever a source calls it."""
    text = raw.strip()
    if text.endswith(_JID):
        norm = normal_phone("+" + text.removesuffix(_JID), None)
        return Party(role, text, "jid", norm, name, owner)
    if "@" in text:
        return Party(role, text, "email", text.lower() if _is_mail(text) else None, name, owner)
    norm = normal_phone(text, region)
    if norm is not None:
        return Party(role, text, "phone", norm, name, owner)
    kind = "shortcode" if text.isdigit() else "handle"
    return Party(role, text, kind if text else "", None, name, owner)


def is_group(raw: str) -> bool:
    """Tell whether an id names a group chat, which is a thread and nobody's id."""
    return raw.endswith(_GROUP)


def _is_mail(text: str) -> bool:
    local, _, domain = text.partition("@")
    return bool(local) and "." in domain and " " not in text
