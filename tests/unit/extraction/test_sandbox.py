"""The reading process: the same records as in this one, and no death of it is silent."""

import hashlib
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from extraction import sandbox, sandbox_process
from extraction.errors import CorruptSource, LockedSource, UnknownSource
from extraction.ledger import Line
from extraction.made import write_made_source
from extraction.record import marshal_record
from extraction.source_options import SourceOptions
from tests.conftest import ROOT, seeded_random
from tests.unit.extraction.confined import MADE, Confined, made_source, read_confined
from tests.unit.extraction.reading import DATA, read
from tests.unit.extraction.zips import Member, make_zip
from vault.errors import StoreUnavailable

ACCEPT = SourceOptions(accept_damaged=True)
FIRST_LEAVING = "made format that leaves out"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_process, "_START", MADE)
    # Enough for the interpreter; a reader that eats it all is soon done.
    monkeypatch.setattr(sandbox, "MEMORY", 700_000_000)


def whatsapp(folder: Path) -> Path:
    chat = b"[14/03/2026, 09:15:00] Alex: <attached: a.jpg>\n[14/03/2026, 09:16:00] Sam: hello\n"
    path = folder / "WhatsApp Chat - Alex.zip"
    path.write_bytes(
        make_zip(
            Member(b"_chat.txt", chat, method=8),
            Member(b"a.jpg", b"\xff\xd8\xff" + bytes(3_000_000), method=8),
            Member(b"b.opus", b"OggS" + b"x" * 10),
            Member(b"c.opus", b"OggS", crc=1),
        )
    )
    return path


def sources(folder: Path) -> Iterator[Path]:
    yield from sorted(DATA.glob("*.xml"))
    yield from sorted((DATA / "chats").iterdir())
    yield write_made_source(folder / "lava", random=seeded_random("sandbox"), days=4)
    yield whatsapp(folder)
    long = folder / "long.xml"
    body = "long " * 300_000
    long.write_text(
        f'<smses><sms address="+447700900101" date="1775001600000" body="{body}"/></smses>'
    )
    yield long


def test_every_source_reads_as_it_does_in_this_process(tmp_path: Path) -> None:
    count = 0
    for path in sources(tmp_path):
        here = read(path)
        there = read_confined(path)
        assert there.records == [marshal_record(record) for record in here.records], path.name
        assert there.blobs == here.blobs
        assert there.ledger.marshal() == here.ledger.marshal()
        assert there.format == here.format
        count += len(here.records)
    assert count > 200


def test_a_source_is_read_by_whatever_path_names_it(tmp_path: Path) -> None:
    path = whatsapp(tmp_path)
    (tmp_path / "inner").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "inner")
    wanted = read_confined(path).records
    assert read_confined(tmp_path / "inner" / ".." / path.name).records == wanted
    assert read_confined(tmp_path / "link" / ".." / path.name).records == wanted


def test_what_the_guardian_says_reaches_the_reader(tmp_path: Path) -> None:
    path = whatsapp(tmp_path)
    sensitive = {"whatsapp:Alex": "counselling"}
    here = read(path, zone="Europe/Berlin", region="DE", sensitive=sensitive)
    options = SourceOptions(ZoneInfo("Europe/Berlin"), "DE", None, sensitive)
    assert read_confined(path, options).records == [marshal_record(each) for each in here.records]
    assert here.records[0].sensitivity == "counselling"


def rows(artefact: str, count: int, act: str = "say") -> list[str]:
    return [f"{artefact}|{act}|{artefact}{number}" for number in range(count)]


def words(found: Confined) -> list[str]:
    return [json.loads(each)["text"][0]["value"] for each in found.records]


def line_of(found: Confined, artefact: str) -> Line:
    (line,) = [line for line in found.ledger.lines if line.artefact == artefact]
    return line


