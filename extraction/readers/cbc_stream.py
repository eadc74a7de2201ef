"""AES in CBC mode with padding, as phones' backups use it, piece by piece.

docs/readers.md 12 and 13. CBC does not tell a changed byte: only a wrong length or padding at
the end shows. What the bytes are shows when they are read.
"""

from collections.abc import Iterable, Iterator

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from extraction.errors import CorruptSource

BLOCK = 16
NO_START = bytes(BLOCK)
"""The starting value of an iPhone's files, each of which has a key of its own."""


def decrypted(pieces: Iterable[bytes], key: bytes, start: bytes = NO_START) -> Iterator[bytes]:
    """Decrypt in pieces.

    Raises:
        CorruptSource: it is cut short, or damaged at its end.
    """
    opener = Cipher(AES(key), CBC(start)).decryptor()
    held = b""
    length = 0
    for piece in pieces:
        length += len(piece)
        held += opener.update(piece)
        if len(held) > BLOCK:
            yield held[:-BLOCK]
            held = held[-BLOCK:]
    padding = held[-1] if held else 0
    if length % BLOCK or not 0 < padding <= BLOCK or set(held[-padding:]) != {padding}:
        raise CorruptSource("an encrypted file is cut short, or damaged at its end")
    yield held[:-padding]
