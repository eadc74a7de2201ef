"""Attack (b): a package that was changed, and a worker that lies and signs again.

Every case names the step that must be the first to fail.
"""

import copy
import hashlib
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from consent.grant import parse_grant
from extraction.release import parse_release
from extraction.verify import verify_path
from tests.attacks.conftest import Loot
from tests.cli.running import run
from vault.canonical import b64, marshal, unb64
from vault.certificate import issue_certificate
from vault.custody import marshal_certs, parse_certs
from vault.identity import Kind, new_identity
from vault.identity_file import parse_identity
from vault.ingest import parse_ingest, sign_ingest
from vault.segment import record_leaf
from vault.statement import parse_statement, sign

NOW = 1_800_000_000


def first_failure(package: Path) -> int:
    code, document = run("verify", package)
    assert code == 1, document["verdict"]
    failed = [step["step"] for step in document["steps"] if step["status"] == "fail"]
    return failed[0]


def failures(package: Path) -> set[int]:
    """Give every step that fails."""
    document = run("verify", package)[1]
    return {step["step"] for step in document["steps"] if step["status"] == "fail"}


@pytest.fixture
def package(loot: Loot, tmp_path: Path) -> Path:
    copied = tmp_path / "package"
    shutil.copytree(loot.package, copied)
    return copied


Fresh = Callable[[Path], AbstractContextManager[Path]]


@pytest.fixture
def each(tmp_path: Path) -> Fresh:
    """Give a fresh copy of a package for each case of a test."""

    @contextmanager
    def fresh(package: Path) -> Iterator[Path]:
        copied = tmp_path / "fresh"
        shutil.copytree(package, copied)
        yield copied
        shutil.rmtree(copied)

    return fresh


def names(loot: Loot) -> list[str]:
    return sorted(
        path.relative_to(loot.package).as_posix()
        for path in loot.package.rglob("*")
        if path.is_file()
    )


def test_the_untouched_package_verifies(package: Path) -> None:
    code, document = run("verify", package)
    assert code == 0, document


# Which step is the first to fail when a byte of a file is changed: it no longer parses (0),
# what it says of itself does not hold, or its hash is not the one in the release (6).
FIRST = {
    "README.txt": {0, 6},
    "boundary.json": {0, 6},
    "certs.json": {0, 1, 2},
    "cover.json": {0, 15, 16, 17},
    "derived.json": {0, 6},
    "grant.dsse.json": {0, 4},
    "ingest.dsse.json": {0, 2},
    "media": {6},
    "release.dsse.json": {0, 6},
    "segments.json": {0, 6},
    "survivor.pub": {0, 4},
    "verify.html": {6},
    "verify.py": {6},
}
PLACES = 24
BITS = (0x01, 0x20, 0x80)


