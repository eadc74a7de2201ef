"""Opening what the other client sealed and signed, and comparing what it says."""

import hashlib
import json
from pathlib import Path
from typing import Any

from vault.account import audit_tag_key, auth_key, open_manifest, open_root, parse_params, stretch
from vault.box import open_box
from vault.envelope import open_file
from vault.finding import Told
from vault.identity import Kind, identity_of, parse_bundle
from vault.identity_file import parse_identity
from vault.ids import Uid
from vault.statement import check_signatures, digest, parse_statement
from vault.wrap import open_from


def check(folder: Path) -> None:
    """Open what the other client sealed, and compare what it says."""
    made = json.loads((folder / "frontend.json").read_text("utf-8"))
    for box in made["boxes"]:
        key, sealed = bytes.fromhex(box["key"]), bytes.fromhex(box["sealed"])
        assert open_box(key, "a use", b"context", sealed).hex() == box["plain"]
    officer = parse_identity((folder / "officer.key").read_bytes(), passphrase=None)
    worker = parse_identity((folder / "worker.key").read_bytes(), passphrase=None)
    wrap, file = made["wrap"], made["file"]
    assert (
        open_from(officer, "a use", b"context", bytes.fromhex(wrap["sealed"])).hex()
        == wrap["plain"]
    )
    for identity in (officer, worker):
        opened = open_file(identity, "a use", b"context", bytes.fromhex(file["sealed"]))
        assert opened.hex() == file["plain"]
    _check_enrolled(made["enrolled"])
    _check_receipt(folder, bytes.fromhex(made["receipt"]))


def _check_enrolled(made: dict[str, Any]) -> None:
    uid, params = Uid(bytes.fromhex(made["uid"])), parse_params(bytes.fromhex(made["params"]))
    stretched = stretch(made["passphrase"], params)
    slots = [bytes.fromhex(slot["wrap"]) for slot in made["slots"]]
    root = open_root(stretched, uid, params, slots)
    hashes = [bytes.fromhex(slot["authHash"]) for slot in made["slots"]]
    assert hashlib.sha256(auth_key(stretched, uid)).digest() in hashes
    identity = identity_of(root, Kind.PERSON)
    assert identity.bundle == parse_bundle(bytes.fromhex(made["bundle"]))
    assert identity.fp.hex() == made["fp"]
    login = hashlib.sha256(bytes.fromhex(made["loginCode"])).hexdigest()
    assert login == made["loginHash"]
    assert audit_tag_key(root, uid).hex() == made["kCase"]
    for version, sealed in made["manifests"]:
        manifest = open_manifest(root, uid, bytes.fromhex(sealed), version=version)
        assert manifest.version == version
    assert manifest.policy == "a policy"
    assert manifest.extractions[0].log_index == 9
    assert manifest.receipts[0].startswith("7 cccc")
    assert manifest.findings[0].told == Told(1_780_000_060, "Añ of the helpline 🕊")


def _check_receipt(folder: Path, raw: bytes) -> None:
    ingest = (folder / "sealed" / "ingest.dsse.json").read_bytes()
    statement = parse_statement(raw, "receipt")
    check_signatures(statement, parse_bundle((folder / "survivor.pub").read_bytes()))
    assert statement.body["statement"] == digest(ingest).hex()
