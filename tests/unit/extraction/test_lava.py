"""LAVA: every table by its role, every cell kept, carved words never."""

import json
from pathlib import Path

import pytest

from extraction.errors import CorruptSource, LimitExceeded, UnknownSource
from extraction.readers import lava_index
from extraction.readers.lava_roles import denied, role_of
from extraction.record import Party, Record
from tests.unit.extraction.lava import CHAT, CHAT_VIEW, Cell, Folder, Table
from tests.unit.extraction.reading import Reading, read

ALEX, GROUP = "447700900101@s.whatsapp.net", "1203630@g.us"
NOON = 1775044800  # 2026-04-01T12:00:00Z


def lava(tmp_path: Path, *tables: Table, **more: object) -> Reading:
    return read(Folder(tables, **more).write(tmp_path / "lava"), region="GB")  # type: ignore[arg-type]


def chat(tmp_path: Path, row: dict[str, Cell], **more: object) -> Record:
    table = Table("whatsAppMessages", CHAT, [row], CHAT_VIEW)
    return lava(tmp_path, table, **more).one


def one(
    tmp_path: Path, key: str, row: dict[str, Cell], types: dict[str, str] | None = None
) -> Record:
    columns = {name: (types or {}).get(name, "") for name in row}
    return lava(tmp_path, Table(key, columns, [row])).one


INCOMING: dict[str, Cell] = {
    "timestamp": NOON,
    "delivered": NOON + 5,
    "direction": "Incoming",
    "sender_name": "Alex",
    "chat_name": "Alex A.",
    "message": "hello",
    "from_id": ALEX,
    "chat_id": ALEX,
}


def test_a_message_of_a_conversation(tmp_path: Path) -> None:
    record = chat(tmp_path, INCOMING)
    assert (record.category, record.subtype, record.direction) == ("message", "chat", "in")
    assert (record.app_id, record.app_name) == ("whatsapp", "WhatsApp")
    assert record.parties == (Party("from", ALEX, "jid", "+447700900101", "Alex"),)
    assert record.thread is not None
    assert (record.thread.id, record.thread.name) == (f"whatsapp:{ALEX}", "Alex A.")
    assert [text.value for text in record.text] == ["hello"]
    assert record.time is not None
    assert (record.time.lo_us, record.time.hi_us) == (NOON * 10**6, NOON * 10**6 + 999_999)
    assert [(time.kind, time.raw) for time in record.times] == [("received", str(NOON + 5))]
    assert (record.prov.table, record.prov.row, record.prov.tool) == (
        "whatsappmessages",
        1,
        "iLEAPP",
    )
    assert record.extra["from_id"] == ALEX


def test_what_she_sent_names_whom_she_sent_it_to(tmp_path: Path) -> None:
    row = {**INCOMING, "direction": "Outgoing", "from_id": None, "sender_name": "Local User"}
    record = chat(tmp_path, row)
    owner, other = record.parties
    assert (record.direction, owner.is_owner, owner.name) == ("out", True, "Local User")
    assert (other.role, other.id_norm) == ("to", "+447700900101")


def test_an_address_counts_where_the_conversations_id_says_nothing(tmp_path: Path) -> None:
    row = {**INCOMING, "direction": "Outgoing", "chat_id": "100000000000001@lid", "to_id": ALEX}
    assert chat(tmp_path, row).parties[1].id_norm == "+447700900101"


@pytest.mark.parametrize("direction", ["Incoming", "Outgoing", "", "Sideways"])
def test_a_group_always_has_somebody_unknown(direction: str, tmp_path: Path) -> None:
    record = chat(tmp_path, {**INCOMING, "direction": direction, "chat_id": GROUP})
    assert any(party.id_norm is None and party.is_owner is not True for party in record.parties)
    assert "party_unknown" in record.flags


def test_without_a_direction_nobody_is_the_owner(tmp_path: Path) -> None:
    record = chat(tmp_path, {**INCOMING, "direction": None})
    assert record.direction == "unknown"
    assert not any(party.is_owner for party in record.parties)
    assert "party_unknown" in record.flags


