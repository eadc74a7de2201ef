"""Uploads: a guardian, or she herself, brings what was sealed, file by file.

docs/api.md 3. Files are stored under their names as they come, long ones in pieces; what is
stored already is known, so an upload that was cut off continues. Only the commit, which
checks every file against the signed statement, makes it an extraction, in one transaction
with its entry. A guardian brings what her own key signed; the survivor what she added herself,
into her own vault alone (docs/formats/addition.md 5).
"""

import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

from anyio import from_thread
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from api.adding import give_up_begun, is_hers, owner_of, remove_begun
from api.auth import CallerDep, ServicesDep, allowed
from api.given import given
from api.problems import Forbidden, Invalid, NotFound
from api.services import Services
from audit.merkle import Tree
from consent.asking import Caller
from consent.entries import log_change
from consent.exclusion import extend
from consent.repository import Connection
from vault import accounts, holdings
from vault.canonical import b64, unb64
from vault.certificate import parse_certificate
from vault.custody import parse_certs
from vault.errors import AlreadyStored, NotAuthentic
from vault.hashing import Hashing
from vault.ids import Eid, Uid, parse_eid
from vault.ingest import Ingest, check_sealer, parse_ingest
from vault.pieces import (
    are_stored,
    fixed_name,
    joined,
    piece_count,
    piece_length,
    piece_names,
    stored_pieces,
)
from vault.rows import ExtractionRow, Part

ROUTES = APIRouter()


class NewUpload(BaseModel):
    """The signed statement and the certificates of a sealed extraction; of an addition none."""

    model_config = ConfigDict(extra="forbid")
    ingest: str
    certs: str


class Commit(BaseModel):
    """The extraction key, sealed to the survivor."""

    model_config = ConfigDict(extra="forbid")
    wrap: str


