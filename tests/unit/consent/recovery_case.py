"""A survivor with a card, three holders on the staff, and what each of them does."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from consent import recovering, recovery_asked
from consent.access import Caller
from tests.unit.consent.conftest import HER
from vault import accounts, recoveries
from vault.account import new_params, new_slots
from vault.identity import Identity, Kind, new_identity
from vault.recovery import HeldSaid, Holder, RecoverySet, sign_held, sign_set
from vault.recovery_asked import (
    Asked,
    Ended,
    HandedOver,
    parse_asked,
    sign_asked,
    sign_ended,
    sign_handed,
)
from vault.recovery_key import (
    HeldShare,
    asking_identity,
    card_identity,
    open_handover,
    open_recovery,
    seal_handover,
    seal_recovery,
    seal_share,
    start_key,
)
from vault.rows import RecoveryRow, SetRow, StaffRow
from vault.shares import combine, read_share, split

ROLES = recovering.HOLDER_ROLES


@dataclass
class Card:
    """What came of making a set: the card's words, its id, what the vault was given."""

    set_id: bytes
    hers: str = field(repr=False)
    shares: tuple[str, ...] = field(repr=False)
    made: RecoverySet
    raw: bytes
    wrap: bytes
    boxes: tuple[bytes, ...]

    @property
    def start(self) -> bytes:
        return start_key(read_share(self.hers), self.set_id)

    def asking(self, recovery: bytes) -> Identity:
        return asking_identity(read_share(self.hers), self.set_id, recovery)


class Bodies:
    """The world of access, with three holders in it."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.keys = [new_identity(Kind.PERSON, random=world.random) for _ in ROLES]
        self.sids = [bytes([0x30 + at]) * 16 for at in range(3)]
        for at, role in enumerate(ROLES):
            self.add(at, role, f"body {at}")

    def add(self, at: int, role: str, organisation: str) -> None:
        key = self.keys[at]
        row = StaffRow(
            *(
                self.sids[at],
                f"holder-{self.sids[at].hex()}",
                "hash",
                role,
                f"H{at}",
                organisation,
                "desk",
            ),
            *(key.fp, key.bundle.marshal(), None, 5),
        )
        self.world.database.write(lambda db: accounts.add_staff(db, row))

    def caller(self, at: int) -> Caller:
        return Caller(ROLES[at], bytes([0x40 + at]) * 32, self.sids[at], "desk", "b", "session")

    def do(self, action: Any, *given: Any) -> Any:
        return self.world.database.write(
            lambda db: action(db, *given, now_ms=self.world.now_ms, random=self.world.random)
        )

    def new_card(self, *, wait: int = 72 * 3600, **changes: Any) -> Card:
        world = self.world
        key, set_id = world.random(32), world.random(16)
        parts, her = split(key), world.survivor
        card = card_identity(read_share(parts.hers), set_id)
        wrap = seal_recovery(key, HER, set_id, her, world.random)
        boxes = tuple(
            seal_share(
                HeldShare(set_id, HER, at, card.fp, wait, read_share(words)),
                self.keys[at].bundle,
                random=world.random,
            )
            for at, words in enumerate(parts.holders)
        )
        holders = tuple(
            Holder(at, self.keys[at].fp, hashlib.sha256(box).digest())
            for at, box in enumerate(boxes)
        )
        start = start_key(read_share(parts.hers), set_id)
        made = RecoverySet(
            *(set_id, HER, her.fp, card.fp, wait, world.now),
            hashlib.sha256(start).digest(),
            hashlib.sha256(wrap).digest(),
            holders,
        )
        made = replace(made, **changes)
        raw = sign_set(her, made)
        return Card(set_id, parts.hers, parts.holders, made, raw, wrap, boxes)

    def store(self, card: Card) -> int:
        index: int = self.do(
            recovering.make_set, self.world.her, HER, card.raw, card.wrap, card.boxes
        )
        return index

    def row(self, card: Card) -> SetRow:
        found = self.world.database.read(lambda db: recoveries.set_of(db, card.set_id))
        assert isinstance(found, SetRow)
        return found

    def ask(self, card: Card, recovery: bytes = b"\x51" * 16, **changes: Any) -> RecoveryRow:
        signer = card_identity(read_share(card.hers), card.set_id)
        asked = Asked(
            *(card.set_id, recovery, signer.bundle, card.asking(recovery).bundle, self.world.now)
        )
        raw = sign_asked(signer, replace(asked, **changes))
        found: RecoveryRow = self.do(recovery_asked.ask, self.row(card), card.start, raw)
        return found

    def hand(self, card: Card, row: RecoveryRow, at: int, **changes: Any) -> int:
        given = {"words": card.shares[at], "by": at, "to": parse_asked(row.asked).key, **changes}
        sealed = seal_handover(
            *(read_share(given["words"]), card.set_id, row.recovery_id, given["to"]),
            random=self.world.random,
        )
        said = HandedOver(
            *(card.set_id, row.recovery_id, at, given["to"].fp),
            hashlib.sha256(sealed).digest(),
            self.world.now,
        )
        raw = sign_handed(self.keys[given["by"]], said)
        index: int = self.do(recovery_asked.hand_over, self.caller(given["by"]), raw, sealed)
        return index

    def held(self, card: Card, at: int, box: bytes | None = None) -> int:
        hashed = hashlib.sha256(card.boxes[at] if box is None else box).digest()
        raw = sign_held(self.keys[at], HeldSaid(card.set_id, at, hashed, self.world.now))
        index: int = self.do(recovery_asked.note_held, self.caller(at), raw)
        return index

    def take(self, card: Card, row: RecoveryRow, start: bytes | None = None) -> Any:
        shown = card.start if start is None else start
        caller = recovery_asked.card_caller(HER, shown)
        return self.world.access.recover(caller, row.recovery_id, shown)

    def recovered(self, card: Card, row: RecoveryRow) -> Identity:
        found = self.take(card, row)
        asking = card.asking(row.recovery_id)
        words = [
            open_handover(asking, card.set_id, row.recovery_id, each.place, each.sealed).words
            for each in found.handed
        ]
        key = combine(card.hers, words)
        return open_recovery(key, HER, card.set_id, card.made.fp, found.wrap)

    def end(self, card: Card, row: RecoveryRow, identity: Identity, **changes: Any) -> int:
        params = new_params(self.world.random)
        slots = new_slots("new words", HER, params, identity.root, random=self.world.random)
        ended = Ended(
            *(card.set_id, row.recovery_id, HER, identity.fp, params, slots),
            b"\x77" * 32,
            self.world.now,
        )
        raw = sign_ended(identity, replace(ended, **changes))
        index: int = self.do(recovery_asked.end, self.row(card), card.start, raw)
        return index
