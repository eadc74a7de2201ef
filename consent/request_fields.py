"""The fields of a request, one by one: what each must look like to count as said.

docs/consent.md 1. Nothing here judges whether what is said is true or enough; that is for
people and courts. It judges whether it is said at all, and whether dates and names agree.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from vault.canonical import Json
from vault.document import hex_of
from vault.errors import Malformed
from vault.ids import ID_SIZE
from vault.statement import parse_time

MAX_TEXT = 10_000
LONGEST = timedelta(days=366)
STAGES = ("first", "narrowed", "follow-up")
GROUNDS = ("impracticable", "interference", "serious-harm")
REQUESTER = ("name", "organisation", "team", "limb", "contact")
HANDLING = ("people", "storage", "retention", "defence")
S39 = ("sought", "reason", "handling", "may_refuse", "not_ended")
"""The five points of the voluntary extraction notice, s 39(2)(a)-(e)."""
FORMS = ("written", "spoken-and-recorded")
PROXIES = ("child", "capacity")
SOLICITOR = "solicitor"

_UNSEEN = "\u115f\u1160\u3164\uffa0"
"""Letters by their class that nothing is drawn for: the fillers of Hangul."""

Faults = list[str]


def is_text(value: Json) -> bool:
    """Tell whether something is said: a text with a letter or digit in it, in NFC, not endless."""
    return (
        isinstance(value, str)
        # What is only marks, or cannot be seen, says nothing.
        and any(each.isalnum() and each not in _UNSEEN for each in value)
        and len(value) <= MAX_TEXT
        and unicodedata.normalize("NFC", value) == value
        and not any(unicodedata.category(each) in {"Cc", "Cs"} and each != "\n" for each in value)
    )


def lacking(value: Json, parts: tuple[str, ...]) -> list[str]:
    """Name the parts that are not there; all of them when there is another."""
    if not isinstance(value, dict) or set(value) - set(parts):
        return list(parts)
    return [part for part in parts if not is_text(value.get(part))]


def blanks(value: Mapping[str, Json], allowed: frozenset[str]) -> dict[str, str] | None:
    """Give what may be blank and why; None when a ground is missing or beside the point."""
    grounds = value.get("grounds", None if allowed else {})
    if not isinstance(grounds, dict):
        return None
    found: dict[str, str] = {}
    for name, ground in grounds.items():
        # A ground for something that is said is as wrong as a blank without one.
        if name not in allowed or name not in value or value[name] is not None:
            return None
        if not isinstance(ground, str) or ground not in GROUNDS:
            return None
        found[name] = ground
    return found


def faults_of_requester(value: Json, route: str) -> Faults:
    """Who asks; a civil claim's asker is a solicitor, and no solicitor has a police power."""
    found = [f"requester.{part}" for part in lacking(value, REQUESTER)]
    if not found and isinstance(value, dict):
        solicitor = str(value["limb"]).strip().casefold() == SOLICITOR
        if (route == "civil" and not solicitor) or (
            solicitor and route in {"vir", "counselling", "agreement"}
        ):
            found.append("requester.limb")
    return found


def is_made(value: Json, since: date, now: datetime) -> bool:
    """Tell whether the day it was made is one under these rules, and not to come."""
    day = _day(value)
    return day is not None and since <= day <= now.astimezone(UTC).date()


def is_stage(value: Mapping[str, Json]) -> bool:
    """Tell whether a later stage names the request it follows, and a first one none."""
    stage, follows = value.get("stage"), value.get("follows")
    if not isinstance(stage, str) or stage not in STAGES or "follows" not in value:
        return False
    return follows is None if stage == "first" else _is_hex(follows, ID_SIZE)


def is_expiry(value: Json, now: datetime) -> bool:
    """Tell whether it ends later than now, and within a year."""
    moment = _moment(value)
    return moment is not None and now < moment <= now + LONGEST


def _approver(value: Mapping[str, Json], _route: str, now: datetime) -> Faults:
    """Somebody else than the asker, with a rank, and a time that has been."""
    said, asker = value.get("approver"), value.get("requester")
    if not isinstance(said, dict) or set(said) != {"name", "rank", "at"}:
        return ["approver.name", "approver.rank", "approver.at"]
    found = [f"approver.{part}" for part in ("name", "rank") if not is_text(said[part])]
    moment = _moment(said["at"])
    if moment is None or moment > now:
        found.append("approver.at")
    if not found and isinstance(asker, dict) and is_same(said["name"], asker.get("name")):
        found.append("approver.name")
    return found


def _notice(value: Mapping[str, Json], route: str, now: datetime) -> Faults:
    said = value.get("notice")
    if not isinstance(said, dict):
        return ["notice"]
    if route == "agreement":
        return _notice_of_s39(value, said, now)
    if set(said) == {"text", "given"}:
        good = is_text(said["text"]) and _is_given(value, said["given"], now)
    elif set(said) == {"exception", "reason"}:
        good = _is_one_of(said["exception"], GROUNDS) and is_text(said["reason"])
    else:
        good = False
    return [] if good else ["notice"]


