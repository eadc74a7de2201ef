"""Appending to a log in a SQLite file: the driver's own statements, in its caller's transaction.

docs/formats/audit-entry.md 4. An append is on the way of everything else that is written, so it
is as short as an insert: put together by SQLAlchemy, each of its statements would cost three
times what it takes to run. Lock order and what is written are those of audit/repository.py.
"""

import sqlite3
from collections.abc import Callable
from typing import Any, cast

from audit.chain import chain_step
from audit.entry import Draft, case_tag, object_tag, organisation_tag
from audit.errors import NotProven
from audit.merkle import leaf_hash

_COUNT = "UPDATE audit_case_key SET n = n + 1 WHERE uid = ? RETURNING key, n - 1"
_HEAD = "SELECT size, chain, t FROM audit_head WHERE one = 1"
_ADD = "INSERT INTO audit_entry (log_index, entry, leaf, chain, tag) VALUES (?, ?, ?, ?, ?)"
_OPENING = "INSERT INTO audit_opening (log_index, r) VALUES (?, ?)"
_SEALED = "INSERT INTO audit_sealed (log_index, box) VALUES (?, ?)"
_MOVE = "UPDATE audit_head SET size = ?, chain = ?, t = ? WHERE one = 1"
_NO_CASE = bytes(32)


def append_to_file(
    raw: object, draft: Draft, *, now_ms: int, random: Callable[[int], bytes]
) -> tuple[int, bytes, bytes]:
    """Append an entry; give its index, leaf and chain value.

    The transaction is one that holds the file's only write lock from its begin, so that nobody
    moves the head between it being read and written.

    Raises:
        NotProven: the draft names a case that has no blinding key, or there is no head.
        MalformedEntry: the draft is too long.
        sqlite3.Error: the file cannot be written.
    """
    file = cast("sqlite3.Connection", raw)
    key, tag = _next_tag(file, draft.case)
    found = _one(file, _HEAD)
    if found is None:
        raise NotProven("the log has no head")
    index, before, last_ms = found
    r = random(32)
    # The clock of the log never runs back.
    t = max(now_ms, last_ms)
    data = draft.entry(
        random(16),
        t,
        r,
        tag="" if tag is None else tag.hex(),
        obj=_blinded(key, draft.obj),
        org=_pseudonym(key, draft.org),
        con=_blinded(key, draft.con),
    ).marshal()
    leaf = leaf_hash(data)
    chain = chain_step(before, leaf)
    file.execute(_ADD, (index, data, leaf, chain, tag))
    if draft.doc is not None:
        file.execute(_OPENING, (index, r))
    if draft.sealed is not None:
        file.execute(_SEALED, (index, draft.sealed.box))
    file.execute(_MOVE, (index + 1, chain, t))
    return index, leaf, chain


def _next_tag(file: sqlite3.Connection, case: bytes | None) -> tuple[bytes | None, bytes | None]:
    """Count one entry more of a case; give the case's key and the entry's tag."""
    if case is None:
        return None, None
    taken = _one(file, _COUNT, bytes(case))
    if taken is None:
        raise NotProven("the case has no blinding key")
    key, number = taken
    return key, case_tag(key, number)


def _one(file: sqlite3.Connection, statement: str, *given: bytes) -> tuple[Any, ...] | None:
    # To its end, or the statement would stay open under the commit.
    rows: list[tuple[Any, ...]] = file.execute(statement, given).fetchall()
    return rows[0] if rows else None


def _blinded(key: bytes | None, item: bytes | None) -> str:
    if item is None:
        return ""
    # A thing of no case is blinded too: a plain id would tie entries to it.
    return object_tag(_NO_CASE if key is None else key, item).hex()


def _pseudonym(key: bytes | None, organisation: str) -> str:
    # Without a case there is no key to blind a name with, so the name stays out.
    return "" if key is None or not organisation else organisation_tag(key, organisation).hex()
