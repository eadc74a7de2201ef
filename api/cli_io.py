"""What every command shares: one JSON document or plain words, keys, passphrases, folders.

docs/cli.md 1. Results go to standard output, everything else to standard error. What a
command writes appears whole or not at all, and never over something that is there.
"""

import getpass
import json
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any, TextIO

from api.progress import Progress
from vault.custody import FolderSink
from vault.durable import make_folder, reporting, sync_folder
from vault.errors import Malformed, MalformedIdentity, NotAuthentic, StoreUnavailable
from vault.identity import Bundle, Identity, Kind, parse_bundle
from vault.identity_file import needs_passphrase, parse_identity
from vault.ids import Clock, Random
from vault.leftovers import new_file, new_folder, remove_leftovers

SCRATCH = "safehold-scratch-"


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
        text = json.dumps(result, ensure_ascii=False, indent=1) if self.as_json else words
        try:
            sys.stdout.write(text.rstrip("\n") + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            silence(sys.stdout)
            raise StoreUnavailable(
                f"what was asked for is done, but the result could not be shown"
                f" ({error.strerror}); free some space, then look at the output"
            ) from error

    def note(self, words: str) -> None:
        """Say something that is not the result; that nobody can hear it stops nothing."""
        with suppress(OSError):
            sys.stderr.write(words.rstrip("\n") + "\n")
            sys.stderr.flush()


def silence(stream: TextIO) -> None:
    """Send what a stream still holds nowhere: it has failed, and would fail again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def printable(text: str) -> str:
    """Give text that only prints: what a phone or a stranger wrote may hold terminal codes."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def read_bytes(path: Path, what: str) -> bytes:
    """Read a small file, or raise UsageError saying which."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {what} at {path} ({error.strerror})") from None


def read_text(path: Path, what: str) -> str:
    """Read a small file of UTF-8 text, or raise UsageError saying which."""
    try:
        return read_bytes(path, what).decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{what} at {path} is not UTF-8 text") from None


def read_json(path: Path, what: str) -> Any:  # noqa: ANN401 whoever asks checks what it is
    """Read a file of JSON that a person wrote, or raise UsageError saying which."""
    try:
        return json.loads(read_bytes(path, what))
    except (ValueError, RecursionError):
        raise UsageError(f"{what} at {path} is not JSON") from None


def read_identity(shell: Shell, path: Path) -> Identity:
    """Read an identity file, asking for its passphrase when it has one."""
    data = read_bytes(path, "the identity")
    try:
        locked = needs_passphrase(data)
        passphrase = read_passphrase(shell, "Passphrase: ") if locked else None
        return parse_identity(data, passphrase=passphrase)
    except NotAuthentic:
        raise NotAuthentic(
            "the passphrase does not open the identity file: it is another one, or the file"
            " was changed; try again"
        ) from None
    except Malformed:
        raise UsageError(f"{path} is not an identity file; keys new makes one") from None


def read_bundle(path: Path) -> Bundle:
    """Read somebody's public bundle."""
    try:
        return parse_bundle(read_bytes(path, "the public key"))
    except MalformedIdentity:
        raise UsageError(f"{path} is not a public key; it is the file that ends in .pub") from None


def want_kind(bundle: Bundle, kind: Kind, option: str) -> None:
    """Refuse a key of the other kind: a person signs once, an organisation with two keys."""
    if bundle.kind is not kind:
        named = "a person" if kind is Kind.PERSON else "an organisation"
        word = "person" if kind is Kind.PERSON else "organisation"
        raise UsageError(f"{option} wants the key of {named}; keys new --kind {word} makes one")


def read_passphrase(shell: Shell, prompt: str, *, confirm: bool = False) -> str:
    """Take a passphrase from a file, a descriptor or the terminal; never from an argument."""
    found = _read_secret(shell, "passphrase")
    if found is not None:
        return found
    shell.progress.pause()
    found = getpass.getpass(prompt)
    if confirm and getpass.getpass("Again: ") != found:
        raise UsageError("the two passphrases differ")
    return found


def read_code(shell: Shell, prompt: str) -> str:
    """Take a single-use code as a passphrase is taken; a list of processes shows arguments."""
    found = _read_secret(shell, "code")
    if found is None:
        shell.progress.pause()
        found = getpass.getpass(prompt)
    return found.strip()


def _read_secret(shell: Shell, what: str) -> str | None:
    """Read from the file or descriptor that was named for it, or None to ask at the terminal."""
    file = getattr(shell.options, f"{what}_file", None)
    handle = getattr(shell.options, f"{what}_fd", None)
    if file is not None:
        return read_text(file, f"the {what} file").rstrip("\r\n")
    if handle is not None:
        try:
            with os.fdopen(handle, encoding="utf-8") as stream:
                return stream.read().rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise UsageError(f"--{what}-fd: want an open descriptor of UTF-8 text") from None
    if not sys.stdin.isatty():
        raise UsageError(f"a {what} is needed: use --{what}-file or --{what}-fd")
    return None


def ask(shell: Shell, words: str) -> str:
    """Ask a person, on standard error, and give the line that comes back."""
    shell.progress.pause()
    sys.stderr.write(words)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise UsageError("nobody answers: this needs a person at a terminal")
    return line.strip()


def show_micros(micros: int | None) -> str | None:
    """Spell microseconds since 1970 as a time in UTC; a phone may name any year."""
    if micros is None:
        return None
    seconds = micros // 1_000_000
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return f"{seconds} s after 1970"


def show_minute(ms: int) -> str:
    """Spell milliseconds since 1970 as a minute in UTC, for people."""
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def parse_until(text: str) -> datetime:
    """Read a date, meaning the end of that day in UTC, or a full time."""
    try:
        if len(text) == len("YYYY-MM-DD"):
            day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
            return day + timedelta(days=1)
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise UsageError("--until: want YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ") from None


@contextmanager
def whole_folder(final: Path, random: Random) -> Iterator[Path]:
    """Give a folder to fill; it gets its name only when the block ends well.

    Raises:
        UsageError: the name is taken.
        StoreUnavailable: it cannot be written.
    """
    with reporting("write the output"):
        partial = new_folder(_beginning(final), random=random)
        try:
            yield partial.path
            for path in [*partial.path.rglob("*"), partial.path]:
                _sync(path)
            partial.finish(final)
        finally:
            partial.remove()


@contextmanager
def whole_file(final: Path, random: Random) -> Iterator[IO[bytes]]:
    """Give a file to fill, for the owner alone; like whole_folder."""
    with reporting("write the output"):
        partial = new_file(_beginning(final), random=random)
        try:
            with os.fdopen(partial.handle, "wb", closefd=False) as file:
                yield file
                sync_file(file)
            partial.finish(final)
        finally:
            partial.remove()


@contextmanager
def scratch_folder(random: Random) -> Iterator[Path]:
    """Give a folder for what this run alone reads; what a killed run left there is removed.

    Raises:
        StoreUnavailable: no temporary folder takes anything.
    """
    with reporting("write scratch files"):
        try:
            beginning = Path(tempfile.gettempdir()) / SCRATCH
        except FileNotFoundError:
            raise StoreUnavailable(
                "no temporary folder takes a file: the disk is full, or TMPDIR names another;"
                " free some space, then try again"
            ) from None
        remove_leftovers(beginning)
        scratch = new_folder(beginning, random=random)
    try:
        yield scratch.path
    finally:
        scratch.remove()


def want_free(final: Path) -> None:
    """Refuse to write where something is already."""
    if final.exists() or final.is_symlink():
        raise taken(final)


def taken(final: Path) -> UsageError:
    """Say that something has this name already."""
    return UsageError(f"{final} exists already; choose a new name, nothing was written")


def _beginning(final: Path) -> Path:
    """Make ready to write beside a final place: how the names of what is half-written begin."""
    want_free(final)
    make_folder(final.parent)
    beginning = final.with_name(f"{final.name}.partial-")
    remove_leftovers(beginning)
    return beginning


def sync_file(file: IO[bytes]) -> None:
    """Bring what was written to the disk."""
    file.flush()
    os.fsync(file.fileno())


def _sync(path: Path) -> None:
    if path.is_dir():
        sync_folder(path)
        return
    with path.open("rb") as file:
        os.fsync(file.fileno())


def new_sink(final: Path, random: Random) -> FolderSink:
    """Open a folder for a sealed extraction."""
    want_free(final)
    return FolderSink(final, random=random)


def read_if_there(path: Path) -> bytes | None:
    """Read a file that need not exist."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"cannot read {path} ({error.strerror})") from None


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
