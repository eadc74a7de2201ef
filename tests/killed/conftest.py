"""A desk whose inputs are whole, and the program that runs commands that are struck."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from extraction.made import write_made_source
from tests.cli.running import Desk, done
from tests.conftest import ROOT, seeded_random

APRIL = 1_775_001_600
SCOPE = {"c": ["message"], "d": [[APRIL, APRIL + 86_400]], "u": False}
FORKER = Path(__file__).with_name("forker.py")


class Forker:
    """Asks the program of forker.py to run commands."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(FORKER)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(
        self,
        words: tuple[object, ...],
        scratch: Path | None,
        *,
        at: int = 0,
        act: str = "none",
        reader: bool = False,
    ) -> dict[str, Any]:
        """Run one command; it, or the reading process it starts, is struck at a change."""
        order: dict[str, Any] = {"words": [*map(str, words)], "at": at, "act": act}
        order["reader"] = reader
        order["scratch"] = None if scratch is None else str(scratch)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "broke" not in found, found
        return found

    def close(self) -> None:
        """End the program."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait(10) == 0


@pytest.fixture(scope="session")
def forker() -> Iterator[Forker]:
    found = Forker()
    yield found
    found.close()


Words = Callable[[Path], tuple[object, ...]]
"""Gives the words of a command whose output goes to a path."""


@dataclass(frozen=True)
class Step:
    """One command: its words, and what shows that its output is whole.

    `every` is larger than 1 for a command that starts a process of its own: each run costs
    that much more, so only some of them are run again.
    """

    words: Words
    whole: Callable[[Path], bool]
    every: int = 1


@dataclass(frozen=True)
class Walk:
    """A walked path: every command with whole inputs of the steps before it."""

    desk: Desk
    source: Path
    steps: dict[str, Step]


class Room:
    """A folder for one struck run: its output, its scratch folder, and what comes after it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out, self.scratch, self.after = folder / "out", folder / "scratch", folder / "after"
        self.scratch.mkdir(parents=True)

    def beside(self) -> list[str]:
        """List what lies there and is no output."""
        known = {"out", "out.pub", "scratch", "after"}
        found = [path.name for path in self.folder.iterdir() if path.name not in known]
        return sorted(found + [path.name for path in self.scratch.iterdir()])


@pytest.fixture(scope="session")
def walk(tmp_path_factory: pytest.TempPathFactory, forker: Forker) -> Walk:
    folder = tmp_path_factory.mktemp("walk")
    source = write_made_source(folder / "made", random=seeded_random("killed3"), days=2)
    desk = Desk(folder)
    sealed = desk.seal(source)
    seen, _ = desk.release(sealed, SCOPE)
    assert seen["count"] > 0
    assert list((folder / "package" / "media").iterdir())
    done("inspect", source, "--records", folder / "records.jsonl")
    return Walk(desk, source, steps_of(desk, source, forker))


def steps_of(desk: Desk, source: Path, forker: Forker) -> dict[str, Step]:
    folder = desk.folder
    sealed, scope = folder / "sealed", folder / "scope.json"
    hers = ("--identity", desk.key("survivor"))
    his = ("--identity", desk.key("investigator"))
    to = ("--to", desk.public("investigator"))
    worker = ("--worker", desk.key("worker"))
    (draft,), (final,) = folder.glob("draft/*.shv1r"), folder.glob("final/*.shv1r")
    records = (folder / "records.jsonl").read_bytes()

    def shown_by(words: Words) -> Callable[[Path], bool]:
        """Let the next command take it; what that one writes is not kept."""

        def whole(out: Path) -> bool:
            found = forker(words(out), out.with_name("scratch"))
            shutil.rmtree(out.with_name("after"), ignore_errors=True)
            return found["code"] == 0

        return whole

    def the_file(out: Path) -> Path:
        (found,) = out.glob("*.shv1r")
        return found

    def after(out: Path) -> tuple[object, ...]:
        return "--out", out.with_name("after")

    def key_is_whole(out: Path) -> bool:
        shown = [done("keys", "show", path) for path in (out, *out.parent.glob("out.pub"))]
        return shown.count(shown[0]) == len(shown)

    return {
        "keys new": Step(
            lambda out: ("keys", "new", "--kind", "organisation", "--no-passphrase", out),
            key_is_whole,
        ),
        "inspect --records": Step(
            lambda out: ("inspect", source, "--records", out),
            lambda out: out.read_bytes() == records,
            every=3,
        ),
        "seal --out": Step(
            lambda out: (
                *("seal", source, "--for", desk.public("survivor")),
                *("--as", desk.key("guardian"), "--out", out),
            ),
            shown_by(lambda out: ("preview", out, *hers, "--scope", scope)),
            every=3,
        ),
        "grant": Step(
            lambda out: (
                *("grant", sealed, *hers, "--scope", scope, "--worker", desk.public("worker")),
                *(*to, "--until", "2099-01-01", "--out", out),
            ),
            shown_by(lambda out: ("select", out, "--from", sealed, *worker, *after(out))),
        ),
        "select": Step(
            lambda out: ("select", folder / "grant", "--from", sealed, *worker, "--out", out),
            shown_by(lambda out: ("approve", the_file(out), *hers, *to, *after(out))),
        ),
        "approve": Step(
            lambda out: ("approve", draft, *hers, *to, "--out", out),
            shown_by(lambda out: ("open", the_file(out), *his, *after(out))),
        ),
        "open": Step(
            lambda out: ("open", final, *his, "--out", out),
            shown_by(lambda out: ("verify", out)),
        ),
    }


NAMES = ("keys new", "inspect --records", "seal --out", "grant", "select", "approve", "open")
