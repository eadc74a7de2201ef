"""What consent writes into the log: accesses, their outcomes, and changes of state.

docs/formats/audit-entry.md. An entry is the last statement of the transaction that does
what it tells of; ids and codes only, never content.
"""

from dataclasses import replace
from functools import partial

from audit import repository
from audit.entry import Draft
from audit.repository import Receipt
from consent.asking import Answer, Caller, Wanted
from consent.folding import deny
from consent.named import seal_names
from consent.repository import Connection
from vault import acts
from vault.acts import Proof
from vault.ids import Random, Uid

PURPOSES = {
    acts.ENVELOPE: "selection",
    acts.COLLECT: "investigation",
    acts.CATALOGUE: "examination",
}


def log_access(
    connection: Connection,
    caller: Caller,
    wanted: Wanted,
    said: Answer,
    *,
    now_ms: int,
    random: Random,
) -> Receipt | None:
    """Append granted or denied, with the reason of a denial; None for a denial's repeat."""
    refusal = said.refusal
    # All ids that are no account's are one thing, or each would be a first denial.
    stranger = said.uid is None and wanted.act == acts.UNLOCK
    draft = Draft(
        act=wanted.act,
        out="granted" if refusal is None else "denied",
        rc="" if refusal is None else refusal.reason,
        case=said.uid,
        obj=None if stranger else wanted.item,
        role=caller.role,
        org=caller.org,
        why=PURPOSES.get(wanted.act, "own"),
        con=said.gid,
        pol=said.digest,
        auth=caller.auth,
    )
    seal = partial(seal_names, connection, caller, said.uid, random=random)
    if refusal is not None:
        # Who signs in is not known yet, and the session is a new one each time.
        actor = b"" if wanted.act == acts.UNLOCK else caller.holder
        return deny(connection, draft, actor, now_ms=now_ms, random=random, seal=seal)
    whole = replace(draft, sealed=seal())
    return repository.append(connection, whole, now_ms=now_ms, random=random)


def log_outcome(
    connection: Connection,
    caller: Caller,
    uid: Uid,
    *,
    index: int,
    out: str,
    count: int,
    reason: str,
    now_ms: int,
    random: Random,
) -> Receipt:
    """Append how an access ended: completed, partial, aborted, error or mismatch."""
    draft = Draft(
        act="outcome",
        out=out,
        rc=reason,
        ref=index,
        n=count,
        case=uid,
        role=caller.role,
        org=caller.org,
        auth=caller.auth,
    )
    return repository.append(connection, draft, now_ms=now_ms, random=random)


def log_unknown(
    connection: Connection, index: int, uid: Uid, *, now_ms: int, random: Random
) -> Receipt:
    """Append that nobody can say how an access ended."""
    draft = Draft(act="outcome", out="unknown", ref=index, case=uid, role="system", auth="service")
    return repository.append(connection, draft, now_ms=now_ms, random=random)


def log_change(
    connection: Connection,
    caller: Caller,
    act: str,
    *,
    uid: Uid | None,
    item: bytes | None,
    doc: bytes | None = None,
    con: bytes | None = None,
    pol: bytes | None = None,
    reason: str = "",
    count: int | None = None,
    title: str = "",
    now_ms: int,
    random: Random,
) -> Receipt:
    """Append a change of state; `doc` is SHA-256 of the document that was logged.

    `count` is of things touched, where one entry is about several; `title` is what the thing
    is called, and is sealed with who did it.
    """
    draft = Draft(
        act=act,
        out="done",
        rc=reason,
        n=count,
        case=uid,
        obj=item,
        role=caller.role,
        org=caller.org,
        con=con,
        pol=pol,
        auth=caller.auth,
        doc=doc,
        sealed=seal_names(connection, caller, uid, title=title, random=random),
    )
    return repository.append(connection, draft, now_ms=now_ms, random=random)


def proof_of(connection: Connection, index: int, uid: Uid, item: bytes) -> Proof:
    """Read an entry back as the gate wants it, with the tag that the thing must have."""
    stored = repository.read_entry(connection, index)
    tag = repository.tag_of_thing(connection, uid, item)
    return Proof(index, stored.entry, stored.leaf, tag)
