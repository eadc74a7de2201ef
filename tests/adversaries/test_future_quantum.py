"""A reader of the future, who recorded every wrap and breaks X25519, but not ML-KEM.

The attacker computes X-Wing and HPKE by hand, with the true X25519 shared secret. With the true
ML-KEM secret too the same hand opens the wrap, so that what fails without it does not fail for a
mistake of ours. What does fall to such a reader is said as well: a person's signature.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.signing import SigningKey

from tests.adversaries.told import Told
from tests.attacks.conftest import Loot
from vault.canonical import b64, marshal
from vault.custody import FolderCustody
from vault.errors import NotAuthentic
from vault.identity import MLKEM_SIZE, Identity, Kind, new_identity
from vault.identity_file import parse_identity
from vault.ingest import parse_ingest
from vault.kdf import label
from vault.opening import open_extraction
from vault.statement import check_signatures, parse_statement, sign
from vault.wrap import open_from, seal_to

WHO = "future quantum reader"
HAS = "every wrap that was recorded, and the X25519 secrets"
MLKEM_CIPHERTEXT = 1088
ENCAPSULATED = MLKEM_CIPHERTEXT + 32
XWING_LABEL = rb"\.//^" + b"\\"
KEM, KDF, AEAD = b"\x64\x7a", b"\x00\x01", b"\x00\x02"
SUITE = b"HPKE" + KEM + KDF + AEAD


def extract(salt: bytes, name: bytes, secret: bytes) -> bytes:
    """LabeledExtract (RFC 9180 4)."""
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + SUITE + name + secret, "sha256")


def expand(key: bytes, name: bytes, info: bytes, size: int) -> bytes:
    """LabeledExpand (RFC 9180 4), of at most one block."""
    text = size.to_bytes(2) + b"HPKE-v1" + SUITE + name + info
    return hmac.digest(key, text + b"\x01", "sha256")[:size]


@dataclass(frozen=True)
class Recorded:
    """A wrap, what is public about it, and the secret of X25519 that the future gives."""

    wrap: bytes
    info: bytes
    public: bytes
    x25519: X25519PrivateKey

    def open_with(self, mlkem_secret: bytes) -> bytes:
        """Open by hand, with a guess at what ML-KEM hides (X-Wing draft 5.3, RFC 9180 5.1)."""
        sent = self.wrap[MLKEM_CIPHERTEXT:ENCAPSULATED]
        shared = self.x25519.exchange(X25519PublicKey.from_public_bytes(sent))
        mixed = mlkem_secret + shared + sent + self.public[MLKEM_SIZE:] + XWING_LABEL
        secret = hashlib.sha3_256(mixed).digest()
        context = b"\x00" + extract(b"", b"psk_id_hash", b"")
        context += extract(b"", b"info_hash", self.info)
        key = extract(secret, b"secret", b"")
        return AESGCM(expand(key, b"key", context, 32)).decrypt(
            expand(key, b"base_nonce", context, 12), self.wrap[ENCAPSULATED:], b""
        )


def recorded(person: Identity, wrap: bytes, kind: str, context: bytes) -> Recorded:
    return Recorded(wrap, label(kind, context), person.bundle.xwing, person.kem_keys[1])


@pytest.fixture
def person() -> Identity:
    return new_identity(Kind.PERSON, random=os.urandom)


def test_the_hand_that_tries_opens_what_the_owner_could(person: Identity) -> None:
    wrap = seal_to(person.bundle, "extraction", b"context", b"the key")
    secret = person.kem_keys[0].decapsulate(wrap[:MLKEM_CIPHERTEXT])
    found = recorded(person, wrap, "extraction", b"context")
    assert found.open_with(secret) == b"the key"
    assert open_from(person, "extraction", b"context", wrap) == b"the key"


def guesses(wrap: bytes) -> list[bytes]:
    """What somebody without the secret may put in its place."""
    stranger = MLKEM768PrivateKey.generate()
    return [
        bytes(32),
        b"",
        hashlib.sha3_256(wrap[:MLKEM_CIPHERTEXT]).digest(),
        stranger.decapsulate(wrap[:MLKEM_CIPHERTEXT]),
        *(os.urandom(32) for _ in range(100)),
    ]


def test_x25519_alone_opens_no_wrap(person: Identity) -> None:
    wrap = seal_to(person.bundle, "extraction", b"context", b"the key")
    found = recorded(person, wrap, "extraction", b"context")
    for guess in guesses(wrap):
        with pytest.raises(InvalidTag):
            found.open_with(guess)


def test_nor_does_ml_kem_alone(person: Identity, told: Told) -> None:
    wrap = seal_to(person.bundle, "extraction", b"context", b"the key")
    secret = person.kem_keys[0].decapsulate(wrap[:MLKEM_CIPHERTEXT])
    another = X25519PrivateKey.generate()
    found = Recorded(wrap, label("extraction", b"context"), person.bundle.xwing, another)
    with pytest.raises(InvalidTag):
        found.open_with(secret)
    told(
        ("opening a wrap", "nothing"),
        has="the same with ML-KEM broken, and X25519 not",
    )


def test_the_wrap_of_a_sealed_extraction_does_not_open_with_her_x25519_secret(
    loot: Loot, told: Told
) -> None:
    survivor = parse_identity(loot.desk.key("survivor").read_bytes(), passphrase=None)
    custody = FolderCustody(loot.sealed)
    opened = open_extraction(custody, survivor)
    ingest, _ = parse_ingest(custody.ingest())
    context = opened.eid + survivor.fp + ingest.guardian
    found = recorded(survivor, custody.wrap(), "extraction", context)
    secret = survivor.kem_keys[0].decapsulate(found.wrap[:MLKEM_CIPHERTEXT])
    assert len(found.open_with(secret)) == 32
    for guess in guesses(found.wrap):
        with pytest.raises(InvalidTag):
            found.open_with(guess)
    told(("opening the wrap of an extraction, by hand, with 104 guesses", "nothing"))


def test_an_organisation_s_signature_needs_both_kinds_of_key_forged(
    person: Identity, told: Told
) -> None:
    office = new_identity(Kind.ORGANISATION, random=os.urandom)
    raw = sign(office, "cert", {"v": 1})
    assert kinds_of_keys(raw) == {"ed25519", "mldsa65"}
    # A person signs with Ed25519 alone: who breaks it forges her statements of before, and only
    # the log's entries and time stamps, made while it held, tell the true ones.
    assert kinds_of_keys(sign(person, "cert", {"v": 1})) == {"ed25519"}
    # Who has the Ed25519 secrets signs as both do, by hand; for an organisation that is not enough.
    for signer in (person, office):
        forged = signed_by_hand(signer, b'{"v":1}')
        if signer is person:
            check_signatures(parse_statement(forged, "cert"), signer.bundle)
        else:
            with pytest.raises(NotAuthentic):
                check_signatures(parse_statement(forged, "cert"), signer.bundle)
    told(
        ("forging an organisation's signature", "nothing: it needs ML-DSA-65 too"),
        (
            "forging her own signature",
            "statements in her name: only the log's entry and its time tell the true ones",
        ),
        has="Ed25519 broken, and ML-DSA-65 not",
    )


def kinds_of_keys(raw: bytes) -> set[str]:
    return {keyid.partition(":")[0] for keyid, _ in parse_statement(raw, "cert").signatures}


def signed_by_hand(signer: Identity, payload: bytes) -> bytes:
    """Sign as DSSE says, with the Ed25519 secret and nothing else of somebody."""
    kind = b"application/vnd.shv1.cert+json"
    said = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    signature = SigningKey(bytes(signer.ed25519)).sign(said).signature
    keys = [{"keyid": f"ed25519:{b64(signer.fp)}", "sig": b64(signature)}]
    return marshal({"payload": b64(payload), "payloadType": kind.decode(), "signatures": keys})