@ROUTES.post("/v1/uploads")
@allowed("guardian", "survivor")
def begin_upload(body: NewUpload, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Begin an upload, or continue it; lists the names that are still wanted."""
    with given():
        raw, certs = unb64(body.ingest), unb64(body.certs)
        ingest, statement = parse_ingest(raw)
        known = [parse_certificate(cert) for cert in parse_certs(certs)]
        check_sealer(statement, ingest, known)
        if ingest.guardian is None and known:
            raise NotAuthentic("nobody vouches for what one adds oneself; bring no certificate")

    def act(connection: Connection) -> tuple[ExtractionRow, list[ExtractionRow]]:
        uid = _account_for(connection, caller, ingest)
        found = holdings.extraction_of(connection, ingest.eid)
        if found is not None:
            if found.ingest != raw or holdings.is_given_up(found):
                raise AlreadyStored("another extraction has this id, or it was given up")
            return found, []
        row = ExtractionRow(
            *(ingest.eid, uid, ingest.sealer, "uploading", ingest.root, raw, certs),
            services.now_ms(),
        )
        holdings.begin_extraction(connection, row)
        given_up = caller.role == "survivor"
        return row, give_up_begun(connection, uid, ingest) if given_up else []

    with given():
        row, begun = services.database.write(act)
    for each in begun:
        remove_begun(services, each, parse_ingest(each.ingest)[0])
    return {
        "eid": ingest.eid.hex(),
        "state": row.state,
        "missing": _missing(services, ingest),
        "log_index": row.log_index,
    }


def _account_for(connection: Connection, caller: Caller, ingest: Ingest) -> Uid:
    """Tell into whose account this caller may bring it, by whose key signed it."""
    if caller.role == "survivor":
        return owner_of(connection, caller, ingest)
    member = accounts.staff_of(connection, caller.holder)
    if member is None or ingest.guardian is None or member.fp != ingest.guardian:
        raise Forbidden("the statement is signed by another guardian's key")
    account = accounts.account_by_fp(connection, ingest.survivor)
    if account is None:
        raise NotFound("no account has the survivor's key")
    return account.uid


@ROUTES.put("/v1/uploads/{eid}/{kind}/{name}")
@allowed("guardian", "survivor")
async def put_part(
    eid: str, kind: str, name: str, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, int]:
    """Store one file of an upload; the same file again is fine."""
    found = parse_eid(eid)
    length = await run_in_threadpool(
        _store, services, caller, found, kind, name, _blocking(request.stream())
    )
    return {"length": length}


@ROUTES.put("/v1/uploads/{eid}/{kind}/{name}/{piece}")
@allowed("guardian", "survivor")
async def put_piece(
    eid: str,
    kind: str,
    name: str,
    piece: int,
    request: Request,
    caller: CallerDep,
    services: ServicesDep,
) -> dict[str, int]:
    """Store one piece of a long file; once all of them are there, they become the file."""
    found = parse_eid(eid)
    which = kind, name, piece
    chunks = _blocking(request.stream())
    length = await run_in_threadpool(_store_piece, services, caller, found, which, chunks)
    return {"length": length}


def _blocking(stream: AsyncIterator[bytes]) -> Iterator[bytes]:
    """Draw an asynchronous body from a worker thread, so that no body is held whole."""
    while (chunk := from_thread.run(_next, stream)) is not None:
        yield chunk


async def _next(stream: AsyncIterator[bytes]) -> bytes | None:
    return await anext(stream, None)


def _store(
    services: Services,
    caller: Caller,
    eid: Eid,
    kind: str,
    name: str,
    chunks: Iterator[bytes],
) -> int:
    length, sha256 = _wanted(services, caller, eid, kind, name)
    where = object_name(eid, name)
    _keep(services, Part(eid, where, kind, length, sha256, 0), _exactly(chunks, length))
    return length


def _store_piece(
    services: Services,
    caller: Caller,
    eid: Eid,
    which: tuple[str, str, int],
    chunks: Iterator[bytes],
) -> int:
    kind, name, piece = which
    length, sha256 = _wanted(services, caller, eid, kind, name)
    if not 0 <= piece < piece_count(length):
        raise Invalid("the file has no such piece")
    where, names = object_name(eid, name), piece_names(eid, name, length)
    size = piece_length(length, piece)
    if where in _stored(services, eid):
        # It became whole before this was asked for once more.
        return sum(len(chunk) for chunk in _exactly(chunks, size))
    with given():
        stored = services.stores.custody.put(names[piece], _exactly(chunks, size))
    if are_stored(services.stores.custody, names):
        _keep(
            services,
            Part(eid, where, kind, length, sha256, 0),
            joined(services.stores.custody, names),
        )
        for done in names:
            services.stores.custody.delete(done)
    return stored


def _wanted(
    services: Services, caller: Caller, eid: Eid, kind: str, name: str
) -> tuple[int, bytes | None]:
    """Give the length and the hash that the statement has for a file of this caller's."""
    _, ingest = upload_of(services, caller, eid)
    wanted = wanted_files(ingest).get((kind, name))
    if wanted is None:
        raise Invalid("the statement names no such file")
    return wanted


def upload_of(services: Services, caller: Caller, eid: Eid) -> tuple[ExtractionRow, Ingest]:
    """Find an upload of this guardian's, or of her own, with its statement; or raise NotFound."""

    def query(connection: Connection) -> ExtractionRow | None:
        row = holdings.extraction_of(connection, eid)
        if row is None or holdings.is_given_up(row):
            return None
        if caller.role == "survivor":
            return row if is_hers(connection, caller, row) else None
        member = accounts.staff_of(connection, caller.holder)
        return row if member is not None and member.fp == row.guardian else None

    row = services.database.read(query)
    if row is None:
        raise NotFound("there is no such upload")
    return row, parse_ingest(row.ingest)[0]


def _keep(services: Services, part: Part, chunks: Iterator[bytes]) -> None:
    """Store a file and note it with its SHA-256: the statement's, or as the bytes came."""
    hashing = Hashing(chunks)
    # Where the statement has a hash the store compares by itself; two hashes would be one too many.
    stated = part.sha256 is not None
    with given():
        services.stores.custody.put(
            part.name, chunks if stated else iter(hashing), sha256=part.sha256
        )
    sha256 = part.sha256 if stated else hashing.sha256
    _note(services, replace(part, sha256=sha256, stored_at=services.now_ms()))


def _note(services: Services, part: Part) -> None:
    """Note that a file is stored whole; any number of times."""

    def act(connection: Connection) -> None:
        if part.name not in {known.name for known in holdings.parts_of(connection, part.eid)}:
            holdings.add_part(connection, part)

    services.database.write(act)


def _exactly(chunks: Iterator[bytes], length: int) -> Iterator[bytes]:
    left = length
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise Invalid("the file is longer than the statement says")
        yield chunk
    if left:
        # Said before it is stored: under its name are the right bytes or none.
        raise Invalid("the file is shorter than the statement says")


@ROUTES.post("/v1/uploads/{eid}/commit")
@allowed("guardian", "survivor")
def commit(eid: str, body: Commit, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Make a complete upload an extraction; the same commit again gives the same answer."""
    found = parse_eid(eid)
    with given():
        wrap = unb64(body.wrap)
    row, _ = upload_of(services, caller, found)
    ingest, statement = parse_ingest(row.ingest)
    if row.state == "uploading":
        if _missing(services, ingest):
            raise Invalid("files of the upload are still missing")
        if hashlib.sha256(wrap).digest() != ingest.wrap:
            raise Invalid("the wrap is not the one that was signed")
        with given():
            _check_leaves(services, ingest)
        _drop_pieces(services, ingest)
        document = hashlib.sha256(statement.raw).digest()

        def act(connection: Connection) -> int:
            fresh = holdings.extraction_of(connection, found)
            if fresh is not None and fresh.log_index is not None:
                return fresh.log_index
            now_ms = services.now_ms()
            receipt = log_change(
                connection,
                caller,
                "ingest" if ingest.guardian is not None else "ingest.added",
                uid=row.uid,
                item=found,
                doc=document,
                now_ms=now_ms,
                random=services.random,
            )
            holdings.complete_extraction(
                connection,
                found,
                catalogue=_file(found, "catalogue"),
                leaves=_file(found, "leaves"),
                wrap=wrap,
                log_index=receipt.index,
                random=services.random,
            )
            # What she marked before stays out of this copy too.
            extend(connection, caller, row.uid, now_ms=now_ms, random=services.random)
            return receipt.index

        index = services.database.write(act)
    else:
        assert row.log_index is not None
        index = row.log_index
    return {
        "eid": eid,
        "root": ingest.root.hex(),
        "log_index": index,
        "statement": b64(hashlib.sha256(statement.raw).digest()),
    }


def wanted_files(ingest: Ingest) -> dict[tuple[str, str], tuple[int, bytes | None]]:
    """List every file of an upload: (kind, name) to (length, SHA-256 of packs and catalogue)."""
    wanted: dict[tuple[str, str], tuple[int, bytes | None]] = {
        ("pack", row.pack): (row.length, row.sha256) for row in ingest.packs
    }
    wanted |= {("object", name): (length, None) for name, length in ingest.objects}
    catalogue = (ingest.catalogue_length, ingest.catalogue_sha256)
    wanted["catalogue", fixed_name(ingest.eid, "catalogue")] = catalogue
    wanted["leaves", fixed_name(ingest.eid, "leaves")] = (32 * ingest.tree_size, None)
    return wanted


def _missing(services: Services, ingest: Ingest) -> list[dict[str, object]]:
    """List what is to come; of a long file, `pieces` are stored already."""
    stored = _stored(services, ingest.eid)
    return [
        {
            "kind": kind,
            "name": name,
            "length": length,
            "pieces": stored_pieces(services.stores.custody, piece_names(ingest.eid, name, length)),
        }
        for (kind, name), (length, _) in wanted_files(ingest).items()
        if object_name(ingest.eid, name) not in stored
    ]


def _stored(services: Services, eid: Eid) -> set[str]:
    return services.database.read(lambda db: {part.name for part in holdings.parts_of(db, eid)})


def _drop_pieces(services: Services, ingest: Ingest) -> None:
    """Remove pieces that a kill left beside the file that they became."""
    for (_, name), (length, _) in wanted_files(ingest).items():
        for piece in piece_names(ingest.eid, name, length):
            services.stores.custody.delete(piece)


def object_name(eid: Eid, name: str) -> str:
    """Name a file of an extraction in the object store."""
    return f"x/{eid.hex()}/{name}"


def _file(eid: Eid, kind: str) -> str:
    return object_name(eid, fixed_name(eid, kind))


def _check_leaves(services: Services, ingest: Ingest) -> None:
    leaves = b"".join(services.stores.custody.read(_file(ingest.eid, "leaves")))
    hashes = [leaves[at : at + 32] for at in range(0, len(leaves), 32)]
    if Tree(hashes).root() != ingest.root:
        raise NotAuthentic("the leaves do not give the root that was signed")
