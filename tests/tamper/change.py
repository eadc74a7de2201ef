"""A change of a package: what became of it, and at which steps it must be found."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.tamper.packages import Base, Files

SHAPE = 0


@dataclass(frozen=True)
class Changed:
    """A changed package, as files or as a ZIP.

    All steps of `must` fail, and none before the first of `first`; a package that is no
    package any more fails step 0 alone, where that is allowed (`shape`).
    """

    files: Files | bytes
    must: frozenset[int]
    earlier: frozenset[int] = frozenset()
    shape: bool = False
    """Whether step 0 may fail instead: what was changed may not even parse any more."""

    def found_at(self, failed: list[int]) -> bool:
        """Tell whether a verifier's failed steps are the right ones."""
        if failed == [SHAPE]:
            return self.shape or self.must == {SHAPE}
        allowed = self.must | self.earlier
        return bool(failed) and self.must <= set(failed) and failed[0] in allowed

    def wanted(self) -> str:
        """Say it in a few words."""
        steps = " and ".join(map(str, sorted(self.must))) or " or ".join(
            map(str, sorted(self.earlier))
        )
        return f"{steps}{' or shape (0)' if self.shape else ''}"

    def write(self, path: Path) -> Path:
        """Write it as a folder or as a ZIP; give where."""
        if isinstance(self.files, bytes):
            path.write_bytes(self.files)
            return path
        for name, data in self.files.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(data)
        return path


Change = Callable[[Base, Random], Changed | None]
"""Changes a package once; None where this package has nothing of the kind."""


def steps(*numbers: int) -> frozenset[int]:
    """Give a set of steps."""
    return frozenset(numbers)
