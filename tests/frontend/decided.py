"""Many small records against many scopes, and what the filter says of each."""

import random
from collections.abc import Iterator
from typing import Any

from consent.scope import parse_scope
from extraction.filter import withheld_reason
from vault.canonical import Json, marshal
from vault.ids import Eid

RECORDS, SCOPES = 200, 150
_IDS = (None, "", "+1", "+2", "a@b")
_WORDS = ("", "Straße", "home again", "ＨＯＭＥ", "x\u200by")  # noqa: RUF001 wide letters on purpose
_SECONDS = (100, 86_399, 86_400, 86_401, 200_000)


def decided(eid: Eid) -> dict[str, Any]:
    """Give scopes, records, and for each pair the reason, null where the record goes."""
    chance = random.Random(7)
    scopes = [_scope(chance, eid) for _ in range(SCOPES)]
    records = [marshal(_record(chance)) for _ in range(RECORDS)]
    return {
        "scopes": scopes,
        "records": [record.decode() for record in records],
        "reasons": [
            [withheld_reason(parse_scope(scope), eid, record) for record in records]
            for scope in scopes
        ],
    }


def _scope(chance: random.Random, eid: Eid) -> dict[str, Json]:
    scope: dict[str, Json] = {
        "x": [eid.hex()] if chance.random() < 0.9 else ["00" * 16],
        "c": chance.sample(["message", "call", "media", "note"], chance.randint(0, 3))
        or ["message", "call"],
        "u": chance.random() < 0.5,
    }
    optional: dict[str, list[Json]] = {
        "a": ["x", "y"],
        "p": ["+1", "+2", "a@b"],
        "t": ["t1", "t2"],
        "s": ["health", "legal"],
        "k": ["strasse", "HOME", "xy"],
        "m": ["image", "audio", "document"],
        "w": ["strasse", "ho*", "again", "*"],
    }
    for key, values in optional.items():
        if chance.random() < 0.2:
            scope[key] = chance.sample(values, chance.randint(0, len(values)))
    if chance.random() < 0.3:
        scope["q"] = False
    if chance.random() < 0.5:
        first, last = sorted(chance.sample(_SECONDS, 2))
        scope["d"] = [[first, last]]
    return scope


def _record(chance: random.Random) -> dict[str, Json]:
    record: dict[str, Json] = {"category": chance.choice(["message", "call", "media", "other"])}
    shapes: dict[str, list[Json]] = {
        "app": [{"id": "x"}, {"id": ""}, {"id": 3}, "x", {}],
        "thread": [{"id": "t1"}, {"id": ""}, {}, [], None],
        "class": ["health", "legal", "other", 7, None],
        "parties": [[], {}, "nobody", [7], *(_parties(chance) for _ in range(6))],
        "text": [[], "words", [7, {"value": "home"}], *(_texts(chance) for _ in range(4))],
        "time": list(_times()),
        "flags": [["nested_content"], ["truncated"], "nested_content", []],
        "blobs": [[], {}, [7], *(_blobs(chance) for _ in range(8))],
    }
    for key, values in shapes.items():
        if chance.random() < 0.85:
            record[key] = chance.choice(values)
    return record


def _parties(chance: random.Random) -> Json:
    found: list[Json] = []
    for _ in range(chance.randint(1, 3)):
        party: dict[str, Json] = {"is_owner": chance.choice([True, False, None])}
        norm = chance.choice(_IDS)
        if norm is not None:
            party["id_norm"] = norm
        found.append(party)
    return found


def _texts(chance: random.Random) -> Json:
    return [{"field": "body", "value": word} for word in chance.sample(_WORDS, 2)]


def _blobs(chance: random.Random) -> Json:
    mimes = ("image/png", "audio/ogg", "imagery", "image", "application/pdf", "", 7)
    return [
        {
            "role": chance.choice(["media", "thumbnail", "text"]),
            "mime_sniffed": chance.choice(mimes),
        }
        for _ in range(chance.randint(1, 2))
    ]


def _times() -> Iterator[Json]:
    yield {}
    yield "soon"
    yield {"lo_us": 5}
    yield {"lo_us": "5", "hi_us": 6}
    yield {"lo_us": True, "hi_us": False}
    yield {"lo_us": 200_000_000, "hi_us": 100_000_000}
    for second in _SECONDS:
        micros = second * 1_000_000
        yield {"lo_us": micros, "hi_us": micros + 999_999}
        yield {"lo_us": micros - 1, "hi_us": micros}
    yield {"lo_us": 9_007_199_254_740_991, "hi_us": 9_007_199_254_740_991}
