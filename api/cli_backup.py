"""`safehold backup`, `restore` and `backups`: copies of a vault, and what they still hold.

docs/operations.md 11, docs/formats/backup.md. Run by the operator, for a vault in a folder and for
one over servers. A backup is made while the vault runs; a restored vault must pass the start gate
as any other.
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from api.backing_up import back_up
from api.backup_manifest import Manifest
from api.cli_database import database_options, where_given
from api.cli_io import Shell, UsageError, want_free, whole_folder
from api.cli_objects import objects_given, objects_options
from api.cli_parser import Commands, path_option
from api.data_lock import joined, only
from api.databases import FILE, has_database, open_database, want_own_database
from api.kept_keys import destroyed, kept_in
from api.object_stores import open_stores
from api.restoring import Servers, finish, is_unfinished, open_backup, restore
from api.row_snapshot import of_file, of_server
from api.system_entries import BACKUP, log_run
from api.wiring import LOG_KEY_FILE
from audit.note import parse_vkey
from vault.durable import make_folder
from vault.errors import StoreUnavailable
from vault.statement import show_time

SECRETS = (
    "the vault's keys are in this backup: whoever has it can sign this log and certify"
    " anybody. Keep it as you keep the vault"
)


def register(commands: Commands) -> None:
    """Add the commands."""
    about = "copy a vault into a folder, while it runs; again into the same folder, what is new"
    backup = commands.command("backup", _backup, about)
    backup.add_argument("--data", type=path_option, default=Path("data"), metavar="DIR")
    backup.add_argument("--to", type=path_option, required=True, metavar="FOLDER")
    backup.add_argument(
        "--with-keys",
        action="store_true",
        help="the vault's secret keys go in too: who has such a backup can sign as the vault",
    )
    database_options(backup)
    objects_options(backup)
    about = "make a data folder out of a backup, whole or not at all"
    parser = commands.command("restore", _restore, about)
    parser.add_argument("--from", dest="source", type=path_option, required=True, metavar="FOLDER")
    parser.add_argument("--data", type=path_option, required=True, metavar="DIR")
    parser.add_argument(
        "--keys", type=path_option, metavar="DIR", help="the vault's keys, if the backup has none"
    )
    parser.add_argument(
        "--witness", type=path_option, metavar="DIR", help="the vault's own witness, as it was last"
    )
    database_options(parser)
    objects_options(parser)
    about = "say which backups still hold keys that were destroyed in the vault since"
    listed = commands.command("backups", _backups, about)
    listed.add_argument("folders", nargs="+", type=path_option, metavar="FOLDER")
    listed.add_argument("--data", type=path_option, default=Path("data"), metavar="DIR")
    database_options(listed)


def _backup(shell: Shell) -> int:
    options = shell.options
    data, where = _vault(shell), where_given(shell)
    folder: Path = options.to.resolve()
    if folder == data or data in folder.parents or folder in data.parents:
        raise UsageError("--to: a backup does not belong into the vault's own folder")
    key = parse_vkey((data / LOG_KEY_FILE).read_text("utf-8"))
    with (
        joined(data),
        closing(open_stores(data, objects_given(shell), shell.random)) as stores,
        _alone(folder),
        closing(open_database(data, where)) as database,
    ):
        # That everything is copied is in the log, and in the copy, before it is.
        database.write(lambda db: log_run(db, BACKUP, now_ms=_now_ms(shell), random=shell.random))
        made = back_up(
            data,
            folder,
            stores,
            of_file(data / FILE) if where is None else of_server(where),
            keys=options.with_keys,
            origin=key.name,
            now_ms=lambda: _now_ms(shell),
            random=shell.random,
            progress=shell.progress,
        )
    manifest = made.manifest
    if manifest.keys:
        shell.note(SECRETS)
    document = {
        **_told(manifest),
        "folder": str(folder),
        "copied": made.copied,
        "copied_bytes": made.copied_bytes,
        "removed": made.removed,
    }
    words = [
        f"{folder}: {len(manifest.objects):,} objects and a log of {manifest.log_size:,} entries",
        f"copied anew {made.copied:,}, taken out {made.removed:,}",
    ]
    if not manifest.keys:
        words.append("without the vault's keys: keep a copy of its folder keys somewhere else")
    shell.say(document, "\n".join(words))
    return 0


def _restore(shell: Shell) -> int:
    options = shell.options
    data: Path = options.data.resolve()
    manifest = open_backup(options.source)
    servers = Servers(where_given(shell), objects_given(shell))
    if not is_unfinished(data, manifest):
        want_free(data)
        if not manifest.keys and options.keys is None:
            raise UsageError("the backup holds no keys; give a copy of the vault's with --keys")
        if manifest.keys and options.keys is not None:
            raise UsageError("--keys: the backup holds the vault's keys already")
        with whole_folder(data, shell.random) as partial:
            restore(
                options.source,
                manifest,
                partial,
                servers,
                keys=options.keys,
                witness=options.witness,
                random=shell.random,
                progress=shell.progress,
            )
    finish(data, manifest, servers, shell.random)
    shell.say({**_told(manifest), "data": str(data)}, "\n".join(_restored(data, manifest, shell)))
    return 0


def _restored(data: Path, manifest: Manifest, shell: Shell) -> list[str]:
    words = [
        f"{data} holds the vault of {_time(manifest.made_ms)}",
        f"its log has {manifest.log_size:,} entries",
        "what was erased or withdrawn after that is in it again: carry it out once more",
        "the vault that it was copied from must never start again beside it",
    ]
    if shell.options.witness is None:
        words.append(
            "its own witness is not here; if the policy in force wants it, see operations.md 9"
        )
    return words


def _backups(shell: Shell) -> int:
    gone = destroyed(_vault(shell) / FILE, where_given(shell))
    listed, words = [], []
    for folder in shell.options.folders:
        manifest = open_backup(folder)
        kept = kept_in(folder, manifest, gone)
        listed.append({**_told(manifest), "folder": str(folder), "kept": kept})
        words.append(f"{folder} of {_time(manifest.made_ms)}: keys of {len(kept)} extractions")
        words += [f"  {eid}: {count} destroyed since" for eid, count in kept.items()]
    shell.say({"backups": listed}, "\n".join(words))
    return 0


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    make_folder(folder)
    folder.chmod(0o700)
    with ExitStack() as stack:
        try:
            stack.enter_context(only(folder, "backup"))
        except StoreUnavailable:
            raise StoreUnavailable("another backup into this folder runs") from None
        yield


def _told(manifest: Manifest) -> dict[str, object]:
    return {
        "made_ms": manifest.made_ms,
        "origin": manifest.origin,
        "log_size": manifest.log_size,
        "keys": manifest.keys,
        "objects": len(manifest.objects),
        "bytes": sum(stored.length for stored in manifest.objects.values()),
    }


def _vault(shell: Shell) -> Path:
    data: Path = shell.options.data.resolve()
    if not has_database(data) or not (data / LOG_KEY_FILE).exists():
        raise UsageError(f"there is no vault in {data}")
    want_own_database(data, where_given(shell))
    return data


def _now_ms(shell: Shell) -> int:
    return int(shell.clock().timestamp() * 1000)


def _time(ms: int) -> str:
    return show_time(datetime.fromtimestamp(ms // 1000, UTC))
