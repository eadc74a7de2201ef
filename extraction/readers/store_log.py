"""The write-ahead log of a database: what of it SQLite did not use.

docs/readers.md 10. SQLite leaves a log at its first frame that is damaged, or whose write was
never finished, and says nothing. Frames that are of this log (they bear its salt) and lie
behind the last one that SQLite used may be rows; how many there are is said.
"""

import struct
from pathlib import Path

from extraction.sqlite_source import Database

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_MAGIC = (0x377F0682, 0x377F0683)
_USED_AT = 16
_LARGEST_PAGE = 65_536


def unused_frames(database: Database) -> int:
    """Count the frames of an opened copy's log that SQLite left; 0 without a log."""
    listed = database.connection.execute("PRAGMA database_list").fetchall()
    path = Path(str(listed[0][2]))
    log, index = Path(f"{path}-wal"), Path(f"{path}-shm")
    if not log.is_file() or log.stat().st_size <= _HEADER.size:
        return 0
    return max(0, _frames_of(log) - _used(index))


def _used(index: Path) -> int:
    if not index.is_file():
        return 0
    with index.open("rb") as file:
        file.seek(_USED_AT)
        data = file.read(4)
    # SQLite writes its index in the machine's own order of bytes.
    return int(struct.unpack("=I", data)[0]) if len(data) == 4 else 0  # noqa: PLR2004 a number


def _frames_of(log: Path) -> int:
    """Count the frames that bear the log's own salt, up to the first that does not."""
    size = log.stat().st_size
    with log.open("rb") as file:
        magic, _, page, _, salt, other, *_ = _HEADER.unpack(file.read(_HEADER.size))
        if magic not in _MAGIC or not 0 < page <= _LARGEST_PAGE:
            # No frame of it can be used; one that is larger than a header may hold rows.
            return 1
        count = 0
        for at in range(_HEADER.size, size - _FRAME.size + 1, _FRAME.size + page):
            file.seek(at)
            head = _FRAME.unpack(file.read(_FRAME.size))
            if head[2:4] != (salt, other):
                break
            count += 1
    return count
