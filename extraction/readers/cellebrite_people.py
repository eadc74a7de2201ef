"""People of a Cellebrite report: parties with their roles, the owner among them.

docs/readers.md 17. The report marks the phone's owner; where it does not say, nobody is
taken for her. Everybody in a conversation counts for each message in it, and a message
that does not say who spoke has an unknown speaker.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from extraction.parties import MAX_ID, party_of
from extraction.readers.cellebrite_model import Model
from extraction.record import Party

ROLES = {
    "From": "from",
    "Author": "from",
    "Organizer": "from",
    "To": "to",
    "Cc": "cc",
    "Bcc": "bcc",
    "TaggedParties": "mention",
    "Parties": "",
    "Participants": "",
}
"""The role of a party by the field that holds it; "" where the party itself says."""

PEOPLE_USED = {
    f"{holder}.": frozenset(("Identifier", "Name", "Role", "IsPhoneOwner")) for holder in ROLES
}
"""The fields inside a model that a party holds, by their path."""

MESSAGES = ("InstantMessage", "SMS", "MMS", "Email")
"""Models that are records of their own wherever they stand."""

_ENTRIES = {"PhoneNumber": True, "EmailAddress": False, "UserID": False}
"""The entries of a contact that name somebody; whether they are phone numbers."""

_OWN = {"from": "from", "to": "to", "cc": "cc", "bcc": "bcc"}
_OWNER = {"true": True, "false": False}
_FOLDERS = {
    **dict.fromkeys(("inbox", "incoming", "received", "missed", "rejected"), "in"),
    **dict.fromkeys(("sent", "outbox", "outgoing", "drafts", "draft"), "out"),
}
MAX_PEOPLE = 250


class People(NamedTuple):
    """Who is in a record, the direction, and whether somebody has no normal form."""

    parties: tuple[Party, ...]
    direction: str
    unknown: bool


NOBODY = People((), "", unknown=False)
_ANYBODY = Party("participant")


@lru_cache(maxsize=65_536)
def _party(raw: str, name: str, role: str, owner: str, region: str | None) -> Party:
    return party_of(raw, region, role=role, name=name.strip(), owner=_OWNER.get(owner.lower()))


def party(model: Model, role: str, region: str | None) -> Party:
    """Make a party of a Party model; with "" as its role, the one that it says itself."""
    get = model.fields.get
    return _party(
        get("Identifier", ""),
        get("Name", ""),
        role or _OWN.get(get("Role", "").lower(), "participant"),
        get("IsPhoneOwner", ""),
        region,
    )


def parties(model: Model, region: str | None) -> list[Party]:
    """Give everybody whom a model names in its own fields, and then whom it speaks of.

    Shared contacts and those who joined are other people in the record, so a scope that
    names people must name them too.
    """
    found: list[Party] = []
    others: list[Party] = []
    for name, models in model.inner.items():
        role = ROLES.get(name)
        for inner in models:
            kind = inner.type
            if role is not None or kind == "Party":
                found.append(party(inner, role or "", region))
            elif kind == "Contact":
                others += subjects(inner, "mention", region, owner=False)
            elif inner.inner and kind not in MESSAGES:
                others += [replace(one, role="mention") for one in parties(inner, region)]
    return found + others if others else found


def subjects(model: Model, role: str, region: str | None, *, owner: bool | None) -> Iterator[Party]:
    """Give a contact's or an account's ids, each with its name."""
    name = model.text("Name", "Label", "Service")[:MAX_ID]
    known = False
    for entry in model.models("Entries"):
        value = entry.fields.get("Value", "")
        if value and entry.type in _ENTRIES:
            known = True
            # The number of an account is nobody's phone.
            phone = region if _ENTRIES[entry.type] else None
            yield party_of(value, phone, role=role, name=name, owner=owner)
    if not known:
        yield Party(role, name=name, is_owner=owner)


def direction_of(found: Iterable[Party], words: Iterable[str] = ()) -> str:
    """Tell whether she sent it: by the owner's mark, else by the report's own word."""
    to_owner = False
    for one in found:
        if one.role == "from":
            if one.is_owner is not None:
                return "out" if one.is_owner else "in"
        elif one.is_owner is True and one.role in ("to", "cc", "bcc"):
            to_owner = True
    for word in words:
        if known := _FOLDERS.get(word.strip().lower()):
            return known
    return "in" if to_owner else "unknown"


def speakers(
    model: Model, others: tuple[Party, ...], region: str | None, words: Iterable[str] = ()
) -> People:
    """Name everybody in a message: who spoke, to whom, and who else is in the conversation."""
    found = parties(model, region)
    for one in others:
        if one.is_owner is True and one.id_raw:
            # The chat says who of its people owns the phone; its messages need not.
            found = [_owned(said, one.id_raw) for said in found]
    direction = direction_of(found, words)
    for one in found:
        if one.role == "from":
            break
    else:
        # She sends what goes out; whoever else may have spoken is not known.
        found.insert(0, Party("from", is_owner=direction == "out"))
    if others:
        known = {one.id_raw for one in found}
        found += [one for one in others if one.id_raw not in known or not one.id_raw]
    return crowd(found, direction)


def both_ends(people: People) -> People:
    """Add somebody unknown to a message of no chat that names one of its ends alone."""
    named = {one.id_norm or one.id_raw or one.is_owner for one in people.parties}
    if len(named) > 1 or people.unknown:
        return people
    return People((*people.parties, _ANYBODY), people.direction, unknown=True)


def _owned(one: Party, owner: str) -> Party:
    if one.is_owner is None and one.id_raw == owner:
        return replace(one, is_owner=True)
    return one


def about(found: Iterable[Party]) -> People:
    """Give those whom a contact or an account is about; that may be the owner alone."""
    listed = list(found)
    if len(listed) > MAX_PEOPLE:
        listed[MAX_PEOPLE - 1 :] = [Party("subject")]
    unknown = any(one.id_norm is None and one.is_owner is not True for one in listed)
    return People(tuple(listed), "", unknown)


def crowd(found: list[Party], direction: str) -> People:
    """Bound the number of people; those beyond it are one who is unknown."""
    if len(found) > MAX_PEOPLE:
        found[MAX_PEOPLE - 1 :] = [_ANYBODY]
    alone, unknown = True, False
    for one in found:
        if one.is_owner is not True:
            alone = False
            if one.id_norm is None:
                unknown = True
                break
    if alone:
        # Somebody else was there, or there would be nothing.
        found.append(_ANYBODY)
    return People(tuple(found), direction, unknown or alone)
