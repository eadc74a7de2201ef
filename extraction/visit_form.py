"""The visit form: what a guardian writes down about a phone, its place and herself, as JSON.

docs/formats/visit.md 2. She fills it in by hand, so times may have any zone and the clock any
unit; reading it gives what a visit statement holds (vault/visit.py). Every point is answered, be it
with why it is not known: what is left out is refused, and every mistake is named at once.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from extraction.errors import InvalidVisit
from vault.errors import Malformed
from vault.statement import parse_time, show_time
from vault.visit import CLOCK, POINTS, TIMES, Value, check_value

HELP_MARK = "#"
MAX_FORM = 128 * 1024
UNITS = {"ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
"""Units of a clock's offset, in milliseconds, the shortest first."""
_OFFSET = re.compile(r"([+-]?)([0-9]{1,12})(?:\.([0-9]{1,3}))? (ms|s|min|h|d)")
_TIME = "want a time with its zone, as 2026-04-01T10:15:00+01:00"


@dataclass(frozen=True, slots=True)
class Question:
    """One point of the form: its words in a custody record, and what to write."""

    label: str
    help: str


QUESTIONS: Mapping[str, Question] = {
    "device.model": Question("Make and model", "maker, model and number of the model"),
    "device.identifiers": Question(
        "Identifiers", "serial number, IMEI, SIM or phone number; only she and whom she lets read"
    ),
    "device.condition": Question("Condition", "damage, locked or not, on or off, how it came"),
    "device.battery": Question("Battery", "charge at the start and at the end, charger or not"),
    "device.clock": Question(
        "Clock, against a reference",
        "offset: how far the phone was ahead, as +95 s (behind: -2 min; units ms s min h d);"
        " reference: the clock it was compared with, and how that one is set",
    ),
    "device.network": Question(
        "State of the network", "flight mode, mobile data, wireless, Bluetooth; when it was changed"
    ),
    "guardian.name": Question("Who did it, by name", "name, role and organisation, as she says"),
    "guardian.competence": Question("Competence", "training or certificate for this work"),
    "place": Question("Place", "where it was done"),
    "start": Question("Began", "when work with the phone began, with the zone"),
    "end": Question("Ended", "when work with the phone ended, with the zone"),
    "tool.settings": Question("Settings", "settings of the tool that read the phone"),
    "method": Question(
        "Method of extraction", "tool, version and kind: backup, logical, file system, image"
    ),
    "method.validation": Question(
        "Validation of the method", "reference of the document that says the method was tested"
    ),
    "exceptions": Question("Exceptions", "what could not be read or went wrong; none, if nothing"),
    "interruptions": Question("Interruptions", "breaks and restarts, from when to when; or none"),
    "countersignature.absence": Question(
        "If she did not countersign, why", "why not, or that she will do it on her own phone"
    ),
}


def form() -> bytes:
    """Give a blank form: each point with what to write; blank ones are refused until filled in."""
    out: dict[str, Any] = {}
    for name, question in QUESTIONS.items():
        out[f"{HELP_MARK}{name}"] = question.help
        out[name] = {"offset": "", "reference": ""} if name == CLOCK else ""
    head = (
        'Answer every point, or write {"unknown": "why it is not known"} in its place.'
        " Lines that begin with # are not read."
    )
    return json.dumps({HELP_MARK: head, **out}, ensure_ascii=False, indent=1).encode() + b"\n"


def read_form(data: bytes) -> dict[str, Value]:
    """Read a form that was filled in; give what it says of every point.

    Raises:
        InvalidVisit: a point is missing, unknown, twice there, blank or not of its kind, or the
            end is before the start; the message names each, and repeats nothing that was written.
    """
    given = {key: value for key, value in _object(data).items() if not key.startswith(HELP_MARK)}
    wrong = [f"{name}: is missing" for name in POINTS if name not in given]
    unknown = len([name for name in given if name not in POINTS])
    if unknown:
        wrong.append(f"{unknown} points are none that there are")
    said: dict[str, Value] = {}
    for name in QUESTIONS:
        if name in given:
            try:
                said[name] = check_value(name, _value(name, given[name]))
            except Malformed as error:
                wrong.append(str(error))
    if not wrong and _ends_first(said["start"], said["end"]):
        wrong.append("end: is before the start")
    if wrong:
        raise InvalidVisit(f"the visit form: {'; '.join(wrong)}")
    return said


def _object(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_FORM:
        raise InvalidVisit("the visit form is too long")
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            twice.append("")
        return found

    try:
        value = json.loads(data, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise InvalidVisit("the visit form is not JSON") from None
    if not isinstance(value, dict):
        raise InvalidVisit("the visit form: want a JSON object")
    if twice:
        raise InvalidVisit("the visit form says something twice")
    return value


def _value(name: str, given: Any) -> Any:  # noqa: ANN401 JSON as a person wrote it
    """Turn what a person wrote of a point into what a statement holds."""
    if isinstance(given, dict) and set(given) == {"unknown"}:
        return {"unknown": _stripped(name, given["unknown"])}
    if name == CLOCK:
        if not isinstance(given, dict) or set(given) != {"offset", "reference"}:
            raise Malformed(f"{name}: want offset and reference")
        reference = _stripped(name, given["reference"])
        return {"said": {"offset_ms": _milliseconds(given["offset"]), "reference": reference}}
    text = _stripped(name, given)
    return {"said": _time(name, text) if name in TIMES else text}


def _stripped(name: str, given: Any) -> str:  # noqa: ANN401 JSON as a person wrote it
    if not isinstance(given, str) or not given.strip():
        raise Malformed(f"{name}: is blank; answer it, or say why it is not known")
    # Signs that turn the direction of writing or do not show would make a court read another word.
    if not given.strip().isprintable():
        raise Malformed(f"{name}: want one line of signs that show")
    return given.strip()


def _time(name: str, text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Malformed(f"{name}: {_TIME}") from None
    if moment.tzinfo is None or len(text) <= len("2026-04-01"):
        raise Malformed(f"{name}: {_TIME}; without one nobody can say when it was")
    try:
        return show_time(moment.astimezone(UTC))
    except OverflowError:
        raise Malformed(f"{name}: {_TIME}") from None


def _milliseconds(given: Any) -> int:  # noqa: ANN401 JSON as a person wrote it
    """Read an offset as whole milliseconds: a number, a space and a unit."""
    found = _OFFSET.fullmatch(given.strip()) if isinstance(given, str) else None
    if found is None:
        raise Malformed(f"{CLOCK}: want the offset as a number and a unit, as +95 s or -2 min")
    sign, whole, part, unit = found.groups()
    thousandths = int(whole) * 1000 + int((part or "").ljust(3, "0"))
    value, rest = divmod(thousandths * UNITS[unit], 1000)
    if rest:
        raise Malformed(f"{CLOCK}: want the offset in whole milliseconds")
    return -value if sign == "-" else value


def _ends_first(start: Value, end: Value) -> bool:
    """Tell whether an end is before its start; a time that is not known bounds nothing."""
    if "unknown" in start or "unknown" in end:
        return False
    return parse_time(end["said"]) < parse_time(start["said"])
