"""The composition root: the only builder, and the only place where time and chance enter."""

import hashlib
import os
from datetime import UTC, datetime

from api.keyring import (
    LOCAL_WITNESS,
    WorkerKeys,
    open_keyring,
    witness_key,
    witness_verifier,
)
from api.services import Services
from api.session import SqliteDatabase
from api.settings import Settings
from api.witness_client import HttpWitness
from audit import repository as log
from audit.key_change import note_new_keys
from audit.policy import parse_log_policy
from audit.publisher import Publisher, check_start
from audit.tables import metadata as audit_schema
from consent.access import Access
from consent.decision import check_engine
from consent.drain import Drain
from consent.marks import Marks
from consent.ongoing import Ongoing
from consent.tables import metadata as consent_schema
from consent.withdrawal import Withdrawals
from extraction import repository as jobs
from extraction.repository import Connection
from extraction.tables import metadata as job_schema
from vault.ids import ID_SIZE, Gid
from vault.objects_files import DirectoryStore
from vault.tables import metadata as vault_schema

COVER_SECONDS = 10.0
MARKS = "marks"


def now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)


def chance(size: int) -> bytes:
    """Give random bytes of the operating system."""
    return os.urandom(size)


def build(settings: Settings) -> Services:
    """Build everything that the vault process shares.

    Raises:
        PolicyUnsound: casbin is not what was reviewed; nothing is started.
        NotProven: the witness saw a larger or another log; the data is an old copy.
    """
    check_engine()
    keyring = open_keyring(settings.data / "keys", host="safehold", random=chance, now=now())
    database = SqliteDatabase(
        settings.data / "vault.db", (audit_schema, vault_schema, consent_schema, job_schema)
    )
    database.write(log.prepare)
    database.write(jobs.forget_hints)
    store = DirectoryStore(settings.data / "objects", random=chance)
    local = witness_verifier(witness_key(settings.data / "witness", random=chance))
    policy_text = keyring.log_policy(local)
    policy = parse_log_policy(policy_text)
    witness = HttpWitness(LOCAL_WITNESS, settings.local_witness())
    seen = witness.latest(hashlib.sha256(keyring.log.origin.encode()).hexdigest())
    if seen is not None:
        check_start(database, [seen], keyring.log_key)
    publisher = Publisher(database, keyring.log, policy, [witness], _now_ms)
    if note_new_keys(database, keyring.log, policy_text, now_ms=_now_ms(), random=chance):
        publisher.publish_once()
    marks = Marks(settings.data / MARKS, chance(ID_SIZE))
    drain = Drain(marks)
    worker_keys = WorkerKeys(settings.data / "worker", keyring.worker_secret, chance)
    access = Access(
        database,
        store,
        drain,
        Ongoing(marks),
        now,
        chance,
        lambda index: publisher.wait_covered(index, COVER_SECONDS),
    )
    return Services(
        database=database,
        store=store,
        keyring=keyring,
        worker_keys=worker_keys,
        publisher=publisher,
        policy=policy,
        policy_text=policy_text,
        access=access,
        withdrawals=Withdrawals(database, store.delete, drain, now, chance, _cancel),
        marks=marks,
        clock=now,
        random=chance,
    )


def _cancel(connection: Connection, gid: Gid) -> None:
    jobs.cancel(connection, "select", gid, "withdrawn", _now_ms())


def _now_ms() -> int:
    return int(now().timestamp() * 1000)
