"""Conversations of a LAVA artefact: which one a row is of, and of whose account.

docs/readers.md 4. An app numbers the conversations of each account from one, and LEAPP puts all
accounts of a phone into one table. So the account, or the file that a row comes from, is part of
such a number wherever the table has several; where it does not tell them apart, no conversation
has an id, and no scope that names conversations lets its messages through.
"""

import re
from collections import Counter
from collections.abc import Mapping
from urllib.parse import quote

from extraction.parties import MAX_ID, names_one
from extraction.readers.lava_index import Artifact, View
from extraction.readers.store_rows import DAMAGE, quoted
from extraction.record import Thread
from extraction.sqlite_source import Database, columns_of
from extraction.threads import thread_id

_ACCOUNT = re.compile(
    r"(?:(?:local|own|owner|my|logged_in|active|device)_)?(?:account|profile|owner|device_user)"
    r"(?:_(?:id|name|user|user_id|username|jid|number|uid))?"
    r"|(?:local|own|owner|my|device)_(?:user|id|number|jid|username|user_id|uid)"
)
_FILE = re.compile(
    r"(?:source|database|db)(?:_(?:file|path|name|file_name|file_path|database|db|folder))?"
)
_EVERYWHERE = re.compile(r"[^@\s]+@[^@\s]+")
_NUMBERED = re.compile(r"[0-9a-f]{6,}|[0-9]+")
_BESIDE = re.compile(r"-(?:wal|shm|journal)\Z")


class Threads:
    """Gives the conversations of one artefact's rows.

    `app` is the artefact's app, `region` the country of numbers without one; `shared` says that
    another artefact has conversations of the same app.
    """

    def __init__(
        self,
        artifact: Artifact,
        app: str | None,
        region: str | None,
        accounts: "Accounts",
        *,
        shared: bool,
    ) -> None:
        self._key = artifact.key
        self._app = app
        self._region = region
        self._accounts = accounts
        self._shared = shared

    def thread(self, row: Mapping[str, str], view: View) -> Thread | None:
        """Give a row's conversation; one without an id where the row does not tell which."""
        raw = row.get(view.thread, "")
        if not raw:
            return None
        name = row.get(view.label, "")[:MAX_ID]
        known = self._known(raw, row, view)
        if known is None:
            return Thread("", name)
        return Thread(thread_id(self._app or "lava", known), name)

    def _known(self, raw: str, row: Mapping[str, str], view: View) -> str | None:
        one = names_one(raw, self._region)
        if view.thread in (view.sender, view.label) and not one:
            # People choose their names, and two may choose one.
            return None
        everywhere = one or _EVERYWHERE.fullmatch(raw) is not None
        if not everywhere:
            account = self._accounts.of(row)
            if account is None:
                return None
            raw = account + raw
        if self._app is None or (self._shared and not everywhere):
            return f"{self._key}:{raw}"
        return raw


class Accounts:
    """Tells a table's accounts apart, as far as its columns or its sources do."""

    def __init__(self, columns: tuple[str, ...], *, several: bool) -> None:
        self._columns = columns
        self._several = several

    def of(self, row: Mapping[str, str]) -> str | None:
        """Give what stands before a number of the row's account; None where nobody can tell."""
        if not self._several:
            return ""
        found = [row.get(column, "") for column in self._columns]
        # Quoted, so that no account can be written like another one and a number.
        return "".join(f"{quote(each, safe='@+')}:" for each in found) if any(found) else None


def accounts_of(database: Database, table: str, artifact: Artifact) -> Accounts:
    """Find out whether a table holds several accounts, and which columns tell."""
    columns = columns_of(database, table)
    telling = [name for name in columns if _ACCOUNT.fullmatch(name) or _FILE.fullmatch(name)]
    several = [name for name in telling if _differs(database, table, name)]
    if several:
        return Accounts(tuple(several), several=True)
    told = any(_FILE.fullmatch(name) for name in telling)
    return Accounts((), several=not told and _several_stores(artifact.source_path))


def _differs(database: Database, table: str, column: str) -> bool:
    statement = f"SELECT DISTINCT {quoted(column)} FROM {quoted(table)} LIMIT 2"  # noqa: S608 quoted names
    try:
        return len(database.connection.execute(statement).fetchall()) > 1
    except DAMAGE as error:
        if "interrupted" in str(error):
            raise
        # Whoever reads the rows says that it is damaged; what cannot be seen may differ.
        return True


def _several_stores(source_path: str) -> bool:
    """Tell whether a tool names two files of one kind: the store of one account each."""
    paths = {_BESIDE.sub("", path.strip()) for path in source_path.splitlines() if path.strip()}
    kinds = Counter(_NUMBERED.sub("#", path.rpartition("/")[2].lower()) for path in paths)
    return any(count > 1 for count in kinds.values())
