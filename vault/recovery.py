"""A recovery set as she signs it, and a holder's word that its share is there.

docs/formats/recovery.md 4. Fingerprints and hashes, and no share.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from vault.canonical import Json
from vault.document import Document
from vault.errors import Malformed, MalformedStatement
from vault.identity import Identity
from vault.ids import HASH_SIZE, ID_SIZE, Fingerprint, Uid
from vault.statement import Statement, parse_statement, show_time, sign

PLACES = 3
"""So many hold a share beside her: the care setting, the advocate's body, an independent one."""
NEEDED = 2
"""So many of the holders' shares are needed beside hers."""
HOUR = 3600
LONGEST_WAIT = 72 * HOUR
"""The wait, in seconds, of a set where she asks for no shorter one."""
ANY_WAIT = range(HOUR, LONGEST_WAIT + 1)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a share: the place, the key that it is sealed to, SHA-256 of the sealed share."""

    place: int
    fp: Fingerprint
    box: bytes


@dataclass(frozen=True, slots=True)
class RecoverySet:
    """A set of shares as she signed it; `wait` is in seconds, `start` and `wrap` are SHA-256."""

    set_id: bytes
    uid: Uid
    fp: Fingerprint
    card: Fingerprint
    wait: int
    created: datetime
    start: bytes
    wrap: bytes
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class HeldSaid:
    """A holder's word that the box at its place opens; `box` is SHA-256 of that box."""

    set_id: bytes
    place: int
    box: bytes
    created: datetime


def sign_set(identity: Identity, made: RecoverySet) -> bytes:
    """Sign a set as the survivor."""
    body: dict[str, Json] = {
        "v": 1,
        "set": made.set_id.hex(),
        "uid": made.uid.hex(),
        "fp": made.fp.hex(),
        "card": made.card.hex(),
        "wait": made.wait,
        "created": show_time(made.created),
        "start": made.start.hex(),
        "wrap": made.wrap.hex(),
        "holders": [
            {"place": each.place, "fp": each.fp.hex(), "box": each.box.hex()}
            for each in made.holders
        ],
    }
    raw = sign(identity, "recoveryset", body)
    parse_set(raw)
    return raw


def parse_set(raw: bytes) -> tuple[RecoverySet, Statement]:
    """Read a set, or raise MalformedStatement; the signature is not checked."""
    names = {"v", "set", "uid", "fp", "card", "wait", "created", "start", "wrap", "holders"}
    return read_statement(raw, "recoveryset", names, _set)


def sign_held(holder: Identity, said: HeldSaid) -> bytes:
    """Sign that a share is held."""
    body: dict[str, Json] = {
        "v": 1,
        "set": said.set_id.hex(),
        "place": said.place,
        "box": said.box.hex(),
        "created": show_time(said.created),
    }
    raw = sign(holder, "recoveryheld", body)
    parse_held(raw)
    return raw


def parse_held(raw: bytes) -> tuple[HeldSaid, Statement]:
    """Read that a share is held, or raise MalformedStatement; the signature is not checked."""

    def make(body: Document) -> HeldSaid:
        return HeldSaid(
            body.hex("set", ID_SIZE),
            place_of(body),
            body.hex("box", HASH_SIZE),
            body.time("created"),
        )

    return read_statement(raw, "recoveryheld", {"v", "set", "place", "box", "created"}, make)


def read_statement(
    raw: bytes, kind: str, names: Collection[str], make: Callable[[Document], T]
) -> tuple[T, Statement]:
    """Read a statement of one kind with these fields, or raise MalformedStatement."""
    statement = parse_statement(raw, kind)
    try:
        body = Document(statement.body, names)
        body.version()
        return make(body), statement
    except Malformed as error:
        raise MalformedStatement(f"{kind}: {error}") from None


def place_of(body: Document) -> int:
    """Give the place of a holder, or raise Malformed."""
    place = body.count("place")
    if place >= PLACES:
        raise Malformed("want a place of 0 to 2")
    return place


def _set(body: Document) -> RecoverySet:
    made = RecoverySet(
        body.hex("set", ID_SIZE),
        Uid(body.hex("uid", ID_SIZE)),
        Fingerprint(body.hex("fp", HASH_SIZE)),
        Fingerprint(body.hex("card", HASH_SIZE)),
        body.count("wait"),
        body.time("created"),
        body.hex("start", HASH_SIZE),
        body.hex("wrap", HASH_SIZE),
        tuple(_holder(value) for value in body.items("holders")),
    )
    if made.wait not in ANY_WAIT:
        raise Malformed("want a wait of 1 to 72 hours")
    if [each.place for each in made.holders] != list(range(PLACES)):
        raise Malformed("want three holders by place")
    if len({each.fp for each in made.holders}) != PLACES:
        raise Malformed("want three different holders")
    return made


def _holder(value: Json) -> Holder:
    body = Document(value, {"place", "fp", "box"})
    fp = Fingerprint(body.hex("fp", HASH_SIZE))
    return Holder(place_of(body), fp, body.hex("box", HASH_SIZE))
