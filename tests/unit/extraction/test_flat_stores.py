"""Stores that one declarative line describes: each column in its place, each unit its own."""

from pathlib import Path

from extraction.readers.store_more import STORES
from extraction.record import Record
from tests.unit.extraction.phones import ALEX, COCOA, NOON, Rows, database
from tests.unit.extraction.reading import read


def one(path: Path, schema: dict[str, str], **rows: Rows) -> Record:
    return read(database(path, schema, **rows)).one


def test_a_message_names_its_author_and_leaves_open_whether_it_is_she(tmp_path: Path) -> None:
    record = one(
        tmp_path / "babel.db",
        {
            "messages": "_id INTEGER PRIMARY KEY, author_chat_id, conversation_id, text, timestamp",
            "participants": "_id INTEGER PRIMARY KEY, chat_id, full_name",
        },
        messages=[
            {
                "author_chat_id": "1087",
                "conversation_id": "c",
                "text": "hi",
                "timestamp": NOON * 10**6 + 5,
            }
        ],
        participants=[{"chat_id": "1087", "full_name": "Alex"}],
    )
    assert (record.app_id, record.subtype, record.text[0].value) == ("hangouts", "chat", "hi")
    assert record.time is not None
    assert record.time.lo_us == NOON * 10**6 + 5
    party, other = record.parties
    assert (other.role, other.id_raw) == ("participant", "")
    assert (party.name, party.is_owner, party.id_norm) == ("Alex", None, None)
    assert record.thread is not None
    assert (record.thread.id, record.flags) == ("hangouts:c", ("party_unknown",))


def test_a_message_of_a_number_of_its_own(tmp_path: Path) -> None:
    record = one(
        tmp_path / "burners.sqlite",
        {
            "messages": (
                "_id INTEGER PRIMARY KEY, contact_phone_number, burner_id, message, direction,"
                " date_created, last_updated_date"
            )
        },
        messages=[
            {
                "contact_phone_number": ALEX,
                "message": "hi",
                "direction": 2,
                "date_created": NOON * 1000,
            }
        ],
    )
    assert [(party.role, party.id_norm) for party in record.parties] == [("participant", ALEX)]
    assert (record.extra, record.direction) == ({"direction": "2"}, "")


def test_accounts_downloads_and_usage_have_their_own_units(tmp_path: Path) -> None:
    account = one(
        tmp_path / "Accounts3.sqlite",
        {"ZACCOUNT": "Z_PK INTEGER PRIMARY KEY, ZUSERNAME, ZACCOUNTTYPE, ZDATE"},
        ZACCOUNT=[{"ZUSERNAME": "A@b.example", "ZDATE": COCOA + 0.5}],
    )
    download = one(
        tmp_path / "downloads.db",
        {
            "downloads": (
                "_id INTEGER PRIMARY KEY, uri, lastmod, mimetype, notificationpackage, title"
            )
        },
        downloads=[{"uri": "https://a.example/", "lastmod": NOON * 1000, "title": "a.pdf"}],
    )
    assert (account.category, account.parties[0].id_norm) == ("account", "a@b.example")
    assert account.time is not None
    assert account.time.lo_us == NOON * 10**6 + 500_000
    assert download.time is not None
    assert (download.time.lo_us, download.time.hi_us) == (NOON * 10**6, NOON * 10**6 + 999)
    assert [text.value for text in download.text] == ["a.pdf", "https://a.example/"]


def test_every_described_column_is_read_once() -> None:
    for store in STORES:
        for table in store.tables:
            assert len(set(table.columns)) == len(table.columns)
            assert table.columns
