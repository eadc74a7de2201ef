"""Stripping: a picture without what its file says of place, time and camera.

docs/formats/stripping.md. The file's container is taken apart and put together again with
the parts that hold the picture; no pixel is decoded, and those parts stay as they are. What
is not understood to the last byte is given up, so nothing leaves half-stripped. Her client,
the worker and the verifier must find the same bytes, and frontend/src/shv1/strip.ts too.
"""

from extraction.strip_gif import strip_gif
from extraction.strip_jpeg import strip_jpeg
from extraction.strip_png import strip_png
from extraction.strip_webp import strip_webp
from vault.errors import Malformed

STRIPPABLE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""Types by their first bytes (extraction/media_type.py) that can be stripped at all."""

MAX_STRIPPED = 32 * 1024 * 1024
"""A longer picture is not stripped: it is held whole in memory, in her browser too."""


def strip(data: bytes) -> bytes | None:
    """Give a picture without its metadata, or None where the file is not understood.

    A picture that has none comes back as it is. Stripping twice gives what once gave.
    """
    if len(data) > MAX_STRIPPED:
        return None
    try:
        if data.startswith(b"\xff\xd8"):
            return strip_jpeg(data)
        if data.startswith(b"\x89PNG"):
            return strip_png(data)
        if data.startswith(b"RIFF"):
            return strip_webp(data)
        if data.startswith(b"GIF8"):
            return strip_gif(data)
    except Malformed:
        return None
    return None
