"""Time stamps in and out of the database, one for each checkpoint and authority.

docs/formats/checkpoint.md 6. Apart from audit/repository.py, which is the log itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from audit.repository import StoredCheckpoint
from audit.tables import checkpoint
from audit.tables import token as tokens


@dataclass(frozen=True, slots=True)
class StoredToken:
    """An authority's answer over the checkpoint of a size, and when (ms) it came."""

    size: int
    authority: bytes
    token: bytes
    made_at: int


def add_token(connection: Connection, stored: StoredToken) -> None:
    """Keep a token; there is one for each checkpoint and authority."""
    connection.execute(
        insert(tokens).values(
            size=stored.size,
            authority=stored.authority,
            token=stored.token,
            made_at=stored.made_at,
        )
    )


def newest_token(connection: Connection, authority: bytes) -> StoredToken | None:
    """Give an authority's newest token."""
    found = connection.execute(
        select(tokens)
        .where(tokens.c.authority == authority)
        .order_by(tokens.c.size.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    return StoredToken(int(found.size), found.authority, found.token, int(found.made_at))


def count_tokens(connection: Connection, size: int) -> int:
    """Count the tokens over checkpoints of this size and larger."""
    counted = select(func.count()).select_from(tokens).where(tokens.c.size >= size)
    return int(connection.execute(counted).scalar_one())


def stamped_after(
    connection: Connection, index: int
) -> tuple[StoredCheckpoint, list[bytes]] | None:
    """Give the smallest stamped checkpoint that covers an entry, and the tokens over it."""
    smallest = connection.execute(
        select(func.min(tokens.c.size))
        .join(checkpoint, checkpoint.c.size == tokens.c.size)
        .where(tokens.c.size > index, checkpoint.c.witnessed == 1)
    ).scalar()
    if smallest is None:
        return None
    found = connection.execute(select(checkpoint).where(checkpoint.c.size == smallest)).one()
    stored = StoredCheckpoint(
        int(found.size), found.note, bool(found.witnessed), int(found.made_at)
    )
    rows = connection.execute(
        select(tokens.c.token).where(tokens.c.size == smallest).order_by(tokens.c.authority)
    )
    return stored, [row.token for row in rows]


def all_stamped(connection: Connection) -> Iterator[tuple[StoredCheckpoint, list[bytes]]]:
    """Give every stamped checkpoint that is trusted, smallest first, with the tokens over it."""
    sizes = connection.execute(
        select(tokens.c.size)
        .join(checkpoint, checkpoint.c.size == tokens.c.size)
        .where(checkpoint.c.witnessed == 1)
        .distinct()
        .order_by(tokens.c.size)
    ).scalars()
    for size in sizes.all():
        found = stamped_after(connection, int(size) - 1)
        if found is not None:
            yield found


def forget_checkpoints(connection: Connection) -> None:
    """Remove every checkpoint and token: they are of a log that goes on under another name."""
    connection.execute(delete(tokens))
    connection.execute(delete(checkpoint))
