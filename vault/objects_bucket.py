"""An object store in a bucket: write-once names by conditional requests, read back.

docs/formats/extraction.md 6. What fits into one request is one object under its own name,
and the store refuses the request when the name is taken. What does not fit is stored in
parts under a name of its own, `large/<eid>/<id>/<random>`; then one small object takes the
name and says where the bytes are. So a name appears whole or not at all, and whoever is
second finds it taken, on every store that keeps to create-only requests.
"""

import re
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256 as new_sha256
from itertools import chain

from vault.errors import AlreadyStored, Missing, NotAuthentic, StoreUnavailable, UnfitStore
from vault.ids import ID_SIZE, Random
from vault.objects import check_name
from vault.objects_s3 import Bucket, Got

SINGLE = 40 * 1024 * 1024
"""An object up to this length goes up in one request: a pack does."""
PIECE = 4 * 1024 * 1024
"""Objects are read in requests of so many bytes, and no connection is held between them."""
POINTER = "application/vnd.safehold.large"
LARGE = "large/"
FILLING, PROOF = "filling", "proof/"
_MOST = 256
_TEXT = re.compile(rb"(large/[0-9a-f/]{33,120}) (0|[1-9][0-9]{0,14})\n")


@dataclass(frozen=True, slots=True)
class _Body:
    """Where an object's bytes are, and how many."""

    name: str
    length: int

    def marshal(self) -> bytes:
        return f"{self.name} {self.length}\n".encode()


class _Checked:
    """Chunks on their way, with their length, CRC-32 and SHA-256."""

    def __init__(self, chunks: Iterable[bytes], *, hashed: bool) -> None:
        self._chunks = chunks
        self._hash = new_sha256() if hashed else None
        self.length = 0
        self.crc = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.length += len(chunk)
            self.crc = zlib.crc32(chunk, self.crc)
            if self._hash is not None:
                self._hash.update(chunk)
            yield chunk

    def want(self, name: str, sha256: bytes | None) -> None:
        if sha256 is not None and (self._hash is None or self._hash.digest() != sha256):
            raise NotAuthentic(f"object {name} has other bytes than its statement says")


