"""Scopes: what a request asks for and a grant allows, as a product of dimensions.

docs/formats/scope.md. Each dimension is a set of values or ALL (None): extractions `x`,
categories `c`, apps `a`, counterparties `p`, threads `t`, half-open ranges of UTC
seconds `d`, undated items `u`, sensitivity classes `s` (absent = none), keywords `k`, whole
words `w` with what stands near them, `n`, kinds of media `m`, a grid for places `g`, quoted
words of others `q` (absent = they too), each thing once `o`, and people who take no part as
pseudonyms `h`.

An allow applies when it covers, a deny when it overlaps; so whatever is unknown or has several
values falls towards refusal on both sides. Cutting scopes into pieces is in consent/narrow.py.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from consent.errors import InvalidScope
from vault.canonical import Json
from vault.document import Document, hex_of
from vault.errors import Malformed
from vault.ids import ID_SIZE, Eid
from vault.segment import SENSITIVITIES, UNDATED

CATEGORIES = (
    *("message", "call", "contact", "account", "media", "location"),
    *("browser", "app_data", "document", "calendar", "note", "device_event"),
)
MEDIA_KINDS = ("image", "audio", "video", "document")
_OPTIONAL = frozenset("apdutskmwngqoh")
MAX_RANGES = 64
MAX_VALUES = 1000
MAX_NEAR = 50
MAX_DIGITS = 4
MAX_SECOND = 253_402_300_800  # the first second after the year 9999
NO_VALUE = ""  # what an item without an app or thread has; no restriction can name it
_NOTHING: frozenset[str] = frozenset()
_DAY = 86_400
_MICRO = 1_000_000

Range = tuple[int, int]
"""A half-open range of UTC seconds."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One box of the scope algebra. None is ALL, except for `s`, where it is none."""

    x: frozenset[str]
    c: frozenset[str]
    a: frozenset[str] | None = None
    p: frozenset[str] | None = None
    t: frozenset[str] | None = None
    d: tuple[Range, ...] | None = None
    u: bool = True
    s: frozenset[str] = frozenset()
    k: frozenset[str] | None = None
    m: frozenset[str] | None = None
    w: frozenset[str] | None = None
    n: int = 0
    g: int | None = None
    q: bool = True
    o: bool = False
    h: bool = False

    def marshal(self) -> dict[str, Json]:
        """Give the scope as JSON; parse_scope gives it back."""
        out: dict[str, Json] = {"x": _listed(self.x), "c": _listed(self.c), "u": self.u}
        some = {"a": self.a, "p": self.p, "t": self.t, "k": self.k, "m": self.m, "w": self.w}
        for key, values in some.items():
            if values is not None:
                out[key] = _listed(values)
        if self.d is not None:
            out["d"] = [[start, end] for start, end in self.d]
        if self.n:
            out["n"] = self.n
        if self.g is not None:
            out["g"] = self.g
        out |= {} if self.q else {"q": False}
        out |= {"o": True} if self.o else {}
        out |= {"h": True} if self.h else {}
        if self.s:
            out["s"] = _listed(self.s)
        return out

    @property
    def has_words(self) -> bool:
        """Tell whether only records with some word are inside, and what stands near them."""
        return self.k is not None or self.w is not None


def parse_scope(value: Json) -> Scope:
    """Read a scope, or raise InvalidScope.

    People write scopes too, so values may come in any order, but each once, and `u` may
    be left out. In a statement there is one spelling, because the whole body is compared.
    """
    try:
        body = Document(value, {"x", "c"}, _OPTIONAL)
        for eid in body.items("x"):
            hex_of(eid, ID_SIZE, "x")
        dates = _ranges(body.items("d")) if body.has("d") else None
        near = _up_to(body, "n", MAX_NEAR) or 0
        if near and not (body.has("k") or body.has("w")):
            raise InvalidScope("n: stands beside words (k or w)")
        return Scope(
            x=_values(body, "x"),
            c=_values(body, "c", CATEGORIES),
            a=_values(body, "a") if body.has("a") else None,
            p=_values(body, "p") if body.has("p") else None,
            t=_values(body, "t") if body.has("t") else None,
            d=dates,
            u=_truth(body, "u", absent=dates is None),
            s=_values(body, "s", SENSITIVITIES) if body.has("s") else frozenset(),
            k=_values(body, "k") if body.has("k") else None,
            m=_values(body, "m", MEDIA_KINDS) if body.has("m") else None,
            w=_values(body, "w") if body.has("w") else None,
            n=near,
            g=_up_to(body, "g", MAX_DIGITS),
            q=_truth(body, "q", absent=True),
            o=_truth(body, "o", absent=False),
            h=_truth(body, "h", absent=False),
        )
    except Malformed as error:
        raise InvalidScope(f"scope: {error}") from None


