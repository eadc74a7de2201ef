"""A record's JSON, checked without building the record: one spelling, nothing unknown.

docs/formats/record.md 1. Takes what parse_record takes and refuses what it refuses, in a
fraction of the time: whoever verifies a release reads every record in it.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from consent.scope import CATEGORIES
from extraction.record_parse import DIRECTIONS, ROLES
from extraction.record_parts import FLAGS, TIME_KINDS, TIME_ZONES
from vault.canonical import MAX_INTEGER, Json
from vault.errors import Malformed
from vault.segment import CLASSES, MAX_RECORD

_OPTIONS = orjson.OPT_SORT_KEYS
_REST = b',"prov":{'
_HEADS = 4096
_MAX_HEAD = 1024
_LAYOUTS = 4096
_SHA256 = re.compile("[0-9a-f]{64}")

_Check = Callable[[object], bool]


def read_record(data: bytes) -> dict[str, Json]:
    """Read a record's JSON.

    Raises:
        Malformed: too long, not canonical, an unknown field or a value out of its list.
    """
    return _read(data, _record)


def _read(data: bytes, fits: _Check) -> dict[str, Json]:
    if len(data) > MAX_RECORD:
        raise Malformed("a record is longer than 1 MiB")
    try:
        body = orjson.loads(data)
    except (orjson.JSONDecodeError, RecursionError):
        raise Malformed("not JSON") from None
    if type(body) is not dict:
        raise Malformed("want a JSON object")
    if not fits(body):
        raise Malformed(_misshapen(body))
    # The shape leaves names in order, no float and no number beyond 2^53-1: canonical JSON.
    if orjson.dumps(body) != data:
        raise Malformed("JSON is not in canonical form")
    return body


class Records:
    """Reads very many records, and checks only once what several of them begin with.

    A record's fields are in order, so what a conversation's records share (app, category, class,
    parties) stands before `prov`. JSON is read from left to right: where a record begins with the
    very bytes that stood before the `prov` of one that was taken, it has the very same fields up to
    there. Those bytes can stand in no text, because a quotation mark inside one is escaped, and
    in no inner object of a record that was taken, because none holds an object by that name.
    """

    def __init__(self) -> None:
        self._heads: set[bytes] = set()

    def read(self, data: bytes) -> tuple[bytes | None, dict[str, Json]]:
        """Read a record's JSON as read_record does; give its head too.

        Returns:
            what stands before `prov`, None where that is long; and the JSON.

        Raises:
            Malformed: as read_record.
        """
        head = data[: data.find(_REST, 0, _MAX_HEAD)]
        if head in self._heads:
            return head, _read(data, _rest)
        body = read_record(data)
        if not data.startswith(_REST, len(head)):
            return None, body
        if len(self._heads) < _HEADS:
            self._heads.add(head)
        return head, body


def _misshapen(body: Mapping[str, object]) -> str:
    """Name the first field that is wrong; what it holds is content, and so may its name be."""
    try:
        ordered = orjson.loads(orjson.dumps(body, option=_OPTIONS))
    except (orjson.JSONEncodeError, orjson.JSONDecodeError):
        ordered = body
    if _record(ordered):
        return "JSON is not in canonical form"
    missing = [name for name in _NEEDED if name not in body]
    wrong = [
        name for name, check in _RECORD.items() if name in ordered and not check(ordered[name])
    ]
    return f"{next(iter((*missing, *wrong)), 'an unknown field')}: not as a record has it"


def _text(value: object) -> bool:
    return type(value) is str


def _filled(value: object) -> bool:
    return type(value) is str and value != ""


def _whole(value: object) -> bool:
    return type(value) is int and -MAX_INTEGER <= value <= MAX_INTEGER


def _size(value: object) -> bool:
    return type(value) is int and 0 < value <= MAX_INTEGER


def _truth(value: object) -> bool:
    return value is True or value is False


def _owner(value: object) -> bool:
    return value is None or value is True or value is False


@dataclass(frozen=True, slots=True)
class _OneOf:
    """Want one of a closed list of texts."""

    known: frozenset[str]

    def __call__(self, value: object) -> bool:
        return type(value) is str and value in self.known


def _one_of(choices: Collection[str]) -> _Check:
    return _OneOf(frozenset(choices))


def _listed(check: _Check) -> _Check:
    """Want a list with something in it: an empty one is left out."""

    def fits(value: object) -> bool:
        if type(value) is not list or not value:
            return False
        for item in value:  # noqa: SIM110 a generator costs more than the check
            if not check(item):
                return False
        return True

    return fits


def _texts(value: object) -> bool:
    return (
        type(value) is dict
        and bool(value)
        and all(type(inner) is str for inner in value.values())
        and list(value) == sorted(value)
    )


class _Layout(NamedTuple):
    """The fields of an object by how they are checked; the commonest without a call for each."""

    texts: tuple[str, ...]
    filled: tuple[str, ...]
    numbers: tuple[str, ...]
    chosen: tuple[tuple[str, frozenset[str]], ...]
    others: tuple[tuple[str, _Check], ...]


def _layout(names: Sequence[str], checks: Mapping[str, _Check]) -> _Layout:
    of = {name: checks[name] for name in names}
    simple = (_text, _filled, _whole)
    texts, filled, numbers = (
        tuple(name for name, check in of.items() if check is kind) for kind in simple
    )
    chosen = {name: check.known for name, check in of.items() if isinstance(check, _OneOf)}
    others = tuple(
        (name, check)
        for name, check in of.items()
        if name not in chosen and not any(check is kind for kind in simple)
    )
    return _Layout(texts, filled, numbers, tuple(chosen.items()), others)


class _Layouts(dict[tuple[str, ...], _Layout | None]):
    """The layouts of one kind of object by their names; None where the names do not fit."""

    def __init__(
        self,
        checks: Mapping[str, _Check],
        required: Collection[str],
        together: tuple[str, str] | None,
        begins: str,
    ) -> None:
        super().__init__()
        self._checks, self._required = checks, frozenset(required)
        self._begins = begins
        self._together = together

    def __missing__(self, names: tuple[str, ...]) -> _Layout | None:
        there = set(names)
        if not self._required <= there <= self._checks.keys() or list(names) != sorted(names):
            return None
        if self._together is not None and len(there.intersection(self._together)) == 1:
            return None
        layout = _layout([name for name in names if name >= self._begins], self._checks)
        # Records of one source share a few layouts; whoever makes up more pays for them.
        if len(self) < _LAYOUTS:
            self[names] = layout
        return layout


def _object(  # noqa: C901 inner calls would cost more than the checks
    checks: Mapping[str, _Check],
    required: Collection[str],
    together: tuple[str, str] | None = None,
    also: Callable[[Mapping[str, Any]], bool] | None = None,
    begins: str = "",
) -> _Check:
    """Want an object of these fields, in order; two `together` or not at all; and `also` true.

    What fields before `begins` hold is not looked at.
    """
    layouts = _Layouts(checks, required, together, begins)

    def fits(value: object) -> bool:
        if type(value) is not dict or (layout := layouts[tuple(value)]) is None:
            return False
        texts, filled, numbers, chosen, others = layout
        for name in texts:
            if type(value[name]) is not str:
                return False
        for name in filled:
            inner = value[name]
            if type(inner) is not str or not inner:
                return False
        for name in numbers:
            inner = value[name]
            if type(inner) is not int or not -MAX_INTEGER <= inner <= MAX_INTEGER:
                return False
        for name, known in chosen:
            inner = value[name]
            if type(inner) is not str or inner not in known:
                return False
        for name, check in others:
            if not check(value[name]):
                return False
        return also is None or also(value)

    return fits


def _in_order(time: Mapping[str, Any]) -> bool:
    return "lo_us" not in time or time["lo_us"] <= time["hi_us"]


def _hashed(blob: Mapping[str, Any]) -> bool:
    return not blob["present"] or _SHA256.fullmatch(blob.get("sha256", "")) is not None


_time = _object(
    {
        "raw": _text,
        "unit": _text,
        "kind": _one_of(TIME_KINDS),
        "zone": _one_of(TIME_ZONES),
        "lo_us": _whole,
        "hi_us": _whole,
    },
    ("raw", "unit", "kind", "zone"),
    ("lo_us", "hi_us"),
    _in_order,
)
_blob = _object(
    {"sha256": _filled, "size": _size, "name": _filled, "mime_declared": _filled}
    | {"mime_sniffed": _filled, "present": _truth, "role": _filled},
    ("present",),
    also=_hashed,
)
_PARTY = _object(
    {"role": _one_of(ROLES), "is_owner": _owner, "id_raw": _filled, "id_type": _text}
    | {"id_norm": _filled, "name": _filled},
    ("role", "is_owner"),
    ("id_raw", "id_type"),
)
_PROV = _object(
    {"format": _text, "parser": _text, "parser_version": _text, "member": _filled}
    | {"table": _filled, "row": _whole, "tool": _filled, "tool_version": _text}
    | {"repairs": _listed(_text), "xml_id": _filled, "offset": _whole},
    ("format", "parser", "parser_version"),
    ("tool", "tool_version"),
)
_PLACE = _object(
    {"lat": _filled, "lon": _filled, "source": _filled, "label": _filled}
    | {"alt_m": _filled, "acc_m": _filled},
    ("lat", "lon", "source"),
)
_RECORD: dict[str, _Check] = {
    "record_id": _text,
    "category": _one_of(CATEGORIES),
    "prov": _PROV,
    "subtype": _filled,
    "app": _object({"id": _filled, "name": _text}, ("id", "name")),
    "direction": _one_of(DIRECTIONS),
    "parties": _listed(_PARTY),
    "time": _time,
    "times": _listed(_time),
    "text": _listed(_object({"field": _text, "value": _text}, ("field", "value"))),
    "thread": _object({"id": _text, "name": _text, "size": _whole}, ("id", "name")),
    "blobs": _listed(_blob),
    "place": _PLACE,
    "state": _texts,
    "class": _one_of(CLASSES),
    "extra": _texts,
    "flags": _listed(_one_of(FLAGS)),
    "reply_to": _filled,
    "embedded_in": _filled,
}
_NEEDED = ("record_id", "category", "prov")
_record = _object(_RECORD, _NEEDED)
_rest = _object(_RECORD, _NEEDED, begins="prov")
