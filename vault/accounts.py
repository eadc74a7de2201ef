"""Accounts, staff, sessions and enrolment codes: who may come in.

docs/formats/shv1.md 5. Root wraps are given by vault/handout.py, not here.
"""

import hashlib
from collections.abc import Collection, Sequence

from vault.ids import Fingerprint, Uid
from vault.repository import Connection, OneOf, rows
from vault.rows import AccountRow, EnrolmentCode, Passkey, SessionRow, Slot, StaffRow

MOST_PASSKEYS = 4


def hash_of(secret: bytes) -> bytes:
    """Hash a code, token or auth key for keeping (SHA-256; all of them are random)."""
    return hashlib.sha256(secret).digest()


def add_account(connection: Connection, account: AccountRow, slots: Sequence[Slot]) -> None:
    """Add an account with its two slots.

    Raises:
        AlreadyStored: the id, login code or key is taken.
    """
    rows.add(connection, account)
    for slot in slots:
        rows.add(connection, slot)


def set_slots(connection: Connection, uid: Uid, params: bytes, slots: Sequence[Slot]) -> None:
    """Replace both passphrase slots and the parameters that they share."""
    rows.change(connection, AccountRow, {"params": params}, uid=uid)
    for slot in slots:
        values = {"auth_hash": slot.auth_hash, "wrap": slot.wrap}
        rows.change(connection, Slot, values, uid=uid, place=slot.place)


def set_login(connection: Connection, uid: Uid, login_hash: bytes) -> None:
    """Replace SHA-256 of the login code, or raise AlreadyStored."""
    rows.change(connection, AccountRow, {"login_hash": login_hash}, uid=uid)


def account_of(connection: Connection, uid: Uid) -> AccountRow | None:
    """Find an account by id."""
    return rows.find(connection, AccountRow, uid=uid)


def account_by_login(connection: Connection, login_hash: bytes) -> AccountRow | None:
    """Find an account by SHA-256 of its login code."""
    return rows.find(connection, AccountRow, login_hash=login_hash)


def account_by_fp(connection: Connection, fp: Fingerprint) -> AccountRow | None:
    """Find an account by its key."""
    return rows.find(connection, AccountRow, fp=fp)


def auth_hashes(connection: Connection, uid: Uid) -> tuple[bytes, ...]:
    """Give SHA-256 of each slot's auth key, by place, then of each passkey's."""
    slots = rows.find_all(connection, Slot, "place", uid=uid)
    live = [each.auth_hash for each in passkeys_of(connection, uid) if each.auth_hash is not None]
    return (*(slot.auth_hash for slot in slots), *live)


def passkeys_of(connection: Connection, uid: Uid) -> list[Passkey]:
    """List an account's passkeys that did not end, the oldest first."""
    return rows.find_all(connection, Passkey, "made_at", uid=uid, ended_at=None)


def add_passkey(connection: Connection, passkey: Passkey) -> bool:
    """Keep a passkey; False when the account has as many as it may.

    Raises:
        AlreadyStored: the account has or had it, or something of it has another length.
    """
    if len(passkeys_of(connection, passkey.uid)) >= MOST_PASSKEYS:
        return False
    rows.add(connection, passkey)
    return True


def end_passkey(connection: Connection, uid: Uid, credential: bytes, now_ms: int) -> bool:
    """Forget a passkey's wrap and auth key; False when none of this id is there."""
    gone = {"auth_hash": None, "wrap": None, "ended_at": now_ms}
    changed = rows.change(connection, Passkey, gone, uid=uid, credential=credential, ended_at=None)
    return changed == 1


def advance_manifest(connection: Connection, uid: Uid, version: int, manifest: bytes) -> bool:
    """Keep the next version of a manifest; False when it is not the next."""
    values = {"manifest": manifest, "manifest_version": version}
    changed = rows.change(connection, AccountRow, values, uid=uid, manifest_version=version - 1)
    return changed == 1


