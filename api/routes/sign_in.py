"""Signing in and enrolling: staff by password, survivors by login code and auth key.

docs/api.md 2. The answer to a login code that does not exist is as long, as slow and as
steady as to one that does.
"""

import hashlib
import hmac
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.auth import (
    TOKEN_SIZE,
    CallerDep,
    ServicesDep,
    SharedDep,
    allowed,
    begin_session,
    uid_of,
)
from api.given import given
from api.problems import NotFound, Unauthenticated
from api.services import Shared
from audit import repository as log
from audit.entry import Draft
from consent.asking import Caller
from consent.decision import Refusal
from consent.entries import log_change
from consent.folding import deny
from consent.repository import Connection
from consent.roles import ADVOCATE, STAFF
from vault import accounts
from vault.account import FLOOR_MEMORY_KIB, FLOOR_TIME, Params
from vault.canonical import MAX_INTEGER, b64, unb64
from vault.identity import parse_bundle
from vault.ids import Uid, parse_uid
from vault.password import check_password
from vault.rows import AccountRow, Slot, StaffRow

ENROL_MS = 7 * 24 * 3600 * 1000
CODE_SIZE = 16
SHARED = APIRouter()
VAULT = APIRouter()


class StaffSignIn(BaseModel):
    """A member of staff's login and password."""

    model_config = ConfigDict(extra="forbid")
    login: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
    password: Annotated[str, Field(max_length=1024)]


class SlotBody(BaseModel):
    """A passphrase slot: SHA-256 of its auth key, and the wrapped root."""

    model_config = ConfigDict(extra="forbid")
    auth_hash: str
    wrap: str


class Enrolment(BaseModel):
    """What a survivor's client sends to make an account; no name, no number, no address."""

    model_config = ConfigDict(extra="forbid")
    code: str
    uid: str
    bundle: str
    params: str
    slots: Annotated[list[SlotBody], Field(min_length=2, max_length=2)]
    login_hash: str
    k_case: str
    manifest: str


class LoginCode(BaseModel):
    """A printed login code."""

    model_config = ConfigDict(extra="forbid")
    login_code: str


class SurvivorSignIn(BaseModel):
    """An account id and the auth key that the passphrase gives."""

    model_config = ConfigDict(extra="forbid")
    uid: str
    auth: str


@SHARED.post("/v1/staff/sessions")
@allowed("public")
def staff_sign_in(body: StaffSignIn, services: SharedDep) -> dict[str, str]:
    """Sign a member of staff in."""
    member = services.database.read(lambda db: accounts.staff_by_login(db, body.login))
    stored = None if member is None else member.password_hash
    if not check_password(stored, body.password) or member is None:
        services.database.write(lambda db: _log_wrong(services, db, member))
        raise Unauthenticated("login or password is wrong")
    token = services.random(TOKEN_SIZE)

    def act(connection: Connection) -> None:
        begin_session(services, connection, member.sid, member.role, token)
        _log_sign_in(services, connection, member)

    services.database.write(act)
    return {"token": token.hex(), "role": member.role, "sid": member.sid.hex()}


def _log_wrong(services: Shared, connection: Connection, member: StaffRow | None) -> None:
    """Log that somebody tried; of a login that nobody has, only that it was tried."""
    draft = Draft(
        act="role.login",
        out="denied",
        rc="wrong-key",
        role="system" if member is None else member.role,
        obj=None if member is None else member.sid,
        auth="session",
    )
    deny(connection, draft, b"", now_ms=services.now_ms(), random=services.random)


def _log_sign_in(services: Shared, connection: Connection, member: StaffRow) -> None:
    caller = Caller(member.role, b"", member.sid, member.team, member.organisation, "session")
    log_change(
        connection,
        caller,
        "role.login",
        uid=None,
        item=member.sid,
        now_ms=services.now_ms(),
        random=services.random,
    )


@SHARED.delete("/v1/session")
@allowed("survivor", *STAFF)
def sign_out(caller: CallerDep, services: SharedDep) -> dict[str, str]:
    """End this session."""
    now_ms = services.now_ms()
    services.database.write(lambda db: accounts.end_session(db, caller.session, now_ms))
    return {"status": "ended"}


@VAULT.post("/v1/enrolments")
@allowed("guardian")
def new_enrolment(caller: CallerDep, services: ServicesDep) -> dict[str, str]:
    """Make a one-time enrolment code for the survivor who is there; logged, of no case yet."""
    code = services.random(CODE_SIZE)
    hashed = accounts.hash_of(code)

    def act(connection: Connection) -> None:
        now_ms, random, holder = services.now_ms(), services.random, caller.holder
        accounts.add_enrolment_code(connection, hashed, holder, now_ms + ENROL_MS)
        log_change(
            connection, caller, "account.code", uid=None, item=holder, now_ms=now_ms, random=random
        )

    services.database.write(act)
    return {"code": code.hex()}


