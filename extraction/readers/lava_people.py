"""People of a LAVA row: the two ends of a message, the counterparty of a call or contact.

docs/readers.md 1. An id that says who it is counts before a name. Members of a group are
not in the row, so a group message always has an unknown party.
"""

import re
from collections.abc import Mapping

from extraction.parties import is_group, named_party, party_of
from extraction.readers.lava_index import View
from extraction.record import Party

_FROM_IDS = ("from_id", "sender_id", "sender")
_TO_IDS = ("to_id", "recipient_id", "recipient")
# The first that is there: further columns name the same person in another way.
_COUNTERPARTY = (
    *("contact_id", "whatsapp_id", "phone_number", "phone_numbers", "caller", "number"),
    *("email", "email_addresses", "email_address", "identifier", "sender"),
    *("from_jid", "reactor_jid", "chat_jid"),
)
_NAMES = ("contact_fullname", "fullname", "full_name", "display_name", "first_name")
_SEVERAL = ("phone_numbers", "email_addresses")
_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{4,}[0-9]")
_ADDRESS = re.compile(r"[^\s@:,;<>]+@[^\s@:,;<>]+")
_ORIGIN, _TARGET = "call_originator", "call_target"
_PEOPLE = ("message", "call", "contact")


def speakers(
    row: Mapping[str, str], view: View, direction: str, region: str | None
) -> tuple[Party, ...]:
    """Name the two ends of a message."""
    thread = row.get(view.thread, "")
    name = row.get(view.sender, "")
    group = [] if thread and not is_group(thread) else [Party("participant", thread[:200], "group")]
    if not thread:
        group = [Party("participant")]
    direct = [] if group else [thread]
    if direction == "out":
        owner = Party("from", name=name[:200], is_owner=True)
        found = _best([*_values(row, _TO_IDS), *direct], region, "to")
        return (owner, *([] if group else found), *group)
    sender = _best([*_values(row, _FROM_IDS), name, *direct], region, "from", name)
    if direction != "in":
        # Whose words these are is not known, so nobody is left out.
        return (*sender, *(group or [Party("participant")]))
    return (*sender, *group)


def counterparties(
    row: Mapping[str, str], category: str, direction: str, region: str | None
) -> tuple[Party, ...]:
    """Name the people of a row that is not of a conversation."""
    if _ORIGIN in row or _TARGET in row:
        return _callers(row, direction, region)
    # Accounts are mostly her own, and the rows do not say so.
    owner = None if category == "account" else False
    role = "subject" if category in ("contact", "account") else "from"
    if category == "call" and direction == "out":
        role = "to"
    name = next((row[column] for column in _NAMES if column in row), "")
    for column in _COUNTERPARTY:
        if column not in row:
            continue
        values = [row[column]]
        if column in _SEVERAL:
            pattern = _NUMBER if column == "phone_numbers" else _ADDRESS
            values = pattern.findall(row[column]) or values
        return tuple(
            party_of(value, region, role=role, name=name, owner=owner) for value in values[:100]
        )
    return (Party(role, name=name[:200], is_owner=owner),) if category in _PEOPLE else ()


def _callers(row: Mapping[str, str], direction: str, region: str | None) -> tuple[Party, ...]:
    """Name who called whom; which of them is the owner follows from the direction."""
    ends = ((_ORIGIN, "from", "out"), (_TARGET, "to", "in"))
    names = {_ORIGIN: row.get("call_originator_name", "")}
    known = direction in ("in", "out")
    return tuple(
        party_of(
            row.get(column, ""),
            region,
            role=role,
            name=names.get(column, ""),
            owner=direction == hers if known else None,
        )
        for column, role, hers in ends
    )


def _values(row: Mapping[str, str], columns: tuple[str, ...]) -> list[str]:
    return [row[column] for column in columns if column in row and not is_group(row[column])]


def _best(candidates: list[str], region: str | None, role: str, name: str = "") -> list[Party]:
    """Give the first candidate that has a normal form, else the first."""
    made = [named_party(raw, region, role=role) for raw in candidates if raw]
    best = next((party for party in made if party.id_norm), made[0] if made else Party(role))
    if name and not best.name:
        best = Party(best.role, best.id_raw, best.id_type, best.id_norm, name[:200], best.is_owner)
    return [best]
