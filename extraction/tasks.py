"""Celery's part in the work: a message that hints at a job, and carries its id alone.

docs/jobs.md 1 and 4. The broker may lose, repeat or reorder messages; the job table decides.
"""

import re
from collections.abc import Callable, Mapping

from celery import Celery
from kombu import Exchange, Queue

TASK = "safehold.job"
QUEUE = "safehold.jobs"
"""The queue, and the exchange that leads to it and nowhere else."""
_BODY = re.compile(rb'\[\["([0-9a-f]{32})"\], \{\}, \{\}\]')


def make_app(broker: str, run: Callable[[bytes], object], *, shared: bool = True) -> Celery:
    """Build the Celery app around a function that runs a job by its id.

    What runs on threads of Celery's own finds its task in every app of the process (`shared`).
    """
    app = Celery("safehold", broker=broker, set_as_current=shared)
    app.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        task_default_queue=QUEUE,
        broker_transport_options={"polling_interval": 0.02},
        broker_connection_retry_on_startup=True,
        task_serializer="json",
        accept_content=["json"],
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
    )

    @app.task(name=TASK, shared=shared)  # type: ignore[untyped-decorator]  # celery has no types
    def job(jid: str) -> None:
        run(bytes.fromhex(jid))

    app.finalize()
    return app


def make_remote_app(
    broker: str, tls: Mapping[str, object], consumer: str, run: Callable[[bytes], object]
) -> Celery:
    """Build the app of a worker behind a broker; `consumer` names the class that consumes.

    Nothing is declared: the queue is its operator's, and this user could not make it.
    """
    app = make_app(broker, run, shared=False)
    exchange = Exchange(QUEUE, type="direct", no_declare=True)
    app.conf.update(
        broker_use_ssl=dict(tls),
        broker_transport_options={"confirm_publish": True},
        broker_connection_max_retries=None,
        # A worker is one thread, which does not answer while it runs a job.
        broker_heartbeat=0,
        task_queues=[Queue(QUEUE, exchange, routing_key=QUEUE, no_declare=True)],
        worker_consumer=consumer,
        # There is nothing to cancel: who notices the loss has just ended its job.
        worker_cancel_long_running_tasks_on_connection_loss=True,
    )
    return app


def hint(app: Celery, jid: bytes) -> None:
    """Send a message about a job."""
    app.send_task(TASK, args=[jid.hex()], queue=QUEUE)


def message_of(jid: bytes) -> tuple[dict[str, str], bytes]:
    """Give the headers and the body of the one message that there is about a job."""
    headers = {"lang": "py", "task": TASK, "id": jid.hex()}
    return headers, b'[["' + jid.hex().encode() + b'"], {}, {}]'


def jid_of(content_type: object, encoding: object, headers: object, body: object) -> bytes | None:
    """Read a job's id; None of whatever is not the one spelling of its message."""
    if content_type != "application/json" or encoding != "utf-8":
        return None
    found = _BODY.fullmatch(body) if isinstance(body, bytes) else None
    if found is None:
        return None
    jid = bytes.fromhex(found[1].decode())
    return jid if (headers, body) == message_of(jid) else None
