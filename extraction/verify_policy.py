"""The verify policy: whose keys a court trusts, and which steps must pass.

docs/formats/release.md 6. JSON of `roots` and `workers` (fingerprints), `log` (a
tlog-policy text), `tsa` (certificates), `revoked` (revocation lists), `certs` (certificates
of who signed those) and `require` (step numbers); all may be left out.
"""

import json
from dataclasses import dataclass

from vault.canonical import Json, marshal
from vault.certificate import Certificate, parse_certificate
from vault.document import Document, count_of, hex_of, text_of
from vault.errors import Malformed
from vault.ids import HASH_SIZE, Fingerprint
from vault.revocation import parse_revocations

LAST_STEP = 18
_KEYS = frozenset({"roots", "workers", "log", "tsa", "require", "revoked", "certs"})


@dataclass(frozen=True, slots=True)
class VerifyPolicy:
    """What is pinned. `log` is None when no log policy was given."""

    roots: frozenset[Fingerprint]
    workers: frozenset[Fingerprint]
    log: str | None
    tsa: tuple[str, ...]
    require: frozenset[int]
    revoked: tuple[bytes, ...] = ()
    certs: tuple[Certificate, ...] = ()


def parse_policy(data: bytes) -> VerifyPolicy:
    """Read a verify policy, or raise Malformed; people write it, so any spacing is taken."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise Malformed("the verify policy is not JSON") from None
    body = Document(value, (), _KEYS)
    required = body.items("require") if body.has("require") else []
    steps = frozenset(count_of(step, "require") for step in required)
    if any(step > LAST_STEP for step in steps):
        raise Malformed("require: want step numbers from 0 to 18")
    return VerifyPolicy(
        _fps(body, "roots"),
        _fps(body, "workers"),
        body.text("log") if body.has("log") else None,
        tuple(text_of(item, "tsa") for item in body.items("tsa")) if body.has("tsa") else (),
        steps,
        tuple(parse_revocations(raw).statement.raw for raw in _signed(body, "revoked")),
        tuple(parse_certificate(raw) for raw in _signed(body, "certs")),
    )


def _signed(body: Document, key: str) -> tuple[bytes, ...]:
    """Give signed documents as canonical bytes: in the policy they may be spaced as people do."""
    items: list[Json] = body.items(key) if body.has(key) else []
    return tuple(marshal(item) for item in items)


def _fps(body: Document, key: str) -> frozenset[Fingerprint]:
    if not body.has(key):
        return frozenset()
    return frozenset(Fingerprint(hex_of(item, HASH_SIZE, key)) for item in body.items(key))
