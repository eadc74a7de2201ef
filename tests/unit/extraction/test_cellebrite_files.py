"""Files of Cellebrite reports: joined by id, shared by hash, missing, or kept back."""

import hashlib
from pathlib import Path

import pytest

from extraction.errors import (
    AmbiguousSource,
    CorruptSource,
    LimitExceeded,
    LockedSource,
    UnknownSource,
)
from extraction.readers.cellebrite import CellebriteReader
from extraction.source import find_source
from tests.unit.extraction.reading import Reading, read
from tests.unit.extraction.reports import (
    JPEG,
    WHOLE,
    chat,
    decoded,
    fields,
    holds,
    message,
    model,
    report,
    tagged,
    ufdr,
    written,
)
from tests.unit.extraction.zips import Made, Member, make_zip

SHA = hashlib.sha256(JPEG).hexdigest()
PDF = b"%PDF-1.7 a made letter"
OPUS = b"OggS a made voice"
DATABASE = b"SQLite format 3\x00" + b"deleted words of other people"
FILES = (
    Member(b"files/Image/IMG-1.jpg", JPEG),
    Member(b"files/Audio/PTT-1.opus", OPUS),
    Member(b"files/Document/letter.pdf", PDF, method=8),
    Member(b"files/Database/msgstore.db", DATABASE),
    Member(b"files/Text/log.txt", b"a log"),
    Member(b"ThumbnailCache.s3db", DATABASE),
)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder = tmp_path_factory.mktemp("ufdr")
    return read(written(folder, ufdr(WHOLE.read_bytes(), *FILES), "phone.ufdr"))


def archive(tmp_path: Path, data: bytes, *members: Member, name: str = "a.ufdr") -> Reading:
    return read(written(tmp_path, ufdr(data, *members), name))


def image(xml_id: str, **items: str) -> str:
    named = {name.replace("_", " "): text for name, text in items.items()}
    return tagged(xml_id, "Image", named)


def attached(file_id: str, path: str = "") -> str:
    inner = model(
        "Attachment",
        fields(Filename="a.jpg", ContentType="image/jpeg", attachment_extracted_path=path),
        file_id=file_id,
    )
    return message("look", holds("Attachments", inner, kind="Attachment"))


def test_an_attachment_is_joined_by_the_id_of_its_file(packed: Reading) -> None:
    (record,) = [one for one in packed.records if one.text and one.text[0].value == "look at this"]
    (blob,) = record.blobs
    assert (blob.sha256, blob.present, blob.name) == (SHA, True, "IMG-1.jpg")
    assert (blob.mime_declared, blob.mime_sniffed) == ("image/jpeg", "image/jpeg")
    assert "missing_blob" not in record.flags


def test_an_attachment_without_an_id_is_joined_by_its_path(packed: Reading) -> None:
    (record,) = [one for one in packed.records if one.text and one.text[0].value == "voice"]
    assert packed.blobs[record.blobs[0].sha256] == OPUS


def test_two_files_of_one_hash_are_one_medium_and_two_records(packed: Reading) -> None:
    pictures = [one for one in packed.records if one.category == "media" and one.blobs[0].sha256]
    assert [one.blobs[0].sha256 for one in pictures] == [SHA, SHA]
    assert {one.blobs[0].name for one in pictures} == {"IMG-1.jpg", "copy of IMG-1.jpg"}
    assert list(packed.blobs.values()).count(JPEG) == 1


def test_a_file_that_is_not_there_is_flagged(packed: Reading) -> None:
    (film,) = [one for one in packed.records if one.extra.get("Tags") == "Video"]
    assert film.flags == ("missing_blob",)
    assert not film.blobs[0].present
    assert "file f0000003-0000-4000-8000-000000000000" in packed.ledger.missing


def test_containers_are_counted_and_never_taken_in(packed: Reading) -> None:
    line = packed.line("taggedFiles")
    assert (line.seen, line.records, line.withheld, line.declared) == (6, 4, 2, 6)
    assert DATABASE not in packed.blobs.values()
    assert b"a log" not in packed.blobs.values()


def test_members_that_the_report_does_not_name_are_listed(packed: Reading) -> None:
    unread = {str(one["member"]): one for one in packed.ledger.unread}
    assert set(unread) == {
        "ThumbnailCache.s3db",
        "files/Database/msgstore.db",
        "files/Text/log.txt",
    }
    assert unread["ThumbnailCache.s3db"]["reason"] == "the report does not name it"
    assert unread["files/Text/log.txt"]["reason"] == "a container, withheld"
    assert unread["files/Text/log.txt"]["bytes"] == 5


