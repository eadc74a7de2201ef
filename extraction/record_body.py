"""What is asked of a record's bytes: its facts for a scope, its media, its words.

docs/formats/record.md. The bytes may be a worker's or a stranger's: whatever has another shape
than a record's counts as unknown, and what is unknown is never in a scope.
"""

from collections.abc import Mapping

import orjson

from consent.scope import RecordFacts
from extraction.errors import CorruptSource
from extraction.media_type import kinds_of


def facts_of_bytes(data: bytes) -> RecordFacts:
    """Give what a scope asks of a record's bytes; anything misshapen counts as unknown.

    Raises:
        CorruptSource: the bytes are not a JSON object.
    """
    return facts_of_body(object_of(data))


def facts_of_body(body: Mapping[str, object]) -> RecordFacts:
    """Give what a scope asks of a record's JSON; anything misshapen counts as unknown."""
    time, app, thread = body.get("time"), body.get("app"), body.get("thread")
    category = str(body.get("category", ""))
    # Whoever verifies asks this of every record: a call for each field would be felt.
    lo, hi = (time.get("lo_us"), time.get("hi_us")) if type(time) is dict else (None, None)
    return RecordFacts(
        category,
        _text(app.get("id")) if type(app) is dict else None,
        _text(thread.get("id")) if type(thread) is dict else None,
        _counterparties_of(body.get("parties", [])),
        lo if type(lo) is int else None,
        hi if type(hi) is int else None,
        None if "class" not in body else str(body["class"]),
        _media(body) if category == "media" else None,
    )


def _counterparties_of(parties: object) -> frozenset[str] | None:
    """Give the normalised ids of all who are not the owner; None when one is unknown."""
    known = []
    for party in parties if type(parties) is list else [None]:
        if type(party) is not dict:
            return None
        if party.get("is_owner") is not True:
            norm = party.get("id_norm")
            if type(norm) is not str or not norm:
                return None
            known.append(norm)
    return frozenset(known)


def _media(body: Mapping[str, object]) -> frozenset[str] | None:
    blobs = body.get("blobs")
    listed = map(_mapping, blobs if isinstance(blobs, list) else [])
    return kinds_of((blob.get("role"), blob.get("mime_sniffed")) for blob in listed)


def blobs_of_bytes(data: bytes) -> list[str]:
    """List the SHA-256 values of the media that a record's bytes cite and that are present."""
    return blobs_of_body(object_of(data))


def blobs_of_body(body: Mapping[str, object]) -> list[str]:
    """List the SHA-256 values of the media that a record's JSON cites and that are present."""
    blobs = body.get("blobs", [])
    return [
        str(blob["sha256"])
        for blob in (blobs if isinstance(blobs, list) else [])
        if isinstance(blob, dict) and blob.get("present") is True and "sha256" in blob
    ]


def texts_of_bytes(data: bytes) -> list[str]:
    """List the words of a record's bytes, field by field."""
    return texts_of_body(object_of(data))


def texts_of_body(body: Mapping[str, object]) -> list[str]:
    """List the words of a record's JSON, field by field."""
    texts = body.get("text", [])
    return [
        str(text.get("value", ""))
        for text in (texts if isinstance(texts, list) else [])
        if isinstance(text, dict)
    ]


def object_of(data: bytes) -> Mapping[str, object]:
    """Read a record's bytes as JSON, or raise CorruptSource."""
    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise CorruptSource("a record is not a JSON object")
    return body


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
