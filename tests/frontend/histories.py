"""Made histories of a log as her client gets them, honest and not, with Python's verdict.

    python tests/frontend/histories.py <count> <seed>       one JSON document

Each has lines, a policy, receipts, what she remembers, and a growth; in most of them one
thing was changed. The browser's checker must say the same of each.
"""

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.entry import Entry, case_tag
from audit.errors import AuditError
from audit.lines import Line, check_growth, check_lines
from audit.merkle import Tree, leaf_hash
from audit.note import parse_note
from audit.policy import parse_log_policy
from audit.proof import LogProof
from audit.repository import Receipt
from scripts.vectors import audit

HERS, OTHERS = b"\x09" * 32, b"\x0a" * 32
ACTS = ("own.open", "release.collect", "grant", "withdraw", "own.unlock")
History = dict[str, Any]


def entry(chance: random.Random, at: int, tag: bytes | None) -> bytes:
    return Entry(
        id=chance.randbytes(16).hex(),
        t=audit.NOW * 1000 + at,
        act=chance.choice(ACTS),
        out=chance.choice(("granted", "denied", "done")),
        role=chance.choice(("survivor", "investigator", "system")),
        tag="" if tag is None else tag.hex(),
        obj=chance.randbytes(16).hex() if chance.random() < 0.5 else "",
        n=chance.randrange(5) if chance.random() < 0.3 else None,
    ).marshal()


def note(leaves: list[bytes], size: int, *names: str) -> str:
    checkpoint = Checkpoint(audit.BOTH.origin, size, Tree(leaves[:size]).root())
    return audit.note(*names, checkpoint=checkpoint, log=audit.BOTH)


def honest(chance: random.Random) -> History:
    """Make a log of two cases and what she gets of it."""
    size, numbers, entries, hers = chance.randint(1, 40), [0, 0], [], []
    for at in range(size):
        whose = chance.choice((0, 0, 1, None))
        tag = None
        if whose is not None:
            tag = case_tag((HERS, OTHERS)[whose], numbers[whose])
            numbers[whose] += 1
        if whose == 0:
            hers.append(at)
        entries.append(entry(chance, at, tag))
    leaves = [leaf_hash(data) for data in entries]
    covered = chance.randint(0, size)
    old = chance.randint(1, covered) if covered else 0
    names = chance.choice((("body", "ngo"), ("body", "net"), ("body", "ngo", "net")))
    newest = note(leaves, covered, *names) if covered else None
    tree = Tree(leaves[:covered])
    lines = [
        {
            "index": at,
            "entry": entries[at].hex(),
            "proof": LogProof(at, tuple(tree.path(at)), newest).marshal()
            if newest is not None and at < covered
            else None,
        }
        for at in hers
    ]
    receipts = [{"index": at, "leaf": leaves[at].hex()} for at in hers if chance.random() < 0.3]
    return {
        "policy": audit.policy(audit.BOTH),
        "now": audit.NOW + 60,
        "lines": lines,
        "receipts": receipts,
        "newest": newest,
        "remembered": note(leaves, old, *names) if old else None,
        "growth": [step.hex() for step in tree.consistency(old)] if old else [],
    }


def flip(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]


def some(found: History, chance: random.Random, kind: str = "index") -> dict[str, Any] | None:
    fitting = [line for line in found["lines"] if line[kind] is not None]
    return chance.choice(fitting) if fitting else None


def drop(found: History, chance: random.Random) -> None:
    if found["lines"]:
        found["lines"].pop(chance.randrange(len(found["lines"])))


def double(found: History, chance: random.Random) -> None:
    if found["lines"]:
        found["lines"].append(dict(chance.choice(found["lines"])))


def swap(found: History, chance: random.Random) -> None:
    chance.shuffle(found["lines"])


def change_entry(found: History, chance: random.Random) -> None:
    if (line := some(found, chance)) is not None:
        data = bytearray(bytes.fromhex(line["entry"]))
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        line["entry"] = data.hex()


def change_proof(found: History, chance: random.Random) -> None:
    if (line := some(found, chance, "proof")) is not None:
        line["proof"] = flip(line["proof"], chance)


def move(found: History, chance: random.Random) -> None:
    if (line := some(found, chance)) is not None:
        line["index"] += chance.choice((-1, 1))


def unprove(found: History, chance: random.Random) -> None:
    if (line := some(found, chance)) is not None:
        line["proof"] = None


def unwitness(found: History, chance: random.Random) -> None:
    """Take one witness's line out of every note."""
    gone = chance.choice(("body", "ngo", "net"))
    for line in found["lines"]:
        if line["proof"] is not None:
            kept = [each for each in line["proof"].split("\n") if f"— {gone}." not in each]
            line["proof"] = "\n".join(kept)


def distrust(found: History, chance: random.Random) -> None:
    found["policy"] = flip(found["policy"], chance)


def hurry(found: History, chance: random.Random) -> None:
    found["now"] = audit.NOW - chance.choice((298, 299, 300, 10_000))


def betray(found: History, chance: random.Random) -> None:
    if found["receipts"]:
        chance.choice(found["receipts"])["leaf"] = chance.randbytes(32).hex()


def fork(found: History, chance: random.Random) -> None:
    """Remember another root of the same size."""
    if found["remembered"] is not None:
        size = parse_checkpoint(parse_note(found["remembered"]).text).size
        other = Checkpoint(audit.BOTH.origin, size, chance.randbytes(32))
        found["remembered"] = audit.note("body", "ngo", checkpoint=other, log=audit.BOTH)


def stunt(found: History, chance: random.Random) -> None:
    growth = found["growth"]
    if growth and chance.random() < 0.5:
        growth.pop(chance.randrange(len(growth)))
    else:
        growth.insert(chance.randint(0, len(growth)), chance.randbytes(32).hex())


CHANGES: list[Callable[[History, random.Random], None]] = [
    *(drop, double, swap, change_entry, change_proof, move, unprove, unwitness, distrust),
    *(hurry, betray, fork, stunt),
]


def verdict(found: History) -> dict[str, Any] | None:
    """Say what her client may say: counts, and whether the log grew; None is a refusal."""
    try:
        checked = check_lines(
            [
                Line(line["index"], bytes.fromhex(line["entry"]), line["proof"])
                for line in found["lines"]
            ],
            HERS,
            parse_log_policy(found["policy"]),
            now_seconds=found["now"],
            receipts=[
                Receipt(each["index"], bytes.fromhex(each["leaf"]), b"")
                for each in found["receipts"]
            ],
        )
    except AuditError:
        return None
    newest = checked.checkpoint
    grew = None
    if newest is not None and found["remembered"] is not None:
        remembered = parse_checkpoint(parse_note(found["remembered"]).text)
        try:
            check_growth(remembered, newest, [bytes.fromhex(step) for step in found["growth"]])
            grew = True
        except AuditError:
            grew = False
    return {
        "lines": checked.lines,
        "unconfirmed": checked.unconfirmed,
        "size": None if newest is None else newest.size,
        "root": None if newest is None else newest.root.hex(),
        "grew": grew,
    }


def main() -> None:
    count, seed = map(int, sys.argv[1:])
    chance = random.Random(seed)
    histories = []
    for number in range(count):
        found = honest(chance)
        found["change"] = "none"
        if number % 4:
            change = CHANGES[number % len(CHANGES)]
            change(found, chance)
            found["change"] = change.__name__
        found["verdict"] = verdict(found)
        histories.append(found)
    sys.stdout.write(json.dumps({"k_case": HERS.hex(), "histories": histories}))


if __name__ == "__main__":
    main()
