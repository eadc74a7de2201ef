"""Telegram exports: one chat or all, every message by its own zone, nobody taken for another."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from extraction.errors import CorruptSource, ExtractionError
from extraction.time import HOUR
from tests.unit.extraction.phones import NOON
from tests.unit.extraction.reading import Reading, read

NOON_US = NOON * 10**6


def message(**values: object) -> dict[str, Any]:
    return {
        "id": 1,
        "type": "message",
        "date": "2026-04-01T13:00:00",
        "from": "Alex",
        "date_unixtime": str(NOON),
        "from_id": "user7",
        "text": "hello",
        **values,
    }


def chat(*messages: dict[str, Any], **values: object) -> dict[str, Any]:
    return {"name": "Alex", "type": "personal_chat", "id": 7, **values, "messages": [*messages]}


def export(tmp_path: Path, body: object, **files: bytes) -> Reading:
    folder = tmp_path / "export"
    folder.mkdir(exist_ok=True)
    (folder / "result.json").write_text(json.dumps(body, indent=1), "utf-8")
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data)
    return read(folder)


def test_a_chat_of_two_people(tmp_path: Path) -> None:
    found = export(tmp_path, chat(message(), message(id=2, from_id="user9", **{"from": "Me"})))
    received, sent = found.records
    assert found.format == "telegram"
    assert (received.direction, received.thread and received.thread.id) == ("in", "telegram:user7")
    assert [(party.role, party.name, party.is_owner) for party in received.parties] == [
        ("from", "Alex", False)
    ]
    assert [(party.role, party.name, party.is_owner) for party in sent.parties] == [
        *(("from", "Me", True), ("to", "Alex", False)),
    ]
    assert received.time is not None
    assert (received.time.lo_us, received.time.zone) == (NOON_US, "utc_by_format")
    assert received.flags == ("party_unknown",)


def test_without_unix_time_the_zone_is_unknown(tmp_path: Path) -> None:
    old = message()
    del old["date_unixtime"]
    record = export(tmp_path, chat(old)).one
    assert record.time is not None
    assert (record.time.lo_us, record.time.hi_us, record.time.zone) == (
        *(NOON_US - 13 * HOUR, NOON_US + 13 * HOUR + 999_999, "unknown"),
    )
    assert "zone_unknown" in record.flags


def test_text_in_pieces_edits_places_and_notices(tmp_path: Path) -> None:
    pieces = ["see ", {"type": "link", "text": "https://a.example"}, " now"]
    edited, place, notice, odd = export(
        tmp_path,
        chat(
            message(text=pieces, edited_unixtime=str(NOON + 60), forwarded_from="Bea"),
            message(location_information={"latitude": 51.5, "longitude": -0.1}),
            {"id": 3, "type": "service", "actor": "Alex", "actor_id": "user7", "action": "call"},
            message(date_unixtime="soon", text=None),
        ),
    ).records
    assert edited.text[0].value == "see https://a.example now"
    assert (edited.state, edited.extra["forwarded_from"]) == ({"edited": "true"}, "Bea")
    assert [time.lo_us for time in edited.times] == [NOON_US + 60 * 10**6]
    assert place.place is not None
    assert (place.place.lat, place.place.lon) == ("51.5", "-0.1")
    assert (notice.subtype, notice.extra["action"], notice.time) == ("system", "call", None)
    assert odd.time is not None
    assert (odd.time.raw, odd.time.lo_us, odd.text) == ("soon", None, ())


def test_media_beside_the_text_and_those_that_are_not(tmp_path: Path) -> None:
    found = export(
        tmp_path,
        chat(
            message(photo="photo__1".replace("__", ".")),
            message(file="(File not included. Change data exporting settings to download.)"),
            message(file="../../etc/passwd", mime_type="text/plain"),
        ),
        photo__1=b"\xff\xd8\xff",
        other__bin=b"12345",
    )
    present = [blob.present for record in found.records for blob in record.blobs]
    assert present == [True, False, False]
    assert len(found.ledger.missing) == 2
    assert [each["bytes"] for each in found.ledger.unread] == [5]


def test_everything_at_once(tmp_path: Path) -> None:
    body = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 9, "first_name": "Me"},
        "contacts": {"about": "", "list": [{"first_name": "A"}, {"first_name": "B"}]},
        "frequent_contacts": {"about": "", "list": []},
        "chats": {
            "about": "",
            "list": [
                chat(message()),
                chat(name="Empty", id=4),
                {"type": "saved_messages", "id": 9, "messages": [message(from_id="user9")]},
                chat(message(from_id="user9"), message(), name="Us", type="private_group", id=55),
            ],
        },
    }
    found = export(tmp_path, body)
    assert [
        (record.direction, record.thread and (record.thread.id, record.thread.name))
        for record in found.records
    ] == [
        ("in", ("telegram:user7", "Alex")),
        ("none", ("telegram:user9", "")),
        ("out", ("telegram:chat55", "Us")),
        ("in", ("telegram:chat55", "Us")),
    ]
    assert [party.id_type for party in found.records[2].parties] == ["handle", "group"]
    line = found.line("contacts")
    assert (line.seen, line.unknown) == (2, 2)


def test_people_groups_and_channels_of_one_number_are_three_conversations(tmp_path: Path) -> None:
    kinds = ("personal_chat", "private_group", "private_supergroup", "public_channel", "odd")
    body = {"chats": {"list": [chat(message(), type=kind) for kind in kinds]}}
    found = [record.thread and record.thread.id for record in export(tmp_path, body).records]
    assert found == ["telegram:user7", "telegram:chat7", *["telegram:channel7"] * 2, None]


def test_what_one_chat_says_of_itself_is_not_said_of_the_next(tmp_path: Path) -> None:
    def spelt(*keys: str, **values: object) -> dict[str, Any]:
        made = chat(message(), profile={"id": 99, "type": "private_group"}, **values)
        return {key: made[key] for key in keys}

    body = {
        "chats": {
            "list": [
                spelt("messages", "name", "type", "id"),
                spelt("messages", "name", "type", "id", id=8, name="Bea"),
                spelt("id", "messages", "name", "type", id=9),
                spelt("type", "id", "profile", "messages", id=10),
            ]
        }
    }
    found = [record.thread and record.thread.id for record in export(tmp_path, body).records]
    assert found == [None, None, None, "telegram:user10"]


def test_a_group_alone_does_not_tell_who_the_owner_is(tmp_path: Path) -> None:
    record = export(tmp_path, chat(message(), type="private_supergroup")).one
    assert (record.direction, record.parties[0].is_owner) == ("unknown", None)


def test_what_is_no_message_is_quarantined(tmp_path: Path) -> None:
    body = chat(message())
    body["messages"] += ["text", 7, None, []]
    line = export(tmp_path, body).line("messages")
    assert (line.seen, line.records, line.quarantined) == (5, 1, 4)


def test_what_lies_before_the_cut_is_read(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    data = json.dumps(chat(*(message(id=at) for at in range(50)))).encode()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(CorruptSource):
        read(path)
    found = read(path, accept_damaged=True)
    assert 20 < len(found.records) < 30
    assert found.ledger.unread


def test_no_mutant_crashes_or_loses_messages_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    data = json.dumps(chat(*(message(id=at) for at in range(20)))).encode()
    chance = random.Random(7)
    for _ in range(500):
        damaged = bytearray(data)
        damaged[chance.randrange(200, len(data))] = chance.randrange(256)
        path.write_bytes(damaged)
        try:
            found = read(path, accept_damaged=True)
        except ExtractionError:
            continue
        assert sum(line.seen for line in found.ledger.lines) >= 20 or found.ledger.unread
