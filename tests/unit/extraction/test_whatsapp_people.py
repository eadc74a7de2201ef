"""Who is in WhatsApp's records: two people only where the conversation's id says so."""

from pathlib import Path

import pytest

from extraction.record import Record, facts_of
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
    OWNER_JID,
    Cell,
    Rows,
    database,
)
from tests.unit.extraction.reading import read
from tests.unit.extraction.whatsapp import incoming, new_android, on_iphone, who

NO_PERSONS = (
    *(GROUP_JID, "1700000000@broadcast", "status@broadcast", "1203@newsletter", "12@call"),
    "447700900102@call.whatsapp.net",
)
ANDROID: dict[str, Cell] = {"from_me": 0, "timestamp": NOON * 1000, "text_data": "hi"}


def alone(record: Record) -> bool:
    """Tell whether a scope of nobody but Alex would let a record through."""
    return facts_of(record).parties == {ALEX}


def test_a_file_name_that_a_sender_chose_fetches_no_picture_of_the_phone(tmp_path: Path) -> None:
    phone = tmp_path / "phone"
    (phone / "media" / "DCIM" / "Camera").mkdir(parents=True)
    (phone / "media" / "DCIM" / "Camera" / "IMG_1.jpg").write_bytes(b"\xff\xd8\xff hers")
    row: dict[str, Cell] = {
        "key_remote_jid": ALEX_JID,
        "key_from_me": 0,
        "timestamp": NOON * 1000,
        "media_name": "IMG_1.jpg",
        "media_mime_type": "image/jpeg",
    }
    database(phone / "msgstore.db", phones.WHATSAPP_ANDROID_OLD, messages=[row])
    found = [record for record in read(phone).records if record.category == "message"]
    assert [blob.present for record in found for blob in record.blobs] == [False]


def test_where_nobody_can_tell_who_else_was_there_somebody_is_unknown(tmp_path: Path) -> None:
    row: dict[str, Cell] = {"from_me": 0, "timestamp": NOON * 1000, "sender_jid_row_id": 1}
    lost, group, call = new_android(
        tmp_path,
        [{**row, "chat_row_id": 99}, {**row, "chat_row_id": 2}],
        group_participant_user=[{"group_jid_row_id": 3, "user_jid_row_id": 1}],
        call_log=[{"jid_row_id": 1, "from_me": 0, "timestamp": NOON * 1000}],
    )
    assert [record.flags for record in (lost, group)] == [("party_unknown",)] * 2
    assert call.flags == ()
    members: Rows = [{"Z_PK": 1, "ZMEMBERJID": ALEX_JID, "ZCHATSESSION": 2}]
    left, gone = on_iphone(
        tmp_path,
        [
            incoming(ZCHATSESSION=2, ZGROUPMEMBER=1),
            incoming(ZCHATSESSION=9, ZFROMJID=None, ZGROUPMEMBER=1),
        ],
        ZWAGROUPMEMBER=members,
    )
    assert [record.flags for record in (left, gone)] == [("party_unknown",)] * 2


def test_somebody_with_whom_there_is_a_chat_is_not_taken_for_the_owner(tmp_path: Path) -> None:
    chats: Rows = [
        {"Z_PK": 1, "ZCONTACTJID": OWNER_JID},
        {"Z_PK": 2, "ZCONTACTJID": GROUP_JID},
    ]
    (record,) = on_iphone(
        tmp_path, [incoming(ZCHATSESSION=2, ZGROUPMEMBER=1)], ZWACHATSESSION=chats
    )
    assert ("participant", OWNER, False) in who(record)


@pytest.mark.parametrize("jid", NO_PERSONS)
@pytest.mark.parametrize("mine", [0, 1])
def test_what_is_no_persons_conversation_passes_as_nobodys(
    jid: str, mine: int, tmp_path: Path
) -> None:
    members: Rows = [{"Z_PK": 1, "ZMEMBERJID": ALEX_JID, "ZCHATSESSION": 2}]
    (apple,) = on_iphone(
        tmp_path,
        [incoming(ZISFROMME=mine, ZCHATSESSION=2, ZFROMJID=jid, ZTOJID=jid, ZGROUPMEMBER=1)],
        ZWACHATSESSION=[{"Z_PK": 2, "ZCONTACTJID": jid}],
        ZWAGROUPMEMBER=members,
    )
    (android,) = new_android(
        tmp_path,
        [{**ANDROID, "from_me": mine, "chat_row_id": 2, "sender_jid_row_id": 1}],
        jid=[{"_id": 1, "raw_string": ALEX_JID}, {"_id": 3, "raw_string": jid}],
        group_participant_user=[{"group_jid_row_id": 3, "user_jid_row_id": 1}],
    )
    old: Rows = [
        {"key_remote_jid": jid, "key_from_me": mine, "data": "hi", "remote_resource": ALEX_JID}
    ]
    older = read(
        database(tmp_path / "old" / "msgstore.db", phones.WHATSAPP_ANDROID_OLD, messages=old)
    ).one
    assert [facts_of(record).parties for record in (apple, android, older)] == [None] * 3


