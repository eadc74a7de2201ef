"""The command of the single file, and what it says where a library is missing."""

import argparse
import json
import sys
import time
from pathlib import Path

from extraction.verify import verify_path
from extraction.verify_documents import Documents
from extraction.verify_keys import ABSENT, NOT_PINNED, Outcome
from extraction.verify_log import LogFound
from extraction.verify_policy import VerifyPolicy, parse_policy
from extraction.verify_words import report_body, report_words
from vault.errors import Malformed


def check_time(
    documents: Documents, policy: VerifyPolicy | None, log: LogFound, now_seconds: int
) -> Outcome:
    """(17) Says that time stamps are there: checking one takes a library that is not here."""
    del log, now_seconds
    if documents.cover is None or not documents.cover.time:
        return ABSENT, "the release carries no time stamp"
    if policy is None or not policy.tsa:
        return NOT_PINNED, "time stamps are there; no authority was given to check them by"
    return NOT_PINNED, "time stamps are there; this file cannot check them, safehold verify can"


def main() -> int:
    """Check a package; exit 0 when it holds, 1 when not, 2 when used wrongly."""
    parser = argparse.ArgumentParser(description="Check a released package, step by step, offline.")
    parser.add_argument("package", type=Path, help="the package's folder or ZIP")
    parser.add_argument("--policy", type=Path, metavar="FILE", help="whose keys to trust")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    options = parser.parse_args()
    policy = None
    if not options.package.exists():
        parser.error(f"there is no package at {options.package}")
    if options.policy is not None:
        try:
            policy = parse_policy(options.policy.read_bytes())
        except (Malformed, OSError) as error:
            parser.error(f"{options.policy} is not a verify policy: {error}")
    report = verify_path(options.package, policy, now_seconds=int(time.time()))
    said = json.dumps(report_body(report)) if options.json else report_words(report)
    sys.stdout.buffer.write(said.encode("utf-8") + b"\n")
    return 0 if report.ok else 1
