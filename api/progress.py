"""Progress on standard error: only on a terminal, and only once a thing takes two seconds."""

import sys
from collections.abc import Callable
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from api.progress_bars import Bars

PATIENCE = 2.0


class Progress:
    """Shows one line for each thing that is being done."""

    def __init__(self, seconds: Callable[[], float], *, shown: bool | None = None) -> None:
        """Begin; `seconds` is a clock that only runs forwards."""
        self._seconds = seconds
        self._begun = seconds()
        self._shown = sys.stderr.isatty() if shown is None else shown
        self._forced = shown
        self._bars: Bars | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        """Hear how far a thing is; `total` 0 means that nobody knows."""
        if not self._shown or self._seconds() - self._begun < PATIENCE:
            return
        if self._bars is None:
            self._bars = import_module("api.progress_bars").Bars(forced=self._forced)
        self._bars.show(what, done, total)

    def pause(self) -> None:
        """Take the bars away, as before a question; what is done next gets its own."""
        if self._bars is not None:
            self._bars.stop()
            self._bars = None
        self._begun = self._seconds()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bars is not None:
            self._bars.stop()
