"""What a medium's first bytes say it is, for the media that phones hold.

docs/formats/record.md 1 (`mime_sniffed`). A name or a declared type is what somebody
wrote; the first bytes are what a viewer will go by. Unknown is said as "".
Which kind of media a type is, and which files of a record count, is scope.md 3.
"""

from collections.abc import Iterable

HEAD = 16

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"avif": "image/avif",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}


def sniff(head: bytes) -> str:
    """Give the media type of a file's first 16 bytes, or "" when they tell nothing."""
    for start, mime in _STARTS:
        if head.startswith(start):
            return mime
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return "video/3gpp" if head[8:10] == b"3g" else _BRANDS.get(head[8:12], "video/mp4")
    return ""


WORDS = ("text", "extra")
"""The roles of media that hold what was too long for its record."""
SMALL = ("thumbnail", "avatar")
"""The roles of small pictures that stand for something else."""


def kind_of(mime: object) -> str | None:
    """Give the kind of media of a type that first bytes gave; None where they gave none."""
    if not isinstance(mime, str) or not mime:
        return None
    kind = mime.partition("/")[0]
    return kind if kind in ("image", "audio", "video") else "document"


def kinds_of(media: Iterable[tuple[object, object]]) -> frozenset[str] | None:
    """Give the kinds of a record's own files; None when one is unknown or there is none.

    Args:
        media: of each its role and its type by its first bytes.
    """
    kinds = [kind_of(mime) for role, mime in media if role not in (*WORDS, *SMALL)]
    known = frozenset(kind for kind in kinds if kind is not None)
    return known if kinds and None not in kinds else None
