"""`safehold gateway`, `worker` and `publisher`: processes beside a running vault.

docs/operations.md 5. Each runs in the foreground over the vault's own data folder, until
Ctrl-C or TERM. `safehold up --without …` leaves the task to them.
"""

from argparse import ArgumentParser
from pathlib import Path

from api.cli_broker import broker_options
from api.cli_database import database_options
from api.cli_io import Shell, UsageError
from api.cli_objects import objects_options
from api.cli_parser import Commands, path_option
from api.databases import has_database
from api.process import TASKS, run
from api.settings import (
    DEFAULT_PORT,
    Settings,
    Unsafe,
    given_broker,
    given_database,
    given_objects,
)
from api.up import check_ports, tls_options
from api.wiring import LOG_KEY_FILE

_GATEWAY, WITNESS_PORT = DEFAULT_PORT + 1, DEFAULT_PORT + 2


def register(commands: Commands) -> None:
    """Add the commands."""
    gateway = commands.command("gateway", _gateway, "the gateway, beside a vault")
    gateway.add_argument("--host", default="127.0.0.1")
    gateway.add_argument("--port", type=int, default=_GATEWAY)
    tls_options(gateway)
    worker = commands.command("worker", _worker, "a worker, beside a vault")
    publisher = commands.command("publisher", _publisher, "the publisher, beside a vault")
    for parser in (gateway, worker, publisher):
        parser.add_argument("--data", type=path_option, default=Path("data"), metavar="DIR")
        _witness_option(parser)
        database_options(parser)
    objects_options(gateway, zones=("releases",))
    objects_options(worker)
    broker_options(worker)


def _witness_option(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--witness",
        default=f"http://127.0.0.1:{WITNESS_PORT}",
        metavar="URL",
        help="the witness, asked at the start whether this log is the one it saw",
    )


def _gateway(shell: Shell) -> int:
    options = shell.options
    settings = _settings(shell, options.host, options.port, tls=(options.tls_cert, options.tls_key))
    return _run(shell, "gateway", settings, [0])


def _worker(shell: Shell) -> int:
    return _run(shell, "worker", _settings(shell, "127.0.0.1", DEFAULT_PORT), [])


def _publisher(shell: Shell) -> int:
    return _run(shell, "publisher", _settings(shell, "127.0.0.1", DEFAULT_PORT), [])


def beside_witness(shell: Shell) -> int:
    """Run the local witness beside a vault."""
    # Settings count from the vault's port; the witness's is the third.
    settings = _settings(shell, "127.0.0.1", shell.options.port - 2)
    return _run(shell, "witness", settings, [2])


def _settings(
    shell: Shell,
    host: str,
    port: int,
    *,
    tls: tuple[Path | None, Path | None] = (None, None),
) -> Settings:
    data = shell.options.data.resolve()
    if not has_database(data) or not (data / LOG_KEY_FILE).exists():
        raise UsageError(f"there is no vault in {data}; safehold up makes one")
    witness = getattr(shell.options, "witness", None)
    database = given_database(shell.options) if "database" in shell.options else None
    objects = given_objects(shell.options) if "objects" in shell.options else None
    broker = given_broker(shell.options) if "broker" in shell.options else None
    settings = Settings(data, host, port, *tls, frozenset(), witness, database, objects, broker)
    try:
        settings.check()
    except Unsafe as error:
        raise UsageError(str(error)) from None
    return settings


def _run(shell: Shell, task: str, settings: Settings, offsets: list[int]) -> int:
    check_ports(settings, offsets)
    document: dict[str, object] = {"task": task, "data": str(settings.data)}
    words = f"{task} runs over {settings.data}"
    if offsets:
        address = settings.url(0) if task == "gateway" else settings.local_witness()
        document["address"] = address
        words = f"{task}  {address}"
    run(TASKS[task], settings, lambda: shell.say(document, words))
    shell.note(f"{task} ended")
    return 0
