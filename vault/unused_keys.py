"""Worker keys that were asked for: each is for one grant, and one that none uses is destroyed.

docs/access.md 7. A row says who asked for a key and what became of it; the key itself lies in
the worker's own folder.
"""

from vault.ids import Gid, Uid
from vault.repository import Above, Below, Connection, rows
from vault.rows import AskedKey

MOST = 8
"""So many unused keys of one account live at a time; one more destroys the oldest."""
LIFE_MS = 60 * 60 * 1000
"""So long a key waits for its grant."""


def ask_key(connection: Connection, gid: Gid, uid: Uid, now_ms: int) -> list[Gid]:
    """Note that an account asked for a key; give the ids of those that this one destroys."""
    rows.add(connection, AskedKey(gid, uid, now_ms))
    waiting = rows.find_all(
        connection, AskedKey, "asked_at", uid=uid, used_at=None, destroyed_at=None
    )
    over = [row.gid for row in waiting if row.gid != gid][: max(0, len(waiting) - MOST)]
    return [each for each in over if _destroy(connection, each, now_ms)]


def use_key(connection: Connection, gid: Gid, uid: Uid, now_ms: int) -> bool:
    """Note that a grant uses a key; False when it is gone, was used, or was another's."""
    live = {"used_at": None, "destroyed_at": None}
    return rows.change(connection, AskedKey, {"used_at": now_ms}, gid=gid, uid=uid, **live) == 1


def expire_keys(connection: Connection, now_ms: int) -> list[tuple[Gid, Uid]]:
    """Mark the keys that no grant used in time as destroyed; give them with their accounts."""
    late = rows.find_all(
        connection,
        AskedKey,
        "asked_at",
        asked_at=Below(now_ms - LIFE_MS),
        used_at=None,
        destroyed_at=None,
    )
    return [(row.gid, row.uid) for row in late if _destroy(connection, row.gid, now_ms)]


def lately_destroyed(connection: Connection, now_ms: int) -> list[Gid]:
    """List keys that were marked as destroyed within a day: their files must be gone."""
    since = Above(now_ms - 24 * LIFE_MS)
    return [row.gid for row in rows.find_all(connection, AskedKey, "gid", destroyed_at=since)]


def are_late(connection: Connection, now_ms: int) -> bool:
    """Tell whether a key waits for longer than it may."""
    late = rows.find_all(
        connection,
        AskedKey,
        "asked_at",
        limit=1,
        asked_at=Below(now_ms - LIFE_MS),
        used_at=None,
        destroyed_at=None,
    )
    return bool(late)


def _destroy(connection: Connection, gid: Gid, now_ms: int) -> bool:
    live = {"used_at": None, "destroyed_at": None}
    return rows.change(connection, AskedKey, {"destroyed_at": now_ms}, gid=gid, **live) == 1
