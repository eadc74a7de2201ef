"""What is relied on in PostgreSQL, what is refused, and what a role may not do."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from api.postgres import PostgresDatabase, Where
from api.schema import KNOWN, migrate_postgres, postgres_version
from api.settings import Given, Unsafe
from audit import repository as log
from audit.entry import Draft
from audit.errors import Pushback
from scripts import write_schema
from tests.cli.running import run
from tests.servers.conftest import PARTS, OwnServer, Server
from vault.accounts import staff_by_login
from vault.errors import AlreadyStored, StoreUnavailable, UnfitDatabase
from vault.ids import Uid
from vault.repository import rows
from vault.rows import ErasureKey, StaffRow

DRAFT = Draft(act="own.open", out="denied", role="survivor", rc="no-rule")
DESCRIBED = """
SELECT n.nspname || '.' || c.relname || ' ' || a.attname, format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = relnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'r' AND n.nspname = ANY (%(schemas)s)
UNION ALL
SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid), '' FROM pg_constraint
WHERE connamespace = ANY (%(schemas)s::regnamespace[])
UNION ALL
SELECT schemaname || '.' || tablename, indexdef FROM pg_indexes WHERE schemaname = ANY (%(schemas)s)
"""


def append(db: Connection) -> int:
    return log.append(db, DRAFT, now_ms=1, random=bytes).index


def described(where: Where) -> set[tuple[object, ...]]:
    with where.connect() as session:
        session.execute("SET search_path = ''")
        given = {"schemas": list(write_schema.SCHEMAS)}
        return set(session.execute(DESCRIBED, given).fetchall())


def test_the_steps_give_the_tables_of_the_models(server: Server, where: Where) -> None:
    found = described(where)
    assert len(found) > 150
    with server.database() as name:
        other = server.at(name)
        with other.connect() as session:
            for schema, metadata in write_schema.SCHEMAS.items():
                session.execute(f"DROP SCHEMA {schema} CASCADE; CREATE SCHEMA {schema}".encode())
                session.execute(f"SET search_path = {schema}".encode())
                for table in metadata.sorted_tables:
                    for made in write_schema.made_by(table, file=False):
                        session.execute(str(made.compile(dialect=write_schema.POSTGRESQL)).encode())
        assert described(other) == found


def test_what_was_migrated_is_on_disk(own_server: Callable[[], OwnServer]) -> None:
    server = own_server()
    with server.database() as name:
        server.kill()
        server.start()
        with server.at(name).connect() as session:
            assert postgres_version(session) == KNOWN


def test_a_second_migration_changes_nothing_and_keeps_the_rows(
    database: PostgresDatabase, where: Where
) -> None:
    assert database.write(append) == 0
    with where.connect() as session:
        assert migrate_postgres(session) == (KNOWN, KNOWN)
    assert database.read(log.size_of) == 1


@pytest.mark.parametrize("version", [0, KNOWN + 1])
def test_an_unknown_version_of_the_tables_is_refused(where: Where, version: int) -> None:
    with where.connect() as session:
        session.execute("UPDATE safehold.version SET number = %s", (version,))
        assert postgres_version(session) == version
    with pytest.raises(UnfitDatabase, match=f"version {version}"):
        PostgresDatabase(where)
    if version > KNOWN:
        with where.connect() as session, pytest.raises(UnfitDatabase):
            migrate_postgres(session)


def test_the_command_makes_the_tables(server: Server, where: Where, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(server.secret)
    with where.connect() as session:
        session.execute("DROP SCHEMA audit, vault, consent, extraction, safehold CASCADE")
    words = ("migrate", "--database", where.address, "--database-password-file", secret)
    assert run(*words) == (0, {"before": 0, "after": KNOWN})
    assert run(*words) == (0, {"before": KNOWN, "after": KNOWN})
    PostgresDatabase(where).close()
    secret.write_text("another")
    code, document = run(*words)
    assert (code, document["error"]["type"]) == (4, "busy")
    assert server.secret not in str(document)


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_server_that_may_lose_what_it_said_is_refused(
    own_server: Callable[[], OwnServer], name: str
) -> None:
    server = own_server()
    with server.database() as made:
        PostgresDatabase(server.at(made)).close()
        with server.where.connect() as session:
            session.execute(f"ALTER SYSTEM SET {name} = off".encode())
            session.execute("SELECT pg_reload_conf()")
            for _ in range(100):
                if session.execute(f"SHOW {name}".encode()).fetchone() == ("off",):
                    break
                time.sleep(0.05)
        with pytest.raises(UnfitDatabase, match=name):
            PostgresDatabase(server.at(made))


def test_what_a_role_has_set_for_itself_changes_nothing(server: Server, where: Where) -> None:
    """Not even a role that commits without waiting, reads old snapshots and looks elsewhere."""
    name = "safehold_test_stubborn"
    with where.connect() as session:
        session.execute(f"DROP ROLE IF EXISTS {name}".encode())
        session.execute(
            f"CREATE ROLE {name} LOGIN PASSWORD '{server.secret}' IN ROLE safehold_vault".encode()
        )
        for setting in (
            "default_transaction_isolation = 'repeatable read'",
            "search_path = public",
            "lock_timeout = 0",
            "TimeZone = 'Asia/Tokyo'",
        ):
            session.execute(f"ALTER ROLE {name} SET {setting}".encode())
    found = PostgresDatabase(server.at(where.url().database or "", name))
    asked = "SELECT current_setting(unnest(ARRAY['transaction_isolation', 'lock_timeout']))"
    try:
        assert found.write(append) == 0
        held = found.write(lambda db: [row[0] for row in db.execute(text(asked))])
        assert held == ["read committed", "8s"]
    finally:
        found.close()
        with where.connect() as session:
            session.execute(f"DROP ROLE {name}".encode())


def test_a_server_that_is_away_is_said_without_its_name() -> None:
    away = Where("postgresql://someone@127.0.0.1:1/somewhere", "a secret")
    with pytest.raises(StoreUnavailable) as error:
        PostgresDatabase(away)
    told = str(error.value) + repr(error.value.__cause__ and "") + repr(away)
    assert "someone@127" not in str(error.value)
    assert "a secret" not in told


def test_a_broken_rule_is_said_as_it_is_for_a_file(database: PostgresDatabase) -> None:
    key = ErasureKey(b"e" * 16, 1, b"i", b"k" * 32)  # type: ignore[arg-type]  # an id
    database.write(lambda db: rows.add(db, key))
    with pytest.raises(AlreadyStored):
        database.write(lambda db: rows.add(db, key))


def test_a_failed_statement_cannot_be_passed_over(database: PostgresDatabase) -> None:
    """The server would undo the whole action at its end, and nobody would hear of it."""

    def going_on(db: Connection) -> str:
        append(db)
        with suppress(DBAPIError):
            db.execute(text("INSERT INTO audit_token VALUES (1)"))
        return "done"

    with pytest.raises(RuntimeError, match="went on"):
        database.write(going_on)
    assert database.read(log.size_of) == 0

    def with_a_savepoint(db: Connection) -> str:
        append(db)
        with suppress(DBAPIError), db.begin_nested():
            db.execute(text("INSERT INTO audit_token VALUES (1)"))
        return "done"

    assert database.write(with_a_savepoint) == "done"
    assert database.read(log.size_of) == 1


def test_a_text_that_no_row_can_hold_finds_nothing(database: PostgresDatabase) -> None:
    """The driver refuses a zero byte in a text; a stranger may send one as a login."""
    assert database.read(lambda db: staff_by_login(db, "some\x00body")) is None
    member = StaffRow(b"s" * 16, "a\x00b", "h", "guardian", "n", "o", "t", None, None, None, 1)
    with pytest.raises(AlreadyStored):
        database.write(lambda db: rows.add(db, member))


def test_who_writes_waits_for_who_writes_and_reads_what_they_did(
    database: PostgresDatabase,
) -> None:
    """A check and the change that rests on it are never parted: one of two wins."""
    won = []

    def act(db: Connection) -> bool:
        if rows.find(db, ErasureKey, kind=1) is not None:
            return False
        time.sleep(0.05)
        key = ErasureKey(bytes([threading.get_ident() % 251]) * 16, 1, b"i", b"k" * 32)  # type: ignore[arg-type]  # an id
        rows.add(db, key)
        return True

    threads = [threading.Thread(target=lambda: won.append(database.write(act))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 5 + [True]


def test_who_stops_inside_a_transaction_is_cut_off(
    database: PostgresDatabase, where: Where
) -> None:
    entered, other = threading.Event(), PostgresDatabase(where)
    failed = []

    def stopping(db: Connection) -> None:
        append(db)
        entered.set()
        time.sleep(6.5)
        append(db)

    def run_it() -> None:
        try:
            other.write(stopping)
        except StoreUnavailable as error:
            failed.append(error)

    thread = threading.Thread(target=run_it)
    thread.start()
    entered.wait(10)
    # It is waited for, and then goes on as if the other had never been.
    assert database.write(append) == 0
    thread.join()
    assert len(failed) == 1
    assert database.read(log.size_of) == 1
    other.close()


def test_who_waits_too_long_is_refused(database: PostgresDatabase, where: Where) -> None:
    with where.connect() as session, session.transaction():
        session.execute("SELECT pg_advisory_lock(%s)", (0x5AFE_601D_0000_0001,))
        with pytest.raises(Pushback):
            database.write(append)
    assert database.write(append) == 0


def test_a_read_is_of_one_moment_and_cannot_write(database: PostgresDatabase) -> None:
    def query(db: Connection) -> tuple[int, int]:
        before = log.size_of(db)
        writer = threading.Thread(target=lambda: database.write(append))
        writer.start()
        writer.join()
        return before, log.size_of(db)

    assert database.read(query) == (0, 0)
    assert database.read(log.size_of) == 1
    with pytest.raises(DBAPIError):
        database.read(append)


FORBIDDEN = {
    "vault": [
        "UPDATE audit_entry SET leaf = chain",
        "DELETE FROM audit_entry",
        "INSERT INTO audit_entry VALUES (0, '', sha256(''), sha256(''), NULL)",
        "UPDATE audit_head SET size = 0",
        "INSERT INTO audit_checkpoint VALUES (1, '', 1, 1)",
        "DELETE FROM consent_rule",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "UPDATE safehold.version SET number = 0",
    ],
    "gateway": [
        "SELECT key FROM audit_case_key",
        "SELECT layer FROM envelope",
        "SELECT wrap FROM account_slot",
        "UPDATE consent_rule SET revoked_at = NULL",
        "INSERT INTO consent_rule SELECT * FROM consent_rule",
        "UPDATE staff SET role = 'auditor'",
        "UPDATE proposal SET document = ''",
        "DELETE FROM proposal",
        "SELECT * FROM advocacy",
        "SELECT * FROM job",
        "UPDATE release SET cover = ''",
        "UPDATE release_wrap SET layer = ''",
        "DELETE FROM ticket",
        "INSERT INTO audit_tile VALUES (0, 0, '')",
    ],
    "worker": [
        "SELECT key FROM audit_case_key",
        "SELECT wrap FROM account_slot",
        "UPDATE consent_rule SET revoked_at = NULL",
        "SELECT layer FROM release_wrap",
        "UPDATE release SET state = 'approved'",
        "SELECT * FROM session",
        "INSERT INTO job SELECT * FROM job",
    ],
    "publisher": [
        "SELECT key FROM audit_case_key",
        "SELECT * FROM account",
        "SELECT * FROM release",
        "SELECT * FROM consent_grant",
        "DELETE FROM audit_checkpoint",
        "UPDATE audit_head SET size = 0",
    ],
}


@pytest.fixture
def roles(server: Server, where: Where) -> Callable[[str], Where]:
    names = server.roles()
    return lambda part: server.at(where.url().database or "", names[part])


@pytest.mark.parametrize(
    ("part", "statement"), [(part, each) for part, some in FORBIDDEN.items() for each in some]
)
def test_a_role_may_not(roles: Callable[[str], Where], part: str, statement: str) -> None:
    with roles(part).connect() as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute(statement.encode())


@pytest.mark.parametrize("part", PARTS)
def test_every_role_appends_and_none_needs_more(
    roles: Callable[[str], Where], part: str, database: PostgresDatabase
) -> None:
    uid = Uid(b"u" * 16)
    database.write(lambda db: log.set_case_key(db, uid, b"k" * 32))
    own = PostgresDatabase(roles(part))
    draft = Draft(act="grant", out="done", role="system", case=uid, doc=b"d" * 32)
    assert own.write(lambda db: log.append(db, draft, now_ms=1, random=bytes)).index == 0
    assert len(own.read(lambda db: log.tag_of_thing(db, uid, b"i"))) == 16
    own.close()


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("postgresql://role:word@127.0.0.1/name", "password"),
        ("postgresql://role@db.example/name", "verify-full"),
        ("postgresql://role@db.example/name?sslmode=require", "verify-full"),
        ("postgresql://role@127.0.0.1/name?host=db.example", "may only say"),
        ("postgresql://role@127.0.0.1/name?password=word", "may only say"),
        ("postgresql://127.0.0.1/name", "want an address"),
        ("mysql://role@127.0.0.1/name", "want an address"),
        ("not an address", "want an address"),
    ],
)
def test_an_address_that_would_expose_something_is_refused(address: str, word: str) -> None:
    with pytest.raises(Unsafe, match=word):
        Given(address, None).check()