def test_the_sent_value_may_be_a_number(tmp_path: Path) -> None:
    view: dict[str, str | int] = {
        **CHAT_VIEW,
        "directionColumn": "mine",
        "directionSentValue": 1,
    }
    columns = {**CHAT, "mine": ""}
    rows: list[dict[str, Cell]] = [{**INCOMING, "mine": "1"}, {**INCOMING, "mine": "0"}]
    found = lava(tmp_path, Table("teamsMessages", columns, rows, view))
    assert [record.direction for record in found.records] == ["out", "in"]


def test_a_conversations_message_without_its_time_is_undated(tmp_path: Path) -> None:
    record = chat(tmp_path, {**INCOMING, "timestamp": ""})
    assert record.time is None
    assert len(record.times) == 1


def test_bytes_in_a_text_column_are_their_words(tmp_path: Path) -> None:
    row: dict[str, Cell] = {
        "fullname": b"Alice Example",
        "phone_number": b"+447700900101",
        "blob": b"\xff\xfe",
    }
    record = one(tmp_path, "whatsAppContacts", row)
    assert record.parties[0].id_norm == "+447700900101"
    assert record.parties[0].name == "Alice Example"
    assert record.extra == {
        "fullname": "Alice Example",
        "phone_number": "+447700900101",
        "blob": "b64:__4",
    }


def test_carved_words_and_the_tools_tables_are_counted_and_withheld(tmp_path: Path) -> None:
    found = lava(
        tmp_path,
        Table("walStringsDetails", {"string": ""}, [{"string": "secret"}] * 3),
        loose={"_file_path_list": 4, "_artifact_search_patterns": 2, "surprise": 5},
    )
    assert not found.records
    assert found.line("walStringsDetails").withheld == 3
    assert found.line("_file_path_list").withheld == 4
    assert found.line("_artifact_search_patterns").withheld == 2
    assert found.line("surprise").unknown == 5
    assert b"secret" not in found.ledger.marshal()


@pytest.mark.parametrize(
    ("key", "conversation", "category"),
    [
        ("burnerCache_messages", True, "message"),
        ("anything", True, "message"),
        ("sms", False, "message"),
        ("gmailOfflineSearch", False, "message"),
        ("teamsCalls", False, "call"),
        ("whatsAppCallHistory", False, "call"),
        ("addressBook", False, "contact"),
        ("bereal_friends", False, "contact"),
        ("accountData", False, "account"),
        ("burnerCache_numbers", False, "account"),
        ("teamsLocations", False, "location"),
        ("notesPasswordProtected", False, "note"),
        ("safariTabsBrowserState", False, "browser"),
        ("chromeHistory", False, "browser"),
        ("accountConfig", False, "device_event"),
        ("appleWifiBSSList", False, "device_event"),
        ("tcc", False, "app_data"),
        ("neverHeardOf", False, "app_data"),
    ],
)
def test_roles(key: str, conversation: bool, category: str) -> None:  # noqa: FBT001 a case
    assert role_of(key, conversation=conversation)[0] == category


@pytest.mark.parametrize("key", ["walStrings", "walstringsdetails", "_lava_media_items"])
def test_the_deny_list_knows_every_spelling(key: str) -> None:
    assert denied(key)


TIMES = {"when": "datetime"}


@pytest.mark.parametrize(
    ("value", "lo_us", "hi_us"),
    [
        (NOON, NOON * 10**6, NOON * 10**6 + 999_999),
        (str(NOON), NOON * 10**6, NOON * 10**6 + 999_999),
        (NOON + 0.311, NOON * 10**6, NOON * 10**6 + 999_999),
        ("2026-04-01 12:00:00+00:00", NOON * 10**6, NOON * 10**6 + 999_999),
        ("2026-04-01T14:00:00.5+02:00", NOON * 10**6, NOON * 10**6 + 999_999),
        # Text without a zone, other text, and numbers that mean nothing.
        ("2026-04-01 12:00:00", None, None),
        ("yesterday", None, None),
        ("²", None, None),
        ("--5", None, None),
        (0, None, None),
        (-1, None, None),
        (10**17, None, None),
        (1e300, None, None),
    ],
)
def test_times_of_every_spelling(
    value: Cell, lo_us: int | None, hi_us: int | None, tmp_path: Path
) -> None:
    time = one(tmp_path, "tcc", {"when": value}, TIMES).time
    assert time is not None
    assert (time.lo_us, time.hi_us) == (lo_us, hi_us)
    assert time.raw == str(value)


