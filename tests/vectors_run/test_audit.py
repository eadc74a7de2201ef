"""Every vector of the log's formats: it reads as what it says, or fails as it says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit.chain import chain_step
from audit.checkpoint import parse_checkpoint
from audit.entry import case_tag, commitment, object_tag, organisation_tag, parse_entry
from audit.errors import (
    BadSignature,
    MalformedCheckpoint,
    MalformedEntry,
    MalformedNote,
    NotProven,
)
from audit.fields import check_fields, marshal_fields, parse_fields, root_of
from audit.merkle import leaf_hash, verify_consistency
from audit.note import parse_note
from audit.policy import parse_log_policy
from audit.receipt import check_promise, parse_promise
from audit.section import check_section
from audit.trust import check_checkpoint
from audit.witnessing import parse_request
from scripts.vectors.audit import write

Case = dict[str, Any]
FOLDER = Path(__file__).parents[1] / "vectors" / "audit"
FILES = sorted(FOLDER.glob("*.json"))
EXPECTED: dict[str, tuple[type[Exception], ...]] = {
    "malformed": (MalformedEntry, MalformedNote, MalformedCheckpoint),
    "bad signature": (BadSignature,),
    "not proven": (NotProven,),
}


def run_entry(case: Case) -> Case:
    data = case["entry"].encode()
    assert parse_entry(data).marshal() == data
    leaf = leaf_hash(data)
    return {"leaf": leaf.hex(), "chain": chain_step(bytes.fromhex(case["before"]), leaf).hex()}


def run_blinding(case: Case) -> Case:
    key = bytes.fromhex(case["k_case"])
    return {
        "tags": [case_tag(key, number).hex() for number in range(3)],
        "obj": object_tag(key, bytes.fromhex(case["item"])).hex(),
        "org": organisation_tag(key, case["organisation"]).hex(),
        "doc": commitment("doc", bytes.fromhex(case["r"]), bytes.fromhex(case["value"])).hex(),
    }


def run_checkpoint(case: Case) -> Case:
    policy = parse_log_policy(case["policy"])
    found = check_checkpoint(case["note"], policy, now_seconds=case["now"]).checkpoint
    return {"origin": found.origin, "size": found.size, "root": found.root.hex()}


def run_policy(case: Case) -> Case:
    policy = parse_log_policy(case["policy"])
    asked = [names for names, _ in case["quorum"]]
    told = [policy.satisfied([policy.witnesses[name] for name in names]) for names in asked]
    return {"quorum": [[names, holds] for names, holds in zip(asked, told, strict=True)]}


def run_section(case: Case) -> Case:
    found = check_section(
        case["entry"].encode(),
        bytes.fromhex(case["r"]),
        case["proof"],
        bytes.fromhex(case["document"]),
        parse_log_policy(case["policy"]),
        case["now"],
        act=case["act"],
    )
    return {"index": found.index, "t": found.t}


def run_request(case: Case) -> Case:
    asked = parse_request(case["request"])
    found = parse_checkpoint(parse_note(asked.note).text)
    old_root = bytes.fromhex(case["old_root"])
    verify_consistency(asked.old, found.size, asked.proof, old_root, found.root)
    return {"old": asked.old, "size": found.size, "root": found.root.hex()}


def run_receipt(case: Case) -> Case:
    promise = parse_promise(case["receipt"])
    assert promise.marshal() == case["receipt"]
    check_promise(promise, case["origin"], bytes.fromhex(case["key"]))
    receipt = promise.receipt
    return {
        "index": receipt.index,
        "leaf": receipt.leaf.hex(),
        "chain": receipt.chain.hex(),
    }


def run_fields(case: Case) -> Case:
    data = case["fields"].encode()
    fields = parse_fields(data)
    assert marshal_fields(fields) == data
    return {"x": root_of(fields).hex(), "values": check_fields(fields, case["x"])}


RUN: dict[str, Callable[[Case], Case]] = {
    "entry": run_entry,
    "blinding": run_blinding,
    "checkpoint": run_checkpoint,
    "policy": run_policy,
    "section": run_section,
    "request": run_request,
    "fields": run_fields,
    "receipt": run_receipt,
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_vector_does_what_it_says(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    run = RUN[case["of"]]
    if case["expect"] == "success":
        found = run(case)
        assert found == {key: case[key] for key in found}
        return
    with pytest.raises(EXPECTED[case["expect"]]):
        run(case)


def test_the_vectors_are_those_that_the_script_writes(tmp_path: Path) -> None:
    write(tmp_path)
    written = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_text("utf-8") for path in FILES}


def test_every_kind_has_a_case_that_succeeds() -> None:
    cases = [json.loads(path.read_text("utf-8")) for path in FILES]
    assert {case["of"] for case in cases if case["expect"] == "success"} == set(RUN)
