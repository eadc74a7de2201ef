"""A custody record for people: one page to print, or plain text.

docs/formats/custody-record.md 4. The page is one file with its style inside, without script
and without a request. Every fact shows whose word it is; what is not known says why.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence

from extraction.custody_facts import UNKNOWN, CustodyRecord, Event, Fact
from extraction.exports.page import STYLE, text, theirs, whole

_MORE = """\
.unknown { color: #484949; font-style: italic; } .by { color: #484949; font-size: 14px; }
td { overflow-wrap: anywhere; } tr { break-inside: avoid; }
"""
SECTIONS = (
    ("What this record is of", ("exhibit", "extraction", "matter", "grant", "release")),
    ("The device", ("device",)),
    ("Who, where and when", ("survivor", "guardian", "place", "start", "end", "sealed")),
    ("Tool and method", ("tool", "method", "exceptions", "interruptions")),
    ("Hashes", ("statement", "original", "records", "ledger", "visit")),
    ("Time and countersignature", ("time", "countersignature")),
)


def title_of(record: CustodyRecord) -> str:
    """Name the record."""
    return f"Custody record of {'a release' if record.of == 'release' else 'an extraction'}"


def sections_of(record: CustodyRecord) -> list[tuple[str, list[Fact]]]:
    """Sort the facts under their heads; every fact has one."""
    return [
        (head, [fact for fact in record.facts if fact.point.split(".")[0] in names])
        for head, names in SECTIONS
    ]


def page_of(record: CustodyRecord) -> str:
    """Give the page."""
    style = f"{STYLE}{_MORE}"
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    foot = text(f"{title_of(record)} · made {record.made} · {_named(record)}")
    return whole(
        title_of(record),
        policy,
        (
            f"<style>{style}</style>",
            "<main>",
            f"<h1>{text(title_of(record))}</h1>",
            f"<p>{text(record.verdict)}.</p>",
            *_body(record),
            "</main>",
            f"<footer><p>{foot}</p></footer>",
        ),
    )


def text_of(record: CustodyRecord) -> str:
    """Give the record as plain text."""
    lines = [title_of(record), f"Made {record.made}", f"{record.verdict}.", ""]
    for head, facts in sections_of(record):
        lines.append(head)
        lines += [f"  {fact.label}: {_value(fact)}  [{_source(fact)}]" for fact in facts]
        lines.append("")
    for head, columns, rows in _tables(record):
        lines.append(head)
        named = [
            "; ".join(f"{name} {cell}" for name, cell in zip(columns, row, strict=True) if cell)
            for row in rows
        ]
        lines += [f"  {line}" for line in named] or ["  none"]
        lines.append("")
    lines += ["What this record does not show", *(f"  {line}" for line in record.caveats)]
    return "\n".join(lines) + "\n"


def _body(record: CustodyRecord) -> Iterator[str]:
    for head, facts in sections_of(record):
        yield f"<h2>{text(head)}</h2>"
        yield _table(("Point", "Value", "Whose word"), (_fact_cells(fact) for fact in facts))
    for head, columns, rows in _tables(record):
        yield f"<h2>{text(head)}</h2>"
        cells = [[theirs(cell) for cell in row] for row in rows]
        yield _table(columns, cells) if cells else "<p>None.</p>"
    yield "<h2>What this record does not show</h2>"
    yield f"<ul>{''.join(f'<li>{text(line)}</li>' for line in record.caveats)}</ul>"


def _tables(
    record: CustodyRecord,
) -> Iterator[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    yield (
        "What was done, allowed and refused",
        ("When", "Act", "Outcome", "By", "About", "Entry", "More", "Whose word"),
        [_event_cells(event) for event in record.events],
    )
    yield (
        "What left in another form",
        ("Step", "From", "To", "Whose word"),
        [(each.step, each.source, each.result, each.by) for each in record.changes],
    )
    yield (
        "What was withheld",
        ("Segment", "Day", "Group", "Places", "Records", "Reason"),
        [
            (
                *(str(gap.segment), gap.day, gap.group, f"{gap.first} to {gap.last}"),
                *(str(gap.last - gap.first + 1), gap.reason),
            )
            for gap in record.withheld
        ],
    )
    yield (
        "The log",
        ("Origin", "Entries", "Root", "Witnesses"),
        [] if record.log is None else [_log_cells(record)],
    )
    yield (
        "What was checked",
        ("Step", "Name", "Status"),
        [(str(step), name, status) for step, name, status in record.checks],
    )


def _log_cells(record: CustodyRecord) -> tuple[str, ...]:
    assert record.log is not None
    seen = ", ".join(f"{name} at {at}" for name, at in record.log.witnesses)
    return record.log.origin, str(record.log.size), record.log.root, seen


def _event_cells(event: Event) -> tuple[str, ...]:
    about = ", ".join(f"{kind} {value}" for kind, value in event.about.items())
    more = ", ".join(f"{name} {value}" for name, value in event.more.items())
    index = "" if event.index is None else str(event.index)
    at = event.at or "no time was signed"
    return at, event.act, event.out, event.role, about, index, more, f"{event.state}: {event.by}"


def _fact_cells(fact: Fact) -> Sequence[str]:
    shown = theirs(_value(fact))
    value = f'<span class="unknown">{shown}</span>' if fact.state == UNKNOWN else shown
    return text(fact.label), value, f'<span class="by">{text(_source(fact))}</span>'


def _value(fact: Fact) -> str:
    return "not known" if fact.value is None else fact.value


def _source(fact: Fact) -> str:
    return fact.by if fact.state == UNKNOWN else f"{fact.state}: {fact.by}"


def _named(record: CustodyRecord) -> str:
    ids = {fact.point: fact.value for fact in record.facts}
    return f"release {ids['release']}" if "release" in ids else f"extraction {ids['extraction']}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
