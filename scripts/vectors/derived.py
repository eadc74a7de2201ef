"""Vectors of grant.md 4 and release.md 2: what is taken out of records, and derived.json.

`names.json`: whether a field's name says a place. `records.json`: a record, and the copy that
leaves for it without places in the scope, or null where it leaves as it is. `grids.json`: the same
with a grid of so many digits. `lists.json`: texts
of derived.json, and whether they are one. `media.json`: scopes with records that cite media, and
what becomes of each.
"""

import hashlib
import json
from itertools import product
from pathlib import Path
from typing import Any

from consent.scope import parse_scope
from extraction.derived import Derived, parse_derived
from extraction.media_rule import Cited, Readable
from extraction.placeless import placeless, says_place
from tests import hidden
from vault.canonical import Json, marshal
from vault.errors import Malformed

NAMES = (
    *("latitude", "Latitude", "start_longitude", "GPSAltitude", "geohash", "George", "geo"),
    *("location", "allocation_size", "Coordinates", "lat", "LAT", "lat_1", "1lat", "x.lon", "flat"),
    *("lats", "plate", "latlng", "lat_lon", "longlat", "lng", "long", "salt", "alt", "alt text"),
    *("place", "places", "place_label", "placement", "Place 1", "storage_place", "marketplace", ""),
    *("\u0131at", "l\u0430t", "LAT\u0301", "\u017flat", "\u212alon", "lat\U0001f600", "\nlat\n"),
    *("gp\u017f", "GEO\u0307", "addre\u017fs", "label", "note", "address", "timestamp"),
)
PLACE = {"label": "By the river", "lat": "51.5", "lon": "-0.125", "source": "app"}
RECORDS: tuple[dict[str, Any], ...] = (
    {"record_id": "1"},
    {"record_id": "2", "extra": {"note": "kept"}},
    {"record_id": "3", "place": PLACE},
    {"record_id": "4", "place": PLACE, "extra": {"note": "kept"}},
    {"record_id": "5", "place": PLACE, "extra": {"a": "51.5", "b": "By the river", "c": "51.50"}},
    {"record_id": "6", "place": PLACE, "extra": {"latitude": "1"}},
    {"record_id": "7", "extra": {"latitude": "1"}},
    {"record_id": "8", "extra": {"latitude": "1", "\U0001f600": "2", "\ufb01": "3", "10": "4"}},
    {"record_id": "9", "extra": {"source": "app"}},
    {"record_id": "10", "place": PLACE, "text": [{"field": "body", "value": "at 51.5, caf\u00e9"}]},
    {"record_id": "11", "extra": {}, "place": {}},
    {"record_id": "12", "extra": {"__proto__": "x", "gps": "y", "constructor": "z"}},
)
PLACES: tuple[dict[str, Any], ...] = (
    {"lat": "51.507351", "lon": "-0.127758", "source": "gps"},
    {"lat": "51.5", "lon": "-0.1", "source": "gps"},
    {"lat": "51", "lon": "-0", "source": "gps"},
    {"lat": "51.999999", "lon": "179.999999", "source": "gps", "acc_m": "5", "alt_m": "30"},
    {"lat": "51.5", "lon": "-0.1", "source": "gps", "label": "Home"},
    {"lat": "51.500", "lon": "0.000001", "source": "gps"},
    {"lat": "5e1", "lon": "0", "source": "gps"},
    {"lat": "+51.5", "lon": "0.1", "source": "gps"},
    {"lat": "51.", "lon": "0.1", "source": "gps"},
    {"lat": ".5", "lon": "0.1", "source": "gps"},
    {"lat": "\u0665\u0661.5", "lon": "0.1", "source": "gps"},
    {"lat": "51.5\n", "lon": "0.1", "source": "gps"},
    {"lat": "1000.5", "lon": "0.1", "source": "gps"},
    {"lat": "51.5", "source": "gps"},
    {"lat": "51.5", "lon": "0.1"},
    {"lat": 51, "lon": 0, "source": "gps"},
)
GRIDDED: tuple[dict[str, Any], ...] = (
    *({"record_id": str(number), "place": place} for number, place in enumerate(PLACES)),
    {"record_id": "a", "place": PLACES[1], "extra": {"note": "kept"}},
    {"record_id": "b", "place": PLACES[1], "extra": {"latitude": "51.5", "note": "kept"}},
    {"record_id": "c", "place": PLACES[0], "extra": {"x": "51.5", "y": "51.507351", "z": "51.50"}},
    {"record_id": "d", "extra": {"gps": "y", "z": "kept"}},
    {"record_id": "e", "extra": {"z": "kept"}},
    {"record_id": "f", "place": "somewhere"},
)
_COPY = {"len": 5, "m": "11" * 32, "sha256": "22" * 32, "step": "metadata"}
_STAYS = {"m": "33" * 32, "step": "metadata", "w": "not-stripped"}
_KIND = {"m": "44" * 32, "step": "kind", "w": "out-of-scope"}
_RECORD = {"i": 1, "j": 2, "r": "{}", "step": "place"}
LISTS: tuple[tuple[str, object], ...] = (
    ("nothing", []),
    ("a copy of each kind, and one that stays", [_RECORD, _COPY, _STAYS]),
    (
        "a masked copy, and one that is both",
        [{**_RECORD, "step": "mask"}, {**_RECORD, "j": 3, "step": "mask place"}],
    ),
    ("two records of one segment", [_RECORD, {**_RECORD, "j": 3}]),
    ("two pictures with one copy", [_COPY, {**_COPY, "m": "12" * 32}]),
    ("a medium of a kind that was not asked for", [_STAYS, _KIND]),
    ("a kind with the other reason", [{**_KIND, "w": "not-stripped"}]),
    ("a stripped file for its kind", [{**_KIND, "step": "metadata"}]),
    ("a copy for its kind", [{**_COPY, "step": "kind"}]),
    ("a medium before a record", [_COPY, _RECORD]),
    ("records out of order", [{**_RECORD, "i": 2}, _RECORD]),
    ("a record twice", [_RECORD, _RECORD]),
    ("media out of order", [_STAYS, _COPY]),
    ("a medium twice", [_COPY, _COPY]),
    ("a medium that stays and does not", [_COPY, {**_STAYS, "m": "11" * 32}]),
    ("an unknown field", [{**_COPY, "more": 1}]),
    ("an unknown step", [{**_RECORD, "step": "place mask"}]),
    ("a record with a medium's step", [{**_RECORD, "step": "metadata"}]),
    ("an unknown reason", [{**_STAYS, "w": "too-long"}]),
    ("both a copy and a reason", [{**_COPY, "w": "not-stripped"}]),
    ("a hash in capitals", [{**_COPY, "sha256": "AA" * 32}]),
    ("a short hash", [{**_STAYS, "m": "33"}]),
    ("a negative place", [{**_RECORD, "j": -1}]),
    ("a place that is a text", [{**_RECORD, "j": "2"}]),
    ("a record that is no text", [{**_RECORD, "r": {}}]),
    ("a row that is a list", [[]]),
    ("no list", {}),
)
SPELT = ("[ ]", "[]\n", "", "null", '[{"j":2,"i":1,"r":"{}","step":"place"}]')


