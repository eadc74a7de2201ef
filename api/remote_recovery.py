"""Recovery over HTTP, her side: the set that she makes and rehearses, and what her card does.

docs/formats/recovery.md. What is split and combined is split and combined here; the vault gets
sealed boxes, wraps and signatures.
"""

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from api.recovery_card import PrintedCard
from api.remote import Remote
from api.remote_survivor import SignedIn
from consent.errors import WrongState
from consent.recovering import HOLDER_ROLES
from vault.account import new_params, new_slots
from vault.canonical import b64, unb64
from vault.certificate import find_chain, parse_certificate
from vault.custody import parse_certs
from vault.envelope import recipients_of
from vault.errors import MalformedShare, NotAuthentic
from vault.identity import Bundle, Identity
from vault.ids import ID_SIZE, Fingerprint, Random
from vault.recovery import NEEDED, Holder, RecoverySet, parse_set, sign_set
from vault.recovery_asked import Asked, Ended, parse_handed, sign_asked, sign_ended
from vault.recovery_key import (
    HeldShare,
    asking_identity,
    card_identity,
    check_card,
    open_handover,
    open_recovery,
    seal_recovery,
    seal_share,
    start_key,
)
from vault.revoking import gather_revoked
from vault.shares import ReadShare, Split, combine, read_hers, read_share, split
from vault.statement import check_signatures

CERTIFIED = ("guardian", "service", "auditor")
"""The certificate's role of a holder, by place."""


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody who can hold a share, as certified."""

    bundle: Bundle
    name: str
    organisation: str


def key_of(row: Mapping[str, Any]) -> Fingerprint:
    """Give the key that a holder's own certificate names; nothing is checked yet."""
    return parse_certificate(parse_certs(unb64(row["certs"]))[0]).subject


def certified_holder(me: SignedIn, row: Mapping[str, Any], place: int, now: datetime) -> Body:
    """Check who would hold a share by the chain to the pinned root.

    Raises:
        NotAuthentic: no chain leads there in the role of the place, or its certificate names
            another organisation than the vault does.
    """
    certificates = [parse_certificate(raw) for raw in parse_certs(unb64(row["certs"]))]
    revoked = gather_revoked(me.revoked, certificates, {me.root})
    fp = certificates[0].subject
    chain = find_chain(certificates, fp, CERTIFIED[place], at=now, roots={me.root}, revoked=revoked)
    own, organisation = chain[0], row["organisation"]
    if row["role"] != HOLDER_ROLES[place] or own.bundle.marshal() != unb64(row["bundle"]):
        raise NotAuthentic("a holder's key or role is not the certified one")
    if not organisation or not own.name.endswith(f", {organisation}"):
        raise NotAuthentic("a holder's certificate names no organisation, or another one")
    return Body(own.bundle, own.name, organisation)


def find_holders(me: SignedIn, fps: Sequence[Fingerprint], now: datetime) -> list[Body]:
    """Find three holders by their keys, in any order; give them by place.

    Raises:
        NotAuthentic: a key is not a certified one; see certified_holder().
        WrongState: they are not one for each place, of three organisations.
    """
    rows = {key_of(row): row for row in me.remote.call("GET", "/v1/recovery/holders")}
    chosen = [rows[fp] for fp in fps if fp in rows]
    chosen.sort(key=lambda row: HOLDER_ROLES.index(row["role"]))
    if tuple(row["role"] for row in chosen) != HOLDER_ROLES:
        raise WrongState("want the keys of a guardian, an advocate and an auditor of this vault")
    bodies = [certified_holder(me, row, place, now) for place, row in enumerate(chosen)]
    if len({body.organisation for body in bodies}) != len(bodies):
        raise WrongState("want holders of three organisations")
    return bodies


def make_set(
    me: SignedIn, bodies: Sequence[Body], wait: int, *, now: datetime, random: Random
) -> PrintedCard:
    """Make a set, rehearse it here, and send it; give her card.

    `wait` is in seconds. The set that she had ends.
    """
    key, set_id = random(32), random(ID_SIZE)
    parts = split(key)
    hers = read_hers(parts.hers)
    card, start = card_identity(hers, set_id), start_key(hers, set_id)
    wrap = seal_recovery(key, me.uid, set_id, me.identity, random)
    rehearse_all(parts, me, set_id, wrap)
    boxes = [
        seal_share(
            HeldShare(set_id, me.uid, place, card.fp, wait, read_share(words)),
            body.bundle,
            random=random,
        )
        for place, (words, body) in enumerate(zip(parts.holders, bodies, strict=True))
    ]
    made = RecoverySet(
        *(set_id, me.uid, me.identity.fp, card.fp, wait, now.replace(microsecond=0)),
        *(hashlib.sha256(start).digest(), hashlib.sha256(wrap).digest()),
        tuple(
            Holder(place, body.bundle.fp, hashlib.sha256(box).digest())
            for place, (body, box) in enumerate(zip(bodies, boxes, strict=True))
        ),
    )
    body = {
        "statement": b64(sign_set(me.identity, made)),
        "wrap": b64(wrap),
        "boxes": [b64(box) for box in boxes],
    }
    me.remote.call("PUT", "/v1/recovery", body)
    return PrintedCard(set_id, me.remote.url, me.root, me.identity.fp, hers)


