"""Phones' databases against counts and times made without our readers.

For each archive, folder or file: what plain sqlite3 counts in the tables that must be read is
what the ledger says became records; what another tool read of them is what our records say.
"""

import json
import shutil
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import shared_folder
from tests.unit.extraction import phones
from tests.unit.extraction.android_backups import TELEPHONY, AndroidBackup, messages
from tests.unit.extraction.backups import PASSWORD, Backup
from tests.unit.extraction.phones import database
from tests.unit.extraction.pictures import LONDON
from tests.unit.extraction.reading import Reading, read

# table: the file names under which it must be read
TABLES = {
    "message": ("sms.db",),
    "ABPerson": ("AddressBook.sqlitedb",),
    "voicemail": ("voicemail.db",),
    "ZICNOTEDATA": ("NoteStore.sqlite",),
    "ZWAMESSAGE": ("ChatStorage.sqlite",),
    "ZWACDCALLEVENT": ("CallHistory.sqlite",),
    "ZWAADDRESSBOOKCONTACT": ("ContactsV2.sqlite",),
    "history_visits": ("History.db",),
    "sms": ("mmssms.db",),
    "calls": ("contacts2.db", "calllog.db"),
    "visits": ("History-59.0.3071.86", "History"),
    "downloads": ("History-59.0.3071.86", "History", "downloads.db"),
    "messages": ("babel.db", "burners.sqlite"),
    "contacts": ("burners.sqlite",),
    "ZACCOUNT": ("Accounts3.sqlite",),
    "ZLIVEUSAGE": ("netusage.sqlite",),
}


def made(folder: Path) -> Path:
    """Make an archive of our own, so that there is always one."""
    rows: dict[str, phones.Rows] = {
        "sms": [{"address": phones.ALEX, "type": 1, "date": phones.NOON * 1000}] * 5
    }
    store = database(folder / "mmssms.db", phones.ANDROID_MESSAGES, **rows)
    path = folder / "made.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(store, "data/data/com.android.providers.telephony/databases/mmssms.db")
    return path


def samples() -> Iterator[Any]:
    yield pytest.param(None, id="made")
    shared = shared_folder()
    if shared is None:
        return
    for path in sorted((shared / "samples/ileapp-ios-ffs").glob("*/*.zip")):
        yield pytest.param(path, id=path.stem)
    for path in sorted((shared / "samples/plaso-phone-dbs").glob("*/*")):
        if any(path.name in names for names in TABLES.values()):
            yield pytest.param(path, id=path.name)


def counted(path: Path, folder: Path) -> Counter[str]:
    """Count the rows of the tables that must be read, with plain sqlite3."""
    folder.mkdir()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if not name.endswith("/"):
                    (folder / name.replace("/", "~")).write_bytes(archive.read(name))
    else:
        shutil.copy(path, folder / path.name)
    found: Counter[str] = Counter()
    for file in sorted(folder.iterdir()):
        base = file.name.rpartition("~")[2]
        tables = [table for table, names in TABLES.items() if base in names]
        if not tables or file.stat().st_size == 0:
            continue
        with closing(sqlite3.connect(file)) as connection:
            there = {
                str(name)
                for (name,) in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                )
            }
            for table in sorted(set(tables) & there):
                found[table] += connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def by_table(reading: Reading) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in reading.ledger.lines:
        table = line.artefact.rpartition(": ")[2]
        if ": " in line.artefact and table in TABLES:
            assert line.records == line.seen
            found[table] += line.records
    return found


@pytest.mark.parametrize("sample", list(samples()))
def test_every_row_that_sqlite_counts_is_a_record(sample: Path | None, tmp_path: Path) -> None:
    path = made(tmp_path) if sample is None else sample
    assert by_table(read(path)) == counted(path, tmp_path / "plain")


EXPECTED = {"whatsApp.whatsAppMessages": "message", "whatsApp.whatsAppCallHistory": "call"}


