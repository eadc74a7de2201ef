"""The verify policy: whose keys a court trusts, and which steps must pass.

docs/formats/release.md 6. JSON of `roots` and `workers` (fingerprints), `log` (a
tlog-policy text), `tsa` (certificates) and `require` (step numbers); all may be left out.
"""

import json
from dataclasses import dataclass

from vault.document import Document, count_of, hex_of, text_of
from vault.errors import Malformed
from vault.ids import HASH_SIZE, Fingerprint

LAST_STEP = 18


@dataclass(frozen=True, slots=True)
class VerifyPolicy:
    """What is pinned. `log` is None when no log policy was given."""

    roots: frozenset[Fingerprint]
    workers: frozenset[Fingerprint]
    log: str | None
    tsa: tuple[str, ...]
    require: frozenset[int]


def parse_policy(data: bytes) -> VerifyPolicy:
    """Read a verify policy, or raise Malformed; people write it, so any spacing is taken."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise Malformed("the verify policy is not JSON") from None
    body = Document(value, (), {"roots", "workers", "log", "tsa", "require"})
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
    )


def _fps(body: Document, key: str) -> frozenset[Fingerprint]:
    if not body.has(key):
        return frozenset()
    return frozenset(Fingerprint(hex_of(item, HASH_SIZE, key)) for item in body.items(key))
