"""Verifying a copy of the log, offline, in numbered steps, in one pass over its entries.

docs/formats/audit-entry.md 6. A step is `pass`, `fail`, `absent` (nothing to check by) or
`not pinned` (checked only by what the copy says of itself).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from audit.chain import CHAIN_START, chain_step
from audit.checkpoint import parse_checkpoint
from audit.entry import case_tag, glance
from audit.errors import AuditError, MalformedEntry, NotProven
from audit.frontier import Frontier
from audit.log_copy import LogCopy
from audit.merkle import leaf_hash
from audit.note import parse_note
from audit.policy import LogPolicy, parse_log_policy
from audit.repository import Receipt
from audit.trust import check_checkpoint

PASS, FAIL, ABSENT, NOT_PINNED = "pass", "fail", "absent", "not pinned"
NAMES = (
    *("entries", "clock", "chain", "checkpoint", "tree"),
    *("case numbers", "outcomes", "consents", "receipts"),
)
CLOCK_SLACK_MS = 5000
OPEN_MS = 25 * 3_600_000
SETTLE_MS = 3_600_000
LOOKAHEAD = 1000
_OUTCOMES = frozenset({"completed", "partial", "aborted", "error", "mismatch", "unknown"})
_ASLEEP = frozenset({"role.add", "system.backup", "system.fsck"})
"""What a system may be told to do that is switched off, and closes nothing."""

Outcome = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step's outcome."""

    number: int
    name: str
    status: str
    detail: str


def verify_copy(
    copy: LogCopy,
    policy: LogPolicy | None,
    *,
    now_seconds: int,
    k_case: bytes | None = None,
    receipts: Sequence[Receipt] = (),
) -> list[Step]:
    """Verify a copy; one failing step does not stop the others.

    Args:
        copy: what is verified.
        policy: the reader's own log policy; None takes the copy's, which pins nothing.
        now_seconds: bounds the witnesses' clocks (seconds since 1970).
        k_case: a case's blinding key, to count its entries by.
        receipts: what the log once promised.
    """
    seen = _Reading()
    checks: list[Callable[[], Outcome]] = [
        lambda: _read(copy, seen, {receipt.index for receipt in receipts}),
        lambda: _clock(copy, policy, seen, now_seconds),
        lambda: _chain(copy, seen),
        lambda: _signed(copy, policy, now_seconds),
        lambda: _tree(copy, seen),
        lambda: _numbers(seen, k_case),
        lambda: _outcomes(seen),
        lambda: _consents(seen),
        lambda: _receipts(seen, receipts),
    ]
    steps = []
    for number, check in enumerate(checks, 1):
        try:
            status, detail = check()
        except AuditError as error:
            status, detail = FAIL, str(error)
        steps.append(Step(number, NAMES[number - 1], status, detail))
    return steps


@dataclass(slots=True)
class _Reading:
    """What one pass over the entries leaves behind; `faults` holds the first of each kind."""

    count: int = 0
    whole: bool = False
    chain: bytes = CHAIN_START
    roots: dict[int, bytes] = field(default_factory=dict)
    last_ms: int = 0
    awake_ms: int = 0
    covered_ms: int = 0
    tags: dict[str, int] = field(default_factory=dict)
    opened: dict[int | None, int] = field(default_factory=dict)
    closed: int = 0
    withdrawn: set[str] = field(default_factory=set)
    times: list[int] = field(default_factory=list)
    kept: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def note(self, kind: str, detail: str) -> None:
        self.faults.setdefault(kind, detail)


