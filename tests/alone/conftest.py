"""An interpreter as a court may have it: Python's own library and `cryptography`, no more."""

import json
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from scripts.build_verifier import OUT

NEEDED = ("cryptography", "cffi", "_cffi_backend")
DRIVER = """
import json, sys
sys.path.append(sys.argv[1])
space = {"__name__": "verify"}
exec(compile(open(sys.argv[2], encoding="utf-8").read(), "verify.py", "exec"), space)
found = sorted({name.split(".")[0] for name in sys.modules})
foreign = [name for name in found if name in ("orjson", "nacl", "isal", "regex", "extraction")]
said = []
for asked in json.load(sys.stdin):
    policy = None if asked["policy"] is None else space["parse_policy"](asked["policy"].encode())
    report = space["verify_path"](space["Path"](asked["path"]), policy, now_seconds=asked["now"])
    said.append(space["report_body"](report))
json.dump({"foreign": foreign, "said": said}, sys.stdout)
"""

Ask = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that holds `cryptography`, what it needs, and nothing else."""
    return bare_libraries(tmp_path_factory.mktemp("bare"))


def bare_libraries(folder: Path) -> Path:
    """Fill a folder with `cryptography` and what it needs."""
    for name in NEEDED:
        found = find_spec(name)
        assert found is not None
        assert found.origin is not None
        at = Path(found.origin)
        at = at.parent if at.name == "__init__.py" else at
        (folder / at.name).symlink_to(at)
    return folder


@pytest.fixture(scope="session")
def alone(bare: Path) -> Ask:
    """Verify packages with the single file, all in one process of a bare interpreter."""

    def ask(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", DRIVER, str(bare), str(OUT)],
            check=False,
            capture_output=True,
            input=json.dumps(asked).encode(),
        )
        assert done.returncode == 0, done.stderr.decode()
        found = json.loads(done.stdout)
        assert found["foreign"] == []
        said: list[dict[str, Any]] = found["said"]
        return said

    return ask
