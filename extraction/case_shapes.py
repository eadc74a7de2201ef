"""Which node and facets a record of each category becomes in a CASE graph.

docs/formats/case.md 2. A shape takes from a record what the ontology has a property for, and
keeps note of it; extraction/case_record.py says the rest in tags and statements.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from extraction.case_shared import Shared, medium_facets
from extraction.case_terms import (
    CORE,
    OBSERVABLE,
    Node,
    dictionary,
    facet,
    is_moment,
    moment,
    name_of,
    record_name,
    to,
    whole,
)
from extraction.record import Record
from extraction.record_parts import Time
from vault.canonical import Json

_CAMERA = ("camera_make", "camera_model", "camera_serial", "lens", "orientation", "software")
_CALL = {"in": "incoming", "out": "outgoing"}


@dataclass(slots=True)
class Shaped:
    """A record's node as it is made.

    `times`, `texts`, `extra`, `told` (accounts by role), `media` (how many) and `place` are
    what has its property already; the rest follows as relationships and statements.
    """

    record: Record
    shared: Shared
    app: Json
    kind: str = "ObservableObject"
    facets: list[Node] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)
    media: int = 0
    place: str | None = None

    @property
    def name(self) -> str:
        """Name the record's node."""
        return record_name(self.record.record_id)

    def node(self) -> Node:
        """Give the node with the facets that hold something."""
        node: Node = {"@id": self.name, "@type": OBSERVABLE + self.kind}
        if there := [part for part in self.facets if part]:
            node[CORE + "hasFacet"] = [*there]
        return node

    def add(self, kind: str, /, **values: Json) -> None:
        """Add a facet where it would hold something."""
        self.facets.append(facet(self.name, kind, **values))

    def at(self, *kinds: str) -> Json:
        """Give the first time of these kinds that is a moment, and count it as told."""
        record = self.record
        for time in (*(() if record.time is None else (record.time,)), *record.times):
            if time.kind in kinds and is_moment(time) and time not in self.times:
                self.times.append(time)
                return moment(time)
        return None

    def words(self, *fields: str) -> str:
        """Give the words of these fields, and count them as told."""
        self.texts += fields
        return "\n".join(text.value for text in self.record.text if text.field in fields)

    def seconds(self, key: str) -> int | None:
        """Give an unmapped field as whole seconds, and count it as told if it is no more."""
        raw = self.record.extra.get(key, "")
        found = whole(raw)
        self.extra += [key] if str(found) == raw else []
        return found

    def people(self, *roles: str) -> list[Json]:
        """Refer to the people of these roles, and count them as told."""
        found: dict[str, str] = {}
        for party in self.record.parties:
            if party.role in roles and (account := self.shared.account(party, self.app)):
                found.setdefault(account, party.role)
                self.told.add((account, party.role))
        return [to(account) for account in found]

    def one(self, role: str) -> Json:
        """Refer to the one account of a role; where there are several, none is preferred."""
        several = {
            party.id_raw or party.name for party in self.record.parties if party.role == role
        }
        found = self.people(role) if len(several) == 1 else []
        return found[0] if found else None

    def located(self) -> Json:
        """Refer to the record's place, and count it as told."""
        place = self.record.place
        self.place = "" if place is None else self.shared.place(place, self.name)
        return to(self.place) if self.place else None


def _message(shaped: Shaped) -> None:
    record = shaped.record
    if record.subtype == "email":
        _email(shaped)
        return
    shaped.kind = "SMSMessage" if record.subtype == "sms" else "Message"
    shaped.add(
        "MessageFacet",
        application=shaped.app,
        **{"from": shaped.one("from")},
        to=shaped.people("to"),
        sentTime=shaped.at("sent"),
        messageText=shaped.words("body"),
        messageType=record.subtype,
        sessionID="" if record.thread is None else record.thread.id,
    )
    if record.subtype == "sms" and (read := record.state.get("read")):
        shaped.add("SMSMessageFacet", isRead=read == "read")


def _email(shaped: Shaped) -> None:
    shaped.kind = "EmailMessage"
    shaped.add(
        "EmailMessageFacet",
        application=shaped.app,
        **{"from": shaped.one("from")},
        to=shaped.people("to"),
        cc=shaped.people("cc"),
        bcc=shaped.people("bcc"),
        subject=shaped.words("subject"),
        body=shaped.words("body"),
        sentTime=shaped.at("sent"),
        receivedTime=shaped.at("received"),
    )


def _call(shaped: Shaped) -> None:
    shaped.kind = "Call"
    shaped.add(
        "CallFacet",
        application=shaped.app,
        callType=_CALL.get(shaped.record.direction, ""),
        **{"from": shaped.one("from")},
        to=shaped.people("to"),
        participant=shaped.people("participant"),
        startTime=shaped.at("created", "sent", "received"),
        endTime=shaped.at("modified"),
        duration=shaped.seconds("duration"),
    )


