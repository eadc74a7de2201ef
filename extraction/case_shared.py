"""What many records of a CASE graph refer to: people's accounts, apps, threads, media, places.

docs/formats/case.md 3. Each is written once, where it is met first. An account is who has it:
a number, an address, or an id or a name inside one app.
"""

from collections.abc import Callable

from extraction.case_terms import (
    CORE,
    LOCATION,
    OBSERVABLE,
    Node,
    annotation,
    decimal,
    facet,
    name_of,
    sha256_of,
    to,
)
from extraction.record_parts import Blob, Party, Place, Thread
from vault.canonical import Json


class Shared:
    """Names what records refer to, and writes it when it is new."""

    def __init__(self, scope: str, write: Callable[[Node], None]) -> None:
        self._scope = scope
        self._write = write
        self._known: set[str] = set()

    def app(self, app_id: str | None, shown: str) -> Json:
        """Refer to an app; None where none is known."""
        if not app_id:
            return None
        name = name_of(self._scope, "app", app_id)
        if name not in self._known:
            self._known.add(name)
            part = facet(name, "ApplicationFacet", applicationIdentifier=app_id)
            self._write(_object(name, "Application", [part], shown))
        return to(name)

    def account(self, party: Party, app: Json) -> str:
        """Name the account of somebody; "" where nothing tells who it is."""
        key = _key(party, app)
        if not key:
            return ""
        name = name_of(self._scope, "account", *key)
        if name not in self._known:
            self._known.add(name)
            self._write(_account(name, party, app))
            if party.is_owner:
                self._say(name, "this is the account of whoever owns the phone")
            self._known |= {name + party.name, name + party.id_raw}
        for what, value in (("called", party.name), ("spelt", party.id_raw)):
            if value and name + value not in self._known:
                self._known.add(name + value)
                self._say(name, f"also {what}: {value}")
        return name

    def _say(self, name: str, words: str) -> None:
        """Say of what was written before what is new about it."""
        self._write({**annotation(name, [words]), "@id": name_of(name, words)})

    def accounts(self, parties: list[Party], app: Json) -> list[Json]:
        """Refer to the accounts of several people, each once."""
        names = dict.fromkeys(self.account(party, app) for party in parties)
        return [to(name) for name in names if name]

    def thread(self, thread: Thread | None) -> str:
        """Name a conversation; "" where there is none."""
        if thread is None or not thread.id:
            return ""
        name = name_of(self._scope, "thread", thread.id)
        if name not in self._known:
            self._known.add(name)
            told: Node = {CORE + "description": f"conversation {thread.id}"}
            self._write({**_object(name, "MessageThread", [], thread.name), **told})
        return name

    def medium(self, blob: Blob, where: str) -> str:
        """Name a medium: by its hash and name, or by its place where its bytes are not there."""
        name = name_of(self._scope, "medium", blob.sha256 or where, blob.name)
        if name not in self._known:
            self._known.add(name)
            made = _object(name, "File", medium_facets(name, blob))
            if not blob.present:
                made[CORE + "tag"] = ["missing_blob"]
            self._write(made)
        return name

    def place(self, place: Place, where: str) -> str:
        """Name a place; "" where its numbers are none."""
        lat, lon = decimal(place.lat), decimal(place.lon)
        if lat is None or lon is None:
            return ""
        name = name_of(self._scope, "place", where)
        part = facet(
            name,
            LOCATION + "LatLongCoordinatesFacet",
            location__latitude=lat,
            location__longitude=lon,
            location__altitude=decimal(place.alt_m),
        )
        made: Node = {"@id": name, "@type": LOCATION + "Location", CORE + "hasFacet": [part]}
        if place.label:
            made[CORE + "name"] = place.label
        told = [f"known from: {place.source}"]
        if place.acc_m:
            told.append(f"accurate to {place.acc_m} metres")
        self._write({**made, CORE + "description": [*told]})
        return name

    def url(self, value: str) -> Json:
        """Refer to an address on the web; None where there is none."""
        if not value:
            return None
        name = name_of(self._scope, "url", value)
        if name not in self._known:
            self._known.add(name)
            self._write(_object(name, "URL", [facet(name, "URLFacet", fullValue=value)]))
        return to(name)


def medium_facets(name: str, blob: Blob) -> list[Node]:
    """Give the facets of a file with a medium's bytes."""
    kinds = [*dict.fromkeys(each for each in (blob.mime_sniffed, blob.mime_declared) if each)]
    known = bool(blob.sha256)
    return [
        facet(name, "FileFacet", fileName=blob.name, sizeInBytes=blob.size if known else None),
        facet(
            name,
            "ContentDataFacet",
            hash=[sha256_of(name, blob.sha256)] if known else None,
            sizeInBytes=blob.size if known else None,
            mimeType=[*kinds],
        ),
    ]


def _key(party: Party, app: Json) -> tuple[str, ...]:
    inside = str(app)
    if party.id_type in ("phone", "shortcode") and party.id_raw:
        return ("phone", party.id_norm or party.id_raw)
    if party.id_type == "email":
        return ("email", party.id_norm or party.id_raw)
    if party.id_raw:
        return (party.id_type, inside, party.id_raw)
    if party.is_owner:
        return ("owner", inside, party.name)
    return ("name", inside, party.name) if party.name else ()


def _account(name: str, party: Party, app: Json) -> Node:
    if party.id_type == "email":
        part = facet(name, "EmailAddressFacet", addressValue=party.id_raw, displayName=party.name)
        return _object(name, "EmailAddress", [part])
    phone = party.id_type in ("phone", "shortcode")
    number = party.id_norm or party.id_raw if phone else party.id_norm
    kind = "PhoneAccount" if phone and number else "ApplicationAccount" if app else "DigitalAccount"
    parts = [
        facet(name, "AccountFacet", accountIdentifier=party.id_raw),
        facet(name, "PhoneAccountFacet", phoneNumber=number),
        facet(name, "DigitalAccountFacet", displayName=party.name),
        facet(name, "ApplicationAccountFacet", application=None if phone else app),
    ]
    return _object(name, kind, parts, "" if party.id_raw else party.name)


def _object(name: str, kind: str, facets: list[Node], shown: str = "") -> Node:
    made: Node = {"@id": name, "@type": OBSERVABLE + kind}
    if shown:
        made[CORE + "name"] = shown
    there: list[Json] = [part for part in facets if part]
    if there:
        made[CORE + "hasFacet"] = there
    return made
