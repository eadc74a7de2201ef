"""Which file a cited path means: the whole path on the database's own phone, or none."""

from pathlib import Path

import pytest

from extraction.readers.phone_paths import cited, means, parts_of
from tests.unit.extraction import phones
from tests.unit.extraction.phones import ALEX, ALEX_JID, COCOA, NOON, Cell, database
from tests.unit.extraction.pictures import LONDON
from tests.unit.extraction.reading import Reading, read

SMS, MMS = "private/var/mobile/Library/SMS/sms.db", "data/user_de/0/com.a/databases/mmssms.db"
HOME = "HomeDomain/Library/SMS/sms.db"
PART = "/data/user/0/com.a/app_parts/PART_1"
SHOT = "~/Library/SMS/Attachments/0a/10/x.jpg"
CARD = "/storage/emulated/0/DCIM/Camera/1.jpg"


@pytest.mark.parametrize(
    ("path", "near", "name"),
    [
        (SHOT, SMS, "private/var/mobile/Library/SMS/Attachments/0a/10/x.jpg"),
        (SHOT.replace("~", "/var/mobile"), HOME, "MediaDomain/Library/SMS/Attachments/0a/10/x.jpg"),
        (SHOT, "filesystem2/mobile/Library/SMS/sms.db", f"filesystem2/mobile{SHOT[1:]}"),
        (SHOT, "one/" + SMS, f"one/private/var/mobile{SHOT[1:]}"),
        # A source that begins below the root gives less than the whole.
        (SHOT, "sms.db", "Attachments/0a/10/x.jpg"),
        (SHOT, "SMS/sms.db", "SMS/Attachments/0a/10/x.jpg"),
        (PART, MMS, "data/user_de/0/com.a/app_parts/PART_1"),
        (PART, "data/data/com.a/databases/mmssms.db", "data/data/com.a/app_parts/part_1"),
        ("/data/data/com.a/app_parts/PART_1", MMS, "data/user/0/com.a/app_parts/PART_1"),
        (CARD, "data/data/com.b/databases/msgstore.db", "data/media/0/DCIM/Camera/1.jpg"),
        (CARD, "apps/com.b/db/msgstore.db", "shared/0/DCIM/Camera/1.jpg"),
        (CARD.replace("/storage", "file:///storage"), "msgstore.db", "sdcard/DCIM/Camera/1.jpg"),
        ("DCIM/100APPLE/1.JPG", "Media/PhotoData/Photos.sqlite", "Media/DCIM/100APPLE/1.JPG"),
        ("Media/j/0/1.jpg", "U/ChatStorage.sqlite", "U/Message/Media/j/0/1.jpg"),
        ("Voicemail/3.amr", "H/Library/Voicemail/voicemail.db", "H/Library/Voicemail/3.amr"),
    ],
)
def test_the_whole_path_means_a_file(path: str, near: str, name: str) -> None:
    assert means(cited(path), parts_of(name), parts_of(near))


@pytest.mark.parametrize(
    ("path", "near", "name"),
    [
        # Two parts are the same, and the others are not.
        (SHOT, SMS, "private/var/mobile/Media/Other/10/x.jpg"),
        (SHOT, SMS, "private/var/mobile/Library/Old/Attachments/0a/10/x.jpg"),
        (PART, MMS, "data/user_de/0/com.other/app_parts/PART_1"),
        # What stands before it is no root of a phone, or of another kind.
        (CARD, "data/data/com.b/databases/msgstore.db", "data/media/0/Old/DCIM/Camera/1.jpg"),
        (PART, MMS, "data/media/0/com.a/app_parts/PART_1"),
        (SHOT, SMS, "private/var/backup/Library/SMS/Attachments/0a/10/x.jpg"),
        # Another user of the phone, or another phone.
        (PART, MMS, "data/user_de/10/com.a/app_parts/PART_1"),
        (CARD, "data/user/10/com.b/databases/msgstore.db", "data/media/0/DCIM/Camera/1.jpg"),
        (CARD, "data/data/com.b/databases/msgstore.db", "data/media/999/DCIM/Camera/1.jpg"),
        (SHOT, "one/" + SMS, f"two/private/var/mobile{SHOT[1:]}"),
        (CARD, "one/data/data/com.b/databases/m.db", "two/data/media/0/DCIM/Camera/1.jpg"),
        (
            "DCIM/100APPLE/1.JPG",
            "one/Media/PhotoData/Photos.sqlite",
            "two/Media/DCIM/100APPLE/1.JPG",
        ),
        ("DCIM/100APPLE/1.JPG", "x/one/Media/PhotoData/Photos.sqlite", "x/DCIM/100APPLE/1.JPG"),
        # Less than the path, in a source that begins at the phone's root.
        (SHOT, SMS, "10/x.jpg"),
        # A name alone, and a path with steps upwards.
        ("x.jpg", "ChatStorage.sqlite", "x.jpg"),
        ("/x.jpg", "ChatStorage.sqlite", "x.jpg"),
        ("", "ChatStorage.sqlite", "media/x.jpg"),
        ("Media/../DCIM/1.jpg", "ChatStorage.sqlite", "DCIM/1.jpg"),
    ],
)
def test_anything_less_means_none(path: str, near: str, name: str) -> None:
    assert not means(cited(path), parts_of(name), parts_of(near))