def read_by_another() -> Iterator[Any]:
    """Pair an archive with what iLEAPP read of it: its first column is the time."""
    shared = shared_folder()
    folder = None if shared is None else shared / "samples/ileapp-ios-ffs"
    yield pytest.param(None, None, "message", id="made")
    for name, category in EXPECTED.items():
        found = [] if folder is None else sorted(folder.glob(f"expected/{name}.*.json"))
        for path in found:
            archive = next((path.parent.parent / "cases").glob(f"testdata.{name}.*.zip"))
            yield pytest.param(archive, path, category, id=name)


@pytest.mark.parametrize(("archive", "expected", "category"), list(read_by_another()))
def test_times_are_those_that_another_tool_read(
    archive: Path | None, expected: Path | None, category: str, tmp_path: Path
) -> None:
    if archive is None or expected is None:
        archive, wanted = made(tmp_path), Counter({phones.NOON: 5})
    else:
        wanted = Counter(int(row[0]) for row in json.loads(expected.read_text())["data"])
    seconds = Counter(
        record.time.lo_us // 10**6
        for record in read(archive).records
        if record.category == category and record.time is not None and record.time.lo_us
    )
    assert seconds == wanted


def test_a_log_brings_rows_that_the_database_alone_has_not(tmp_path: Path) -> None:
    """The row that only the -wal holds is read, in the public sample and in our own."""
    shared = shared_folder()
    pairs = []
    if shared is not None:
        pairs.append(shared / "samples/plaso-phone-dbs/wal_database.db")
    path = database(tmp_path / "own/calllog.db", phones.ANDROID_CALLS)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        phones.fill(connection, "calls", [{"number": phones.ALEX, "type": 1}])
        connection.commit()
        pairs.append(path)
        for number, pair in enumerate(pairs):
            folder = tmp_path / str(number)
            folder.mkdir()
            # Under a store's name, so that the folder is known for what it is.
            for ending in ("", "-wal"):
                shutil.copy(f"{pair}{ending}", folder / f"calllog.db{ending}")
            with_log = sum(line.seen for line in read(folder).ledger.lines)
            (folder / "calllog.db-wal").unlink()
            without = sum(line.seen for line in read(folder).ledger.lines)
            assert with_log == without + 1


def backups() -> list[Any]:
    """Pair a backup with its password; the encrypted one was made of the plain one."""
    shared = shared_folder()
    found = [pytest.param(None, None, id="made")]
    if shared is not None:
        folder = shared / "samples"
        found += [
            pytest.param(folder / "mvt-backups/ios_backup", None, id="plain"),
            pytest.param(
                folder / "ios-encrypted-derived/backup", "vault-fixture-1234", id="encrypted"
            ),
        ]
    return found


@pytest.mark.parametrize(("folder", "password"), backups())
def test_a_backup_gives_its_stores_and_says_what_is_missing(
    folder: Path | None, password: str | None, tmp_path: Path
) -> None:
    expected = Counter({"message": 1, "ZWAMESSAGE": 3, "ZWAADDRESSBOOKCONTACT": 2})
    expected["ZLIVEUSAGE"] = 10
    missing, listed = 1079, 3721
    if folder is None:
        store = database(
            tmp_path / "sms.db", phones.IOS_MESSAGES, message=[{"guid": "m", "handle_id": 1}]
        )
        made_backup = Backup(
            {("HomeDomain", "Library/SMS/sms.db"): store.read_bytes()},
            absent={("HomeDomain", "gone"): 0},
            password=PASSWORD,
        )
        folder, password = made_backup.write(tmp_path / "backup"), PASSWORD
        expected, missing, listed = Counter({"message": 1}), 1, 3
    found = read(folder, password=password)
    assert by_table(found) == expected
    assert len(found.ledger.missing) == missing
    assert found.line("Manifest.db: Files").withheld == listed


def android_backups() -> list[Any]:
    """Pair a backup with its password and how many messages of each kind it holds."""
    shared = shared_folder()
    found = [pytest.param(None, None, {"sms backup": 2}, id="made")]
    if shared is not None:
        folder = shared / "samples/mvt-backups/android_backup"
        found += [
            pytest.param(
                folder / "backup.ab", None, {"sms backup": 1, "mms backup": 1}, id="version 1"
            ),
            pytest.param(folder / "backup2.ab", "123456", {"sms backup": 1}, id="version 5"),
        ]
    return found


