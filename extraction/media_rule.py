"""What becomes of the media that leaving records cite: whole, as a stripped copy, or not at all.

docs/formats/grant.md 4. What is of a kind that the scope does not hold stays. Of the others all
go whole where the scope holds places. Elsewhere a picture goes without what its file says of
place and time; what nobody here can strip stays. The rule asks of the records and the bytes
alone, so the worker finds what her client found.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from consent.scope import Scope
from extraction.derived import DerivedMedium
from extraction.media_type import SMALL, WORDS, kind_of
from extraction.placeless import holds_places, says_place
from extraction.strip import MAX_STRIPPED, STRIPPABLE, strip

SHOWN = ("image", "audio", "video")
"""The kinds of media that leave where people are masked in records."""


@dataclass(frozen=True, slots=True)
class Readable:
    """A medium that can be opened: its length, and its bytes from the start."""

    length: int
    read: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Media:
    """The outcome: SHA-256 (hex) of what goes as it is, and everything else that is cited."""

    whole: frozenset[str]
    derived: tuple[DerivedMedium, ...]


class Cited:
    """The media of records that leave, as they are or changed, and what is said of each."""

    def __init__(self, scope: Scope) -> None:
        self._all_whole = holds_places(scope)
        self._asked, self._masks = scope.m, scope.h
        self._words: set[str] = set()
        self._pictures: set[str] = set()
        self._others: set[str] = set()
        self._unasked: set[str] = set()

    def add(self, body: Mapping[str, object]) -> None:
        """Take note of what a record cites."""
        blobs = body.get("blobs", [])
        listed = [blob for blob in (blobs if isinstance(blobs, list) else []) if type(blob) is dict]
        # A small picture of a film that was not asked for shows some of it.
        stays = any(not self._is_asked(blob) for blob in listed)
        for blob in listed:
            if blob.get("present") is True and "sha256" in blob:
                small = stays and blob.get("role") in SMALL
                kind = self._unasked if small else self._kind(blob)
                kind.add(str(blob["sha256"]))

    def _is_asked(self, blob: Mapping[str, object]) -> bool:
        asked, role, kind = self._asked, blob.get("role"), kind_of(blob.get("mime_sniffed"))
        # Nobody here can mask people in a file of words.
        if self._masks and (role in WORDS or kind not in SHOWN):
            return False
        return asked is None or role in WORDS or kind in asked

    def _kind(self, blob: Mapping[str, object]) -> set[str]:
        if not self._is_asked(blob):
            return self._unasked
        # A text or field that was too long for its record goes as the record does.
        name, role = blob.get("name"), blob.get("role")
        named = isinstance(name, str) and says_place(name)
        if self._all_whole or role == "text" or (role == "extra" and not named):
            return self._words
        return self._pictures if blob.get("mime_sniffed") in STRIPPABLE else self._others

    def all(self) -> frozenset[str]:
        """Give the SHA-256 of everything cited."""
        return frozenset(self._words | self._pictures | self._others | self._unasked)

    def unasked(self) -> frozenset[str]:
        """Give what stays because the scope does not hold its kind."""
        return frozenset(self._unasked - self._words - self._pictures - self._others)

    def words(self) -> frozenset[str]:
        """Give what goes as it is, whatever it holds."""
        return frozenset(self._words)

    def to_strip(self) -> list[str]:
        """List what must be read, in order."""
        return sorted(self._pictures - self._words)

    def settle(self, readable: Mapping[str, Readable], progress: Callable[[], None]) -> Media:
        """Read what can be stripped and decide everything.

        Args:
            readable: by SHA-256; what is missing here stays.
            progress: called after each picture.
        """
        whole = set(self._words)
        copies: dict[str, tuple[bytes, int] | None] = {}
        for sha256 in self.to_strip():
            copy = _stripped(readable.get(sha256))
            if copy is not None and copy[0].hex() == sha256:
                whole.add(sha256)
            else:
                copies[sha256] = copy
            progress()
        stays = self._others - self._words - self._pictures
        copies |= dict.fromkeys(stays)
        unasked = self.unasked()
        copies |= dict.fromkeys(unasked)
        derived = (
            DerivedMedium(bytes.fromhex(name), copies[name], name not in unasked)
            for name in sorted(copies)
        )
        return Media(frozenset(whole), tuple(derived))


def _stripped(medium: Readable | None) -> tuple[bytes, int] | None:
    if medium is None or medium.length > MAX_STRIPPED:
        return None
    data = strip(b"".join(medium.read()))
    return None if data is None else (hashlib.sha256(data).digest(), len(data))
