"""`safehold witness`: an independent witness over its own folder, or the local one of a vault.

docs/operations.md 6. Whoever runs an independent witness keeps its folder away from the
vault and from the people who run the vault: that is all it is for.
"""

import signal
import threading
from pathlib import Path

import uvicorn

from api.cli_io import Shell, UsageError
from api.cli_parser import Commands, path_option
from api.deployed import WITNESS_PORT, beside_witness
from api.settings import Settings, Unsafe, log_level
from api.up import check_ports, tls_options
from api.witness_app import seconds, witness_app
from audit.errors import MalformedNote
from audit.witness_folder import make_witness, open_witness


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.command("witness", _witness, "a witness: its own folder, or beside a vault")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--state", type=path_option, metavar="DIR", help="of an independent witness")
    where.add_argument("--data", type=path_option, metavar="DIR", help="of a vault (./data)")
    parser.add_argument("--new", metavar="NAME", help="make the witness, print its keys, end")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=WITNESS_PORT)
    tls_options(parser)


def _witness(shell: Shell) -> int:
    options = shell.options
    if options.state is not None:
        return _make(shell) if options.new is not None else _independent(shell)
    if options.new is not None or options.tls_cert or options.host != "127.0.0.1":
        raise UsageError("--new, --host and --tls-cert are for a witness of its own: give --state")
    if options.data is None:
        options.data = Path("data")
    return beside_witness(shell)


def _make(shell: Shell) -> int:
    folder = shell.options.state
    try:
        keys = [key.marshal() for key in make_witness(folder, shell.options.new, shell.random)]
    except FileExistsError:
        raise UsageError(f"there is a witness in {folder}; its keys are never replaced") from None
    except MalformedNote as error:
        raise UsageError(f"--new: {error}") from None
    lines = [*keys, f"write the vkeys of the logs it shall know into {folder / 'logs'}"]
    shell.say({"keys": keys, "logs": str(folder / "logs")}, "\n".join(lines))
    return 0


def _independent(shell: Shell) -> int:
    options = shell.options
    settings = Settings(
        options.state.resolve(), options.host, options.port, options.tls_cert, options.tls_key
    )
    try:
        settings.check()
    except Unsafe as error:
        raise UsageError(str(error)) from None
    check_ports(settings, [0])
    with open_witness(settings.data, seconds) as opened:
        config = uvicorn.Config(
            witness_app(opened.witness, opened.logs),
            host=settings.host,
            port=settings.port,
            log_level=log_level(),
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
            ssl_certfile=settings.tls_cert,
            ssl_keyfile=settings.tls_key,
        )
        return _serve(shell, uvicorn.Server(config), settings.url(0), sorted(opened.logs))


def _serve(shell: Shell, server: uvicorn.Server, address: str, logs: list[str]) -> int:
    def stop(*_: object) -> None:
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # uvicorn's own hook
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while thread.is_alive() and not server.started:
        thread.join(0.05)
    if server.started:
        document: dict[str, object] = {"task": "witness", "address": address, "logs": logs}
        shell.say(document, f"witness  {address}  knows {', '.join(logs) or 'no log yet'}")
    while thread.is_alive():
        thread.join(0.2)
    shell.note("witness ended")
    return 0 if server.started else 1
