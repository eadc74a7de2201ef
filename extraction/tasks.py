"""Celery's part in the work: a message that hints at a job, and carries its id alone.

docs/jobs.md 1. The broker may lose, repeat or reorder messages; the job table decides.
"""

from collections.abc import Callable

from celery import Celery

TASK = "safehold.job"
QUEUE = "safehold.jobs"


def make_app(broker: str, run: Callable[[bytes], object]) -> Celery:
    """Build the Celery app around a function that runs a job by its id."""
    app = Celery("safehold", broker=broker)
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

    @app.task(name=TASK)  # type: ignore[untyped-decorator]  # celery has no types
    def job(jid: str) -> None:
        run(bytes.fromhex(jid))

    app.finalize()
    return app


def hint(app: Celery, jid: bytes) -> None:
    """Send a message about a job."""
    app.send_task(TASK, args=[jid.hex()], queue=QUEUE)
