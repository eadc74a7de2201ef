"""Records as an Excel workbook: text cells only, so that nothing in it is ever computed.

docs/exports.md 6. Sheets: About, Records (as many as Excel's rows ask for), Withheld. A text
longer than a cell takes goes on in rows below, marked as continued; nothing is cut.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import xlsxwriter

from extraction.exports.csv_file import COLUMNS, cells_of
from extraction.exports.rows import Gap, Row
from extraction.exports.stamp import Stamp

MAX_CELL = 16_000
"""Characters in a cell; Excel takes 32,767 UTF-16 units, two for each rarer character."""
MAX_ROWS = 1_000_000
_STAMP = ("exhibit", "release", "release_sha256", "kind", "withheld", "reason")
RECORD_COLUMNS = tuple(name for name in COLUMNS if name not in _STAMP)
_WIDE = {"text": 70, "when": 26, "sender": 28, "others": 28, "conversation": 24}
_GAPS = ("segment", "day", "category", "conversation", "reason", "records")
_SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


class _Book:
    """A workbook that is written row by row; a stamp stands at the foot of each printed page."""

    def __init__(self, file: IO[bytes], scratch: Path, stamp: Stamp) -> None:
        self.file = xlsxwriter.Workbook(file, {**_SETTINGS, "tmpdir": str(scratch)})
        self.file.set_properties({"title": "Released records", "comments": stamp.line()})
        self.head = self.file.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.cell = self.file.add_format({"text_wrap": True, "valign": "top"})
        # An ampersand begins a code in a footer.
        self.foot = stamp.line().replace("&", "&&")

    def sheet(self, name: str, columns: Sequence[str]) -> "xlsxwriter.worksheet.Worksheet":
        sheet = self.file.add_worksheet(name)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&7{self.foot[:200]}&R&7&P of &N")
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _WIDE.get(column, 14))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        self.row(sheet, 0, columns, bold=True)
        return sheet

    def row(
        self,
        sheet: "xlsxwriter.worksheet.Worksheet",
        place: int,
        cells: Sequence[str],
        *,
        bold: bool = False,
    ) -> None:
        for column, text in enumerate(cells):
            if text:
                sheet.write_string(place, column, text, self.head if bold else self.cell)


def write_xlsx(
    file: IO[bytes],
    scratch: Path,
    stamp: Stamp,
    rows: Sequence[Row],
    gaps: Sequence[Gap],
    progress: Callable[[int, int], None],
) -> None:
    """Write the workbook into `file`; `scratch` takes its sheets until it is whole."""
    book = _Book(file, scratch, stamp)
    try:
        _about(book, stamp)
        _records(book, rows, progress)
        sheet = book.sheet("Withheld", _GAPS)
        for place, gap in enumerate(gaps, start=1):
            cells = (gap.segment, gap.day, gap.category, gap.thread, gap.reason, gap.records)
            for column, value in enumerate(cells):
                sheet.write_string(place, column, str(value)[:MAX_CELL], book.cell)
    finally:
        book.file.close()


def _about(book: _Book, stamp: Stamp) -> None:
    facts = [
        ("exhibit", stamp.exhibit or "no exhibit reference was given"),
        ("release", stamp.rid),
        ("SHA-256 of its statement", stamp.release_sha256),
        ("extraction", stamp.eid),
        ("grant", stamp.gid),
        ("released", stamp.released),
        ("exported", stamp.exported),
        ("records", str(stamp.disclosed)),
        ("files", str(stamp.media)),
        *((f"withheld: {reason}", str(count)) for reason, count in stamp.withheld.items()),
        ("verdict", stamp.verdict),
        *(
            (f"step {number} {name}", f"{status}: {detail}")
            for number, name, status, detail in stamp.steps
        ),
    ]
    sheet = book.sheet("About", ("what", "value"))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    for place, fact in enumerate(facts, start=1):
        book.row(sheet, place, fact)


def _records(book: _Book, rows: Sequence[Row], progress: Callable[[int, int], None]) -> None:
    sheet = book.sheet("Records", RECORD_COLUMNS)
    place, sheets = 1, 1
    for row in rows:
        for cells in split_cells([cells_of(row)[name] for name in RECORD_COLUMNS]):
            if place > MAX_ROWS:
                sheets += 1
                place = 1
                sheet = book.sheet(f"Records {sheets}", RECORD_COLUMNS)
            book.row(sheet, place, cells)
            place += 1
        progress(row.number, len(rows))


def split_cells(cells: Sequence[str]) -> Iterator[list[str]]:
    """Spread cells that are too long over several rows; the first cell names each."""
    deepest = max(len(text) for text in cells)
    yield [text[:MAX_CELL] for text in cells]
    for start in range(MAX_CELL, deepest, MAX_CELL):
        rest = [text[start : start + MAX_CELL] for text in cells]
        rest[0] = f"{cells[0]} (continued)"
        yield rest
