"""The contract of tests/contract/test_object_store.py, over a bucket."""

# ruff: noqa: F403 the same tests again; only what they are given differs

from collections.abc import Callable, Iterator

import pytest

from tests.contract.test_object_store import *
from tests.servers.s3 import given_store
from vault.objects import ObjectStore
from vault.objects_bucket import SINGLE, BucketStore


# By the second of them everything that has more than three bytes is one that goes up in parts.
@pytest.fixture(params=[SINGLE, 3], ids=["single", "large"])
def store(request: pytest.FixtureRequest, seeded: Callable[[int], bytes]) -> Iterator[ObjectStore]:
    server = given_store()
    with server.buckets() as name, server.bucket(f"{name}-custody", "custody") as bucket:
        yield BucketStore(bucket, random=seeded, single=request.param)
