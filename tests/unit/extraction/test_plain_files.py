"""Loose files: pictures, documents, contacts and mail found; the rest counted."""

from pathlib import Path

import pytest

from extraction.errors import UnknownSource
from tests.unit.extraction.pictures import BARE, LONDON
from tests.unit.extraction.reading import read
from tests.unit.extraction.test_mail import RAW
from tests.unit.extraction.test_vcard import CARD
from tests.unit.extraction.zips import Member, make_zip

FILES = {
    "photos/one.jpg": LONDON.jpeg(),
    "photos/two.JPG": BARE.jpeg(),
    "letters/letter.pdf": b"%PDF-1.4 words",
    "letters/notes.txt": b"words",
    "clip.mp4": b"\0\0\0\x18ftypmp42",
    "voice.opus": b"OggS",
    "contacts.vcf": CARD.encode(),
    "mail/a.eml": RAW.encode(),
    "mail/exported": RAW.encode(),
    "mail/README": b"nothing",
    "thing.bin": b"12345",
}


def kinds(path: Path) -> dict[str, tuple[str, str]]:
    return {record.prov.member: (record.category, record.subtype) for record in read(path).records}


EXPECTED = {
    "photos/one.jpg": ("media", "photo"),
    "photos/two.JPG": ("media", "photo"),
    "letters/letter.pdf": ("document", "pdf"),
    "letters/notes.txt": ("document", "txt"),
    "clip.mp4": ("media", "video"),
    "voice.opus": ("media", "sound"),
    "contacts.vcf": ("contact", ""),
    "mail/a.eml": ("message", "email"),
    "mail/exported": ("message", "email"),
}


def test_a_folder_and_a_zip_of_it_give_the_same(tmp_path: Path) -> None:
    for name, data in FILES.items():
        path = tmp_path / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    archive = tmp_path / "files.zip"
    archive.write_bytes(make_zip(*(Member(name.encode(), data) for name, data in FILES.items())))
    assert kinds(tmp_path / "folder") == kinds(archive) == EXPECTED
    found = read(archive)
    assert [(each["member"], each["bytes"]) for each in found.ledger.unread] == [
        *((".", 5), ("mail", 7)),
    ]
    (photo,) = [record for record in found.records if record.prov.member == "photos/one.jpg"]
    assert photo.place is not None
    assert photo.time is not None
    (letter,) = [record for record in found.records if record.subtype == "pdf"]
    assert found.blobs[letter.blobs[0].sha256] == FILES["letters/letter.pdf"]
    assert letter.text[0].value == "letter.pdf"


@pytest.mark.parametrize("name", ["photos/one.jpg", "letters/letter.pdf", "contacts.vcf"])
def test_one_file_alone(name: str, tmp_path: Path) -> None:
    path = tmp_path / name.rpartition("/")[2]
    path.write_bytes(FILES[name])
    assert list(kinds(path).values()) == [EXPECTED[name]]


@pytest.mark.parametrize("name", ["chat.txt", "a.csv", "a.bin", "page.html", "a.vcf", "a.eml"])
def test_text_alone_tells_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"12.03.24, 10:15 > in a layout that nobody knows")
    with pytest.raises(UnknownSource):
        read(tmp_path / name)
    (tmp_path / "a.zip").write_bytes(make_zip(Member(b"chat.txt", b"words")))
    with pytest.raises(UnknownSource):
        read(tmp_path / "a.zip")


def test_a_damaged_file_of_an_archive_is_quarantined(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(
        make_zip(Member(b"a.jpg", LONDON.jpeg(), crc=1), Member(b"a.jpg", BARE.jpeg()))
    )
    found = read(path)
    line = found.line("picture files")
    assert (line.seen, line.records, line.quarantined) == (2, 1, 1)
    assert found.one.prov.member == "a.jpg#2"
