"""Somebody she may name: the certified key with a fingerprint that she was given in person.

docs/api.md 4. The vault carries the key and its chain; her client believes neither before
the chain leads to the root that she pinned. Nobody can be found here by a name.
"""

from fastapi import APIRouter

from api.auth import CallerDep, ServicesDep, allowed
from api.problems import NotFound
from api.staff import certified_organisation
from consent.roles import COURT_EXPERT, RECEIVERS
from vault import accounts
from vault.canonical import b64
from vault.custody import marshal_certs
from vault.ids import parse_fp

ROUTES = APIRouter()


@ROUTES.get("/v1/people/{fp}")
@allowed("survivor")
def person(fp: str, _caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Give a member of staff's key and its chain, if a grant could name them."""
    wanted = parse_fp(fp)
    found = services.database.read(lambda db: accounts.staff_by_fps(db, [wanted]))
    member = found[0] if found else None
    if member is None or member.bundle is None or member.certificate is None:
        raise NotFound("nobody who can be named has this key")
    if member.role not in (*RECEIVERS, COURT_EXPERT):
        raise NotFound("nobody who can be named has this key")
    return {
        "role": member.role,
        "recipient": b64(member.bundle),
        "certs": b64(marshal_certs([member.certificate, *services.keyring.certs])),
        "organisation": certified_organisation(member),
    }
