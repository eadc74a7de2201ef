"""Damaged databases of phones: never a crash, and never a row less without a word.

Bytes are flipped, files cut short, pages dropped, wiped or put in place of others, also in
the log beside a database. What is read of a mutant has as many rows as the original, or its
ledger says where it has not.
"""

import hashlib
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from extraction.errors import ExtractionError
from extraction.ledger import Ledger
from extraction.reader import ReadContext, choose_reader, read_all
from extraction.record import marshal_record
from extraction.registry import READERS
from extraction.source import find_source
from tests.unit.extraction import phones
from tests.unit.extraction.phones import ALEX, ALEX_JID, COCOA, NOON, attributed, database
from tests.unit.extraction.reading import KeptBlobs

ROWS = 60
WORDS = "words that fill a page " * 6
PAGE = 4096


def sms(folder: Path) -> Path:
    return database(
        folder / "mmssms.db",
        phones.ANDROID_MESSAGES,
        sms=[
            {"address": ALEX, "date": NOON * 1000 + at, "type": 1, "body": WORDS}
            for at in range(ROWS)
        ],
        pdu=[{"thread_id": 1, "date": NOON, "msg_box": 1, "ct_t": "m"}] * 20,
        part=[{"mid": at, "ct": "text/plain", "text": WORDS} for at in range(1, 21)],
        addr=[{"msg_id": at, "address": ALEX, "type": 137} for at in range(1, 21)],
        threads=[{"_id": 1, "recipient_ids": "1"}],
        canonical_addresses=[{"address": ALEX}],
    )


def imessage(folder: Path) -> Path:
    return database(
        folder / "sms.db",
        phones.IOS_MESSAGES,
        message=[
            {
                "guid": f"m{at}",
                "attributedBody": attributed(WORDS),
                "handle_id": 1,
                "is_from_me": at % 2,
                "date": (COCOA + at) * 10**9,
            }
            for at in range(ROWS)
        ],
        handle=[{"id": ALEX}],
        chat=[{"guid": "c", "style": 45, "chat_identifier": ALEX}],
        chat_handle_join=[{"chat_id": 1, "handle_id": 1}],
        chat_message_join=[{"chat_id": 1, "message_id": at} for at in range(1, ROWS + 1)],
        attachment=[{"filename": "~/a.jpg"}],
        message_attachment_join=[{"message_id": 3, "attachment_id": 1}],
    )


def whatsapp(folder: Path) -> Path:
    return database(
        folder / "ChatStorage.sqlite",
        phones.WHATSAPP_IOS,
        ZWAMESSAGE=[
            {
                "ZISFROMME": 0,
                "ZMESSAGEDATE": COCOA + at / 2,
                "ZTEXT": WORDS,
                "ZCHATSESSION": 1,
                "ZMESSAGETYPE": 0,
                "ZMEDIAITEM": at,
            }
            for at in range(1, ROWS + 1)
        ],
        ZWACHATSESSION=[{"ZCONTACTJID": ALEX_JID, "ZPARTNERNAME": "Alex"}],
        ZWAMEDIAITEM=[{"ZTITLE": WORDS} for _ in range(ROWS)],
    )


def notes(folder: Path) -> Path:
    return database(
        folder / "NoteStore.sqlite",
        phones.NOTES,
        ZICNOTEDATA=[
            {"ZNOTE": at, "ZDATA": phones.note_data(f"{at} {WORDS}")} for at in range(1, ROWS + 1)
        ],
        ZICCLOUDSYNCINGOBJECT=[{"ZTITLE1": WORDS, "ZCREATIONDATE3": COCOA}] * ROWS,
    )


def contacts(folder: Path) -> Path:
    return database(
        folder / "contacts2.db",
        {**phones.ANDROID_CONTACTS, **phones.ANDROID_CALLS},
        raw_contacts=[{"contact_id": at, "display_name": WORDS} for at in range(ROWS)],
        data=[{"raw_contact_id": at, "mimetype_id": 1, "data1": ALEX} for at in range(1, ROWS + 1)],
        mimetypes=[{"mimetype": "vnd.android.cursor.item/phone_v2"}],
        calls=[{"number": ALEX, "date": NOON * 1000, "type": 1, "name": WORDS}] * ROWS,
    )