def test_a_relative_path_may_be_below_a_known_folder() -> None:
    near = parts_of("data/data/com.whatsapp/databases/msgstore.db")
    name = parts_of("data/media/0/WhatsApp/Media/WhatsApp Images/1.jpg")
    assert means(cited("Media/WhatsApp Images/1.jpg", "/sdcard/WhatsApp"), name, near)
    assert not means(cited("Media/WhatsApp Images/1.jpg"), name, near)
    old = parts_of("data/media/0/Old/WhatsApp/Media/WhatsApp Images/1.jpg")
    assert not means(cited("Media/WhatsApp Images/1.jpg", "/sdcard/WhatsApp"), old, near)


def whatsapp(folder: Path, *places: str) -> Reading:
    """Read a phone with one message that cites a picture, which lies at these places."""
    row: dict[str, Cell] = {"chat_row_id": 1, "from_me": 0, "timestamp": NOON * 1000}
    database(
        folder / "data/data/com.whatsapp/databases/msgstore.db",
        phones.WHATSAPP_ANDROID,
        message=[row, {**row, "text_data": "no picture"}],
        chat=[{"_id": 1, "jid_row_id": 1}],
        jid=[{"_id": 1, "raw_string": ALEX_JID}],
        message_media=[{"message_row_id": 1, "file_path": "Media/WhatsApp Images/1.jpg"}],
    )
    for number, place in enumerate(places):
        path = folder / "data/media/0" / place / "Media/WhatsApp Images/1.jpg"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"\xff\xd8\xff" + bytes([number]))
    return read(folder)


def test_of_two_files_that_fit_none_is_attached_and_that_is_counted(tmp_path: Path) -> None:
    one = whatsapp(tmp_path / "one", "WhatsApp")
    assert [blob.present for record in one.records for blob in record.blobs] == [True]
    assert not one.ledger.warnings
    two = whatsapp(tmp_path / "two", "WhatsApp", "Android/media/com.whatsapp/WhatsApp")
    picture, words = two.records
    assert [blob.present for blob in picture.blobs] == [False]
    assert picture.flags == ("missing_blob", "media_unclear")
    assert not words.flags
    assert not two.blobs
    assert two.ledger.warnings == [
        "1 media are not attached: several files fit where a row says they are"
    ]


def test_a_transfer_name_that_somebody_gave_fetches_nothing(tmp_path: Path) -> None:
    phone = tmp_path / "phone"
    (phone / "Media/DCIM/100APPLE").mkdir(parents=True)
    (phone / "Media/DCIM/100APPLE/IMG_1.JPG").write_bytes(LONDON.jpeg())
    database(
        phone / "Media/sms.db",
        phones.IOS_MESSAGES,
        message=[{"handle_id": 1, "is_from_me": 0, "date": COCOA, "guid": "g"}],
        handle=[{"id": ALEX}],
        attachment=[{"transfer_name": "DCIM/100APPLE/IMG_1.JPG"}],
        message_attachment_join=[{"message_id": 1, "attachment_id": 1}],
    )
    message = next(record for record in read(phone).records if record.category == "message")
    assert [blob.present for blob in message.blobs] == [False]


def test_a_picture_of_another_phone_is_not_this_ones(tmp_path: Path) -> None:
    asset: dict[str, Cell] = {"ZDIRECTORY": "DCIM/100APPLE", "ZFILENAME": "IMG_1.JPG"}
    database(
        tmp_path / "one/Media/PhotoData/Photos.sqlite",
        phones.PHOTOS,
        ZASSET=[{**asset, "ZDATECREATED": COCOA}],
    )
    other = tmp_path / "two/Media/DCIM/100APPLE/IMG_1.JPG"
    other.parent.mkdir(parents=True)
    other.write_bytes(LONDON.jpeg())
    photo, camera = read(tmp_path).records
    assert (photo.app_id, photo.flags, photo.place) == ("ios.photos", ("missing_blob",), None)
    assert camera.place is not None
