"""LAVA: whose conversation a row is of; only what is one person's own is direct."""

from pathlib import Path

import pytest

from consent.scope import parse_scope
from extraction.filter import withheld_reason
from extraction.record import Record, marshal_record
from tests.unit.extraction.lava import CHAT, CHAT_VIEW, Cell, Table
from tests.unit.extraction.test_lava import ALEX, GROUP, INCOMING, NOON, SMS_VIEW, chat, lava, one
from vault.canonical import Json
from vault.ids import Eid

SMS = dict.fromkeys(("message", "message_direction", "sender", "chat_contact_id"), "")
A, B = "+447700900101", "+447700900102"


def goes(record: Record, **scope: list[Json]) -> bool:
    """Tell whether a scope lets a record go."""
    body: dict[str, Json] = {"x": ["00" * 16], "c": [record.category], **scope}
    return withheld_reason(parse_scope(body), Eid(bytes(16)), marshal_record(record)) is None


@pytest.mark.parametrize("direction", ["Incoming", "Outgoing", ""])
@pytest.mark.parametrize(
    "thread", ["chat635412345678", "-1001234567890", "list-77", "1", B, "b@example.org", ALEX * 2]
)
def test_a_message_of_a_conversation_that_is_not_one_persons_own_is_not_direct(
    thread: str, direction: str, tmp_path: Path
) -> None:
    row: dict[str, Cell] = {
        "message": "what B told us all",
        "message_direction": direction,
        "sender": A,
        "chat_contact_id": thread,
    }
    record = lava(tmp_path, Table("sms", SMS, [row], SMS_VIEW)).one
    assert not goes(record, p=[A])
    assert "party_unknown" in record.flags or record.parties[-1].id_norm in (B, "b@example.org")


def test_a_conversation_whose_id_is_its_one_person_is_direct(tmp_path: Path) -> None:
    rows: list[dict[str, Cell]] = [
        {"message": "hi", "message_direction": way, "sender": A, "chat_contact_id": A}
        for way in ("Incoming", "Outgoing")
    ]
    found = lava(tmp_path, Table("sms", SMS, rows, SMS_VIEW))
    assert [goes(record, p=[A]) for record in found.records] == [True, True]


def test_a_name_that_looks_like_anothers_number_is_a_name(tmp_path: Path) -> None:
    row = {**INCOMING, "sender_name": A, "from_id": None, "chat_id": "100000000000001@lid"}
    record = chat(tmp_path, row)
    assert (record.parties[0].id_norm, record.parties[0].name) == (None, A)
    assert not goes(record, p=[A])


@pytest.mark.parametrize(
    "row",
    [
        {"message_direction": "Outgoing", "chat_contact_id": "7700900101"},
        {"message_direction": "Incoming", "chat_contact_id": A, "sender_id": "7700900101"},
    ],
)
def test_an_apps_own_number_is_no_telephone_number(row: dict[str, Cell], tmp_path: Path) -> None:
    columns = {**SMS, "sender_id": ""}
    record = lava(tmp_path, Table("telegramMessages", columns, [row], SMS_VIEW)).one
    assert not any(party.id_norm == A and party.id_raw != A for party in record.parties)


REACTION: dict[str, Cell] = {
    "reaction_timestamp": NOON,
    "reaction": "x",
    "reactor_jid": ALEX,
    "chat_jid": GROUP,
    "chat_name": "Family",
    "message": "Bea's words in the family group",
}


@pytest.mark.parametrize(
    ("key", "row"),
    [
        ("whatsAppReactions", REACTION),
        (
            "whatsAppGroupEvents",
            {"text": "Alex added Bea", "from_jid": ALEX, "chat_jid": GROUP, "chat_name": "us"},
        ),
        ("whatsAppReactions", {**REACTION, "chat_jid": "447700900102@s.whatsapp.net"}),
        ("whatsAppReactions", {**REACTION, "chat_jid": "100000000000001@lid"}),
        ("whatsAppCalls", {"contact_id": ALEX, "group_jid": GROUP}),
        ("teamsCalls", {"call_originator": A, "call_target": A, "thread": "19:x@thread.v2"}),
    ],
)
def test_what_happens_in_a_group_is_not_its_actors_alone(
    key: str, row: dict[str, Cell], tmp_path: Path
) -> None:
    assert not goes(one(tmp_path, key, row), p=["+447700900101"])


def test_a_reaction_in_a_conversation_of_two_is_of_these_two(tmp_path: Path) -> None:
    record = one(tmp_path, "whatsAppReactions", {**REACTION, "chat_jid": ALEX})
    assert goes(record, p=["+447700900101"])
    assert [party.id_norm for party in record.parties] == ["+447700900101"]


