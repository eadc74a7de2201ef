"""The publisher: turns durable entries into a tree, signed checkpoints and cosignatures.

docs/formats/checkpoint.md 5. Each leaf is recomputed from its entry's bytes; a checkpoint
is committed before anybody sees it, so at most one for each size ever leaves.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from functools import partial
from threading import Condition, Lock
from typing import Protocol

from audit import repository
from audit.chain import CHAIN_START, chain_step
from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.cosignature import check_cosignatures
from audit.errors import AuditError, BadSignature, NotProven, Pushback
from audit.log import Database
from audit.log_key import LogKey
from audit.merkle import leaf_hash
from audit.note import Note, Signature, VerifierKey, check_note, parse_note, parse_signatures
from audit.policy import LogPolicy
from audit.proof import LogProof
from audit.repository import Connection, StoredCheckpoint
from audit.tiles import Tiles
from audit.trust import check_checkpoint
from audit.witnessing import Asked

__all__ = ["LogKey", "Publisher", "WitnessClient", "check_start", "prove", "prove_growth"]

BATCH = 2000
REFRESH_MS = 600_000
OK, CONFLICT = 200, 409


class WitnessClient(Protocol):
    """Speaks to one witness."""

    name: str

    def add_checkpoint(self, asked: Asked) -> tuple[int, str]:
        """Give (status, body); raise Pushback when the witness is away."""


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
        """Take up a log where its database stands.

        Raises:
            NotProven: the policy wants a key of this log that is not here.
        """
        wanted = {key for key in policy.logs if key.name == log.origin}
        if not wanted or not wanted <= set(log.verifiers()):
            raise NotProven("the log's keys are not those that its policy names")
        self._database = database
        self._log = log
        self._policy = policy
        self._witnesses = witnesses
        self._clock_ms = clock_ms
        self._leading = Lock()
        self._published = Condition()
        self._witness_sizes: dict[str, int] = {}
        self._asking: dict[str, Future[str]] = {}
        self._pool = ThreadPoolExecutor(max(1, len(witnesses)), "witness")
        latest = database.read(lambda db: repository.latest_checkpoint(db, witnessed=True))
        self._covered = 0 if latest is None else latest.size
        if latest is not None and not self._meets(latest.note):
            # What an older policy trusted, a reader of this one does not.
            database.write(repository.trust_none)
            self._covered = 0

    def publish_once(self) -> bool:
        """Bring tree, checkpoint and cosignatures up to date; tell whether all is covered.

        Raises:
            NotProven: a stored entry is not what its leaf or chain says, or the tree no
                longer gives the last root. Nothing is signed.
        """
        with self._leading:
            while self._database.write(grow):
                pass
            latest = self._database.write(self._checkpoint)
            if latest is None:
                return True
            fresh = self._clock_ms() - latest.made_at < REFRESH_MS
            return (latest.witnessed and fresh) or self._ask_witnesses(latest)

    def wait_covered(self, index: int, timeout: float) -> bool:
        """Wait until a checkpoint that meets the policy covers an entry; tell whether it came.

        Args:
            index: the entry's index.
            timeout: seconds.
        """
        with self._published:
            return self._published.wait_for(lambda: self._covered > index, timeout)

    def close(self) -> None:
        """Ask no more witnesses."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _checkpoint(self, connection: Connection) -> StoredCheckpoint | None:
        tiles = Tiles(connection)
        size = tiles.size
        latest = repository.latest_checkpoint(connection)
        if latest is not None:
            signed = parse_checkpoint(parse_note(latest.note).text)
            # What is signed next must extend what was signed last, whatever the rows say.
            if tiles.root(signed.size) != signed.root:
                raise NotProven(f"the tree no longer gives the root signed at {signed.size}")
        if size == 0 or (latest is not None and latest.size == size):
            return latest
        now_ms = self._clock_ms()
        checkpoint = Checkpoint(self._log.origin, size, tiles.root(size))
        note = self._log.sign(checkpoint, seconds=now_ms // 1000).marshal()
        repository.add_checkpoint(connection, size, note, now_ms)
        return StoredCheckpoint(size, note, witnessed=False, made_at=now_ms)

    def _ask_witnesses(self, latest: StoredCheckpoint) -> bool:
        """Ask all witnesses at once; the quorum decides, so a slow one holds nothing up."""
        note = parse_note(latest.note)
        bare = replace(latest, note=Note(note.text, self._own(note)).marshal())
        # Lines of witnesses of an older policy stay, so that its readers follow the log.
        ours = {(key.name, key.key_id) for key in self._policy.witnesses.values()}
        own = tuple(line for line in note.signatures if (line.name, line.key_id) not in ours)
        for witness in self._witnesses:
            running = self._asking.get(witness.name)
            if running is None or running.done():
                asked = self._pool.submit(self._cosigned, witness, bare)
                self._asking[witness.name] = asked
        lines: list[Signature] = []
        if self._covers(bare.size, note.text, own):
            return True
        for answered in as_completed(list(self._asking.values())):
            # A slow witness may still be answering for an older checkpoint.
            lines += self._known(note.text, answered.result())
            if self._covers(bare.size, note.text, (*own, *lines)):
                return True
        return latest.witnessed

    def _own(self, note: Note) -> tuple[Signature, ...]:
        return tuple(line for line in note.signatures if line.name == self._log.origin)

    def _meets(self, note: str) -> bool:
        try:
            check_checkpoint(note, self._policy, now_seconds=self._clock_ms() // 1000)
        except (NotProven, BadSignature):
            return False
        return True

    def _covers(self, size: int, text: str, lines: Sequence[Signature]) -> bool:
        """Store the note if it meets the policy, and wake who waits for it."""
        now_ms = self._clock_ms()
        cosigned = Note(text, tuple(lines)).marshal()
        if not self._meets(cosigned):
            return False
        self._database.write(lambda db: repository.set_witnessed(db, size, cosigned, now_ms))
        with self._published:
            self._covered = max(self._covered, size)
            self._published.notify_all()
        return True

    def _cosigned(self, witness: WitnessClient, bare: StoredCheckpoint) -> str:
        """Ask one witness, once more from the size that it says it has; give its lines."""
        for _ in range(2):
            old = self._witness_sizes.get(witness.name, 0)
            if old > bare.size:
                return ""
            proof = self._database.read(partial(_consistency, old=old, new=bare.size))
            try:
                status, body = witness.add_checkpoint(Asked(old, tuple(proof), bare.note))
            except Pushback:
                return ""
            if status == OK:
                self._witness_sizes[witness.name] = bare.size
                return body
            if status != CONFLICT or not body.strip().isdecimal():
                return ""
            self._witness_sizes[witness.name] = int(body[:19])
        return ""

    def _known(self, text: str, body: str) -> list[Signature]:
        """Keep the lines that known witnesses made over this text; a bad one spoils no other."""
        keys = list(self._policy.witnesses.values())
        seconds = self._clock_ms() // 1000
        kept = []
        try:
            lines = parse_signatures(body)
        except AuditError:
            return []
        for line in lines:
            try:
                if check_cosignatures(Note(text, (line,)), keys, now_seconds=seconds):
                    kept.append(line)
            except AuditError:
                continue
        return kept


def grow(connection: Connection) -> bool:
    """Add a batch of entries to the tree; tell whether there are more.

    Raises:
        NotProven: an entry's bytes do not give its leaf, or its leaf not the chain.
    """
    tiles = Tiles(connection)
    built = tiles.size
    before = repository.read_entry(connection, built - 1).chain if built else CHAIN_START
    leaves: list[bytes] = []
    for stored in repository.read_entries(connection, built, built + BATCH):
        leaf = leaf_hash(stored.entry)
        before = chain_step(before, leaf)
        # A single flipped bit once ended a public log: read the bytes, not the column.
        if stored.index != built + len(leaves) or (leaf, before) != (stored.leaf, stored.chain):
            raise NotProven(f"entry {stored.index} is not what was appended")
        leaves.append(leaf)
    tiles.extend(leaves)
    return len(leaves) == BATCH


def prove(database: Database, index: int, under: StoredCheckpoint | None = None) -> LogProof:
    """Prove that an entry is under a checkpoint, by default the newest that meets the policy.

    Raises:
        Pushback: no such checkpoint covers it yet.
    """

    def query(connection: Connection) -> LogProof:
        latest = under or repository.latest_checkpoint(connection, witnessed=True)
        if latest is None or latest.size <= index:
            raise Pushback(f"no witnessed checkpoint covers entry {index} yet")
        path = Tiles(connection).inclusion(index, latest.size)
        return LogProof(index, tuple(path), latest.note)

    return database.read(query)


def prove_growth(database: Database, old: int) -> tuple[list[bytes], str]:
    """Prove that the newest checkpoint that meets the policy extends the log of size `old`.

    Raises:
        NotProven: the log is smaller.
        Pushback: no such checkpoint is there yet.
    """

    def query(connection: Connection) -> tuple[list[bytes], str]:
        latest = repository.latest_checkpoint(connection, witnessed=True)
        if latest is None:
            raise Pushback("there is no witnessed checkpoint yet")
        return Tiles(connection).consistency(old, latest.size), latest.note

    return database.read(query)


def check_start(database: Database, notes: Sequence[str], key: VerifierKey) -> None:
    """Refuse to start when a witness saw a larger or another log (a restored backup).

    Raises:
        NotProven: this database is older than, or differs from, what a witness cosigned,
            or entries up to there are not what was appended.
        BadSignature: the log's key did not sign what the witness shows.
    """
    seen = [parse_checkpoint(parse_note(text).text) for text in notes]
    tallest = max((each.size for each in seen if each.origin == key.name), default=0)
    # Where a publisher ran, the tree is as tall as what it showed to a witness: so who may
    # not build it (a gateway's own role) need not.
    while database.read(lambda db: Tiles(db).size) < tallest and database.write(grow):
        pass

    def query(connection: Connection) -> None:
        tiles = Tiles(connection)
        for text in notes:
            note = parse_note(text)
            seen = parse_checkpoint(note.text)
            if seen.origin != key.name:
                continue
            check_note(note, [key])
            if seen.size > tiles.size:
                raise NotProven(f"a witness saw {seen.size} entries, and this log is shorter")
            if tiles.root(seen.size) != seen.root:
                raise NotProven(f"a witness saw another log of {seen.size} entries")

    database.read(query)


def _consistency(connection: Connection, *, old: int, new: int) -> list[bytes]:
    return Tiles(connection).consistency(old, new)
