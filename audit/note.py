"""Signed notes (C2SP signed-note): a text, and one line for each signature.

docs/formats/checkpoint.md 2:

    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZ…

A signature line holds base64 of a 4-byte key id and the signature. Lines of unknown keys
are skipped; a line of a known key that does not verify spoils the note.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from audit.errors import BadSignature, MalformedNote

ED25519 = 0x01
COSIGNATURE = 0x04
MLDSA44 = 0x06
MAX_SIGNATURES = 100
MAX_NOTE = 1_000_000
_KEY_SIZES = {ED25519: 32, COSIGNATURE: 32, MLDSA44: 1312}
_NAME = re.compile(r"^[^\s+]+$")
_KEY_ID = re.compile(r"^[0-9a-f]{8}$")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A key that signs notes: its name, algorithm byte and public key."""

    name: str
    algorithm: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that signature lines begin with."""
        data = self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public
        return hashlib.sha256(data).digest()[:4]

    def marshal(self) -> str:
        """Spell the key as a vkey."""
        body = base64.b64encode(bytes([self.algorithm]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{body}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        """Spell the line."""
        return f"— {self.name} {base64.b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note; nothing about its signatures is known yet."""

    text: str
    signatures: tuple[Signature, ...]

    def marshal(self) -> str:
        """Spell the note."""
        return self.text + "\n" + "".join(signature.line() for signature in self.signatures)


def parse_vkey(text: str) -> VerifierKey:
    """Read a vkey, or raise MalformedNote; a key id that is not the key's own is refused."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not _NAME.match(parts[0]) or not _KEY_ID.match(parts[1]):  # noqa: PLR2004 three parts
        raise MalformedNote("want name+hash+key")
    data = _unb64(parts[2])
    if not data or _KEY_SIZES.get(data[0]) != len(data) - 1:
        raise MalformedNote("key is of no known algorithm, or of another length")
    key = VerifierKey(parts[0], data[0], data[1:])
    if key.marshal() != text:
        raise MalformedNote("key id is not the key's own")
    return key


def parse_note(text: str) -> Note:
    """Read a note, or raise MalformedNote."""
    if len(text) > MAX_NOTE or any(ord(char) < 32 and char != "\n" for char in text):  # noqa: PLR2004 controls
        raise MalformedNote("note is too long or holds control characters")
    if any(0xD800 <= ord(char) < 0xE000 for char in text):  # noqa: PLR2004 surrogates
        raise MalformedNote("note is not UTF-8")
    split = text.rfind("\n\n")
    if split < 0 or not text.endswith("\n"):
        raise MalformedNote("want a text, an empty line and signatures")
    body, block = text[: split + 1], text[split + 2 :]
    lines = block.splitlines(keepends=True)
    if not lines or len(lines) > MAX_SIGNATURES:
        raise MalformedNote(f"want 1 to {MAX_SIGNATURES} signatures")
    note = Note(body, tuple(_parse_line(line) for line in lines))
    if note.marshal() != text:
        raise MalformedNote("note is not in canonical form")
    return note


def sign_note(text: str, name: str, key: SigningKey) -> Signature:
    """Sign a text, which ends with a newline, with Ed25519."""
    verifier = VerifierKey(name, ED25519, bytes(key.verify_key))
    return Signature(name, verifier.key_id, key.sign(text.encode()).signature)


def check_note(note: Note, keys: Sequence[VerifierKey]) -> list[VerifierKey]:
    """Check the Ed25519 signatures of known keys; give the keys that signed.

    Raises:
        BadSignature: a known key's line does not verify, or no known key signed.
    """
    found: list[VerifierKey] = []
    for signature in note.signatures:
        key = find_key(keys, signature)
        if key is None or key.algorithm != ED25519 or key in found:
            continue
        check_ed25519(key, signature.value, note.text.encode())
        found.append(key)
    if not found:
        raise BadSignature("no known key signed the note")
    return found


def find_key(keys: Sequence[VerifierKey], signature: Signature) -> VerifierKey | None:
    """Find the key of a signature line by name and id."""
    return next(
        (key for key in keys if key.name == signature.name and key.key_id == signature.key_id),
        None,
    )


def check_ed25519(key: VerifierKey, value: bytes, message: bytes) -> None:
    """Check one signature, or raise BadSignature."""
    try:
        VerifyKey(key.public).verify(message, value)
    except (BadSignatureError, ValueError, TypeError):
        raise BadSignature(f"the signature of {key.key_id.hex()} does not verify") from None


def _parse_line(line: str) -> Signature:
    parts = line.removesuffix("\n").split(" ")
    if len(parts) != 3 or parts[0] != "—" or not _NAME.match(parts[1]):  # noqa: PLR2004 three parts
        raise MalformedNote("want signature lines only after the empty line")
    data = _unb64(parts[2])
    if len(data) < 5:  # noqa: PLR2004 a key id and something
        raise MalformedNote("signature is too short")
    return Signature(parts[1], data[:4], data[4:])


def _unb64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedNote("want base64") from None
