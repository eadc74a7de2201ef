"""Attack (b): a package that was changed, and a worker that lies and signs again.

Every case names the step that must be the first to fail.
"""

import copy
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consent.grant import parse_grant
from extraction.release import parse_release
from tests.attacks.conftest import Loot
from tests.cli.running import run
from vault.canonical import b64, marshal, unb64
from vault.identity_file import parse_identity
from vault.segment import record_leaf
from vault.statement import parse_statement, sign

Change = Callable[[Path], None]


def first_failure(package: Path) -> int:
    code, document = run("verify", package)
    assert code == 1, document["verdict"]
    failed = [step["step"] for step in document["steps"] if step["status"] == "fail"]
    return failed[0]


@pytest.fixture
def package(loot: Loot, tmp_path: Path) -> Path:
    copied = tmp_path / "package"
    shutil.copytree(loot.package, copied)
    return copied


def names(loot: Loot) -> list[str]:
    return sorted(
        path.relative_to(loot.package).as_posix()
        for path in loot.package.rglob("*")
        if path.is_file()
    )


def test_the_untouched_package_verifies(package: Path) -> None:
    code, document = run("verify", package)
    assert code == 0, document


def test_one_flipped_byte_in_any_file_is_found(loot: Loot, package: Path) -> None:
    for name in names(loot):
        path = package / name
        data = path.read_bytes()
        for place in (0, len(data) // 3, len(data) // 2, len(data) - 1):
            changed = bytearray(data)
            changed[place] ^= 1
            path.write_bytes(changed)
            code, document = run("verify", package)
            assert code == 1, f"{name} at {place}"
            assert any(step["status"] == "fail" for step in document["steps"])
        path.write_bytes(data)


def test_a_missing_or_added_file_is_found(loot: Loot, package: Path) -> None:
    for name in names(loot):
        kept = (package / name).read_bytes()
        (package / name).unlink()
        code, _ = run("verify", package)
        assert code == 1, name
        (package / name).write_bytes(kept)
    (package / "notes.txt").write_text("hidden")
    assert first_failure(package) == 0


class LyingWorker:
    """Holds the grant's worker key: changes a package, and signs it again."""

    def __init__(self, loot: Loot, package: Path) -> None:
        self.package = package
        self.key = parse_identity(loot.desk.key("worker").read_bytes(), passphrase=None)
        self.segments: list[Any] = self.read("segments.json")
        self.boundary: list[Any] = self.read("boundary.json")
        statement = parse_statement((package / "release.dsse.json").read_bytes(), "release")
        self.body: dict[str, Any] = copy.deepcopy(statement.body)
        survivor = parse_identity(loot.desk.key("survivor").read_bytes(), passphrase=None)
        self.survivor = survivor

    def read(self, name: str) -> Any:  # noqa: ANN401 JSON
        return json.loads((self.package / name).read_bytes())

    def publish(self) -> int:
        for name, value in (("segments.json", self.segments), ("boundary.json", self.boundary)):
            data = marshal(value)
            (self.package / name).write_bytes(data)
            self.body["files"][name] = hashlib.sha256(data).hexdigest()
        raw = sign(self.key, "release", self.body)
        (self.package / "release.dsse.json").write_bytes(raw)
        parse_release(raw)
        return first_failure(self.package)

    def disclosed(self) -> tuple[int, int]:
        for segment, body in enumerate(self.segments):
            for place, item in enumerate(body["records"]):
                if "r" in item:
                    return segment, place
        raise AssertionError


def test_a_worker_that_edits_a_record_is_found(loot: Loot, package: Path) -> None:
    worker = LyingWorker(loot, package)
    segment, place = worker.disclosed()
    record = json.loads(worker.segments[segment]["records"][place]["r"])
    record["text"] = [{"field": "body", "value": "something else"}]
    worker.segments[segment]["records"][place]["r"] = json.dumps(record)
    assert worker.publish() == 9


def test_a_worker_that_hides_a_record_is_found(loot: Loot, package: Path) -> None:
    worker = LyingWorker(loot, package)
    segment, place = worker.disclosed()
    body = worker.segments[segment]
    del body["records"][place]
    body["n"] -= 1
    worker.body["disclosed"] -= 1
    worker.body["selection"]["records"] -= 1
    assert worker.publish() == 9


def test_a_worker_that_withholds_what_she_agreed_to_is_found(loot: Loot, package: Path) -> None:
    worker = LyingWorker(loot, package)
    segment, place = worker.disclosed()
    item = worker.segments[segment]["records"][place]
    leaf = record_leaf(unb64(item["s"]), item["r"].encode())
    worker.segments[segment]["records"][place] = {"h": b64(leaf), "w": "out-of-scope"}
    worker.body["disclosed"] -= 1
    worker.body["withheld"]["out-of-scope"] += 1
    worker.body["selection"]["records"] -= 1
    assert worker.publish() == 13


def test_a_changed_withheld_count_is_found(loot: Loot, package: Path) -> None:
    worker = LyingWorker(loot, package)
    worker.body["withheld"]["out-of-scope"] += 1
    assert worker.publish() == 10


def test_a_dropped_segment_is_found(loot: Loot, package: Path) -> None:
    worker = LyingWorker(loot, package)
    dropped = worker.segments.pop(len(worker.segments) // 2)
    given = sum("r" in item for item in dropped["records"])
    worker.body["disclosed"] -= given
    worker.body["selection"]["records"] -= given
    # Its counts betray it first; with those forged too, the gap in the run does.
    assert worker.publish() == 10
    code, document = run("verify", package)
    assert code == 1
    failed = {step["step"] for step in document["steps"] if step["status"] == "fail"}
    assert {12, 13} <= failed


def test_a_dropped_boundary_is_found(loot: Loot, package: Path) -> None:
    worker = LyingWorker(loot, package)
    worker.boundary.pop(0)
    assert worker.publish() == 12


def test_a_boundary_moved_to_another_place_is_found(loot: Loot, package: Path) -> None:
    worker = LyingWorker(loot, package)
    worker.boundary[0]["i"] += 1
    assert worker.publish() == 12


def test_a_grant_that_is_widened_is_found(package: Path) -> None:
    raw = (package / "grant.dsse.json").read_bytes()
    grant, _ = parse_grant(raw)
    envelope = json.loads(raw)
    body = grant.body()
    body["approval"] = "auto"
    envelope["payload"] = b64(marshal(body))
    (package / "grant.dsse.json").write_bytes(marshal(envelope))
    assert first_failure(package) == 4


def test_a_statement_replayed_as_another_type_is_refused(package: Path) -> None:
    shutil.copy(package / "grant.dsse.json", package / "release.dsse.json")
    assert first_failure(package) == 0


def test_a_release_that_nobody_approved_is_not_verified(package: Path) -> None:
    (package / "cover.json").unlink()
    assert first_failure(package) == 15
