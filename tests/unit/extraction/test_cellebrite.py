"""Cellebrite reports: every kind of model, who spoke to whom, what is counted and what stays."""

from collections import Counter
from pathlib import Path

import pytest

from extraction.errors import CorruptSource
from extraction.record import Record, facts_of
from tests.unit.extraction.reading import Reading, read
from tests.unit.extraction.reports import (
    NOON_US,
    WHOLE,
    chat,
    decoded,
    field,
    fields,
    message,
    model,
    multi,
    report,
    written,
)

KINDS = {
    "Chat": ("app_data", "conversation"),
    "InstantMessage": ("message", "chat"),
    "SMS": ("message", "sms"),
    "MMS": ("message", "mms"),
    "Email": ("message", "email"),
    "Call": ("call", ""),
    "Voicemail": ("message", "voicemail"),
    "Contact": ("contact", ""),
    "UserAccount": ("account", ""),
    "Location": ("location", ""),
    "Journey": ("location", "journey"),
    "CellTower": ("location", "cell"),
    "WirelessNetwork": ("device_event", "wifi"),
    "VisitedPage": ("browser", "visit"),
    "WebBookmark": ("browser", "bookmark"),
    "SearchedItem": ("browser", "search"),
    "Cookie": ("browser", "cookie"),
    "Autofill": ("browser", "autofill"),
    "InstalledApplication": ("app_data", "install"),
    "ApplicationUsage": ("app_data", "usage"),
    "DeviceEvent": ("device_event", ""),
    "PoweringEvent": ("device_event", "power"),
    "CalendarEntry": ("calendar", ""),
    "Note": ("note", ""),
    "Notification": ("message", "notification"),
    "SocialMediaActivity": ("message", "post"),
    "FileDownload": ("browser", "download"),
    "Password": ("account", "password"),
}


@pytest.fixture(scope="module")
def whole() -> Reading:
    return read(WHOLE, region="GB")


def of(reading: Reading, kind: str) -> list[Record]:
    return [record for record in reading.records if record.prov.table == kind]


def one(reading: Reading, kind: str) -> Record:
    (record,) = of(reading, kind)
    return record


def made(tmp_path: Path, *models: str, region: str | None = None) -> Reading:
    return read(written(tmp_path, report(decoded(*models))), region=region)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_model_has_its_category(kind: str, whole: Reading) -> None:
    found = {
        (record.category, record.subtype)
        for record in of(whole, kind)
        if not record.embedded_in and record.subtype != "system"
    }
    assert found == {KINDS[kind]}


def test_eleven_messages_and_three_that_they_quote(whole: Reading) -> None:
    line = whole.line("InstantMessage")
    assert (line.seen, line.records, line.nested) == (11, 11, 3)
    assert len(of(whole, "InstantMessage")) == 14


def test_a_quote_is_a_record_of_its_own_speaker(whole: Reading) -> None:
    by_id = {record.record_id: record for record in whole.records}
    quotes = [record for record in whole.records if "nested_content" in record.flags]
    messages = [record for record in quotes if record.category == "message"]
    assert len(messages) == 3
    for quote in messages:
        around = by_id[quote.embedded_in]
        assert around.embedded_in == ""
        assert around.reply_to in {other.record_id for other in messages}
    speakers = [
        [someone.name for someone in quote.parties if someone.role == "from"] for quote in messages
    ]
    assert speakers == [["Bea"], ["Bea"], ["Alex"]]
    assert [quote.direction for quote in messages] == ["out", "out", "in"]


def test_kinds_without_a_rule_are_unknown_rows_by_name(whole: Reading) -> None:
    line = whole.line("DictionaryWord")
    assert (line.seen, line.unknown, line.records) == (2, 2, 0)


def test_the_tools_own_notes_are_withheld(whole: Reading) -> None:
    line = whole.line("extraInfos")
    assert (line.seen, line.withheld) == (1, 1)


def test_every_row_of_every_line_is_accounted_for(whole: Reading) -> None:
    assert all(line.balanced() for line in whole.ledger.lines)
    tops = [record for record in whole.records if not record.embedded_in]
    assert len(tops) == sum(line.records for line in whole.ledger.lines)


def test_an_incoming_and_an_outgoing_message(whole: Reading) -> None:
    first, second, *_ = of(whole, "InstantMessage")
    assert (first.direction, second.direction) == ("in", "out")
    assert [(one.role, one.name, one.is_owner) for one in first.parties] == [
        ("from", "Alex", False),
        ("participant", "Bea", True),
    ]
    assert [(one.role, one.name, one.is_owner) for one in second.parties] == [
        ("from", "Bea", True),
        ("to", "Alex", False),
    ]
    assert first.time is not None
    assert second.time is not None
    assert (first.time.lo_us, first.time.hi_us) == (NOON_US, NOON_US + 999)
    assert (second.time.lo_us, second.time.kind) == (NOON_US + 30_500_000, "sent")
    assert second.extra["To.DateRead"] == "2024-05-01T12:05:00.000+00:00"
    assert second.text[0].value == "No, at work until six & then out"
    assert first.app_id == "whatsapp"
    assert first.thread is not None
    assert first.thread.id == "whatsapp:447700900101@s.whatsapp.net"


