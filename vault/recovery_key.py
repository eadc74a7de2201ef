"""What a recovery set is made of on her side: the wrap, her card's keys, the holders' boxes.

docs/formats/recovery.md 1 to 3. Everything of her card comes from the value of her share, so
nothing of a recovery has to be kept on a device while it waits. No server imports this.
"""

from dataclasses import dataclass, field

from vault.box import open_box, seal_box
from vault.canonical import Json, marshal, parse_object
from vault.document import Document
from vault.envelope import open_file, seal_file
from vault.errors import Malformed, MalformedEnvelope, NotAuthentic
from vault.identity import ROOT_SIZE, Bundle, Identity, Kind, identity_of
from vault.ids import HASH_SIZE, ID_SIZE, Fingerprint, Random, Uid
from vault.kdf import derive
from vault.recovery import ANY_WAIT, PLACES, RecoverySet
from vault.shares import ReadShare, read_share

_BOX, _HANDOVER = "recovery share", "recovery handover"


def start_key(hers: ReadShare, set_id: bytes) -> bytes:
    """Give what her card shows to the vault, which keeps its SHA-256."""
    return derive(hers.value, "recovery start", set_id)


def card_identity(hers: ReadShare, set_id: bytes) -> Identity:
    """Give the key with which her card asks; its fingerprint is in every share box."""
    return identity_of(derive(hers.value, "recovery card", set_id), Kind.PERSON)


def asking_identity(hers: ReadShare, set_id: bytes, recovery: bytes) -> Identity:
    """Give the key of one recovery, to which the holders seal what they hand over."""
    return identity_of(derive(hers.value, "recovery key", set_id + recovery), Kind.PERSON)


def seal_recovery(key: bytes, uid: Uid, set_id: bytes, identity: Identity, random: Random) -> bytes:
    """Wrap her root under a recovery key: the vault's third kind of slot, 104 bytes."""
    return seal_box(
        derive(key, "wrap recovery", uid + set_id),
        "root",
        uid + set_id + identity.fp,
        identity.root,
        random=random,
    )


def open_recovery(key: bytes, uid: Uid, set_id: bytes, fp: Fingerprint, wrap: bytes) -> Identity:
    """Open a recovery wrap.

    Raises:
        NotAuthentic: another key, another account or set, or another root than this fingerprint's.
    """
    root = open_box(derive(key, "wrap recovery", uid + set_id), "root", uid + set_id + fp, wrap)
    if len(root) != ROOT_SIZE:
        raise NotAuthentic("the recovery wrap holds no root")
    identity = identity_of(root, Kind.PERSON)
    if identity.fp != fp:
        raise NotAuthentic("the recovered key is another than the account's")
    return identity


@dataclass(frozen=True, slots=True)
class HeldShare:
    """What a share box holds: a share, whose it is, and what her card must show first."""

    set_id: bytes
    uid: Uid
    place: int
    card: Fingerprint
    wait: int
    share: ReadShare = field(repr=False)


def seal_share(held: HeldShare, holder: Bundle, *, random: Random) -> bytes:
    """Seal a share to the body that is to hold it."""
    body: dict[str, Json] = {
        "v": 1,
        "set": held.set_id.hex(),
        "uid": held.uid.hex(),
        "place": held.place,
        "card": held.card.hex(),
        "wait": held.wait,
        "words": held.share.words,
    }
    context = _box_context(held.uid, held.set_id, held.place)
    return seal_file(_BOX, context, marshal(body), [holder], random=random)


def open_share(holder: Identity, uid: Uid, set_id: bytes, place: int, box: bytes) -> HeldShare:
    """Open a share box as the body that holds it.

    Raises:
        MalformedEnvelope, MalformedShare: not a share box, or no share in it.
        NoIdentityMatches, NotAuthentic: another holder's, another set's, or changed.
    """
    plain = open_file(holder, _BOX, _box_context(uid, set_id, place), box)
    try:
        body = Document(parse_object(plain), {"v", "set", "uid", "place", "card", "wait", "words"})
        body.version()
        found = HeldShare(
            body.hex("set", ID_SIZE),
            Uid(body.hex("uid", ID_SIZE)),
            body.count("place"),
            Fingerprint(body.hex("card", HASH_SIZE)),
            body.count("wait"),
            read_share(body.text("words")),
        )
    except Malformed as error:
        raise MalformedEnvelope(f"share box: {error}") from None
    said = (found.set_id, found.uid, found.place, found.share.place)
    if said != (set_id, uid, place, place) or found.wait not in ANY_WAIT:
        raise NotAuthentic("the share box is of another set, account or place")
    return found


def seal_handover(
    share: ReadShare, set_id: bytes, recovery: bytes, asking: Bundle, *, random: Random
) -> bytes:
    """Seal a share to the key of one recovery."""
    body: dict[str, Json] = {"v": 1, "words": share.words}
    context = set_id + recovery + bytes([_place(share)])
    return seal_file(_HANDOVER, context, marshal(body), [asking], random=random)


def open_handover(
    asking: Identity, set_id: bytes, recovery: bytes, place: int, sealed: bytes
) -> ReadShare:
    """Open what a holder handed over; the errors are those of open_share."""
    plain = open_file(asking, _HANDOVER, set_id + recovery + bytes([place]), sealed)
    try:
        body = Document(parse_object(plain), {"v", "words"})
        body.version()
        share = read_share(body.text("words"))
    except Malformed as error:
        raise MalformedEnvelope(f"handover: {error}") from None
    if share.place != place:
        raise NotAuthentic("what was handed over is another holder's share")
    return share


def check_card(hers: ReadShare, made: RecoverySet) -> None:
    """Want a card to be the one of a set, or raise NotAuthentic."""
    if card_identity(hers, made.set_id).fp != made.card:
        raise NotAuthentic("this card is not the one of this set")


def _box_context(uid: Uid, set_id: bytes, place: int) -> bytes:
    return uid + set_id + bytes([place])


def _place(share: ReadShare) -> int:
    if share.place is None or share.place >= PLACES:
        raise NotAuthentic("hers is not for a holder to hand over")
    return share.place
