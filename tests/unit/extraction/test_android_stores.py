"""What an Android phone's own apps keep, in the units of each table; browsers of any system."""

from pathlib import Path

import pytest

from extraction.record import Record
from tests.unit.extraction import phones
from tests.unit.extraction.phones import ALEX, BEA, NOON, OWNER, Cell, Rows, database
from tests.unit.extraction.reading import Reading, read

WEBKIT = (NOON + 11_644_473_600) * 10**6


def messages(tmp_path: Path, **rows: Rows) -> Reading:
    return read(database(tmp_path / "mmssms.db", phones.ANDROID_MESSAGES, **rows), region="GB")


def test_text_messages_count_milliseconds(tmp_path: Path) -> None:
    sms: dict[str, Cell] = {"address": "07700 900101", "date": NOON * 1000 + 7, "body": "hello"}
    found = messages(
        tmp_path,
        sms=[
            {**sms, "type": 1, "read": 1, "date_sent": NOON * 1000, "thread_id": 3},
            {**sms, "type": 2, "subject": "s", "error_code": 4},
            {**sms, "type": 3, "address": None},
            {**sms, "type": 5, "date": None},
            {**sms, "type": "9", "address": "Bank"},
        ],
    ).records
    received, sent, draft, failed, odd = found
    assert (received.app_id, received.subtype, received.direction) == ("android.sms", "sms", "in")
    assert [(party.role, party.id_norm) for party in received.parties] == [("from", ALEX)]
    assert received.time is not None
    assert (received.time.lo_us, received.time.hi_us, received.time.kind) == (
        *(NOON * 10**6 + 7000, NOON * 10**6 + 7999, "received"),
    )
    assert [(time.kind, time.lo_us) for time in received.times] == [("sent", NOON * 10**6)]
    assert received.thread is not None
    assert (received.thread.id, received.state) == (f"sms:{ALEX}", {"read": "read"})
    assert [(text.field, text.value) for text in sent.text] == [("body", "hello"), ("subject", "s")]
    assert (sent.parties[0].role, sent.extra["error_code"]) == ("to", "4")
    assert (draft.direction, draft.state["status"], draft.flags) == (
        *("none", "draft", ("party_unknown",)),
    )
    assert (failed.time, failed.state["status"]) == (None, "failed")
    assert (odd.direction, odd.flags) == ("unknown", ("party_unknown",))


def test_picture_messages_count_seconds_and_name_everybody(tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    part = folder / "data/user_de/0/com.android.providers.telephony/app_parts/PART_1"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"\x89PNG\r\n\x1a\n a picture")
    pdu: dict[str, Cell] = {"thread_id": 1, "date": NOON, "ct_t": "m", "sub": "look"}
    database(
        folder / "mmssms.db",
        phones.ANDROID_MESSAGES,
        pdu=[{**pdu, "msg_box": 1}, {**pdu, "msg_box": 2, "date_sent": NOON - 60}],
        threads=[{"_id": 1, "recipient_ids": "1 2"}],
        canonical_addresses=[{"address": ALEX}, {"address": BEA}],
        addr=[
            *({"msg_id": 1, "address": ALEX, "type": 137},),
            *({"msg_id": 1, "address": BEA, "type": 151},),
            *({"msg_id": 1, "address": OWNER, "type": 151},),
            *({"msg_id": 2, "address": "insert-address-token", "type": 137},),
            *({"msg_id": 2, "address": ALEX, "type": 151},),
            *({"msg_id": 2, "address": BEA, "type": 130},),
        ],
        part=[
            *({"mid": 1, "ct": "application/smil", "text": "<smil/>"},),
            *({"mid": 1, "ct": "text/plain", "text": "a cat"},),
            {
                "mid": 1,
                "ct": "image/png",
                "name": "cat.png",
                "_data": "/data/user/0/com.android.providers.telephony/app_parts/PART_1",
            },
            {"mid": 2, "ct": "image/png", "cl": "gone.png", "_data": "/data/app_parts/PART_2"},
        ],
    )
    found = read(folder)
    received, sent = found.records
    assert [(party.role, party.id_norm, party.is_owner) for party in received.parties] == [
        *(("from", ALEX, False), ("to", BEA, False), ("to", OWNER, True)),
    ]
    assert [(party.role, party.is_owner) for party in sent.parties] == [
        *(("from", True), ("to", False), ("cc", False)),
    ]
    assert [(text.field, text.value) for text in received.text] == [
        *(("body", "a cat"), ("subject", "look")),
    ]
    assert received.time is not None
    assert (received.time.lo_us, received.time.unit) == (NOON * 10**6, "s")
    assert received.thread is not None
    assert received.thread.id == f"sms:{ALEX}~{BEA}"
    assert found.blobs[received.blobs[0].sha256].startswith(b"\x89PNG")
    assert [(blob.name, blob.present) for blob in sent.blobs] == [("gone.png", False)]
    assert "missing_blob" in sent.flags


