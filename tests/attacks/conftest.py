"""A made extraction, a grant and a release of it, for attackers to work on."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from extraction.made import write_made_source
from tests.cli.running import Desk
from tests.conftest import seeded_random

CHAT = "whatsapp:447700900101@s.whatsapp.net"
APRIL = 1_775_001_600


@dataclass(frozen=True)
class Loot:
    """Everything that lies around after one release: sealed folder, grant, package, keys."""

    desk: Desk
    sealed: Path
    package: Path
    seen: dict[str, Any]


@pytest.fixture(scope="session")
def loot(tmp_path_factory: pytest.TempPathFactory) -> Loot:
    folder = tmp_path_factory.mktemp("attack")
    source = write_made_source(folder / "phone", random=seeded_random("m6"), days=12)
    desk = Desk(folder)
    sealed = desk.seal(source)
    scope = {
        "c": ["message"],
        "t": [CHAT],
        "d": [[APRIL + 2 * 86_400 + 40_000, APRIL + 9 * 86_400 + 40_000]],
        "u": False,
    }
    seen, package = desk.release(sealed, scope)
    assert seen["count"] > 10
    assert seen["withheld"]["out-of-scope"] > 0
    assert json.loads((package / "boundary.json").read_bytes())
    assert list((package / "media").iterdir())
    return Loot(desk, sealed, package, seen)
