"""WhatsApp archives: the pre-flight first, each medium once, no member lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from extraction.errors import AmbiguousSource, CorruptSource, LockedSource, UnknownSource
from tests.unit.extraction.reading import DATA, Reading, read
from tests.unit.extraction.zips import Made, Member, make_zip

CHAT = Member(b"_chat.txt", (DATA / "chats" / "iphone-american.txt").read_bytes(), method=8)
PHOTO = Member(b"00000004-PHOTO.jpg", b"\xff\xd8\xff\xe0 a picture")
SPARE = Member(b"spare.opus", b"OggS nobody names it")


def archive(tmp_path: Path, data: bytes, name: str = "WhatsApp Chat - Alex.zip") -> Reading:
    path = tmp_path / name
    path.write_bytes(data)
    return read(path, zone="Etc/UTC")


def test_a_chat_with_its_media(tmp_path: Path) -> None:
    found = archive(tmp_path, make_zip(CHAT, PHOTO, SPARE))
    messages = [record for record in found.records if record.category == "message"]
    assert len(messages) == 5
    assert {record.thread.id for record in found.records if record.thread} == {"whatsapp:Alex"}
    (blob,) = messages[3].blobs
    assert found.blobs[blob.sha256] == PHOTO.data
    assert (blob.name, blob.mime_sniffed, blob.present) == (
        "00000004-PHOTO.jpg",
        "image/jpeg",
        True,
    )
    assert not messages[4].blobs[0].present


def test_a_medium_that_no_message_names_is_a_record_of_its_own(tmp_path: Path) -> None:
    found = archive(tmp_path, make_zip(CHAT, PHOTO, SPARE))
    (record,) = [record for record in found.records if record.category == "media"]
    assert found.blobs[record.blobs[0].sha256] == SPARE.data
    assert record.time is None
    line = found.line("media")
    assert (line.seen, line.records) == (1, 1)


def test_the_words_around_an_attachment_may_be_in_any_language(tmp_path: Path) -> None:
    text = CHAT.data.replace(b"attached", "прикреплено".encode())
    found = archive(tmp_path, make_zip(replace(CHAT, data=text), PHOTO))
    present = [blob.present for record in found.records for blob in record.blobs]
    assert present == [True]


def test_an_android_archive_is_named_by_its_text(tmp_path: Path) -> None:
    text = Member(
        b"WhatsApp Chat with Alex & Bea.txt",
        (DATA / "chats" / "android-german.txt").read_bytes(),
    )
    found = archive(tmp_path, make_zip(text, Member(b"IMG-1.jpg")), "export.zip")
    assert {record.thread.id for record in found.records if record.thread} == {
        "whatsapp:Alex & Bea"
    }
    assert [blob.present for record in found.records for blob in record.blobs] == [True, False]


def test_two_conversations_of_one_name_stay_two(tmp_path: Path) -> None:
    found = archive(tmp_path, make_zip(CHAT, CHAT, PHOTO))
    assert len([record for record in found.records if record.category == "message"]) == 10
    assert len({record.record_id for record in found.records}) == len(found.records)


def test_media_of_another_folder_are_not_mixed_in(tmp_path: Path) -> None:
    found = archive(tmp_path, make_zip(CHAT, replace(PHOTO, name=b"other/00000004-PHOTO.jpg")))
    assert not any(blob.present for record in found.records for blob in record.blobs)
    (unread,) = found.ledger.unread
    assert unread["member"] == "other/00000004-PHOTO.jpg"


def test_hidden_bytes_are_in_the_ledger(tmp_path: Path) -> None:
    found = archive(tmp_path, Made([CHAT, PHOTO], comment=b"by hand", between={1: b"#!"}).marshal())
    assert {(each["reason"], each["bytes"]) for each in found.ledger.unread} == {
        ("before a member", 2),
        ("comment of the archive", 7),
    }
    assert all(len(str(each["sha256"])) == 64 for each in found.ledger.unread)


def test_a_damaged_medium_is_missing_and_its_message_is_not(tmp_path: Path) -> None:
    found = archive(tmp_path, make_zip(CHAT, replace(PHOTO, crc=1), replace(SPARE, crc=1)))
    message = found.records[3]
    assert message.blobs[0].present is False
    assert "missing_blob" in message.flags
    line = found.line("media")
    assert (line.seen, line.quarantined) == (1, 1)
    assert not found.blobs


def test_a_damaged_text_is_a_damaged_source(tmp_path: Path) -> None:
    with pytest.raises(CorruptSource):
        archive(tmp_path, make_zip(replace(CHAT, crc=1)))


def test_links_are_recorded_and_not_followed(tmp_path: Path) -> None:
    link = Member(b"l", b"/etc/passwd", made_by=3 << 8 | 20, outer=0o120777 << 16)
    found = archive(tmp_path, make_zip(CHAT, link))
    assert [(each["member"], each["reason"]) for each in found.ledger.unread] == [("l", "link")]


REFUSED = {
    "password": (make_zip(replace(CHAT, flags=1)), LockedSource),
    "two archives": (make_zip(CHAT) + make_zip(CHAT), AmbiguousSource),
    "cut short": (make_zip(CHAT, PHOTO)[:-40], CorruptSource),
    "no text": (make_zip(PHOTO), CorruptSource),
}


@pytest.mark.parametrize("name", REFUSED)
def test_archives_that_cannot_be_trusted_are_refused(name: str, tmp_path: Path) -> None:
    data, error = REFUSED[name]
    with pytest.raises(error):
        archive(tmp_path, data)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (make_zip(replace(PHOTO, flags=1)), LockedSource),
        (make_zip(PHOTO)[:-5], CorruptSource),
        (make_zip(PHOTO) * 2, AmbiguousSource),
        (make_zip(PHOTO), UnknownSource),
    ],
)
def test_other_archives_are_told_apart(data: bytes, error: type[Exception], tmp_path: Path) -> None:
    with pytest.raises(error):
        archive(tmp_path, data, "photos.zip")
