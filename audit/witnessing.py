"""A witness's core: it cosigns a checkpoint only if it extends the one it saw before.

docs/formats/witness.md 3, after C2SP tlog-witness. Its state is one file, durable before
a cosignature leaves; what it refused is kept as evidence.
"""

import base64
import binascii
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from nacl.signing import SigningKey

from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.cosignature import cosign
from audit.errors import AuditError, BadSignature, MalformedNote, NotProven
from audit.merkle import EMPTY_ROOT, verify_consistency
from audit.note import VerifierKey, check_note, parse_note

MAX_PROOF = 63
MAX_EVIDENCE = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: 200 with cosignature lines, or a refusal; 409 carries the size."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A parsed request: the size it starts from, the proof, and the signed checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: str


def parse_request(text: str) -> Asked:
    """Read an add-checkpoint request, or raise MalformedNote."""
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or not lines[0].startswith("old "):
        raise MalformedNote("want old, a proof, an empty line and a checkpoint")
    number = lines[0].removeprefix("old ")
    if not number.isascii() or not number.isdigit() or str(int(number)) != number:
        raise MalformedNote("old: want a number")
    if len(lines) - 1 > MAX_PROOF:
        raise MalformedNote("the proof is too long")
    try:
        proof = tuple(base64.b64decode(line, validate=True) for line in lines[1:])
    except (binascii.Error, ValueError):
        raise MalformedNote("want base64") from None
    return Asked(int(number), proof, note)


def marshal_request(asked: Asked) -> str:
    """Spell an add-checkpoint request."""
    lines = [f"old {asked.old}", *(base64.b64encode(step).decode() for step in asked.proof)]
    return "\n".join(lines) + "\n\n" + asked.note


class Witness:
    """One witness of some logs, with its state in one folder."""

    def __init__(
        self,
        folder: Path,
        name: str,
        key: SigningKey,
        logs: dict[str, VerifierKey],
        clock_seconds: Callable[[], int],
    ) -> None:
        """Open a witness; `logs` maps an origin to its key."""
        self._folder = folder
        self._name = name
        self._key = key
        self._logs = logs
        self._clock = clock_seconds
        self._lock = Lock()
        self._state: dict[str, tuple[int, str]] = {}
        state = folder / "state.json"
        if state.exists():
            listed = json.loads(state.read_text("utf-8"))
            self._state = {origin: (int(size), str(note)) for origin, size, note in listed}

    def add_checkpoint(self, text: str) -> Answer:
        """Answer one request."""
        try:
            asked = parse_request(text)
            note = parse_note(asked.note)
            checkpoint = parse_checkpoint(note.text)
        except AuditError as error:
            return Answer(400, f"{error}\n")
        key = self._logs.get(checkpoint.origin)
        if key is None:
            return Answer(404, "this witness does not know the log\n")
        try:
            check_note(note, [key])
        except BadSignature as error:
            return Answer(403, f"{error}\n")
        with self._lock:
            return self._judge(asked, checkpoint, note.text, text)

    def latest(self, origin: str) -> str | None:
        """Give the newest note of a log that this witness cosigned."""
        with self._lock:
            known = self._state.get(origin)
        return None if known is None else known[1]

    def _judge(self, asked: Asked, checkpoint: Checkpoint, signed: str, whole: str) -> Answer:
        size, note = self._state.get(checkpoint.origin, (0, ""))
        if asked.old > checkpoint.size:
            return Answer(400, "old is larger than the checkpoint\n")
        if asked.old != size:
            return Answer(409, f"{size}\n")
        root = parse_checkpoint(parse_note(note).text).root if note else EMPTY_ROOT
        try:
            verify_consistency(size, checkpoint.size, asked.proof, root, checkpoint.root)
        except NotProven as error:
            self._keep_evidence(whole)
            status = 409 if size == checkpoint.size and root != checkpoint.root else 422
            return Answer(status, f"{size}\n" if status == 409 else f"{error}\n")  # noqa: PLR2004 the status above
        line = cosign(signed, self._name, self._key, self._clock()).line()
        self._remember(checkpoint, f"{asked.note}{line}")
        return Answer(200, line)

    def _remember(self, checkpoint: Checkpoint, note: str) -> None:
        """Make the new state durable before the cosignature leaves."""
        state = {**self._state, checkpoint.origin: (checkpoint.size, note)}
        listed = [[origin, size, text] for origin, (size, text) in sorted(state.items())]
        fresh = self._folder / "state.json.new"
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(listed, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._folder / "state.json")
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        self._state = state

    def _keep_evidence(self, whole: str) -> None:
        evidence = self._folder / "evidence"
        evidence.mkdir(exist_ok=True)
        number = len(list(evidence.iterdir()))
        if number < MAX_EVIDENCE:
            (evidence / f"{number:06}.txt").write_text(whole, "utf-8")