@VAULT.post("/v1/accounts")
@allowed("public")
def enrol(body: Enrolment, services: ServicesDep) -> dict[str, str]:
    """Make a survivor's account with a one-time code."""
    with given():
        account, slots = _account(body, services.now_ms())
        k_case = unb64(body.k_case, 32)
    uid, code_hash = account.uid, accounts.hash_of(_hex(body.code))

    def act(connection: Connection) -> None:
        guardian = accounts.use_enrolment_code(connection, code_hash, services.now_ms())
        if guardian is None:
            raise NotFound("the code is not known, was used, or has expired")
        accounts.add_account(connection, account, slots)
        log.set_case_key(connection, uid, k_case)
        log_change(
            connection,
            Caller("survivor", b"", uid, "", "", "otp"),
            "account.create",
            uid=uid,
            item=uid,
            now_ms=services.now_ms(),
            random=services.random,
        )

    with given():
        services.database.write(act)
    return {"uid": uid.hex()}


def _account(body: Enrolment, now_ms: int) -> tuple[AccountRow, list[Slot]]:
    """Read a new account as it was sent, or raise Malformed."""
    bundle, uid = parse_bundle(unb64(body.bundle)), parse_uid(body.uid)
    login_hash, params = unb64(body.login_hash, 32), unb64(body.params, 29)
    account = AccountRow(
        *(uid, bundle.fp, bundle.marshal(), login_hash, params, unb64(body.manifest), 1, now_ms)
    )
    slots = [
        Slot(uid, place, unb64(slot.auth_hash, 32), unb64(slot.wrap, 104))
        for place, slot in enumerate(body.slots)
    ]
    return account, slots


@VAULT.post("/v1/sign-in/params")
@allowed("public")
def sign_in_params(body: LoginCode, services: ServicesDep) -> dict[str, str]:
    """Give what her client needs to stretch the passphrase; unknown codes get it too."""
    hashed = hashlib.sha256(_hex(body.login_code)).digest()
    found = services.database.read(lambda db: accounts.account_by_login(db, hashed))
    secret = services.keyring.decoy_secret
    decoy = hmac.digest(secret, b"decoy" + hashed, "sha256")
    params = Params(FLOOR_TIME, FLOOR_MEMORY_KIB, decoy[16:]).marshal()
    uid = decoy[:16]
    if found is not None:
        uid, params = found.uid, found.params
    return {"uid": uid.hex(), "params": b64(params)}


@VAULT.post("/v1/sign-in")
@allowed("public")
def survivor_sign_in(body: SurvivorSignIn, services: ServicesDep) -> dict[str, object]:
    """Sign a survivor in with an auth key, a passphrase's or a passkey's.

    Gives her wrapped roots and a token.
    """
    with given():
        uid, auth = parse_uid(body.uid), unb64(body.auth, 32)
    token = services.random(TOKEN_SIZE)
    how = services.database.read(lambda db: _opened_by(db, uid, auth))
    caller = Caller("survivor", hashlib.sha256(token).digest(), uid, "", "", how)
    wraps = services.access.unlock(caller, uid, auth)
    if isinstance(wraps, Refusal):
        raise Unauthenticated("the login code or passphrase is wrong")

    def begin(connection: Connection) -> None:
        # One device at a time: whoever signs in ends what is open elsewhere.
        accounts.end_sessions(connection, uid, services.now_ms())
        begin_session(services, connection, uid, "survivor", token, how)

    services.database.write(begin)
    account = services.database.read(lambda db: accounts.account_of(db, uid))
    assert account is not None
    return {
        "token": token.hex(),
        "params": b64(wraps.params),
        "slots": [b64(slot.wrap) for slot in wraps.slots],
        "passkeys": [
            {"credential": b64(each.credential), "wrap": b64(each.wrap)}
            for each in wraps.passkeys
            if each.wrap is not None
        ],
        "manifest": b64(account.manifest),
        "manifest_version": account.manifest_version,
    }


def _opened_by(connection: Connection, uid: Uid, auth: bytes) -> str:
    """Say what an auth key is of; of an account that is not there, or a wrong key, a passphrase."""
    hashed = accounts.hash_of(auth)
    same = [
        hmac.compare_digest(hashed, each.auth_hash)
        for each in accounts.passkeys_of(connection, uid)
        if each.auth_hash is not None
    ]
    return "passkey" if any(same) else "session"


@VAULT.get("/v1/me")
@allowed("survivor", "guardian", ADVOCATE, "auditor")
def me(caller: CallerDep) -> dict[str, str]:
    """Say who is signed in."""
    return {"role": caller.role, "id": caller.holder.hex()}


class ManifestBody(BaseModel):
    """The next version of her sealed manifest."""

    model_config = ConfigDict(extra="forbid")
    version: Annotated[int, Field(ge=1, le=MAX_INTEGER)]
    manifest: str


@VAULT.put("/v1/manifest")
@allowed("survivor")
def put_manifest(body: ManifestBody, caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """Keep the next version of her sealed manifest; any other version is refused."""
    uid: Uid = uid_of(caller)
    with given():
        manifest = unb64(body.manifest)

    def act(connection: Connection) -> bool:
        return accounts.advance_manifest(connection, uid, body.version, manifest)

    if not services.database.write(act):
        raise NotFound("that is not the next version")
    return {"version": body.version}


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
