"""Counts and times of the public samples, as their README and plain sqlite3 give them.

No reader of ours counts here: the numbers were written down before, and the times come from the
sources' own columns, moved to 1970 with whole numbers.
"""

import re
import sqlite3
import xml.etree.ElementTree as ET
from collections import Counter
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extraction.made import write_made_source
from extraction.readers.typedstream import text_of_stream
from extraction.record import Record
from tests.conftest import seeded_random, shared_folder
from tests.unit.extraction import phones
from tests.unit.extraction.phones import attributed, database
from tests.unit.extraction.reading import DATA, read

LAVA = {
    "josh15": (
        {"account": 25, "contact": 34, "message": 131, "call": 9, "location": 12, "note": 12},
        *(396, 126),
    ),
    "mvt_itunes": ({"contact": 5, "browser": 1, "message": 3}, 42, 0),
}
"""Records by category, records of the other categories, carved rows."""

SMS = {
    "calls-test-00.xml": {"call": (12, 56)},
    "expected-calls-2014.xml": {"call": (13, 13)},
    "sms-test.xml": {"sms": (6, None), "mms": (9, None)},
}
"""Rows found and declared, by element. The README's 15 declared are of both kinds together."""

CHATS = {
    "hist-example-12h.txt": (20, 2),
    "hist-example.txt": (20, 2),
    "hist-samplechat.txt": (20, 2),
    "lorem-merge-part1.txt": (300, 0),
    "lorem.txt": (500, 0),
    "pokemon.txt": (20, 1),
}
"""Messages, and how many of them are of no speaker."""

COCOA_S, WEBKIT_S = 978_307_200, 11_644_473_600
UNITS = {
    "us": (Decimal(1), 0),
    "ms": (Decimal(1000), 0),
    "cocoa_s": (Decimal(10**6), COCOA_S * 10**6),
    "webkit_us": (Decimal(1), -WEBKIT_S * 10**6),
}
TIMES = {
    "android/babel.db": ("messages", "timestamp", "us"),
    "android/burners.sqlite": ("messages", "date_created", "ms"),
    "android/contacts2.db": ("calls", "date", "ms"),
    "android/downloads.db": ("downloads", "lastmod", "ms"),
    "android/mmssms.db": ("sms", "date", "ms"),
    "chrome/History-59.0.3071.86": ("visits", "visit_time", "webkit_us"),
    "ios/Accounts3.sqlite": ("ZACCOUNT", "ZDATE", "cocoa_s"),
    "ios/netusage.sqlite": ("ZLIVEUSAGE", "ZTIMESTAMP", "cocoa_s"),
    "safari/History.db": ("history_visits", "visit_time", "cocoa_s"),
}


def sample(*parts: str) -> Path | None:
    shared = shared_folder()
    return None if shared is None else shared.joinpath("samples", *parts)


def with_made(names: Any) -> list[str]:
    """Give the samples that are at hand, and always one of our own."""
    return ["made", *(names if shared_folder() is not None else ())]


def lava(name: str, folder: Path) -> Path:
    path = sample("leapp-lava", name)
    if name == "made" or path is None:
        return write_made_source(folder / "lava", random=seeded_random("counts"), days=4)
    return path


@pytest.mark.parametrize("name", with_made(LAVA))
def test_leapp_output(name: str, tmp_path: Path) -> None:
    path = lava(name, tmp_path)
    found = read(path)
    if name in LAVA:
        categories, others, carved = LAVA[name]
        counts = Counter(record.category for record in found.records)
        assert {category: counts.pop(category) for category in categories} == categories
        assert sum(counts.values()) == others
        withheld = [each for each in found.ledger.lines if each.artefact.startswith("walStrings")]
        assert sum(line.withheld for line in withheld) == carved
    with closing(sqlite3.connect(path / "_lava_artifacts.db")) as connection:
        for line in found.ledger.lines:
            query = f"SELECT count(*) FROM [{line.artefact.lower()}]"
            (rows,) = connection.execute(query).fetchone()
            assert (line.artefact, line.seen) == (line.artefact, rows)
            assert line.declared in (None, rows)
    assert len(found.ledger.lines) > 1


def seconds_of(record: Record) -> int:
    assert record.time is not None
    return -1 if record.time.lo_us is None else record.time.lo_us // 10**6


