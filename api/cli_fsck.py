"""`safehold fsck`: what is stored against what was signed and what came; needs no key."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from api.cli_database import database_options, where_given
from api.cli_io import Shell, UsageError
from api.cli_objects import objects_given, objects_options
from api.cli_parser import Commands, path_option
from api.data_lock import stopped
from api.databases import has_database
from api.fsck_vault import Unchecked, check_vault
from api.object_stores import open_tidied
from vault.custody import FolderCustody
from vault.errors import VaultError
from vault.fsck import Finding, check_folder
from vault.ingest import parse_ingest


def register(commands: Commands) -> None:
    """Add the command."""
    about = "read every stored byte back: of a sealed folder, or of a stopped vault's data"
    fsck = commands.command("fsck", _fsck, about)
    fsck.add_argument("folder", type=path_option, metavar="DIR")
    database_options(fsck)
    objects_options(fsck)


def _fsck(shell: Shell) -> int:
    if not shell.options.folder.is_dir():
        raise UsageError(f"there is no folder at {shell.options.folder}")
    everything = list(_findings(shell))
    found = [each for each in everything if isinstance(each, Finding)]
    unchecked = [each for each in everything if isinstance(each, Unchecked)]
    words = [f"{each.name}: {each.fault.value}: {each.detail}" for each in found]
    words = words or ["whatever can be compared without a key is as it should be"]
    words += [f"not checked: {each.count:,} {each.what}: {each.why}" for each in unchecked]
    shell.say(
        {
            "ok": not found,
            "findings": [
                {"name": each.name, "fault": each.fault.value, "detail": each.detail}
                for each in found
            ],
            "unchecked": [
                {"what": each.what, "count": each.count, "why": each.why} for each in unchecked
            ],
        },
        "\n".join(words),
    )
    return 1 if found else 0


def _findings(shell: Shell) -> Iterator[Finding | Unchecked]:
    folder = shell.options.folder
    if not has_database(folder):
        yield from check_folder(
            folder, progress=lambda done, total: shell.progress("reading", done, total)
        )
        yield from _folder_unchecked(folder)
        return
    where, given = where_given(shell), objects_given(shell)
    # Opening the store tidies up after a run that was cut off, so no other may be running.
    with stopped(folder), closing(open_tidied(folder, given, shell.random)) as stores:
        yield from check_vault(
            folder,
            where,
            stores,
            now_seconds=int(shell.clock().timestamp()),
            random=shell.random,
            progress=shell.progress,
        )


def _folder_unchecked(folder: Path) -> Iterator[Unchecked]:
    try:
        ingest, _ = parse_ingest(FolderCustody(folder).ingest())
    except VaultError:
        return  # said already
    if ingest.objects:
        why = "the statement has their lengths and no hash: length alone"
        yield Unchecked("objects", len(ingest.objects), why)
