"""`safehold full-copy` and `check-copy`: everything of hers, opened, and whether it is all.

docs/formats/full-copy.md. The same files as her browser makes, without a browser's limit.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from api.cli_custody import custody_of
from api.cli_io import Shell, UsageError, file_pieces, read_identity, whole_folder
from api.cli_parser import Commands, passphrase_options, path_option
from extraction.client import open_own
from extraction.full_copy import copy_files
from extraction.full_copy_check import check_copy
from vault.errors import Malformed, Missing
from vault.ingest import Ingest

_PIECE = 1024 * 1024


def register(commands: Commands) -> None:
    """Add the commands."""
    full = commands.command("full-copy", _full_copy, "everything in an extraction, opened")
    full.add_argument("custody", metavar="DIR|URL")
    full.add_argument("--identity", type=path_option, required=True, metavar="KEY")
    full.add_argument("--out", type=path_option, required=True, metavar="DIR")
    full.add_argument("--session", type=path_option, help="a session, for a URL")
    passphrase_options(full)
    check = commands.command("check-copy", _check_copy, "check a full copy, offline")
    check.add_argument("copy", type=path_option, help="a full copy's folder or ZIP")


def _full_copy(shell: Shell) -> int:
    options = shell.options
    survivor = read_identity(shell, options.identity)
    opened = open_own(custody_of(shell, options.custody), survivor)
    made = copy_files(
        opened,
        survivor.bundle,
        progress=lambda done, total: shell.progress("copying", done, total),
    )
    count = 0
    with whole_folder(options.out, shell.random) as folder:
        for each in made:
            path = folder / each.name
            path.parent.mkdir(exist_ok=True)
            with path.open("xb") as file:
                for chunk in each.chunks:
                    file.write(chunk)
            count += 1
    eid = opened.eid.hex()
    shell.say(
        {"eid": eid, "folder": str(options.out), "files": count},
        f"a full copy of {eid}, not sealed, in {options.out}",
    )
    return 0


def _check_copy(shell: Shell) -> int:
    path: Path = shell.options.copy
    if path.is_dir():
        checked = check_copy(_Folder(path))
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            checked = check_copy(_Zip(archive))
    else:
        raise UsageError(f"there is no full copy at {path}; safehold full-copy makes one")
    ingest = checked.ingest
    shell.say(
        {
            "eid": ingest.eid.hex(),
            "guardian": None if ingest.guardian is None else ingest.guardian.hex(),
            "segments": checked.segments,
            "records": checked.records,
            "objects": checked.objects,
            "receipt": checked.signed_for,
        },
        f"{checked.records:,} records and {checked.objects:,} objects: all that"
        f" {_signer(ingest)} signed, unchanged; whose key that is was not asked",
    )
    return 0


def _signer(ingest: Ingest) -> str:
    if ingest.guardian is None:
        return f"the survivor {ingest.survivor.hex()[:8]}… added herself and"
    return f"guardian {ingest.guardian.hex()[:8]}…"


class _Folder:
    """A full copy as a folder."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): path
            for path in folder.rglob("*")
            if path.is_symlink() or not path.is_dir()
        }

    def names(self) -> list[str]:
        return list(self._files)

    def chunks(self, name: str) -> Iterator[bytes]:
        path = self._files.get(name)
        if path is None or path.is_symlink():
            raise Missing("the copy lacks a file that it lists")
        return file_pieces(path)()


class _Zip:
    """A full copy as a ZIP with stored entries."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        if any(info.compress_type != zipfile.ZIP_STORED for info in archive.infolist()):
            raise Malformed("a file in the ZIP is packed; a full copy stores its files")

    def names(self) -> list[str]:
        return self._archive.namelist()

    def chunks(self, name: str) -> Iterator[bytes]:
        try:
            with self._archive.open(name) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except KeyError:
            raise Missing("the copy lacks a file that it lists") from None
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
            raise Malformed("a file in the ZIP cannot be read") from None
