"""Receipts: where an entry stands, as it was promised before a checkpoint covers it.

docs/formats/audit-entry.md 12:

    Safehold-Receipts: 7 1f0c…(leaf) 9be2…(chain) mQ3x…(signature), 8 77ab… 02d4… Zk1v…

Who keeps one notices when the newest entries are cut off or exchanged; with the signature it can
be shown to others.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from audit.errors import BadSignature, MalformedEntry

HEADER = "Safehold-Receipts"
MOST = 16
"""Receipts in one header."""
MAX_INDEX = 2**53 - 1
_HASH = "([0-9a-f]{64})"
_RECEIPT = re.compile(
    rf"(0|[1-9][0-9]{{0,15}}) {_HASH} {_HASH}(?: ([A-Za-z0-9_-]{{86}}))?", re.ASCII
)
_BETWEEN = ", "


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where an entry stands: its index, leaf hash and chain value."""

    index: int
    leaf: bytes
    chain: bytes


@dataclass(frozen=True, slots=True)
class Promise:
    """A receipt as it was handed out; the signature is None of a process without a key."""

    receipt: Receipt
    signature: bytes | None

    def marshal(self) -> str:
        """Spell it."""
        receipt = self.receipt
        words = [str(receipt.index), receipt.leaf.hex(), receipt.chain.hex()]
        if self.signature is not None:
            words.append(base64.urlsafe_b64encode(self.signature).decode("ascii").rstrip("="))
        return " ".join(words)


def sign_receipt(receipt: Receipt, origin: str, key: SigningKey | None) -> Promise:
    """Promise an entry of a log, signed where there is a key."""
    signature = None if key is None else key.sign(_signed(receipt, origin)).signature
    return Promise(receipt, signature)


def check_promise(promise: Promise, origin: str, public: bytes) -> None:
    """Check who promised, or raise BadSignature; `public` is an Ed25519 key."""
    index = promise.receipt.index
    if promise.signature is None:
        raise BadSignature(f"the receipt of entry {index} is not signed")
    try:
        VerifyKey(public).verify(_signed(promise.receipt, origin), promise.signature)
    except (BadSignatureError, ValueError, TypeError):
        raise BadSignature(f"the signature of the receipt of entry {index} fails") from None


def parse_promise(text: str) -> Promise:
    """Read one receipt, or raise MalformedEntry."""
    found = _RECEIPT.fullmatch(text)
    if found is None:
        raise MalformedEntry("want a receipt: index, leaf, chain value and signature")
    index, leaf, chain, signed = found.groups()
    try:
        signature = None if signed is None else base64.urlsafe_b64decode(signed + "==")
    except binascii.Error:
        raise MalformedEntry("the signature of a receipt is no base64url") from None
    promise = Promise(Receipt(int(index), bytes.fromhex(leaf), bytes.fromhex(chain)), signature)
    # The last digit of base64 has bits to spare, and an index can be too large.
    if promise.marshal() != text or promise.receipt.index > MAX_INDEX:
        raise MalformedEntry("a receipt in another spelling")
    return promise


def marshal_promises(promises: Sequence[Promise]) -> str:
    """Spell a header: 1 to 16 receipts, by index."""
    return _BETWEEN.join(promise.marshal() for promise in promises)


def parse_promises(text: str) -> list[Promise]:
    """Read a header, or raise MalformedEntry."""
    found = [parse_promise(part) for part in text.split(_BETWEEN)]
    indexes = [promise.receipt.index for promise in found]
    if len(found) > MOST or sorted(set(indexes)) != indexes:
        raise MalformedEntry("want at most 16 receipts, by index")
    return found


def _signed(receipt: Receipt, origin: str) -> bytes:
    lines = ("safehold-receipt/v1", origin, str(receipt.index))
    hashes = (receipt.leaf.hex(), receipt.chain.hex())
    return "".join(f"{line}\n" for line in (*lines, *hashes)).encode()
