"""A witness's core: it cosigns a checkpoint only if it extends the one it saw before.

docs/formats/witness.md 3, after C2SP tlog-witness. Its state is one file, durable before
a cosignature leaves; what it refused is kept as evidence.
"""

import base64
import hashlib
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from nacl.signing import SigningKey

from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.cosignature import cosign, cosign_mldsa
from audit.errors import AuditError, BadSignature, MalformedNote, NotProven
from audit.merkle import EMPTY_ROOT, HASH_SIZE, verify_consistency
from audit.note import COSIGNATURE, Note, VerifierKey, check_note, parse_note, unb64
from audit.witness_state import read_state, write_state

LOG = logging.getLogger("safehold")
MAX_PROOF = 63
MAX_EVIDENCE = 1000
OK, BAD_REQUEST, FORBIDDEN, UNKNOWN, CONFLICT, UNPROVEN = 200, 400, 403, 404, 409, 422
UNAVAILABLE = 503
SIZE_TYPE = "text/x.tlog.size"
"""The media type of a 409's body (C2SP tlog-witness)."""
BACK_SECONDS = 300
"""So far a witness's clock may lie behind its last cosignature before it stops."""
_MAX_DIGITS = 19


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
    """Read an add-checkpoint request, or raise MalformedNote; the note stays unread."""
    head, gap, note = text.partition("\n\n")
    first, *rest = head.split("\n")
    number = first.removeprefix("old ")
    if not gap or number == first or not number.isascii() or not number.isdigit():
        raise MalformedNote("want old, a proof, an empty line and a checkpoint")
    if len(number) > _MAX_DIGITS or len(rest) > MAX_PROOF:
        raise MalformedNote("the size or the proof is too long")
    proof = tuple(unb64(line) for line in rest)
    if any(len(step) != HASH_SIZE for step in proof):
        raise MalformedNote("a hash of the proof is not 32 bytes long")
    asked = Asked(int(number), proof, note)
    if marshal_request(asked) != text:
        raise MalformedNote("request is not in canonical form")
    return asked


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
        logs: Mapping[str, VerifierKey],
        clock_seconds: Callable[[], int],
        *,
        mldsa: MLDSA44PrivateKey | None = None,
    ) -> None:
        """Open a witness; `logs` maps an origin to its Ed25519 key.

        Raises:
            MalformedNote: the state file is not what a witness wrote. It must not start.
        """
        self._folder = folder
        self._name = name
        self._key = key
        self._mldsa = mldsa
        self._logs = logs
        self._clock = clock_seconds
        self._lock = Lock()
        self._state = read_state(folder)

    def add_checkpoint(self, text: str) -> Answer:
        """Answer one request; 409 gives the size to start from."""
        try:
            asked = parse_request(text)
            note = parse_note(asked.note)
            checkpoint = parse_checkpoint(note.text)
        except AuditError as error:
            return Answer(BAD_REQUEST, f"{error}\n")
        key = self._logs.get(checkpoint.origin)
        if key is None:
            return Answer(UNKNOWN, "this witness does not know the log\n")
        try:
            check_note(note, [key])
        except BadSignature as error:
            return Answer(FORBIDDEN, f"{error}\n")
        if asked.old > checkpoint.size:
            return Answer(BAD_REQUEST, "old is larger than the checkpoint\n")
        # Compare, remember and answer as one: two requests at once must not roll back.
        with self._lock:
            return self._judge(asked, checkpoint, note, text)

    def latest(self, origin: str) -> str | None:
        """Give the newest note of a log that this witness cosigned."""
        with self._lock:
            return self._state.get(origin)

    def _judge(self, asked: Asked, checkpoint: Checkpoint, note: Note, whole: str) -> Answer:
        seen = self._state.get(checkpoint.origin)
        known = None if seen is None else parse_checkpoint(parse_note(seen).text)
        size, root = (0, EMPTY_ROOT) if known is None else (known.size, known.root)
        if size == checkpoint.size and root != checkpoint.root:
            # The log signed two roots for one size: nothing honest does that.
            self._keep_evidence(whole)
            return Answer(CONFLICT, f"{size}\n")
        if asked.old != size:
            return Answer(CONFLICT, f"{size}\n")
        try:
            verify_consistency(size, checkpoint.size, asked.proof, root, checkpoint.root)
        except NotProven as error:
            self._keep_evidence(whole)
            return Answer(UNPROVEN, f"{error}\n")
        seconds, last = self._clock(), self._last_seconds()
        if seconds < last - BACK_SECONDS:
            # Its word on time would be worth nothing; whoever runs it must look.
            return Answer(UNAVAILABLE, "the witness's clock was set back\n")
        lines = self._cosign(note.text, max(seconds, last))
        # Only the log's own lines are remembered: nobody checked the others, and one with
        # this witness's name in it would later pass for its word.
        own = tuple(line for line in note.signatures if line.name == checkpoint.origin)
        state = {**self._state, checkpoint.origin: Note(note.text, own).marshal() + lines}
        write_state(self._folder, state)
        self._state = state
        return Answer(OK, lines)

    def _last_seconds(self) -> int:
        """Give the newest time that this witness ever signed."""
        own = VerifierKey(self._name, COSIGNATURE, bytes(self._key.verify_key)).key_id
        return max(
            (
                int.from_bytes(line.value[:8])
                for note in self._state.values()
                for line in parse_note(note).signatures
                if line.name == self._name and line.key_id == own
            ),
            default=0,
        )

    def _cosign(self, signed: str, seconds: int) -> str:
        line = cosign(signed, self._name, self._key, seconds).line()
        if self._mldsa is None:
            return line
        return line + cosign_mldsa(signed, self._name, self._mldsa, seconds).line()

    def _keep_evidence(self, whole: str) -> None:
        """Keep a signed request that no honest log makes; a full disk keeps no refusal back."""
        evidence = self._folder / "evidence"
        name = hashlib.sha256(whole.encode()).hexdigest()
        try:
            evidence.mkdir(exist_ok=True)
            if len(list(evidence.iterdir())) >= MAX_EVIDENCE:
                return
            with (evidence / f"{name}.txt").open("w", encoding="utf-8", newline="") as file:
                file.write(whole)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            LOG.critical("a refused checkpoint could not be kept as evidence: %s", name)
