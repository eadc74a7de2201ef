"""What `safehold inspect` says: as plain words in columns, and as one JSON document.

docs/readers.md 6. First what the source holds, then what could not be read and why, then the
ledger that both come from.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from api.cli_io import printable, show_micros
from extraction.comparing import Compared
from extraction.inspecting import Inspection, Tally

Row = Sequence[str]

_WIDTH = 44
_LISTED = 12
_DAY = len("YYYY-MM-DD")
_KEPT_OUT = ("quarantined", "unknown", "withheld")
_KINDS = {
    "agree": "agree",
    "only_left": "only in the first",
    "only_right": "only in the second",
    "words": "with other words",
    "direction": "with another direction",
    "people": "with other people",
}


def document_of(found: Inspection) -> dict[str, Any]:
    """Give the document of an inspection; no words of a message are in it."""
    ledger = found.ledger
    return {
        "format": found.format,
        "sha256": found.sha256,
        "bytes": found.length,
        "records": found.records,
        "categories": [_tally(name, tally) for name, tally in found.categories.items()],
        "ledger": ledger["artefacts"],
        "quarantine": [
            {key: row[key] for key in ("artefact", "position", "reason")}
            for row in _rows(ledger["quarantine"])
        ],
        "unread": ledger["unread"],
        "missing": ledger["missing"],
        "warnings": ledger["warnings"],
        "left_off": ledger["left_off"],
        "threads": [{"id": thread, **_tally(name, tally)} for thread, name, tally in found.threads],
        "from": show_micros(found.all.first_us),
        "to": show_micros(found.all.last_us),
        "refused": found.refused or None,
    }


def _tally(name: str, tally: Tally) -> dict[str, Any]:
    return {
        "name": name,
        "records": tally.records,
        "undated": tally.undated,
        "from": show_micros(tally.first_us),
        "to": show_micros(tally.last_us),
    }


def words_of(found: Inspection) -> str:
    """Say what a source holds, what could not be read, and the ledger."""
    parts = [*_head(found), *_holds(found), *_not_read(found), *_ledger(found)]
    return "\n".join(parts)


def _head(found: Inspection) -> Iterator[str]:
    yield from _columns(
        [
            ("source", printable(found.name)),
            ("format", found.format),
            ("length", _bytes(found.length)),
            ("sha256", found.sha256),
        ],
        "ll",
    )
    if found.refused:
        yield ""
        yield f"Sealing refuses it as it is: {printable(found.refused)}."
        yield "With --accept-damaged what follows here would be sealed."


def _holds(found: Inspection) -> Iterator[str]:
    tallies = [*found.categories.items(), ("all", found.all)]
    rows = [(name, *_counted(tally)) for name, tally in tallies if tally.records or name == "all"]
    yield ""
    yield from _columns([("HOLDS", "RECORDS", "FROM", "TO", "UNDATED"), *rows], "lrllr")
    if found.threads:
        listed = [
            (_short(name or thread), *_counted(tally), "" if not name else _short(thread))
            for thread, name, tally in found.threads
        ]
        head = ("LARGEST CONVERSATIONS", "RECORDS", "FROM", "TO", "UNDATED", "ID")
        yield ""
        yield from _columns([head, *listed], "lrllrl")


def _counted(tally: Tally) -> Row:
    return (
        f"{tally.records:,}",
        (show_micros(tally.first_us) or "")[:_DAY],
        (show_micros(tally.last_us) or "")[:_DAY],
        f"{tally.undated:,}" if tally.undated else "",
    )


def _not_read(found: Inspection) -> Iterator[str]:
    ledger = found.ledger
    lines = [line for line in _rows(ledger["artefacts"]) if any(line[key] for key in _KEPT_OUT)]
    rows = [
        (_short(line["artefact"]), *(_number(line[key]) for key in _KEPT_OUT), _why(line))
        for line in sorted(lines, key=lambda each: -sum(each[key] for key in _KEPT_OUT))
    ]
    if rows:
        yield ""
        head = ("ROWS NOT READ", "DAMAGED", "UNKNOWN", "WITHHELD", "WHY")
        yield from _columns([head, *rows[:_LISTED]], "lrrrl")
        yield from _more(len(rows))
    unread = _rows(ledger["unread"])
    if unread:
        listed = [
            (_end(row["member"]), _bytes(row["bytes"]), _short(row["reason"], 70))
            for row in sorted(unread, key=lambda each: -each["bytes"])
        ]
        yield ""
        yield from _columns([("NOT LOOKED INTO", "LENGTH", "WHY"), *listed[:_LISTED]], "lrl")
        yield from _more(len(listed))
    for title, name in (("NAMED BUT NOT THERE", "missing"), ("WARNINGS", "warnings")):
        texts = [printable(str(text)) for text in _list(ledger[name])]
        if texts:
            yield ""
            yield f"{title}: {len(texts):,}"
            yield from (f"  {text}" for text in texts[:_LISTED])
            yield from _more(len(texts))


def _why(line: dict[str, Any]) -> str:
    if line["first_error"]:
        return _short(line["first_error"], 60)
    if line["withheld"]:
        return "carved text or the tool's own table"
    return "no reader for rows of this kind"


def _ledger(found: Inspection) -> Iterator[str]:
    lines = _rows(found.ledger["artefacts"])
    rows = [
        (
            _short(line["artefact"]),
            _number(line["rows_seen"]),
            *(_number(line[key]) for key in ("records", *_KEPT_OUT, "nested", "repairs")),
            "" if line["declared"] is None else f"{line['declared']:,}",
            _end(line["member"]),
        )
        for line in lines
        if line["rows_seen"] or line["declared"]
    ]
    head = ("LEDGER", "ROWS", "RECORDS", "DAMAGED", "UNKNOWN", "WITHHELD", "NESTED", "MENDED")
    yield ""
    yield from _columns([(*head, "DECLARED", "IN"), *rows], "lrrrrrrrrl")
    if len(rows) < len(lines):
        yield f"  and {len(lines) - len(rows):,} artefacts without rows"


def compared_document(compared: Sequence[Compared]) -> list[dict[str, Any]]:
    """Give the document of a comparison."""
    return [
        {
            "category": each.category,
            "app": each.app,
            "left": each.left,
            "right": each.right,
            **{kind: each.counts.get(kind, 0) for kind in _KINDS},
            "shown": [
                {"kind": pair.kind, "left": pair.left, "right": pair.right, "at": _at(pair.second)}
                for pair in each.shown
            ],
        }
        for each in compared
    ]


def compared_words(compared: Sequence[Compared]) -> str:
    """Say where two readings disagree."""
    if not compared:
        return "No app has records of one category in both."
    head = ("COMPARED", "FIRST", "SECOND", *(kind.upper() for kind in _KINDS.values()))
    rows = [
        (
            f"{printable(each.app)} {each.category}",
            f"{each.left:,}",
            f"{each.right:,}",
            *(_number(each.counts.get(kind, 0)) for kind in _KINDS),
        )
        for each in compared
    ]
    lines = [*_columns([head, *rows], "l" + "r" * (len(head) - 1))]
    pairs = [
        (_at(pair.second) or "no time", _KINDS[pair.kind], _short(pair.left), _short(pair.right))
        for each in compared
        for pair in each.shown
    ]
    if pairs:
        lines += ["", *_columns([("DISAGREEMENTS", "", "FIRST", "SECOND"), *pairs], "llll")]
    return "\n".join(lines)


def _at(second: int | None) -> str | None:
    return None if second is None else show_micros(second * 1_000_000)


def _columns(rows: Sequence[Row], sides: str) -> Iterator[str]:
    """Set rows in columns, each to the left or right; a column without content is left out."""
    used = [at for at in range(len(sides)) if any(len(row) > at and row[at] for row in rows[1:])]
    used = used or [0]
    widths = {at: max(len(row[at]) for row in rows) for at in used}
    for row in rows:
        cells = [
            row[at].rjust(widths[at]) if sides[at] == "r" else row[at].ljust(widths[at])
            for at in used
        ]
        yield "  ".join(cells).rstrip()


def _short(text: str, width: int = _WIDTH) -> str:
    plain = printable(text)
    return plain if len(plain) <= width else f"{plain[: width - 1]}…"


def _end(path: str) -> str:
    """Give the end of a path, which says more than its beginning."""
    plain = printable(path)
    return plain if len(plain) <= _WIDTH else f"…{plain[1 - _WIDTH :]}"


def _number(count: int) -> str:
    return f"{count:,}" if count else ""


def _bytes(length: int) -> str:
    size, unit = float(length), "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < 1000:  # noqa: PLR2004 the step of these units
            break
        size, unit = size / 1000, larger
    return f"{length:,} bytes" if unit == "bytes" else f"{size:.1f} {unit}"


def _more(count: int) -> Iterator[str]:
    if count > _LISTED:
        yield f"  and {count - _LISTED:,} more; --json lists them"


def _rows(value: object) -> list[dict[str, Any]]:
    return [row for row in _list(value) if isinstance(row, dict)]


def _list(value: object) -> Iterable[Any] | list[Any]:
    return value if isinstance(value, list) else []
