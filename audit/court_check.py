"""What was given to a court, checked step by step.

docs/formats/audit-entry.md 10. `verify.py` of a bundle is built from this module and those under
it; `verify.html` says the same of every bundle (frontend/src/court/check.ts).
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from audit.checkpoint import parse_checkpoint
from audit.cosignature import check_cosignatures
from audit.earliest_stamp import earliest_stamp
from audit.entry import Entry, parse_entry
from audit.errors import AuditError, BadSignature, MalformedNote, NotProven
from audit.fields import check_fields, parse_fields
from audit.merkle import leaf_hash, verify_inclusion
from audit.note import Note, parse_note
from audit.policy import LogPolicy
from audit.proof import LogProof, parse_proof
from audit.timestamp import Authority
from audit.trust import check_log

PASS, FAIL, ABSENT, NOT_PINNED = "pass", "fail", "absent", "not pinned"
NAMES = ("files", "entry", "proof", "log", "witnesses", "fields", "stamped", "time")
_SLACK = timedelta(seconds=5)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALONE = frozenset({"README.txt", "checkpoint", "policy", "tsa.pem", "verify.html", "verify.py"})
_NUMBERED = re.compile(
    r"(?:entries/(?P<entry>N)\.json|(?P<proof>N)\.tlog-proof|(?P<fields>N)\.fields"
    r"|time/(?P<time>N)\.(?:tlog-proof|checkpoint|(?:N)\.tsr))".replace(
        "N", "(?:0|[1-9][0-9]{0,15})"
    ),
    re.ASCII,
)
_LAST_SECOND = 253_402_300_799
_NO_CLOCK = 2**62
"""When a stamped log was there is the authority's word, not the reader's clock's."""


@dataclass(frozen=True, slots=True)
class CourtStep:
    """One step: of which entry (None: of the bundle), its number, and what was found."""

    entry: int | None
    number: int
    status: str
    detail: str


def check_court(
    files: Mapping[str, bytes],
    policy: LogPolicy,
    *,
    now_seconds: int,
    given: bytes | None = None,
    authorities: Sequence[Authority] = (),
) -> list[CourtStep]:
    """Check a bundle.

    Args:
        files: what lies in it, by path.
        policy: whose keys count.
        now_seconds: the reader's clock.
        given: the policy file's bytes; a file of the folder with these is passed over.
        authorities: whose time stamps count.
    """
    indexes, unknown = _sorted_out({name: files[name] for name in files if files[name] != given})
    steps = [_step(None, 1, lambda: _files(files, indexes, unknown))]
    for index in indexes:
        steps += _entry(_Reading(files, index), policy, now_seconds, authorities)
    return steps


def _sorted_out(files: Mapping[str, bytes]) -> tuple[list[int], list[str]]:
    """Give the entries that there are, and what is no part of a bundle."""
    found = {name: _NUMBERED.fullmatch(name) for name in files if name not in _ALONE}
    kinds = [(match.lastgroup, match) for match in found.values() if match is not None]
    entries = {int(match["entry"]) for kind, match in kinds if kind == "entry"}
    unknown = [name for name, match in found.items() if match is None]
    for kind, match in kinds:
        if int(match[kind or ""]) not in entries:
            unknown.append(match.string)
    return sorted(entries), sorted(unknown)


def _files(files: Mapping[str, bytes], indexes: list[int], unknown: list[str]) -> str:
    """(1) There are entries and a checkpoint, and nothing that is not known."""
    if not indexes:
        raise NotProven("there are no entries")
    if unknown:
        raise NotProven(f"{len(unknown)} files are not of a bundle, or of no entry in it")
    if "checkpoint" not in files:
        raise NotProven("there is no checkpoint")
    return f"{len(indexes)} entries"


class Unpinned(str):
    """What a step says that nothing was given to check by."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One entry of a bundle."""

    files: Mapping[str, bytes]
    index: int

    def text(self, name: str) -> str:
        """Give a file's text."""
        if name not in self.files:
            raise NotProven(f"there is no {name}")
        try:
            return self.files[name].decode("utf-8")
        except UnicodeDecodeError:
            raise MalformedNote(f"{name} is not UTF-8") from None

    @property
    def data(self) -> bytes:
        """The entry's bytes."""
        return self.files[f"entries/{self.index}.json"]

    def note(self) -> Note:
        """Give the checkpoint under the entry's proof."""
        return parse_note(parse_proof(self.text(f"{self.index}.tlog-proof")).checkpoint)


def _entry(
    of: _Reading, policy: LogPolicy, now_seconds: int, authorities: Sequence[Authority]
) -> Iterator[CourtStep]:
    yield _step(of.index, 2, lambda: _spelling(of))
    yield _step(of.index, 3, lambda: _proof(of))
    yield _step(of.index, 4, lambda: _log(of.note(), policy, now_seconds))
    yield _step(of.index, 5, lambda: _witnesses(of.note(), policy, now_seconds))
    yield _step(of.index, 6, lambda: _fields(of))
    yield _step(of.index, 7, lambda: _stamped(of, policy))
    yield _step(of.index, 8, lambda: _time(of, authorities))


