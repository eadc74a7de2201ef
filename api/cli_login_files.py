"""What a new passphrase comes with: a login file, and her key beside it.

docs/cli.md 3. All of it is on disk before the vault hears of the passphrase.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.cli_io import Shell, read_passphrase, sync_file, want_free, whole_file
from vault.identity import Identity
from vault.identity_file import marshal_identity
from vault.ids import Fingerprint
from vault.passphrase import new_passphrase


@dataclass(frozen=True, slots=True)
class LoginFiles:
    """Where the login file, her key and the key's public half go."""

    login: Path
    key: Path
    public: Path


def name_files(out: Path) -> LoginFiles:
    """Name the files after the login file, or raise UsageError where something is there."""
    key = out.with_name(out.name + ".key")
    files = LoginFiles(out, key, key.with_name(key.name + ".pub"))
    for path in (files.login, files.key, files.public):
        want_free(path)
    return files


def given_or_made(shell: Shell, prompt: str) -> tuple[str, str | None]:
    """Give the passphrase, and once more if it was made here and must be shown."""
    given = shell.options.passphrase_file is not None or shell.options.passphrase_fd is not None
    made = None if given else new_passphrase(shell.random)
    return made or read_passphrase(shell, prompt), made


def login_file(url: str, login_code: str, root: Fingerprint, ca: str) -> bytes:
    """Give what finds the account again: its address, login code and the vault's pinned root."""
    found = {"url": url, "login_code": login_code, "root": root.hex(), "ca": ca}
    return json.dumps(found, indent=1).encode()


@contextmanager
def kept(
    shell: Shell, files: LoginFiles, passphrase: str
) -> Iterator[Callable[[Identity, bytes], None]]:
    """Give what puts her key and the login file on disk; they get their names at the end."""
    # The login file gets its name first: with it alone she finds her account and her key again.
    with (
        whole_file(files.public, shell.random) as shown,
        whole_file(files.key, shell.random) as secret,
        whole_file(files.login, shell.random) as login,
    ):

        def keep(identity: Identity, found: bytes) -> None:
            sealed = marshal_identity(identity, passphrase=passphrase, random=shell.random)
            for file, data in (
                (shown, identity.bundle.marshal()),
                (secret, sealed),
                (login, found),
            ):
                file.write(data)
                sync_file(file)

        yield keep
