"""The log's rows in and out of the database: the only speaker of SQL in this package.

docs/formats/audit-entry.md 4. `append` is called as the last statement of an action's own
transaction. Lock order is the case's counter, then the head, never the reverse; the head
row is the only clock of order. On PostgreSQL one function of the database does all of it; a
file is written to by audit/append_file.py.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from audit.append_file import append_to_file
from audit.chain import CHAIN_START
from audit.entry import Draft, case_tag, object_tag
from audit.errors import NotProven
from audit.merkle import HASH_SIZE
from audit.receipt import Receipt
from audit.tables import case_key as case_keys
from audit.tables import checkpoint, entry, head, metadata, opening, sealed, tile
from audit.template import HOLES, template_of

__all__ = ["Connection", "Receipt", "StoredEntry", "append", "metadata"]

T = TypeVar("T")
MAX_TAGS = 500

_RECEIPTS = "safehold receipts"
"""Under this name a connection holds what is gathered of the receipts of an action."""
_POSTGRESQL = "postgresql"
_APPEND = b"SELECT log_index, leaf, chain FROM audit.append"
_OBJECT_TAG = text("SELECT audit.object_tag(:case, :item)")
_HELD = "0" * 32
"""Stands for a tag that the database makes."""

_TILE = select(tile.c.hashes).where(
    tile.c.level == bindparam("of_level"), tile.c.place == bindparam("at")
)


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as stored."""

    index: int
    entry: bytes
    leaf: bytes
    chain: bytes


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """A checkpoint: size, note, whether it meets the policy, and when (ms) the note was made."""

    size: int
    note: str
    witnessed: bool
    made_at: int


def prepare(connection: Connection) -> None:
    """Make the head row, once."""
    if connection.execute(select(head.c.one)).first() is None:
        connection.execute(insert(head).values(one=1, size=0, chain=CHAIN_START, t=0))


def set_case_key(connection: Connection, uid: bytes, key: bytes) -> None:
    """Keep a new case's blinding key."""
    connection.execute(insert(case_keys).values(uid=uid, key=key, n=0))


def case_key(connection: Connection, uid: bytes) -> bytes:
    """Give a case's blinding key, or raise NotProven when it was erased."""
    found = connection.execute(select(case_keys.c.key).where(case_keys.c.uid == uid)).first()
    if found is None:
        raise NotProven("the case has no blinding key")
    key: bytes = found.key
    return key


def case_count(connection: Connection, uid: bytes) -> int:
    """Count a case's entries."""
    found = connection.execute(select(case_keys.c.n).where(case_keys.c.uid == uid)).first()
    return 0 if found is None else int(found.n)


def erase_case(connection: Connection, uid: bytes) -> None:
    """Destroy a case's blinding key, openings and sealed fields; its entries tell less."""
    number = case_count(connection, uid)
    if number:
        key = case_key(connection, uid)
        hers = find_tags(connection, [case_tag(key, at) for at in range(number)])
        for stored in hers.values():
            connection.execute(delete(opening).where(opening.c.log_index == stored.index))
            connection.execute(delete(sealed).where(sealed.c.log_index == stored.index))
    connection.execute(delete(case_keys).where(case_keys.c.uid == uid))


def append(
    connection: Connection, draft: Draft, *, now_ms: int, random: Callable[[int], bytes]
) -> Receipt:
    """Append an entry in the caller's transaction.

    Raises:
        NotProven: the draft names a case that has no blinding key.
        MalformedEntry: the draft is too long.
    """
    if connection.dialect.name == _POSTGRESQL:
        receipt = _append_there(connection, draft, now_ms=now_ms, random=random)
    else:
        receipt = _append_to_file(connection, draft, now_ms=now_ms, random=random)
    gathered = connection.info.get(_RECEIPTS)
    if gathered is not None:
        gathered.append(receipt)
    return receipt


def gather(connection: Connection, action: Callable[[Connection], T]) -> tuple[T, list[Receipt]]:
    """Run an action of a transaction; give the receipts of what it appended with what it gives."""
    gathered: list[Receipt] = []
    connection.info[_RECEIPTS] = gathered
    try:
        return action(connection), gathered
    finally:
        del connection.info[_RECEIPTS]


