"""One statement appends: what the database writes is what the program would have written."""

import itertools
import threading
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from api.postgres import PostgresDatabase
from audit import repository as log
from audit.chain import CHAIN_START, chain_step
from audit.entry import Draft, case_tag, commitment, object_tag, organisation_tag, parse_entry
from audit.errors import NotProven
from audit.merkle import leaf_hash
from audit.publisher import grow

HER, KEY = b"u" * 16, b"k" * 32
OTHER, OTHER_KEY = b"o" * 16, b"q" * 32
FIELDS: dict[str, Any] = {
    "obj": b"thing",
    "con": b"grant",
    "org": "Police of Ümläut",
    "rc": "no-rule",
    "ref": 2**53 - 1,
    "n": 7,
    "why": "selection",
    "pol": b"p" * 32,
    "auth": "passkey",
    "doc": b"d" * 32,
}


@pytest.fixture
def filled(database: PostgresDatabase) -> PostgresDatabase:
    def act(db: Connection) -> None:
        log.set_case_key(db, HER, KEY)
        log.set_case_key(db, OTHER, OTHER_KEY)

    database.write(act)
    return database


def drafts() -> list[Draft]:
    """Every field there and not, alone and in pairs, of a case and of none."""
    chosen = [set(some) for size in (0, 1, 2) for some in itertools.combinations(FIELDS, size)]
    chosen.append(set(FIELDS))
    return [
        Draft(
            act="release.collect",
            out="granted",
            role="investigator",
            case=case,
            **{name: FIELDS[name] for name in sorted(some)},
        )
        for some in chosen
        for case in (None, HER, OTHER)
    ]


def test_what_is_stored_is_what_the_program_would_write(filled: PostgresDatabase) -> None:
    keys, counts = {HER: KEY, OTHER: OTHER_KEY}, dict.fromkeys((HER, OTHER), 0)
    before = CHAIN_START
    times = itertools.cycle([1, 9_999, 1_700_000_000_000, 5])
    latest = 0
    for number, draft in enumerate(drafts()):
        now_ms = next(times)
        latest = max(latest, now_ms)
        receipt = filled.write(
            lambda db, draft=draft, now_ms=now_ms: log.append(
                db, draft, now_ms=now_ms, random=lambda size: b"r" * size
            )
        )
        stored = filled.read(lambda db, number=number: log.read_entry(db, number))
        entry = parse_entry(stored.entry)
        assert entry.marshal() == stored.entry
        assert (stored.index, stored.leaf) == (number, leaf_hash(stored.entry))
        before = chain_step(before, stored.leaf)
        assert (receipt.index, receipt.leaf, receipt.chain) == (number, stored.leaf, before)
        assert entry.t == latest
        key = b"" if draft.case is None else keys[draft.case]
        if draft.case is None:
            assert (entry.tag, entry.org) == ("", "")
        else:
            assert entry.tag == case_tag(key, counts[draft.case]).hex()
            counts[draft.case] += 1
            assert entry.org == (organisation_tag(key, draft.org).hex() if draft.org else "")
        for name, value in (("obj", draft.obj), ("con", draft.con)):
            blinded = "" if value is None else object_tag(key or bytes(32), value).hex()
            assert getattr(entry, name) == blinded
        assert (entry.rc, entry.ref, entry.n) == (draft.rc or "", draft.ref, draft.n)
        if draft.doc is None:
            assert entry.doc == ""
        else:
            assert entry.doc == commitment("doc", b"r" * 32, draft.doc).hex()
            assert filled.read(lambda db, number=number: log.read_opening(db, number)) == b"r" * 32
    while filled.write(grow):
        pass
    assert filled.read(lambda db: log.tile_hashes(db, 0)) == len(drafts())


def test_a_case_without_a_key_appends_nothing(filled: PostgresDatabase) -> None:
    draft = Draft(act="grant", out="done", role="survivor", case=b"x" * 16)
    with pytest.raises(NotProven):
        filled.write(lambda db: log.append(db, draft, now_ms=1, random=bytes))
    assert filled.read(log.size_of) == 0


def test_an_action_that_fails_leaves_no_entry_and_no_gap(filled: PostgresDatabase) -> None:
    draft = Draft(act="grant", out="done", role="survivor", case=HER)

    def failing(db: Connection) -> None:
        log.append(db, draft, now_ms=1, random=bytes)
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        filled.write(failing)
    assert filled.write(lambda db: log.append(db, draft, now_ms=1, random=bytes)).index == 0
    assert filled.read(lambda db: log.case_count(db, HER)) == 1


def test_writers_side_by_side_lose_nothing(filled: PostgresDatabase) -> None:
    found: list[int] = []

    def run(case: bytes | None) -> None:
        draft = Draft(act="grant", out="done", role="survivor", case=case)
        for _ in range(40):
            receipt = filled.write(lambda db: log.append(db, draft, now_ms=1, random=bytes))
            found.append(receipt.index)

    threads = [
        threading.Thread(target=run, args=(case,)) for case in (None, HER, OTHER) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(480))
    while filled.write(grow):
        pass
    assert filled.read(lambda db: log.case_count(db, HER)) == 160


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET leaf = chain", "DELETE FROM audit_entry", "TRUNCATE audit_entry"],
)
def test_not_even_the_owner_changes_an_entry_by_accident(
    filled: PostgresDatabase, statement: str
) -> None:
    draft = Draft(act="grant", out="done", role="survivor")
    filled.write(lambda db: log.append(db, draft, now_ms=1, random=bytes))
    with pytest.raises(DBAPIError, match="never changed or removed"):
        filled.write(lambda db: db.execute(text(statement)))
    assert filled.read(log.size_of) == 1
