"""People of a LAVA row: the two ends of a message, the counterparty of a call or contact.

docs/readers.md 1. An id says who somebody is; a name never does, because people choose their
own. The row does not say who else is in a conversation: unless the conversation's id is its one
other person's own, somebody unknown is in it too.
"""

import re
from collections.abc import Mapping, Sequence

from extraction.parties import is_group, named_party, names_one, party_of
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
# Somebody else may be named here: where it happened, and beside whom.
_BESIDE = ("from_jid", "reactor_jid", "chat_jid")
_NAMES = ("contact_fullname", "fullname", "full_name", "display_name", "first_name")
_TELEPHONES = ("phone_number", "phone_numbers", "caller", "number", "sender", "identifier")
_SEVERAL = ("phone_numbers", "email_addresses")
_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{4,}[0-9]")
_ADDRESS = re.compile(r"[^\s@:,;<>]+@[^\s@:,;<>]+")
_SEVERAL_PEOPLE = re.compile(r"(?:.*_)?(?:participants|members|recipients|attendees|invitees)")
_ORIGIN, _TARGET = "call_originator", "call_target"
_PEOPLE = ("message", "call", "contact")
_MOST = 100


def speakers(
    row: Mapping[str, str], view: View, direction: str, region: str | None
) -> tuple[Party, ...]:
    """Name the two ends of a message."""
    thread = row.get(view.thread, "")
    name = row.get(view.sender, "")
    own = [thread] if names_one(thread, region) else []
    if direction == "out":
        owner = Party("from", name=name[:200], is_owner=True)
        found = _best([*_values(row, _TO_IDS), *own], region, "to")
        return (owner, *found, *_unseen(thread, found, region))
    sender = _best([*_values(row, _FROM_IDS), *own], region, "from", name)
    unseen = _unseen(thread, sender, region)
    if direction != "in":
        # Whose words these are is not known, so nobody is left out.
        unseen = unseen or [Party("participant")]
    return (*sender, *unseen)


def _unseen(thread: str, found: list[Party], region: str | None) -> list[Party]:
    """Give whoever may be in a conversation beside those found; nobody only if it says so."""
    if names_one(thread, region):
        own = party_of(thread, region, role="participant")
        if all(party.id_norm in (own.id_norm, None) or own.id_norm is None for party in found):
            return []
        return [own]
    return [Party("participant", thread[:200], "group" if thread else "")]


def counterparties(
    row: Mapping[str, str], category: str, direction: str, region: str | None
) -> tuple[Party, ...]:
    """Name the people of a row that is not of a conversation."""
    found = _named(row, category, direction, region)
    others: list[Party] = []
    if category not in ("contact", "account"):
        named = [row[column] for column in _BESIDE if column in row]
        beside = [party_of(each, None, role="participant") for each in named]
        others = [other for other in beside if not _among(other, found)]
    for column, value in row.items():
        other = Party("participant", value[:200], "handle")
        if _SEVERAL_PEOPLE.fullmatch(column) and not any(
            _among(other, people) for people in (found, others)
        ):
            # A list of people in one cell: who they are is not read, only that they were there.
            others.append(other)
    group = next((value for value in row.values() if is_group(value)), "")
    if group and not any(_among(Party("", group[:200]), people) for people in (found, others)):
        # Who else is in the group is not in the row.
        others.append(Party("participant", group[:200], "group"))
    return (*found, *others)


def _among(other: Party, found: Sequence[Party]) -> bool:
    return any(
        (other.id_norm is not None and other.id_norm == party.id_norm)
        or other.id_raw == party.id_raw
        for party in found
    )


def _named(
    row: Mapping[str, str], category: str, direction: str, region: str | None
) -> tuple[Party, ...]:
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
        # A bare number under another heading is an app's own count.
        home = region if column in _TELEPHONES else None
        if column in _SEVERAL:
            pattern = _NUMBER if column == "phone_numbers" else _ADDRESS
            values = pattern.findall(row[column]) or values
        people = [
            party_of(value, home, role=role, name=name, owner=owner) for value in values[:_MOST]
        ]
        return (*people, *([Party(role)] if len(values) > _MOST else []))
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
