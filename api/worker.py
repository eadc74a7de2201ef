"""The worker: Celery threads over the job table, in the vault's process or in its own.

docs/jobs.md. A grant's worker key lies in the worker's own folder and is destroyed with
the end of its job; the database never holds it.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator

from celery.worker import WorkController

from api.boxes import HashedBoxes
from api.services import WorkerServices
from audit.errors import AuditError, Pushback
from consent.access import Caller
from consent.entries import log_change
from consent.grant import parse_grant
from consent.granting import grant_of
from extraction import repository as jobs
from extraction.container import read_head
from extraction.repository import Connection
from extraction.running import KIND, GrantMaterial, Publication, Worker, run_job
from extraction.tasks import hint, make_app
from extraction.zip_stored import ByteStream
from vault import accounts, holdings
from vault.custody import parse_certs
from vault.errors import Missing, StoreUnavailable
from vault.identity import parse_bundle
from vault.ids import ID_SIZE, Gid
from vault.repository import rows as vault_rows
from vault.rows import BoxDigest, ExtractionRow, ReleaseRow
from vault.statement import digest

LOG = logging.getLogger("safehold")
CONCURRENCY = 2
SWEEP_SECONDS = 1.0


class StoreCustody:
    """Custody as the worker sees it: sealed bytes of one extraction, read-only."""

    def __init__(self, services: WorkerServices, row: ExtractionRow) -> None:
        self._store = services.stores.custody
        self._row = row

    def ingest(self) -> bytes:
        """Give the ingest statement."""
        return self._row.ingest

    def certs(self) -> list[bytes]:
        """Give the certificates."""
        return parse_certs(self._row.certs)

    def leaves(self) -> bytes:
        """Give the leaf hashes."""
        return self._named(self._row.leaves)

    def catalogue(self) -> bytes:
        """Give the sealed catalogue."""
        return self._named(self._row.catalogue)

    def wrap(self) -> bytes:
        """Refuse: a worker has no business with the extraction's key."""
        raise Missing("the extraction key is not handed to workers")

    def receipt(self) -> bytes | None:
        """Give her receipt."""
        return self._row.receipt

    def read_pack(self, pack: str, offset: int, length: int) -> bytes:
        """Give a range of a pack."""
        return b"".join(self._store.read(self._name(pack), offset, length))

    def object_chunks(self, name: str) -> Iterator[bytes]:
        """Give an object's sealed bytes."""
        return self._store.read(self._name(name))

    def _name(self, name: str) -> str:
        return f"x/{self._row.eid.hex()}/{name}"

    def _named(self, name: str | None) -> bytes:
        if name is None:
            raise Missing("the extraction is not complete")
        return b"".join(self._store.read(name))


def make_worker(services: WorkerServices, stopping: Callable[[], bool] = lambda: False) -> Worker:
    """Put a worker together from what its process has, and from what says that it is to end."""
    caller = Caller(
        "worker",
        hashlib.sha256(services.random(32)).digest(),
        services.random(ID_SIZE),
        "",
        "vault",
        "service",
    )
    boxes = HashedBoxes(services.stores.releases)
    return Worker(
        access=services.access,
        database=services.database,
        caller=caller,
        certs=services.certs,
        material=lambda gid: _material(services, gid),
        identity=services.worker_keys.open,
        store=boxes.put,
        drop=boxes.drop,
        publish=lambda db, publication: _publish(services, caller, boxes, db, publication),
        destroy_key=services.worker_keys.destroy,
        clock=services.clock,
        random=services.random,
        owner=caller.holder.hex(),
        stopping=stopping,
    )


def run_hinted(worker: Worker, jid: bytes) -> None:
    """Run the job that a message hints at; what it says is wrong is said by its kind alone."""
    try:
        outcome = run_job(worker, jid)
    except Exception as error:  # noqa: BLE001 the text might hold what no log may
        # The job is as it was left: the sweeper has it again once its lease is over.
        LOG.error("a job was not ended: %s", type(error).__name__)  # noqa: TRY400 no trace either
        return
    if outcome == "unknown":
        LOG.warning("a message of the queue was refused: no such job")
    elif outcome == "ended":
        LOG.info("a message of the queue was refused: its job has ended")


