"""Where sealed bytes lie: what an address of an object store may be, and which files go with it."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli_objects import objects_options
from api.object_stores import GivenObjects, open_stores, open_worker_stores, tidy_objects
from api.settings import given_objects
from vault.errors import UnfitStore

GIVEN = GivenObjects("https://store.example:9000/safehold", None, None, None)


@pytest.mark.parametrize(
    ("address", "endpoint", "region"),
    [
        ("https://store.example:9000/safehold", "store.example:9000", "us-east-1"),
        ("https://store.example/safehold?region=eu-west-2", "store.example", "eu-west-2"),
        ("https://[::1]:9000/safehold", "[::1]:9000", "us-east-1"),
    ],
)
def test_an_address_names_a_store_and_two_buckets(address: str, endpoint: str, region: str) -> None:
    given = replace(GIVEN, address=address)
    assert given.wrong() is None
    place = given.place("custody")
    assert (place.endpoint, place.bucket, place.region) == (endpoint, "safehold-custody", region)
    assert given.place("releases").bucket == "safehold-releases"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "store.example/safehold",
        "http://store.example/safehold",
        "https://store.example",
        "https://store.example/",
        "https://store.example/Safehold",
        "https://store.example/a/b",
        "https://store.example/s",
        "https://user:secret@store.example/safehold",
        "https://store.example:0/safehold",
        "https://store.example:70000/safehold",
        "https://store.example/safehold#part",
        "https://store.example/safehold?region=",
        "https://store.example/safehold?region=a&region=b",
        "https://store.example/safehold?secret=s",
    ],
)
def test_any_other_address_is_refused_and_not_repeated(address: str) -> None:
    told = replace(GIVEN, address=address).wrong()
    assert told is not None
    assert "secret" not in told


def test_files_that_are_named_must_be_there(tmp_path: Path) -> None:
    for field, option in (
        ("custody", "--objects-custody-key-file"),
        ("releases", "--objects-releases-key-file"),
        ("ca", "--objects-ca"),
    ):
        assert replace(GIVEN, **{field: tmp_path / "none"}).wrong() == (
            f"{option}: there is no such file"
        )


def test_the_place_is_named_without_what_may_change() -> None:
    named = b"https://store.example:443/safehold\n"
    for address in (
        "https://store.example/safehold",
        "https://STORE.example:443/safehold?region=eu-west-2",
    ):
        assert replace(GIVEN, address=address).named() == named


def test_it_is_spelt_as_options_that_give_the_same_again(tmp_path: Path) -> None:
    parser = ArgumentParser()
    objects_options(parser)
    assert given_objects(parser.parse_args([])) is None
    files = [tmp_path / name for name in ("custody", "releases", "ca")]
    for given in (GIVEN, GivenObjects(GIVEN.address, *files)):
        assert given_objects(parser.parse_args(given.words())) == given


def test_a_process_without_a_key_that_it_needs_says_which(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("access\nsecret\n")
    for given, option in (
        (GIVEN, "--objects-custody-key-file"),
        (replace(GIVEN, custody=key), "--objects-releases-key-file"),
    ):
        for opening in (open_stores, open_worker_stores):
            with pytest.raises(UnfitStore, match=f"needs {option}"):
                opening(tmp_path / "data", given, bytes)


def test_a_folder_that_belongs_to_a_store_gets_no_store_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "object-store").write_bytes(GIVEN.named())
    tidy_objects(tmp_path, None, bytes)
    assert not (tmp_path / "objects").exists()
    with pytest.raises(UnfitStore, match="give --objects"):
        open_stores(tmp_path, None, bytes)


def test_without_a_store_both_are_the_folder(tmp_path: Path) -> None:
    stores = open_stores(tmp_path, None, bytes)
    assert stores.custody is stores.releases
    assert len(list(stores.each())) == 1
    name = f"x/{'a' * 32}"
    stores.custody.put(name, [b"sealed"])
    stores.delete(name)
    assert list(stores.releases.names()) == []
    stores.close()
