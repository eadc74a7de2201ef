"""What the log of a stopped vault says of runs over all that is stored."""

import sqlite3
from contextlib import closing
from pathlib import Path

from audit.entry import commitment, parse_entry
from vault.statement import digest


def runs(data: Path) -> list[tuple[str, bool]]:
    """List the entries of runs over all that is stored: the act, and whether it is of a case."""
    with closing(sqlite3.connect(data / "vault.db")) as database:
        found = database.execute("SELECT entry FROM audit_entry ORDER BY log_index").fetchall()
    entries = [parse_entry(entry) for (entry,) in found]
    told = [entry for entry in entries if entry.act.startswith("system.")]
    assert {(entry.out, entry.role, entry.n) for entry in told} == {("done", "system", 1)}
    return [(entry.act, entry.tag != "") for entry in told]


def commits(data: Path, act: str, document: bytes) -> bool:
    """Tell whether each entry of an act commits to a document."""
    query = "SELECT e.entry, o.r FROM audit_entry e JOIN audit_opening o USING (log_index)"
    with closing(sqlite3.connect(data / "vault.db")) as database:
        rows = [(parse_entry(entry), r) for entry, r in database.execute(query).fetchall()]
    found = [(entry, r) for entry, r in rows if entry.act == act]
    value = digest(document)
    return len(found) > 0 and all(
        entry.doc == commitment("doc", r, value).hex() for entry, r in found
    )
