"""Inspecting a small file is over in less than a second, and needs no server's libraries."""

import json
import resource
import subprocess
import sys
from pathlib import Path

SMALL = Path(__file__).resolve().parents[1] / "data" / "readers" / "sms-mixed.xml"
HEAVY = ("httpx", "fastapi", "sqlalchemy", "celery", "casbin", "minio", "rich", "uvicorn")


def spent() -> float:
    """Give the processor seconds of the processes that have ended, and of those they started."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def inspected() -> float:
    before = spent()
    command = [sys.executable, "-m", "api.cli", "inspect", str(SMALL), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, cwd=SMALL.parents[3])
    assert json.loads(done.stdout)["format"] == "sms-backup-restore"
    return spent() - before


def test_it_takes_less_than_a_second_of_a_processor_with_its_reading_process() -> None:
    # Whatever else the machine does only adds, so the best of three is what it takes.
    assert min(inspected() for _ in range(3)) < 1.0


def test_it_loads_nothing_that_only_servers_need() -> None:
    program = "import sys, api.cli, api.cli_source, json; print(json.dumps([*sys.modules]))"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, cwd=SMALL.parents[3])
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert not loaded & set(HEAVY)
