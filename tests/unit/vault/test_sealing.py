"""Sealing: order, limits, packs, copies, and flat memory."""

import hashlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.vault.sealed import Made, Station
from vault.box import sealed_length
from vault.custody import FolderCustody
from vault.errors import AlreadyStored, MalformedSegment
from vault.ingest import parse_ingest
from vault.opening import open_extraction
from vault.padme import padme
from vault.sealing import SealedExtraction, Sealer
from vault.segment import MAX_PLAIN, MAX_RECORD, MAX_RECORDS

DESC = b'{"category":"message","thread":"t"}'
DAY = "2026-01-05"
ORIGINAL = bytes(32)


def finish(sealer: Sealer) -> SealedExtraction:
    return sealer.finish(kind="file", parts=[], original=ORIGINAL, ledger=b"{}")


def test_the_folder_holds_what_the_statement_lists(made: Made) -> None:
    ingest, _ = parse_ingest(made.custody.ingest())
    assert ingest.root == made.sealed.root
    assert (made.sealed.records, made.sealed.segments) == (sum(map(len, made.records)), 9)
    assert len(ingest.packs) == made.sealed.packs > 1
    files = {
        path.relative_to(made.folder).as_posix(): path.stat().st_size
        for path in made.folder.rglob("*")
        if path.is_file()
    }
    listed = {f"packs/{row.pack}": row.length for row in ingest.packs}
    listed |= {f"objects/{name}": length for name, length in ingest.objects}
    named = {"ingest.dsse.json", "certs.json", "leaves.bin", "catalogue.box", "wrap.bin"}
    assert set(files) == set(listed) | named
    assert {name: files[name] for name in listed} == listed
    assert files["wrap.bin"] == 1168
    assert files["leaves.bin"] == 32 * 9


def test_no_plaintext_is_in_the_folder(made: Made) -> None:
    for path in made.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert made.keys.secret not in data
            assert b"a picture's bytes" not in data
            assert b"2026-01-05-" not in data


def test_segments_must_come_in_order(tmp_path: Path, station: Station) -> None:
    for early, late in (
        ((b"\x02" * 16, DAY), (b"\x01" * 16, DAY)),
        ((b"\x01" * 16, "2026-01-06"), (b"\x01" * 16, DAY)),
        ((b"\x01" * 16, DAY), (b"\x01" * 16, "0000-00-00")),
    ):
        sealer = station.start(tmp_path / "out")
        sealer.add_segment(*early, DESC, [b"{}"])
        with pytest.raises(MalformedSegment, match="order"):
            sealer.add_segment(*late, DESC, [b"{}"])


