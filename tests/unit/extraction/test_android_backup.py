"""Android backups: plain, deflated and encrypted give the same; damage is refused or said."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from extraction.errors import CorruptSource, ExtractionError, LimitExceeded, LockedSource
from extraction.readers.ab_container import java_spelling
from tests.unit.extraction import phones
from tests.unit.extraction.android_backups import (
    MASTER,
    PASSWORD,
    TELEPHONY,
    AndroidBackup,
    messages,
)
from tests.unit.extraction.phones import ALEX, ALEX_JID, BEA, NOON, database
from tests.unit.extraction.pictures import LONDON
from tests.unit.extraction.reading import Reading, read

SMS = {"address": ALEX, "body": "hello", "date": str(NOON * 1000), "type": "1", "read": "1"}
MMS = {
    "date": str(NOON),
    "date_sent": str(NOON - 3),
    "msg_box": "1",
    "mms_body": "look",
    "recipients": [ALEX, BEA],
    "sub": "cat",
    "tr_id": "t",
    "mms_addresses": [
        *({"type": 137, "address": ALEX, "charset": 106}, {"type": 151, "address": BEA}),
    ],
}


def opened(data: bytes, tmp_path: Path, **options: object) -> Reading:
    path = tmp_path / "backup.ab"
    path.write_bytes(data)
    return read(path, **options)  # type: ignore[arg-type]


@pytest.fixture
def backup(tmp_path: Path) -> AndroidBackup:
    chats = database(
        tmp_path / "made/msgstore.db",
        phones.WHATSAPP_ANDROID_OLD,
        messages=[{"key_remote_jid": ALEX_JID, "key_from_me": 0, "data": "hi"}],
    )
    return AndroidBackup(
        {
            f"{TELEPHONY}/_manifest": b"1\n",
            f"{TELEPHONY}/d_f/000000_sms_backup": messages([SMS, {**SMS, "type": "2"}]),
            f"{TELEPHONY}/d_f/000001_mms_backup": messages([MMS]),
            "apps/com.whatsapp/db/msgstore.db": chats.read_bytes(),
            "shared/0/DCIM/Camera/IMG_1.jpg": LONDON.jpeg(),
            "shared/0/Download/a.pdf": b"%PDF-",
        }
    )


def test_a_backup_with_messages_stores_and_pictures(backup: AndroidBackup, tmp_path: Path) -> None:
    found = opened(backup.marshal(), tmp_path)
    received, sent, picture, chat, photo = found.records
    assert found.format == "android-backup"
    assert (received.direction, sent.direction, received.state) == ("in", "out", {"read": "read"})
    assert received.time is not None
    assert (received.time.lo_us, received.time.unit) == (NOON * 10**6, "ms")
    assert received.thread is not None
    assert received.thread.id == f"sms:{ALEX}"
    assert picture.time is not None
    assert (picture.time.lo_us, picture.time.unit, picture.subtype) == (NOON * 10**6, "s", "mms")
    assert [(text.field, text.value) for text in picture.text] == [
        *(("body", "look"), ("subject", "cat")),
    ]
    assert [(party.role, party.id_norm) for party in picture.parties] == [
        *(("from", ALEX), ("to", BEA)),
    ]
    assert picture.extra == {"tr_id": "t"}
    assert (chat.app_id, chat.prov.member) == ("whatsapp", "apps/com.whatsapp/db/msgstore.db")
    assert photo.place is not None
    assert photo.times[-1].kind == "file_mtime"
    assert [(each["member"], each["bytes"]) for each in found.ledger.unread] == [
        *((TELEPHONY, 2), ("shared/0/Download", 5)),
    ]


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("java", [True, False, None])
def test_every_outer_form_gives_the_same(
    java: bool | None,  # noqa: FBT001
    compressed: bool,  # noqa: FBT001
    backup: AndroidBackup,
    tmp_path: Path,
) -> None:
    made = replace(
        backup,
        compressed=compressed,
        java=bool(java),
        password=None if java is None else PASSWORD,
    )
    found = opened(made.marshal(), tmp_path, password=PASSWORD)
    assert found.records == opened(backup.marshal(), tmp_path).records


def test_java_spells_a_signed_byte_with_three() -> None:
    assert java_spelling(b"\x00\x7f\x80\xff") == b"\x00\x7f\xef\xbe\x80\xef\xbf\xbf"
    assert len(java_spelling(MASTER)) > len(MASTER)


@pytest.mark.parametrize(
    ("password", "words"), [(None, "give its password"), ("wrong", "does not open")]
)
def test_without_the_password_it_is_locked(
    password: str | None, words: str, backup: AndroidBackup, tmp_path: Path
) -> None:
    data = replace(backup, password=PASSWORD).marshal()
    with pytest.raises(LockedSource, match=words):
        opened(data, tmp_path, password=password)


def test_endless_work_is_refused(backup: AndroidBackup, tmp_path: Path) -> None:
    data = replace(backup, password=PASSWORD).marshal().replace(b"\n10\n", b"\n20000001\n")
    with pytest.raises(LimitExceeded):
        opened(data, tmp_path, password=PASSWORD)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded):
        opened(AndroidBackup({"apps/a/f/zeros": bytes(80 << 20)}).marshal(), tmp_path)


@pytest.mark.parametrize(
    "header",
    [
        *(b"ANDROID BACKUP\n5\n1\nDES\n", b"ANDROID BACKUP\n5\n2\nnone\n", b"ANDROID BACKUP\n5\n"),
        *(b"ANDROID BACKUP\n5\n1\nAES-256\nzz\nzz\n1\nzz\nzz\n",),
        *(b"ANDROID BACKUP\n5\n1\nAES-256\nab\nab\n1\nab\nab\n",),
    ],
)
def test_a_header_that_does_not_parse_is_damage(header: bytes, tmp_path: Path) -> None:
    with pytest.raises(CorruptSource):
        opened(header + b"x" * 99, tmp_path, password=PASSWORD)


def test_what_lies_before_the_cut_is_read(backup: AndroidBackup, tmp_path: Path) -> None:
    data = replace(backup, compressed=False).marshal()
    cut = data[: data.index(b"%PDF-")]
    with pytest.raises(CorruptSource):
        opened(cut, tmp_path)
    found = opened(cut, tmp_path, accept_damaged=True)
    assert len(found.records) == 5
    assert any("cut short" in str(each["reason"]) for each in found.ledger.unread)


def test_messages_that_do_not_parse_are_quarantined_or_said(tmp_path: Path) -> None:
    odd = [SMS, "text", 7, None, [], {**SMS, "date": {"a": 1}, "recipients": "x", "new": [1]}]
    made = AndroidBackup({f"{TELEPHONY}/d_f/000000_sms_backup": messages(odd)})
    found = opened(made.marshal(), tmp_path)
    line = found.line("sms backup")
    assert (line.seen, line.records, line.quarantined) == (6, 2, 4)
    assert found.records[1].extra["new"] == "[1]"
    broken = AndroidBackup({f"{TELEPHONY}/d_f/000000_sms_backup": messages([SMS])[:-9]})
    with pytest.raises(CorruptSource):
        opened(broken.marshal(), tmp_path)


def test_links_and_hidden_bytes_are_said(tmp_path: Path) -> None:
    made = AndroidBackup(
        {f"{TELEPHONY}/d_f/000000_sms_backup": messages([SMS])},
        links={"apps/a/f/l": "/etc/passwd"},
        trailing=b"by hand",
    )
    found = opened(made.marshal(), tmp_path)
    assert "1 members are links, devices or sparse, and not followed" in found.ledger.warnings
    (hidden,) = found.ledger.unread
    assert (hidden["reason"], len(str(hidden["sha256"]))) == ("after the end", 64)


def test_a_database_and_its_log_are_together_whatever_their_order(tmp_path: Path) -> None:
    path = database(tmp_path / "made/calllog.db", {})
    phones_log = tmp_path / "made/calllog.db-wal"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"CREATE TABLE calls ({phones.ANDROID_CALLS['calls']})")
        phones.fill(connection, "calls", [{"number": ALEX, "type": 1}])
        connection.commit()
        members = {
            "apps/x/db/calllog.db-wal": phones_log.read_bytes(),
            "apps/x/db/calllog.db": path.read_bytes(),
        }
    assert len(opened(AndroidBackup(members).marshal(), tmp_path).records) == 1


def test_no_mutant_crashes_or_loses_messages_in_silence(tmp_path: Path) -> None:
    rows = messages([{**SMS, "body": f"message {at} " * 9} for at in range(40)])
    plain = AndroidBackup({f"{TELEPHONY}/d_f/000000_sms_backup": rows}, compressed=False)
    chance = random.Random(5)
    for made in (plain, replace(plain, compressed=True), replace(plain, password=PASSWORD)):
        data = made.marshal()
        for number in range(170):
            damaged = bytearray(data)
            if number % 3:
                damaged[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            else:
                del damaged[chance.randrange(len(data)) :]
            try:
                found = opened(bytes(damaged), tmp_path, password=PASSWORD, accept_damaged=True)
            except ExtractionError:
                continue
            assert sum(line.seen for line in found.ledger.lines) == 40 or found.ledger.unread
