"""A copy of the log: written, read strictly, verified in numbered steps."""

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from audit.entry import LIMIT
from audit.errors import MalformedEntry, Pushback
from audit.log_copy import LogCopy, marshal_bundle, open_copy, parse_bundle, write_copy
from audit.policy import parse_log_policy
from audit.repository import Receipt
from audit.verify import ABSENT, FAIL, NAMES, NOT_PINNED, PASS, verify_copy

K_CASE = b"k" * 32
World = Any


def copied(world: World, name: str = "copy") -> LogCopy:
    world.publisher.publish_once()
    path = world.folder / name
    write_copy(world.database, path, world.policy_text)
    return open_copy(path)


def statuses(world: World, copy: LogCopy, **given: Any) -> dict[str, str]:  # noqa: ANN401 arguments
    given = {"policy": world.policy, "now_seconds": world.now_s, **given}
    steps = verify_copy(copy, **given)
    assert [step.number for step in steps] == list(range(1, 10))
    return {step.name: step.status for step in steps}


ALL = dict.fromkeys(NAMES, PASS)


@pytest.mark.parametrize("name", ["copy", "copy.zip"])
def test_an_honest_copy_passes_every_step(world: World, name: str) -> None:
    for _ in range(3):
        world.access()
        world.append(case=b"o" * 16)
    copy = copied(world, name)
    assert list(copy.entries()) == world.entries()
    given = {"k_case": K_CASE, "receipts": world.receipts}
    assert statuses(world, copy, **given) == ALL
    assert statuses(world, copy) == ALL | {"receipts": ABSENT}


@pytest.mark.parametrize("count", [1, 255, 256, 257, 600])
def test_bundles_break_at_256(world: World, count: int) -> None:
    world.fill(count)
    copy = copied(world)
    assert len(list(copy.entries())) == count
    assert statuses(world, copy)["tree"] == PASS


def test_without_a_policy_nothing_is_pinned(world: World) -> None:
    world.append()
    copy = copied(world)
    assert statuses(world, copy, policy=None)["checkpoint"] == NOT_PINNED


def test_entries_newer_than_the_checkpoint_are_held_by_the_chain(world: World) -> None:
    world.append()
    world.publisher.publish_once()
    world.append()
    path = world.folder / "copy"
    write_copy(world.database, path, world.policy_text)
    copy = open_copy(path)
    assert copy.size == 2
    assert statuses(world, copy) == ALL | {"receipts": ABSENT}
    assert "1 are newer" in verify_copy(copy, world.policy, now_seconds=world.now_s)[4].detail


def test_nothing_is_copied_before_a_checkpoint(world: World) -> None:
    world.append()
    with pytest.raises(Pushback):
        write_copy(world.database, world.folder / "copy", world.policy_text)


def test_a_copy_replaces_nothing(world: World) -> None:
    world.append()
    for name in ("copy", "copy.zip"):
        copied(world, name)
        with pytest.raises(FileExistsError):
            write_copy(world.database, world.folder / name, world.policy_text)


def test_the_same_log_gives_the_same_zip(world: World) -> None:
    world.append()
    one, two = copied(world, "one.zip"), copied(world, "two.zip")
    assert one.path.read_bytes() == two.path.read_bytes()


def spoil(path: Path, how: str) -> None:
    log = orjson.loads((path / "log.json").read_bytes())
    bundle = next(path.glob("tile/entries/*.p/*"))
    match how:
        case "missing":
            (path / "policy").unlink()
        case "unknown":
            (path / "notes.txt").write_text("x")
        case "partial as whole":
            (path / "tile/entries/000").write_bytes(bundle.read_bytes())
        case "space":
            (path / "log.json").write_bytes(orjson.dumps(log, option=orjson.OPT_INDENT_2))
        case "field":
            (path / "log.json").write_bytes(
                orjson.dumps(log | {"x": 1}, option=orjson.OPT_SORT_KEYS)
            )
        case "size":
            (path / "log.json").write_bytes(orjson.dumps(log | {"size": "3"}))
        case "negative":
            (path / "log.json").write_bytes(
                orjson.dumps(log | {"size": -1}, option=orjson.OPT_SORT_KEYS)
            )
        case "list":
            (path / "log.json").write_bytes(b"[]")
        case "latin":
            (path / "policy").write_bytes(b"\xff")
        case "long":
            (path / "policy").write_bytes(b"#" * (256 * (LIMIT + 2) + 1))


