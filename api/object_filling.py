"""Filling object stores with what a vault's rows name, each object read back.

docs/formats/backup.md 3 (6). What an earlier run brought whole is read from where it is and not
sent again.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

from api.object_stores import AnyStore, Stores
from api.referred import Held
from vault.errors import Missing, NotAuthentic, UnfitStore
from vault.hashing import Hashing, hash_pieces
from vault.objects_bucket import BucketStore

Progress = Callable[[str, int, int], None]
Reading = Callable[[str], Iterator[bytes]]
"""Gives an object's bytes by its name, or raises Missing."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How many objects and bytes were sent, and the SHA-256 of each that is there now."""

    sent: int
    sent_bytes: int
    sha256: Mapping[str, bytes]


def begin_filling(stores: Stores, mark: str, wanted: Mapping[str, Held], *, remove: bool) -> None:
    """Want the stores to be empty, or to be what an earlier run began to fill.

    Args:
        stores: where the objects go.
        mark: what they are filled from.
        wanted: what they are to hold.
        remove: whether what an earlier run brought and is not wanted any more is removed.

    Raises:
        UnfitStore: they hold something else.
    """
    for bucket in _buckets(stores):
        bucket.begin_filling(mark)
        bucket.tidy()
    for store, release in ((stores.custody, False), (stores.releases, True)):
        for name in list(store.names()):
            held = wanted.get(name)
            if held is not None and (held.release == release or stores.releases is stores.custody):
                continue
            if not remove:
                raise UnfitStore(f"object {name} is in a store that is to be filled")
            store.delete(name)


def fill(stores: Stores, wanted: Mapping[str, Held], read: Reading, progress: Progress) -> Filled:
    """Have the stores hold every object that is wanted.

    Raises:
        Missing: one cannot be read.
        NotAuthentic: one is not what its row says, or reads back as something else.
        StoreUnavailable: a store takes nothing.
    """
    total = sum(held.length for held in wanted.values())
    done, sent, sent_bytes = 0, 0, 0
    found: dict[str, bytes] = {}
    for name, held in wanted.items():
        store = stores.releases if held.release else stores.custody
        there = _there(store, name, held.length)
        with closing(_generator(read(name))) as pieces:
            sent_now = there is None
            sha256, length = _put(store, name, held, pieces) if sent_now else hash_pieces(pieces)
        if length != held.length or held.sha256 not in (None, sha256):
            raise NotAuthentic(f"object {name} is not what its row says; run safehold fsck")
        if sent_now:
            sent, sent_bytes = sent + 1, sent_bytes + length
        elif there != sha256:
            raise NotAuthentic(f"object {name} reads back with other bytes; check the object store")
        found[name] = sha256
        done += held.length
        progress("filling the store", done, total)
    return Filled(sent, sent_bytes, found)


def end_filling(stores: Stores) -> None:
    """Take the marks away."""
    for bucket in _buckets(stores):
        bucket.end_filling()


def _put(store: AnyStore, name: str, held: Held, pieces: Iterator[bytes]) -> tuple[bytes, int]:
    hashing = Hashing(pieces)
    length = store.put(name, hashing, sha256=held.sha256)
    if length != held.length:
        store.delete(name)
    return hashing.sha256, length


def _there(store: AnyStore, name: str, length: int) -> bytes | None:
    """Give the SHA-256 of an object that is there already, whole."""
    try:
        if store.size(name) != length:
            return None
    except Missing:
        return None
    return hash_pieces(store.read(name))[0]


def _generator(pieces: Iterator[bytes]) -> Generator[bytes, None, None]:
    yield from pieces


def _buckets(stores: Stores) -> Iterator[BucketStore]:
    for store in stores.each():
        if isinstance(store, BucketStore):
            yield store
