"""Entries: one logged event each, in canonical bytes, without a name in them.

docs/formats/audit-entry.md. Tags are blinded with a key of the survivor's case, documents
are salted commitments, and every entry is padded to a multiple of 512 bytes.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict, cast

import orjson

from audit.errors import MalformedEntry

STEP = 512
LIMIT = 2048
TAG_SIZE = 16
MAX_INTEGER = 2**53 - 1
_COMMIT = b"safehold-audit-commit-v1\x00"
_TAG = b"safehold-audit-tag\x00"
_OBJECT = b"safehold-audit-obj\x00"
_ORGANISATION = b"safehold-audit-org\x00"
OUTCOMES = frozenset(
    {
        *("granted", "denied", "completed", "partial", "aborted"),
        *("unknown", "error", "mismatch", "done"),
    }
)
ROLES = frozenset(
    {
        *("survivor", "guardian", "worker", "investigator", "prosecutor", "solicitor"),
        *("supervisor", "disclosure-officer", "defence-reviewer", "court-expert"),
        *("advocate", "auditor", "administrator", "support", "system"),
    }
)
_FAMILIES = (
    "account|approval|catalogue|cert|client|cover|draft|envelope|erase|expire|export|grant"
    "|hold|ingest|key|log|outcome|own|policy|receipt|release|request|revoked|role|subject"
    "|support|system|tsa|upload|withdraw"
)
_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_TAG_TEXT = re.compile(r"[0-9a-f]{32}")
_HASH_TEXT = re.compile(r"[0-9a-f]{64}")
_TEXTS = {
    "id": _TAG_TEXT,
    "act": re.compile(rf"(?:{_FAMILIES})(?:\.[a-z]{{1,20}})?"),
    "out": re.compile("|".join(sorted(OUTCOMES))),
    "role": re.compile("|".join(sorted(ROLES))),
    "rc": _CODE,
    "tag": _TAG_TEXT,
    "obj": _TAG_TEXT,
    "org": _TAG_TEXT,
    "why": _CODE,
    "con": _TAG_TEXT,
    "pol": _HASH_TEXT,
    "auth": _CODE,
    "doc": _HASH_TEXT,
    "x": _HASH_TEXT,
    "pad": re.compile(rf" {{0,{STEP - 1}}}"),
}
_MATCHES = {name: pattern.fullmatch for name, pattern in _TEXTS.items()}
_NUMBERS = frozenset({"v", "t", "ref", "n"})
_REQUIRED = frozenset({"v", "id", "t", "act", "out", "role"})
_GLANCED = frozenset({"act", "con", "out", "ref", "role", "t", "tag"})


def _one_spelling() -> re.Pattern[str]:
    """Spell every field in its place. Nothing in an entry is ever escaped, so this is all."""
    parts = []
    for name in sorted({*_TEXTS, *_NUMBERS}):
        # Longer numbers may pass 2^53 - 1: who sees one reads the entry as JSON.
        number = "1" if name == "v" else "0|[1-9][0-9]{0,14}"
        quote, value = ("", number) if name in _NUMBERS else ('"', _TEXTS[name].pattern)
        group = f"({value})" if name in _GLANCED else f"(?:{value})"
        part = f'{"" if name == "act" else ","}"{name}":{quote}{group}{quote}'
        parts.append(part if name in _REQUIRED or name == "pad" else f"(?:{part})?")
    return re.compile(f"\\{{{''.join(parts)}\\}}")


_whole = _one_spelling().fullmatch


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. Empty texts and None are left out of the bytes.

    `t` is milliseconds since 1970; `ref` the index of the access that an outcome closes;
    `n` a count; `tag`, `obj`, `org` and `con` are blinded tags of 16 bytes in hex; `pol` is
    a hash, `doc` a commitment and `x` the hash of sealed fields, 32 bytes in hex; `rc`, `why`
    and `auth` are codes.
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
    x: str = ""
    v: int = 1

    def marshal(self) -> bytes:
        """Give the canonical, padded bytes, or raise MalformedEntry."""
        body: dict[str, object] = {"v": self.v, "t": self.t}
        for name in _TEXTS.keys() - {"pad"}:
            if (text := getattr(self, name)) != "":
                body[name] = text
        for name in ("ref", "n"):
            if (number := getattr(self, name)) is not None:
                body[name] = number
        _check_fields(body)
        return _pad(body)


class Fields(TypedDict):
    """An entry's fields as they are spelled; what is empty is not there."""

    v: int
    id: str
    t: int
    act: str
    out: str
    role: str
    rc: NotRequired[str]
    ref: NotRequired[int]
    n: NotRequired[int]
    tag: NotRequired[str]
    obj: NotRequired[str]
    org: NotRequired[str]
    why: NotRequired[str]
    con: NotRequired[str]
    pol: NotRequired[str]
    auth: NotRequired[str]
    doc: NotRequired[str]
    x: NotRequired[str]