def _read(copy: LogCopy, seen: _Reading, wanted: set[int]) -> Outcome:
    """(1) Every entry is an entry, each in its one spelling."""
    checkpoint_size = _size(copy.checkpoint)
    signed = {checkpoint_size, *copy.stamps}
    frontier = Frontier()
    for index, data in enumerate(copy.entries()):
        if index in signed:
            seen.roots[index] = frontier.root()
        if index == checkpoint_size:
            seen.covered_ms = seen.last_ms
        leaf = leaf_hash(data)
        seen.chain = chain_step(seen.chain, leaf)
        frontier.add(leaf)
        if index in wanted:
            seen.kept[index] = (leaf, seen.chain)
        try:
            _take(index, data, seen)
        except MalformedEntry as error:
            seen.note("entries", f"entry {index}: {error}")
    seen.count = frontier.size
    seen.roots[seen.count] = frontier.root()
    if seen.count == checkpoint_size:
        seen.covered_ms = seen.last_ms
    if "entries" in seen.faults:
        return FAIL, seen.faults["entries"]
    seen.whole = True
    return PASS, f"{seen.count} entries, each as it should be"


def _take(index: int, data: bytes, seen: _Reading) -> None:
    act, con, out, ref, role, t, tag = glance(data)
    if t < seen.last_ms:
        seen.note("clock", f"the clock runs back at entry {index}")
    seen.last_ms = max(seen.last_ms, t)
    if tag is not None:
        if tag in seen.tags:
            seen.note("numbers", f"entries {seen.tags[tag]} and {index} have one case number")
        seen.tags[tag] = index
    if out == "granted":
        seen.opened[index] = t
        # What is hers stays hers; a withdrawal ends what everybody else may have.
        if con in seen.withdrawn and role != "survivor":
            seen.note("consents", f"access {index} came after its consent was withdrawn")
    elif act == "withdraw" and out == "done" and con is not None:
        seen.withdrawn.add(con)
    if (act == "outcome") != (out in _OUTCOMES):
        seen.note("outcomes", f"entry {index} is half an outcome")
    elif out in _OUTCOMES:
        if seen.opened.pop(ref, None) is None:
            seen.note("outcomes", f"entry {index} closes no access, or one that is closed")
        seen.closed += 1
    if act in _ASLEEP:
        return
    seen.awake_ms = seen.last_ms
    if not seen.times or t - seen.times[-1] >= SETTLE_MS:
        seen.times.append(t)


def _clock(copy: LogCopy, policy: LogPolicy | None, seen: _Reading, now_seconds: int) -> Outcome:
    """(2) Time never runs back, and no entry is later than the witness that saw it."""
    _want_whole(seen)
    if "clock" in seen.faults:
        raise NotProven(seen.faults["clock"])
    try:
        trusted = check_checkpoint(copy.checkpoint, _policy(copy, policy), now_seconds=now_seconds)
    except AuditError:
        # Step 4 says what is wrong with it.
        return PASS, "time never runs back; no witness time to compare with"
    if not trusted.seen:
        return PASS, "time never runs back; no witness time to compare with"
    if seen.covered_ms > min(trusted.seen.values()) * 1000 + 999 + CLOCK_SLACK_MS:
        raise NotProven("an entry is later than the witness that saw it")
    return PASS, "time never runs back, nor ahead of the witnesses"


def _chain(copy: LogCopy, seen: _Reading) -> Outcome:
    """(3) The entries give the chain value."""
    if seen.count != copy.size or seen.chain != copy.chain:
        raise NotProven("the entries do not give the chain value")
    return PASS, f"{seen.count} entries give the chain value"


def _signed(copy: LogCopy, policy: LogPolicy | None, now_seconds: int) -> Outcome:
    """(4) The checkpoint is the log's and its witnesses'."""
    trusted = check_checkpoint(copy.checkpoint, _policy(copy, policy), now_seconds=now_seconds)
    if trusted.checkpoint.origin != copy.origin:
        raise NotProven("the checkpoint is of another log than the copy")
    if policy is None:
        return NOT_PINNED, "signed as the copy's own policy wants; no policy was given"
    return PASS, f"signed by the log and {len(trusted.seen)} witnesses"