def rehearse_all(parts: Split, me: SignedIn, set_id: bytes, wrap: bytes) -> None:
    """Want hers and each pair to open the wrap, and every other choice to give nothing."""
    shares = [parts.hers, *parts.holders]
    for count in range(1, len(shares) + 1):
        for first, *rest in itertools.combinations(shares, count):
            enough = first == parts.hers and len(rest) >= NEEDED
            try:
                key = combine(first, rest)
            except NotAuthentic:
                key = None
            if (key is not None) != enough:
                raise NotAuthentic("the shares are not as they must be; nothing was sent")
            if key is not None:
                open_recovery(key, me.uid, set_id, me.identity.fp, wrap)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rehearsal found: until when the next is due, and what each holder has shown."""

    due_ms: int
    holders: tuple[dict[str, Any], ...]


def rehearse(me: SignedIn, card: PrintedCard, now: datetime) -> Rehearsed:
    """Check a card, the set and its holders, and tell the vault that it was done.

    Raises:
        WrongState: there is no set.
        NotAuthentic: the set is not what she signed, the card is not its card, or a holder who
            is still there has no certified key.
    """
    found = me.remote.call("GET", "/v1/recovery")["set"]
    if found is None:
        raise WrongState("there is no recovery set")
    made, statement = parse_set(unb64(found["statement"]))
    check_signatures(statement, me.identity.bundle)
    if (made.set_id, made.fp) != (card.set_id, me.identity.fp):
        raise NotAuthentic("this card is of another set than the one that counts")
    check_card(card.hers, made)
    if hashlib.sha256(start_key(card.hers, made.set_id)).digest() != made.start:
        raise NotAuthentic("this card is not the one of this set")
    for each in found["holders"]:
        holder = made.holders[each["place"]]
        if each["who"] is not None:
            body = certified_holder(me, each["who"], each["place"], now)
            if body.bundle.fp != holder.fp:
                raise NotAuthentic("a holder is another than the one that she signed for")
    due = me.remote.call("POST", "/v1/recovery/rehearsed")["rehearse_by_ms"]
    return Rehearsed(due, tuple(found["holders"]))


def shown_by(card: PrintedCard) -> dict[str, str]:
    """Give what a card shows to the vault."""
    return {"set": card.set_id.hex(), "start": b64(start_key(card.hers, card.set_id))}


def begin(remote: Remote, card: PrintedCard, *, now: datetime, random: Random) -> dict[str, Any]:
    """Ask for a recovery with a card."""
    recovery = random(ID_SIZE)
    signer = card_identity(card.hers, card.set_id)
    key = asking_identity(card.hers, card.set_id, recovery).bundle
    asked = Asked(card.set_id, recovery, signer.bundle, key, now.replace(microsecond=0))
    body = {**shown_by(card), "statement": b64(sign_asked(signer, asked))}
    answer: dict[str, Any] = remote.call("POST", "/v1/recoveries", body)
    return answer


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery gave back, not yet ended."""

    recovery: bytes
    made: RecoverySet
    identity: Identity = field(repr=False)


def take(remote: Remote, card: PrintedCard) -> Recovered:
    """Fetch what was handed over, combine it here, and open her root.

    Raises:
        NotFound: not yet, or no more; it says why.
        NotAuthentic: the shares do not give the key whose fingerprint is on the card, or the set
            is not what that key signed.
    """
    found = remote.call("POST", "/v1/recoveries/take", shown_by(card))
    recovery = bytes.fromhex(found["recovery"])
    made, statement = parse_set(unb64(found["statement"]))
    if (made.set_id, made.fp) != (card.set_id, card.fp):
        raise NotAuthentic("the vault gives another set or key than the card names")
    shares = _handed(card, recovery, made, found["handed"])
    identity = _opened(card, made, shares, unb64(found["wrap"]))
    # Only now is there a key to check what she signed with.
    check_signatures(statement, identity.bundle)
    return Recovered(recovery, made, identity)


def _handed(
    card: PrintedCard, recovery: bytes, made: RecoverySet, rows: Sequence[Mapping[str, str]]
) -> list[ReadShare]:
    asking = asking_identity(card.hers, card.set_id, recovery)
    shares = []
    for row in rows:
        said, sealed = parse_handed(unb64(row["statement"]))[0], unb64(row["sealed"])
        if (said.set_id, said.recovery, said.to) != (made.set_id, recovery, asking.fp):
            raise NotAuthentic("what was handed over is of another recovery")
        if recipients_of(sealed) != (asking.fp,) or hashlib.sha256(sealed).digest() != said.box:
            raise NotAuthentic("what was handed over is not what its holder signed")
        shares.append(open_handover(asking, made.set_id, recovery, said.place, sealed))
    return shares


def _opened(
    card: PrintedCard, made: RecoverySet, shares: Sequence[ReadShare], wrap: bytes
) -> Identity:
    """Open the wrap by whichever pair opens it: of three, one that was made up spoils nothing."""
    last: Exception = NotAuthentic("want two holders' shares")
    for pair in itertools.combinations(shares, NEEDED):
        try:
            key = combine(card.hers.words, [each.words for each in pair])
            return open_recovery(key, made.uid, made.set_id, made.fp, wrap)
        except (NotAuthentic, MalformedShare) as error:
            last = error
    raise last


def end(
    remote: Remote,
    card: PrintedCard,
    found: Recovered,
    passphrase: str,
    login_code: str,
    *,
    now: datetime,
    random: Random,
) -> None:
    """Open the account by a new passphrase and login code from now on."""
    params = new_params(random)
    uid = found.made.uid
    slots = new_slots(passphrase, uid, params, found.identity.root, random=random)
    ended = Ended(
        *(card.set_id, found.recovery, uid, found.identity.fp, params, slots),
        hashlib.sha256(bytes.fromhex(login_code)).digest(),
        now.replace(microsecond=0),
    )
    body = {**shown_by(card), "statement": b64(sign_ended(found.identity, ended))}
    remote.call("POST", "/v1/recoveries/end", body)