class BucketStore:
    """Objects in a bucket; see ObjectStore for what each call promises."""

    __slots__ = ("_bucket", "_random", "_single")

    def __init__(self, bucket: Bucket, *, random: Random, single: int = SINGLE) -> None:
        """Take a bucket; `single` is how many bytes go up in one request."""
        self._bucket = bucket
        self._random = random
        self._single = single

    def put(self, name: str, chunks: Iterable[bytes], *, sha256: bytes | None = None) -> int:
        """Store an object under a new name; give its length in bytes."""
        check_name(name)
        passing = _Checked(chunks, hashed=sha256 is not None)
        stream = iter(passing)
        head: list[bytes] = []
        while passing.length <= self._single:
            chunk = next(stream, None)
            if chunk is None:
                passing.want(name, sha256)
                self._put_single(name, b"".join(head), passing)
                return passing.length
            head.append(chunk)
        self._put_large(name, _drained(head, stream), passing, sha256)
        return passing.length

    def read(self, name: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Give an object's bytes from `offset` on, or raise Missing at once."""
        check_name(name)
        if offset < 0 or (length is not None and length < 0):
            raise Missing(f"object {name} has no such range")
        wanted = PIECE if length is None else min(PIECE, length)
        # An empty range cannot be asked for, and a pointer is read from its beginning.
        first = self._get(name, offset, wanted or 1)
        body = _Body(name, first.total)
        if first.kind == POINTER:
            body, first = self._pointed(name), Got(b"", 0, "")
        left = body.length - offset if length is None else length
        if left < 0 or offset + left > body.length:
            raise Missing(f"object {name} is shorter than that")
        if first.data or not left:
            return self._pieces(body, offset, left, first.data[:left])
        return self._pieces(body, offset, left, self._piece(body, offset, left))

    def size(self, name: str) -> int:
        """Give an object's length in bytes, or raise Missing."""
        check_name(name)
        try:
            length, kind = self._bucket.head(name)
        except Missing:
            raise Missing(f"object {name} is not stored") from None
        return self._pointed(name).length if kind == POINTER else length

    def delete(self, name: str) -> None:
        """Remove an object; nothing happens when it is gone."""
        check_name(name)
        try:
            if self._bucket.head(name)[1] == POINTER:
                # The bytes first: when this is cut off, the name is still there to do it again.
                self._bucket.delete(self._pointed(name).name)
        except Missing:
            return
        self._bucket.delete(name)

    def names(self, prefix: str = "x/") -> Iterator[str]:
        """List the names that begin so, in order."""
        return self._bucket.names(prefix)

    def tidy(self) -> int:
        """Remove large bytes that no name points to, left by a process that died; count them.

        Only while nothing else writes.
        """
        strays = []
        for stray in self._bucket.names(LARGE):
            name = "x/" + stray.removeprefix(LARGE).rpartition("/")[0]
            try:
                kept = self._pointed(name).name == stray
            except Missing:
                kept = False
            if not kept:
                strays.append(stray)
        for stray in strays:
            self._bucket.delete(stray)
        return len(strays)

    def begin_filling(self, mark: str) -> None:
        """Mark an empty bucket as being filled; one that has this mark is gone on with.

        Raises:
            UnfitStore: the bucket is not empty, or is filled from something else.
        """
        try:
            found = self._bucket.get(FILLING, 0, _MOST).data
        except Missing:
            # What a start tried and could not remove again is nobody's.
            if any(not name.startswith(PROOF) for name in self._bucket.names("")):
                raise UnfitStore("a bucket is not empty; give empty ones") from None
            self._bucket.put_new(FILLING, mark.encode())
            found = self._bucket.get(FILLING, 0, _MOST).data
        if found != mark.encode():
            raise UnfitStore("a bucket is being filled from another vault or backup")

    def end_filling(self) -> None:
        """Take the mark of filling away."""
        self._bucket.delete(FILLING)

    def close(self) -> None:
        """Let go of every connection."""
        self._bucket.close()

    def _put_single(self, name: str, data: bytes, passing: _Checked) -> None:
        if not self._bucket.put_new(name, data):
            self._want_same(name, iter((data,)))
            return
        self._read_back(name, _Body(name, passing.length), passing.crc)

    def _put_large(
        self, name: str, chunks: Iterator[bytes], passing: _Checked, sha256: bytes | None
    ) -> None:
        large = f"{LARGE}{name.removeprefix('x/')}/{self._random(ID_SIZE).hex()}"
        taken = False
        try:
            self._bucket.put_large(large, chunks)
            passing.want(name, sha256)
            body = _Body(large, passing.length)
            self._read_back(large, body, passing.crc)
            taken = self._bucket.put_new(name, body.marshal(), kind=POINTER)
            if not taken:
                # An answer that was lost is asked for once more, and finds the name taken by us.
                taken = self._is_pointed(name, large)
            if not taken:
                with closing(self._pieces(body, 0, body.length, b"")) as ours:
                    self._want_same(name, ours)
        finally:
            if not taken:
                self._drop(name, large)

    def _drop(self, name: str, large: str) -> None:
        """Remove large bytes that did not get the name; they are no longer needed, or tidied."""
        try:
            if not self._is_pointed(name, large):
                self._bucket.delete(large)
        except StoreUnavailable:
            return

    def _is_pointed(self, name: str, large: str) -> bool:
        try:
            return self._pointed(name).name == large
        except Missing:
            return False

    def _read_back(self, name: str, body: _Body, crc: int) -> None:
        found, length = 0, 0
        for piece in self._pieces(body, 0, body.length, b""):
            found = zlib.crc32(piece, found)
            length += len(piece)
        if (length, found) != (body.length, crc) or self._bucket.head(name)[0] != length:
            self._bucket.delete(name)
            raise StoreUnavailable("an object reads back with other bytes; check the object store")

    def _want_same(self, name: str, ours: Iterator[bytes]) -> None:
        """Compare with what has the name, or raise AlreadyStored."""
        theirs, rest = self.read(name), b""
        for piece in ours:
            while len(rest) < len(piece):
                more = next(theirs, None)
                if more is None:
                    break
                rest += more
            if rest[: len(piece)] != piece:
                raise AlreadyStored(f"object {name} holds other bytes")
            rest = rest[len(piece) :]
        if rest or next(theirs, None) is not None:
            raise AlreadyStored(f"object {name} holds other bytes")

    def _get(self, name: str, offset: int, length: int) -> Got:
        try:
            return self._bucket.get(name, offset, length)
        except Missing:
            raise Missing(f"object {name} is not stored") from None

    def _pointed(self, name: str) -> _Body:
        """Read a pointer, or raise Missing: then the name holds no bytes that can be found."""
        got = self._get(name, 0, _MOST)
        found = _TEXT.fullmatch(got.data)
        if got.kind != POINTER or found is None:
            raise Missing(f"object {name} points to nothing")
        return _Body(found[1].decode(), int(found[2]))

    def _pieces(
        self, body: _Body, offset: int, left: int, first: bytes
    ) -> Generator[bytes, None, None]:
        piece = first
        while left:
            if not piece:
                piece = self._piece(body, offset, left)
            yield piece
            offset, left, piece = offset + len(piece), left - len(piece), b""

    def _piece(self, body: _Body, offset: int, left: int) -> bytes:
        got = self._get(body.name, offset, min(PIECE, left))
        if not got.data or got.total != body.length:
            raise Missing(f"object {body.name} is shorter than that")
        return got.data


def _drained(head: list[bytes], stream: Iterator[bytes]) -> Iterator[bytes]:
    """Give what was held, letting go of it, and then the rest."""

    def held() -> Iterator[bytes]:
        while head:
            yield head.pop(0)

    return chain(held(), stream)