def test_the_year_2404_is_kept_as_it_is_written_and_undated(tmp_path: Path) -> None:
    time = one(tmp_path, "tcc", {"when": 13_700_000_000}, TIMES).time
    assert time is not None
    assert (time.raw, time.lo_us) == ("13700000000", None)


@pytest.mark.parametrize("value", [float("inf"), float("-inf")])
def test_numbers_without_end_are_unknown_times(value: float, tmp_path: Path) -> None:
    time = one(tmp_path, "tcc", {"when": value}, TIMES).time
    assert time is not None
    assert time.lo_us is None


def test_times_of_copied_files_date_nothing(tmp_path: Path) -> None:
    types = {"timestamp_modified": "datetime"}
    record = one(tmp_path, "fsCachedData", {"timestamp_modified": NOON}, types)
    assert record.time is None
    assert [time.kind for time in record.times] == ["file_mtime"]


def test_a_birthday_is_no_event(tmp_path: Path) -> None:
    record = one(tmp_path, "bereal_accounts", {"birthday": "1980-09-01"}, {"birthday": "date"})
    assert record.time is None
    assert record.extra["birthday"] == "1980-09-01"


@pytest.mark.parametrize(
    ("direction", "owners"),
    [("outgoing", [True, False]), ("incoming", [False, True]), ("odd", [None, None])],
)
def test_who_called_whom_follows_from_the_direction(
    direction: str, owners: list[bool | None], tmp_path: Path
) -> None:
    row: dict[str, Cell] = {
        "call_direction": direction,
        "call_originator": "8:live:a",
        "call_target": "8:live:b",
    }
    record = one(tmp_path, "teamsCalls", row)
    assert [party.is_owner for party in record.parties] == owners


def test_a_call_names_its_other_end(tmp_path: Path) -> None:
    row: dict[str, Cell] = {
        "direction": "Outgoing",
        "contact_id": ALEX,
        "contact_fullname": "Alex",
        "phone_number": "(0770) 0900101",
    }
    record = one(tmp_path, "whatsAppCallHistory", row)
    assert record.parties == (Party("to", ALEX, "jid", "+447700900101", "Alex"),)


def test_all_numbers_of_an_address_book_entry_are_one_persons(tmp_path: Path) -> None:
    row: dict[str, Cell] = {"phone_numbers": "Mobile: 07700 900101\nHome: +447700900102"}
    record = one(tmp_path, "addressBook", row)
    assert [party.id_norm for party in record.parties] == ["+447700900101", "+447700900102"]


def test_a_contact_without_any_id_is_somebody_unknown(tmp_path: Path) -> None:
    record = one(tmp_path, "addressBook", {"first_name": "Alex", "company": "Made"})
    assert [(party.id_norm, party.name) for party in record.parties] == [(None, "Alex")]
    assert "party_unknown" in record.flags


def test_a_place_keeps_its_digits(tmp_path: Path) -> None:
    row: dict[str, Cell] = {"latitude": "51.50000", "longitude": "-0.1", "label": "home"}
    place = one(tmp_path, "weatherLocations", row).place
    assert place is not None
    assert (place.lat, place.lon, place.label) == ("51.50000", "-0.1", "home")


