"""The keys of an encrypted iPhone backup: from the password to each file's key.

docs/readers.md 12. Tried with iphone-backup-decrypt 0.11.2, which opens the key bag.
"""

import plistlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers.expat import ExpatError

from iphone_backup_decrypt.exceptions import UnsafeBackupError
from iphone_backup_decrypt.utils import BackupKeyBag

from extraction.errors import CorruptSource, LimitExceeded, LockedSource

MAX_PLIST = 16 * 1024 * 1024
MAX_ENTRY = 1024 * 1024
_CLASS = 4
UNREADABLE = (
    # An encoding that nobody knows is a LookupError.
    *(ValueError, LookupError, TypeError, AttributeError, OverflowError),
    *(RecursionError, plistlib.InvalidFileException, ExpatError, struct.error),
)


@dataclass(frozen=True, slots=True)
class Keys:
    """An opened key bag, and the key of the list of files."""

    bag: BackupKeyBag
    manifest: bytes

    def of(self, entry: bytes) -> bytes | None:
        """Give the key of a file by its entry in the list; None for one that is not encrypted.

        Raises:
            CorruptSource: the entry does not parse, or has a key of no class in the bag.
        """
        try:
            plist = _plist(entry, MAX_ENTRY)
            objects = plist["$objects"]
            root = objects[plist["$top"]["root"].data]
            if "EncryptionKey" not in root:
                return None
            wrapped = objects[root["EncryptionKey"].data]["NS.data"]
            return _bytes(self.bag.unwrap_key_for_class(root["ProtectionClass"], wrapped[_CLASS:]))
        except UNREADABLE:
            raise CorruptSource("a file of the backup has no usable key") from None


def open_keys(manifest: bytes, password: str | None) -> Keys:
    """Open the key bag of `Manifest.plist`.

    Raises:
        LockedSource: there is no password, or it is wrong.
        LimitExceeded: the key bag asks for more work than any phone's.
        CorruptSource: the file does not parse, or holds no key bag.
    """
    if not password:
        raise LockedSource("the backup is encrypted; give its password (--password-file)")
    try:
        plist = _plist(manifest, MAX_PLIST)
        bag = BackupKeyBag(_bytes(plist["BackupKeyBag"]))
        wrapped = _bytes(plist["ManifestKey"])
        unlocked = bag.unlock_with_passphrase(password.encode("utf-8"))
    except UnsafeBackupError:
        raise LimitExceeded("the backup's key bag asks for too many rounds") from None
    except UNREADABLE:
        raise CorruptSource("the backup's key bag does not parse") from None
    if not unlocked:
        raise LockedSource("the password does not open the backup")
    try:
        number = int.from_bytes(wrapped[:_CLASS], "little")
        key = _bytes(bag.unwrap_key_for_class(number, wrapped[_CLASS:]))
    except UNREADABLE:
        raise CorruptSource("the backup's list of files has no usable key") from None
    return Keys(bag, key)


def encrypted(manifest: bytes) -> bool:
    """Tell whether `Manifest.plist` says that the backup is encrypted.

    Raises:
        CorruptSource: the file does not parse.
    """
    try:
        return bool(_plist(manifest, MAX_PLIST).get("IsEncrypted"))
    except UNREADABLE:
        raise CorruptSource("Manifest.plist does not parse") from None


def _plist(data: bytes, most: int) -> Mapping[str, "plistlib._Value"]:  # type: ignore[name-defined]
    if len(data) > most:
        raise ValueError("a property list is too long")
    found = plistlib.loads(data)
    if not isinstance(found, dict):
        raise TypeError("a property list holds no dictionary")
    return found


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError("want bytes")
    return value
