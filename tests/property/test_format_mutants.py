"""Damaged backups, archives and exports: never a crash, and never a row less without a word.

Five hundred of each format (`--mutants` makes another number). What is read of a mutant has as
many rows as the original, or its ledger says what is wrong; where a format has nothing by
which a lost row could show, its words are in another row.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.property.mutating import Read, Whole, read
from tests.unit.extraction import phones
from tests.unit.extraction.android_backups import TELEPHONY, AndroidBackup, messages
from tests.unit.extraction.backups import PASSWORD, Backup
from tests.unit.extraction.phones import ALEX, NOON, database
from tests.unit.extraction.pictures import LONDON
from tests.unit.extraction.reports import WHOLE
from tests.unit.extraction.zips import Member, make_zip

ROWS = 40
JPEG = LONDON.jpeg()


def phone_messages(folder: Path) -> bytes:
    rows: phones.Rows = [
        {"address": ALEX, "date": NOON * 1000 + at, "type": 1, "body": f"words {at} " * 20}
        for at in range(ROWS)
    ]
    return database(folder / "made.db", phones.ANDROID_MESSAGES, sms=rows).read_bytes()


def apple_messages(folder: Path) -> bytes:
    rows: phones.Rows = [
        {"guid": f"m{at}", "text": f"words {at} " * 20, "handle_id": 1, "date": at}
        for at in range(ROWS)
    ]
    people: phones.Rows = [{"id": ALEX}]
    path = folder / "made.db"
    return database(path, phones.IOS_MESSAGES, message=rows, handle=people).read_bytes()


def backup(folder: Path, password: str | None) -> Whole:
    files = {
        ("HomeDomain", "Library/SMS/sms.db"): apple_messages(folder),
        ("CameraRollDomain", "Media/DCIM/100APPLE/IMG_0001.JPG"): JPEG,
    }
    path = Backup(files, password=password).write(folder / "backup")
    listing = path / "Manifest.db"
    others = [each for each in sorted(path.rglob("*")) if each.is_file() and each != listing]
    return Whole(path, (listing, *others), password)


def ios_backup(folder: Path) -> Whole:
    return backup(folder, None)


def ios_backup_encrypted(folder: Path) -> Whole:
    return backup(folder, PASSWORD)


def android(folder: Path, password: str | None, *, compressed: bool) -> Whole:
    rows = [
        {"address": ALEX, "date": str(NOON * 1000), "type": "1", "body": f"words {at}"}
        for at in range(ROWS)
    ]
    members = {
        f"{TELEPHONY}/d_f/000000_sms_backup": messages(rows),
        "apps/com.example/db/mmssms.db": phone_messages(folder),
        "shared/0/DCIM/Camera/a.jpg": JPEG,
    }
    path = folder / "backup.ab"
    path.write_bytes(AndroidBackup(members, compressed=compressed, password=password).marshal())
    return Whole(path, (path,), password)


def android_backup(folder: Path) -> Whole:
    return android(folder, None, compressed=True)


def android_backup_plain(folder: Path) -> Whole:
    return android(folder, None, compressed=False)


def android_backup_encrypted(folder: Path) -> Whole:
    return android(folder, PASSWORD, compressed=True)


def ufdr(folder: Path) -> Whole:
    path = folder / "report.ufdr"
    members = (
        Member(b"report.xml", WHOLE.read_bytes(), method=8),
        Member(b"files/Image/a.jpg", JPEG),
    )
    path.write_bytes(make_zip(*members))
    return Whole(path, (path,))


def filesystem(folder: Path) -> Whole:
    path = folder / "phone.zip"
    names = b"/private/var/mobile/Library/SMS/sms.db", b"/private/var/mobile/Media/DCIM/1/a.jpg"
    members = [Member(names[0], apple_messages(folder), method=8), Member(names[1], JPEG)]
    members += [Member(b"/private/var/other/%d" % at, b"x" * at) for at in range(20)]
    path.write_bytes(make_zip(*members))
    return Whole(path, (path,))


def takeout(folder: Path) -> Whole:
    path = folder / "export"
    places = [
        {"latitudeE7": at, "longitudeE7": at, "timestampMs": str(NOON * 1000 + at)}
        for at in range(1, ROWS)
    ]
    pages = [
        {"title": f"page {at}", "url": f"https://a.example/{at}", "time_usec": NOON * 10**6}
        for at in range(ROWS)
    ]
    bodies = {
        "Takeout/Location/Records.json": {"locations": places},
        "Takeout/Chrome/History.json": {"Browser History": pages},
    }
    for name, body in bodies.items():
        (path / name).parent.mkdir(parents=True)
        (path / name).write_text(json.dumps(body, indent=1), "utf-8")
    return Whole(path, tuple(path / name for name in bodies))


def telegram(folder: Path) -> Whole:
    said = [
        {
            "id": at,
            "type": "message",
            "date": "2026-04-01T13:00:00",
            "date_unixtime": str(NOON + at),
            "from": "Alex",
            "from_id": "user7",
            "text": f"words {at}",
        }
        for at in range(ROWS)
    ]
    path = folder / "result.json"
    body = {"name": "Alex", "type": "personal_chat", "id": 7, "messages": said}
    path.write_text(json.dumps(body, indent=1), "utf-8")
    return Whole(path, (path,))


def case_graph(folder: Path) -> Whole:
    context = {"o": "https://ontology.unifiedcyberontology.org/uco/observable/"}
    nodes = [
        {
            "@id": f"m{at}",
            "@type": "o:Message",
            "core:hasFacet": [{"@type": "o:MessageFacet", "o:messageText": f"words {at}"}],
        }
        for at in range(ROWS)
    ]
    path = folder / "graph.json"
    path.write_text(json.dumps({"@context": context, "@graph": nodes}, indent=1), "utf-8")
    return Whole(path, (path,))


def contacts(folder: Path) -> Whole:
    path = folder / "contacts.vcf"
    cards = (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:words {at}\r\nTEL:+4477009001{at:02}\r\nEND:VCARD\r\n"
        for at in range(ROWS)
    )
    path.write_bytes("".join(cards).encode())
    return Whole(path, (path,))


def mailbox(folder: Path) -> Whole:
    path = folder / "all.mbox"
    letters = (
        f"From alex@b.example Wed Apr  1 12:00:00 2026\nFrom: a@b.example\nTo: b@b.example\n"
        f"Subject: subject {at}\nDate: Wed, 01 Apr 2026 13:00:00 +0100\n\nwords {at}\n\n"
        for at in range(ROWS)
    )
    path.write_bytes("".join(letters).encode())
    return Whole(path, (path,))


def files(folder: Path) -> Whole:
    path = folder / "files"
    path.mkdir()
    names = "a.jpg", "b.png", "c.pdf", "d.mp4", "e.docx"
    for name in names:
        (path / name).write_bytes(JPEG if name != "c.pdf" else b"%PDF-1.4 words")
    return Whole(path, tuple(path / name for name in names))


def files_zip(folder: Path) -> Whole:
    path = folder / "files.zip"
    path.write_bytes(
        make_zip(*(Member(b"%d.jpg" % at, JPEG, method=8 * (at % 2)) for at in range(12)))
    )
    return Whole(path, (path,))


EXACT = (
    *(ios_backup, ios_backup_encrypted, android_backup, android_backup_plain),
    *(android_backup_encrypted, ufdr, filesystem, takeout, telegram, case_graph, files, files_zip),
)
"""Formats that show a lost row: by a check sum, a count, or because the rest does not parse."""


def mutant_of(whole: Whole, sound: Read) -> tuple[Read | None, int]:
    """Read a mutant with leave to go on; give also how many rows are lost without a word."""
    found = read(whole.path, accept=True, password=whole.password)
    if found is None or found.says_more(sound):
        return found, 0
    return found, sound.seen - found.seen


@pytest.mark.parametrize("make", EXACT, ids=lambda each: each.__name__)
def test_no_mutant_crashes_or_loses_rows_in_silence(
    make: Callable[[Path], Whole], tmp_path: Path, mutants: int
) -> None:
    whole = make(tmp_path)
    sound = read(whole.path, accept=False, password=whole.password)
    assert sound is not None
    kept = said = 0
    silent = []
    for name in whole.mutants(mutants, make.__name__):
        found, lost = mutant_of(whole, sound)
        if lost > 0:
            silent.append(f"{name}: {lost} rows lost in silence")
        kept += found is not None
        said += found is not None and found.says_more(sound)
    assert silent == []
    assert kept + said > 0


def words_of(found: Read) -> str:
    words = [text.value for record in found.records for text in record.text]
    words += [party.name for record in found.records for party in record.parties]
    words += [value for record in found.records for value in record.extra.values()]
    return "\n".join(words)


def lines_with_words(path: Path) -> list[str]:
    lines = path.read_text("utf-8", "replace").splitlines()
    whole = (line.removeprefix("FN:") for line in lines)
    return [line for line in whole if line.startswith("words ")]


@pytest.mark.parametrize("make", [contacts, mailbox], ids=lambda each: each.__name__)
def test_what_holds_no_count_loses_no_words(
    make: Callable[[Path], Whole], tmp_path: Path, mutants: int
) -> None:
    whole = make(tmp_path)
    sound = read(whole.path, accept=False)
    assert sound is not None
    kept = 0
    for name in whole.mutants(mutants, make.__name__):
        found, lost = mutant_of(whole, sound)
        if found is None:
            continue
        kept += 1
        if lost > 0:
            words = words_of(found)
            gone = [line for line in lines_with_words(whole.path) if line not in words]
            assert gone == [], f"{name}: {lost} rows lost in silence"
    assert kept > mutants // 2
