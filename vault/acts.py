"""The acts that hand something out, and the proof that the gate wants for one.

docs/access.md 1. Names are those of the log (docs/formats/audit-entry.md); who asks and
who logs needs them without being able to hand anything out.
"""

from dataclasses import dataclass

ENVELOPE = "envelope.handout"
COLLECT = "release.collect"
CATALOGUE = "catalogue.handout"
DRAFT = "draft.open"
UNLOCK = "own.unlock"
OWN = "own.open"
SHARE = "own.share"
RECOVER = "own.recover"


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry as a reader sees it: its bytes and leaf as stored, the tag of the thing asked for.

    It is read by a connection of its own, which sees committed entries only.
    """

    index: int
    entry: bytes
    leaf: bytes
    tag: bytes