def test_where_a_record_comes_from(whole: Reading) -> None:
    data = WHOLE.read_bytes()
    for record in whole.records:
        offset = record.prov.offset
        assert offset is not None
        begun = data[offset : offset + 200].decode("utf-8", "ignore")
        assert begun.startswith("<")
        if record.prov.xml_id and record.prov.table not in ("file", "metadata"):
            assert begun.startswith("<model ")
            assert f'id="{record.prov.xml_id}"' in begun
    assert {record.prov.tool_version for record in of(whole, "Chat")} == {"7.69.0.1"}


def test_a_shared_contact_and_who_joined_are_people_of_the_record(whole: Reading) -> None:
    shared = next(record for record in whole.records if "sister" in str(record.text))
    assert ("mention", "+447700900103") in [(one.role, one.id_norm) for one in shared.parties]
    joined = next(record for record in whole.records if record.subtype == "system")
    assert [one.role for one in joined.parties].count("mention") == 1
    assert joined.text == (joined.text[0],)


def test_text_messages(whole: Reading) -> None:
    first, second, third = of(whole, "SMS")
    assert (first.direction, second.direction, third.direction) == ("in", "out", "in")
    assert {str(record.thread and record.thread.id) for record in (first, second)} == {
        "sms:+447700900104"
    }
    assert second.parties[0].is_owner is True
    assert second.time is not None
    local = 1_714_658_400_000_000
    assert (second.time.zone, second.time.lo_us, second.time.hi_us) == (
        "unknown",
        local - 14 * 3_600_000_000,
        local + 12 * 3_600_000_000 + 999,
    )
    assert "zone_unknown" in second.flags
    assert third.state == {"deleted": "deleted", "confidence": "medium", "carved": "yes"} | {
        "status": "read",
        "read": "read",
    }
    assert third.time is not None
    assert (third.time.raw, third.time.lo_us) == ("N/A", None)


def test_a_mail(whole: Reading) -> None:
    mail = one(whole, "Email")
    # What looks like a reference inside a CDATA section is five characters of the mail.
    assert mail.text[0].value == "<p>Tuesday, it&#39;s at &amp; after 10:00</p>"
    assert [(one.role, one.id_norm) for one in mail.parties] == [
        ("from", "office@example.org"),
        ("to", "bea@example.org"),
        ("cc", "fay@example.org"),
    ]
    assert mail.state["read"] == "unread"


def test_calls_and_a_clock_without_its_half_of_the_day(whole: Reading) -> None:
    missed, made_ = of(whole, "Call")
    assert (missed.direction, missed.state["status"]) == ("in", "missed")
    assert missed.time is not None
    morning = 1_714_727_700_000_000
    assert (missed.time.lo_us, missed.time.hi_us) == (
        morning,
        morning + 12 * 3_600_000_000 + 999_999,
    )
    assert "time_ambiguous" in missed.flags
    assert (made_.direction, made_.extra["duration"]) == ("out", "33")
    assert made_.extra["Duration"] == "00:00:33.6090010"
    assert facts_of(made_).parties == {"+447700900101"}


def test_a_contact_has_all_its_ids(whole: Reading) -> None:
    contact = one(whole, "Contact")
    assert [(one.id_norm, one.name) for one in contact.parties] == [
        ("+447700900101", "Alex"),
        ("alex@example.org", "Alex"),
        (None, "Alex"),
    ]
    assert [(text.field, text.value) for text in contact.text] == [("note", "met at work")]


def test_places_are_decimal_text_and_last_from_beginning_to_end(whole: Reading) -> None:
    place = next(record for record in of(whole, "Location") if not record.embedded_in)
    assert place.place is not None
    assert (place.place.lat, place.place.lon, place.place.acc_m) == ("51.5007", "-0.1246", "25")
    assert place.time is not None
    assert place.time.hi_us is not None
    assert place.time.lo_us is not None
    assert place.time.hi_us - place.time.lo_us == 3_600_000_000 + 999
    assert len(place.times) == 2
    journey = one(whole, "Journey")
    points = [record for record in whole.records if record.embedded_in == journey.record_id]
    assert journey.place is None
    assert [point.place and point.place.lat for point in points] == ["51.5007", "51.5155"]
    assert not any("Latitude" in name for name in journey.extra)


def test_where_the_phone_was_is_a_location_whatever_the_model(whole: Reading) -> None:
    tower = one(whole, "CellTower")
    assert tower.place is not None
    assert (tower.category, tower.place.source) == ("location", "cell")


