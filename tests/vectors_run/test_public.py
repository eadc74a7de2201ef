"""Public vectors: Cobblestone-256 of Wycheproof, and HPKE with X-Wing of its working group."""

import json
import os
import zlib
from pathlib import Path
from typing import Any

import pytest
from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.hazmat.bindings._rust import openssl as rust_openssl
from cryptography.hazmat.primitives import hashes, hpke

from vault import box, identity
from vault.box import open_box, open_chunks, plain_length, seal_box, sealed_length
from vault.errors import NotAuthentic
from vault.identity import Identity, Kind
from vault.kdf import label

PUBLIC = Path(__file__).resolve().parents[1] / "vectors" / "public"
CASES: list[dict[str, Any]] = json.loads((PUBLIC / "cobblestone256.json").read_text())["cases"]
HPKE: dict[str, Any] = json.loads((PUBLIC / "hpke_xwing.json").read_text())
CHUNK = 16384


def inflated(text: str) -> bytes:
    return zlib.decompressobj().decompress(bytes.fromhex(text))


def plain_context(kind: str, context: bytes = b"") -> bytes:
    """The published cases have no label of ours in front."""
    return kind.encode() + context


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["comment"])
def test_cobblestone_cases(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "label", plain_context)
    key, context, sealed = (
        bytes.fromhex(case["key"]),
        bytes.fromhex(case["ctx"]),
        inflated(case["ct"]),
    )
    if case["result"] == "invalid":
        with pytest.raises(NotAuthentic):
            open_box(key, "", context, sealed)
        with pytest.raises(NotAuthentic):
            list(open_chunks(key, "", context, [sealed]))
        return
    opened = open_box(key, "", context, sealed)
    digest = hashes.Hash(hashes.SHA512())
    digest.update(opened)
    assert len(opened) == case["msgLength"] == plain_length(len(sealed))
    assert digest.finalize().hex() == case["msgSha512"]
    assert b"".join(open_chunks(key, "", context, [sealed])) == opened


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
