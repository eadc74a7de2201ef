"""The two processes of the embedded edition: the vault with its gateway, and the witness.

`python -m api.process vault|witness` is started by the supervisor (api/up.py), never by
hand. TERM ends either within seconds; what was acknowledged is durable by then.
"""

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from api.gateway_app import gateway_app
from api.janitor import Janitor
from api.publisher import PublisherLoop
from api.settings import Settings, log_level
from api.vault_app import vault_app
from api.wiring import build, chance
from api.witness_app import witness_app
from api.worker import EmbeddedWorker
from audit.errors import AuditError
from audit.note import parse_vkey
from consent.errors import ConsentError
from vault.errors import VaultError

LOG_KEY_FILE = "log.vkey"
FAULTY = 1


class Served:
    """One app on one port, on a thread of its own."""

    def __init__(self, app: FastAPI, settings: Settings, host: str, offset: int) -> None:
        config = uvicorn.Config(
            app,
            host=host,
            port=settings.port + offset,
            log_level=log_level(),
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
            ssl_certfile=settings.tls_cert if host == settings.host else None,
            ssl_keyfile=settings.tls_key if host == settings.host else None,
        )
        self.server = uvicorn.Server(config)
        # Signals are this process's, not each server's.
        self.server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # uvicorn's own hook
        self.thread = threading.Thread(target=self.server.run, daemon=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of the processes until it is told to end."""
    options = _parser().parse_args(argv)
    logging.basicConfig(level=log_level().upper(), format="%(levelname)s %(name)s %(message)s")
    settings = Settings(options.data, options.host, options.port, options.tls_cert, options.tls_key)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    try:
        if options.which == "witness":
            _run_witness(settings, ended)
        else:
            _run_vault(settings, ended)
    except (AuditError, VaultError, ConsentError) as error:
        sys.stderr.write(f"safehold {options.which}: {error}\n")
        return FAULTY
    return 0


def _run_vault(settings: Settings, ended: threading.Event) -> None:
    services = build(settings)
    publisher = PublisherLoop(services.publisher)
    janitor = Janitor(services.access)
    worker = EmbeddedWorker(services)
    served = [
        Served(vault_app(services), settings, settings.host, 0),
        Served(gateway_app(services), settings, settings.host, 1),
    ]
    publisher.start()
    janitor.start()
    worker.start()
    _serve(served, ended)
    worker.stop()
    janitor.stop()
    publisher.stop()
    services.database.close()
    services.marks.close()


def _run_witness(settings: Settings, ended: threading.Event) -> None:
    folder = settings.data / "witness"
    key = parse_vkey((folder / LOG_KEY_FILE).read_text("utf-8"))
    # The witness listens on this machine alone; only the publisher speaks to it.
    _serve([Served(witness_app(folder, key, chance), settings, "127.0.0.1", 2)], ended)


def _serve(served: Sequence[Served], ended: threading.Event) -> None:
    for app in served:
        app.thread.start()
    while not ended.wait(0.2):
        if any(not app.thread.is_alive() for app in served):
            break
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
    return parser


if __name__ == "__main__":
    sys.exit(main())
