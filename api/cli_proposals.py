"""`safehold request propose`, `proposals`, `approve`, `decline`: what a supervisor must approve.

docs/cli.md 3. What is approved is what was shown here: its hash is made from those words.
"""

import sys
from typing import Any

from api.cli_asking import session_of
from api.cli_io import Shell, UsageError, ask, printable, read_json
from api.cli_parser import Commands, path_option
from api.problems import NotFound
from consent.editions import ASKERS
from consent.roles import SUPERVISOR
from vault.canonical import marshal
from vault.ids import parse_gid
from vault.statement import digest


def register(request: Commands) -> None:
    """Add the commands to `safehold request`."""
    propose = request.command("propose", _propose, "put a request before a supervisor (gateway)")
    propose.add_argument("file", type=path_option)
    listed = request.command("proposals", _listed, "list what was put before a supervisor")
    approve = request.command("approve", _approve, "as a supervisor, let a request be submitted")
    decline = request.command("decline", _decline, "as a supervisor, stop a request")
    for parser in (approve, decline):
        parser.add_argument("pid")
        parser.add_argument("--read", action="store_true", help="you have read it, whole")
    for parser in (propose, listed, approve, decline):
        parser.add_argument("--session", type=path_option, required=True)


def _propose(shell: Shell) -> int:
    document = read_json(shell.options.file, "the request")
    remote = session_of(shell, *ASKERS).remote()
    answer = remote.call("POST", "/v1/proposals", {"request": document})
    shell.say(answer, f"proposal {answer['pid']} waits for a supervisor")
    return 0


def _listed(shell: Shell) -> int:
    found = session_of(shell, *ASKERS, SUPERVISOR).remote().call("GET", "/v1/proposals")
    lines = [
        printable(f"{row['pid']}  {row['state']}  {row['document']['reference']}") for row in found
    ]
    shell.say({"proposals": found}, "\n".join(lines) or "no proposals")
    return 0


def _approve(shell: Shell) -> int:
    return _answer(shell, "approve", "approved; it can be submitted once, by a code")


def _decline(shell: Shell) -> int:
    return _answer(shell, "decline", "declined")


def _answer(shell: Shell, verb: str, words: str) -> int:
    pid = parse_gid(shell.options.pid).hex()
    remote = session_of(shell, SUPERVISOR).remote()
    document = _find(remote.call("GET", "/v1/proposals"), pid)
    if not shell.options.read:
        if shell.as_json or not sys.stdin.isatty():
            raise UsageError("read it (request proposals --json), then say so with --read")
        shell.note("\n".join(printable(f"{name}: {value}") for name, value in document.items()))
        if ask(shell, f"Have you read it? Type yes to {verb} it: ").lower() != "yes":
            raise UsageError("nothing was answered")
    read = digest(marshal(document)).hex()
    answer = remote.call("POST", f"/v1/proposals/{pid}/{verb}", {"document": read})
    shell.say(answer, words)
    return 0


def _find(rows: list[dict[str, Any]], pid: str) -> dict[str, Any]:
    for row in rows:
        if row["pid"] == pid:
            found: dict[str, Any] = row["document"]
            return found
    raise NotFound(f"no proposal {pid} is before you")
