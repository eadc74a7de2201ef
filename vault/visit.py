"""Visit statements: what the guardian says of the phone, the place, the method, herself.

docs/formats/visit.md. The statement holds a salted commitment for every point and no value, so it
can be shown to anybody. With it go openings, each a salt and a value; a holder shows some of them
and keeps the others closed:

    {"openings":{"device.model":{"salt":"…","value":{"said":"Pixel 8"}}},"statement":{…},"v":1}
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from vault.canonical import Json, b64, marshal, parse_object
from vault.certificate import Certificate
from vault.document import Document
from vault.errors import Malformed, MalformedStatement, NotAuthentic
from vault.identity import Identity
from vault.ids import HASH_SIZE, ID_SIZE, Eid, Fingerprint, Random
from vault.ingest import Ingest
from vault.statement import (
    Statement,
    check_both_signatures,
    digest,
    parse_statement,
    parse_time,
    show_time,
    sign,
)

TEXTS = (
    *("device.model", "device.identifiers", "device.condition", "device.battery"),
    *("device.network", "guardian.name", "guardian.competence", "place", "tool.settings"),
    *("method", "method.validation", "exceptions", "interruptions", "countersignature.absence"),
)
TIMES = ("start", "end")
CLOCK = "device.clock"
POINTS = tuple(sorted((*TEXTS, *TIMES, CLOCK)))
"""Every point that there is; a statement has a commitment for each."""
PERSONAL = frozenset({"device.identifiers", "guardian.name", "place"})
"""Points that name somebody or somewhere: nothing opens them unless she says so."""
USUAL = frozenset(POINTS) - PERSONAL
"""Points that a release shows where she says nothing else."""
MIME = "application/vnd.shv1.visit+json"
MAX_VALUE = 1000
MAX_VISIT = 256 * 1024
MAX_OFFSET = 10 * 366 * 86_400_000
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")

Value = dict[str, Json]
"""What is said of one point: `{"said":…}`, or `{"unknown":why}`."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The body of a visit statement; `points` has a commitment for each of POINTS.

    `corrects` is None for the one that an ingest statement names, else the SHA-256 of the
    statement that this one takes the place of.
    """

    eid: Eid
    root: bytes
    survivor: Fingerprint
    guardian: Fingerprint
    created: datetime
    corrects: bytes | None
    points: Mapping[str, bytes]

    def body(self) -> dict[str, Json]:
        """Give the body as JSON."""
        return {
            "v": 1,
            "eid": self.eid.hex(),
            "root": self.root.hex(),
            "survivor": self.survivor.hex(),
            "guardian": self.guardian.hex(),
            "created": show_time(self.created),
            "corrects": None if self.corrects is None else self.corrects.hex(),
            "points": {name: b64(self.points[name]) for name in POINTS},
        }


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens one commitment: its salt, and the value as canonical JSON reads it."""

    salt: bytes = field(repr=False)
    value: Value = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """A visit statement with the openings that its holder shows; nothing is checked yet."""

    visit: Visit
    statement: Statement
    openings: Mapping[str, Opening]

    @property
    def sha256(self) -> bytes:
        """The statement's SHA-256, by which others name it."""
        return digest(self.statement.raw)

    def only(self, points: Collection[str]) -> "ShownVisit":
        """Close every point but these."""
        kept = {name: each for name, each in self.openings.items() if name in points}
        return replace(self, openings=kept)

    def body(self) -> dict[str, Json]:
        """Give statement and openings as JSON."""
        return {
            "v": 1,
            "statement": parse_object(self.statement.raw),
            "openings": {
                name: {"salt": b64(each.salt), "value": each.value}
                for name, each in self.openings.items()
            },
        }

    def marshal(self) -> bytes:
        """Give the canonical bytes."""
        return marshal(self.body())


def sign_visit(
    guardian: Identity,
    said: Mapping[str, Value],
    *,
    eid: Eid,
    root: bytes,
    survivor: Fingerprint,
    created: datetime,
    corrects: bytes | None,
    random: Random,
) -> ShownVisit:
    """Commit to what is said of every point, and sign as the guardian.

    Raises:
        Malformed: a point is missing, unknown, or says what it may not say.
    """
    if set(said) != set(POINTS):
        raise MalformedStatement("visit statement: want every point, said or not known")
    openings = {name: Opening(random(HASH_SIZE), check_value(name, said[name])) for name in POINTS}
    points = {name: commitment(eid, name, each) for name, each in openings.items()}
    visit = Visit(eid, root, survivor, guardian.fp, created, corrects, points)
    statement = parse_statement(sign(guardian, "visit", visit.body()), "visit")
    return ShownVisit(visit, statement, openings)


def commitment(eid: Eid, name: str, opening: Opening) -> bytes:
    """Commit to what is said of one point of one extraction."""
    said = name.encode() + b"\x00" + opening.salt + marshal(opening.value)
    return hashlib.sha256(b"SHV1 visit\x00" + eid + said).digest()


def parse_shown(data: bytes) -> ShownVisit:
    """Read a visit statement with openings, or raise MalformedStatement; nothing is checked."""
    try:
        return shown_of(parse_object(data))
    except MalformedStatement:
        raise
    except Malformed as error:
        raise MalformedStatement(f"visit statement: {error}") from None


