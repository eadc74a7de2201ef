"""Running commands as a person's script would, in this process."""

import contextlib
import io
import json
import shutil
from pathlib import Path
from typing import Any

from api.cli import main


def run(*words: object) -> tuple[int, dict[str, Any]]:
    """Run one command with --json; give its exit code and document."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = main([*map(str, words), "--json"])
    return code, json.loads(out.getvalue())


def done(*words: object) -> dict[str, Any]:
    """Run one command that must succeed; give its document."""
    code, document = run(*words)
    assert code == 0, document
    return document


class Desk:
    """Four made people with their keys, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, kind in (
            ("survivor", "person"),
            ("guardian", "organisation"),
            ("worker", "organisation"),
            ("investigator", "person"),
            ("stranger", "person"),
        ):
            done("keys", "new", "--kind", kind, "--no-passphrase", self.key(name))

    def beside(self, folder: Path) -> "Desk":
        """Give the same people with their keys at a new folder, made here."""
        folder.mkdir()
        for key in self.folder.glob("*.key*"):
            shutil.copy(key, folder)
        desk = Desk.__new__(Desk)
        desk.folder = folder
        return desk

    def key(self, name: str) -> Path:
        return self.folder / f"{name}.key"

    def public(self, name: str) -> Path:
        return self.folder / f"{name}.key.pub"

    def seal(self, source: Path, *more: object) -> Path:
        sealed = self.folder / "sealed"
        done(
            *("seal", source, "--for", self.public("survivor"), "--as", self.key("guardian")),
            *("--out", sealed),
            *more,
        )
        return sealed

    def release(self, sealed: Path, scope: dict[str, Any]) -> tuple[dict[str, Any], Path]:
        """Preview, grant, select, approve and open; give the preview and the package."""
        path = self.folder / "scope.json"
        path.write_text(json.dumps(scope))
        hers = ("--identity", self.key("survivor"))
        seen = done("preview", sealed, *hers, "--scope", path)
        to = ("--to", self.public("investigator"))
        done(
            *("grant", sealed, *hers, "--scope", path, "--worker", self.public("worker"), *to),
            *("--until", "2099-01-01", "--out", self.folder / "grant"),
        )
        draft = done(
            *("select", self.folder / "grant", "--from", sealed),
            *("--worker", self.key("worker"), "--out", self.folder / "draft"),
        )
        final = done("approve", draft["file"], *hers, *to, "--out", self.folder / "final")
        package = self.folder / "package"
        done("open", final["file"], "--identity", self.key("investigator"), "--out", package)
        return seen, package
