"""What she adds herself: sealed by her own key, released like the rest, never a guardian's."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extraction.added import MAX_FILE, MAX_FILES
from tests.cli.running import Desk, done, run
from tests.hidden import TIFF, jpeg, segment
from vault.custody import FolderCustody
from vault.identity_file import parse_identity
from vault.ingest import Receipt, parse_ingest, sign_receipt
from vault.statement import digest

SCOPE = {"c": ["document", "media"], "u": True}


def hers(desk: Desk) -> tuple[object, ...]:
    return "--identity", desk.key("survivor")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hers")
    (folder / "order.pdf").write_bytes(b"%PDF-1.7 a made court order\n")
    (folder / "what happened.txt").write_text("He came at nine.\nI said no.\n")
    (folder / "door.jpg").write_bytes(jpeg(segment(0xE1, b"Exif\0\0" + TIFF)))
    return folder


@pytest.fixture(scope="module")
def desk(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with three additions: an order with a day, a statement, a picture."""
    found = Desk(tmp_path_factory.mktemp("desk"))
    for name, kind, more in (
        ("order.pdf", "court_order", ("--on", "2026-03-01", "--zone", "Europe/London")),
        ("what happened.txt", "statement", ("--on", "2026-03-02")),
        ("door.jpg", "photo", ()),
    ):
        done(
            *("add", files / name, "--as", kind, *more, *hers(found)),
            *("--out", found.folder / kind),
        )
    return found


def seen(desk: Desk, kind: str, scope: dict[str, Any]) -> dict[str, Any]:
    path = desk.folder / "seen.json"
    path.write_text(json.dumps(scope))
    return done("preview", desk.folder / kind, *hers(desk), "--scope", path)


def refused(expected: tuple[int, str], *words: object) -> str:
    code, document = run(*words)
    assert (code, document["error"]["type"]) == expected, document
    detail: str = document["error"]["detail"]
    return detail


def test_her_own_key_stands_under_it_and_no_certificate(desk: Desk) -> None:
    custody = FolderCustody(desk.folder / "photo")
    ingest, statement = parse_ingest(custody.ingest())
    survivor = parse_identity(desk.key("survivor").read_bytes(), passphrase=None)
    assert statement.kind == "addition"
    assert ingest.guardian is None
    assert ingest.bundle == survivor.bundle
    assert custody.certs() == []
    assert custody.receipt() is None
    assert done("fsck", desk.folder / "photo")["findings"] == []


def test_a_record_says_what_she_said_and_that_she_added_it(desk: Desk) -> None:
    (row,) = seen(desk, "court_order", SCOPE)["records"]
    record = row["record"]
    assert (record["category"], record["subtype"]) == ("document", "court_order")
    assert record["extra"] == {"added_by": "survivor"}
    assert record["prov"]["format"] == "added"
    assert record["time"] == {
        "raw": "2026-03-01",
        "unit": "local",
        "kind": "created",
        "zone": "operator_assumed",
        "lo_us": 1_772_323_200_000_000,
        "hi_us": 1_772_409_599_999_999,
    }
    assert record["blobs"][0]["mime_sniffed"] == "application/pdf"


def test_the_words_of_a_short_text_can_be_read_and_searched(desk: Desk) -> None:
    (row,) = seen(desk, "statement", SCOPE | {"k": ["came at nine"]})["records"]
    texts = {each["field"]: each["value"] for each in row["record"]["text"]}
    assert texts == {"title": "what happened.txt", "body": "He came at nine.\nI said no.\n"}
    assert seen(desk, "statement", SCOPE | {"k": ["came at ten"]})["count"] == 0


def test_a_day_without_a_zone_is_inside_no_range_that_could_miss_it(desk: Desk) -> None:
    start = 1_772_409_600  # 2 March 2026, UTC
    day = {"c": ["document"], "u": False, "d": [[start, start + 86_400]]}
    assert seen(desk, "statement", day)["count"] == 0
    wide = day | {"d": [[start - 14 * 3600, start + 36 * 3600]]}
    assert seen(desk, "statement", wide)["count"] == 1
    # The picture has no day at all.
    assert seen(desk, "photo", {**wide, "c": ["media"]})["count"] == 0


def released(desk: Desk, kind: str, folder: Path) -> Path:
    own = desk.beside(folder)
    _, package = own.release(desk.folder / kind, SCOPE)
    return package


