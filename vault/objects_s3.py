"""One bucket of an S3 store, as one identity sees it. The only file that speaks minio.

docs/formats/extraction.md 6, docs/operations.md 10. Nothing here is retried without end: a
connection is tried four times and an answer awaited twice, so a store that is gone is told of
within half a minute or little more. An answer's text can name a key or a bucket, and never leaves.
"""

import logging
import ssl
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import md5
from pathlib import Path
from typing import BinaryIO, cast

import urllib3
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from minio import Minio
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError
from urllib3.exceptions import HTTPError, MaxRetryError, SSLError

from vault.errors import Missing, StoreRefused, StoreUnavailable

# It would write each address that it asks once more, with names and a signature in it.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)

PART = 16 * 1024 * 1024
"""Large objects go up in parts of so many bytes; a store takes ten thousand of them."""
BYTES = "application/octet-stream"
_FOR = timedelta(minutes=15)
_TIMEOUT = urllib3.Timeout(connect=3.0, read=15.0)
_RETRY = urllib3.Retry(
    total=4,
    connect=3,
    read=1,
    redirect=0,
    status=2,
    other=0,
    backoff_factor=0.2,
    status_forcelist=(500, 502, 503, 504),
    # A server's wish to wait would not be bounded.
    respect_retry_after_header=False,
)
_CONFLICTS = 3
_OK, _PARTIAL, _CONFLICT, _TAKEN = 200, 206, 409, 412
_NO_ROOM = frozenset(
    {"QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "EntityTooLarge"}
)
_WHOSE = frozenset(
    {
        "AccessDenied",
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "AccountProblem",
        "AllAccessDisabled",
    }
)


@dataclass(frozen=True, slots=True)
class Key:
    """An identity at a store: its access key, and the secret."""

    access: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bucket is: `host:port`, region, name, and the file of who certifies the server."""

    endpoint: str
    bucket: str
    region: str
    ca: Path | None


@dataclass(frozen=True, slots=True)
class Got:
    """Bytes of an object, its whole length, and its content type."""

    data: bytes = field(repr=False)
    total: int
    kind: str


class Bucket:
    """A bucket over TLS. Every call raises StoreUnavailable when the store does not do it."""

    __slots__ = ("_client", "_http", "_name", "place")

    def __init__(self, place: Place, key: Key | None) -> None:
        """Take where it is and who asks, None for nobody; nothing is sent yet.

        Raises:
            StoreUnavailable: the file of certificates cannot be read.
        """
        self.place = place
        self._name = place.bucket
        self._http = urllib3.PoolManager(
            timeout=_TIMEOUT, retries=_RETRY, maxsize=32, ssl_context=_trusting(place.ca)
        )
        self._client = Minio(
            place.endpoint,
            access_key=None if key is None else key.access,
            secret_key=None if key is None else key.secret,
            region=place.region,
            http_client=self._http,
        )

    def at(self, bucket: str, key: Key | None) -> "Bucket":
        """Give another bucket of the same store, as somebody else sees it."""
        return Bucket(replace(self.place, bucket=bucket), key)

    def close(self) -> None:
        """Let go of every connection."""
        self._http.clear()

    def put_new(self, name: str, data: bytes, *, kind: str = BYTES, checksum: bytes = b"") -> bool:
        """Store an object under a name that is free; False when it is taken.

        The SDK's own call cannot ask for a free name. So its signature of the address is used,
        made here and never shown, and the request is ours.

        Args:
            name: the object's name.
            data: all its bytes.
            kind: its content type.
            checksum: sent in place of the MD5 of the bytes, to see whether it is looked at.
        """
        sent = checksum or md5(data, usedforsecurity=False).digest()
        headers = {
            "If-None-Match": "*",
            "Content-MD5": b64encode(sent).decode(),
            "Content-Type": kind,
        }
        for _ in range(_CONFLICTS):
            with _told():
                address = self._client.get_presigned_url("PUT", self._name, name, expires=_FOR)
                answer = self._http.urlopen("PUT", address, body=data, headers=headers)
            if answer.status in (_OK, _TAKEN):
                return answer.status == _OK
            if answer.status != _CONFLICT:
                break
        raise _meant(_code(answer.data), answer.status)

    def put_large(self, name: str, chunks: Iterable[bytes]) -> None:
        """Store an object in parts, over whatever was there; nothing is kept if it breaks off."""
        with _told():
            # A single upload at a time: more would hold a part each.
            self._client.put_object(
                self._name,
                name,
                cast("BinaryIO", _Reader(chunks)),
                -1,
                content_type=BYTES,
                part_size=PART,
                num_parallel_uploads=1,
            )

    def get(self, name: str, offset: int, length: int) -> Got:
        """Give at most `length` bytes from `offset` on; none when the object ends before.

        Raises:
            Missing: there is no such object.
            StoreUnavailable: the answer is not of the range that was asked for.
        """
        wanted = {"Range": f"bytes={offset}-{offset + length - 1}"}
        with _told():
            try:
                answer = self._client.get_object(self._name, name, request_headers=dict(wanted))
            except S3Error as error:
                if error.code != "InvalidRange":
                    raise
                total, kind = self.head(name)
                return Got(b"", total, kind)
            try:
                data = answer.read(length + 1)
            finally:
                answer.close()
                answer.release_conn()
        first, total = _range_of(answer.headers.get("Content-Range", ""))
        if (answer.status, first, len(data)) != (_PARTIAL, offset, min(length, total - offset)):
            raise StoreUnavailable("the object store gives another range than was asked for")
        return Got(data, total, answer.headers.get("Content-Type", ""))

    def head(self, name: str) -> tuple[int, str]:
        """Give an object's length and content type, or raise Missing."""
        with _told():
            found = self._client.stat_object(self._name, name)
        return found.size or 0, found.content_type or ""

    def delete(self, name: str) -> None:
        """Remove an object; nothing happens when it is gone."""
        with _told():
            self._client.remove_object(self._name, name)

    def names(self, prefix: str) -> Iterator[str]:
        """List the names that begin so, in order."""
        with _told():
            for found in self._client.list_objects(self._name, prefix=prefix, recursive=True):
                yield found.object_name or ""

    def keeps_versions(self) -> bool:
        """Tell whether what is overwritten or removed would still be kept."""
        with _told():
            return self._client.get_bucket_versioning(self._name).status == "Enabled"

    def change_policy(self, policy: str) -> None:
        """Try to change who may do what; only the self-test does, and wants it refused."""
        with _told():
            self._client.set_bucket_policy(self._name, policy)


class _Reader:
    """Chunks, read as the SDK reads a file."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""

    def read(self, size: int) -> bytes:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = chunk
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


@contextmanager
def _told() -> Iterator[None]:
    """Say what the SDK and the connection raise as one of ours.

    Raises:
        Missing: there is no such object.
        StoreRefused: this identity may not, or is none.
        StoreUnavailable: whatever else went wrong at the store.
    """
    try:
        yield
    except S3Error as error:
        raise _meant(error.code, error.response.status) from None
    except (ServerError, InvalidResponseError, MinioException):
        raise StoreUnavailable("the object store gives no answer that it should") from None
    except MaxRetryError as error:
        raise _away(error.reason) from None
    except HTTPError as error:
        raise _away(error) from None


def _meant(code: str | None, status: int) -> StoreUnavailable | Missing:
    if code == "NoSuchKey":
        return Missing("an object is not in its bucket")
    if code == "NoSuchBucket":
        return StoreUnavailable("the object store has no such bucket; make it, then start again")
    if code == "RequestTimeTooSkewed":
        return StoreUnavailable("the object store's clock is another; set this machine's clock")
    if code in _NO_ROOM or status == 507:  # noqa: PLR2004 no room, as HTTP says it
        return StoreUnavailable("the object store is full; give it room, then try again")
    if code in _WHOSE:
        return StoreRefused("the object store refuses this key; check its file and its policy")
    return StoreUnavailable(f"the object store does not do it (status {status}); try again")


def _away(error: BaseException | None) -> StoreUnavailable:
    if isinstance(error, SSLError):
        return StoreUnavailable(
            "the object store's certificate is not trusted; name who made it with --objects-ca"
        )
    return StoreUnavailable(f"the object store gives no answer ({type(error).__name__})")


def _code(body: bytes) -> str | None:
    try:
        code = fromstring(body).findtext("Code")
    except (ParseError, DefusedXmlException):
        return None
    return None if code is None else str(code)


def _range_of(text: str) -> tuple[int, int]:
    """Read `bytes 2-4/10` as first byte and whole length; (-1, 0) when it is not that."""
    first, _, rest = text.removeprefix("bytes ").partition("-")
    total = rest.partition("/")[2]
    return (int(first), int(total)) if first.isdecimal() and total.isdecimal() else (-1, 0)


def _trusting(ca: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca)
    except (OSError, ssl.SSLError) as error:
        raise StoreUnavailable(
            "the file of --objects-ca holds no certificates that can be read"
        ) from error