def test_when_and_where_a_picture_was_taken(packed: Reading) -> None:
    (taken,) = [one for one in packed.records if "ExifEnumDateTimeOriginal" in one.extra]
    assert taken.time is not None
    local = 1_714_568_460_000_000
    assert (taken.time.kind, taken.time.zone, taken.time.lo_us) == (
        "captured",
        "unknown",
        local - 14 * 3_600_000_000,
    )
    assert [(one.kind, one.lo_us) for one in taken.times] == [
        ("created", 1_714_564_920_000_000),
        ("modified", 1_714_564_920_000_000),
    ]
    assert taken.place is not None
    assert (taken.place.lat, taken.place.lon, taken.place.source) == ("51.5", "-0.12", "exif")


def test_a_document_is_a_document(packed: Reading) -> None:
    (letter,) = [one for one in packed.records if one.category == "document"]
    assert packed.blobs[letter.blobs[0].sha256] == PDF


def test_a_database_under_another_name_is_kept_back(tmp_path: Path) -> None:
    listed = image("f1", Local_Path="files\\Image\\a.jpg")
    data = report(f"<taggedFiles>{listed}</taggedFiles>")
    found = archive(tmp_path, data, Member(b"files/Image/a.jpg", DATABASE))
    line = found.line("taggedFiles")
    assert (line.seen, line.withheld) == (1, 1)
    assert not found.blobs


def test_a_file_with_a_tag_of_a_container_is_one(tmp_path: Path) -> None:
    both = tagged("f1", "Image;Database", {"Local Path": "files\\a"})
    none = tagged("f2", "", {"Local Path": "files\\a"})
    found = archive(tmp_path, report(f"<taggedFiles>{both}{none}</taggedFiles>"))
    assert found.line("taggedFiles").withheld == 2


def test_carved_files_say_so(tmp_path: Path) -> None:
    listed = image("f1", Local_Path="files\\Image\\a.jpg")
    data = report(f"<carvedFiles>{listed}</carvedFiles>")
    found = archive(tmp_path, data, Member(b"files/Image/a.jpg", JPEG))
    assert found.one.state["carved"] == "yes"
    assert found.line("carvedFiles").records == 1


def test_another_hash_than_the_report_says_is_told(tmp_path: Path) -> None:
    listed = image("f1", Local_Path="files\\Image\\a.jpg", SHA256="ab" * 32)
    data = report(f"<taggedFiles>{listed}</taggedFiles>")
    found = archive(tmp_path, data, Member(b"files/Image/a.jpg", JPEG))
    assert found.one.blobs[0].sha256 == SHA
    assert any("another SHA-256" in said for said in found.ledger.warnings)


def test_a_damaged_file_is_missing_and_the_rest_is_read(tmp_path: Path) -> None:
    listed = image("f1", Local_Path="files\\Image\\a.jpg")
    data = report(f"<taggedFiles>{listed}</taggedFiles>", decoded(chat(attached("f1"))))
    broken = Member(b"files/Image/a.jpg", JPEG, crc=1, local_crc=1)
    found = archive(tmp_path, data, broken)
    assert [one.flags for one in found.records if one.blobs] == [("missing_blob",)] * 2
    assert not found.blobs


def test_no_path_of_a_report_leaves_its_archive(tmp_path: Path) -> None:
    (tmp_path / "outside.jpg").write_bytes(JPEG)
    inside = tmp_path / "report"
    inside.mkdir()
    paths = ("..\\outside.jpg", "/etc/passwd", "C:\\outside.jpg", "report.xml", ".\\report.xml")
    said = [attached("", path) for path in paths]
    written(inside, report(decoded(chat(*said))))
    found = read(inside)
    missing = [one for one in found.records if "missing_blob" in one.flags]
    assert len(missing) == len(paths)
    assert not found.blobs


def test_a_folder_with_a_report_and_its_files(tmp_path: Path) -> None:
    (tmp_path / "files" / "Image").mkdir(parents=True)
    (tmp_path / "files" / "Image" / "IMG-1.jpg").write_bytes(JPEG)
    written(tmp_path, WHOLE.read_bytes(), "Report.xml")
    found = read(tmp_path)
    assert list(found.blobs.values()) == [JPEG]
    assert not any("without its folder" in said for said in found.ledger.warnings)


