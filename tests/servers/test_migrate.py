"""A vault in a folder is moved to PostgreSQL and S3, and never starts from its folder again.

Runs are killed at random moments; the vault goes on in between, and is moved after.
"""

import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api import moving
from api.moving import Target
from api.row_tables import count_file
from tests.cli.running import done, run
from tests.integration.conftest import free_ports, running
from tests.integration.test_backup import flip, ready, refused
from tests.integration.test_whole_path import collect
from tests.servers.conftest import Server
from tests.servers.s3 import given_store
from tests.servers.test_backup import Place, duration, killed_after, place

KILLS = 5


@dataclass
class Lived:
    """A stopped vault in a folder, with a release to collect."""

    data: Path
    rid: str


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    data = tmp_path_factory.mktemp("migrate") / "data"
    with running(data, free_ports()) as system:
        _, rid = ready(system)
    return Lived(data, rid)


@pytest.fixture
def data(lived: Lived, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived.data, tmp_path / "data"))


@pytest.fixture
def empty(server: Server, tmp_path: Path) -> Iterator[Place]:
    with place(server, given_store(), tmp_path) as made:
        yield made


def words(data: Path, to: Place, *, objects: bool = True) -> tuple[object, ...]:
    given = ("migrate", "--to", to.where.address, *to.rows[2:], "--data", data)
    return (*given, *to.keys.words("vault")) if objects else given


def held(data: Path) -> list[str]:
    root = data / "objects"
    return sorted(str(path.relative_to(root)) for path in root.glob("x/**/*") if path.is_file())


def test_a_vault_goes_on_over_servers_and_never_again_in_its_folder(
    lived: Lived, data: Path, empty: Place, tmp_path: Path
) -> None:
    before, objects = count_file(data / "vault.db"), held(data)
    said = done(*words(data, empty))
    assert empty.tables() == before
    assert said["rows"] == sum(each.rows for each in before.values())
    assert said["log_size"] == before["audit_entry"].rows
    assert said["objects"] == said["copied"] == len(objects) > 3
    assert sorted(empty.keys.held("custody") + empty.keys.held("releases")) == objects
    assert not (data / "vault.db").exists()
    assert not (data / "moving").exists()
    assert run(*words(data, empty))[0] == 2

    # Its old rows are no vault, wherever they are put.
    assert "rows are in PostgreSQL" in refused(data, code=1)
    old = Path(shutil.copytree(lived.data, tmp_path / "old"))
    for left in old.glob("vault.db*"):
        left.unlink()
    shutil.copy(data / "moved" / "vault.db", old / "vault.db")
    assert "were moved to a PostgreSQL server" in refused(old, code=1)

    shutil.rmtree(data / "objects")
    shutil.rmtree(data / "moved")
    read = done("fsck", data, *empty.words)
    assert (read["ok"], read["findings"]) == (True, [])
    with running(data, free_ports(), *empty.words) as system:
        # What was approved before is collected after.
        assert collect(system.staff("investigator"), lived.rid)
        _, rid = ready(system)
        assert collect(system.staff("investigator"), rid)

    # A copy of before the move is behind what its witness saw since.
    shutil.rmtree(old)
    shutil.copytree(lived.data, old)
    shutil.rmtree(old / "witness")
    shutil.copytree(data / "witness", old / "witness")
    assert "a witness saw" in refused(old)


def test_the_rows_can_go_alone(data: Path, empty: Place) -> None:
    before, objects = count_file(data / "vault.db"), held(data)
    assert done(*words(data, empty, objects=False))["objects"] is None
    assert empty.tables() == before
    assert held(data) == objects
    assert empty.keys.held("custody") == []
    assert done("fsck", data, *empty.rows)["ok"]


def test_what_runs_or_is_not_whole_is_not_moved(
    lived: Lived, data: Path, empty: Place, server: Server, tmp_path: Path
) -> None:
    with running(data, free_ports(), "--without", ""):
        code, said = run(*words(data, empty))
        assert (code, "runs over this data folder" in said["error"]["detail"]) == (4, True)
    before = count_file(data / "vault.db")
    # Another vault's.
    with place(server, given_store(), tmp_path, empty=False) as taken:
        with taken.where.connect() as session:
            session.execute("UPDATE audit.audit_head SET size = 1")
        code, said = run(*words(data, taken))
        assert (code, "not empty" in said["error"]["detail"]) == (1, True)
        with taken.where.connect() as session:
            session.execute("UPDATE audit.audit_head SET size = 0")
        taken.keys.put("custody", "x/" + "0" * 32)
        code, said = run(*words(data, taken))
        assert (code, "not empty" in said["error"]["detail"]) == (1, True)
    # An object that was changed by one bit, and one that is not there.
    with closing(sqlite3.connect(data / "vault.db")) as file:
        ((name,),) = file.execute("SELECT name FROM upload_part WHERE kind = 'pack' LIMIT 1")
    flip(data / "objects" / name)
    code, said = run(*words(data, empty))
    assert (code, name in said["error"]["detail"]) == (1, True)
    (data / "objects" / name).unlink()
    code, said = run(*words(data, empty))
    assert (code, name in said["error"]["detail"]) == (1, True)
    assert name not in empty.keys.held("custody")
    assert not empty.has_tables()
    # It is what it was, and is moved once it is whole.
    assert count_file(data / "vault.db") == before
    shutil.copy(lived.data / "objects" / name, data / "objects" / name)
    assert done(*words(data, empty))["rows"]
    assert empty.tables() == before


