"""The way out after a restored backup: the next origin, a statement, and nothing signed again."""

import hashlib
import json
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from api.databases import open_database
from api.keyring import open_keyring
from api.log_policy import policy_in_force, settle, start_gate, witnesses_of
from api.postgres import Where
from api.wiring import default_policy
from api.witness_app import local_witness, witness_app
from audit import repository
from audit.checkpoint import parse_checkpoint
from audit.continuation import Continuation, check_continuation, next_origin
from audit.entry import Draft
from audit.errors import AuditError, MalformedNote, NotProven
from audit.lines import check_growth
from audit.note import parse_note
from audit.policy import parse_log_policy
from audit.publisher import Publisher
from audit.trust import check_checkpoint
from tests.cli.running import run

Random = Callable[[int], bytes]
DRAFT = Draft(act="own.open", out="denied", role="survivor", rc="no-rule")


class Vault:
    """A vault's data folder, and its own witness on a port."""

    def __init__(self, data: Path, random: Random, where: Where | None = None) -> None:
        self.data, self.random, self.where = data, random, where
        self.keyring = self.read_keys()
        settle(data, default_policy(data, self.keyring))

    def read_keys(self) -> Any:  # noqa: ANN401 a keyring
        return open_keyring(
            self.data / "keys", host="made", random=self.random, now=datetime.now(UTC)
        )

    @contextmanager
    def witness(self) -> Iterator[str]:
        """Serve the witness; give its address."""
        key = self.keyring.log_key
        app = witness_app(local_witness(self.data / "witness", key, self.random), [key.name])
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        with socket.create_server(("127.0.0.1", 0)) as listening:
            thread = threading.Thread(target=server.run, args=([listening],))
            thread.start()
            try:
                yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            finally:
                server.should_exit = True
                thread.join(10)

    def live(self, url: str, entries: int) -> str:
        """Pass the start gate, append, publish; give the newest note."""
        with closing(open_database(self.data, self.where)) as database:
            policy = parse_log_policy(policy_in_force(self.data, ""))
            witnesses = witnesses_of(policy, url)
            database.write(repository.prepare)
            try:
                start_gate(database, policy, witnesses, self.keyring.log_key)
                for _ in range(entries):
                    database.write(
                        lambda db: repository.append(
                            db, DRAFT, now_ms=time.time_ns() // 1_000_000, random=self.random
                        )
                    )
                publisher = Publisher(
                    database,
                    self.keyring.log,
                    policy,
                    witnesses,
                    lambda: time.time_ns() // 1_000_000,
                )
                with closing(publisher):
                    assert publisher.publish_once()
            finally:
                for witness in witnesses:
                    witness.close()
            found = database.read(lambda db: repository.latest_checkpoint(db, witnessed=True))
            return str(found.note)  # type: ignore[union-attr]


@pytest.fixture
def vault(tmp_path: Path, seeded: Random) -> Vault:
    (tmp_path / "data").mkdir()
    return Vault(tmp_path / "data", seeded)


def restored(vault: Vault, url: str) -> str:
    """Live, lose the last three entries to a backup; give the newest note that was shown."""
    vault.live(url, 5)
    shutil.copyfile(vault.data / "vault.db", vault.data / "backup")
    last = vault.live(url, 3)
    for name in ("vault.db-wal", "vault.db-shm"):
        (vault.data / name).unlink(missing_ok=True)
    (vault.data / "backup").replace(vault.data / "vault.db")
    with pytest.raises(NotProven):
        vault.live(url, 0)
    return last


def test_a_restored_log_goes_on_under_the_next_name(vault: Vault, tmp_path: Path) -> None:
    statement = tmp_path / "statement"
    statement.write_text("The disk failed. Three entries of that day are lost.\n")
    with vault.witness() as url:
        last = restored(vault, url)
        words = ("--data", vault.data, "--statement", statement, "--witness", url)
        code, said = run("continue-log", *words)
    assert code == 0, said
    assert (said["from"], said["to"], said["kept"]) == ("made/audit/1", "made/audit/2", 5)

    old, vault.keyring = vault.keyring, vault.read_keys()
    assert vault.keyring.log.origin == "made/audit/2"
    assert vault.keyring.log_key.public != old.log_key.public
    with vault.witness() as url:
        note = vault.live(url, 2)
    policy = parse_log_policy(policy_in_force(vault.data, ""))
    seconds = time.time_ns() // 10**9
    trusted = check_checkpoint(note, policy, now_seconds=seconds).checkpoint
    assert (trusted.origin, trusted.size) == ("made/audit/2", 8)

    # The first new entry carries what was last seen of the old log, and why.
    published = json.loads(Path(said["published"]).read_text())
    document = published["document"]
    seen = parse_checkpoint(parse_note(document["last"]).text)
    assert (seen, seen.size) == (parse_checkpoint(parse_note(last).text), 8)
    told = Continuation(
        document["from"], document["to"], document["kept"], document["last"], document["statement"]
    )
    digest = hashlib.sha256(told.marshal()).digest()
    with closing(open_database(vault.data, None)) as database:
        entry = database.read(lambda db: repository.read_entry(db, published["entry"])).entry
    check_continuation(entry, bytes.fromhex(published["r"]), told, digest)
    assert published["entry"] == 5
    with pytest.raises(NotProven):
        check_continuation(entry, bytes(32), told, digest)

    # Whoever remembers the old log does not take the new one for it.
    with pytest.raises(NotProven, match="another log"):
        check_growth(seen, trusted, [])
    with pytest.raises(AuditError):
        check_checkpoint(last, policy, now_seconds=seconds)


def test_nothing_is_signed_under_the_old_name_again(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "why").write_text("words")
    with vault.witness() as url:
        vault.live(url, 4)
    run("continue-log", "--data", vault.data, "--statement", tmp_path / "why")
    kept = sorted(path.name for path in (vault.data / "keys").glob("log.key*"))
    assert kept == ["log.key", "log.key.before-2"]
    run("continue-log", "--data", vault.data, "--statement", tmp_path / "why")
    assert vault.read_keys().log.origin == "made/audit/3"


@pytest.mark.parametrize("words", [("--statement", "nothing"), ("--data", "nowhere")])
def test_without_a_vault_or_a_statement_nothing_is_changed(
    vault: Vault, tmp_path: Path, words: tuple[str, str]
) -> None:
    (tmp_path / "why").write_text("words")
    given = {"--data": str(vault.data), "--statement": str(tmp_path / "why")}
    given[words[0]] = str(tmp_path / words[1])
    code, _ = run("continue-log", *(word for pair in given.items() for word in pair))
    assert code == 2
    assert vault.read_keys().log.origin == "made/audit/1"


def test_the_next_origin_counts() -> None:
    assert next_origin("vault.example/audit/9") == "vault.example/audit/10"
    for other in ("vault.example", "vault.example/audit/", "vault.example/audit/01", "/audit/1"):
        with pytest.raises(MalformedNote):
            next_origin(other)
