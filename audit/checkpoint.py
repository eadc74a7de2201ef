"""Checkpoints: the signed size and root of the log at one moment.

The text is the note body of C2SP tlog-checkpoint (docs/formats/checkpoint.md 3):

    vault.example/audit/1
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

Extension lines are refused. Signatures are in audit/note.py and audit/cosignature.py.
"""

import base64
import binascii
from dataclasses import dataclass

from audit.errors import MalformedCheckpoint
from audit.merkle import HASH_SIZE

MAX_SIZE = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's origin, how many entries it has, and their root."""

    origin: str
    size: int
    root: bytes

    def marshal(self) -> str:
        """Give the text that is signed."""
        root = base64.b64encode(self.root).decode("ascii")
        return f"{self.origin}\n{self.size}\n{root}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint, or raise MalformedCheckpoint."""
    try:
        origin, size, root, _ = text.split("\n")
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root))
    except (ValueError, binascii.Error):
        raise MalformedCheckpoint("want three lines: origin, size, root hash") from None
    if not origin:
        raise MalformedCheckpoint("origin is empty")
    if not 0 <= checkpoint.size <= MAX_SIZE:
        raise MalformedCheckpoint(f"size is {checkpoint.size}, want 0 or more")
    if len(checkpoint.root) != HASH_SIZE:
        raise MalformedCheckpoint(f"root hash has {len(checkpoint.root)} bytes, want 32")
    # int() and b64decode() also take "+7", "1_000" and stray characters. There is one
    # spelling of every checkpoint, so anything else is not one.
    if checkpoint.marshal() != text:
        raise MalformedCheckpoint("not in canonical form")
    return checkpoint