def _spelling(of: _Reading) -> str:
    """(2) The entry is one, in its one spelling."""
    return _told(parse_entry(of.data))


def _proof(of: _Reading) -> str:
    """(3) It is in the log of the bundle's checkpoint."""
    proof = parse_proof(of.text(f"{of.index}.tlog-proof"))
    if proof.checkpoint != of.text("checkpoint"):
        raise NotProven("the proof leads to another checkpoint than the bundle's")
    return f"entry {of.index} of {_included(of, proof)}"


def _included(of: _Reading, proof: LogProof) -> int:
    if proof.index != of.index:
        raise NotProven(f"the proof is of entry {proof.index}")
    under = parse_checkpoint(parse_note(proof.checkpoint).text)
    verify_inclusion(leaf_hash(of.data), of.index, under.size, proof.path, under.root)
    return under.size


def _log(note: Note, policy: LogPolicy, now_seconds: int) -> str:
    """(4) The log signed the checkpoint with every key that the policy names for it."""
    origin = parse_checkpoint(note.text).origin
    check_log(note, origin, policy, now_seconds=now_seconds)
    return f"signed by {origin}"


def _witnesses(note: Note, policy: LogPolicy, now_seconds: int) -> str:
    """(5) Those whose word the policy wants saw it."""
    seen = check_cosignatures(note, list(policy.witnesses.values()), now_seconds=now_seconds)
    if not policy.satisfied(seen.keys()):
        raise NotProven("too few witnesses cosigned the checkpoint")
    told = sorted(f"{key.name} at {_when(at)}" for key, at in seen.items())
    return f"seen by {', '.join(told) or 'no witness'}"


def _fields(of: _Reading) -> str | None:
    """(6) What was opened is what the entry commits to."""
    name = f"{of.index}.fields"
    if name not in of.files:
        return None
    opened = check_fields(parse_fields(of.files[name]), parse_entry(of.data).x)
    return ", ".join(f"{name} {value}" for name, value in sorted(opened.items())) or "all closed"


def _stamped(of: _Reading, policy: LogPolicy) -> str | None:
    """(7) What authorities stamped is a log, signed as such, that holds the entry."""
    before = f"time/{of.index}."
    tokens = [name for name in of.files if name.startswith(before) and name.endswith(".tsr")]
    if not any(name.startswith(before) for name in of.files):
        return None
    proof = parse_proof(of.text(f"{before}tlog-proof"))
    _included(of, proof)
    note = parse_note(proof.checkpoint)
    check_log(note, parse_checkpoint(note.text).origin, policy, now_seconds=_NO_CLOCK)
    numbered = {f"{before}{at}.tsr" for at in range(len(tokens))}
    if of.text(f"{before}checkpoint") != note.text or not tokens or set(tokens) != numbered:
        raise NotProven("what was stamped is not what the proof leads to")
    return f"{len(tokens)} time stamps are over it"


def _time(of: _Reading, authorities: Sequence[Authority]) -> str | Unpinned | None:
    """(8) A pinned authority says when that was there, and the entry is no later."""
    before = f"time/{of.index}."
    tokens = sorted(name for name in of.files if name.startswith(before) and name[-4:] == ".tsr")
    if not tokens:
        return None
    if not authorities:
        return Unpinned("no authority was given; openssl checks the stamps too")
    text = of.text(f"{before}checkpoint")
    stamp = earliest_stamp([of.files[name] for name in tokens], text, authorities)
    if stamp is None:
        raise BadSignature("no pinned authority stamped it")
    if stamp.at + stamp.slack + _SLACK < _moment(parse_entry(of.data).t):
        raise NotProven("the entry is later than the stamp over it")
    return f"there at {stamp.at:%Y-%m-%d %H:%M:%S} UTC at the latest, says {stamp.authority}"


def _moment(ms: int) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=ms)
    except OverflowError:
        raise NotProven("the entry's time is no date") from None


def _step(entry: int | None, number: int, check: Callable[[], str | None]) -> CourtStep:
    try:
        found = check()
    except AuditError as error:
        return CourtStep(entry, number, FAIL, str(error))
    if isinstance(found, Unpinned):
        return CourtStep(entry, number, NOT_PINNED, str(found))
    return CourtStep(entry, number, ABSENT if found is None else PASS, found or "none is given")


def _told(entry: Entry) -> str:
    return f"{entry.act} {entry.out} by {entry.role} on {_when(entry.t // 1000)}"


def _when(seconds: int) -> str:
    if seconds > _LAST_SECOND:
        return f"second {seconds}"
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))
