"""Settings: where data lies and where the apps listen. The one reader of the environment."""

import ipaddress
import os
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from api.brokers import GivenBroker
from api.object_stores import GivenObjects
from api.postgres import Where, check_address
from api.tls import UnfitPair, check_pair

DEFAULT_PORT = 8000
PARTS = frozenset({"gateway", "publisher", "witness", "worker"})
"""What `safehold up` can leave to processes of their own."""
DEFAULT_EXIT = "https://www.bbc.co.uk/weather"


class Unsafe(Exception):
    """The settings would expose something; nothing is started."""


@dataclass(frozen=True, slots=True)
class Given:
    """How a process was told where its database is: an address, and a file with the password."""

    address: str
    secret: Path | None

    def check(self) -> None:
        """Refuse what would expose something, or raise Unsafe."""
        wrong = check_address(self.address)
        if wrong is not None:
            raise Unsafe(f"--database: {wrong}")
        if self.secret is not None and not self.secret.is_file():
            raise Unsafe("--database-password-file: there is no such file")

    def where(self) -> Where:
        """Read the password, or raise OSError."""
        if self.secret is None:
            return Where(self.address)
        return Where(self.address, self.secret.read_text("utf-8").rstrip("\n"))


@dataclass(frozen=True, slots=True)
class Settings:
    """How a process runs. A vault has its gateway on `port`+1 and its witness on `port`+2.

    `without` names what other processes do for it (PARTS); `witness` is the witness's
    address when it is not the vault's own; `database` says where a PostgreSQL server is,
    if the rows are not in a file of the data folder, and `objects` where an object store is,
    if sealed bytes are not in the data folder; `broker` says where the queue to workers of their
    own is, if they do not look for work by themselves.
    """

    data: Path
    host: str
    port: int
    tls_cert: Path | None
    tls_key: Path | None
    without: frozenset[str] = frozenset()
    witness: str | None = None
    database: Given | None = None
    objects: GivenObjects | None = None
    broker: GivenBroker | None = None

    def check(self) -> None:
        """Refuse what is not safe, or raise Unsafe."""
        if (self.tls_cert is None) != (self.tls_key is None):
            raise Unsafe("give --tls-cert and --tls-key together")
        if not self.is_loopback() and self.tls_cert is None:
            raise Unsafe("a host that others can reach needs --tls-cert and --tls-key")
        if self.tls_cert is not None and self.tls_key is not None:
            try:
                check_pair(self.tls_cert, self.tls_key)
            except UnfitPair as error:
                raise Unsafe(str(error)) from None
        if not 0 < self.port < 65_533:  # noqa: PLR2004 three ports in a row
            raise Unsafe("--port: want 1 to 65532")
        if not self.without <= PARTS:
            raise Unsafe(f"--without: want some of {', '.join(sorted(PARTS))}, with commas")
        if self.witness is not None and not self.witness.startswith(("http://", "https://")):
            raise Unsafe("--witness: want an address as http://127.0.0.1:8002")
        if self.database is not None:
            self.database.check()
        wrong = None if self.objects is None else self.objects.wrong()
        if wrong is None and self.broker is not None:
            wrong = self.broker.wrong()
        if wrong is not None:
            raise Unsafe(wrong)

    def where(self) -> Where | None:
        """Say where the database server is, None for the data folder's own file."""
        return None if self.database is None else self.database.where()

    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach the host."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def scheme(self) -> str:
        """The apps' scheme."""
        return "http" if self.tls_cert is None else "https"

    def url(self, offset: int) -> str:
        """Give the address of an app: 0 vault, 1 gateway, 2 witness."""
        return self._address(self.host, offset)

    def own_url(self, offset: int) -> str:
        """Give an app's address for this machine: every address listens, so one of its own does."""
        own = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 what the operator asked for
        return self._address(own.get(self.host, self.host), offset)

    def _address(self, host: str, offset: int) -> str:
        bracketed = f"[{host}]" if ":" in host else host
        return f"{self.scheme}://{bracketed}:{self.port + offset}"

    def local_witness(self) -> str:
        """Give the witness's address; a vault's own listens on this machine alone."""
        return self.witness or f"http://127.0.0.1:{self.port + 2}"


def settings_of(options: Namespace) -> Settings:
    """Give the settings that the options of `safehold up` spell; check() is the caller's."""
    return Settings(
        options.data.resolve(),
        options.host,
        options.port,
        options.tls_cert,
        options.tls_key,
        frozenset(options.without.split(",")) - {""},
        options.witness,
        given_database(options),
        given_objects(options),
        given_broker(options),
    )


def given_broker(options: Namespace) -> GivenBroker | None:
    """Give what --broker and the options beside it say; wrong() is the caller's to ask."""
    if options.broker is None:
        return None
    paths = (options.broker_password_file, options.broker_ca)
    return GivenBroker(
        options.broker, *(None if path is None else path.resolve() for path in paths)
    )


def given_database(options: Namespace) -> Given | None:
    """Give what --database and --database-password-file say; check() is the caller's."""
    if options.database is None:
        return None
    secret = options.database_password_file
    return Given(options.database, None if secret is None else secret.resolve())


def given_objects(options: Namespace) -> GivenObjects | None:
    """Give what --objects and the options beside it say; wrong() is the caller's to ask."""
    if options.objects is None:
        return None
    paths = (
        None if path is None else path.resolve()
        for path in (
            getattr(options, "objects_custody_key_file", None),
            options.objects_releases_key_file,
            options.objects_ca,
        )
    )
    return GivenObjects(options.objects, *paths)


def log_level() -> str:
    """Give the log level from SAFEHOLD_LOG, warning by default."""
    level = os.environ.get("SAFEHOLD_LOG", "warning").lower()
    return level if level in {"critical", "error", "warning", "info"} else "warning"


def exit_to() -> str:
    """Give the neutral address that leaving the pages ends at, from SAFEHOLD_EXIT_TO."""
    return os.environ.get("SAFEHOLD_EXIT_TO", DEFAULT_EXIT)


def counselling_host() -> bool:
    """Tell whether the host provides counselling services: SAFEHOLD_HOST=counselling."""
    return os.environ.get("SAFEHOLD_HOST", "") == "counselling"
