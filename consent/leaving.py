"""What she leaves out of a scope by hand: people, days, words, single records.

docs/formats/scope.md 5. A scope says what may leave; this says what stays all the same. It
is a deny, so it holds where it touches at all, and where nobody can tell whether it does.
Nothing of it is signed or sent: the selection digest fixes what is left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from consent.errors import InvalidScope
from consent.scope import Range, RecordFacts, parse_scope
from vault.canonical import Json
from vault.document import Document, count_of, row_of
from vault.errors import Malformed

MAX_PLACES = 100_000
_MICRO = 1_000_000
_MAX_INDEX = 2**32

Place = tuple[int, int]
"""A record's place in the preview: segment, and where in it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """People by normalised id, ranges of UTC seconds, words as they were typed, places."""

    p: frozenset[str] = field(default=frozenset())
    d: tuple[Range, ...] = ()
    k: frozenset[str] = field(default=frozenset())
    r: frozenset[Place] = field(default=frozenset())

    def folded(self, fold: Callable[[str], str]) -> frozenset[str]:
        """Give the words as they are compared.

        Raises:
            InvalidScope: a word is nothing once folded, and would be found everywhere.
        """
        words = frozenset(fold(word) for word in self.k)
        if "" in words:
            raise InvalidScope("k: a word holds nothing that can be found")
        return words


def parse_left_out(value: Json) -> LeftOut:
    """Read `{p,d,k,r}`, each field optional, or raise InvalidScope."""
    try:
        body = Document(value, (), ("p", "d", "k", "r"))
        if not value:
            raise InvalidScope("name people, days, words or records to leave out")
        # The same values as in a scope, so they are read by the same rules.
        whole: dict[str, Json] = {"x": [], "c": [], "d": [], "p": [], "k": []}
        whole |= {key: body.raw(key) for key in ("p", "d", "k") if body.has(key)}
        scope = parse_scope(whole)
        return LeftOut(
            scope.p or frozenset(),
            scope.d or (),
            scope.k or frozenset(),
            _places(body.items("r")) if body.has("r") else frozenset(),
        )
    except Malformed as error:
        raise InvalidScope(f"left out: {error}") from None


def leaves_out(
    left: LeftOut, words: frozenset[str], facts: RecordFacts, texts: Sequence[str], place: Place
) -> bool:
    """Tell whether a record stays; `words` and `texts` are folded alike."""
    return (
        place in left.r
        or _has_person(left.p, facts)
        or _has_day(left.d, facts)
        or any(word in text for word in words for text in texts)
    )


def _has_person(people: frozenset[str], facts: RecordFacts) -> bool:
    # Somebody unknown may be the one who is left out.
    return bool(people) and (facts.parties is None or bool(facts.parties & people))


def _has_day(days: tuple[Range, ...], facts: RecordFacts) -> bool:
    lo_us, hi_us = facts.lo_us, facts.hi_us
    if lo_us is None or hi_us is None or lo_us > hi_us:
        return bool(days)
    return any(lo_us < end * _MICRO and start * _MICRO <= hi_us for start, end in days)


def _places(items: list[Json]) -> frozenset[Place]:
    found: set[Place] = set()
    for item in items:
        segment, place = row_of(item, 2, "r")
        at = (count_of(segment, "r"), count_of(place, "r"))
        if max(at) >= _MAX_INDEX:
            raise InvalidScope("r: want [segment, place] as the preview shows it")
        if at in found:
            raise InvalidScope("r: want each record once")
        found.add(at)
    if len(found) > MAX_PLACES:
        raise InvalidScope(f"r: {len(found)} records, want at most {MAX_PLACES}")
    return frozenset(found)
