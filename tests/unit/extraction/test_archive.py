"""Members of an archive: streamed, checked by checksum, and never endless."""

from dataclasses import replace
from pathlib import Path

import pytest

from extraction.archive import Archive, Budget
from extraction.errors import CorruptSource, LimitExceeded
from extraction.preflight import check_zip
from tests.unit.extraction.zips import Made, Member, make_zip

BOMB = Member(b"zeros", b"\0" * 80_000_000, method=8)


def archive(tmp_path: Path, data: bytes, budget: Budget | None = None) -> Archive:
    path = tmp_path / "made.zip"
    path.write_bytes(data)
    return Archive(check_zip(path), budget or Budget())


@pytest.mark.parametrize("method", [0, 8])
@pytest.mark.parametrize("size", [0, 1, 262_143, 262_144, 262_145, 1_000_000])
def test_members_come_out_as_they_went_in(method: int, size: int, tmp_path: Path) -> None:
    data = (b"some words, " * (size // 12 + 1))[:size]
    made = archive(tmp_path, make_zip(Member(b"a", data, method=method)))
    pieces = list(made.read(made.checked.entries[0]))
    assert b"".join(pieces) == data
    assert all(len(piece) <= 262_144 for piece in pieces)
    assert not made.warnings


def test_a_wrong_checksum_shows_at_the_end(tmp_path: Path) -> None:
    made = archive(tmp_path, make_zip(Member(b"a", crc=1)))
    (entry,) = made.checked.entries
    with pytest.raises(CorruptSource, match="checksum"):
        list(made.read(entry))
    assert not made.good(entry)


def test_a_wrong_length_with_the_right_checksum_is_only_noted(tmp_path: Path) -> None:
    made = archive(tmp_path, make_zip(Member(b"a", size=6)))
    assert b"".join(made.read(made.checked.entries[0])) == b"hello"
    assert made.warnings == {"a member tells another length than it has; its checksum is right"}


def test_bytes_behind_a_packed_stream_are_noted(tmp_path: Path) -> None:
    member = Member(b"a", b"hello" * 50, method=8)
    hidden = b"hidden"
    # The stream ends by itself; the directory counts more bytes to it.
    path = tmp_path / "made.zip"
    path.write_bytes(Made([member], before_directory=hidden).marshal())
    checked = check_zip(path)
    (entry,) = checked.entries
    made = Archive(checked)
    assert made.good(replace(entry, packed=entry.packed + len(hidden)))
    assert made.warnings == {"bytes follow a member's data"}


def test_a_stream_that_breaks_off_is_damaged(tmp_path: Path) -> None:
    made = archive(tmp_path, make_zip(Member(b"a", b"hello" * 50, method=8)))
    (entry,) = made.checked.entries
    for cut in range(entry.packed):
        assert not made.good(replace(entry, packed=cut))


def test_bytes_that_do_not_inflate_are_damaged(tmp_path: Path) -> None:
    made = archive(tmp_path, make_zip(Member(b"a", b"\xff\xff\xff\xff")))
    assert not made.good(replace(made.checked.entries[0], method=8))


def test_other_methods_are_not_read(tmp_path: Path) -> None:
    made = archive(tmp_path, make_zip(Member(b"a", method=14)))
    with pytest.raises(CorruptSource, match="method 14"):
        list(made.read(made.checked.entries[0]))


def test_a_member_that_expands_beyond_every_ratio_is_stopped(tmp_path: Path) -> None:
    made = archive(tmp_path, make_zip(BOMB))
    (entry,) = made.checked.entries
    pieces = made.read(entry)
    produced = [0]

    def spend() -> None:
        for piece in pieces:
            produced[0] += len(piece)

    with pytest.raises(LimitExceeded):
        spend()
    assert produced[0] <= 1000 * entry.packed < len(BOMB.data)


def test_budgets_count_what_is_produced(tmp_path: Path) -> None:
    data = make_zip(Member(b"a", b"x" * 1000, method=8))
    made = archive(tmp_path, data, Budget(member=999))
    with pytest.raises(LimitExceeded):
        made.good(made.checked.entries[0])
    made = archive(tmp_path, data, Budget(total=1999))
    assert made.good(made.checked.entries[0])
    with pytest.raises(LimitExceeded):
        made.good(made.checked.entries[0])


def test_a_file_that_went_away_is_a_damaged_source(tmp_path: Path) -> None:
    made = archive(tmp_path, make_zip(Member(b"a")))
    made.checked.path.unlink()
    with pytest.raises(CorruptSource):
        list(made.read(made.checked.entries[0]))
