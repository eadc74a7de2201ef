"""Progress on standard error: only on a terminal, and only once a thing takes two seconds."""

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

PATIENCE = 2.0


class Progress:
    """Shows one line for each thing that is being done."""

    def __init__(self, seconds: Callable[[], float], *, shown: bool | None = None) -> None:
        """Begin; `seconds` is a clock that only runs forwards."""
        self._seconds = seconds
        self._begun = seconds()
        self._shown = sys.stderr.isatty() if shown is None else shown
        self._forced = shown
        self._bar: RichProgress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        """Hear how far a thing is; `total` 0 means that nobody knows."""
        if not self._shown or self._seconds() - self._begun < PATIENCE:
            return
        if self._bar is None:
            self._bar = RichProgress(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.completed:,.0f}"),
                TimeRemainingColumn(),
                console=Console(stderr=True, force_terminal=self._forced),
                transient=True,
            )
            self._bar.start()
        if what not in self._tasks:
            self._tasks[what] = self._bar.add_task(what, total=total or None)
        self._bar.update(self._tasks[what], completed=done)

    def pause(self) -> None:
        """Take the bars away, as before a question; what is done next gets its own."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
            self._tasks = {}
        self._begun = self._seconds()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
