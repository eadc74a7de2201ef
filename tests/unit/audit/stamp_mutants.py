"""Time stamps of authorities of several kinds, and damaged ones, for every reader to judge."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import permutations
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates

from audit.checkpoint import Checkpoint
from audit.errors import AuditError
from audit.timestamp import check_token_alone, make_request, parse_authority
from tests.unit.audit.authority import make_authority, put_between

TEXT = Checkpoint("vault.example/audit/1", 7, b"r" * 32).marshal()
TAKEN = ("P-256", "P-384", "P-521", "RSA")


@dataclass(frozen=True)
class Case:
    """A time stamp, what is pinned, and whether it is honest."""

    name: str
    pem: str
    token: bytes
    honest: bool

    def at(self) -> datetime | None:
        """Say what our reader alone makes of it."""
        try:
            return check_token_alone(self.token, TEXT, [parse_authority(self.pem)]).at
        except AuditError:
            return None


def honest(folder: Path) -> Iterator[Case]:
    """Give what must be taken: keys of each kind, and an authority between."""
    for kind in TAKEN:
        made = make_authority(folder / kind, kind=kind)
        token = made.answer(make_request(TEXT))
        for pin, pem in (("chain", made.chain), ("root", made.root)):
            yield Case(f"{kind} by {pin}", pem, token, honest=True)
    made = make_authority(folder / "between")
    between = put_between(made)
    token = in_order(made.answer(make_request(TEXT)), made.own + between)
    for pin, pem in (
        ("chain", made.own + between + made.root),
        ("root", made.root),
        ("its own and its root", made.own + made.root),
        ("what is between and its root", between + made.root),
    ):
        yield Case(f"between by {pin}", pem, token, honest=True)


def refused(folder: Path) -> Iterator[Case]:
    """Give what must not be taken, though nothing in it is damaged."""
    for kind in ("secp256k1", "short RSA"):
        made = make_authority(folder / f"not {kind}", kind=kind)
        yield Case(kind, made.chain, made.answer(make_request(TEXT)), honest=False)
    made = make_authority(folder / "two between")
    between = put_between(made, 2)
    token = in_order(made.answer(make_request(TEXT)), made.own + between)
    yield Case("more between than may be", made.own + between + made.root, token, honest=False)
    yield Case("more between, by root", made.root, token, honest=False)
    other = make_authority(folder / "other")
    yield Case("nobody pinned", other.chain, token, honest=False)


def in_order(token: bytes, travelling: str) -> bytes:
    """Put the certificates that travel in a token into DER's order, which OpenSSL does not keep."""
    raw = [
        each.public_bytes(Encoding.DER) for each in load_pem_x509_certificates(travelling.encode())
    ]
    (spelt,) = [b"".join(found) for found in permutations(raw) if b"".join(found) in token]
    return token.replace(spelt, b"".join(sorted(raw)))


def damaged(case: Case, seed: str, count: int) -> Iterator[Case]:
    """Give a time stamp with something in it changed, cut, or put in."""
    dice = random.Random(f"{seed} {case.name}")
    for number in range(count):
        token = bytearray(case.token)
        for _ in range(dice.choice((1, 1, 2))):
            at = dice.randrange(len(token))
            match dice.randrange(4):
                case 0:
                    token[at] ^= 1 << dice.randrange(8)
                case 1:
                    token[at] = dice.randrange(256)
                case 2:
                    del token[at : at + dice.randrange(1, 6)]
                case _:
                    token[at:at] = dice.randbytes(dice.randrange(1, 4))
        yield Case(f"{case.name}, damaged {number}", case.pem, bytes(token), honest=False)
