"""Asking one witness of a pinned policy what it saw, without the vault in between.

docs/formats/audit-entry.md 7. Which one is chance, so that the vault cannot know whom it would
have to deceive.
"""

import hashlib
from dataclasses import dataclass

from api.remote import Remote
from api.witness_client import HttpWitness
from audit.beside import Seen, read_witness
from audit.checkpoint import Checkpoint
from audit.errors import Pushback
from audit.policy import LogPolicy
from vault.canonical import unb64
from vault.ids import Random


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked, and what it saw; None where it did not answer as itself."""

    name: str
    seen: Seen | None
    note: str = ""


def ask_witness(policy: LogPolicy, *, now_seconds: int, random: Random) -> Asked | None:
    """Ask one of the witnesses that have an address; None where none has one."""
    names = sorted(policy.urls.keys() & policy.witnesses.keys())
    if not names:
        return None
    name = names[int.from_bytes(random(8)) % len(names)]
    witness = HttpWitness(name, policy.urls[name])
    try:
        note = witness.latest(hashlib.sha256(policy.logs[0].name.encode()).hexdigest())
    except Pushback:
        note = None
    finally:
        witness.close()
    seen = None if note is None else read_witness(policy, name, note, now_seconds=now_seconds)
    return Asked(name, seen, note or "")


def growth_beside(remote: Remote, shown: Checkpoint, seen: Seen) -> list[bytes]:
    """Fetch the proof that what the vault showed and what a witness saw are one history.

    The vault may have none; then there are no steps, and whoever checks says so.
    """
    old, new = sorted((shown.size, seen.checkpoint.size))
    # The empty log is the beginning of every other.
    path = f"/v1/log?limit=1&since={old}&until={new}"
    steps = remote.call("GET", path)["consistency"] if old else []
    return [unb64(step) for step in steps]
