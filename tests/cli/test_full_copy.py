"""Full copies: everything is in one, it checks, and whatever is changed in it is found."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.made import write_made_source
from tests.cli.running import Desk, done, run
from tests.conftest import seeded_random


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = Desk(tmp_path_factory.mktemp("full-copy"))
    source = write_made_source(made.folder / "phone", random=seeded_random("copy"), days=6)
    sealed = made.seal(source)
    hers = ("--identity", made.key("survivor"))
    done("full-copy", sealed, *hers, "--out", made.folder / "copy")
    return made


def zipped(folder: Path, to: Path, how: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(to, "w", how) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return to


def test_a_full_copy_holds_every_record_and_object_and_checks(desk: Desk, tmp_path: Path) -> None:
    copy = desk.folder / "copy"
    checked = done("check-copy", copy)
    segments = [json.loads(line) for line in (copy / "segments.jsonl").read_text().splitlines()]
    lines = b"".join(path.read_bytes() for path in (copy / "records").glob("*.jsonl")).count(b"\n")
    assert checked["records"] == lines == sum(line["n"] for line in segments) > 100
    ingest = json.loads((desk.folder / "sealed/ingest.dsse.json").read_text())
    assert ingest == json.loads((copy / "ingest.dsse.json").read_text())
    assert checked["objects"] == len(list((copy / "objects").iterdir())) > 1
    assert done("check-copy", zipped(copy, tmp_path / "copy.zip")) == checked
    assert "safehold check-copy" in (copy / "README.txt").read_text()
    # The extraction's own key is in no file of it, nor the catalogue.
    wrap = (desk.folder / "sealed/wrap.bin").read_bytes()
    assert not any(wrap in path.read_bytes() for path in copy.rglob("*") if path.is_file())


def test_only_she_can_make_one(desk: Desk, tmp_path: Path) -> None:
    other = ("--identity", desk.key("stranger"), "--out", tmp_path / "copy")
    code, said = run("full-copy", desk.folder / "sealed", *other)
    assert (code, said["error"]["type"]) == (1, "no-key")
    assert list(tmp_path.iterdir()) == []


def _records(copy: Path) -> Path:
    return next(iter(sorted((copy / "records").glob("*.jsonl"))))


def _page(copy: Path) -> Path:
    return _records(copy).with_suffix(".html")


def _change(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _drop_segment(copy: Path) -> None:
    """Leave out the last segment with its records, neatly."""
    lines = (copy / "segments.jsonl").read_text().splitlines(keepends=True)
    last = json.loads(lines[-1])
    (copy / "segments.jsonl").write_text("".join(lines[:-1]))
    path = copy / last["file"]
    kept = path.read_bytes().splitlines(keepends=True)[: -last["n"]]
    path.write_bytes(b"".join(kept)) if kept else path.unlink()


def _point_outside(copy: Path) -> None:
    first, rest = (copy / "segments.jsonl").read_text().split("\n", 1)
    line = json.loads(first) | {"file": "records/../../sealed/leaves.bin"}
    canonical = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    (copy / "segments.jsonl").write_text(f"{canonical}\n{rest}")


WRONG: dict[str, Callable[[Path], None]] = {
    "a record is changed": lambda copy: _change(_records(copy)),
    "a record is added": lambda copy: _records(copy).write_bytes(
        _records(copy).read_bytes() + b"{}\n"
    ),
    "a segment is left out": _drop_segment,
    "an object is changed": lambda copy: _change(next((copy / "objects").iterdir())),
    "an object is missing": lambda copy: next((copy / "objects").iterdir()).unlink(),
    "a leaf is changed": lambda copy: _change(copy / "leaves.bin"),
    "the statement is changed": lambda copy: _change(copy / "ingest.dsse.json"),
    "another key is hers": lambda copy: _change(copy / "survivor.pub"),
    "the contents are changed": lambda copy: (copy / "contents.json").write_bytes(
        (copy / "contents.json").read_bytes().replace(b'"kind":"', b'"kind":"x')
    ),
    "a file is there that nothing lists": lambda copy: (copy / "objects/more").write_bytes(b"x"),
    "records lie elsewhere": _point_outside,
    "a page is changed": lambda copy: _change(_page(copy)),
    "a page is missing": lambda copy: _page(copy).unlink(),
    "a page is of no records": lambda copy: (copy / "records/99999999-call.html").write_bytes(b""),
    "her receipt is no receipt": lambda copy: (copy / "receipt.dsse.json").write_bytes(b"{}"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_changed_in_a_copy_is_found(desk: Desk, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(desk.folder / "copy", copy)
    WRONG[name](copy)
    code, said = run("check-copy", copy)
    assert (code, said["error"]["type"]) == (1, "integrity")


def test_what_is_no_copy_is_said_to_be_none(desk: Desk, tmp_path: Path) -> None:
    code, said = run("check-copy", tmp_path / "nothing")
    assert (code, said["error"]["type"]) == (2, "invalid")
    packed = zipped(desk.folder / "copy", tmp_path / "packed.zip", zipfile.ZIP_DEFLATED)
    assert run("check-copy", packed)[0] == 1