def shown_of(value: Json) -> ShownVisit:
    """Read what ShownVisit.body gives, or raise Malformed."""
    body = Document(value, {"v", "statement", "openings"})
    body.version()
    statement = parse_statement(marshal(body.mapping("statement")), "visit")
    openings = {name: _opening(name, opened) for name, opened in body.mapping("openings").items()}
    return ShownVisit(_visit(statement.body), statement, openings)


def check_visit(shown: ShownVisit, ingest: Ingest, certificates: Iterable[Certificate]) -> None:
    """Check whose word it is, that it is of this extraction, and every opening.

    Which statement it takes the place of, in_force checks.

    Raises:
        NotAuthentic: another extraction's or guardian's, changed, or an opening of a value that
            was not said.
    """
    visit = shown.visit
    if (visit.eid, visit.root) != (ingest.eid, ingest.root):
        raise NotAuthentic("the visit statement is of another extraction")
    if (visit.guardian, visit.survivor) != (ingest.guardian, ingest.survivor):
        raise NotAuthentic("the visit statement is of another guardian or survivor")
    found = next((cert for cert in certificates if cert.subject == visit.guardian), None)
    if found is None:
        raise NotAuthentic("the guardian's certificate is not at hand")
    check_both_signatures(shown.statement, found.bundle)
    check_openings(shown)


def check_openings(shown: ShownVisit) -> None:
    """Check that every opening opens its own point's commitment, or raise NotAuthentic."""
    for name, opening in shown.openings.items():
        if commitment(shown.visit.eid, name, opening) != shown.visit.points[name]:
            raise NotAuthentic(f"visit statement: {name} is not what was signed")


def check_named(shown: ShownVisit, ingest: Ingest, certificates: Iterable[Certificate]) -> None:
    """Check the statement that an ingest statement names; as check_visit, and that it is that one.

    Raises:
        NotAuthentic: the ingest statement names another or none.
    """
    if shown.sha256 != ingest.visit or shown.visit.corrects is not None:
        raise NotAuthentic("the visit statement is not the one that the ingest statement names")
    check_visit(shown, ingest, certificates)


def in_force(shown: Sequence[ShownVisit], first: bytes) -> tuple[ShownVisit, ...]:
    """Put statements that were checked in order; the last one holds.

    Args:
        shown: the statements at hand; the one that the ingest statement names may be missing.
        first: SHA-256 of the visit statement that the ingest statement names, or where it names
            none of the ingest statement itself: what the first correction names.

    Raises:
        NotAuthentic: two take the place of one, one is there twice, or one corrects nothing that
            is at hand.
    """
    corrected: dict[bytes, ShownVisit] = {}
    for each in shown:
        if each.visit.corrects is None:
            continue
        if each.visit.corrects in corrected:
            raise NotAuthentic("two visit statements correct one and the same")
        corrected[each.visit.corrects] = each
    chain = [each for each in shown if each.visit.corrects is None]
    head = first
    while head in corrected:
        chain.append(corrected.pop(head))
        head = chain[-1].sha256
    if corrected or len({each.sha256 for each in chain}) != len(shown):
        raise NotAuthentic("a visit statement corrects one that is not at hand, or is there twice")
    return tuple(chain)


def check_value(name: str, value: Json) -> Value:
    """Want what may be said of a point, or raise Malformed."""
    body = Document(value, (), ("said", "unknown"))
    if body.has("said") == body.has("unknown"):
        raise Malformed(f"{name}: want said, or unknown with the reason")
    if body.has("unknown"):
        return {"unknown": _text(body.raw("unknown"), name)}
    said = body.raw("said")
    if name in TIMES:
        return {"said": show_time(parse_time(said))}
    return {"said": _clock(said) if name == CLOCK else _text(said, name)}


def _clock(value: Json) -> dict[str, Json]:
    """A clock: by how much the phone was ahead (behind: less than 0), of which reference."""
    body = Document(value, {"offset_ms", "reference"})
    offset = body.raw("offset_ms")
    if not isinstance(offset, int) or isinstance(offset, bool) or abs(offset) > MAX_OFFSET:
        raise Malformed(f"{CLOCK}: want whole milliseconds, at most ten years")
    return {"offset_ms": offset, "reference": _text(body.raw("reference"), CLOCK)}


def _text(value: Json, name: str) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= MAX_VALUE or _CONTROL.search(value):
        raise Malformed(f"{name}: want one line of 1 to {MAX_VALUE} characters")
    return value


def _opening(name: str, value: Json) -> Opening:
    if name not in POINTS:
        raise Malformed("an opening is of no point that there is")
    body = Document(value, {"salt", "value"})
    return Opening(body.b64("salt", HASH_SIZE), check_value(name, body.raw("value")))


def _visit(value: Json) -> Visit:
    names = {"v", "eid", "root", "survivor", "guardian", "created", "corrects", "points"}
    body = Document(value, names)
    body.version()
    points = body.part("points", POINTS)
    return Visit(
        Eid(body.hex("eid", ID_SIZE)),
        body.hex("root", HASH_SIZE),
        Fingerprint(body.hex("survivor", HASH_SIZE)),
        Fingerprint(body.hex("guardian", HASH_SIZE)),
        body.time("created"),
        None if body.raw("corrects") is None else body.hex("corrects", HASH_SIZE),
        {name: points.b64(name, HASH_SIZE) for name in POINTS},
    )
