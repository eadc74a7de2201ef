"""Reading a whole vault back: every stored byte, and the log, against what was signed.

docs/cli.md 7. Wraps, envelopes and release keys lie under erasure keys that only the gate
takes off, so they are not read here; what they belong to is. What could not be checked is
counted and said.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from api.databases import OpenDatabase, open_database
from api.fsck_releases import Stated, check_logged, check_release, stated_releases
from api.object_stores import Stores
from api.postgres import Where
from api.system_entries import FSCK, log_run
from audit.errors import Pushback
from audit.log_copy import open_copy, write_copy
from audit.verify import FAIL, verify_copy
from vault.custody import WRAP, parse_certs
from vault.errors import Missing, VaultError
from vault.fsck import Fault, Finding, check_stored
from vault.ids import Random
from vault.ingest import Ingest, parse_ingest
from vault.objects import ObjectStore
from vault.pieces import fixed_name, piece_names
from vault.repository import Connection, rows
from vault.rows import EnvelopeRow, ExtractionRow, Part, ReleaseRow, ReleaseWrap

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Something that cannot be checked without a key: what, how many of it, and why."""

    what: str
    count: int
    why: str


class StoredCustody:
    """An extraction where the vault keeps it: rows, and objects under `x/<eid>/`.

    `hashes` has SHA-256 of each object that was read whole, by its name.
    """

    def __init__(self, row: ExtractionRow, store: ObjectStore) -> None:
        self._row = row
        self._store = store
        self.hashes: dict[str, bytes] = {}

    def ingest(self) -> bytes:
        """Give the ingest statement."""
        return self._row.ingest

    def certs(self) -> list[bytes]:
        """Give the certificates."""
        return parse_certs(self._row.certs)

    def leaves(self) -> bytes:
        """Give the leaf hashes."""
        return self._whole(self._row.leaves)

    def catalogue(self) -> bytes:
        """Give the sealed catalogue."""
        return self._whole(self._row.catalogue)

    def wrap(self) -> bytes:
        """Say that the wrap is not to be had here: it is under its erasure key."""
        raise Missing("the wrap lies under its erasure key")

    def receipt(self) -> bytes | None:
        """Give her receipt."""
        return self._row.receipt

    def read_pack(self, pack: str, offset: int, length: int) -> bytes:
        """Give a range of a pack."""
        data = b"".join(self._store.read(self._name(pack), offset, length))
        if len(data) != length:
            raise Missing(f"pack {pack} is shorter than the statement says")
        return data

    def object_chunks(self, name: str) -> Iterator[bytes]:
        """Give an object's sealed bytes."""
        hashed = hashlib.sha256()
        for piece in self._store.read(self._name(name)):
            hashed.update(piece)
            yield piece
        self.hashes[name] = hashed.digest()

    def _whole(self, name: str | None) -> bytes:
        if name is None:
            raise Missing("the extraction has no such file")
        return b"".join(self._store.read(name))

    def _name(self, part: str) -> str:
        return f"x/{self._row.eid.hex()}/{part}"


def check_vault(
    data: Path,
    where: Where | None,
    stores: Stores,
    *,
    now_seconds: int,
    random: Random,
    progress: Progress,
) -> Iterator[Finding | Unchecked]:
    """Read a stopped vault's data folder back; give what is wrong, and what was not checked.

    That it is read is in the log before it is.
    """
    database = open_database(data, where)
    try:
        now_ms = now_seconds * 1000
        database.write(lambda db: log_run(db, FSCK, now_ms=now_ms, random=random))
        yield from _log(database, now_seconds)
        yield from database.read(lambda db: list(check_logged(db)))
        extractions, releases, parts = database.read(_rows)
        came = {part.name: part.sha256 for part in parts}
        for row in extractions:
            if row.state == "sealed":
                yield from _extraction(row, stores.custody, came, progress)
        stated = database.read(stated_releases)
        for release in stated:
            yield from check_release(release, stores.releases)
        yield from _unlisted(extractions, releases, parts, stores)
        yield from database.read(lambda db: list(_unchecked(db, extractions, stated, came)))
    finally:
        database.close()


def _rows(connection: Connection) -> tuple[list[ExtractionRow], list[ReleaseRow], list[Part]]:
    return (
        rows.find_all(connection, ExtractionRow, "created_at"),
        rows.find_all(connection, ReleaseRow, "published_at"),
        rows.find_all(connection, Part, "name"),
    )


