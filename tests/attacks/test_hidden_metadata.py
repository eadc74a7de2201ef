"""Attack (e): pictures that say where and when, though she agreed to no place.

What is planted in made pictures and records must be in no byte of what leaves; and a worker
that slips an original in, or another copy, or hides one, is found at the named step.
"""

import contextlib
import copy
import hashlib
import io
import json
import shutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from consent.grant import parse_grant, sign_grant
from extraction.selection import GrantFiles, select
from extraction.strip import strip
from tests import hidden
from tests.attacks.planted import (
    CHAT,
    OTHERS,
    PLACED,
    SECRETS,
    attached,
    name_of,
    write_planted_source,
)
from tests.cli.running import Desk, run
from vault.canonical import marshal, parse_object
from vault.custody import FolderCustody
from vault.envelope import open_file
from vault.grant_envelope import parse_envelope
from vault.identity_file import parse_identity
from vault.statement import parse_statement, sign

Spoil = Callable[[list[Any]], object]

SCOPE = {"c": ["message"], "t": [CHAT], "u": False}
WITH_PLACES = {**SCOPE, "c": ["location", "message"]}


@dataclass(frozen=True)
class Planted:
    """A release of a conversation that hides much, and everything that lay around before."""

    desk: Desk
    sealed: Path
    package: Path
    seen: dict[str, Any]
    said: str


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    folder = tmp_path_factory.mktemp("planted")
    desk = Desk(folder)
    sealed = desk.seal(write_planted_source(folder / "phone"))
    seen, package = desk.release(sealed, SCOPE)
    said = spoken(desk, sealed)
    return Planted(desk, sealed, package, seen, said)


def spoken(desk: Desk, sealed: Path) -> str:
    """Give what the preview says to a person."""
    out = io.StringIO()
    words = ("preview", sealed, "--identity", desk.key("survivor"))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        assert main([*map(str, words), "--scope", str(desk.folder / "scope.json")]) == 0
    return out.getvalue()


@pytest.fixture
def package(planted: Planted, tmp_path: Path) -> Path:
    copied = tmp_path / "package"
    shutil.copytree(planted.package, copied)
    return copied


def files_of(package: Path) -> dict[str, bytes]:
    found = (path for path in package.rglob("*") if path.is_file())
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in found}


def failures(package: Path) -> set[int]:
    document = run("verify", package)[1]
    return {step["step"] for step in document["steps"] if step["status"] == "fail"}


def first_failure(package: Path) -> int:
    code, document = run("verify", package)
    assert code == 1, document["verdict"]
    return next(step["step"] for step in document["steps"] if step["status"] == "fail")


def test_nothing_that_was_hidden_is_in_any_byte_that_leaves(planted: Planted) -> None:
    for name, data in files_of(planted.package).items():
        for secret in SECRETS:
            assert secret not in data, (name, secret)
            assert zlib.compress(secret) not in data
    for document in ("segments.json", "derived.json"):
        text = (planted.package / document).read_text("utf-8")
        assert "51.49" not in text
        assert "0.1299" not in text


def test_every_picture_leaves_as_it_should(planted: Planted) -> None:
    files = files_of(planted.package)
    wanted = set()
    for name, data in attached().items():
        stripped = strip(data)
        if stripped is not None:
            wanted.add(f"{'media' if stripped == data else 'derived'}/{name_of(stripped)}")
        # An original that hides something is nowhere, under whatever name.
        if stripped != data:
            assert data not in files.values(), name
    assert wanted <= set(files)
    others = {name for name in files if "/" in name} - wanted
    # The made source's own pictures hide nothing.
    assert all(strip(files[name]) == files[name] for name in others)


def test_what_cannot_be_stripped_is_counted_and_not_there(planted: Planted) -> None:
    rows = json.loads((planted.package / "derived.json").read_bytes())
    stay = {row["m"] for row in rows if row.get("w") == "not-stripped"}
    assert stay == {name_of(data) for data in OTHERS.values()}
    assert planted.seen["media"]["stay"] == len(OTHERS)
    assert planted.seen["media"]["stripped"] == len(hidden.hiding())


def test_a_message_s_place_stays_and_the_message_goes_as_a_copy(planted: Planted) -> None:
    rows = json.loads((planted.package / "derived.json").read_bytes())
    copies = [json.loads(row["r"]) for row in rows if "r" in row]
    assert len(copies) == planted.seen["copies"] == PLACED
    assert planted.seen["withheld"]["transformed"] == PLACED
    for record in copies:
        assert record["text"]
        assert "place" not in record
        assert not {"latitude", "longitude", "place_label", "label"} & set(record["extra"])


def test_the_preview_says_of_each_file_how_it_goes(planted: Planted) -> None:
    said = planted.said
    sounds = [name for name in hidden.hiding() if name.startswith("ogg")]
    goes = "goes without the place and time hidden in the"
    assert said.count(f"{goes} picture") == len(hidden.hiding()) - len(sounds)
    assert said.count(f"{goes} recording") == len(sounds) > 0
    assert said.count(f"{goes} file") == 1
    assert said.count("does not go: we cannot take the place out of it") == 1 + len(OTHERS)
    assert said.count("; it goes as it is") >= len(hidden.clean())
    assert f"{PLACED}  of them without their place" in said


