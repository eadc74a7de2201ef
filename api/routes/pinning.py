"""Her public key for the guardian who is with her: found by the fingerprint on her screen.

docs/api.md 3. The fingerprint comes from her phone, in person; the vault only carries the
key that it is the fingerprint of, and the station compares the two before it seals.
"""

from fastapi import APIRouter

from api.auth import CallerDep, ServicesDep, allowed
from api.problems import NotFound
from vault import accounts
from vault.canonical import b64
from vault.ids import parse_fp

ROUTES = APIRouter()


@ROUTES.get("/v1/bundles/{fp}")
@allowed("guardian")
def bundle(fp: str, _caller: CallerDep, services: ServicesDep) -> dict[str, str]:
    """Give the public key with a fingerprint, if an account has it."""
    wanted = parse_fp(fp)
    found = services.database.read(lambda db: accounts.account_by_fp(db, wanted))
    if found is None:
        raise NotFound("no account has this key")
    return {"bundle": b64(found.bundle)}
