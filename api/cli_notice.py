"""`safehold notice`: what the law says she must be told before she can agree."""

from api.cli_io import Shell
from api.cli_parser import Commands
from api.cli_remote_consent import notice_words
from consent.editions import ROUTES
from consent.notice import notice


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.command("notice", _notice, "show what you must be told before you can agree")
    parser.add_argument(
        "--route", choices=ROUTES, default="vir", help="how it is asked for (docs/consent.md 1)"
    )


def _notice(shell: Shell) -> int:
    found = notice(shell.options.route)
    shell.say({**found.body(), "sha256": found.sha256.hex()}, notice_words(found.body()["points"]))
    return 0
