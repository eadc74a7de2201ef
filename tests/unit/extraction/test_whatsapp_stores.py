"""WhatsApp's databases on both kinds of phones: every row a message, nobody left out."""

from pathlib import Path

import pytest

from tests.unit.extraction import phones
from tests.unit.extraction.phones import (
    ALEX,
    ALEX_JID,
    BEA,
    BEA_JID,
    COCOA,
    GROUP_JID,
    NOON,
    OWNER,
    Cell,
    Rows,
    database,
)
from tests.unit.extraction.reading import read
from tests.unit.extraction.whatsapp import incoming, new_android, on_iphone, who


def test_a_message_to_and_fro(tmp_path: Path) -> None:
    received, sent = on_iphone(
        tmp_path, [incoming(), incoming(ZISFROMME=1, ZFROMJID=None, ZTOJID=ALEX_JID)]
    )
    assert who(received) == [("from", ALEX, False)]
    assert who(sent) == [("from", None, True), ("to", ALEX, False)]
    assert received.thread is not None
    assert (received.thread.id, received.thread.name) == (f"whatsapp:{ALEX_JID}", "Alex")
    assert received.time is not None
    assert (received.time.lo_us, received.time.hi_us) == (NOON * 10**6, NOON * 10**6 + 999_999)
    assert [(time.kind, time.lo_us) for time in received.times] == [
        ("received", NOON * 10**6 + 2_500_000)
    ]


def test_a_group_names_who_wrote_and_who_read(tmp_path: Path) -> None:
    received, sent = on_iphone(
        tmp_path,
        [incoming(ZCHATSESSION=2, ZGROUPMEMBER=1), incoming(ZCHATSESSION=2, ZISFROMME=1)],
    )
    assert who(received) == [
        *(("from", ALEX, False), ("participant", BEA, False), ("participant", OWNER, True)),
    ]
    assert who(sent) == [("from", None, True), ("to", ALEX, False), ("to", BEA, False)]


def test_nobody_is_taken_for_the_owner_on_contradicting_rows(tmp_path: Path) -> None:
    rows = [incoming(ZCHATSESSION=2, ZGROUPMEMBER=1), incoming(ZTOJID=BEA_JID)]
    received, _ = on_iphone(tmp_path, rows)
    assert ("participant", OWNER, False) in who(received)


def test_system_rows_revoked_ones_and_places(tmp_path: Path) -> None:
    media: Rows = [
        {"Z_PK": 1, "ZLATITUDE": 51.5, "ZLONGITUDE": -0.1, "ZTITLE": "Home"},
        {"Z_PK": 2, "ZLATITUDE": 640.0, "ZLONGITUDE": 480.0, "ZTITLE": "look"},
    ]
    event, gone, place, picture = on_iphone(
        tmp_path,
        [
            incoming(ZMESSAGETYPE=6, ZGROUPEVENTTYPE=2, ZTEXT=None),
            incoming(ZMESSAGETYPE=14, ZTEXT=None),
            incoming(ZMESSAGETYPE=5, ZMEDIAITEM=1, ZTEXT=None),
            incoming(ZMESSAGETYPE=1, ZMEDIAITEM=2, ZTEXT=None, ZPARENTMESSAGE=1),
        ],
        ZWAMEDIAITEM=media,
    )
    assert (event.subtype, event.extra["group_event_type"]) == ("system", "2")
    assert gone.state == {"unsent": "true"}
    assert place.place is not None
    assert (place.place.lat, place.place.lon, place.place.label) == ("51.5", "-0.1", "Home")
    assert picture.place is None
    assert [(text.field, text.value) for text in picture.text] == [("caption", "look")]
    assert picture.reply_to == event.record_id


def test_calls_on_an_iphone(tmp_path: Path) -> None:
    call: dict[str, Cell] = {"ZDATE": COCOA + 0.5, "ZDURATION": 9.5, "ZOUTCOME": 0}
    path = database(
        tmp_path / "CallHistory.sqlite",
        phones.WHATSAPP_IOS_CALLS,
        ZWACDCALLEVENT=[{**call, "Z1CALLEVENTS": 1}, {**call, "Z1CALLEVENTS": 2}, call],
        ZWAAGGREGATECALLEVENT=[
            {"ZINCOMING": 0, "ZMISSED": 0, "ZVIDEO": 1},
            {"ZINCOMING": 1, "ZMISSED": 1, "ZVIDEO": 0},
        ],
        ZWACDCALLEVENTPARTICIPANT=[
            *({"Z1PARTICIPANTS": 1, "ZJIDSTRING": ALEX_JID},),
            *({"Z1PARTICIPANTS": 2, "ZJIDSTRING": BEA_JID},),
        ],
    )
    made, missed, lone = read(path).records
    assert (made.direction, made.subtype, who(made)) == (
        *("out", "video", [("from", None, True), ("to", ALEX, False)]),
    )
    assert (missed.direction, missed.state, who(missed)) == (
        *("in", {"status": "missed"}, [("to", None, True), ("from", BEA, False)]),
    )
    assert (lone.direction, lone.flags) == ("unknown", ("party_unknown",))


