"""What is signed while a recovery goes on: her card asks, holders hand over, she ends it.

docs/formats/recovery.md 4.
"""

from dataclasses import dataclass
from datetime import datetime

from vault.account import SLOT_SIZE, NewSlot, Params, parse_params
from vault.canonical import Json, b64
from vault.document import Document
from vault.errors import Malformed
from vault.identity import Bundle, Identity, Kind, parse_bundle
from vault.ids import HASH_SIZE, ID_SIZE, Fingerprint, Uid
from vault.recovery import place_of, read_statement
from vault.statement import Statement, check_signatures, show_time, sign

_SLOTS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A recovery as her card asked for it; `key` is what handovers are sealed to."""

    set_id: bytes
    recovery: bytes
    signer: Bundle
    key: Bundle
    created: datetime


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A holder's word that it handed its share over; `box` is SHA-256 of what was sealed."""

    set_id: bytes
    recovery: bytes
    place: int
    to: Fingerprint
    box: bytes
    created: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a recovery, signed with the recovered key; `login` is SHA-256 of a new code."""

    set_id: bytes
    recovery: bytes
    uid: Uid
    fp: Fingerprint
    params: Params
    slots: tuple[NewSlot, ...]
    login: bytes
    created: datetime


def sign_asked(card: Identity, asked: Asked) -> bytes:
    """Sign, with the card's key, that a recovery is asked for."""
    body: dict[str, Json] = {
        "v": 1,
        "set": asked.set_id.hex(),
        "recovery": asked.recovery.hex(),
        "signer": b64(asked.signer.marshal()),
        "key": b64(asked.key.marshal()),
        "created": show_time(asked.created),
    }
    raw = sign(card, "recoveryask", body)
    parse_asked(raw)
    return raw


def parse_asked(raw: bytes) -> Asked:
    """Read what was asked.

    Raises:
        MalformedStatement: it is not such a statement.
        NotAuthentic: it is not signed by the key that it names.
    """

    def make(body: Document) -> Asked:
        asked = Asked(
            body.hex("set", ID_SIZE),
            body.hex("recovery", ID_SIZE),
            parse_bundle(body.b64("signer")),
            parse_bundle(body.b64("key")),
            body.time("created"),
        )
        if {asked.signer.kind, asked.key.kind} != {Kind.PERSON}:
            raise Malformed("want a person's keys")
        return asked

    names = {"v", "set", "recovery", "signer", "key", "created"}
    asked, statement = read_statement(raw, "recoveryask", names, make)
    check_signatures(statement, asked.signer)
    return asked


def sign_handed(holder: Identity, handed: HandedOver) -> bytes:
    """Sign, as a holder, that a share was handed over."""
    body: dict[str, Json] = {
        "v": 1,
        "set": handed.set_id.hex(),
        "recovery": handed.recovery.hex(),
        "place": handed.place,
        "to": handed.to.hex(),
        "box": handed.box.hex(),
        "created": show_time(handed.created),
    }
    raw = sign(holder, "recoveryhand", body)
    parse_handed(raw)
    return raw


def parse_handed(raw: bytes) -> tuple[HandedOver, Statement]:
    """Read a handover, or raise MalformedStatement; the signature is not checked."""

    def make(body: Document) -> HandedOver:
        return HandedOver(
            body.hex("set", ID_SIZE),
            body.hex("recovery", ID_SIZE),
            place_of(body),
            Fingerprint(body.hex("to", HASH_SIZE)),
            body.hex("box", HASH_SIZE),
            body.time("created"),
        )

    names = {"v", "set", "recovery", "place", "to", "box", "created"}
    return read_statement(raw, "recoveryhand", names, make)


def sign_ended(identity: Identity, ended: Ended) -> bytes:
    """Sign, with the recovered key, what the account is opened by from now on."""
    body: dict[str, Json] = {
        "v": 1,
        "set": ended.set_id.hex(),
        "recovery": ended.recovery.hex(),
        "uid": ended.uid.hex(),
        "fp": ended.fp.hex(),
        "params": b64(ended.params.marshal()),
        "slots": [
            {"auth_hash": b64(slot.auth_hash), "wrap": b64(slot.wrap)} for slot in ended.slots
        ],
        "login": ended.login.hex(),
        "created": show_time(ended.created),
    }
    raw = sign(identity, "recoveryend", body)
    parse_ended(raw)
    return raw


def parse_ended(raw: bytes) -> tuple[Ended, Statement]:
    """Read an end.

    Raises:
        MalformedStatement: it is not such a statement; the signature is not checked.
        WeakParameters: its parameters are below the floor.
    """

    def make(body: Document) -> Ended:
        slots = tuple(_slot(value) for value in body.items("slots"))
        if len(slots) != _SLOTS or slots[0] == slots[1]:
            raise Malformed("want two slots")
        return Ended(
            body.hex("set", ID_SIZE),
            body.hex("recovery", ID_SIZE),
            Uid(body.hex("uid", ID_SIZE)),
            Fingerprint(body.hex("fp", HASH_SIZE)),
            parse_params(body.b64("params")),
            slots,
            body.hex("login", HASH_SIZE),
            body.time("created"),
        )

    names = {"v", "set", "recovery", "uid", "fp", "params", "slots", "login", "created"}
    return read_statement(raw, "recoveryend", names, make)


def _slot(value: Json) -> NewSlot:
    body = Document(value, {"auth_hash", "wrap"})
    return NewSlot(body.b64("auth_hash", HASH_SIZE), body.b64("wrap", SLOT_SIZE))
