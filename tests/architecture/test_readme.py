"""The README stays true: its commands are targets, and they are run here or by this suite."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def commands() -> list[str]:
    """Every command of every console block."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_it_opens_with_what_it_is_and_two_commands() -> None:
    assert README.startswith("# Safehold\n\nSafehold keeps ")
    assert commands()[:2] == ["make run", "make test"]


def test_each_make_command_is_a_target_that_does_what_is_said() -> None:
    for command in commands():
        if not command.startswith("make "):
            continue
        # --dry-run walks the real Makefile and prints what would be run.
        done = subprocess.run(
            ["make", "--dry-run", *command.split()[1:]],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert {"make run": "safehold up --demo", "make test": "pytest"}[command] in done.stdout


def test_every_file_it_links_to_is_there() -> None:
    linked = re.findall(r"\]\(([^)#:]+)\)", README)
    assert linked
    for name in linked:
        assert (ROOT / name).exists(), name


def test_make_without_a_target_prints_help() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("run", "test", "check", "setup", "bench"):
        assert f"make {target}" in done.stdout
