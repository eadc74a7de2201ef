"""Raw DEFLATE (RFC 1951), by the fastest encoder at hand.

Any encoder's output is valid SHV1, because what is committed is the records and not
their packed form. isal at level 1 packs about eleven times as fast as zlib.
"""

import zlib

from vault.errors import Malformed

_RAW = -15

try:
    from isal import isal_zlib
except ImportError:  # no wheel for this machine

    def compress(data: bytes) -> bytes:
        """Pack bytes as one raw DEFLATE stream."""
        packer = zlib.compressobj(6, zlib.DEFLATED, _RAW)
        return packer.compress(data) + packer.flush()

else:

    def compress(data: bytes) -> bytes:
        """Pack bytes as one raw DEFLATE stream."""
        packed: bytes = isal_zlib.compress(data, 1, _RAW)
        return packed


def inflate(packed: bytes, limit: int) -> bytes:
    """Unpack one raw DEFLATE stream of at most `limit` bytes, or raise Malformed."""
    inflater = zlib.decompressobj(_RAW)
    try:
        plain = inflater.decompress(packed, limit + 1)
    except zlib.error:
        raise Malformed("does not inflate") from None
    if len(plain) > limit or not inflater.eof or inflater.unused_data:
        raise Malformed("inflates to more than is allowed, or is followed by other bytes")
    return plain