DEADLY = {"die": "signal 11", "eat": "MemoryError", "fail": "ValueError", "damage": "torn"}


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("act", DEADLY)
def test_a_death_refuses_the_source_and_says_where(act: str, tmp_path: Path) -> None:
    path = made_source(tmp_path, [*rows("a", 3), f"a|{act}|torn", *rows("b", 3)])
    with pytest.raises(CorruptSource, match=DEADLY[act]) as caught:
        read_confined(path)
    if act != "damage":
        assert str(caught.value).startswith("a: ")


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("act", DEADLY)
@pytest.mark.parametrize("before", [0, 1, 7, 3000])
def test_everything_but_what_follows_in_that_artefact_is_read(
    act: str, before: int, tmp_path: Path
) -> None:
    path = made_source(
        tmp_path,
        [*rows("a", 5), *rows("b", before), f"b|{act}|torn", *rows("b", 4), *rows("c", 5)],
        first=FIRST_LEAVING,
    )
    found = read_confined(path, ACCEPT)
    wanted = [f"a{n}" for n in range(5)] + [f"b{n}" for n in range(before)]
    assert words(found) == [*wanted, *(f"c{n}" for n in range(5))]
    line = line_of(found, "b")
    assert (line.records, line.unknown) == (before, line.seen - before)
    assert DEADLY[act] in line.first_error
    (warning,) = found.ledger.warnings
    assert warning.startswith("b: ")
    assert DEADLY[act] in warning
    (unread,) = found.ledger.unread
    assert (unread["member"], unread["reason"]) == ("rows.txt", warning)
    found.ledger.check()


@pytest.mark.usefixtures("made")
def test_several_artefacts_may_die(tmp_path: Path) -> None:
    deadly = [[*rows(name, 3), f"{name}|die|"] for name in "abcdef"]
    listed = [row for part in deadly for row in part] + rows("z", 3)
    found = read_confined(made_source(tmp_path, listed, first=FIRST_LEAVING), ACCEPT)
    assert Counter(words(found)) == Counter(f"{name}{n}" for name in "abcdefz" for n in range(3))
    assert len(found.ledger.unread) == 6


@pytest.mark.usefixtures("made")
def test_there_is_an_end_to_deaths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MAX_DEATHS", 2)
    listed = [f"{name}|die|" for name in "abcdef"]
    found = read_confined(made_source(tmp_path, listed, first=FIRST_LEAVING), ACCEPT)
    assert found.records == []
    assert "what follows c in the source was not read" in found.ledger.warnings


@pytest.mark.usefixtures("made")
def test_a_reader_that_cannot_leave_an_artefact_out_stops_there(tmp_path: Path) -> None:
    path = made_source(tmp_path, [*rows("a", 2000), "a|die|", *rows("a", 2), *rows("c", 2)])
    found = read_confined(path, ACCEPT)
    assert words(found) == [f"a{n}" for n in range(2000)]
    assert "what follows a in the source was not read" in found.ledger.warnings
    assert [line.artefact for line in found.ledger.lines] == ["a"]
    assert len(found.ledger.unread) == 1


@pytest.mark.usefixtures("made")
def test_rows_that_take_turns_are_neither_lost_nor_doubled(tmp_path: Path) -> None:
    turns = [f"{'ab'[n % 2]}|{'quarantine' if n % 5 == 0 else 'say'}|{n}" for n in range(3000)]
    path = made_source(tmp_path, [*turns, "b|die|", *turns], first=FIRST_LEAVING)
    found = read_confined(path, ACCEPT)
    assert words(found).count("7") == 1
    after_in_a = [str(n) for n in range(3000) if n % 2 == 0 and n % 5]
    once = [str(n) for n in range(3000) if n % 5]
    assert Counter(words(found)) == Counter([*once, *after_in_a])
    # 300 of each 600 are of the artefact that goes on.
    assert (line_of(found, "a").quarantined, line_of(found, "b").quarantined) == (600, 300)
    assert len(found.ledger.quarantine) == 900


@pytest.mark.usefixtures("made")
def test_what_was_missing_or_taken_in_before_a_death_is_there_once(tmp_path: Path) -> None:
    listed = ["a|miss|one", "a|medium|picture", "a|unknown|", "b|die|", "c|medium|picture"]
    found = read_confined(made_source(tmp_path, listed, first=FIRST_LEAVING), ACCEPT)
    assert found.ledger.missing == ["one"]
    assert list(found.blobs.values()) == [b"picturemore"]
    assert len(found.records) == 3
    assert line_of(found, "a").unknown == 1


