"""A witness of its own: its keys, the logs that it knows, and its memory, in one folder.

docs/formats/witness.md 7:

    ed25519.key  ml-dsa-44.key     its keys (key_file.py), for their owner alone
    logs                           one vkey a line: the logs whose checkpoints it cosigns
    state.json                     what it cosigned last (witness_state.py)
    evidence/                      what it refused

Keys and memory are one thing: a folder whose memory is gone is refused, since a witness
that forgot could cosign a second history under its old name.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audit.cosignature import mldsa_verifier
from audit.errors import MalformedNote, Pushback
from audit.key_file import ED25519_NAME, MLDSA44_NAME, make_key_file, read_key_file
from audit.note import COSIGNATURE, ED25519, VerifierKey, parse_vkey
from audit.witness_state import STATE, write_state
from audit.witnessing import Witness

LOGS = "logs"
_KEYS = {ED25519_NAME: f"{ED25519_NAME}.key", MLDSA44_NAME: f"{MLDSA44_NAME}.key"}


@dataclass(frozen=True, slots=True)
class WitnessFolder:
    """An opened folder: the witness, the logs it knows by origin, and its public keys."""

    witness: Witness
    logs: dict[str, VerifierKey]
    keys: tuple[VerifierKey, ...]


def make_witness(
    folder: Path, name: str, random: Callable[[int], bytes]
) -> tuple[VerifierKey, ...]:
    """Make a new witness that knows no log yet; give its public keys.

    Raises:
        FileExistsError: there is one already; keys are never replaced.
        MalformedNote: the name cannot name a key.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / STATE).exists():
        raise FileExistsError(f"there is a witness in {folder}")
    made = [make_key_file(folder / file, alg, name, random) for alg, file in _KEYS.items()]
    (folder / LOGS).touch()
    # Last: a folder without it is no witness, so one that was half made never signs.
    write_state(folder, {})
    public = VerifierKey(name, COSIGNATURE, bytes(made[0].ed25519().verify_key))
    return public, mldsa_verifier(name, made[1].mldsa())


@contextmanager
def open_witness(folder: Path, clock_seconds: Callable[[], int]) -> Iterator[WitnessFolder]:
    """Open a witness, the only process over its folder.

    Raises:
        MalformedNote: keys, logs or memory are missing, or not what they should be.
        Pushback: another process runs over the folder.
    """
    if not (folder / STATE).exists():
        raise MalformedNote("the witness has no memory; its key must not be used again")
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Pushback("another process runs over the witness's folder") from None
        yield _opened(folder, clock_seconds)


def _opened(folder: Path, clock_seconds: Callable[[], int]) -> WitnessFolder:
    try:
        ed25519, mldsa = [read_key_file(folder / file) for file in _KEYS.values()]
        logs = parse_logs((folder / LOGS).read_text("utf-8"))
    except (FileNotFoundError, UnicodeDecodeError):
        raise MalformedNote("the witness lacks a key, or its list of logs") from None
    if ed25519.name != mldsa.name:
        raise MalformedNote("the witness's keys have two names")
    key, second = ed25519.ed25519(), mldsa.mldsa()
    public = VerifierKey(ed25519.name, COSIGNATURE, bytes(key.verify_key))
    witness = Witness(folder, ed25519.name, key, logs, clock_seconds, mldsa=second)
    return WitnessFolder(witness, logs, (public, mldsa_verifier(ed25519.name, second)))


def parse_logs(text: str) -> dict[str, VerifierKey]:
    """Read a list of logs: a vkey a line, comments begin with `#`; or raise MalformedNote."""
    logs: dict[str, VerifierKey] = {}
    for line in text.split("\n"):
        if not line or line.startswith("#"):
            continue
        key = parse_vkey(line)
        if key.algorithm != ED25519:
            raise MalformedNote("a witness knows a log by its Ed25519 key")
        if key.name in logs or key.public in {known.public for known in logs.values()}:
            raise MalformedNote("a log or a key comes twice")
        logs[key.name] = key
    return logs
