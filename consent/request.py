"""Requests: what somebody must say before a survivor is asked.

docs/consent.md 1 has every field of every route and the law behind it. What is missing or
wrong is refused by name and section, all of it at once; an incomplete request cannot be
submitted. What each field must look like is in consent/request_fields.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from consent import request_fields as wanted
from consent.editions import CONFIDENTIAL, ROUTES, Edition, edition_on, first_day
from consent.errors import IncompleteRequest, InvalidScope
from consent.request_fields import GROUNDS, HANDLING, REQUESTER, STAGES
from consent.scope import Scope, empty, parse_scope
from vault.canonical import Json, marshal
from vault.statement import parse_time

__all__ = ["GROUNDS", "HANDLING", "REQUESTER", "ROUTES", "STAGES", "Request", "parse_request"]

# How long what is sought may be in all, where neither a person nor a conversation is named.
LONGEST_OF_APPS = timedelta(days=92)
LONGEST_OF_ALL = timedelta(days=31)
_TEXTS = (
    *("reference", "belief", "line_of_enquiry", "necessity", "alternatives", "excess"),
    *("probative", "presumption"),
)
_COUNSELLING = "counselling"
_EASIER = frozenset({"vir", "agreement"})
"""The routes by which police ask without the test that counselling wants."""


@dataclass(frozen=True, slots=True)
class Request:
    """A complete request. `body` is its canonical form; `sought` names no extraction.

    `blanks` maps what was left blank, `relevance` or `handling`, to the ground for it.
    """

    body: Mapping[str, Json]
    edition: Edition
    reference: str
    sought: Scope
    blanks: Mapping[str, str]
    stage: str
    follows: str | None
    expires: datetime

    @property
    def route(self) -> str:
        """The route that it takes."""
        return self.edition.route

    def marshal(self) -> bytes:
        """Give the request's canonical bytes."""
        return marshal(dict(self.body))


def parse_request(value: Json, *, now: datetime, counselling_host: bool = False) -> Request:
    """Read a request, or raise IncompleteRequest with every fault and its section.

    `counselling_host` is whether this vault's host provides counselling services: then the
    stricter test holds for every request under Chapter 3A.
    """
    if not isinstance(value, dict):
        raise IncompleteRequest({"request": "want a JSON object"})
    edition = _edition(value, now.astimezone(UTC).date(), counselling_host=counselling_host)
    if set(value) - {*edition.sections, "v", "route"} or not _is_one(value.get("v")):
        raise IncompleteRequest(
            {"request": f"want the fields of route {edition.route}, version 1, and no others"}
        )
    faults = _faults(value, edition, now)
    sought = sought_in(value.get("sought"), bounded=edition.bounded)
    if sought is None:
        faults["sought"] = edition.sections["sought"]
    else:
        faults |= _of_classes(value, edition, sought)
    if faults or sought is None:
        raise IncompleteRequest(faults)
    follows = value["follows"]
    return Request(
        value,
        edition,
        str(value["reference"]),
        sought,
        wanted.blanks(value, edition.blanks) or {},
        str(value["stage"]),
        None if follows is None else str(follows),
        parse_time(value["expires"]),
    )


def sought_of(document: Json) -> Scope:
    """Give the scope of a stored request; it names no extraction."""
    sought = document["sought"] if isinstance(document, dict) and "sought" in document else None
    # What was lawful to ask for was judged when it was asked.
    scope = sought_in(sought, bounded=False)
    if scope is None:
        raise InvalidScope("the stored request has no scope")
    return scope


def route_of(document: Json) -> str:
    """Give the route of a stored request."""
    route = document.get("route") if isinstance(document, dict) else None
    if not isinstance(route, str) or route not in ROUTES:
        raise IncompleteRequest({"route": "the stored request has no route"})
    return route


def sought_in(value: Json, *, bounded: bool) -> Scope | None:
    """Read what is sought. The asker knows no extraction, and may not ask for a whole phone."""
    if not isinstance(value, dict) or "x" in value:
        return None
    try:
        scope = parse_scope({**value, "x": []})
    except InvalidScope:
        return None
    # An id of nobody's stands in, so that only the other dimensions can make it empty.
    whole = replace(scope, x=frozenset({"-"}))
    return scope if (not bounded or _is_narrow(scope)) and not empty(whole) else None


def _is_narrow(scope: Scope) -> bool:
    """Tell whether a scope stays clear of a whole phone, as docs/consent.md 1 draws the line.

    A word, or a range of years, narrows little: the word may be a letter.
    """
    if scope.p is not None or scope.t is not None:
        return True
    if scope.d is None or scope.u:
        return False
    seconds = sum(end - start for start, end in scope.d)
    longest = LONGEST_OF_APPS if scope.a is not None else LONGEST_OF_ALL
    return timedelta(seconds=seconds) <= longest


def _is_one(value: Json) -> bool:
    return value == 1 and not isinstance(value, bool)


def _edition(value: Mapping[str, Json], today: date, *, counselling_host: bool) -> Edition:
    """Find the rules that hold today for the route, or raise IncompleteRequest."""
    route = value.get("route")
    if not isinstance(route, str) or route not in ROUTES:
        raise IncompleteRequest({"route": "ss 37-39, ss 44A-44C, 1965 Act s 2, CPR Part 31"})
    if counselling_host and route == "vir":
        # Asking a counselling service by the easier test is what s 44A(4) forbids.
        raise IncompleteRequest({"route": "s 44A(4)-(5): this host provides counselling"})
    found = edition_on(route, today)
    if found is None:
        raise IncompleteRequest({"made": f"not in force before {first_day(route).isoformat()}"})
    return found


def _faults(value: Mapping[str, Json], edition: Edition, now: datetime) -> dict[str, str]:
    """Name everything that is missing or wrong, but for what is sought."""
    has = edition.sections
    blank = wanted.blanks(value, edition.blanks)
    left = set() if blank is None else set(blank)
    found = [name for name in _TEXTS if name in has and not wanted.is_text(value.get(name))]
    if "grounds" in has and blank is None:
        found.append("grounds")
    if (
        "relevance" in has
        and "relevance" not in left
        and not wanted.is_text(value.get("relevance"))
    ):
        found.append("relevance")
    if "handling" not in left:
        found += [f"handling.{part}" for part in wanted.lacking(value.get("handling"), HANDLING)]
    if not wanted.is_made(value.get("made"), edition.since, now):
        found.append("made")
    found += wanted.faults_of_requester(value.get("requester"), edition.route)
    for name, check in wanted.PARTS.items():
        if name in has:
            found += check(value, edition.route, now)
    if not wanted.is_stage(value):
        found.append("stage")
    if not wanted.is_expiry(value.get("expires"), now):
        found.append("expires")
    return {name: has[name.split(".")[0]] for name in found}


def _of_classes(value: Mapping[str, Json], edition: Edition, sought: Scope) -> dict[str, str]:
    """Hold what is confidential to its own test: named one by one, with a reason."""
    if "confidential" not in edition.sections:
        return {}
    said = value.get("confidential")
    if not sought.s:
        return {} if said is None and "confidential" in value else _section(edition, "confidential")
    faults = {} if wanted.is_text(said) else _section(edition, "confidential")
    if sought.p is None and sought.t is None:
        faults["sought"] = f"{CONFIDENTIAL}: classes, and neither people nor conversations"
    if _COUNSELLING in sought.s and edition.route in _EASIER:
        faults["sought"] = "s 44A(4)-(5): counselling is asked for by the route counselling"
    return faults


def _section(edition: Edition, name: str) -> dict[str, str]:
    return {name: edition.sections[name]}
