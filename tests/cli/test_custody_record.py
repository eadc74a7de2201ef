"""Custody records: golden ones of vectors, the schema, and every fact against its source."""

import hashlib
import json
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from consent.grant import parse_grant
from extraction.custody_facts import moment_of
from extraction.custody_page import sections_of
from extraction.made import write_made_source
from tests.cli.custody_golden import GOLDEN, NAMES, forms_of, record_of
from tests.cli.running import Desk, done, run
from tests.conftest import ROOT, seeded_random
from vault.canonical import MAX_INTEGER
from vault.errors import NotAuthentic
from vault.identity_file import parse_identity
from vault.ingest import Receipt, sign_receipt
from vault.statement import show_time

SCHEMA = json.loads((ROOT / "docs/formats/custody-record.schema.json").read_text("utf-8"))
CHAT = "whatsapp:447700900101@s.whatsapp.net"
APRIL = 1_775_001_600
SCOPE = {
    "c": ["message"],
    "t": [CHAT],
    "d": [[APRIL + 2 * 86_400 + 40_000, APRIL + 9 * 86_400 + 40_000]],
    "u": False,
}
# LAW.md 6, point by point; what is not known must be there too, and say why.
WANTED = {
    *("exhibit", "extraction", "matter", "survivor", "guardian", "guardian.role"),
    *("guardian.name", "sealed", "visit.sha256", "visit.corrections", "countersignature.absence"),
    *("device.model", "device.identifiers", "device.condition", "device.battery"),
    *("device.clock", "device.network", "guardian.organisation", "guardian.competence"),
    *("place", "start", "end", "tool.name", "tool.version", "tool.sha256", "tool.settings"),
    *("method", "method.validation", "exceptions", "interruptions", "statement.sha256"),
    *("original.commitment", "original.sha256", "records.root", "records.segments"),
    *("ledger.commitment", "ledger.sha256", "time.log", "time.stamp", "countersignature"),
}
OF_RELEASE = {"grant", "release", "release.sha256", "release.given", "release.media"}


