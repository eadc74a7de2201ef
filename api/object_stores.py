"""Where sealed bytes lie: a folder of the data folder, or two buckets of an S3 store.

docs/operations.md 10. `custody` holds sealed extractions, `releases` the boxes of releases. In
a store each has a bucket, `<name>-custody` and `<name>-releases`, and a process has a key for
those that its task needs. A data folder belongs to one place for good, and says so: sealed
bytes are in its `objects`, or `object-store` names where they are.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from api.named_files import NamedFiles
from vault.durable import write_new
from vault.errors import UnfitStore
from vault.ids import Random
from vault.objects import ObjectStore
from vault.objects_bucket import BucketStore
from vault.objects_files import DirectoryStore
from vault.objects_proof import Stranger, prove_closed, prove_reading, prove_versions, prove_writing
from vault.objects_s3 import Bucket, Key, Place

OBJECTS, NAMED = "objects", "object-store"
CUSTODY, RELEASES = "custody", "releases"
DEFAULT_REGION = "us-east-1"
_NAME = re.compile(r"/[a-z0-9][a-z0-9-]{1,49}")
_REGION = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class GivenObjects:
    """How a process was told where the buckets are: an address, and files of keys."""

    address: str
    custody: Path | None
    releases: Path | None
    ca: Path | None

    def wrong(self) -> str | None:
        """Say what is wrong with it, or None."""
        try:
            parts = urlsplit(self.address)
            port = parts.port
        except ValueError:
            return "--objects: want an address as https://host:9000/name"
        if parts.scheme != "https":
            return "--objects: an object store is spoken to over https alone"
        if parts.username is not None or parts.password is not None:
            return "--objects: a key does not belong in an address; give its file"
        query = parse_qs(parts.query, keep_blank_values=True)
        region = query.pop("region", [DEFAULT_REGION])
        if not parts.hostname or port == 0 or not _NAME.fullmatch(parts.path) or parts.fragment:
            return "--objects: want an address as https://host:9000/name"
        if query or len(region) != 1 or not _REGION.fullmatch(region[0]):
            return "--objects: an address may only say region"
        return self._files().wrong()

    def words(self) -> list[str]:
        """Spell it as the options of a command."""
        return ["--objects", self.address, *self._files().words()]

    def place(self, zone: str) -> Place:
        """Say where the bucket of a zone is."""
        parts = urlsplit(self.address)
        region = parse_qs(parts.query).get("region", [DEFAULT_REGION])[0]
        return Place(parts.netloc, f"{parts.path[1:]}-{zone}", region, self.ca)

    def named(self) -> bytes:
        """Name the place, as the data folder keeps it."""
        parts = urlsplit(self.address)
        return f"https://{parts.hostname}:{parts.port or 443}{parts.path}\n".encode()

    def _files(self) -> NamedFiles:
        return NamedFiles(
            {
                "--objects-custody-key-file": self.custody,
                "--objects-releases-key-file": self.releases,
                "--objects-ca": self.ca,
            }
        )


class AnyStore(ObjectStore, Protocol):
    """An object store that is open, and can be closed."""

    def close(self) -> None:
        """Let go of what is open."""


@dataclass(frozen=True, slots=True)
class Stores:
    """Both stores of a process; the same one twice where they are a folder."""

    custody: AnyStore
    releases: AnyStore

    def each(self) -> Iterator[AnyStore]:
        """Give each store once."""
        yield self.custody
        if self.releases is not self.custody:
            yield self.releases

    def delete(self, name: str) -> None:
        """Remove an object from wherever it is."""
        for store in self.each():
            store.delete(name)

    def close(self) -> None:
        """Let go of what is open."""
        for store in self.each():
            store.close()


def open_stores(data: Path, given: GivenObjects | None, random: Random) -> Stores:
    """Open what a vault has: both stores, to write.

    Raises:
        UnfitStore: the folder belongs to another place, or the object store failed its test.
        StoreUnavailable: it gives no answer, has no such bucket, or refuses the key.
    """
    _belongs(data, given)
    if given is None:
        folder = _folder(data, random)
        return Stores(folder, folder)
    custody_key, releases_key = _key(given.custody, CUSTODY), _key(given.releases, RELEASES)
    with ExitStack() as opened:
        custody = _opened(opened, given, CUSTODY, custody_key)
        releases = _opened(opened, given, RELEASES, releases_key)
        for bucket, key, other, whose in (
            (custody, custody_key, releases_key, "the key of releases"),
            (releases, releases_key, custody_key, "the key of custody"),
        ):
            prove_versions(bucket)
            prove_writing(bucket, key, [Stranger(whose, other)], random)
        if not (data / NAMED).exists():
            write_new(data / NAMED, [given.named()])
        opened.pop_all()
    return Stores(BucketStore(custody, random=random), BucketStore(releases, random=random))


def open_worker_stores(data: Path, given: GivenObjects | None, random: Random) -> Stores:
    """Open what a worker has: custody to read, releases to write; raises as open_stores."""
    _belongs(data, given)
    if given is None:
        folder = _folder(data, random)
        return Stores(folder, folder)
    custody_key, releases_key = _key(given.custody, CUSTODY), _key(given.releases, RELEASES)
    with ExitStack() as opened:
        custody = _opened(opened, given, CUSTODY, custody_key)
        releases = _opened(opened, given, RELEASES, releases_key)
        prove_reading(custody, custody_key, random)
        prove_writing(releases, releases_key, [], random)
        opened.pop_all()
    return Stores(BucketStore(custody, random=random), BucketStore(releases, random=random))


def open_gateway_store(data: Path, given: GivenObjects | None, random: Random) -> AnyStore:
    """Open what a gateway has: releases, to read, and no way to custody; raises as open_stores."""
    _belongs(data, given)
    if given is None:
        return _folder(data, random)
    key = _key(given.releases, RELEASES)
    with ExitStack() as opened:
        releases = _opened(opened, given, RELEASES, key)
        prove_reading(releases, key, random)
        with ExitStack() as other:
            prove_closed(_opened(other, given, CUSTODY, key), random)
        opened.pop_all()
    return BucketStore(releases, random=random)


def tidy_objects(data: Path, given: GivenObjects | None, random: Random) -> None:
    """Remove what a process that died left half-written in the folder's own store."""
    if given is None and not (data / NAMED).exists():
        DirectoryStore(data / OBJECTS, random=random)


