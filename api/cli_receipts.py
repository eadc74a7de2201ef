"""Receipts of the log, kept beside a session file, and wanted back whenever lines are checked.

docs/formats/audit-entry.md 12. A line each: whose session it was, and the receipt as it came.

    9c0e4f…(id) 7 1f0c…(leaf) 9be2…(chain) mQ3x…(signature)
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from api.cli_io import read_if_there
from api.cli_private import append_private, write_private
from audit.errors import BadSignature, MalformedEntry
from audit.receipt import Promise, check_promise, parse_promise, parse_promises
from vault.certificate import Certificate, find_chain, parse_certificate
from vault.errors import NotAuthentic
from vault.ids import Fingerprint

SUFFIX = ".receipts"
SERVICE = "service"
MOST = 1000
"""Receipts that a file holds once somebody signs in again; the newest are kept."""


def beside(session: Path) -> Path:
    """Name the file of receipts beside a session file."""
    return session.with_name(session.name + SUFFIX)


def keeper(session: Path, holder: str) -> Callable[[str], None]:
    """Give what keeps a header of receipts that was promised to a session."""
    path = beside(session)

    def keep(header: str) -> None:
        lines = [f"{holder} {promise.marshal()}\n" for promise in parse_promises(header)]
        append_private(path, "".join(lines).encode())

    return keep


def kept(path: Path, holder: str | None = None) -> list[Promise]:
    """Read a file of receipts, of one account or all, each once, by index.

    Raises:
        MalformedEntry: the file holds something else.
    """
    found = {}
    for line in _lines(path):
        whose, _, promise = line.partition(" ")
        if holder in (None, whose):
            found[promise] = parse_promise(promise)
    return sorted(found.values(), key=lambda promise: promise.receipt.index)


def service_keys(certs: Iterable[bytes], root: Fingerprint, now: datetime) -> list[bytes]:
    """Give the Ed25519 keys that may sign receipts: certified as `service` under a root."""
    certificates = [parse_certificate(raw) for raw in certs]
    return [
        certificate.bundle.ed25519
        for certificate in certificates
        if SERVICE in certificate.roles and _leads(certificates, certificate, root, now)
    ]


def is_signed(promise: Promise, origin: str, keys: Sequence[bytes]) -> bool:
    """Tell whether one of these keys signed, for the log or for one that it goes on from."""
    host, _, number = origin.rpartition("/")
    origins = [f"{host}/{at}" for at in range(int(number), 0, -1)]
    return any(_signed(promise, each, key) for each in origins for key in keys)


def _signed(promise: Promise, origin: str, key: bytes) -> bool:
    try:
        check_promise(promise, origin, key)
    except BadSignature:
        return False
    return True


def _leads(
    certificates: Sequence[Certificate],
    certificate: Certificate,
    root: Fingerprint,
    now: datetime,
) -> bool:
    try:
        find_chain(certificates, certificate.subject, SERVICE, at=now, roots={root})
    except NotAuthentic:
        return False
    return True


def trim(session: Path) -> None:
    """Keep the newest receipts alone."""
    path = beside(session)
    lines = _lines(path)
    if len(lines) > MOST:
        write_private(path, "".join(f"{line}\n" for line in lines[-MOST:]).encode())


def _lines(path: Path) -> list[str]:
    data = read_if_there(path) or b""
    try:
        # A line that a crash broke off was never relied on.
        return data[: data.rfind(b"\n") + 1].decode("ascii").splitlines()
    except UnicodeDecodeError:
        raise MalformedEntry("the file of receipts holds something else") from None
