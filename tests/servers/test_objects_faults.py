"""What goes wrong with an object store is said so that it can be mended; nothing is half there."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.object_stores import GivenObjects, open_stores
from tests.servers.s3 import Store
from vault.errors import Missing, StoreRefused, StoreUnavailable, UnfitStore
from vault.objects_bucket import LARGE, SINGLE, BucketStore
from vault.objects_s3 import PART, Bucket

NAME = f"x/{'a' * 32}/{'b' * 32}"
OTHER = f"x/{'a' * 32}/{'c' * 32}"


@pytest.fixture
def bucket(store: Store, name: str) -> Iterator[Bucket]:
    with store.bucket(f"{name}-custody", "custody") as made:
        yield made


@pytest.fixture
def objects(bucket: Bucket) -> BucketStore:
    return BucketStore(bucket, random=os.urandom)


def test_what_comes_in_parts_is_one_object_and_goes_as_one(
    objects: BucketStore, bucket: Bucket
) -> None:
    block = os.urandom(1024 * 1024)
    blocks = SINGLE // len(block) + 3
    assert objects.put(NAME, (block for _ in range(blocks))) == blocks * len(block)
    assert objects.size(NAME) == blocks * len(block)
    around = b"".join(objects.read(NAME, PART - 5, 10))
    assert around == block[-5:] + block[:5]
    assert sum(len(piece) for piece in objects.read(NAME)) == blocks * len(block)
    with pytest.raises(Missing):
        objects.read(NAME, blocks * len(block), 1)
    assert list(objects.names()) == [NAME]
    objects.delete(NAME)
    assert list(bucket.names("")) == []


def test_what_a_process_that_died_left_in_parts_is_tidied(
    objects: BucketStore, bucket: Bucket
) -> None:
    small = BucketStore(bucket, random=os.urandom, single=3)
    small.put(NAME, [b"sealed"])
    stray = f"{LARGE}{NAME.removeprefix('x/')}/{'0' * 32}"
    lost = f"{LARGE}{OTHER.removeprefix('x/')}/{'0' * 32}"
    for each in (stray, lost):
        bucket.put_large(each, [b"left"])
    assert objects.tidy() == 2
    assert next(iter(bucket.names(LARGE))).startswith(LARGE + NAME.removeprefix("x/"))
    assert b"".join(objects.read(NAME)) == b"sealed"
    assert objects.tidy() == 0


def test_a_store_that_is_away_is_told_of_soon_and_is_used_again_after(
    store: Store, objects: BucketStore, caplog: pytest.LogCaptureFixture
) -> None:
    objects.put(NAME, [b"first"])
    store.stop()
    try:
        for act in (
            lambda: objects.put(OTHER, [b"second"]),
            lambda: objects.read(NAME),
            lambda: objects.size(NAME),
            lambda: objects.delete(NAME),
            lambda: list(objects.names()),
        ):
            began = time.monotonic()
            with pytest.raises(StoreUnavailable, match="gives no answer"):
                act()
            assert time.monotonic() - began < 30
    finally:
        store.start()
    # Addresses that were asked once more would be told of, with a signature in them.
    assert caplog.records == []
    assert list(objects.names()) == [NAME]
    assert b"".join(objects.read(NAME)) == b"first"
    assert objects.put(OTHER, [b"second"]) == 6


def test_a_store_that_goes_away_under_an_upload_keeps_nothing_under_its_name(
    store: Store, objects: BucketStore
) -> None:
    block = os.urandom(1024 * 1024)

    def chunks() -> Iterator[bytes]:
        for number in range(SINGLE // len(block) + 30):
            if number == SINGLE // len(block) + 25:
                store.stop()
            yield block

    try:
        with pytest.raises(StoreUnavailable, match="gives no answer"):
            objects.put(NAME, chunks())
    finally:
        store.start()
    assert list(objects.names()) == []
    assert objects.put(NAME, [b"again"]) == 5


def test_a_full_store_says_so_keeps_nothing_half_and_goes_on_with_room(
    store: Store, objects: BucketStore, bucket: Bucket
) -> None:
    objects.put(NAME, [b"first"])
    store.limit("custody", 1024)
    try:
        for single in (SINGLE, 3):
            tight = BucketStore(bucket, random=os.urandom, single=single)
            with pytest.raises(StoreUnavailable, match="the object store is full"):
                tight.put(OTHER, [os.urandom(100_000)])
        assert b"".join(objects.read(NAME)) == b"first"
    finally:
        store.limit("custody", None)
    assert list(bucket.names("")) == [NAME]
    assert objects.put(OTHER, [b"second"]) == 6


def test_a_wrong_secret_or_an_unknown_key_is_told_apart_from_an_outage(
    tmp_path: Path, store: Store, given: GivenObjects
) -> None:
    key = store.key("custody")
    for words in (f"{key.access}\n{'0' * 40}\n", f"{'0' * 20}\n{key.secret}\n"):
        file = tmp_path / "key"
        file.write_text(words)
        with pytest.raises(StoreRefused, match="refuses this key; check its file"):
            open_stores(tmp_path, replace(given, custody=file), os.urandom)


@pytest.mark.parametrize("words", ["", "one\n", "one\ntwo\nthree\n", "\xff"])
def test_a_file_that_is_no_key_is_refused_without_its_words(
    tmp_path: Path, given: GivenObjects, words: str
) -> None:
    file = tmp_path / "key"
    file.write_bytes(words.encode("latin-1"))
    with pytest.raises(UnfitStore, match="want two lines, access key and secret") as told:
        open_stores(tmp_path, replace(given, releases=file), os.urandom)
    assert "one" not in str(told.value).split()


def test_a_bucket_that_is_not_there_is_to_be_made(tmp_path: Path, given: GivenObjects) -> None:
    with pytest.raises(StoreUnavailable, match="has no such bucket; make it"):
        open_stores(tmp_path, replace(given, address=f"{given.address}-gone"), os.urandom)


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    tmp_path: Path, given: GivenObjects
) -> None:
    with pytest.raises(StoreUnavailable, match="not trusted; name who made it with --objects-ca"):
        open_stores(tmp_path, replace(given, ca=None), os.urandom)


def test_a_folder_stays_with_the_place_that_it_began_with(
    tmp_path: Path, store: Store, given: GivenObjects
) -> None:
    open_stores(tmp_path, given, os.urandom).close()
    assert (tmp_path / "object-store").read_text() == given.address + "\n"
    with pytest.raises(UnfitStore, match="give --objects"):
        open_stores(tmp_path, None, os.urandom)
    with store.buckets() as other, pytest.raises(UnfitStore, match="another object store"):
        open_stores(tmp_path, replace(given, address=f"{store.address}/{other}"), os.urandom)
    folder = tmp_path / "embedded"
    open_stores(folder, None, os.urandom).custody.put(NAME, [b"sealed"])
    with pytest.raises(UnfitStore, match="in its folder"):
        open_stores(folder, given, os.urandom)
