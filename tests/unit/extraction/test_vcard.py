"""vCard files: every card counted, every line kept, none believed."""

import random
from pathlib import Path

import pytest

from extraction.errors import ExtractionError
from tests.unit.extraction.phones import ALEX
from tests.unit.extraction.reading import Reading, read

CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Alex A.\r\nN:A.;Alex;;;\r\nTEL;TYPE=CELL:+44 7700\r\n"
    "  900101\r\nitem1.EMAIL;TYPE=HOME:Alex@B.example\r\nNOTE:solicitor\\, kind\\nof\r\n"
    "ADR:;;1 High St;Town;;;\r\nREV:2026-04-01T12:00:00Z\r\nEND:VCARD\r\n"
)


def cards(tmp_path: Path, text: str | bytes) -> Reading:
    path = tmp_path / "contacts.vcf"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path, region="GB")


def test_a_card_with_numbers_addresses_and_a_note(tmp_path: Path) -> None:
    record = cards(tmp_path, CARD).one
    assert record.category == "contact"
    assert [(party.role, party.id_norm, party.name) for party in record.parties] == [
        *(("subject", ALEX, "Alex A."), ("subject", "alex@b.example", "Alex A.")),
    ]
    assert [(text.field, text.value) for text in record.text] == [("note", "solicitor, kind\nof")]
    assert record.extra == {
        "n_3": "A., Alex",
        "adr_7": "1 High St, Town",
        "rev_8": ("2026-04-01T12:00:00Z"),
    }
    assert record.times[0].lo_us == 1_775_044_800_000_000
    assert (record.prov.row, record.prov.offset) == (1, 0)


def test_the_older_spelling_with_soft_breaks(tmp_path: Path) -> None:
    text = (
        "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen =\n"
        "M=C3=BCller\nTEL;CELL:+447700900101\nEND:VCARD\n"
    )
    record = cards(tmp_path, text).one
    assert record.parties[0].name == "Jürgen Müller"


@pytest.mark.parametrize(
    "line",
    [
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==",
        "PHOTO;JPEG;ENCODING=BASE64:/9j/4AAQSkZJRg==",
        "PHOTO:data:image/jpeg;base64,/9j/4AAQSkZJRg==",
    ],
)
def test_a_picture_in_a_card_is_a_medium(line: str, tmp_path: Path) -> None:
    found = cards(tmp_path, f"BEGIN:VCARD\r\nFN:A\r\n{line}\r\nEND:VCARD\r\n")
    (blob,) = found.one.blobs
    assert (blob.role, blob.mime_sniffed) == ("avatar", "image/jpeg")
    assert found.blobs[blob.sha256].startswith(b"\xff\xd8\xff")


def test_a_link_to_a_picture_stays_a_link(tmp_path: Path) -> None:
    record = cards(tmp_path, "BEGIN:VCARD\nFN:A\nPHOTO:https://a.example/p.jpg\nEND:VCARD\n").one
    assert (record.blobs, record.extra) == ((), {"photo_2": "https://a.example/p.jpg"})


def test_what_is_no_card_is_quarantined(tmp_path: Path) -> None:
    broken = "BEGIN:VCARD\nno colon here\nEND:VCARD\n"
    found = cards(tmp_path, CARD + broken + CARD + "BEGIN:VCARD\nFN:cut short")
    line = found.line("vcard")
    assert (line.seen, line.records, line.quarantined) == (4, 2, 2)


def test_no_mutant_crashes_or_loses_cards_in_silence(tmp_path: Path) -> None:
    data = (CARD * 12).encode()
    chance = random.Random(3)
    for _ in range(500):
        damaged = bytearray(data)
        places = {chance.randrange(len(data)) for _ in range(chance.randrange(1, 4))}
        for place in places:
            damaged[place] = chance.randrange(256)
        try:
            found = cards(tmp_path, bytes(damaged))
        except ExtractionError:
            continue
        # A lost mark at most joins a card to what is beside it.
        assert found.line("vcard").seen >= 12 - len(places)


def test_a_second_name_is_kept(tmp_path: Path) -> None:
    record = cards(tmp_path, CARD.replace("NOTE", "FN:Alexandra\r\nNOTE")).one
    assert record.parties[0].name == "Alex A."
    assert "Alexandra" in record.extra.values()


def test_two_cards_that_run_into_each_other_are_nobodys(tmp_path: Path) -> None:
    merged = CARD.removesuffix("END:VCARD\r\n") + CARD.removeprefix("BEGIN:VCARD\r\n")
    found = cards(tmp_path, merged + CARD)
    assert len(found.records) == 1
    assert [row["reason"] for row in found.ledger.quarantine] == ["a contact does not parse"]
