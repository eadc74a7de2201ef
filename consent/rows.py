"""Consent's rows as values: each field is a column of consent/tables.py by the same name.

docs/policy.md 5. Times are UTC milliseconds.
"""

from dataclasses import dataclass

from vault.ids import Eid, Gid, Uid


@dataclass(frozen=True, slots=True)
class RequestCode:
    """A single-use code that a survivor hands out, by SHA-256: how a request reaches her."""

    hash: bytes
    uid: Uid
    created_at: int
    expires_at: int
    used_at: int | None = None


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request by a member of staff; `document` is canonical JSON (consent/request.py)."""

    qid: bytes
    uid: Uid
    sid: bytes
    team: str
    document: bytes
    state: str
    created_at: int
    expires_at: int


@dataclass(frozen=True, slots=True)
class RequestEvent:
    """A change of a request's state, counted from 0."""

    qid: bytes
    number: int
    state: str
    role: str
    at: int


@dataclass(frozen=True, slots=True)
class RequestVersion:
    """What a request said until it was amended, counted from 0."""

    qid: bytes
    number: int
    document: bytes
    until: int


@dataclass(frozen=True, slots=True)
class RequestQuestion:
    """A question of hers about a request, counted from 0, and the reply once there is one."""

    qid: bytes
    number: int
    question: str
    asked_at: int
    reply: str | None = None
    replied_at: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A request before a supervisor of the asker's organisation, and the answer if there is one."""

    pid: bytes
    sid: bytes
    organisation: str
    document: bytes
    state: str
    asked_at: int
    answered_by: bytes | None = None
    answered_at: int | None = None


@dataclass(frozen=True, slots=True)
class Advocacy:
    """That an advocate acts beside her, until she takes it back."""

    lid: bytes
    uid: Uid
    sid: bytes
    named_at: int
    ended_at: int | None = None


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """That she was shown a notice, point by point, for one matter."""

    uid: Uid
    sha256: bytes
    matter: str
    how: str
    at: int


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A stored grant; `matter` is its request's id in hex, or what it names instead."""

    gid: Gid
    uid: Uid
    eid: Eid
    matter: str
    statement: bytes
    sha256: bytes
    approval: str
    not_before: int
    expires_at: int
    log_index: int
    created_at: int
    withdrawn_at: int | None = None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule: what decides. Its body never changes; `revoked_at` is set once."""

    id: bytes
    gid: Gid | None
    vault_id: str
    team_id: str
    eft: str
    acts: str
    why: str | None
    nbf: int
    exp: int
    scope: str
    revoked_at: int | None = None
    revoked_by: str | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Her mark on a person or a day, carried out by a rule that denies to every team."""

    id: bytes
    uid: Uid
    rule: bytes
    kind: str
    created_at: int
    lifted_at: int | None = None


@dataclass(frozen=True, slots=True)
class OngoingAccess:
    """An access without an outcome; `holder` is the process that will end it."""

    log_index: int
    uid: Uid
    holder: bytes
    began_at: int


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold on an extraction: what it rests on, who placed it, and when it ended."""

    hid: bytes
    eid: Eid
    uid: Uid
    basis: str
    court: str
    number: str
    placed_by: bytes
    placed_at: int
    lifted_at: int | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """An erasure that she asked for: due when, and how far it has come.

    `keys_at` is when every key was destroyed, with the entry `log_index`; `done_at` when the
    `objects` sealed files were gone too.
    """

    xid: bytes
    eid: Eid
    uid: Uid
    asked_at: int
    due_at: int
    cancelled_at: int | None = None
    keys_at: int | None = None
    log_index: int | None = None
    done_at: int | None = None
    objects: int | None = None


@dataclass(frozen=True, slots=True)
class Denial:
    """Denials alike in one minute; `repeats` counts those after the first, which has its entry.

    `key` hashes what makes them alike: act, reason, who, what. `minute` counts from 1970.
    """

    key: bytes
    minute: int
    repeats: int
    act: str
    role: str
    rc: str
    auth: str
    why: str
    org: str
    uid: Uid | None = None
    item: bytes | None = None
    con: bytes | None = None
    pol: bytes | None = None
