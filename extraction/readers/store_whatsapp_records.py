"""WhatsApp's records, alike from both kinds of phones: who is in a message, calls, contacts.

docs/readers.md 10. A conversation is between two people only where its id is the other one's
own account. In every other one (a group, a broadcast list, a status, one whose row is missing)
somebody is unknown unless at least two others are listed: who left, or was never written down,
was there all the same.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from extraction.parties import names_account
from extraction.readers.store_schema import (
    OWNER_FROM,
    OWNER_TO,
    People,
    StoreContext,
    extra_of,
    flags_of,
)
from extraction.record import Party, Record, Text, Thread, Time
from extraction.threads import thread_id

_PRIVATE = ("whatsapp", "WhatsApp")
_BUSINESS = ("whatsapp-business", "WhatsApp Business")
_BUSINESS_FOLDERS = ("com.whatsapp.w4b", "net.whatsapp.whatsappsmb")
_FEW = 2
"""Where fewer others are known of what is no conversation of two, somebody is missing."""


class Somebody(NamedTuple):
    """Somebody as the store names them; without an id, somebody whom it does not name."""

    jid: str = ""
    name: str = ""
    owner: bool = False


UNKNOWN = Somebody()


def app_of(there: StoreContext) -> tuple[str, str]:
    """Give the id and name of the app: the two keep the same store, each in its own folder."""
    member = there.member.lower()
    return _BUSINESS if any(folder in member for folder in _BUSINESS_FOLDERS) else _PRIVATE


def thread_of(app: str, jid: str, name: str = "") -> Thread | None:
    """Give the conversation of an id; None where the store does not say which one it is."""
    return Thread(thread_id(app, jid), name[:1000]) if jid else None


def in_message(
    people: People,
    chat: Somebody,
    sender: Somebody | None,
    members: Iterable[Somebody],
    *,
    out: bool,
) -> tuple[Party, ...]:
    """Name everybody in a message.

    Args:
        people: makes the parties.
        chat: the conversation, by its id; without one where its row is missing.
        sender: who is named beside it; None where nobody is.
        members: who is listed in the conversation now.
        out: whether she sent it. Whoever is named as its sender was there then, too.
    """
    of = people.of
    direct = names_account(chat.jid)
    # Members of what is between two would contradict its id: they count all the same.
    listed = [chat, *members] if direct else list(members)
    if out:
        role, first = "to", OWNER_FROM
        if sender is not None:
            listed.append(sender)
        listed = [one for one in listed if not one.owner]
    else:
        said = sender or (chat if direct else UNKNOWN)
        role, first = "participant", of(said.jid, "from", said.name)
    found = [of(one.jid, role, one.name, owner=one.owner) for one in listed]
    others = _once(found, first)
    known = {one.id_raw for one in (first, *others) if one.id_raw and one.is_owner is not True}
    if not direct and len(known) < _FEW:
        others.append(of("", role))
    return (first, *others)


def _once(found: Iterable[Party], first: Party | None = None) -> list[Party]:
    """Give everybody but the first once; those without an id are somebody each."""
    seen = set() if first is None else {first.id_norm or first.id_raw}
    kept: list[Party] = []
    for one in found:
        name = one.id_norm or one.id_raw
        if not name or name not in seen:
            seen.add(name)
            kept.append(one)
    return kept


def call_record(
    there: StoreContext,
    people: People,
    rowid: int,
    *,
    direction: str,
    others: Iterable[str],
    group: str,
    several: bool,
    video: bool,
    missed: bool,
    time: Time | None,
    extra: Mapping[str, str],
) -> Record:
    """Make the record of a call.

    Args:
        there: the store.
        people: makes the parties.
        rowid: the call's row.
        direction: in, out or unknown.
        others: the ids of everybody else whom the store names.
        group: the id of the group that was called; "" where none was.
        several: whether the row says that the call is one of several people.
        video: whether it was one with pictures.
        missed: whether it was not taken.
        time: when it began.
        extra: what has no field.
    """
    role = {"in": "from", "out": "to"}.get(direction, "participant")
    found = _once([people.of(raw, role) for raw in others])
    one = found[0].id_raw if len(found) == 1 else ""
    direct = names_account(one) and not group and not several
    if not direct and len([party for party in found if party.id_raw]) < _FEW:
        # Rows that list one person alone of a call of several do not say that nobody else was.
        found.append(people.of("", role))
    parties = tuple(found)
    owner = {"in": (OWNER_TO,), "out": (OWNER_FROM,)}.get(direction, ())
    app_id, app_name = app_of(there)
    return Record(
        *(there.record_id(rowid), "call", there.prov(rowid)),
        subtype="video" if video else "",
        app_id=app_id,
        app_name=app_name,
        direction=direction,
        parties=(*owner, *parties),
        time=time,
        # A call of several is in the group's conversation, never in one person's.
        thread=thread_of(app_id, group or (one if direct else "")),
        state=extra_of(status="missed" if missed else ""),
        extra=extra,
        flags=flags_of(parties),
    )


def contact_record(
    there: StoreContext,
    rowid: int,
    party: Party,
    *,
    about: str,
    changed: Time | None,
    extra: Mapping[str, str],
) -> Record:
    """Make the record of a contact, with what the contact says of itself."""
    app_id, app_name = app_of(there)
    return Record(
        *(there.record_id(rowid), "contact", there.prov(rowid)),
        app_id=app_id,
        app_name=app_name,
        parties=(party,),
        times=() if changed is None else (changed,),
        text=(Text("note", about),) if about else (),
        extra=extra,
        flags=flags_of((party,)),
    )
