"""Lists that name cases to somebody else than their owners: each case hears of it.

docs/access.md 1. The entries are durable before the list is given. Each line has an entry of its
own: fewer for lines of one case would tell which lines are of one case.
"""

from collections.abc import Sequence

from api.services import Shared
from audit.errors import NotProven
from consent.asking import Caller
from consent.entries import log_change
from consent.repository import Connection
from vault.ids import Uid


def log_listing(
    services: Shared,
    connection: Connection,
    caller: Caller,
    act: str,
    lines: Sequence[tuple[Uid | None, bytes]],
) -> None:
    """Append an entry for each line of a list, (its case, if any, its id); for none, one."""
    for uid, item in lines:
        try:
            _log(services, connection, caller, act, uid, item, None)
        except NotProven:
            # A case that was erased has no key for its tags any more.
            _log(services, connection, caller, act, None, None, None)
    if not lines:
        _log(services, connection, caller, act, None, None, 0)


def _log(
    services: Shared,
    connection: Connection,
    caller: Caller,
    act: str,
    uid: Uid | None,
    item: bytes | None,
    count: int | None,
) -> None:
    log_change(
        connection,
        caller,
        act,
        uid=uid,
        item=item,
        count=count,
        now_ms=services.now_ms(),
        random=services.random,
    )
