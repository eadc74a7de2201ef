"""Storing a grant: what she signed becomes a rule, an envelope and a log entry, together.

docs/access.md 5. Everything that the server can check without a key is checked before
anything is written: her signature, the extraction, the words she was shown, the request
she answers, the recipients, and that the envelope is the one she named.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from consent import requests
from consent.asking import PURPOSE, Caller
from consent.decision import POLICY_SHA256
from consent.entries import log_change
from consent.errors import InvalidScope, StaleNotice, WrongState
from consent.grant import Grant, parse_grant
from consent.notice import require_shown
from consent.repository import Connection, add_rule, rows
from consent.request import sought_of
from consent.request_fields import speaks_until
from consent.roles import RECEIVERS
from consent.rows import GrantRow, RequestRow
from consent.rule import ACTS, ALLOW, write_rule
from consent.scope import covers, want_one_by_one
from vault import accounts, holdings
from vault.canonical import parse_object
from vault.errors import AlreadyStored, NotAuthentic
from vault.identity import parse_bundle
from vault.ids import ID_SIZE, Gid, Random, Uid
from vault.rows import AccountRow, EnvelopeRow
from vault.statement import check_signatures

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored grant: its id and its entry in the log; `fresh` is False the second time."""

    gid: Gid
    index: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """A grant that its giver signed, with its envelope; `sha256` is of the signed bytes."""

    grant: Grant
    sha256: bytes
    account: AccountRow


def read_signed(connection: Connection, uid: Uid, raw: bytes, envelope: bytes) -> Signed | Stored:
    """Read what she signed, of whatever kind; the same bytes again give what is stored.

    Raises:
        MalformedStatement, NotAuthentic: the statement or envelope is not hers or not whole.
        WrongState: there is no such account.
        AlreadyStored: another grant has this id.
    """
    grant, statement = parse_grant(raw)
    sha256 = hashlib.sha256(raw).digest()
    before = rows.find(connection, GrantRow, gid=grant.gid)
    if before is not None:
        if before.sha256 != sha256 or before.uid != uid:
            raise AlreadyStored(f"another grant has the id {grant.gid.hex()}")
        return Stored(grant.gid, before.log_index, fresh=False)
    account = accounts.account_of(connection, uid)
    if account is None:
        raise WrongState("no such account")
    check_signatures(statement, parse_bundle(account.bundle))
    if hashlib.sha256(envelope).digest() != grant.envelope:
        raise NotAuthentic("the envelope is not the one that the grant names")
    return Signed(grant, sha256, account)


def store_grant(
    connection: Connection,
    caller: Caller,
    uid: Uid,
    raw: bytes,
    envelope: bytes,
    *,
    now: datetime,
    random: Random,
    enqueue: Callable[[Connection, Gid, int], None],
) -> Stored:
    """Store what she signed; `enqueue` adds the worker's job in the same transaction.

    It is told from when on the grant holds, in UTC milliseconds: no rule allows anything before.

    The same bytes again give the same answer.

    Raises:
        MalformedStatement, NotAuthentic: the statement or envelope is not hers or not whole.
        InvalidScope: not of her extraction, wider than asked, or for people nobody knows.
        StaleNotice: the words or rules changed since she saw them.
        WrongState: the grant's request does not wait for an answer.
        AlreadyStored: another grant has this id.
    """
    signed = read_signed(connection, uid, raw, envelope)
    if isinstance(signed, Stored):
        return signed
    grant = signed.grant
    asked = _check(connection, signed.account, grant, now)
    now_ms = _ms(now)
    receipt = log_change(
        connection,
        caller,
        "grant",
        uid=uid,
        item=grant.gid,
        doc=signed.sha256,
        con=grant.gid,
        pol=bytes.fromhex(POLICY_SHA256),
        now_ms=now_ms,
        random=random,
    )
    rows.add(
        connection,
        GrantRow(
            *(grant.gid, uid, grant.eid, grant.request, raw, signed.sha256, grant.approval),
            *(_ms(grant.not_before), _ms(grant.expires), receipt.index, now_ms),
        ),
    )
    _add_rules(connection, uid, grant, now_ms, random)
    row = EnvelopeRow(grant.gid, grant.eid, grant.worker, grant.envelope, None, now_ms)
    holdings.add_envelope(connection, row, envelope, random=random)
    requests.answer(connection, asked.qid, caller.role, now_ms)
    enqueue(connection, grant.gid, _ms(grant.not_before))
    return Stored(grant.gid, receipt.index, fresh=True)


def grant_of(connection: Connection, gid: Gid) -> GrantRow | None:
    """Find a stored grant."""
    return rows.find(connection, GrantRow, gid=gid)


def grants_of(connection: Connection, uid: Uid) -> list[GrantRow]:
    """List a survivor's grants of releases, newest first."""
    found = rows.find_all(connection, GrantRow, "created_at", newest_first=True, uid=uid)
    # An audit grant answers no request: its matter is itself (consent/examining.py).
    return [row for row in found if row.matter != row.gid.hex()]


def _check(connection: Connection, account: AccountRow, grant: Grant, now: datetime) -> RequestRow:
    """Check a grant against what the server holds; give the request it answers."""
    extraction = holdings.extraction_of(connection, grant.eid)
    if extraction is None or extraction.uid != account.uid or extraction.state != "sealed":
        raise InvalidScope("the grant is not of an extraction in this vault")
    if grant.root != extraction.root or grant.scope.x != {grant.eid.hex()}:
        raise InvalidScope("the grant is not of this extraction alone")
    want_one_by_one(grant.scope)
    if grant.kind != "release":
        raise InvalidScope("this edition stores grants of kind release")
    if not now < grant.expires <= grant.not_before + LONGEST:
        raise InvalidScope("the grant has ended, or lasts more than a year")
    if grant.policy != bytes.fromhex(POLICY_SHA256):
        raise StaleNotice("the rules of decision changed since the grant was made")
    require_shown(connection, account.uid, grant.notice, grant.request)
    qid = bytes.fromhex(grant.request)
    if grant.request != qid.hex():
        # One spelling: the purpose of its rules is made of this text.
        raise WrongState("the grant names no request")
    asked = requests.open_request(connection, account.uid, qid, _ms(now))
    document = parse_object(asked.document)
    until = speaks_until(document)
    if until is not None and grant.expires > until:
        raise InvalidScope("the grant reaches the day from which she speaks for herself")
    sought = sought_of(document)
    if not covers(replace(sought, x=grant.scope.x), grant.scope):
        raise InvalidScope("the grant is wider than what was asked")
    return asked


def _add_rules(connection: Connection, uid: Uid, grant: Grant, now_ms: int, random: Random) -> None:
    """Add one rule for each team of the people named, with the statement's own scope."""
    people = accounts.staff_by_fps(connection, grant.release_to)
    if not people or len(people) != len(grant.release_to):
        raise InvalidScope("a person named in the grant is not known here")
    if any(member.role not in RECEIVERS for member in people):
        raise InvalidScope("a person named in the grant cannot receive releases")
    for team in sorted({member.team for member in people}):
        text = write_rule(
            random(ID_SIZE),
            vault=uid.hex(),
            team=team,
            eft=ALLOW,
            acts=ACTS,
            why=frozenset({f"{grant.request}:{PURPOSE}"}),
            nbf=_ms(grant.not_before),
            exp=_ms(grant.expires),
            scope=grant.scope,
        )
        add_rule(connection, text, grant.gid, now_ms)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
