"""`safehold migrate`, and the options by which a command is told where the rows are.

docs/operations.md 7. A role's password comes from a file, never from an argument or an
address: those are in every list of processes.
"""

from argparse import ArgumentParser

from api.cli_io import Shell, UsageError
from api.cli_parser import Commands, path_option
from api.postgres import Where
from api.schema import migrate_postgres
from api.settings import Unsafe, given_database


def register(commands: Commands) -> None:
    """Add the command."""
    about = "bring a PostgreSQL database's tables up to date, as its owner"
    migrate = commands.command("migrate", _migrate, about)
    database_options(migrate, required=True)


def database_options(parser: ArgumentParser, *, required: bool = False) -> None:
    """Let a command take where the rows are, if they are not in the data folder's own file."""
    parser.add_argument(
        "--database",
        metavar="URL",
        required=required,
        help="a PostgreSQL server, as postgresql://role@host:5432/name",
    )
    parser.add_argument(
        "--database-password-file",
        type=path_option,
        metavar="FILE",
        help="holds the role's password",
    )


def where_given(shell: Shell) -> Where | None:
    """Give the database that was named, None for the data folder's own, or raise UsageError."""
    given = given_database(shell.options)
    if given is None:
        return None
    try:
        given.check()
    except Unsafe as error:
        raise UsageError(str(error)) from None
    return given.where()


def _migrate(shell: Shell) -> int:
    where = where_given(shell)
    assert where is not None
    with where.connect() as session:
        before, after = migrate_postgres(session)
    words = f"the tables are of version {after}"
    shell.say({"before": before, "after": after}, words if before == after else f"{words} now")
    return 0