def _lists() -> list[dict[str, object]]:
    texts = [(about, marshal(value).decode()) for about, value in LISTS]
    texts += [("another spelling", text) for text in SPELT]
    return [{"about": about, "text": text, "good": _is_good(text)} for about, text in texts]


def _is_good(text: str) -> bool:
    try:
        parse_derived(text.encode())
    except Malformed:
        return False
    return True


FILES = {
    "hides": hidden.hiding()["png-exif"],
    "clean": hidden.clean()["png"],
    "broken": hidden.broken()["jpeg-no-end"],
    "paper": b"%PDF-1.4 a paper",
    "words": b"a long text",
    "film": b"\x00\x00\x00\x18ftypmp42 a film",
}
_MIME = {
    "hides": "image/png",
    "clean": "image/png",
    "broken": "image/jpeg",
    "film": "video/mp4",
}
_PLACED: tuple[tuple[list[str], dict[str, Json]], ...] = (
    (["message"], {}),
    (["location", "message"], {}),
    (["location", "message"], {"g": 2}),
)
_KINDS: tuple[list[str] | None, ...] = (None, ["image"], ["document", "video"], [])


def _blob(file: str, **more: object) -> dict[str, object]:
    sha256 = hashlib.sha256(FILES[file]).hexdigest()
    mime = {"mime_sniffed": _MIME[file]} if file in _MIME else {}
    return {"present": True, "role": "attachment", "sha256": sha256, **mime, **more}


