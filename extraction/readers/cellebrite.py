"""Cellebrite reports: UFDR archives and UFED XML, as Physical Analyzer writes them.

docs/readers.md 17. Tried on models of a real report of version 8.5 (anonymised) in an
envelope of our own, and on reports that we made; no whole real report was at hand. Names
of elements and fields follow the format's public readers.
"""

from collections.abc import Iterator

from extraction.errors import LockedSource
from extraction.reader import Item, ReadContext
from extraction.readers.cellebrite_files import FileIndex
from extraction.readers.cellebrite_passwords import PASSWORDS
from extraction.readers.cellebrite_report import NAME, VERSION, Report
from extraction.readers.cellebrite_rows import Rows
from extraction.readers.cellebrite_source import PROTECTED, locate, recognised
from extraction.readers.cellebrite_xml import report_rows
from extraction.source import Source
from extraction.xml_repair import RepairedXml


class CellebriteReader:
    """Reads a UFDR archive, a UFED XML report, or a folder that holds one."""

    name = NAME
    version = VERSION
    about = "Cellebrite report (UFDR or UFED XML)"

    def recognises(self, source: Source) -> bool:
        """Tell by the report's namespace, wherever the report lies."""
        return recognised(source)

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give every model, every file and every section of the report."""
        located = locate(source, context.ledger)
        stream = RepairedXml(_unprotected(located.pieces), PASSWORDS)
        report = Report(context, located.name, FileIndex(located.store, context))
        rows = Rows(report)
        line = context.ledger.line(
            "report", member=located.name[:1000], reader=NAME, version=VERSION, size=located.length
        )

        def damage(where: str, offset: int) -> None:
            context.damaged(
                located.name,
                offset=offset,
                size=max(0, located.length - offset),
                what=f"the report breaks off or is damaged at {where}",
            )

        for row in report_rows(stream, damage):
            yield from rows.items(row)
            line.repairs = stream.repairs
        yield from rows.finish()
        report.files.note_rest()
        if located.alone and context.ledger.missing:
            context.ledger.warn("the report was given without its folder; its files are missing")
        if located.archive is not None:
            for warning in sorted(located.archive.warnings):
                context.ledger.warn(warning)


def _unprotected(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pass a report's bytes on, unless they are protected by a password."""
    first = next(pieces, b"")
    if first.startswith(PROTECTED):
        raise LockedSource("the report is protected; export it again without protection")
    yield first
    yield from pieces
