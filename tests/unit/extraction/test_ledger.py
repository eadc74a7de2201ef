"""The ledger: rows in are rows accounted for, or the reading fails."""

import pytest

from extraction.errors import CorruptSource
from extraction.ledger import MAX_LISTED, Ledger
from vault.canonical import parse


def ledger_with_line() -> Ledger:
    ledger = Ledger()
    ledger.line("sms", member="a.xml", reader="made", version="1", declared=5, size=100)
    return ledger


def test_a_line_that_does_not_balance_is_an_error() -> None:
    ledger = ledger_with_line()
    line = ledger.lines[0]
    line.seen = 4
    line.records, line.unknown, line.withheld = 1, 1, 1
    with pytest.raises(CorruptSource, match="sms"):
        ledger.check()
    ledger.set_aside(line, position=4, reason="no date", raw=b"x" * 10_000)
    ledger.check()
    assert line.quarantined == 1
    line.records += 1
    with pytest.raises(CorruptSource):
        ledger.check()


def test_declared_counts_are_shown_beside_found_ones() -> None:
    ledger = ledger_with_line()
    ledger.lines[0].seen = 4
    assert list(ledger.found_against_declared()) == ["sms declares 5 rows and holds 4"]
    ledger.lines[0].seen = 5
    assert not list(ledger.found_against_declared())


def test_the_ledger_is_canonical_and_says_everything() -> None:
    ledger = ledger_with_line()
    line = ledger.lines[0]
    line.seen = line.quarantined + 1
    ledger.set_aside(line, position=2**70, reason="no date", raw=b"x" * 10_000)
    ledger.leave_unread("a.zip", offset=1, size=2, reason="comment", sha256="ab")
    ledger.miss("table of sms")
    ledger.warn("odd")
    ledger.warn("odd")
    body = parse(ledger.marshal())
    assert isinstance(body, dict)
    assert body["warnings"] == ["odd", "sms declares 5 rows and holds 1"]
    (artefact,) = body["artefacts"]  # type: ignore[misc]
    assert artefact == {
        "artefact": "sms",
        "member": "a.xml",
        "reader": "made",
        "version": "1",
        "declared": 5,
        "bytes": 100,
        "rows_seen": 1,
        "records": 0,
        "quarantined": 1,
        "unknown": 0,
        "withheld": 0,
        "nested": 0,
        "repairs": 0,
        "first_error": "no date",
    }
    (kept,) = body["quarantine"]  # type: ignore[misc]
    assert kept["position"] == str(2**70)  # type: ignore[index, call-overload]
    assert len(str(kept["raw"])) < 6000  # type: ignore[index, call-overload]


def test_a_million_bad_rows_are_counted_and_not_all_listed() -> None:
    ledger = ledger_with_line()
    for number in range(MAX_LISTED + 3):
        ledger.set_aside(ledger.lines[0], position=number, reason="r", raw=b"")
        ledger.miss(f"medium {number}")
    assert ledger.lines[0].quarantined == MAX_LISTED + 3
    assert len(ledger.quarantine) == len(ledger.missing) == MAX_LISTED
    assert ledger.left_off == {"quarantine": 3, "missing": 3}


def test_an_absurd_declared_count_is_none() -> None:
    ledger = Ledger()
    line = ledger.line("sms", member="", reader="", version="", declared=10**30)
    assert line.declared is None
    assert ledger.warnings