def test_one_flipped_bit_in_any_file_is_found_at_its_step(loot: Loot, package: Path) -> None:
    for name in names(loot):
        path = package / name
        data = path.read_bytes()
        places = {(len(data) - 1) * part // (PLACES - 1) for part in range(PLACES)}
        for place, bit in itertools.product(sorted(places), BITS):
            changed = bytearray(data)
            changed[place] ^= bit
            path.write_bytes(changed)
            report = verify_path(package, None, now_seconds=NOW)
            failed = report.first_failure()
            assert not report.ok
            assert failed is not None
            assert failed.number in FIRST[name.split("/")[0]], (name, place, bit)
            assert f"step {failed.number}" in report.verdict
        path.write_bytes(data)
    assert verify_path(package, None, now_seconds=NOW).ok


def test_a_file_that_ends_early_or_goes_on_is_found(loot: Loot, package: Path) -> None:
    for name in names(loot):
        path = package / name
        data = path.read_bytes()
        for changed in (data[:-1], data[: len(data) // 2], b"", data + b" ", data + data):
            path.write_bytes(changed)
            assert first_failure(package) in FIRST[name.split("/")[0]] | {0}, name
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
        self.write()
        return first_failure(self.package)

    def write(self) -> None:
        """Write the changed package, signed."""
        for name, value in (("segments.json", self.segments), ("boundary.json", self.boundary)):
            data = marshal(value)
            (self.package / name).write_bytes(data)
            self.body["files"][name] = hashlib.sha256(data).hexdigest()
        raw = sign(self.key, "release", self.body)
        (self.package / "release.dsse.json").write_bytes(raw)
        parse_release(raw)

    def forget(self, item: dict[str, Any]) -> None:
        """Forge every count that an item was in."""
        if "r" in item:
            self.body["disclosed"] -= 1
            self.body["selection"]["records"] -= 1
            return
        self.body["withheld"][item["w"]] -= 1
        if not self.body["withheld"][item["w"]]:
            del self.body["withheld"][item["w"]]

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


def test_any_changed_count_is_found(loot: Loot, package: Path, each: Fresh) -> None:
    counts = [("disclosed",), ("objects",)]
    counts += [("withheld", reason) for reason in LyingWorker(loot, package).body["withheld"]]
    for path, change in itertools.product(counts, (1, -1)):
        with each(package) as fresh:
            worker = LyingWorker(loot, fresh)
            within = worker.body
            for name in path[:-1]:
                within = within[name]
            within[path[-1]] += change
            assert worker.publish() == 10, path


def test_any_dropped_record_is_found(loot: Loot, package: Path, each: Fresh) -> None:
    segments = LyingWorker(loot, package).segments
    places = [
        (segment, place)
        for segment, body in enumerate(segments)
        for place in {0, len(body["records"]) // 2, len(body["records"]) - 1}
        if len(body["records"]) > 1
    ]
    assert {"r" in segments[at]["records"][place] for at, place in places} == {True, False}
    for segment, place in places:
        with each(package) as fresh:
            worker = LyingWorker(loot, fresh)
            worker.forget(worker.segments[segment]["records"].pop(place))
            worker.segments[segment]["n"] -= 1
            assert worker.publish() == 9, (segment, place)


def test_any_dropped_segment_is_found_however_the_counts_are_forged(
    loot: Loot, package: Path, each: Fresh
) -> None:
    for at in range(len(LyingWorker(loot, package).segments)):
        with each(package) as fresh:
            worker = LyingWorker(loot, fresh)
            for item in worker.segments.pop(at)["records"]:
                worker.forget(item)
            # The survivor signed how many segments there are; the gap in the run is found too.
            assert worker.publish() == 10, at
            assert {10, 12} <= failures(fresh)


def test_any_dropped_boundary_is_found(loot: Loot, package: Path, each: Fresh) -> None:
    count = len(LyingWorker(loot, package).boundary)
    assert count > 0
    for at in range(count):
        with each(package) as fresh:
            worker = LyingWorker(loot, fresh)
            worker.boundary.pop(at)
            assert worker.publish() == 12, at


def test_a_medium_that_is_added_hidden_or_put_in_another_s_place_is_found(
    loot: Loot, package: Path, each: Fresh
) -> None:
    extra = b"a picture that was never there"
    added = f"media/{hashlib.sha256(extra).hexdigest()}"
    for adds, hides, step in ((True, False, 10), (False, True, 10), (True, True, 14)):
        with each(package) as fresh:
            worker = LyingWorker(loot, fresh)
            (name,) = [name for name in worker.body["files"] if name.startswith("media/")]
            if adds:
                (fresh / added).write_bytes(extra)
                worker.body["files"][added] = added.removeprefix("media/")
                worker.body["objects"] += 1
            if hides:
                (fresh / name).unlink()
                del worker.body["files"][name]
                worker.body["objects"] -= 1
            assert worker.publish() == step
            assert {14} <= failures(fresh)


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


def test_an_intake_that_a_person_s_key_signed_alone_is_found(package: Path) -> None:
    person = new_identity(Kind.PERSON, random=os.urandom)
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = issue_certificate(
        person,
        subject=person.bundle,
        name="",
        roles=["guardian"],
        not_before=begin,
        not_after=begin + timedelta(days=400),
    )
    certs = parse_certs((package / "certs.json").read_bytes())
    (package / "certs.json").write_bytes(marshal_certs([*certs, certificate]))
    ingest, _ = parse_ingest((package / "ingest.dsse.json").read_bytes())
    signed = sign_ingest(person, replace(ingest, guardian=person.fp))
    (package / "ingest.dsse.json").write_bytes(signed)
    report = verify_path(package, None, now_seconds=NOW)
    failed = report.first_failure()
    assert failed is not None
    assert failed.number == 2
    assert "a person's key" in failed.detail
