"""`safehold inspect` for a person: what a source holds, what could not be read, who disagrees."""

import contextlib
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from extraction.made import write_made_source
from tests.cli.running import Desk, done, run
from tests.conftest import seeded_random

READERS = Path(__file__).resolve().parents[1] / "data" / "readers"


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inspect")
    return write_made_source(folder / "phone", random=seeded_random("inspect"), days=6)


def said(*words: object) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        assert main([*map(str, words)]) == 0
    return out.getvalue()


def copied(phone: Path, folder: Path, *statements: str) -> Path:
    """Give a copy of the phone with some rows changed."""
    folder.mkdir()
    for path in phone.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    with contextlib.closing(sqlite3.connect(folder / "_lava_artifacts.db")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    return folder


def damaged(phone: Path, folder: Path) -> Path:
    """Give a copy of which one page in the middle is overwritten."""
    copied(phone, folder)
    path = folder / "_lava_artifacts.db"
    data = bytearray(path.read_bytes())
    at = len(data) // 2 // 4096 * 4096
    data[at : at + 4096] = b"\xee" * 4096
    path.write_bytes(data)
    return folder


def test_it_shows_what_a_source_holds_and_no_message(phone: Path) -> None:
    words = said("inspect", phone)
    found = done("inspect", phone)
    for category in found["categories"]:
        (line,) = [line for line in words.splitlines() if line.startswith(f"{category['name']} ")]
        assert f"{category['records']:,}" in line
        assert category["from"][:10] in line
        assert category["to"][:10] in line
    for thread in found["threads"]:
        assert thread["name"] in words
    assert found["refused"] is None
    assert sum(each["records"] for each in found["categories"]) == sum(found["records"].values())
    with contextlib.closing(sqlite3.connect(phone / "_lava_artifacts.db")) as database:
        rows = database.execute("SELECT message FROM whatsappmessages WHERE length(message) > 20")
        texts = [text for (text,) in rows]
    assert texts
    assert not [text for text in texts if text in words or text in json.dumps(found)]


def test_every_artefact_with_rows_is_in_the_ledger_that_is_shown(phone: Path) -> None:
    lines = said("inspect", phone).partition("LEDGER")[2].splitlines()
    for line in done("inspect", phone)["ledger"]:
        shown = [each for each in lines if each.startswith(f"{line['artefact']} ")]
        assert len(shown) == (line["rows_seen"] > 0)


def test_what_a_phone_holds_cannot_move_the_cursor(tmp_path: Path) -> None:
    chat = tmp_path / "WhatsApp Chat with \x1b[2JAlex.txt"
    chat.write_text("14/03/2026, 09:15 - Al\x1b[31mex: hello\n" * 3)
    words = said("inspect", chat)
    assert "\x1b" not in words
    assert "[2JAlex" in words


def test_a_damaged_source_is_shown_as_far_as_it_can_be_read(phone: Path, tmp_path: Path) -> None:
    source = damaged(phone, tmp_path / "damaged")
    whole, found = done("inspect", phone), done("inspect", source)
    assert found["refused"]
    assert 0 < sum(found["records"].values()) < sum(whole["records"].values())
    words = said("inspect", source)
    assert f"Sealing refuses it as it is: {found['refused']}" in words
    assert found["unread"]
    assert "NOT LOOKED INTO" in words
    # Whoever wants the records gets those that sealing would take: none.
    code, document = run("inspect", source, "--records", tmp_path / "records")
    assert (code, document["error"]["type"]) == (3, "invalid")
    assert not (tmp_path / "records").exists()


def test_sealing_takes_a_damaged_source_only_when_told_to(phone: Path, tmp_path: Path) -> None:
    source = damaged(phone, tmp_path / "damaged")
    desk = Desk(tmp_path)
    to = ("--for", desk.public("survivor"), "--as", desk.key("guardian"))
    code, document = run("seal", source, *to, "--out", tmp_path / "sealed")
    assert (code, document["error"]["type"]) == (3, "invalid")
    assert not (tmp_path / "sealed").exists()
    seen = done("inspect", source, "--accept-damaged")
    receipt = done("seal", source, *to, "--out", tmp_path / "sealed", "--accept-damaged")
    assert receipt["records"] == sum(seen["records"].values())
    assert seen["refused"] is None
    assert done("fsck", tmp_path / "sealed")["ok"] is True


def comparison(one: Path, other: Path) -> dict[str, Any]:
    found = done("inspect", one, "--compare", other)
    (messages,) = [each for each in found["compared"] if each["category"] == "message"]
    return dict(messages)


def test_two_copies_agree(phone: Path, tmp_path: Path) -> None:
    found = comparison(phone, copied(phone, tmp_path / "copy"))
    assert found["agree"] == found["left"] == found["right"] > 100
    assert found["shown"] == []
    assert "COMPARED" in said("inspect", phone, "--compare", tmp_path / "copy")


def test_where_two_sources_disagree_is_shown_with_its_rows(phone: Path, tmp_path: Path) -> None:
    other = copied(
        phone,
        tmp_path / "copy",
        "DELETE FROM whatsappmessages WHERE rowid = 5",
        "UPDATE whatsappmessages SET message = 'changed' WHERE rowid = 9",
        "UPDATE whatsappmessages SET direction = 'Outgoing' WHERE rowid IN"
        " (SELECT rowid FROM whatsappmessages WHERE direction = 'Incoming' AND rowid > 20 LIMIT 1)",
    )
    found = comparison(phone, other)
    kinds = {kind: found[kind] for kind in ("only_left", "only_right", "words", "direction")}
    assert kinds == {"only_left": 1, "only_right": 0, "words": 1, "direction": 1}
    assert found["left"] == found["right"] + 1
    places = {(each["kind"], each["left"]) for each in found["shown"]}
    assert {("only_left", "whatsappmessages row 5"), ("words", "whatsappmessages row 9")} <= places
    words = said("inspect", phone, "--compare", other)
    assert "whatsappmessages row 5" in words
    assert "changed" not in words


def test_sources_that_share_nothing_say_so(phone: Path) -> None:
    words = said("inspect", phone, "--compare", READERS / "sms-mixed.xml")
    assert "No app has records of one category in both." in words


def test_a_record_from_long_after_its_reading_is_kept_and_flagged(tmp_path: Path) -> None:
    chat = tmp_path / "WhatsApp Chat with Alex.txt"
    chat.write_text("14/03/2026, 09:15 - Alex: hello\n14/03/2104, 09:15 - Alex: later\n")
    document = done("inspect", chat, "--records", tmp_path / "records")
    assert document["records"] == {"message": 2}
    lines = (tmp_path / "records").read_bytes().splitlines()
    flags = [json.loads(line).get("flags", []) for line in lines]
    assert ["time_unlikely" in each for each in flags] == [False, True]


def test_a_conversation_that_no_scope_can_name_is_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "sms.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        for table, columns in (
            ("message", "ROWID INTEGER PRIMARY KEY, handle_id, is_from_me, date, guid, text"),
            ("chat", "ROWID INTEGER PRIMARY KEY, guid, style, chat_identifier, display_name"),
            ("chat_message_join", "chat_id, message_id"),
        ):
            database.execute(f"CREATE TABLE {table} ({columns})")
        database.execute(
            "INSERT INTO message VALUES (1, 0, 1, 1, 'a', 'x'), (2, 0, 1, 1, 'b', 'y')"
        )
        database.execute(
            "INSERT INTO chat VALUES (1, '', 43, '', 'Us'), (2, '', 43, 'chat2', 'We')"
        )
        database.execute("INSERT INTO chat_message_join VALUES (1, 1), (2, 2)")
        database.commit()
    found = done("inspect", path)
    assert [thread["id"] for thread in found["threads"]] == ["ios.messages:chat2"]
