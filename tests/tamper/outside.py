"""Changes by somebody who holds no key: bytes, files, rows, replays, the ZIP itself."""

import json
import zlib
from random import Random

from extraction.package import (
    CERTS,
    COVER,
    GRANT,
    INGEST,
    RECEIPT,
    RELEASE,
    SURVIVOR,
    VERIFY_PAGE,
    VERIFY_SCRIPT,
    WORKER_KEY,
)
from extraction.zip_stored import Entry, entry_of, write_zip
from tests.tamper.change import Change, Changed, steps
from tests.tamper.packages import Base, Files, is_json
from vault.canonical import marshal

# What fails besides the release statement, whose hash of every file but two fails (6).
OWN = {INGEST: 2, RECEIPT: 3, GRANT: 4, SURVIVOR: 4, WORKER_KEY: 5}
# What may fail before: a key that nobody certifies any more (1), a time that a changed
# statement gives instead of the log's (1, 5), a receipt for another statement (3).
EARLIER = {
    INGEST: {1, 3, 4},
    RECEIPT: {3},
    GRANT: {1, 5},
    SURVIVOR: {3, 4},
    WORKER_KEY: {1, 5},
    CERTS: {1, 2, 5},
    RELEASE: {1, 5},
}
OPTIONAL = (RECEIPT, WORKER_KEY, VERIFY_PAGE, VERIFY_SCRIPT, COVER)
COVERED = steps(15, 16)


def found(name: str, files: Files, *, signed: bool = False) -> Changed:
    """Say where a change of one file is found; `signed` changes break a signature too."""
    if name == COVER:
        # An approval (15) or a proof (16): which, the caller's place in the file decides.
        return Changed(files, steps(), COVERED, shape=True)
    must = {6} | ({OWN[name]} if signed and name in OWN else set())
    return Changed(files, frozenset(must), frozenset(EARLIER.get(name, ())), shape=True)


def flip(base: Base, dice: Random) -> Changed:
    """Flip one bit of one file."""
    name = dice.choice(sorted(base.files))
    data = bytearray(base.files[name])
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return found(name, {**base.files, name: bytes(data)}, signed=True)


def byte(base: Base, dice: Random) -> Changed | None:
    """Put another byte in one's place, take one out, or put one in."""
    name = dice.choice(sorted(base.files))
    data = bytearray(base.files[name])
    at, value = dice.randrange(len(data)), dice.randrange(256)
    match dice.randrange(3):
        case 0:
            data[at] = value
        case 1:
            del data[at]
        case _:
            data.insert(at, value)
    if bytes(data) == base.files[name]:
        return None
    return found(name, {**base.files, name: bytes(data)}, signed=True)


def cut(base: Base, dice: Random) -> Changed:
    """Cut a file short, or let it go on."""
    name = dice.choice(sorted(base.files))
    data = base.files[name]
    longer = data + dice.randbytes(dice.randint(1, 40))
    changed = dice.choice((data[: dice.randrange(len(data))], longer, data + data))
    return found(name, {**base.files, name: changed})


def drop(base: Base, dice: Random) -> Changed:
    """Take a file out."""
    name = dice.choice(sorted(base.files))
    files = {other: data for other, data in base.files.items() if other != name}
    if "/" in name:
        return Changed(files, steps(6, 14), steps(10))
    if name not in OPTIONAL:
        return Changed(files, steps(0))
    if name == COVER:
        return Changed(files, steps(16) if base.name == "automatic" else steps(15))
    return Changed(files, steps(6), steps(1, 5))


def swap(base: Base, dice: Random) -> Changed | None:
    """Give two files each other's bytes."""
    one, other = dice.sample(sorted(base.files), 2)
    if base.files[one] == base.files[other]:
        return None
    files = {**base.files, one: base.files[other], other: base.files[one]}
    return Changed(files, steps(6), shape=True)


def double(base: Base, dice: Random) -> Changed:
    """Put a file in a second time, under another name."""
    name = dice.choice(sorted(base.files))
    hidden = f"{dice.choice(('media', 'derived'))}/{dice.randbytes(32).hex()}"
    new = dice.choice((hidden, f"copy of {name}", "segments-0001.json", name.upper(), f"x/{name}"))
    files = {**base.files, new: base.files[name]}
    if new == hidden:
        return Changed(files, steps(6, 14), steps(10))
    return Changed(files, steps(0))


