"""Chrome's and Firefox's history, on phones and computers.

docs/readers.md 10. Tried on Chrome 59 (real) and on made databases of the columns of
Chrome 120 and Firefox 115. Chrome counts microseconds from 1601, Firefox from 1970.
"""

from extraction.readers.store_rows import Row
from extraction.readers.store_schema import Mapper, Store, StoreContext, Table, base_name, extra_of
from extraction.readers.store_values import clock, text
from extraction.record import Record, Text, Time

CHROME = ("chrome", "Chrome")
FIREFOX = ("firefox", "Firefox")


def _words(title: str, url: str) -> tuple[Text, ...]:
    found = (Text("title", title),) if title else ()
    return (*found, Text("body", url)) if url else found


def _visits(there: StoreContext) -> Mapper:
    visited = clock("webkit_us", "visited")

    def record(rowid: int, row: Row) -> Record:
        _, page, time, source, transition, duration = row
        found = there.side.row("urls", page, "url", "title", "visit_count") or (None, None, None)
        url, title, count = (text(value) for value in found)
        return Record(
            *(there.record_id(rowid), "browser", there.prov(rowid)),
            subtype="visit",
            app_id=CHROME[0],
            app_name=CHROME[1],
            time=visited(time),
            text=_words(title, url),
            extra=extra_of(
                url=url,
                visit_count=count,
                from_visit=text(source),
                transition=text(transition),
                visit_duration=text(duration),
            ),
        )

    return record


_DOWNLOAD_COLUMNS = (
    *("current_path", "target_path", "start_time", "end_time", "received_bytes"),
    *("total_bytes", "state", "referrer", "tab_url", "mime_type", "opened", "last_access_time"),
)


def _downloads(there: StoreContext) -> Mapper:
    began, ended = clock("webkit_us", "created"), clock("webkit_us", "modified")
    chains = there.side.beside("downloads_url_chains", "id", "url", "chain_index")

    def record(rowid: int, row: Row) -> Record:
        _, current, target, start, end, received, total, state, *rest = row
        referrer, page, mime, opened, accessed = (text(value) for value in rest)
        urls = [text(url) for url, _ in chains.of(rowid)]
        path = text(target) or text(current)
        done = ended(end) if end else None
        return Record(
            *(there.record_id(rowid), "browser", there.prov(rowid)),
            subtype="download",
            app_id=CHROME[0],
            app_name=CHROME[1],
            time=began(start),
            times=() if done is None else (done,),
            text=_words(base_name(path), urls[-1] if urls else page),
            extra=extra_of(
                path=path,
                urls="\n".join(urls),
                referrer=referrer,
                page=page,
                type=mime,
                state=text(state),
                received_bytes=text(received),
                total_bytes=text(total),
                opened=opened,
                last_access_time=accessed,
            ),
        )

    return record


def _places(there: StoreContext) -> Mapper:
    visited = clock("us", "visited")

    def record(rowid: int, row: Row) -> Record:
        _, page, time, kind, source = row
        found = there.side.row("moz_places", page, "url", "title", "visit_count")
        url, title, count = (text(value) for value in found or (None, None, None))
        when: Time | None = visited(time)
        return Record(
            *(there.record_id(rowid), "browser", there.prov(rowid)),
            subtype="visit",
            app_id=FIREFOX[0],
            app_name=FIREFOX[1],
            time=when,
            text=_words(title, url),
            extra=extra_of(
                url=url, visit_count=count, visit_type=text(kind), from_visit=text(source)
            ),
        )

    return record


STORES = (
    Store(
        "chrome-history",
        ("history",),
        (
            Table(
                *("visits", ("url", "visit_time", "transition")),
                ("url", "visit_time", "from_visit", "transition", "visit_duration"),
                _visits,
            ),
            Table(
                *("downloads", ("target_path", "start_time", "received_bytes")),
                *(_DOWNLOAD_COLUMNS, _downloads),
            ),
        ),
        helpers=("urls", "downloads_url_chains"),
    ),
    Store(
        "firefox-history",
        ("places.sqlite", "browser.db"),
        (
            Table(
                *("moz_historyvisits", ("place_id", "visit_date")),
                ("place_id", "visit_date", "visit_type", "from_visit"),
                _places,
            ),
        ),
        helpers=("moz_places",),
    ),
)
