"""What an iPhone's own apps keep: every row, its people, its time to the unit."""

from pathlib import Path

from extraction.readers.typedstream import text_of_stream
from extraction.record import Party, Record
from tests.unit.extraction import phones
from tests.unit.extraction.phones import ALEX, BEA, COCOA, NOON, Rows, attributed, database
from tests.unit.extraction.reading import Reading, read

HANDLES: Rows = [
    {"ROWID": 1, "id": ALEX},
    {"ROWID": 2, "id": BEA},
    {"ROWID": 3, "id": "a@b.example"},
]
CHATS: Rows = [
    {"ROWID": 1, "guid": "SMS;-;a", "style": 45, "chat_identifier": ALEX},
    {"ROWID": 2, "guid": "g", "style": 43, "chat_identifier": "chat1", "display_name": "Us"},
]
MEMBERS: Rows = [
    *({"chat_id": 1, "handle_id": 1}, {"chat_id": 2, "handle_id": 1}),
    {"chat_id": 2, "handle_id": 2},
]


def messages(tmp_path: Path, messages: Rows, **rows: Rows) -> Reading:
    given: dict[str, Rows] = {
        "handle": HANDLES,
        "chat": CHATS,
        "chat_handle_join": MEMBERS,
        "chat_message_join": [],
        **rows,
    }
    return read(database(tmp_path / "sms.db", phones.IOS_MESSAGES, message=messages, **given))


def message(**values: phones.Cell) -> dict[str, phones.Cell]:
    return {
        "ROWID": 1,
        "guid": "m1",
        "text": "hello",
        "handle_id": 1,
        "is_from_me": 0,
        "date": COCOA * 10**9 + 7_000,
        "service": "iMessage",
        **values,
    }


def test_a_message_of_a_conversation(tmp_path: Path) -> None:
    joined: Rows = [{"chat_id": 1, "message_id": 1}]
    found = messages(tmp_path, [message(is_read=1)], chat_message_join=joined)
    record = found.one
    assert (record.category, record.subtype, record.direction) == ("message", "chat", "in")
    assert (record.app_id, record.app_name) == ("ios.messages", "Messages")
    assert record.parties == (Party("from", ALEX, "phone", ALEX),)
    assert found.words == ["hello"]
    assert record.thread is not None
    assert record.thread.id == f"ios.messages:{ALEX}"
    assert record.time is not None
    assert (record.time.lo_us, record.time.kind) == (NOON * 10**6 + 7, "received")
    assert record.state == {"read": "read"}
    assert (record.prov.format, record.prov.table, record.prov.row) == (
        *("ios-messages", "message", 1),
    )


def test_a_message_without_handle_chat_and_text_is_a_message(tmp_path: Path) -> None:
    found = messages(tmp_path, [message(handle_id=0, text=None), message(ROWID=2, handle_id=99)])
    assert [record.parties for record in found.records] == [(Party("from"),)] * 2
    assert [record.flags for record in found.records] == [("party_unknown",)] * 2
    assert found.words == ["", "hello"]
    line = found.line("ios-messages: message")
    assert (line.seen, line.records) == (2, 2)


def test_before_ios_11_the_same_column_counts_seconds(tmp_path: Path) -> None:
    time = messages(tmp_path, [message(date=COCOA)]).one.time
    assert time is not None
    assert (time.lo_us, time.hi_us) == (NOON * 10**6, NOON * 10**6 + 999_999)


def test_words_may_be_in_the_attributed_body_alone(tmp_path: Path) -> None:
    long = "wörds " * 60
    rows = [
        message(text=None, attributedBody=attributed("\ufffcin there")),
        message(ROWID=2, text="", attributedBody=attributed(long)),
        message(ROWID=3, text=None, attributedBody=b"\x04\x0bstreamtyped of another kind"),
    ]
    found = messages(tmp_path, rows)
    assert found.words == ["\ufffcin there", long, ""]
    assert found.records[2].extra["attributed_body"] == "could not be read"


def test_a_stream_that_is_cut_short_gives_no_half_text() -> None:
    whole = attributed("some words")
    read = {text_of_stream(whole[:end]) for end in range(len(whole))}
    assert read <= {None, "some words"}
    assert text_of_stream(b"") is None


