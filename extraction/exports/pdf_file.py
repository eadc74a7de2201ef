"""Records as one PDF (PDF/A-2a): text, people, times, hashes; pictures are named, not shown.

docs/exports.md 7. Typeset by Typst with its own fonts, so that the same release gives the same
pages anywhere. The template takes records as data, never as markup.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.resources import files

import typst

from extraction.errors import LimitExceeded
from extraction.exports.glyphs import shown
from extraction.exports.rows import Gap, Row, Talk, absent, talks_of
from extraction.exports.stamp import Stamp

MAX_ROWS = 20_000
"""Records on paper: about 2,300 pages, 8 s and 1.1 GB of memory to typeset, as measured."""
_ABOUT = (
    "This is a copy to read. The package that it was made from is what proves the records; each"
    " record here names its place in it. Pictures, sound and films are named by their hash and"
    " not shown."
)
_TEMPLATE = files("extraction.exports").joinpath("pdf.typ")


class _Setter:
    """Turns words into what the fonts can show, and counts what they cannot."""

    def __init__(self) -> None:
        self.replaced = 0

    def __call__(self, text: str) -> str:
        words, count = shown(text)
        self.replaced += count
        return words


def make_pdf(
    stamp: Stamp,
    rows: Sequence[Row],
    gaps: Sequence[Gap],
    *,
    now: datetime,
    progress: Callable[[int, int], None],
) -> bytes:
    """Give the PDF's bytes.

    Raises:
        LimitExceeded: there are more records than a PDF takes.
    """
    if len(rows) > MAX_ROWS:
        raise LimitExceeded(
            f"a PDF takes at most {MAX_ROWS:,} records and the release has {len(rows):,};"
            " export it as html, csv or xlsx"
        )
    fit = _Setter()
    talks = []
    done = 0
    for talk in talks_of(rows, gaps):
        talks.append(_talk(fit, talk))
        done += len(talk.rows)
        progress(done, len(rows))
    release = {
        "title": "Released records",
        "stamp": _stamp(fit, stamp),
        "facts": [[name, fit(value)] for name, value in stamp.facts()],
        "talks": talks,
        "notes": _notes(fit.replaced),
    }
    pdf = typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"release": json.dumps(release)},
        ignore_system_fonts=True,
        pdf_standards=["a-2a"],
        timestamp=now,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("one document was asked for")
    return pdf


def _stamp(fit: _Setter, stamp: Stamp) -> dict[str, object]:
    return {
        "line": fit(stamp.line()),
        "exported": stamp.exported,
        "verdict": fit(stamp.verdict),
        "steps": [[str(n), name, status, fit(detail)] for n, name, status, detail in stamp.steps],
    }


def _notes(replaced: int) -> list[str]:
    notes = [_ABOUT]
    if replaced:
        notes.append(
            f"{replaced:,} characters are written as their Unicode numbers, as in [U+1F600],"
            " because this document's fonts cannot show them. The HTML export shows them as the"
            " reader's own machine does."
        )
    return notes


def _talk(fit: _Setter, talk: Talk) -> dict[str, object]:
    return {
        "title": fit(talk.title),
        "gaps": [fit(f"{gap.day}: {gap.records:,} withheld, {gap.reason}") for gap in talk.gaps],
        "rows": [_row(fit, row) for row in talk.rows],
    }


def _row(fit: _Setter, row: Row) -> dict[str, object]:
    people = " → ".join(filter(None, (row.sender, row.others)))
    lines = [people] if people else []
    for field, value in row.text:
        lines += (value if field == "body" else f"{field}: {value}").split("\n")
    named = (("Place", row.place), ("State", row.state), ("Flags", row.flags))
    lines += [f"{name}: {value}" for name, value in named if value]
    for blob in row.media:
        held = f"{blob.size:,} bytes, SHA-256 {blob.sha256}" if blob.present else absent(blob)
        lines.append(f"File {blob.name or 'without a name'}: {held}")
    kind = " ".join(filter(None, (row.category, row.subtype, row.app)))
    return {
        "head": fit(f"{row.number}. {row.when} · {kind}"),
        "lines": [fit(line) for line in lines],
        "origin": fit(
            f"{row.source} · segment {row.segment}, position {row.position} · {row.proof}"
        ),
    }
