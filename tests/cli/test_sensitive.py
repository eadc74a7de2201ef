"""Lists that the guardian gives and marks that the survivor sets keep what they touch.

Nothing that a listed person, conversation or medium touches leaves by a scope that does not
name its class; what a class is named for leaves, and nothing of another class.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Desk, done, run
from tests.unit.extraction import phones
from tests.unit.extraction.phones import NOON, database
from tests.unit.extraction.pictures import BARE, LONDON

FRIEND, SOLICITOR, COUNSELLOR, DOCTOR, CHILD = (f"+4477009001{at:02}" for at in range(1, 6))
LISTS = {
    "legal": [SOLICITOR],
    "counselling": ["07700 900103"],
    "health": [DOCTOR],
    "child": [CHILD],
    "intimate": ["100APPLE/IMG_0001.JPG"],
}
WHO = {"legal": SOLICITOR, "counselling": COUNSELLOR, "health": DOCTOR, "child": CHILD}


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sensitive")
    people = (FRIEND, SOLICITOR, COUNSELLOR, DOCTOR, CHILD)
    rows: phones.Rows = [
        {"address": address, "type": 1, "date": NOON * 1000, "body": f"words of {address}"}
        for address in people
    ]
    database(folder / "phone/data/mmssms.db", phones.ANDROID_MESSAGES, sms=rows)
    camera = folder / "phone/DCIM/100APPLE"
    camera.mkdir(parents=True)
    (camera / "IMG_0001.JPG").write_bytes(LONDON.jpeg())
    (camera / "IMG_0002.JPG").write_bytes(BARE.jpeg())
    return folder / "phone"


class Sealed:
    """The phone, sealed with the lists; what a scope of it would share."""

    def __init__(self, folder: Path, phone: Path, lists: Mapping[str, Any]) -> None:
        self.folder = folder
        self.desk = Desk(folder)
        (folder / "lists.json").write_text(json.dumps(lists))
        more = ("--sensitive", folder / "lists.json", "--region", "GB")
        self.path = self.desk.seal(phone, *more)

    def shared(self, *classes: str) -> list[dict[str, Any]]:
        scope = {"c": ["message", "media"], **({"s": [*classes]} if classes else {})}
        path = self.folder / "scope.json"
        path.write_text(json.dumps(scope))
        hers = ("--identity", self.desk.key("survivor"))
        found = done("preview", self.path, *hers, "--scope", path)
        return [item["record"] for item in found["records"]]


@pytest.fixture(scope="module")
def sealed(phone: Path, tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return Sealed(tmp_path_factory.mktemp("sealed"), phone, LISTS)


def about(records: list[dict[str, Any]]) -> set[str]:
    """Name each record by whom it is with, or by its picture."""
    return {
        record["parties"][0]["id_norm"]
        if record["category"] == "message"
        else record["prov"]["member"].rpartition("/")[2]
        for record in records
    }


def test_without_a_class_nothing_sensitive_is_shared(sealed: Sealed) -> None:
    records = sealed.shared()
    assert about(records) == {FRIEND, "IMG_0002.JPG"}
    assert [record for record in records if "class" in record] == []


@pytest.mark.parametrize("name", ["legal", "counselling", "health", "child", "intimate"])
def test_a_class_that_is_named_lets_its_own_records_through(sealed: Sealed, name: str) -> None:
    records = sealed.shared(name)
    listed = WHO.get(name, "IMG_0001.JPG")
    assert about(records) == {FRIEND, "IMG_0002.JPG", listed}
    (one,) = [record for record in records if about([record]) == {listed}]
    assert one["class"] == name


def test_sensitive_records_lie_in_segments_of_their_own(sealed: Sealed) -> None:
    places = [
        (segment["segment"], segment["record"].get("class"))
        for segment in done(
            *("preview", sealed.path, "--identity", sealed.desk.key("survivor")),
            *("--scope", _everything(sealed.folder)),
        )["records"]
    ]
    assert len(dict(places)) == len(set(places))


def _everything(folder: Path) -> Path:
    path = folder / "everything.json"
    names = ["intimate", "health", "legal", "counselling", "child"]
    path.write_text(json.dumps({"c": ["message", "media"], "s": names}))
    return path


def test_a_mark_by_hash_covers_every_copy(phone: Path, tmp_path: Path) -> None:
    found = done("inspect", phone, "--records", tmp_path / "records")
    assert found["records"]["media"] == 2
    records = [json.loads(line) for line in (tmp_path / "records").read_bytes().splitlines()]
    (digest,) = {
        record["blobs"][0]["sha256"]
        for record in records
        if record["prov"]["member"].endswith("IMG_0001.JPG")
    }
    (tmp_path / "lists.json").write_text(json.dumps({digest: "intimate"}))
    done(
        *("inspect", phone, "--sensitive", tmp_path / "lists.json"),
        *("--records", tmp_path / "marked"),
    )
    marked = [json.loads(line) for line in (tmp_path / "marked").read_bytes().splitlines()]
    assert about([record for record in marked if record.get("class") == "intimate"]) == {
        "IMG_0001.JPG"
    }


def test_what_was_met_nowhere_is_said_and_not_named(phone: Path, tmp_path: Path) -> None:
    lists = {**LISTS, "health": [DOCTOR, "+447700900999", "Dr Who"]}
    (tmp_path / "lists.json").write_text(json.dumps(lists))
    found = done("inspect", phone, "--sensitive", tmp_path / "lists.json", "--region", "GB")
    (warning,) = [each for each in found["warnings"] if "listed" in each]
    assert warning.startswith("2 of 7 listed people")
    assert "Who" not in json.dumps(found)


@pytest.mark.parametrize(
    "lists",
    [
        ["+447700900101"],
        {"legal": [7]},
        {"secret": ["+447700900101"]},
        {"legal": ["+447700900101"], "health": ["+447700900101"]},
        {"+447700900101": "secret"},
        {"legal": [""]},
    ],
)
def test_lists_that_are_none_are_refused(lists: object, phone: Path, tmp_path: Path) -> None:
    (tmp_path / "lists.json").write_text(json.dumps(lists))
    code, document = run("inspect", phone, "--sensitive", tmp_path / "lists.json")
    assert code == 2
    assert "+4477" not in json.dumps(document)
