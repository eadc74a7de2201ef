"""The vectors of a passkey's slot (docs/formats/shv1.md 5)."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.vectors.passkey import write
from vault.account import SLOT_SIZE, auth_key_prf, open_root_prf, passkey_input
from vault.errors import MalformedIdentity, NotAuthentic
from vault.ids import Uid

FOLDER = Path(__file__).parents[1] / "vectors" / "passkey"
FOUND: Any = json.loads((FOLDER / "passkeys.json").read_text(encoding="utf-8"))
FAULTS = {"not authentic": NotAuthentic, "malformed": MalformedIdentity}


@pytest.mark.parametrize("row", FOUND["rows"], ids=[row["name"] for row in FOUND["rows"]])
def test_a_slot_opens_with_its_own_secret_alone(row: dict[str, str]) -> None:
    prf, credential, wrap = (bytes.fromhex(row[key]) for key in ("prf", "credential", "wrap"))
    uid = Uid(bytes.fromhex(row["uid"]))
    if row["expect"] != "success":
        with pytest.raises(FAULTS[row["expect"]]):
            open_root_prf(prf, uid, credential, wrap)
        return
    assert len(wrap) == SLOT_SIZE
    assert open_root_prf(prf, uid, credential, wrap).hex() == row["root"]
    assert auth_key_prf(prf, uid, credential).hex() == row["auth"]


def test_the_file_is_what_its_writer_makes(tmp_path: Path) -> None:
    write(tmp_path)
    assert (tmp_path / "passkeys.json").read_bytes() == (FOLDER / "passkeys.json").read_bytes()
    assert passkey_input().hex() == FOUND["input"]
