"""Changes by a malicious worker: it changes what it likes, and signs all of it again.

It forges every count that its change touches. What it may say without proof (the words of
README.txt, the verifiers inside, which of the plain reasons a record is withheld for) only her
approval and the log hold, so those are asked of the packages that have them.
"""

import copy
import hashlib
import json
from random import Random
from typing import Any

from extraction.package import (
    BOUNDARY,
    COVER,
    DERIVED,
    README,
    RELEASE,
    SEGMENTS,
)
from tests.tamper.change import Change, Changed, steps
from tests.tamper.packages import Base, Files
from vault.canonical import b64, marshal, unb64
from vault.identity import Identity
from vault.segment import record_leaf
from vault.statement import parse_statement, sign

PLAIN = ("out-of-scope", "excluded-by-survivor", "privileged", "third-party", "not-relevant")
LISTED = {SEGMENTS: "segments", BOUNDARY: "boundary", DERIVED: "derived"}


class Worker:
    """Holds the grant's key; `sign` gives the package as it would publish it."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.files: Files = dict(base.files)
        self.segments: list[Any] = json.loads(base.files[SEGMENTS])
        self.boundary: list[Any] = json.loads(base.files[BOUNDARY])
        self.derived: list[Any] = json.loads(base.files[DERIVED])
        body = parse_statement(base.files[RELEASE], "release").body
        self.body: dict[str, Any] = copy.deepcopy(body)

    def sign(self, key: Identity | None = None, **hashes: str) -> Files:
        """Sign what is there now; `hashes` are listed instead of the true ones."""
        for name, field in LISTED.items():
            self.files[name] = marshal(getattr(self, field))
        self.body["derived"]["sha256"] = hashlib.sha256(self.files[DERIVED]).hexdigest()
        self.body["files"] = {
            name: hashlib.sha256(data).hexdigest()
            for name, data in self.files.items()
            if name not in (COVER, RELEASE)
        } | hashes
        self.files[RELEASE] = sign(key or self.base.worker, "release", self.body)
        return self.files

    def found(self, *must: int, earlier: tuple[int, ...] = (), shape: bool = False) -> Changed:
        """Sign, and say where it is found."""
        return Changed(self.sign(), steps(*must), steps(*earlier), shape=shape)

    def count(self, item: dict[str, Any], by: int) -> None:
        """Forge every count that an item is in."""
        if "r" in item:
            self.body["disclosed"] += by
            self.body["selection"]["records"] += by
            return
        withheld = self.body["withheld"]
        withheld[item["w"]] = withheld.get(item["w"], 0) + by
        if not withheld[item["w"]]:
            del withheld[item["w"]]

    def item(self, dice: Random, kind: str) -> tuple[dict[str, Any], int] | None:
        """Draw a segment and the place of a given (`r`) or withheld (`h`) record in it."""
        places = [
            (segment, place)
            for segment in self.segments
            for place, item in enumerate(segment["records"])
            if kind in item
        ]
        return dice.choice(places) if places else None


def edit_record(base: Base, dice: Random) -> Changed | None:
    """Write something else into a record, its salt or its hash."""
    worker = Worker(base)
    kind = dice.choice("rrh")
    if (drawn := worker.item(dice, kind)) is None:
        return None
    segment, place = drawn
    item = segment["records"][place]
    if kind == "h":
        item["h"] = b64(dice.randbytes(32))
    elif dice.randrange(3) == 0:
        item["s"] = b64(dice.randbytes(32))
    else:
        record = json.loads(item["r"])
        record["text"] = [{"field": "body", "value": f"forged {dice.random()}"}]
        item["r"] = marshal(record).decode()
    return worker.found(9)


def drop_record(base: Base, dice: Random) -> Changed | None:
    """Leave a record out of its segment, and count one less everywhere."""
    worker = Worker(base)
    segment = dice.choice([each for each in worker.segments if each["n"] > 1])
    worker.count(segment["records"].pop(dice.randrange(segment["n"])), -1)
    segment["n"] -= 1
    return worker.found(9)


def double_record(base: Base, dice: Random) -> Changed:
    """Give a record twice, or a record of another release."""
    worker = Worker(base)
    segment = dice.choice(worker.segments)
    item = dice.choice(segment["records"])
    if dice.randrange(2):
        item = dice.choice(dice.choice(json.loads(dice.choice(base.others)[SEGMENTS]))["records"])
    segment["records"].insert(dice.randrange(segment["n"] + 1), item)
    segment["n"] += 1
    worker.count(item, +1)
    return worker.found(9)


def swap_records(base: Base, dice: Random) -> Changed | None:
    """Change the order of two records, or the segments that they are in."""
    worker = Worker(base)
    one, other = dice.choice(worker.segments), dice.choice(worker.segments)
    at, there = dice.randrange(one["n"]), dice.randrange(other["n"])
    if one["records"][at] == other["records"][there]:
        return None
    one["records"][at], other["records"][there] = other["records"][there], one["records"][at]
    return worker.found(9)


def withhold(base: Base, dice: Random) -> Changed | None:
    """Withhold what she agreed to, with its true hash."""
    worker = Worker(base)
    if (drawn := worker.item(dice, "r")) is None:
        return None
    segment, place = drawn
    item = segment["records"][place]
    leaf = record_leaf(unb64(item["s"]), item["r"].encode())
    segment["records"][place] = {"h": b64(leaf), "w": dice.choice(PLAIN)}
    worker.count(item, -1)
    worker.count(segment["records"][place], +1)
    # A medium that only this record cited is now cited by none; the derived part stays.
    return worker.found(13)


def call_it_changed(base: Base, dice: Random) -> Changed | None:
    """Give a reason that asks for a copy, without one; or take it from one that has a copy."""
    worker = Worker(base)
    if (drawn := worker.item(dice, "h")) is None:
        return None
    item = drawn[0]["records"][drawn[1]]
    worker.count(item, -1)
    item["w"] = dice.choice(PLAIN) if item["w"] == "transformed" else "transformed"
    worker.count(item, +1)
    return worker.found(10)


def segment_list(base: Base, dice: Random) -> Changed | None:
    """Drop, double or move a whole segment; count as if it were right."""
    worker = Worker(base)
    at = dice.randrange(len(worker.segments))
    match dice.randrange(3):
        case 0:
            gone = worker.segments.pop(at)
            for item in gone["records"]:
                worker.count(item, -1)
            return worker.found(10, 12)
        case 1:
            worker.segments.insert(at, worker.segments[at])
            for item in worker.segments[at]["records"]:
                worker.count(item, +1)
            return worker.found(10, 13)
        case _:
            worker.segments.append(worker.segments.pop(at))
            if at == len(worker.segments) - 1:
                return None
            return worker.found(10)


def segment_field(base: Base, dice: Random) -> Changed | None:
    """Say another place, day, conversation, salt or path of a segment."""
    worker = Worker(base)
    segment = dice.choice(worker.segments)
    match field := dice.choice(("i", "g", "d", "desc", "fs", "path", "n")):
        case "i":
            segment["i"] += dice.choice((-1, 1)) if segment["i"] else 1
        case "g":
            segment["g"] = dice.randbytes(16).hex()
        case "d":
            segment["d"] = f"2026-0{dice.randint(4, 9)}-2{dice.randint(0, 9)}"
        case "desc":
            desc = json.loads(segment["desc"])
            desc["thread"] = f"{desc['thread']}x"
            segment["desc"] = marshal(desc).decode()
        case "n":
            # What the list already says must be said the same.
            segment["n"] += dice.choice((-1, 1))
            return Changed(worker.sign(), steps(0))
        case _:
            if not segment[field]:
                return None
            at = dice.randrange(len(segment[field]))
            segment[field][at] = b64(dice.randbytes(32))
    return worker.found(9)


def boundary_list(base: Base, dice: Random) -> Changed | None:
    """Drop, double or move what proves that nothing lies beside the release."""
    worker = Worker(base)
    at = dice.randrange(len(worker.boundary))
    match dice.randrange(3):
        case 0:
            del worker.boundary[at]
            return worker.found(12)
        case 1:
            worker.boundary.insert(at, worker.boundary[at])
        case _:
            if at == len(worker.boundary) - 1:
                return None
            worker.boundary.append(worker.boundary.pop(at))
    return worker.found(10)


def boundary_field(base: Base, dice: Random) -> Changed | None:
    """Say another place, day, conversation or path of a neighbour."""
    worker = Worker(base)
    opened = dice.choice(worker.boundary)
    match field := dice.choice([name for name in opened if name != "d"]):
        case "i":
            opened["i"] += dice.choice((-1, 1)) if opened["i"] else 1
            # Its place may be another's now.
            return worker.found(12, earlier=(10,))
        case "g":
            opened["g"] = dice.randbytes(16).hex()
        case "path":
            if not opened["path"]:
                return None
            opened["path"][dice.randrange(len(opened["path"]))] = b64(dice.randbytes(32))
        case _:
            opened[field] = b64(dice.randbytes(32))
    return worker.found(12)


def counts(base: Base, dice: Random) -> Changed:
    """Count something else than there is."""
    worker = Worker(base)
    by = dice.choice((1, -1, 7))
    names = ["disclosed", "objects", "selection", "derived", *worker.body["withheld"]]
    match name := dice.choice(names):
        case "disclosed" | "objects":
            worker.body[name] = abs(worker.body[name] + by)
        case "selection":
            worker.body[name]["records"] += by if worker.body[name]["records"] + by >= 0 else 1
            return worker.found(13)
        case "derived":
            worker.body[name]["records"] += abs(by)
        case reason:
            worker.body["withheld"][reason] += abs(by)
    return worker.found(10)


def statement(base: Base, dice: Random) -> Changed:
    """State another grant, extraction, root, filter, selection or time."""
    worker = Worker(base)
    match name := dice.choice(("gid", "eid", "root", "filter", "selection", "created")):
        case "gid" | "eid" | "root":
            worker.body[name] = dice.randbytes(len(worker.body[name]) // 2).hex()
            return worker.found(7)
        case "filter":
            worker.body["filter"]["version"] = "99"
            return worker.found(7)
        case "selection":
            worker.body["selection"]["sha256"] = dice.randbytes(32).hex()
            return worker.found(13)
        case _:
            worker.body[name] = f"{dice.choice((2020, 2150))}-01-01T00:00:00Z"
            # Where no log says when, it is also a time at which no key held.
            return worker.found(8, earlier=(1, 5))


def media(base: Base, dice: Random) -> Changed | None:
    """Hide a medium, put other bytes in its place, or add one that nobody cites."""
    worker = Worker(base)
    extra = dice.randbytes(200)
    added = f"media/{hashlib.sha256(extra).hexdigest()}"
    names = [name for name in sorted(base.files) if name.startswith("media/")]
    if not names:
        return None
    name = dice.choice(names)
    match dice.randrange(4):
        case 0:
            del worker.files[name]
            worker.body["objects"] -= 1
            return worker.found(10, 14)
        case 1:
            worker.files[name] = extra
            return worker.found(14)
        case 2:
            del worker.files[name]
            worker.files[added] = extra
            return worker.found(14)
        case _:
            worker.files[added] = extra
            worker.body["objects"] += 1
            return worker.found(10, 14)


def copies(base: Base, dice: Random) -> Changed | None:
    """Change, drop or add what goes in a changed form."""
    worker = Worker(base)
    if not worker.derived:
        worker.derived.append(
            {"m": dice.randbytes(32).hex(), "step": "metadata", "w": "not-stripped"}
        )
        return worker.found(13, 14)
    record, medium = worker.derived
    name = f"derived/{medium['sha256']}"
    match dice.randrange(5):
        case 0:
            body = json.loads(record["r"])
            body["text"] = [{"field": "body", "value": f"forged {dice.random()}"}]
            record["r"] = marshal(body).decode()
            return worker.found(13)
        case 1:
            worker.derived.remove(record)
            worker.body["derived"]["records"] -= 1
            return worker.found(10, 13)
        case 2:
            worker.derived.remove(medium)
            return worker.found(13, 14)
        case 3:
            worker.files[name] = dice.randbytes(99)
            return worker.found(14)
        case _:
            record["j"] = 0
            return worker.found(10, 13)


def listed(base: Base, dice: Random) -> Changed | None:
    """List other hashes than the files have, a file that is not there, or one too few."""
    worker = Worker(base)
    names = [name for name in sorted(base.files) if name not in (COVER, RELEASE)]
    name = dice.choice(names)
    if dice.randrange(2):
        files = worker.sign(**{name: dice.randbytes(32).hex()})
        return Changed(files, steps(6))
    files = worker.sign(**{f"media/{dice.randbytes(32).hex()}": dice.randbytes(32).hex()})
    return Changed(files, steps(6))


def own_word(base: Base, dice: Random) -> Changed | None:
    """Say something else where it may: only her approval and the log hold it to its first word."""
    worker = Worker(base)
    match dice.randrange(3):
        case 0:
            worker.files[README] += b"and one line more\n"
        case 1:
            worker.body["rid"] = dice.randbytes(16).hex()
        case _:
            drawn = worker.item(dice, "h")
            item = drawn[0]["records"][drawn[1]] if drawn else {"w": "transformed"}
            if item["w"] == "transformed":
                return None
            worker.count(item, -1)
            item["w"] = dice.choice([reason for reason in PLAIN if reason != item["w"]])
            worker.count(item, +1)
    files = worker.sign()
    where = {"logged": (15, 16), "automatic": (16,), "desk": (15,)}[base.name]
    return Changed(files, steps(*where), steps(15))


CHANGES: dict[str, Change] = {
    "worker: a record edited": edit_record,
    "worker: a record dropped": drop_record,
    "worker: a record doubled or foreign": double_record,
    "worker: records swapped": swap_records,
    "worker: an agreed record withheld": withhold,
    "worker: a reason without its copy": call_it_changed,
    "worker: a segment dropped, doubled, moved": segment_list,
    "worker: what a segment is": segment_field,
    "worker: a neighbour dropped, doubled, moved": boundary_list,
    "worker: what a neighbour is": boundary_field,
    "worker: counts": counts,
    "worker: what it states": statement,
    "worker: media": media,
    "worker: changed copies": copies,
    "worker: listed hashes": listed,
    "worker: its own word": own_word,
}
