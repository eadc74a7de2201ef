"""The command of the single file that goes to a court."""

import sys
import time
from itertools import groupby
from pathlib import Path

from audit.court_check import ABSENT, FAIL, NAMES, CourtStep, check_court
from audit.errors import AuditError
from audit.policy import parse_log_policy
from audit.timestamp import parse_authority


def main() -> int:
    """Check the folder that this lies in; 0 all holds, 1 something does not, 3 unreadable."""
    folder = Path(sys.argv[0]).resolve().parent
    given, pinning = len(sys.argv) > 1, sys.argv[2:]
    path = Path(sys.argv[1]) if given else folder / "policy"
    try:
        pinned = path.read_bytes()
        policy = parse_log_policy(pinned.decode("utf-8"))
        authorities = [parse_authority(Path(each).read_text("utf-8")) for each in pinning]
        files = {
            each.relative_to(folder).as_posix(): each.read_bytes()
            for each in sorted(folder.rglob("*"))
            if each.is_file()
        }
    except (OSError, ValueError, AuditError) as error:
        _say(f"cannot be read: {error}")
        return 3
    steps = check_court(
        files,
        policy,
        now_seconds=int(time.time()),
        given=pinned if given else None,
        authorities=authorities,
    )
    for entry, found in groupby(steps, key=lambda step: step.entry):
        _tell(entry, list(found))
    ok = all(step.status != FAIL for step in steps)
    _say("every entry is proven" if ok else "NOT everything is proven")
    if not given:
        _say("by the policy in the folder: compare its keys with those that you know")
    return 0 if ok else 1


def _tell(entry: int | None, steps: list[CourtStep]) -> None:
    wrong = any(step.status == FAIL for step in steps)
    _say(f"{'WRONG ' if wrong else 'proven'}  {'the folder' if entry is None else entry}")
    for step in steps:
        if step.status != ABSENT:
            _say(f"  ({step.number}) {NAMES[step.number - 1]:<10} {step.status}  {step.detail}")


def _say(words: str) -> None:
    sys.stdout.buffer.write(words.encode("utf-8") + b"\n")
