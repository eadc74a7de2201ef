"""Uploads: a guardian brings a sealed extraction, file by file, as often as it takes.

docs/api.md 3. Files are stored under their names as they come; what is stored already is
listed, so an upload that was cut off continues. Only the commit, which checks every file
against the signed statement, makes it an extraction, in one transaction with its entry.
"""

import hashlib
from collections.abc import AsyncIterator, Iterator

from anyio import from_thread
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from api.auth import CallerDep, ServicesDep, allowed
from api.problems import Forbidden, Invalid, NotFound
from api.services import Services
from audit.merkle import Tree
from consent.asking import Caller
from consent.entries import log_change
from consent.repository import Connection
from vault import accounts, holdings
from vault.canonical import b64, unb64
from vault.certificate import parse_certificate
from vault.custody import parse_certs
from vault.errors import AlreadyStored, NotAuthentic
from vault.ids import ID_SIZE, Eid, parse_eid
from vault.ingest import Ingest, parse_ingest
from vault.rows import ExtractionRow, Part
from vault.statement import check_signatures

ROUTES = APIRouter()


class NewUpload(BaseModel):
    """The signed statement and the certificates of a sealed extraction."""

    model_config = ConfigDict(extra="forbid")
    ingest: str
    certs: str


class Commit(BaseModel):
    """The extraction key, sealed to the survivor."""

    model_config = ConfigDict(extra="forbid")
    wrap: str


@ROUTES.post("/v1/uploads")
@allowed("guardian")
def begin_upload(body: NewUpload, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Begin an upload, or continue it; lists the names that are still wanted."""
    raw, certs = unb64(body.ingest), unb64(body.certs)
    ingest, statement = parse_ingest(raw)
    known = [parse_certificate(cert) for cert in parse_certs(certs)]
    guardian = next((cert for cert in known if cert.subject == ingest.guardian), None)
    if guardian is None:
        raise NotAuthentic("the guardian's certificate is not with the upload")
    check_signatures(statement, guardian.bundle)

    def act(connection: Connection) -> ExtractionRow:
        member = accounts.staff_of(connection, caller.holder)
        if member is None or member.fp != ingest.guardian:
            raise Forbidden("the statement is signed by another guardian's key")
        account = accounts.account_by_fp(connection, ingest.survivor)
        if account is None:
            raise NotFound("no account has the survivor's key")
        found = holdings.extraction_of(connection, ingest.eid)
        if found is not None:
            if found.ingest != raw:
                raise AlreadyStored("another extraction has this id")
            return found
        row = ExtractionRow(
            *(ingest.eid, account.uid, ingest.guardian, "uploading", ingest.root, raw, certs),
            services.now_ms(),
        )
        holdings.begin_extraction(connection, row)
        return row

    row = services.database.write(act)
    return {
        "eid": ingest.eid.hex(),
        "state": row.state,
        "missing": _missing(services, ingest),
        "log_index": row.log_index,
    }


@ROUTES.put("/v1/uploads/{eid}/{kind}/{name}")
@allowed("guardian")
async def put_part(
    eid: str, kind: str, name: str, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, int]:
    """Store one file of an upload; the same file again is fine."""
    found = parse_eid(eid)
    length = await run_in_threadpool(
        _store, services, caller, found, kind, name, _blocking(request.stream())
    )
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
    row = services.database.read(lambda db: holdings.extraction_of(db, eid))
    member = services.database.read(lambda db: accounts.staff_of(db, caller.holder))
    if row is None or member is None or member.fp != row.guardian:
        raise NotFound("there is no such upload")
    ingest, _ = parse_ingest(row.ingest)
    wanted = _expected(ingest).get((kind, name))
    if wanted is None:
        raise Invalid("the statement names no such file")
    length, sha256 = wanted
    where = f"x/{eid.hex()}/{name}"
    stored = services.store.put(where, _bounded(chunks, length), sha256=sha256)
    if stored != length:
        services.store.delete(where)
        raise Invalid("the file has another length than the statement says")
    part = Part(eid, where, kind, length, sha256, services.now_ms())

    def act(connection: Connection) -> None:
        if where not in {known.name for known in holdings.parts_of(connection, eid)}:
            holdings.add_part(connection, part)

    services.database.write(act)
    return stored


def _bounded(chunks: Iterator[bytes], length: int) -> Iterator[bytes]:
    left = length
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise Invalid("the file is longer than the statement says")
        yield chunk


@ROUTES.post("/v1/uploads/{eid}/commit")
@allowed("guardian")
def commit(eid: str, body: Commit, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Make a complete upload an extraction; the same commit again gives the same answer."""
    found, wrap = parse_eid(eid), unb64(body.wrap)
    row = services.database.read(lambda db: holdings.extraction_of(db, found))
    member = services.database.read(lambda db: accounts.staff_of(db, caller.holder))
    if row is None or member is None or member.fp != row.guardian:
        raise NotFound("there is no such upload")
    ingest, statement = parse_ingest(row.ingest)
    if row.state == "uploading":
        if _missing(services, ingest):
            raise Invalid("files of the upload are still missing")
        if hashlib.sha256(wrap).digest() != ingest.wrap:
            raise NotAuthentic("the wrap is not the one that the guardian signed")
        _check_leaves(services, ingest)
        document = hashlib.sha256(statement.raw).digest()

        def act(connection: Connection) -> int:
            fresh = holdings.extraction_of(connection, found)
            if fresh is not None and fresh.log_index is not None:
                return fresh.log_index
            receipt = log_change(
                connection,
                caller,
                "ingest",
                uid=row.uid,
                item=found,
                doc=document,
                now_ms=services.now_ms(),
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


def _expected(ingest: Ingest) -> dict[tuple[str, str], tuple[int, bytes | None]]:
    """List every file of an upload: (kind, name) to (length, SHA-256 of packs and catalogue)."""
    wanted: dict[tuple[str, str], tuple[int, bytes | None]] = {
        ("pack", row.pack): (row.length, row.sha256) for row in ingest.packs
    }
    wanted |= {("object", name): (length, None) for name, length in ingest.objects}
    catalogue = (ingest.catalogue_length, ingest.catalogue_sha256)
    wanted["catalogue", _name(ingest.eid, "catalogue")] = catalogue
    wanted["leaves", _name(ingest.eid, "leaves")] = (32 * ingest.tree_size, None)
    return wanted


def _missing(services: Services, ingest: Ingest) -> list[dict[str, object]]:
    stored = services.database.read(
        lambda db: {part.name for part in holdings.parts_of(db, ingest.eid)}
    )
    return [
        {"kind": kind, "name": name, "length": length}
        for (kind, name), (length, _) in _expected(ingest).items()
        if f"x/{ingest.eid.hex()}/{name}" not in stored
    ]


def _name(eid: Eid, kind: str) -> str:
    """Name the catalogue and the leaves, which the statement does not name."""
    return hashlib.sha256(kind.encode() + eid).digest()[:ID_SIZE].hex()


def _file(eid: Eid, kind: str) -> str:
    return f"x/{eid.hex()}/{_name(eid, kind)}"


def _check_leaves(services: Services, ingest: Ingest) -> None:
    leaves = b"".join(services.store.read(_file(ingest.eid, "leaves")))
    hashes = [leaves[at : at + 32] for at in range(0, len(leaves), 32)]
    if Tree(hashes).root() != ingest.root:
        raise NotAuthentic("the leaves do not give the root that the guardian signed")