def _log(database: OpenDatabase, now_seconds: int) -> Iterator[Finding]:
    with TemporaryDirectory(prefix="safehold-") as folder:
        path = Path(folder) / "copy"
        policy = "quorum none\n"
        try:
            write_copy(database, path, policy)
        except Pushback as error:
            yield Finding("log", Fault.MISSING, str(error))
            return
        for step in verify_copy(open_copy(path), None, now_seconds=now_seconds):
            # Whose checkpoint it is, is a question for a pinned policy: `audit verify` asks it.
            if step.status == FAIL and step.name != "checkpoint":
                yield Finding(f"log {step.name}", Fault.CHANGED, step.detail)


def _extraction(
    row: ExtractionRow, store: ObjectStore, came: Mapping[str, bytes | None], progress: Progress
) -> Iterator[Finding]:
    """Read an extraction against its statement, and its objects against what came."""
    custody, at = StoredCustody(row, store), f"x/{row.eid.hex()}"

    def step(done: int, total: int) -> None:
        progress(f"reading {row.eid.hex()[:8]}", done, total)

    for finding in check_stored(custody, progress=step):
        if finding.name != WRAP:
            yield Finding(f"{at}/{finding.name}", finding.fault, finding.detail)
    for name, sha256 in custody.hashes.items():
        if came.get(f"{at}/{name}") not in (None, sha256):
            detail = "its hash is not the one of when it was uploaded"
            yield Finding(f"{at}/objects/{name}", Fault.CHANGED, detail)


def _unlisted(
    extractions: list[ExtractionRow],
    releases: list[ReleaseRow],
    parts: list[Part],
    stores: Stores,
) -> Iterator[Finding]:
    known = {row.box for row in releases} | {part.name for part in parts}
    for row in extractions:
        ingest = _stated(row)
        if ingest is None:
            # What it lists nobody can tell; that it does not parse is told of it already.
            known |= set(stores.custody.names(f"x/{row.eid.hex()}/"))
            continue
        names = [pack.pack for pack in ingest.packs] + [name for name, _ in ingest.objects]
        known |= {f"x/{row.eid.hex()}/{name}" for name in names}
        known |= set(_pieces(row, ingest))
        known |= {name for name in (row.catalogue, row.leaves) if name is not None}
    for store in stores.each():
        for name in store.names():
            if name not in known:
                yield Finding(name, Fault.UNLISTED, "no row lists it")


def _stated(row: ExtractionRow) -> Ingest | None:
    """Read an extraction's statement, None where it is none any more."""
    try:
        return parse_ingest(row.ingest)[0]
    except VaultError:
        return None


def _pieces(row: ExtractionRow, ingest: Ingest) -> Iterator[str]:
    """Name the pieces that long files may still lie in while their upload is not done."""
    if row.state != "uploading":
        return
    files = [(pack.pack, pack.length) for pack in ingest.packs] + list(ingest.objects)
    files.append((fixed_name(row.eid, "catalogue"), ingest.catalogue_length))
    files.append((fixed_name(row.eid, "leaves"), 32 * ingest.tree_size))
    for name, length in files:
        yield from piece_names(row.eid, name, length)


def _unchecked(
    connection: Connection,
    extractions: list[ExtractionRow],
    stated: list[Stated],
    came: Mapping[str, bytes | None],
) -> Iterator[Unchecked]:
    sealed = [row for row in extractions if row.state == "sealed"]
    objects = sum(
        came.get(f"x/{row.eid.hex()}/{name}") is None
        for row in sealed
        if (ingest := _stated(row)) is not None
        for name, _ in ingest.objects
    )
    layers = len(sealed)
    envelopes = rows.find_all(connection, EnvelopeRow, "gid")
    wraps = rows.find_all(connection, ReleaseWrap, "rid")
    layers += sum(each.layer is not None for each in envelopes)
    layers += sum(each.layer is not None for each in wraps)
    without = sum(each.sha256 is None for each in stated)
    for what, count, why in (
        ("objects", objects, "uploaded before hashes of them were kept: length alone"),
        ("wraps and envelopes", layers, "they lie under their erasure keys"),
        ("what is in a release's box", len(stated), "only who can open it can tell"),
        ("release boxes", without, "stored before hashes of them were kept: length alone"),
    ):
        if count:
            yield Unchecked(what, count, why)
