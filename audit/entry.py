"""Entries: one logged event each, in canonical bytes, without a name in them.

docs/formats/audit-entry.md. Tags are blinded with a key of the survivor's case, documents
are salted commitments, and every entry is padded to a multiple of 512 bytes.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from audit.errors import MalformedEntry

STEP = 512
LIMIT = 2048
TAG_SIZE = 16
_COMMIT = b"safehold-audit-commit-v1\x00"
_TAG = b"safehold-audit-tag\x00"
_OBJECT = b"safehold-audit-obj\x00"
OUTCOMES = frozenset(
    {
        *("granted", "denied", "completed", "partial", "aborted"),
        *("unknown", "error", "mismatch", "done"),
    }
)
ROLES = frozenset(
    {
        *("survivor", "guardian", "worker", "investigator", "prosecutor", "solicitor"),
        *("advocate", "auditor", "administrator", "support", "system"),
    }
)

Value = str | int


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. Empty texts and None are left out of the bytes.

    `t` is milliseconds since 1970; `ref` the index of the access that an outcome closes;
    `n` a count; `tag` and `obj` hex; `con`, `pol` and `doc` hex digests or commitments.
    """

    id: str
    t: int
    act: str
    out: str
    role: str
    rc: str = ""
    ref: int | None = None
    n: int | None = None
    tag: str = ""
    obj: str = ""
    org: str = ""
    why: str = ""
    con: str = ""
    pol: str = ""
    auth: str = ""
    doc: str = ""
    v: int = field(default=1)

    def marshal(self) -> bytes:
        """Give the canonical, padded bytes, or raise MalformedEntry."""
        body: dict[str, Value] = {
            item.name: value
            for item in fields(self)
            if (value := getattr(self, item.name)) not in ("", None)
        }
        body["pad"] = ""
        missing = -len(_spell(body)) % STEP
        body["pad"] = " " * missing
        data = _spell(body)
        if len(data) > LIMIT:
            raise MalformedEntry(f"entry has {len(data)} bytes, want at most {LIMIT}")
        return data


@dataclass(frozen=True, slots=True)
class Draft:
    """An event to be logged, before it is blinded.

    `case` is the account whose case it is, None for events of no case; `obj` and `con` are
    plain ids (the thing, the grant), blinded before they are written; `pol` a hash of the
    rules read; `doc` the SHA-256 of a signed document.
    """

    act: str
    out: str
    role: str
    case: bytes | None = None
    obj: bytes | None = None
    rc: str | None = None
    ref: int | None = None
    n: int | None = None
    org: str = ""
    why: str = ""
    con: bytes | None = None
    pol: bytes | None = None
    auth: str = ""
    doc: bytes | None = None


def parse_entry(data: bytes) -> Entry:
    """Read an entry, or raise MalformedEntry; any other spelling is refused."""
    if len(data) > LIMIT:
        raise MalformedEntry("entry is too long")
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        raise MalformedEntry("entry is not JSON") from None
    if not isinstance(body, dict) or body.pop("pad", None) is None:
        raise MalformedEntry("entry is not a padded object")
    _check_fields(body)
    try:
        entry = Entry(**body)
    except TypeError:
        raise MalformedEntry("entry has unknown or missing fields") from None
    if entry.v != 1 or entry.out not in OUTCOMES or entry.role not in ROLES:
        raise MalformedEntry("entry has an unknown version, outcome or role")
    if entry.marshal() != data:
        raise MalformedEntry("entry is not in canonical form")
    return entry


def commitment(name: str, r: bytes, value: bytes) -> bytes:
    """Commit to a value under a name and 32 random bytes."""
    return hashlib.sha256(_COMMIT + name.encode() + b"\x00" + r + value).digest()


def case_tag(k_case: bytes, number: int) -> bytes:
    """Blind the number of a case's entry: unlinkable without the key, countable with it."""
    return hashlib.sha256(_TAG + k_case + number.to_bytes(8)).digest()[:TAG_SIZE]


def object_tag(k_case: bytes, item: bytes) -> bytes:
    """Blind the id of a thing of a case."""
    return hashlib.sha256(_OBJECT + k_case + item).digest()[:TAG_SIZE]


def chain_step(before: bytes, leaf: bytes) -> bytes:
    """Give the chain value of a leaf (AUDIT chain: it orders what no checkpoint covers yet)."""
    return hashlib.sha256(b"\x02" + before + leaf).digest()


def _spell(body: Mapping[str, Value]) -> bytes:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _check_fields(body: Mapping[str, object]) -> None:
    for name, value in body.items():
        wanted = int if name in {"v", "t", "ref", "n"} else str
        if type(value) is not wanted or (wanted is int and not 0 <= int(str(value)) < 2**53):
            raise MalformedEntry(f"field {name[:8]} is of another kind")
