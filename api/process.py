"""The processes: what each runs, until it is told to end.

`python -m api.process vault|witness` is started by the supervisor (api/up.py), never by
hand; `safehold gateway`, `worker`, `publisher` and `witness` (api/deployed.py) run one in
their own. TERM ends each within seconds; what was acknowledged is durable by then.
"""

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from api.brokers import Broker
from api.consuming import RemoteWorker
from api.data_lock import joined, only
from api.ended_grants import sweep_grants
from api.eraser import Eraser
from api.gateway_app import gateway_app
from api.janitor import Janitor
from api.publisher import PublisherLoop
from api.services import WorkerServices
from api.settings import Settings, log_level, settings_of
from api.unused_keys import sweep_keys
from api.vault_app import vault_app
from api.wiring import (
    LOG_KEY_FILE,
    build,
    build_gateway,
    build_publisher,
    build_worker,
    chance,
    cover_for,
    stamper_for,
)
from api.witness_app import local_witness, witness_app
from api.worker import EmbeddedWorker, destroy_ended, make_worker, run_hinted
from audit.errors import AuditError
from audit.note import parse_vkey
from consent.errors import ConsentError
from extraction.errors import ExtractionError
from vault.errors import StoreUnavailable, VaultError

FAULTY = 1
LOG = logging.getLogger("safehold")
Ended = threading.Event
Ready = Callable[[], None]
"""Called once the process does its task."""