@pytest.mark.usefixtures("made")
def test_a_medium_that_breaks_off_is_nobodys(tmp_path: Path) -> None:
    listed = [*rows("a", 2), "b|broken medium|", *rows("c", 2)]
    found = read_confined(made_source(tmp_path, listed, first=FIRST_LEAVING), ACCEPT)
    assert words(found) == ["a0", "a1", "c0", "c1"]
    assert found.blobs == {}
    assert line_of(found, "b").unknown == 1


@pytest.mark.usefixtures("made")
def test_time_runs_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_SECONDS", 1)
    path = made_source(tmp_path, [*rows("a", 2), "a|spin|"])
    with pytest.raises(CorruptSource, match="too much processor time"):
        read_confined(path)


@pytest.mark.usefixtures("made")
def test_a_source_that_dies_before_its_first_row_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LockedSource, match="a password is needed"):
        read_confined(made_source(tmp_path, [], first="made format locked"), ACCEPT)
    with pytest.raises(UnknownSource, match="made rows"):
        read_confined(made_source(tmp_path, [], first="another format"), ACCEPT)
    monkeypatch.setattr(sandbox_process, "_START", "import ctypes; ctypes.string_at(0)")
    with pytest.raises(CorruptSource, match="signal 11 before it read anything"):
        read_confined(made_source(tmp_path, []), ACCEPT)


@pytest.mark.usefixtures("made")
def test_what_a_library_prints_is_no_frame(tmp_path: Path) -> None:
    found = read_confined(made_source(tmp_path, ["a|print|RRRRRRRRRRRR", *rows("a", 2)]))
    assert words(found) == ["None", "a0", "a1"]


def test_media_are_the_same_bytes_whatever_their_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox_process, "_START", MADE)
    listed = [f"a|medium|{'x' * length}" for length in (0, 1, 2**20 - 1, 2**20, 2**20 + 1, 2**22)]
    found = read_confined(made_source(tmp_path, listed))
    assert [len(data) - 4 for data in found.blobs.values()] == [
        *(0, 1, 2**20 - 1, 2**20, 2**20 + 1, 2**22)
    ]
    assert all(hashlib.sha256(data).hexdigest() == name for name, data in found.blobs.items())


@pytest.mark.parametrize("through", ["a link", "a linked folder", "dots", "here"])
def test_a_source_is_read_by_whatever_path_it_is_named(
    through: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "real"
    folder.mkdir()
    source = whatsapp(folder)
    lava = write_made_source(folder / "lava", random=seeded_random("paths"), days=1)
    (tmp_path / "linked").symlink_to(folder)
    link = tmp_path / "WhatsApp Chat - Sam.zip"
    link.symlink_to(source)
    monkeypatch.chdir(lava)
    paths = {
        "a link": link,
        "a linked folder": tmp_path / "linked" / source.name,
        "dots": folder / "lava" / ".." / source.name,
        "here": Path(),
    }
    path = paths[through]
    here = read(path)
    assert here.records
    assert read_confined(path).records == [marshal_record(record) for record in here.records]


@pytest.mark.usefixtures("made")
def test_a_full_disk_is_no_fault_of_the_source(tmp_path: Path) -> None:
    path = made_source(tmp_path, [*rows("a", 2), "a|full|the disk is full"])
    with pytest.raises(StoreUnavailable, match="the disk is full"):
        read_confined(path, ACCEPT)


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    path = made_source(tmp_path, ["a|sleep|100"])
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pathlib import Path;"
        "from extraction import sandbox_process;"
        "from extraction.sandbox import Reading; from extraction.source import find_source;"
        f"sandbox_process._START = {MADE!r};"
        "reading = Reading(find_source(Path(sys.argv[1])), Path(sys.argv[2]));"
        "print(reading._child._process.pid, flush=True);"
        "from tests.unit.extraction.confined import *;"
        "list(reading.records(SOURCE_ID, SourceOptions(), KeptBlobs()))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path), str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert runs(child)
        parent.kill()
    limit = time.monotonic() + 10
    while runs(child):
        assert time.monotonic() < limit
        time.sleep(0.02)


def runs(process: int) -> bool:
    """Tell whether a process runs; one that nobody waited for yet has ended all the same."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"
