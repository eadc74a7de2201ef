"""The end of a ZIP file: which end record counts, and where the directory lies.

docs/readers.md 5. Programs search for the end record in different ways. If a second one
could be found, or the 64-bit one contradicts it, they would open two different archives,
so the file is refused as ambiguous.
"""

from dataclasses import dataclass
from typing import BinaryIO

from extraction.errors import AmbiguousSource, CorruptSource, LimitExceeded
from extraction.zip_records import (
    END,
    END_SIGNATURE,
    LOCATOR,
    LOCATOR_SIGNATURE,
    SIGNATURES,
    WIDE_16,
    WIDE_32,
    WIDE_END,
    WIDE_END_SIGNATURE,
    Header,
    parse_directory,
)

MAX_MEMBERS = 2_000_000
MAX_DIRECTORY = 512 * 1024 * 1024
_WINDOW = END.size + WIDE_16 + LOCATOR.size + WIDE_END.size
_WIDE_LENGTH = WIDE_END.size - 12


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory: its entries, where it starts and ends, and what all offsets lack.

    `comment` and `trailing` are (offset, length) of bytes after the end record.
    """

    headers: list[Header]
    start: int
    end: int
    end_records: int
    shift: int
    comment: tuple[int, int]
    trailing: tuple[int, int]
    size_differs: bool


@dataclass(frozen=True, slots=True)
class _End:
    """The numbers of an end record, and where the records of the end begin."""

    at: int
    count: int
    size: int
    offset: int
    shift: int | None


def find_directory(file: BinaryIO, length: int) -> Directory:
    """Find and read the directory.

    Raises:
        AmbiguousSource: two programs could find two directories.
        CorruptSource: there is none, or it does not parse.
        LimitExceeded: it is larger than any phone's.
    """
    base = max(0, length - _WINDOW)
    file.seek(base)
    tail = file.read(length - base)
    at = _choose(tail)
    _, disk, start_disk, here, count, size, offset, comment = END.unpack_from(tail, at)
    if disk or start_disk or here != count:
        raise AmbiguousSource("the archive says that it spans several disks")
    end = _widen(tail, at, base, _End(base + at, count, size, offset, None))
    if end.count > MAX_MEMBERS or end.size > MAX_DIRECTORY:
        raise LimitExceeded(f"the archive lists {end.count} members, want at most {MAX_MEMBERS}")
    headers, start, stop = _read(file, end)
    after = base + at + END.size
    return Directory(
        headers,
        start,
        stop,
        end.at,
        start - end.offset,
        (after, comment),
        (after + comment, length - after - comment),
        size_differs=stop - start != end.size,
    )


def _choose(tail: bytes) -> int:
    """Choose the end record: the one whose comment ends the file, else the last."""
    found: list[int] = []
    at = tail.find(END_SIGNATURE)
    while at >= 0:
        if len(tail) - at >= END.size:
            found.append(at)
        at = tail.find(END_SIGNATURE, at + 1)
    ends = {at: at + END.size + END.unpack_from(tail, at)[7] for at in found}
    exact = [at for at in found if ends[at] == len(tail)]
    if len(exact) > 1:
        raise AmbiguousSource("the archive has two end records")
    fitting = exact or [at for at in found if ends[at] < len(tail)]
    if not fitting:
        raise CorruptSource("there is no end record: not a ZIP file, or cut short")
    if found[-1] > fitting[-1]:
        raise AmbiguousSource("a second end record stands after the first")
    return fitting[-1]


def _widen(tail: bytes, at: int, base: int, end: _End) -> _End:
    """Take the numbers of the 64-bit end record, where there is one."""
    locator_at = at - LOCATOR.size
    has_locator = locator_at >= 0 and tail.startswith(LOCATOR_SIGNATURE, locator_at)
    if not has_locator:
        if WIDE_32 in (end.size, end.offset):
            raise AmbiguousSource("the 64-bit end record is announced and missing")
        return end
    _, disk, wide_offset, disks = LOCATOR.unpack_from(tail, locator_at)
    wide_at = locator_at - WIDE_END.size
    if wide_at < 0 or not tail.startswith(WIDE_END_SIGNATURE, wide_at):
        raise AmbiguousSource("the 64-bit end record is not before its locator")
    fields = WIDE_END.unpack_from(tail, wide_at)
    _, length, _, _, own_disk, start_disk, here, count, size, offset = fields
    odd = length != _WIDE_LENGTH or disk or own_disk or start_disk or disks > 1 or here != count
    shift = base + wide_at - wide_offset
    pairs = ((end.count, count, WIDE_16), (end.size, size, WIDE_32), (end.offset, offset, WIDE_32))
    agree = all(short in (wide, mark) for short, wide, mark in pairs)
    if odd or shift < 0 or not agree:
        raise AmbiguousSource("the 64-bit end record contradicts the other")
    return _End(base + wide_at, count, size, offset, shift)


def _read(file: BinaryIO, end: _End) -> tuple[list[Header], int, int]:
    """Read the directory where it is said to be, or where its length puts it."""
    starts = {end.at - end.size}
    if end.shift is None:
        starts.add(end.offset)
    else:
        starts.add(end.offset + end.shift)
    readings: list[tuple[list[Header], int, int]] = []
    problem: AmbiguousSource | CorruptSource | None = None
    for start in sorted(starts):
        if not end.offset <= start <= end.at:
            continue
        try:
            readings.append(_read_at(file, start, end))
        except (AmbiguousSource, CorruptSource) as error:
            problem = error
    if len(readings) > 1:
        raise AmbiguousSource("the directory can be read from two places")
    if not readings:
        raise problem or CorruptSource("the directory is not where the end record says")
    return readings[0]


def _read_at(file: BinaryIO, start: int, end: _End) -> tuple[list[Header], int, int]:
    if end.at - start > MAX_DIRECTORY:
        raise CorruptSource("the directory is not where the end record says")
    file.seek(start)
    data = file.read(end.at - start)
    headers, stop = parse_directory(data, end.count)
    left = data[stop:]
    if any(signature in left for signature in SIGNATURES):
        raise AmbiguousSource("more records stand between the directory and its end")
    return headers, start, start + stop
