"""The way out after a restored backup, with the rows in PostgreSQL."""

import json
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from psycopg import sql

from api.databases import open_database
from api.log_policy import policy_in_force
from audit import repository
from audit.checkpoint import parse_checkpoint
from audit.entry import parse_entry
from audit.errors import NotProven
from audit.note import parse_note
from audit.policy import parse_log_policy
from audit.trust import check_checkpoint
from tests.cli.running import run
from tests.servers.conftest import Server
from tests.unit.api.test_continue_log import Vault


def test_a_restored_database_goes_on_under_the_next_name_as_its_owner_alone(
    server: Server, tmp_path: Path, seeded: Callable[[int], bytes]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "why").write_text("The disk failed. Three entries of that day are lost.\n")
    (tmp_path / "secret").write_text(server.secret)
    with server.database() as name:
        vault = Vault(tmp_path / "data", seeded, server.at(name))
        with vault.witness() as url:
            last = restored(server, name, vault, url)
            words = ("--data", vault.data, "--statement", tmp_path / "why", "--witness", url)
            assert run("continue-log", *words)[0] != 0
            secret = ("--database-password-file", tmp_path / "secret")
            role = ("--database", server.at(name, server.roles()["vault"]).address, *secret)
            assert run("continue-log", *words, *role)[0] != 0
            assert vault.read_keys().log.origin == "made/audit/1"
            code, said = run("continue-log", *words, "--database", server.at(name).address, *secret)
        assert code == 0, said
        assert (said["to"], said["kept"]) == ("made/audit/2", 5)
        vault.keyring = vault.read_keys()
        with vault.witness() as url:
            note = vault.live(url, 2)
        policy = parse_log_policy(policy_in_force(vault.data, ""))
        seconds = time.time_ns() // 10**9
        trusted = check_checkpoint(note, policy, now_seconds=seconds).checkpoint
        assert (trusted.origin, trusted.size) == ("made/audit/2", 8)
        published = json.loads(Path(said["published"]).read_text())
        assert parse_checkpoint(parse_note(published["document"]["last"]).text).size == 8
        assert published["document"]["last"].split("\n\n")[0] == last.split("\n\n")[0]
        with closing(open_database(vault.data, server.at(name))) as database:
            stored = database.read(lambda db: repository.read_entry(db, published["entry"]))
        assert parse_entry(stored.entry).act == "log.continue"


def restored(server: Server, name: str, vault: Vault, url: str) -> str:
    """Live, lose the last three entries to a backup; give the newest note that was shown."""
    vault.live(url, 5)
    names = {"name": sql.Identifier(name), "backup": sql.Identifier(f"{name}_backup")}
    with server.where.connect() as session:
        session.execute(sql.SQL("CREATE DATABASE {backup} TEMPLATE {name}").format(**names))
    last = vault.live(url, 3)
    with server.where.connect() as session:
        session.execute(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(**names))
        session.execute(sql.SQL("ALTER DATABASE {backup} RENAME TO {name}").format(**names))
    with pytest.raises(NotProven):
        vault.live(url, 0)
    return last
