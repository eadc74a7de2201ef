"""The composition root: the only builder, and the only place where time and chance enter."""

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from api.authorities import authorities_of
from api.brokers import JobPublisher, prove_consuming, prove_publishing
from api.databases import MARKS, OpenDatabase, open_database, open_marks
from api.hinting import Hinter
from api.keyring import (
    Keyring,
    WorkerKeys,
    open_keyring,
    open_worker_keys,
    witness_key,
    witness_verifier,
)
from api.log_policy import policy_in_force, start_gate, take_up, want_own_witness, witnesses_of
from api.object_stores import (
    AnyStore,
    open_gateway_store,
    open_stores,
    open_worker_stores,
    tidy_objects,
)
from api.receipts import Promising
from api.services import GatewayServices, Services, WorkerServices
from api.settings import Settings
from api.system_entries import RESTORE, forget_restored, log_run, restored_from
from audit import repository as log
from audit.cover import Cover
from audit.covering import wait_covered
from audit.key_change import note_new_keys
from audit.note import VerifierKey, parse_vkey
from audit.policy import parse_log_policy
from audit.publisher import Publisher
from audit.stamping import Stamper
from consent.access import Access
from consent.decision import check_engine
from consent.drain import Drain
from consent.marks import AnyMarks, clear_marks
from consent.ongoing import Ongoing
from consent.withdrawal import Withdrawals
from extraction import repository as jobs
from extraction.repository import Connection
from vault.ids import ID_SIZE, Gid

COVER_SECONDS = 10.0
COVER_MEAN_MS = 900_000
"""So long lie between two entries that tell of nothing, in the mean."""
EXIT_LOST = 4
LOG_KEY_FILE = "log.vkey"
LOG = logging.getLogger("safehold")


def now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)


def chance(size: int) -> bytes:
    """Give random bytes of the operating system."""
    return os.urandom(size)


def tidy(settings: Settings) -> None:
    """Remove what earlier processes left half-done; only while nothing runs over the folder."""
    clear_marks(settings.data / MARKS)
    tidy_objects(settings.data, settings.objects, chance)


def build(settings: Settings) -> Services:
    """Build everything that the vault process shares.

    Raises:
        PolicyUnsound: casbin is not what was reviewed; nothing is started.
        NotProven: a witness saw a larger or another log; the data is an old copy.
        Pushback: too few witnesses answer to know that none did.
    """
    check_engine()
    data = settings.data
    keyring = open_keyring(data / "keys", host="safehold", random=chance, now=now())
    database = _database(settings)
    database.write(log.prepare)
    policy_text = _policy_text(data, keyring)
    _start_gate(settings, database, policy_text, keyring.log_key)
    publisher = None
    if "publisher" not in settings.without:
        policy_text, publisher = _publisher(settings, database, keyring)
    _log_restored(data, database)
    stores, marks = open_stores(data, settings.objects, chance), _marks(settings)
    drain = Drain(marks)
    covered = _follow(database) if publisher is None else _told_by(publisher)
    return Services(
        database=database,
        stores=stores,
        keyring=keyring,
        worker_keys=WorkerKeys(data / "worker", keyring.worker_secret, chance),
        publisher=publisher,
        policy=parse_log_policy(policy_text),
        policy_text=policy_text,
        access=Access(database, stores.releases, drain, Ongoing(marks), now, chance, covered),
        withdrawals=Withdrawals(database, stores.delete, drain, now, chance, _cancel),
        marks=marks,
        clock=now,
        random=chance,
        hinter=_hinter(settings, database),
    )


def _log_restored(data: Path, database: OpenDatabase) -> None:
    """Append that the vault was brought back from a backup, at its first start after that."""
    doc = restored_from(data)
    if doc is not None:
        database.write(lambda db: log_run(db, RESTORE, now_ms=_now_ms(), random=chance, doc=doc))
        forget_restored(data)


def _hinter(settings: Settings, database: OpenDatabase) -> Hinter | None:
    """Build what publishes to a broker, once that has shown what it must."""
    if settings.broker is None:
        return None
    broker = settings.broker.broker()
    prove_publishing(broker)
    return Hinter(database, JobPublisher(broker), now)


def build_gateway(settings: Settings) -> GatewayServices:
    """Build what a gateway has in a process of its own; raises as build does."""
    check_engine()
    database = _database(settings)
    _gate_beside(settings, database)
    releases = open_gateway_store(settings.data, settings.objects, chance)
    marks = _marks(settings)
    access = _joining(releases, database, marks)
    return GatewayServices(database, releases, access, marks, now, chance)


