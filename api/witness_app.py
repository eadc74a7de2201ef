"""The witness app: one log's checkpoints, over HTTP (C2SP tlog-witness).

docs/formats/witness.md 3. The embedded edition's witness runs on the vault's own machine
and says in its name that it is not independent.
"""

import hashlib
import time
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from api.keyring import LOCAL_WITNESS, witness_key
from audit.note import VerifierKey
from audit.witnessing import Witness
from vault.ids import Random

MAX_REQUEST = 64 * 1024


def witness_app(folder: Path, log: VerifierKey, random: Random) -> FastAPI:
    """Build the app of a witness that knows one log."""
    key = witness_key(folder, random=random)
    witness = Witness(folder, LOCAL_WITNESS, key, {log.name: log}, _seconds)
    app = FastAPI(title="Safehold witness", openapi_url=None)
    known = {hashlib.sha256(log.name.encode()).hexdigest(): log.name}

    @app.get("/healthz")
    def _health() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @app.post("/add-checkpoint")
    async def _add(request: Request) -> Response:
        data = await request.body()
        if len(data) > MAX_REQUEST:
            return PlainTextResponse("too long\n", 413)
        answer = witness.add_checkpoint(data.decode("utf-8", "replace"))
        return PlainTextResponse(answer.body, answer.status)

    @app.get("/{origin}/checkpoint")
    def _latest(origin: str) -> Response:
        note = witness.latest(known[origin]) if origin in known else None
        if note is None:
            return PlainTextResponse("this witness has no such checkpoint\n", 404)
        return PlainTextResponse(note, headers={"Access-Control-Allow-Origin": "*"})

    return app


def _seconds() -> int:
    return time.time_ns() // 1_000_000_000