def _notice_of_s39(value: Mapping[str, Json], said: Mapping[str, Json], now: datetime) -> Faults:
    """All five points, a form that lasts, a copy in her hands; no exception excuses any."""
    if set(said) != {*S39, "given", "form", "copy"}:
        return [f"notice.{part}" for part in (*S39, "given", "form", "copy")]
    found = [f"notice.{part}" for part in S39 if not is_text(said[part])]
    if not _is_given(value, said["given"], now):
        found.append("notice.given")
    if not _is_one_of(said["form"], FORMS):
        found.append("notice.form")
    if said["copy"] is not True:
        found.append("notice.copy")
    return found


def _is_given(value: Mapping[str, Json], given: Json, now: datetime) -> bool:
    """On or before the day of the request (s 44B(3)(a)): the vault itself brings it to her."""
    day = _day(given)
    made = _day(value.get("made")) or now.astimezone(UTC).date()
    return day is not None and day <= made


def _proxy(value: Mapping[str, Json], _route: str, now: datetime) -> Faults:
    """Nobody, or who speaks for a child or an adult without capacity, and what she herself says."""
    said = value.get("proxy")
    if said is None:
        return [] if "proxy" in value else ["proxy"]
    parts = {"kind", "name", "relation", "views", "until"}
    if not isinstance(said, dict) or set(said) != parts:
        return [f"proxy.{part}" for part in sorted(parts)]
    found = [f"proxy.{part}" for part in ("name", "relation", "views") if not is_text(said[part])]
    if not _is_one_of(said["kind"], PROXIES):
        found.append("proxy.kind")
    ends = _day(said["until"])
    if said["kind"] == "child":
        expires, first = _moment(value.get("expires")), speaks_until(value)
        # At 18 she speaks for herself, so nothing that was asked of a proxy reaches that day.
        late = ends is None or ends <= now.astimezone(UTC).date()
        if late or (expires is not None and first is not None and expires > first):
            found.append("proxy.until")
    elif said["until"] is not None:
        found.append("proxy.until")
    return found


def speaks_until(document: Mapping[str, Json]) -> datetime | None:
    """Give when a child of a request is 18 and speaks for herself; None where nobody is a proxy."""
    proxy = document.get("proxy")
    if not isinstance(proxy, dict) or proxy.get("kind") != "child":
        return None
    return _moment(f"{proxy.get('until')}T00:00:00Z")


def _order(value: Mapping[str, Json], _route: str, now: datetime) -> Faults:
    """The order itself; one that forbids telling her cannot be carried out with her keys."""
    said = value.get("order")
    parts = {"court", "number", "made", "document", "deadline", "forbids_notice"}
    if not isinstance(said, dict) or set(said) != parts:
        return [f"order.{part}" for part in sorted(parts)]
    found = [f"order.{part}" for part in ("court", "number") if not is_text(said[part])]
    made, deadline = _day(said["made"]), _moment(said["deadline"])
    if made is None or made > now.astimezone(UTC).date():
        found.append("order.made")
    if not _is_hex(said["document"], hashlib.sha256().digest_size):
        found.append("order.document")
    if deadline is None or deadline <= now:
        found.append("order.deadline")
    if said["forbids_notice"] is not False:
        found.append("order.forbids_notice")
    return found


def _claim(value: Mapping[str, Json], _route: str, _now: datetime) -> Faults:
    """The claim, and the solicitor of her own who can explain it to her."""
    said = value.get("claim")
    parts = ("number", "court", "parties", "her_solicitor")
    if not isinstance(said, dict) or set(said) != set(parts):
        return [f"claim.{part}" for part in parts]
    found = [f"claim.{part}" for part in parts[:3] if not is_text(said[part])]
    own, asker = said["her_solicitor"], value.get("requester")
    if lacking(own, ("name", "firm", "contact")):
        found.append("claim.her_solicitor")
    elif (
        isinstance(own, dict)
        and isinstance(asker, dict)
        and is_same(own["name"], asker.get("name"))
    ):
        # Whoever asks on the other side cannot be the one who advises her.
        found.append("claim.her_solicitor")
    return found


PARTS: Mapping[str, Callable[[Mapping[str, Json], str, datetime], Faults]] = {
    "approver": _approver,
    "notice": _notice,
    "proxy": _proxy,
    "order": _order,
    "claim": _claim,
}
"""Fields with parts of their own: (request, route, now) to the names of what is wrong."""


def faults_of_names(value: Mapping[str, Json], name: str) -> Faults:
    """Name the places where who asks, by the name the vault knows, stands for somebody else."""
    approver, claim = value.get("approver"), value.get("claim")
    own = claim.get("her_solicitor") if isinstance(claim, dict) else None
    others = {"approver.name": approver, "claim.her_solicitor": own}
    return [
        place
        for place, said in others.items()
        if isinstance(said, dict) and is_same(said.get("name"), name)
    ]


def is_same(one: Json, other: Json) -> bool:
    """Tell whether two names are one, however they are spaced or capitalised."""
    texts = [" ".join(str(each).split()).casefold() for each in (one, other)]
    return texts[0] == texts[1]


def _is_one_of(value: Json, choices: tuple[str, ...]) -> bool:
    return isinstance(value, str) and value in choices


def _is_hex(value: Json, size: int) -> bool:
    try:
        hex_of(value, size)
    except Malformed:
        return False
    return True


def _day(value: Json) -> date | None:
    if not isinstance(value, str):
        return None
    moment = _moment(f"{value}T00:00:00Z")
    return None if moment is None else moment.date()


def _moment(value: Json) -> datetime | None:
    try:
        return parse_time(value)
    except Malformed:
        return None
