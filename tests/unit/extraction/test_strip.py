"""Stripping: nothing of what a picture's file hides is left, and the picture is untouched."""

import io
import re

import pytest

from extraction.media_type import sniff
from extraction.readers.exif import read_exif
from extraction.strip import MAX_STRIPPED, STRIPPABLE, strip
from tests import hidden

HIDING = hidden.hiding()
TURNED = hidden.jpeg(hidden.turned(6))


@pytest.mark.parametrize("name", HIDING)
def test_no_place_and_no_time_is_left(name: str) -> None:
    data = HIDING[name]
    held = [secret for secret in hidden.SECRETS if secret in data]
    assert held or name in ("png-time", "png-packed-text")
    stripped = strip(data)
    assert stripped is not None
    assert stripped != data
    for secret in (*hidden.SECRETS, hidden.WORDS[:20], b"ABC"):
        assert secret not in stripped


@pytest.mark.parametrize("name", HIDING)
def test_what_is_left_is_the_picture_itself(name: str) -> None:
    kind = name.split("-", maxsplit=1)[0]
    bare = {
        "jpeg": {hidden.JPEG, hidden.jpeg(jfif=False), hidden.jpeg(hidden.ADOBE)},
        "png": {hidden.png()},
        "apng": {hidden.APNG},
        "webp": {
            hidden.clean()[f"webp-{way}"] for way in ("lossy", "lossless", "alpha", "animated")
        }
        | {hidden.extended(0, (b"VP8 ", hidden.VP8)), hidden.extended(0, (b"VP8L", hidden.VP8L))},
        "gif": {hidden.GIF},
    }
    stripped = strip(HIDING[name])
    assert stripped is not None
    if kind == "ogg":
        assert stripped.startswith(hidden.opus()[:91])
        assert all(sound in stripped for sound in hidden.SOUND)
        assert len(stripped) == len(hidden.opus())
    else:
        assert stripped in bare[kind]


def test_a_comment_of_many_pages_becomes_one_and_the_sound_moves_up() -> None:
    stripped = strip(HIDING["ogg-picture"])
    assert stripped is not None
    places = [match.start() for match in re.finditer(b"OggS", stripped)]
    assert [stripped[at + 18] for at in places] == [0, 1, 2, 3]


@pytest.mark.parametrize("name", hidden.clean())
def test_a_picture_that_hides_nothing_comes_back_as_it_is(name: str) -> None:
    data = hidden.clean()[name]
    assert strip(data) == data


@pytest.mark.parametrize("name", hidden.broken())
def test_what_is_not_understood_is_given_up(name: str) -> None:
    assert strip(hidden.broken()[name]) is None


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("way", [2, 3, 6, 8])
def test_which_way_is_up_stays(way: int, order: str) -> None:
    stripped = strip(hidden.jpeg(hidden.turned(way, order)))
    assert stripped is not None
    exif = read_exif(io.BytesIO(stripped), None)
    assert (exif.time, exif.times, exif.place) == (None, (), None)
    assert set(exif.extra) == {"orientation"}
    assert strip(stripped) == stripped


@pytest.mark.parametrize("way", [0, 1, 9, 600])
def test_a_way_up_that_says_nothing_goes_with_the_rest(way: int) -> None:
    assert strip(hidden.jpeg(hidden.turned(way))) == hidden.JPEG


def test_fill_bytes_before_a_marker_go() -> None:
    assert strip(hidden.JPEG[:20] + b"\xff\xff\xff" + hidden.JPEG[20:]) == hidden.JPEG


def test_restart_markers_and_escaped_bytes_belong_to_the_scan() -> None:
    data = hidden.JPEG[:-2] + b"\xff\x00\x12\xff\xd0\x34" + b"\xff\xd9"
    assert strip(data) == data


def test_a_picture_that_is_too_long_is_given_up() -> None:
    longest = hidden.jpeg(behind=bytes(MAX_STRIPPED - len(hidden.JPEG)))
    assert strip(longest) == hidden.JPEG
    assert strip(longest + b"\0") is None


def test_every_kind_that_can_be_stripped_is_known_by_its_first_bytes() -> None:
    assert {sniff(data[:16]) for data in hidden.clean().values()} == STRIPPABLE
