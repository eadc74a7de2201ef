"""Who looked at her things: a case's entries with proofs, and how her client checks them.

docs/formats/audit-entry.md 7. The server finds her lines by tags; her client makes the
same tags from her own key, so a line left out is a gap and a line of another case does
not fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from audit import repository
from audit.checkpoint import Checkpoint
from audit.entry import case_tag, parse_entry
from audit.errors import NotProven
from audit.merkle import leaf_hash, verify_consistency, verify_inclusion
from audit.policy import LogPolicy
from audit.proof import LogProof, parse_proof
from audit.repository import Connection, Receipt, StoredCheckpoint, StoredEntry
from audit.tiles import Tiles
from audit.trust import check_checkpoint
from audit.verify import count_case


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a case; `proof` is a tlog-proof, None while nothing covers the entry."""

    index: int
    entry: bytes
    proof: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What her client may say: how many lines, how many unconfirmed, by which checkpoint.

    `seen_at` is the newest cosignature's time in seconds since 1970; both are None when
    nothing is confirmed yet.
    """

    lines: int
    unconfirmed: int
    checkpoint: Checkpoint | None
    seen_at: int | None


def lines_for(
    connection: Connection, uid: bytes, *, start: int = 0, limit: int | None = None
) -> list[Line]:
    """Give a case's entries, in order, each with its proof where one is there.

    The number of queries does not grow with the number of lines, up to 500 of them.

    Args:
        connection: one transaction, so that entries, tree and checkpoint fit each other.
        uid: whose case.
        start: the number of the first line wanted, from 0.
        limit: how many lines at most; None for all.

    Raises:
        NotProven: the case has no key any more, or the log lacks one of its entries.
    """
    key = repository.case_key(connection, uid)
    count = repository.case_count(connection, uid)
    end = count if limit is None else min(count, start + limit)
    tags = {number: case_tag(key, number) for number in range(start, end)}
    found = repository.find_tags(connection, list(tags.values()))
    for number, tag in tags.items():
        if tag not in found:
            raise NotProven(f"line {number} of the case is missing")
    entries = [found[tag] for tag in tags.values()]
    latest = repository.latest_checkpoint(connection, witnessed=True)
    tiles = Tiles(connection)
    if latest is not None:
        tiles.gather([stored.index for stored in entries], latest.size)
    return [_line(stored, latest, tiles) for stored in entries]


def growth_since(connection: Connection, old: int, new: int | None = None) -> list[bytes]:
    """Prove that the log of size `new`, or the checkpoint under the lines, extends that of `old`.

    Gives nothing where there is nothing to prove with: no checkpoint, or a smaller one. Her
    client then finds that the log did not grow from what it, or a witness, remembers.
    """
    if new is None:
        latest = repository.latest_checkpoint(connection, witnessed=True)
        new = 0 if latest is None else latest.size
    if not old <= new <= repository.tile_hashes(connection, 0):
        return []
    return Tiles(connection).consistency(old, new)


def _line(stored: StoredEntry, latest: StoredCheckpoint | None, tiles: Tiles) -> Line:
    proof = None
    if latest is not None and stored.index < latest.size:
        path = tiles.inclusion(stored.index, latest.size)
        proof = LogProof(stored.index, tuple(path), latest.note).marshal()
    return Line(stored.index, stored.entry, proof)


def check_lines(
    lines: Sequence[Line],
    k_case: bytes,
    policy: LogPolicy,
    *,
    now_seconds: int,
    receipts: Sequence[Receipt] = (),
) -> Checked:
    """Check lines as her client does.

    That no line follows the last one is not shown by this: only a mirror can say so.

    Raises:
        MalformedEntry: a line is not an entry.
        NotProven: a line is missing, out of order, of another case or not in the log, or has no
            proof under a checkpoint that covers it, or a receipt is not honoured.
        AuditError: a checkpoint is not what the policy wants.
    """
    tags = {parse_entry(line.entry).tag: line.index for line in lines}
    if len(tags) != len(lines) or count_case(k_case, tags) != len(lines):
        raise NotProven("the lines are not all of this case, each once")
    leaves = {line.index: leaf_hash(line.entry) for line in lines}
    for receipt in broken_receipts(lines, receipts):
        raise NotProven(f"entry {receipt.index} is not the one of the receipt")
    newest: Checkpoint | None = None
    seen_at: int | None = None
    known: dict[str, Checkpoint] = {}
    for line in lines:
        if line.proof is None:
            continue
        proof = parse_proof(line.proof)
        if proof.checkpoint not in known:
            trusted = check_checkpoint(proof.checkpoint, policy, now_seconds=now_seconds)
            known[proof.checkpoint] = trusted.checkpoint
            if newest is None or trusted.checkpoint.size > newest.size:
                newest = trusted.checkpoint
                seen_at = max(trusted.seen.values(), default=None)
        under = known[proof.checkpoint]
        if proof.index != line.index:
            raise NotProven(f"the proof is of entry {proof.index}, not of {line.index}")
        verify_inclusion(leaves[line.index], line.index, under.size, proof.path, under.root)
    bare = [line.index for line in lines if line.proof is None]
    # Else a line could be changed at will, its proof withheld, and pass for a new one.
    if newest is not None and any(index < newest.size for index in bare):
        raise NotProven("a line lies under the newest checkpoint, and no proof of it was given")
    return Checked(len(lines), len(bare), newest, seen_at)


def broken_receipts(lines: Sequence[Line], receipts: Sequence[Receipt]) -> list[Receipt]:
    """Give those receipts of which there is no line, or another than was promised."""
    wanted = {receipt.index for receipt in receipts}
    leaves = {line.index: leaf_hash(line.entry) for line in lines if line.index in wanted}
    return [receipt for receipt in receipts if leaves.get(receipt.index) != receipt.leaf]


def check_growth(old: Checkpoint, new: Checkpoint, path: Sequence[bytes]) -> None:
    """Check that the log only grew since the checkpoint that her client remembers.

    Raises:
        NotProven: it did not, or it is another log.
    """
    if old.origin != new.origin:
        raise NotProven("the remembered checkpoint is of another log")
    verify_consistency(old.size, new.size, path, old.root, new.root)
