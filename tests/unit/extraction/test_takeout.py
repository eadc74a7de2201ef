"""Google Takeout: places, pages and activity exact to their units, in any language's folders."""

import json
import random
from pathlib import Path

import pytest

from extraction.errors import CorruptSource, ExtractionError, UnknownSource
from tests.unit.extraction.phones import NOON
from tests.unit.extraction.pictures import LONDON
from tests.unit.extraction.reading import read
from tests.unit.extraction.test_mail import RAW
from tests.unit.extraction.zips import Member, make_zip

NOON_US = NOON * 10**6
PLACES = {
    "locations": [
        {"latitudeE7": 515000000, "longitudeE7": -1275000, "timestamp": "2026-04-01T12:00:00.5Z"},
        {
            "latitudeE7": 1,
            "longitudeE7": 4294967295,
            "timestampMs": str(NOON * 1000),
            "accuracy": 9,
        },
        {"timestampMs": "0", "source": "WIFI"},
    ]
}
PAGES = {"Browser History": [{"title": "A", "url": "https://a.example/", "time_usec": NOON_US}]}
ACTIVITY = [{"header": "Maps", "title": "Searched for x", "time": "2026-04-01T12:00:00.000Z"}]


def test_an_archive_in_any_language(tmp_path: Path) -> None:
    path = tmp_path / "takeout.zip"
    files = {
        "Takeout/Standortverlauf/Records.json": json.dumps(PLACES, indent=2),
        "Takeout/Chrome/Verlauf.json": json.dumps(PAGES),
        "Takeout/Meine Aktivitäten/Maps/MeineAktivitäten.json": json.dumps(ACTIVITY),
        "Takeout/Mail/Alle.mbox": f"From a\n{RAW}",
        "Takeout/Chrome/Lesezeichen.json": json.dumps({"roots": [1, 2]}),
        "Takeout/archive_browser.html": "<html></html>",
    }
    members = [Member(name.encode(), data.encode(), method=8) for name, data in files.items()]
    members.append(Member(b"Takeout/Google Fotos/a.jpg", LONDON.jpeg()))
    path.write_bytes(make_zip(*members))
    found = read(path)
    place, wrapped, nowhere, page, activity, mail, html, photo = found.records
    assert place.place is not None
    assert (place.place.lat, place.place.lon) == ("51.5", "-0.1275")
    assert place.time is not None
    assert (place.time.lo_us, place.time.hi_us) == (NOON_US + 500_000, NOON_US + 599_999)
    assert wrapped.place is not None
    assert wrapped.time is not None
    assert (wrapped.place.lat, wrapped.place.lon, wrapped.place.acc_m) == (
        *("0.0000001", "-0.0000001", "9"),
    )
    assert (wrapped.time.lo_us, wrapped.time.unit) == (NOON_US, "ms")
    assert nowhere.time is not None
    assert (nowhere.place, nowhere.time.lo_us, nowhere.extra) == (None, None, {"source": "WIFI"})
    assert page.time is not None
    assert (page.subtype, page.app_id, page.time.lo_us) == ("visit", "chrome", NOON_US)
    assert activity.time is not None
    assert (activity.app_name, activity.time.lo_us) == ("Maps", NOON_US)
    assert (mail.subtype, html.category, photo.category) == ("email", "document", "media")
    assert [(each["member"], each["reason"]) for each in found.ledger.unread] == [
        ("Takeout/Chrome", "1 files that no reader knows")
    ]


@pytest.mark.parametrize("body", [PLACES, PAGES, ACTIVITY])
def test_one_file_alone(body: object, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(body))
    assert read(path).format == "files"


@pytest.mark.parametrize("text", ["{}", "[]", '{"locations": []}', "[1, 2]", "{", "no json"])
def test_other_json_is_not_known(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(UnknownSource):
        read(path)


def test_rows_that_are_none_and_other_lists_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"locations": [*PLACES["locations"], "x", 7], "others": [{}, {}]}))
    line = read(path).line("google-takeout")
    assert (line.seen, line.records, line.quarantined, line.unknown) == (7, 3, 2, 2)


def test_a_cut_file_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    data = json.dumps({"locations": PLACES["locations"] * 50})
    path.write_text(data[: len(data) // 2])
    with pytest.raises(CorruptSource):
        read(path)
    found = read(path, accept_damaged=True)
    assert 60 < len(found.records) < 90
    assert found.ledger.unread


def test_no_mutant_crashes_or_loses_rows_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    data = json.dumps({"locations": PLACES["locations"] * 6}).encode()
    chance = random.Random(9)
    for _ in range(500):
        damaged = bytearray(data)
        damaged[chance.randrange(20, len(data))] = chance.randrange(256)
        path.write_bytes(damaged)
        try:
            found = read(path, accept_damaged=True)
        except ExtractionError:
            continue
        assert sum(line.seen for line in found.ledger.lines) >= 18 or found.ledger.unread