def test_the_message_that_is_reacted_to_is_not_the_reactions_text(tmp_path: Path) -> None:
    record = one(tmp_path, "whatsAppReactions", REACTION)
    assert not record.text
    assert record.extra["message"] == REACTION["message"]


def test_conversations_of_two_apps_are_two(tmp_path: Path) -> None:
    row = {**INCOMING, "chat_id": "1"}
    tables = [Table(key, CHAT, [row], CHAT_VIEW) for key in ("kikMessages", "viberMessages")]
    found = lava(tmp_path, *tables)
    assert [record.thread.id for record in found.records if record.thread] == [
        "lava:kikMessages:1",
        "lava:viberMessages:1",
    ]


def test_two_artefacts_of_one_app_share_no_numbered_conversation(tmp_path: Path) -> None:
    rows: list[dict[str, Cell]] = [{**INCOMING, "chat_id": "1"}, {**INCOMING, "chat_id": ALEX}]
    keys = ("telegramMessages", "telegramXMessages")
    found = lava(tmp_path, *(Table(key, CHAT, rows, CHAT_VIEW) for key in keys))
    assert [record.thread.id for record in found.records if record.thread] == [
        "telegram:telegramMessages:1",
        f"telegram:{ALEX}",
        "telegram:telegramXMessages:1",
        f"telegram:{ALEX}",
    ]


NUMBERED: dict[str, Cell] = {**INCOMING, "chat_id": "1", "chat_name": "Us"}


def numbered(
    tmp_path: Path, *rows: dict[str, Cell], key: str = "kikMessages", source_path: str = "made.db"
) -> list[str | None]:
    """Give the ids of numbered conversations, "" for one that nobody can name."""
    columns = {**CHAT, **dict.fromkeys(name for row in rows for name in row if name not in CHAT)}
    columns = {name: kind or "" for name, kind in columns.items()}
    table = Table(
        key, columns, [{**NUMBERED, **row} for row in rows], CHAT_VIEW, source_path=source_path
    )
    found = lava(tmp_path, table).records
    return [record.thread and record.thread.id for record in found]


@pytest.mark.parametrize("column", ["account", "account_id", "local_user_id", "source_file_name"])
@pytest.mark.parametrize("key", ["kikMessages", "telegramMessages"])
def test_two_accounts_in_one_table_share_no_numbered_conversation(
    column: str, key: str, tmp_path: Path
) -> None:
    found = numbered(tmp_path, {column: "hers"}, {column: "work"}, {column: None}, key=key)
    start = "telegram:" if key == "telegramMessages" else f"lava:{key}:"
    assert found == [f"{start}hers:1", f"{start}work:1", ""]


def test_one_account_keeps_the_plain_number(tmp_path: Path) -> None:
    assert numbered(tmp_path, {"account": "a"}, {"account": "a"}) == ["lava:kikMessages:1"] * 2


def test_an_account_cannot_be_written_like_another_and_a_number(tmp_path: Path) -> None:
    first, second = numbered(
        tmp_path, {"account": "a:b", "chat_id": "1"}, {"account": "a", "chat_id": "b:1"}
    )
    assert first != second


@pytest.mark.parametrize(
    ("paths", "several"),
    [
        ("a/acc-1/db.sqlite\na/acc-2/db.sqlite", True),
        ("a/msys_100.db\na/msys_200.db", True),
        ("a/msgstore.db\na/wa.db", False),
        ("a/db.sqlite\na/db.sqlite-wal\na/db.sqlite-shm", False),
        ("a/db.sqlite", False),
    ],
)
def test_of_several_stores_that_the_rows_do_not_tell_apart_none_can_be_named(
    paths: str,
    several: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    found = numbered(tmp_path, {}, {"chat_id": ALEX}, source_path=paths)
    assert found == ["" if several else "lava:kikMessages:1", f"lava:kikMessages:{ALEX}"]


def test_a_conversation_that_only_a_shown_name_tells_has_no_id(tmp_path: Path) -> None:
    view = {**CHAT_VIEW, "conversationDiscriminatorColumn": "sender_name"}
    rows: list[dict[str, Cell]] = [
        {**INCOMING, "sender_name": name} for name in ("Al", "Al@work", ALEX)
    ]
    found = lava(tmp_path, Table("lineMessages", CHAT, rows, view)).records
    assert [record.thread and record.thread.id for record in found] == [
        *("", "", f"lava:lineMessages:{ALEX}"),
    ]
    assert not goes(found[0], t=["lava:lineMessages:Al"])


def test_rows_of_one_file_are_of_one_account_whatever_else_was_looked_into(tmp_path: Path) -> None:
    rows: list[dict[str, Cell]] = [{"source_file": "a/acc-1/db.sqlite"}] * 2
    found = numbered(tmp_path, *rows, source_path="a/acc-1/db.sqlite\na/acc-2/db.sqlite")
    assert found == ["lava:kikMessages:1"] * 2
