"""SLIP-0039's public vectors: what must combine, and what must not."""

import json
from pathlib import Path
from typing import Any

import pytest
from shamir_mnemonic import MnemonicError, combine_mnemonics

from vault.errors import MalformedShare
from vault.shares import read_share

PUBLIC = Path(__file__).resolve().parents[1] / "vectors" / "public"
CASES: list[dict[str, Any]] = json.loads((PUBLIC / "slip39.json").read_text())


def test_all_of_them_are_here() -> None:
    assert len(CASES) == 45
    assert sum(bool(case["secret"]) for case in CASES) == 15


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"].split(".")[0])
def test_the_library_combines_what_it_must_and_refuses_the_rest(case: dict[str, Any]) -> None:
    if case["secret"]:
        assert combine_mnemonics(case["mnemonics"], b"TREZOR").hex() == case["secret"]
        return
    with pytest.raises(MnemonicError):
        combine_mnemonics(case["mnemonics"], b"TREZOR")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"].split(".")[0])
def test_none_of_them_is_a_share_of_our_shape(case: dict[str, Any]) -> None:
    for words in case["mnemonics"]:
        with pytest.raises(MalformedShare):
            read_share(words)
