"""Tables whose rows stand for themselves: one declarative line says what each column is.

docs/readers.md 10. Every column that is named here has a place in the record; the others stay
in the original.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from extraction.readers.store_rows import Row
from extraction.readers.store_schema import Mapper, People, StoreContext, Table, flags_of
from extraction.readers.store_values import clock, text, whole
from extraction.record import Party, Record, Text, Thread
from extraction.threads import thread_id

When = tuple[str, str, str]
"""A column, its unit, and the kind of its time."""


@dataclass(frozen=True, slots=True)
class Flat:
    """What the columns of one table are.

    `party` is (column, role, is_owner), `names` the table that has the party's name, as (table,
    key, column). `directions` maps the values of `direction`. People are telephone numbers only
    in an app that is `numbered`.
    """

    table: str
    needs: tuple[str, ...]
    category: str
    app: tuple[str, str]
    time: When
    subtype: str = ""
    times: tuple[When, ...] = ()
    body: str = ""
    title: str = ""
    party: tuple[str, str, bool | None] | None = None
    name: str = ""
    names: tuple[str, str, str] | None = None
    thread: str = ""
    direction: str = ""
    directions: Mapping[int, str] = field(default_factory=dict)
    extra: tuple[str, ...] = ()
    numbered: bool = True

    def described(self) -> Table:
        """Give the table as a store holds it."""
        columns = tuple(name for name in self._used() if name)
        return Table(self.table, self.needs, columns, lambda there: _mapper(self, columns, there))

    def _used(self) -> dict[str, None]:
        whens = (self.time, *self.times)
        party = self.party[0] if self.party else ""
        others = (self.body, self.title, party, self.name, self.thread, self.direction)
        return dict.fromkeys([*(when[0] for when in whens), *others, *self.extra])


def _mapper(flat: Flat, columns: tuple[str, ...], there: StoreContext) -> Mapper:
    at = {name: place for place, name in enumerate(columns, start=1)}
    people = People(there.region if flat.numbered else None)
    names = {} if flat.names is None else there.side.lookup(*flat.names)
    clocks = [(at[name], clock(unit, kind)) for name, unit, kind in (flat.time, *flat.times)]

    def cell(row: Row, name: str) -> str:
        return text(row[at[name]]) if name else ""

    def party(row: Row, role: str, *, owner: bool | None) -> Party:
        assert flat.party is not None
        raw = row[at[flat.party[0]]]
        named = text(names[raw][0]) if raw in names else cell(row, flat.name)
        return people.of(text(raw), role, named, owner=owner)

    def record(rowid: int, row: Row) -> Record:
        moments = [read(row[place]) for place, read in clocks]
        direction = ""
        if flat.direction:
            direction = flat.directions.get(whole(row[at[flat.direction]]) or 0, "unknown")
        parties: tuple[Party, ...] = ()
        if flat.party is not None:
            role = {"in": "from", "out": "to"}.get(direction, flat.party[1])
            parties = (party(row, role, owner=flat.party[2]),)
            if flat.category == "message" and cell(row, flat.thread) != parties[0].id_raw:
                # Only where the conversation's id is its one person's is nobody else in it.
                parties = (*parties, Party("participant"))
        texts = (Text("title", cell(row, flat.title)), Text("body", cell(row, flat.body)))
        thread = cell(row, flat.thread)
        return Record(
            *(there.record_id(rowid), flat.category, there.prov(rowid)),
            subtype=flat.subtype,
            app_id=flat.app[0],
            app_name=flat.app[1],
            direction=direction,
            parties=parties,
            time=moments[0],
            times=tuple(time for time in moments[1:] if time is not None),
            text=tuple(words for words in texts if words.value),
            thread=Thread(thread_id(flat.app[0], thread)) if thread else None,
            extra={name: value for name in flat.extra if (value := cell(row, name))},
            flags=flags_of(parties),
        )

    return record
