"""Stripping: a picture or voice message without what its file says of place, time and device.

docs/formats/stripping.md. The file's container is taken apart and put together again with
the parts that hold picture or sound; none is decoded, and those parts stay as they are. What
is not understood to the last byte is given up, so nothing leaves half-stripped. Her client,
the worker and the verifier must find the same bytes, and frontend/src/shv1/strip.ts too.
"""

from collections.abc import Callable

from extraction.strip_amr import strip_amr
from extraction.strip_gif import strip_gif
from extraction.strip_jpeg import strip_jpeg
from extraction.strip_ogg import strip_ogg
from extraction.strip_png import strip_png
from extraction.strip_webp import strip_webp
from vault.errors import Malformed

STRIPPABLE = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "audio/ogg", "audio/amr"}
)
"""Types by their first bytes (extraction/media_type.py) that can be stripped at all."""

_KINDS: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
    (b"\xff\xd8", strip_jpeg),
    (b"\x89PNG", strip_png),
    (b"RIFF", strip_webp),
    (b"GIF8", strip_gif),
    (b"OggS", strip_ogg),
    (b"#!AMR", strip_amr),
)
MAX_STRIPPED = 32 * 1024 * 1024
"""A longer file is not stripped: it is held whole in memory, in her browser too."""


def strip(data: bytes) -> bytes | None:
    """Give a file without its metadata, or None where it is not understood.

    One that has none comes back as it is. Stripping twice gives what once gave.
    """
    if len(data) > MAX_STRIPPED:
        return None
    for start, strip_kind in _KINDS:
        if data.startswith(start):
            try:
                return strip_kind(data)
            except Malformed:
                return None
    return None
