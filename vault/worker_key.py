"""Worker keys: a fresh identity for one grant, certified by the worker's organisation.

docs/formats/shv1.md 3. The worker mints the grant id and the identity together, so that
one key opens one grant and is gone with it; at most thirty days.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from vault.canonical import Json, b64
from vault.document import Document
from vault.errors import Malformed, MalformedIdentity
from vault.identity import Bundle, Identity, Kind, parse_bundle
from vault.ids import HASH_SIZE, ID_SIZE, Fingerprint, Gid
from vault.statement import Statement, parse_statement, show_time, sign

LONGEST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class WorkerKey:
    """A per-grant worker key's certificate; its signature is checked by who uses it."""

    gid: Gid
    bundle: Bundle
    organisation: Fingerprint
    not_before: datetime
    not_after: datetime
    statement: Statement


def issue_worker_key(
    organisation: Identity,
    *,
    gid: Gid,
    bundle: Bundle,
    not_before: datetime,
    not_after: datetime,
) -> bytes:
    """Sign as the worker's organisation; give the certificate's bytes."""
    body: dict[str, Json] = {
        "v": 1,
        "gid": gid.hex(),
        "fp": bundle.fp.hex(),
        "bundle": b64(bundle.marshal()),
        "org": organisation.fp.hex(),
        "not_before": show_time(not_before),
        "not_after": show_time(not_after),
    }
    raw = sign(organisation, "workerkey", body)
    parse_worker_key(raw)
    return raw


def parse_worker_key(raw: bytes) -> WorkerKey:
    """Read a worker key's certificate, or raise MalformedIdentity."""
    statement = parse_statement(raw, "workerkey")
    try:
        return _worker_key(statement)
    except Malformed as error:
        raise MalformedIdentity(f"worker key: {error}") from None


def _worker_key(statement: Statement) -> WorkerKey:
    body = Document(statement.body, {"v", "gid", "fp", "bundle", "org", "not_before", "not_after"})
    body.version()
    bundle = parse_bundle(body.b64("bundle"))
    not_before, not_after = body.time("not_before"), body.time("not_after")
    if bundle.kind is not Kind.ORGANISATION or body.hex("fp", HASH_SIZE) != bundle.fp:
        raise MalformedIdentity("fp is not the fingerprint of an organisation's bundle")
    if not timedelta() < not_after - not_before <= LONGEST:
        raise MalformedIdentity("want a life of at most 30 days")
    return WorkerKey(
        Gid(body.hex("gid", ID_SIZE)),
        bundle,
        Fingerprint(body.hex("org", HASH_SIZE)),
        not_before,
        not_after,
        statement,
    )
