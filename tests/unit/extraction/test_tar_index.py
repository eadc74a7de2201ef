"""Tar files: every header checked, nothing made, and no more bytes than there are."""

import io
import tarfile
from pathlib import Path

import pytest

from extraction.errors import CorruptSource, ExtractionError
from extraction.readers.tar_index import TarEntry, TarIndex
from tests.conftest import shared_folder


def listed(data: bytes) -> list[TarEntry]:
    return list(TarIndex(io.BytesIO(data)).entries())


def made(tmp: int = tarfile.PAX_FORMAT, **members: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tmp) as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
@pytest.mark.parametrize("length", [0, 1, 511, 512, 513, 1024, 1524])
def test_members_lie_where_their_bytes_are(form: int, length: int) -> None:
    data = made(form, one=b"a" * length, two=b"b" * 7)
    one, two = listed(data)
    assert data[one.start : one.start + one.size] == b"a" * length
    assert data[two.start : two.start + two.size] == b"b" * 7
    assert (one.name, one.kind) == ("one", "file")


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_names_are_whole(form: int) -> None:
    name = "apps/" + "folder/" * 20 + "name"
    (entry,) = listed(made(form, **{name: b"x"}))
    assert entry.name == name


def test_a_member_with_more_bytes_than_there_are_is_damage() -> None:
    data = made(one=b"a" * 2000)
    for end in range(512, 512 + 2000, 97):
        with pytest.raises(CorruptSource):
            listed(data[:end])


def test_every_flipped_header_byte_shows() -> None:
    data = made(one=b"a")
    # What follows the check sum in its own field belongs to nothing.
    for at in {*range(512)} - {154, 155}:
        damaged = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(CorruptSource):
            listed(damaged)


def outcome(path: Path) -> str:
    data = path.read_bytes()
    try:
        entries = listed(data)
    except ExtractionError as error:
        return type(error).__name__
    assert all(entry.start + entry.size <= len(data) for entry in entries)
    return "+".join(dict.fromkeys(entry.kind for entry in entries))


def test_the_hostile_samples_end_as_they_must() -> None:
    shared = shared_folder()
    expected = {
        "gnu-not-utf8.tar": "file",
        "gnu-sparse-big.tar": "sparse",
        "hdr-only.tar": "folder+special+file+link",
        "invalid-go17.tar": "file",
        "issue11169.tar": "CorruptSource",
        "issue12435.tar": "CorruptSource",
        "nil-uid.tar": "file",
        "pax-bad-hdr-file.tar": "CorruptSource",
        "pax-bad-mtime-file.tar": "CorruptSource",
        "pax-nul-path.tar": "CorruptSource",
        "pax-sparse-big.tar": "sparse",
        "recursion.tar": "",
    }
    folder = None if shared is None else shared / "samples/hostile/tar"
    paths = [] if folder is None else sorted(folder.glob("*.tar"))
    assert {path.name: outcome(path) for path in paths} == (expected if paths else {})
