"""Safari's history on an iPhone or Mac: `History.db`.

docs/readers.md 10. Tried on macOS 10.13 (real, the same schema as iOS). Times are Cocoa
seconds with a fraction.
"""

from extraction.readers.store_rows import Row
from extraction.readers.store_schema import Mapper, Store, StoreContext, Table, extra_of
from extraction.readers.store_values import clock, text
from extraction.record import Record, Text

_COLUMNS = (
    *("history_item", "visit_time", "title", "load_successful", "redirect_source"),
    *("redirect_destination", "origin"),
)


def _visits(there: StoreContext) -> Mapper:
    visited = clock("cocoa_s", "visited")

    def record(rowid: int, row: Row) -> Record:
        _, item, time, title, loaded, source, target, origin = row
        found = there.side.row("history_items", item, "url", "visit_count")
        url = text(found[0]) if found else ""
        words = [Text("title", text(title))] if title else []
        return Record(
            *(there.record_id(rowid), "browser", there.prov(rowid)),
            subtype="visit",
            app_id="safari",
            app_name="Safari",
            time=visited(time),
            text=(*words, Text("body", url)) if url else tuple(words),
            extra=extra_of(
                url=url,
                visit_count=text(found[1]) if found else "",
                load_successful=text(loaded),
                redirect_source=text(source),
                redirect_destination=text(target),
                origin=text(origin),
            ),
        )

    return record


STORE = Store(
    "safari-history",
    ("history.db",),
    (Table("history_visits", ("history_item", "visit_time"), _COLUMNS, _visits),),
    helpers=("history_items",),
)
