"""Pieces that pass are hashed: what comes out is what went in, whatever the pieces are."""

import hashlib

import pytest

from vault.hashing import Hashing, hash_pieces


@pytest.mark.parametrize("pieces", [(), (b"",), (b"one",), (b"on", b"", b"e")])
def test_pieces_are_passed_on_and_hashed(pieces: tuple[bytes, ...]) -> None:
    hashing = Hashing(pieces)
    assert tuple(hashing) == pieces
    whole = b"".join(pieces)
    assert (hashing.sha256, hashing.length) == (hashlib.sha256(whole).digest(), len(whole))
    assert hash_pieces(pieces) == (hashing.sha256, hashing.length)


def test_what_did_not_go_by_is_not_counted() -> None:
    hashing = Hashing([b"one", b"two"])
    assert next(iter(hashing)) == b"one"
    assert (hashing.sha256, hashing.length) == (hashlib.sha256(b"one").digest(), 3)
