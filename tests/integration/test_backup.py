"""A backup is made while the vault runs, and restored whole or not at all.

What comes back is what was there; an older log than its witness saw does not start until the
documented way out was taken.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.backing_up import Made, back_up
from api.backup_manifest import read_manifest
from api.object_stores import open_stores
from api.remote_survivor import approve
from api.row_snapshot import of_file
from tests.cli.running import done, run
from tests.conftest import ROOT
from tests.integration.conftest import System, free_ports, running
from tests.integration.system_runs import commits, runs
from tests.integration.test_whole_path import (
    collect,
    grant,
    investigator_key,
    new_request,
    released,
)
from vault.errors import Missing, NotAuthentic

pytestmark = pytest.mark.integration


@dataclass
class Lived:
    """A stopped vault, a backup of before a withdrawal with keys, and one that went on without."""

    data: Path
    early: Path
    late: Path
    first: dict[str, Any]
    second: dict[str, Any]
    again: dict[str, Any]
    rid: str


def ready(system: System) -> tuple[str, str]:
    """Bring a release to where the officer may collect it; give its grant and its id."""
    me, now = system.survivor(), datetime.now(UTC)
    _, stored = grant(system, me, new_request(system, me, now), now)
    row = released(me, stored["gid"], "draft")
    approve(me, row["rid"], [investigator_key(system).bundle], now)
    return stored["gid"], row["rid"]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    folder = tmp_path_factory.mktemp("backup")
    data, early, late = folder / "data", folder / "early", folder / "late"
    with running(data, free_ports()) as system:
        gid, _ = ready(system)
        words = ("backup", "--data", data, "--to")
        done(*words, early, "--with-keys")
        first = done(*words, late)
        system.survivor().remote.call("POST", f"/v1/grants/{gid}/withdraw")
        _, rid = ready(system)
        second = done(*words, late)
        again = done(*words, late)
        # The witness sees more than any backup holds.
        assert collect(system.staff("investigator"), rid)
    return Lived(data, early, late, first, second, again, rid)


def test_a_second_run_brings_what_is_new_and_takes_out_what_is_gone(lived: Lived) -> None:
    assert lived.first["copied"] == lived.first["objects"] > 3
    assert lived.first["removed"] == 0
    # The box of the new release came, the one of the withdrawn release went.
    assert (lived.second["copied"], lived.second["removed"]) == (1, 1)
    assert lived.second["objects"] == lived.first["objects"]
    assert (lived.again["copied"], lived.again["removed"]) == (0, 0)
    assert lived.second["log_size"] > lived.first["log_size"]
    listed = {path.name for path in lived.late.iterdir()}
    manifest = read_manifest(lived.late)
    assert manifest is not None
    assert listed == {"backup.json", "backup.lock", "objects", manifest.snapshot}


def test_no_secret_is_in_a_backup_unless_it_was_asked_for(lived: Lived) -> None:
    secrets = [
        path.read_bytes()
        for path in (lived.data / "keys").iterdir()
        if path.suffix in {".key", ".secret"}
    ]
    assert len(secrets) == 5

    def holds(folder: Path) -> set[bool]:
        whole = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        return {secret in whole for secret in secrets}

    assert holds(lived.late) == {False}
    assert holds(lived.early) == {True}
    assert (lived.late.stat().st_mode & 0o777, lived.early.stat().st_mode & 0o777) == (0o700, 0o700)


def test_what_was_restored_reads_back_whole(lived: Lived, tmp_path: Path) -> None:
    back = tmp_path / "back"
    words = ("restore", "--from", lived.late, "--data", back, "--keys", lived.data / "keys")
    said = done(*words)
    assert said["log_size"] == lived.again["log_size"]
    read = done("fsck", back)
    assert (read["ok"], read["findings"]) == (True, [])
    held = [path for path in (back / "objects").rglob("*") if path.is_file()]
    assert len(held) == said["objects"]
    for path in held:
        original = lived.data / "objects" / path.relative_to(back / "objects")
        assert path.read_bytes() == original.read_bytes()
    # Only into an empty place.
    before = (back / "vault.db").read_bytes()
    assert run(*words)[0] == 2
    assert (back / "vault.db").read_bytes() == before


def test_an_older_log_does_not_start_until_the_way_out_was_taken(
    lived: Lived, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    witness = ("--witness", lived.data / "witness")
    done("restore", "--from", lived.early, "--data", back, *witness)
    assert "a witness saw" in refused(back)
    (tmp_path / "why").write_text("The disk failed; what was done on that day is lost.\n")
    with witnessing(back) as url:
        words = ("--statement", tmp_path / "why", "--witness", url)
        said = done("continue-log", "--data", back, *words)
    assert (said["to"], said["kept"]) == ("safehold/audit/2", said["kept"])
    shutil.copytree(lived.data / "demo", back / "demo")
    assert runs(back) == [("system.backup", True), ("system.backup", False)]
    with running(back, free_ports(), "--without", "") as system:
        _, rid = ready(system)
        assert collect(system.staff("investigator"), rid)
    with running(back, free_ports(), "--without", "") as system:
        mine = [line["act"] for line in system.survivor().remote.call("GET", "/v1/log")["lines"]]
    assert (mine.count("system.backup"), mine.count("system.restore")) == (1, 1)
    assert done("fsck", back)["ok"]
    told = ("system.backup", "system.restore", "system.fsck")
    assert runs(back) == [(act, hers) for act in told for hers in (True, False)]
    assert commits(back, "system.restore", (lived.early / "backup.json").read_bytes())


def test_a_vault_without_its_own_witness_does_not_start_either(
    lived: Lived, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    done("restore", "--from", lived.early, "--data", back)
    assert "own witness is another" in refused(back)
    (tmp_path / "why").write_text("The machine is lost, and the witness with it.\n")
    done("continue-log", "--data", back, "--statement", tmp_path / "why")
    shutil.copytree(lived.data / "demo", back / "demo")
    with running(back, free_ports(), "--without", "") as system:
        _, rid = ready(system)
        assert collect(system.staff("investigator"), rid)


def test_which_backups_still_hold_what_was_destroyed(lived: Lived) -> None:
    listed = done("backups", lived.early, lived.late, "--data", lived.data)["backups"]
    eid = json.loads((lived.data / "demo" / "logins.json").read_text())["eid"]
    assert [set(each["kept"]) for each in listed] == [{eid}, set()]
    # The withdrawn grant's envelope and its release's wraps.
    assert listed[0]["kept"][eid] >= 2


@pytest.mark.parametrize("which", ["object", "rows", "policy", "key"])
def test_a_flipped_bit_is_found_and_nothing_is_restored(
    lived: Lived, tmp_path: Path, which: str
) -> None:
    copy = Path(shutil.copytree(lived.early, tmp_path / "copy"))
    manifest = read_manifest(copy)
    assert manifest is not None
    snapshot = copy / manifest.snapshot
    path = {
        "object": copy / "objects" / next(iter(manifest.objects)),
        "rows": snapshot / "rows.db",
        "policy": snapshot / "files" / "policy",
        "key": snapshot / "files" / "keys" / "log.key",
    }[which]
    flip(path)
    code, said = run("restore", "--from", copy, "--data", tmp_path / "back")
    assert (code, said["error"]["type"]) == (1, "integrity")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy"]


@pytest.mark.parametrize("which", ["manifest", "object", "snapshot"])
def test_a_backup_that_is_not_whole_is_none(lived: Lived, tmp_path: Path, which: str) -> None:
    copy = Path(shutil.copytree(lived.early, tmp_path / "copy"))
    manifest = read_manifest(copy)
    assert manifest is not None
    {
        "manifest": copy / "backup.json",
        "object": copy / "objects" / next(iter(manifest.objects)),
        "snapshot": copy / manifest.snapshot / "rows.db",
    }[which].unlink()
    assert run("restore", "--from", copy, "--data", tmp_path / "back")[0] == 1
    assert not (tmp_path / "back").exists()


def test_keys_of_another_log_are_refused(lived: Lived, tmp_path: Path) -> None:
    words = ("restore", "--from", lived.late, "--data", tmp_path / "back")
    assert run(*words)[0] == 2
    other = Path(shutil.copytree(lived.data / "keys", tmp_path / "keys"))
    (other / "log.key").write_bytes(os.urandom(32))
    assert run(*words, "--keys", other)[0] == 1
    assert not (tmp_path / "back").exists()


def test_damage_in_the_vault_does_not_go_into_a_backup(lived: Lived, tmp_path: Path) -> None:
    data = Path(shutil.copytree(lived.data, tmp_path / "data"))
    with closing(sqlite3.connect(data / "vault.db")) as file:
        ((name,),) = file.execute("SELECT name FROM upload_part WHERE kind = 'pack' LIMIT 1")
    flip(data / "objects" / name)
    code, said = run("backup", "--data", data, "--to", tmp_path / "to")
    assert (code, said["error"]["type"]) == (1, "integrity")
    assert name in said["error"]["detail"]
    assert not (tmp_path / "to" / "backup.json").exists()
    assert not (tmp_path / "to" / "objects" / name).exists()


def test_a_folder_is_one_vaults_and_never_goes_back(lived: Lived, tmp_path: Path) -> None:
    late = Path(shutil.copytree(lived.late, tmp_path / "late"))
    before = (late / "backup.json").read_bytes()
    older = tmp_path / "older"
    done("restore", "--from", lived.early, "--data", older)
    code, said = run("backup", "--data", older, "--to", late)
    assert (code, "longer log" in said["error"]["detail"]) == (1, True)
    other = Path(shutil.copytree(lived.data, tmp_path / "other"))
    (other / "keys" / "root.cert").write_bytes(b"another's")
    code, said = run("backup", "--data", other, "--to", late)
    assert (code, "another vault" in said["error"]["detail"]) == (1, True)
    assert (late / "backup.json").read_bytes() == before
    assert run("backup", "--data", lived.data, "--to", lived.data / "in")[0] == 2
    for name in ("object-store", "vault.db"):
        shutil.copytree(older, tmp_path / name)
    (tmp_path / "object-store" / "object-store").write_text("https://127.0.0.1:9000/name\n")
    (tmp_path / "vault.db" / "vault.db").unlink()
    for name, wanted in (("object-store", 1), ("vault.db", 2)):
        code, _ = run("backup", "--data", tmp_path / name, "--to", tmp_path / "none")
        assert (code, (tmp_path / "none").exists()) == (wanted, False)


def test_an_interrupted_run_leaves_what_was_there_and_the_next_goes_on(
    lived: Lived, tmp_path: Path
) -> None:
    to = tmp_path / "to"
    to.mkdir()
    total = lived.second["objects"]
    with pytest.raises(KeyboardInterrupt):
        backed_up(lived.data, to, stop_after=2)
    assert read_manifest(to) is None
    assert run("restore", "--from", to, "--data", tmp_path / "back")[0] == 1
    made = backed_up(lived.data, to)
    # What the first run brought whole is not brought again.
    assert 0 < total - made.copied <= 2
    before = (to / "backup.json").read_bytes()
    with pytest.raises(KeyboardInterrupt):
        backed_up(lived.data, to, stop_after=1)
    assert (to / "backup.json").read_bytes() == before
    done("restore", "--from", to, "--data", tmp_path / "back", "--keys", lived.data / "keys")


def test_what_is_withdrawn_between_rows_and_objects_is_not_missed(
    lived: Lived, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(lived.data, tmp_path / "data"))
    rid = bytes.fromhex(lived.rid)
    with closing(sqlite3.connect(data / "vault.db")) as file:
        ((box,),) = file.execute("SELECT box FROM release WHERE rid = ?", (rid,))

    def withdraw() -> None:
        with closing(sqlite3.connect(data / "vault.db")) as file, file:
            ended = "UPDATE release SET state = 'withdrawn', ended_at = 1 WHERE rid = ?"
            file.execute(ended, (rid,))
        (data / "objects" / box).unlink(missing_ok=True)

    made = backed_up(data, tmp_path / "to", first=withdraw)
    assert box not in made.manifest.objects
    assert len(made.manifest.objects) == lived.second["objects"] - 1
    # What the rows go on to name, and is gone, is damage.
    (data / "objects" / next(iter(made.manifest.objects))).unlink()
    with pytest.raises(Missing, match="fsck"):
        backed_up(data, tmp_path / "other")


def test_an_object_that_is_longer_than_its_row_says_is_refused(
    lived: Lived, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(lived.data, tmp_path / "data"))
    with closing(sqlite3.connect(data / "vault.db")) as file, file:
        ((leaves,),) = file.execute("SELECT leaves FROM extraction")
        file.execute("UPDATE upload_part SET sha256 = NULL WHERE name = ?", (leaves,))
    path = data / "objects" / leaves
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(NotAuthentic, match=leaves):
        backed_up(data, tmp_path / "to")
    assert not (tmp_path / "to" / "objects" / leaves).exists()


def backed_up(
    data: Path, to: Path, *, stop_after: int | None = None, first: Callable[[], None] | None = None
) -> Made:
    """Back up in this process, broken off after so many objects, or with a deed before them."""
    to.mkdir(exist_ok=True)
    heard: list[int] = []

    def progress(what: str, *_: int) -> None:
        if what == "reading rows" and first is not None and not heard:
            heard.append(0)
            first()
        if what == "copying" and stop_after is not None:
            heard.append(1)
            if len(heard) > 2 * stop_after:
                raise KeyboardInterrupt

    with closing(open_stores(data, None, os.urandom)) as stores:
        return back_up(
            data,
            to,
            stores,
            of_file(data / "vault.db"),
            keys=False,
            origin="safehold/audit/1",
            now_ms=lambda: 1_000,
            random=os.urandom,
            progress=progress,
        )


def flip(path: Path) -> None:
    path.chmod(0o600)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)


def refused(data: Path, *more: str, code: int = 4) -> str:
    """Start a vault that must not start; give what it said."""
    words = [sys.executable, "-m", "api.cli", "up", "--data", str(data), *more]
    found = subprocess.run(
        [*words, "--port", str(free_ports())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert found.returncode == code, found.stderr
    return found.stderr


@contextmanager
def witnessing(data: Path) -> Iterator[str]:
    """Run the vault's own witness as a process; a command that needs a stopped vault cannot."""
    copied = Path(shutil.copytree(data, data.parent / "beside", ignore=lambda *_: ["objects"]))
    port = free_ports() + 2
    command = [sys.executable, "-m", "api.cli", "witness", "--data", str(copied)]
    process = subprocess.Popen(
        [*command, "--port", str(port)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert "witness" in process.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=30)
