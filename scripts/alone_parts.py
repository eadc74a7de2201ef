"""What stands in the single file for the libraries that it does without.

Its readers have Python's standard library and `cryptography`. orjson and PyNaCl are faster;
these parts take and refuse the same (tests/alone).
"""

import json
import math
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_STRICT = 1
_LARGEST = 2**53 - 1
_P = 2**255 - 19
_ORDER_8 = (
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
)
_SMALL_ORDER = frozenset({0, 1, _P - 1, *_ORDER_8})


class _DecodeError(ValueError):
    """Not JSON."""


class _EncodeError(TypeError):
    """Not to be spelt as JSON."""


class StrictJson:
    """The part of orjson that the verifier uses."""

    OPT_SORT_KEYS = 0
    OPT_STRICT_INTEGER = _STRICT
    JSONDecodeError = _DecodeError
    JSONEncodeError = _EncodeError

    @staticmethod
    def loads(data: bytes) -> object:
        """Read JSON: UTF-8 without a mark, no NaN, no half of a character."""
        try:
            text = data.decode("utf-8")
            value: object = json.loads(text, parse_constant=_refused, parse_float=_finite)
            # An escaped half of a character would be read, and could not be spelt again.
            if "\\u" in text:
                json.dumps(value, ensure_ascii=False).encode("utf-8")
        except (ValueError, RecursionError):
            raise _DecodeError from None
        return value

    @staticmethod
    def dumps(value: object, option: int = 0) -> bytes:
        """Spell JSON: sorted keys, no spaces, UTF-8."""
        if option & _STRICT:
            _want_safe(value)
        try:
            text = json.dumps(
                value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
            )
            return text.encode("utf-8")
        except (ValueError, TypeError, RecursionError):
            raise _EncodeError from None


def _refused(text: str) -> NoReturn:
    raise _DecodeError(text)


def _finite(text: str) -> float:
    value = float(text)
    # A number beyond every float is read as infinity, and could not be spelt again.
    return value if math.isfinite(value) else _refused(text)


def _want_safe(value: object) -> None:
    if isinstance(value, dict):
        for inner in value.values():
            _want_safe(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _want_safe(inner)
    elif type(value) is int and not -_LARGEST <= value <= _LARGEST:
        raise _EncodeError


class BadSignatureError(Exception):
    """An Ed25519 signature does not verify."""


class VerifyKey:
    """The part of PyNaCl's that the verifier uses; as libsodium, it takes no weak point."""

    def __init__(self, key: bytes) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(key)
        self._weak = _is_weak(key)

    def verify(self, message: bytes, signature: bytes) -> None:
        """Check a signature, or raise BadSignatureError."""
        if self._weak or _is_weak(signature[:32]):
            raise BadSignatureError
        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            raise BadSignatureError from None


def _is_weak(point: bytes) -> bool:
    """Tell whether a point is of small order, or not spelt in the one way."""
    y = int.from_bytes(point, "little") & (2**255 - 1)
    return y >= _P or y in _SMALL_ORDER
