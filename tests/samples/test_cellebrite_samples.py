"""Cellebrite samples against counts and times made by the standard parser."""

import xml.etree.ElementTree as ET
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import shared_folder
from tests.unit.extraction.reading import read
from tests.unit.extraction.reports import WHOLE

NS = "{http://pa.cellebrite.com/report/2.0}"


def sources() -> list[Path]:
    shared = shared_folder()
    folder = None if shared is None else shared / "samples" / "ufdr-derived"
    found = [] if folder is None else [folder / "report.xml", folder / "chat-wrapped.ufdr"]
    return [WHOLE, *found]


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_every_message_with_its_time(path: Path) -> None:
    plain = path if path.suffix == ".xml" else path.parent / "report.xml"
    root = ET.parse(plain).getroot()
    messages = [one for one in root.iter(f"{NS}model") if one.get("type") == "InstantMessage"]
    expected: Counter[tuple[str, int | None]] = Counter()
    for one in messages:
        stamps = [
            value.text or ""
            for field in one.findall(f"{NS}field")
            if field.get("name") == "TimeStamp"
            for value in field.findall(f"{NS}value")
        ]
        at = round(datetime.fromisoformat(stamps[0]).timestamp() * 1000) if stamps else None
        expected[one.get("id", ""), at] += 1
    found = read(path)
    records = [one for one in found.records if one.prov.table == "InstantMessage"]
    assert (
        Counter(
            (
                one.prov.xml_id,
                None if one.time is None or one.time.lo_us is None else one.time.lo_us // 1000,
            )
            for one in records
        )
        == expected
    )
    line = found.line("InstantMessage")
    assert (line.seen, line.nested) == (11, 3)
    accounts = [one for one in root.iter(f"{NS}model") if one.get("type") == "UserAccount"]
    assert found.line("UserAccount").records == len(accounts)
