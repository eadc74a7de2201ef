"""Visit forms: every point is answered, times have a zone, the clock a unit; mistakes are named."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.errors import InvalidVisit
from extraction.visit_form import QUESTIONS, form, read_form
from vault.visit import PERSONAL, POINTS, check_value

FILLED: dict[str, Any] = {name: f"about {name}" for name in POINTS} | {
    "device.clock": {"offset": "+95 s", "reference": "station, set by NTP"},
    "start": "2026-04-01T10:15:00+01:00",
    "end": "2026-04-01T09:45:30Z",
    "device.battery": {"unknown": "the display is broken"},
}


def refused(**changes: Any) -> str:  # noqa: ANN401 JSON
    with pytest.raises(InvalidVisit) as caught:
        read_form(
            json.dumps(FILLED | {k.replace("_", "."): v for k, v in changes.items()}).encode()
        )
    return str(caught.value)


def test_a_form_that_is_filled_in_gives_every_point() -> None:
    said = read_form(json.dumps(FILLED).encode())
    assert tuple(sorted(said)) == POINTS
    assert said["device.clock"] == {
        "said": {"offset_ms": 95_000, "reference": "station, set by NTP"}
    }
    assert said["start"] == {"said": "2026-04-01T09:15:00Z"}
    assert said["device.battery"] == {"unknown": "the display is broken"}
    assert all(check_value(name, value) == value for name, value in said.items())


def test_a_blank_form_names_every_point_and_is_refused_until_it_is_filled_in() -> None:
    blank = json.loads(form())
    assert {key for key in blank if not key.startswith("#")} == set(POINTS) == set(QUESTIONS)
    assert all(blank[f"#{name}"] == question.help for name, question in QUESTIONS.items())
    with pytest.raises(InvalidVisit) as caught:
        read_form(form())
    assert all(f"{name}: " in str(caught.value) for name in POINTS)
    # What explains is not read: a form that was filled in may keep it.
    assert read_form(json.dumps(blank | FILLED).encode()) == read_form(json.dumps(FILLED).encode())
    assert set(POINTS) > PERSONAL


@pytest.mark.parametrize("name", POINTS)
def test_no_point_may_be_left_out_and_none_may_be_blank(name: str) -> None:
    rest = {key: value for key, value in FILLED.items() if key != name}
    with pytest.raises(InvalidVisit, match=f"{name}: is missing"):
        read_form(json.dumps(rest).encode())
    for blank in ("", "  ", None, 5, [], {"unknown": ""}, {"unknown": None}):
        with pytest.raises(InvalidVisit, match=name):
            read_form(json.dumps(FILLED | {name: blank}).encode())


@pytest.mark.parametrize(
    ("offset", "milliseconds"),
    [
        ("+95 s", 95_000),
        ("-2 min", -120_000),
        ("0 s", 0),
        ("1.5 s", 1500),
        ("250 ms", 250),
        ("-1 h", -3_600_000),
        ("2 d", 172_800_000),
    ],
)
def test_an_offset_is_a_number_and_a_unit(offset: str, milliseconds: int) -> None:
    clock = {"offset": offset, "reference": "NTP"}
    said = read_form(json.dumps(FILLED | {"device.clock": clock}).encode())
    assert said["device.clock"]["said"] == {"offset_ms": milliseconds, "reference": "NTP"}


@pytest.mark.parametrize(
    "offset",
    [
        "",
        "fast",
        "95",
        95,
        "95s",
        "95 seconds",
        "+-1 s",
        "1e3 s",
        "٣ s",
        "0.5 ms",
        "99999999 d",
        None,
    ],
)
def test_an_offset_without_a_number_or_a_unit_is_refused(offset: Any) -> None:  # noqa: ANN401 JSON
    assert "device.clock" in refused(device_clock={"offset": offset, "reference": "NTP"})


def test_a_clock_names_what_it_was_compared_with() -> None:
    assert "device.clock" in refused(device_clock={"offset": "1 s", "reference": " "})
    assert "device.clock" in refused(device_clock={"offset": "1 s"})
    assert "device.clock" in refused(device_clock="+1 s")


@pytest.mark.parametrize(
    "time", ["2026-04-01T10:15:00", "2026-04-01", "10:15", "yesterday", "9999-12-31T23:59:59-14:00"]
)
def test_a_time_without_its_zone_is_refused(time: str) -> None:
    assert "start: want a time with its zone" in refused(start=time)


def test_the_end_is_not_before_the_start_where_both_are_known() -> None:
    assert "end: is before the start" in refused(end="2026-04-01T10:14:59+01:00")
    read_form(json.dumps(FILLED | {"end": FILLED["start"]}).encode())
    read_form(json.dumps(FILLED | {"start": {"unknown": "nobody looked"}}).encode())


def test_what_the_form_does_not_have_is_refused_and_nothing_is_repeated() -> None:
    said = refused(secret_word="447700900123")
    assert "1 points are none that there are" in said
    assert "447700900123" not in said
    assert "secret" not in said
    assert "447700900123" not in refused(start="447700900123")
    for text in ("two\nlines", "\u202egnp.exe", "a\x00b", "x" * 1001):
        assert "method" in refused(method=text)


@pytest.mark.parametrize("data", [b"", b"[]", b"no", b"\xff", b'{"place":"a","place":"b"}'])
def test_what_is_no_form_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidVisit):
        read_form(data)


def test_a_form_beyond_its_size_is_refused() -> None:
    with pytest.raises(InvalidVisit):
        read_form(b" " * 200_000)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(InvalidVisit):
        read_form(data)
