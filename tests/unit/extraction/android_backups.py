"""Made Android backups for tests: the tar inside, its compression, its encryption."""

import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PASSWORD = "made for this test"
TELEPHONY = "apps/com.android.providers.telephony"
# Bytes of 0x80 and above are what Java spells in its own way.
MASTER = bytes(range(112, 144))
_VECTOR, _SALT, _CHECK_SALT = b"v" * 16, b"s" * 64, b"c" * 64


def messages(rows: object) -> bytes:
    """Give messages as a phone's own backup writes them."""
    return zlib.compress(json.dumps(rows).encode())


@dataclass
class AndroidBackup:
    """Members by name; `links` are symbolic ones."""

    members: Mapping[str, bytes]
    links: Mapping[str, str] = field(default_factory=dict)
    compressed: bool = True
    password: str | None = None
    java: bool = True
    rounds: int = 10
    trailing: bytes = b""
    version: str = "5"

    def tar(self) -> bytes:
        """Give the tar inside."""
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for name, data in self.members.items():
                info = tarfile.TarInfo(name)
                info.size, info.mtime = len(data), 1_775_044_800
                tar.addfile(info, io.BytesIO(data))
            for name, target in self.links.items():
                info = tarfile.TarInfo(name)
                info.type, info.linkname = tarfile.SYMTYPE, target
                tar.addfile(info)
        return out.getvalue() + self.trailing

    def marshal(self) -> bytes:
        """Give the file."""
        body = zlib.compress(self.tar()) if self.compressed else self.tar()
        lines = ["ANDROID BACKUP", self.version, str(int(self.compressed))]
        if self.password is None:
            return "\n".join([*lines, "none", ""]).encode() + body
        key = hashlib.pbkdf2_hmac("sha1", self.password.encode(), _SALT, self.rounds, 32)
        spelt = MASTER
        if self.java:
            # Independent of the reader: what Java's char and UTF-8 make of a signed byte.
            spelt = b"".join(
                bytes([each])
                if each < 128
                else bytes([0xEF, 0xBC | each >> 6 & 3, each & 63 | 128])
                for each in MASTER
            )
        check = hashlib.pbkdf2_hmac("sha1", spelt, _CHECK_SALT, self.rounds, 32)
        blob = b"\x10" + _VECTOR + b"\x20" + MASTER + b"\x20" + check
        locked = (_SALT, _CHECK_SALT, _VECTOR, _sealed(blob, key, _VECTOR))
        texts = [part.hex().upper() for part in locked]
        lines += ["AES-256", *texts[:2], str(self.rounds), *texts[2:], ""]
        return "\n".join(lines).encode() + _sealed(body, MASTER, _VECTOR)


def _sealed(data: bytes, key: bytes, start: bytes) -> bytes:
    count = 16 - len(data) % 16
    sealer = Cipher(AES(key), CBC(start)).encryptor()
    return sealer.update(data + bytes([count]) * count) + sealer.finalize()
