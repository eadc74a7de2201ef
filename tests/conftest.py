"""What every test may ask for."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# The first draw on a machine builds tables of Unicode, and a busy machine is slow: neither says
# anything about what is tested.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


def shared_folder() -> Path | None:
    """Give the folder of public samples and vectors, or None in a stranger's clone."""
    folder = ROOT.parent / "shared"
    return folder if folder.is_dir() else None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--mutants", type=int, default=500, help="damaged files of each format that readers meet"
    )
    parser.addoption(
        "--tamper", type=int, default=2, help="times that each kind of change of a package is made"
    )
    parser.addoption(
        "--kills",
        type=int,
        default=10,
        help="times that a worker is killed, half of them beside the vault",
    )
    parser.addoption(
        "--crashes", type=int, default=60, help="moments at which a process of the log is killed"
    )
    parser.addoption(
        "--process-kills", type=int, default=5, help="times that some process of a vault is killed"
    )
    parser.addoption(
        "--attempts", type=int, help="attempts that the hammer makes; a few thousand by itself"
    )
    parser.addoption(
        "--adversaries", action="store_true", help="print what each adversary tried and got"
    )
    parser.addoption(
        "--fuzz", type=int, default=8, help="requests for each route and role that a test sends"
    )


@pytest.fixture
def mutants(request: pytest.FixtureRequest) -> int:
    """How many damaged files of each format a test makes."""
    return int(request.config.getoption("--mutants"))


@pytest.fixture
def attempts(request: pytest.FixtureRequest) -> int | None:
    """How many attempts the hammer makes, if that was said."""
    said = request.config.getoption("--attempts")
    return None if said is None else int(said)


@pytest.fixture
def shared() -> Path | None:
    return shared_folder()


@pytest.fixture
def seeded() -> Callable[[int], bytes]:
    """Chance that repeats: SHA-256 of a counter."""
    return seeded_random("tests")


def seeded_random(seed: str) -> Callable[[int], bytes]:
    state = {"count": 0}

    def random(size: int) -> bytes:
        out = b""
        while len(out) < size:
            out += hashlib.sha256(f"{seed}:{state['count']}".encode()).digest()
            state["count"] += 1
        return out[:size]

    return random