def test_contacts_are_named_by_their_account(tmp_path: Path) -> None:
    path = database(
        tmp_path / "ContactsV2.sqlite",
        phones.WHATSAPP_IOS_CONTACTS,
        ZWAADDRESSBOOKCONTACT=[
            {"ZFULLNAME": "Alex", "ZPHONENUMBER": "07700 900101", "ZWHATSAPPID": ALEX_JID},
            {"ZFULLNAME": "Bea", "ZABOUTTEXT": "busy", "ZABOUTTIMESTAMP": COCOA},
        ],
    )
    alex, bea = read(path).records
    assert who(alex) == [("subject", ALEX, False)]
    assert (bea.parties[0].name, bea.text[0].value, bea.times[0].lo_us) == (
        *("Bea", "busy", NOON * 10**6),
    )


def test_the_present_schema_of_android(tmp_path: Path) -> None:
    row: dict[str, Cell] = {
        "chat_row_id": 1,
        "from_me": 0,
        "timestamp": NOON * 1000 + 5,
        "text_data": "hi",
        "message_type": 0,
        "received_timestamp": NOON * 1000 + 9,
    }
    received, sent, grouped, notice = new_android(
        tmp_path,
        [
            row,
            {**row, "from_me": 1, "message_type": 1, "text_data": None},
            {**row, "chat_row_id": 2, "sender_jid_row_id": 2},
            {**row, "chat_row_id": 2, "message_type": 7, "text_data": None},
        ],
        message_media=[
            {"message_row_id": 2, "file_path": "Media/WhatsApp Images/a.jpg", "media_caption": "c"}
        ],
        message_location=[{"message_row_id": 3, "latitude": 1.5, "longitude": 2.5}],
    )
    assert (who(received), who(sent)) == (
        *([("from", ALEX, False)], [("from", None, True), ("to", ALEX, False)]),
    )
    assert received.time is not None
    assert (received.time.lo_us, received.time.hi_us) == (
        *(NOON * 10**6 + 5000, NOON * 10**6 + 5999),
    )
    assert [blob.present for blob in sent.blobs] == [False]
    assert [(text.field, text.value) for text in sent.text] == [("caption", "c")]
    assert who(grouped) == [("from", BEA, False), ("participant", ALEX, False)]
    assert grouped.place is not None
    assert notice.subtype == "system"


def test_the_older_schema_of_android(tmp_path: Path) -> None:
    row: dict[str, Cell] = {
        "key_remote_jid": GROUP_JID,
        "key_from_me": 0,
        "timestamp": NOON * 1000,
        "data": "hi",
        "remote_resource": ALEX_JID,
        "media_wa_type": "0",
        "status": 0,
    }
    path = database(
        tmp_path / "msgstore.db",
        phones.WHATSAPP_ANDROID_OLD,
        messages=[row, {**row, "status": 6, "data": None}, {**row, "key_remote_jid": ALEX_JID}],
        group_participants=[
            *({"gjid": GROUP_JID, "jid": ALEX_JID}, {"gjid": GROUP_JID, "jid": BEA_JID}),
            {"gjid": GROUP_JID, "jid": ""},
        ],
        chat_list=[{"key_remote_jid": GROUP_JID, "subject": "Us"}],
    )
    grouped, notice, alone = read(path).records
    assert who(grouped) == [("from", ALEX, False), ("participant", BEA, False)]
    assert grouped.thread is not None
    assert (grouped.thread.name, notice.subtype) == ("Us", "system")
    assert who(alone) == [("from", ALEX, False)]


@pytest.mark.parametrize(("mine", "result", "status"), [(0, 2, "missed"), (0, 5, ""), (1, 2, "")])
def test_calls_on_android(mine: int, result: int, status: str, tmp_path: Path) -> None:
    call: dict[str, Cell] = {"jid_row_id": 1, "timestamp": NOON * 1000, "duration": 3}
    (record,) = new_android(
        tmp_path, [], call_log=[{**call, "from_me": mine, "call_result": result}]
    )
    assert (record.category, record.state.get("status", "")) == ("call", status)
    assert {party.id_norm for party in record.parties} == {None, ALEX}


def test_contacts_on_android(tmp_path: Path) -> None:
    path = database(
        tmp_path / "wa.db",
        phones.WHATSAPP_ANDROID_CONTACTS,
        wa_contacts=[{"jid": ALEX_JID, "display_name": "Alex", "status": "busy"}],
    )
    record = read(path).one
    assert (who(record), record.parties[0].name, record.text[0].value) == (
        *([("subject", ALEX, False)], "Alex", "busy"),
    )