def test_a_group_of_her_and_one_other_is_not_the_others_conversation(tmp_path: Path) -> None:
    members: Rows = [
        {"Z_PK": 1, "ZMEMBERJID": ALEX_JID, "ZCHATSESSION": 2},
        {"Z_PK": 3, "ZMEMBERJID": OWNER_JID, "ZCHATSESSION": 2},
    ]
    received, sent = on_iphone(
        tmp_path,
        [incoming(ZCHATSESSION=2, ZGROUPMEMBER=1), incoming(ZCHATSESSION=2, ZISFROMME=1)],
        ZWAGROUPMEMBER=members,
    )
    assert ("participant", OWNER, True) in who(received)
    assert not alone(received)
    assert not alone(sent)


def test_a_group_message_that_names_no_sender_has_an_unknown_one(tmp_path: Path) -> None:
    (apple, lost) = on_iphone(
        tmp_path,
        [
            incoming(ZCHATSESSION=2, ZFROMJID=GROUP_JID),
            incoming(ZCHATSESSION=2, ZFROMJID=GROUP_JID, ZGROUPMEMBER=77),
        ],
    )
    row = {**ANDROID, "chat_row_id": 2}
    (android, gone) = new_android(tmp_path, [row, {**row, "sender_jid_row_id": 77}])
    for record in (apple, lost, android, gone):
        assert who(record)[0] == ("from", None, False)
        assert facts_of(record).parties is None


def test_without_the_row_of_its_chat_a_message_is_in_nobodys_conversation(tmp_path: Path) -> None:
    received, sent = on_iphone(
        tmp_path,
        [incoming(ZCHATSESSION=9), incoming(ZCHATSESSION=9, ZISFROMME=1, ZTOJID=ALEX_JID)],
    )
    (android,) = new_android(tmp_path, [{**ANDROID, "chat_row_id": 9, "sender_jid_row_id": 1}])
    for record in (received, sent, android):
        assert record.thread is None
        assert facts_of(record).parties is None
    assert who(received)[0] == ("from", ALEX, False)


def test_members_of_groups_that_have_no_id_are_in_no_other_group(tmp_path: Path) -> None:
    (record,) = new_android(
        tmp_path,
        [{**ANDROID, "chat_row_id": 7, "sender_jid_row_id": 1}],
        chat=[{"_id": 7, "jid_row_id": 70}],
        group_participant_user=[
            *({"group_jid_row_id": 71, "user_jid_row_id": 1},),
            *({"group_jid_row_id": 72, "user_jid_row_id": 2},),
        ],
    )
    assert who(record) == [("from", ALEX, False), ("participant", None, False)]


def test_a_member_whose_account_is_missing_is_somebody_unknown(tmp_path: Path) -> None:
    rows = [{"group_jid_row_id": 3, "user_jid_row_id": user} for user in (1, 2, 88)]
    row = {**ANDROID, "chat_row_id": 2, "sender_jid_row_id": 1}
    (record,) = new_android(tmp_path, [row], group_participant_user=rows)
    assert who(record)[1:] == [("participant", BEA, False), ("participant", None, False)]


def test_whoever_has_left_a_group_was_in_it(tmp_path: Path) -> None:
    row = {**ANDROID, "chat_row_id": 2, "sender_jid_row_id": 1}
    (record,) = new_android(
        tmp_path,
        [row],
        jid=[
            *({"_id": 1, "raw_string": ALEX_JID}, {"_id": 2, "raw_string": BEA_JID}),
            *({"_id": 3, "raw_string": GROUP_JID}, {"_id": 4, "raw_string": OWNER_JID}),
        ],
        group_past_participant_user=[{"group_jid_row_id": 3, "user_jid_row_id": 4}],
    )
    assert ("participant", OWNER, False) in who(record)


