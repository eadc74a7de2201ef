"""Denials: the first of a minute is an entry by itself, its repeats become one with a count.

docs/formats/audit-entry.md 2. Repeats are counted durably before anybody is answered, so no try
is lost with a process; once their minute is over, any process writes their entry. So whoever
tries very often fills neither the log nor her lines.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from audit import repository as log
from audit.entry import Draft, SealedFields
from audit.errors import NotProven
from audit.repository import Receipt
from consent.repository import Connection, count_denial, drop_denial, past_denials
from consent.rows import Denial
from vault.ids import Random, Uid

MINUTE_MS = 60_000


def deny(
    connection: Connection,
    draft: Draft,
    actor: bytes,
    *,
    now_ms: int,
    random: Random,
    seal: Callable[[], SealedFields | None] = lambda: None,
) -> Receipt | None:
    """Log a denial in the caller's transaction: an entry, or None for a repeat that is counted.

    Args:
        draft: the denial's entry.
        actor: who is denied, as far as that is known; it is part of what counts as a repeat.
        seal: seals who that was, for an entry and for no repeat.
    """
    parts = (draft.act.encode(), (draft.rc or "").encode(), actor, draft.obj or b"")
    named = b"".join(len(part).to_bytes(4) + part for part in parts)
    row = Denial(
        key=hashlib.sha256(named).digest(),
        minute=now_ms // MINUTE_MS,
        repeats=0,
        act=draft.act,
        role=draft.role,
        rc=draft.rc or "",
        auth=draft.auth,
        why=draft.why,
        org=draft.org,
        uid=None if draft.case is None else Uid(draft.case),
        item=draft.obj,
        con=draft.con,
        pol=draft.pol,
    )
    if count_denial(connection, row):
        return None
    whole = replace(draft, sealed=seal())
    return log.append(connection, whole, now_ms=now_ms, random=random)


def fold(connection: Connection, *, now_ms: int, random: Random) -> int:
    """Write the entries of repeats whose minute is over; give how many entries that were."""
    written = 0
    for row in past_denials(connection, now_ms // MINUTE_MS):
        # Another process may be at it: who takes the row writes the entry.
        if not drop_denial(connection, row) or not row.repeats:
            continue
        draft = _draft(row)
        try:
            log.append(connection, draft, now_ms=now_ms, random=random)
        except NotProven:
            # The case was erased meanwhile; that somebody was denied is told all the same.
            bare = replace(draft, case=None, obj=None, con=None)
            log.append(connection, bare, now_ms=now_ms, random=random)
        written += 1
    return written


def is_waiting(connection: Connection, now_ms: int) -> bool:
    """Tell whether there are denials of a minute that is over."""
    return bool(past_denials(connection, now_ms // MINUTE_MS))


def _draft(row: Denial) -> Draft:
    return Draft(
        act=row.act,
        out="denied",
        rc=row.rc,
        n=row.repeats,
        case=row.uid,
        obj=row.item,
        role=row.role,
        org=row.org,
        why=row.why,
        con=row.con,
        pol=row.pol,
        auth=row.auth,
    )
