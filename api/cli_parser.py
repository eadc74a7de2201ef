"""The commands' frame: parsing that speaks JSON when asked, also about wrong usage."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from api.cli_io import Shell, UsageError

if TYPE_CHECKING:
    from argparse import _SubParsersAction

Command = Callable[[Shell], int]


class Parser(ArgumentParser):
    """Raises what is wrong instead of printing it."""

    def error(self, message: str) -> NoReturn:
        """Say that the usage is wrong."""
        raise UsageError(f"{message} (see {self.prog} --help)")


class Commands:
    """Adds commands to a parser; each takes --json."""

    def __init__(self, parser: Parser) -> None:
        self._below: _SubParsersAction[Parser] = parser.add_subparsers(
            required=True, metavar="COMMAND", parser_class=Parser
        )

    def command(self, name: str, run: Command, about: str) -> Parser:
        """Add a command; give its parser."""
        parser = self._below.add_parser(name, help=about, description=about, allow_abbrev=False)
        parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
        parser.set_defaults(run=run)
        return parser

    def group(self, name: str, about: str) -> "Commands":
        """Add a command that has commands of its own."""
        return Commands(self._below.add_parser(name, help=about, description=about))


def path_option(text: str) -> Path:
    """Read an option that is a path."""
    return Path(text)


def passphrase_options(parser: ArgumentParser) -> None:
    """Let a command take a passphrase: from a file or a descriptor, never as an argument."""
    parser.add_argument(
        "--passphrase-file", type=path_option, metavar="FILE", help="holds the passphrase"
    )
    parser.add_argument(
        "--passphrase-fd", type=int, metavar="N", help="an open descriptor to read it from"
    )


def code_options(parser: ArgumentParser, whose: str) -> None:
    """Let a command take a single-use code: as passphrases come, never as an argument."""
    parser.add_argument("--code-file", type=path_option, metavar="FILE", help=f"holds {whose}")
    parser.add_argument(
        "--code-fd", type=int, metavar="N", help="an open descriptor to read the code from"
    )
