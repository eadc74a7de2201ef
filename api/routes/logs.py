"""The log: her own lines with proofs, the auditor's entries, and the public checkpoint.

docs/api.md 5. Her lines are found by tags that only her key makes; the auditor reads
entries, which name nobody.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse, StreamingResponse

from api.answers import answered
from api.auth import CallerDep, ServicesDep, allowed, uid_of
from api.log_policy import words_of
from api.problems import NotFound
from api.services import Services
from audit import repository as log
from audit.entry import parse_entry
from audit.lines import Line, growth_since, lines_for
from audit.log_copy import write_copy
from audit.receipt import Receipt, sign_receipt
from audit.repository import Connection
from consent.asking import Caller
from consent.entries import log_change
from vault.canonical import MAX_INTEGER, b64
from vault.custody import marshal_certs

ROUTES = APIRouter()
PAGE = 500
PIECE = 1024 * 1024


@ROUTES.get("/v1/log")
@allowed("survivor")
def own_lines(
    caller: CallerDep,
    services: ServicesDep,
    start: Annotated[int, Query(ge=0, le=MAX_INTEGER)] = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE,
    since: Annotated[int, Query(ge=0, le=MAX_INTEGER)] = 0,
    until: Annotated[int | None, Query(ge=0, le=MAX_INTEGER)] = None,
) -> dict[str, object]:
    """List the entries of her case from line `start` on, each with its proof where one is there.

    `count` is how many lines there are, `next` where the next page starts, null at the end.
    `consistency` leads from the log of size `since` to the checkpoint under this page's proofs,
    or to the log of size `until`, which a witness may have seen already.
    `fields` of a line says who it was, sealed to her; `receipt` of one without a proof is the
    vault's promise of it.
    """
    uid = uid_of(caller)

    def query(connection: Connection) -> tuple[int, list[Line], list[bytes], dict[int, bytes]]:
        count = log.case_count(connection, uid)
        lines = lines_for(connection, uid, start=start, limit=limit)
        boxes = log.sealed_fields(connection, [line.index for line in lines])
        return count, lines, growth_since(connection, since, until), boxes

    count, lines, growth, boxes = services.database.read(query)
    reached = start + len(lines)
    promises = _promised(services, [line.index for line in lines if line.proof is None])
    return {
        "lines": [_line(line, boxes.get(line.index), promises.get(line.index)) for line in lines],
        "policy": services.policy_text,
        "consistency": [b64(step) for step in growth],
        "count": count,
        "next": reached if lines and reached < count else None,
    }


def _promised(services: Services, bare: list[int]) -> dict[int, str]:
    """Promise lines that no checkpoint covers; what was read is made durable first."""
    if not bare:
        return {}

    def receipts(connection: Connection) -> list[Receipt]:
        return [log.receipt_of(connection, index) for index in bare]

    # A write waits for the disk, and with it for all that was committed before.
    return {
        each.index: sign_receipt(each, services.origin, services.promise_key).marshal()
        for each in services.database.write(receipts)
    }


def _line(line: Line, box: bytes | None, promise: str | None) -> dict[str, object]:
    entry = parse_entry(line.entry)
    return {
        "index": line.index,
        "entry": b64(line.entry),
        "t": entry.t,
        "act": entry.act,
        "out": entry.out,
        "role": entry.role,
        "reason": entry.rc,
        "ref": entry.ref,
        "proof": line.proof,
        "fields": None if box is None else b64(box),
        "receipt": promise,
    }


@ROUTES.get("/v1/audit/entries")
@allowed("auditor")
def entries(
    caller: CallerDep,
    services: ServicesDep,
    start: Annotated[int, Query(ge=0, le=MAX_INTEGER)] = 0,
) -> dict[str, object]:
    """List entries from `start` on, at most 500; reading is logged, each page of it.

    `fields` are those that are sealed to auditors, by index.
    """
    services.database.write(lambda db: _log_reading(db, caller, services))

    def query(connection: Connection) -> tuple[list[bytes], dict[int, bytes]]:
        found = list(log.read_entries(connection, start, start + PAGE))
        boxes = log.sealed_fields(connection, [stored.index for stored in found])
        return [stored.entry for stored in found], boxes

    found, boxes = services.database.read(query)
    return {
        "start": start,
        "entries": [b64(entry) for entry in found],
        "fields": {str(index): b64(box) for index, box in boxes.items()},
    }


def _log_reading(connection: Connection, caller: Caller, services: Services) -> None:
    log_change(
        connection,
        caller,
        "log.read",
        uid=None,
        item=caller.holder,
        now_ms=services.now_ms(),
        random=services.random,
    )


@ROUTES.get("/v1/audit/copy", **answered("application/zip", "binary"))
@allowed("auditor")
def copy(caller: CallerDep, services: ServicesDep) -> StreamingResponse:
    """Give a copy of the whole log that anybody can verify, as a ZIP; logged."""
    services.database.write(lambda db: _log_reading(db, caller, services))
    folder = TemporaryDirectory(prefix="log-copy-")
    path = Path(folder.name) / "copy.zip"
    write_copy(services.database, path, services.policy_text)

    def pieces() -> Iterator[bytes]:
        with folder, path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    return StreamingResponse(pieces(), media_type="application/zip")


@ROUTES.get("/v1/checkpoint", **answered("text/plain"))
@allowed("public")
def checkpoint(services: ServicesDep) -> PlainTextResponse:
    """Give the newest checkpoint that its witnesses cosigned."""
    found = services.database.read(lambda db: log.latest_checkpoint(db, witnessed=True))
    if found is None:
        raise NotFound("there is no witnessed checkpoint yet")
    return PlainTextResponse(found.note, headers={"Access-Control-Allow-Origin": "*"})


@ROUTES.get("/v1/policy")
@allowed("public")
def policy(services: ServicesDep) -> dict[str, object]:
    """Give the keys that a client pins: root, log and witnesses.

    `certs` lead from the root to the key that signs receipts.
    """
    return {
        "roots": [services.keyring.root.hex()],
        "log": services.policy_text,
        "witness": words_of(services.policy),
        "certs": b64(marshal_certs(services.keyring.certs)),
    }
