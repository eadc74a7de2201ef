"""Bringing a sealed folder to a vault: send what it lacks, have it read back, then commit.

docs/api.md 3. The vault is asked for hashes that it can only give by reading each file once
more: they begin with fresh chance of this side. Only when they are those of the files here is
the upload committed.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.remote import TIMEOUT, Remote
from vault.canonical import b64, unb64
from vault.custody import CATALOGUE, LEAVES, FolderCustody, marshal_certs
from vault.durable import read_pieces
from vault.errors import NotAuthentic
from vault.ids import HASH_SIZE, Random
from vault.ingest import Ingest, parse_ingest
from vault.pieces import PIECE, fixed_name, piece_count, piece_length

JOINED_PER_SECOND = 10_000_000
"""Bytes that a slow vault puts together, or reads back, in a second."""
READ_BACK = 64 * 1024 * 1024
"""So many bytes are read back for one request, or one file that is longer."""

Progress = Callable[[str, int, int], None]
_Part = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What was read back: how many files and bytes, and how many of them as they were sealed.

    For the others no hash of when they were sealed is at hand: that they are in the vault as
    they are here is all that is known.
    """

    files: int
    bytes: int
    as_sealed: int


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What a vault confirmed; `read_back` is None when an earlier run committed it."""

    answer: dict[str, Any]
    read_back: ReadBack | None


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a sealed folder; `sha256` is of when it was sealed, if that is known."""

    local: Path
    length: int
    sha256: bytes | None


def upload(
    remote: Remote,
    folder: Path,
    progress: Progress,
    *,
    random: Random,
    objects: Mapping[str, bytes] | None = None,
) -> Uploaded:
    """Upload a sealed folder; what the vault has already is not sent again.

    Args:
        remote: a guardian's session.
        folder: the sealed folder.
        progress: hears what is done, and how many bytes of how many.
        random: chance for the question that the vault reads the files back for.
        objects: SHA-256 of each sealed object by its name, taken while it was sealed.

    Raises:
        Missing: the folder lacks a file.
        NotAuthentic: the vault asks for what is no part of the extraction, holds another
            file than this machine, or this machine another than was sealed.
    """
    custody = FolderCustody(folder)
    raw, certs = custody.ingest(), marshal_certs(custody.certs())
    ingest, _ = parse_ingest(raw)
    begun = remote.call("POST", "/v1/uploads", {"ingest": b64(raw), "certs": b64(certs)})
    path = f"/v1/uploads/{ingest.eid.hex()}"
    files = _files(ingest, folder, objects or {})
    wanted = {(part["kind"], part["name"]): part.get("pieces", 0) for part in begun["missing"]}
    # A vault is not believed about this machine's paths: it gets what was sealed, or nothing.
    if not set(wanted) <= set(files):
        raise NotAuthentic("the vault asks for files that are no part of the extraction")
    sends = [
        send for part, there in wanted.items() for send in _sends(path, part, files[part], there)
    ]
    committed = begun.get("state") == "sealed"
    if committed and sends:
        raise NotAuthentic("the vault says that it has all of it, and asks for files")
    total, done = sum(send.length for send in sends), 0
    for send in sends:
        chunks = read_pieces(send.local, send.offset, send.length)
        patience = TIMEOUT + send.joins / JOINED_PER_SECOND
        remote.put(send.path, _counted(chunks, progress, done, total), patience=patience)
        done += send.length
    checked = None if committed else _read_back(remote, path, files, random, progress)
    answer = remote.call("POST", f"{path}/commit", {"wrap": b64(custody.wrap())})
    return Uploaded(answer, checked)


@dataclass(frozen=True, slots=True)
class _Send:
    """One request of an upload; `joins` counts the bytes that the vault puts together after it."""

    path: str
    local: Path
    offset: int
    length: int
    joins: int


def _sends(path: str, part: _Part, file: _File, there: object) -> Iterator[_Send]:
    """Plan the requests for a file: one, or one for each piece that the vault lacks."""
    where, count = f"{path}/{part[0]}/{part[1]}", piece_count(file.length)
    if not isinstance(there, int) or not 0 <= there <= count:
        raise NotAuthentic("the vault says that it has pieces that there are not")
    if not count:
        yield _Send(where, file.local, 0, file.length, 0)
        return
    # With all of them there the last one is sent again, for the vault to put them together.
    for piece in range(min(there, count - 1), count):
        joins = file.length if piece == count - 1 else 0
        offset = piece * PIECE
        length = piece_length(file.length, piece)
        yield _Send(f"{where}/{piece}", file.local, offset, length, joins)


def _files(ingest: Ingest, folder: Path, objects: Mapping[str, bytes]) -> dict[_Part, _File]:
    """List the parts of an upload by (kind, name)."""
    catalogue = _File(folder / CATALOGUE, ingest.catalogue_length, ingest.catalogue_sha256)
    leaves = _File(folder / LEAVES, HASH_SIZE * ingest.tree_size, None)
    return {
        **{
            ("pack", row.pack): _File(folder / "packs" / row.pack, row.length, row.sha256)
            for row in ingest.packs
        },
        **{
            ("object", name): _File(folder / "objects" / name, length, objects.get(name))
            for name, length in ingest.objects
        },
        ("catalogue", fixed_name(ingest.eid, "catalogue")): catalogue,
        ("leaves", fixed_name(ingest.eid, "leaves")): leaves,
    }


def _read_back(
    remote: Remote, path: str, files: Mapping[_Part, _File], random: Random, progress: Progress
) -> ReadBack:
    """Have the vault hash every file behind fresh chance, and compare with the files here."""
    total, done = sum(file.length for file in files.values()), 0
    for batch in _batches(files):
        chance = random(HASH_SIZE)
        asked = {"chance": b64(chance), "files": [list(part) for part in batch]}
        size = sum(files[part].length for part in batch)
        patience = TIMEOUT + size / JOINED_PER_SECOND
        answer = remote.call("POST", f"{path}/read-back", asked, patience=patience)
        told = [unb64(each, HASH_SIZE) for each in answer["hashes"]]
        if len(told) != len(batch):
            raise NotAuthentic("the vault read back another number of files than it was asked for")
        for part, theirs in zip(batch, told, strict=True):
            if _hashed(part, files[part], chance) != theirs:
                raise NotAuthentic(f"{part[0]} {part[1]} is not in the vault as it is here")
            done += files[part].length
            progress("reading back", done, total)
    # Leaves give the root that the guardian signed, which the vault checks with the commit.
    as_sealed = sum(file.sha256 is not None for file in files.values())
    return ReadBack(len(files), total, as_sealed)


def _batches(files: Mapping[_Part, _File]) -> Iterator[list[_Part]]:
    batch: list[_Part] = []
    size = 0
    for part, file in files.items():
        if batch and size + file.length > READ_BACK:
            yield batch
            batch, size = [], 0
        batch.append(part)
        size += file.length
    yield batch


def _hashed(part: _Part, file: _File, chance: bytes) -> bytes:
    """Hash a file here behind chance; it must be as it was sealed, where that is known."""
    plain, behind = hashlib.sha256(), hashlib.sha256(chance)
    for piece in read_pieces(file.local):
        plain.update(piece)
        behind.update(piece)
    if file.sha256 is not None and plain.digest() != file.sha256:
        raise NotAuthentic(f"{part[0]} {part[1]} on this machine is not what was sealed")
    return behind.digest()


def _counted(pieces: Iterator[bytes], progress: Progress, done: int, total: int) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        done += len(piece)
        progress("uploading", done, total)
