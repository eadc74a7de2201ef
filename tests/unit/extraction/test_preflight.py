"""ZIP pre-flight: one meaning or none, one fault a case; legal oddities only warn."""

import hashlib
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from extraction.errors import (
    AmbiguousSource,
    CorruptSource,
    ExtractionError,
    LimitExceeded,
    LockedSource,
)
from extraction.preflight import Checked, check_zip, looks_like_zip
from extraction.zip_ends import MAX_MEMBERS
from tests.unit.extraction.zips import Made, Member, make_zip, wide_extra

A, B = Member(b"a.txt"), Member(b"b.txt", b"world, world, world", method=8)


def checked(tmp_path: Path, data: bytes) -> Checked:
    path = tmp_path / "made.zip"
    path.write_bytes(data)
    return check_zip(path)


def test_a_plain_file_passes_without_a_word(tmp_path: Path) -> None:
    found = checked(tmp_path, make_zip(A, B))
    assert [(entry.name, entry.kind, entry.size) for entry in found.entries] == [
        ("a.txt", "file", 5),
        ("b.txt", "file", 19),
    ]
    assert not found.warnings
    assert not found.hidden


def test_the_standard_library_agrees_about_our_made_files(tmp_path: Path) -> None:
    path = tmp_path / "made.zip"
    for made in (Made([A, B]), Made([A, B], wide=True), Made([A.described(), B.described()])):
        path.write_bytes(made.marshal())
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            names = archive.namelist()
        assert [entry.name for entry in check_zip(path).entries] == names


