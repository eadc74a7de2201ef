"""`safehold add`: the survivor adds files of her own, sealed with her own key.

docs/cli.md 4, docs/formats/addition.md. No guardian takes part, so none is named: the statement is
of another type, and only her key stands under it.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from api.cli_custody import check_url
from api.cli_io import Shell, UsageError, new_sink, read_identity, scratch_folder, want_kind
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_session import read_session
from api.cli_upload import compared, paper, send, summary
from api.hashed_sink import HashedSink
from api.tool import this_tool
from extraction.added import KINDS, day_time
from extraction.intake import Added, SealedExtraction, seal_added
from vault.identity import Identity, Kind


def register(commands: Commands) -> None:
    """Add the command."""
    add = commands.command("add", _add, "add files of one's own, sealed with one's own key")
    add_options(add)


def add_options(parser: ArgumentParser) -> None:
    """Let the command take files and what is said of them."""
    parser.add_argument("files", type=path_option, nargs="+", metavar="FILE")
    parser.add_argument("--as", dest="kind", choices=KINDS, required=True, help="what they are")
    parser.add_argument("--on", metavar="DAY", help="of which day, as 2026-03-01; else unknown")
    parser.add_argument("--zone", help="where that day is meant, as Europe/London")
    parser.add_argument("--identity", type=path_option, required=True, metavar="KEY")
    passphrase_options(parser)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=path_option, metavar="DIR")
    where.add_argument("--vault", metavar="URL")
    parser.add_argument("--session", type=path_option, help="the survivor's, for --vault")


def _add(shell: Shell) -> int:
    options = shell.options
    files = _files(shell)
    identity = read_identity(shell, options.identity)
    want_kind(identity.bundle, Kind.PERSON, "--identity")
    if options.out is not None:
        done: dict[str, Any] = {**summary(_seal(shell, options.out, files, identity)[0])}
        shell.say(done | {"guardian": None}, _words(done))
        return 0
    session = read_session(shell)
    if session.role != "survivor":
        raise UsageError("adding needs the survivor's own session")
    check_url(options.vault, session)
    # What a run that was cut off left is removed at the next one, here and in the vault.
    with scratch_folder(shell.random) as scratch:
        folder = scratch / "sealed"
        sealed, objects = _seal(shell, folder, files, identity)
        done = {**summary(sealed), **send(shell, session, folder, objects)}
    shell.say(done, "\n".join((_words(done), compared(done), paper(done))))
    return 0


def _files(shell: Shell) -> list[Added]:
    options = shell.options
    try:
        zone = ZoneInfo(options.zone) if options.zone else None
    except (ZoneInfoNotFoundError, ValueError):
        raise UsageError("--zone: want a name as Europe/London") from None
    if zone is not None and options.on is None:
        raise UsageError("--zone says where a day is meant, and there is no --on")
    time = None if options.on is None else day_time(options.on, zone, now=shell.clock())
    missing = [path for path in options.files if not path.is_file()]
    if missing:
        raise UsageError(f"there is no file {missing[0]}")
    return [Added(path, options.kind, time) for path in options.files]


def _seal(
    shell: Shell, folder: Path, files: list[Added], identity: Identity
) -> tuple[SealedExtraction, dict[str, bytes]]:
    sink = HashedSink(new_sink(folder, shell.random))
    try:
        sealed = seal_added(
            files,
            sink,
            identity,
            this_tool(),
            random=shell.random,
            clock=shell.clock,
            progress=shell.progress,
        )
        return sealed, sink.objects
    finally:
        # Also when Ctrl-C came before the sealing could see to it.
        sink.abandon()


def _words(done: dict[str, Any]) -> str:
    count = done["records"]
    files = "1 file" if count == 1 else f"{count} files"
    return f"added {files}, sealed with your own key ({done['bytes']:,} bytes)"
