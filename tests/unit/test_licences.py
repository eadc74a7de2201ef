"""Licences of the parts: read as they are stated, and one that does not fit is named."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.licences import fits, main, spelt


def part(*licences: dict[str, Any], name: str = "a") -> dict[str, Any]:
    return {"name": name, "version": "1", "licenses": list(licences)}


@pytest.mark.parametrize(
    ("licence", "fit"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("MIT AND GPL-3.0-only", False),
        ("(MIT AND GPL-3.0-only) OR MIT", False),
        ("AGPL-3.0-only", False),
        ("", False),
    ],
)
def test_an_expression_fits_where_each_of_its_parts_has_one_that_does(
    licence: str, *, fit: bool
) -> None:
    assert fits(licence) == fit


def test_a_classifier_beside_an_identifier_says_nothing_new() -> None:
    classifier = {"license": {"name": "License :: OSI Approved :: BSD License"}}
    assert spelt(part({"license": {"id": "MIT"}}, {"license": {"name": "License :: Other"}})) == [
        "MIT"
    ]
    assert spelt(part(classifier)) == ["BSD-3-Clause"]
    assert spelt(part({"expression": "MIT-0"})) == ["MIT-0"]


def test_what_does_not_fit_or_is_not_known_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bom.json"
    good = part({"license": {"id": "MIT"}}, name="good")
    path.write_text(json.dumps({"components": [good]}))
    assert main([path]) == 0
    assert "| good | 1 | MIT |" in capsys.readouterr().out
    bad = [part(name="silent"), part({"license": {"id": "GPL-3.0-only"}}, name="other")]
    path.write_text(json.dumps({"components": [good, *bad]}))
    assert main([path]) == 1
    assert capsys.readouterr().err == "licences: not known or not fitting: other, silent\n"
