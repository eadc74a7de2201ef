"""Ingest statements and receipts: strict bodies, signatures, leaves."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.vault.sealed import Made
from vault.errors import MalformedStatement, NotAuthentic
from vault.identity import Identity, Kind, identity_of
from vault.ids import Eid, Fingerprint
from vault.ingest import (
    Ingest,
    PackRow,
    Receipt,
    Tool,
    check_ingest,
    check_leaves,
    check_sealer,
    ledger_commitment,
    original_commitment,
    parse_ingest,
    parse_receipt,
    sign_ingest,
    sign_receipt,
)
from vault.segment import MAX_SEGMENTS
from vault.statement import check_signatures, sign

SIGNER = identity_of(bytes(range(32)), Kind.PERSON)
INGEST = Ingest(
    eid=Eid(bytes(range(16))),
    survivor=Fingerprint(b"\x01" * 32),
    guardian=SIGNER.fp,
    created=datetime(2026, 4, 1, 12, 30, 5, tzinfo=UTC),
    tool=Tool("safehold", "0.1.0", b"\x02" * 32),
    tree_size=2,
    root=b"\x03" * 32,
    catalogue_sha256=b"\x04" * 32,
    catalogue_length=400,
    packs=(PackRow("a" * 32, 1000, b"\x05" * 32),),
    objects=(("b" * 32, 328),),
    original_commit=b"\x06" * 32,
    ledger_commit=b"\x07" * 32,
    wrap=b"\x08" * 32,
)
RECEIPT = Receipt(INGEST.eid, INGEST.root, SIGNER.fp, b"\x09" * 32)


def test_a_statement_comes_back_with_the_same_body() -> None:
    found, statement = parse_ingest(sign_ingest(SIGNER, INGEST))
    assert found == INGEST
    assert statement.body == INGEST.body()
    check_signatures(statement, SIGNER.bundle)


def put(key: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda body: body.__setitem__(key, value)


@pytest.mark.parametrize(
    "change",
    [
        *(lambda body, key=key: body.pop(key) for key in INGEST.body()),
        put("more", 1),
        put("v", 2),
        put("v", "1"),
        put("eid", "00"),
        put("root", "0A" * 32),
        put("created", "2026-04-01T12:30:05+00:00"),
        put("created", "2026-4-1T12:30:05Z"),
        put("tool", {"name": "x", "version": "1"}),
        put("tree_size", -1),
        lambda body: body.update(tree_size=True),
        put("tree_size", MAX_SEGMENTS + 1),
        put("catalogue", {"sha256": "00" * 32, "len": 1, "more": 1}),
        put("packs", [["a" * 32, 1]]),
        put("packs", [["../" + "a" * 29, 1, "00" * 32]]),
        put("packs", [["a" * 32, 1, "00" * 32]] * 2),
        put("objects", [["b" * 32, 1]] * 2),
        put("objects", [["b" * 32, "1"]]),
        put("wrap", None),
    ],
)
def test_a_body_with_one_fault_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    body: dict[str, Any] = INGEST.body()
    change(body)
    with pytest.raises(MalformedStatement):
        parse_ingest(sign(SIGNER, "ingest", body))


def test_a_statement_of_another_type_is_refused() -> None:
    with pytest.raises(MalformedStatement):
        parse_ingest(sign(SIGNER, "receipt", INGEST.body()))
    with pytest.raises(MalformedStatement):
        parse_receipt(sign(SIGNER, "ingest", RECEIPT.body()))


def test_a_receipt_comes_back() -> None:
    found, statement = parse_receipt(sign_receipt(SIGNER, RECEIPT))
    assert found == RECEIPT
    check_signatures(statement, SIGNER.bundle)


@pytest.mark.parametrize("key", ["v", "eid", "root", "guardian", "statement"])
def test_a_receipt_with_a_field_missing_or_added_is_refused(key: str) -> None:
    body = RECEIPT.body()
    del body[key]
    with pytest.raises(MalformedStatement):
        parse_receipt(sign(SIGNER, "receipt", body))
    with pytest.raises(MalformedStatement):
        parse_receipt(sign(SIGNER, "receipt", RECEIPT.body() | {f"{key}_2": 1}))


def test_the_two_commitments_differ_for_the_same_hash() -> None:
    assert original_commitment(bytes(32), bytes(32)) != ledger_commitment(bytes(32), bytes(32))
    assert original_commitment(bytes(32), bytes(32)) != original_commitment(b"\x01" * 32, bytes(32))


def test_leaves_must_give_the_root() -> None:
    one = dataclasses.replace(INGEST, tree_size=1, root=b"\x0a" * 32)
    check_leaves(one, b"\x0a" * 32)
    for other in (b"\x0b" * 32, b"\x0a" * 31, b"\x0a" * 33, b"", b"\x0a" * 64):
        with pytest.raises(NotAuthentic):
            check_leaves(one, other)


def test_a_guardian_without_a_certificate_is_not_believed() -> None:
    _, statement = parse_ingest(sign_ingest(SIGNER, INGEST))
    with pytest.raises(NotAuthentic, match="certificate"):
        check_sealer(statement, INGEST, [])


HERS = dataclasses.replace(INGEST, survivor=SIGNER.fp, guardian=None, bundle=SIGNER.bundle)


def test_what_she_added_herself_comes_back_without_a_guardian() -> None:
    found, statement = parse_ingest(sign_ingest(SIGNER, HERS))
    assert found == HERS
    assert statement.kind == "addition"
    assert found.guardian is None
    assert found.sealer == SIGNER.fp
    assert check_sealer(statement, found, []) == SIGNER.bundle


def test_one_type_of_statement_never_passes_for_the_other() -> None:
    for kind, body in (("ingest", HERS.body()), ("addition", INGEST.body())):
        with pytest.raises(MalformedStatement):
            parse_ingest(sign(SIGNER, kind, body))
    both = HERS.body() | {"guardian": SIGNER.fp.hex()}
    for kind in ("ingest", "addition"):
        with pytest.raises(MalformedStatement):
            parse_ingest(sign(SIGNER, kind, both))


def test_a_key_that_is_not_the_survivor_s_is_refused() -> None:
    other = identity_of(b"\x0d" * 32, Kind.PERSON)
    organisation = identity_of(b"\x0e" * 32, Kind.ORGANISATION)
    for bundle in (other.bundle, organisation.bundle):
        body = dataclasses.replace(HERS, bundle=bundle).body()
        with pytest.raises(MalformedStatement):
            parse_ingest(sign(SIGNER, "addition", body))
    # An organisation that names itself as the survivor is no person either.
    itself = dataclasses.replace(HERS, survivor=organisation.fp, bundle=organisation.bundle)
    with pytest.raises(MalformedStatement):
        parse_ingest(sign(organisation, "addition", itself.body()))
    ingest, statement = parse_ingest(sign(other, "addition", HERS.body()))
    with pytest.raises(NotAuthentic):
        check_sealer(statement, ingest, [])


def test_a_sealed_folder_s_statement_holds(made: Made) -> None:
    checked = check_ingest(made.custody)
    assert checked.sealer == made.guardian.bundle
    assert checked.leaf(0) == checked.leaves[:32]
    assert checked.leaf(checked.ingest.tree_size) == b""


def test_another_guardian_s_signature_is_refused(made: Made) -> None:
    ingest, _ = parse_ingest(made.custody.ingest())
    stranger: Identity = identity_of(b"\x0c" * 32, Kind.ORGANISATION)
    (made.folder / "ingest.dsse.json").write_bytes(sign_ingest(stranger, ingest))
    with pytest.raises(NotAuthentic):
        check_ingest(made.custody)