def _contact(shaped: Shaped) -> None:
    shaped.kind = "Contact"
    parties = [party for party in shaped.record.parties if party.role == "subject"]
    phones: list[Json] = []
    mails: list[Json] = []
    for party in parties:
        if not party.id_raw:
            # A name alone is nobody's account; the contact is called by it.
            continue
        kind, key, found = "ContactPhone", "contactPhoneNumber", phones
        if party.id_type == "email":
            kind, key, found = "ContactEmail", "emailAddress", mails
        elif party.id_type not in ("phone", "shortcode", "jid"):
            continue
        account = shaped.shared.account(party, shaped.app)
        shaped.told.add((account, "subject"))
        made = {"@id": name_of(shaped.name, kind, account), "@type": OBSERVABLE + kind}
        found.append({**made, OBSERVABLE + key: to(account)})
    shaped.add(
        "ContactFacet",
        displayName=next((party.name for party in parties if party.name), ""),
        contactPhone=phones,
        contactEmail=mails,
        contactNote=shaped.words("note"),
        sourceApplication=shaped.app,
    )


def _account(shaped: Shaped) -> None:
    shaped.kind = "DigitalAccount"
    subject = next((party for party in shaped.record.parties if party.role == "subject"), None)
    shaped.add(
        "AccountFacet",
        accountIdentifier="" if subject is None else subject.id_raw,
        observableCreatedTime=shaped.at("created"),
        modifiedTime=shaped.at("modified"),
    )
    shaped.add("DigitalAccountFacet", displayName="" if subject is None else subject.name)
    shaped.add("ApplicationAccountFacet", application=shaped.app)


def _file(shaped: Shaped) -> None:
    record = shaped.record
    picture = record.category == "media" and record.subtype == "photo"
    shaped.kind = "RasterPicture" if picture else "File"
    file: Node = {}
    if record.blobs:
        shaped.media = 1
        file, content = medium_facets(shaped.name, record.blobs[0])
        shaped.facets.append(content)
    times = facet(
        shaped.name,
        "FileFacet",
        observableCreatedTime=shaped.at("created", "captured"),
        modifiedTime=shaped.at("modified", "file_mtime"),
    )
    shaped.facets.append({**file, **times})
    known = [(key, value) for key in _CAMERA if (value := record.extra.get(key))]
    if known:
        shaped.extra += [key for key, _ in known]
        shaped.add("EXIFFacet", exifData=[dictionary(shaped.name, known)])


def _location(shaped: Shaped) -> None:
    shaped.kind = "GeoLocationEntry"
    shaped.add(
        "GeoLocationEntryFacet",
        location=shaped.located(),
        application=shaped.app,
        observableCreatedTime=shaped.at("created", "visited", "captured", "sent", "received"),
    )


def _browser(shaped: Shaped) -> None:
    if shaped.record.subtype == "cookie":
        shaped.kind = "BrowserCookie"
        shaped.add(
            "BrowserCookieFacet",
            application=shaped.app,
            cookieName=shaped.words("title"),
            observableCreatedTime=shaped.at("created"),
            accessedTime=shaped.at("visited"),
        )
        return
    shaped.kind = "URLHistory"
    entry = facet(
        shaped.name,
        "URLHistoryEntry",
        url=shaped.shared.url(shaped.words("body")),
        pageTitle=shaped.words("title"),
        lastVisit=shaped.at("visited"),
    )
    shaped.add(
        "URLHistoryFacet",
        browserInformation=shaped.app,
        urlHistoryEntry=[entry] if entry else None,
    )


def _calendar(shaped: Shaped) -> None:
    shaped.kind = "CalendarEntry"
    shaped.add(
        "CalendarEntryFacet",
        application=shaped.app,
        subject=shaped.words("subject", "title"),
        eventType=shaped.record.subtype,
        startTime=shaped.at("created"),
        modifiedTime=shaped.at("modified"),
    )


def _note(shaped: Shaped) -> None:
    shaped.kind = "Note"
    shaped.add(
        "NoteFacet",
        application=shaped.app,
        text=shaped.words("title", "body"),
        observableCreatedTime=shaped.at("created"),
        modifiedTime=shaped.at("modified"),
    )


def _event(shaped: Shaped) -> None:
    shaped.kind = "EventRecord"
    shaped.add(
        "EventRecordFacet",
        application=shaped.app,
        eventType=shaped.record.subtype or shaped.record.prov.table,
        eventRecordText=shaped.words("body", "title"),
        observableCreatedTime=shaped.at("created", "visited", "sent", "received", "modified"),
    )


SHAPES: dict[str, Callable[[Shaped], None]] = {
    "message": _message,
    "call": _call,
    "contact": _contact,
    "account": _account,
    "media": _file,
    "document": _file,
    "location": _location,
    "browser": _browser,
    "calendar": _calendar,
    "note": _note,
    "app_data": _event,
    "device_event": _event,
}
