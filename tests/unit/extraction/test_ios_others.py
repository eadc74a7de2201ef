"""Calls, voicemail, contacts, notes and pages of an iPhone: nothing dropped, nothing guessed."""

from pathlib import Path

from extraction.record import Record
from tests.unit.extraction import phones
from tests.unit.extraction.phones import ALEX, BEA, COCOA, NOON, Rows, database
from tests.unit.extraction.reading import read


def calls(tmp_path: Path, **rows: Rows) -> list[Record]:
    return read(database(tmp_path / "CallHistory.storedata", phones.IOS_CALLS, **rows)).records


def test_calls_of_the_phone_and_of_apps(tmp_path: Path) -> None:
    call: dict[str, phones.Cell] = {
        "ZADDRESS": ALEX.encode(),
        "ZDATE": COCOA + 0.25,
        "ZDURATION": 61.5,
        "ZORIGINATED": 0,
        "ZANSWERED": 1,
        "ZSERVICE_PROVIDER": "com.apple.Telephony",
    }
    listed = calls(
        tmp_path,
        ZCALLRECORD=[
            call,
            {**call, "ZORIGINATED": 1, "ZANSWERED": 0, "ZSERVICE_PROVIDER": "com.apple.FaceTime"},
            {**call, "ZANSWERED": 0, "ZADDRESS": None, "ZSERVICE_PROVIDER": "org.example.app"},
        ],
        ZHANDLE=[{"Z_PK": 1, "ZVALUE": ALEX}, {"Z_PK": 2, "ZVALUE": BEA}],
        Z_2REMOTEPARTICIPANTHANDLES=[
            {"Z_2REMOTEPARTICIPANTCALLS": 2, "Z_4REMOTEPARTICIPANTHANDLES": 1},
            {"Z_2REMOTEPARTICIPANTCALLS": 2, "Z_4REMOTEPARTICIPANTHANDLES": 2},
        ],
    )
    answered, called, missed = listed
    assert answered.time is not None
    assert answered.time.lo_us == answered.time.hi_us == NOON * 10**6 + 250_000
    assert (answered.direction, answered.app_id, answered.state) == (
        *("in", "ios.phone", {"status": "answered"}),
    )
    assert [(party.role, party.id_norm) for party in answered.parties] == [
        *(("to", None), ("from", ALEX)),
    ]
    assert answered.extra["duration"] == "61.5"
    assert [(party.role, party.id_norm) for party in called.parties] == [
        *(("from", None), ("to", ALEX), ("to", BEA)),
    ]
    assert (called.app_id, called.state) == ("ios.facetime", {})
    assert (missed.app_id, missed.state, missed.flags) == (
        *("org.example.app", {"status": "missed"}, ("party_unknown",)),
    )


def test_voicemail_counts_unix_seconds_and_says_what_was_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    mail: dict[str, phones.Cell] = {"date": NOON, "sender": ALEX, "duration": 4, "trashed_date": 0}
    database(
        folder / "Library/Voicemail/voicemail.db",
        phones.VOICEMAIL,
        voicemail=[mail, {**mail, "trashed_date": COCOA}],
        deleted=[mail],
    )
    (folder / "Library/Voicemail/1.amr").write_bytes(b"#!AMR\n words")
    found = read(folder)
    assert [(record.subtype, record.state) for record in found.records] == [
        ("voicemail", {}),
        *[("voicemail", {"deleted": "deleted"})] * 2,
    ]
    first = found.records[0]
    assert first.time is not None
    assert first.time.lo_us == NOON * 10**6
    assert found.blobs[first.blobs[0].sha256].startswith(b"#!AMR")
    assert first.blobs[0].mime_sniffed == "audio/amr"


