"""Session files: which vault, who is signed in, and the token that says so."""

import json
import os
from argparse import ArgumentParser
from dataclasses import asdict, dataclass, field
from pathlib import Path

from api.cli_io import Shell, UsageError, read_bytes, read_identity, sync_file
from api.cli_parser import path_option
from api.remote import Remote
from api.remote_survivor import SignedIn
from vault.durable import NO_ROOM, reporting, sync_folder
from vault.ids import parse_fp, parse_uid


@dataclass(frozen=True, slots=True)
class Session:
    """What a session file holds. `root` is the vault's pinned root, `ca` its own CA file."""

    url: str
    role: str
    token: str = field(repr=False)
    id: str
    root: str
    ca: str = ""

    def remote(self) -> Remote:
        """Open a client for it."""
        return Remote(self.url, self.token, verify=self.ca or True)


def write_session(path: Path, session: Session) -> None:
    """Write a session file that only its owner can read."""
    write_private(path, json.dumps(asdict(session), indent=1).encode())


def write_private(path: Path, data: bytes) -> None:
    """Write a new file for the owner alone, or replace it; durable once this returns.

    Raises:
        StoreUnavailable: the disk is full; what was there before is there still.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.unlink(missing_ok=True)
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                sync_file(file)
            fresh.rename(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    except OSError as error:
        if error.errno in NO_ROOM:
            with reporting("write"):
                raise
        raise UsageError(f"cannot write {path} ({error.strerror})") from None


def read_session(shell: Shell) -> Session:
    """Read the file that --session names."""
    path = shell.options.session
    if path is None:
        raise UsageError("sign in first, and name the session file with --session")
    try:
        return Session(**json.loads(read_bytes(path, "the session")))
    except (ValueError, TypeError):
        raise UsageError(f"{path} is not a session file") from None


def signed_in(shell: Shell) -> SignedIn:
    """Give the survivor's session together with her identity."""
    session = read_session(shell)
    if session.role != "survivor":
        raise UsageError("this needs the survivor's own session")
    identity = read_identity(shell, shell.options.identity)
    return SignedIn(
        session.remote(),
        session.token,
        parse_uid(session.id),
        identity,
        parse_fp(session.root),
    )


def ca_option(parser: ArgumentParser) -> None:
    """Let a command that begins a session name the vault's own CA."""
    parser.add_argument(
        "--ca", type=path_option, metavar="FILE", help="CA file of a vault that has its own"
    )


def ca_of(shell: Shell) -> str:
    """Give the CA file, or nothing."""
    return "" if shell.options.ca is None else str(shell.options.ca.resolve())