def test_a_length_beyond_the_stream_ends_at_its_mark() -> None:
    data = attributed("some words").replace(b"\x0asome", b"\x7fsome")
    assert text_of_stream(data) == "some words"


def test_what_she_wrote_to_a_group_names_all_its_members(tmp_path: Path) -> None:
    joined: Rows = [{"chat_id": 2, "message_id": 1}, {"chat_id": 2, "message_id": 2}]
    rows = [message(is_from_me=1, handle_id=0), message(ROWID=2, handle_id=2)]
    found = messages(tmp_path, rows, chat_message_join=joined)
    sent, received = found.records
    assert [(party.role, party.id_norm, party.is_owner) for party in sent.parties] == [
        *(("from", None, True), ("to", ALEX, False), ("to", BEA, False)),
    ]
    assert [(party.role, party.id_norm) for party in received.parties] == [
        *(("from", BEA), ("participant", ALEX)),
    ]
    assert sent.thread is not None
    assert (sent.thread.name, sent.thread.size, sent.flags) == ("Us", 3, ())


def test_a_group_whose_members_are_not_listed_has_an_unknown_party(tmp_path: Path) -> None:
    joined: Rows = [{"chat_id": 2, "message_id": 1}]
    found = messages(
        tmp_path, [message(is_from_me=1)], chat_message_join=joined, chat_handle_join=[]
    )
    assert found.one.flags == ("party_unknown",)


def test_events_texts_edits_and_unsent_messages_are_told_apart(tmp_path: Path) -> None:
    rows = [
        message(item_type=1),
        message(ROWID=2, service="SMS", date_edited=COCOA * 10**9),
        message(ROWID=3, date_retracted=COCOA * 10**9, text=None),
        message(ROWID=4, associated_message_guid="p:0/m1", associated_message_type=2000),
    ]
    found = messages(tmp_path, rows).records
    assert [record.subtype for record in found] == ["system", "sms", "chat", "chat"]
    assert found[1].state == {"edited": "true"}
    assert found[2].state == {"unsent": "true"}
    assert found[3].extra["associated_message_guid"] == "p:0/m1"


def test_an_attachment_is_found_by_its_path_and_missed_aloud(tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    path = folder / "private/var/mobile/Library/SMS/Attachments/ab/photo.jpg"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff\xd8\xff\xe0 a picture")
    attached: Rows = [
        {
            "ROWID": 1,
            "filename": "~/Library/SMS/Attachments/ab/photo.jpg",
            "mime_type": "image/jpeg",
        },
        {
            "ROWID": 2,
            "filename": "~/Library/SMS/Attachments/cd/photo.jpg",
            "transfer_name": "p.jpg",
        },
    ]
    database(
        folder / "private/var/mobile/Library/SMS/sms.db",
        phones.IOS_MESSAGES,
        message=[message()],
        attachment=attached,
        message_attachment_join=[
            *({"message_id": 1, "attachment_id": 1}, {"message_id": 1, "attachment_id": 2}),
            {"message_id": 5, "attachment_id": 1},
        ],
    )
    found = read(folder)
    here, gone = found.one.blobs
    assert found.blobs[here.sha256].startswith(b"\xff\xd8")
    assert (here.name, here.mime_declared, here.present) == ("photo.jpg", "image/jpeg", True)
    assert (gone.name, gone.present) == ("p.jpg", False)
    assert found.one.flags == ("party_unknown", "missing_blob")
    assert len(found.ledger.missing) == 1


def test_tables_that_are_not_known_are_counted_and_deleted_rows_stay_unread(tmp_path: Path) -> None:
    found = messages(tmp_path, [message()], deleted_messages=[{"guid": "a"}, {"guid": "b"}])
    line = found.line("deleted_messages")
    assert (line.seen, line.unknown, line.records) == (2, 2, 0)
    assert [line.artefact for line in found.ledger.lines] == [
        *("ios-messages: message", "deleted_messages"),
    ]


def test_a_row_that_does_not_parse_is_quarantined(tmp_path: Path) -> None:
    found = messages(tmp_path, [message(), message(ROWID=2, date="soon", text=b"\xff\xfe")])
    assert len(found.records) == 2
    assert found.records[1].time is not None
    assert (found.records[1].time.raw, found.records[1].time.zone) == ("soon", "unknown")
    assert found.words[1] == "b64:__4"


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
