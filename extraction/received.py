"""Records as they come from the process that read them: looked at once more before sealing.

docs/readers.md 7. That process parses what a stranger wrote, so what it says is checked: one
spelling, known fields, a category and class of their lists, media that it handed over.
"""

from collections.abc import Set as AbstractSet
from typing import NamedTuple

import orjson

from consent.scope import CATEGORIES
from extraction.record import day_of_span, descriptor
from extraction.record_parse import ALL_FIELDS
from vault.errors import Malformed
from vault.segment import CLASSES, MAX_RECORD

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_CATEGORIES = frozenset(CATEGORIES)
_KNOWN = frozenset((None, *CLASSES))


class Received(NamedTuple):
    """A record's canonical bytes, what it is counted by, and where it is sealed.

    `thread` is (id, name); `span` the interval of its time in UTC microseconds; `desc` the
    descriptor of its group and `day` its UTC day.
    """

    data: bytes
    category: str
    thread: tuple[str, str] | None
    span: tuple[int, int] | None
    desc: bytes
    day: str


def check_received(data: bytes, media: AbstractSet[str]) -> Received:
    """Look at a record's bytes; `media` are the hashes of the media that came before it.

    Raises:
        Malformed: it is no record, or cites a medium that did not come.
    """
    if len(data) > MAX_RECORD:
        raise Malformed("a record is longer than 1 MiB")
    try:
        body = orjson.loads(data)
        if not isinstance(body, dict) or not body.keys() <= ALL_FIELDS:
            raise Malformed("a record has unknown fields")
        if orjson.dumps(body, option=_OPTIONS) != data:
            raise Malformed("a record is not in its one spelling")
        for blob in body.get("blobs", ()):
            if blob["present"] and blob["sha256"] not in media:
                raise Malformed("a record cites a medium that did not come")
        return _received(data, body)
    except (orjson.JSONDecodeError, LookupError, TypeError, AttributeError):
        raise Malformed("a record has not the shape of one") from None


def _received(data: bytes, body: dict[str, object]) -> Received:
    # What is missing or of another kind raises here, and check_received hears it.
    category, kind = body["category"], body.get("class")
    if category not in _CATEGORIES or kind not in _KNOWN:
        raise Malformed("a record has no category or class of the lists")
    app, named, time = body.get("app"), body.get("thread"), body.get("time")
    app_id = _text(app["id"]) if app is not None else None  # type: ignore[index]
    thread = None
    if named is not None:
        thread = (_text(named["id"]), _text(named["name"]))  # type: ignore[index]
    parties = body.get("parties", ())
    known = tuple([(each.get("id_norm"), each["is_owner"]) for each in parties])  # type: ignore[attr-defined]
    span = None
    if time is not None and "lo_us" in time:  # type: ignore[operator]
        span = (_whole(time["lo_us"]), _whole(time["hi_us"]))  # type: ignore[index]
    desc = descriptor(str(category), app_id, thread[0] if thread else "", known, kind)
    return Received(data, str(category), thread, span, desc, day_of_span(span))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value
