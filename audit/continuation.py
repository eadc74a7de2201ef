"""A log that cannot go on under its name goes on under the next, and says why.

docs/formats/checkpoint.md 7. After a backup was restored that a witness is ahead of, or a
quorum was lost for good. Nothing is signed again under the old name: the entries that are
left are carried over, and the first new one commits to what was last seen of the old log.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import orjson

from audit import repository, token_rows
from audit.checkpoint import parse_checkpoint
from audit.entry import Draft, commitment, parse_entry
from audit.errors import MalformedNote, NotProven
from audit.log import Database
from audit.note import parse_note
from audit.publisher import grow
from audit.repository import Connection

ACT = "log.continue"
_ORIGIN = re.compile(r"(.+/audit/)([1-9][0-9]{0,8})")
MAX_STATEMENT = 10_000


@dataclass(frozen=True, slots=True)
class Continuation:
    """What is published: from which log to which, what is left, what was last seen, and why.

    `last` is the old log's newest note that anybody showed, None if nobody did; `kept` is how
    many entries are carried over.
    """

    old: str
    new: str
    kept: int
    last: str | None
    statement: str

    def marshal(self) -> bytes:
        """Give the canonical bytes, whose SHA-256 the entry commits to."""
        body = {
            "from": self.old,
            "kept": self.kept,
            "last": self.last,
            "statement": self.statement,
            "to": self.new,
            "v": 1,
        }
        return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def next_origin(origin: str) -> str:
    """Name the log that follows, or raise MalformedNote."""
    found = _ORIGIN.fullmatch(origin)
    if found is None:
        raise MalformedNote("the log's origin does not end with /audit/ and a number")
    return f"{found[1]}{int(found[2]) + 1}"


def newest_note(notes: list[str]) -> str | None:
    """Choose the note of the largest checkpoint; each was checked before."""
    return max(notes, key=lambda note: parse_checkpoint(parse_note(note).text).size, default=None)


def continue_log(
    database: Database,
    told: Continuation,
    digest: bytes,
    *,
    now_ms: int,
    random: Callable[[int], bytes],
) -> tuple[int, bytes]:
    """Begin the next log over the entries that are left; give the entry's index and its r.

    Args:
        database: the log's; nobody else has it open.
        told: what is published; its `kept` must be what is there.
        digest: SHA-256 of it.
        now_ms: milliseconds since 1970.
        random: chance.

    Raises:
        NotProven: the entries that are left are not what was appended, or not that many.
    """
    while database.write(grow):
        pass

    def act(connection: Connection) -> int:
        if repository.size_of(connection) != told.kept:
            raise NotProven(f"the log has another number of entries than {told.kept}")
        token_rows.forget_checkpoints(connection)
        draft = Draft(act=ACT, out="done", role="system", auth="service", doc=digest)
        return repository.append(connection, draft, now_ms=now_ms, random=random).index

    index = database.write(act)
    return index, database.read(lambda db: repository.read_opening(db, index))


def check_continuation(entry: bytes, r: bytes, told: Continuation, digest: bytes) -> None:
    """Check that an entry is the one that a published continuation says it is.

    Raises:
        MalformedEntry: it is not an entry.
        NotProven: it is another, or commits to something else.
    """
    found = parse_entry(entry)
    if (found.act, found.out) != (ACT, "done"):
        raise NotProven("the entry does not continue a log")
    if commitment("doc", r, digest).hex() != found.doc:
        raise NotProven("the entry commits to another statement")
    if told.new != next_origin(told.old):
        raise NotProven("the statement leads to another log than the next")
