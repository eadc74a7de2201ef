"""Made databases of WhatsApp for tests, with a chat, a group and who is in it."""

from pathlib import Path

from extraction.record import Record
from tests.unit.extraction import phones
from tests.unit.extraction.phones import (
    ALEX_JID,
    BEA_JID,
    COCOA,
    GROUP_JID,
    OWNER_JID,
    Cell,
    Rows,
    database,
)
from tests.unit.extraction.reading import read


def who(record: Record) -> list[tuple[str, str | None, bool | None]]:
    return [(party.role, party.id_norm, party.is_owner) for party in record.parties]


def on_iphone(tmp_path: Path, messages: Rows, **rows: Rows) -> list[Record]:
    given: dict[str, Rows] = {
        "ZWACHATSESSION": [
            {"Z_PK": 1, "ZCONTACTJID": ALEX_JID, "ZPARTNERNAME": "Alex"},
            {"Z_PK": 2, "ZCONTACTJID": GROUP_JID, "ZPARTNERNAME": "Us"},
        ],
        "ZWAGROUPMEMBER": [
            {"Z_PK": 1, "ZMEMBERJID": ALEX_JID, "ZCONTACTNAME": "Alex", "ZCHATSESSION": 2},
            {"Z_PK": 2, "ZMEMBERJID": BEA_JID, "ZCHATSESSION": 2},
            {"Z_PK": 3, "ZMEMBERJID": OWNER_JID, "ZCHATSESSION": 2},
        ],
        **rows,
    }
    return read(
        database(tmp_path / "ChatStorage.sqlite", phones.WHATSAPP_IOS, ZWAMESSAGE=messages, **given)
    ).records


def incoming(**values: Cell) -> dict[str, Cell]:
    return {
        "ZISFROMME": 0,
        "ZMESSAGEDATE": COCOA,
        "ZSENTDATE": COCOA + 2.5,
        "ZTEXT": "hello",
        "ZCHATSESSION": 1,
        "ZMESSAGETYPE": 0,
        "ZFROMJID": ALEX_JID,
        "ZTOJID": OWNER_JID,
        **values,
    }


def new_android(tmp_path: Path, messages: Rows, **rows: Rows) -> list[Record]:
    given: dict[str, Rows] = {
        "jid": [
            *({"_id": 1, "raw_string": ALEX_JID}, {"_id": 2, "raw_string": BEA_JID}),
            {"_id": 3, "raw_string": GROUP_JID},
        ],
        "chat": [{"_id": 1, "jid_row_id": 1}, {"_id": 2, "jid_row_id": 3, "subject": "Us"}],
        "group_participant_user": [
            *({"group_jid_row_id": 3, "user_jid_row_id": 1},),
            *({"group_jid_row_id": 3, "user_jid_row_id": 2},),
        ],
        **rows,
    }
    return read(
        database(tmp_path / "msgstore.db", phones.WHATSAPP_ANDROID, message=messages, **given)
    ).records
