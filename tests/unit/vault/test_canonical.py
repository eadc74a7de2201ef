"""Base64url and JSON have one spelling of each value; every other one is refused."""

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vault.canonical import MAX_DEPTH, b64, marshal, parse, unb64, unb64_all
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


@given(texts=st.lists(st.binary(min_size=5, max_size=5).map(b64), max_size=4), size=st.just(5))
@example(texts=["AAAAAAB"], size=5)
@example(texts=["AAAAAA="], size=5)
@example(texts=["AAAAAAA", "AAAA+AA"], size=5)
@example(texts=["AAAAAAA", "AAAAAAé"], size=5)
@example(texts=["AAAAAA", "AAAAAAAA"], size=5)
@example(texts=["AAAAAAA", None], size=5)
@example(texts=["AAAAAAA", "AAA\nAAA"], size=5)
@example(texts=["AAAA", "-_-_"], size=3)
@example(texts=["QQ", "QR"], size=1)
def test_many_texts_are_read_as_each_is(texts: list[object], size: int) -> None:
    answers: list[object] = []
    for read in (
        lambda: unb64_all(texts, size),
        lambda: [unb64(text, size) for text in texts],
    ):
        try:
            answers.append(read())
        except Malformed as error:
            answers.append(str(error))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("depth", range(MAX_DEPTH - 3, MAX_DEPTH + 3))
def test_an_object_of_texts_is_nested_no_deeper_than_others(depth: int) -> None:
    value: object = {"a": "x"}
    for _ in range(depth - 1):
        value = [value]
    if depth <= MAX_DEPTH:
        assert parse(marshal(value)) == value
    else:
        with pytest.raises(Malformed):
            marshal(value)
