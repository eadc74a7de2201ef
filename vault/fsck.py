"""Reading everything back: what is stored against its signed statement, without a key.

docs/formats/extraction.md 8. Packs, catalogue and wrap have their SHA-256 in the
statement, leaves give its root, objects have their lengths there. What an object holds is
only known to who opens its box.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from vault.certificate import parse_certificate
from vault.custody import CATALOGUE, CERTS, INGEST, LEAVES, RECEIPT, WRAP, Custody, FolderCustody
from vault.durable import PIECE
from vault.errors import Malformed, Missing, NotAuthentic, VaultError
from vault.ingest import (
    Ingest,
    PackRow,
    check_leaves,
    check_sealer,
    parse_ingest,
    parse_receipt,
)
from vault.statement import Statement, check_signatures, digest

Progress = Callable[[int, int], None]
"""Hears how many bytes were read of how many."""


class Fault(StrEnum):
    """What can be wrong with something stored."""

    MISSING = "missing"
    CHANGED = "changed"
    UNREADABLE = "unreadable"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the file's name in the folder layout, what is wrong, and what was seen."""

    name: str
    fault: Fault
    detail: str


def check_stored(custody: Custody, *, progress: Progress) -> Iterator[Finding]:
    """Read one extraction back; give what is wrong with it, nothing when all is well.

    A missing receipt is no fault: she may not have countersigned yet.
    """
    try:
        ingest, statement = parse_ingest(custody.ingest())
    except VaultError as error:
        yield _finding(INGEST, error)
        return
    yield from _checked(CERTS, partial(_certs, custody, ingest, statement))
    yield from _checked(LEAVES, lambda: check_leaves(ingest, custody.leaves()))
    yield from _checked(CATALOGUE, lambda: _want(custody.catalogue(), ingest.catalogue_sha256))
    yield from _checked(WRAP, lambda: _want(custody.wrap(), ingest.wrap))
    yield from _checked(RECEIPT, partial(_receipt, custody, ingest))
    total = sum(row.length for row in ingest.packs) + sum(length for _, length in ingest.objects)
    done = 0
    for row in ingest.packs:
        yield from _checked(f"packs/{row.pack}", partial(_pack, custody, row))
        done += row.length
        progress(done, total)
    for name, length in ingest.objects:
        yield from _checked(f"objects/{name}", partial(_object, custody, name, length))
        done += length
        progress(done, total)


def check_folder(folder: Path, *, progress: Progress) -> Iterator[Finding]:
    """Read a sealed folder back, and find files in it that no statement lists."""
    custody = FolderCustody(folder)
    yield from check_stored(custody, progress=progress)
    try:
        ingest, _ = parse_ingest(custody.ingest())
    except VaultError:
        return  # said already
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for name in unlisted(ingest, names):
        yield Finding(name, Fault.UNLISTED, "no statement lists it")


def unlisted(ingest: Ingest, names: Iterable[str]) -> list[str]:
    """Give the names of the folder layout that an extraction has no place for, in order."""
    listed = {INGEST, CERTS, LEAVES, CATALOGUE, WRAP, RECEIPT}
    listed |= {f"packs/{row.pack}" for row in ingest.packs}
    listed |= {f"objects/{name}" for name, _ in ingest.objects}
    return sorted(set(names) - listed)


def _checked(name: str, check: Callable[[], object]) -> Iterator[Finding]:
    try:
        check()
    except VaultError as error:
        yield _finding(name, error)


def _finding(name: str, error: VaultError) -> Finding:
    if isinstance(error, Missing):
        return Finding(name, Fault.MISSING, str(error))
    changed = isinstance(error, NotAuthentic | Malformed)
    return Finding(name, Fault.CHANGED if changed else Fault.UNREADABLE, str(error))


def _certs(custody: Custody, ingest: Ingest, statement: Statement) -> None:
    certificates = [parse_certificate(raw) for raw in custody.certs()]
    check_sealer(statement, ingest, certificates)
    if ingest.guardian is None and certificates:
        raise NotAuthentic("nobody vouches for what she added, and a certificate is with it")
    bundles = {certificate.subject: certificate.bundle for certificate in certificates}
    for certificate in certificates:
        # A pinned root need not be with the extraction; what it issued is then the verifier's.
        if certificate.issuer in bundles:
            check_signatures(certificate.statement, bundles[certificate.issuer])


def _want(data: bytes, sha256: bytes) -> None:
    if hashlib.sha256(data).digest() != sha256:
        raise NotAuthentic("its hash is not the one in the statement")


def _receipt(custody: Custody, ingest: Ingest) -> None:
    raw = custody.receipt()
    if raw is None:
        return
    if ingest.guardian is None:
        raise NotAuthentic("what she added herself has no receipt")
    receipt, _ = parse_receipt(raw)
    stated = (ingest.eid, ingest.root, ingest.guardian, digest(custody.ingest()))
    if (receipt.eid, receipt.root, receipt.guardian, receipt.statement) != stated:
        raise NotAuthentic("it is the receipt of another statement")


def _pack(custody: Custody, row: PackRow) -> None:
    hashed = hashlib.sha256()
    for start in range(0, row.length, PIECE):
        hashed.update(custody.read_pack(row.pack, start, min(PIECE, row.length - start)))
    if hashed.digest() != row.sha256:
        raise NotAuthentic("its hash is not the one in the statement")
    try:
        custody.read_pack(row.pack, row.length, 1)
    except Missing:
        return
    raise NotAuthentic("it is longer than the statement says")


def _object(custody: Custody, name: str, length: int) -> None:
    found = sum(len(piece) for piece in custody.object_chunks(name))
    if found != length:
        raise NotAuthentic(f"it has {found} bytes, want {length}")