def test_media_are_taken_in_and_the_absent_are_said(tmp_path: Path) -> None:
    table = Table(
        "whatsAppMessages",
        CHAT,
        [{**INCOMING, "media": name} for name in ("here", "here", "gone", "unlisted", "index")],
        CHAT_VIEW,
    )
    found = lava(
        tmp_path,
        table,
        media={
            "here": ("media/a.jpg", "image/jpeg"),
            "gone": ("media/b.jpg", "image/jpeg"),
            "index": ("_lava_data.lava", "image/jpeg"),
        },
        files={"media/a.jpg": b"\xff\xd8\xff picture"},
    )
    blobs = [record.blobs[0] for record in found.records]
    assert [blob.present for blob in blobs] == [True, True, False, False, False]
    assert found.blobs == {blobs[0].sha256: b"\xff\xd8\xff picture"}
    assert (blobs[0].name, blobs[0].mime_sniffed) == ("a.jpg", "image/jpeg")
    assert ["missing_blob" in record.flags for record in found.records] == [
        False,
        False,
        True,
        True,
        True,
    ]
    assert found.ledger.missing == ["medium item-gone", "medium item-index"]


def test_declared_counts_and_absent_tables_are_said(tmp_path: Path) -> None:
    table = Table("tcc", {"a": ""}, [{"a": "x"}], declared=3)
    found = lava(tmp_path, table, only_listed=["lost"])
    assert list(found.ledger.found_against_declared()) == ["tcc declares 3 rows and holds 1"]
    assert found.ledger.missing == ["table of lost"]


def test_a_run_without_artefacts_is_suspicious(tmp_path: Path) -> None:
    assert any("no artefact" in warning for warning in lava(tmp_path).ledger.warnings)


def test_rows_of_a_write_ahead_log_are_read(tmp_path: Path) -> None:
    import sqlite3  # noqa: PLC0415 the one test that keeps a database open

    folder = Folder([Table("tcc", {"a": ""}, [{"a": "old"}])]).write(tmp_path / "lava")
    database = sqlite3.connect(folder / "_lava_artifacts.db")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("INSERT INTO tcc VALUES ('new')")
    database.commit()
    before = sorted(path.read_bytes() for path in folder.iterdir() if not path.is_dir())
    found = read(folder)
    assert [record.extra["a"] for record in found.records] == ["old", "new"]
    after = sorted(path.read_bytes() for path in folder.iterdir() if not path.is_dir())
    assert before == after, "the original is not touched"
    database.close()


@pytest.mark.parametrize(
    "index",
    [
        b"",
        b"[]",
        b"{}",
        b'{"artifacts": 7}',
        b'{"artifacts": {"A": [{}]}}',
        b'{"artifacts": {"A": [{"artifact_key": "k", "tablename": "t", "record_count": "x"}]}}',
        b'{"artifacts": {"A": [{"artifact_key": "k", "tablename": "t", "object_columns": 7}]}}',
        b'{"a":' * 100_000,
    ],
)
def test_an_index_of_another_schema_is_refused(index: bytes, tmp_path: Path) -> None:
    folder = Folder([]).write(tmp_path / "lava")
    (folder / "_lava_data.lava").write_bytes(index)
    with pytest.raises(CorruptSource):
        read(folder)


def test_an_endless_index_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lava_index, "MAX_INDEX", 100)
    folder = Folder([Table("tcc", {"a": ""})]).write(tmp_path / "lava")
    with pytest.raises(LimitExceeded):
        read(folder)


def test_names_that_json_can_spell_and_no_record_can_hold_are_mended(tmp_path: Path) -> None:
    folder = Folder([Table("tcc", {"a": ""}, [{"a": "x"}])]).write(tmp_path / "lava")
    index = json.loads((folder / "_lava_data.lava").read_text())
    index["artifacts"]["Made"][0]["source_path"] = "half a pair \ud83d"
    (folder / "_lava_data.lava").write_text(json.dumps(index))
    assert read(folder).one.prov.member == "half a pair ?"


def test_an_index_alone_is_no_lava_folder(tmp_path: Path) -> None:
    folder = Folder([]).write(tmp_path / "lava")
    (folder / "_lava_artifacts.db").unlink()
    with pytest.raises(UnknownSource):
        read(folder)


SMS_VIEW: dict[str, str | int] = {
    "conversationDiscriminatorColumn": "chat_contact_id",
    "textColumn": "message",
    "directionColumn": "message_direction",
    "directionSentValue": "Outgoing",
    "timeColumn": "message_timestamp",
    "senderColumn": "sender",
    "mediaColumn": "attachment_file",
}