def open_tidied(data: Path, given: GivenObjects | None, random: Random) -> Stores:
    """Open both stores while nothing runs over the folder, rid of what was left half-written."""
    tidy_objects(data, given, random)
    stores = open_stores(data, given, random)
    for store in stores.each():
        if isinstance(store, BucketStore):
            store.tidy()
    return stores


def _folder(data: Path, random: Random) -> DirectoryStore:
    return DirectoryStore(data / OBJECTS, random=random, alone=False)


def _opened(opened: ExitStack, given: GivenObjects, zone: str, key: Key) -> Bucket:
    bucket = Bucket(given.place(zone), key)
    opened.callback(bucket.close)
    return bucket


def _key(path: Path | None, zone: str) -> Key:
    """Read a key of two lines, access key and secret, or raise UnfitStore."""
    if path is None:
        raise UnfitStore(f"this process needs --objects-{zone}-key-file")
    try:
        lines = path.read_text("utf-8").split()
    except (OSError, UnicodeDecodeError):
        lines = []
    if len(lines) != 2:  # noqa: PLR2004 access key and secret
        raise UnfitStore(f"--objects-{zone}-key-file: want two lines, access key and secret")
    return Key(*lines)


def _belongs(data: Path, given: GivenObjects | None) -> None:
    try:
        named = (data / NAMED).read_bytes()
    except FileNotFoundError:
        named = None
    if given is None:
        if named is not None:
            raise UnfitStore("this vault's objects are in an object store; give --objects")
        return
    if named is None and any((data / OBJECTS).glob("x/*")):
        raise UnfitStore("this vault's objects are in its folder; --objects is not for it")
    if named not in (None, given.named()):
        raise UnfitStore("this vault's objects are in another object store than the one given")
