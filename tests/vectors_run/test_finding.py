"""The vectors of docs/formats/finding.md, and how findings are kept."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scripts.vectors.finding import PLAIN, RECEIPT, TOLD, write
from vault.account import Manifest, open_manifest, seal_manifest
from vault.errors import Malformed, MalformedIdentity
from vault.finding import MOST, Finding, marshal_file, parse_file, with_finding
from vault.ids import Uid

FOLDER = Path(__file__).parents[1] / "vectors" / "finding"
ROWS: list[Any] = json.loads((FOLDER / "findings.json").read_text(encoding="utf-8"))
ROOT, UID = bytes(32), Uid(bytes(16))


@pytest.mark.parametrize(("name", "expect", "text"), ROWS, ids=[row[0] for row in ROWS])
def test_a_file_is_read_in_its_one_spelling_or_refused(name: str, expect: str, text: str) -> None:
    data = text.encode()
    if expect == "success":
        findings, policy = parse_file(data)
        assert marshal_file(findings, policy) == data
    else:
        with pytest.raises(Malformed):
            parse_file(data)
    assert name


def test_the_file_is_what_its_writer_makes(tmp_path: Path) -> None:
    write(tmp_path)
    assert (tmp_path / "findings.json").read_bytes() == (FOLDER / "findings.json").read_bytes()


def test_one_of_a_kind_is_kept_until_somebody_was_told() -> None:
    again = replace(PLAIN, at=PLAIN.at + 1)
    assert with_finding((PLAIN,), again) == (PLAIN,)
    assert with_finding((PLAIN,), replace(again, name="net")) == (PLAIN, replace(again, name="net"))
    assert with_finding((TOLD,), RECEIPT) == (TOLD, RECEIPT)


def test_of_eight_the_oldest_that_was_told_makes_room_and_no_other_does() -> None:
    full = tuple(replace(PLAIN, name=f"w{at}") for at in range(MOST))
    new = replace(PLAIN, name="new")
    assert with_finding(full, new) == full
    told = (*full[:3], replace(full[3], told=TOLD.told), *full[4:])
    assert with_finding(told, new) == (*full[:3], *full[4:], new)


def _through(findings: tuple[Finding, ...], receipts: tuple[str, ...]) -> Manifest:
    made = Manifest(3, (), "a policy", "a checkpoint", receipts, findings)
    sealed = seal_manifest(ROOT, UID, made, random=os.urandom)
    return open_manifest(ROOT, UID, sealed, version=3)


def test_the_manifest_keeps_findings_and_receipts() -> None:
    kept = _through((PLAIN, TOLD), ("7 aa bb", "8 cc dd"))
    assert kept.findings == (PLAIN, TOLD)
    assert kept.receipts == ("7 aa bb", "8 cc dd")
    assert _through((), ()).findings == ()


def test_a_manifest_with_more_than_it_may_hold_is_none() -> None:
    with pytest.raises(MalformedIdentity):
        _through((PLAIN,) * (MOST + 1), ())
    with pytest.raises(MalformedIdentity):
        _through((), ("7 aa bb",) * 1001)
