"""Cells of a LAVA table as text, nothing dropped.

docs/readers.md 1. Some columns that are typed as text hold bytes: their words as SQLite
blobs. Bytes that are no UTF-8 are spelt `b64:` and base64url.
"""

from extraction.sqlite_source import Value
from vault.canonical import b64


def cell(value: Value) -> str:
    """Give a cell's text; "" for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return "b64:" + b64(value)
    return str(value)
