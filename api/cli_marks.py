"""`safehold marks`: people and days that never leave, whatever is or was agreed to.

docs/policy.md 6. A person's number is read from a file: a list of processes would show it.
"""

from api.cli_asking import session_of
from api.cli_io import Shell, UsageError, printable, read_text
from api.cli_parser import Commands, path_option
from consent.local_days import days_between
from vault.ids import parse_gid


def register(commands: Commands) -> None:
    """Add the commands."""
    marks = commands.group("marks", "people and days that never leave")
    listed = marks.command("list", _list, "list your marks")
    person = marks.command("person", _person, "mark a person; it stops what it touches at once")
    person.add_argument("file", type=path_option, help="holds the number or address as shown")
    day = marks.command("day", _day, "mark a day")
    day.add_argument("day", metavar="YYYY-MM-DD")
    day.add_argument("--zone", required=True, help="where the day was, as Europe/London")
    lifted = marks.command("lift", _lift, "lift a mark")
    lifted.add_argument("id")
    for parser in (listed, person, day, lifted):
        parser.add_argument("--session", type=path_option, required=True)


def _list(shell: Shell) -> int:
    found = session_of(shell, "survivor").remote().call("GET", "/v1/marks")
    lines = [f"{row['id']}  {row['kind']}  {printable(str(row[row['kind']]))}" for row in found]
    shell.say({"marks": found}, "\n".join(lines) or "no marks")
    return 0


def _person(shell: Shell) -> int:
    who = read_text(shell.options.file, "the person").strip()
    if not who:
        raise UsageError("the file names nobody")
    return _mark(shell, {"person": who})


def _day(shell: Shell) -> int:
    day = shell.options.day
    return _mark(shell, {"day": [*days_between(day, day, shell.options.zone)]})


def _mark(shell: Shell, body: dict[str, object]) -> int:
    answer = session_of(shell, "survivor").remote().call("POST", "/v1/marks", body)
    shell.say(answer, f"marked; nothing of it leaves any more. Mark {answer['id']}")
    return 0


def _lift(shell: Shell) -> int:
    found = parse_gid(shell.options.id).hex()
    answer = session_of(shell, "survivor").remote().call("DELETE", f"/v1/marks/{found}")
    shell.say(answer, "lifted; what is agreed to may leave again")
    return 0
