"""Audit grants: an expert sees every conversation of an extraction, proven, and opens nothing."""

import hashlib
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from consent.grant import Grant, parse_grant, sign_grant
from extraction.audit_grant import AuditGrant, examine
from extraction.made import write_made_source
from tests.cli.running import Desk, done, run
from tests.conftest import seeded_random
from vault.catalogue import Catalogue, open_catalogue
from vault.catalogue_grant import (
    KIND,
    CatalogueGrant,
    check_rows,
    open_catalogue_grant,
    seal_catalogue_grant,
)
from vault.custody import FolderCustody
from vault.envelope import open_file
from vault.errors import (
    MalformedCatalogue,
    MalformedEnvelope,
    NoIdentityMatches,
    NotAuthentic,
    WeakParameters,
)
from vault.identity import Identity, Kind
from vault.identity_file import parse_identity
from vault.ingest import check_ingest

ALEX = "+447700900101"
NOW = datetime.now(UTC) + timedelta(hours=1)


class Case(Desk):
    """A sealed phone, and an audit grant of it to an expert."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        source = write_made_source(folder / "made", random=seeded_random("examine"), days=12)
        self.sealed = self.seal(source)
        done("keys", "new", "--kind", "person", "--no-passphrase", self.key("expert"))
        self.grant = folder / "audit"
        done(
            *("audit-grant", self.sealed, "--identity", self.key("survivor")),
            *("--to", self.public("expert"), "--until", "2099-01-01", "--out", self.grant),
        )

    def identity(self, name: str) -> Identity:
        return parse_identity(self.key(name).read_bytes(), passphrase=None)

    def files(self) -> AuditGrant:
        return AuditGrant(
            (self.grant / "grant.dsse.json").read_bytes(),
            (self.grant / "envelope.shv1f").read_bytes(),
        )

    def statement(self) -> Grant:
        return parse_grant(self.files().statement)[0]

    def examine(self, files: AuditGrant, by: str = "expert", at: datetime = NOW) -> object:
        survivor = self.identity("survivor").bundle
        return examine(files, FolderCustody(self.sealed), self.identity(by), survivor, now=at)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case(tmp_path_factory.mktemp("case"))


def examined(case: Case, *more: object) -> dict[str, Any]:
    who = ("--identity", case.key("expert"))
    return done("examine", case.grant, "--from", case.sealed, *who, *more)


def records_of(case: Case) -> list[dict[str, Any]]:
    path = case.folder / "records.jsonl"
    if not path.exists():
        done("inspect", case.folder / "made", "--records", path)
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_conversation_is_listed_with_its_records(case: Case) -> None:
    counted = Counter(
        (record["category"], record.get("thread", {}).get("id", "")) for record in records_of(case)
    )
    listed: Counter[tuple[str, str]] = Counter()
    for group in examined(case)["groups"]:
        desc = group["descriptor"]
        listed[desc["category"], desc["thread"]] += group["records"]
    assert sum(listed.values()) == sum(counted.values()) > 500
    for key, count in listed.items():
        if key[1]:
            assert counted[key] == count


def test_only_those_with_a_person_are_listed_when_asked(case: Case) -> None:
    groups = examined(case, "--person", ALEX)["groups"]
    assert groups
    assert all(ALEX in group["descriptor"]["parties"] for group in groups)
    assert len(groups) < len(examined(case)["groups"])


def test_what_a_release_left_out_is_named(case: Case) -> None:
    scope = {"c": ["message"], "t": [f"whatsapp:{ALEX[1:]}@s.whatsapp.net"], "u": False}
    _, package = case.release(case.sealed, scope)
    found = examined(case, "--person", ALEX, "--package", package)
    granted = set(parse_grant((package / "grant.dsse.json").read_bytes())[0].groups)
    assert granted
    with_her = {
        group["group"] for group in found["groups"] if group["descriptor"]["category"] == "message"
    }
    missing = {group["group"] for group in found["missing"]}
    assert missing == with_her - {tag.hex() for tag in granted}


def test_the_expert_opens_no_segment_and_no_object(case: Case) -> None:
    grant = case.statement()
    envelope = open_catalogue_grant(
        case.files().envelope, case.identity("expert"), grant.gid, grant.eid
    )
    plain = json.loads(
        open_file(case.identity("expert"), KIND, grant.gid + grant.eid, case.files().envelope)
    )
    assert set(plain) == {"v", "gid", "eid", "k", "fs"}
    catalogue = open_catalogue(FolderCustody(case.sealed).catalogue(), envelope.key, grant.eid)
    assert all(len(salt) == 96 for salt in envelope.salts)
    assert len(envelope.salts) == len(catalogue.segments)
    code, told = run(
        *("preview", case.sealed, "--identity", case.key("expert")),
        *("--scope", case.folder / "scope.json"),
    )
    assert code != 0, told


def test_nobody_else_opens_it(case: Case) -> None:
    for other in ("stranger", "investigator", "survivor"):
        with pytest.raises(NoIdentityMatches):
            case.examine(case.files(), by=other)


def resigned(case: Case, **changes: Any) -> AuditGrant:  # noqa: ANN401 any field may be changed
    grant = replace(case.statement(), **changes)
    return AuditGrant(sign_grant(case.identity("survivor"), grant), case.files().envelope)


def test_it_ends_when_she_said(case: Case) -> None:
    for at in (NOW - timedelta(days=2), datetime(2099, 1, 2, tzinfo=UTC)):
        with pytest.raises(NotAuthentic, match="not valid at this time"):
            case.examine(case.files(), at=at)


def test_a_statement_that_is_not_hers_is_refused(case: Case) -> None:
    forged = AuditGrant(
        sign_grant(case.identity("stranger"), case.statement()), case.files().envelope
    )
    with pytest.raises(NotAuthentic):
        case.examine(forged)


def test_a_grant_of_another_kind_or_extraction_is_refused(case: Case) -> None:
    with pytest.raises(WeakParameters):
        case.examine(resigned(case, kind="release"))
    with pytest.raises(NotAuthentic, match="another extraction"):
        case.examine(resigned(case, root=bytes(32)))
    with pytest.raises(NoIdentityMatches):
        case.examine(resigned(case, release_to=(case.identity("stranger").fp,)))


def test_another_envelope_is_refused(case: Case) -> None:
    files = case.files()
    changed = bytearray(files.envelope)
    changed[-1] ^= 1
    with pytest.raises(NotAuthentic, match="not the one that the survivor signed"):
        case.examine(AuditGrant(files.statement, bytes(changed)))


def test_an_envelope_of_another_grant_is_refused(case: Case) -> None:
    grant = case.statement()
    expert = case.identity("expert")
    other = CatalogueGrant(grant.gid, type(grant.eid)(bytes(16)), bytes(32), ())
    sealed = seal_catalogue_grant(other, expert.bundle, random=seeded_random("other"))
    with pytest.raises(NotAuthentic):
        open_catalogue_grant(sealed, expert, grant.gid, grant.eid)


def opened_rows(case: Case) -> tuple[Catalogue, tuple[bytes, ...], bytes]:
    grant = case.statement()
    found = open_catalogue_grant(
        case.files().envelope, case.identity("expert"), grant.gid, grant.eid
    )
    custody = FolderCustody(case.sealed)
    return (
        open_catalogue(custody.catalogue(), found.key, grant.eid),
        found.salts,
        check_ingest(custody).leaves,
    )


def test_rows_that_were_moved_changed_or_split_are_found(case: Case) -> None:
    catalogue, salts, leaves = opened_rows(case)
    check_rows(catalogue, salts, leaves)
    rows = catalogue.segments
    swapped = replace(catalogue, segments=(rows[1], rows[0], *rows[2:]))
    with pytest.raises((NotAuthentic, MalformedCatalogue)):
        check_rows(swapped, salts, leaves)
    other_day = replace(catalogue, segments=(replace(rows[0], day="0000-00-00"), *rows[1:]))
    if rows[0].day != "0000-00-00":
        with pytest.raises(NotAuthentic, match="segment 0"):
            check_rows(other_day, salts, leaves)
    fewer = replace(catalogue, segments=rows[1:])
    with pytest.raises(MalformedCatalogue, match="differ in number"):
        check_rows(fewer, salts, leaves)
    tags = list(catalogue.groups)
    split = {**catalogue.groups, tags[1]: catalogue.groups[tags[0]]}
    with pytest.raises(MalformedCatalogue, match="split"):
        check_rows(replace(catalogue, groups=split), salts, leaves)
    renamed = {**catalogue.groups, rows[0].tag: b'{"category":"note","thread":"x"}'}
    with pytest.raises(NotAuthentic, match="segment 0"):
        check_rows(replace(catalogue, groups=renamed), salts, leaves)


def test_it_is_no_grant_for_a_worker(case: Case) -> None:
    code, told = run(
        *("select", case.grant, "--from", case.sealed, "--worker", case.key("worker")),
        *("--out", case.folder / "never"),
    )
    assert code != 0, told
    assert not (case.folder / "never").exists()


def test_garbage_in_the_envelope_is_malformed(case: Case) -> None:
    expert = case.identity("expert")
    grant = case.statement()
    with pytest.raises(MalformedEnvelope):
        open_catalogue_grant(b"SHV1F", expert, grant.gid, grant.eid)
    assert expert.bundle.kind is Kind.PERSON
    assert hashlib.sha256(case.files().envelope).digest() == grant.envelope
