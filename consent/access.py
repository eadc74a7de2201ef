"""One access, from the question to its outcome: decide, log, decide again, hand out.

docs/access.md 2. First transaction (T1): rules and decision, and an entry that says
granted or denied, durable before anybody is answered. Strict acts then wait until a
cosigned checkpoint covers the entry. Second (T2), for each piece: rules and decision
again, the gate, the piece, and with the last one the outcome. Every granted entry has
exactly one outcome; a withdrawal in between makes it `aborted`.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from audit.errors import Pushback
from audit.log import Database
from consent import entries, folding
from consent.asking import Caller, Wanted, answer, owns
from consent.decision import Refusal
from consent.drain import Drain
from consent.ongoing import Granted, Ongoing, is_ongoing
from consent.repository import Connection, end_ongoing, rows
from consent.rows import OngoingAccess
from vault import acts, handout
from vault.errors import Missing
from vault.handout import Boxes, Handed, Pass, RecoveryWrap, RootWraps
from vault.ids import Clock, Eid, Fingerprint, Gid, Random, Rid, Uid
from vault.rows import ShareRow, Ticket

__all__ = ["Access", "Caller", "Delivery", "Granted", "Handed", "Held", "Refusal"]

CHUNK = 4 * 1024 * 1024
STRICT = frozenset({acts.ENVELOPE, acts.COLLECT, acts.CATALOGUE})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Access:
    """Everything an access needs, by argument.

    `covered(index)` waits until a checkpoint that meets the witness policy covers an
    entry, and tells whether it came; without it nothing strict is handed out.
    """

    database: Database
    store: Boxes
    drain: Drain
    ongoing: Ongoing
    clock: Clock
    random: Random
    covered: Callable[[int], bool] = field(repr=False)

    def take_envelope(self, caller: Caller, gid: Gid) -> "Held | Refusal":
        """Hand a grant's envelope to the worker that calls.

        Raises:
            Pushback: the log is behind; nothing was handed out.
            Missing: the envelope is gone.
        """
        granted = self._decide(caller, Wanted(acts.ENVELOPE, gid))
        if isinstance(granted, Refusal):
            return granted
        taken = self._deliver(granted, lambda db, shown: handout.envelope(db, shown, gid))
        return taken if isinstance(taken, Refusal) else Held(self, granted, taken)

    def collect(
        self, caller: Caller, rid: Rid, fp: Fingerprint, *, use: str = "download"
    ) -> "Delivery | Refusal":
        """Hand a release to a person it is addressed to; `use` is view or download.

        Raises:
            Pushback: the log is behind; nothing was handed out.
            Missing: the release is gone.
        """
        granted = self._decide(caller, Wanted(acts.COLLECT, rid, fp, use))
        if isinstance(granted, Refusal):
            return granted
        taken = self._deliver(granted, lambda db, shown: handout.release(db, shown, rid, fp))
        return taken if isinstance(taken, Refusal) else Delivery(self, granted, taken)

    def collect_catalogue(self, caller: Caller, gid: Gid, fp: Fingerprint) -> "Delivery | Refusal":
        """Hand an audit grant to the expert whom it names.

        Raises:
            Pushback: the log is behind; nothing was handed out.
            Missing: the audit grant is gone.
        """
        granted = self._decide(caller, Wanted(acts.CATALOGUE, gid, fp))
        if isinstance(granted, Refusal):
            return granted
        taken = self._deliver(granted, lambda db, shown: handout.catalogue(db, shown, gid))
        return taken if isinstance(taken, Refusal) else Delivery(self, granted, taken)

    def open_draft(self, caller: Caller, rid: Rid) -> "Delivery | Refusal":
        """Hand a draft to the survivor it belongs to, or raise Missing."""
        granted = self._decide(caller, Wanted(acts.DRAFT, rid))
        if isinstance(granted, Refusal):
            return granted
        taken = self._deliver(granted, lambda db, shown: handout.draft(db, shown, rid))
        return taken if isinstance(taken, Refusal) else Delivery(self, granted, taken)

    def unlock(self, caller: Caller, uid: Uid, auth_key: bytes) -> RootWraps | Refusal:
        """Hand a survivor her root wraps when the auth key is one of hers; each try is logged."""
        granted = self._decide(caller, Wanted(acts.UNLOCK, uid, auth_key))
        if isinstance(granted, Refusal):
            return granted
        return self._whole(granted, lambda db, shown: handout.root_wraps(db, shown, uid))

    def open_own(self, caller: Caller, eid: Eid) -> bytes | Refusal:
        """Hand a survivor the wrap of her extraction; its packs may follow in this session."""
        granted = self._decide(caller, Wanted(acts.OWN, eid))
        if isinstance(granted, Refusal):
            return granted
        return self._whole(granted, lambda db, shown: handout.extraction_wrap(db, shown, eid))

    def open_share(self, caller: Caller, set_id: bytes) -> ShareRow | Refusal:
        """Hand a holder the sealed share that is theirs; opened or not, it is in her log."""
        granted = self._decide(caller, Wanted(acts.SHARE, set_id))
        if isinstance(granted, Refusal):
            return granted
        return self._whole(
            granted, lambda db, shown: handout.share_box(db, shown, set_id, caller.holder)
        )

    def recover(self, caller: Caller, recovery_id: bytes, start: bytes) -> RecoveryWrap | Refusal:
        """Hand her card what recovers her root, when all that must be is; each try is logged."""
        granted = self._decide(caller, Wanted(acts.RECOVER, recovery_id, start))
        if isinstance(granted, Refusal):
            return granted
        return self._whole(granted, lambda db, shown: handout.recovery_wrap(db, shown, recovery_id))

    def may_read_own(self, caller: Caller, eid: Eid) -> bool:
        """Tell whether this session opened this extraction of hers, so its packs may follow."""
        return self.database.read(
            lambda db: owns(db, caller, eid) and handout.is_open(db, caller.session, eid)
        )

    def again(self, granted: Granted) -> Refusal | None:
        """Decide once more, from fresh rules; None while it is still allowed."""
        return self.database.read(lambda db: self._refused(db, granted))

    def finish(self, granted: Granted, out: str, count: int, reason: str = "") -> bool:
        """Append the one outcome of an access; False if it has one already."""
        return self.database.write(
            lambda db: self._outcome(db, granted, out, count=count, reason=reason)
        )

    def sweep(self) -> int:
        """Close accesses that nobody will end as `unknown`, since they may have been opened.

        Every process may do so at any time: what a live one holds is left alone.
        """
        if not self.database.read(lambda db: self.ongoing.lost(db, self._now_ms())):
            return 0

        def act(connection: Connection) -> int:
            now_ms = self._now_ms()
            return sum(
                self._unknown(connection, row.log_index, row.uid, now_ms)
                for row in self.ongoing.lost(connection, now_ms)
            )

        return self.database.write(act)

    def fold_denials(self) -> int:
        """Write the entries of denials that were repeated in a minute that is over."""
        if not self.database.read(lambda db: folding.is_waiting(db, self._now_ms())):
            return 0
        return self.database.write(
            lambda db: folding.fold(db, now_ms=self._now_ms(), random=self.random)
        )

    def sweep_old(self) -> int:
        """Close as `unknown` what a version that noted no holders left open; reads every ticket."""
        if not self.database.read(self._unheld):
            return 0

        def act(connection: Connection) -> int:
            now_ms = self._now_ms()
            return sum(
                self._unknown(connection, ticket.log_index, ticket.uid, now_ms)
                for ticket in self._unheld(connection)
            )

        return self.database.write(act)

    def _unheld(self, connection: Connection) -> list[Ticket]:
        # Tickets and holders are written together, so both are read in one transaction.
        held = {row.log_index for row in rows.find_all(connection, OngoingAccess, "log_index")}
        found = handout.unfinished(connection, self._now_ms() + 1)
        return [ticket for ticket in found if ticket.log_index not in held]

    def _unknown(self, connection: Connection, index: int, uid: Uid, now_ms: int) -> bool:
        if not self._end(connection, index, now_ms):
            return False
        entries.log_unknown(connection, index, uid, now_ms=now_ms, random=self.random)
        return True

    def _decide(self, caller: Caller, wanted: Wanted) -> Granted | Refusal:
        """T1: decide, and have the entry durable before anybody is answered."""

        def act(connection: Connection) -> Granted | Refusal:
            now_ms = self._now_ms()
            said = answer(connection, caller, wanted, now_ms)
            receipt = entries.log_access(
                connection, caller, wanted, said, now_ms=now_ms, random=self.random
            )
            if said.refusal is not None or said.uid is None or receipt is None:
                return said.refusal or Refusal("no-rule", (), b"")
            ticket = Ticket(
                receipt.index, said.uid, caller.session, wanted.act, wanted.item, now_ms
            )
            handout.issue(connection, ticket)
            granted = Granted(receipt.index, said.uid, caller, wanted)
            self.ongoing.hold(connection, granted, now_ms)
            return granted

        granted = self.database.write(act)
        if isinstance(granted, Granted) and wanted.act in STRICT:
            self._await_cover(granted)
        return granted

    def _await_cover(self, granted: Granted) -> None:
        covered = False
        try:
            covered = self.covered(granted.index) is True
        finally:
            if not covered:
                self.finish(granted, "aborted", 0, "uncovered")
        if not covered:
            raise Pushback(f"no cosigned checkpoint covers entry {granted.index} yet")

    def _deliver(self, granted: Granted, give: Callable[[Connection, Pass], T]) -> T | Refusal:
        """T2's first piece: decide again and pass the gate, counted by the drain."""

        def act(connection: Connection) -> T | Refusal:
            refusal = self._refused(connection, granted)
            if refusal is not None:
                self._outcome(connection, granted, "aborted", count=0, reason="revoked")
                return refusal
            return give(connection, Pass(proof, granted.caller.session, self._now_ms()))

        with self.drain.delivering(granted.uid):
            # Read by a connection of its own, which sees committed entries only.
            proof = self.database.read(
                lambda db: entries.proof_of(db, granted.index, granted.uid, granted.wanted.item)
            )
            given = False
            try:
                taken = self.database.write(act)
                given = True
            finally:
                if not given:
                    self.finish(granted, "error", 0)
            return taken

    def _whole(self, granted: Granted, give: Callable[[Connection, Pass], T]) -> T | Refusal:
        """Deliver something that is one piece, and close the access."""
        taken = self._deliver(granted, give)
        if not isinstance(taken, Refusal):
            self.finish(granted, "completed", 1)
        return taken

    def _refused(self, connection: Connection, granted: Granted) -> Refusal | None:
        if not is_ongoing(connection, granted.index):
            # It was closed meanwhile, and nothing leaves after an outcome.
            return Refusal("ended", (), b"")
        return answer(connection, granted.caller, granted.wanted, self._now_ms()).refusal

    def _outcome(
        self, connection: Connection, granted: Granted, out: str, *, count: int, reason: str
    ) -> bool:
        now_ms = self._now_ms()
        if not self._end(connection, granted.index, now_ms):
            return False
        entries.log_outcome(
            connection,
            granted.caller,
            granted.uid,
            index=granted.index,
            out=out,
            count=count,
            reason=reason,
            now_ms=now_ms,
            random=self.random,
        )
        return True

    def _end(self, connection: Connection, index: int, now_ms: int) -> bool:
        """Close an access; False if it had its one outcome before."""
        end_ongoing(connection, index)
        return handout.close(connection, index, now_ms)

    def _now_ms(self) -> int:
        return int(self.clock().timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A release or draft on its way out: its head, and its box piece by piece."""

    access: Access
    granted: Granted
    handed: Handed

    def chunks(self, head: bytes = b"", boxes: Boxes | None = None) -> Generator[bytes, None, None]:
        """Give the head, if there is one, and the box in pieces; the last one logs the outcome.

        Before each of them it is decided anew: the head holds wraps. A piece counts as
        being delivered until the next is asked for or the iterator is closed, so the
        sender must close it when a send takes too long. `boxes` holds the box, if it is
        not where releases are.
        """
        access, granted, sent = self.access, self.granted, 0
        heads = [head[at : at + CHUNK] for at in range(0, len(head), CHUNK)]
        pieces = chain(heads, handout.box_chunks(self.handed, boxes or access.store, CHUNK))
        out, reason = "partial", ""
        try:
            for _ in range(len(heads) + -(-self.handed.box_length // CHUNK)):
                with access.drain.delivering(granted.uid):
                    if access.again(granted) is not None:
                        out, reason = "aborted", "revoked"
                        return
                    yield next(pieces)
                    sent += 1
            out = "completed"
        finally:
            access.finish(granted, out, sent, reason)

    def await_store(self) -> None:
        """Want an answer of the store while it can still be said to who asks that there is none.

        Raises:
            StoreUnavailable: there is none; the access is closed, and nothing was given.
        """
        try:
            # What is missing there is for the pieces to tell: a withdrawal may have removed it.
            with suppress(Missing):
                self.access.store.read(self.handed.box, 0, 0)
        except BaseException:
            self.stop("error")
            raise

    def stop(self, out: str) -> bool:
        """End without giving anything: `out` is aborted or error."""
        return self.access.finish(self.granted, out, 0)


@dataclass(frozen=True, slots=True)
class Held:
    """An envelope in a worker's hands: it asks again before each batch and before it publishes."""

    access: Access
    granted: Granted
    envelope: bytes = field(repr=False)

    @contextmanager
    def batch(self) -> Iterator[Refusal | None]:
        """Read a batch of custody inside; a refusal means that the work must stop."""
        with self.access.drain.delivering(self.granted.uid):
            yield self.access.again(self.granted)

    def publish(self, count: int, action: Callable[[Connection], T]) -> T | Refusal:
        """Publish in one transaction with the outcome, or not at all.

        `action` writes the release, ends the job and logs; `count` is of custody ranges read.
        """
        access, granted = self.access, self.granted

        def act(connection: Connection) -> T | Refusal:
            refusal = access._refused(connection, granted)  # noqa: SLF001 the same file
            if refusal is not None:
                access._outcome(connection, granted, "aborted", count=count, reason="revoked")  # noqa: SLF001 the same file
                return refusal
            done = action(connection)
            access._outcome(connection, granted, "completed", count=count, reason="")  # noqa: SLF001 the same file
            return done

        with access.drain.delivering(granted.uid):
            return access.database.write(act)

    def stop(self, out: str, count: int, reason: str = "") -> bool:
        """End without publishing: `out` is aborted, error or mismatch."""
        return self.access.finish(self.granted, out, count, reason)
