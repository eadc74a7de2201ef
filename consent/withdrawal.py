"""Withdrawing: after the call returns, nothing more leaves and nothing is on its way.

docs/access.md 4. In one transaction the grant's rules get a tombstone, the keys over its
envelope and wraps are destroyed, its work is cancelled and an entry is appended; when
that is durable, nobody who asks is let in. Then the deliveries that began before are
waited for. What a person already received is not recalled; the receipt says so.
A grant that ended by time loses its keys in the same way, without anybody being told.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from audit.log import Database
from consent import erasing, requests
from consent.asking import Caller
from consent.drain import Drain
from consent.entries import log_change
from consent.errors import Held, WrongState
from consent.exclusion import Mark, exclude
from consent.grant import parse_grant
from consent.holding import holds_on
from consent.repository import Connection, revoke_rules, rows
from consent.rows import Exclusion, GrantRow
from vault import accounts, acts, holdings
from vault.errors import StoreUnavailable
from vault.ids import Clock, Eid, Fingerprint, Gid, Random, Uid
from vault.repository import Below, OneOf
from vault.repository import rows as vault_rows
from vault.rows import ReleaseRow

DRAIN_SECONDS = 15.0
_AT_ONCE = 1000
"""So many ids in one question; a database takes only so many."""

Cancel = Callable[[Connection, Gid], None]
"""Cancels the work of a grant, in the withdrawal's own transaction."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What she is told: when, what had already left and to whom, and what had not.

    `draining` counts deliveries that were still running when the wait ended; they are
    cut off at their next piece.
    """

    gid: Gid
    at_ms: int
    index: int
    left: tuple[tuple[Fingerprint, int], ...]
    not_left: tuple[Fingerprint, ...]
    draining: int


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """Everything a withdrawal needs, by argument; `delete` removes an object by name."""

    database: Database
    delete: Callable[[str], None]
    drain: Drain
    clock: Clock
    random: Random
    cancel: Cancel

    def withdraw(
        self, caller: Caller, uid: Uid, gid: Gid, *, timeout: float = DRAIN_SECONDS
    ) -> Withdrawn:
        """End a grant; `timeout` in seconds bounds the wait, never the withdrawal itself.

        Raises:
            WrongState: the grant is not hers, or was withdrawn before.
        """
        now_ms = int(self.clock().timestamp() * 1000)

        def act(connection: Connection) -> int:
            return self._tombstone(connection, caller, uid, gid, now_ms)

        index = self.database.write(act)
        draining = self.drain.wait(uid, timeout)
        return self._receipt(gid, now_ms, index, draining)

    def erase(self, caller: Caller, uid: Uid, eid: Eid, *, timeout: float = DRAIN_SECONDS) -> int:
        """Destroy every key of an extraction, then its objects; give the entry's index.

        Raises:
            WrongState: the extraction is not hers, or is gone.
            Held: a court's hold is on it.
        """
        now_ms = int(self.clock().timestamp() * 1000)

        def act(connection: Connection) -> int:
            found = holdings.extraction_of(connection, eid)
            if found is None or found.uid != uid or found.state == "erased":
                raise WrongState(f"extraction {eid.hex()} cannot be erased")
            # Claimed before holds are read: one that is placed meanwhile is seen, or refused.
            if not holdings.claim_extraction(connection, found):
                raise WrongState(f"extraction {eid.hex()} cannot be erased")
            if holds_on(connection, eid):
                raise Held(f"extraction {eid.hex()} is kept by a court's hold")
            for grant in rows.find_all(connection, GrantRow, "gid", eid=eid, withdrawn_at=None):
                self._tombstone(connection, caller, uid, grant.gid, now_ms)
            holdings.erase_extraction(connection, eid, now_ms)
            receipt = log_change(
                connection, caller, "erase", uid=uid, item=eid, now_ms=now_ms, random=self.random
            )
            erasing.keys_gone(connection, eid, receipt.index, now_ms)
            return receipt.index

        index = self.database.write(act)
        self.drain.wait(uid, timeout)
        self.finish_erasing(eid)
        return index

    def finish_erasing(self, eid: Eid) -> int:
        """Remove the sealed files of an extraction whose keys are gone; give their number.

        Raises:
            StoreUnavailable: some are still there; it is done again later.
        """
        names = self.database.read(lambda db: _names(db, eid))
        self._delete(names)
        now_ms = int(self.clock().timestamp() * 1000)
        self.database.write(lambda db: erasing.files_gone(db, eid, len(names), now_ms))
        return len(names)

    def expire(self, caller: Caller, *, timeout: float = DRAIN_SECONDS) -> list[Gid]:
        """Destroy what opens the grants that ended by time; give those that were ended now.

        Nothing is handed out after a grant's end whatever this does: each decision compares it.
        """
        now_ms = int(self.clock().timestamp() * 1000)
        done = []
        for row in self.database.read(lambda db: ended_grants(db, now_ms)):
            index = self.database.write(partial(self._lapse, caller, row, now_ms))
            if index is not None:
                self._receipt(row.gid, now_ms, index, self.drain.wait(row.uid, timeout))
                done.append(row.gid)
        return done

    def exclude(
        self, caller: Caller, uid: Uid, mark: Mark, *, timeout: float = DRAIN_SECONDS
    ) -> Exclusion:
        """Mark a person or a day; what was on its way is waited for, as in a withdrawal.

        Raises:
            WrongState: there is nothing to mark.
            InvalidScope: too many marks are live.
        """
        now_ms = int(self.clock().timestamp() * 1000)
        row = self.database.write(
            lambda db: exclude(db, caller, uid, mark, now_ms=now_ms, random=self.random)
        )
        self.drain.wait(uid, timeout)
        return row

    def _tombstone(
        self, connection: Connection, caller: Caller, uid: Uid, gid: Gid, now_ms: int
    ) -> int:
        found = rows.find(connection, GrantRow, gid=gid, uid=uid)
        if found is None or found.withdrawn_at is not None:
            raise WrongState(f"grant {gid.hex()} cannot be withdrawn")
        revoke_rules(connection, gid, caller.role, now_ms)
        rows.change(connection, GrantRow, {"withdrawn_at": now_ms}, gid=gid)
        _destroy_keys(connection, gid, now_ms)
        self.cancel(connection, gid)
        requests.close_for_grant(connection, found.matter, caller.role, now_ms)
        receipt = log_change(
            connection,
            caller,
            "withdraw",
            uid=uid,
            item=gid,
            con=gid,
            now_ms=now_ms,
            random=self.random,
        )
        return receipt.index

    def _lapse(
        self, caller: Caller, row: GrantRow, now_ms: int, connection: Connection
    ) -> int | None:
        """End a grant whose time is over; None when somebody else ended it meanwhile."""
        if not _destroy_keys(connection, row.gid, now_ms):
            return None
        return log_change(
            *(connection, caller, "expire"),
            uid=row.uid,
            item=row.gid,
            con=row.gid,
            now_ms=now_ms,
            random=self.random,
        ).index

    def _receipt(self, gid: Gid, now_ms: int, index: int, draining: int) -> Withdrawn:
        """Say what had left, read after the wait so that the last delivery counts."""
        release, people = self.database.read(lambda db: _received(db, gid))
        if release is not None and not draining:
            # It opens to nobody any more. While the store is away its bytes stay, and go with
            # the extraction; she is told what is true without waiting for that.
            with suppress(StoreUnavailable):
                self._delete([release.box])
        left = tuple((fp, at) for fp, at in people if at is not None)
        not_left = tuple(fp for fp, at in people if at is None)
        return Withdrawn(gid, now_ms, index, left, not_left, draining)

    def _delete(self, names: Iterable[str]) -> None:
        for name in names:
            self.delete(name)


def ended_grants(connection: Connection, now_ms: int) -> list[GrantRow]:
    """List the grants whose time is over and whose envelope is still there."""
    live = holdings.live_envelopes(connection)
    return [
        row
        for at in range(0, len(live), _AT_ONCE)
        for row in rows.find_all(
            *(connection, GrantRow, "expires_at"),
            gid=OneOf(live[at : at + _AT_ONCE]),
            expires_at=Below(now_ms + 1),
        )
    ]


def _destroy_keys(connection: Connection, gid: Gid, now_ms: int) -> bool:
    """Destroy what opens a grant and its release; False when the envelope was gone before."""
    fresh = holdings.destroy_envelope(connection, gid, now_ms)
    release = holdings.release_of_grant(connection, gid)
    if release is not None:
        holdings.end_release(connection, release.rid, now_ms)
    return fresh


def _received(
    connection: Connection, gid: Gid
) -> tuple[ReleaseRow | None, list[tuple[Fingerprint, int | None]]]:
    """Find a grant's release and its recipients; the survivor's own wrap is not one."""
    release = holdings.release_of_grant(connection, gid)
    if release is None:
        return None, _examined(connection, gid)
    account = accounts.account_of(connection, release.uid)
    own = None if account is None else account.fp
    people = holdings.collected_by(connection, release.rid)
    return release, [(fp, at) for fp, at in people if fp != own]


def _examined(connection: Connection, gid: Gid) -> list[tuple[Fingerprint, int | None]]:
    """Find the expert of an audit grant; nobody else is given anything but a release."""
    row = rows.find(connection, GrantRow, gid=gid)
    grant = None if row is None else parse_grant(row.statement)[0]
    if grant is None or grant.kind != "catalogue":
        return []
    return [(grant.worker, holdings.first_handed(connection, acts.CATALOGUE, gid))]


def _names(connection: Connection, eid: Eid) -> list[str]:
    """List the objects of an extraction and of its releases."""
    found = holdings.extraction_of(connection, eid)
    names = [part.name for part in holdings.parts_of(connection, eid)]
    if found is not None:
        names += [name for name in (found.catalogue, found.leaves) if name is not None]
    names += [
        release.box for release in vault_rows.find_all(connection, ReleaseRow, "rid", eid=eid)
    ]
    return sorted(set(names))