class Served:
    """One app on one port, on a thread of its own."""

    def __init__(
        self, app: FastAPI, settings: Settings, host: str, offset: int, *, tls: bool = True
    ) -> None:
        config = uvicorn.Config(
            app,
            host=host,
            port=settings.port + offset,
            log_level=log_level(),
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
            ssl_certfile=settings.tls_cert if tls else None,
            ssl_keyfile=settings.tls_key if tls else None,
        )
        self.server = uvicorn.Server(config)
        # Signals are this process's, not each server's.
        self.server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # uvicorn's own hook
        self.thread = threading.Thread(target=self.server.run, daemon=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of the embedded processes until it is told to end."""
    options = _parser().parse_args(argv)
    settings = settings_of(options)
    try:
        run({"vault": run_vault, "witness": run_witness}[options.which], settings)
    except (AuditError, VaultError, ConsentError, ExtractionError) as error:
        sys.stderr.write(f"safehold {options.which}: {error}\n")
        return FAULTY
    return 0


def run(
    task: Callable[[Settings, Ended, Ready], None],
    settings: Settings,
    ready: Ready = lambda: None,
) -> None:
    """Run a task over a data folder until a signal ends it.

    Raises:
        AuditError: the log is not what it was, or the witness is away.
        VaultError: the folder is in use, or cannot be used.
        ConsentError: the policy is unsound.
        UnfitBroker: the broker is not what its operator said.
    """
    logging.basicConfig(level=log_level().upper(), format="%(levelname)s %(name)s %(message)s")
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with joined(settings.data):
        task(settings, ended, ready)


def run_vault(settings: Settings, ended: Ended, ready: Ready) -> None:
    """Run the vault app, and what of the rest no other process does."""
    if "publisher" in settings.without:
        _vault(settings, ended, ready)
        return
    with only(settings.data, "publisher"):
        _vault(settings, ended, ready)


def _vault(settings: Settings, ended: Ended, ready: Ready) -> None:
    services = build(settings)
    eraser = Eraser(services.withdrawals)
    besides = [lambda: sweep_keys(services), lambda: sweep_grants(services)]
    janitor = Janitor(services.access, besides=besides)
    publisher = None
    if services.publisher is not None:
        database = services.database
        stamper, cover = stamper_for(settings, database), cover_for(database)
        publisher = PublisherLoop(services.publisher, stamper, cover)
    worker = None if "worker" in settings.without else EmbeddedWorker(services.for_worker())
    served = [Served(vault_app(services), settings, settings.host, 0)]
    if "gateway" not in settings.without:
        served.append(Served(gateway_app(services), settings, settings.host, 1))
    if publisher is not None:
        publisher.start()
    janitor.start()
    eraser.start()
    if worker is not None:
        worker.start()
    if services.hinter is not None:
        services.hinter.start()
    _serve(served, ended, ready)
    if services.hinter is not None:
        services.hinter.stop()
    if worker is not None:
        worker.stop()
    eraser.stop()
    janitor.stop()
    if publisher is not None:
        publisher.stop()
    services.stores.close()
    services.database.close()
    services.marks.close()


def run_gateway(settings: Settings, ended: Ended, ready: Ready) -> None:
    """Run a gateway, on the settings' own port."""
    services = build_gateway(settings)
    janitor = Janitor(services.access)
    janitor.start()
    _serve([Served(gateway_app(services), settings, settings.host, 0)], ended, ready)
    janitor.stop()
    services.releases.close()
    services.database.close()
    services.marks.close()


def run_worker(settings: Settings, ended: Ended, ready: Ready) -> None:
    """Run a worker; any number may run."""
    services = build_worker(settings)
    janitor = Janitor(services.access)
    janitor.start()
    try:
        if services.broker is None:
            worker = EmbeddedWorker(services)
            worker.start()
            ready()
            ended.wait()
            worker.stop()
        else:
            _consume(services, services.broker, ended, ready)
    finally:
        janitor.stop()
        services.stores.close()
        services.database.close()
        services.marks.close()


def _consume(services: WorkerServices, broker: Broker, ended: Ended, ready: Ready) -> None:
    """Run what a broker hints at; a job that is running at the end is let end, or handed back."""
    worker = make_worker(services, ended.is_set)
    destroy_ended(services)
    remote = RemoteWorker(broker, lambda jid: run_hinted(worker, jid))
    remote.start()
    ready()
    while not ended.wait(0.2) and remote.is_running():
        pass
    lost = not ended.is_set()
    if not remote.stop():
        LOG.warning("a job did not end in time; it is taken up once its lease is over")
    if lost:
        raise StoreUnavailable("the broker took the queue away")


def run_publisher(settings: Settings, ended: Ended, ready: Ready) -> None:
    """Run the publisher, the only one over this folder; end when it must stop publishing."""
    with only(settings.data, "publisher"):
        database, publisher = build_publisher(settings)
        loop = PublisherLoop(publisher, stamper_for(settings, database), cover_for(database))
        loop.start()
        ready()
        while not ended.wait(0.2) and loop.is_running():
            pass
        loop.stop()
        database.close()
        loop.check()


def run_witness(settings: Settings, ended: Ended, ready: Ready) -> None:
    """Run the local witness, the only one over this folder, on the settings' port + 2."""
    key = parse_vkey((settings.data / LOG_KEY_FILE).read_text("utf-8"))
    with only(settings.data, "witness"):
        app = witness_app(local_witness(settings.data / "witness", key, chance), [key.name])
        # The witness listens on this machine alone; only the publisher speaks to it.
        _serve([Served(app, settings, "127.0.0.1", 2, tls=False)], ended, ready)


TASKS: Mapping[str, Callable[[Settings, Ended, Ready], None]] = {
    "gateway": run_gateway,
    "publisher": run_publisher,
    "witness": run_witness,
    "worker": run_worker,
}
"""What `safehold up` can leave to processes of their own."""


def _serve(served: Sequence[Served], ended: Ended, ready: Ready) -> None:
    for app in served:
        app.thread.start()
    said = False
    while not ended.wait(0.2):
        if any(not app.thread.is_alive() for app in served):
            break
        if not said and all(app.server.started for app in served):
            ready()
            said = True
    for app in served:
        app.server.should_exit = True
    for app in served:
        app.thread.join(timeout=10)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="api.process")
    parser.add_argument("which", choices=["vault", "witness"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--tls-cert", type=Path)
    parser.add_argument("--tls-key", type=Path)
    parser.add_argument("--without", default="")
    parser.add_argument("--witness")
    parser.add_argument("--database")
    parser.add_argument("--database-password-file", type=Path)
    parser.add_argument("--objects")
    parser.add_argument("--objects-custody-key-file", type=Path)
    parser.add_argument("--objects-releases-key-file", type=Path)
    parser.add_argument("--objects-ca", type=Path)
    parser.add_argument("--broker")
    parser.add_argument("--broker-password-file", type=Path)
    parser.add_argument("--broker-ca", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
