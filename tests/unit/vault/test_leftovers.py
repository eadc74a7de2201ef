"""Leftovers: what nobody writes any more goes, what another run is writing stays."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vault.leftovers import Unfinished, new_file, new_folder, remove_leftovers

Random = Callable[[int], bytes]
Make = Callable[..., Unfinished]
MAKERS = [new_file, new_folder]

HOLDING = """
import os, sys
from pathlib import Path
from vault import leftovers
found = getattr(leftovers, sys.argv[1])(Path(sys.argv[2]), random=os.urandom)
print(found.path.name, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("make", MAKERS)
def test_what_another_run_is_writing_stays_until_that_run_ends(make: Make, tmp_path: Path) -> None:
    beginning = tmp_path / "out.partial-"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, make.__name__, str(beginning)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        name = other.stdout.readline().strip()
        remove_leftovers(beginning)
        assert [path.name for path in tmp_path.iterdir()] == [name]
        other.kill()
        other.wait()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    remove_leftovers(beginning)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("make", MAKERS)
def test_what_this_run_let_go_of_is_a_leftover(make: Make, tmp_path: Path, seeded: Random) -> None:
    beginning = tmp_path / "out.partial-"
    held, gone = make(beginning, random=seeded), make(beginning, random=seeded)
    gone.let_go()
    gone.let_go()
    remove_leftovers(beginning)
    assert list(tmp_path.iterdir()) == [held.path]
    held.remove()
    held.remove()
    assert list(tmp_path.iterdir()) == []


def test_only_names_that_an_unfinished_thing_can_have_are_removed(tmp_path: Path) -> None:
    names = [
        *("out.partial-", "out.partial-0123456789abcde", "out.partial-0123456789abcdef0"),
        *("out.partial-0123456789abcdeg", "out.partial-notes", "xout.partial-0123456789abcdef"),
        "outxpartial-0123456789abcdef",
    ]
    for name in names:
        (tmp_path / name).write_text("somebody's own")
    (tmp_path / "out.partial-0123456789abcdef").write_text("half")
    remove_leftovers(tmp_path / "out.partial-")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_text("kept")
    for place, target in enumerate(("kept", "kept/file")):
        (tmp_path / f"out.partial-{place:016x}").symlink_to(tmp_path / target)
    remove_leftovers(tmp_path / "out.partial-")
    assert (tmp_path / "kept" / "file").read_text() == "kept"


@pytest.mark.parametrize("make", MAKERS)
def test_what_is_made_is_its_owners_alone(make: Make, tmp_path: Path, seeded: Random) -> None:
    found = make(tmp_path / "out.partial-", random=seeded)
    assert found.path.stat().st_mode & 0o077 == 0
    found.remove()


@pytest.mark.parametrize("make", MAKERS)
def test_what_another_run_took_for_a_leftover_is_made_again(
    make: Make, tmp_path: Path, seeded: Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, taken = fcntl.flock, []

    def swept(handle: int, how: int) -> None:
        # Between the making and the locking another run tidies up.
        if not taken:
            (path,) = tmp_path.iterdir()
            taken.append(path)
            path.rmdir() if path.is_dir() else path.unlink()
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", swept)
    found = make(tmp_path / "out.partial-", random=seeded)
    assert list(tmp_path.iterdir()) == [found.path]
    assert found.path not in taken
    found.remove()


@pytest.mark.parametrize("make", MAKERS)
def test_where_there_are_no_locks_nothing_is_removed(
    make: Make, tmp_path: Path, seeded: Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int, _how: int) -> None:
        raise OSError(38, os.strerror(38))

    monkeypatch.setattr(fcntl, "flock", refuse)
    found = make(tmp_path / "out.partial-", random=seeded)
    found.let_go()
    remove_leftovers(tmp_path / "out.partial-")
    assert list(tmp_path.iterdir()) == [found.path]


@pytest.mark.parametrize("make", MAKERS)
def test_a_folder_above_that_is_not_there_is_an_error(
    make: Make, tmp_path: Path, seeded: Random
) -> None:
    with pytest.raises(FileNotFoundError):
        make(tmp_path / "nowhere" / "out.partial-", random=seeded)


@pytest.mark.parametrize("make", MAKERS)
def test_an_interruption_before_it_is_anybody_s_leaves_nothing(
    make: Make, tmp_path: Path, seeded: Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_handle: int, _how: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fcntl, "flock", interrupted)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path / "out.partial-", random=seeded)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("make", MAKERS)
def test_a_finished_thing_has_its_name_and_is_no_leftover(
    make: Make, tmp_path: Path, seeded: Random
) -> None:
    found = make(tmp_path / "out.partial-", random=seeded)
    found.finish(tmp_path / "out")
    found.remove()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("make", MAKERS)
def test_what_cannot_be_made_durable_gets_no_name(
    make: Make, tmp_path: Path, seeded: Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(5, os.strerror(5))

    found = make(tmp_path / "out.partial-", random=seeded)
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="Input/output"):
        found.finish(tmp_path / "out")
    found.remove()
    assert list(tmp_path.iterdir()) == []
