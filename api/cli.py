"""`safehold`: every command, its errors and its exit codes.

docs/cli.md. 0 done, 1 verification failed or refused, 2 usage, 3 input rejected, 4 try
again. With --json a failure is one document too: {"error": {"type", "detail"}}.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from api import (
    cli_account,
    cli_audit,
    cli_consent,
    cli_demo,
    cli_fsck,
    cli_keys,
    cli_release,
    cli_requests,
    cli_source,
    cli_station,
    cli_upload,
    up,
)
from api.cli_io import Shell, UsageError
from api.cli_parser import Commands, Parser
from api.problems import USAGE, problem_of
from api.progress import Progress

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; give its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    try:
        options = _parser().parse_args(words)
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
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 the last edge: every error leaves as a problem
        problem = problem_of(error)
        told = str(error) if problem.told else f"an internal error ({type(error).__name__})"
        return _failed(as_json, problem.name, told, problem.exit)


def run() -> None:
    """Run the command line and leave with its exit code (the console script)."""
    sys.exit(main())


def _failed(as_json: bool, name: str, detail: str, code: int) -> int:  # noqa: FBT001 one caller
    if as_json:
        document = {"error": {"type": name, "detail": detail}}
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"safehold: {detail} [{name}]\n")
    return code


def _now() -> datetime:
    return datetime.now(UTC)


def _parser() -> Parser:
    parser = Parser(
        prog="safehold",
        description="A digital evidence vault that only the survivor can open.",
        allow_abbrev=False,
    )
    commands = Commands(parser)
    modules = (
        *(up, cli_source, cli_station, cli_keys, cli_consent, cli_release),
        *(cli_account, cli_upload, cli_requests, cli_audit, cli_fsck, cli_demo),
    )
    for module in modules:
        module.register(commands)
    return parser


if __name__ == "__main__":
    run()