def meet(one: Scope, other: Scope) -> Scope:
    """Give what both hold."""
    return Scope(
        x=one.x & other.x,
        c=one.c & other.c,
        a=_meet(one.a, other.a),
        p=_meet(one.p, other.p),
        t=_meet(one.t, other.t),
        d=_meet_ranges(one.d, other.d),
        u=one.u and other.u,
        s=one.s & other.s,
        k=_meet(one.k, other.k),
        m=_meet(one.m, other.m),
        w=_meet(one.w, other.w),
        n=min(one.n, other.n) if one.has_words and other.has_words else max(one.n, other.n),
        g=min((each.g for each in (one, other) if each.g is not None), default=None),
        q=one.q and other.q,
        o=one.o or other.o,
        h=one.h or other.h,
    )


def empty(scope: Scope) -> bool:
    """Tell whether nothing can be inside. Without any kind of media there still are words."""
    sets = (scope.x, scope.c, scope.a, scope.p, scope.t, scope.k, scope.w)
    no_time = scope.d is not None and not scope.d and not scope.u
    return no_time or any(values is not None and not values for values in sets)


def covers(big: Scope, small: Scope) -> bool:
    """Tell whether everything in `small` is in `big`; never when `small` is empty."""
    return (
        not empty(small)
        and small.x <= big.x
        and small.c <= big.c
        and small.s <= big.s
        and _within(big.a, small.a)
        and _within(big.p, small.p)
        and _within(big.t, small.t)
        and _within(big.k, small.k)
        and _within(big.m, small.m)
        and _within(big.w, small.w)
        and (not big.has_words or small.n <= big.n)
        and (
            big.g is None or "location" not in small.c or (small.g is not None and small.g <= big.g)
        )
        and (big.q or not small.q)
        and (small.o or not big.o)
        and (small.h or not big.h)
        and _ranges_within(big.d, small.d)
        and (big.u or not small.u)
    )


def overlaps(one: Scope, other: Scope) -> bool:
    """Tell whether something could be in both.

    Classes only add to a scope, a text can hold the keywords of both, and a record goes
    whatever media it cites and however exact its place, so none of these keeps two apart.
    """
    words = (one.k, other.k, one.w, other.w)
    return not empty(replace(meet(one, other), k=None, w=None)) and _NOTHING not in words


def want_one_by_one(scope: Scope) -> None:
    """Want whoever names a class to name people or conversations too, or raise InvalidScope.

    What is somebody else's confidence (a solicitor's, a doctor's, a counsellor's, a child's)
    is put in one by one, never by its kind.
    """
    if scope.s and scope.p is None and scope.t is None:
        raise InvalidScope("s: with a class, name the people or conversations (p or t)")


def days_of(scope: Scope) -> list[tuple[str, str]]:
    """Widen the scope's ranges to the UTC days they touch: (first, last), in order, merged.

    Without ranges it is one pair from the first day there is to the last.
    """
    if scope.d is None:
        return [("0001-01-01", "9999-12-31")]
    days: list[tuple[str, str]] = []
    for start, end in scope.d:
        first, last = _day(start), _day(end - 1)
        # A later range may begin on the day on which the one before it ended.
        if days and days[-1][1] >= first:
            days[-1] = (days[-1][0], max(days[-1][1], last))
        else:
            days.append((first, last))
    return days


def admits_descriptor(scope: Scope, desc: Mapping[str, Json], day: str) -> bool:
    """Tell whether a segment's descriptor and day pass the scope (release.md, step 11)."""
    return admits_group(scope, desc) and admits_day(scope, day)


def admits_group(scope: Scope, desc: Mapping[str, Json]) -> bool:
    """Tell whether a group's descriptor passes; what is restricted and unknown fails."""
    parties = desc.get("parties")
    known = frozenset(str(party) for party in parties) if isinstance(parties, list) else None
    return (
        desc.get("category") in scope.c
        and (scope.a is None or desc.get("app") in scope.a)
        and (scope.p is None or (known is not None and known <= scope.p))
        and (scope.t is None or desc.get("thread") in scope.t)
        and ("class" not in desc or desc["class"] in scope.s)
    )


def admits_day(scope: Scope, day: str) -> bool:
    """Tell whether a segment's day meets the scope's ranges."""
    if day == UNDATED:
        return scope.u
    return any(first <= day <= last for first, last in days_of(scope))


class RecordFacts(NamedTuple):
    """What a scope asks of a record.

    `parties` holds the normalised counterparties, None when one of them is unknown;
    `lo_us` and `hi_us` bound its time in UTC microseconds, both included, None when unknown.
    `media` holds the kinds of a media record's own files, None when one is unknown or none is
    named; it is asked of the category `media` alone.
    """

    category: str
    app: str | None
    thread: str | None
    parties: frozenset[str] | None
    lo_us: int | None
    hi_us: int | None
    sensitivity: str | None
    media: frozenset[str] | None = None


