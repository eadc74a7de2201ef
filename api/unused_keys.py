"""Worker keys on their way: made for one grant, and destroyed when no grant comes for them.

docs/access.md 7. The row comes first, so that no key lies in the worker's folder that nobody
knows of; what a row calls destroyed is removed again and again until it is gone.
"""

from api.services import Services
from consent.asking import Caller
from consent.entries import log_change
from consent.errors import WrongState
from consent.repository import Connection
from vault import unused_keys
from vault.identity import Identity
from vault.ids import ID_SIZE, Gid, Uid

SYSTEM = Caller("system", b"", bytes(ID_SIZE), "", "vault", "service")


def make_key(services: Services, uid: Uid) -> tuple[Gid, Identity]:
    """Make a grant id with its worker key; the oldest of too many unused ones is destroyed."""
    gid = Gid(services.random(ID_SIZE))

    def act(connection: Connection) -> list[Gid]:
        gone = unused_keys.ask_key(connection, gid, uid, services.now_ms())
        for each in gone:
            _log(services, connection, each, uid, "replaced")
        return gone

    gone = services.database.write(act)
    for each in gone:
        services.worker_keys.destroy(each)
    return gid, services.worker_keys.make(gid)


def take_key(services: Services, connection: Connection, gid: Gid, uid: Uid) -> None:
    """Have a grant use its key, in the grant's own transaction.

    Raises:
        WrongState: the key was not asked for by her, was used, or was destroyed.
    """
    if not unused_keys.use_key(connection, gid, uid, services.now_ms()):
        raise WrongState("the worker key of this grant is gone; ask for a new one, and grant anew")


def sweep_keys(services: Services) -> int:
    """Destroy the keys that no grant used in time; give how many."""
    now_ms = services.now_ms()

    def act(connection: Connection) -> list[tuple[Gid, Uid]]:
        late = unused_keys.expire_keys(connection, now_ms)
        for gid, uid in late:
            _log(services, connection, gid, uid, "unused")
        return late

    late = []
    if services.database.read(lambda db: unused_keys.are_late(db, now_ms)):
        late = services.database.write(act)
    for gid in services.database.read(lambda db: unused_keys.lately_destroyed(db, now_ms)):
        services.worker_keys.destroy(gid)
    return len(late)


def _log(services: Services, connection: Connection, gid: Gid, uid: Uid, reason: str) -> None:
    log_change(
        connection,
        SYSTEM,
        "key.destroy",
        uid=uid,
        item=gid,
        reason=reason,
        now_ms=services.now_ms(),
        random=services.random,
    )
