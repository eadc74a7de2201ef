"""The command of the single file."""

import argparse
import json
import sys
import time
from pathlib import Path

from extraction.verify import verify_path
from extraction.verify_policy import parse_policy
from extraction.verify_words import report_body, report_words
from vault.errors import Malformed


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
