"""Running one selection job: from its claim to exactly one release, or to its reason.

docs/jobs.md 3. The fence in the job table makes the effect happen once: the draft's box is
stored first under a new name; then one transaction decides again, ends the job, adds the
release and logs. A worker that lost its lease stops before its next segment.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from audit.errors import Pushback
from audit.log import Database
from consent.access import Access, Caller, Held, Refusal
from extraction import repository as jobs
from extraction.errors import ExtractionError, SelectionMismatch
from extraction.release_writer import SealedRelease, write_release
from extraction.repository import Connection
from extraction.selection import GrantFiles, Selected, select
from vault.certificate import parse_certificate
from vault.custody import Custody
from vault.errors import StoreUnavailable, VaultError
from vault.identity import Bundle, Identity
from vault.ids import ID_SIZE, Clock, Eid, Gid, Random

KIND = "select"


class LostLease(Exception):
    """Another worker has the job, or the grant has ended; this one stops."""


class HandedBack(Exception):
    """This worker is to end, so another one does the job."""


class NotYet(Exception):
    """By this machine's clock the grant has not begun."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class GrantMaterial:
    """What the vault holds of a grant, besides its envelope."""

    statement: bytes
    worker_key: bytes | None
    custody: Custody
    survivor: Bundle
    recipients: tuple[Bundle, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """A release that is sealed and stored, to be published in one transaction."""

    release: SealedRelease
    selected: Selected
    box: str
    box_length: int


@dataclass(frozen=True, slots=True)
class Worker:
    """Everything a worker needs, by argument.

    `material` reads a grant's rows, `identity` opens its one-time key, `store` keeps a box
    and gives its length, `publish` adds the release in the transaction it is given. Once
    `stopping` says so, a job that is running is handed back before its next segment.
    """

    access: Access
    database: Database
    caller: Caller
    certs: tuple[bytes, ...]
    material: Callable[[Gid], GrantMaterial]
    identity: Callable[[Gid], Identity]
    store: Callable[[str, Iterator[bytes]], int]
    drop: Callable[[str], None]
    publish: Callable[[Connection, Publication], None]
    destroy_key: Callable[[Gid], None]
    clock: Clock
    random: Random
    owner: str
    stopping: Callable[[], bool] = _never

    def now_ms(self) -> int:
        """Give the present moment in UTC milliseconds."""
        return int(self.clock().timestamp() * 1000)


def run_job(worker: Worker, jid: bytes) -> str:
    """Run a job if it is to be had; give its outcome in a word, for tests and logs.

    `unknown`, `ended` and `taken` say why there was nothing to do.
    """
    fence = worker.database.write(lambda db: jobs.claim(db, jid, worker.owner, worker.now_ms()))
    job = worker.database.read(lambda db: jobs.job_by_id(db, jid))
    if job is None:
        return "unknown"
    if fence is None or job.kind != KIND:
        return "taken" if job.state in jobs.LIVE else "ended"
    gid = Gid(job.subject)
    try:
        outcome = _run(worker, jid, fence, gid)
    except LostLease:
        return "lost"
    except HandedBack:
        worker.database.write(lambda db: jobs.hand_back(db, jid, fence, worker.now_ms()))
        return "back"
    except (NotYet, Pushback, StoreUnavailable):
        worker.database.write(lambda db: jobs.back_off(db, jid, fence, worker.now_ms()))
        return "later"
    except (ExtractionError, VaultError) as error:
        reason = "mismatch" if isinstance(error, SelectionMismatch) else "invalid"
        worker.database.write(lambda db: jobs.fail(db, jid, fence, reason, worker.now_ms()))
        outcome = reason
    worker.destroy_key(gid)
    return outcome


def _run(worker: Worker, jid: bytes, fence: int, gid: Gid) -> str:
    held = worker.access.take_envelope(worker.caller, gid)
    if isinstance(held, Refusal):
        if held.reason == "ended":
            # Its access was closed meanwhile, and the grant may well hold: another attempt tells.
            raise LostLease
        if held.reason == "not-yet":
            # A job is due once its grant begins, so this machine's clock is behind.
            raise NotYet
        # A withdrawal cancels the job in its own transaction, so what says no here is another rule.
        reason = "expired" if held.reason == "expired" else "refused"
        worker.database.write(lambda db: jobs.fail(db, jid, fence, reason, worker.now_ms()))
        return reason
    count = [0]
    closed = False
    try:
        outcome = _select_and_publish(worker, jid, fence, gid, held, count)
        closed = True
    except LostLease:
        closed = held.stop("aborted", count[0], "revoked")
        raise
    except SelectionMismatch:
        closed = held.stop("mismatch", count[0])
        raise
    finally:
        if not closed:
            held.stop("error", count[0])
    return outcome


def _select_and_publish(
    worker: Worker, jid: bytes, fence: int, gid: Gid, held: Held, count: list[int]
) -> str:
    material = worker.material(gid)
    identity = worker.identity(gid)
    reading = ExitStack()

    def before_segment(done: int, total: int) -> None:
        count[0] = done
        # The segment before was read, and this one's batch is open until it was read too.
        reading.close()
        if worker.stopping():
            raise HandedBack
        if reading.enter_context(held.batch()) is not None:
            raise LostLease
        # The lease is renewed, and the rules are read anew, before each segment.
        kept = worker.database.write(
            lambda db: jobs.renew(db, jid, fence, done=done, total=total, now_ms=worker.now_ms())
        )
        if not kept:
            raise LostLease

    with reading:
        selected = select(
            GrantFiles(material.statement, held.envelope, material.worker_key),
            material.custody,
            identity,
            material.survivor,
            now=worker.clock().replace(microsecond=0),
            certificates=[parse_certificate(raw) for raw in worker.certs],
            before_segment=before_segment,
        )
    release = write_release(
        selected,
        identity,
        certificates=worker.certs,
        receipt=material.custody.receipt(),
        recipients=material.recipients if selected.grant.approval == "auto" else (),
        created=worker.clock().replace(microsecond=0),
        random=worker.random,
    )
    eid = selected.grant.eid
    for earlier in range(1, fence):
        # An attempt that was killed between its box and its row left the box behind.
        worker.drop(box_name(eid, jid, earlier))
    name = box_name(eid, jid, fence)
    length = worker.store(name, release.box)
    publication = Publication(release, selected, name, length)
    published = False
    try:
        published = _publish(worker, jid, fence, held, publication, count[0] + 1)
    finally:
        if not published:
            # An object that no row cites is nobody's.
            worker.drop(name)
    if not published:
        raise LostLease
    return "done"


def box_name(eid: Eid, jid: bytes, fence: int) -> str:
    """Name the box of one attempt, so that a later attempt can remove it."""
    return f"x/{eid.hex()}/{hashlib.sha256(jid + fence.to_bytes(4)).digest()[:ID_SIZE].hex()}"


def _publish(
    worker: Worker, jid: bytes, fence: int, held: Held, publication: Publication, count: int
) -> bool:
    def act(connection: Connection) -> bool:
        if not jobs.finish(connection, jid, fence, worker.now_ms()):
            raise LostLease
        worker.publish(connection, publication)
        return True

    return held.publish(count, act) is True
