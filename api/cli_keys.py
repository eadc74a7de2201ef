"""`safehold keys`: make an identity, show a public key."""

import sys

from api import cli_revoke
from api.cli_io import (
    Shell,
    UsageError,
    read_bundle,
    read_bytes,
    read_identity,
    read_passphrase,
    taken,
    want_free,
    whole_file,
)
from api.cli_parser import Commands, passphrase_options, path_option
from vault.errors import Malformed, NotAuthentic
from vault.identity import Identity, Kind, new_identity
from vault.identity_file import marshal_identity, needs_passphrase
from vault.ids import show_fp

_KINDS = {"person": Kind.PERSON, "organisation": Kind.ORGANISATION}


def register(commands: Commands) -> None:
    """Add the commands."""
    keys = commands.group("keys", "make and show identities")
    new = keys.command("new", _new, "make an identity; the public key lies beside it as OUT.pub")
    new.add_argument("out", type=path_option, help="where the identity file goes")
    new.add_argument("--kind", choices=sorted(_KINDS), required=True)
    new.add_argument("--no-passphrase", action="store_true", help="keep the root in clear")
    passphrase_options(new)
    show = keys.command("show", _show, "show whose a key file is")
    show.add_argument("file", type=path_option, help="an identity or a public key")
    passphrase_options(show)
    cli_revoke.register(keys)


def _new(shell: Shell) -> int:
    options = shell.options
    public = options.out.with_name(options.out.name + ".pub")
    want_free(public)
    if options.out.exists():
        identity, protected = _begun(shell)
        shell.note("an earlier run was cut off; its key is kept, the public key is written now")
    else:
        want_free(options.out)
        identity, protected = _made(shell)
    with whole_file(public, shell.random) as file:
        file.write(identity.bundle.marshal())
    if not protected:
        shell.note("the identity file is not protected by a passphrase; keep it safe")
    shell.say(
        {
            "fp": identity.fp.hex(),
            "kind": options.kind,
            "public": str(public),
            "protected": protected,
        },
        f"made {options.out}\npublic key {public}\nfingerprint {show_fp(identity.fp)}",
    )
    return 0


def _made(shell: Shell) -> tuple[Identity, bool]:
    """Make the identity and its file; say whether a passphrase protects it."""
    options = shell.options
    given = options.passphrase_file is not None or options.passphrase_fd is not None
    # A script that names no source of a passphrase gets a plain file, and is told so.
    passphrase = None
    if given or (not options.no_passphrase and not shell.as_json and _asks()):
        passphrase = read_passphrase(shell, "New passphrase: ", confirm=True)
    identity = new_identity(_KINDS[options.kind], random=shell.random)
    data = marshal_identity(identity, passphrase=passphrase or None, random=shell.random)
    with whole_file(options.out, shell.random) as file:
        file.write(data)
    return identity, bool(passphrase)


def _begun(shell: Shell) -> tuple[Identity, bool]:
    """Read the identity of a run that was cut off between its two files."""
    options = shell.options
    data = read_bytes(options.out, "the identity")
    try:
        protected = needs_passphrase(data)
        identity = read_identity(shell, options.out)
    except (Malformed, UsageError, NotAuthentic):
        raise taken(options.out) from None
    if identity.kind is not _KINDS[options.kind]:
        raise taken(options.out)
    return identity, protected


def _asks() -> bool:
    return sys.stdin.isatty()


def _show(shell: Shell) -> int:
    data = read_bytes(shell.options.file, "the key")
    try:
        needs_passphrase(data)
    except Malformed:
        bundle = read_bundle(shell.options.file)
    else:
        bundle = read_identity(shell, shell.options.file).bundle
    kind = "person" if bundle.kind is Kind.PERSON else "organisation"
    shell.say(
        {"fp": bundle.fp.hex(), "kind": kind},
        f"{kind}\nfingerprint {show_fp(bundle.fp)}\nin full     {bundle.fp.hex()}",
    )
    return 0
