"""Records as a folder of pages: conversations, one merged timeline, and the files.

docs/exports.md 4. Pages hold at most 500 records. A picture is shown once somebody opens it;
what a browser might run is never linked as what it is.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from extraction.exports.page import STYLE, STYLE_NAME, facts, page, text, theirs
from extraction.exports.rows import Gap, Row, absent, talks_of
from extraction.exports.stamp import Stamp
from extraction.record_parts import Blob

PAGE_ROWS = 500
_PICTURES = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
_FILMS = {"video/mp4": "mp4", "video/webm": "webm", "video/3gpp": "3gp"}
_SOUNDS = {"audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/wav": "wav", "audio/mp4": "m4a"}
_KNOWN = {**_PICTURES, **_FILMS, **_SOUNDS, "application/pdf": "pdf"}
_LIST = "index.html"


def media_name(blob: Blob) -> str:
    """Name a medium's copy by its hash and what its first bytes say; `bin` for anything else.

    What the phone calls it decides nothing: a page that calls itself a picture stays `bin`.
    """
    return f"media/{blob.sha256}.{_KNOWN.get(blob.mime_sniffed, 'bin')}"


def write_html(
    folder: Path,
    stamp: Stamp,
    rows: Sequence[Row],
    gaps: Sequence[Gap],
    progress: Callable[[int, int], None],
) -> None:
    """Write every page into `folder`; the media are copied by the caller (media_name)."""
    (folder / STYLE_NAME).write_text(STYLE, encoding="utf-8")
    done = 0
    names: list[tuple[str, str, int]] = []
    for place, talk in enumerate(talks_of(rows, gaps), start=1):
        name = f"conversation-{place:04}"
        first = _write_pages(folder, stamp, name, talk.title, talk.rows, talk.gaps)
        names.append((talk.title, first, len(talk.rows)))
        done += len(talk.rows)
        progress(done, 2 * len(rows))
    timeline = _write_pages(folder, stamp, "timeline", "Everything in order of time", rows, [])
    progress(2 * len(rows), 2 * len(rows))
    links = [("Everything in order of time", timeline), ("Files", "files.html")]
    _write(folder / "files.html", page(stamp, "Files", _files(rows), links=[("Start", _LIST)]))
    _write(folder / _LIST, page(stamp, "Released records", _start(stamp, names), links=links))


def _write(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8")


def _write_pages(
    folder: Path, stamp: Stamp, name: str, title: str, rows: Sequence[Row], gaps: Sequence[Gap]
) -> str:
    """Write rows over as many pages as they need; give the first one's name."""
    starts = range(0, max(len(rows), 1), PAGE_ROWS)
    files = [f"{name}-{number:04}.html" for number in range(1, len(starts) + 1)]
    for place, start in enumerate(starts):
        links = [("Start", _LIST)]
        if place:
            links.append(("Page before", files[place - 1]))
        if place + 1 < len(files):
            links.append(("Next page", files[place + 1]))
        part = rows[start : start + PAGE_ROWS]
        heading = title if len(files) == 1 else f"{title}, page {place + 1} of {len(files)}"
        body = [*_gaps(gaps if place == 0 else []), *_days(part)]
        _write(folder / files[place], page(stamp, heading, body, links=links))
    return files[0]


def _start(stamp: Stamp, names: Sequence[tuple[str, str, int]]) -> Iterator[str]:
    yield facts(stamp.facts())
    yield "<h2>What was checked</h2>"
    yield f"<p>{text(stamp.verdict)}.</p>"
    yield "<table><tr><th>Step</th><th>Name</th><th>Outcome</th><th>Detail</th></tr>"
    for number, name, status, detail in stamp.steps:
        cells = "".join(f"<td>{theirs(cell)}</td>" for cell in (str(number), name, status, detail))
        yield f"<tr>{cells}</tr>"
    yield "</table>"
    yield "<h2>Conversations and lists</h2>"
    yield "<table><tr><th>Name</th><th>Records</th></tr>"
    for title, first, count in names:
        yield f'<tr><td><a href="{text(first)}">{theirs(title)}</a></td><td>{count:,}</td></tr>'
    yield "</table>"
    yield (
        "<p>These pages are a copy to read. The package that they were made from is what proves"
        " the records; each record here names its place in it.</p>"
    )


