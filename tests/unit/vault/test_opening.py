"""Opening: her key opens everything; nothing else, and nothing that was changed, opens."""

# ruff: noqa: ANN401 documents and calls are made wrong on purpose

import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.vault.sealed import Made, Station
from vault.box import seal_box, seal_chunks, sealed_length
from vault.catalogue import open_catalogue, seal_catalogue
from vault.custody import FolderCustody
from vault.errors import Malformed, MalformedCatalogue, Missing, NoIdentityMatches, NotAuthentic
from vault.identity import Kind, new_identity
from vault.ids import Eid
from vault.ingest import Ingest, parse_ingest, sign_ingest
from vault.opening import open_extraction, open_object, open_segment
from vault.padme import padme
from vault.segment import marshal_segment
from vault.statement import digest

Random = Callable[[int], bytes]


def sealed_segment(made: Made, index: int) -> tuple[bytes, dict[str, Any]]:
    opened = open_extraction(made.custody, made.survivor)
    row = opened.catalogue.segments[index]
    pack = opened.catalogue.packs[row.pack]
    about = {"tag": row.tag, "day": row.day, "desc": opened.catalogue.groups[row.tag]}
    return made.custody.read_pack(pack, row.offset, row.length), about


def test_she_reads_every_record_and_object(made: Made) -> None:
    opened = open_extraction(made.custody, made.survivor)
    for index, records in enumerate(made.records):
        segment = opened.read_segment(index)
        assert segment.records == records
        assert segment.leaf == opened.checked.leaf(index)
        assert segment.field_salts == opened.segment_secrets(index).fields
        assert segment.fields.f4 == opened.catalogue.segments[index].f4
    assert b"".join(opened.read_object(0)) == made.medium
    assert opened.eid == made.sealed.eid


def test_nobody_else_opens_it(made: Made, seeded: Random) -> None:
    for kind in Kind:
        with pytest.raises(NoIdentityMatches):
            open_extraction(made.custody, new_identity(kind, random=seeded))
    with pytest.raises(NoIdentityMatches):
        open_extraction(made.custody, made.guardian)


@pytest.mark.parametrize("name", ["ingest.dsse.json", "leaves.bin", "catalogue.box", "wrap.bin"])
def test_a_changed_file_is_refused(made: Made, name: str) -> None:
    path = made.folder / name
    whole = path.read_bytes()
    faults = {
        "flipped": whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:],
        "cut": whole[:-1],
        "longer": whole + b"\x00",
        "empty": b"",
    }
    for data in faults.values():
        path.write_bytes(data)
        with pytest.raises((NotAuthentic, Malformed)):
            open_extraction(made.custody, made.survivor)
    path.unlink()
    with pytest.raises(Missing):
        open_extraction(made.custody, made.survivor)


def test_the_guardian_s_certificate_must_be_there(made: Made) -> None:
    for certs in (b"[]", b"{}", b"", b"[1]"):
        (made.folder / "certs.json").write_bytes(certs)
        with pytest.raises((NotAuthentic, Malformed)):
            open_extraction(made.custody, made.survivor)


def test_another_extraction_s_files_are_refused(
    made: Made,
    station: Station,
    tmp_path: Path,
) -> None:
    other = tmp_path / "other"
    sealer = station.start(other)
    sealer.finish(kind="file", parts=[], original=bytes(32), ledger=b"{}")
    for name in ("leaves.bin", "catalogue.box", "wrap.bin"):
        mixed = tmp_path / "mixed"
        shutil.copytree(made.folder, mixed)
        shutil.copy(other / name, mixed / name)
        with pytest.raises(NotAuthentic):
            open_extraction(FolderCustody(mixed), made.survivor)
        shutil.rmtree(mixed)


def test_a_changed_pack_is_found_where_it_was_changed(made: Made) -> None:
    opened = open_extraction(made.custody, made.survivor)
    row = opened.catalogue.segments[1]
    path = made.folder / "packs" / opened.catalogue.packs[row.pack]
    data = bytearray(path.read_bytes())
    data[row.offset + 60] ^= 1
    path.write_bytes(data)
    with pytest.raises(NotAuthentic):
        opened.read_segment(1)
    assert opened.read_segment(0).records == made.records[0]


@pytest.mark.parametrize("fault", ["index", "eid", "key", "cut", "longer", "flip", "empty"])
def test_a_segment_opens_in_its_own_place_only(made: Made, fault: str) -> None:
    sealed, about = sealed_segment(made, 2)
    key, eid, index = made.keys.segment(2), made.sealed.eid, 2
    if fault == "index":
        index = 3
    elif fault == "eid":
        eid = Eid(bytes(16))
    elif fault == "key":
        key = made.keys.segment(3)
    else:
        sealed = {
            "cut": sealed[:-1],
            "longer": sealed + b"\x00",
            "flip": sealed[:100] + bytes([sealed[100] ^ 0x80]) + sealed[101:],
            "empty": b"",
        }[fault]
    with pytest.raises(NotAuthentic):
        open_segment(key, eid, index, sealed, **about)


