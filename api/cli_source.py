"""`safehold inspect`, and what every command that reads a source asks about it."""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from api.cli_io import (
    Shell,
    UsageError,
    read_json,
    read_text,
    scratch_folder,
    whole_file,
)
from api.cli_parser import Commands, path_option
from api.inspection_words import compared_document, compared_words, document_of, words_of
from api.tool import this_tool
from extraction.case_export import CaseGraph, Read, coverage_in_words
from extraction.comparing import Side, compare
from extraction.errors import CorruptSource, LimitExceeded
from extraction.inspecting import Inspection, inspect_source
from extraction.intake import SourceOptions
from vault.segment import SENSITIVITIES


def register(commands: Commands) -> None:
    """Add the command."""
    inspect = commands.command("inspect", _inspect, "say what a source holds; seals nothing")
    add_source_options(inspect)
    inspect.add_argument("--records", type=path_option, help="write every record, one a line")
    inspect.add_argument(
        "--case", type=path_option, metavar="OUT", help="write every record as a CASE/UCO graph"
    )
    inspect.add_argument(
        "--compare", type=path_option, metavar="OTHER", help="say where another source disagrees"
    )


def add_source_options(parser: ArgumentParser) -> None:
    """Let a command take a source and what is said about it."""
    parser.add_argument("path", type=path_option, help="the file or folder that the tool wrote")
    parser.add_argument("--zone", help="the phone's time zone, as Europe/London, if it is known")
    parser.add_argument("--region", help="country of numbers without one, as GB")
    parser.add_argument("--password-file", type=path_option, help="the source's own password")
    parser.add_argument(
        "--sensitive", type=path_option, help="JSON: class to a list of people, media"
    )
    parser.add_argument(
        "--accept-damaged", action="store_true", help="keep what can be read of a damaged source"
    )


def source_options(shell: Shell) -> SourceOptions:
    """Read what the guardian says about a source."""
    options = shell.options
    try:
        zone = ZoneInfo(options.zone) if options.zone else None
    except (ZoneInfoNotFoundError, ValueError):
        raise UsageError("--zone: want a name as Europe/London") from None
    password = None
    if options.password_file is not None:
        password = read_text(options.password_file, "the password").rstrip("\r\n")
    return SourceOptions(
        zone,
        options.region,
        password,
        {} if options.sensitive is None else _sensitive(options.sensitive),
        keep_original=not getattr(options, "without_original", False),
        accept_damaged=options.accept_damaged,
        now_us=int(shell.clock().timestamp()) * 1_000_000,
    )


def _sensitive(path: Path) -> dict[str, str]:
    """Read the lists: an object of class to list, or of one thing to its class."""
    given = read_json(path, "the list of sensitive people and media")
    if not isinstance(given, dict):
        raise UsageError("--sensitive: want a JSON object")
    found: dict[str, str] = {}
    for key, value in given.items():
        named = [(each, key) for each in value] if isinstance(value, list) else [(key, value)]
        for each, kind in named:
            if not isinstance(each, str) or not each.strip():
                raise UsageError("--sensitive: want lists of texts")
            if kind not in SENSITIVITIES:
                raise UsageError(f"--sensitive: classes are {', '.join(SENSITIVITIES)}")
            if found.setdefault(each, kind) != kind:
                raise UsageError("--sensitive: something stands under two classes")
    return found


def _inspect(shell: Shell) -> int:
    records, other = shell.options.records, shell.options.compare
    side = Side()
    with ExitStack() as open_files:
        keeps: list[Callable[[bytes], None]] = [] if other is None else [side.add]
        if records is not None:
            file = open_files.enter_context(whole_file(records, shell.random))
            keeps.append(lambda record: file.writelines((record, b"\n")))
        graph = None
        if shell.options.case is not None:
            out = open_files.enter_context(whole_file(shell.options.case, shell.random))
            graph = CaseGraph(out.write)
            keeps.append(graph.add)
        begun = shell.clock()
        found = run_inspect(shell, keeps)
        if graph is not None:
            graph.finish(_as_read(shell, found, begun))
    document, words = document_of(found), words_of(found)
    if other is not None:
        second = Side()
        beside = run_inspect(shell, [second.add], other)
        compared = compare(side, second)
        document |= {"other": document_of(beside), "compared": compared_document(compared)}
        words = "\n\n".join((words, words_of(beside), compared_words(compared)))
    shell.say(document, words)
    return 0


def _as_read(shell: Shell, found: Inspection, begun: datetime) -> Read:
    tool = this_tool()
    return Read(
        found.name,
        found.format,
        found.sha256,
        found.length,
        shell.options.path.is_dir(),
        coverage_in_words(found.ledger),
        tool.name,
        tool.version,
        begun,
        shell.clock(),
    )


def run_inspect(
    shell: Shell, keeps: Sequence[Callable[[bytes], None]] = (), path: Path | None = None
) -> Inspection:
    """Read the source of this command, or another, and count; `keeps` hear every record.

    A damaged source is read as far as can be, unless somebody hears the records: those are
    what sealing would take.
    """
    given = source_options(shell)
    source = shell.options.path if path is None else path

    def keep(record: bytes) -> None:
        for each in keeps:
            each(record)

    with scratch_folder(shell.random) as scratch:
        hears = keep if keeps else None
        try:
            return inspect_source(
                source, given, scratch=scratch, progress=shell.progress, keep=hears
            )
        except (CorruptSource, LimitExceeded) as error:
            if keeps or given.accept_damaged:
                raise
            given = replace(given, accept_damaged=True)
            found = inspect_source(
                source, given, scratch=scratch, progress=shell.progress, keep=None
            )
            return replace(found, refused=str(error))
