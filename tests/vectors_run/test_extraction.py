"""Every vector of docs/formats/extraction.md: it opens to what it says, or fails as it says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.vectors.extraction import write
from vault.catalogue import check_catalogue, open_catalogue
from vault.errors import Malformed, NotAuthentic
from vault.identity import parse_bundle
from vault.ids import parse_eid
from vault.ingest import parse_ingest, parse_receipt
from vault.keys import ExtractionKeys, segment_keys
from vault.opening import open_object, open_segment
from vault.statement import check_signatures

Case = dict[str, Any]
FOLDER = Path(__file__).parents[1] / "vectors" / "extraction"
FILES = sorted(FOLDER.glob("*.json"))
EXPECTED = {"malformed": Malformed, "not authentic": NotAuthentic}


def run_segment(case: Case) -> Case:
    opened = open_segment(
        bytes.fromhex(case["key"]),
        parse_eid(case["eid"]),
        case["index"],
        bytes.fromhex(case["sealed"]),
        tag=bytes.fromhex(case["tag"]),
        day=case["day"],
        desc=case["desc"].encode(),
    )
    fields = opened.fields
    return {
        "records": [record.decode() for record in opened.records],
        "salts": [salt.hex() for salt in opened.salts],
        "leaves": [leaf.hex() for leaf in opened.leaves],
        "fields": [value.hex() for value in (fields.f1, fields.f2, fields.f3, fields.f4)],
        "leaf": opened.leaf.hex(),
    }


def run_catalogue(case: Case) -> Case:
    keys = ExtractionKeys(bytes.fromhex(case["secret"]), parse_eid(case["eid"]))
    catalogue = open_catalogue(bytes.fromhex(case["sealed"]), keys.catalogue(), keys.eid)
    check_catalogue(catalogue, keys, bytes.fromhex(case["leaves"]), case["packs"])
    return {"json": catalogue.marshal().decode()}


def run_object(case: Case) -> Case:
    sealed = bytes.fromhex(case["sealed"])
    pieces = open_object(
        bytes.fromhex(case["key"]),
        parse_eid(case["eid"]),
        case["index"],
        [sealed[:60], sealed[60:]],
        case["length"],
        bytes.fromhex(case["sha256"]),
    )
    return {"plain": b"".join(pieces).hex()}


def run_keys(case: Case) -> Case:
    keys = ExtractionKeys(bytes.fromhex(case["secret"]), parse_eid(case["eid"]))
    below = segment_keys(keys.segment(7))
    return {
        "catalogue": keys.catalogue().hex(),
        "segment_7": keys.segment(7).hex(),
        "object_7": keys.object(7).hex(),
        "tag": keys.group_tag(case["desc"].encode()).hex(),
        "box": below.box.hex(),
        "salt": below.salt.hex(),
        "fields": [salt.hex() for salt in below.fields],
    }


def run_ingest(case: Case) -> Case:
    ingest, statement = parse_ingest(case["dsse"].encode())
    check_signatures(statement, parse_bundle(bytes.fromhex(case["bundle"])))
    assert ingest.body() == statement.body
    return {}


def run_receipt(case: Case) -> Case:
    receipt, statement = parse_receipt(case["dsse"].encode())
    check_signatures(statement, parse_bundle(bytes.fromhex(case["bundle"])))
    assert receipt.body() == statement.body
    return {}


RUN: dict[str, Callable[[Case], Case]] = {
    "segment": run_segment,
    "catalogue": run_catalogue,
    "object": run_object,
    "keys": run_keys,
    "ingest": run_ingest,
    "receipt": run_receipt,
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_vector_does_what_it_says(path: Path) -> None:
    case = json.loads(path.read_text())
    run = RUN[case["of"]]
    if case["expect"] == "success":
        found = run(case)
        assert found == {key: case[key] for key in found}
        return
    with pytest.raises(EXPECTED[case["expect"]]):
        run(case)


def test_the_vectors_are_those_that_the_script_writes(tmp_path: Path) -> None:
    write(tmp_path)
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_text() for path in FILES}


def test_every_kind_has_a_case_that_succeeds() -> None:
    cases = [json.loads(path.read_text()) for path in FILES]
    assert {case["of"] for case in cases if case["expect"] == "success"} == set(RUN)
    assert all(case["about"] for case in cases)


def test_the_example_in_the_document_is_a_vector() -> None:
    document = (Path(__file__).parents[2] / "docs" / "formats" / "extraction.md").read_text()
    case = json.loads((FOLDER / "segment-plain.json").read_text())
    for line in (
        f"records    {'   '.join(case['records'])}",
        f"day        {case['day']}",
        f"desc       {case['desc']}",
        f"tag        {case['tag']}",
        f"salt_0     {case['salts'][0]}",
        f"leaf_0     {case['leaves'][0]}",
        f"f_4        {case['fields'][3]}",
        f"L_7        {case['leaf']}",
    ):
        assert line in document
