"""Picture and group messages of SMS Backup & Restore: parts, addresses, and who is who.

docs/readers.md 2. The message names its conversation's other people in `address`; the
`addr` elements name everybody, the owner among them. Nobody is taken for the owner on less
than the only place left: a person who is wrongly taken for the owner is left out of every
question that a scope asks about people.
"""

import base64
import binascii
from xml.etree.ElementTree import Element

from extraction.parties import normal_phone, party_of
from extraction.reader import absent_blob
from extraction.readers.sms_backup_row import Row, extra_of, given, moment, shown_name, thread_of
from extraction.record import Blob, Party, Record, Text

ADDRESS_ROLE = {"137": "from", "151": "to", "130": "cc", "129": "bcc"}
BOX = {"1": "in", "2": "out", "3": "none", "4": "out", "5": "out"}
BOX_STATUS = {"3": "draft", "4": "outbox", "5": "failed"}
TIME = {"in": "received", "out": "sent"}
SELF = "insert-address-token"
LAYOUT = "application/smil"
_USED = ("address", "date", "msg_box", "sub", "contact_name", "read")
MAX_PEOPLE = 1000


def mms_record(row: Row) -> Record:
    """Make the record of one mms element."""
    element, region = row.element, row.context.region
    others = [part for part in given(element, "address").split("~") if part][:MAX_PEOPLE]
    box = given(element, "msg_box")
    direction = BOX.get(box, "unknown")
    listed = [
        (given(addr, "address"), ADDRESS_ROLE.get(given(addr, "type"), "participant"))
        for addr in element.iter("addr")
    ][:MAX_PEOPLE]
    parties = mms_people(listed, others, region, direction)
    text, blobs, broken = _parts(row)
    if subject := given(element, "sub"):
        text.append(Text("subject", subject))
    flags = []
    if any(party.id_norm is None and party.is_owner is not True for party in parties):
        flags.append("party_unknown")
    if any(not blob.present for blob in blobs):
        flags.append("missing_blob")
    if broken:
        flags.append("metadata_error")
    return Record(
        row.record_id,
        "message",
        row.provenance,
        subtype="mms",
        app_id="android.sms",
        app_name="SMS",
        direction=direction,
        parties=parties,
        time=moment(element, "date", TIME.get(direction, "created")),
        text=tuple(text),
        thread=thread_of(others, region, shown_name(element)),
        blobs=tuple(blobs),
        state=row.state(BOX_STATUS.get(box, "")),
        extra=extra_of(element, _USED),
        flags=tuple(flags),
    )


def mms_people(
    listed: list[tuple[str, str]], others: list[str], region: str | None, direction: str
) -> tuple[Party, ...]:
    """Name everybody, and who of them is the owner.

    Args:
        listed: (address, role) of everybody whom the message names, the owner among them.
        others: the conversation's other people.
        region: the country of numbers without one.
        direction: in, out, none or unknown.
    """
    form = {raw: normal_phone(raw, region) or raw for raw in [*others, *(raw for raw, _ in listed)]}
    known = {form[other] for other in others}
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
    parties += [party_of(raw, region, role=role) for raw in others if form[raw] not in seen]
    if all(party.is_owner is True for party in parties):
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


def _parts(row: Row) -> tuple[list[Text], list[Blob], bool]:
    """Read the parts: words, media, and whether one of them was broken."""
    text: list[Text] = []
    blobs: list[Blob] = []
    broken = False
    for part in row.element.iter("part"):
        kind = given(part, "ct").partition(";")[0].strip().lower()
        body = given(part, "text")
        if kind == LAYOUT:
            continue
        if kind.startswith("text/") and not given(part, "data"):
            text += [Text("body", body)] if body else []
            continue
        blob, whole = _blob(row, part, kind)
        blobs.append(blob)
        broken = broken or not whole
    return text, blobs, broken


def _blob(row: Row, part: Element, mime: str) -> tuple[Blob, bool]:
    """Take a part's data in; give its entry, and whether the data was whole."""
    name = (given(part, "name") or given(part, "cl") or given(part, "fn"))[:255]
    data = given(part, "data")
    if not data:
        row.context.ledger.miss(f"data of a part of row {row.number}")
        return absent_blob(name, mime), True
    try:
        # An attribute's line breaks come as spaces.
        plain = data if " " not in data else data.replace(" ", "")
        decoded = base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError):
        row.context.ledger.miss(f"data of a part of row {row.number}, which is not base64")
        row.line.first_error = row.line.first_error or "a part's data is not base64"
        return absent_blob(name, mime), False
    return row.context.take_blob((decoded,), name, mime), True
