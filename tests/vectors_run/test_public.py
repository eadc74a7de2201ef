"""Public vectors: Cobblestone-256 of Wycheproof, and HPKE with X-Wing of its working group.

Wycheproof's flags are asserted too: which cases fail before a chunk is opened, how much of a
broken message a streaming reader may have given out, and whose last chunk opens by itself.
"""

import hashlib
import json
import os
import zlib
from pathlib import Path
from typing import Any

import pytest
from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.hazmat.bindings._rust import openssl as rust_openssl
from cryptography.hazmat.primitives import hpke

from vault import box, identity
from vault.box import (
    HEADER,
    SEALED_CHUNK,
    TAG,
    open_box,
    open_chunks,
    open_range,
    plain_length,
    seal_box,
    sealed_length,
)
from vault.errors import NotAuthentic
from vault.identity import Identity, Kind
from vault.kdf import label

PUBLIC = Path(__file__).resolve().parents[1] / "vectors" / "public"
CASES: list[dict[str, Any]] = json.loads((PUBLIC / "cobblestone256.json").read_text())["cases"]
HPKE: dict[str, Any] = json.loads((PUBLIC / "hpke_xwing.json").read_text())
CHUNK = 16384


INVALID = [case for case in CASES if case["result"] == "invalid"]


def name_of(case: dict[str, Any]) -> str:
    return f"{case['tcId']} {case['comment']}"


def inflated(text: str) -> bytes:
    stream = zlib.decompressobj()
    found = stream.decompress(bytes.fromhex(text))
    # Only a stream that ended has had its checksum compared.
    assert stream.eof
    assert not stream.unused_data
    return found


def plain_context(kind: str, context: bytes = b"") -> bytes:
    """The published cases have no label of ours in front."""
    return kind.encode() + context


class Opening:
    """A case opened by the streaming reader, chunk by chunk: what came out, and the end."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.key, self.context = bytes.fromhex(case["key"]), bytes.fromhex(case["ctx"])
        self.sealed = inflated(case["ct"])
        self.given = b""
        self.failed = False
        body = range(HEADER, len(self.sealed), SEALED_CHUNK)
        pieces = [
            self.sealed[:HEADER],
            *(self.sealed[at : at + SEALED_CHUNK] for at in body),
        ]
        stream = open_chunks(self.key, "", self.context, pieces)
        try:
            for piece in stream:
                self.given += piece
        except NotAuthentic:
            self.failed = True
        # A stream that failed has nothing more to give.
        assert next(stream, None) is None

    def last_chunk_opens(self) -> bool:
        """Open the last chunk alone, at the index at which it stands."""
        try:
            plain_length(len(self.sealed))
            first = (len(self.sealed) - HEADER) // SEALED_CHUNK
            open_range(
                *(self.key, "", self.context),
                header=self.sealed[:HEADER],
                first=first,
                sealed=self.sealed[HEADER + first * SEALED_CHUNK :],
                last=True,
            )
        except NotAuthentic:
            return False
        return True


def test_the_cases_are_all_there() -> None:
    assert [case["tcId"] for case in CASES] == list(range(1, 36))
    assert len(INVALID) == 25


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_cobblestone_cases(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "label", plain_context)
    opening = Opening(case)
    whole = (opening.key, "", opening.context, opening.sealed)
    if case["result"] == "invalid":
        assert opening.failed
        with pytest.raises(NotAuthentic):
            open_box(*whole)
        return
    opened = open_box(*whole)
    assert len(opened) == case["msgLength"] == plain_length(len(opening.sealed))
    assert hashlib.sha512(opened).hexdigest() == case["msgSha512"]
    assert opening.given == opened
    assert opening.last_chunk_opens()


@pytest.mark.parametrize("case", INVALID, ids=name_of)
def test_what_is_given_before_a_broken_message_fails(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(box, "label", plain_context)
    opening = Opening(case)
    wanted = case["msgLength"] or 0
    assert ("PartialPlaintext" in case["flags"]) == (wanted > 0)
    assert len(opening.given) == wanted
    if wanted:
        assert hashlib.sha512(opening.given).hexdigest() == case["msgSha512"]


@pytest.mark.parametrize("case", INVALID, ids=name_of)
def test_a_header_that_is_wrong_fails_before_a_chunk_is_opened(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(box, "label", plain_context)
    tried: list[int] = []
    opens = box._Chunks.open

    def counted(chunks: box._Chunks, index: int, sealed: bytes) -> bytes:
        tried.append(index)
        return opens(chunks, index, sealed)

    monkeypatch.setattr(box._Chunks, "open", counted)
    opening = Opening(case)
    assert opening.failed
    # A body that is too short for any chunk fails before one is opened, by its length.
    body = len(opening.sealed) - HEADER
    assert (not tried) == ("HeaderFailure" in case["flags"] or body < TAG)


@pytest.mark.parametrize("case", INVALID, ids=name_of)
def test_the_last_chunk_opens_by_itself_only_where_it_is_whole(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(box, "label", plain_context)
    assert Opening(case).last_chunk_opens() == ("ValidFinalChunk" in case["flags"])


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_nothing_is_sealed_under_a_key_of_another_length(length: int) -> None:
    with pytest.raises(NotAuthentic, match="want 32"):
        seal_box(bytes(length), "a use", b"", b"plain", random=os.urandom)


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 500])
def test_the_librarys_cobblestone_and_ours_open_each_other(length: int) -> None:
    key, plain = os.urandom(32), os.urandom(length)
    ours = seal_box(key, "a use", b"context", plain, random=os.urandom)
    assert len(ours) == sealed_length(length)
    decryptor = Cobblestone256Decryptor(key, label("a use", b"context"))
    assert decryptor.update(ours) + decryptor.finalize() == plain
    encryptor = Cobblestone256Encryptor(key, label("a use", b"context"))
    theirs = encryptor.update(plain) + encryptor.finalize()
    assert open_box(key, "a use", b"context", theirs) == plain


def test_the_working_groups_x_wing_seed_gives_its_public_key_and_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seed = bytes.fromhex(HPKE["skRm"])
    # Our own expansion, with the seed that would else be derived from a root.
    monkeypatch.setattr(identity, "derive", lambda *_: seed)
    mlkem, x25519 = Identity(Kind.PERSON, bytes(32)).kem_keys
    public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
    assert public.hex() == HPKE["pkRm"]
    suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
    private = hpke.MLKEM768X25519PrivateKey(mlkem, x25519)
    first = HPKE["encryptions"][0]
    plain = rust_openssl.hpke._decrypt_with_aad(
        suite,
        bytes.fromhex(HPKE["enc"]) + bytes.fromhex(first["ct"]),
        private,
        bytes.fromhex(HPKE["info"]),
        bytes.fromhex(first["aad"]),
    )
    assert plain == bytes.fromhex(first["pt"])