def test_a_contact_with_its_numbers_addresses_and_note(tmp_path: Path) -> None:
    path = database(
        tmp_path / "AddressBook.sqlitedb",
        phones.IOS_CONTACTS,
        ABPerson=[
            {"First": "Alex", "Last": "A.", "Note": "solicitor", "CreationDate": COCOA},
            {"Organization": "Refuge"},
        ],
        ABMultiValueLabel=[{"value": "home"}],
        ABMultiValue=[
            {"record_id": 1, "property": 3, "label": 1, "value": ALEX},
            {"record_id": 1, "property": 4, "value": "Alex@B.example"},
            {"record_id": 1, "property": 5, "label": 1},
            {"record_id": 1, "property": 22, "value": "https://b.example"},
        ],
        ABMultiValueEntryKey=[{"value": "Street"}, {"value": "City"}],
        ABMultiValueEntry=[
            *({"parent_id": 3, "key": 1, "value": "1 High St"},),
            {"parent_id": 3, "key": 2, "value": "Town"},
        ],
    )
    alex, refuge = read(path).records
    assert [(party.role, party.id_norm, party.name) for party in alex.parties] == [
        *(("subject", ALEX, "Alex A."), ("subject", "alex@b.example", "Alex A.")),
    ]
    assert [(text.field, text.value) for text in alex.text] == [("note", "solicitor")]
    assert alex.extra["address_3"] == "Street: 1 High St, City: Town (home)"
    assert alex.extra["url_4"] == "https://b.example"
    assert [(party.name, party.id_norm) for party in refuge.parties] == [("Refuge", None)]
    assert refuge.flags == ("party_unknown",)


def test_notes_with_words_and_under_a_password(tmp_path: Path) -> None:
    path = database(
        tmp_path / "NoteStore.sqlite",
        phones.NOTES,
        ZICNOTEDATA=[
            {"ZNOTE": 1, "ZDATA": phones.note_data("a plan\nfor monday")},
            {"ZNOTE": 2, "ZDATA": b"encrypted", "ZCRYPTOTAG": b"tag"},
            {"ZNOTE": 99, "ZDATA": b"\x1f\x8bnot gzip at all"},
            {"ZNOTE": 3, "ZDATA": None},
        ],
        ZICCLOUDSYNCINGOBJECT=[
            {"ZTITLE1": "Plan", "ZCREATIONDATE3": COCOA + 0.5, "ZFOLDER": 4},
            {"ZTITLE1": "Secret", "ZISPASSWORDPROTECTED": 1, "ZPASSWORDHINT": "cat"},
            {"ZTITLE1": "Gone", "ZSNIPPET": "a snippet", "ZMARKEDFORDELETION": 1},
            {"ZTITLE2": "Notes"},
        ],
    )
    plan, secret, broken, gone = read(path).records
    assert [(text.field, text.value) for text in plan.text] == [
        *(("title", "Plan"), ("body", "a plan\nfor monday")),
    ]
    assert plan.time is not None
    assert (plan.time.lo_us, plan.extra["folder"]) == (NOON * 10**6 + 500_000, "Notes")
    assert [text.value for text in secret.text] == ["Secret"]
    assert secret.state == {"status": "protected"}
    assert secret.extra["body"] == "protected by a password, and not read"
    assert (broken.text, broken.extra) == ((), {"data": "the body could not be read"})
    assert gone.state == {"deleted": "deleted"}
    assert [text.field for text in gone.text] == ["title", "note"]


def test_safari_visits_keep_a_page_that_is_gone(tmp_path: Path) -> None:
    path = database(
        tmp_path / "History.db",
        phones.SAFARI,
        history_visits=[
            {"history_item": 1, "visit_time": COCOA + 0.5, "title": "A page"},
            {"history_item": 9, "visit_time": COCOA},
        ],
        history_items=[{"url": "https://a.example/"}],
    )
    visit, gone = read(path).records
    assert (visit.category, visit.subtype, visit.app_id) == ("browser", "visit", "safari")
    assert [text.value for text in visit.text] == ["A page", "https://a.example/"]
    assert visit.time is not None
    assert visit.time.kind == "visited"
    assert gone.text == ()