def _append_to_file(
    connection: Connection, draft: Draft, *, now_ms: int, random: Callable[[int], bytes]
) -> Receipt:
    file = connection.connection.dbapi_connection
    try:
        return Receipt(*append_to_file(file, draft, now_ms=now_ms, random=random))
    except sqlite3.Error as error:
        raise _as_others(connection, error, sqlite3.Error) from error


def _append_there(
    connection: Connection, draft: Draft, *, now_ms: int, random: Callable[[int], bytes]
) -> Receipt:
    """Append with one statement: the case's key stays in the database, the head's lock short."""
    r = random(32)
    named = draft.case is not None and draft.org != ""
    template = template_of(
        draft.entry(
            random(16),
            now_ms,
            r,
            tag="" if draft.case is None else _HELD,
            obj="" if draft.obj is None else _HELD,
            org=_HELD if named else "",
            con="" if draft.con is None else _HELD,
        )
    )
    values: list[bytes | int | None] = [
        draft.case,
        template.data,
        *(template.places.get(name) for name in HOLES),
        draft.con,
        draft.obj,
        draft.org.encode() if named else None,
        now_ms,
        None if draft.doc is None else r,
        None if draft.sealed is None else draft.sealed.box,
    ]
    row = _ask_server(connection, b"%b(%b)" % (_APPEND, b",".join(map(_spelled, values))))
    if row is None:
        raise NotProven("the case has no blinding key")
    index, leaf, chain = row
    return Receipt(int(index), _read_hex(leaf), _read_hex(chain))


def _ask_server(connection: Connection, statement: bytes) -> Any:  # noqa: ANN401 a row
    """Run the one statement as short as it can be, and give its row as it came, or None.

    Its values are numbers and hex and stand in its text, so that it can go out together with the
    savepoint before it (api/postgres_session.py).
    """
    driver: Any = connection.connection.dbapi_connection
    errors = connection.dialect.loaded_dbapi.Error
    try:
        return driver.one(statement)
    except errors as error:
        raise _as_others(connection, error, errors) from error


def _spelled(value: bytes | int | None) -> bytes:
    if value is None:
        return b"NULL"
    if isinstance(value, int):
        return b"%d" % value
    return b"'\\x%b'" % value.hex().encode()


def _read_hex(value: bytes) -> bytes:
    return bytes.fromhex(value.removeprefix(b"\\x").decode("ascii"))


def _as_others(connection: Connection, error: Exception, family: type[Exception]) -> DBAPIError:
    """Give a driver's error as it comes from every other statement."""
    found = DBAPIError.instance("append", None, error, family, dialect=connection.dialect)
    assert isinstance(found, DBAPIError)
    return found


def tag_of_thing(connection: Connection, uid: bytes, item: bytes) -> bytes:
    """Give the tag that an entry about a thing of a case has, or raise NotProven."""
    if connection.dialect.name != _POSTGRESQL:
        return object_tag(case_key(connection, uid), item)
    tag: bytes | None = connection.execute(_OBJECT_TAG, {"case": uid, "item": item}).scalar()
    if tag is None:
        raise NotProven("the case has no blinding key")
    return tag


def size_of(connection: Connection) -> int:
    """Count the log's entries."""
    found = connection.execute(select(head.c.size)).first()
    return 0 if found is None else int(found.size)


def read_entry(connection: Connection, index: int) -> StoredEntry:
    """Read an entry, or raise NotProven."""
    found = connection.execute(select(entry).where(entry.c.log_index == index)).first()
    if found is None:
        raise NotProven(f"the log has no entry {index}")
    return StoredEntry(found.log_index, found.entry, found.leaf, found.chain)


def receipt_of(connection: Connection, index: int) -> Receipt:
    """Give where an entry stands, or raise NotProven."""
    stored = read_entry(connection, index)
    return Receipt(index, stored.leaf, stored.chain)


def read_entries(connection: Connection, start: int, stop: int) -> Iterator[StoredEntry]:
    """Read entries in order, half-open."""
    rows = connection.execute(
        select(entry)
        .where(entry.c.log_index >= start, entry.c.log_index < stop)
        .order_by(entry.c.log_index)
    )
    for found in rows:
        yield StoredEntry(found.log_index, found.entry, found.leaf, found.chain)


def find_tag(connection: Connection, tag: bytes) -> StoredEntry | None:
    """Find the entry of a tag."""
    return find_tags(connection, [tag]).get(tag)


