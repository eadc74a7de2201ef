"""Packages that differ from one that holds in a value or two, and what each step says of them.

`mutants.py SEED COUNT OUT` writes them for the other verifiers to say the same. A changed
statement is signed again, and so is whatever names its hash: otherwise every mutant would
fail at its signature, and nothing behind it were compared.
"""

import copy
import hashlib
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from extraction.verify import verify_path
from extraction.verify_policy import parse_policy
from scripts.release_vectors.build import NOW, Made, policy, spelt
from scripts.release_vectors.parts import GUARDIAN, OFFICE, SURVIVOR, WORKER, record
from vault.canonical import unb64
from vault.errors import VaultError
from vault.statement import sign

VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2**53 - 1, 2**53, 1.5, "", "x", [], {}, [[]], "0" * 64),
    *("e\u0301", "\U0001f600", "\x7f", "\u2028", "\ufeff", "\u0130", "\u00df", "__proto__"),
    *("2026-02-30T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "0000-00-00"),
    *("2026-04-02T12:00:60Z", "2026-04-02T12:00:00Z", "unknown", "auto", "catalogue", "A" * 64),
)
SIGNERS = {
    "ingest": GUARDIAN,
    "receipt": SURVIVOR,
    "grant": SURVIVOR,
    "workerkey": OFFICE,
    "release": WORKER,
}
RICH = {
    "place": {"lat": "1", "lon": "2", "source": "gps"},
    "state": {"a": "b"},
    "extra": {"k": "v"},
    "flags": ["zone_unknown"],
    "reply_to": "r",
    "blobs": [{"present": False, "name": "x"}],
}
Files = dict[str, bytes]


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the place of every value inside a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type] # a list
    for key, item in inner:
        yield (*path, key)
        if isinstance(item, dict | list):
            yield from places(item, (*path, key))


def changed(chance: random.Random, value: Any) -> Any:  # noqa: ANN401 JSON
    """Change one value somewhere inside."""
    value = copy.deepcopy(value)
    *above, key = chance.choice(list(places(value)))
    at = value
    for each in above:
        at = at[each]
    now, how = at[key], chance.randrange(5)
    if how == 0:
        del at[key]
    elif how == 1 and isinstance(now, str) and now:
        place = chance.randrange(len(now))
        at[key] = now[:place] + chance.choice(("", "a", "0", "Z", " ", "\u00e9")) + now[place + 1 :]
    elif how == 2 and isinstance(at, list):
        at.insert(key, copy.deepcopy(now))
    elif how == 3 and isinstance(now, int):
        at[key] = now + chance.choice((-1, 1, 1_000_000))
    else:
        at[key] = copy.deepcopy(chance.choice(VALUES))
    return value


def spelled(value: object) -> bytes:
    """Spell JSON, also what has no canonical spelling."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONEncodeError, TypeError):
        return json.dumps(value, sort_keys=True).encode()


def body_of(statement: bytes) -> Any:  # noqa: ANN401 JSON
    """Give what a statement says."""
    return json.loads(unb64(json.loads(statement)["payload"]))


def name_again(files: Files) -> None:
    """Sign anew what names the hash of something that changed."""
    body = body_of(files["release.dsse.json"])
    body["files"] = {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name not in ("release.dsse.json", "cover.json")
    }
    files["release.dsse.json"] = sign(WORKER, "release", body)
    cover = json.loads(files["cover.json"])
    approval = body_of(spelled(cover["approval"]))
    approval["release"] = hashlib.sha256(files["release.dsse.json"]).hexdigest()
    cover["approval"] = json.loads(sign(SURVIVOR, "approval", approval))
    files["cover.json"] = spelled(cover)


def mutant(chance: random.Random, base: Files) -> Files:
    """Give one package that differs."""
    files, kind = dict(base), chance.random()
    if kind < 0.3:
        data = spelled(changed(chance, json.loads(record(3, 3, **RICH))))
        return Made(second=data).files()
    if kind < 0.75:
        kind_of = chance.choice(list(SIGNERS))
        name = f"{kind_of}.dsse.json"
        files[name] = sign(SIGNERS[kind_of], kind_of, changed(chance, body_of(files[name])))
        if kind_of != "release":
            name_again(files)
        return files
    name = chance.choice(("segments.json", "boundary.json", "derived.json", "cover.json"))
    value = json.loads(files[name])
    if value:
        files[name] = spelled(changed(chance, value))
    if name != "cover.json":
        name_again(files)
    return files


def main() -> int:
    """Write the mutants."""
    seed, count, out = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    chance, base = random.Random(seed), Made().files()
    pinned = policy()
    parsed = parse_policy(json.dumps(pinned).encode())
    cases = []
    while len(cases) < count:
        try:
            files = mutant(chance, base)
        except VaultError:
            # What was changed cannot be signed at all.
            continue
        with tempfile.TemporaryDirectory() as folder:
            for name, data in files.items():
                (Path(folder) / name).parent.mkdir(exist_ok=True)
                (Path(folder) / name).write_bytes(data)
            report = verify_path(Path(folder), parsed, now_seconds=NOW)
        differ = {name: spelt(data) for name, data in files.items() if base.get(name) != data}
        cases.append(
            {
                "about": f"mutant {len(cases)} of seed {seed}",
                "files": differ,
                "policy": pinned,
                "now": NOW,
                "steps": {str(step.number): step.status for step in report.steps},
                "summary": [*report.summary] if report.ok else None,
            }
        )
    whole = {"base": {name: spelt(data) for name, data in base.items()}, "cases": cases}
    out.write_text(json.dumps(whole), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
