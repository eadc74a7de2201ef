"""The words of an attributed string that Apple's old archiver wrote.

docs/readers.md 10. Messages since iOS 14 may keep their text only in `attributedBody`, an
NSArchiver stream (version 4, little-endian). Its first object of class NSString is the
text; fonts and links follow it and are not needed.
"""

_HEADER = b"\x04\x0bstreamtyped"
_STRING = (b"NSString", b"NSMutableString")
_BYTES = b"\x84\x01+"
_SHORT, _SHORT_NEXT, _LONG_NEXT = 0x80, 0x81, 0x82
_END = b"\x86\x84"
_FAR = 256


def text_of_stream(data: bytes) -> str | None:
    """Give the text; None where the bytes are no such stream, or cut short."""
    if not data.startswith(_HEADER):
        return None
    named = min((at for name in _STRING if (at := data.find(name)) >= 0), default=-1)
    if named < 0:
        return None
    at = data.find(_BYTES, named, named + _FAR)
    if at < 0:
        return None
    at += len(_BYTES)
    length, at = _length(data, at)
    if length is None:
        return None
    if at + length > len(data):
        # A length beyond the stream: the end mark says where the text stops, if it is there.
        end = data.find(_END, at)
        return data[at:end].decode("utf-8", "replace") if end >= 0 else None
    return data[at : at + length].decode("utf-8", "replace")


def _length(data: bytes, at: int) -> tuple[int | None, int]:
    """Read a length: one byte, or a mark and two or four bytes."""
    first = data[at] if at < len(data) else _SHORT
    if first < _SHORT:
        return first, at + 1
    width = {_SHORT_NEXT: 2, _LONG_NEXT: 4}.get(first)
    if width is None or at + 1 + width > len(data):
        return None, at
    return int.from_bytes(data[at + 1 : at + 1 + width], "little"), at + 1 + width
