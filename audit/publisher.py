"""The publisher: turns durable entries into a tree, signed checkpoints and cosignatures.

docs/formats/checkpoint.md 5. Each leaf is recomputed from its entry's bytes; a checkpoint
is committed before anybody sees it, so at most one for each size ever leaves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Condition, Lock
from typing import Protocol

from nacl.signing import SigningKey

from audit import repository
from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.cosignature import check_cosignatures
from audit.entry import chain_step
from audit.errors import AuditError, MalformedNote, NotProven, Pushback
from audit.log import Database
from audit.merkle import leaf_hash
from audit.note import Note, Signature, VerifierKey, parse_note, sign_note
from audit.policy import LogPolicy
from audit.proof import LogProof
from audit.repository import Connection
from audit.tree import consistency_path, extend, inclusion_path, root_at
from audit.witnessing import Asked

BATCH = 2000


class WitnessClient(Protocol):
    """Speaks to one witness."""

    name: str

    def add_checkpoint(self, asked: Asked) -> tuple[int, str]:
        """Give (status, body); raise Pushback when the witness is away."""


@dataclass(frozen=True, slots=True)
class LogKey:
    """The log's origin and signing key."""

    origin: str
    key: SigningKey

    def sign(self, checkpoint: Checkpoint) -> Note:
        """Sign a checkpoint."""
        text = checkpoint.marshal()
        return Note(text, (sign_note(text, self.origin, self.key),))


class Publisher:
    """Publishes one log; one leader in the process that owns the database."""

    def __init__(
        self,
        database: Database,
        log: LogKey,
        policy: LogPolicy,
        witnesses: Sequence[WitnessClient],
        clock_ms: Callable[[], int],
    ) -> None:
        self._database = database
        self._log = log
        self._policy = policy
        self._witnesses = witnesses
        self._clock_ms = clock_ms
        self._leading = Lock()
        self._published = Condition()
        self._witness_sizes: dict[str, int] = {}
        self._covered = 0
        latest = database.read(lambda db: repository.latest_checkpoint(db, witnessed=True))
        if latest is not None:
            self._covered = latest.size

    def publish_once(self) -> bool:
        """Bring tree, checkpoint and cosignatures up to date; tell whether all is covered.

        Raises:
            NotProven: a stored entry is not what its leaf or chain says. Nothing is signed.
        """
        with self._leading:
            while self._database.write(self._grow):
                pass
            latest = self._database.write(self._checkpoint)
            if latest is None or latest.witnessed:
                return True
            return self._ask_witnesses(latest)

    def wait_covered(self, index: int, timeout: float) -> bool:
        """Wait until a checkpoint that meets the policy covers an entry; tell whether it came."""
        with self._published:
            return self._published.wait_for(lambda: self._covered > index, timeout)

    def _grow(self, connection: Connection) -> bool:
        """Add a batch of entries to the tree; tell whether there are more."""
        built = repository.nodes_built(connection)
        before = repository.CHAIN_START
        if built:
            before = repository.read_entry(connection, built - 1).chain
        found = 0
        for stored in repository.read_entries(connection, built, built + BATCH):
            leaf = leaf_hash(stored.entry)
            before = chain_step(before, leaf)
            # A single flipped bit once ended a public log: read the bytes, not the column.
            if leaf != stored.leaf or before != stored.chain:
                raise NotProven(f"entry {stored.index} is not what was appended")
            extend(connection, stored.index, leaf)
            found += 1
        return found == BATCH

    def _checkpoint(self, connection: Connection) -> repository.StoredCheckpoint | None:
        size = repository.nodes_built(connection)
        latest = repository.latest_checkpoint(connection)
        if size == 0 or (latest is not None and latest.size == size):
            return latest
        note = self._log.sign(Checkpoint(self._log.origin, size, root_at(connection, size)))
        repository.add_checkpoint(connection, size, note.marshal(), self._clock_ms())
        return repository.latest_checkpoint(connection)

    def _ask_witnesses(self, latest: repository.StoredCheckpoint) -> bool:
        note = parse_note(latest.note)
        lines = list(note.signatures)
        for witness in self._witnesses:
            line = self._cosigned(witness, latest)
            if line is not None:
                lines.append(line)
        cosigned = Note(note.text, tuple(lines))
        seconds = self._clock_ms() // 1000
        keys = list(self._policy.witnesses.values())
        seen = check_cosignatures(cosigned, keys, now_seconds=seconds)
        if not self._policy.satisfied(seen.keys()):
            return False
        text = cosigned.marshal()
        self._database.write(lambda db: repository.set_witnessed(db, latest.size, text))
        with self._published:
            self._covered = max(self._covered, latest.size)
            self._published.notify_all()
        return True

    def _cosigned(
        self, witness: WitnessClient, latest: repository.StoredCheckpoint
    ) -> Signature | None:
        """Ask one witness, once more from the size that it says it has."""
        for _ in range(2):
            old = self._witness_sizes.get(witness.name, 0)
            if old > latest.size:
                return None
            proof = self._database.read(partial(_consistency, old=old, new=latest.size))
            try:
                status, body = witness.add_checkpoint(Asked(old, tuple(proof), latest.note))
            except Pushback:
                return None
            if status == 200:  # noqa: PLR2004 HTTP
                self._witness_sizes[witness.name] = latest.size
                return _signature(latest.note, body)
            if status != 409 or not body.strip().isdigit():  # noqa: PLR2004 HTTP
                return None
            self._witness_sizes[witness.name] = int(body)
        return None


def prove(database: Database, index: int) -> LogProof:
    """Prove that an entry is under the newest checkpoint that meets the policy.

    Raises:
        Pushback: no such checkpoint covers it yet.
    """

    def query(connection: Connection) -> LogProof:
        latest = repository.latest_checkpoint(connection, witnessed=True)
        if latest is None or latest.size <= index:
            raise Pushback(f"no witnessed checkpoint covers entry {index} yet")
        return LogProof(index, tuple(inclusion_path(connection, index, latest.size)), latest.note)

    return database.read(query)


def check_start(database: Database, notes: Sequence[str], key: VerifierKey) -> None:
    """Refuse to start when a witness saw a larger or another log (a restored backup).

    Raises:
        NotProven: this database is older than, or differs from, what a witness cosigned.
    """

    def query(connection: Connection) -> None:
        for text in notes:
            seen = parse_checkpoint(parse_note(text).text)
            if seen.origin != key.name:
                continue
            if seen.size > repository.nodes_built(connection):
                raise NotProven(f"a witness saw {seen.size} entries, and this log is shorter")
            if root_at(connection, seen.size) != seen.root:
                raise NotProven(f"a witness saw another log of {seen.size} entries")

    database.read(query)


def _consistency(connection: Connection, *, old: int, new: int) -> list[bytes]:
    return consistency_path(connection, old, new)


def _signature(note: str, line: str) -> Signature | None:
    try:
        return parse_note(note + line).signatures[-1]
    except (MalformedNote, AuditError):
        return None
