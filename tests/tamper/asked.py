"""The three verifiers as processes that go on: one line asks, one line answers.

`safehold verify` runs here, through its command. The single file runs in an interpreter that
has `cryptography` and nothing else; the page's script in Node, through the same function that
the page calls.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.build_verifier import OUT
from tests.alone.conftest import bare_libraries
from tests.cli.running import run
from tests.conftest import ROOT

PAGE = Path(__file__).with_name("page.mjs")
ALONE = """
import json, sys
sys.path.append(sys.argv[1])
space = {"__name__": "verify"}
exec(compile(open(sys.argv[2], encoding="utf-8").read(), "verify.py", "exec"), space)
for line in sys.stdin:
    asked = json.loads(line)
    policy = None if asked["policy"] is None else space["parse_policy"](asked["policy"].encode())
    report = space["verify_path"](space["Path"](asked["path"]), policy, now_seconds=asked["now"])
    print(json.dumps(space["report_body"](report)), flush=True)
"""

Statuses = dict[int, str]


@dataclass(frozen=True)
class Said:
    """What one verifier said: whether the package holds, and each step's status."""

    ok: bool
    steps: Statuses
    verdict: str

    def failed(self) -> list[int]:
        """List the steps that fail, but for the verdict."""
        return [step for step, status in self.steps.items() if status == "fail" and step != 18]


class Verifiers:
    """Asks all three about one package."""

    names = ("safehold verify", "verify.py", "verify.html")

    def __init__(self, alone: "subprocess.Popen[str]", page: "subprocess.Popen[str]") -> None:
        self._others = (alone, page)

    def ask(self, package: Path, policy: Path | None, now: int) -> tuple[Said, ...]:
        """Give what each says; the two others work while this process does."""
        text = None if policy is None else policy.read_text()
        for other in self._others:
            assert other.stdin is not None
            order = {"path": str(package), "policy": text, "now": now}
            other.stdin.write(json.dumps(order) + "\n")
            other.stdin.flush()
        pinned = () if policy is None else ("--policy", policy)
        code, body = run("verify", package, *pinned)
        assert (code == 0) == body["ok"], "the exit code says otherwise than the report"
        return (_said(body), *(_said(_answer(other)) for other in self._others))


@contextmanager
def verifiers(folder: Path) -> Iterator[Verifiers]:
    """Start the two others; the folder is scratch."""
    libraries = bare_libraries(folder)
    alone = _start([sys.executable, "-I", "-S", "-c", ALONE, str(libraries), str(OUT)])
    page = _start(["bash", str(ROOT / "scripts/node.sh"), "node", str(PAGE)])
    try:
        yield Verifiers(alone, page)
    finally:
        for process in (alone, page):
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.close()
            process.stdout.close()
            process.wait(60)


def _start(words: Iterable[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen([*words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _answer(process: "subprocess.Popen[str]") -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "a verifier ended"
    found: dict[str, Any] = json.loads(line)
    return found


def _said(body: dict[str, Any]) -> Said:
    steps = {step["step"]: step["status"] for step in body["steps"]}
    return Said(body["ok"], steps, body["verdict"])
