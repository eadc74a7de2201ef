"""iPhone backups: the same records plain and encrypted, and every missing file said."""

from dataclasses import replace
from pathlib import Path

import pytest

from extraction.errors import CorruptSource, ExtractionError, LimitExceeded, LockedSource
from extraction.readers.cbc_stream import decrypted
from tests.unit.extraction import phones
from tests.unit.extraction.backups import PASSWORD, Backup, sealed
from tests.unit.extraction.phones import ALEX, COCOA, database
from tests.unit.extraction.pictures import LONDON
from tests.unit.extraction.reading import read

SMS = ("HomeDomain", "Library/SMS/sms.db")
PHOTO = ("CameraRollDomain", "Media/DCIM/100APPLE/IMG_1.JPG")
ATTACHED = ("MediaDomain", "Library/SMS/Attachments/ab/cat.jpg")


def messages(tmp_path: Path) -> bytes:
    return database(
        tmp_path / "made/sms.db",
        phones.IOS_MESSAGES,
        message=[{"guid": "m", "text": "hello", "handle_id": 1, "date": COCOA * 10**9}],
        handle=[{"id": ALEX}],
        attachment=[{"filename": "~/Library/SMS/Attachments/ab/cat.jpg"}],
        message_attachment_join=[{"message_id": 1, "attachment_id": 1}],
    ).read_bytes()


@pytest.fixture
def backup(tmp_path: Path) -> Backup:
    cat = b"\xff\xd8\xff a cat"
    return Backup(
        {
            SMS: messages(tmp_path),
            PHOTO: LONDON.jpeg(),
            ATTACHED: cat,
            ("HomeDomain", "Library/Preferences/a.plist"): b"bplist",
            ("HomeDomain", "empty"): b"",
        },
        absent={("HomeDomain", "Library/CallHistoryDB/CallHistory.storedata"): 0},
    )


def test_a_plain_backup(backup: Backup, tmp_path: Path) -> None:
    found = read(backup.write(tmp_path / "backup"))
    message, photo = found.records
    assert found.format == "ios-backup"
    assert (message.text[0].value, message.prov.member) == ("hello", "/".join(SMS))
    assert found.blobs[message.blobs[0].sha256] == b"\xff\xd8\xff a cat"
    assert photo.place is not None
    line = found.line("Manifest.db: Files")
    assert (line.seen, line.withheld) == (7, 7)
    assert found.ledger.missing == ["HomeDomain/Library/CallHistoryDB/CallHistory.storedata"]
    assert "1 of 6 files that the backup lists are not in it" in found.ledger.warnings
    assert [(each["member"], each["bytes"]) for each in found.ledger.unread] == [
        *(("HomeDomain", 0), ("HomeDomain/Library/Preferences", 6)),
    ]


def test_an_encrypted_backup_gives_the_same(backup: Backup, tmp_path: Path) -> None:
    plain = read(backup.write(tmp_path / "plain"))
    folder = replace(backup, password=PASSWORD).write(tmp_path / "locked")
    found = read(folder, password=PASSWORD)
    assert found.records == plain.records
    assert found.blobs == plain.blobs
    assert not any(b"hello" in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("password", "words"),
    [(None, "give its password"), ("", "give its password"), ("wrong", "does not open")],
)
def test_without_the_password_it_is_locked(
    password: str | None, words: str, backup: Backup, tmp_path: Path
) -> None:
    folder = replace(backup, password=PASSWORD).write(tmp_path / "locked")
    with pytest.raises(LockedSource, match=words) as raised:
        read(folder, password=password)
    assert PASSWORD not in str(raised.value)


def test_a_key_bag_that_asks_for_endless_work_is_refused(backup: Backup, tmp_path: Path) -> None:
    folder = replace(backup, password=PASSWORD, rounds=20_000_001).write(tmp_path / "locked")
    with pytest.raises(LimitExceeded):
        read(folder, password=PASSWORD)


def test_a_backup_in_a_folder_of_its_own_and_without_its_plist(
    backup: Backup, tmp_path: Path
) -> None:
    replace(backup, plist=False).write(tmp_path / "outer" / "00008030-001")
    assert len(read(tmp_path / "outer").records) == 2


def test_a_database_that_the_list_does_not_name_is_read_too(tmp_path: Path) -> None:
    unlisted = {"ab/" + "ab" * 20: messages(tmp_path), "notes.txt": b"by hand"}
    found = read(Backup({}, unlisted=unlisted).write(tmp_path / "backup"))
    assert found.words == ["hello"]
    assert [(each["member"], each["bytes"]) for each in found.ledger.unread] == [(".", 7)]


@pytest.mark.parametrize("damage", ["short", "flipped", "emptied"])
def test_a_damaged_encrypted_store_is_refused_or_said(
    damage: str, backup: Backup, tmp_path: Path
) -> None:
    folder = replace(backup, password=PASSWORD).write(tmp_path / "locked")
    (path,) = list(folder.rglob("3d0d7e5f*"))
    data = path.read_bytes()
    broken = {
        "short": data[:-7],
        "flipped": data[:5] + bytes([data[5] ^ 1]) + data[6:],
        "emptied": b"",
    }
    path.write_bytes(broken[damage])
    if damage != "flipped":
        with pytest.raises(CorruptSource):
            read(folder, password=PASSWORD)
    found = read(folder, password=PASSWORD, accept_damaged=True)
    assert [record.category for record in found.records] == ["media"]
    assert any(each["member"] == "/".join(SMS) for each in found.ledger.unread)


def test_a_list_of_files_that_is_none_is_a_damaged_backup(tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    database(folder / "Manifest.db", {"Files": "fileID, domain"})
    with pytest.raises(CorruptSource, match="no list of files"):
        read(folder)
    (folder / "Manifest.db").write_bytes(b"neither plain nor with a key")
    with pytest.raises(CorruptSource, match=r"Manifest\.plist is not there"):
        read(folder)


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 32, 2000])
@pytest.mark.parametrize("piece", [1, 16, 17, 4096])
def test_files_decrypt_whatever_their_length_and_pieces(length: int, piece: int) -> None:
    data, key = bytes(length), b"k" * 32
    whole = sealed(data, key)
    pieces = [whole[at : at + piece] for at in range(0, len(whole), piece)]
    assert b"".join(decrypted(pieces, key)) == data


def test_every_damaged_key_bag_gives_a_named_error(backup: Backup, tmp_path: Path) -> None:
    folder = replace(backup, password=PASSWORD).write(tmp_path / "locked")
    path = folder / "Manifest.plist"
    data = path.read_bytes()
    refused = 0
    for at in range(0, len(data), 7):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x15]) + data[at + 1 :])
        try:
            read(folder, password=PASSWORD)
        except ExtractionError:
            refused += 1
    assert refused > len(data) / 7 / 4


@pytest.mark.parametrize("encoding", ["UVF-8", "utf-7", "hex", "\\x00"])
def test_a_list_in_an_encoding_that_is_none_is_damaged(
    encoding: str, backup: Backup, tmp_path: Path
) -> None:
    path = backup.write(tmp_path / "backup")
    plist = path / "Manifest.plist"
    plist.write_bytes(plist.read_bytes().replace(b"UTF-8", encoding.encode(), 1))
    with pytest.raises(CorruptSource):
        read(path)
