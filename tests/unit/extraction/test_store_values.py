"""Cells of a phone's database: exact to the unit, and never trusted."""

import pytest

from extraction.readers.store_values import IMESSAGE, clock, text, true, whole
from extraction.sqlite_source import Value


def us(value: Value, unit: str) -> tuple[int | None, int | None]:
    time = clock(unit, "sent")(value)
    assert time is not None
    return time.lo_us, time.hi_us


@pytest.mark.parametrize(
    ("value", "unit", "lo", "lasts"),
    [
        (1383065788038, "ms", 1383065788038000, 1000),  # 2013-10-29T16:56:28.038Z
        (1500266348448375, "us", 1500266348448375, 1),  # 2017-07-17T04:39:08.448375Z
        (1682532700927000000, "ns", 1682532700927000, 1),  # 2023-04-26T18:11:40.927Z
        (531955414.791503, "cocoa_s", 1510262614791503, 1),  # 2017-11-09T21:23:34.791503Z
        (588813210539788032, "cocoa_ns", 1567120410539788, 1),  # 2019-08-29T23:13:30.539788Z
        (13161017332037692, "webkit_us", 1516543732037692, 1),  # 2018-01-21T14:08:52.037692Z
        (588813210, "cocoa_s", 1567120410000000, 1_000_000),
        (588813210.0, "cocoa_s", 1567120410000000, 1_000_000),
        (1373929642, "s", 1373929642000000, 1_000_000),
        ("1373929642", "s", 1373929642000000, 1_000_000),
        ("531955414.791503", "cocoa_s", 1510262614791503, 1),
        (588813210, IMESSAGE, 1567120410000000, 1_000_000),
        (588813210539788032, IMESSAGE, 1567120410539788, 1),
        (99_999_999_999, IMESSAGE, None, 0),
        (100_000_000_000_000_000, IMESSAGE, 1078307200000000, 1),
    ],
)
def test_a_time_is_exact_to_its_unit(value: Value, unit: str, lo: int | None, lasts: int) -> None:
    assert us(value, unit) == ((None, None) if lo is None else (lo, lo + lasts - 1))


@pytest.mark.parametrize("unit", ["ms", "s", "us", "cocoa_s", "cocoa_ns", "webkit_us", IMESSAGE])
@pytest.mark.parametrize(
    "value", [0, -1, "0", "null", "N/A", -62135596800, 2**63 - 1, -(2**62), b"\x00\xff", 1e300]
)
def test_what_stands_for_no_time_is_unknown(value: Value, unit: str) -> None:
    assert us(value, unit) == (None, None)


def test_not_a_number_and_infinity_are_unknown() -> None:
    assert us(float("nan"), "cocoa_s") == (None, None)
    assert us(float("inf"), "s") == (None, None)


def test_an_empty_cell_is_no_time() -> None:
    assert [clock(unit, "sent")(value) for unit in ("ms", "s") for value in (None, "")] == [
        None
    ] * 4


def test_the_raw_value_is_kept() -> None:
    time = clock("cocoa_s", "created")(531955414.791503)
    assert time is not None
    assert (time.raw, time.unit, time.kind, time.zone) == (
        *("531955414.791503", "cocoa_s", "created", "utc_by_format"),
    )


def test_cells_are_text_and_nothing_is_dropped() -> None:
    assert [text(value) for value in (None, "a", 7, 1.5, b"words", b"\xff")] == [
        *("", "a", "7", "1.5", "words", "b64:_w"),
    ]


def test_cells_are_numbers_only_where_they_say_so() -> None:
    assert [
        whole(value) for value in (7, 7.0, "-7", " 7 ", 7.5, "7a", "", None, b"7", "9" * 40)
    ] == [
        *(7, 7, -7, 7, None, None, None, None, None, None),
    ]
    assert [whole("--7"), whole("٣"), true("1"), true(0), true(None)] == [
        *(None, None, True, False, False),
    ]
