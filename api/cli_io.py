"""What every command shares: one JSON document or plain words, keys, passphrases, folders.

docs/cli.md 1. Results go to standard output, everything else to standard error. A folder
that a command writes appears whole or not at all.
"""

import getpass
import json
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from api.progress import Progress
from vault.custody import FolderSink
from vault.errors import AlreadyStored, Malformed, Missing, StoreUnavailable
from vault.identity import Bundle, Identity, parse_bundle
from vault.identity_file import needs_passphrase, parse_identity
from vault.ids import Clock, Random


class UsageError(Exception):
    """What was typed cannot be done; exit 2."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What a command may use: its options, chance, time, and where words go."""

    options: Namespace
    random: Random
    clock: Clock
    progress: Progress
    as_json: bool = field(default=False)

    def say(self, result: Mapping[str, object], words: str) -> None:
        """Give the result: as JSON, or in words."""
        if self.as_json:
            sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
        else:
            sys.stdout.write(words.rstrip("\n") + "\n")
        sys.stdout.flush()

    def note(self, words: str) -> None:
        """Say something that is not the result."""
        sys.stderr.write(words.rstrip("\n") + "\n")


def read_bytes(path: Path, what: str) -> bytes:
    """Read a small file, or raise UsageError saying which."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {what} at {path} ({error.strerror})") from None


def read_identity(shell: Shell, path: Path) -> Identity:
    """Read an identity file, asking for its passphrase when it has one."""
    data = read_bytes(path, "the identity")
    try:
        locked = needs_passphrase(data)
    except Malformed:
        raise UsageError(f"{path} is not an identity file") from None
    passphrase = read_passphrase(shell, "Passphrase: ") if locked else None
    return parse_identity(data, passphrase=passphrase)


def read_bundle(path: Path) -> Bundle:
    """Read somebody's public bundle."""
    return parse_bundle(read_bytes(path, "the public key"))


def read_passphrase(shell: Shell, prompt: str, *, confirm: bool = False) -> str:
    """Take a passphrase from a file, a descriptor or the terminal; never from an argument."""
    options = shell.options
    if getattr(options, "passphrase_file", None) is not None:
        text = read_bytes(options.passphrase_file, "the passphrase file").decode()
        return text.rstrip("\r\n")
    if getattr(options, "passphrase_fd", None) is not None:
        with os.fdopen(options.passphrase_fd, encoding="utf-8") as file:
            return file.read().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError("a passphrase is needed: use --passphrase-file or --passphrase-fd")
    found = getpass.getpass(prompt)
    if confirm and getpass.getpass("Again: ") != found:
        raise UsageError("the two passphrases differ")
    return found


def parse_until(text: str) -> datetime:
    """Read a date, meaning the end of that day in UTC, or a full time."""
    try:
        if len(text) == len("YYYY-MM-DD"):
            day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
            return day + timedelta(days=1)
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise UsageError("--until: want YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ") from None


@contextmanager
def whole_folder(final: Path, random: Random) -> Iterator[Path]:
    """Give a folder to fill; it gets its name only when the block ends well.

    Raises:
        AlreadyStored: the name is taken.
        StoreUnavailable: there is no room.
    """
    if final.exists():
        raise AlreadyStored(f"{final.name} exists already; choose a new output folder")
    partial = final.with_name(f"{final.name}.partial-{random(8).hex()}")
    try:
        partial.mkdir(parents=True)
        partial.chmod(0o700)
        yield partial
        partial.rename(final)
    except OSError as error:
        raise StoreUnavailable(
            f"cannot write the output (errno {error.errno}); free space and run it again"
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def new_sink(final: Path, random: Random) -> FolderSink:
    """Open a folder for a sealed extraction."""
    return FolderSink(final, random=random)


def read_if_there(path: Path) -> bytes | None:
    """Read a file that need not exist."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Missing(f"{path.name} cannot be read (errno {error.errno})") from error


def file_pieces(path: Path) -> Callable[[], Iterator[bytes]]:
    """Give a file's bytes from the start, as often as called."""

    def pieces() -> Iterator[bytes]:
        try:
            with path.open("rb") as file:
                while piece := file.read(1024 * 1024):
                    yield piece
        except OSError as error:
            raise UsageError(f"cannot read {path} ({error.strerror})") from None

    return pieces
