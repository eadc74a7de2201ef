"""Vectors of docs/formats/check-words.md: what is named, and its six words."""

import json
from pathlib import Path

from vault.check_words import checkpoint_words, extraction_words
from vault.ids import Eid, Fingerprint

CHECKPOINT = "vault.example/audit/1\n7\n4qKJ3jFz7LvuSnCVjPqE8pz94DyUydz6idokgjaWrD4=\n"
CHECKPOINTS = (
    CHECKPOINT,
    CHECKPOINT.replace("\n7\n", "\n8\n"),
    CHECKPOINT.replace("audit/1", "audit/2"),
    "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
)
EID, ROOT, GUARDIAN = Eid(bytes(range(16))), bytes(range(32)), Fingerprint(bytes(range(1, 33)))


def write(folder: Path) -> None:
    """Write the one file."""
    rows = [["checkpoint", text.encode().hex(), checkpoint_words(text)] for text in CHECKPOINTS]
    for index in (0, 41, 2**40):
        data = EID + ROOT + GUARDIAN + index.to_bytes(8)
        rows.append(["extraction", data.hex(), extraction_words(EID, ROOT, GUARDIAN, index)])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "words.json").write_text(json.dumps(rows, indent=1) + "\n")
