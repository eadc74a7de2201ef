"""Pages of a full copy: what a record says as text, whatever is in it, and nothing that loads."""

import base64
import hashlib

from extraction.readable import STYLE, STYLE_HASH, page_name, page_of
from vault.canonical import Json, marshal

FILES = {"ab" * 32: f"objects/{'ab' * 32}.jpg"}


def page(**record: Json) -> str:
    return page_of([marshal(record)], FILES).decode()


def test_a_page_allows_its_own_style_and_nothing_else() -> None:
    hashed = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    assert hashed == STYLE_HASH
    assert f"default-src 'none'; style-src 'sha256-{hashed}'" in page()
    assert f"<style>{STYLE}</style>" in page()


def test_a_record_says_when_who_what_and_where() -> None:
    found = page(
        category="message",
        parties=[{"role": "from", "name": "Alex", "id_raw": "+447700900101"}, {"role": "to"}],
        text=[{"field": "body", "value": "Are you\nhome?"}, {"field": "note", "value": ""}],
        time={"lo_us": 1_373_929_642_000_000, "hi_us": 1_373_929_642_999_999, "raw": "x"},
        place={"lat": "51.5", "lon": "-0.1"},
        blobs=[{"sha256": "ab" * 32, "name": "a.jpg"}, {"sha256": "cd" * 32, "name": "gone"}],
    )
    assert "<h2>2013-07-15 23:07:22 UTC</h2>" in found
    assert "<p>from: Alex +447700900101; to: </p>" in found
    assert '<p dir="auto">Are you\nhome?</p>' in found
    assert "<p>51.5, -0.1</p>" in found
    assert f'<p><a href="../objects/{"ab" * 32}.jpg">a.jpg</a></p>' in found
    assert "gone" not in found
    assert '<p class="small">message</p>' in found


def test_an_interval_shows_both_ends_and_an_unknown_time_what_was_said() -> None:
    day = {"lo_us": 1_772_323_200_000_000, "hi_us": 1_772_409_599_999_999, "raw": "2026-03-01"}
    assert "<h2>2026-03-01 00:00:00 / 2026-03-01 23:59:59 UTC</h2>" in page(time=day)
    assert "<h2>some day</h2>" in page(time={"raw": "some day"})
    assert "<h2>" not in page(time={"raw": 3, "lo_us": True, "hi_us": -1})


def test_what_a_phone_says_stays_text() -> None:
    evil = '</style><script>alert(1)</script>"&'
    found = page(
        category=evil,
        parties=[{"name": evil}],
        text=[{"value": evil}],
        blobs=[{"sha256": "ab" * 32, "name": evil}],
        time={"raw": evil},
    )
    assert "<script" not in found
    assert found.count("&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;") == 5


def test_a_record_of_another_shape_is_an_empty_article() -> None:
    empty = page_of([b"{}"], FILES)
    odd = marshal({"text": "x", "parties": {"name": "y"}, "time": [1], "blobs": [3], "place": 4})
    assert page_of([b"not JSON"], FILES) == empty
    assert page_of([odd], FILES) == empty


def test_a_page_is_named_as_its_records() -> None:
    assert page_name("records/00000000-call.jsonl") == "records/00000000-call.html"
