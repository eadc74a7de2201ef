"""Receipts of entries: one spelling, and a signature that fits one entry of one log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from audit.errors import BadSignature, MalformedEntry
from audit.receipt import (
    MAX_INDEX,
    Promise,
    Receipt,
    check_promise,
    marshal_promises,
    parse_promise,
    parse_promises,
    sign_receipt,
)

KEY = SigningKey(b"\x07" * 32)
PUBLIC = bytes(KEY.verify_key)
ORIGIN = "vault.example/audit/1"
RECEIPT = Receipt(7, b"\x1f" * 32, b"\x9b" * 32)
SIGNED = sign_receipt(RECEIPT, ORIGIN, KEY)
HASHES = st.binary(min_size=32, max_size=32)


@given(st.integers(0, MAX_INDEX), HASHES, HASHES, st.none() | st.binary(min_size=64, max_size=64))
def test_a_receipt_reads_as_what_was_written(
    index: int, leaf: bytes, chain: bytes, signature: bytes | None
) -> None:
    promise = Promise(Receipt(index, leaf, chain), signature)
    assert parse_promise(promise.marshal()) == promise


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda data: data.decode("latin-1")))
def test_whatever_else_comes_is_malformed_or_in_its_one_spelling(text: str) -> None:
    try:
        found = parse_promises(text)
    except MalformedEntry:
        return
    assert marshal_promises(found) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"07 {'1f' * 32} {'9b' * 32}",
        f"7 {'1F' * 32} {'9b' * 32}",
        f"7  {'1f' * 32} {'9b' * 32}",
        f"7 {'1f' * 31} {'9b' * 32}",
        f"7 {'1f' * 32} {'9b' * 32} ",
        f"{2**53} {'1f' * 32} {'9b' * 32}",
        f"7 {'1f' * 32} {'9b' * 32} {'A' * 85}B",
        f"7 {'1f' * 32} {'9b' * 32} {'A' * 85}",
        f"\u0667 {'1f' * 32} {'9b' * 32}",
        f"7 {'1f' * 32} {'9b' * 32}\n",
    ],
)
def test_another_spelling_is_malformed(text: str) -> None:
    with pytest.raises(MalformedEntry):
        parse_promise(text)


def test_a_header_has_each_entry_once_in_order_and_at_most_sixteen() -> None:
    many = [Promise(Receipt(at, b"\x00" * 32, b"\x00" * 32), None) for at in range(17)]
    assert parse_promises(marshal_promises(many[:16])) == many[:16]
    for wrong in (many, [many[1], many[0]], [many[0], many[0]]):
        with pytest.raises(MalformedEntry):
            parse_promises(marshal_promises(wrong))


def test_a_signature_is_of_one_entry_in_one_log_by_one_key() -> None:
    check_promise(SIGNED, ORIGIN, PUBLIC)
    signature = SIGNED.signature
    others = [
        Promise(Receipt(8, RECEIPT.leaf, RECEIPT.chain), signature),
        Promise(Receipt(7, RECEIPT.chain, RECEIPT.leaf), signature),
        Promise(RECEIPT, bytes(64)),
        Promise(RECEIPT, None),
    ]
    for promise in others:
        with pytest.raises(BadSignature):
            check_promise(promise, ORIGIN, PUBLIC)
    with pytest.raises(BadSignature):
        check_promise(SIGNED, "vault.example/audit/2", PUBLIC)
    with pytest.raises(BadSignature):
        check_promise(SIGNED, ORIGIN, bytes(SigningKey(b"\x08" * 32).verify_key))


def test_a_process_without_a_key_promises_without_a_signature() -> None:
    assert sign_receipt(RECEIPT, "", None).marshal() == f"7 {'1f' * 32} {'9b' * 32}"
