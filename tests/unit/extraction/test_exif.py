"""What pictures say of themselves: exact, never guessed, and never trusted."""

from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from extraction.readers.exif import Exif, read_exif
from extraction.time import HOUR, SECOND
from tests.unit.extraction.phones import NOON
from tests.unit.extraction.pictures import BARE, LONDON, Picture

NOON_US = NOON * SECOND


def exif(picture: Picture, zone: str | None = None) -> Exif:
    return read_exif(BytesIO(picture.jpeg()), None if zone is None else ZoneInfo(zone))


def test_a_picture_with_its_offset_place_and_satellite_time() -> None:
    found = exif(LONDON)
    assert found.time is not None
    assert (found.time.lo_us, found.time.hi_us, found.time.zone) == (
        *(NOON_US, NOON_US + 999_999, "explicit"),
    )
    assert found.place is not None
    assert (found.place.lat, found.place.lon, found.place.alt_m, found.place.source) == (
        *("51.5", "-0.1275", "35.5", "exif"),
    )
    satellite = found.times[-1]
    assert (satellite.lo_us, satellite.zone) == (NOON_US, "explicit")
    assert found.extra == {"camera_make": "Made", "camera_model": "Phone 1"}
    assert found.flags == ("zone_unknown",)  # the modification time has no offset


def test_a_time_without_an_offset_can_have_been_anywhere_on_earth() -> None:
    found = exif(BARE)
    assert found.time is not None
    local = NOON_US + HOUR
    assert (found.time.lo_us, found.time.hi_us, found.time.zone) == (
        *(local - 14 * HOUR, local + 12 * HOUR + 999_999, "unknown"),
    )
    assert found.flags == ("zone_unknown",)
    assert found.place is None


def test_the_operators_zone_narrows_it() -> None:
    found = exif(BARE, "Europe/London")
    assert found.time is not None
    assert (found.time.lo_us, found.time.zone, found.flags) == (NOON_US, "operator_assumed", ())


@pytest.mark.parametrize("raw", ["2026:13:01 13:00:00", "yesterday", "2026:04:01 25:00:00"])
def test_a_time_that_is_none_is_an_error_of_the_metadata(raw: str) -> None:
    found = exif(Picture(exif={0x9003: raw}))
    assert (found.time, found.flags) == (None, ("metadata_error",))


def test_zeros_stand_for_no_time() -> None:
    assert exif(Picture(exif={0x9003: "0000:00:00 00:00:00"})).flags == ()


@pytest.mark.parametrize("lat", [[(91, 1), (0, 1), (0, 1)], [(51, 0), (0, 1), (0, 1)]])
def test_a_place_off_the_earth_is_no_place(lat: list[tuple[int, int]]) -> None:
    found = exif(Picture(gps={1: "N", 2: lat, 3: "E", 4: [(1, 1), (0, 1), (0, 1)]}))
    assert found.place is None
    assert found.flags == ("metadata_error",)


def test_south_and_west_are_negative() -> None:
    half = [(1, 1), (30, 1), (0, 1)]
    found = exif(Picture(gps={1: "S", 2: half, 3: "W", 4: half}))
    assert found.place is not None
    assert (found.place.lat, found.place.lon) == ("-1.5", "-1.5")


def test_every_damaged_picture_gives_an_answer() -> None:
    data = LONDON.jpeg()
    for at in range(len(data)):
        for value in (0, 0xFF, data[at] ^ 0x80):
            damaged = data[:at] + bytes([value]) + data[at + 1 :]
            assert isinstance(read_exif(BytesIO(damaged), None), Exif)
        assert isinstance(read_exif(BytesIO(data[:at]), None), Exif)
