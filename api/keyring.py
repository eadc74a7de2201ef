"""The keys that a vault makes for itself at its first start, each in a file of its own.

docs/operations.md 2. The log's two keys sign checkpoints, the witness has its own folder,
the organisation certifies guardians, recipients and worker keys. None of them opens
anything that was sealed to a survivor.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from nacl.signing import SigningKey

from audit.log_key import LogKey
from audit.note import COSIGNATURE, VerifierKey
from audit.witness_state import STATE, write_state
from vault.box import open_box, seal_box
from vault.certificate import issue_certificate
from vault.errors import Missing
from vault.identity import ROOT_SIZE, Identity, Kind, identity_of, new_identity
from vault.identity_file import marshal_identity, parse_identity
from vault.ids import Fingerprint, Gid, Random
from vault.kdf import derive

YEARS = 10
LOCAL_WITNESS = "local.not-independent"


@dataclass(frozen=True, slots=True)
class Keyring:
    """A vault's own keys. `certs` are the organisation's chain, for clients to check."""

    log: LogKey = field(repr=False)
    root: Fingerprint
    organisation: Identity = field(repr=False)
    certs: tuple[bytes, ...]
    worker_secret: bytes = field(repr=False)
    decoy_secret: bytes = field(repr=False)

    @property
    def log_key(self) -> VerifierKey:
        """The log's Ed25519 key, by which a witness knows it."""
        return self.log.verifiers()[0]

    def log_policy(self, witness: VerifierKey) -> str:
        """Spell the policy that clients pin: both keys of the log, and the one local witness."""
        lines = [f"log {key.marshal()}" for key in self.log.verifiers()]
        lines += [f"witness {LOCAL_WITNESS} {witness.marshal()}", f"quorum {LOCAL_WITNESS}"]
        return "\n".join(lines) + "\n"


def open_keyring(folder: Path, *, host: str, random: Random, now: datetime) -> Keyring:
    """Read the keys of a data folder, making those that are not there yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    root = _identity(folder / "root.key", random)
    organisation = _identity(folder / "organisation.key", random)
    origin = _kept(folder / "origin", f"{host}/audit/1".encode).decode()
    # Clients whose clocks are behind must find the certificates valid too.
    begin = now.replace(microsecond=0) - timedelta(days=1)
    end = begin + timedelta(days=365 * YEARS)

    def root_cert() -> bytes:
        return issue_certificate(
            root,
            subject=root.bundle,
            name="Safehold root",
            roles=["ca"],
            not_before=begin,
            not_after=end,
        )

    def organisation_cert() -> bytes:
        return issue_certificate(
            root,
            subject=organisation.bundle,
            name="Safehold vault",
            roles=["ca", "worker", "service"],
            not_before=begin,
            not_after=end,
        )

    certs = (
        _kept(folder / "root.cert", root_cert),
        _kept(folder / "organisation.cert", organisation_cert),
    )
    # One secret gives both keys, so a folder of the time of one key has the second already.
    return Keyring(
        LogKey.of_seed(origin, _kept(folder / "log.key", lambda: random(32))),
        root.fp,
        organisation,
        certs,
        _kept(folder / "worker.secret", lambda: random(32)),
        _kept(folder / "decoy.secret", lambda: random(32)),
    )


def renew_log(folder: Path, origin: str, *, random: Random) -> LogKey:
    """Give the log another name and another secret; the old secret is kept beside the new.

    The new secret is there before the new name is: whoever stops in between has the old name
    with a key that no policy names, and nothing is signed.
    """
    old = folder / "log.key"
    old.replace(folder / f"log.key.before-{origin.rsplit('/', 1)[1]}")
    _write_private(old, random(32))
    _write_private(folder / "origin", origin.encode())
    return LogKey.of_seed(origin, old.read_bytes())


def open_worker_keys(
    keys: Path, folder: Path, *, random: Random
) -> tuple["WorkerKeys", tuple[bytes, ...]]:
    """Read what a worker needs of a vault's keys: its own secret, and the certificates.

    Raises:
        Missing: the vault was never started.
    """
    names = ("worker.secret", "organisation.cert", "root.cert")
    try:
        secret, organisation, root = [(keys / name).read_bytes() for name in names]
    except FileNotFoundError:
        raise Missing("the vault has no keys yet; start it first") from None
    return WorkerKeys(folder, secret, random), (root, organisation)


def witness_key(folder: Path, *, random: Random) -> SigningKey:
    """Read the local witness's key, making it at the first start."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / "witness.key").exists() and not (folder / STATE).exists():
        # A key without a memory is one whose memory was lost, so the memory comes first.
        write_state(folder, {})
    return SigningKey(_kept(folder / "witness.key", lambda: random(32)))


def witness_verifier(key: SigningKey) -> VerifierKey:
    """Give a witness's public key, by a name that says what it is."""
    return VerifierKey(LOCAL_WITNESS, COSIGNATURE, bytes(key.verify_key))


class WorkerKeys:
    """One-time worker keys, sealed in the worker's own folder, one file for each grant."""

    def __init__(self, folder: Path, secret: bytes, random: Random) -> None:
        self._folder = folder
        self._key = derive(secret, "grant key store")
        self._random = random
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def make(self, gid: Gid) -> Identity:
        """Make a grant's worker key."""
        identity = new_identity(Kind.ORGANISATION, random=self._random)
        sealed = seal_box(
            self._key, "grant key", gid + identity.fp, identity.root, random=self._random
        )
        _write_private(self._folder / gid.hex(), identity.fp + sealed)
        return identity

    def open(self, gid: Gid) -> Identity:
        """Open a grant's worker key, or raise Missing when it was destroyed."""
        try:
            data = (self._folder / gid.hex()).read_bytes()
        except FileNotFoundError:
            raise Missing(f"the worker key of grant {gid.hex()} is gone") from None
        root = open_box(self._key, "grant key", gid + data[:32], data[32:])
        assert len(root) == ROOT_SIZE
        return identity_of(root, Kind.ORGANISATION)

    def keep_certificate(self, gid: Gid, certificate: bytes) -> None:
        """Keep the certificate of a grant's worker key beside it."""
        _write_private(self._folder / f"{gid.hex()}.cert", certificate)

    def certificate(self, gid: Gid) -> bytes:
        """Give the certificate of a grant's worker key, or raise Missing."""
        try:
            return (self._folder / f"{gid.hex()}.cert").read_bytes()
        except FileNotFoundError:
            raise Missing(f"the worker key of grant {gid.hex()} is gone") from None

    def destroy(self, gid: Gid) -> None:
        """Destroy a grant's worker key."""
        for name in (gid.hex(), f"{gid.hex()}.cert"):
            (self._folder / name).unlink(missing_ok=True)


def _identity(path: Path, random: Random) -> Identity:
    def make() -> bytes:
        identity = new_identity(Kind.ORGANISATION, random=random)
        return marshal_identity(identity, passphrase=None, random=random)

    return parse_identity(_kept(path, make), passphrase=None)


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    if not path.exists():
        _write_private(path, make())
    return path.read_bytes()


def _write_private(path: Path, data: bytes) -> None:
    """Write a file for the owner alone; it appears whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