@dataclass(frozen=True, slots=True)
class SealedFields:
    """What is kept of sealed fields: their hash in the entry, and the box beside the log."""

    root: bytes
    box: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """An event to be logged, before it is blinded.

    `case` is the account whose case it is, None for events of no case; `obj` and `con` are
    plain ids (the thing, the grant) and `org` an organisation's name, blinded before they
    are written; `pol` a hash of the rules read; `doc` the SHA-256 of a signed document;
    `sealed` says who it was, for those who may know.
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
    sealed: SealedFields | None = None

    def entry(
        self, number: bytes, t: int, r: bytes, *, tag: str, obj: str, org: str, con: str
    ) -> Entry:
        """Give the entry: its id, when it was, and what was blinded by whoever has the key.

        `r` are 32 random bytes for the commitment to `doc`.
        """
        return Entry(
            id=number.hex(),
            t=t,
            act=self.act,
            out=self.out,
            role=self.role,
            rc=self.rc or "",
            ref=self.ref,
            n=self.n,
            tag=tag,
            obj=obj,
            org=org,
            why=self.why,
            con=con,
            pol="" if self.pol is None else self.pol.hex(),
            auth=self.auth,
            doc="" if self.doc is None else commitment("doc", r, self.doc).hex(),
            x="" if self.sealed is None else self.sealed.root.hex(),
        )


def parse_entry(data: bytes) -> Entry:
    """Read an entry, or raise MalformedEntry; any other spelling is refused."""
    return Entry(**parse_fields(data))


def parse_fields(data: bytes) -> Fields:
    """Read an entry as its fields alone, for who reads very many; raises as parse_entry does."""
    if len(data) > LIMIT:
        raise MalformedEntry(f"entry has {len(data)} bytes, want at most {LIMIT}")
    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise MalformedEntry("entry is not JSON") from None
    if not isinstance(body, dict) or "pad" not in body:
        raise MalformedEntry("entry is not a padded object")
    _check_fields(body)
    # What Entry.marshal() gives, in one step less: sorted, and padded by less than a step.
    if len(data) % STEP or orjson.dumps(body, option=orjson.OPT_SORT_KEYS) != data:
        raise MalformedEntry("entry is not in canonical form")
    del body["pad"]
    return cast("Fields", body)


def glance(data: bytes) -> tuple[str, str | None, str, int | None, str, int, str | None]:
    """Read an entry and give `act con out ref role t tag`, for who reads a million.

    Raises:
        MalformedEntry: for the same bytes as parse_entry.
    """
    whole = None
    if len(data) <= LIMIT and not len(data) % STEP and data.isascii():
        whole = _whole(data.decode("ascii"))
    if whole is None:
        body = parse_fields(data)
        tag, con, ref = body.get("tag"), body.get("con"), body.get("ref")
        return body["act"], con, body["out"], ref, body["role"], body["t"], tag
    act, con, out, number, role, t, tag = whole.groups()
    return act, con, out, None if number is None else int(number), role, int(t), tag


def commitment(name: str, r: bytes, value: bytes) -> bytes:
    """Commit to a value under a name and 32 random bytes."""
    return hashlib.sha256(_COMMIT + name.encode() + b"\x00" + r + value).digest()


def case_tag(k_case: bytes, number: int) -> bytes:
    """Blind the number of a case's entry: unlinkable without the key, countable with it."""
    return hashlib.sha256(_TAG + k_case + number.to_bytes(8)).digest()[:TAG_SIZE]


def object_tag(k_case: bytes, item: bytes) -> bytes:
    """Blind the id of a thing of a case."""
    return hashlib.sha256(_OBJECT + k_case + item).digest()[:TAG_SIZE]


def organisation_tag(k_case: bytes, organisation: str) -> bytes:
    """Blind an organisation's name: another pseudonym in every case."""
    return hashlib.sha256(_ORGANISATION + k_case + organisation.encode()).digest()[:TAG_SIZE]


def _pad(body: Mapping[str, object]) -> bytes:
    bare = orjson.dumps({**body, "pad": ""}, option=orjson.OPT_SORT_KEYS)
    data = bare.replace(b'"pad":""', b'"pad":"%b"' % (b" " * (-len(bare) % STEP)))
    if len(data) > LIMIT:
        raise MalformedEntry(f"entry has {len(data)} bytes, want at most {LIMIT}")
    return data


def _check_fields(body: Mapping[str, object]) -> None:
    if not body.keys() >= _REQUIRED:
        raise MalformedEntry("entry lacks a field")
    for name, value in body.items():
        if (matches := _MATCHES.get(name)) is not None:
            if type(value) is not str or matches(value) is None:
                raise MalformedEntry(f"field {name} holds no value of its kind")
        elif name not in _NUMBERS:
            raise MalformedEntry("entry has an unknown field")
        # bool is an int to isinstance, and true is not a number here.
        elif type(value) is not int or not 0 <= value <= MAX_INTEGER:
            raise MalformedEntry(f"field {name} is no number from 0 to 2^53-1")
    if body["v"] != 1:
        raise MalformedEntry("entry has an unknown version")