CITED: tuple[list[dict[str, object]], ...] = (
    [],
    [_blob("hides"), _blob("clean"), _blob("broken"), _blob("paper")],
    [_blob("hides", present=False), _blob("paper", present=False)],
    [_blob("words", role="text"), _blob("words", role="attachment")],
    [_blob("words", role="extra", name="note"), _blob("paper", role="extra", name="gps track")],
    [_blob("hides", role="text")],
    [_blob("hides", mime_sniffed="image/heic"), _blob("clean", mime_sniffed="image/png")],
    [_blob("hides", mime_sniffed="image/heic"), _blob("hides", mime_sniffed="image/jpeg")],
    [_blob("paper", mime_sniffed="image/jpeg")],
    [_blob("hides", role="thumbnail"), _blob("film")],
    [_blob("hides", role="avatar"), _blob("clean")],
    [_blob("film"), _blob("film", role="text")],
    [_blob("film", mime_sniffed="image/png"), _blob("film")],
    [_blob("hides", role="thumbnail"), {"present": False, "role": "attachment"}],
    [{"present": True, "role": "text"}, {"sha256": "44" * 32, "role": "text"}],
    [{"present": True, "sha256": "44" * 32, "mime_sniffed": "image/png"}],
)


def _media() -> list[dict[str, object]]:
    readable = {
        hashlib.sha256(data).hexdigest(): Readable(len(data), lambda data=data: iter([data]))  # type: ignore[misc]
        for data in FILES.values()
    }
    rows: list[dict[str, object]] = []
    for kinds, (categories, grid) in product(_KINDS, _PLACED):
        scope: dict[str, Json] = {"x": ["00" * 16], "c": [*categories], "u": True, **grid}
        scope |= {} if kinds is None else {"m": [*kinds]}
        # One record for all, and one for each: small pictures go by what else a record cites.
        for blobs, split in product(CITED, (False, True)):
            cited = Cited(parse_scope(scope))
            for cites in [[blob] for blob in blobs] if split else [blobs]:
                cited.add({"blobs": cites})
            media = cited.settle(readable, lambda: None)
            derived = Derived((), media.derived).marshal().decode()
            row: dict[str, object] = {"scope": scope, "blobs": blobs, "split": split}
            rows.append({**row, "whole": sorted(media.whole), "derived": derived})
    return rows


def _grids() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for digits, body in product(range(5), GRIDDED):
        copy = placeless(body, digits)
        record = marshal(body).decode()
        rows.append(
            {"g": digits, "record": record, "copy": None if copy is None else copy.decode()}
        )
    return rows


def write(folder: Path) -> None:
    """Write every vector of this folder anew."""
    folder.mkdir(parents=True, exist_ok=True)
    copies = [placeless(body) for body in RECORDS]
    documents: dict[str, object] = {
        "names": [[name, says_place(name)] for name in NAMES],
        "records": [
            {"record": marshal(body).decode(), "copy": None if copy is None else copy.decode()}
            for body, copy in zip(RECORDS, copies, strict=True)
        ],
        "grids": _grids(),
        "lists": _lists(),
        "media": {"files": {name: data.hex() for name, data in FILES.items()}, "cases": _media()},
    }
    for name, document in documents.items():
        text = json.dumps(document, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", "utf-8")
