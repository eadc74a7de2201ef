"""The readers of raw phone material: rows a second and memory, each part a process of its own.

    bench/readers_stores.py mmssms 1000000      rows/s of one core, from a database to records
    bench/readers_stores.py imessage 1000000    the same, with handles, chats and a join
    bench/readers_stores.py filesystem 500000   a ZIP file of so many members, nearly all unknown

Rows per second are counted over CPU time of the reading process, the copy of the database and
SQLite's own check of it included; records are made and let go, not sealed.
"""

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extraction.reader import ReadContext, choose_reader, read_all
from extraction.registry import READERS
from extraction.source import find_source

FIRST_MS = 1_775_001_600_000
COCOA_MS = 978_307_200_000
PEOPLE = 500


TABLES = (
    (
        "message (ROWID INTEGER PRIMARY KEY, guid, text, attributedBody, handle_id, is_from_me,"
        " date, date_read, date_delivered, service, subject, item_type, is_read)"
    ),
    "handle (ROWID INTEGER PRIMARY KEY, id, service)",
    "chat (ROWID INTEGER PRIMARY KEY, guid, style, chat_identifier, display_name)",
    "chat_handle_join (chat_id, handle_id)",
    "chat_message_join (chat_id, message_id)",
)


class Nowhere:
    def take(self, chunks: Iterable[bytes], mime: str) -> tuple[str, int]:
        del mime
        return "", sum(map(len, chunks))


def mmssms(folder: Path, count: int) -> Path:
    path = folder / "mmssms.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "CREATE TABLE sms (_id INTEGER PRIMARY KEY, thread_id, address, person, date,"
            " date_sent, protocol, read, status, type, subject, body, service_center, locked,"
            " error_code, seen, sub_id, creator)"
        )
        database.executemany(
            "INSERT INTO sms (thread_id, address, date, date_sent, read, status, type, body,"
            " locked, error_code, seen, sub_id) VALUES (?, ?, ?, ?, 1, -1, ?, ?, 0, 0, 1, -1)",
            (
                (
                    number % PEOPLE,
                    f"+4477009{number % PEOPLE:05}",
                    FIRST_MS + number * 1000,
                    FIRST_MS + number * 1000,
                    1 + number % 2,
                    f"a message of an ordinary length, number {number}",
                )
                for number in range(count)
            ),
        )
        database.commit()
    return path


def imessage(folder: Path, count: int) -> Path:
    path = folder / "sms.db"
    with closing(sqlite3.connect(path)) as database:
        for table in TABLES:
            database.execute(f"CREATE TABLE {table}")
        database.execute("CREATE INDEX by_message ON chat_message_join (message_id)")
        people = [(number, f"+4477009{number:05}") for number in range(1, PEOPLE + 1)]
        database.executemany("INSERT INTO handle (ROWID, id) VALUES (?, ?)", people)
        database.executemany(
            "INSERT INTO chat (ROWID, chat_identifier, style) VALUES (?, ?, 45)", people
        )
        database.executemany(
            "INSERT INTO chat_handle_join VALUES (?, ?)", ((each, each) for each, _ in people)
        )
        database.executemany(
            "INSERT INTO message (guid, text, handle_id, is_from_me, date, service, is_read)"
            " VALUES (?, ?, ?, ?, ?, 'iMessage', 1)",
            (
                (
                    f"guid-{number:012}",
                    f"a message of an ordinary length, number {number}",
                    number % PEOPLE + 1,
                    number % 2,
                    (FIRST_MS - COCOA_MS + number * 1000) * 10**6,
                )
                for number in range(count)
            ),
        )
        database.executemany(
            "INSERT INTO chat_message_join VALUES (?, ?)",
            ((number % PEOPLE + 1, number + 1) for number in range(count)),
        )
        database.commit()
    return path


def filesystem(folder: Path, count: int) -> Path:
    path = folder / "phone.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(mmssms(folder, 1000), "data/data/com.android.providers.telephony/mmssms.db")
        for number in range(count):
            archive.writestr(f"data/data/app{number % 900}/files/cache/{number:08}.bin", b"x")
    return path


MAKERS: dict[str, Callable[[Path, int], Path]] = {
    "mmssms": mmssms,
    "imessage": imessage,
    "filesystem": filesystem,
}


def main(part: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Made by another process, so that what making costs is in no figure.
        making = [sys.executable, __file__, "make", part, str(count), name]
        made = subprocess.run(making, check=True, capture_output=True, text=True)
        source = find_source(Path(made.stdout.strip()))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        context = ReadContext("ab" * 32, Nowhere(), folder)
        begun, wall = time.process_time(), time.monotonic()
        records = sum(1 for _ in read_all(choose_reader(source, READERS), source, context))
        spent, waited = time.process_time() - begun, time.monotonic() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"records": records, "cpu_s": spent, "wall_s": waited, "per_cpu_s": count / spent}
    print(json.dumps({**found, "peak_mb": peak, "peak_mb_before": before}))


if __name__ == "__main__":
    if sys.argv[1] == "make":
        print(MAKERS[sys.argv[2]](Path(sys.argv[4]), int(sys.argv[3])))
    else:
        main(sys.argv[1], int(sys.argv[2]))