def history(folder: Path) -> Path:
    return database(
        folder / "History",
        phones.CHROME,
        visits=[{"url": at, "visit_time": 13_161_017_332_037_692} for at in range(1, ROWS + 1)],
        urls=[{"url": f"https://a.example/{WORDS}"}] * ROWS,
        downloads=[{"target_path": WORDS, "start_time": 13_161_017_332_037_692}] * 20,
    )


MAKERS = (sms, imessage, whatsapp, notes, contacts, history)
MUTANTS = 500
SEEDED = 20_261_127


def mutant(data: bytes, chance: random.Random) -> tuple[bytes, bool]:
    """Give the file with one thing wrong, and whether that is a page put in place of another.

    Where such a page fits, the file is a sound database of fewer rows, and nobody can tell.
    """
    out = bytearray(data)
    kind = chance.randrange(6)
    if kind == 0:
        # The first bytes of pages say what is where, so they are hit more often.
        page = chance.randrange(len(out) // PAGE) * PAGE
        out[page + chance.randrange(100 if page == 0 else 60)] ^= 1 << chance.randrange(8)
    elif kind == 1:
        for _ in range(chance.randrange(1, 8)):
            out[chance.randrange(len(out))] = chance.randrange(256)
    elif kind == 2:
        del out[chance.randrange(len(out)) :]
    elif kind == 3:
        page = chance.randrange(1, len(out) // PAGE) * PAGE
        del out[page : page + PAGE]
    elif kind == 4:
        page = chance.randrange(len(out) // PAGE) * PAGE
        out[page : page + PAGE] = chance.choice((bytes(PAGE), chance.randbytes(PAGE)))
    else:
        one, other = (chance.randrange(len(out) // PAGE) * PAGE for _ in range(2))
        out[one : one + PAGE] = out[other : other + PAGE]
        return bytes(out), True
    return bytes(out), False


def seen(path: Path) -> tuple[int, Ledger] | None:
    """Read with leave to go on behind damage; None when it is refused."""
    with TemporaryDirectory() as scratch:
        context = ReadContext("ab" * 32, KeptBlobs(), Path(scratch), accept_damaged=True)
        try:
            source = find_source(path)
            for record in read_all(choose_reader(source, READERS), source, context):
                marshal_record(record)
        except ExtractionError:
            return None
        context.ledger.marshal()
    return sum(line.seen for line in context.ledger.lines), context.ledger


@pytest.mark.parametrize("make", MAKERS)
def test_no_mutant_crashes_or_loses_rows_in_silence(make: object, tmp_path: Path) -> None:
    assert callable(make)
    path: Path = make(tmp_path)
    data = path.read_bytes()
    whole = seen(path)
    assert whole is not None
    assert not whole[1].unread
    chance = random.Random(f"{SEEDED} {hashlib.sha256(path.name.encode()).hexdigest()}")
    read = said = 0
    for number in range(MUTANTS):
        damaged, fits = mutant(data, chance)
        path.write_bytes(damaged)
        found = seen(path)
        if found is None:
            continue
        read += 1
        rows, ledger = found
        said += bool(ledger.unread)
        assert rows >= whole[0] or ledger.unread or fits, (
            f"mutant {number} lost {whole[0] - rows} rows"
        )
    # The test means something only while mutants are read, and some of them said to be damaged.
    assert read > MUTANTS / 4
    assert said > MUTANTS / 20


def test_a_damaged_log_loses_no_rows_in_silence(tmp_path: Path) -> None:
    own = tmp_path / "own"
    path = database(own / "calllog.db", phones.ANDROID_CALLS)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        for _ in range(12):
            calls: phones.Rows = [{"number": ALEX, "type": 1, "name": WORDS}] * 10
            phones.fill(connection, "calls", calls)
            connection.commit()
        base, log = path.read_bytes(), Path(f"{path}-wal").read_bytes()
    folder = tmp_path / "phone"
    folder.mkdir()
    (folder / "calllog.db").write_bytes(base)
    (folder / "calllog.db-wal").write_bytes(log)
    whole = seen(folder)
    assert whole is not None
    assert (whole[0], whole[1].unread) == (120, [])
    chance = random.Random(SEEDED)
    said = 0
    for number in range(MUTANTS):
        damaged = bytearray(log)
        damaged[chance.randrange(len(log))] ^= 1 << chance.randrange(8)
        (folder / "calllog.db-wal").write_bytes(damaged)
        found = seen(folder)
        if found is None:
            continue
        said += bool(found[1].unread)
        assert found[0] >= 120 or found[1].unread, f"mutant {number} lost {120 - found[0]} rows"
    assert said > MUTANTS / 4
