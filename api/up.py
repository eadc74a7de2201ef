"""`safehold up`: everything, embedded, from one command.

docs/operations.md 1. The data folder is made at the first start and kept ever after; a
second instance over the same folder, or a taken port, is refused before anything starts.
"""

import signal
import socket
from argparse import ArgumentParser
from pathlib import Path

from api import demo
from api.authorities import keep_authorities
from api.brokers import prove_publishing
from api.cli_broker import broker_options
from api.cli_database import database_options
from api.cli_io import Shell, UsageError, read_text
from api.cli_objects import objects_options
from api.cli_parser import Commands, path_option
from api.data_lock import one_vault
from api.databases import open_database
from api.keyring import LOCAL_WITNESS, Keyring, open_keyring
from api.log_policy import policy_in_force, propose, settle, words_of
from api.object_stores import open_stores
from api.settings import DEFAULT_PORT, PARTS, Settings, Unsafe, settings_of
from api.supervisor import Supervisor
from api.wiring import LOG_KEY_FILE, default_policy, tidy
from audit.policy import parse_log_policy
from vault.errors import StoreUnavailable


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.command("up", _up, "run the whole system on this machine")
    parser.add_argument("--data", type=path_option, default=Path("data"), metavar="DIR")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="gateway +1, witness +2")
    parser.add_argument("--demo", action="store_true", help="load a made demonstration once")
    parser.add_argument(
        "--without",
        default="",
        metavar="PARTS",
        help=f"leave to processes of their own: {','.join(sorted(PARTS))}",
    )
    parser.add_argument("--witness", metavar="URL", help="the witness's address, if elsewhere")
    parser.add_argument(
        "--policy",
        type=path_option,
        metavar="FILE",
        help="a log policy that names independent witnesses; in force from this start on",
    )
    parser.add_argument(
        "--tsa",
        type=path_option,
        metavar="FILE",
        help="time-stamp authorities: a JSON list of url and chain; asked from this start on",
    )
    tls_options(parser)
    database_options(parser)
    objects_options(parser)
    broker_options(parser)


def tls_options(parser: ArgumentParser) -> None:
    """Let a command that serves take a certificate and its key."""
    parser.add_argument("--tls-cert", type=path_option, metavar="F")
    parser.add_argument("--tls-key", type=path_option, metavar="F")


def _up(shell: Shell) -> int:
    options = shell.options
    settings = settings_of(options)
    try:
        settings.check()
    except Unsafe as error:
        raise UsageError(str(error)) from None
    if settings.witness is not None and "witness" not in settings.without:
        raise UsageError("--witness is for a witness of its own: say --without witness too")
    if settings.broker is not None and "worker" not in settings.without:
        raise UsageError("--broker is for workers of their own: say --without worker too")
    if options.demo and settings.without:
        raise UsageError("--demo is for the whole system; load it without --without, once")
    with one_vault(settings.data, lambda: tidy(settings)):
        check_ports(settings, _own_ports(settings))
        # What is wrong with the servers is said here, and not by a process that ends.
        open_database(settings.data, settings.where()).close()
        open_stores(settings.data, settings.objects, shell.random).close()
        if settings.broker is not None:
            prove_publishing(settings.broker.broker())
        keyring = open_keyring(
            settings.data / "keys", host="safehold", random=shell.random, now=shell.clock()
        )
        (settings.data / LOG_KEY_FILE).write_text(keyring.log_key.marshal(), "utf-8")
        _take_policy(shell, settings, keyring)
        if options.demo:
            demo.add_staff(settings, keyring, random=shell.random, now=shell.clock())
        return _run(shell, settings)


def _take_policy(shell: Shell, settings: Settings, keyring: Keyring) -> None:
    """Write down the policy in force and the one that is proposed, and who stamps."""
    default = default_policy(settings.data, keyring)
    settle(settings.data, default)
    given, stamped, proposed = shell.options.policy, shell.options.tsa, False
    try:
        if stamped is not None:
            keep_authorities(settings.data, read_text(stamped, "the authorities"))
        if given is not None:
            text = read_text(given, "the policy")
            proposed = propose(settings.data, text, keyring.log.verifiers(), default)
    except Unsafe as error:
        raise UsageError(str(error)) from None
    if proposed:
        shell.note("the policy is new; the witnesses of the old one must see the change first")


def _run(shell: Shell, settings: Settings) -> int:
    stopping = [False]

    def stop(*_: object) -> None:
        stopping[0] = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    supervisor = Supervisor(settings, shell.note)
    try:
        if not supervisor.start():
            if stopping[0]:
                return 0
            raise StoreUnavailable("the system did not start; its messages are above")
        logins = None
        if shell.options.demo and not stopping[0]:
            logins = demo.load(settings, random=shell.random, clock=shell.clock)
        shell.say(_addresses(settings, logins), _words(settings, logins))
        supervisor.watch(lambda: stopping[0])
    finally:
        supervisor.stop()
    shell.note("ended; the data is kept")
    return 0


def _addresses(settings: Settings, logins: dict[str, object] | None) -> dict[str, object]:
    return {
        "vault": settings.url(0),
        "gateway": None if "gateway" in settings.without else settings.url(1),
        "witness": settings.local_witness(),
        "data": str(settings.data),
        "logins": logins,
    }


def _words(settings: Settings, logins: dict[str, object] | None) -> str:
    own = "gateway" not in settings.without
    lines = [
        f"vault    {settings.url(0)}",
        f"gateway  {settings.url(1) if own else 'a process of its own'}",
        f"witness  {_witnesses(settings)}",
        f"data     {settings.data}",
    ]
    if logins is not None:
        lines.append("demonstration logins (made people; never use these for real data):")
        lines += [f"  {who:<13} {how}" for who, how in logins.items()]
    return "\n".join([*lines, "Ctrl-C ends it; the next start keeps all data."])


def _witnesses(settings: Settings) -> str:
    """Say who confirms the log, and where the vault's own witness is if it is the one."""
    policy = parse_log_policy(policy_in_force(settings.data, ""))
    own = f"{settings.local_witness()}  " if LOCAL_WITNESS in policy.witnesses else ""
    return f"{own}({words_of(policy)})"


def _own_ports(settings: Settings) -> list[int]:
    offsets = {0: "vault", 1: "gateway", 2: "witness"}
    return [offset for offset, part in offsets.items() if part not in settings.without]


def check_ports(settings: Settings, offsets: list[int]) -> None:
    """Want ports to be free, or raise StoreUnavailable."""
    for offset in offsets:
        host = "127.0.0.1" if offset == 2 else settings.host  # noqa: PLR2004 the witness
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, settings.port + offset))
            except OSError as error:
                port = settings.port + offset
                raise StoreUnavailable(
                    f"port {port} cannot be used ({error.strerror}); choose another with --port"
                ) from None
