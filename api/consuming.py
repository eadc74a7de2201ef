"""A worker behind a broker: one thread, one message at a time, whatever is not a hint refused.

docs/jobs.md 4. Celery's consumer without what would need more rights than to consume, and
without its messages about bad messages: those repeat what was in them.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

from celery.worker import WorkController, state
from celery.worker.consumer import Consumer, Tasks
from celery.worker.consumer.connection import Connection
from celery.worker.state import reserved_requests

from api.brokers import Broker
from extraction.tasks import jid_of, make_remote_app

GRACE = 20.0
"""So many seconds a running job has to end, or to be handed back, before its process goes."""
LOG = logging.getLogger("safehold")
_ENDED_WELL = 0


_COUNTS = ("x-delivery-count", "x-acquired-count")
"""What the broker itself adds to a message that it delivers again."""
_PLAIN = {"content_type", "content_encoding", "application_headers", "delivery_mode"}


class OneByOne(Tasks):  # type: ignore[misc]  # celery has no types
    """The step that begins to consume."""

    requires = (Connection,)

    def qos_global(self, _consumer: object) -> bool:
        """Say that the limit is each consumer's own; a quorum queue has no other."""
        return False


class HintConsumer(Consumer):  # type: ignore[misc]  # celery has no types
    """Consumes hints, and refuses whatever else was put into the queue."""

    event_dispatcher = None

    class Blueprint(Consumer.Blueprint):  # type: ignore[misc]  # celery has no types
        """The steps; others would declare exchanges and queues of their own."""

        default_steps = [  # noqa: RUF012 Celery's own name and form
            "celery.worker.consumer.connection:Connection",
            "api.consuming:OneByOne",
            "celery.worker.consumer.consumer:Evloop",
        ]

    def create_task_handler(self, *args: Any) -> Callable[[Any], None]:  # noqa: ANN401 Celery's
        """Put our own look at a message before Celery's."""
        handle = super().create_task_handler(*args)

        def judged(message: Any) -> None:  # noqa: ANN401 kombu has no types
            if state.should_stop is not None:
                # Nobody acknowledges it, so the broker has it back with the end of the connection.
                return
            if _is_hint(message):
                handle(message)
            else:
                self._refuse(message)

        return judged

    def on_decode_error(self, message: Any, _error: Exception) -> None:  # noqa: ANN401
        """Refuse a message that is not what its own headers say."""
        self._refuse(message)

    def _refuse(self, message: Any) -> None:  # noqa: ANN401 kombu has no types
        # Without being queued again: nobody could make anything of it later either.
        LOG.warning("a message of the queue was refused: malformed")
        message.reject_log_error(LOG, self.connection_errors)


def _is_hint(message: Any) -> bool:  # noqa: ANN401 kombu has no types
    """Tell whether a message is the one spelling of a hint, with nothing beside it."""
    headers = dict(message.headers or {})
    for name in _COUNTS:
        headers.pop(name, None)
    body = message.body
    raw = body.encode() if isinstance(body, str) else bytes(body)
    read = jid_of(message.content_type, message.content_encoding, headers, raw)
    return read is not None and set(message.properties) <= _PLAIN


class RemoteWorker:
    """Runs the jobs that a broker hints at, until it is stopped.

    A process has one at a time: Celery's loop belongs to the process, so two would read from one
    another's connection.
    """

    _alone = threading.Lock()

    def __init__(self, broker: Broker, run: Callable[[bytes], object]) -> None:
        name = f"{HintConsumer.__module__}:{HintConsumer.__qualname__}"
        self._app = make_remote_app(broker.url(), broker.tls(), name, run)
        self._controller = WorkController(
            app=self._app,
            hostname="worker@localhost",
            # One thread, so that nobody else writes to the connection while a job is acknowledged.
            pool="solo",
            concurrency=1,
        )
        self._thread = threading.Thread(target=self._run, name="celery", daemon=True)

    def start(self) -> None:
        """Begin to consume; an absent broker is tried again for as long as it takes.

        Raises:
            RuntimeError: another one of this process has not ended.
        """
        if not self._alone.acquire(blocking=False):
            raise RuntimeError("this process has a worker already")
        self._thread.start()

    def is_running(self) -> bool:
        """Tell whether it still consumes, or tries to."""
        return self._thread.is_alive()

    def stop(self) -> bool:
        """Take no more and let the running job end; tell whether it did in time."""
        state.should_stop = _ENDED_WELL
        try:
            self._thread.join(GRACE)
        finally:
            state.should_stop = None
        reserved_requests.clear()
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            # Celery looks for a task in the app of the thread that runs it.
            self._app.set_current()
            self._controller.start()
        finally:
            self._alone.release()
