"""Checking a full copy: what it holds is what was signed when it was sealed, and all of it.

docs/formats/full-copy.md 3, whose steps the comments number. No key is needed. Which
organisation stands behind the guardian's key is not asked here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from extraction.full_copy import CONTENTS, RECORDS, SEGMENTS, object_name
from extraction.package import CERTS, INGEST, README, RECEIPT, SURVIVOR
from extraction.readable import page_name, page_of
from vault.canonical import parse_object, unb64
from vault.certificate import parse_certificate
from vault.custody import LEAVES, parse_certs
from vault.document import Document
from vault.errors import Malformed, NotAuthentic
from vault.hashing import hash_pieces
from vault.identity import parse_bundle
from vault.ids import HASH_SIZE, ID_SIZE
from vault.ingest import (
    Ingest,
    check_leaves,
    check_sealer,
    ledger_commitment,
    original_commitment,
    parse_ingest,
    parse_receipt,
)
from vault.segment import (
    fields_of,
    record_leaves,
    record_salts,
    records_root,
    segment_leaf,
)
from vault.statement import check_signatures, digest

_SINGLE = frozenset({README, CERTS, CONTENTS, INGEST, LEAVES, SEGMENTS, SURVIVOR})


class CopyReader(Protocol):
    """A full copy, as a folder or a ZIP."""

    def names(self) -> list[str]:
        """List every file's name."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """Give a file's bytes in pieces, or raise Missing."""


@dataclass(frozen=True, slots=True)
class CheckedCopy:
    """What a copy that holds is of."""

    ingest: Ingest
    segments: int
    records: int
    objects: int
    signed_for: bool


def check_copy(copy: CopyReader) -> CheckedCopy:
    """Check a full copy whole.

    Raises:
        Malformed: a file is missing, is too much, or is not of its form.
        NotAuthentic: something is not what was signed.
    """
    names = copy.names()
    # (1) Every file is one that a copy has, once.
    if len(set(names)) != len(names) or not set(names) >= _SINGLE:
        raise Malformed("the copy lacks a file, or has one twice")
    # (2) The statement of who sealed it.
    raw = _whole(copy, INGEST)
    ingest, statement = parse_ingest(raw)
    certificates = [parse_certificate(each) for each in parse_certs(_whole(copy, CERTS))]
    check_sealer(statement, ingest, certificates)
    # (3) The leaves give the root that she signed.
    leaves = _whole(copy, LEAVES)
    check_leaves(ingest, leaves)
    # (4) Objects, the original, the ledger.
    objects = _check_objects(copy, ingest)
    # (5) Every record, in its segment.
    segments, records, files = _check_segments(copy, ingest, leaves, objects)
    # (6) Hers: the key that it was sealed to, and her receipt.
    survivor = parse_bundle(_whole(copy, SURVIVOR))
    if survivor.fp != ingest.survivor:
        raise NotAuthentic("the key in the copy is not the one that it was sealed to")
    signed_for = RECEIPT in names
    if ingest.guardian is None and (signed_for or certificates):
        raise Malformed("what she added herself has no certificate and no receipt")
    if signed_for:
        receipt, signed = parse_receipt(_whole(copy, RECEIPT))
        check_signatures(signed, survivor)
        if receipt.statement != digest(raw) or receipt.root != ingest.root:
            raise NotAuthentic("the receipt is for another intake")
    allowed = {*_SINGLE, RECEIPT, *objects.values(), *files, *map(page_name, files)}
    if not set(names) <= allowed:
        raise Malformed("the copy has a file that nothing lists")
    return CheckedCopy(ingest, segments, records, len(objects), signed_for)


def _whole(copy: CopyReader, name: str) -> bytes:
    return b"".join(copy.chunks(name))


def _check_objects(copy: CopyReader, ingest: Ingest) -> dict[str, str]:
    """Check every object; give the name of each by its SHA-256."""
    body = Document(
        parse_object(_whole(copy, CONTENTS)), {"v", "eid", "objects", "original", "ledger"}
    )
    body.version()
    if body.hex("eid", ID_SIZE) != ingest.eid:
        raise NotAuthentic("the contents are of another extraction")
    rows: dict[str, tuple[object, str]] = {}
    listed = body.items("objects")
    for row in listed:
        if not (isinstance(row, list) and [type(each) for each in row] == [str, int, str]):
            raise Malformed("contents: want [sha256, length, media type]")
        rows[str(row[0])] = (row[1], object_name(str(row[0]), str(row[2])))
    if len(listed) != len(ingest.objects):
        raise NotAuthentic("the copy lists another number of objects than was signed")
    for sha256, (length, name) in rows.items():
        found, size = hash_pieces(copy.chunks(name))
        if found.hex() != sha256 or size != length:
            raise NotAuthentic("an object is not the one that is listed")
    original = body.part("original", {"kind", "parts", "sha256", "salt"})
    ledger = body.part("ledger", {"sha256", "salt"})
    source = original.hex("sha256", HASH_SIZE)
    read = ledger.hex("sha256", HASH_SIZE)
    parts = [str(part) for part in original.items("parts")]
    if (
        original_commitment(original.b64("salt", HASH_SIZE), source) != ingest.original_commit
        or ledger_commitment(ledger.b64("salt", HASH_SIZE), read) != ingest.ledger_commit
        or read.hex() not in rows
        or not set(parts) <= set(rows)
    ):
        raise NotAuthentic("the original or the ledger is not the one that was signed")
    if original.text("kind", "file", "tree") == "file" and parts:
        found, _ = hash_pieces(chain.from_iterable(copy.chunks(rows[part][1]) for part in parts))
        if found != source:
            raise NotAuthentic("the original is not the one that was signed")
    return {sha256: name for sha256, (_, name) in rows.items()}


def _check_segments(
    copy: CopyReader, ingest: Ingest, leaves: bytes, objects: Mapping[str, str]
) -> tuple[int, int, frozenset[str]]:
    records = _Records(copy, objects)
    count = 0
    for index, line in enumerate(_whole(copy, SEGMENTS).split(b"\n")[:-1]):
        body = Document(parse_object(line), {"i", "g", "d", "desc", "n", "fs", "salt", "file"})
        found = records.take(body.text("file"), body.count("n"))
        salts = record_salts(unb64(body.text("salt"), HASH_SIZE), len(found))
        fields = fields_of(
            [unb64(each, HASH_SIZE) for each in body.items("fs")],
            tag=body.hex("g", ID_SIZE),
            day=body.text("d"),
            desc=body.text("desc").encode(),
            count=len(found),
            root=records_root(record_leaves(salts, found)),
        )
        wanted = leaves[HASH_SIZE * index : HASH_SIZE * (index + 1)]
        if body.count("i") != index or segment_leaf(ingest.eid, index, fields) != wanted:
            raise NotAuthentic(f"segment {index} does not give its leaf")
        count += len(found)
    if HASH_SIZE * records.segments != len(leaves):
        raise NotAuthentic(f"the copy has {records.segments} segments, and more were signed")
    records.end()
    return records.segments, count, frozenset(records.used)


class _Records:
    """Takes records out of files, which stand in order, each used up before the next."""

    def __init__(self, copy: CopyReader, objects: Mapping[str, str]) -> None:
        self._copy = copy
        self._objects = objects
        self._left: list[bytes] = []
        self._shown: list[bytes] = []
        self.used: list[str] = []
        self.segments = 0

    def take(self, name: str, count: int) -> list[bytes]:
        """Take the next records, which lie in this file."""
        if not self.used or self.used[-1] != name:
            self.end()
            if not name.startswith(RECORDS) or name in self.used:
                raise Malformed("records lie in a file that cannot be theirs")
            data = _whole(self._copy, name)
            if not data.endswith(b"\n"):
                raise Malformed("want a newline after every record")
            self.used.append(name)
            self._shown = data[:-1].split(b"\n")
            self._left = self._shown[::-1]
        if count < 1 or count > len(self._left):
            raise Malformed("a file of records is shorter than is listed")
        self.segments += 1
        return [self._left.pop() for _ in range(count)]

    def end(self) -> None:
        """Want the file to be used up, and its page to show its records."""
        if self._left:
            raise Malformed("a file of records is longer than is listed")
        for name in self.used[-1:]:
            if _whole(self._copy, page_name(name)) != page_of(self._shown, self._objects):
                raise NotAuthentic("a page shows something else than its records")