@pytest.mark.parametrize("name", with_made(LAVA))
def test_leapp_times_are_those_of_its_typed_columns(name: str, tmp_path: Path) -> None:
    path = lava(name, tmp_path)
    records = [record for record in read(path).records if record.prov.table == "whatsappmessages"]
    with closing(sqlite3.connect(path / "_lava_artifacts.db")) as connection:
        rows = connection.execute("SELECT timestamp FROM whatsappmessages").fetchall()
    assert Counter(map(seconds_of, records)) == Counter(int(value) for (value,) in rows)
    assert rows


@pytest.mark.parametrize("name", with_made(SMS))
def test_sms_backup_and_restore(name: str) -> None:
    path = sample("sms-backup-restore-xml", name)
    expected = SMS.get(name, {"call": (5, 7)})
    if name == "made" or path is None:
        path = DATA / "calls-mixed.xml"
        declared = re.search(rb'count="(\d+)"', path.read_bytes())
        assert declared is not None
        rows = len(list(ET.parse(path).getroot().iter("call")))
        expected = {"call": (rows, int(declared[1]))}
    found = read(path)
    lines = {line.artefact: (line.seen, line.declared) for line in found.ledger.lines}
    assert {kind: lines[kind] for kind in expected} == expected
    text = path.read_text("utf-8").replace("&#55357;&#56832;", "\U0001f600")
    dates = Counter(
        row.get("date") for row in ET.fromstring(text) if row.tag in ("sms", "mms", "call")
    )
    times = [record.time for record in found.records]
    assert Counter(time.raw for time in times if time is not None) == dates
    for time in times:
        if time is not None and time.lo_us is not None:
            assert (time.unit, time.lo_us) == ("ms", int(time.raw) * 1000)


@pytest.mark.parametrize("name", with_made(CHATS))
def test_whatsapp_text(name: str) -> None:
    path = sample("whatsapp-txt", name)
    if name == "made" or path is None:
        path = DATA.parent / "whatsapp-txt" / "made-chat.txt"
    found = read(path)
    system = sum(record.subtype == "system" for record in found.records)
    heads = re.findall(
        r"^\u200e?\[?\d{2,4}[-./]\d\d[-./]\d{2,4},? \d", path.read_text("utf-8"), re.MULTILINE
    )
    assert len(found.records) == len(heads)
    assert name == "made" or (len(found.records), system) == CHATS[name]


def made_times(folder: Path) -> tuple[Path, str, str, str]:
    rows: phones.Rows = [{"address": "+447700900101", "type": 1, "date": 1_383_065_788_038}] * 3
    path = database(folder / "mmssms.db", phones.ANDROID_MESSAGES, sms=rows)
    return path, "sms", "date", "ms"


@pytest.mark.parametrize("name", with_made(TIMES))
def test_times_of_a_database_are_exact_to_its_unit(name: str, tmp_path: Path) -> None:
    shared = sample("plaso-phone-dbs", name)
    if name == "made" or shared is None:
        path, table, column, unit = made_times(tmp_path)
    else:
        path, (table, column, unit) = shared, TIMES[name]
    records = [record for record in read(path).records if record.prov.table == table]
    lasts, zero = UNITS[unit]
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
    expected = {
        rowid: None if not value else round(Decimal(str(value)) * lasts) + zero
        for rowid, value in rows
    }
    found = {
        record.prov.row: None if record.time is None else record.time.lo_us for record in records
    }
    assert found == expected
    assert any(found.values())


WORDS = {
    "AttributedBodyTextOnly": "Noter test",
    "Blank": "",
    "ExtraData": "This is parsing  ",
    "URL": "https://github.com/ReagentX/Logria",
    "WeirdText": "𝖍𝖊𝖑𝖑𝖔 𝖜𝖔𝖗𝖑𝖉",  # noqa: RUF001 the sample's own letters
}


@pytest.mark.parametrize("name", with_made(WORDS))
def test_words_of_messages_that_apple_archived(name: str) -> None:
    folder = sample("imessage-blobs", "streamtyped")
    if name == "made" or folder is None:
        assert text_of_stream(attributed("some words")) == "some words"
        return
    assert text_of_stream((folder / name).read_bytes()) == WORDS[name]
