"""What stands for orjson and PyNaCl in the single file takes and refuses the same."""

import json
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nacl.exceptions import BadSignatureError as NaclError
from nacl.signing import SigningKey
from nacl.signing import VerifyKey as NaclKey

from scripts.alone_parts import BadSignatureError, StrictJson, VerifyKey

OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
STRICT = StrictJson.OPT_SORT_KEYS | StrictJson.OPT_STRICT_INTEGER
TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**60), 2**60), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
KEY = SigningKey(b"\x07" * 32)
SIGNED = KEY.sign(b"words").signature
# Points of order 1, 2, 4 and 8, and spellings of them that are not the one.
WEAK = [
    bytes(32),
    b"\x01" + bytes(31),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
]


def spelt(
    library: Any,  # noqa: ANN401 a module or what stands for it
    options: int,
    value: object,
) -> bytes | None:
    try:
        found: bytes = library.dumps(value, option=options)
    except library.JSONEncodeError:
        return None
    return found


def read(library: Any, data: bytes) -> tuple[bool, object]:  # noqa: ANN401 as above
    try:
        return True, library.loads(data)
    except library.JSONDecodeError:
        return False, None


@given(value=VALUES)
@example(
    value={'\x7f\x1f\u2028/\\"': "\b\t\n\f\r\x00\U0001f600\uffff", "\ue000": 1, "\U00010000": 2}
)
def test_json_is_spelt_the_same(value: object) -> None:
    assert spelt(StrictJson, STRICT, value) == spelt(orjson, OPTIONS, value)


@given(value=VALUES, place=st.integers(0, 40), byte=st.integers(0, 255))
def test_json_with_a_changed_byte_is_read_the_same(value: object, place: int, byte: int) -> None:
    data = bytearray(orjson.dumps(value))
    data[place % len(data)] = byte
    assert read(StrictJson, bytes(data)) == read(orjson, bytes(data))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" 1",
        b"\xef\xbb\xbf1",
        b"NaN",
        b"-Infinity",
        b"[1,]",
        b'{"a":1,"a":2}',
        b'"\\ud800"',
        b'"\\ud83d\\ude00"',
        b'"\xed\xa0\x80"',
        b'"\x01"',
        b"01",
        b"-0",
        b"1.0",
        '{"a":1}'.encode("utf-16"),
    ],
)
def test_what_one_reads_the_other_reads(data: bytes) -> None:
    assert read(StrictJson, data) == read(orjson, data)


@pytest.mark.parametrize("data", [b"1e999", b"[-1E400]", b'{"a":1e308}', b"1e-999"])
def test_a_number_beyond_every_other_is_read_the_same(data: bytes) -> None:
    assert read(StrictJson, data) == read(orjson, data)


@pytest.mark.parametrize("data", [b"[" * 100_000, b"9" * 10_000, b"1e999", b"[" * 900 + b"]" * 900])
def test_what_is_refused_later_breaks_nothing(data: bytes) -> None:
    read(StrictJson, data)


def test_what_is_no_json_is_not_spelt() -> None:
    for value in (b"bytes", "\ud800", 2**53, float("nan")):
        with pytest.raises(StrictJson.JSONEncodeError):
            StrictJson.dumps(value, option=STRICT)
    assert json.loads(StrictJson.dumps({"a": (1, True)})) == {"a": [1, True]}


def verdicts(key: bytes, message: bytes, signature: bytes) -> tuple[bool, bool]:
    answers = []
    for kind, failure in ((NaclKey, NaclError), (VerifyKey, BadSignatureError)):
        try:
            kind(key).verify(message, signature)
        except (failure, ValueError, TypeError):
            answers.append(False)
        else:
            answers.append(True)
    return answers[0], answers[1]


@given(place=st.integers(0, 63), bit=st.integers(0, 7))
def test_a_changed_signature_fails_in_both(place: int, bit: int) -> None:
    changed = bytearray(SIGNED)
    changed[place] ^= 1 << bit
    assert verdicts(bytes(KEY.verify_key), b"words", bytes(changed)) == (False, False)


def test_a_good_signature_holds_in_both() -> None:
    assert verdicts(bytes(KEY.verify_key), b"words", SIGNED) == (True, True)
    for signature in (b"", SIGNED[:-1], SIGNED + b"\x00"):
        assert verdicts(bytes(KEY.verify_key), b"words", signature) == (False, False)
    assert verdicts(b"short", b"words", SIGNED) == (False, False)


@pytest.mark.parametrize("point", WEAK, ids=lambda point: point.hex()[:8])
def test_a_weak_key_signs_nothing_in_either(point: bytes) -> None:
    # For a point of small order s = 0 and the point itself verify some or all messages.
    for at in range(64):
        for first in (point, WEAK[1]):
            assert verdicts(point, bytes([at]), first + bytes(32)) == (False, False)
