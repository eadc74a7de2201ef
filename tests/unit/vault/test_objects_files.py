"""What only the directory store does: hard links, leftovers, modes."""

import errno
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from vault.errors import AlreadyStored, StoreUnavailable
from vault.objects_files import DirectoryStore

Random = Callable[[int], bytes]
NAME = f"x/{'0' * 32}/{'a' * 32}"


def test_leftovers_are_removed_at_the_start(tmp_path: Path, seeded: Random) -> None:
    DirectoryStore(tmp_path, random=seeded).put(NAME, [b"kept"])
    stray = tmp_path / f"{NAME}.0123456789abcdef.tmp"
    stray.write_bytes(b"half of ")
    assert list(DirectoryStore(tmp_path, random=seeded).names()) == [NAME]
    assert not stray.exists()


def test_a_write_that_was_cut_off_is_not_listed(tmp_path: Path, seeded: Random) -> None:
    store = DirectoryStore(tmp_path, random=seeded)
    store.put(NAME, [b"kept"])
    (tmp_path / f"{NAME}.0123456789abcdef.tmp").write_bytes(b"half of ")
    assert list(store.names()) == [NAME]


def test_nothing_but_the_object_is_left_after_a_put(tmp_path: Path, seeded: Random) -> None:
    store = DirectoryStore(tmp_path, random=seeded)
    store.put(NAME, [b"data"])
    with pytest.raises(AlreadyStored):
        store.put(NAME, [b"other"])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / NAME]


def test_a_stored_object_is_read_only_and_has_one_name(tmp_path: Path, seeded: Random) -> None:
    DirectoryStore(tmp_path, random=seeded).put(NAME, [b"data"])
    found = (tmp_path / NAME).stat()
    assert stat.S_IMODE(found.st_mode) == 0o440
    assert found.st_nlink == 1


def test_a_file_system_without_hard_links_is_refused_at_the_start(
    tmp_path: Path, seeded: Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_from: Path, _to: Path) -> NoReturn:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with pytest.raises(StoreUnavailable):
        DirectoryStore(tmp_path, random=seeded)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, seeded: Random) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreUnavailable):
        DirectoryStore(tmp_path / "file" / "objects", random=seeded)
