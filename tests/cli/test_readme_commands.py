"""The README's walk on one's own machine, command by command, as a person would type it."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WALK = re.search(
    r"## On your own machine.*?```console\n(.*?)```",
    (ROOT / "README.md").read_text("utf-8"),
    re.DOTALL,
)


def test_the_readmes_walk_runs_as_written(tmp_path: Path) -> None:
    assert WALK is not None
    lines = [line for line in WALK[1].replace("\\\n", " ").splitlines() if line.strip()]
    assert len(lines) > 8
    shim = tmp_path / "bin" / "safehold"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m api.cli "$@"\n')
    shim.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{shim.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    script = "set -e\n" + "\n".join(lines)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert "records are unchanged since intake" in done.stdout
