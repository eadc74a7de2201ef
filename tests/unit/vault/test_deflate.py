"""Both encoders, whichever this machine has: what one packs, everybody reads."""

import importlib
import sys
import zlib
from collections.abc import Callable, Iterator

import pytest

from vault import deflate
from vault.errors import Malformed

PLAIN = [b"", b"a", b'{"text":"again and again"}\n' * 1000, bytes(range(256)) * 300]


@pytest.fixture(params=["isal where there is a wheel", "zlib"])
def compress(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[bytes], bytes]]:
    if request.param == "zlib":
        monkeypatch.setitem(sys.modules, "isal", None)
    importlib.reload(deflate)
    yield deflate.compress
    monkeypatch.undo()
    importlib.reload(deflate)


@pytest.mark.parametrize("plain", PLAIN)
def test_what_is_packed_is_raw_deflate(compress: Callable[[bytes], bytes], plain: bytes) -> None:
    packed = compress(plain)
    assert zlib.decompress(packed, wbits=-15) == plain
    assert deflate.inflate(packed, len(plain)) == plain


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\xff",
        deflate.compress(b"12345678901"),
        deflate.compress(b"1234567890") + b"\x00",
        deflate.compress(b"1234567890")[:-1],
        zlib.compress(b"1234567890"),
        deflate.compress(bytes(100_000_000)),
    ],
    ids=["empty", "not deflate", "too long", "bytes after", "cut", "zlib header", "bomb"],
)
def test_what_does_not_inflate_within_the_limit_is_refused(packed: bytes) -> None:
    with pytest.raises(Malformed):
        deflate.inflate(packed, 10)