def find_tags(connection: Connection, tags: Sequence[bytes]) -> dict[bytes, StoredEntry]:
    """Find the entries of tags; a tag without an entry is left out."""
    found = {}
    for start in range(0, len(tags), MAX_TAGS):
        some = select(entry).where(entry.c.tag.in_(tags[start : start + MAX_TAGS]))
        for row in connection.execute(some):
            found[row.tag] = StoredEntry(row.log_index, row.entry, row.leaf, row.chain)
    return found


def read_opening(connection: Connection, index: int) -> bytes:
    """Give the randomness of an entry's document commitment, or raise NotProven."""
    found = connection.execute(select(opening.c.r).where(opening.c.log_index == index)).first()
    if found is None:
        raise NotProven(f"entry {index} commits to no document")
    r: bytes = found.r
    return r


def sealed_fields(connection: Connection, indexes: Sequence[int]) -> dict[int, bytes]:
    """Give the boxes beside these entries, by index; an entry without one is left out."""
    found: dict[int, bytes] = {}
    for start in range(0, len(indexes), MAX_TAGS):
        some = sealed.c.log_index.in_(indexes[start : start + MAX_TAGS])
        found.update(
            {row.log_index: row.box for row in connection.execute(select(sealed).where(some))}
        )
    return found


def put_tile(connection: Connection, level: int, place: int, hashes: bytes) -> None:
    """Keep a tile, in the place of a shorter one if there is one."""
    longer = update(tile).where(tile.c.level == level, tile.c.place == place)
    if connection.execute(longer.values(hashes=hashes)).rowcount == 0:
        connection.execute(insert(tile).values(level=level, place=place, hashes=hashes))


def read_tile(connection: Connection, level: int, place: int) -> bytes:
    """Give a tile's hashes, or raise NotProven."""
    found = connection.execute(_TILE, {"of_level": level, "at": place}).first()
    if found is None:
        raise NotProven("the tree is not built that far")
    value: bytes = found.hashes
    return value


def read_tiles(connection: Connection, level: int, places: Sequence[int]) -> dict[int, bytes]:
    """Give tiles of one level by their places; one that is not there is left out."""
    found = {}
    for start in range(0, len(places), MAX_TAGS):
        some = places[start : start + MAX_TAGS]
        chosen = select(tile.c.place, tile.c.hashes).where(
            tile.c.level == level, tile.c.place.in_(some)
        )
        found.update({int(row.place): row.hashes for row in connection.execute(chosen)})
    return found


def tile_hashes(connection: Connection, level: int) -> int:
    """Count the hashes of a level; level 0 holds one for each leaf."""
    last = connection.execute(
        select(tile.c.place, func.length(tile.c.hashes).label("length"))
        .where(tile.c.level == level)
        .order_by(tile.c.place.desc())
        .limit(1)
    ).first()
    return 0 if last is None else int(last.place) * 256 + int(last.length) // HASH_SIZE


def add_checkpoint(connection: Connection, size: int, note: str, now_ms: int) -> None:
    """Keep a signed checkpoint, before anybody sees it; one for each size."""
    connection.execute(insert(checkpoint).values(size=size, note=note, witnessed=0, made_at=now_ms))


def set_witnessed(connection: Connection, size: int, note: str, now_ms: int) -> None:
    """Replace a checkpoint's note by the one with cosignatures that meet the policy."""
    connection.execute(
        update(checkpoint)
        .values(note=note, witnessed=1, made_at=now_ms)
        .where(checkpoint.c.size == size)
    )


def trust_none(connection: Connection) -> None:
    """Say of every checkpoint that it does not meet the policy: another one is in force."""
    connection.execute(update(checkpoint).values(witnessed=0).where(checkpoint.c.witnessed == 1))


def covered_size(connection: Connection) -> int:
    """Give the size of the largest checkpoint that meets the policy, 0 when there is none."""
    largest = select(func.max(checkpoint.c.size)).where(checkpoint.c.witnessed == 1)
    return int(connection.execute(largest).scalar() or 0)


def latest_checkpoint(
    connection: Connection, *, witnessed: bool = False
) -> StoredCheckpoint | None:
    """Give the largest checkpoint, or the largest that meets the policy."""
    query = select(checkpoint).order_by(checkpoint.c.size.desc()).limit(1)
    if witnessed:
        query = query.where(checkpoint.c.witnessed == 1)
    found = connection.execute(query).first()
    if found is None:
        return None
    return StoredCheckpoint(int(found.size), found.note, bool(found.witnessed), int(found.made_at))
