"""Mail: everybody named, every part kept, nothing fetched, and no message that stops a box."""

import random
from email.message import EmailMessage
from pathlib import Path

import pytest

from extraction.errors import ExtractionError
from extraction.time import HOUR
from tests.unit.extraction.phones import NOON
from tests.unit.extraction.reading import Reading, read

NOON_US = NOON * 10**6
RAW = (
    "From: =?utf-8?q?J=C3=BCrgen?= <J@b.example>\r\nTo: Alex <alex@b.example>, c@b.example\r\n"
    "Cc: Bea <bea@b.example>\r\nSubject: =?utf-8?b?SMOkbGxv?=\r\nMessage-ID: <2@b.example>\r\n"
    "References: <1@b.example>\r\nDate: Wed, 01 Apr 2026 13:00:00 +0100\r\n\r\nhello\r\n"
)


def mail(tmp_path: Path, data: str | bytes, name: str = "a.eml") -> Reading:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(path)


def test_a_message_with_everybody_in_it(tmp_path: Path) -> None:
    record = mail(tmp_path, RAW).one
    assert (record.category, record.subtype, record.direction) == ("message", "email", "unknown")
    assert [
        (party.role, party.id_norm, party.name, party.is_owner) for party in record.parties
    ] == [
        ("from", "j@b.example", "Jürgen", None),
        ("to", "alex@b.example", "Alex", None),
        ("to", "c@b.example", "", None),
        ("cc", "bea@b.example", "Bea", None),
    ]
    assert [(text.field, text.value) for text in record.text] == [
        *(("subject", "Hällo"), ("body", "hello\r\n")),
    ]
    assert record.time is not None
    assert (record.time.lo_us, record.time.hi_us, record.time.zone) == (
        *(NOON_US, NOON_US + 999_999, "explicit"),
    )
    assert record.thread is not None
    assert record.thread.id == "email:<1@b.example>"


def test_a_time_without_a_zone_is_of_an_unknown_place(tmp_path: Path) -> None:
    time = mail(tmp_path, RAW.replace("+0100", "-0000")).one.time
    assert time is not None
    assert (time.lo_us, time.hi_us) == (NOON_US - 13 * HOUR, NOON_US + 13 * HOUR + 999_999)


@pytest.mark.parametrize("date", ["yesterday", "Wed, 99 Apr 2026 13:00:00 +0100", "1 Apr"])
def test_a_time_that_is_none_is_unknown(date: str, tmp_path: Path) -> None:
    text = RAW.replace("Wed, 01 Apr 2026 13:00:00 +0100", date)
    time = mail(tmp_path, text).one.time
    assert time is not None
    assert (time.raw, time.lo_us) == (date, None)


def test_attachments_pictures_and_messages_inside_are_media(tmp_path: Path) -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "x@b.example", "inner"
    inner.set_content("the words of somebody else")
    message = EmailMessage()
    message["From"], message["To"] = "a@b.example", "b@b.example"
    message["Subject"] = "three"
    message.set_content("see below")
    message.add_alternative("<p>see <b>below</b></p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="ü.pdf")
    message.add_attachment(inner)
    found = mail(tmp_path, message.as_bytes())
    record = found.one
    assert [text.value.strip() for text in record.text] == ["three", "see below"]
    assert [(blob.name, blob.mime_declared) for blob in record.blobs] == [
        *(("", "text/html"), ("ü.pdf", "application/pdf"), ("", "message/rfc822")),
    ]
    assert b"the words of somebody else" in found.blobs[record.blobs[2].sha256]


def test_html_alone_is_shown_as_its_words(tmp_path: Path) -> None:
    text = (
        "From: a@b.example\nTo: b@b.example\nContent-Type: text/html\n\n"
        "<head><title>t</title></head><body><p>one &amp; two</p><script>evil()</script>"
        '<img src="https://a.example/track"><div>three</div>'
    )
    record = mail(tmp_path, text).one
    assert [text.value for text in record.text] == ["one & two\nthree"]
    assert [blob.mime_declared for blob in record.blobs] == ["text/html"]


def test_a_box_of_messages(tmp_path: Path) -> None:
    box = "".join(
        f"From j@b.example Wed Apr  1 12:00:00 2026\n{RAW}\n>From here on\n\n" for _ in "abc"
    )
    found = mail(tmp_path, box, "all.mbox")
    assert len(found.records) == 3
    assert all("\nFrom here on" in record.text[1].value for record in found.records)
    assert [record.prov.row for record in found.records] == [1, 2, 3]


def test_a_message_that_is_none_is_quarantined(tmp_path: Path) -> None:
    box = f"From a\n{RAW}\n\nFrom b\n\nno header at all\n\nFrom c\n{RAW}"
    line = mail(tmp_path, box, "all.mbox").line("mail")
    assert (line.seen, line.records, line.quarantined) == (3, 2, 1)


def test_parts_without_end_are_stopped(tmp_path: Path) -> None:
    deep = "From: a@b.example\nTo: b@b.example\n"
    for at in range(1500):
        deep += f'Content-Type: multipart/mixed; boundary="b{at}"\n\n--b{at}\n'
    found = mail(tmp_path, deep + "\nwords")
    line = found.line("mail")
    assert line.seen == line.records + line.quarantined == 1


def test_no_mutant_crashes_or_loses_messages_in_silence(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "b@b.example", "ü"
    message.set_content("wörds")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="ü.pdf")
    data = b"From a\n" + message.as_bytes() + b"\n\nFrom b\n" + message.as_bytes()
    chance = random.Random(4)
    for _ in range(500):
        damaged = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            damaged[chance.randrange(len(data))] = chance.randrange(256)
        try:
            found = mail(tmp_path, bytes(damaged), "all.mbox")
        except ExtractionError:
            continue
        assert 1 <= found.line("mail").seen <= 4
