"""Files that were made to break readers: each is refused with its reason, or read with a word.

What must become of the public ones is what their README says; a few made here stand in for them
where they are not at hand.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extraction.archive import Archive
from extraction.errors import (
    AmbiguousSource,
    CorruptSource,
    ExtractionError,
    ForbiddenXml,
    LimitExceeded,
    UnknownSource,
)
from extraction.preflight import check_zip
from tests.conftest import shared_folder
from tests.unit.extraction.reading import read
from tests.unit.extraction.zips import Made, Member, make_zip

LEGAL = {
    *("data_descriptor.zip", "data_descriptor_zip64.zip", "prefix.zip", "cd_comment.zip"),
    *("zip64_extra_csize.zip", "zip64_extra_usize.zip", "suffix_not_comment.zip"),
}
"""Oddities that the format allows: read, with a warning."""

PLAIN = {
    *("time-osx.zip", "utf8-infozip.zip", "unix.zip", "utf8-osx.zip", "time-winzip.zip"),
    *("winxp.zip", "time-win7.zip", "time-7zip.zip", "crc32-not-streamed.zip", "utf8-winzip.zip"),
    "zip64.zip",
}
"""Of `zip/`: nothing odd is in them. In the others something is, which must be said."""

BOMB = "zbsm-overlap-bomb.zip"


def hostile() -> Path | None:
    shared = shared_folder()
    return None if shared is None else shared / "samples" / "hostile"


def archives(*folders: str) -> Iterator[Any]:
    root = hostile()
    for folder in folders if root is not None else ():
        assert root is not None
        for path in sorted((root / folder).iterdir()):
            if path.suffix in (".zip", ".whl"):
                yield pytest.param(path, id=f"{folder}/{path.name}")


def refused(path: Path) -> bool:
    return path.parent.name == "reject" and path.name not in LEGAL and path.suffix == ".zip"


def with_made(paths: Iterator[Any]) -> list[Any]:
    return [pytest.param(None, id="made"), *paths]


def odd(path: Path) -> bool:
    """Tell whether something in a file that is accepted must be said."""
    return (
        path.name in LEGAL
        or path.suffix == ".whl"
        or (path.parent.name == "zip" and path.name not in PLAIN)
    )


@pytest.mark.parametrize(
    "path",
    with_made(
        each
        for each in archives("zip-confusion/accept", "zip-confusion/reject", "zip")
        if not refused(each.values[0]) and each.values[0].name != BOMB
    ),
)
def test_what_the_format_allows_is_read_and_what_is_odd_is_said(
    path: Path | None, tmp_path: Path
) -> None:
    if path is None:
        path = tmp_path / "suffix_not_comment.zip"
        path.write_bytes(Made([Member(b"a.txt")], trailing=b"more").marshal())
    checked = check_zip(path)
    archive = Archive(checked)
    for entry in checked.entries:
        if entry.kind == "file":
            assert sum(map(len, archive.read(entry))) <= 4_000_000
    if odd(path):
        assert checked.warnings or checked.hidden or archive.warnings
    # Whether a reader knows what is inside is another matter; nothing else may stop it.
    with contextlib.suppress(UnknownSource):
        read(path)


@pytest.mark.parametrize(
    "path",
    with_made(each for each in archives("zip-confusion/reject") if refused(each.values[0])),
)
def test_what_two_programs_could_see_in_two_ways_is_refused(
    path: Path | None, tmp_path: Path
) -> None:
    if path is None:
        path = tmp_path / "made.zip"
        whole = make_zip(Member(b"a.txt"))
        path.write_bytes(whole + whole)
    with pytest.raises((AmbiguousSource, CorruptSource)):
        check_zip(path)
    kind = UnknownSource if path.name == "not.zip" else (AmbiguousSource, CorruptSource)
    with pytest.raises(kind) as raised:
        read(path)
    assert str(raised.value)


@pytest.mark.parametrize(
    "path", with_made(each for each in archives("zip") if each.values[0].name == BOMB)
)
def test_members_that_overlap_are_refused_before_one_is_read(
    path: Path | None, tmp_path: Path
) -> None:
    if path is None:
        path = tmp_path / "made.zip"
        data = make_zip(Member(b"a.txt"), Member(b"b.txt"))
        # The second entry points at the first member.
        at = data.rindex(b"PK\x01\x02")
        path.write_bytes(data[: at + 42] + bytes(4) + data[at + 46 :])
    with pytest.raises((LimitExceeded, AmbiguousSource)) as raised:
        read(path)
    assert path.name != BOMB or raised.type is LimitExceeded


def documents() -> list[Any]:
    root = hostile()
    found = [] if root is None else sorted((root / "xml").glob("*.xml"))
    paths = [path for path in found if b"<!DOCTYPE" in path.read_bytes()]
    return with_made(pytest.param(path, id=path.name) for path in paths)


@pytest.mark.parametrize("path", documents())
def test_a_document_type_is_refused(path: Path | None, tmp_path: Path) -> None:
    if path is None:
        path = tmp_path / "made.xml"
        path.write_bytes(b'\xef\xbb\xbf\n<!DOCTYPE a [<!ENTITY b "c">]><smses>&b;</smses>')
    with pytest.raises(ForbiddenXml):
        read(path)


def test_what_only_looks_like_an_archive_is_none(tmp_path: Path) -> None:
    root = hostile()
    path = tmp_path / "made.bin"
    path.write_bytes(b"SQLite format 4\0" + bytes(3000) + b"PK\x05\x06" + bytes(18))
    paths = [path] if root is None else [path, root / "plist-sqlite/passes_is_zipfile.bin"]
    for each in paths:
        with pytest.raises(ExtractionError):
            read(each)
