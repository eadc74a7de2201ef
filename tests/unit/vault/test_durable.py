"""Files that count only once they were read back."""

import errno
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from vault.durable import make_folder, read_pieces, reporting, write_new, write_over
from vault.errors import Missing, StoreUnavailable


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    written = write_new(tmp_path / "a", [b"one", b"", b"two"])
    assert (tmp_path / "a").read_bytes() == b"onetwo"
    assert (written.length, written.sha256) == (6, None)


def test_its_hash_is_given_when_asked_for(tmp_path: Path) -> None:
    written = write_new(tmp_path / "a", [b"abc"], hashed=True)
    assert written.sha256 is not None
    assert written.sha256.hex().startswith("ba7816bf")


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(StoreUnavailable):
        write_new(tmp_path / "a", [b"new"])
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_file_is_written_over_in_one_step_whatever_a_killed_run_left(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a.new").write_bytes(b"hal")
    write_over(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_file_that_reads_back_otherwise_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "a"

    def chunks() -> Iterator[bytes]:
        yield b"first"
        with path.open("r+b") as other:
            other.write(b"F")
        yield b"second"

    with pytest.raises(StoreUnavailable, match="reads back"):
        write_new(path, chunks())
    assert not path.exists()


def test_what_the_source_raises_goes_through_and_leaves_no_file(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"first"
        raise OSError(errno.EIO, "the phone's disk")

    with pytest.raises(OSError, match="phone"):
        write_new(tmp_path / "a", chunks())
    assert not (tmp_path / "a").exists()


def test_a_file_that_grows_too_large_for_the_system_is_removed(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(StoreUnavailable, match="errno"):
            write_new(tmp_path / "a", [bytes(8_000), bytes(8_000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not (tmp_path / "a").exists()


def test_a_full_disk_is_named_with_advice() -> None:
    with pytest.raises(StoreUnavailable, match="disk is full; free some space"), reporting("write"):
        raise OSError(errno.ENOSPC, "no space", "/secret/name")


def test_no_file_name_is_in_the_message() -> None:
    with pytest.raises(StoreUnavailable) as seen, reporting("read"):
        raise OSError(errno.EACCES, "denied", "/home/her name")
    assert "her name" not in str(seen.value)


def test_a_range_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    assert b"".join(read_pieces(tmp_path / "a")) == b"0123456789"
    assert b"".join(read_pieces(tmp_path / "a", 3, 4)) == b"3456"
    assert b"".join(read_pieces(tmp_path / "a", 8, 4)) == b"89"
    assert b"".join(read_pieces(tmp_path / "a", 8, 0)) == b""


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "a", tmp_path / "folder" / "a", tmp_path / "file" / "a"):
        with pytest.raises(Missing):
            list(read_pieces(path))


def test_a_folder_in_a_file_s_place_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        list(read_pieces(tmp_path))


def test_folders_are_made_with_those_above(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreUnavailable):
        make_folder(tmp_path / "file" / "b")