def test_coordinates_that_are_none_are_kept_and_flagged(tmp_path: Path) -> None:
    inner = model("Coordinate", fields(Latitude="91.0", Longitude="north"))
    odd = model("Location", f'<modelField name="Position" type="Coordinate">{inner}</modelField>')
    record = one(made(tmp_path, odd), "Location")
    assert record.place is None
    assert record.flags == ("metadata_error",)
    assert record.extra["Position.Latitude"] == "91.0"


def test_no_record_has_a_password(whole: Reading) -> None:
    text = repr(whole.records)
    for secret in ("s3cret", "hunter2", "letmein", "c2VjcmV0"):
        assert secret not in text
    assert any(said.startswith("4 passwords and cookies") for said in whole.ledger.warnings)
    password = one(whole, "Password")
    assert password.sensitivity == "third_party"
    assert password.extra["Service"] == "HomeNet"


def test_what_has_no_field_is_kept_by_name(whole: Reading) -> None:
    assert one(whole, "VisitedPage").extra["VisitCount"] == "2"
    assert one(whole, "WirelessNetwork").extra["BSSId"] == "00:00:5e:00:53:01"


def test_repeated_fields_and_unknown_elements_are_kept(tmp_path: Path) -> None:
    odd = model(
        "Note",
        fields(Title="one"),
        field("Title", "two"),
        multi("Tags", "a", "b", "c"),
        '<something colour="red">words</something>',
    )
    extra = one(made(tmp_path, odd), "Note").extra
    assert extra["Tags"] == "a"
    assert extra["Tags[2]"] == "c"
    assert extra["Title[1]"] == "two"
    assert extra["something"] == "words"
    assert "red" in extra.values()


def test_base64_values_are_read_as_words_where_they_are_words(tmp_path: Path) -> None:
    note = model(
        "Note",
        '<field name="Body"><value type="String" format="Base64String">w6kgb2s=</value></field>',
        '<field name="Raw"><value type="String" format="Base64String">AAEC</value></field>',
        '<field name="Bad"><value type="String" format="Base64String">!</value></field>',
    )
    record = one(made(tmp_path, note), "Note")
    assert record.text[0].value == "é ok"
    assert (record.extra["Raw"], record.extra["Bad"]) == ("b64:AAEC", "b64:!")


def test_the_head_is_known_by_field_type_in_any_language(whole: Reading) -> None:
    case = one(whole, "caseInformation")
    assert case.extra == {"ExaminerName": "Ines", "CaseNumber": "2024-7"}


def test_the_reports_clock_is_told_and_never_used(whole: Reading) -> None:
    said = [warning for warning in whole.ledger.warnings if "clock" in warning]
    assert any("GMT Standard Time" in warning for warning in said)
    assert any("Europe/London" in warning for warning in said)
    assert {record.time.zone for record in whole.records if record.time} == {"explicit", "unknown"}


def test_declared_counts_stand_beside_what_was_found(tmp_path: Path, whole: Reading) -> None:
    assert whole.line("taggedFiles").declared == 6
    assert not any("declares" in warning for warning in whole.ledger.warnings)
    data = WHOLE.read_bytes().replace(b'ModelCount="32"', b'ModelCount="40"')
    found = read(written(tmp_path, data.replace(b'NodeCount="6"', b'NodeCount="9"')))
    assert any("declares 40 models; 32 stand" in said for said in found.ledger.warnings)
    assert "taggedFiles declares 9 rows and holds 6" in [*found.ledger.found_against_declared()]


def test_reading_again_gives_the_same_records(whole: Reading) -> None:
    assert read(WHOLE, region="GB").records == whole.records


def test_messages_outside_of_chats_and_chats_without_messages(tmp_path: Path) -> None:
    found = made(tmp_path, message("alone"), chat())
    assert one(found, "InstantMessage").thread is None
    assert Counter(record.category for record in found.records) == {"message": 1, "app_data": 1}


def test_a_prefix_for_the_namespace_changes_nothing(tmp_path: Path) -> None:
    plain = report(decoded(chat(message("words"), message("more words"))))
    prefixed = (
        plain.replace(b"</", b"</c:")
        .replace(b"<model", b"<c:model")
        .replace(b"<multi", b"<c:multi")
        .replace(b"<field", b"<c:field")
        .replace(b"<value", b"<c:value")
        .replace(b"<empty", b"<c:empty")
        .replace(b"<project", b"<c:project")
        .replace(b"<decoded", b"<c:decoded")
        .replace(b"xmlns=", b"xmlns:c=")
    )
    first = read(written(tmp_path, plain))
    second = read(written(tmp_path, prefixed, "other.xml"))
    assert first.words == second.words
    assert [record.parties for record in first.records] == [
        record.parties for record in second.records
    ]


def test_another_root_element_is_another_format(tmp_path: Path) -> None:
    data = report().replace(b"project", b"message")
    with pytest.raises(CorruptSource, match="not a Cellebrite project"):
        read(written(tmp_path, data))
