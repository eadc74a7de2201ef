"""Audit grants in a vault: an expert whom a court appoints collects what lists an extraction.

docs/formats/grant.md 7. She signs it and seals it to the expert; here it becomes a rule, an
envelope and an entry, as any grant does, and is withdrawn as any grant is.
"""

from dataclasses import dataclass
from datetime import datetime

from consent.asking import EXAMINATION, Caller, answer_catalogue
from consent.entries import log_change
from consent.errors import InvalidScope
from consent.grant import Grant, parse_grant
from consent.granting import LONGEST, Stored, read_signed
from consent.repository import Connection, add_rule, rows
from consent.roles import COURT_EXPERT
from consent.rows import GrantRow
from consent.rule import ALLOW, write_rule
from consent.scope import CATEGORIES, Scope
from vault import accounts, holdings
from vault.ids import ID_SIZE, Fingerprint, Random, Uid
from vault.rows import AccountRow, EnvelopeRow, StaffRow


@dataclass(frozen=True, slots=True)
class Held:
    """An audit grant as its expert sees it listed."""

    row: GrantRow
    grant: Grant


def store_audit_grant(
    connection: Connection,
    caller: Caller,
    uid: Uid,
    raw: bytes,
    envelope: bytes,
    *,
    now: datetime,
    random: Random,
) -> Stored:
    """Store what she signed for an expert; the same bytes again give the same answer.

    Raises:
        MalformedStatement, NotAuthentic: the statement or envelope is not hers or not whole.
        InvalidScope: it is of another extraction, for nobody who examines, or a mark of hers
            keeps something out of it.
        WrongState: there is no such account.
        AlreadyStored: another grant has this id.
    """
    signed = read_signed(connection, uid, raw, envelope)
    if isinstance(signed, Stored):
        return signed
    grant = signed.grant
    expert = _check(connection, signed.account, grant, now)
    now_ms = int(now.timestamp() * 1000)
    index = log_change(
        *(connection, caller, "grant"),
        uid=uid,
        item=grant.gid,
        doc=signed.sha256,
        con=grant.gid,
        now_ms=now_ms,
        random=random,
    ).index
    begins, ends = (int(at.timestamp() * 1000) for at in (grant.not_before, grant.expires))
    stored = GrantRow(
        *(grant.gid, uid, grant.eid, grant.gid.hex(), raw, signed.sha256, grant.approval),
        *(begins, ends, index, now_ms),
    )
    rows.add(connection, stored)
    text = write_rule(
        random(ID_SIZE),
        vault=uid.hex(),
        team=expert.team,
        eft=ALLOW,
        acts=frozenset({"view"}),
        why=frozenset({f"{grant.gid.hex()}:{EXAMINATION}"}),
        nbf=begins,
        exp=ends,
        scope=grant.scope,
    )
    add_rule(connection, text, grant.gid, now_ms)
    row = EnvelopeRow(grant.gid, grant.eid, grant.worker, grant.envelope, None, now_ms)
    holdings.add_envelope(connection, row, envelope, random=random)
    as_expert = Caller(COURT_EXPERT, b"", expert.sid, expert.team, expert.organisation, "session")
    said = answer_catalogue(connection, as_expert, stored, grant.worker, max(now_ms, begins))
    if said.refusal is not None:
        # A catalogue names everybody and every day, so a mark on one keeps all of it.
        raise InvalidScope("a mark on a person or a day is live; lift it, or give no audit grant")
    return Stored(grant.gid, index, fresh=True)


def audit_grants_of(connection: Connection, uid: Uid) -> list[Held]:
    """List a survivor's audit grants, newest first."""
    found = rows.find_all(connection, GrantRow, "created_at", newest_first=True, uid=uid)
    return [each for each in map(_held, found) if each.grant.kind == "catalogue"]


def audit_grants_for(connection: Connection, fp: Fingerprint) -> list[Held]:
    """List the audit grants that name an expert's key and were not withdrawn, newest first."""
    found = (
        rows.find(connection, GrantRow, gid=each.gid, withdrawn_at=None)
        for each in holdings.envelopes_for(connection, fp)
    )
    held = [_held(row) for row in found if row is not None]
    held.sort(key=lambda each: each.row.created_at, reverse=True)
    return [each for each in held if each.grant.kind == "catalogue"]


def _held(row: GrantRow) -> Held:
    return Held(row, parse_grant(row.statement)[0])


def _check(connection: Connection, account: AccountRow, grant: Grant, now: datetime) -> StaffRow:
    """Check an audit grant against what the vault holds; give its expert."""
    extraction = holdings.extraction_of(connection, grant.eid)
    if extraction is None or extraction.uid != account.uid or extraction.state != "sealed":
        raise InvalidScope("the grant is not of an extraction in this vault")
    whole = Scope(frozenset({grant.eid.hex()}), frozenset(CATEGORIES))
    if grant.kind != "catalogue" or grant.root != extraction.root or grant.scope != whole:
        raise InvalidScope("the grant is not an audit grant of this extraction")
    if not now < grant.expires <= grant.not_before + LONGEST:
        raise InvalidScope("the grant has ended, or lasts more than a year")
    people = accounts.staff_by_fps(connection, grant.release_to)
    if grant.release_to != (grant.worker,) or [each.role for each in people] != [COURT_EXPERT]:
        raise InvalidScope("the person named in the grant is no expert known here")
    return people[0]
