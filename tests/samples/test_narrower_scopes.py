"""What a scope covers it holds: whatever a narrower one lets leave, the wider one does too.

The records are decided by the plain loop of test_random_scopes.py; the algebra only says which of
two scopes is the wider.
"""

import json
import random
from pathlib import Path
from typing import Any

from consent.scope import covers, parse_scope
from extraction.made import write_made_source
from tests.cli.running import done
from tests.conftest import seeded_random
from tests.samples.test_random_scopes import decided, drawn, values_of

PAIRS = 300
Body = dict[str, Any]


def narrowed(chance: random.Random, scope: Body) -> Body:
    found = {**scope, "q": scope.get("q", True) and chance.random() < 0.8}
    for key in "captwkm":
        if len(found.get(key, ())) > 1 and chance.random() < 0.3:
            found[key] = found[key][1:]
    if found.get("n") and chance.random() < 0.5:
        found["n"] -= 1
    if "k" not in found and "w" not in found and chance.random() < 0.3:
        found |= {"w": ["the", "th*"], "n": chance.randint(0, 4)}
    if found.get("d") and chance.random() < 0.5:
        found["d"] = found["d"][1:]
    return found


def inside(records: list[Body], scope: Body) -> set[int]:
    return {at for at, why in enumerate(decided(records, scope)) if why is None}


def test_whatever_a_narrower_scope_gives_the_wider_one_gives(tmp_path: Path) -> None:
    source = write_made_source(tmp_path / "made", random=seeded_random("narrower"), days=9)
    done("inspect", source, "--records", tmp_path / "records", "--zone", "Etc/UTC")
    records = [json.loads(line) for line in (tmp_path / "records").read_bytes().splitlines()]
    chance, given = random.Random("narrower"), values_of(records)
    less, outside = 0, 0
    for _ in range(PAIRS):
        wide = drawn(chance, given)
        narrow, other = narrowed(chance, wide), drawn(chance, given)
        big, small, third = (
            parse_scope({**each, "x": ["00" * 16]}) for each in (wide, narrow, other)
        )
        if covers(big, small):
            assert inside(records, narrow) <= inside(records, wide), (wide, narrow)
            less += inside(records, narrow) < inside(records, wide)
        else:
            # Only what holds nothing is not covered by what it was made from.
            assert not inside(records, narrow)
        if covers(big, third):
            assert inside(records, other) <= inside(records, wide), (wide, other)
        outside += not inside(records, other) <= inside(records, wide)
    assert min(less, outside) > 20