HOWS = ["missing", "unknown", "partial as whole", "space", "field", "size", "negative"]


@pytest.mark.parametrize("how", [*HOWS, "list", "latin", "long"])
def test_what_is_not_a_copy_is_refused(world: World, how: str) -> None:
    world.fill(3)
    copy = copied(world)
    spoil(copy.path, how)
    with pytest.raises(MalformedEntry):
        open_copy(copy.path)


def test_a_zip_with_one_file_twice_is_refused(world: World) -> None:
    world.append()
    copy = copied(world, "copy.zip")
    with zipfile.ZipFile(copy.path, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("policy", "quorum none\n")
    with pytest.raises(MalformedEntry):
        open_copy(copy.path)


def test_what_is_no_zip_and_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name in ("file", "nothing"):
        with pytest.raises(MalformedEntry):
            open_copy(tmp_path / name)


def test_a_bundle_comes_back_and_is_exact() -> None:
    entries = [b"a" * 512, b"", b"c" * 1024]
    data = marshal_bundle(entries)
    assert parse_bundle(data, 3) == entries
    for width, other in ((2, data), (4, data), (3, data + b"x"), (3, data[:-1]), (3, b"")):
        with pytest.raises(MalformedEntry):
            parse_bundle(other, width)


def test_a_broken_bundle_fails_the_entries_and_what_rests_on_them(world: World) -> None:
    world.fill(3)
    copy = copied(world)
    bundle = next(copy.path.glob("tile/entries/*.p/*"))
    bundle.write_bytes(bundle.read_bytes()[:-1])
    failed = {name for name, status in statuses(world, copy).items() if status == FAIL}
    assert failed == set(NAMES) - {"checkpoint", "receipts"}


def test_an_entry_that_is_none_fails_the_meaning_and_the_root(world: World) -> None:
    world.fill(3)
    copy = copied(world)
    bundle = next(copy.path.glob("tile/entries/*.p/*"))
    bundle.write_bytes(bundle.read_bytes().replace(b"own.open", b"own.shut!"[:8] + b""))
    failed = {name for name, status in statuses(world, copy).items() if status == FAIL}
    assert {"chain", "tree"} <= failed
    bundle.write_bytes(bundle.read_bytes().replace(b'"v":1', b'"v":2'))
    found = statuses(world, copy)
    assert found["entries"] == found["clock"] == found["outcomes"] == FAIL


def test_a_copy_that_misnames_itself_or_its_chain_fails(world: World) -> None:
    world.fill(3)
    copy = copied(world)
    assert statuses(world, replace(copy, origin="else"))["checkpoint"] == FAIL
    assert statuses(world, replace(copy, chain=bytes(32)))["chain"] == FAIL
    other = parse_log_policy("quorum none\n")
    assert statuses(world, copy, policy=other)["checkpoint"] == FAIL


def test_an_access_may_stay_open_for_a_day_and_not_longer(world: World) -> None:
    world.access()
    world.access(out=None)
    assert statuses(world, copied(world, "a"))["outcomes"] == PASS
    world.now_ms += 26 * 3_600_000
    # The system was off: what it finds open it closes soon, and until then this is no fault.
    world.append()
    assert statuses(world, copied(world, "b"))["outcomes"] == PASS
    world.now_ms += 3_700_000
    world.append()
    assert statuses(world, copied(world, "c"))["outcomes"] == FAIL


def test_receipts_are_honoured_or_the_copy_fails(world: World) -> None:
    world.fill(2)
    receipt = world.append()
    copy = copied(world)
    good = [receipt]
    assert statuses(world, copy, receipts=good)["receipts"] == PASS
    for bad in (
        Receipt(receipt.index, bytes(32), receipt.chain),
        Receipt(receipt.index, receipt.leaf, bytes(32)),
        Receipt(99, receipt.leaf, receipt.chain),
    ):
        assert statuses(world, copy, receipts=[bad])["receipts"] == FAIL