def test_a_row_that_names_another_than_its_chat_is_about_both(tmp_path: Path) -> None:
    received, sent, grouped = on_iphone(
        tmp_path,
        [
            incoming(ZFROMJID=BEA_JID),
            incoming(ZISFROMME=1, ZTOJID=BEA_JID),
            incoming(ZFROMJID=GROUP_JID),
        ],
    )
    assert who(received) == [("from", BEA, False), ("participant", ALEX, False)]
    assert who(sent) == [("from", None, True), ("to", ALEX, False), ("to", BEA, False)]
    assert facts_of(grouped).parties is None
    row = {**ANDROID, "chat_row_id": 1, "sender_jid_row_id": 2}
    got, gave = new_android(tmp_path, [row, {**row, "from_me": 1}])
    assert who(got) == [("from", BEA, False), ("participant", ALEX, False)]
    assert who(gave) == [("from", None, True), ("to", ALEX, False), ("to", BEA, False)]


def test_members_of_a_conversation_of_two_count_all_the_same(tmp_path: Path) -> None:
    members: Rows = [{"Z_PK": 1, "ZMEMBERJID": BEA_JID, "ZCHATSESSION": 1}]
    received, sent = on_iphone(
        tmp_path, [incoming(), incoming(ZISFROMME=1, ZTOJID=ALEX_JID)], ZWAGROUPMEMBER=members
    )
    assert [facts_of(record).parties for record in (received, sent)] == [{ALEX, BEA}] * 2


def test_what_came_through_a_list_of_others_went_to_others(tmp_path: Path) -> None:
    (record,) = new_android(tmp_path, [{**ANDROID, "chat_row_id": 1, "broadcast": 1}])
    assert facts_of(record).parties is None


@pytest.mark.parametrize(
    ("mapped", "parties"), [([5], {ALEX}), ([], None), ([5, 6], None)], ids=["one", "none", "two"]
)
def test_a_private_id_is_a_person_where_the_store_says_whose_it_is(
    mapped: list[int], parties: set[str] | None, tmp_path: Path
) -> None:
    record = new_android(
        tmp_path,
        [{**ANDROID, "chat_row_id": 1}],
        jid=[
            *({"_id": 1, "raw_string": "88001@lid"}, {"_id": 5, "raw_string": ALEX_JID}),
            {"_id": 6, "raw_string": BEA_JID},
        ],
        jid_map=[{"lid_row_id": 1, "jid_row_id": number} for number in mapped],
    )[0]
    assert facts_of(record).parties == parties
    assert record.thread is not None
    assert record.thread.id == "whatsapp:88001@lid"


def test_a_file_is_found_by_where_it_lies_and_never_by_its_shown_name(tmp_path: Path) -> None:
    phone = tmp_path / "phone"
    picture = phone / "sdcard" / "DCIM" / "Camera" / "IMG_1.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"\xff\xd8\xff hers")
    shown = "DCIM/Camera/IMG_1.jpg"
    old: Rows = [{"key_remote_jid": ALEX_JID, "media_name": shown, "media_mime_type": "image/jpeg"}]
    database(phone / "old" / "msgstore.db", phones.WHATSAPP_ANDROID_OLD, messages=old)
    new_android(
        phone,
        [{**ANDROID, "chat_row_id": 1}],
        message_media=[{"message_row_id": 1, "media_name": shown, "mime_type": "image/jpeg"}],
    )
    found = [record for record in read(phone).records if record.category == "message"]
    assert [blob.present for record in found for blob in record.blobs] == [False, False]


def calls(tmp_path: Path, *, group: Cell = None, link: Cell = None, names: Rows) -> list[Record]:
    path = database(
        tmp_path / "CallHistory.sqlite",
        phones.WHATSAPP_IOS_CALLS,
        ZWACDCALLEVENT=[
            *({"ZDATE": COCOA, "ZDURATION": 1.0, "ZOUTCOME": 0, "Z1CALLEVENTS": 2},) * 2,
            {
                "ZDATE": COCOA,
                "ZDURATION": 1.0,
                "ZOUTCOME": 0,
                "Z1CALLEVENTS": 1,
                "ZGROUPJIDSTRING": group,
                "ZGROUPCALLCREATORUSERJIDSTRING": ALEX_JID,
            },
        ],
        ZWAAGGREGATECALLEVENT=[{"ZINCOMING": 1, "ZLINKTOKEN": link}, {"ZINCOMING": 0}],
        ZWACDCALLEVENTPARTICIPANT=names,
    )
    return read(path).records


