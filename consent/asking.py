"""What each kind of access asks, and who answers: consent rules, or ownership.

docs/access.md 1. A recipient and a worker are answered by the rules of the grant, read
fresh; a survivor by whether the thing is hers. A refusal says why to her and to the log;
a recipient cannot tell "not granted" from "does not exist".
"""

import hmac
from dataclasses import dataclass, field, replace
from functools import lru_cache

from consent.decision import Permit, Question, Refusal, decide
from consent.grant import Grant, parse_grant
from consent.repository import Connection, live_rules, rows, rules_of_grant
from consent.roles import COURT_EXPERT
from consent.rows import GrantRow
from vault import accounts, acts, holdings, recoveries
from vault.canonical import marshal
from vault.ids import Eid, Fingerprint, Gid, Rid, Uid
from vault.recovery import NEEDED

PURPOSE = "investigation"
EXAMINATION = "examination"
_NOTHING = b"\x00" * 32


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes this call. `session` is the session's 32-byte hash, `holder` a uid or sid.

    `org` is the organisation's pseudonym in the log, `auth` how the session began, `network`
    where the call came from: loopback, private or public, or empty where nobody looked.
    """

    role: str
    session: bytes
    holder: bytes
    team: str
    org: str
    auth: str
    network: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that is asked for: the act of the log, the thing's id, and what proves a claim.

    `key` is the recipient's fingerprint or the auth key; `use` is view or download.
    """

    act: str
    item: bytes
    key: bytes = field(default=b"", repr=False)
    use: str = "view"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer: whose vault it is, if anybody's, and the refusal, if it is one.

    `gid` and `digest` go into the log: the grant, and the rules that were read.
    """

    uid: Uid | None
    refusal: Refusal | None
    gid: Gid | None = None
    digest: bytes | None = None


def answer(connection: Connection, caller: Caller, wanted: Wanted, now_ms: int) -> Answer:
    """Answer what is asked, from rows read in the caller's own transaction."""
    match wanted.act:
        case acts.ENVELOPE:
            return _envelope(connection, caller, Gid(wanted.item), now_ms)
        case acts.COLLECT:
            return _collect(connection, caller, wanted, now_ms)
        case acts.CATALOGUE:
            return _catalogue(connection, caller, wanted, now_ms)
        case acts.UNLOCK:
            return _unlock(connection, Uid(wanted.item), wanted.key)
        case acts.SHARE:
            return _share(connection, caller, wanted)
        case acts.RECOVER:
            return _recover(connection, caller, wanted, now_ms)
        case acts.DRAFT:
            release = holdings.release_of(connection, Rid(wanted.item))
            owner = None if release is None else release.uid
        case acts.OWN:
            extraction = holdings.extraction_of(connection, Eid(wanted.item))
            sealed = extraction is not None and extraction.state == "sealed"
            owner = extraction.uid if extraction is not None and sealed else None
        case _:
            owner = None
    hers = owner is not None and caller.role == "survivor" and owner == caller.holder
    # What is not hers is nobody's: the log must not say whose it is.
    return Answer(owner, None) if hers else Answer(None, _refused("not-hers"))


def _share(connection: Connection, caller: Caller, wanted: Wanted) -> Answer:
    """Let a member of staff have the share that is sealed to the key they hold now."""
    made = recoveries.set_of(connection, wanted.item)
    member = accounts.staff_of(connection, caller.holder)
    share = recoveries.share_of(connection, wanted.item, caller.holder)
    if made is None or member is None or share is None or member.fp != share.fp:
        return Answer(None, _refused("no-rule"))
    return Answer(made.uid, None)


def _recover(connection: Connection, caller: Caller, wanted: Wanted, now_ms: int) -> Answer:
    """Let her card have the wrap: after the wait, once enough holders have handed over."""
    row = recoveries.recovery_of(connection, wanted.item)
    made = None if row is None else recoveries.set_of(connection, row.set_id)
    if row is None or made is None or row.uid != caller.holder:
        return Answer(None, _refused("no-rule"))
    if not hmac.compare_digest(accounts.hash_of(wanted.key), made.start_hash):
        return Answer(row.uid, _refused("wrong-key"))
    state = recoveries.state_of(row, now_ms)
    if state != recoveries.READY:
        return Answer(row.uid, _refused("too-early" if state == recoveries.ASKED else state))
    few = len(recoveries.handovers_of(connection, row.recovery_id)) < NEEDED
    return Answer(row.uid, _refused("too-few") if few else None)


def owns(connection: Connection, caller: Caller, eid: Eid) -> bool:
    """Tell whether an extraction is the caller's own, and still there."""
    return answer(connection, caller, Wanted(acts.OWN, eid), 0).refusal is None