def test_both_tables_are_counted_and_search_words_are_not_records(tmp_path: Path) -> None:
    found = messages(tmp_path, words_content=[{"c1index_text": "a deleted word"}])
    assert {line.artefact: (line.seen, line.unknown) for line in found.ledger.lines} == {
        "android-messages: sms": (0, 0),
        "android-messages: pdu": (0, 0),
        "words_content": (1, 1),
    }


CALL: dict[str, Cell] = {"number": "07700 900101", "date": NOON * 1000, "duration": 60}


@pytest.mark.parametrize(
    ("kind", "direction", "status"),
    [
        *((1, "in", "answered"), (2, "out", ""), (3, "in", "missed"), (4, "in", "voicemail")),
        *((5, "in", "rejected"), (6, "in", "refused"), (99, "unknown", ""), (None, "unknown", "")),
    ],
)
def test_calls_of_every_kind(kind: Cell, direction: str, status: str, tmp_path: Path) -> None:
    path = database(tmp_path / "calllog.db", phones.ANDROID_CALLS, calls=[{**CALL, "type": kind}])
    record = read(path, region="GB").one
    assert (record.direction, record.state.get("status", "")) == (direction, status)
    assert record.parties[0].id_norm == ALEX
    assert record.time is not None
    assert (record.time.lo_us, record.extra["duration"]) == (NOON * 10**6, "60")


def test_a_withheld_number_is_nobody(tmp_path: Path) -> None:
    path = database(
        tmp_path / "contacts2.db",
        phones.ANDROID_CALLS,
        calls=[{**CALL, "type": 1, "number": "-2"}, {**CALL, "type": 1, "number": ""}],
    )
    assert [record.flags for record in read(path).records] == [("party_unknown",)] * 2


def test_contacts_with_everything_that_is_said_of_them(tmp_path: Path) -> None:
    kinds = ("phone_v2", "email_v2", "note", "name", "postal-address_v2", "photo")
    path = database(
        tmp_path / "contacts2.db",
        phones.ANDROID_CONTACTS,
        raw_contacts=[{"contact_id": 7, "display_name": "Alex"}, {"deleted": 1}],
        mimetypes=[{"mimetype": f"vnd.android.cursor.item/{kind}"} for kind in kinds],
        contacts=[{"_id": 7, "contact_last_updated_timestamp": NOON * 1000}],
        data=[
            *({"raw_contact_id": 1, "mimetype_id": 1, "data1": ALEX},),
            *({"raw_contact_id": 1, "mimetype_id": 2, "data1": "A@b.example"},),
            *({"raw_contact_id": 1, "mimetype_id": 3, "data1": "solicitor"},),
            *({"raw_contact_id": 1, "mimetype_id": 5, "data1": "1 High St", "data2": 1},),
            *({"raw_contact_id": 1, "mimetype_id": 6, "data1": b"\xff\xd8"},),
            *({"raw_contact_id": 2, "mimetype_id": 4, "data1": "Bea"},),
        ],
    )
    alex, bea = read(path).records
    assert [(party.id_norm, party.name) for party in alex.parties] == [
        *((ALEX, "Alex"), ("a@b.example", "Alex")),
    ]
    assert alex.text[0].value == "solicitor"
    assert alex.extra == {"postal-address_v2_4": "1 High St / 1"}
    assert [time.lo_us for time in alex.times] == [NOON * 10**6]
    assert (bea.parties[0].name, bea.state) == ("Bea", {"deleted": "deleted"})


def chrome(tmp_path: Path, **rows: Rows) -> list[Record]:
    return read(database(tmp_path / "History", phones.CHROME, **rows)).records


def test_chrome_counts_from_1601(tmp_path: Path) -> None:
    visit, gone, download = chrome(
        tmp_path,
        visits=[{"url": 1, "visit_time": WEBKIT + 3}, {"url": 9, "visit_time": 0}],
        urls=[{"url": "https://a.example/", "title": "A", "visit_count": 2}],
        downloads=[{"target_path": "/sdcard/Download/a.pdf", "start_time": WEBKIT, "end_time": 0}],
        downloads_url_chains=[
            {"id": 1, "chain_index": 0, "url": "https://a.example/1"},
            {"id": 1, "chain_index": 1, "url": "https://a.example/2"},
        ],
    )
    assert [text.value for text in visit.text] == ["A", "https://a.example/"]
    assert visit.time is not None
    assert visit.time.lo_us == visit.time.hi_us == NOON * 10**6 + 3
    assert gone.time is not None
    assert (gone.text, gone.time.lo_us) == ((), None)
    assert (download.subtype, download.times) == ("download", ())
    assert [text.value for text in download.text] == ["a.pdf", "https://a.example/2"]


def test_firefox_counts_from_1970(tmp_path: Path) -> None:
    path = database(
        tmp_path / "places.sqlite",
        phones.FIREFOX,
        moz_historyvisits=[{"place_id": 1, "visit_date": NOON * 10**6 + 3, "visit_type": 1}],
        moz_places=[{"url": "https://a.example/", "title": "A"}],
    )
    record = read(path).one
    assert record.time is not None
    assert (record.time.lo_us, record.app_id) == (NOON * 10**6 + 3, "firefox")
