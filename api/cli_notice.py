"""`safehold notice`: what the law says she must be told before she can agree."""

from api.cli_io import Shell
from api.cli_parser import Commands
from api.cli_remote_consent import notice_words
from consent.editions import ROUTES
from consent.notice_told import told
from consent.notice_words import LANGUAGES, REVIEWED, notice


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.command("notice", _notice, "show what you must be told before you can agree")
    parser.add_argument(
        "--route", choices=ROUTES, default="vir", help="how it is asked for (docs/consent.md 1)"
    )
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default=REVIEWED,
        help="in which language; a draft has the English beside it",
    )


def _notice(shell: Shell) -> int:
    route = shell.options.route
    found = told(notice(route, shell.options.language))
    shell.say(found, notice_words(found, route))
    return 0