@pytest.mark.parametrize(
    ("records", "lengths"),
    [
        ([b"{}"] * (MAX_RECORDS + 1), [MAX_RECORDS, 1]),
        ([b"x" * MAX_RECORD] * 9, [7, 2]),
        ([b"x" * (MAX_PLAIN // 8 - 1)] * 9, [8, 1]),
    ],
    ids=["count", "size", "size exactly"],
)
def test_a_long_run_becomes_segments_that_follow_each_other(
    tmp_path: Path,
    station: Station,
    records: list[bytes],
    lengths: list[int],
) -> None:
    sealer = station.start(tmp_path / "out")
    sealer.add_segment(sealer.keys.group_tag(DESC), DAY, DESC, records)
    finish(sealer)
    opened = open_extraction(FolderCustody(tmp_path / "out"), station.survivor)
    assert [row.count for row in opened.catalogue.segments] == lengths
    found = [record for index in range(2) for record in opened.read_segment(index).records]
    assert found == records


def test_a_record_that_is_too_long_is_refused(tmp_path: Path, station: Station) -> None:
    sealer = station.start(tmp_path / "out")
    with pytest.raises(MalformedSegment):
        sealer.add_segment(bytes(16), DAY, DESC, [b"x" * (MAX_RECORD + 1)])


def test_packs_are_filled_to_their_target_and_no_segment_is_cut(made: Made) -> None:
    opened = open_extraction(made.custody, made.survivor)
    ingest = opened.checked.ingest
    rows = opened.catalogue.segments
    for number, pack in enumerate(ingest.packs):
        inside = [row for row in rows if row.pack == number]
        assert [row.offset for row in inside] == [
            sum(row.length for row in inside[:at]) for at in range(len(inside))
        ]
        assert sum(row.length for row in inside) == pack.length <= 1500
        path = made.folder / "packs" / pack.pack
        assert hashlib.sha256(path.read_bytes()).digest() == pack.sha256


def test_a_segment_larger_than_the_target_has_a_pack_alone(
    tmp_path: Path,
    station: Station,
) -> None:
    sealer = station.start(tmp_path / "out", pack_target=10)
    tag = sealer.keys.group_tag(DESC)
    for day in ("2026-01-05", "2026-01-06"):
        sealer.add_segment(tag, day, DESC, [b"{}"])
    assert finish(sealer).packs == 2


@pytest.mark.parametrize("size", [0, 1, 256, 257, 16383, 16384, 16385, 32768 + 500])
def test_objects_of_every_length_are_padded_and_come_back(
    tmp_path: Path,
    station: Station,
    size: int,
) -> None:
    sealer = station.start(tmp_path / "out")
    data = bytes(at % 251 for at in range(size))
    ref = sealer.add_object([data[:1], data[1:]], "application/octet-stream")
    assert (ref.length, ref.sha256) == (size, hashlib.sha256(data).digest())
    finish(sealer)
    opened = open_extraction(FolderCustody(tmp_path / "out"), station.survivor)
    name, length = opened.checked.ingest.objects[ref.index]
    assert length == sealed_length(padme(size))
    assert (tmp_path / "out" / "objects" / name).stat().st_size == length
    assert b"".join(opened.read_object(ref.index)) == data


def test_the_same_bytes_are_stored_once(tmp_path: Path, station: Station) -> None:
    sealer = station.start(tmp_path / "out")
    first = sealer.add_object([b"same"], "image/jpeg")
    other = sealer.add_object([b"other"], "image/jpeg")
    again = sealer.add_object([b"sa", b"me"], "image/png")
    assert again == first != other
    finish(sealer)
    opened = open_extraction(FolderCustody(tmp_path / "out"), station.survivor)
    assert len(list((tmp_path / "out" / "objects").iterdir())) == 3
    assert b"".join(opened.read_object(other.index)) == b"other"


def test_a_medium_that_breaks_off_is_forgotten(tmp_path: Path, station: Station) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise KeyError

    sealer = station.start(tmp_path / "out")
    with pytest.raises(KeyError):
        sealer.add_object(broken(), "image/jpeg")
    ref = sealer.add_object([b"whole"], "image/jpeg")
    finish(sealer)
    opened = open_extraction(FolderCustody(tmp_path / "out"), station.survivor)
    assert b"".join(opened.read_object(ref.index)) == b"whole"
    assert len(list((tmp_path / "out" / "objects").iterdir())) == 2


def test_there_are_only_so_many_segments(
    tmp_path: Path, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault.sealing.MAX_SEGMENTS", 2)
    sealer = station.start(tmp_path / "out")
    for day in ("2026-01-05", "2026-01-06"):
        sealer.add_segment(bytes(16), day, DESC, [b"{}"])
    with pytest.raises(MalformedSegment, match="at most 2"):
        sealer.add_segment(bytes(16), "2026-01-07", DESC, [b"{}"])


def test_an_extraction_without_records_is_sealed(tmp_path: Path, station: Station) -> None:
    sealed = finish(station.start(tmp_path / "out"))
    assert (sealed.records, sealed.segments, sealed.packs) == (0, 0, 0)
    assert sealed.root == hashlib.sha256(b"").digest()
    opened = open_extraction(FolderCustody(tmp_path / "out"), station.survivor)
    assert opened.catalogue.segments == ()


def test_an_existing_folder_is_refused(tmp_path: Path, station: Station) -> None:
    finish(station.start(tmp_path / "out"))
    with pytest.raises(AlreadyStored):
        station.start(tmp_path / "out")


def test_two_runs_share_no_id_key_or_byte(tmp_path: Path, station: Station) -> None:
    seen: list[set[bytes]] = []
    for name in ("one", "two"):
        sealer = station.start(tmp_path / name)
        sealer.add_segment(sealer.keys.group_tag(DESC), DAY, DESC, [b"{}"])
        finish(sealer)
        packs = {path.read_bytes() for path in (tmp_path / name / "packs").iterdir()}
        leaves = (tmp_path / name / "leaves.bin").read_bytes()
        seen.append({sealer.keys.secret, sealer.keys.eid, leaves, *packs})
    assert seen[0].isdisjoint(seen[1])


def test_memory_is_flat_however_long_an_object_is(tmp_path: Path, station: Station) -> None:
    sealer = station.start(tmp_path / "out")
    tracemalloc.start()
    try:
        sealer.add_object((bytes(1024 * 1024) for _ in range(48)), "video/mp4")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20 * 1024 * 1024
