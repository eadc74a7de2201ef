"""Picture and group messages of SMS Backup & Restore: parts and addresses.

docs/readers.md 2. Who is in one, and what it is, is said in android_messages.py.
"""

import base64
import binascii
from xml.etree.ElementTree import Element

from extraction.reader import absent_blob
from extraction.readers.android_messages import LAYOUT, Mms, mms_record
from extraction.readers.sms_backup_row import Row, extra_of, given, moment, shown_name
from extraction.record import Blob, Record, Text

_USED = ("address", "date", "msg_box", "sub", "contact_name", "read")


def mms_of(row: Row) -> Record:
    """Make the record of one mms element."""
    element = row.element
    text, blobs, broken = _parts(row)
    if subject := given(element, "sub"):
        text.append(Text("subject", subject))
    mms = Mms(
        given(element, "msg_box"),
        [(given(addr, "address"), given(addr, "type")) for addr in element.iter("addr")],
        [part for part in given(element, "address").split("~") if part],
        lambda kind: moment(element, "date", kind),
        texts=text,
        blobs=tuple(blobs),
        read=row.read,
        name=shown_name(element),
        broken=broken,
        extra=extra_of(element, _USED),
    )
    return mms_record(row.record_id, row.provenance, mms, row.context.region)


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