def test_a_report_without_its_folder_says_what_is_missing() -> None:
    found = read(WHOLE)
    assert any("without its folder" in said for said in found.ledger.warnings)
    assert all(not blob.present for one in found.records for blob in one.blobs)


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("a.ufdr", b"report.xml"),
        ("a.ufdr", b"Report.xml"),
        ("a.zip", b"report.xml"),
        ("a.zip", b"2024-05-01/report.xml"),
    ],
)
def test_where_a_report_may_lie_in_an_archive(name: str, member: bytes, tmp_path: Path) -> None:
    base = member.rpartition(b"/")[0]
    place = base + b"/files/a.jpg" if base else b"files/a.jpg"
    data = report(decoded(chat(attached("", "files\\a.jpg"))))
    made = make_zip(Member(b"other.txt"), Member(place, JPEG), Member(member, data))
    found = read(written(tmp_path, made, name))
    assert found.format == "cellebrite"
    assert list(found.blobs.values()) == [JPEG]


def test_an_archive_that_only_mentions_a_report_is_not_one(tmp_path: Path) -> None:
    made = make_zip(Member(b"docs/a/report.xml", b"<report/>"), Member(b"report.xml", b"<a/>"))
    source = find_source(written(tmp_path, made, "a.zip"))
    assert not CellebriteReader().recognises(source)


def test_an_archive_with_a_dump_and_no_report_says_so(tmp_path: Path) -> None:
    dump = make_zip(Member(b"DbData/database.db", b"PGDMP\x01"), Member(b"files/Image/a.jpg", JPEG))
    for name in ("a.ufdr", "a.zip"):
        with pytest.raises(UnknownSource, match="without report"):
            read(written(tmp_path, dump, name))


def test_a_protected_report_in_an_archive_is_locked(tmp_path: Path) -> None:
    locked = ufdr(b"\x2d\x06\x52\x6d" + bytes(2000))
    for name in ("a.ufdr", "a.zip"):
        with pytest.raises(LockedSource, match="without protection"):
            read(written(tmp_path, locked, name))


def test_two_reports_are_ambiguous(tmp_path: Path) -> None:
    both = ufdr(report(), Member(b"Report.xml", report()))
    with pytest.raises(AmbiguousSource, match="2 reports"):
        read(written(tmp_path, both, "a.ufdr"))


def test_an_archive_of_two_meanings_is_refused_before_it_is_read(tmp_path: Path) -> None:
    good = Member(b"report.xml", report(decoded(message("a"))))
    odd = Made([good], between={0: good.local()}).marshal()
    with pytest.raises(AmbiguousSource):
        read(written(tmp_path, odd, "a.ufdr"))
    locked = make_zip(Member(b"report.xml", report(), flags=1, local_flags=1))
    with pytest.raises(LockedSource):
        read(written(tmp_path, locked, "a.ufdr"))


def test_a_report_that_expands_beyond_every_limit_is_refused(tmp_path: Path) -> None:
    huge = report(decoded(message("a"))) + b" " * 70_000_000
    with pytest.raises(LimitExceeded):
        archive(tmp_path, huge)


def test_a_report_with_another_checksum_is_damage(tmp_path: Path) -> None:
    data = report(decoded(chat(*[message(f"number {n}") for n in range(9)])))
    made = make_zip(Member(b"report.xml", data, crc=5, local_crc=5))
    path = written(tmp_path, made, "a.ufdr")
    with pytest.raises(CorruptSource, match="another checksum"):
        read(path)
    found = read(path, accept_damaged=True)
    assert [words for words in found.words if words] == [f"number {n}" for n in range(9)]
    assert any("another checksum" in said for said in found.ledger.warnings)


def test_files_that_never_say_where_they_lie_do_not_pile_up(tmp_path: Path) -> None:
    many = [image(f"f{n}", SHA256=f"{n:064x}") for n in range(2_100)]
    found = archive(tmp_path, report(f"<taggedFiles>{''.join(many)}</taggedFiles>"))
    line = found.line("taggedFiles")
    assert (line.seen, line.records) == (2_100, 2_100)
    assert any("do not say where they lie" in said for said in found.ledger.warnings)


@pytest.mark.parametrize("named", ["files\\Image\\a.jpg", "report.xml"])
def test_no_message_takes_a_database_or_the_report_along(named: str, tmp_path: Path) -> None:
    data = report(decoded(chat(attached("", named))))
    found = archive(tmp_path, data, Member(b"files/Image/a.jpg", DATABASE))
    assert not found.blobs


def test_where_a_message_was_found_is_not_attached_to_it(tmp_path: Path) -> None:
    listed = tagged("f1", "Text", {"Local Path": "files\\log.txt"})
    source = '<jumptargets name=""><targetid ismodel="false">f1</targetid></jumptargets>'
    data = report(f"<taggedFiles>{listed}</taggedFiles>", decoded(message("a", source)))
    found = archive(tmp_path, data, Member(b"files/log.txt", b"everybody's words"))
    assert not found.one.blobs
    assert not found.blobs
