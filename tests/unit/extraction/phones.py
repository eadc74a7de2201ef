"""Made databases of phones for tests: the schemas that readers know, with few rows."""

import gzip
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

Cell = str | int | float | bytes | None
Rows = Sequence[dict[str, Cell]]

NOON = 1_775_044_800  # 2026-04-01T12:00:00Z
COCOA = NOON - 978_307_200
ALEX, BEA, OWNER = "+447700900101", "+447700900102", "+447700900100"
ALEX_JID, BEA_JID = "447700900101@s.whatsapp.net", "447700900102@s.whatsapp.net"
OWNER_JID, GROUP_JID = "447700900100@s.whatsapp.net", "1203630@g.us"

# table: its columns, the key first where it is the row id
IOS_MESSAGES = {
    "message": (
        "ROWID INTEGER PRIMARY KEY, guid, text, attributedBody, handle_id, is_from_me, date,"
        " date_delivered, date_read, service, subject, item_type, is_read, date_edited,"
        " date_retracted, associated_message_guid, associated_message_type,"
        " thread_originator_guid, cache_has_attachments"
    ),
    "handle": "ROWID INTEGER PRIMARY KEY, id, service",
    "chat": "ROWID INTEGER PRIMARY KEY, guid, style, chat_identifier, display_name",
    "chat_message_join": "chat_id, message_id",
    "chat_handle_join": "chat_id, handle_id",
    "attachment": "ROWID INTEGER PRIMARY KEY, guid, filename, mime_type, transfer_name",
    "message_attachment_join": "message_id, attachment_id",
    "deleted_messages": "ROWID INTEGER PRIMARY KEY, guid",
}
IOS_CALLS = {
    "ZCALLRECORD": (
        "Z_PK INTEGER PRIMARY KEY, ZADDRESS, ZNAME, ZDATE, ZDURATION, ZORIGINATED, ZANSWERED,"
        " ZCALLTYPE, ZSERVICE_PROVIDER, ZISO_COUNTRY_CODE, ZLOCATION, ZUNIQUE_ID, ZREAD"
    ),
    "ZHANDLE": "Z_PK INTEGER PRIMARY KEY, ZVALUE",
    "Z_2REMOTEPARTICIPANTHANDLES": "Z_2REMOTEPARTICIPANTCALLS, Z_4REMOTEPARTICIPANTHANDLES",
}
VOICEMAIL = {
    "voicemail": (
        "ROWID INTEGER PRIMARY KEY, remote_uid, date, token, sender, callback_num, duration,"
        " expiration, trashed_date, flags, receiver, label"
    ),
    "deleted": (
        "ROWID INTEGER PRIMARY KEY, remote_uid, date, token, sender, callback_num, duration,"
        " expiration, trashed_date, flags, receiver, label"
    ),
}
IOS_CONTACTS = {
    "ABPerson": (
        "ROWID INTEGER PRIMARY KEY, First, Last, Middle, Organization, Note, Birthday,"
        " JobTitle, Nickname, CreationDate, ModificationDate, guid"
    ),
    "ABMultiValue": "UID INTEGER PRIMARY KEY, record_id, property, label, value",
    "ABMultiValueLabel": "value",
    "ABMultiValueEntry": "parent_id, key, value",
    "ABMultiValueEntryKey": "value",
}
NOTES = {
    "ZICNOTEDATA": "Z_PK INTEGER PRIMARY KEY, ZNOTE, ZCRYPTOTAG, ZDATA",
    "ZICCLOUDSYNCINGOBJECT": (
        "Z_PK INTEGER PRIMARY KEY, ZTITLE1, ZTITLE2, ZSNIPPET, ZCREATIONDATE3,"
        " ZMODIFICATIONDATE1, ZISPASSWORDPROTECTED, ZMARKEDFORDELETION, ZFOLDER, ZPASSWORDHINT"
    ),
}
PHOTOS = {
    "ZASSET": (
        "Z_PK INTEGER PRIMARY KEY, ZDIRECTORY, ZFILENAME, ZDATECREATED, ZMODIFICATIONDATE,"
        " ZADDEDDATE, ZLATITUDE, ZLONGITUDE, ZKIND, ZTRASHEDSTATE, ZHIDDEN, ZFAVORITE, ZUUID,"
        " ZUNIFORMTYPEIDENTIFIER"
    ),
    "ZADDITIONALASSETATTRIBUTES": (
        "Z_PK INTEGER PRIMARY KEY, ZASSET, ZORIGINALFILENAME, ZTIMEZONEOFFSET, ZTITLE"
    ),
}
SAFARI = {
    "history_visits": (
        "id INTEGER PRIMARY KEY, history_item, visit_time, title, load_successful, origin"
    ),
    "history_items": "id INTEGER PRIMARY KEY, url, visit_count",
}
WHATSAPP_IOS = {
    "ZWAMESSAGE": (
        "Z_PK INTEGER PRIMARY KEY, ZISFROMME, ZMESSAGEDATE, ZSENTDATE, ZFROMJID, ZTOJID, ZTEXT,"
        " ZCHATSESSION, ZGROUPMEMBER, ZMEDIAITEM, ZMESSAGETYPE, ZGROUPEVENTTYPE,"
        " ZPARENTMESSAGE, ZSTANZAID, ZSTARRED"
    ),
    "ZWACHATSESSION": "Z_PK INTEGER PRIMARY KEY, ZCONTACTJID, ZPARTNERNAME",
    "ZWAGROUPMEMBER": "Z_PK INTEGER PRIMARY KEY, ZMEMBERJID, ZCONTACTNAME, ZCHATSESSION",
    "ZWAMEDIAITEM": (
        "Z_PK INTEGER PRIMARY KEY, ZMEDIALOCALPATH, ZVCARDSTRING, ZTITLE, ZLATITUDE, ZLONGITUDE,"
        " ZFILESIZE, ZMESSAGE"
    ),
}
WHATSAPP_IOS_CALLS = {
    "ZWACDCALLEVENT": (
        "Z_PK INTEGER PRIMARY KEY, ZDATE, ZDURATION, ZOUTCOME, ZGROUPJIDSTRING, Z1CALLEVENTS,"
        " ZGROUPCALLCREATORUSERJIDSTRING"
    ),
    "ZWAAGGREGATECALLEVENT": "Z_PK INTEGER PRIMARY KEY, ZINCOMING, ZMISSED, ZVIDEO, ZLINKTOKEN",
    "ZWACDCALLEVENTPARTICIPANT": "Z_PK INTEGER PRIMARY KEY, Z1PARTICIPANTS, ZJIDSTRING",
}
WHATSAPP_IOS_CONTACTS = {
    "ZWAADDRESSBOOKCONTACT": (
        "Z_PK INTEGER PRIMARY KEY, ZFULLNAME, ZPHONENUMBER, ZWHATSAPPID, ZABOUTTEXT,"
        " ZABOUTTIMESTAMP"
    ),
}
ANDROID_MESSAGES = {
    "sms": (
        "_id INTEGER PRIMARY KEY, thread_id, address, person, date, date_sent, read, type,"
        " subject, body, service_center, error_code"
    ),
    "pdu": (
        "_id INTEGER PRIMARY KEY, thread_id, date, date_sent, msg_box, read, m_id, sub, ct_t,"
        " m_type, tr_id"
    ),
    "part": "_id INTEGER PRIMARY KEY, mid, seq, ct, name, cl, fn, _data, text",
    "addr": "_id INTEGER PRIMARY KEY, msg_id, address, type",
    "threads": "_id INTEGER PRIMARY KEY, recipient_ids",
    "canonical_addresses": "_id INTEGER PRIMARY KEY, address",
    "words_content": "docid INTEGER PRIMARY KEY, c1index_text",
}
ANDROID_CONTACTS = {
    "raw_contacts": (
        "_id INTEGER PRIMARY KEY, account_id, contact_id, display_name, deleted, starred"
    ),
    "data": ("_id INTEGER PRIMARY KEY, raw_contact_id, mimetype_id, data1, data2, data3, data4"),
    "mimetypes": "_id INTEGER PRIMARY KEY, mimetype",
    "contacts": "_id INTEGER PRIMARY KEY, contact_last_updated_timestamp",
}
ANDROID_CALLS = {
    "calls": (
        "_id INTEGER PRIMARY KEY, number, date, duration, type, name, new, countryiso,"
        " geocoded_location, is_read"
    ),
}
WHATSAPP_ANDROID = {
    "message": (
        "_id INTEGER PRIMARY KEY, chat_row_id, from_me, key_id, sender_jid_row_id, status,"
        " timestamp, received_timestamp, text_data, message_type, starred, broadcast"
    ),
    "chat": "_id INTEGER PRIMARY KEY, jid_row_id, subject",
    "jid": "_id INTEGER PRIMARY KEY, raw_string",
    "jid_map": "lid_row_id, jid_row_id",
    "message_media": "message_row_id, file_path, mime_type, media_name, media_caption, file_size",
    "message_location": "message_row_id, latitude, longitude, place_name",
    "message_quoted": "message_row_id, key_id",
    "group_participant_user": "group_jid_row_id, user_jid_row_id",
    "group_past_participant_user": "group_jid_row_id, user_jid_row_id",
    "call_log": (
        "_id INTEGER PRIMARY KEY, jid_row_id, from_me, call_id, timestamp, video_call, duration,"
        " call_result, group_jid_row_id, is_joinable_group_call, call_link_row_id"
    ),
    "call_log_participant_v2": "call_log_row_id, jid_row_id, call_result",
}
WHATSAPP_ANDROID_OLD = {
    "messages": (
        "_id INTEGER PRIMARY KEY, key_remote_jid, key_from_me, key_id, remote_resource, status,"
        " timestamp, received_timestamp, data, media_wa_type, starred, media_name,"
        " media_caption, media_mime_type, latitude, longitude"
    ),
    "group_participants": "_id INTEGER PRIMARY KEY, gjid, jid",
    "chat_list": "_id INTEGER PRIMARY KEY, key_remote_jid, subject",
}
WHATSAPP_ANDROID_CONTACTS = {
    "wa_contacts": (
        "_id INTEGER PRIMARY KEY, jid, number, display_name, wa_name, status, status_timestamp"
    ),
}
CHROME = {
    "visits": "id INTEGER PRIMARY KEY, url, visit_time, from_visit, transition, visit_duration",
    "urls": "id INTEGER PRIMARY KEY, url, title, visit_count",
    "downloads": (
        "id INTEGER PRIMARY KEY, current_path, target_path, start_time, end_time,"
        " received_bytes, total_bytes, state, referrer, tab_url, mime_type"
    ),
    "downloads_url_chains": "id, chain_index, url",
}
FIREFOX = {
    "moz_historyvisits": "id INTEGER PRIMARY KEY, place_id, visit_date, visit_type, from_visit",
    "moz_places": "id INTEGER PRIMARY KEY, url, title, visit_count",
}


def database(path: Path, schema: dict[str, str], **rows: Rows) -> Path:
    """Write a database: a schema's tables, and the rows given by table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        for table, columns in schema.items():
            connection.execute(f"CREATE TABLE {table} ({columns})")
        for table, listed in rows.items():
            fill(connection, table, listed)
        connection.commit()
    return path


def fill(connection: sqlite3.Connection, table: str, rows: Rows) -> None:
    """Add rows to a table."""
    for row in rows:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 made names
            tuple(row.values()),
        )


def attributed(words: str) -> bytes:
    """Give an attributedBody as Messages writes it."""
    data = words.encode()
    length = bytes([len(data)]) if len(data) < 128 else b"\x81" + len(data).to_bytes(2, "little")
    return (
        b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00"
        b"\x84\x84\x08NSObject\x00\x85\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+"
        + length
        + data
        + b"\x86\x84\x02iI\x01\x01\x86\x86"
    )


def note_data(words: str) -> bytes:
    """Give a note's body as Notes writes it."""
    body = words.encode()
    for number in (2, 3, 2):
        body = _field(number, body)
    return gzip.compress(_varint_field(1, 0) + body)


def _field(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint_field(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
