"""The ledger across two processes: what changed since it was last told.

docs/readers.md 7. The process that reads counts, the process that seals keeps; each news goes
with the records that it counts. A source that is read once more, because the reading process
died, comes to the same rows in the same order: what was told before is not told again.
"""

from collections.abc import Sequence

from extraction.ledger import MAX_LISTED, Ledger, Line
from vault.canonical import Json
from vault.document import Document
from vault.errors import Malformed

_LISTS = ("quarantine", "unread", "missing", "warnings")
_TEXTS = ("artefact", "member", "reader", "version", "first_error")
_COUNTS = ("seen", "records", "quarantined", "unknown", "withheld", "nested", "repairs", "items")
_SIZES = ("declared", "bytes")
_FIELDS = (*_TEXTS, *_COUNTS, *_SIZES)


class Teller:
    """Says what changed in a ledger; `delivered` are the items of each line that are known."""

    def __init__(self, ledger: Ledger, delivered: Sequence[int] = ()) -> None:
        self._ledger = ledger
        self._delivered = tuple(delivered)
        self._told: list[tuple[object, ...]] = []
        self._touched: set[int] = set()
        self._listed = dict.fromkeys(_LISTS, 0)

    def count(self, line: Line) -> bool:
        """Count an item of a line, and tell whether it is news: not of an earlier reading."""
        place = line.place
        line.items += 1
        self._touched.add(place)
        known = place < len(self._delivered) and line.items <= self._delivered[place]
        return not line.over and not known

    def news(self, at: Line | None, *, whole: bool = False) -> dict[str, Json]:
        """Give what changed: of lines that were touched, or with `whole` of every one.

        `at` is the line that is being read.
        """
        lines = self._ledger.lines
        fresh = range(len(self._told), len(lines))
        self._told += [() for _ in fresh]
        places = range(len(lines)) if whole else sorted({*self._touched, *fresh})
        self._touched.clear()
        changed: list[Json] = [
            row for place in places if (row := self._changed(lines[place])) is not None
        ]
        news: dict[str, Json] = {"lines": changed} if changed else {}
        for name in _LISTS:
            listed: list[Json] = getattr(self._ledger, name)
            if len(listed) > self._listed[name]:
                news[name] = listed[self._listed[name] :]
                self._listed[name] = len(listed)
        if self._ledger.left_off:
            news["left_off"] = {**self._ledger.left_off}
        if at is not None:
            news["at"] = at.place
        return news

    def _changed(self, line: Line) -> list[Json] | None:
        place = line.place
        state = tuple([getattr(line, name) for name in _FIELDS])
        # Before what is known, its counts are those of an earlier moment.
        behind = place < len(self._delivered) and line.items < self._delivered[place]
        if line.over or behind or state == self._told[place]:
            return None
        self._told[place] = state
        return [place, dict(zip(_FIELDS, state, strict=True))]


class Keeper:
    """Puts news into a ledger. `at` is the place of the line that was being read."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._before: dict[str, set[str]] = {}
        self._left_off: dict[str, int] = {}
        self.at: int | None = None

    def again(self) -> None:
        """Begin to hear a further reading of the same source."""
        self.at = None
        self._before = {
            name: {repr(item) for item in getattr(self._ledger, name)} for name in _LISTS
        }
        self._left_off = dict(self._ledger.left_off)

    def delivered(self) -> list[int]:
        """Give how many items of each line are here."""
        return [line.items for line in self._ledger.lines]

    def keep(self, news: dict[str, Json]) -> None:
        """Take news in.

        Raises:
            Malformed: they are not what a teller says.
        """
        body = Document(news, (), ("lines", *_LISTS, "left_off", "at"))
        for item in body.items("lines") if body.has("lines") else ():
            self._keep_line(item)
        for name in _LISTS:
            before = self._before.get(name, ())
            for item in body.items(name) if body.has(name) else ():
                if repr(item) not in before:
                    self._list(name, item)
        if body.has("left_off"):
            told = Document(body.raw("left_off"), (), _LISTS)
            for name in _LISTS:
                if told.has(name):
                    self._ledger.left_off[name] = self._left_off.get(name, 0) + told.count(name)
        if body.has("at"):
            self.at = body.count("at")
            if self.at >= len(self._ledger.lines):
                raise Malformed("at: there is no such line")

    def _keep_line(self, item: Json) -> None:
        if not isinstance(item, list) or len(item) != 2:  # noqa: PLR2004 a place and a line
            raise Malformed("a line: want its place and its fields")
        place, told = item[0], Document(item[1], _FIELDS)
        lines = self._ledger.lines
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place <= len(lines):
            raise Malformed("a line: out of order")
        if place == len(lines):
            lines.append(Line("", "", "", "", place=place))
        line = lines[place]
        for name in _TEXTS:
            setattr(line, name, told.text(name))
        for name in _COUNTS:
            setattr(line, name, told.count(name))
        for name in _SIZES:
            setattr(line, name, None if told.raw(name) is None else _whole(told.raw(name)))

    def _list(self, name: str, item: Json) -> None:
        listed: list[Json] = getattr(self._ledger, name)
        textual = name in ("missing", "warnings")
        if textual != isinstance(item, str) or not isinstance(item, str | dict):
            raise Malformed(f"{name}: not what is listed there")
        if len(listed) < MAX_LISTED:
            listed.append(item)
        else:
            self._ledger.left_off[name] = self._ledger.left_off.get(name, 0) + 1


def _whole(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Malformed("want a whole number")
    return value
