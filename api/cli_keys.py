"""`safehold keys`: make an identity, show a public key."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from api.cli_io import Shell, UsageError, read_bundle, read_bytes, read_passphrase
from api.cli_parser import Commands, path_option
from vault.errors import AlreadyStored, Malformed
from vault.identity import Kind, new_identity
from vault.identity_file import marshal_identity, needs_passphrase, parse_identity
from vault.ids import show_fp

_KINDS = {"person": Kind.PERSON, "organisation": Kind.ORGANISATION}


def register(commands: Commands) -> None:
    """Add the commands."""
    keys = commands.group("keys", "make and show identities")
    new = keys.command("new", _new, "make an identity; the public key lies beside it as OUT.pub")
    new.add_argument("out", type=path_option, help="where the identity file goes")
    new.add_argument("--kind", choices=sorted(_KINDS), required=True)
    new.add_argument("--no-passphrase", action="store_true", help="keep the root in clear")
    _passphrase(new)
    show = keys.command("show", _show, "show whose a key file is")
    show.add_argument("file", type=path_option, help="an identity or a public key")
    _passphrase(show)


def _passphrase(parser: ArgumentParser) -> None:
    parser.add_argument("--passphrase-file", type=path_option)
    parser.add_argument("--passphrase-fd", type=int)


def _new(shell: Shell) -> int:
    options = shell.options
    public = options.out.with_name(options.out.name + ".pub")
    if options.out.exists() or public.exists():
        raise AlreadyStored("the identity file exists already; choose a new name")
    given = options.passphrase_file is not None or options.passphrase_fd is not None
    # A script that names no source of a passphrase gets a plain file, and is told so.
    passphrase = None
    if given or (not options.no_passphrase and not shell.as_json and _asks()):
        passphrase = read_passphrase(shell, "New passphrase: ", confirm=True)
    identity = new_identity(_KINDS[options.kind], random=shell.random)
    data = marshal_identity(identity, passphrase=passphrase or None, random=shell.random)
    _write_private(options.out, data)
    public.write_bytes(identity.bundle.marshal())
    if not passphrase:
        shell.note("the identity file is not protected by a passphrase; keep it safe")
    shell.say(
        {"fp": identity.fp.hex(), "kind": options.kind, "public": str(public)},
        f"made {options.out}\npublic key {public}\nfingerprint {show_fp(identity.fp)}",
    )
    return 0


def _asks() -> bool:
    return sys.stdin.isatty()


def _show(shell: Shell) -> int:
    data = read_bytes(shell.options.file, "the key")
    try:
        locked = needs_passphrase(data)
    except Malformed:
        bundle = read_bundle(shell.options.file)
    else:
        passphrase = read_passphrase(shell, "Passphrase: ") if locked else None
        bundle = parse_identity(data, passphrase=passphrase).bundle
    kind = "person" if bundle.kind is Kind.PERSON else "organisation"
    shell.say(
        {"fp": bundle.fp.hex(), "kind": kind},
        f"{kind}\nfingerprint {show_fp(bundle.fp)}\nin full     {bundle.fp.hex()}",
    )
    return 0


def _write_private(path: Path, data: bytes) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise UsageError(f"cannot write {path} ({error.strerror})") from None
    with os.fdopen(handle, "wb") as file:
        file.write(data)
