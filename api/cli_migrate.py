"""`safehold migrate`: a database's tables brought up to date, or a vault moved to servers.

docs/operations.md 7 and 13. Run by the operator, as the database's owner.
"""

from pathlib import Path

from api.cli_database import database_options, where_given, where_of
from api.cli_io import Shell, UsageError
from api.cli_objects import objects_given, objects_options
from api.cli_parser import Commands, path_option
from api.data_lock import stopped
from api.databases import FILE
from api.moving import KEPT, Target, finish_move, is_moved, move
from api.object_stores import OBJECTS
from api.schema import migrate_postgres
from api.settings import Given
from api.wiring import LOG_KEY_FILE


def register(commands: Commands) -> None:
    """Add the command."""
    about = "bring a PostgreSQL database's tables up to date, or move a stopped vault to servers"
    migrate = commands.command("migrate", _migrate, about)
    migrate.add_argument(
        "--to", metavar="URL", help="move the vault in --data to this database, as its owner"
    )
    migrate.add_argument("--data", type=path_option, default=Path("data"), metavar="DIR")
    database_options(migrate)
    objects_options(migrate)


def _migrate(shell: Shell) -> int:
    options = shell.options
    if (options.to is None) == (options.database is None):
        raise UsageError("give --database to bring tables up to date, or --to to move a vault")
    if options.to is not None:
        return _move(shell)
    if options.objects is not None:
        raise UsageError("--objects is for moving a vault: give --to")
    where = where_given(shell)
    assert where is not None
    with where.connect() as session:
        before, after = migrate_postgres(session)
    words = f"the tables are of version {after}"
    shell.say({"before": before, "after": after}, words if before == after else f"{words} now")
    return 0


def _move(shell: Shell) -> int:
    options = shell.options
    data: Path = options.data.resolve()
    target = Target(
        where_of(Given(options.to, options.database_password_file)), objects_given(shell)
    )
    if not data.is_dir():
        raise UsageError(f"there is no vault in {data}")
    with stopped(data):
        if is_moved(data):
            finish_move(data, target, shell.random)
            shell.say({"data": str(data), "ended": True}, "what was left of the move is done")
            return 0
        if not (data / FILE).exists() or not (data / LOG_KEY_FILE).exists():
            raise UsageError(f"there is no vault with its rows in a file in {data}")
        moved = move(data, target, random=shell.random, progress=shell.progress)
        finish_move(data, target, shell.random)
    objects = moved.objects
    document: dict[str, object] = {
        "data": str(data),
        "ended": True,
        "log_size": moved.log_size,
        "chain": moved.chain.hex(),
        "rows": moved.rows,
        "objects": None if objects is None else len(objects.sha256),
        "copied": 0 if objects is None else objects.sent,
        "copied_bytes": 0 if objects is None else objects.sent_bytes,
    }
    words = [
        f"{data} is a vault over servers: {moved.rows:,} rows, a log of {moved.log_size:,} entries",
        f"its rows of before, with today's keys, are in {KEPT}/: destroy them once it has started",
    ]
    if objects is not None:
        words.append(
            f"{len(objects.sha256):,} objects are in the store; {OBJECTS}/ is not used any more"
        )
    shell.say(document, "\n".join(words))
    return 0