def test_the_verdict_says_what_the_worker_s_word_alone_attests(planted: Planted) -> None:
    code, document = run("verify", planted.package)
    assert code == 0
    verdict = document["verdict"]
    assert f"{PLACED} of the withheld records as copies without their place" in verdict
    assert "is the worker's word alone" in verdict
    assert f"{len(OTHERS)} files were not given" in verdict


def test_where_she_agrees_to_places_everything_goes_whole(tmp_path: Path) -> None:
    other = Desk(tmp_path)
    sealed = other.seal(write_planted_source(tmp_path / "phone"))
    seen, package = other.release(sealed, WITH_PLACES)
    files = files_of(package)
    for name, data in attached().items():
        assert files[f"media/{name_of(data)}"] == data, name
    assert json.loads(files["derived.json"]) == []
    assert (seen["copies"], seen["media"]["stay"], seen["media"]["stripped"]) == (0, 0, 0)
    assert run("verify", package)[0] == 0


class LyingWorker:
    """Holds the grant's worker key: changes the derived part, and signs again."""

    def __init__(self, planted: Planted, package: Path) -> None:
        self.package = package
        self.key = parse_identity(planted.desk.key("worker").read_bytes(), passphrase=None)
        statement = parse_statement((package / "release.dsse.json").read_bytes(), "release")
        self.body: dict[str, Any] = copy.deepcopy(statement.body)
        self.rows: list[dict[str, Any]] = json.loads((package / "derived.json").read_bytes())
        self.original = hidden.hiding()["jpeg-exif"]

    def row(self) -> dict[str, Any]:
        """Give the row of one picture that hides something."""
        return next(row for row in self.rows if row.get("m") == name_of(self.original))

    def put(self, name: str, data: bytes) -> None:
        (self.package / name).write_bytes(data)
        self.body["files"][name] = hashlib.sha256(data).hexdigest()

    def drop(self, name: str) -> None:
        (self.package / name).unlink()
        del self.body["files"][name]

    def publish(self, *, says: bool = True) -> int:
        """Sign; `says` whether the statement owns up to the changed list."""
        self.put("derived.json", marshal(self.rows))
        if says:
            self.body["derived"]["sha256"] = self.body["files"]["derived.json"]
        (self.package / "release.dsse.json").write_bytes(sign(self.key, "release", self.body))
        return first_failure(self.package)


def test_an_original_beside_its_copy_is_found(planted: Planted, package: Path) -> None:
    worker = LyingWorker(planted, package)
    worker.put(f"media/{name_of(worker.original)}", worker.original)
    assert worker.publish() == 10
    worker.body["objects"] += 1
    assert worker.publish() == 10


def test_an_original_in_the_place_of_another_medium_is_found(
    planted: Planted, package: Path
) -> None:
    worker = LyingWorker(planted, package)
    worker.drop(f"media/{name_of(hidden.GIF)}")
    worker.put(f"media/{name_of(worker.original)}", worker.original)
    assert worker.publish() == 14


def test_an_original_as_its_own_copy_is_found(planted: Planted, package: Path) -> None:
    worker = LyingWorker(planted, package)
    own = name_of(worker.original)
    worker.put(f"derived/{own}", worker.original)
    worker.row().update({"sha256": own, "len": len(worker.original)})
    # It is not what she signed, and it still hides something.
    assert worker.publish() == 13
    assert {13, 14} <= failures(package)


def test_an_original_under_its_copy_s_name_is_found(planted: Planted, package: Path) -> None:
    worker = LyingWorker(planted, package)
    name = f"derived/{worker.row()['sha256']}"
    worker.put(name, worker.original)
    assert worker.publish() == 14


def test_another_copy_than_she_saw_is_found(planted: Planted, package: Path) -> None:
    worker = LyingWorker(planted, package)
    other = hidden.jpeg(hidden.turned(3))
    stripped = strip(other)
    assert stripped is not None
    worker.put(f"derived/{name_of(stripped)}", stripped)
    worker.row().update({"sha256": name_of(stripped), "len": len(stripped)})
    assert worker.publish() == 13
    assert worker.publish(says=False) == 13


def test_a_copy_that_is_hidden_or_added_is_found(planted: Planted, package: Path) -> None:
    worker = LyingWorker(planted, package)
    worker.put(f"derived/{name_of(b'more')}", b"more")
    assert worker.publish() == 14
    worker.drop(f"derived/{name_of(b'more')}")
    worker.drop(f"derived/{worker.row()['sha256']}")
    assert worker.publish() == 14


def test_a_picture_held_back_without_her_knowing_is_found(planted: Planted, package: Path) -> None:
    worker = LyingWorker(planted, package)
    row = worker.row()
    del row["sha256"], row["len"]
    row["w"] = "not-stripped"
    assert worker.publish() == 13


