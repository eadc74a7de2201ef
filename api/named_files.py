"""Files that options name, as of keys and certificates: which are given, which are not there.

docs/cli.md. A secret is never an option itself, so it is in a file that only its process reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class NamedFiles:
    """Files by the option that names each; None where it was not given."""

    options: Mapping[str, Path | None]

    def wrong(self) -> str | None:
        """Say which of them is not there, or None."""
        for option, path in self._given().items():
            if not path.is_file():
                return f"{option}: there is no such file"
        return None

    def words(self) -> list[str]:
        """Spell them as the options of a command."""
        return [word for option, path in self._given().items() for word in (option, str(path))]

    def _given(self) -> dict[str, Path]:
        return {option: path for option, path in self.options.items() if path is not None}
