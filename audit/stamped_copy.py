"""Time stamps in a copy of the log, held against authorities that the reader pins.

docs/formats/audit-entry.md 6, step 11. An authority says when a checkpoint was there at the
latest, whoever ran the log and its witnesses; so no entry under it can be later.
"""

from collections.abc import Sequence

from audit.earliest_stamp import earliest_stamp
from audit.entry import glance
from audit.errors import AuditError, BadSignature, NotProven
from audit.log_copy import LogCopy, Stamped
from audit.note import parse_note
from audit.timestamp import Authority, Stamp
from audit.verify import ABSENT, CLOCK_SLACK_MS, FAIL, NOT_PINNED, PASS, Step

_NUMBER, _NAME = 11, "time"


def check_stamps(copy: LogCopy, authorities: Sequence[Authority]) -> Step:
    """Check every stamp of a copy; without authorities none of them counts."""
    try:
        status, detail = _checked(copy, authorities)
    except AuditError as error:
        status, detail = FAIL, str(error)
    return Step(_NUMBER, _NAME, status, detail)


def _checked(copy: LogCopy, authorities: Sequence[Authority]) -> tuple[str, str]:
    stamped = list(copy.stamped())
    if not stamped:
        return ABSENT, "no stamped checkpoints"
    if not authorities:
        return NOT_PINNED, f"{len(stamped)} stamped checkpoints, by authorities that nobody pinned"
    # Of the entries under a checkpoint the last is the latest (step 2).
    wanted = {each.size - 1 for each in stamped}
    times = {at: glance(data)[5] for at, data in enumerate(copy.entries()) if at in wanted}
    found = [_stamp_of(each, times.get(each.size - 1), authorities) for each in stamped]
    newest = max(found, key=lambda stamp: stamp.at)
    names = ", ".join(sorted({stamp.authority for stamp in found}))
    told = f"the newest was there at {newest.at:%Y-%m-%d %H:%M:%S} UTC"
    return PASS, f"{len(found)} stamped checkpoints, by {names}; {told}"


def _stamp_of(stamped: Stamped, last_ms: int | None, authorities: Sequence[Authority]) -> Stamp:
    """Give the earliest stamp of a pinned authority over a checkpoint, or raise."""
    stamp = earliest_stamp(stamped.tokens, parse_note(stamped.note).text, authorities)
    if stamp is None:
        raise BadSignature(f"no pinned authority stamped the checkpoint of {stamped.size} entries")
    latest_ms = int((stamp.at + stamp.slack).timestamp() * 1000) + CLOCK_SLACK_MS
    if last_ms is None or last_ms > latest_ms:
        raise NotProven(f"entry {stamped.size - 1} is later than the stamp over it")
    return stamp