def test_a_record_s_copy_that_was_changed_is_found(planted: Planted, package: Path) -> None:
    worker = LyingWorker(planted, package)
    record = parse_object(worker.rows[0]["r"].encode())
    record["text"] = [{"field": "body", "value": "something else"}]
    worker.rows[0]["r"] = marshal(record).decode()
    assert worker.publish() == 13


def test_a_record_s_copy_with_its_place_is_found(planted: Planted, package: Path) -> None:
    worker = LyingWorker(planted, package)
    record = parse_object(worker.rows[0]["r"].encode())
    record["place"] = {"lat": "51.5", "lon": "-0.1", "source": "app"}
    worker.rows[0]["r"] = marshal(record).decode()
    assert worker.publish() == 11


def test_a_record_s_copy_that_is_dropped_is_found(planted: Planted, package: Path) -> None:
    worker = LyingWorker(planted, package)
    worker.rows.pop(0)
    assert worker.publish() == 10
    worker.body["derived"]["records"] -= 1
    assert worker.publish() == 10


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: rows.reverse(),
        lambda rows: rows.append(rows[-1]),
        lambda rows: rows[-1].update({"more": 1}),
        lambda rows: rows[-1].update({"step": "other"}),
        lambda rows: rows[0].update({"i": -1}),
        lambda rows: rows[0].pop("r"),
        lambda rows: rows.append("a"),
        lambda rows: rows.clear() or rows.append([]),
    ],
)
def test_a_list_of_another_shape_is_refused(planted: Planted, package: Path, spoil: Spoil) -> None:
    worker = LyingWorker(planted, package)
    spoil(worker.rows)
    assert worker.publish() == 0


def test_a_worker_stops_where_its_copies_are_not_what_she_signed(
    planted: Planted, tmp_path: Path
) -> None:
    """Her client and the worker disagree: nothing leaves."""
    folder = tmp_path / "grant"
    shutil.copytree(planted.desk.folder / "grant", folder)
    grant, _ = parse_grant((folder / "grant.dsse.json").read_bytes())
    survivor = parse_identity(planted.desk.key("survivor").read_bytes(), passphrase=None)
    changed = replace(grant, derived=b"x" * 32)
    (folder / "grant.dsse.json").write_bytes(sign_grant(survivor, changed))
    code, document = run(
        *("select", folder, "--from", planted.sealed),
        *("--worker", planted.desk.key("worker"), "--out", tmp_path / "draft"),
    )
    assert (code, document["error"]["type"]) == (1, "integrity")
    assert not (tmp_path / "draft").exists()


def test_a_readable_copy_shows_what_the_package_holds(planted: Planted, tmp_path: Path) -> None:
    code, document = run("export", planted.package, "--as", "html", "--out", tmp_path / "pages")
    assert code == 0, document
    assert document["records"] == planted.seen["count"]
    files = files_of(tmp_path / "pages")
    pages = b"".join(data for name, data in files.items() if name.endswith(".html"))
    assert pages.count(b"changed copy without its place") >= PLACED
    assert pages.count(b"not given, because a place could hide in it") >= len(OTHERS)
    for data in files.values():
        assert not [secret for secret in SECRETS if secret in data]
    copy = strip(hidden.hiding()["jpeg-exif"])
    assert copy is not None
    assert files[f"media/{name_of(copy)}.jpg"] == copy


def test_the_worker_gets_no_key_to_what_stays(planted: Planted) -> None:
    grant, _ = parse_grant((planted.desk.folder / "grant" / "grant.dsse.json").read_bytes())
    worker = parse_identity(planted.desk.key("worker").read_bytes(), passphrase=None)
    sealed = (planted.desk.folder / "grant" / "envelope.shv1f").read_bytes()
    opened = parse_envelope(open_file(worker, "grant", grant.gid + grant.eid, sealed))
    given = {item.sha256.hex() for item in opened.objects}
    for data in OTHERS.values():
        assert name_of(data) not in given
    for data in hidden.hiding().values():
        assert name_of(data) in given
    assert grant.objects == len(given) - len(hidden.hiding())


class Ended(Exception):
    """The grant was withdrawn while the worker was at it."""


def test_a_grant_that_ends_while_pictures_are_stripped_stops_the_worker(planted: Planted) -> None:
    desk = planted.desk
    folder = desk.folder / "grant"
    custody = FolderCustody(planted.sealed)
    calls: list[tuple[int, int]] = []

    def before_segment(done: int, total: int) -> None:
        calls.append((done, total))
        if len(calls) > total + 3:
            raise Ended

    with pytest.raises(Ended):
        select(
            GrantFiles(
                (folder / "grant.dsse.json").read_bytes(),
                (folder / "envelope.shv1f").read_bytes(),
                None,
            ),
            custody,
            parse_identity(desk.key("worker").read_bytes(), passphrase=None),
            parse_identity(desk.key("survivor").read_bytes(), passphrase=None).bundle,
            now=datetime.now(UTC).replace(microsecond=0),
            certificates=[],
            before_segment=before_segment,
        )
    assert calls[-1] == (calls[-1][1] - 1, calls[-1][1])
