"""Vectors that are not the project's own lie beside it, or nowhere."""

from pathlib import Path

SHARED = Path(__file__).parents[2].parent / "shared" / "vectors" / "tlog"
collect_ignore = [] if SHARED.is_dir() else ["test_tlog.py"]
