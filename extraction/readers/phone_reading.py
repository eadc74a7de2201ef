"""Reading a phone's files: every known store, every picture of the camera, the rest counted.

docs/readers.md 11. A database comes with its -wal, -shm and -journal or rows are missing. Each
database that holds no known store is one line of the ledger; every other file is counted by
its folder.
"""

from collections.abc import Iterator

from extraction.errors import CorruptSource
from extraction.reader import Item, ReadContext
from extraction.readers import phone_media
from extraction.readers.phone_files import Container, Held, Sorted, sort_files
from extraction.readers.phone_media import PhoneMedia, camera_records
from extraction.readers.store_reading import Opened, matches_of, read_database, unknown_rows
from extraction.readers.stores import FILES, STORES
from extraction.sqlite_source import ENDINGS, open_parts

SQLITE = b"SQLite format 3\0"
_WAL_MODE = (2, 2)


def read_phone(
    container: Container, context: ReadContext, found: Sorted | None = None
) -> Iterator[Item]:
    """Give every row and file that the readers know, and count the others."""
    if found is None:
        found = sort_files(container.files())
    media = PhoneMedia(container, found, context)
    used: set[tuple[str, int]] = set()
    for held in found.databases:
        yield from _database(container, found, media, held, used, context)
    if found.camera:
        line = context.ledger.line(
            "camera files",
            member=container.name,
            reader=phone_media.NAME,
            version=phone_media.VERSION,
        )
        if not line.over:
            yield from camera_records(media, line)
    if media.unclear:
        context.ledger.warn(
            f"{media.unclear} media are not attached: several files fit where a row says they are"
        )
    for key, held in found.beside.items():
        if key not in used:
            found.leave(held)
    for held_of_name in found.media.values():
        for held in held_of_name:
            if (held.name, held.again) not in media.cited:
                found.leave(held)
    found.note_rest(context.ledger)


def _database(
    container: Container,
    found: Sorted,
    media: PhoneMedia,
    held: Held,
    used: set[tuple[str, int]],
    context: ReadContext,
) -> Iterator[Item]:
    """Read one database; an unknown one is counted, a known one that is damaged is damage."""
    known = held.base in FILES
    try:
        head = _head(container, held)
        if not head.startswith(SQLITE):
            _no_database(found, held, context, known=known)
            return
        beside = [
            (ending, found.beside[key])
            for ending in ENDINGS[1:]
            if (key := (held.name + ending, held.again)) in found.beside
        ]
        used.update((other.name, other.again) for _, other in beside)
        parts = [("", container.pieces(held))]
        parts += [(ending, container.pieces(other)) for ending, other in beside]
        with open_parts(parts, context.scratch) as database:
            opened = Opened(database, held.member, media.near(held.member), context)
            matches = matches_of(database, STORES)
            known = known or bool(matches)
            if tuple(head[18:20]) == _WAL_MODE and not any(end == "-wal" for end, _ in beside):
                # Most often it was emptied; if it was left behind, its rows are not here.
                context.ledger.warn(f"{held.member}: its -wal is not here")
            yield from read_database(opened, matches) if matches else unknown_rows(opened)
    except CorruptSource as error:
        if known:
            context.damaged(held.member, offset=0, size=held.length, what=str(error))
        else:
            context.ledger.leave_unread(
                held.member[:1000], offset=0, size=held.length, reason="a damaged database"
            )


def _head(container: Container, held: Held) -> bytes:
    head = b""
    for piece in container.pieces(held):
        head += piece
        if len(head) >= len(SQLITE) + 4:
            break
    return head


def _no_database(found: Sorted, held: Held, context: ReadContext, *, known: bool) -> None:
    if not known:
        found.leave(held)
        return
    context.ledger.warn(f"{held.member} is named as a known store and is no database")
    context.ledger.leave_unread(
        held.member[:1000], offset=0, size=held.length, reason="no database, or encrypted"
    )