@pytest.mark.parametrize(
    "change", [{"tag": bytes(16)}, {"day": "2026-01-07"}, {"desc": b'{"category":"call"}'}]
)
def test_a_false_claim_about_a_segment_changes_its_leaf(made: Made, change: Any) -> None:
    sealed, about = sealed_segment(made, 2)
    leaf = made.custody.leaves()[64:96]
    key, eid = made.keys.segment(2), made.sealed.eid
    assert open_segment(key, eid, 2, sealed, **about).leaf == leaf
    assert open_segment(key, eid, 2, sealed, **(about | change)).leaf != leaf


def resign(made: Made, **changes: Any) -> None:
    ingest, _ = parse_ingest(made.custody.ingest())
    statement = sign_ingest(made.guardian, dataclasses.replace(ingest, **changes))
    (made.folder / "ingest.dsse.json").write_bytes(statement)


def ingest_of(made: Made) -> Ingest:
    return parse_ingest(made.custody.ingest())[0]


@pytest.mark.parametrize("key", ["packs", "objects"])
def test_a_catalogue_that_differs_from_the_statement_is_refused(made: Made, key: str) -> None:
    resign(made, **{key: getattr(ingest_of(made), key)[::-1]})
    with pytest.raises(MalformedCatalogue):
        open_extraction(made.custody, made.survivor)


def test_an_object_s_length_must_follow_from_its_true_length(made: Made) -> None:
    objects = [(name, length + 16) for name, length in ingest_of(made).objects]
    resign(made, objects=tuple(objects))
    with pytest.raises(MalformedCatalogue):
        open_extraction(made.custody, made.survivor)


@pytest.mark.parametrize("key", ["original_commit", "ledger_commit"])
def test_the_commitments_must_open(made: Made, key: str) -> None:
    resign(made, **{key: bytes(32)})
    with pytest.raises(NotAuthentic):
        open_extraction(made.custody, made.survivor)


def test_a_count_that_the_catalogue_made_up_is_found(made: Made, seeded: Random) -> None:
    sealed = made.custody.catalogue()
    catalogue = open_catalogue(sealed, made.keys.catalogue(), made.sealed.eid)
    rows = (dataclasses.replace(catalogue.segments[0], count=77), *catalogue.segments[1:])
    lie = seal_catalogue(dataclasses.replace(catalogue, segments=rows), made.keys, random=seeded)
    (made.folder / "catalogue.box").write_bytes(lie)
    resign(made, catalogue_sha256=digest(lie), catalogue_length=len(lie))
    opened = open_extraction(made.custody, made.survivor)
    with pytest.raises(MalformedCatalogue, match="count"):
        opened.read_segment(0)


def test_records_that_were_swapped_after_the_signature_are_found(
    made: Made, seeded: Random
) -> None:
    opened = open_extraction(made.custody, made.survivor)
    row = opened.catalogue.segments[0]
    keys = opened.segment_secrets(0)
    other = marshal_segment([b'{"id":"invented"}'] * row.count)
    sealed = seal_box(keys.box, "segment", opened.eid + bytes(4), other, random=seeded)
    assert len(sealed) == row.length
    path = made.folder / "packs" / opened.catalogue.packs[row.pack]
    data = path.read_bytes()
    path.write_bytes(data[: row.offset] + sealed + data[row.offset + row.length :])
    with pytest.raises(NotAuthentic, match="leaf"):
        opened.read_segment(0)


def read_whole(made: Made, sealed: bytes, **changes: Any) -> bytes:
    row = open_extraction(made.custody, made.survivor).catalogue.objects[0]
    about = {"length": row.length, "sha256": row.sha256, "index": 0} | changes
    index = about.pop("index")
    pieces = [sealed[at : at + 5000] for at in range(0, len(sealed), 5000)]
    return b"".join(open_object(made.keys.object(0), made.sealed.eid, index, pieces, **about))


def test_a_changed_object_does_not_come_to_an_end(made: Made) -> None:
    name = ingest_of(made).objects[0][0]
    sealed = b"".join(made.custody.object_chunks(name))
    assert read_whole(made, sealed) == made.medium
    cut = 56 + 16400 * 2
    for fault in (sealed[:-1], sealed[:cut], sealed + b"\x00", b"", sealed[:70_000] + b"\x00" * 99):
        with pytest.raises(NotAuthentic):
            read_whole(made, fault)


@pytest.mark.parametrize(
    "change", [{"index": 1}, {"length": 89_999}, {"length": 90_001}, {"sha256": bytes(32)}]
)
def test_an_object_is_what_the_catalogue_says(made: Made, change: dict[str, Any]) -> None:
    name = ingest_of(made).objects[0][0]
    sealed = b"".join(made.custody.object_chunks(name))
    with pytest.raises(NotAuthentic):
        read_whole(made, sealed, **change)


@pytest.mark.parametrize("padding", [b"\x01", b"\x00" * 100])
def test_padding_is_zero_and_of_its_one_length(made: Made, padding: bytes, seeded: Random) -> None:
    data = made.medium
    right = bytes(padme(len(data)) - len(data))
    wrong = right[:-1] + padding
    eid, key = made.sealed.eid, made.keys.object(0)
    sealed = b"".join(seal_chunks(key, "object", eid + bytes(4), [data, wrong], random=seeded))
    assert len(sealed) >= sealed_length(padme(len(data)))
    with pytest.raises(NotAuthentic):
        read_whole(made, sealed)
