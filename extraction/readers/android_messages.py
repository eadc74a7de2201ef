"""Messages of an Android phone: who is in one, and the record of a picture or group message.

docs/readers.md 2, 10 and 13. A phone's database, its own backup and SMS Backup & Restore hold
the same rows, so one place says what they mean. The row names its conversation's other people;
its addresses name everybody, the owner among them. Nobody is taken for the owner on less than
the only place left: who is wrongly taken for the owner is left out of every question that a
scope asks about people.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extraction.parties import MAX_ID, normal_phone, party_of
from extraction.record import Blob, Party, Provenance, Record, Text, Time
from extraction.threads import people_thread

APP = ("android.sms", "SMS")
SELF = "insert-address-token"
LAYOUT = "application/smil"
MAX_PEOPLE = 1000
"""People of a message that a record keeps; where there are more, somebody is unknown."""

_ROLE = {"137": "from", "151": "to", "130": "cc", "129": "bcc"}
_BOX = {"1": "in", "2": "out", "3": "none", "4": "out", "5": "out"}
_STATUS = {"3": "draft", "4": "outbox", "5": "failed"}
_TIME = {"in": "received", "out": "sent"}


@dataclass(frozen=True, slots=True)
class Mms:
    """What a phone keeps of a picture or group message, whatever it is written in.

    `listed` are pairs of an address and the code of its role, `others` the conversation's other
    people. `at` reads the row's own time as one of a kind. `read` is read, unread or "".
    """

    box: str
    listed: Sequence[tuple[str, str]]
    others: Sequence[str]
    at: Callable[[str], Time | None]
    times: tuple[Time, ...] = ()
    texts: Sequence[Text] = ()
    blobs: tuple[Blob, ...] = ()
    read: str = ""
    name: str = ""
    broken: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)


def mms_record(record_id: str, prov: Provenance, mms: Mms, region: str | None) -> Record:
    """Make the record of a picture or group message."""
    direction = _BOX.get(mms.box, "unknown")
    parties = _named(mms_people(mms.listed, mms.others, region, direction), mms.name)
    state = {"status": _STATUS.get(mms.box, ""), "read": mms.read}
    return Record(
        record_id,
        "message",
        prov,
        subtype="mms",
        app_id=APP[0],
        app_name=APP[1],
        direction=direction,
        parties=parties,
        time=mms.at(_TIME.get(direction, "created")),
        times=mms.times,
        text=tuple(mms.texts),
        thread=people_thread(parties, mms.name),
        blobs=mms.blobs,
        state={name: value for name, value in state.items() if value},
        extra=mms.extra,
        flags=_flags(parties, mms),
    )


def _named(parties: tuple[Party, ...], name: str) -> tuple[Party, ...]:
    """Give the one other person the conversation's name; of several it does not say whose."""
    others = [one for one in parties if one.is_owner is not True]
    if not name or len(others) != 1:
        return parties
    return tuple(replace(one, name=name[:MAX_ID]) if one is others[0] else one for one in parties)


def _flags(parties: tuple[Party, ...], mms: Mms) -> tuple[str, ...]:
    found = {
        "party_unknown": any(one.id_norm is None and one.is_owner is not True for one in parties),
        "missing_blob": any(not blob.present for blob in mms.blobs),
        "metadata_error": mms.broken,
    }
    return tuple(name for name, holds in found.items() if holds)


def sms_people(
    address: str, recipients: Sequence[str], region: str | None, direction: str
) -> tuple[Party, ...]:
    """Name everybody in a text message but the owner.

    Args:
        address: whom the row names.
        recipients: the conversation's other people, where the source lists them.
        region: the country of numbers without one.
        direction: in, out, none or unknown.
    """
    incoming = direction == "in"
    first = party_of(address, region, role="from" if incoming else "to")
    role = "participant" if incoming else "to"
    others = [party_of(raw, region, role=role) for raw in recipients[:MAX_PEOPLE]]
    if len(recipients) > MAX_PEOPLE:
        others.append(Party(role))
    if not first.id_raw and not incoming and others:
        return _once([], others)
    if len(others) == 1 and None in (first.id_norm, others[0].id_norm):
        # The phone compares the ends of numbers: a list of one may spell the same one otherwise.
        others = []
    return _once([first], others)


def mms_people(
    coded: Sequence[tuple[str, str]], others: Sequence[str], region: str | None, direction: str
) -> tuple[Party, ...]:
    """Name everybody in a picture or group message, and who of them is the owner.

    Args:
        coded: (address, code of its role) of whom the message names, the owner among them.
        others: the conversation's other people.
        region: the country of numbers without one.
        direction: in, out, none or unknown.
    """
    listed = [(raw, _ROLE.get(code, "participant")) for raw, code in coded[:MAX_PEOPLE]]
    more = list(others[:MAX_PEOPLE])
    form = {raw: normal_phone(raw, region) or raw for raw in [*more, *(raw for raw, _ in listed)]}
    known = {form[other] for other in more if other}
    # She sends what goes out and gets what comes in.
    sends = direction in ("out", "none")
    may_own = {
        form[raw]
        for raw, role in listed
        if form[raw] not in known and (role == "from") == sends and direction != "unknown"
    }
    parties = [
        party_of(raw, region, role=role, owner=_owner(form[raw], known, may_own))
        for raw, role in listed
    ]
    seen = {form[raw] for raw, _ in listed}
    role = "participant" if listed else {"in": "from"}.get(direction, "to")
    parties += [party_of(raw, region, role=role) for raw in more if form[raw] not in seen]
    full = len(listed) >= MAX_PEOPLE or len(more) >= MAX_PEOPLE
    if full or all(party.is_owner is True for party in parties):
        # Somebody else was there, or there would be no message.
        parties.append(Party("participant"))
    return tuple(parties)


def _owner(form: str, known: set[str], may_own: set[str]) -> bool | None:
    """Tell whether an address is the owner's: True, False, or None where it does not show."""
    if form in known:
        return False
    if form not in may_own:
        # The phone writes its own address as a token; in another place it is a riddle.
        return None if form == SELF else False
    alone = len(may_own) == 1 and bool(known)
    return True if form == SELF or alone else None


def _once(first: list[Party], others: Sequence[Party]) -> tuple[Party, ...]:
    """Give each person once; those without an id are somebody each."""
    kept = list(first)
    seen = {one.id_norm or one.id_raw for one in first}
    for one in others:
        name = one.id_norm or one.id_raw
        if not name or name not in seen:
            seen.add(name)
            kept.append(one)
    return tuple(kept)
