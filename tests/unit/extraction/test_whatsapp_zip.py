"""WhatsApp archives: the pre-flight first, each medium once, no member lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from consent.scope import parse_scope
from extraction.errors import AmbiguousSource, CorruptSource, LockedSource, UnknownSource
from extraction.filter import withheld_reason
from extraction.record import marshal_record
from tests.unit.extraction.reading import DATA, Reading, read
from tests.unit.extraction.zips import Made, Member, make_zip
from vault.ids import Eid

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
        (make_zip(Member(b"a.bin")), UnknownSource),
    ],
)
def test_other_archives_are_told_apart(data: bytes, error: type[Exception], tmp_path: Path) -> None:
    with pytest.raises(error):
        archive(tmp_path, data, "photos.zip")


ALEX_SAYS = b"""13/03/2026, 10:00 - Alex: hello from Alex
14/03/2026, 10:01 - Me: hi
15/03/2026, 10:01 - Alex: IMG-20260310-WA0007.jpg (file attached)
"""
BEA_SAYS = b"""10/03/2026, 11:00 - Bea: IMG-20260310-WA0007.jpg (file attached)
14/03/2026, 11:01 - Bea: IMG-20260314-WA0001.jpg (file attached)
15/03/2026, 10:01 - Me: yes
"""
HERS = Member(b"IMG-20260310-WA0007.jpg", b"\xff\xd8\xff Bea's")
OTHERS = Member(b"IMG-20260314-WA0001.jpg", b"\xff\xd8\xff Bea's too")


def within(found: Reading, thread: str) -> list[str]:
    """Give the media that a scope of this conversation alone would let go."""
    scope = parse_scope({"x": ["00" * 16], "c": ["message", "media"], "t": [thread]})
    return [
        blob.name
        for record in found.records
        if withheld_reason(scope, Eid(bytes(16)), marshal_record(record)) is None
        for blob in record.blobs
        if blob.present
    ]


def test_media_beside_two_conversations_belong_to_neither(tmp_path: Path) -> None:
    found = archive(
        tmp_path,
        make_zip(
            Member(b"WhatsApp Chat with Alex.txt", ALEX_SAYS),
            Member(b"WhatsApp Chat with Bea.txt", BEA_SAYS),
            *(HERS, OTHERS),
        ),
    )
    assert within(found, "whatsapp:Alex") == []
    assert within(found, "whatsapp:Bea") == []
    media = [record for record in found.records if record.category == "media"]
    assert {blob.name for record in media for blob in record.blobs} == {
        "IMG-20260310-WA0007.jpg",
        "IMG-20260314-WA0001.jpg",
    }
    assert all(record.thread is None for record in media)
    assert all("media_unclear" in record.flags for record in media)
    named = [record for record in found.records if record.category == "message" and record.blobs]
    assert all("media_unclear" in record.flags for record in named)
    assert [blob.present for record in named for blob in record.blobs] == [False] * 3
    assert len(found.ledger.missing) == 3
    assert any("belong to none" in warning for warning in found.ledger.warnings)


def test_a_name_that_somebody_typed_pulls_no_medium_to_another_day(tmp_path: Path) -> None:
    text = BEA_SAYS + b"16/03/2026, 10:02 - Alex: IMG-20260310-WA0007.jpg (file attached)\n"
    found = archive(
        tmp_path, make_zip(Member(b"WhatsApp Chat with Bea.txt", text), HERS, OTHERS), "x.zip"
    )
    assert within(found, "whatsapp:Bea") == ["IMG-20260314-WA0001.jpg"]
    (loose,) = [record for record in found.records if record.category == "media"]
    assert (loose.blobs[0].name, loose.thread) == ("IMG-20260310-WA0007.jpg", None)
    assert "media_unclear" in loose.flags


def test_a_medium_that_nobody_names_is_in_no_conversation(tmp_path: Path) -> None:
    found = archive(tmp_path, make_zip(CHAT, PHOTO, SPARE))
    (loose,) = [record for record in found.records if record.category == "media"]
    assert (loose.thread, loose.flags) == (None, ("party_unknown",))
    assert within(found, "whatsapp:Alex") == ["00000004-PHOTO.jpg"]


def test_two_members_of_one_name_are_nobodys(tmp_path: Path) -> None:
    found = archive(tmp_path, make_zip(CHAT, PHOTO, replace(PHOTO, data=b"\xff\xd8\xff another")))
    assert within(found, "whatsapp:Alex") == []
    assert set(found.blobs.values()) == {PHOTO.data, b"\xff\xd8\xff another"}
    assert len({record.record_id for record in found.records}) == len(found.records)
    assert not found.ledger.unread


@pytest.mark.parametrize(
    "names",
    [
        (b"Alex/_chat.txt", b"Solicitor/_chat.txt"),
        (b"one/WhatsApp Chat with Sam.txt", b"two/WhatsApp Chat with Sam.txt"),
        (b"WhatsApp Chat with Sam.txt", b"WhatsApp Chat with Sam.txt"),
        (
            "WhatsApp Chat with Zo\u00eb.txt".encode(),
            "WhatsApp Chat with Zoe\u0308.txt".encode(),
        ),
    ],
)
def test_two_conversations_are_never_one_thread(names: tuple[bytes, bytes], tmp_path: Path) -> None:
    texts = [ALEX_SAYS, b"13/03/2026, 11:00 - My solicitor: privileged advice\n"]
    members = [Member(name, text) for name, text in zip(names, texts, strict=True)]
    found = archive(tmp_path, make_zip(*members), "exports.zip")
    threads: dict[str, set[str]] = {}
    for record in found.records:
        assert record.thread is not None
        threads.setdefault(record.thread.id, set()).add(record.prov.member)
    assert len(threads) == 2
    assert all(len(members) == 1 for members in threads.values())
    parse_scope({"x": ["00" * 16], "c": ["message"], "t": sorted(threads)})