def test_what_was_erased_between_two_runs_does_not_stay_in_the_store(
    data: Path, empty: Place
) -> None:
    (first, *_) = objects = held(data)
    with closing(sqlite3.connect(data / "vault.db")) as file, file:
        ((box,),) = file.execute("SELECT box FROM release WHERE ended_at IS NULL LIMIT 1")
    assert killed_where(data, empty, last=max(name for name in objects if name != box))
    assert "filling" in empty.keys.held("releases")
    assert "filling" in empty.keys.held("custody")
    with closing(sqlite3.connect(data / "vault.db")) as file, file:
        file.execute("UPDATE release SET state = 'withdrawn', ended_at = 1 WHERE box = ?", (box,))
    (data / "objects" / box).unlink()
    said = done(*words(data, empty))
    assert said["copied"] < len(objects)
    assert empty.keys.held("releases") == []
    assert first in empty.keys.held("custody")
    assert empty.tables() == count_file(data / "moved" / "vault.db")


def killed_where(data: Path, to: Place, *, last: str) -> bool:
    """Move a vault whose last object cannot be read, which ends the run after the others."""
    path = data / "objects" / last
    path.rename(path.with_name(f"{path.name}.away"))
    code, said = run(*words(data, to))
    path.with_name(f"{path.name}.away").rename(path)
    return code == 1 and last in str(said["error"]["detail"])


def test_a_move_killed_at_any_moment_is_gone_on_with_and_there_is_one_vault(
    lived: Lived, data: Path, server: Server, empty: Place, tmp_path: Path
) -> None:
    timed = Path(shutil.copytree(lived.data, tmp_path / "timed"))
    with place(server, given_store(), tmp_path) as other:
        whole = duration(*words(timed, other))
    chance = random.Random(12)
    before = count_file(data / "vault.db")
    for _ in range(KILLS):
        ended = killed_after(chance.uniform(0.4, 1.0) * whole, *words(data, empty))
        # Killed after the last deed and before its answer, it is done too.
        if ended or is_done(data):
            break
        before = one_vault(data, empty, before)
    if not is_done(data):
        assert done(*words(data, empty))["ended"]
    assert empty.tables() == before
    assert not (data / "moving").exists()
    read = done("fsck", data, *empty.words)
    assert (read["ok"], read["findings"]) == (True, [])
    with running(data, free_ports(), *empty.words) as system:
        assert collect(system.staff("investigator"), lived.rid)


def is_done(data: Path) -> bool:
    return (data / "database").exists() and not (data / "moving").exists()


def one_vault(data: Path, to: Place, before: dict[str, Any]) -> dict[str, Any]:
    """Want exactly one of both to be a vault; one in the folder goes on a little."""
    with to.where.connect() as session:
        query = "SELECT to_regclass('safehold.filling'), to_regclass('audit.audit_head')"
        filling, head = session.execute(query).fetchone() or (None, None)
    served = head is not None and filling is None
    path = data / "vault.db"
    if not path.exists():
        assert (data / "database").exists()
        return before
    with closing(sqlite3.connect(path)) as file, file:
        (version,) = file.execute("PRAGMA user_version").fetchone()
        if version == 1:
            # Nothing at the servers is to be opened, and the folder still is.
            assert not served
            file.execute("UPDATE audit_head SET t = t + 1")
    return count_file(path)


def test_both_marks_are_of_the_move_and_not_of_the_names(data: Path, empty: Place) -> None:
    # The mark is made by chance: a second folder with the same rows is another move.
    assert killed_where(data, empty, last=max(held(data)))
    twin = Path(shutil.copytree(data, data.with_name("twin")))
    (twin / "moving" / "mark").write_text(os.urandom(16).hex())
    code, said = run(*words(twin, empty))
    assert (code, "being filled from another" in said["error"]["detail"]) == (1, True)
    assert done(*words(data, empty))["rows"]


@pytest.mark.parametrize(
    "step", ["_mark_source", "open_stores", "write_over", "_keep_source", "rmtree"]
)
def test_what_is_left_after_any_step_is_done_by_the_same_command(
    data: Path, empty: Place, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = count_file(data / "vault.db")
    where = "api.moving.shutil.rmtree" if step == "rmtree" else f"api.moving.{step}"
    target = Target(empty.where, empty.keys.given())
    real = shutil.rmtree if step == "rmtree" else getattr(moving, step)
    heard: list[str] = []

    def breaking(*given: object, **named: object) -> object:
        # What is before the mark writes two files, and opens the folder's store and the buckets.
        heard.append(step)
        if len(heard) == {"write_over": 3, "open_stores": 3}.get(step, 1):
            raise KeyboardInterrupt
        return real(*given, **named)

    def both() -> None:
        moving.move(data, target, random=os.urandom, progress=lambda *_: None)
        moving.finish_move(data, target, os.urandom)

    with monkeypatch.context() as patched:
        patched.setattr(where, breaking)
        with pytest.raises(KeyboardInterrupt):
            both()
    marked = step != "_mark_source"
    assert moving.is_moved(data) == marked
    if marked and step != "rmtree":
        # Neither edition opens it, and it goes nowhere else.
        assert run("fsck", data)[0] == 1
        assert run("fsck", data, *empty.words)[0] == 1
        code, said = run(*words(data, empty, objects=False))
        assert (code, "as you gave it before" in said["error"]["detail"]) == (1, True)
    assert done(*words(data, empty))["ended"]
    assert empty.tables() == before
    assert sorted(path.name for path in data.glob("mov*")) == ["moved"]
    read = done("fsck", data, *empty.words)
    assert (read["ok"], read["findings"]) == (True, [])
