"""Made records of every category and their CASE graph, for tests."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from extraction.case_export import CaseGraph, Read, coverage_in_words
from extraction.record import (
    Blob,
    Party,
    Place,
    Provenance,
    Record,
    Text,
    Thread,
    Time,
    marshal_record,
    record_id,
)

NOON_US = 1_775_044_800_000_000
NOON = "2026-04-01T12:00:00Z"
ALEX = Party("from", "+447700900101", "phone", "+447700900101", "Alex")
OWNER = Party("to", is_owner=True)
LEDGER: dict[str, Any] = {
    "artefacts": [
        {
            "artefact": "sms",
            "member": "a.xml",
            "rows_seen": 9,
            "records": 6,
            "quarantined": 1,
            "unknown": 2,
            "withheld": 0,
        }
    ],
    "unread": [{"member": "b.bin", "reason": "of no known kind"}],
    "missing": ["c.jpg"],
    "warnings": ["sms declares 8 rows and holds 9"],
    "left_off": {},
}


def when(kind: str, lasts_us: int = 1, zone: str = "utc_by_format") -> Time:
    return Time("raw", "us", kind, zone, NOON_US, NOON_US + lasts_us - 1)


def made(category: str, number: int = 0, /, **values: Any) -> Record:  # noqa: ANN401 a record's fields
    name = record_id("source", f"{category} {number}")
    return Record(name, category, Provenance("f", "p", "1", "a.xml", "t", number), **values)


def every_category() -> list[Record]:
    """Give a record of each category, with everything that a record can hold somewhere."""
    mail = Party("from", "Bea@b.example", "email", "bea@b.example", "Bea")
    blob = Blob("ab" * 32, 9, "a.jpg", "image/jpg", "image/jpeg", role="media")
    gone = Blob("", 0, "b.jpg", "image/jpeg", present=False)
    home = Place("51.5", "-0.12", "exif", "home", "12.5", "8")
    sms = made(
        *("message", 1),
        subtype="sms",
        app_id="android.sms",
        app_name="SMS",
        direction="in",
        parties=(ALEX, OWNER),
        time=when("received"),
        times=(when("sent"), when("created", zone="unknown")),
        text=(Text("body", 'words with "quotes" and \u202e marks'), Text("subject", "a subject")),
        thread=Thread("sms:+447700900101", "Alex", 2),
        blobs=(blob, gone),
        state={"read": "read", "deleted": "deleted"},
        sensitivity="legal",
        extra={"thread_id": "7"},
        flags=("missing_blob",),
    )
    group = tuple(Party("to", f"user{n}", "handle", None, f"User {n}") for n in range(3))
    chat = made(
        *("message", 2),
        subtype="chat",
        app_id="app",
        parties=(Party("from", name="Alex"), *group, Party("mention", "user9", "handle")),
        text=(Text("body", "hi"), Text("caption", "a caption")),
        embedded_in=sms.record_id,
        reply_to=record_id("source", "message 99"),
        place=home,
    )
    letter = made(
        *("message", 3),
        subtype="email",
        parties=(mail, Party("cc", "c@c.example", "email", "c@c.example"), Party("participant")),
        time=when("sent", 1_000_000, "explicit"),
        times=(when("received"),),
        text=(Text("subject", "s"), Text("body", "b")),
    )
    call = made(
        "call",
        direction="out",
        parties=(Party("participant", "07700900102", "phone", None, "Bea"),),
        time=when("created", 1000),
        extra={"duration": "12.75", "network": "3"},
    )
    contact = made(
        "contact",
        parties=(
            Party("subject", "+447700900101", "phone", "+447700900101", "Alex also"),
            Party("subject", "bea@b.example", "email", "bea@b.example"),
            Party("subject", "al", "handle"),
        ),
        text=(Text("note", "a note"),),
    )
    return [
        *(sms, chat, letter, call, contact),
        made("account", parties=(Party("subject", "me", "handle", is_owner=None),)),
        made(
            "media",
            subtype="photo",
            time=when("captured"),
            blobs=(blob,),
            place=home,
            extra={"camera_make": "Made", "lens": "50 mm", "uuid": "7"},
        ),
        made("document", subtype="pdf", time=when("modified"), blobs=(gone,)),
        made("location", time=when("visited"), place=home),
        made("location", 2, place=Place("north", "west", "user")),
        made("browser", subtype="visit", time=when("visited"), text=(Text("body", "https://a/"),)),
        made("browser", 2, subtype="cookie", text=(Text("title", "session"),)),
        made("app_data", subtype="usage", time=when("created", 86_400_000_000)),
        made("calendar", text=(Text("subject", "dentist"),), time=when("created")),
        made("note", text=(Text("title", "t"), Text("body", "b")), time=when("created")),
        made(
            "device_event", 2, state={"carved": "true"}, time=Time("x", "us", "created", "unknown")
        ),
    ]


def text_of(records: Iterable[Record], ledger: dict[str, Any] = LEDGER) -> str:
    """Give the graph of records, as it is written."""
    out: list[bytes] = []
    graph = CaseGraph(out.append)
    for record in records:
        graph.add(marshal_record(record))
    at = datetime(2026, 4, 2, tzinfo=UTC)
    said = coverage_in_words(ledger)
    graph.finish(Read("a.xml", "made", "cd" * 32, 9, False, said, "safehold", "1", at, at))  # noqa: FBT003 a file
    return b"".join(out).decode("utf-8")


def nodes_of(records: Iterable[Record], ledger: dict[str, Any] = LEDGER) -> list[dict[str, Any]]:
    """Give the nodes of the graph of records."""
    nodes: list[dict[str, Any]] = json.loads(text_of(records, ledger))["@graph"]
    return nodes
