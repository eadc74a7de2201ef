"""CASE/UCO graphs in JSON-LD: what other forensic programs exchange.

docs/readers.md 16. Tried on the public examples of CASE 1.0 to 1.4 and on graphs made from
Cellebrite reports. A node becomes a record by its type or its facets; nodes that others only
refer to, and all other kinds, are counted as unknown. The file is gone through twice, because
a message may stand before the accounts in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extraction.errors import CorruptSource
from extraction.ledger import Line
from extraction.parties import party_of
from extraction.reader import Found, Item, Quarantined, ReadContext, Unknown
from extraction.readers.case_graph import (
    TWO,
    Known,
    Node,
    facets_of,
    listed,
    local,
    moment,
    plain,
    reference,
    scalar,
    types_of,
)
from extraction.readers.json_stream import ELEMENT, JsonStream, Path
from extraction.readers.json_values import object_of
from extraction.readers.store_schema import extra_of, flags_of
from extraction.record import Party, Place, Provenance, Record, Text, Thread, record_id
from extraction.source import Member, Source, read_member
from extraction.threads import thread_id

NAME = "case-uco"
VERSION = "1"
_CONTEXT = re.compile(rb'"@context"')
_ONTOLOGY = re.compile(rb"unifiedcyberontology\.org|caseontology\.org")
_GRAPHS = ("@graph", "object")
_TYPES = {
    "SMSMessage": "SMSMessage",
    "EmailMessage": "EmailMessage",
    "Message": "Message",
    "Call": "Call",
    "Contact": "Contact",
    "SMSMessageFacet": "SMSMessage",
    "EmailMessageFacet": "EmailMessage",
    "MessageFacet": "Message",
    "CallFacet": "Call",
    "ContactFacet": "Contact",
    "URLHistoryFacet": "URLHistoryEntry",
    "LatLongCoordinatesFacet": "Location",
}
_SUBTYPES = {"SMSMessage": "sms", "EmailMessage": "email", "Message": "chat"}
_ROLES = (
    ("from", "from"),
    ("to", "to"),
    ("cc", "cc"),
    ("bcc", "bcc"),
    ("participant", "participant"),
)
_DIRECTIONS = {
    "incoming": "in",
    "outgoing": "out",
    "missed": "in",
    "inbound": "in",
    "outbound": "out",
}
_USED = (
    *("@id", "@type", "messageText", "body", "subject", "sentTime", "receivedTime", "sessionID"),
    *("startTime", "endTime", "allocationStatus", "latitude", "longitude", "pageTitle"),
    *("lastVisit", "browser", "displayName", "contactNote"),
)
MAX_PARTIES = 1000
_UNREADABLE = (ValueError, TypeError, OverflowError, LookupError, ArithmeticError)


def _wanted(path: Path) -> bool:
    return len(path) == 2 and path[1] == ELEMENT and local(path[0]) in _GRAPHS  # noqa: PLR2004 a graph's nodes


@dataclass(slots=True)
class Graph:
    """A graph that is read: what its nodes refer to, and the lines of the ledger."""

    member: Member
    context: ReadContext
    known: Known = field(default_factory=Known)
    _lines: dict[str, Line] = field(default_factory=dict)

    def items(self) -> Iterator[Item]:
        """Give an item for every node, and for every page of a history."""
        for node in self._nodes(said=False):
            self.known.learn(node)
        for number, node in enumerate(self._nodes(said=True), start=1):
            yield from self._node(number, node)

    def _nodes(self, *, said: bool) -> Iterator[Node]:
        stream = JsonStream(read_member(self.member), _wanted)
        try:
            for path, value in stream.values():
                if not _wanted(path):
                    continue
                node = object_of(value) if isinstance(value, dict) else {}
                inner = plain(node).get("object")
                # A bundle holds its nodes itself.
                yield from (each for each in listed(inner) if isinstance(each, dict))
                yield node
        except CorruptSource as error:
            left = max(0, self.member.length - stream.offset)
            if said or not self.context.accept_damaged:
                name = self.member.name
                self.context.damaged(name, offset=stream.offset, size=left, what=str(error))

    def _line(self, what: str) -> Line:
        if what not in self._lines:
            self._lines[what] = self.context.ledger.line(
                what, member=self.member.name, reader=NAME, version=VERSION
            )
        return self._lines[what]

    def _node(self, number: int, node: Node) -> Iterator[Item]:
        kind, facet = _kind(node)
        if kind == "URLHistoryEntry":
            entries = [plain(each) for each in listed(facet.get("urlHistoryEntry"))]
            browser = self.known.identify(facet.get("browserInformation"))[1]
            for place, entry in enumerate(entries, start=1):
                yield self._item(
                    kind, number, f"{number}/{place}", {**entry, "browser": browser}, node
                )
            return
        if kind:
            yield self._item(kind, number, str(number), facet, node)
            return
        line = self._line("other nodes")
        line.seen += 1
        yield Unknown(line, 1)

    def _item(
        self, kind: str, number: int, place: str, facet: dict[str, object], node: Node
    ) -> Item:
        line = self._line(kind)
        line.seen += 1
        identity = record_id(self.context.source_id, f"{self.member.name}/{kind}/{place}")
        prov = Provenance(
            *(NAME, NAME, VERSION, self.member.name[:1000], kind, number),
            xml_id=reference(node)[:200],
        )
        try:
            return Found(line, self._record(kind, identity, prov, facet, node))
        except _UNREADABLE as error:
            raw = repr(node)[:16_384].encode("utf-8", "replace")
            reason = f"a node does not parse ({type(error).__name__})"
            return Quarantined(line, number, reason, raw)

    def _record(
        self, kind: str, identity: str, prov: Provenance, facet: dict[str, object], node: Node
    ) -> Record:
        app = self.known.identify(facet.get("application"))[1]
        base = Record(
            *(identity, "message", prov),
            app_id=app.lower().replace(" ", ".")[:200] or None,
            app_name=app[:200],
            state=extra_of(deleted=scalar(facet.get("allocationStatus")).lower()),
            extra={
                name: value
                for name, each in facet.items()
                if name not in _USED and (value := scalar(each))
            },
        )
        if kind == "URLHistoryEntry":
            return self._visit(base, facet)
        if kind == "Contact":
            return self._contact(base, facet)
        if kind == "Call":
            return self._call(base, facet)
        if kind == "Location":
            lat, lon = scalar(facet.get("latitude")), scalar(facet.get("longitude"))
            place = Place(lat, lon, "app") if lat and lon else None
            return replace(base, category="location", place=place)
        return self._message(base, kind, facet, node)

    def _message(self, base: Record, kind: str, facet: dict[str, object], node: Node) -> Record:
        zone = self.context.zone
        sent = moment(facet.get("sentTime"), "sent", zone)
        came = moment(facet.get("receivedTime"), "received", zone)
        words = (("subject", "subject"), ("body", "messageText"), ("body", "body"))
        texts = ((what, scalar(facet.get(name))) for what, name in words)
        parties = self._parties(facet)
        if len(parties) < 2:  # noqa: PLR2004 somebody wrote to somebody
            parties = (*parties, Party("participant"))
        return replace(
            base,
            subtype=_SUBTYPES[kind],
            direction="unknown",
            parties=parties,
            time=sent or came,
            times=(came,) if sent is not None and came is not None else (),
            text=tuple(Text(what, value) for what, value in texts if value),
            thread=self._thread(base.app_id, facet, node),
            flags=flags_of(parties),
        )

    def _thread(self, app: str | None, facet: dict[str, object], node: Node) -> Thread | None:
        """Give the thread that cites a message; a session's number means one within its app."""
        thread = self.known.threads.get(reference(node), "")
        if thread == TWO:
            return None
        if thread:
            return Thread(thread_id("case", thread), self.known.names.get(thread, "")[:1000])
        session = scalar(facet.get("sessionID"))
        if not session or app is None:
            return None
        return Thread(thread_id(f"case-session:{len(app)}:{app}", session))

    def _call(self, base: Record, facet: dict[str, object]) -> Record:
        kind = scalar(facet.get("callType")).lower()
        parties = self._parties(facet) or (Party("participant"),)
        ended = moment(facet.get("endTime"), "modified", self.context.zone)
        return replace(
            base,
            category="call",
            direction=_DIRECTIONS.get(kind, "unknown"),
            parties=parties,
            time=moment(facet.get("startTime"), "created", self.context.zone),
            times=() if ended is None else (ended,),
            state={**base.state, **extra_of(status="missed" if kind == "missed" else "")},
            flags=flags_of(parties),
        )

    def _contact(self, base: Record, facet: dict[str, object]) -> Record:
        whole = " ".join(scalar(facet.get(part)) for part in ("firstName", "lastName")).strip()
        name = scalar(facet.get("displayName")) or whole
        numbers = [
            each
            for key in ("phoneNumber", "emailAddress", "contactPhone", "contactEmail")
            for each in listed(facet.get(key))
        ]
        parties = self._people(numbers, "subject", name=name, owner=False)
        parties = parties or (Party("subject", name=name[:1000]),)
        note = scalar(facet.get("contactNote"))
        return replace(
            base,
            category="contact",
            parties=parties,
            text=(Text("note", note),) if note else (),
            flags=flags_of(parties),
        )

    def _visit(self, base: Record, entry: dict[str, object]) -> Record:
        zone = self.context.zone
        first = moment(entry.get("firstVisit"), "visited", zone)
        last = moment(entry.get("lastVisit"), "visited", zone)
        texts = (
            ("title", scalar(entry.get("pageTitle"))),
            ("body", self.known.identify(entry.get("url"))[0]),
        )
        browser = scalar(entry.get("browser"))
        return replace(
            base,
            category="browser",
            subtype="visit",
            app_id=browser.lower().replace(" ", ".")[:200] or None,
            app_name=browser[:200],
            time=last or first,
            times=(first,) if first is not None and last is not None else (),
            text=tuple(Text(what, value) for what, value in texts if value),
        )

    def _parties(self, facet: dict[str, object]) -> tuple[Party, ...]:
        # Whose phone it was, the graph does not say here.
        found = [
            party
            for key, role in _ROLES
            for party in self._people(listed(facet.get(key)), role, owner=None)
        ]
        if len(found) > MAX_PARTIES:
            raise ValueError("more people than a record holds")
        return tuple(found)

    def _people(
        self, values: list[object], role: str, *, name: str = "", owner: bool | None
    ) -> tuple[Party, ...]:
        """Give who is named or referred to; what a node is called is nobody's number."""
        found = []
        for value in values:
            raw, shown = self.known.identify(value)
            said = name or shown
            if raw:
                party = party_of(raw, self.context.region, role=role, name=said, owner=owner)
            else:
                party = Party(role, reference(value)[:1000], "", None, said[:1000], owner)
            found.append(party)
        return tuple(found)


def _kind(node: Node) -> tuple[str, dict[str, object]]:
    """Tell what a node is, by its type or its facets, and give the facet that says it."""
    own = next((_TYPES[name] for name in types_of(node) if name in _TYPES), "")
    for name, facet in facets_of(node):
        if name in _TYPES:
            return own or _TYPES[name], facet
    return own, {}


class CaseReader:
    """Reads one graph."""

    name = NAME
    version = VERSION
    about = "CASE/UCO graph (JSON-LD)"

    def recognises(self, source: Source) -> bool:
        """Tell by the context that the first 64 KiB name."""
        if source.kind != "file":
            return False
        head = source.head(source.members[0])
        starts = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
        return starts and bool(_CONTEXT.search(head)) and bool(_ONTOLOGY.search(head))

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give every node that is a record; count the others."""
        return Graph(source.members[0], context).items()
