"""Requests: what an investigator must say before a survivor is asked.

docs/consent.md 1 has every field and the law behind it. This edition takes victim
information requests (Police, Crime, Sentencing and Courts Act 2022, ss 44A-44C). What is
missing is refused by name and section; an incomplete request cannot be submitted.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from consent.errors import IncompleteRequest, InvalidScope
from consent.scope import Scope, empty, parse_scope
from vault.canonical import Json, marshal
from vault.errors import Malformed
from vault.statement import parse_time

ROUTES = ("vir", "counselling", "agreement", "court", "civil")
STAGES = ("first", "narrowed", "follow-up")
GROUNDS = ("impracticable", "interference", "serious-harm")
MAX_TEXT = 10_000
LONGEST = timedelta(days=366)
# How long what is sought may be in all, where neither a person nor a conversation is named.
LONGEST_OF_APPS = timedelta(days=92)
LONGEST_OF_ALL = timedelta(days=31)

REQUESTER = ("name", "organisation", "team", "limb", "contact")
HANDLING = ("people", "storage", "retention", "defence")
SECTIONS: Mapping[str, str] = {
    "requester": "s 44E",
    "reference": "s 44A(3)",
    "route": "ss 44A-44C",
    "sought": "s 44C(a)",
    "line_of_enquiry": "s 44A(3)",
    "relevance": "s 44A(3)",
    "necessity": "s 44A(3)",
    "alternatives": "s 44A(8)",
    "excess": "s 37(8)-(10)",
    "handling": "ss 44B, 44C",
    "notice": "s 44B",
    "grounds": "s 44C",
    "stage": "Bater-James [2020] EWCA Crim 790",
    "follows": "Bater-James [2020] EWCA Crim 790",
    "expires": "Bater-James [2020] EWCA Crim 790",
}
_TEXTS = ("reference", "line_of_enquiry", "necessity", "alternatives", "excess")


@dataclass(frozen=True, slots=True)
class Request:
    """A complete request. `body` is its canonical form; `sought` names no extraction.

    `blanks` maps what was left blank, `relevance` or `handling`, to the ground for it.
    """

    body: Mapping[str, Json]
    reference: str
    sought: Scope
    blanks: Mapping[str, str]
    stage: str
    follows: str | None
    expires: datetime

    def marshal(self) -> bytes:
        """Give the request's canonical bytes."""
        return marshal(dict(self.body))


def parse_request(value: Json, *, now: datetime) -> Request:
    """Read a request, or raise IncompleteRequest with every fault and its section."""
    if not isinstance(value, dict) or set(value) - {*SECTIONS, "v"} or value.get("v") != 1:
        raise IncompleteRequest({"request": "want the fields of version 1 and no others"})
    faults = [name for name in _TEXTS if not _is_text(value.get(name))]
    faults += [f"requester.{part}" for part in _lacking(value.get("requester"), REQUESTER)]
    blanks = _blanks(value)
    if blanks is None:
        faults.append("grounds")
        blanks = {}
    if "relevance" not in blanks and not _is_text(value.get("relevance")):
        faults.append("relevance")
    if "handling" not in blanks:
        faults += [f"handling.{part}" for part in _lacking(value.get("handling"), HANDLING)]
    if not _is_notice(value.get("notice")):
        faults.append("notice")
    if value.get("stage") not in STAGES or not _follows(value):
        faults.append("stage")
    sought, expires = _sought(value.get("sought")), _expires(value.get("expires"), now)
    faults += [name for name, part in (("sought", sought), ("expires", expires)) if part is None]
    missing = {name: SECTIONS[name.split(".")[0]] for name in faults}
    if value.get("route") not in ROUTES:
        missing["route"] = SECTIONS["route"]
    elif value["route"] != "vir":
        missing["route"] = "not yet supported; ss 44A-44C only"
    if missing or sought is None or expires is None:
        raise IncompleteRequest(missing)
    follows = value["follows"]
    return Request(
        value,
        str(value["reference"]),
        sought,
        blanks,
        str(value["stage"]),
        None if follows is None else str(follows),
        expires,
    )


def sought_of(document: Json) -> Scope:
    """Give the scope of a stored request; it names no extraction."""
    sought = document["sought"] if isinstance(document, dict) else None
    scope = _sought(sought)
    if scope is None:
        raise InvalidScope("the stored request has no scope")
    return scope


def _is_text(value: Json) -> bool:
    return (
        isinstance(value, str)
        and bool(value.strip())
        and len(value) <= MAX_TEXT
        and unicodedata.normalize("NFC", value) == value
    )


def _lacking(value: Json, parts: tuple[str, ...]) -> list[str]:
    """Name the parts that are not there; all of them when there is another."""
    if not isinstance(value, dict) or set(value) - set(parts):
        return list(parts)
    return [part for part in parts if not _is_text(value.get(part))]


def _blanks(value: Mapping[str, Json]) -> dict[str, str] | None:
    """Give what may be blank and why; None when a ground is missing or beside the point."""
    grounds = value.get("grounds")
    if not isinstance(grounds, dict):
        return None
    found: dict[str, str] = {}
    for name, ground in grounds.items():
        # A ground for something that is said is as wrong as a blank without one.
        if name not in ("relevance", "handling") or value.get(name) is not None:
            return None
        if not isinstance(ground, str) or ground not in GROUNDS:
            return None
        found[name] = ground
    return found


def _is_notice(value: Json) -> bool:
    """Tell whether she was given notice, with its words and day, or an exception is named."""
    if not isinstance(value, dict):
        return False
    if set(value) == {"text", "given"}:
        return _is_text(value["text"]) and _is_day(value["given"])
    if set(value) == {"exception", "reason"}:
        return value["exception"] in GROUNDS and _is_text(value["reason"])
    return False


def _is_day(value: Json) -> bool:
    try:
        parse_time(f"{value}T00:00:00Z")
    except Malformed:
        return False
    return True


def _follows(value: Mapping[str, Json]) -> bool:
    """Tell whether a later stage names the request it follows, and a first one none."""
    follows = value.get("follows")
    if "follows" not in value or value.get("stage") == "first":
        return "follows" in value and follows is None
    return _is_text(follows)


def _sought(value: Json) -> Scope | None:
    """Read what is sought. The asker knows no extraction, and may not ask for a whole phone."""
    if not isinstance(value, dict) or "x" in value:
        return None
    try:
        scope = parse_scope({**value, "x": []})
    except InvalidScope:
        return None
    # An id of nobody's stands in, so that only the other dimensions can make it empty.
    whole = Scope(frozenset({"-"}), scope.c, scope.a, scope.p, scope.t, scope.d, scope.u, k=scope.k)
    return scope if _is_narrow(scope) and not empty(whole) else None


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


def _expires(value: Json, now: datetime) -> datetime | None:
    try:
        moment = parse_time(value)
    except Malformed:
        return None
    return moment if now < moment <= now + LONGEST else None
