"""What the ingest statement says sealed it: our name, version, and the hash of our code."""

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from vault.ingest import Tool

_PACKAGES = ("api", "audit", "consent", "extraction", "vault")


@lru_cache(maxsize=1)
def this_tool() -> Tool:
    """Name this program; the hash is over every source file's path and bytes, sorted."""
    root = Path(__file__).resolve().parents[1]
    hashed = hashlib.sha256()
    for path in sorted(path for name in _PACKAGES for path in (root / name).rglob("*.py")):
        hashed.update(path.relative_to(root).as_posix().encode() + b"\0")
        hashed.update(hashlib.sha256(path.read_bytes()).digest())
    return Tool("safehold", version("safehold"), hashed.digest())