def replay(base: Base, dice: Random) -> Changed | None:
    """Take a file out of another release."""
    other = dice.choice(base.others)
    name = dice.choice(sorted(set(other) & set(base.files)))
    if other[name] == base.files[name]:
        return None
    files = {**base.files, name: other[name]}
    if name == COVER:
        return Changed(files, steps(15), steps(16))
    must = {6}
    # A statement of hers about another intake, or a key certified for another grant.
    must |= {RECEIPT: {3}, WORKER_KEY: {5}}.get(name, set())
    return Changed(files, frozenset(must), steps(1, 2, 3, 4, 5), shape=name == CERTS)


def transplant(base: Base, dice: Random) -> Changed | None:
    """Put one file of this release into another one, under this one's policy."""
    other = dice.choice(base.others)
    name = dice.choice(sorted(set(other) & set(base.files)))
    if other[name] == base.files[name]:
        return None
    if name == COVER:
        return Changed({**other, name: base.files[name]}, steps(15), steps(1, 16))
    return Changed({**other, name: base.files[name]}, steps(6), steps(1, 2, 3, 4, 5))


def rows(base: Base, dice: Random) -> Changed | None:
    """Drop, double or move a row of a list."""
    lists = [n for n, data in sorted(base.files.items()) if n.endswith(".json") and is_json(data)]
    name = dice.choice(lists)
    items = json.loads(base.files[name])
    if not items:
        return None
    at = dice.randrange(len(items))
    match dice.randrange(3):
        case 0:
            del items[at]
        case 1:
            items.insert(dice.randrange(len(items) + 1), items[at])
        case _:
            items.insert(dice.randrange(len(items)), items.pop(at))
    data = marshal(items)
    if data == base.files[name]:
        return None
    return found(name, {**base.files, name: data})


def spelling(base: Base, dice: Random) -> Changed:
    """Spell a JSON document in another way: what it says stays, its bytes do not."""
    name = dice.choice([n for n in sorted(base.files) if n.endswith(".json")])
    value = json.loads(base.files[name])
    indent = dice.choice((None, 1, 4))
    data = json.dumps(value, indent=indent).encode() + b"\n" * dice.randrange(2)
    files = {**base.files, name: data}
    if name == COVER:
        return Changed(files, steps(0))
    return Changed(files, steps(6), steps(1, 2, 3, 4, 5), shape=True)


def zip_of(files: Files) -> bytes:
    """Write files as the ZIP that a container holds."""
    return b"".join(write_zip([entry_of(name, data) for name, data in sorted(files.items())]))


def zip_byte(base: Base, dice: Random) -> Changed:
    """Change a byte of the ZIP: every one is checked, by a checksum or a spelling."""
    data = bytearray(zip_of(dict(base.files)))
    # A third of them in the directory and the headers, which are few bytes of many.
    tail = len(data) - data.index(b"PK\x01\x02")
    at = len(data) - 1 - dice.randrange(tail if dice.randrange(3) == 0 else len(data))
    data[at] ^= 1 << dice.randrange(8)
    return Changed(bytes(data), steps(0))


def zip_entries(base: Base, dice: Random) -> Changed:
    """Store an entry twice, out of order, or with something before, between or behind."""
    entries = [entry_of(name, data) for name, data in sorted(base.files.items())]
    at = dice.randrange(len(entries))
    match dice.randrange(4):
        case 0:
            entries.insert(at, entries[at])
        case 1:
            one, data = entries[at].name, b"another"
            entries.insert(at, Entry(one, len(data), zlib.crc32(data), lambda: (b"another",)))
        case 2:
            entries.insert((at + 1) % len(entries), entries.pop(at))
        case _:
            junk, good = dice.randbytes(dice.randint(1, 30)), zip_of(dict(base.files))
            return Changed(junk + good if dice.randrange(2) else good + junk, steps(0))
    return Changed(b"".join(write_zip(entries)), steps(0))


CHANGES: dict[str, Change] = {
    "a bit flipped": flip,
    "a byte changed, out or in": byte,
    "a file cut short or longer": cut,
    "a file dropped": drop,
    "two files swapped": swap,
    "a file doubled": double,
    "a file of another release": replay,
    "a file put into another release": transplant,
    "a row dropped, doubled, moved": rows,
    "a document spelt otherwise": spelling,
    "a byte of the ZIP": zip_byte,
    "an entry of the ZIP": zip_entries,
}
