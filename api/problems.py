"""Problems: how every error of the inside looks outside, over HTTP and on the command line.

docs/errors.md holds this table in words. A type that is not in it is `internal`: its text
stays inside, and only an error id leaves. RFC 9457.
"""

from dataclasses import dataclass

from audit import errors as audit_errors
from consent import errors as consent_errors
from extraction import errors as extraction_errors
from vault import errors as vault_errors

DONE, FAILED, USAGE, REJECTED, TRY_AGAIN = 0, 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem's name, HTTP status and exit code; `told` is whether its text may leave."""

    name: str
    status: int
    exit: int
    told: bool = True


INTEGRITY = Problem("integrity", 500, FAILED)
BUSY = Problem("busy", 503, TRY_AGAIN)
INVALID = Problem("invalid", 422, USAGE)
CONFLICT = Problem("conflict", 409, FAILED)
INTERNAL = Problem("internal", 500, FAILED, told=False)
NOT_FOUND = Problem("not-found", 404, FAILED)
FORBIDDEN = Problem("forbidden", 403, USAGE)
UNAUTHENTICATED = Problem("unauthenticated", 401, USAGE)
UNREADABLE = Problem("invalid", 422, REJECTED)
TOO_LARGE = Problem("too-large", 413, REJECTED)
METHOD = Problem("invalid", 405, USAGE)


class Unauthenticated(Exception):
    """Nobody is signed in, or what was shown does not sign anybody in."""


class Forbidden(Exception):
    """This role may not call this route."""


class NotFound(Exception):
    """There is no such thing, or it is not granted: nobody can tell which."""


class Invalid(Exception):
    """What was sent is not of the form that the route takes."""


class ServerFault(Exception):
    """A vault answered that it failed inside, or not as a vault; its text names nothing."""


TABLE: dict[type[Exception], Problem] = {
    vault_errors.Malformed: INTEGRITY,
    # An id comes from whoever calls: another spelling is their mistake, not damage here.
    vault_errors.MalformedId: INVALID,
    vault_errors.NotAuthentic: INTEGRITY,
    vault_errors.NoIdentityMatches: Problem("no-key", 409, FAILED),
    vault_errors.Missing: INTEGRITY,
    vault_errors.AlreadyStored: INTEGRITY,
    vault_errors.WeakParameters: Problem("refused", 422, FAILED),
    vault_errors.StoreUnavailable: BUSY,
    vault_errors.StoreRefused: BUSY,
    vault_errors.UnfitStore: Problem("refused", 422, FAILED),
    vault_errors.UnfitDatabase: Problem("refused", 422, FAILED),
    consent_errors.IncompleteRequest: INVALID,
    consent_errors.InvalidScope: INVALID,
    consent_errors.WrongState: CONFLICT,
    consent_errors.StaleNotice: CONFLICT,
    consent_errors.Held: Problem("held", 409, FAILED),
    consent_errors.PolicyUnsound: INTERNAL,
    extraction_errors.UnknownSource: Problem("unsupported", 415, REJECTED),
    extraction_errors.LockedSource: Problem("locked", 409, REJECTED),
    extraction_errors.CorruptSource: UNREADABLE,
    extraction_errors.AmbiguousSource: UNREADABLE,
    extraction_errors.ForbiddenXml: UNREADABLE,
    extraction_errors.LimitExceeded: TOO_LARGE,
    extraction_errors.InvalidVisit: INVALID,
    extraction_errors.SelectionMismatch: INTEGRITY,
    extraction_errors.UnfitBroker: Problem("refused", 422, FAILED),
    extraction_errors.NotVerified: Problem("not-verified", 422, FAILED),
    audit_errors.MalformedEntry: INTEGRITY,
    audit_errors.MalformedNote: INTEGRITY,
    audit_errors.MalformedCheckpoint: INTEGRITY,
    audit_errors.NotProven: INTEGRITY,
    audit_errors.BadSignature: INTEGRITY,
    audit_errors.Pushback: BUSY,
    Unauthenticated: UNAUTHENTICATED,
    Forbidden: FORBIDDEN,
    NotFound: NOT_FOUND,
    Invalid: INVALID,
    ServerFault: Problem("internal", 500, FAILED),
}


def problem_of(error: BaseException) -> Problem:
    """Find an error's problem by its nearest listed type."""
    for kind in type(error).__mro__:
        if kind in TABLE:
            return TABLE[kind]
    return INTERNAL
