"""`safehold`: every command, its errors and its exit codes.

docs/cli.md. 0 done, 1 verification failed or refused, 2 usage, 3 input rejected, 4 try
again. With --json a failure is one document too: {"error": {"type", "detail"}}.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import NoReturn

from api.cli_io import Shell, UsageError, silence
from api.cli_parser import Commands, Parser
from api.problems import USAGE, problem_of
from api.progress import Progress
from vault.durable import reporting

INTERRUPTED = 130
# Which module holds a command. A command loads its own alone: the servers' libraries take
# seconds to load, and a person who inspects a phone needs none of them.
MODULES = {
    "up": "up",
    **dict.fromkeys(("gateway", "worker", "publisher"), "deployed"),
    "witness": "cli_witness",
    "demo-phone": "cli_demo",
    "inspect": "cli_source",
    "seal": "cli_seal",
    "add": "cli_add",
    "station": "cli_station",
    "keys": "cli_keys",
    "notice": "cli_notice",
    "marks": "cli_marks",
    **dict.fromkeys(("preview", "grant", "approve"), "cli_consent"),
    **dict.fromkeys(("select", "open", "verify"), "cli_release"),
    "export": "cli_export",
    "custody": "cli_custody_record",
    "visit": "cli_visit",
    **dict.fromkeys(("audit-grant", "examine"), "cli_examine"),
    **dict.fromkeys(("account", "request-code"), "cli_account"),
    **dict.fromkeys(("person", "disclosures"), "cli_people"),
    **dict.fromkeys(("advocate", "beside"), "cli_advocate"),
    "expert": "cli_expert",
    "recovery": "cli_recovery",
    "shares": "cli_shares",
    **dict.fromkeys(("full-copy", "check-copy"), "cli_copy"),
    "staff": "cli_staff",
    **dict.fromkeys(("upload", "receipt"), "cli_upload"),
    **dict.fromkeys(("request", "collect", "grants", "withdraw"), "cli_requests"),
    **dict.fromkeys(("log", "audit"), "cli_audit"),
    **dict.fromkeys(("erase", "hold"), "cli_erase"),
    "fsck": "cli_fsck",
    "continue-log": "cli_continue",
    "migrate": "cli_migrate",
    **dict.fromkeys(("backup", "restore", "backups"), "cli_backup"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; give its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    try:
        options = parser_for(words).parse_args(words)
        with Progress(time.monotonic) as progress:
            shell = Shell(options, os.urandom, _now, progress, as_json)
            return int(options.run(shell))
    except UsageError as error:
        return _failed(as_json, "invalid", str(error), USAGE)
    except KeyboardInterrupt:
        sys.stderr.write("stopped; nothing half-written was left\n")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        silence(sys.stdout)
        return 1
    except Exception as error:  # noqa: BLE001 the last edge: every error leaves as a problem
        error = _advised(error)
        problem = problem_of(error)
        told = str(error) if problem.told else f"an internal error ({type(error).__name__})"
        return _failed(as_json, problem.name, told, problem.exit)


def run() -> None:
    """Run the command line and leave with its exit code (the console script)."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        # As Ctrl-C: a terminal that is closed must not leave half of something behind.
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)
    sys.exit(main())


def _stop(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _advised(error: Exception) -> Exception:
    """Turn what the system says about a file, wherever it comes from, into advice."""
    try:
        with reporting("use a file"):
            raise error
    except Exception as advised:  # noqa: BLE001 whatever it was, it is given back
        return advised


def _failed(as_json: bool, name: str, detail: str, code: int) -> int:  # noqa: FBT001 one caller
    document = {"error": {"type": name, "detail": detail}}
    stream, words = sys.stderr, f"safehold: {detail} [{name}]"
    if as_json:
        stream, words = sys.stdout, json.dumps(document, ensure_ascii=False)
    try:
        stream.write(words + "\n")
        stream.flush()
    except OSError:
        # The exit code still says it.
        silence(stream)
    return code


def _now() -> datetime:
    return datetime.now(UTC)


def parser_for(words: Sequence[str]) -> Parser:
    """Build the parser of the command that these words name, of all commands if of none."""
    parser = Parser(
        prog="safehold",
        description="A digital evidence vault that only the survivor can open.",
        allow_abbrev=False,
    )
    commands = Commands(parser)
    named = MODULES.get(words[0]) if words else None
    for name in dict.fromkeys(MODULES.values()) if named is None else (named,):
        import_module(f"api.{name}").register(commands)
    return parser


if __name__ == "__main__":
    run()