def check(body: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401 JSON
    """Want a record to be one; give its facts by point."""
    Draft202012Validator(SCHEMA).validate(body)
    facts = {fact["point"]: fact for fact in body["facts"]}
    assert len(facts) == len(body["facts"])
    assert set(facts) == (WANTED | OF_RELEASE if body["of"] == "release" else WANTED)
    return facts


@pytest.mark.parametrize("name", NAMES)
def test_the_records_of_vectors_are_the_golden_ones(name: str, tmp_path: Path) -> None:
    record = record_of(name, tmp_path)
    check(record.body())
    for path, said in forms_of(name, record).items():
        assert said == (GOLDEN / path).read_text("utf-8"), f"{path}: tests/cli/custody_golden.py"
    shown = [fact for _, facts in sections_of(record) for fact in facts]
    assert sorted(fact.point for fact in shown) == sorted(fact.point for fact in record.facts)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = Desk(tmp_path_factory.mktemp("custody"))
    source = write_made_source(made.folder / "phone", random=seeded_random("custody"), days=12)
    made.release(made.seal(source), SCOPE)
    return made


def test_every_fact_of_a_release_is_what_its_files_say(desk: Desk) -> None:
    package = desk.folder / "package"
    body = done("custody", package, "--exhibit", "AB/1")
    facts = check(body)
    assert (facts["exhibit"]["value"], facts["exhibit"]["state"]) == ("AB/1", "given")
    raw = (package / "release.dsse.json").read_bytes()
    assert facts["release.sha256"]["value"] == hashlib.sha256(raw).hexdigest()
    grant, _ = parse_grant((package / "grant.dsse.json").read_bytes())
    decided = next(event for event in body["events"] if event["act"] == "grant")
    assert decided["about"] == {"extraction": grant.eid.hex(), "grant": grant.gid.hex()}
    assert decided["state"] == "signed"
    assert decided["more"]["worker"] == grant.worker.hex()
    # Nobody's root is pinned, so no certificate says who she is.
    assert facts["guardian.role"]["state"] == "unknown"
    assert body["log"] is None


def test_withheld_ranges_say_what_the_package_holds_back(desk: Desk) -> None:
    package = desk.folder / "package"
    body = done("custody", package)
    told = {
        (gap["segment"], place): gap["reason"]
        for gap in body["withheld"]
        for place in range(gap["first"], gap["last"] + 1)
    }
    held = {
        (segment["i"], place): item["w"]
        for segment in json.loads((package / "segments.json").read_bytes())
        for place, item in enumerate(segment["records"])
        if "w" in item
    }
    assert told == held != {}
    assert sum(gap["records"] for gap in body["withheld"]) == len(held)


def test_no_content_and_nobody_of_the_phone_is_in_a_record(desk: Desk, tmp_path: Path) -> None:
    forms = [json.dumps(done("custody", desk.folder / "package"))]
    for form in ("html", "json", "text"):
        out = tmp_path / form
        done("custody", desk.folder / "package", "--as", form, "--out", out)
        forms.append(out.read_text("utf-8"))
    sealed = done("custody", desk.folder / "sealed", "--identity", desk.key("survivor"))
    forms.append(json.dumps(sealed))
    segments = json.loads((desk.folder / "package" / "segments.json").read_bytes())
    texts = {
        value["value"]
        for segment in segments
        for item in segment["records"]
        if "r" in item
        for value in json.loads(item["r"]).get("text", [])
    }
    assert len(texts) > 5
    for form in forms:
        assert not any(text in form for text in texts)
        assert "447700900" not in form


def test_a_package_that_does_not_hold_has_no_record(desk: Desk, tmp_path: Path) -> None:
    package = shutil.copytree(desk.folder / "package", tmp_path / "package")
    with (package / "README.txt").open("ab") as file:
        file.write(b"!")
    out = tmp_path / "record.html"
    code, document = run("custody", package, "--as", "html", "--out", out)
    assert (code, document["error"]["type"]) == (1, "not-verified")
    assert not out.exists()


def test_a_sealed_folder_gives_what_is_signed_and_her_key_what_is_sealed(desk: Desk) -> None:
    sealed = desk.folder / "sealed"
    bare = check(done("custody", sealed))
    assert bare["original.sha256"]["state"] == "unknown"
    assert bare["countersignature"]["value"] is None
    opened = check(done("custody", sealed, "--identity", desk.key("survivor")))
    assert opened["original.sha256"]["state"] == opened["ledger.sha256"]["state"] == "proven"
    changed = {point for point in bare if bare[point] != opened[point]}
    assert changed == {"original.sha256", "ledger.sha256"}
    code, _ = run("custody", sealed, "--identity", desk.key("stranger"))
    assert code == 1


def test_her_receipt_counts_where_her_key_is_at_hand(desk: Desk, tmp_path: Path) -> None:
    sealed = shutil.copytree(desk.folder / "sealed", tmp_path / "sealed")
    facts = check(done("custody", sealed))
    sha256 = bytes.fromhex(facts["statement.sha256"]["value"])
    her = parse_identity(desk.key("survivor").read_bytes(), passphrase=None)
    eid, root = (bytes.fromhex(facts[p]["value"]) for p in ("extraction", "records.root"))
    guardian = bytes.fromhex(facts["guardian"]["value"])
    path = sealed / "receipt.dsse.json"
    path.write_bytes(sign_receipt(her, Receipt(eid, root, guardian, sha256)))  # type: ignore[arg-type] # ids as read
    assert check(done("custody", sealed))["countersignature"]["state"] == "unknown"
    known = check(done("custody", sealed, "--identity", desk.key("survivor")))
    assert known["countersignature"]["state"] == "signed"
    path.write_bytes(sign_receipt(her, Receipt(eid, root, guardian, bytes(32))))  # type: ignore[arg-type] # ids as read
    code, document = run("custody", sealed)
    assert (code, document["error"]["type"]) == (1, "integrity")


def test_a_folder_that_was_changed_has_no_record(desk: Desk, tmp_path: Path) -> None:
    for name in ("ingest.dsse.json", "leaves.bin"):
        sealed = shutil.copytree(desk.folder / "sealed", tmp_path / name)
        data = bytearray((sealed / name).read_bytes())
        data[len(data) // 2] ^= 1
        (sealed / name).write_bytes(data)
        assert run("custody", sealed)[0] == 1


def test_what_cannot_be_asked_is_refused(desk: Desk, tmp_path: Path) -> None:
    package = desk.folder / "package"
    for words in (
        (tmp_path / "nothing",),
        (package, "--as", "html"),
        (package, "--identity", desk.key("survivor")),
        (package, "--session", tmp_path / "session"),
        (package, "--exhibit", "two\nlines"),
    ):
        code, document = run("custody", *words)
        assert (code, document["error"]["type"]) == (2, "invalid"), words


def test_a_time_in_the_log_that_is_no_date_is_refused() -> None:
    assert show_time(moment_of(1_775_001_600_999)) == "2026-04-01T00:00:00Z"
    with pytest.raises(NotAuthentic):
        moment_of(MAX_INTEGER)


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_the_page_runs_and_fetches_nothing_whatever_the_exhibit_says(
    desk: Desk, tmp_path: Path
) -> None:
    exhibit = "<script>alert(1)</script>"
    out = tmp_path / "record.html"
    words = ("--as", "html", "--out", out)
    done("custody", desk.folder / "package", "--exhibit", exhibit, *words)
    page = out.read_text("utf-8")
    seen = Seen()
    seen.feed(page)
    assert "script" not in seen.tags
    assert not {"src", "href", "onload", "style"} & seen.attributes
    assert exhibit not in page
    assert "&lt;script&gt;" in page
