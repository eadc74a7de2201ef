"""Her passkeys: further slots of her root, a convenience beside the two of the passphrase.

docs/formats/shv1.md 5. The vault never sees a passkey's secret, only SHA-256 of what is
derived from it and the wrap that it opens. Signing in with one is routes/sign_in.py.
"""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.auth import CallerDep, ServicesDep, allowed, uid_of
from api.given import given
from api.problems import Invalid, NotFound
from consent.asking import Caller
from consent.entries import log_change
from consent.repository import Connection
from vault import accounts
from vault.account import LEAST_CREDENTIAL, MOST_CREDENTIAL, SLOT_SIZE
from vault.canonical import b64, unb64
from vault.rows import Passkey

ROUTES = APIRouter()
ADDED, ENDED = "account.passkey", "account.passkeyend"


class PasskeyBody(BaseModel):
    """A passkey's id, SHA-256 of its auth key, and her root under its secret."""

    model_config = ConfigDict(extra="forbid", strict=True)
    credential: str
    auth_hash: str
    wrap: str


class CredentialBody(BaseModel):
    """A passkey's id."""

    model_config = ConfigDict(extra="forbid", strict=True)
    credential: str


@ROUTES.get("/v1/passkeys")
@allowed("survivor")
def passkeys(caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List her passkeys; nothing of them opens anything."""
    found = services.database.read(lambda db: accounts.passkeys_of(db, uid_of(caller)))
    return [{"credential": b64(each.credential), "made_ms": each.made_at} for each in found]


@ROUTES.post("/v1/passkeys")
@allowed("survivor")
def add(body: PasskeyBody, caller: CallerDep, services: ServicesDep) -> dict[str, str]:
    """Keep a passkey's slot; logged. The slots of the passphrase stay as they are."""
    with given():
        row = Passkey(
            uid_of(caller),
            _credential(body.credential),
            unb64(body.auth_hash, 32),
            unb64(body.wrap, SLOT_SIZE),
            services.now_ms(),
        )

    def act(connection: Connection) -> None:
        if not accounts.add_passkey(connection, row):
            raise Invalid(f"an account has at most {accounts.MOST_PASSKEYS} passkeys")
        _log(services, connection, caller, ADDED)

    with given():
        services.database.write(act)
    return {"status": "kept"}


@ROUTES.post("/v1/passkeys/end")
@allowed("survivor")
def end(body: CredentialBody, caller: CallerDep, services: ServicesDep) -> dict[str, str]:
    """Forget a passkey's slot; it signs nobody in from then on; logged."""
    with given():
        credential = _credential(body.credential)

    def act(connection: Connection) -> None:
        now_ms = services.now_ms()
        if not accounts.end_passkey(connection, uid_of(caller), credential, now_ms):
            raise NotFound("there is no such passkey")
        _log(services, connection, caller, ENDED)

    services.database.write(act)
    return {"status": "ended"}


def _credential(text: str) -> bytes:
    credential = unb64(text)
    if not LEAST_CREDENTIAL <= len(credential) <= MOST_CREDENTIAL:
        raise Invalid("a passkey's id has another length")
    return credential


def _log(services: ServicesDep, connection: Connection, caller: Caller, act: str) -> None:
    uid = uid_of(caller)
    log_change(
        *(connection, caller, act),
        uid=uid,
        item=uid,
        now_ms=services.now_ms(),
        random=services.random,
    )
