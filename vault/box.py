"""Boxes: authenticated, committing encryption of bytes of any length under one key.

docs/formats/shv1.md 2. A box is Cobblestone-256 of C2SP chunked-encryption: a fresh
24-byte salt gives an AES-256-GCM key, a nonce and a commitment; 16 KiB chunks follow,
the last one shorter than that, possibly empty.

    salt[24] commitment[32] chunk_0 chunk_1 ...

The commitment is compared first, so that no other key opens the same bytes.
"""

import hmac
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from vault.errors import NotAuthentic
from vault.ids import Random
from vault.kdf import label

CHUNK = 16384
TAG = 16
SEALED_CHUNK = CHUNK + TAG
KEY = 32
SALT = 24
HEADER = SALT + 32
MAX_CHUNKS = 2**32
BATCH = 4
"""Chunks that are sealed into one buffer before they are given out: 64 KiB, for which the
allocator reuses its memory. From 128 KiB on it may ask the kernel for fresh pages each time."""

_NAME = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"
_CHANGED = "the bytes were changed, or this is another key"


def sealed_length(plain: int) -> int:
    """Give the length in bytes of a box that holds `plain` bytes."""
    return HEADER + plain + TAG * (plain // CHUNK + 1)


def plain_length(sealed: int) -> int:
    """Give the length in bytes of what a box of `sealed` bytes holds, or raise NotAuthentic."""
    body = sealed - HEADER
    chunks, rest = divmod(body, SEALED_CHUNK)
    # The last chunk is always there, so a body that ends on a whole chunk was cut.
    if body < TAG or rest < TAG:
        raise NotAuthentic("box is cut short")
    return chunks * CHUNK + rest - TAG


class _Chunks:
    """The key of one salt, and the nonces that count up from it."""

    __slots__ = ("_aead", "_first", "commitment")

    def __init__(self, key: bytes, kind: str, context: bytes, salt: bytes) -> None:
        # HKDF would take a key of any length.
        if len(key) != KEY:
            raise NotAuthentic(f"a key has {len(key)} bytes, want {KEY}")
        info = _NAME + salt + label(kind, context)
        okm = HKDFExpand(algorithm=SHA512(), length=76, info=info).derive(key)
        self._aead = AESGCM(okm[:32])
        self._first = int.from_bytes(okm[32:44])
        self.commitment = okm[44:]

    def nonce(self, index: int) -> bytes:
        if index >= MAX_CHUNKS:
            raise NotAuthentic("box is longer than the format allows")
        return (self._first ^ index).to_bytes(12)

    def seal(self, index: int, plain: bytes | memoryview) -> bytes:
        return self._aead.encrypt(self.nonce(index), plain, None)

    def seal_whole(self, index: int, plain: memoryview, into: Sequence[memoryview]) -> None:
        """Seal whole chunks, the first of them number `index`, each into its place."""
        for at in range(len(plain) // CHUNK):
            self._aead.encrypt_into(
                self.nonce(index + at), plain[CHUNK * at : CHUNK * (at + 1)], None, into[at]
            )

    def open(self, index: int, sealed: bytes | memoryview) -> bytes:
        try:
            return self._aead.decrypt(self.nonce(index), sealed, None)
        except InvalidTag:
            raise NotAuthentic(f"chunk {index} does not open: {_CHANGED}") from None


def seal_box(key: bytes, kind: str, context: bytes, plaintext: bytes, *, random: Random) -> bytes:
    """Seal bytes under a 32-byte key for one use and context."""
    salt = random(SALT)
    chunks = _Chunks(key, kind, context, salt)
    if len(plaintext) < CHUNK:
        return salt + chunks.commitment + chunks.seal(0, plaintext)
    view = memoryview(plaintext)
    parts = [salt, chunks.commitment]
    parts += [
        chunks.seal(index, view[CHUNK * index : CHUNK * (index + 1)])
        for index in range(len(plaintext) // CHUNK + 1)
    ]
    return b"".join(parts)


def open_box(key: bytes, kind: str, context: bytes, sealed: bytes) -> bytes:
    """Open a box.

    Raises:
        NotAuthentic: changed, cut short, extended, or sealed under another key, use or context.
    """
    plain_length(len(sealed))
    chunks = _Chunks(key, kind, context, sealed[:SALT])
    _check(chunks, sealed[SALT:HEADER])
    if len(sealed) < HEADER + SEALED_CHUNK:
        return chunks.open(0, memoryview(sealed)[HEADER:])
    view = memoryview(sealed)[HEADER:]
    count = len(view) // SEALED_CHUNK + 1
    return b"".join(
        chunks.open(index, view[SEALED_CHUNK * index : SEALED_CHUNK * (index + 1)])
        for index in range(count)
    )


def seal_chunks(
    key: bytes, kind: str, context: bytes, pieces: Iterable[bytes], *, random: Random
) -> Iterator[bytes]:
    """Seal a stream; pieces may have any length, and memory stays flat."""
    salt = random(SALT)
    chunks = _Chunks(key, kind, context, salt)
    yield salt + chunks.commitment
    # Sealed into one buffer and copied out once: many small strings and their join cost a
    # third more, most of it in page faults.
    room = memoryview(bytearray(BATCH * SEALED_CHUNK))
    places = [room[SEALED_CHUNK * at : SEALED_CHUNK * (at + 1)] for at in range(BATCH)]
    index = 0
    held = b""
    for piece in pieces:
        view = memoryview(held + piece if held else piece)
        whole = len(view) // CHUNK * CHUNK
        for start in range(0, whole, BATCH * CHUNK):
            batch = view[start : min(start + BATCH * CHUNK, whole)]
            chunks.seal_whole(index, batch, places)
            count = len(batch) // CHUNK
            index += count
            yield bytes(room[: SEALED_CHUNK * count])
        held = bytes(view[whole:])
    yield chunks.seal(index, held)


def open_chunks(key: bytes, kind: str, context: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Open a stream; each piece given out is authentic, the whole only once it ended.

    A caller that must not act on a part waits for the end: a stream that was cut raises
    NotAuthentic there.
    """
    source = iter(pieces)
    held = b""
    while len(held) < HEADER:
        piece = next(source, None)
        if piece is None:
            raise NotAuthentic("box is cut short")
        held += piece
    chunks = _Chunks(key, kind, context, held[:SALT])
    _check(chunks, held[SALT:HEADER])
    index = 0
    rest, held = held[HEADER:], b""
    for piece in chain((rest,), source):
        whole = held + piece if held else piece
        view = memoryview(whole)
        # The last chunk is shorter than a whole one, so a whole one is never the last.
        count = len(view) // SEALED_CHUNK
        for start in range(0, count, BATCH):
            stop = min(start + BATCH, count)
            cuts = (view[SEALED_CHUNK * at : SEALED_CHUNK * (at + 1)] for at in range(start, stop))
            yield b"".join([chunks.open(index + at, cut) for at, cut in enumerate(cuts)])
            index += stop - start
        held = bytes(view[SEALED_CHUNK * count :])
    if len(held) < TAG:
        raise NotAuthentic("box is cut short")
    yield chunks.open(index, held)


def open_range(
    key: bytes, kind: str, context: bytes, *, header: bytes, first: int, sealed: bytes, last: bool
) -> bytes:
    """Open whole chunks out of the middle of a box.

    Args:
        header: the box's first 56 bytes.
        first: number of the first chunk in `sealed`.
        sealed: chunks one after the other.
        last: whether `sealed` ends with the box's last chunk.

    Raises:
        NotAuthentic: as open_box; also when the chunks do not have their fixed lengths.
    """
    chunks = _Chunks(key, kind, context, header[:SALT])
    _check(chunks, header[SALT:HEADER])
    rest = len(sealed) % SEALED_CHUNK
    if (last and rest < TAG) or (not last and rest):
        raise NotAuthentic("range does not hold whole chunks")
    view = memoryview(sealed)
    starts = range(0, len(sealed), SEALED_CHUNK)
    return b"".join(
        chunks.open(first + at, view[start : start + SEALED_CHUNK])
        for at, start in enumerate(starts)
    )


def _check(chunks: _Chunks, commitment: bytes) -> None:
    if not hmac.compare_digest(chunks.commitment, commitment):
        raise NotAuthentic(f"commitment does not match: {_CHANGED}")
