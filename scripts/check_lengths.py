"""Fail when a source file is longer than 400 lines: it has become a drawer."""

import subprocess
import sys
from pathlib import Path

LIMIT = 400
ENDINGS = {".py", ".ts", ".tsx", ".sh"}


def main() -> int:
    """Print each file over the limit; exit 1 if there is one."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
    ).stdout.decode()
    paths = [Path(name) for name in listed.split("\0") if Path(name).suffix in ENDINGS]
    lengths = [(len(path.read_bytes().splitlines()), path) for path in paths if path.is_file()]
    over = [(length, path) for length, path in lengths if length > LIMIT]
    for length, path in sorted(over, reverse=True):
        print(f"{path}: {length} lines, want at most {LIMIT}")
    print(f"lengths: {len(lengths)} files, {len(over)} over {LIMIT} lines")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
