"""What an object store must show before anything is trusted to it. None is trusted by name.

docs/operations.md 10. Some stores answer that they did what they did not do: they overwrite a
name that was to be free, look at no checksum, or let in whoever asks. So each process tries
it at its start, in its own bucket and over the connection that it will use. Names begin with
`proof/`, hold random bytes, and are removed again.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from vault.errors import Missing, StoreRefused, StoreUnavailable, UnfitStore
from vault.ids import ID_SIZE, Random
from vault.objects_s3 import PART, Bucket, Key

_SIZE = 4096


@dataclass(frozen=True, slots=True)
class Stranger:
    """An identity that must not reach the bucket, and what it is called."""

    who: str
    key: Key | None


def prove_writing(bucket: Bucket, key: Key, others: Sequence[Stranger], random: Random) -> None:
    """Try everything that who writes into a bucket relies on.

    Args:
        bucket: the bucket, as its writer sees it.
        key: the writer's key.
        others: identities of the other zone.
        random: for what is written.

    Raises:
        UnfitStore: a step failed; its number and what it is about are said.
        StoreUnavailable: the store gives no answer, has no such bucket, or knows no such key.
    """
    name, data = _name(random), random(_SIZE)
    _reach(bucket)
    try:
        _create_only(bucket, name, data, random)
        _checksums(bucket, random)
        _strangers(bucket, name, [*_unknown(key, random), *others], random)
        _ranges(bucket, name, data)
        _large(bucket, random)
    finally:
        bucket.delete(name)
    # (6) What is removed is gone, also from the list.
    _want(_is_missing(bucket, name) and not _lists(bucket, name), 6, "keeps what was removed")


def prove_versions(bucket: Bucket) -> None:
    """Want removed bytes not to be kept, as the bucket's owner can tell, or raise UnfitStore."""
    # (7) Erasing would leave every version behind.
    _want(not bucket.keeps_versions(), 7, "keeps versions, so what is erased would stay")


def prove_closed(bucket: Bucket, random: Random) -> None:
    """Want the identity that sees this bucket not to get into it, or raise UnfitStore."""
    _stranger(bucket, bucket, _name(random), "lets a key into a bucket that is not its", random)


def prove_reading(bucket: Bucket, key: Key, random: Random) -> None:
    """Try what who only reads relies on, and that it may do no more; raises as prove_writing."""
    name = _name(random)
    _reach(bucket)
    # Nothing is there to be read, so a stranger is known by the refusal.
    _strangers(bucket, name, _unknown(key, random), random)
    # (8) This key may read, and that is all.
    for act in (lambda: bucket.put_new(name, random(_SIZE)), lambda: bucket.delete(name)):
        _refused(act, bucket, name, 8, "lets a key write that is only to read")


def _reach(bucket: Bucket) -> None:
    """(1) It answers, it is the right one, and this key may list it."""
    next(iter(bucket.names("proof/")), None)


def _create_only(bucket: Bucket, name: str, data: bytes, random: Random) -> None:
    """(2) A name is given once, and the first bytes stand."""
    _want(bucket.put_new(name, data), 2, "says that a new name is taken")
    second = bucket.put_new(name, random(_SIZE))
    _want(not second, 2, "lets a name be written twice")
    got = bucket.get(name, 0, _SIZE + 1)
    _want(got.data == data and got.total == _SIZE, 2, "gives other bytes than it took")


def _checksums(bucket: Bucket, random: Random) -> None:
    """(3) Bytes that are not those of their checksum are refused."""
    name, stored = _name(random), False
    try:
        stored = bucket.put_new(name, random(_SIZE), checksum=random(16))
    except StoreUnavailable:
        stored = False
    finally:
        bucket.delete(name)
    _want(not stored, 3, "takes bytes that do not have their checksum")


def _strangers(bucket: Bucket, name: str, strangers: Sequence[Stranger], random: Random) -> None:
    """(4) Neither nobody, nor a wrong secret, nor the other zone gets at it."""
    for stranger in strangers:
        other = bucket.at(bucket.place.bucket, stranger.key)
        try:
            _stranger(bucket, other, name, f"lets in {stranger.who}", random)
        finally:
            other.close()


def _stranger(bucket: Bucket, other: Bucket, name: str, told: str, random: Random) -> None:
    fresh = _name(random)
    nobody = json.dumps({"Version": "2012-10-17", "Statement": []})
    acts: tuple[Callable[[], object], ...] = (
        lambda: other.get(name, 0, _SIZE),
        lambda: next(iter(other.names("proof/")), None),
        lambda: other.put_new(fresh, b"proof"),
        lambda: other.delete(fresh),
        lambda: other.change_policy(nobody),
    )
    for act in acts:
        _refused(act, bucket, fresh, 4, told)


def _ranges(bucket: Bucket, name: str, data: bytes) -> None:
    """(5) A range is that range, and there is nothing behind the end."""
    half = _SIZE // 2
    try:
        got = bucket.get(name, half - 7, 14)
        behind = bucket.get(name, _SIZE, 1)
    except StoreUnavailable:
        raise UnfitStore(_words(5, "does not give the range that was asked for")) from None
    _want(got.data == data[half - 7 : half + 7], 5, "does not give the range that was asked for")
    _want(behind.data == b"" and behind.total == _SIZE, 5, "gives bytes from behind the end")


def _large(bucket: Bucket, random: Random) -> None:
    """(5) What comes in parts is one object, with every part in its place."""
    name, last = _name(random), random(_SIZE)
    first = random(_SIZE) * (PART // _SIZE)
    try:
        bucket.put_large(name, [first, last])
        got = bucket.get(name, PART - _SIZE, 2 * _SIZE + 1)
        right = hashlib.sha256(got.data).digest() == hashlib.sha256(first[-_SIZE:] + last).digest()
        _want(right and got.total == PART + _SIZE, 5, "puts parts together wrongly")
    finally:
        bucket.delete(name)


def _unknown(key: Key, random: Random) -> list[Stranger]:
    return [
        Stranger("nobody in particular", None),
        Stranger("somebody with a wrong secret", Key(key.access, random(20).hex())),
    ]


def _refused(act: Callable[[], object], bucket: Bucket, name: str, step: int, told: str) -> None:
    """Want an act to be refused as this identity's, and not for another reason."""
    try:
        act()
    except StoreRefused:
        return
    except Missing:
        raise UnfitStore(_words(step, told)) from None
    with suppress(StoreRefused):
        bucket.delete(name)
    raise UnfitStore(_words(step, told))


def _is_missing(bucket: Bucket, name: str) -> bool:
    try:
        bucket.head(name)
    except Missing:
        return True
    return False


def _lists(bucket: Bucket, name: str) -> bool:
    return name in bucket.names(name)


def _name(random: Random) -> str:
    return f"proof/{random(ID_SIZE).hex()}"


def _want(held: bool, step: int, told: str) -> None:  # noqa: FBT001 what was found out
    if not held:
        raise UnfitStore(_words(step, told))


def _words(step: int, told: str) -> str:
    return f"this object store {told} (step {step}); it cannot be used"
