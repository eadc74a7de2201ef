"""The offline path over phone data, against counts made without our readers.

For each sample: one conversation over some days. What is released must be, record for
record, what plain sqlite3, ElementTree or a regular expression finds in the source.
"""

import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Desk, done
from tests.conftest import shared_folder

DAY = 86_400


@dataclass(frozen=True)
class Case:
    """A source, the scope, the words that must leave, and how many others match nothing."""

    source: Path
    scope: dict[str, Any]
    expected: Counter[str]
    options: tuple[str, ...] = ()


MADE = Path(__file__).resolve().parents[1] / "data"


def folders() -> list[Path]:
    """The public samples where they are at hand; our own made ones always."""
    shared = shared_folder()
    return [MADE] if shared is None else [MADE, shared / "samples"]


def lava_case(folder: Path) -> Case:
    index = json.loads((folder / "_lava_data.lava").read_text())
    artefacts = [entry for listed in index["artifacts"].values() for entry in listed]
    found = [entry for entry in artefacts if entry["artifact_key"] == "whatsAppMessages"]
    table = found[0]["tablename"]
    with sqlite3.connect(f"file:{folder / '_lava_artifacts.db'}?mode=ro", uri=True) as database:
        (chat,) = database.execute(
            f"SELECT chat_id FROM {table} GROUP BY chat_id ORDER BY count(*) DESC, chat_id LIMIT 1"
        ).fetchone()
        times = [
            int(time)
            for (time,) in database.execute(
                f"SELECT timestamp FROM {table} WHERE chat_id = ? ORDER BY timestamp", (chat,)
            )
        ]
        start = times[0] // DAY * DAY
        end = times[len(times) * 2 // 3] // DAY * DAY + DAY
        expected = Counter(
            str(message or "")
            for (message,) in database.execute(
                f"SELECT message FROM {table} WHERE chat_id = ? AND timestamp >= ?"
                " AND timestamp < ?",
                (chat, start, end),
            )
        )
    scope = {"c": ["message"], "t": [f"whatsapp:{chat}"], "d": [[start, end]], "u": False}
    return Case(folder, scope, expected)


def parsed(path: Path) -> ET.Element:
    """Parse an export; the pair of references that no parser takes is put right by hand."""
    return ET.fromstring(path.read_text("utf-8").replace("&#55357;&#56832;", "\U0001f600"))


def sms_case(path: Path) -> Case:
    root = parsed(path)
    # One correspondent whose every message is a plain one.
    rows = [row for row in root.iter("sms") if row.get("address", "").startswith("+")]
    address = Counter(row.get("address") for row in rows).most_common(1)[0][0]
    times = sorted(int(row.get("date", "0")) for row in rows if row.get("address") == address)
    start, end = times[0] // 1000, times[-1] // 1000
    inside = [
        row
        for row in rows
        if row.get("address") == address and start <= int(row.get("date", "0")) / 1000 < end
    ]
    inside += [
        row
        for row in root.iter("mms")
        if row.get("address") == address and start <= int(row.get("date", "0")) / 1000 < end
    ]
    scope = {"c": ["message"], "t": [f"sms:{address}"], "d": [[start, end]], "u": False}
    return Case(path, scope, Counter(words_of(row) for row in inside))


def words_of(row: ET.Element) -> str:
    if row.tag == "sms":
        return row.get("body", "")
    texts = [part.get("text", "") for part in row.iter("part") if part.get("ct") == "text/plain"]
    return "|".join(text for text in texts if text and text != "null")


def calls_case(path: Path) -> Case:
    rows = list(parsed(path).iter("call"))
    numbers = [row.get("number", "") for row in rows if row.get("number", "").startswith("+")]
    number = Counter(numbers).most_common(1)[0][0]
    times = sorted(int(row.get("date", "0")) for row in rows if row.get("number") == number)
    start, end = times[0] // 1000, times[-1] // 1000 + 1
    expected = Counter(
        row.get("duration", "")
        for row in rows
        if row.get("number") == number and start <= int(row.get("date", "0")) / 1000 < end
    )
    return Case(path, {"c": ["call"], "p": [number], "d": [[start, end]], "u": False}, expected)


STAMPS = (
    (r"(\d{4}-\d\d-\d\d, \d{1,2}:\d\d [AP]M) - ", "%Y-%m-%d, %I:%M %p", 60),
    (r"(\d{4}-\d\d-\d\d, \d\d:\d\d) - ", "%Y-%m-%d, %H:%M", 60),
    (r"(\d\d\.\d\d\.\d{4}, \d\d:\d\d) - ", "%d.%m.%Y, %H:%M", 60),
    (r"(\d\d-\d\d-\d{4},? \d\d:\d\d) - ", "%d-%m-%Y %H:%M", 60),
    (r"\[(\d\d-\d\d-\d\d \d\d:\d\d:\d\d)\] ", "%d-%m-%y %H:%M:%S", 1),
)


def chat_lines(text: str) -> Iterator[tuple[float, int, str]]:
    """Give (UTC seconds, precision, words) of each message, as if the phone were on UTC."""
    kinds = [
        (re.compile("^\u200e?" + pattern, re.MULTILINE), form, lasts)
        for pattern, form, lasts in STAMPS
    ]
    found = [(kind, kind[0].findall(text)) for kind in kinds]
    (regex, form, lasts), _ = max(found, key=lambda pair: len(pair[1]))
    starts = list(regex.finditer(text))
    for place, match in enumerate(starts):
        following = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        moment = datetime.strptime(match[1], form).replace(tzinfo=UTC)
        yield moment.timestamp(), lasts, text[match.end() : following].rstrip("\r\n")


def whatsapp_case(path: Path) -> Case:
    lines = list(chat_lines(path.read_text("utf-8")))
    times = sorted(at for at, _, _ in lines)
    start = int(times[0]) // DAY * DAY
    end = int(times[len(times) * 2 // 3]) // DAY * DAY + DAY
    expected = Counter(
        said.split(": ", 1)[-1] for at, lasts, said in lines if start <= at and at + lasts <= end
    )
    scope = {"c": ["message"], "d": [[start, end]], "u": False}
    scope["t"] = [f"whatsapp:{path.stem}"]
    return Case(path, scope, expected, ("--zone", "Etc/UTC"))


def cases() -> Iterator[Any]:
    for folder in folders():
        yield from cases_in(folder)


def cases_in(folder: Path) -> Iterator[Any]:
    for path in sorted(folder.glob("leapp-lava/*/_lava_data.lava")):
        yield pytest.param(lava_case, path.parent, id=path.parent.name)
    for path in sorted((folder / "sms-backup-restore-xml").glob("*.xml")):
        make = calls_case if "calls" in path.name else sms_case
        yield pytest.param(make, path, id=path.stem)
    for path in sorted((folder / "whatsapp-txt").glob("*.txt")):
        if path.name != "SOURCE.txt":
            yield pytest.param(whatsapp_case, path, id=path.stem)


def released_words(package: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    for segment in json.loads((package / "segments.json").read_bytes()):
        for item in segment["records"]:
            if "r" not in item:
                continue
            record = json.loads(item["r"])
            if record["category"] == "call":
                found[record["extra"]["duration"]] += 1
                continue
            bodies = [text["value"] for text in record.get("text", []) if text["field"] == "body"]
            found["|".join(bodies)] += 1
    return found


@pytest.mark.parametrize(("make", "path"), list(cases()))
def test_one_conversation_over_some_days_is_released_record_for_record(
    make: Any, path: Path, tmp_path: Path
) -> None:
    case = make(path)
    assert sum(case.expected.values()) > 0
    desk = Desk(tmp_path)
    sealed = desk.seal(case.source, *case.options)
    seen, package = desk.release(sealed, case.scope)
    assert seen["count"] == sum(case.expected.values())
    assert released_words(package) == case.expected
    report = done("verify", package)
    by_number = {step["step"]: step["status"] for step in report["steps"]}
    assert all(by_number[number] == "pass" for number in (0, 2, *range(4, 16)))
    assert by_number[3] == "absent"