def admits_record(scope: Scope, eid: Eid, facts: RecordFacts) -> str | None:
    """Decide one record: None when it is in scope, else `out-of-scope` or `unknown`.

    `unknown` is said only when nothing but missing knowledge keeps it out; then a person
    may want to look. Keywords are the filter's question, not asked here.
    """
    parties = facts.parties
    answers = (
        eid.hex() in scope.x,
        facts.category in scope.c,
        facts.sensitivity is None or facts.sensitivity in scope.s,
        _of_value(scope.a, facts.app),
        # No thread means that there is none: a source either has conversations or not.
        scope.t is None or facts.thread in scope.t,
        # A record without counterparties holds no restriction to some of them.
        True
        if scope.p is None
        else None
        if parties is None
        else bool(parties) and parties <= scope.p,
        _in_time(scope, facts.lo_us, facts.hi_us),
        scope.m is None
        or facts.category != "media"
        or (None if facts.media is None else facts.media <= scope.m),
    )
    if False in answers:
        return "out-of-scope"
    return "unknown" if None in answers else None


def _of_value(values: frozenset[str] | None, value: str | None) -> bool | None:
    if values is None:
        return True
    return None if value is None else value in values


def _in_time(scope: Scope, lo_us: int | None, hi_us: int | None) -> bool | None:
    # An interval that ends before it begins says nothing about when.
    if lo_us is None or hi_us is None or lo_us > hi_us:
        return True if scope.u else None
    return scope.d is None or any(
        start * _MICRO <= lo_us and hi_us < end * _MICRO for start, end in scope.d
    )


def _up_to(body: Document, key: str, most: int) -> int | None:
    value = body.count(key) if body.has(key) else None
    if value is not None and value > most:
        raise InvalidScope(f"{key}: want at most {most}")
    return value


def _truth(body: Document, key: str, *, absent: bool) -> bool:
    value = body.raw(key) if body.has(key) else absent
    if not isinstance(value, bool):
        raise InvalidScope(f"{key}: want true or false")
    return value


def _listed(values: Iterable[str]) -> list[Json]:
    return [*sorted(values)]


def _values(body: Document, key: str, choices: tuple[str, ...] = ()) -> frozenset[str]:
    found: set[str] = set()
    for item in body.items(key):
        if not isinstance(item, str) or not item.strip():
            raise InvalidScope(f"{key}: want texts that are not blank")
        if unicodedata.normalize("NFC", item) != item or item in found:
            raise InvalidScope(f"{key}: want normalised texts (NFC), each once")
        if any("\ud800" <= letter <= "\udfff" for letter in item):
            # Half a character has no UTF-8, so no statement could hold it.
            raise InvalidScope(f"{key}: want whole characters")
        if choices and item not in choices:
            raise InvalidScope(f"{key}: a value is not known")
        found.add(item)
    if len(found) > MAX_VALUES:
        raise InvalidScope(f"{key}: {len(found)} values, want at most {MAX_VALUES}")
    return frozenset(found)


def _ranges(items: list[Json]) -> tuple[Range, ...]:
    found: list[Range] = []
    for item in items:
        if not isinstance(item, list) or len(item) != 2:  # noqa: PLR2004 from and to
            raise InvalidScope("d: want pairs of seconds")
        start, end = item
        if not isinstance(start, int) or not isinstance(end, int):
            raise InvalidScope("d: want whole UTC seconds")
        if isinstance(start, bool) or isinstance(end, bool) or not 0 <= start < end <= MAX_SECOND:
            raise InvalidScope("d: a range begins before it ends, from 1970 to 9999")
        if found and start <= found[-1][1]:
            raise InvalidScope("d: want ranges in order, neither touching nor overlapping")
        found.append((start, end))
    if len(found) > MAX_RANGES:
        raise InvalidScope(f"d: {len(found)} ranges, want at most {MAX_RANGES}")
    return tuple(found)


def _meet(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _meet_ranges(
    one: tuple[Range, ...] | None, other: tuple[Range, ...] | None
) -> tuple[Range, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    pairs = (
        (max(first[0], second[0]), min(first[1], second[1])) for first in one for second in other
    )
    return tuple(sorted((start, end) for start, end in pairs if start < end))


def _within(big: frozenset[str] | None, small: frozenset[str] | None) -> bool:
    return big is None or (small is not None and small <= big)


def _ranges_within(big: tuple[Range, ...] | None, small: tuple[Range, ...] | None) -> bool:
    if big is None:
        return True
    return small is not None and all(
        any(start <= inner[0] and inner[1] <= end for start, end in big) for inner in small
    )


def _day(second: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)).date().isoformat()


def day_of_us(micros: int) -> str:
    """Give the UTC day of a time in microseconds."""
    return date.fromordinal(719_163 + micros // (_DAY * _MICRO)).isoformat()