ODD = {
    "prefix": (Made([A, B], prefix=b"#!/bin/sh\n"), "before a member"),
    "comment": (Made([A, B], comment=b"made by hand"), "comment of the archive"),
    "trailing": (Made([A, B], trailing=b"\0" * 100), "after the end record"),
    "gap": (Made([A, B], between={1: b"hidden words"}), "before a member"),
    "gap before the directory": (Made([A], before_directory=b"hidden"), "before the directory"),
    "directory length": (Made([A, B], size_more=-16), "another length of the directory"),
    "signed descriptor": (Made([A.described()]), "after their data"),
    "plain descriptor": (Made([B.described(signature=False)]), "after their data"),
    "wide descriptor": (Made([A.described(wide=True)]), "after their data"),
    "twice the same name": (Made([A, A]), "name of another"),
    "names that differ in capitals": (Made([A, replace(A, name=b"A.TXT")]), "capitals"),
    "absolute name": (Made([replace(A, name=b"/etc/passwd")]), "plain relative paths"),
    "climbing name": (Made([replace(A, name=b"../../a")]), "plain relative paths"),
    "drive": (Made([replace(A, name=b"C:\\a")]), "plain relative paths"),
    "link": (
        Made([replace(A, made_by=3 << 8 | 20, outer=0o120777 << 16)]),
        "links or devices",
    ),
    "device": (
        Made([replace(A, made_by=3 << 8 | 20, outer=0o060666 << 16)]),
        "links or devices",
    ),
    "two lengths": (
        Made([replace(A, extra=wide_extra(9, 9), local_extra=wide_extra(9, 9))]),
        "the checksum decides",
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_a_legal_oddity_is_read_with_a_warning(name: str, tmp_path: Path) -> None:
    made, warning = ODD[name]
    found = checked(tmp_path, made.marshal())
    assert len(found.entries) == len(made.members)
    assert warning in " ".join(found.warnings)


def test_bytes_of_no_member_are_hashed_where_they_lie(tmp_path: Path) -> None:
    data = Made([A, B], between={1: b"hidden words"}, comment=b"c", trailing=b"tail").marshal()
    found = checked(tmp_path, data)
    assert len(found.hidden) == 3
    for hidden in found.hidden:
        piece = data[hidden.offset : hidden.offset + hidden.length]
        assert hashlib.sha256(piece).hexdigest() == hidden.sha256
    assert {data[each.offset : each.offset + each.length] for each in found.hidden} == {
        b"hidden words",
        b"c",
        b"tail",
    }


inner = make_zip(Member(b"inner.txt"))

AMBIGUOUS = {
    "two end records": Made([A], comment=make_zip(B)).marshal(),
    "an end record in the comment": Made([A], comment=b"PK\x05\x06" + b"x" * 40).marshal(),
    "an archive behind the archive": make_zip(A) + make_zip(B),
    "an archive before the archive": Made([A], prefix=make_zip(B)).marshal(),
    "several disks": Made([A], disk=1).marshal(),
    "member that is not listed": Made([A], before_directory=B.local()).marshal(),
    "member that is not listed, between": Made([A, A], between={1: B.local()}).marshal(),
    "entry without a header": Made([A], offsets={0: 1}).marshal(),
    "one header for two": Made([A, A], offsets={1: 0}).marshal(),
    "header inside the directory": Made([A], offsets={0: 100}).marshal(),
    "another name": make_zip(replace(A, local_name=b"b.txt")),
    "another method": make_zip(replace(A, local_method=8)),
    "another encryption bit": make_zip(replace(A, local_flags=1)),
    "another checksum": make_zip(replace(A, local_crc=1)),
    "another size": make_zip(replace(A, local_size=6)),
    "descriptor with another checksum": make_zip(A.described(crc=1)),
    "descriptor with another packed length": make_zip(A.described(packed=6)),
    "descriptor with another size": make_zip(A.described(size=6, signature=False)),
    "descriptor missing": make_zip(replace(A, flags=8)),
    "more entries than are counted": Made([A, B], count=1).marshal(),
    "64-bit record missing": Made([A], wide=True, drop_wide=True).marshal(),
    "64-bit record of odd length": Made([A], wide=True, wide_length=60).marshal(),
    "64-bit record elsewhere": Made([A], wide=True, locator_offset=20).marshal(),
    "64-bit length announced and missing": make_zip(replace(A, size=0xFFFFFFFF)),
    "64-bit lengths contradict": make_zip(
        replace(A, size=0xFFFFFFFF, extra=wide_extra(5, 9), local_extra=wide_extra(5, 9))
    ),
    "two fields of 64-bit lengths": make_zip(
        replace(A, size=0xFFFFFFFF, extra=wide_extra(5) * 2, local_extra=wide_extra(5) * 2)
    ),
    "two names": make_zip(replace(A, extra=struct.pack("<HHBI", 0x7075, 10, 1, 0) + b"b.txt")),
}

CORRUPT = {
    "no ZIP": b"once upon a time there was a file",
    "nothing": b"PK\x03\x04",
    "cut short": make_zip(A, B)[:-30],
    "fewer entries than are counted": Made([A], count=2).marshal(),
    "extra field cut short": make_zip(replace(A, extra=b"\x01\x00\x09\x00ab")),
    "extra field of three bytes": make_zip(replace(A, local_extra=b"   ")),
    "directory somewhere else": Made([A], size_more=5000)
    .marshal()
    .replace(b"PK\x01\x02", b"PK\x01\x03"),
}

LIMIT = {
    "overlapping members": Made(
        [Member(b"a", Member(b"b").local(), size=30 + 1 + 5), Member(b"b")],
        offsets={1: 31},
    ).marshal(),
    "more members than any phone has": Made([A], wide=True, wide_count=MAX_MEMBERS + 1).marshal(),
}

LOCKED = {
    "password": make_zip(replace(A, flags=1)),
    "strong encryption": make_zip(replace(A, flags=0x41)),
    "AES": make_zip(replace(A, method=99)),
    "one of two": make_zip(A, replace(B, flags=1)),
}

REFUSED: dict[str, tuple[bytes, type[ExtractionError]]] = {
    **{name: (data, AmbiguousSource) for name, data in AMBIGUOUS.items()},
    **{name: (data, CorruptSource) for name, data in CORRUPT.items()},
    **{name: (data, LimitExceeded) for name, data in LIMIT.items()},
    **{name: (data, LockedSource) for name, data in LOCKED.items()},
}


@pytest.mark.parametrize("name", REFUSED)
def test_one_fault_is_refused_as_what_it_is(name: str, tmp_path: Path) -> None:
    data, error = REFUSED[name]
    with pytest.raises(error):
        checked(tmp_path, data)


def test_an_archive_inside_an_archive_confuses_nobody(tmp_path: Path) -> None:
    found = checked(tmp_path, make_zip(Member(b"inner.zip", inner)))
    assert [entry.name for entry in found.entries] == ["inner.zip"]


def test_64_bit_lengths_are_read_where_they_are_announced(tmp_path: Path) -> None:
    member = replace(A, size=0xFFFFFFFF, extra=wide_extra(5), local_extra=wide_extra(5))
    (entry,) = checked(tmp_path, make_zip(member)).entries
    assert entry.size == 5
    member = replace(member, extra=wide_extra(5, 5), local_extra=wide_extra(5, 5))
    (entry,) = checked(tmp_path, make_zip(member)).entries
    assert (entry.size, entry.packed) == (5, 5)


def test_the_empty_archive_has_no_members(tmp_path: Path) -> None:
    assert checked(tmp_path, make_zip()).entries == ()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("a/b.txt", "a/b.txt"),
        ("/private/var/a", "private/var/a"),
        ("..\\..\\a", "a"),
        ("C:\\Users\\a", "Users/a"),
        ("a/./b//c", "a/b/c"),
        ("a\0b", "ab"),
    ],
)
def test_names_are_data_and_have_a_plain_form(name: str, plain: str, tmp_path: Path) -> None:
    (entry,) = checked(tmp_path, make_zip(replace(A, name=name.encode()))).entries
    assert (entry.name, entry.plain) == (name, plain)


def test_names_of_old_programs_are_read_in_their_code_page(tmp_path: Path) -> None:
    unicode_path = b"M\xc3\xbcnchen"
    extra = struct.pack("<HHBI", 0x7075, 5 + len(unicode_path), 1, 0) + unicode_path
    (entry,) = checked(tmp_path, make_zip(replace(A, name=b"M\x81nchen", extra=extra))).entries
    assert entry.name == "München"


def test_times_are_kept_where_the_archive_says_them_in_utc(tmp_path: Path) -> None:
    unix = struct.pack("<HHBi", 0x5455, 5, 1, 1_700_000_000)
    ntfs = struct.pack("<HHIHHQQQ", 0x000A, 32, 0, 1, 24, 133_444_736_000_000_000, 0, 0)
    found = checked(
        tmp_path,
        make_zip(replace(A, extra=unix), replace(B, extra=ntfs), Member(b"c")),
    )
    assert [entry.modified_s for entry in found.entries] == [1_700_000_000, 1_700_000_000, None]
    assert found.entries[2].dos == 33 << 16


def test_a_missing_file_is_a_damaged_source(tmp_path: Path) -> None:
    with pytest.raises(CorruptSource):
        check_zip(tmp_path / "absent.zip")


def test_zip_files_are_told_by_their_first_bytes() -> None:
    assert looks_like_zip(make_zip(A))
    assert looks_like_zip(make_zip())
    assert not looks_like_zip(b"PK is a name")
