"""Recovery over HTTP, a holder's side: shares that are held, and handed over after the wait.

docs/formats/recovery.md 5. A holder does not take the vault's word for who asks or for how long
they waited: the true box names the card, and the wait is counted here, from the moment in which
this recovery was first seen.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from api.remote import Remote
from consent.errors import WrongState
from vault.canonical import b64, unb64
from vault.errors import NotAuthentic
from vault.identity import Identity
from vault.ids import Random, Uid, parse_uid
from vault.recovery import HeldSaid, sign_held
from vault.recovery_asked import Asked, HandedOver, parse_asked, sign_handed
from vault.recovery_key import HeldShare, open_share, seal_handover


def opened(remote: Remote, holder: Identity, row: Mapping[str, Any]) -> tuple[HeldShare, bytes]:
    """Fetch a share that is held, and open it; give it with its box.

    Raises:
        NoIdentityMatches, NotAuthentic, MalformedEnvelope: it is not what was sealed to this key.
    """
    found = remote.call("POST", "/v1/recovery-shares/open", {"set": row["set"]})
    uid: Uid = parse_uid(row["uid"])
    box = unb64(found["box"])
    return open_share(holder, uid, bytes.fromhex(row["set"]), int(row["place"]), box), box


def tell_held(remote: Remote, holder: Identity, row: Mapping[str, Any], now: datetime) -> None:
    """Open a share, and say so under one's signature."""
    share, box = opened(remote, holder, row)
    said = HeldSaid(
        share.set_id, share.place, hashlib.sha256(box).digest(), now.replace(microsecond=0)
    )
    body = {"statement": b64(sign_held(holder, said))}
    remote.call("POST", "/v1/recovery-shares/held", body)


def hand_over(
    remote: Remote,
    holder: Identity,
    row: Mapping[str, Any],
    seen: datetime,
    *,
    now: datetime,
    random: Random,
) -> None:
    """Hand a share over to the recovery that was first seen at `seen`.

    Raises:
        NotAuthentic: what was asked is not signed by the card that the box names, or not of
            this set.
        WrongState: the wait is not over by this machine's clock, or that clock ran back.
    """
    share, _ = opened(remote, holder, row)
    asked = checked(share, row)
    waited = (now - seen).total_seconds()
    if waited < 0:
        raise WrongState("this machine's clock ran back since the recovery was first seen")
    if waited < share.wait:
        hours = -(-(share.wait - waited) // 3600)
        raise WrongState(f"the wait is not over here: about {hours:.0f} hours are left")
    sealed = seal_handover(share.share, share.set_id, asked.recovery, asked.key, random=random)
    said = HandedOver(
        *(share.set_id, asked.recovery, share.place, asked.key.fp),
        hashlib.sha256(sealed).digest(),
        now.replace(microsecond=0),
    )
    body = {"statement": b64(sign_handed(holder, said)), "sealed": b64(sealed)}
    remote.call("POST", "/v1/recovery-shares/hand", body)


def checked(share: HeldShare, row: Mapping[str, Any]) -> Asked:
    """Want what was asked to be by the card of the box, or raise NotAuthentic."""
    asked = parse_asked(unb64(row["asked"]))
    if asked.signer.fp != share.card or asked.set_id != share.set_id:
        raise NotAuthentic("who asks does not have the card of this set; do not hand over")
    if asked.recovery.hex() != row["going_on"]["recovery"]:
        raise NotAuthentic("the vault names another recovery than the one that was asked for")
    return asked
