"""fsck of a vault: every byte of a release, what is signed and logged of it, the rest said."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.remote_survivor import approve
from audit.entry import parse_entry
from tests.cli.running import done, run
from tests.integration.conftest import free_ports, running
from tests.integration.test_whole_path import grant, investigator_key, new_request, released

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped vault with one approved release and one that is automatic."""
    folder = tmp_path_factory.mktemp("fsck") / "data"
    now = datetime.now(UTC)
    with running(folder, free_ports()) as system:
        me = system.survivor()
        for approval, state in (("ask", "draft"), ("auto", "approved")):
            _, stored = grant(system, me, new_request(system, me, now), now, approval=approval)
            row = released(me, stored["gid"], state)
            if approval == "ask":
                approve(me, row["rid"], [investigator_key(system).bundle], now)
    return folder


@pytest.fixture
def data(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "data"))


def rows(data: Path, query: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(data / "vault.db")) as database, database:
        return database.execute(query, values).fetchall()


def approved(data: Path) -> tuple[bytes, str]:
    """Give the rid and the box of the release that she approved herself."""
    found = rows(data, "SELECT rid, box FROM release WHERE instr(cover, 'approval\":null') = 0")
    assert len(found) == 1
    return found[0]


def flip(path: Path, place: int) -> None:
    path.chmod(0o600)
    whole = bytearray(path.read_bytes())
    whole[place] ^= 1
    path.write_bytes(whole)


def findings(data: Path) -> list[dict[str, str]]:
    code, document = run("fsck", data)
    assert (code, document["ok"]) == (1, False)
    found: list[dict[str, str]] = document["findings"]
    return found


def test_that_everything_is_read_is_in_the_log_before_it_is(data: Path) -> None:
    (before,) = rows(data, "SELECT size FROM audit_head")
    eid = rows(data, "SELECT eid FROM extraction")[0][0].hex()
    pack = next((data / "objects" / "x" / eid).iterdir())
    pack.unlink()
    assert findings(data)
    added = rows(data, "SELECT entry FROM audit_entry WHERE log_index >= ?", before[0])
    entries = [parse_entry(entry) for (entry,) in added]
    assert [(entry.act, entry.out, entry.n) for entry in entries] == [
        ("system.fsck", "done", 1)
    ] * 2
    assert [entry.tag != "" for entry in entries] == [True, False]


def test_a_whole_vault_is_whole_and_what_cannot_be_read_is_said(data: Path) -> None:
    document = done("fsck", data)
    assert (document["ok"], document["findings"]) == (True, [])
    unchecked = {row["what"]: row["count"] for row in document["unchecked"]}
    # One extraction's wrap, two envelopes, and three wraps: hers twice and the officer's.
    assert unchecked.pop("what is in a release's box") == 2
    assert unchecked.pop("wraps and envelopes") >= 1 + 2 + 3
    assert unchecked == {}


@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_one_flipped_bit_of_any_box_is_found(data: Path, where: str) -> None:
    boxes = [box for (box,) in rows(data, "SELECT box FROM release")]
    assert len(boxes) == 2
    for box in boxes:
        path = data / "objects" / box
        size = path.stat().st_size
        place = {"first": 0, "middle": size // 2, "last": size - 1}[where]
        flip(path, place)
        assert [(row["name"], row["fault"]) for row in findings(data)] == [(box, "changed")]
        flip(path, place)
    assert done("fsck", data)["ok"]


def test_a_box_that_is_gone_or_cut_is_found(data: Path) -> None:
    _, box = approved(data)
    path = data / "objects" / box
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])
    assert [row["fault"] for row in findings(data)] == ["changed"]
    path.unlink()
    assert [row["fault"] for row in findings(data)] == ["missing"]


