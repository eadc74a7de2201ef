"""Made iPhone backups for tests, plain and encrypted, as small as a test needs."""

import hashlib
import plistlib
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

PASSWORD = "made for this test"
_CLASS = 4


def made_key(name: str) -> bytes:
    return hashlib.sha256(f"a test's key for {name}".encode()).digest()


def sealed(data: bytes, key: bytes) -> bytes:
    """Encrypt as a phone does: CBC from nothing, padded."""
    count = 16 - len(data) % 16
    sealer = Cipher(AES(key), CBC(bytes(16))).encryptor()
    return sealer.update(data + bytes([count]) * count) + sealer.finalize()


@dataclass
class Backup:
    """Files by (domain, path); with `absent` they are listed and not there."""

    files: Mapping[tuple[str, str], bytes]
    absent: Mapping[tuple[str, str], int] = field(default_factory=dict)
    unlisted: Mapping[str, bytes] = field(default_factory=dict)
    password: str | None = None
    rounds: int = 10
    plist: bool = True

    def write(self, folder: Path) -> Path:
        """Write it."""
        folder.mkdir(parents=True)
        listing = folder / "Manifest.db"
        with closing(sqlite3.connect(listing)) as database:
            database.execute(
                "CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain, relativePath, flags, file)"
            )
            database.execute("CREATE TABLE Properties (key, value)")
            self._row(database, "HomeDomain", "Library", 2, b"")
            for (domain, path), data in self.files.items():
                name = self._row(database, domain, path, 1, data)
                place = folder / name[:2] / name
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(data if self.password is None else sealed(data, made_key(path)))
            for domain, path in self.absent:
                self._row(database, domain, path, 1, b"")
            database.commit()
        for name, data in self.unlisted.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
        if self.password is not None:
            listing.write_bytes(sealed(listing.read_bytes(), made_key("manifest")))
        if self.plist:
            (folder / "Manifest.plist").write_bytes(plistlib.dumps(self._plist()))
        return folder

    def _row(
        self, database: sqlite3.Connection, domain: str, path: str, flags: int, data: bytes
    ) -> str:
        name = hashlib.sha1(f"{domain}-{path}".encode()).hexdigest()  # noqa: S324 the format's own
        row = (name, domain, path, flags, self._entry(path, data))
        database.execute("INSERT INTO Files VALUES (?, ?, ?, ?, ?)", row)
        return name

    def _entry(self, path: str, data: bytes) -> bytes:
        root: dict[str, object] = {"ProtectionClass": _CLASS, "Size": len(data)}
        objects: list[object] = ["$null", root, path]
        if self.password is not None and data:
            root["EncryptionKey"] = plistlib.UID(3)
            objects.append({"NS.data": self._wrapped(path)})
        return plistlib.dumps(
            {"$top": {"root": plistlib.UID(1)}, "$objects": objects}, fmt=plistlib.FMT_BINARY
        )

    def _wrapped(self, name: str) -> bytes:
        number = _CLASS.to_bytes(4, "little")
        return number + aes_key_wrap(made_key("class"), made_key(name))

    def _plist(self) -> dict[str, object]:
        if self.password is None:
            return {"IsEncrypted": False, "Version": "10.0"}
        return {
            "IsEncrypted": True,
            "BackupKeyBag": self._keybag(),
            "ManifestKey": self._wrapped("manifest"),
        }

    def _keybag(self) -> bytes:
        assert self.password is not None
        first = hashlib.pbkdf2_hmac("sha256", self.password.encode(), b"d" * 20, 10, 32)
        key = hashlib.pbkdf2_hmac("sha1", first, b"s" * 20, 10, 32)
        blocks = [
            *((b"VERS", 5), (b"TYPE", 1), (b"UUID", b"u" * 16), (b"HMCK", b"h" * 40), (b"WRAP", 0)),
            *((b"SALT", b"s" * 20), (b"ITER", 10), (b"DPWT", 0), (b"DPIC", self.rounds)),
            *((b"DPSL", b"d" * 20), (b"UUID", b"c" * 16), (b"CLAS", _CLASS), (b"WRAP", 2)),
            *((b"KTYP", 0), (b"WPKY", aes_key_wrap(key, made_key("class")))),
        ]
        out = b""
        for tag, value in blocks:
            data = value.to_bytes(4, "big") if isinstance(value, int) else value
            out += tag + len(data).to_bytes(4, "big") + data
        return out
