"""Whether what the vault leans on answers; for whoever watches over its processes.

docs/api.md 1. A vault whose broker is away still takes everything: grants wait in their table.
"""

from typing import Literal

from fastapi import APIRouter

from api.auth import ServicesDep, allowed

ROUTES = APIRouter()


@ROUTES.get("/readyz")
@allowed("public")
def ready(services: ServicesDep) -> dict[str, Literal["ok", "own", "there", "away"]]:
    """Say that the vault answers, and whether the queue to workers elsewhere is there."""
    if services.hinter is None:
        return {"status": "ok", "queue": "own"}
    return {"status": "ok", "queue": "there" if services.hinter.there else "away"}