def test_without_its_hash_a_box_is_known_by_her_approval_and_the_rest_is_said(data: Path) -> None:
    """As a box of a version that kept no hashes is."""
    rid, box = approved(data)
    rows(data, "DELETE FROM box_digest WHERE name = ?", box)
    unchecked = {row["what"]: row["count"] for row in done("fsck", data)["unchecked"]}
    assert unchecked["release boxes"] == 1
    flip(data / "objects" / box, 20)
    assert [row["name"] for row in findings(data)] == [f"release {rid.hex()}"]


def test_another_box_under_an_approved_release_is_found(data: Path) -> None:
    """Whoever can write the rows too makes them fit; her signature does not."""
    rid, box = approved(data)
    other, length, sha256 = rows(
        data,
        "SELECT box, box_length, sha256 FROM release JOIN box_digest ON name = box WHERE rid <> ?",
        rid,
    )[0]
    path = data / "objects" / box
    path.chmod(0o600)
    path.write_bytes((data / "objects" / other).read_bytes())
    rows(data, "UPDATE release SET box_length = ? WHERE rid = ?", length, rid)
    rows(data, "UPDATE box_digest SET sha256 = ? WHERE name = ?", sha256, box)
    assert [row["name"] for row in findings(data)] == [f"release {rid.hex()}"]


@pytest.mark.parametrize(
    ("table", "column", "name"),
    [
        ("release", "statement_sha256", "release "),
        ("release", "cover", "release "),
        ("consent_grant", "statement", "grant "),
        ("extraction", "ingest", "x/"),
    ],
)
def test_what_was_signed_is_what_the_log_says(
    data: Path, table: str, column: str, name: str
) -> None:
    value = rows(data, f"SELECT rowid, {column} FROM {table}")  # noqa: S608 our own names
    changed = bytearray(value[0][1])
    changed[len(changed) // 2] ^= 1
    rows(data, f"UPDATE {table} SET {column} = ? WHERE rowid = ?", bytes(changed), value[0][0])  # noqa: S608 our own names
    assert any(row["name"].startswith(name) for row in findings(data))


@pytest.mark.parametrize(
    ("table", "column", "name"),
    [
        ("release", "cover", "release "),
        ("consent_grant", "statement", "grant "),
        ("extraction", "ingest", "x/"),
    ],
)
def test_what_does_not_even_parse_is_a_finding_too(
    data: Path, table: str, column: str, name: str
) -> None:
    row = rows(data, f"SELECT rowid FROM {table}")[0][0]  # noqa: S608 our own names
    rows(data, f"UPDATE {table} SET {column} = ? WHERE rowid = ?", b"{", row)  # noqa: S608 our own names
    assert any(row["name"].startswith(name) for row in findings(data))


def test_a_changed_entry_of_the_log_is_found(data: Path) -> None:
    entry = rows(data, "SELECT entry FROM audit_entry WHERE log_index = 3")[0][0]
    changed = entry.replace(b'"role":"', b'"role": "', 1)
    rows(data, "UPDATE audit_entry SET entry = ? WHERE log_index = 3", changed)
    assert any(row["name"].startswith("log ") for row in findings(data))


def test_a_flipped_bit_in_a_sealed_object_is_found_by_the_hash_of_when_it_came(data: Path) -> None:
    eid, name = rows(data, "SELECT eid, name FROM upload_part WHERE kind = 'object'")[0]
    flip(data / "objects" / name, 60)
    found = [(row["name"], row["fault"]) for row in findings(data)]
    assert found == [(f"x/{eid.hex()}/objects/{name.split('/')[-1]}", "changed")]


def test_an_object_of_before_hashes_were_kept_is_said_to_be_known_by_length_alone(
    data: Path,
) -> None:
    rows(data, "UPDATE upload_part SET sha256 = NULL WHERE kind = 'object'")
    unchecked = {row["what"]: row["count"] for row in done("fsck", data)["unchecked"]}
    objects = rows(data, "SELECT count(*) FROM upload_part WHERE kind = 'object'")[0][0]
    assert unchecked["objects"] == objects > 0