def destroy_ended(services: WorkerServices) -> None:
    """Destroy the keys of jobs that ended while no worker ran."""
    for gid in services.database.read(lambda db: jobs.final_subjects(db, KIND)):
        services.worker_keys.destroy(Gid(gid))


def _material(services: WorkerServices, gid: Gid) -> GrantMaterial:
    def query(connection: Connection) -> GrantMaterial:
        row = grant_of(connection, gid)
        if row is None:
            raise Missing(f"grant {gid.hex()} is not stored")
        extraction = holdings.extraction_of(connection, row.eid)
        account = accounts.account_of(connection, row.uid)
        if extraction is None or account is None:
            raise Missing(f"the extraction of grant {gid.hex()} is gone")
        grant, _ = parse_grant(row.statement)
        people = accounts.staff_by_fps(connection, grant.release_to)
        return GrantMaterial(
            row.statement,
            services.worker_keys.certificate(gid),
            StoreCustody(services, extraction),
            parse_bundle(account.bundle),
            tuple(parse_bundle(member.bundle) for member in people if member.bundle is not None),
        )

    return services.database.read(query)


def _publish(
    services: WorkerServices,
    caller: Caller,
    boxes: HashedBoxes,
    connection: Connection,
    publication: Publication,
) -> None:
    """Add a draft, or an automatic release, with its entry; in the job's own transaction."""
    grant = publication.selected.grant
    row = grant_of(connection, grant.gid)
    if row is None:
        raise Missing(f"grant {grant.gid.hex()} is not stored")
    head = read_head(ByteStream([publication.release.head]))
    statement = digest(publication.release.statement)

    receipt = log_change(
        connection,
        caller,
        "release.publish",
        uid=row.uid,
        item=publication.release.rid,
        doc=statement,
        con=grant.gid,
        now_ms=services.now_ms(),
        random=services.random,
    )
    auto = grant.approval == "auto"
    now_ms = services.now_ms()
    holdings.add_release(
        connection,
        ReleaseRow(
            rid=publication.release.rid,
            gid=grant.gid,
            eid=grant.eid,
            uid=row.uid,
            state="approved" if auto else "draft",
            cover=head.cover.marshal(),
            box=publication.box,
            box_length=publication.box_length,
            statement_sha256=statement,
            published_at=now_ms,
            log_index=receipt.index,
            approved_at=now_ms if auto else None,
        ),
        head.wraps,
        random=services.random,
    )
    digested = BoxDigest(publication.box, boxes.take_digest(publication.box))
    vault_rows.add(connection, digested)


class EmbeddedWorker:
    """Runs jobs on threads of this process until it is stopped."""

    def __init__(self, services: WorkerServices) -> None:
        self._services = services
        self._stop = threading.Event()
        self._worker = make_worker(services, self._stop.is_set)
        self._app = make_app("memory://localhost/", lambda jid: run_hinted(self._worker, jid))
        self._controller = WorkController(
            app=self._app,
            hostname="inproc@localhost",
            pool="threads",
            concurrency=CONCURRENCY,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        self._threads = [
            threading.Thread(target=target, name=name, daemon=True)
            for name, target in (("celery", self._controller.start), ("sweeper", self._sweep))
        ]

    def start(self) -> None:
        """Begin; what is queued is hinted at anew, since this process's broker begins empty."""
        self._services.database.write(jobs.forget_hints)
        destroy_ended(self._services)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End; a job that is running is handed back, and taken up by whoever comes first."""
        self._stop.set()
        self._controller.stop()

    def _sweep(self) -> None:
        while not self._stop.wait(SWEEP_SECONDS):
            self._quietly(self._hint_due)

    def _hint_due(self) -> None:
        now_ms = self._services.now_ms()
        for jid in self._services.database.write(lambda db: jobs.sweep(db, now_ms)):
            hint(self._app, jid)

    @staticmethod
    def _quietly(act: Callable[[], None]) -> None:
        """Do what is done again in a second anyway; a passing fault is no reason to end."""
        try:
            act()
        except (Pushback, StoreUnavailable, AuditError):
            return
