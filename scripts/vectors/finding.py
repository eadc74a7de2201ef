"""Vectors of docs/formats/finding.md: files that are read, and files with one fault each."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from vault.canonical import marshal, parse_object
from vault.finding import Finding, Told, marshal_file

NOTE = "vault.example/audit/1\n7\n4qKJ3jFz7LvuSnCVjPqE8pz94DyUydz6idokgjaWrD4=\n\n— a b\n"
PLAIN = Finding(
    at=1_780_000_000,
    kind="witness",
    name="ngo",
    notes=(NOTE, NOTE.replace("\n7\n", "\n8\n")),
    path=(bytes(32), bytes(range(32))),
)
RECEIPT = replace(PLAIN, kind="receipt", name="", notes=(NOTE,), path=(), receipts=("7 aa bb",))
TOLD = replace(RECEIPT, told=Told(1_780_000_060, "Añ of the helpline 🕊"))
LONG = replace(PLAIN, notes=("x" * 32_768,))


def _changed(change: dict[str, Any], *, of: str = "finding") -> bytes:
    body: dict[str, Any] = dict(parse_object(marshal_file([PLAIN], "a policy\n")[:-1]))
    if of == "file":
        body |= change
    else:
        body["findings"] = [body["findings"][0] | change]
    return marshal(body) + b"\n"


def _refused() -> dict[str, bytes]:
    whole = marshal_file([PLAIN], "a policy\n")
    return {
        "no-end": whole[:-1],
        "space": whole.replace(b'"v":1}', b'"v": 1}', 1),
        "version": _changed({"v": 2}),
        "file-version": _changed({"v": 2}, of="file"),
        "unknown-field": _changed({"more": 1}),
        "unknown-kind": _changed({"kind": "other"}),
        "no-name": _changed({"name": ""}),
        "name-of-nobody": _changed({"kind": "growth"}),
        "time": _changed({"at": -1}),
        "three-notes": _changed({"notes": [NOTE] * 3}),
        "long-note": _changed({"notes": ["x" * 32_769]}),
        "short-hash": _changed({"path": ["AAAA"]}),
        "long-path": _changed({"path": ["A" * 43] * 64}),
        "many-receipts": _changed({"receipts": ["7"] * 17}),
        "told-nobody": _changed({"told": {"at": 1, "whom": ""}}),
        "told-long": _changed({"told": {"at": 1, "whom": "🕊" * 201}}),
        "told-field": _changed({"told": {"at": 1, "who": "x"}}),
        "none": _changed({"findings": []}, of="file"),
        "nine": _changed({"findings": [{}] * 9}, of="file"),
    }


def write(folder: Path) -> None:
    """Write the one file."""
    plain = {
        "plain": marshal_file([PLAIN], "a policy\n"),
        "several": marshal_file([PLAIN, RECEIPT, TOLD, LONG], ""),
        "told-longest": _changed({"told": {"at": 1, "whom": "🕊" * 200}}),
    }
    rows = [[name, "success", data.decode()] for name, data in plain.items()]
    rows += [[name, "malformed", data.decode()] for name, data in _refused().items()]
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(rows, indent=1, ensure_ascii=False)
    (folder / "findings.json").write_text(text + "\n", encoding="utf-8")
