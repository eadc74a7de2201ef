"""Session files: which vault, who is signed in, and the token that says so."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from api.cli_io import Shell, UsageError, read_bytes, read_identity
from api.cli_parser import path_option
from api.cli_private import write_private
from api.cli_receipts import keeper, trim
from api.remote import Remote
from api.remote_survivor import SignedIn
from vault.canonical import unb64
from vault.identity import Identity
from vault.ids import parse_fp, parse_gid, parse_uid


@dataclass(frozen=True, slots=True)
class Session:
    """What a session file holds. `root` is the vault's pinned root, `ca` its own CA file.

    `revoked` are signed revocation lists that are heeded (base64url); `gids` the grants that
    were made with it, whose one-time worker keys are refused when they come again.
    """

    url: str
    role: str
    token: str = field(repr=False)
    id: str
    root: str
    ca: str = ""
    revoked: tuple[str, ...] = ()
    gids: tuple[str, ...] = ()
    path: Path | None = None
    """Where it was read from; not part of the file."""

    def remote(self) -> Remote:
        """Open a client for it, which keeps what the log promises."""
        keep = None if self.path is None else keeper(self.path, self.id)
        return Remote(self.url, self.token, verify=self.ca or True, keep=keep)


def write_session(path: Path, session: Session) -> None:
    """Write a session file that only its owner can read."""
    fields = {name: value for name, value in asdict(session).items() if name != "path"}
    write_private(path, json.dumps(fields, indent=1).encode())


def begin_session(path: Path, session: Session, *, promised: Iterable[str] = ()) -> None:
    """Write the file of a new session; what an earlier one of this vault remembers is kept.

    `promised` are the headers of receipts that signing in had.
    """
    if path.is_file():
        try:
            before = _parse_session(path.read_bytes())
        except (ValueError, TypeError):
            before = session
        if before.root == session.root:
            session = replace(session, revoked=before.revoked)
        if (before.root, before.id) == (session.root, session.id):
            session = replace(session, gids=before.gids)
    write_session(path, session)
    trim(path)
    for header in promised:
        keeper(path, session.id)(header)


def read_session(shell: Shell) -> Session:
    """Read the file that --session names."""
    path = shell.options.session
    if path is None:
        raise UsageError("sign in first, and name the session file with --session")
    try:
        return replace(_parse_session(read_bytes(path, "the session")), path=path)
    except (ValueError, TypeError):
        raise UsageError(f"{path} is not a session file") from None


def _parse_session(data: bytes) -> Session:
    fields = json.loads(data)
    if not isinstance(fields, dict):
        raise TypeError("want an object")
    lists = {name: fields.pop(name, []) for name in ("revoked", "gids")}
    words = [*fields.values(), *(word for found in lists.values() for word in found)]
    if not all(isinstance(found, list) for found in lists.values()) or not all(
        isinstance(word, str) for word in words
    ):
        raise TypeError("want texts")
    return Session(**fields, revoked=tuple(lists["revoked"]), gids=tuple(lists["gids"]))


def remember_grant(shell: Shell, gid: str) -> None:
    """Note in the session file that a grant was made, so that its worker's key is used once."""
    session = read_session(shell)
    write_session(shell.options.session, replace(session, gids=(*session.gids, gid)))


def signed_in(shell: Shell) -> SignedIn:
    """Give the survivor's session together with her identity, read from its file."""
    return signed_in_as(shell, read_identity(shell, shell.options.identity))


def signed_in_as(shell: Shell, identity: Identity) -> SignedIn:
    """Give the survivor's session together with her identity."""
    session = read_session(shell)
    if session.role != "survivor":
        raise UsageError("this needs the survivor's own session")
    return SignedIn(
        session.remote(),
        session.token,
        parse_uid(session.id),
        identity,
        parse_fp(session.root),
        heeded(session),
        frozenset(map(parse_gid, session.gids)),
    )


def heeded(session: Session) -> tuple[bytes, ...]:
    """Give the revocation lists that a session heeds."""
    return tuple(map(unb64, session.revoked))


def ca_option(parser: ArgumentParser) -> None:
    """Let a command that begins a session name the vault's own CA."""
    parser.add_argument(
        "--ca", type=path_option, metavar="FILE", help="CA file of a vault that has its own"
    )


def ca_of(shell: Shell) -> str:
    """Give the CA file, or nothing."""
    return "" if shell.options.ca is None else str(shell.options.ca.resolve())
