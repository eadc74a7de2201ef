"""The options by which a command is told where the rows are.

docs/operations.md 7. A role's password comes from a file, never from an argument or an
address: those are in every list of processes.
"""

from argparse import ArgumentParser

from api.cli_io import Shell, UsageError
from api.cli_parser import path_option
from api.postgres import Where
from api.settings import Given, Unsafe, given_database


def database_options(parser: ArgumentParser) -> None:
    """Let a command take where the rows are, if they are not in the data folder's own file."""
    parser.add_argument(
        "--database",
        metavar="URL",
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
    return None if given is None else where_of(given)


def where_of(given: Given) -> Where:
    """Read where a database is, or raise UsageError."""
    try:
        given.check()
    except Unsafe as error:
        raise UsageError(str(error)) from None
    return given.where()