def build_worker(settings: Settings) -> WorkerServices:
    """Build what a worker has in a process of its own; raises as build does."""
    check_engine()
    data = settings.data
    database = _database(settings)
    _gate_beside(settings, database)
    worker_keys, certs = open_worker_keys(data / "keys", data / "worker", random=chance)
    stores = open_worker_stores(data, settings.objects, chance)
    marks = _marks(settings)
    access = _joining(stores.releases, database, marks)
    broker = None if settings.broker is None else settings.broker.broker()
    if broker is not None:
        prove_consuming(broker)
    return WorkerServices(database, stores, worker_keys, certs, access, marks, now, chance, broker)


def build_publisher(settings: Settings) -> tuple[OpenDatabase, Publisher]:
    """Build what a publisher has in a process of its own; raises as build does."""
    data = settings.data
    keyring = open_keyring(data / "keys", host="safehold", random=chance, now=now())
    database = _database(settings)
    _start_gate(settings, database, _policy_text(data, keyring), keyring.log_key)
    return database, _publisher(settings, database, keyring)[1]


def _database(settings: Settings) -> OpenDatabase:
    return Promising(open_database(settings.data, settings.where()))


def _marks(settings: Settings) -> AnyMarks:
    return open_marks(settings.data, settings.where(), chance(ID_SIZE), _marks_lost)


def _marks_lost() -> None:
    """End at once: nobody sees any more what this process delivers, so it must deliver nothing."""
    LOG.critical("the database's session is gone; this process ends, and is to be started again")
    os._exit(EXIT_LOST)


def _joining(releases: AnyStore, database: OpenDatabase, marks: AnyMarks) -> Access:
    covered = _follow(database)
    return Access(database, releases, Drain(marks), Ongoing(marks), now, chance, covered)


def _follow(database: OpenDatabase) -> Callable[[int], bool]:
    return lambda index: wait_covered(database, index, COVER_SECONDS)


def _told_by(publisher: Publisher) -> Callable[[int], bool]:
    return lambda index: publisher.wait_covered(index, COVER_SECONDS)


def _start_gate(
    settings: Settings, database: OpenDatabase, policy_text: str, key: VerifierKey
) -> None:
    """Ask the witnesses what they saw before anything is written."""
    policy = parse_log_policy(policy_text)
    want_own_witness(settings.data / "witness", policy)
    witnesses = witnesses_of(policy, settings.local_witness())
    try:
        start_gate(database, policy, witnesses, key)
    finally:
        for witness in witnesses:
            witness.close()


def _gate_beside(settings: Settings, database: OpenDatabase) -> None:
    """Pass the start gate without a key: the vault wrote down what is public."""
    key = parse_vkey((settings.data / LOG_KEY_FILE).read_text("utf-8"))
    _start_gate(settings, database, policy_in_force(settings.data, ""), key)


def default_policy(data: Path, keyring: Keyring) -> str:
    """Give the policy of a vault whose operator named no witnesses: its own, not independent."""
    return keyring.log_policy(witness_verifier(witness_key(data / "witness", random=chance)))


def _policy_text(data: Path, keyring: Keyring) -> str:
    return policy_in_force(data, default_policy(data, keyring))


def _publisher(
    settings: Settings, database: OpenDatabase, keyring: Keyring
) -> tuple[str, Publisher]:
    """Give the policy in force, once a proposed one was taken up, and the publisher under it."""
    data = settings.data

    def under(text: str) -> Publisher:
        policy = parse_log_policy(text)
        witnesses = witnesses_of(policy, settings.local_witness())
        return Publisher(database, keyring.log, policy, witnesses, _now_ms)

    default = default_policy(data, keyring)
    text = take_up(data, database, default, under, now_ms=_now_ms(), random=chance)
    publisher = under(text)
    if note_new_keys(database, keyring.log, text, now_ms=_now_ms(), random=chance):
        publisher.publish_once()
    return text, publisher


def stamper_for(settings: Settings, database: OpenDatabase) -> Stamper | None:
    """Give what has checkpoints stamped, None where the operator named no authority.

    Raises:
        Unsafe: what was named is not a list of authorities.
    """
    authorities = authorities_of(settings.data)
    return Stamper(database, authorities, _now_ms, chance) if authorities else None


def cover_for(database: OpenDatabase) -> Cover:
    """Give what appends cover entries."""
    return Cover(database, COVER_MEAN_MS, _now_ms, chance)


def _cancel(connection: Connection, gid: Gid) -> None:
    jobs.cancel(connection, "select", gid, "withdrawn", _now_ms())


def _now_ms() -> int:
    return int(now().timestamp() * 1000)
