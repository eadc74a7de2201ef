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
ID_SIZE = 4
_KEY_SIZES = {ED25519: 32, COSIGNATURE: 32, MLDSA44: 1312}
_NAME = re.compile(r"[^\s+]+")
_FIRST_PRINTABLE = " "


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
        return hashlib.sha256(data).digest()[:ID_SIZE]

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
    name, _, rest = text.partition("+")
    _, _, body = rest.partition("+")
    data = unb64(body)
    if not is_name(name) or not data or _KEY_SIZES.get(data[0]) != len(data) - 1:
        raise MalformedNote("want name+hash+key of a known algorithm and its length")
    key = VerifierKey(name, data[0], data[1:])
    if key.marshal() != text:
        raise MalformedNote("key id is not the key's own")
    return key


def parse_note(text: str) -> Note:
    """Read a note, or raise MalformedNote."""
    if len(text) > MAX_NOTE or not is_clean(text.replace("\n", "")):
        raise MalformedNote("note is too long, holds control characters or is not UTF-8")
    split = text.rfind("\n\n")
    if split < 0 or not text.endswith("\n"):
        raise MalformedNote("want a text, an empty line and signatures")
    lines = text[split + 2 :].split("\n")[:-1]
    if not 1 <= len(lines) <= MAX_SIGNATURES:
        raise MalformedNote(f"want 1 to {MAX_SIGNATURES} signatures")
    note = Note(text[: split + 1], tuple(map(_parse_line, lines)))
    if note.marshal() != text:
        raise MalformedNote("note is not in canonical form")
    return note


def parse_signatures(lines: str) -> tuple[Signature, ...]:
    """Read signature lines that stand without their text, as a witness answers them."""
    return parse_note(f"text\n\n{lines}").signatures


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
        if key is None or key.algorithm != ED25519:
            continue
        check_ed25519(key, signature.value, note.text.encode())
        if key not in found:
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


def is_clean(text: str) -> bool:
    """Tell whether a text is UTF-8 without control characters."""
    return not any(char < _FIRST_PRINTABLE or "\ud800" <= char < "\ue000" for char in text)


def is_name(text: str) -> bool:
    """Tell whether a text may name a key: no spaces, no plus, not empty."""
    return _NAME.fullmatch(text) is not None and is_clean(text)


def unb64(text: str) -> bytes:
    """Read base64; whoever calls compares the spelling, or raise MalformedNote."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedNote("want base64") from None


def _parse_line(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, body = rest.partition(" ")
    if dash != "—" or not is_name(name):
        raise MalformedNote("want signature lines only after the empty line")
    data = unb64(body)
    if len(data) <= ID_SIZE:
        raise MalformedNote("signature is too short")
    return Signature(name, data[:ID_SIZE], data[ID_SIZE:])
