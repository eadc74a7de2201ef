"""Time stamps, honest and not, and what Python's reader says of each: `stamped.py COUNT SEED`."""

import json
import sys
import tempfile
from pathlib import Path

from audit.errors import AuditError
from audit.timestamp import check_token_alone, parse_authority
from tests.unit.audit.stamp_mutants import TEXT, Case, damaged, honest, refused


def told(case: Case) -> dict[str, object]:
    """Give a case with Python's verdict: seconds, accuracy and name, or null."""
    try:
        stamp = check_token_alone(case.token, TEXT, [parse_authority(case.pem)])
        said = [stamp.at.timestamp(), stamp.slack.total_seconds(), stamp.authority]
    except AuditError:
        said = None
    return {"name": case.name, "pem": case.pem, "token": case.token.hex(), "said": said}


def main() -> None:
    """Write them as one JSON document."""
    count, seed = int(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        good = list(honest(Path(folder)))
        bad = list(refused(Path(folder)))
    spoilt = [each for case in good for each in damaged(case, seed, count)]
    sys.stdout.write(
        json.dumps({"text": TEXT, "cases": [told(case) for case in (*good, *bad, *spoilt)]})
    )


main()