def _envelope(connection: Connection, caller: Caller, gid: Gid, now_ms: int) -> Answer:
    found = rows.find(connection, GrantRow, gid=gid)
    if found is None or caller.role != "worker":
        return Answer(None, _refused("no-rule"))
    grant = _grant(found.statement)
    if grant.kind != "release":
        return Answer(found.uid, _refused("no-rule"), gid)
    people = accounts.staff_by_fps(connection, grant.release_to)
    # Somebody who is no longer on the staff has no team, and all must pass.
    if not people or len(people) != len(grant.release_to):
        return Answer(found.uid, _refused("no-rule"), gid)
    answers = [
        _consent(connection, found, team, "view", now_ms)
        for team in sorted({member.team for member in people})
    ]
    refused = [each for each in answers if each.refusal is not None]
    return refused[0] if refused else answers[0]


def _collect(connection: Connection, caller: Caller, wanted: Wanted, now_ms: int) -> Answer:
    release = holdings.release_of(connection, Rid(wanted.item))
    if release is None:
        return Answer(None, _refused("no-rule"))
    found = rows.find(connection, GrantRow, gid=release.gid)
    people = [fp for fp, _ in holdings.collected_by(connection, release.rid)]
    member = accounts.staff_of(connection, caller.holder)
    mine = (
        member is not None
        and member.fp == wanted.key
        and member.team == caller.team
        and Fingerprint(wanted.key) in people
    )
    if found is None or not mine or release.state not in ("approved", "collected"):
        return Answer(release.uid, _refused("no-rule"))
    return _consent(connection, found, caller.team, wanted.use, now_ms)


def _catalogue(connection: Connection, caller: Caller, wanted: Wanted, now_ms: int) -> Answer:
    found = rows.find(connection, GrantRow, gid=Gid(wanted.item))
    member = accounts.staff_of(connection, caller.holder)
    if found is None or caller.role != COURT_EXPERT:
        return Answer(None, _refused("no-rule"))
    mine = member is not None and member.fp == wanted.key and member.team == caller.team
    if not mine:
        return Answer(found.uid, _refused("no-rule"), found.gid)
    return answer_catalogue(connection, caller, found, Fingerprint(wanted.key), now_ms)


def answer_catalogue(
    connection: Connection, caller: Caller, found: GrantRow, fp: Fingerprint, now_ms: int
) -> Answer:
    """Let the rules decide whether an expert with this key may have an audit grant."""
    grant = _grant(found.statement)
    if grant.kind != "catalogue" or grant.release_to != (fp,):
        return Answer(found.uid, _refused("no-rule"), found.gid)
    return _consent(connection, found, caller.team, "view", now_ms, EXAMINATION)


def _consent(
    connection: Connection,
    found: GrantRow,
    team: str,
    use: str,
    now_ms: int,
    purpose: str = PURPOSE,
) -> Answer:
    """Let the rules decide on a grant's whole scope for one team."""
    grant = _grant(found.statement)
    spelt = marshal(grant.scope.marshal()).decode()
    # The rule and the signed words must be equal, or somebody changed one of them.
    if any(rule.scope != spelt for rule in rules_of_grant(connection, found.gid)):
        return Answer(found.uid, _refused("scope"), found.gid)
    question = Question(
        found.uid.hex(), team, use, f"{found.matter}:{purpose}", now_ms, grant.scope
    )
    said = decide(live_rules(connection, question.vault, team, now_ms), question)
    if isinstance(said, Permit) and found.withdrawn_at is None:
        return Answer(found.uid, None, found.gid, said.digest)
    refusal = said if isinstance(said, Refusal) else _refused("no-rule")
    if refusal.reason == "no-rule" and found.withdrawn_at is None and now_ms >= found.expires_at:
        # A rule that ended is not read any more, so the decision cannot say that it did.
        refusal = replace(refusal, reason="expired")
    return Answer(found.uid, refusal, found.gid, said.digest)


def _unlock(connection: Connection, uid: Uid, auth_key: bytes) -> Answer:
    """Compare with both slots always; an unknown account costs the same."""
    hashed = accounts.hash_of(auth_key)
    known = accounts.auth_hashes(connection, uid) or (_NOTHING, _NOTHING)
    same = [hmac.compare_digest(hashed, each) for each in known]
    known_uid = None if known == (_NOTHING, _NOTHING) else uid
    return Answer(known_uid, None if any(same) else _refused("wrong-key"))


@lru_cache(maxsize=256)
def _grant(statement: bytes) -> Grant:
    # Statements never change; which rules are live is read anew each time.
    return parse_grant(statement)[0]


def _refused(reason: str) -> Refusal:
    return Refusal(reason, (), b"")
