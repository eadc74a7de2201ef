"""A phone with one conversation, sealed once, and releases of it by one scope after another."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.cli.running import Desk, run

START = 1_775_001_600_000


def write_messages(folder: Path, said: Iterable[tuple[int, str]]) -> Path:
    """Write messages of Alex, each with its moment in UTC milliseconds."""
    rows = [
        f'<sms protocol="0" address="+447700900101" date="{moment}" type="1" '
        f'body="{words}" read="1" status="-1" date_sent="0" contact_name="Alex" />'
        for moment, words in said
    ]
    path = folder / "sms.xml"
    path.write_text(f'<smses count="{len(rows)}">{"".join(rows)}</smses>', "utf-8")
    return path


class Phone:
    """A sealed phone."""

    def __init__(self, folder: Path, said: Iterable[tuple[int, str]]) -> None:
        self.folder = folder
        self.desk = Desk(folder)
        self.sealed = self.desk.seal(write_messages(folder, said))
        self.number = 0

    def release(self, **scope: Any) -> tuple[dict[str, Any], Path]:  # noqa: ANN401 JSON
        """Release by a scope; give the preview, and the package, which verifies."""
        self.number += 1
        desk = self.desk.beside(self.folder / str(self.number))
        seen, package = desk.release(self.sealed, {"c": ["message"], **scope})
        code, document = run("verify", package)
        assert code == 0, document
        return seen, package
