"""The bars of progress, loaded when the first is shown.

What draws them takes longer to load than a short command to run, and most never show one.
"""

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress


class Bars:
    """One line for each thing that is being done, on standard error."""

    def __init__(self, *, forced: bool | None) -> None:
        self._tasks: dict[str, TaskID] = {}
        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:,.0f}"),
            TimeRemainingColumn(),
            console=Console(stderr=True, force_terminal=forced),
            transient=True,
        )
        self._bar.start()

    def show(self, what: str, done: int, total: int) -> None:
        """Show how far a thing is; `total` 0 means that nobody knows."""
        if what not in self._tasks:
            self._tasks[what] = self._bar.add_task(what, total=total or None)
        self._bar.update(self._tasks[what], completed=done)

    def stop(self) -> None:
        """Take them away."""
        self._bar.stop()
