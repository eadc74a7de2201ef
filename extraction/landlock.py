"""Landlock: Linux lets any process narrow, for good, which files it can open.

docs/readers.md 7. Spoken through system calls, because no library is needed for three of
them. Rights that the running kernel does not know are left off; TCP is denied where it knows.
"""

import os
import stat
import struct
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1

# Rights by bit: execute 0, write 1, read 2, list 3, remove folder 4 and file 5, make device 6,
# folder 7, file 8, socket 9, pipe 10, block device 11, link 12; later refer 13, truncate 14,
# device controls 15.
_READ, _LIST = 1 << 2, 1 << 3
_WRITE = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8
_TRUNCATE = 1 << 14
_KNOWN = {1: 13, 2: 14, 3: 15, 4: 15}
_KNOWN_LATEST = 16
_TCP_FROM, _TCP = 4, 0b11
_SCOPE_FROM, _SCOPE = 6, 0b11
_PATH = getattr(os, "O_PATH", 0)


def restrict_files(libc: "ctypes.CDLL", readable: Iterable[str], scratch: str) -> bool:
    """Narrow this process to reading some paths and writing in one folder; tell whether it is."""
    version = libc.syscall(_CREATE, None, 0, _VERSION_FLAG)
    if version < 1:
        return False
    handled = (1 << _KNOWN.get(version, _KNOWN_LATEST)) - 1
    ruleset = _ruleset(libc, version, handled)
    if ruleset < 0:
        return False
    try:
        good = all(_allow(libc, ruleset, path, _READ | _LIST) for path in readable)
        written = (_READ | _LIST | _WRITE | _TRUNCATE) & handled
        good = good and _allow(libc, ruleset, scratch, written)
        return good and libc.syscall(_RESTRICT, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _ruleset(libc: "ctypes.CDLL", version: int, handled: int) -> int:
    """Begin a set of rules: what is handled and not allowed is denied."""
    attributes = struct.pack("=Q", handled)
    if version >= _TCP_FROM:
        attributes += struct.pack("=Q", _TCP)
    if version >= _SCOPE_FROM:
        attributes += struct.pack("=Q", _SCOPE)
    return int(libc.syscall(_CREATE, attributes, len(attributes), 0))


def _allow(libc: "ctypes.CDLL", ruleset: int, path: str, rights: int) -> bool:
    """Allow rights beneath a path; one that is not there needs none."""
    try:
        place = os.open(path, _PATH | os.O_CLOEXEC)
    except OSError:
        return True
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _READ
        rule = struct.pack("=Qi", rights, place)
        return bool(libc.syscall(_ADD, ruleset, _PATH_BENEATH, rule, 0) == 0)
    finally:
        os.close(place)