def test_it_is_released_like_the_rest_and_verifies_in_the_same_words(
    desk: Desk, tmp_path: Path
) -> None:
    package = released(desk, "court_order", tmp_path / "case")
    found = done("verify", package)
    by_number = {step["step"]: step for step in found["steps"]}
    assert by_number[2]["detail"] == (
        "signed by the survivor: she added it herself, no guardian extracted it"
    )
    assert by_number[3]["status"] == "absent"
    assert "the survivor added them herself: no guardian extracted them" in found["verdict"]
    assert "guardian's tool" not in found["verdict"]
    alone = subprocess.run(
        [sys.executable, "verify.py", "."],
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )
    assert alone.returncode == 0, alone.stderr
    assert "The survivor added this herself. No guardian extracted it" in alone.stdout


def test_a_place_in_a_picture_stays_here_and_leaves_no_release(
    desk: Desk, files: Path, tmp_path: Path
) -> None:
    package = released(desk, "photo", tmp_path / "case")
    whole = (files / "door.jpg").read_bytes()
    out = desk.folder / "copy"
    done("full-copy", desk.folder / "photo", *hers(desk), "--out", out)
    assert whole in [path.read_bytes() for path in (out / "objects").iterdir()]
    done("check-copy", out)
    derived = [path.read_bytes() for path in (package / "derived").iterdir()]
    assert derived
    assert whole not in derived
    done("verify", package)


def test_the_custody_record_names_her_and_no_guardian(desk: Desk, tmp_path: Path) -> None:
    for of in (desk.folder / "photo", released(desk, "court_order", tmp_path / "case")):
        record = done("custody", of)
        facts = {fact["point"]: fact for fact in record["facts"]}
        assert facts["survivor.added"]["value"].startswith("by the survivor herself")
        for point in ("guardian", "guardian.role", "guardian.organisation"):
            assert facts[point]["value"] is None
            assert facts[point]["by"] == "there is no guardian: the survivor added it herself"
        assert "the guardian" not in record["verdict"]


def test_a_receipt_beside_it_is_found(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "photo"
    shutil.copytree(desk.folder / "photo", folder)
    raw = FolderCustody(folder).ingest()
    ingest, _ = parse_ingest(raw)
    survivor = parse_identity(desk.key("survivor").read_bytes(), passphrase=None)
    receipt = Receipt(ingest.eid, ingest.root, survivor.fp, digest(raw))
    (folder / "receipt.dsse.json").write_bytes(sign_receipt(survivor, receipt))
    code, document = run("fsck", folder)
    assert code == 1
    assert [each["name"] for each in document["findings"]] == ["receipt.dsse.json"]


def test_what_is_over_a_limit_or_is_something_else_is_refused(
    desk: Desk, files: Path, tmp_path: Path
) -> None:
    add = ("add", *hers(desk), "--out", tmp_path / "out")
    empty, large = tmp_path / "empty.txt", tmp_path / "large.mp4"
    empty.touch()
    with large.open("wb") as file:
        file.truncate(MAX_FILE + 1)
    many = [files / "order.pdf"] * (MAX_FILES + 1)
    order, door = files / "order.pdf", files / "door.jpg"
    assert "want 1 to" in refused((3, "too-large"), *add, empty, "--as", "document")
    assert f"{MAX_FILE:,}" in refused((3, "too-large"), *add, large, "--as", "video")
    assert "at a time" in refused((3, "too-large"), *add, *many, "--as", "document")
    assert "no photo" in refused((3, "unsupported"), *add, order, "--as", "photo")
    assert "same as file 1" in refused((3, "unsupported"), *add, door, door, "--as", "photo")
    for day in ("2026-3-1", "2099-01-01", "20260301", "yesterday"):
        refused((3, "unsupported"), *add, order, "--as", "document", "--on", day)
    refused((2, "invalid"), *add, order, "--as", "diary")
    refused((2, "invalid"), *add, tmp_path / "nothing", "--as", "document")
    assert not (tmp_path / "out").exists()
    assert list(tmp_path.glob("out*")) == []


def test_several_files_are_one_addition(desk: Desk, files: Path, tmp_path: Path) -> None:
    out = tmp_path / "all"
    words = ("add", *sorted(files.iterdir()), "--as", "document", *hers(desk), "--out", out)
    assert done(*words)["records"] == 3
    path = tmp_path / "scope.json"
    path.write_text(json.dumps(SCOPE))
    rows = done("preview", out, *hers(desk), "--scope", path)["records"]
    members = [row["record"]["prov"]["member"] for row in rows]
    assert members == ["0001/door.jpg", "0002/order.pdf", "0003/what happened.txt"]
