"""No store is trusted by name: what a process tries at its start, and what it then refuses."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from minio.versioningconfig import ENABLED, VersioningConfig

from api.object_stores import (
    GivenObjects,
    open_gateway_store,
    open_stores,
    open_worker_stores,
)
from tests.servers.lying import LIES, lying
from tests.servers.s3 import READ, WRITE, Store, policy_of
from vault.errors import StoreRefused, StoreUnavailable, UnfitStore
from vault.objects_bucket import BucketStore

NAME = f"x/{'a' * 32}/{'b' * 32}"


@pytest.fixture
def workers(store: Store, given: GivenObjects) -> GivenObjects:
    return replace(given, custody=store.key_file("worker"), releases=store.key_file("worker"))


@pytest.fixture
def gateways(store: Store, given: GivenObjects) -> GivenObjects:
    return replace(given, custody=None, releases=store.key_file("gateway"))


def left(store: Store, name: str) -> list[str]:
    found = []
    for zone in ("custody", "releases"):
        with store.bucket(f"{name}-{zone}", zone) as bucket:
            found += list(bucket.names(""))
    return found


def test_a_good_store_passes_for_each_process_and_is_left_empty(
    tmp_path: Path,
    store: Store,
    name: str,
    given: GivenObjects,
    workers: GivenObjects,
    gateways: GivenObjects,
) -> None:
    open_stores(tmp_path, given, os.urandom).close()
    open_worker_stores(tmp_path, workers, os.urandom).close()
    open_gateway_store(tmp_path, gateways, os.urandom).close()
    assert left(store, name) == []


@pytest.mark.parametrize("lie", sorted(LIES))
def test_a_store_that_does_not_do_what_it_says_is_refused(
    tmp_path: Path, store: Store, given: GivenObjects, name: str, lie: str
) -> None:
    told = {
        "create-only": "lets a name be written twice",
        "checksums": "takes bytes that do not have their checksum",
        "removal": "keeps what was removed",
        "ranges": "another range",
        "bytes": "gives other bytes than it took",
        "keys": "lets in nobody in particular",
    }[lie]
    with lying(store, LIES[lie]) as endpoint:
        lied = replace(given, address=f"https://{endpoint}/{name}")
        with pytest.raises((UnfitStore, StoreUnavailable), match=told):
            open_stores(tmp_path, lied, os.urandom)
    assert not (tmp_path / "object-store").exists()


def test_what_reads_back_otherwise_is_not_acknowledged_and_not_kept(
    store: Store, name: str
) -> None:
    with lying(store, LIES["bytes"]) as endpoint, store.bucket(f"{name}-custody", "custody") as own:
        place = replace(own.place, endpoint=endpoint)
        through = own.at(place.bucket, store.key("custody"))
        through.close()
        bucket = type(own)(place, store.key("custody"))
        for single in (100, 3):
            with pytest.raises(StoreUnavailable, match="reads back with other bytes"):
                BucketStore(bucket, random=os.urandom, single=single).put(NAME, [b"sealed"])
        bucket.close()
    assert left(store, name) == []


def test_a_bucket_that_keeps_versions_is_refused(
    tmp_path: Path, store: Store, given: GivenObjects
) -> None:
    # A pair of its own: with versions it is not so easily removed.
    place = given.place("releases")
    with store.admin("releases") as client:
        client.set_bucket_versioning(place.bucket, VersioningConfig(ENABLED))
        with pytest.raises(UnfitStore, match=r"keeps versions, .*\(step 7\)"):
            open_stores(tmp_path, given, os.urandom)
        for found in client.list_objects(place.bucket, recursive=True, include_version=True):
            client.remove_object(place.bucket, str(found.object_name), found.version_id)


@pytest.mark.parametrize(
    ("zone", "others", "told"),
    [
        ("custody", {"releases": READ}, "lets in the key of releases"),
        ("releases", {"releases": WRITE, "custody": READ}, "lets in the key of custody"),
    ],
)
def test_a_zone_that_lets_the_other_in_is_refused(
    tmp_path: Path,
    store: Store,
    given: GivenObjects,
    zone: str,
    others: dict[str, tuple[str, ...]],
    told: str,
) -> None:
    bucket = given.place(zone).bucket
    with store.admin(zone) as client:
        client.set_bucket_policy(bucket, policy_of(bucket, others))
    with pytest.raises(UnfitStore, match=told):
        open_stores(tmp_path, given, os.urandom)


def test_a_bucket_that_anybody_may_read_is_refused(
    tmp_path: Path, store: Store, given: GivenObjects
) -> None:
    bucket = given.place("custody").bucket
    with store.admin("custody") as client:
        policy = policy_of(bucket, {"x": READ}).replace('{"AWS": ["arn:aws:iam:::user/x"]}', '"*"')
        client.set_bucket_policy(bucket, policy)
    with pytest.raises(UnfitStore, match="lets in nobody in particular"):
        open_stores(tmp_path, given, os.urandom)


def test_a_gateway_or_worker_whose_key_may_do_more_is_refused(
    tmp_path: Path,
    store: Store,
    given: GivenObjects,
    workers: GivenObjects,
    gateways: GivenObjects,
) -> None:
    with pytest.raises(UnfitStore, match="lets a key write that is only to read"):
        open_gateway_store(
            tmp_path, replace(gateways, releases=store.key_file("releases")), os.urandom
        )
    with pytest.raises(UnfitStore, match="lets a key write that is only to read"):
        open_worker_stores(
            tmp_path, replace(workers, custody=store.key_file("custody")), os.urandom
        )
    bucket = given.place("custody").bucket
    with store.admin("custody") as client:
        client.set_bucket_policy(bucket, policy_of(bucket, {"gateway": READ}))
    with pytest.raises(UnfitStore, match="into a bucket that is not its"):
        open_gateway_store(tmp_path, gateways, os.urandom)


def test_who_may_do_what_in_which_bucket(store: Store, name: str) -> None:
    may = {
        ("custody", "custody"): {"get", "list", "put", "delete"},
        ("releases", "releases"): {"get", "list", "put", "delete"},
        ("custody", "worker"): {"get", "list"},
        ("releases", "worker"): {"get", "list", "put", "delete"},
        ("releases", "gateway"): {"get", "list"},
    }
    for zone in ("custody", "releases"):
        with store.bucket(f"{name}-{zone}", zone) as own:
            for who in ("custody", "releases", "worker", "gateway"):
                own.put_new("x/there", b"sealed")
                found = set()
                with store.bucket(f"{name}-{zone}", who) as bucket:
                    for act, deed in {
                        "get": lambda b=bucket: b.get("x/there", 0, 10),
                        "list": lambda b=bucket: list(b.names("")),
                        "put": lambda b=bucket, n=f"x/{who}": b.put_new(n, b"sealed"),
                        "delete": lambda b=bucket: b.delete("x/there"),
                    }.items():
                        try:
                            deed()
                            found.add(act)
                        except StoreRefused:
                            pass
                assert found == may.get((zone, who), set()), (zone, who)