def _gaps(gaps: Sequence[Gap]) -> Iterator[str]:
    if not gaps:
        return
    yield "<h2>Withheld from here</h2><table><tr><th>Day</th><th>Records</th><th>Reason</th></tr>"
    for gap in gaps:
        cells = (gap.day, f"{gap.records:,}", gap.reason)
        yield f"<tr>{''.join(f'<td>{text(cell)}</td>' for cell in cells)}</tr>"
    yield "</table>"


def _days(rows: Sequence[Row]) -> Iterator[str]:
    day = None
    for row in rows:
        if row.day != day:
            if day is not None:
                yield "</ol>"
            day = row.day
            yield f'<h2>{text(day)}</h2><ol class="records">'
        yield _record(row)
    if day is not None:
        yield "</ol>"


def _record(row: Row) -> str:
    side = "out" if row.direction == "out" else "in"
    kind = " ".join(filter(None, (row.category, row.subtype and f"({row.subtype})", row.app)))
    parts = [f'<li class="{side}" id="r{row.number}">']
    parts.append(f'<p class="meta">{row.number}. {text(row.when)} · {theirs(kind)}</p>')
    people = " → ".join(theirs(name) for name in (row.sender, row.others) if name)
    if people:
        parts.append(f"<p>{people}</p>")
    for field, value in row.text:
        label = "" if field == "body" else f'<span class="meta">{text(field)}: </span>'
        parts.append(f'<p class="words" dir="auto">{label}{text(value)}</p>')
    named = (("Place", row.place), ("State", row.state), ("Flags", row.flags))
    parts += [f"<p>{name}: {theirs(value)}</p>" for name, value in named if value]
    parts += [_medium(blob) for blob in row.media]
    parts.append(_origin(row))
    parts.append("</li>")
    return "".join(parts)


def _origin(row: Row) -> str:
    extra = "".join(f"<p>{theirs(name)}: {theirs(value)}</p>" for name, value in row.extra)
    return (
        '<details class="from"><summary>Where this comes from</summary>'
        f"<p>{theirs(row.source)}</p><p>Record {text(row.record_id)}</p>"
        f"<p>Segment {row.segment}, position {row.position};"
        f' hash <span class="hash">{row.proof or "none"}</span></p>{extra}</details>'
    )


def _medium(blob: Blob) -> str:
    name = theirs(blob.name or "a file without a name")
    if not blob.present or not blob.sha256:
        return f"<p>File {name}: {absent(blob)}.</p>"
    size = f"{blob.size:,} bytes"
    address = media_name(blob)
    kind = blob.mime_sniffed
    link = f'<a href="{address}" download>Save the file</a>'
    shown = ""
    if kind in _PICTURES:
        shown = f'<img src="{address}" loading="lazy" alt="Picture; nobody has described it">'
    elif kind in _FILMS:
        shown = f'<video src="{address}" controls preload="none"></video>'
    elif kind in _SOUNDS:
        shown = f'<audio src="{address}" controls preload="none"></audio>'
    about = f'<p class="meta">{size} · <span class="hash">{blob.sha256}</span> · {link}</p>'
    if not shown:
        return f"<p>File {name}</p>{about}"
    return f"<details><summary>Open {name}</summary>{shown}</details>{about}"


def _files(rows: Sequence[Row]) -> Iterator[str]:
    cited: dict[str, tuple[Blob, list[int]]] = {}
    for row in rows:
        for blob in row.media:
            if blob.present and blob.sha256:
                cited.setdefault(blob.sha256, (blob, []))[1].append(row.number)
    yield f"<p>{len(cited):,} files, each cited by a record.</p>"
    for blob, numbers in cited.values():
        yield f'<section>{_medium(blob)}<p class="meta">Records {", ".join(map(str, numbers))}</p>'
        yield "</section>"
