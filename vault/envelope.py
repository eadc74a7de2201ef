"""Sealed files: one plaintext for several recipients.

docs/formats/shv1.md 4:

    "SHV1F" u8(n) n x (fp[32] wrap[1168]) BOX(G, t, ctx H(header), plaintext)

The box commits to its key, so every recipient opens the same plaintext; the hash of the
header in its context stops anyone from taking a recipient off.
"""

import hashlib
from collections.abc import Sequence

from vault.box import open_box, seal_box
from vault.errors import MalformedEnvelope, NoIdentityMatches
from vault.identity import Bundle, Identity
from vault.ids import Fingerprint, Random
from vault.wrap import OVERHEAD, open_from, seal_to

MAGIC = b"SHV1F"
MAX_RECIPIENTS = 64
KEY_SIZE = 32
WRAP_SIZE = KEY_SIZE + OVERHEAD
_SLOT = 32 + WRAP_SIZE


def seal_file(
    kind: str, context: bytes, plaintext: bytes, recipients: Sequence[Bundle], *, random: Random
) -> bytes:
    """Seal a plaintext to 1 to 64 distinct recipients.

    Raises:
        MalformedEnvelope: none, too many, or a recipient twice.
    """
    fps = [recipient.fp for recipient in recipients]
    if not 1 <= len(fps) <= MAX_RECIPIENTS or len(set(fps)) != len(fps):
        raise MalformedEnvelope(f"want 1 to {MAX_RECIPIENTS} distinct recipients")
    secret = random(KEY_SIZE)
    slots = [
        fp + seal_to(recipient, f"{kind} key", context + fp, secret)
        for fp, recipient in zip(fps, recipients, strict=True)
    ]
    header = MAGIC + bytes([len(slots)]) + b"".join(slots)
    return header + seal_box(secret, kind, _context(context, header), plaintext, random=random)


def recipients_of(data: bytes) -> tuple[Fingerprint, ...]:
    """Read whom a sealed file names, or raise MalformedEnvelope."""
    if data[: len(MAGIC)] != MAGIC or len(data) <= len(MAGIC):
        raise MalformedEnvelope("not a sealed file")
    count = data[len(MAGIC)]
    start = len(MAGIC) + 1
    if not 1 <= count <= MAX_RECIPIENTS or len(data) < start + count * _SLOT:
        raise MalformedEnvelope("sealed file is cut short or names nobody")
    fps = tuple(
        Fingerprint(data[start + at * _SLOT : start + at * _SLOT + 32]) for at in range(count)
    )
    if len(set(fps)) != count:
        raise MalformedEnvelope("sealed file names a recipient twice")
    return fps


def open_file(identity: Identity, kind: str, context: bytes, data: bytes) -> bytes:
    """Open a sealed file.

    Raises:
        MalformedEnvelope: not a sealed file.
        NoIdentityMatches: it is sealed to others.
        NotAuthentic: changed, or sealed for another use or context.
    """
    fps = recipients_of(data)
    fp = identity.fp
    if fp not in fps:
        raise NoIdentityMatches("the file is sealed to other keys than this one")
    start = len(MAGIC) + 1
    slot = start + fps.index(fp) * _SLOT
    secret = open_from(identity, f"{kind} key", context + fp, data[slot + 32 : slot + _SLOT])
    end = start + len(fps) * _SLOT
    return open_box(secret, kind, _context(context, data[:end]), data[end:])


def _context(context: bytes, header: bytes) -> bytes:
    return context + hashlib.sha256(header).digest()
