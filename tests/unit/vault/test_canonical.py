"""Base64url and JSON have one spelling of each value; every other one is refused."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.canonical import MAX_DEPTH, b64, marshal, parse, unb64
from vault.errors import Malformed

LETTERS = st.text(st.sampled_from("AQZaqz059-_+/=! \n\u00e9"), max_size=9)


@given(data=st.binary(max_size=99))
def test_what_is_spelt_is_read_back(data: bytes) -> None:
    assert unb64(b64(data), len(data)) == data


@given(text=LETTERS)
def test_a_text_is_taken_when_it_is_what_its_bytes_are_spelt_as(text: str) -> None:
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        right = base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text
    except ValueError:
        right = False
    if right:
        assert b64(unb64(text)) == text
    else:
        with pytest.raises(Malformed):
            unb64(text)


@pytest.mark.parametrize(
    "text", ["QQ==", "QQ=", "A+AA", "A/AA", "QR", "A", "QQ\n", "é", "====", None]
)
def test_padding_letters_of_base64_and_spare_bits_are_refused(text: object) -> None:
    with pytest.raises(Malformed):
        unb64(text)


@given(depth=st.integers(MAX_DEPTH - 2, MAX_DEPTH + 2), kind=st.sampled_from(["list", "object"]))
def test_nesting_has_an_end(depth: int, kind: str) -> None:
    value: object = "x"
    for _ in range(depth):
        value = [value] if kind == "list" else {"a": value}
    if depth <= MAX_DEPTH:
        assert parse(marshal(value)) == value
    else:
        with pytest.raises(Malformed):
            marshal(value)


@pytest.mark.parametrize("value", [1.5, [1.0], {"a": [0.0]}, {"a": {"b": -0.0}}, (2.5,)])
def test_a_fraction_is_refused_wherever_it_stands(value: object) -> None:
    with pytest.raises(Malformed):
        marshal(value)
