"""A vault over PostgreSQL and S3 is backed up while it runs, and restored as either edition.

Runs are killed at random moments and gone on with; what was changed by one bit is not restored.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.backup_manifest import mark_of, read_manifest
from api.postgres import Where
from api.row_snapshot import of_server
from api.row_tables import count_file, counted, server_rows, shapes
from tests.cli.running import done, run
from tests.conftest import ROOT
from tests.integration.conftest import free_ports, running
from tests.integration.test_backup import flip, ready, refused
from tests.integration.test_whole_path import collect
from tests.servers.conftest import Server
from tests.servers.s3 import Store, given_store
from tests.servers.test_objects_path import Keys

KILLS = 5


@dataclass(frozen=True)
class Place:
    """A database and a pair of buckets, and how a command is told of them."""

    where: Where
    keys: Keys
    secret: Path

    @property
    def rows(self) -> tuple[str, ...]:
        return ("--database", self.where.address, "--database-password-file", str(self.secret))

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.rows, *self.keys.words("vault"))

    def tables(self) -> dict[str, Any]:
        with self.where.connect() as session, session.transaction():
            return {shape.name: counted(server_rows(session, shape)) for shape in shapes()}

    def has_tables(self) -> bool:
        with self.where.connect() as session:
            (found,) = session.execute("SELECT to_regclass('audit.audit_head')").fetchone() or ()
        return found is not None


@contextmanager
def place(server: Server, store: Store, folder: Path, *, empty: bool = True) -> Iterator[Place]:
    """Give a database and buckets; the database has no tables unless they are wanted."""
    secret = folder / "secret"
    secret.write_text(server.secret + "\n")
    with server.database() as name, store.buckets() as bucket:
        where = server.at(name)
        if empty:
            drop(where)
        yield Place(where, Keys(store, bucket), secret)


def drop(where: Where) -> None:
    with where.connect() as session:
        session.execute("DROP SCHEMA audit, vault, consent, extraction, safehold CASCADE")


@pytest.fixture
def empty(server: Server, tmp_path: Path) -> Iterator[Place]:
    with place(server, given_store(), tmp_path) as made:
        yield made


@dataclass
class Lived:
    """A stopped vault over servers, and backups of before and after a withdrawal.

    `tables` is what its rows were when the last of them was made; each further run adds lines.
    """

    data: Path
    place: Place
    early: Path
    late: Path
    said: dict[str, Any]
    again: dict[str, Any]
    tables: dict[str, Any]


@pytest.fixture(scope="module")
def lived(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder = tmp_path_factory.mktemp("backup")
    data, early, late = folder / "data", folder / "early", folder / "late"
    with ExitStack() as stack:
        made = stack.enter_context(place(server, given_store(), folder, empty=False))
        # A backup is made by the vault's own role: it may read everything.
        role = server.roles()["vault"]
        own = Place(server.at(made.where.url().database or "", role), made.keys, made.secret)
        words = ("backup", "--data", data, *own.words, "--to")
        with running(data, free_ports(), "--demo", *made.words) as system:
            gid, _ = ready(system)
            done(*words, early, "--with-keys")
            system.survivor().remote.call("POST", f"/v1/grants/{gid}/withdraw")
            _, rid = ready(system)
            said = done(*words, late)
            assert collect(system.staff("investigator"), rid)
        again = done(*words, late)
        yield Lived(data, made, early, late, said, again, made.tables())


def keys_of(lived: Lived) -> tuple[object, ...]:
    return ("--keys", lived.data / "keys", "--witness", lived.data / "witness")


def goes_on(back: Path, lived: Lived, *words: str) -> None:
    """Start a restored vault, and have a release made and collected."""
    shutil.copytree(lived.data / "demo", back / "demo", dirs_exist_ok=True)
    with running(back, free_ports(), *words) as system:
        _, rid = ready(system)
        assert collect(system.staff("investigator"), rid)


def test_it_is_made_while_the_vault_runs_and_names_what_the_buckets_hold(lived: Lived) -> None:
    manifest = read_manifest(lived.late)
    assert manifest is not None
    keys = lived.place.keys
    assert set(manifest.objects) == {*keys.held("custody"), *keys.held("releases")}
    assert not manifest.keys
    assert count_file(lived.late / manifest.snapshot / "rows.db") == manifest.tables
    # Made of the stopped vault, the rows are those of the database to the last byte.
    assert manifest.tables == lived.tables
    assert lived.again["log_size"] > lived.said["log_size"]
    assert (lived.again["copied"], lived.again["removed"]) == (0, 0)
    whole = b"".join(path.read_bytes() for path in lived.late.rglob("*") if path.is_file())
    for secret in (lived.data / "keys").glob("*.key"):
        assert secret.read_bytes() not in whole


def test_which_backups_hold_destroyed_keys_is_asked_of_the_server(lived: Lived) -> None:
    words = ("backups", lived.early, lived.late, "--data", lived.data)
    listed = done(*words, *lived.place.rows)["backups"]
    assert [len(each["kept"]) for each in listed] == [1, 0]
    assert run(*words)[0] == 1


def test_what_was_restored_over_servers_reads_back_whole_and_goes_on(
    lived: Lived, empty: Place, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    words = ("restore", "--from", lived.late, "--data", back, *keys_of(lived), *empty.words)
    assert done(*words)["log_size"] == lived.again["log_size"]
    assert empty.tables() == lived.tables
    for zone in ("custody", "releases"):
        assert empty.keys.held(zone) == lived.place.keys.held(zone)
    assert not (back / "vault.db").exists()
    assert not (back / "restoring").exists()
    read = done("fsck", back, *empty.words)
    assert (read["ok"], read["findings"]) == (True, [])
    assert run(*words)[0] == 2
    goes_on(back, lived, *empty.words)
    # It is somebody's now.
    other = ("restore", "--from", lived.late, "--data", tmp_path / "other", *keys_of(lived))
    code, said = run(*other, *empty.words)
    assert (code, said["error"]["detail"]) == (1, "the database is not empty; give one that is")
    code, said = run(*other, *empty.keys.words("vault"))
    assert (code, "a bucket is not empty" in said["error"]["detail"]) == (1, True)
    assert not (tmp_path / "other").exists()


def test_it_is_restored_as_the_embedded_edition_too(lived: Lived, tmp_path: Path) -> None:
    back = tmp_path / "back"
    done("restore", "--from", lived.late, "--data", back, *keys_of(lived))
    assert count_file(back / "vault.db") == lived.tables
    assert done("fsck", back)["ok"]


def test_an_older_log_does_not_start_over_servers_either(
    lived: Lived, empty: Place, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    witness = ("--witness", lived.data / "witness")
    done("restore", "--from", lived.early, "--data", back, *witness, *empty.words)
    assert "a witness saw" in refused(back, *empty.words)


@pytest.mark.parametrize("which", ["object", "rows", "digest"])
def test_a_flipped_bit_is_found_and_nothing_is_filled(
    lived: Lived, empty: Place, tmp_path: Path, which: str
) -> None:
    copy = Path(shutil.copytree(lived.early, tmp_path / "copy"))
    manifest = read_manifest(copy)
    assert manifest is not None
    if which == "digest":
        text = (copy / "backup.json").read_text()
        digest = manifest.tables["audit_entry"].sha256.hex()
        changed = digest[:-1] + ("0" if digest[-1] != "0" else "1")
        (copy / "backup.json").write_text(text.replace(digest, changed))
    else:
        objects = copy / "objects" / next(iter(manifest.objects))
        flip(objects if which == "object" else copy / manifest.snapshot / "rows.db")
    code, said = run("restore", "--from", copy, "--data", tmp_path / "back", *empty.words)
    assert (code, said["error"]["type"]) == (1, "integrity")
    assert not (tmp_path / "back").exists()
    held = {*empty.keys.held("custody"), *empty.keys.held("releases")} - {"filling"}
    # Objects are checked as they are sent; the rows, last, are all or none.
    assert held < set(manifest.objects)
    assert not empty.has_tables()


def test_a_database_that_gives_back_other_rows_keeps_none(
    lived: Lived, server: Server, tmp_path: Path
) -> None:
    with place(server, given_store(), tmp_path, empty=False) as changing:
        before = changing.tables()
        with changing.where.connect() as session:
            session.execute(
                "CREATE FUNCTION public.other() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN NEW.made_at := NEW.made_at + 1; RETURN NEW; END $$"
            )
            session.execute(
                "CREATE TRIGGER other BEFORE INSERT ON audit.audit_checkpoint"
                " FOR EACH ROW EXECUTE FUNCTION public.other()"
            )
        words = ("restore", "--from", lived.early, "--data", tmp_path / "back")
        code, said = run(*words, *changing.words)
        assert (code, said["error"]["type"]) == (1, "integrity")
        assert changing.tables() == before
        assert not (tmp_path / "back").exists()
        with changing.where.connect() as session:
            session.execute("DROP FUNCTION public.other CASCADE")


def test_a_backup_is_of_one_moment_while_others_write(lived: Lived, tmp_path: Path) -> None:
    written: list[int] = []
    where = lived.place.where

    def progress(_: str, number: int, __: int) -> None:
        # Between any two tables; the moment is that of the first.
        if number == 0:
            return
        with where.connect() as other:
            other.execute("UPDATE audit.audit_head SET t = t + 1")
            other.execute(
                "INSERT INTO consent.denial (key, minute, repeats, act, role, rc, auth, why, org)"
                " VALUES (%s, 0, 0, '', '', '', '', '', '')",
                (os.urandom(32),),
            )
            written.append(1)

    before = lived.place.tables()
    read = of_server(where)(tmp_path / "rows.db", progress)
    assert len(written) == len(shapes()) - 1
    assert read == count_file(tmp_path / "rows.db") == before
    with where.connect() as session:
        session.execute("DELETE FROM consent.denial WHERE org = ''")
        session.execute("UPDATE audit.audit_head SET t = t - %s", (len(written),))
    assert lived.place.tables() == before


def killed_after(seconds: float, *words: object) -> bool:
    """Run a command and kill it; tell whether it was done before that."""
    command = [sys.executable, "-m", "api.cli", *map(str, words), "--json"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            out, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            return False
    assert process.returncode == 0, out
    return True


def duration(*words: object) -> float:
    began = time.monotonic()
    assert killed_after(120, *words)
    return time.monotonic() - began


def test_a_backup_killed_at_any_moment_is_gone_on_with(lived: Lived, tmp_path: Path) -> None:
    words = ("backup", "--data", lived.data, *lived.place.words, "--to")
    whole = duration(*words, tmp_path / "timed")
    chance = random.Random(10)
    to, ended = tmp_path / "to", 0
    for _ in range(KILLS):
        ended += killed_after(chance.uniform(0.5, 1.0) * whole, *words, to)
        # At every moment one whole backup or none.
        if (to / "backup.json").exists():
            open_and_count(to)
    assert ended < KILLS
    done(*words, to)
    manifest = read_manifest(to)
    assert manifest is not None
    assert manifest.tables == lived.place.tables()
    assert {path.name for path in to.iterdir()} == {
        *("backup.json", "backup.lock", "objects", manifest.snapshot)
    }


def open_and_count(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest is not None
    assert count_file(folder / manifest.snapshot / "rows.db") == manifest.tables
    for name, stored in manifest.objects.items():
        assert (folder / "objects" / name).stat().st_size == stored.length


def test_a_restore_killed_at_any_moment_is_gone_on_with(
    lived: Lived, server: Server, empty: Place, tmp_path: Path
) -> None:
    words = ("restore", "--from", lived.late, *keys_of(lived))
    with place(server, given_store(), tmp_path) as timed:
        whole = duration(*words, "--data", tmp_path / "timed", *timed.words)
    chance = random.Random(11)
    back, ended = tmp_path / "back", False
    for _ in range(KILLS):
        ended = killed_after(chance.uniform(0.4, 1.0) * whole, *words, "--data", back, *empty.words)
        # Killed after the last deed and before its answer, it is done too.
        ended = ended or (back.exists() and not (back / "restoring").exists())
        if ended:
            break
        # All rows or none.
        assert not empty.has_tables() or empty.tables() == lived.tables
    if not ended:
        done(*words, "--data", back, *empty.words)
    assert empty.tables() == lived.tables
    read = done("fsck", back, *empty.words)
    assert (read["ok"], read["findings"]) == (True, [])
    assert "filling" not in {*empty.keys.held("custody"), *empty.keys.held("releases")}


def test_a_restore_whose_marks_are_left_does_not_start_until_it_is_ended(
    lived: Lived, empty: Place, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    words = ("restore", "--from", lived.late, "--data", back, *keys_of(lived), *empty.words)
    done(*words)
    manifest = read_manifest(lived.late)
    assert manifest is not None
    mark = mark_of(manifest)
    (back / "restoring").write_text(mark)
    with empty.where.connect() as session:
        session.execute("CREATE TABLE safehold.filling (mark text NOT NULL)")
        session.execute("INSERT INTO safehold.filling VALUES (%s)", (mark,))
    assert "not restored to the end" in refused(back, *empty.words, code=1)
    (back / "restoring").rename(tmp_path / "restoring")
    assert "not filled to the end" in refused(back, *empty.words, code=1)
    (tmp_path / "restoring").rename(back / "restoring")
    done(*words)
    assert not (back / "restoring").exists()
    assert done("fsck", back, *empty.words)["ok"]
