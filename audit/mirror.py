"""A mirror: an auditor's own copy of the log, which only ever grows.

docs/formats/audit-entry.md 9. A vault may show one auditor an honest log today and another
one tomorrow; who keeps yesterday's copy sees it. A mirror also answers where a tag is, or
that there is none: that her list ends where it does, only somebody else can say.
"""

from dataclasses import dataclass

from audit.chain import CHAIN_START, chain_step
from audit.checkpoint import parse_checkpoint
from audit.entry import glance
from audit.errors import NotProven
from audit.log_copy import LogCopy
from audit.merkle import leaf_hash
from audit.note import parse_note


@dataclass(frozen=True, slots=True)
class Grown:
    """How far a copy goes beyond an older one."""

    before: int
    after: int


def check_extends(old: LogCopy, new: LogCopy) -> Grown:
    """Check that a copy begins with every entry of an older one, in its order.

    Neither is verified by this: verify_copy does that.

    Raises:
        NotProven: it is of another log, shorter, or differs; or its checkpoint is older.
        MalformedEntry: a copy cannot be read.
    """
    if new.origin != old.origin:
        raise NotProven("the copy is of another log than the mirror")
    if new.size < old.size:
        raise NotProven(f"the copy has {new.size} entries, the mirror {old.size}")
    was, now = (parse_checkpoint(parse_note(copy.checkpoint).text) for copy in (old, new))
    if now.size < was.size:
        raise NotProven(f"the copy's checkpoint covers {now.size} entries, the mirror's {was.size}")
    chain = CHAIN_START
    for index, entry in enumerate(new.entries()):
        if index == old.size:
            break
        chain = chain_step(chain, leaf_hash(entry))
    if chain != old.chain:
        raise NotProven(f"the copy's first {old.size} entries are not the mirror's")
    return Grown(old.size, new.size)


def find_tag(copy: LogCopy, tag: str) -> int | None:
    """Give the index of the entry with a tag (hex), None when there is none."""
    for index, entry in enumerate(copy.entries()):
        if glance(entry)[6] == tag:
            return index
    return None
