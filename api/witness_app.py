"""The witness app: checkpoints of the logs that it knows, over HTTP (C2SP tlog-witness).

docs/formats/witness.md 3. The embedded edition's witness runs on the vault's own machine
and says in its name that it is not independent.
"""

import hashlib
import logging
import time
from collections.abc import Iterable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, PlainTextResponse

from api.keyring import LOCAL_WITNESS, witness_key
from audit.errors import MalformedNote
from audit.note import VerifierKey
from audit.witness_state import STATE
from audit.witnessing import CONFLICT, SIZE_TYPE, UNAVAILABLE, Answer, Witness
from vault.ids import Random

LOG = logging.getLogger("safehold")
MAX_REQUEST = 64 * 1024
_PUBLIC = {"Access-Control-Allow-Origin": "*"}


def local_witness(folder: Path, log: VerifierKey, random: Random) -> Witness:
    """Open the embedded edition's witness, which knows one log.

    Raises:
        MalformedNote: its memory is gone, or not what it wrote.
    """
    key = witness_key(folder, random=random)
    if not (folder / STATE).exists():
        raise MalformedNote("the witness has no memory; its key must not be used again")
    return Witness(folder, LOCAL_WITNESS, key, {log.name: log}, seconds)


def witness_app(witness: Witness, origins: Iterable[str]) -> FastAPI:
    """Build the app of a witness that knows the logs of these origins."""
    app = FastAPI(title="Safehold witness", openapi_url=None, docs_url=None, redoc_url=None)
    known = {hashlib.sha256(origin.encode()).hexdigest(): origin for origin in origins}

    @app.get("/healthz")
    def _health() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @app.post("/add-checkpoint")
    async def _add(request: Request) -> Response:
        data = await _body(request)
        if data is None:
            return PlainTextResponse("too long\n", 413)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return PlainTextResponse("not UTF-8\n", 400)
        answer = await run_in_threadpool(_answer, witness, text)
        # The size is for a program to read (C2SP).
        kind = SIZE_TYPE if answer.status == CONFLICT else "text/plain; charset=utf-8"
        return Response(answer.body, answer.status, headers={"Content-Type": kind})

    @app.get("/{origin}/checkpoint")
    def _latest(origin: str) -> Response:
        note = witness.latest(known[origin]) if origin in known else None
        if note is None:
            return PlainTextResponse("this witness has no such checkpoint\n", 404, headers=_PUBLIC)
        return PlainTextResponse(note, headers=_PUBLIC)

    return app


def seconds() -> int:
    """Give the present moment in seconds since 1970."""
    return time.time_ns() // 1_000_000_000


async def _body(request: Request) -> bytes | None:
    """Read a request's body, or give None once it is too long."""
    data = b""
    async for piece in request.stream():
        data += piece
        if len(data) > MAX_REQUEST:
            return None
    return data


def _answer(witness: Witness, text: str) -> Answer:
    try:
        return witness.add_checkpoint(text)
    except OSError:
        # Its memory could not be written, so nothing was cosigned.
        LOG.critical("the witness's memory cannot be written; nothing is cosigned")
        return Answer(UNAVAILABLE, "the witness cannot remember; nothing was cosigned\n")
