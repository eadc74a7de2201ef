"""Records that are too long: their words move into media, and nothing of them is lost.

docs/formats/record.md 1. A sealed record has at most 1 MiB (docs/formats/extraction.md 2).
A text or an unmapped field that is longer than a part of that becomes a medium of the same
record; its beginning stays, and the record is flagged `truncated`.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from extraction.errors import LimitExceeded
from extraction.record import Record, marshal_record
from extraction.record_parts import Blob, Text

Take = Callable[[Iterable[bytes], str, str, str], Blob]
"""Takes (chunks, name, media type, role) in, and gives the medium."""

LONG = 32 * 1024
"""Characters of one value that need no look: 16 of these are under 1 MiB however spelt."""

_KEPT = 4096
_KEPT_OF_MANY = 64
_PARTS = 256


def may_be_long(record: Record) -> bool:
    """Tell cheaply whether a record could pass the limit; most need no closer look."""
    length = 0
    for text in record.text:
        length += len(text.value)
    for value in record.extra.values():
        length += len(value)
    parts = len(record.parties) + len(record.blobs) + len(record.times) + len(record.extra)
    return length > LONG or parts > _PARTS


def fit_record(record: Record, take: Take) -> Record:
    """Bring a record under the limit, its long values into media.

    Raises:
        LimitExceeded: it is too long even without them: thousands of people or media.
    """
    if _fits(record):
        return record
    cut = _cut(record, _KEPT, take)
    if not _fits(cut):
        cut = _cut(record, _KEPT_OF_MANY, take)
        marshal_record(cut)
    return cut


def _cut(record: Record, kept: int, take: Take) -> Record:
    """Keep the beginning of each value; a longer one goes whole into a medium."""
    values = [(text.field, text.value, "text") for text in record.text]
    values += [(name, value, "extra") for name, value in record.extra.items()]
    moved = [_moved(value, name, role, take) for name, value, role in values if len(value) > kept]
    return replace(
        record,
        text=tuple(Text(text.field, text.value[:kept]) for text in record.text),
        extra={name: value[:kept] for name, value in record.extra.items()},
        blobs=(*record.blobs, *moved),
        flags=(*record.flags, "truncated"),
    )


def _fits(record: Record) -> bool:
    try:
        marshal_record(record)
    except LimitExceeded:
        return False
    return True


def _moved(value: str, name: str, role: str, take: Take) -> Blob:
    return take((value.encode("utf-8"),), name, "text/plain; charset=utf-8", role)