def _tree(copy: LogCopy, seen: _Reading) -> Outcome:
    """(5) The entries give the checkpoint's root, and that of each that was stamped."""
    checkpoint = parse_checkpoint(parse_note(copy.checkpoint).text)
    if checkpoint.size > seen.count:
        raise NotProven(f"the checkpoint covers {checkpoint.size} entries, {seen.count} are here")
    if seen.roots.get(checkpoint.size) != checkpoint.root:
        raise NotProven("the entries do not give the checkpoint's root")
    for stamped in copy.stamped():
        found = parse_checkpoint(parse_note(stamped.note).text)
        wanted = (checkpoint.origin, stamped.size, seen.roots.get(stamped.size))
        if (found.origin, found.size, found.root) != wanted:
            raise NotProven(f"the entries do not give the root that was stamped at {stamped.size}")
    newer = seen.count - checkpoint.size
    return PASS, f"{checkpoint.size} entries give the root; {newer} are newer"


def _numbers(seen: _Reading, k_case: bytes | None) -> Outcome:
    """(6) Case numbers are there once each, and without a gap for who holds the key."""
    _want_whole(seen)
    if "numbers" in seen.faults:
        raise NotProven(seen.faults["numbers"])
    if k_case is None:
        return PASS, f"{len(seen.tags)} case numbers, each once"
    count = count_case(k_case, seen.tags)
    return PASS, f"lines 0 to {count - 1} of the case, each once and in order"


def count_case(k_case: bytes, tags: Mapping[str, int]) -> int:
    """Count a case's entries among tags (hex, with the index of each).

    Raises:
        NotProven: one is missing, or they are not in order.
    """
    number, before = 0, -1
    while (index := tags.get(case_tag(k_case, number).hex())) is not None:
        if index <= before:
            raise NotProven(f"line {number} of the case is out of order")
        number, before = number + 1, index
    ahead = (case_tag(k_case, number + step).hex() for step in range(1, LOOKAHEAD))
    if any(tag in tags for tag in ahead):
        raise NotProven(f"line {number} of the case is missing")
    return number


def _outcomes(seen: _Reading) -> Outcome:
    """(7) Every access has exactly one outcome, but for those of the last day."""
    _want_whole(seen)
    if "outcomes" in seen.faults:
        raise NotProven(seen.faults["outcomes"])
    for index, opened_ms in seen.opened.items():
        # A system that was switched off closes what it left open soon after it is back.
        later = [t for t in seen.times if t > opened_ms + OPEN_MS]
        if later and seen.awake_ms - later[0] > SETTLE_MS:
            raise NotProven(f"access {index} has no outcome")
    return PASS, f"{seen.closed} accesses closed, {len(seen.opened)} still open"


def _consents(seen: _Reading) -> Outcome:
    """(8) Nothing was allowed to others under a consent that had been withdrawn."""
    _want_whole(seen)
    if "consents" in seen.faults:
        raise NotProven(seen.faults["consents"])
    return PASS, f"{len(seen.withdrawn)} consents withdrawn, none of them used afterwards"


def _receipts(seen: _Reading, receipts: Sequence[Receipt]) -> Outcome:
    """(9) What the log promised is there."""
    if not receipts:
        return ABSENT, "no receipts given"
    for receipt in receipts:
        if seen.kept.get(receipt.index) != (receipt.leaf, receipt.chain):
            raise NotProven(f"entry {receipt.index} is not the one of the receipt")
    return PASS, f"{len(receipts)} receipts are honoured"


def _policy(copy: LogCopy, policy: LogPolicy | None) -> LogPolicy:
    return parse_log_policy(copy.policy) if policy is None else policy


def _size(note: str) -> int:
    try:
        return parse_checkpoint(parse_note(note).text).size
    except AuditError:
        # Step 4 says what is wrong with it; the entries can be read all the same.
        return -1


def _want_whole(seen: _Reading) -> None:
    if not seen.whole:
        raise NotProven("not every entry could be read")
