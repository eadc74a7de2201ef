"""Every command is in the command line's page, and nothing else is."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "cli.md").read_text("utf-8")


def test_every_command_is_described() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "api.cli", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = re.findall(r"^    ([a-z-]+)(?: |$)", told, re.MULTILINE)
    assert len(names) > 15
    for name in names:
        assert re.search(rf"`{name}[ `]", PAGE), name