def add_staff(connection: Connection, member: StaffRow) -> None:
    """Add a member of staff, or raise AlreadyStored."""
    rows.add(connection, member)


def staff_of(connection: Connection, sid: bytes) -> StaffRow | None:
    """Find a member of staff who was not disabled."""
    return rows.find(connection, StaffRow, sid=sid, disabled_at=None)


def staff_by_login(connection: Connection, login: str) -> StaffRow | None:
    """Find a member of staff who was not disabled, by login."""
    return rows.find(connection, StaffRow, login=login, disabled_at=None)


def staff_by_fps(connection: Connection, fps: Collection[bytes]) -> list[StaffRow]:
    """List the members of staff who hold these keys and were not disabled."""
    return rows.find_all(connection, StaffRow, "sid", fp=OneOf(fps), disabled_at=None)


def staff_of_role(connection: Connection, role: str) -> list[StaffRow]:
    """List the staff of one role who were not disabled."""
    return rows.find_all(connection, StaffRow, "login", role=role, disabled_at=None)


def all_staff(connection: Connection) -> list[StaffRow]:
    """List everybody on the staff, those who left too."""
    return rows.find_all(connection, StaffRow, "login")


def staff_of_organisation(connection: Connection, organisation: str) -> list[StaffRow]:
    """List an organisation's staff, those who left too."""
    return rows.find_all(connection, StaffRow, "sid", organisation=organisation)


def set_staff_key(
    connection: Connection, sid: bytes, fp: Fingerprint, bundle: bytes, certificate: bytes | None
) -> None:
    """Set a member's key, or raise AlreadyStored when somebody else holds it."""
    values = {"fp": fp, "bundle": bundle, "certificate": certificate}
    rows.change(connection, StaffRow, values, sid=sid)


def move_staff(connection: Connection, sid: bytes, team: str) -> None:
    """Put a member into another team; what was granted to the old one no longer reaches them."""
    rows.change(connection, StaffRow, {"team": team}, sid=sid)


def disable_staff(connection: Connection, sid: bytes, now_ms: int) -> None:
    """Disable a member of staff and end their sessions."""
    rows.change(connection, StaffRow, {"disabled_at": now_ms}, sid=sid, disabled_at=None)
    end_sessions(connection, sid, now_ms)


def add_session(connection: Connection, session: SessionRow) -> None:
    """Begin a session."""
    rows.add(connection, session)


def session_of(connection: Connection, token_hash: bytes, now_ms: int) -> SessionRow | None:
    """Find a session that is live now."""
    found = rows.find(connection, SessionRow, token_hash=token_hash, revoked_at=None)
    return found if found is not None and now_ms < found.expires_at else None


def end_session(connection: Connection, token_hash: bytes, now_ms: int) -> None:
    """End one session."""
    values = {"revoked_at": now_ms}
    rows.change(connection, SessionRow, values, token_hash=token_hash, revoked_at=None)


def end_sessions(connection: Connection, holder: bytes, now_ms: int) -> None:
    """End all sessions of an account or a member of staff."""
    rows.change(connection, SessionRow, {"revoked_at": now_ms}, holder=holder, revoked_at=None)


def add_enrolment_code(
    connection: Connection, code_hash: bytes, guardian: bytes, expires_ms: int
) -> None:
    """Keep SHA-256 of a one-time enrolment code."""
    rows.add(connection, EnrolmentCode(code_hash, guardian, expires_ms))


def use_enrolment_code(connection: Connection, code_hash: bytes, now_ms: int) -> bytes | None:
    """Use a code up; give its guardian's id, None when it is unknown, used or expired."""
    found = rows.find(connection, EnrolmentCode, hash=code_hash, used_at=None)
    if found is None or now_ms >= found.expires_at:
        return None
    used = rows.change(connection, EnrolmentCode, {"used_at": now_ms}, hash=code_hash, used_at=None)
    return found.guardian if used == 1 else None
