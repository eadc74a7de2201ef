"""What a reading process says is checked: whoever took it over seals nothing that cannot be."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import sandbox_process
from extraction.errors import CorruptSource
from extraction.frames import Kind, marshal_rows, parse_rows, read_frames, write_frame
from extraction.ledger import Ledger
from extraction.ledger_news import Keeper, Teller
from extraction.received import check_received
from extraction.record import (
    Blob,
    Party,
    Provenance,
    Record,
    Text,
    Thread,
    Time,
    day_of,
    descriptor_of,
    marshal_record,
)
from tests.unit.extraction.confined import made_source, read_confined
from vault.canonical import Json, marshal
from vault.errors import Malformed

RECORD = Record(
    "00000000-0000-0000-0000-000000000000",
    "message",
    Provenance("made", "made", "1"),
    app_id="made",
    app_name="Made",
    parties=(Party("from", "x", "handle"), Party("to", "y", "phone", "+447700900101")),
    time=Time("1", "s", "sent", "explicit", 1_775_001_600_000_000, 1_775_001_600_999_999),
    thread=Thread("made:1", "A"),
    text=(Text("body", "hello"),),
    sensitivity="legal",
)
PLAIN: dict[str, Json] = json.loads(marshal_record(RECORD))
GOOD = marshal_record(RECORD)


@given(st.lists(st.tuples(st.sampled_from(list(Kind)), st.binary(max_size=50)), max_size=10))
def test_frames_come_back(frames: list[tuple[Kind, bytes]]) -> None:
    file = io.BytesIO()
    for kind, payload in frames:
        write_frame(file, kind, payload)
    whole = file.getvalue()
    assert [tuple(frame) for frame in read_frames(io.BytesIO(whole))] == frames
    for length in range(len(whole)):
        short = [tuple(frame) for frame in read_frames(io.BytesIO(whole[:length]))]
        assert short == frames[: len(short)]
        assert len(short) < len(frames)


@pytest.mark.parametrize("data", [b"?\0\0\0\0", b"R\xff\xff\xff\xff", b"r\0\0\0\0"])
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        list(read_frames(io.BytesIO(data)))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_rows_come_back(count: int) -> None:
    assert parse_rows(marshal_rows({"at": 0}, [GOOD] * count)) == ({"at": 0}, [GOOD] * count)


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"\0\0\0\3{}", b"\0\0\0\2[]", b"\0\0\0\3{ }"])
def test_what_are_no_rows_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse_rows(data)


def test_a_record_is_placed_by_its_bytes_as_by_itself() -> None:
    found = check_received(GOOD, frozenset())
    assert (found.desc, found.day) == (descriptor_of(RECORD), day_of(RECORD))
    assert (found.category, found.thread) == ("message", ("made:1", "A"))
    assert found.span == (1_775_001_600_000_000, 1_775_001_600_999_999)


BAD: dict[str, bytes] = {
    "no JSON": b"{",
    "no object": b"[]",
    "a space": GOOD.replace(b'","', b'", "', 1),
    "a key twice": GOOD.replace(b"{", b'{"app":1,', 1),
    "a newline": GOOD + b"\n",
    "too long": marshal({**PLAIN, "extra": {"a": "x" * 2**20}}),
    **{
        f"{name} {value!r}"[:40]: marshal({**PLAIN, name: value})
        for name, value in (
            ("another", 1),
            ("category", "secret"),
            ("category", None),
            ("category", ["message"]),
            ("class", "open"),
            ("class", ["legal"]),
            ("app", "made"),
            ("app", {"id": 1}),
            ("thread", []),
            ("thread", {"id": "a"}),
            ("thread", {"id": 1, "name": ""}),
            ("parties", 1),
            ("parties", ["a"]),
            ("parties", [{"role": "from"}]),
            ("parties", [{"is_owner": False, "id_norm": []}]),
            ("time", 1),
            ("time", {"lo_us": 1}),
            ("time", {"lo_us": 1, "hi_us": "2"}),
            ("time", {"lo_us": True, "hi_us": 2}),
            ("blobs", [{"present": True, "sha256": "ab" * 32}]),
            ("blobs", [{"present": True}]),
            ("blobs", [{"present": 1, "sha256": "ab" * 32}]),
            ("blobs", ["a"]),
            ("blobs", 1),
        )
    },
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_record_is_refused(name: str) -> None:
    with pytest.raises(Malformed):
        check_received(BAD[name], frozenset({"cd" * 32}))


def test_a_medium_that_came_may_be_cited_and_one_that_is_missing_too() -> None:
    for blob in (Blob("ab" * 32, 1, "a"), Blob("", 0, "a", present=False)):
        data = marshal({**PLAIN, "blobs": [{"present": blob.present, "sha256": blob.sha256}]})
        assert check_received(data, frozenset({"ab" * 32})).data == data


NEWS: tuple[dict[str, Json], ...] = (
    {"lines": [[1, {}]]},
    {"lines": [[0, {}]]},
    {"lines": [0]},
    {"lines": {}},
    {"lines": [[True, {}]]},
    {"at": 0},
    {"at": -1},
    {"warnings": [{}]},
    {"warnings": "odd"},
    {"quarantine": ["row"]},
    {"unread": [1]},
    {"left_off": {"rows": 1}},
    {"left_off": {"missing": -1}},
    {"another": 1},
)


@pytest.mark.parametrize("news", NEWS, ids=str)
def test_news_that_no_teller_tells_are_refused(news: dict[str, Json]) -> None:
    with pytest.raises(Malformed):
        Keeper(Ledger()).keep(news)


def test_a_line_cannot_count_below_nothing() -> None:
    ledger = Ledger()
    ledger.line("a", member="", reader="", version="")
    (row,) = Teller(ledger).news(None)["lines"]  # type: ignore[misc, union-attr]
    for name, value in (("records", -1), ("items", "1"), ("declared", True), ("artefact", 1)):
        with pytest.raises(Malformed):
            Keeper(Ledger()).keep({"lines": [[0, {**row[1], name: value}]]})  # type: ignore[index, dict-item]


HELLO = 'write_body(out, Kind.HELLO, {"format": "made", "missing": []}); next(given);'
LIES = {
    "no frame": "out.write(b'nonsense nonsense')",
    "a start before hello": "write_frame(out, Kind.START, b'')",
    "another start": HELLO + "write_frame(out, Kind.START, b'')",
    "a record of nothing": HELLO + "write_frame(out, Kind.ROWS, marshal_rows({}, [b'{}']))",
    "a record more": HELLO
    + f"write_frame(out, Kind.ROWS, marshal_rows({{}}, [{GOOD!r}]));"
    + "write_frame(out, Kind.END, b'')",
    "a medium of other bytes": HELLO
    + 'write_body(out, Kind.MEDIUM, {"mime": ""}); write_frame(out, Kind.PIECE, b"abc");'
    'write_body(out, Kind.MEDIUM_END, {"sha256": "ab" * 32, "size": 3})',
    "rows inside a medium": HELLO
    + 'write_body(out, Kind.MEDIUM, {"mime": ""}); write_frame(out, Kind.ROWS, b"")',
    "rows that are not accounted for": HELLO
    + 'ledger.line("a", member="", reader="", version="").seen = 3;'
    "write_frame(out, Kind.ROWS, marshal_rows(Teller(ledger).news(None), []));"
    'write_frame(out, Kind.END, b"")',
    "an error of another kind": HELLO + 'write_body(out, Kind.FAILURE, {"kind": "SystemExit"})',
    "silence": HELLO,
}
START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1])\n"
    "from extraction.frames import *\n"
    "from extraction.ledger_news import *\n"
    "out, given, ledger = sys.stdout.buffer, read_frames(sys.stdin.buffer), Ledger()\n"
    "next(given)\n"
)


@pytest.mark.parametrize("name", LIES)
def test_a_process_that_says_what_cannot_be_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox_process, "_START", START + LIES[name])
    with pytest.raises(CorruptSource):
        read_confined(made_source(tmp_path, []))
