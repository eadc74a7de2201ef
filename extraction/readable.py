"""The pages of a full copy: its records as a person reads them, one page for each file of them.

docs/formats/full-copy.md 1. The page is made of the records alone, so whoever checks a copy makes
it again; frontend/src/keys/readable.ts makes the same bytes. Everything in it came out of a phone:
it is text, whatever it looks like, and the page may load nothing and run nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from vault.canonical import Json, parse_object
from vault.errors import Malformed

STYLE = (
    "body{font-family:sans-serif;max-width:45em;margin:1em auto;padding:0 1em}"
    "article{border-top:1px solid #767676;padding:.5em 0}h2{font-size:1em;margin:0}"
    "p{margin:.3em 0;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".small{font-size:.85em;color:#4a4a4a}"
)
STYLE_HASH = "glD3dQ7Bj8tJWJIn98Yi385AovucqfEpo6+Sgay+7tQ="
HEAD = (
    '<!doctype html>\n<html><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
    f" style-src 'sha256-{STYLE_HASH}'\">"
    '<meta name="viewport" content="width=device-width"><title>Notes</title>'
    f"<style>{STYLE}</style></head><body>\n"
)
FOOT = "</body></html>\n"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_US = 9_007_199_254_740_991


def page_name(records: str) -> str:
    """Name the page of a file of records."""
    return f"{records.removesuffix('.jsonl')}.html"


def page_of(records: Iterable[bytes], files: Mapping[str, str]) -> bytes:
    """Make the page of some records; `files` has the name of each object by its SHA-256 in hex."""
    return "".join((HEAD, *(_article(record, files) for record in records), FOOT)).encode()


def _article(data: bytes, files: Mapping[str, str]) -> str:
    try:
        record = parse_object(data)
    except Malformed:
        record = {}
    lines = [
        *(f"<h2>{_escaped(each)}</h2>" for each in _when(_map(record.get("time")))),
        *(f"<p>{_escaped(each)}</p>" for each in _who(record)),
        *(f'<p dir="auto">{_escaped(each)}</p>' for each in _words(record)),
        *(f"<p>{_escaped(each)}</p>" for each in _where(_map(record.get("place")))),
        *_links(record, files),
        f'<p class="small">{_escaped(_kind(record))}</p>',
    ]
    return f"<article>{''.join(lines)}</article>\n"


def _when(time: Mapping[str, Json]) -> Iterator[str]:
    first, last = time.get("lo_us"), time.get("hi_us")
    if not _is_moment(first) or not _is_moment(last):
        yield from filter(None, [_text(time.get("raw"))])
        return
    begins, ends = _shown(first), _shown(last)
    yield f"{begins} UTC" if begins == ends else f"{begins} / {ends} UTC"


def _is_moment(value: Json) -> bool:
    return type(value) is int and 0 < value <= _LAST_US


def _shown(micros: Json) -> str:
    assert isinstance(micros, int)
    moment = _EPOCH + timedelta(seconds=micros // 1_000_000)
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _who(record: Mapping[str, Json]) -> Iterator[str]:
    people = []
    for party in _maps(record.get("parties")):
        parts = [_text(party.get(key)) for key in ("name", "id_raw")]
        people.append(f"{_text(party.get('role'))}: {' '.join(filter(None, parts))}")
    if people:
        yield "; ".join(people)


def _words(record: Mapping[str, Json]) -> Iterator[str]:
    return filter(None, (_text(each.get("value")) for each in _maps(record.get("text"))))


def _where(place: Mapping[str, Json]) -> Iterator[str]:
    parts = [_text(place.get(key)) for key in ("lat", "lon", "label")]
    if any(parts):
        yield ", ".join(filter(None, parts))


def _links(record: Mapping[str, Json], files: Mapping[str, str]) -> Iterator[str]:
    for blob in _maps(record.get("blobs")):
        sha256 = _text(blob.get("sha256"))
        file = files.get(sha256)
        if file is not None:
            shown = _escaped(_text(blob.get("name")) or sha256)
            yield f'<p><a href="../{file}">{shown}</a></p>'


def _kind(record: Mapping[str, Json]) -> str:
    app, thread = _map(record.get("app")), _map(record.get("thread"))
    parts = [_text(record.get(key)) for key in ("category", "subtype", "direction", "class")]
    parts += [_text(app.get("name")), _text(thread.get("name"))]
    return " · ".join(filter(None, parts))


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _map(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _maps(value: Json) -> list[Mapping[str, Json]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _escaped(text: str) -> str:
    for plain, spelt in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, spelt)
    return text