def test_people_of_a_call_are_those_of_the_entry_that_joins_its_calls(tmp_path: Path) -> None:
    first, second, third = calls(
        tmp_path,
        names=[
            *({"Z1PARTICIPANTS": 1, "ZJIDSTRING": ALEX_JID},),
            *({"Z1PARTICIPANTS": 2, "ZJIDSTRING": BEA_JID},),
        ],
    )
    assert [facts_of(record).parties for record in (first, second, third)] == [{BEA}, {BEA}, {ALEX}]
    assert third.thread is not None
    assert third.thread.id == f"whatsapp:{ALEX_JID}"


@pytest.mark.parametrize(("group", "link"), [(GROUP_JID, None), (None, "abc")])
def test_a_call_of_several_names_no_single_person(group: Cell, link: Cell, tmp_path: Path) -> None:
    names: Rows = [{"Z1PARTICIPANTS": 1, "ZJIDSTRING": ALEX_JID}]
    record = calls(tmp_path, group=group, link=link, names=names)[2]
    assert facts_of(record).parties is None
    assert (None if record.thread is None else record.thread.id) == (
        f"whatsapp:{group}" if group else None
    )


def test_whoever_began_a_call_is_in_it(tmp_path: Path) -> None:
    names: Rows = [{"Z1PARTICIPANTS": 1, "ZJIDSTRING": BEA_JID}]
    record = calls(tmp_path, names=names)[2]
    assert facts_of(record).parties == {ALEX, BEA}
    assert record.thread is None


@pytest.mark.parametrize("why", ["group_jid_row_id", "is_joinable_group_call", "call_link_row_id"])
def test_a_call_of_several_on_android_names_no_single_person(why: str, tmp_path: Path) -> None:
    call: dict[str, Cell] = {"jid_row_id": 1, "from_me": 0, "timestamp": NOON * 1000, why: 3}
    (record,) = new_android(
        tmp_path,
        [],
        call_log=[call],
        call_log_participant_v2=[{"call_log_row_id": 1, "jid_row_id": 1}],
    )
    assert facts_of(record).parties is None
    thread = None if record.thread is None else record.thread.id
    assert thread == (f"whatsapp:{GROUP_JID}" if why == "group_jid_row_id" else None)


def test_whoever_called_is_one_of_those_in_the_call(tmp_path: Path) -> None:
    (record,) = new_android(
        tmp_path,
        [],
        call_log=[{"jid_row_id": 1, "from_me": 0, "timestamp": NOON * 1000}],
        call_log_participant_v2=[{"call_log_row_id": 1, "jid_row_id": 2}],
    )
    assert facts_of(record).parties == {ALEX, BEA}
    assert record.thread is None


@pytest.mark.parametrize(
    ("folder", "app"),
    [
        ("data/data/com.whatsapp/databases", "whatsapp"),
        ("data/data/com.whatsapp.w4b/databases", "whatsapp-business"),
        ("AppDomainGroup-group.net.whatsapp.WhatsAppSMB.shared", "whatsapp-business"),
        ("AppDomainGroup-group.net.whatsapp.WhatsApp.shared", "whatsapp"),
    ],
)
def test_two_apps_with_one_kind_of_store_are_two(folder: str, app: str, tmp_path: Path) -> None:
    place = tmp_path / "phone" / folder
    on_iphone(place, [incoming()])
    new_android(place, [{**ANDROID, "chat_row_id": 1}], call_log=[{"jid_row_id": 1, "from_me": 0}])
    database(
        place / "wa.db",
        phones.WHATSAPP_ANDROID_CONTACTS,
        wa_contacts=[{"jid": ALEX_JID, "display_name": "Alex"}],
    )
    found = read(tmp_path / "phone").records
    assert len(found) == 4
    assert {record.app_id for record in found} == {app}
    threads = {record.thread.id for record in found if record.thread}
    assert threads == {f"{app}:{ALEX_JID}"}


def test_a_number_is_nobody_elses_whatever_a_map_says(tmp_path: Path) -> None:
    (record,) = new_android(
        tmp_path,
        [{**ANDROID, "chat_row_id": 1}],
        jid_map=[{"lid_row_id": 1, "jid_row_id": 2}],
    )
    assert facts_of(record).parties == {ALEX}


def test_a_call_of_an_id_that_is_no_account_is_in_no_conversation(tmp_path: Path) -> None:
    (record,) = new_android(
        tmp_path,
        [],
        jid=[{"_id": 1, "raw_string": "12@call"}],
        call_log=[{"jid_row_id": 1, "from_me": 0, "timestamp": NOON * 1000}],
    )
    assert (record.thread, facts_of(record).parties) == (None, None)