@pytest.mark.parametrize(("path", "password", "expected"), android_backups())
def test_an_android_backup_gives_its_messages(
    path: Path | None, password: str | None, expected: dict[str, int], tmp_path: Path
) -> None:
    if path is None:
        rows = [{"address": phones.ALEX, "date": "1", "type": "1"}] * 2
        made_backup = AndroidBackup({f"{TELEPHONY}/d_f/000000_sms_backup": messages(rows)})
        path = tmp_path / "made.ab"
        path.write_bytes(made_backup.marshal())
    found = read(path, password=password)
    assert {line.artefact: line.records for line in found.ledger.lines} == expected


def loose() -> list[Any]:
    """Pair a folder of loose files with what is in it, by category."""
    shared = shared_folder()
    found = [pytest.param(None, {"media": 1}, id="made")]
    if shared is not None:
        folder = shared / "samples"
        vcards = {"contact": 4, "document": 2, "message": 2}
        found += [
            pytest.param(folder / "iped-ufed-and-apps/files", vcards, id="mail and contacts"),
            pytest.param(folder / "exif-samples", {"media": 50, "document": 1}, id="pictures"),
            pytest.param(folder / "pillow-exif-ok", {"media": 4, "document": 1}, id="odd pictures"),
            pytest.param(folder / "hostile/image", {"media": 18}, id="hostile pictures"),
        ]
    return found


@pytest.mark.parametrize(("folder", "expected"), loose())
def test_loose_files_are_found(
    folder: Path | None, expected: dict[str, int], tmp_path: Path
) -> None:
    if folder is None:
        folder = tmp_path / "photos"
        folder.mkdir()
        (folder / "a.jpg").write_bytes(LONDON.jpeg())
    assert Counter(record.category for record in read(folder).records) == expected


def test_pictures_say_what_other_programs_read_in_them(tmp_path: Path) -> None:
    """Of the public pictures 29 say when they were taken, 1 with an offset, and 8 where."""
    shared = shared_folder()
    (tmp_path / "a.jpg").write_bytes(LONDON.jpeg())
    folders, expected = [tmp_path], (1, 1, 1)
    if shared is not None:
        samples = shared / "samples"
        folders, expected = [samples / "exif-samples", samples / "pillow-exif-ok"], (29, 1, 8)
    records = [record for folder in folders for record in read(folder).records]
    times = [record.time for record in records if record.time is not None]
    explicit = [time for time in times if time.zone == "explicit"]
    places = [record for record in records if record.place is not None]
    assert (len(times), len(explicit), len(places)) == expected


GRAPHS = {
    "case-examples/Oresteia.json": {"SMSMessage": 2, "EmailMessage": 1, "Message": 1},
    "case-examples/message.json": {"Message": 4},
    "case-examples/sms_and_contacts.json": {"SMSMessage": 1, "Contact": 1},
    "case-examples/spear_phishing.json": {"EmailMessage": 2},
    "case-ufed-jsonld/URL_HISTORY_CASE_1.0.0.json": {"URLHistoryEntry": 1},
    "case-ufed-jsonld/URL_HISTORY_MULTI_ITEMS_CASE_1.0.0.json": {"URLHistoryEntry": 2},
    "case-ufed-jsonld/Call_CASE_1.0.0.json": {"Call": 1},
}


@pytest.mark.parametrize("name", ["made", *(GRAPHS if shared_folder() else ())])
def test_a_graph_gives_its_records(name: str, tmp_path: Path) -> None:
    shared = shared_folder()
    path = tmp_path / "made.json"
    nodes = [{"@id": "m", "@type": "uco-observable:Message"}] * 2
    context = {"uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/"}
    path.write_text(json.dumps({"@context": context, "@graph": nodes}), "utf-8")
    if name != "made" and shared is not None:
        path = shared / "samples" / name
    found = {line.artefact: line.records for line in read(path).ledger.lines}
    expected = GRAPHS.get(name, {"Message": 2})
    assert {kind: found[kind] for kind in expected} == expected
