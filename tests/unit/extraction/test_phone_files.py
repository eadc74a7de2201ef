"""A phone's files in folders and ZIP files: the known found, the rest counted, none lost."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from extraction.errors import AmbiguousSource, CorruptSource, LockedSource, UnknownSource
from extraction.readers.phone_files import Held, sort_files
from tests.unit.extraction import phones
from tests.unit.extraction.phones import ALEX, COCOA, NOON, database
from tests.unit.extraction.pictures import BARE, LONDON
from tests.unit.extraction.reading import Reading, read
from tests.unit.extraction.zips import Made, Member, make_zip


def sms_database(folder: Path, count: int = 2) -> bytes:
    rows = [
        {"address": ALEX, "date": NOON * 1000 + at, "type": 1, "body": f"m{at}"}
        for at in range(count)
    ]
    return database(folder / "mmssms.db", phones.ANDROID_MESSAGES, sms=rows).read_bytes()


def archive(tmp_path: Path, data: bytes, **options: bool) -> Reading:
    path = tmp_path / "phone.zip"
    path.write_bytes(data)
    return read(path, **options)  # type: ignore[arg-type]


PREFIXES = (
    *("data/data/com.android.providers.telephony/databases/", "/data/data/x/databases/"),
    *("filesystem1/data/data/x/", "filesystem2/", "Dump/data/data/x/", "C:\\data\\data\\x\\"),
)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_store_is_found_behind_every_prefix(prefix: str, tmp_path: Path) -> None:
    name = f"{prefix}mmssms.db".encode()
    found = archive(tmp_path, make_zip(Member(name, sms_database(tmp_path / "s"), method=8)))
    assert found.format == "phone-zip"
    assert found.words == ["m0", "m1"]
    assert found.records[0].prov.member == prefix.replace("\\", "/").removeprefix("C:").lstrip(
        "/"
    ) + ("mmssms.db")


def test_files_that_nobody_knows_are_counted_by_folder(tmp_path: Path) -> None:
    members = [
        Member(b"data/data/x/databases/mmssms.db", sms_database(tmp_path / "s")),
        Member(b"data/system/a.xml", b"12345"),
        Member(b"data/system/b.xml", b"123"),
        Member(b"readme.txt", b"1"),
    ]
    found = archive(tmp_path, make_zip(*members))
    assert [(each["member"], each["bytes"], each["reason"]) for each in found.ledger.unread] == [
        (".", 1, "1 files that no reader knows"),
        ("data/system", 8, "2 files that no reader knows"),
    ]


def test_a_database_without_a_known_store_is_one_line(tmp_path: Path) -> None:
    other = database(tmp_path / "s" / "x.db", {"t": "a", "u": "b"}, t=[{"a": 1}], u=[{"b": 2}] * 3)
    found = archive(tmp_path, make_zip(Member(b"data/data/x/x.db", other.read_bytes())))
    line = found.line("unknown database")
    assert (line.member, line.seen, line.unknown) == ("data/data/x/x.db", 4, 4)


def test_two_files_of_one_name_are_two(tmp_path: Path) -> None:
    data = sms_database(tmp_path / "s")
    found = archive(tmp_path, make_zip(*[Member(b"data/data/x/mmssms.db", data)] * 2))
    assert len({record.record_id for record in found.records}) == 4
    assert {record.prov.member for record in found.records} == {
        *("data/data/x/mmssms.db", "data/data/x/mmssms.db#2"),
    }


def left_in_wal(folder: Path) -> dict[str, bytes]:
    """Give a database whose rows all lie in its -wal, as phones leave them."""
    path = database(folder / "mmssms.db", {})
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        for table, columns in phones.ANDROID_MESSAGES.items():
            connection.execute(f"CREATE TABLE {table} ({columns})")
        phones.fill(connection, "sms", [{"address": ALEX, "type": 1, "body": "in the log"}])
        connection.commit()
        return {name.name: name.read_bytes() for name in sorted(folder.iterdir())}


def test_a_database_comes_with_its_log(tmp_path: Path) -> None:
    files = left_in_wal(tmp_path / "s")
    assert len(files["mmssms.db"]) == 4096
    members = [Member(f"data/data/x/{name}".encode(), data) for name, data in files.items()]
    assert archive(tmp_path, make_zip(*members)).words == ["in the log"]
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    assert read(folder).words == ["in the log"]


def test_a_database_is_refused_while_its_log_lies_beside_it(tmp_path: Path) -> None:
    for name, data in left_in_wal(tmp_path / "s").items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(AmbiguousSource, match="give the folder"):
        read(tmp_path / "mmssms.db")


def test_a_missing_log_is_said(tmp_path: Path) -> None:
    path = database(tmp_path / "calllog.db", phones.ANDROID_CALLS)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        phones.fill(connection, "calls", [{"number": ALEX, "type": 1}])
        connection.commit()
    folder = tmp_path / "phone"
    folder.mkdir()
    shutil.copy(path, folder / "calllog.db")
    found = read(folder)
    assert len(found.records) == 1
    assert found.ledger.warnings == ["calllog.db: its -wal is not here"]


def test_a_file_that_only_has_the_name_of_a_store_is_said(tmp_path: Path) -> None:
    found = archive(tmp_path, make_zip(Member(b"private/var/mobile/sms.db", b"encrypted" * 99)))
    assert not found.records
    assert [each["reason"] for each in found.ledger.unread] == ["no database, or encrypted"]
    assert found.ledger.warnings == [
        "private/var/mobile/sms.db is named as a known store and is no database"
    ]


def test_an_empty_file_of_such_a_name_is_said_too(tmp_path: Path) -> None:
    found = archive(tmp_path, make_zip(Member(b"private/var/mobile/sms.db", b"")))
    assert [each["reason"] for each in found.ledger.unread] == ["no database, or encrypted"]


@pytest.mark.parametrize("accept", [False, True])
def test_a_damaged_store_is_refused_or_said(accept: bool, tmp_path: Path) -> None:  # noqa: FBT001
    data = sms_database(tmp_path / "s")
    bad = Member(b"data/data/x/mmssms.db", data, crc=1)
    good = Member(b"data/data/y/mmssms.db", data)
    if not accept:
        with pytest.raises(CorruptSource):
            archive(tmp_path, make_zip(bad, good))
        return
    found = archive(tmp_path, make_zip(bad, good), accept_damaged=True)
    assert found.words == ["m0", "m1"]
    assert [each["member"] for each in found.ledger.unread] == ["data/data/x/mmssms.db"]


def test_a_damaged_database_that_nobody_knows_stops_nothing(tmp_path: Path) -> None:
    broken = b"SQLite format 3\0" + b"\xee" * 5000
    members = [
        Member(b"data/data/x/a.db", broken),
        Member(b"data/data/x/mmssms.db", sms_database(tmp_path / "s")),
    ]
    found = archive(tmp_path, make_zip(*members))
    assert found.words == ["m0", "m1"]
    assert [each["reason"] for each in found.ledger.unread] == ["a damaged database"]


def test_archives_that_cannot_be_trusted_are_refused(tmp_path: Path) -> None:
    member = Member(b"data/data/x/mmssms.db", sms_database(tmp_path / "s"))
    locked = Member(b"data/data/x/mmssms.db", b"x", flags=1)
    for data, error in [
        (make_zip(locked), LockedSource),
        (make_zip(member) * 2, AmbiguousSource),
        (make_zip(member)[:-30], CorruptSource),
    ]:
        with pytest.raises(error):
            archive(tmp_path, data)


def test_links_and_hidden_bytes_are_on_the_ledger(tmp_path: Path) -> None:
    link = Member(b"data/data/l", b"/etc/passwd", made_by=3 << 8 | 20, outer=0o120777 << 16)
    store = Member(b"data/data/x/mmssms.db", sms_database(tmp_path / "s"))
    found = archive(tmp_path, Made([store, link], comment=b"by hand").marshal())
    assert [each["reason"] for each in found.ledger.unread] == [
        *("comment of the archive", "links and devices"),
    ]


def test_one_database_alone_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "exported-by-hand"
    path.write_bytes(sms_database(tmp_path / "s"))
    assert read(path).words == ["m0", "m1"]


def test_a_database_without_a_known_store_alone_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(UnknownSource):
        read(database(tmp_path / "x.db", {"t": "a"}, t=[{"a": 1}]))


def test_pictures_of_the_camera_are_records_with_time_and_place(tmp_path: Path) -> None:
    members = [
        Member(b"private/var/mobile/Media/DCIM/100APPLE/IMG_1.JPG", LONDON.jpeg()),
        Member(b"private/var/mobile/Media/DCIM/100APPLE/IMG_2.JPG", b"\xff\xd8\xff no metadata"),
        Member(b"private/var/mobile/Media/DCIM/100APPLE/IMG_3.MOV", b"\0\0\0\x14ftypqt  "),
        Member(b"private/var/mobile/Media/DCIM/100APPLE/IMG_4.JPG", BARE.jpeg(), crc=7),
        Member(b"private/var/mobile/Media/DCIM/100APPLE/IMG_1.AAE", b"<plist/>"),
    ]
    found = archive(tmp_path, make_zip(*members))
    one, two, three = found.records
    assert one.time is not None
    assert (one.category, one.subtype, one.time.lo_us) == ("media", "photo", NOON * 10**6)
    assert one.place is not None
    assert (one.place.source, one.blobs[0].mime_sniffed) == ("exif", "image/jpeg")
    assert found.blobs[one.blobs[0].sha256] == LONDON.jpeg()
    assert (two.time, two.place) == (None, None)
    assert three.subtype == "video"
    line = found.line("camera files")
    assert (line.seen, line.records, line.quarantined) == (4, 3, 1)
    assert [each["bytes"] for each in found.ledger.unread] == [len(b"<plist/>")]


def test_an_asset_and_its_file_are_one_record(tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    dcim = folder / "Media/DCIM/100APPLE"
    dcim.mkdir(parents=True)
    (dcim / "IMG_1.JPG").write_bytes(LONDON.jpeg())
    (dcim / "IMG_9.JPG").write_bytes(BARE.jpeg())
    asset: dict[str, phones.Cell] = {
        "ZDIRECTORY": "DCIM/100APPLE",
        "ZFILENAME": "IMG_1.JPG",
        "ZDATECREATED": COCOA + 0.5,
        "ZLATITUDE": -180.0,
        "ZLONGITUDE": -180.0,
        "ZUNIFORMTYPEIDENTIFIER": "public.jpeg",
    }
    database(
        folder / "Media/PhotoData/Photos.sqlite",
        phones.PHOTOS,
        ZASSET=[
            asset,
            {**asset, "ZFILENAME": "gone.MOV", "ZKIND": 1, "ZTRASHEDSTATE": 1},
        ],
        ZADDITIONALASSETATTRIBUTES=[{"ZASSET": 1, "ZORIGINALFILENAME": "a.jpg", "ZTITLE": "cat"}],
    )
    found = read(folder)
    photo, gone, other = found.records
    assert photo.time is not None
    assert (photo.time.lo_us, photo.time.zone) == (NOON * 10**6 + 500_000, "utc_by_format")
    assert photo.place is not None
    assert (photo.place.source, photo.text[0].value) == ("exif", "cat")
    assert [(time.kind, time.lo_us) for time in photo.times if time.zone == "explicit"] == [
        *[("captured", NOON * 10**6)] * 2,
    ]
    assert (gone.subtype, gone.state, gone.flags) == (
        *("video", {"deleted": "deleted"}, ("missing_blob",)),
    )
    assert gone.place is None
    assert other.extra["path"].endswith("IMG_9.JPG")
    assert (found.line("ios-photos: ZASSET").seen, found.line("camera files").seen) == (2, 1)


def test_the_nearer_of_two_files_is_the_one_that_a_row_means(tmp_path: Path) -> None:
    for app in ("business", "private"):
        folder = tmp_path / "phone" / app
        (folder / "Media/a").mkdir(parents=True)
        (folder / "Media/a/x.jpg").write_bytes(b"\xff\xd8\xff" + app.encode())
        database(
            folder / "ChatStorage.sqlite",
            phones.WHATSAPP_IOS,
            ZWAMESSAGE=[{"ZMEDIAITEM": 1, "ZMESSAGEDATE": COCOA, "ZCHATSESSION": 1}],
            ZWAMEDIAITEM=[{"ZMEDIALOCALPATH": "Media/a/x.jpg"}],
        )
    found = read(tmp_path / "phone")
    taken = [found.blobs[record.blobs[0].sha256] for record in found.records]
    assert taken == [b"\xff\xd8\xffbusiness", b"\xff\xd8\xffprivate"]


def test_half_a_million_files_leave_little_behind() -> None:
    names = (f"data/data/app{at % 900}/files/cache/{at}.bin" for at in range(50_000))
    found = sort_files(Held(name, 10, at) for at, name in enumerate(names))
    assert not found.databases
    assert not found.media
    assert len(found.rest) == 900
    assert sum(count for count, _ in found.rest.values()) == 50_000
