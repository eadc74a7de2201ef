"""Bundles for a court, whole and changed, and what each step says of them.

`court.py SEED COUNT OUT` writes them for the page to say the same. What Python says is said by
the single file, as it lies in a bundle.
"""

import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from audit import repository
from audit.court import court_files
from audit.entry import SealedFields
from audit.fields import make_fields, marshal_fields, only, root_of
from audit.log_copy import open_copy, write_copy
from audit.merkle import Tree, leaf_hash
from audit.note import parse_note
from audit.proof import LogProof
from audit.timestamp import make_request
from extraction.zip_stored import entry_of, write_zip
from scripts.build_verifier import COURT_OUT
from tests.conftest import seeded_random
from tests.unit.audit.authority import make_authority
from tests.unit.audit.conftest import World

Files = dict[str, bytes]
STAMPED = 3
LINES = ("", "# a note", "quorum none", "witness x", "extra AAAA", "index 00", "\u2028", "a b c")


def bundle(folder: Path) -> tuple[Files, str, int, bytes]:
    """Make a bundle of three entries, one with opened fields and one that was stamped."""
    world = World(folder, seeded_random("court"))
    sealed = make_fields({"name": "R. Evans \u00e9", "staff": "00" * 16}, random=world.random)
    world.access()
    world.append(sealed=SealedFields(root_of(sealed), b"a box"))
    world.publish()
    before = world.database.read(lambda db: repository.latest_checkpoint(db, witnessed=True))
    assert before is not None
    assert before.size == STAMPED
    world.access()
    world.publish()
    write_copy(world.database, folder / "copy", world.policy_text)
    shown = marshal_fields(only(sealed, ["name"]))
    listed = court_files(open_copy(folder / "copy"), [0, 2, 4], {2: shown})
    world.publisher.close()
    world.database.engine.dispose()
    files = dict(listed)
    packed = b"".join(write_zip([entry_of(name, data) for name, data in listed]))
    tree = Tree([leaf_hash(entry) for entry in world.entries()[:STAMPED]])
    world.database.engine.dispose()
    proof = LogProof(0, tuple(tree.path(0)), before.note)
    files["time/0.tlog-proof"] = proof.marshal().encode()
    files["time/0.checkpoint"] = parse_note(before.note).text.encode()
    made = make_authority(folder / "tsa")
    request = make_request(files["time/0.checkpoint"].decode())
    files["time/0.0.tsr"] = made.answer(request)
    files["tsa.pem"] = made.chain.encode()
    for name in ("README.txt", "verify.html", "verify.py"):
        files[name] = b"-"
    return files, world.policy_text, world.now_s, packed


def changed(files: Files, chance: random.Random) -> tuple[str, Files]:
    """Change one thing of a bundle, and say what."""
    name = chance.choice([name for name in files if name not in {"README.txt", "verify.html"}])
    data, rest = files[name], {other: files[other] for other in files if other != name}
    how = chance.choice(["bit", "byte", "line", "twice", "swap", "cut", "gone", "moved", "space"])
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    match how:
        case "bit":
            place = chance.randrange(len(data))
            data = (
                data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
            )
        case "byte":
            place = chance.randrange(len(data) + 1)
            data = data[:place] + bytes([chance.randrange(256)]) + data[place:]
        case "line":
            lines.insert(at, chance.choice(LINES).encode())
            data = b"\n".join(lines)
        case "twice":
            data = b"\n".join([*lines[:at], lines[at], *lines[at:]])
        case "swap":
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
            data = b"\n".join(lines)
        case "cut":
            data = data[: chance.randrange(len(data) + 1)]
        case "gone":
            return f"{name} gone", rest
        case "moved":
            to = name.replace("0", "1") if "0" in name else f"{name}.old"
            return f"{name} moved", rest | {to: data}
        case "space":
            data = data.replace(b":", b": ", 1)
    return f"{name}: {how}", rest | {name: data}


def cases(files: Files, seed: int, count: int) -> Iterator[tuple[str, Files]]:
    """Give bundles: the whole one, ones that lack a file, and chance ones."""
    yield "whole", files
    yield "empty", {}
    yield "a file more", files | {"notes.txt": b"mine"}
    yield "the policy's copy under another name", files | {"mine": files["policy"]}
    yield "an empty entry", files | {"entries/7.json": b""}
    yield "another token number", files | {"time/0.2.tsr": b"x"}
    for name in files:
        yield f"without {name}", {other: files[other] for other in files if other != name}
    chance = random.Random(seed)
    for _ in range(count):
        yield changed(files, chance)


def main() -> int:
    seed, count, out = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    space: dict[str, Any] = {"__name__": "verify"}
    exec(compile(COURT_OUT.read_text("utf-8"), "verify.py", "exec"), space)  # noqa: S102 the file that travels
    with tempfile.TemporaryDirectory() as name:
        files, policy, now, packed = bundle(Path(name))
    parsed = space["parse_log_policy"](policy)
    pinned = files["tsa.pem"].decode()
    authorities = [space["parse_authority"](pinned)]
    told = []
    for about, found in cases(files, seed, count):
        steps = space["check_court"](
            found, parsed, now_seconds=now, given=policy.encode(), authorities=authorities
        )
        told.append(
            {
                "about": about,
                "files": {name: data.hex() for name, data in found.items()},
                "steps": [asdict(step) for step in steps],
            }
        )
    out.write_text(
        json.dumps(
            {
                "policy": policy,
                "now": now,
                "zip": packed.hex(),
                "authorities": [pinned],
                "cases": told,
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
