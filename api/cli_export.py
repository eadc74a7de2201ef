"""`safehold export`: readable copies of a package that verifies, each page stamped.

docs/cli.md 2, docs/exports.md.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from api.cli_io import Shell, UsageError, scratch_folder, whole_file, whole_folder
from api.cli_parser import Commands, path_option
from api.cli_release import read_policy, want_package
from api.tool import this_tool
from extraction.exports.case_file import write_case
from extraction.exports.csv_file import write_csv
from extraction.exports.html_pages import write_html
from extraction.exports.media import copy_media
from extraction.exports.pdf_file import make_pdf
from extraction.exports.rows import Gap, Row, gaps_of, rows_of
from extraction.exports.stamp import MAX_EXHIBIT, Stamp, is_exhibit, stamp_of
from extraction.exports.xlsx_file import write_xlsx
from extraction.package import read_package
from extraction.verify import verify_documents
from extraction.verify_documents import Documents, parse_documents


@dataclass(frozen=True, slots=True)
class _Job:
    """What every kind of export is made from."""

    package: Path
    out: Path
    stamp: Stamp
    documents: Documents
    zone: tzinfo
    now: datetime

    def rows(self) -> tuple[list[Row], list[Gap]]:
        """Give the records as rows, and what was withheld beside them."""
        return rows_of(self.documents, self.zone), gaps_of(self.documents)


def register(commands: Commands) -> None:
    """Add the command."""
    export = commands.command("export", _export, "make a readable copy of a package that verifies")
    export.add_argument("package", type=path_option, help="a package's folder or ZIP")
    export.add_argument("--as", dest="kind", required=True, choices=sorted(_KINDS))
    export.add_argument("--out", type=path_option, required=True, metavar="PATH")
    export.add_argument("--policy", type=path_option, metavar="FILE", help="whose keys to trust")
    export.add_argument("--exhibit", default="", metavar="TEXT", help="your exhibit reference")
    export.add_argument(
        "--zone", default="UTC", metavar="TZ", help="show times in this zone, as Europe/London"
    )


def _export(shell: Shell) -> int:
    options = shell.options
    if not is_exhibit(options.exhibit):
        raise UsageError(f"--exhibit: want one line of at most {MAX_EXHIBIT} characters")
    zone = _zone(options.zone)
    policy = read_policy(options.policy)
    want_package(options.package)
    now = shell.clock().astimezone(UTC).replace(microsecond=0)
    shell.progress("checking the package", 0, 0)
    documents = parse_documents(read_package(options.package))
    report = verify_documents(documents, policy, now_seconds=int(now.timestamp()))
    stamp = stamp_of(documents, report, exhibit=options.exhibit.strip(), now=now)
    _KINDS[options.kind](shell, _Job(options.package, options.out, stamp, documents, zone, now))
    shell.say(
        {
            "rid": stamp.rid,
            "out": str(options.out),
            "as": options.kind,
            "records": stamp.disclosed,
            "withheld": dict(stamp.withheld),
            "verdict": stamp.verdict,
        },
        f"{stamp.disclosed:,} records in {options.out}\n{stamp.verdict}",
    )
    return 0


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"--zone: {name!r} is no time zone; want one as Europe/London") from None


def _steps(shell: Shell, what: str) -> Callable[[int, int], None]:
    return lambda done, total: shell.progress(what, done, total)


def _html(shell: Shell, job: _Job) -> None:
    rows, gaps = job.rows()
    with whole_folder(job.out, shell.random) as folder:
        write_html(folder, job.stamp, rows, gaps, _steps(shell, "writing pages"))
        copy_media(job.package, folder, rows, _steps(shell, "copying files"))


def _csv(shell: Shell, job: _Job) -> None:
    with whole_file(job.out, shell.random) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        try:
            write_csv(text, job.stamp, *job.rows(), _steps(shell, "writing records"))
        finally:
            # The file is closed by whoever opened it.
            text.detach()


def _xlsx(shell: Shell, job: _Job) -> None:
    with whole_file(job.out, shell.random) as file, scratch_folder(shell.random) as scratch:
        write_xlsx(file, scratch, job.stamp, *job.rows(), _steps(shell, "writing records"))


def _pdf(shell: Shell, job: _Job) -> None:
    with whole_file(job.out, shell.random) as file:
        file.write(
            make_pdf(job.stamp, *job.rows(), now=job.now, progress=_steps(shell, "laying out"))
        )


def _case(shell: Shell, job: _Job) -> None:
    tool = this_tool()
    with whole_file(job.out, shell.random) as file:
        write_case(
            file.write,
            job.stamp,
            job.documents,
            (tool.name, tool.version),
            job.now,
            _steps(shell, "writing records"),
        )


_KINDS: dict[str, Callable[[Shell, _Job], None]] = {
    "case": _case,
    "csv": _csv,
    "html": _html,
    "pdf": _pdf,
    "xlsx": _xlsx,
}
