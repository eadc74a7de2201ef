"""Readable copies of a release: whole, stamped, and harmless whatever the phone holds."""

import base64
import csv
import hashlib
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import typst
from defusedxml import ElementTree as Safe

from extraction.exports.csv_file import COLUMNS, safe_cell
from extraction.exports.glyphs import SHOWN, shown
from extraction.exports.xlsx_file import MAX_CELL, split_cells
from extraction.zip_stored import entry_of, write_zip
from tests.cli.running import Desk, done, run

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PAGE = b"<!doctype html><script>alert(1)</script>"
LONG = "word " * 9_000
BODIES = (
    "=HYPERLINK(&quot;http://192.0.2.1/&quot;,&quot;see&quot;)",
    "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;",
    "left \u202eright \u2067\u05d0\u05d1",
    "smile \U0001f600 and \u0627\u0644\u0633\u0644\u0627\u0645",
    "@import #set page(width: 1pt) $x$ *bold* \\ ]]&gt;",
    LONG,
    "",
)
ALEX = "+447700900101"
START_MS = 1_775_028_600_000
# With places, so that a page among the files is not held back.
SCOPE = {"c": ["location", "message"], "p": [ALEX], "u": False}


def made_source(path: Path) -> Path:
    """A backup with words that attack every format, one picture, and a page called a picture."""
    texts = [
        f'<sms protocol="0" address="{ALEX}" date="{START_MS + 60_000 * number}" type="1"'
        f' body="{body}" read="1" status="-1" locked="0" contact_name="=Alex &lt;b&gt;" />'
        for number, body in enumerate(BODIES)
    ]
    parts = [
        f'<part seq="{number}" ct="image/png" name="{name}" cl="{name}" text="null"'
        f' data="{base64.b64encode(data).decode()}" />'
        for number, (name, data) in enumerate((("one.png", PNG), ("page.png", PAGE)))
    ]
    mms = (
        f'<mms date="{START_MS + 3_600_000}" msg_box="1" address="{ALEX}" m_type="132" read="1">'
        f"<parts>{''.join(parts)}</parts>"
        f'<addrs><addr address="{ALEX}" type="137" charset="106" /></addrs></mms>'
    )
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
    path.write_text(
        f'{head}<smses count="{len(texts) + 1}">{"".join(texts)}{mms}</smses>', encoding="utf-8"
    )
    return path


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    sealed = desk.seal(made_source(desk.folder / "sms.xml"), "--region", "GB")
    _, opened = desk.release(sealed, SCOPE)
    return opened


def export(package: Path, kind: str, out: Path, *more: object) -> dict[str, Any]:
    return done("export", package, "--as", kind, "--out", out, *more)


def statement_hash(package: Path) -> str:
    return hashlib.sha256((package / "release.dsse.json").read_bytes()).hexdigest()


def lines_of(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_csv_holds_every_record_stamped(package: Path, tmp_path: Path) -> None:
    out = tmp_path / "records.csv"
    told = export(package, "csv", out, "--exhibit", "AB/1")
    lines = lines_of(out)
    records = [line for line in lines if line["kind"] == "record"]
    assert len(records) == told["records"] == len(BODIES) + 1
    assert [int(line["number"]) for line in records] == list(range(1, len(records) + 1))
    for line in lines:
        assert line["exhibit"] == "AB/1"
        assert line["release"] == told["rid"]
        assert line["release_sha256"] == statement_hash(package)
    assert any(line["text"].strip() == LONG.strip() for line in records)


def test_no_cell_of_the_csv_is_a_formula(package: Path, tmp_path: Path) -> None:
    out = tmp_path / "records.csv"
    export(package, "csv", out)
    for line in lines_of(out):
        assert set(line) == set(COLUMNS)
        for cell in line.values():
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert any(line["text"].startswith("'=HYPERLINK") for line in lines_of(out))


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", " =1", "\uff1d1", "\r=1"])
def test_what_begins_a_formula_is_kept_from_it(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def sheets_of(path: Path) -> Iterator[tuple[str, ET.Element]]:
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.endswith(".xml"):
                yield name, Safe.fromstring(book.read(name))


def test_the_workbook_computes_nothing_and_cuts_nothing(package: Path, tmp_path: Path) -> None:
    out = tmp_path / "records.xlsx"
    export(package, "xlsx", out, "--exhibit", "AB & 1")
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    words, feet = [], []
    for _, root in sheets_of(out):
        assert not root.findall(f".//{space}f")
        assert not root.findall(f".//{space}hyperlink")
        words += [node.text or "" for node in root.iter(f"{space}t")]
        feet += [node.text or "" for node in root.iter(f"{space}oddFooter")]
    assert max(map(len, words)) <= MAX_CELL
    pieces = [word for word in words if word.startswith(("word word", "ord word", "rd word"))]
    assert sum(map(len, pieces)) >= len(LONG) - 2
    assert any("=HYPERLINK" in word for word in words)
    assert len(feet) == 3
    assert all("AB && 1" in foot for foot in feet)


def test_long_cells_go_on_in_rows_below() -> None:
    rows = list(split_cells(["7", "x" * (2 * MAX_CELL + 1)]))
    assert [len(row[1]) for row in rows] == [MAX_CELL, MAX_CELL, 1]
    assert [row[0] for row in rows] == ["7", "7 (continued)", "7 (continued)"]


class Page(HTMLParser):
    """What a page holds: its tags, where they lead, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name != "style"
            if name in {"href", "src"}:
                self.addresses.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words += data


def pages_of(folder: Path) -> dict[str, Page]:
    found = {path.name: Page(path.read_text("utf-8")) for path in folder.glob("*.html")}
    assert len(found) >= 4
    return found


def test_pages_hold_words_as_words(package: Path, tmp_path: Path) -> None:
    out = tmp_path / "pages"
    export(package, "html", out, "--exhibit", "AB/1")
    pages = pages_of(out)
    whole = pages["timeline-0001.html"].words
    assert "<script>alert(1)</script><img src=x onerror=alert(1)>" in whole
    assert LONG.strip() in whole
    for page in pages.values():
        assert not {"script", "iframe", "object", "embed", "form", "base"} & set(page.tags)
        assert page.words.count(statement_hash(package)) >= 2
        assert page.words.count("Exhibit AB/1") >= 2


def test_pages_lead_only_to_files_beside_them(package: Path, tmp_path: Path) -> None:
    out = tmp_path / "pages"
    export(package, "html", out)
    for page in pages_of(out).values():
        for address in page.addresses:
            assert ":" not in address
            assert (out / address).is_file(), address


def test_what_a_browser_might_run_is_saved_under_a_name_that_starts_nothing(
    package: Path, tmp_path: Path
) -> None:
    out = tmp_path / "pages"
    export(package, "html", out)
    names = {path.suffix: path.read_bytes() for path in (out / "media").iterdir()}
    assert names == {".png": PNG, ".bin": PAGE}


def test_every_page_says_what_may_load(package: Path, tmp_path: Path) -> None:
    out = tmp_path / "pages"
    export(package, "html", out)
    for path in out.glob("*.html"):
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', path.read_text("utf-8"))
        assert policy is not None
        assert policy[1].startswith("default-src &#x27;none&#x27;")


def test_the_pdf_is_whole_and_made_to_be_kept(package: Path, tmp_path: Path) -> None:
    told = export(package, "pdf", tmp_path / "one.pdf", "--exhibit", "AB/1")
    made = (tmp_path / "one.pdf").read_bytes()
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")
    assert b"pdfaid:conformance" in made
    assert told["records"] == len(BODIES) + 1


def test_what_the_fonts_lack_is_written_as_numbers() -> None:
    assert shown("a \U0001f600\u0627!") == ("a [U+1F600 U+0627]!", 2)
    assert shown("caf\u00e9 \u2764\ufe0f") == ("caf\u00e9 \u2764", 0)


def test_the_fonts_have_every_character_that_is_set() -> None:
    # PDF/A refuses a document in which a font lacks a character.
    words = " ".join(sorted(SHOWN))
    made = typst.compile(
        b'#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n#text(sys.inputs.words)',
        sys_inputs={"words": words},
        ignore_system_fonts=True,
        pdf_standards=["a-2a"],
    )
    assert isinstance(made, bytes)


def test_times_are_shown_in_the_zone_that_was_asked_for(package: Path, tmp_path: Path) -> None:
    export(package, "csv", tmp_path / "utc.csv")
    export(package, "csv", tmp_path / "london.csv", "--zone", "Europe/London")
    first = lines_of(tmp_path / "utc.csv")[0], lines_of(tmp_path / "london.csv")[0]
    assert [line["when"] for line in first] == [
        "2026-04-01 07:30:00 UTC",
        "2026-04-01 08:30:00 UTC+01:00",
    ]
    assert first[0]["from_utc"] == first[1]["from_utc"] == "2026-04-01T07:30:00.000000Z"


def test_a_zip_gives_the_same_copies_as_its_folder(package: Path, tmp_path: Path) -> None:
    entries = sorted(
        (
            entry_of(path.relative_to(package).as_posix(), path.read_bytes())
            for path in package.rglob("*")
            if path.is_file()
        ),
        key=lambda entry: entry.name,
    )
    whole = tmp_path / "package.zip"
    whole.write_bytes(b"".join(write_zip(entries)))
    export(package, "html", tmp_path / "a")
    export(whole, "html", tmp_path / "b")
    one, two = (
        {p.name: p.read_bytes() for p in (tmp_path / side / "media").iterdir()} for side in "ab"
    )
    assert one == two
    assert len(one) == 2


def test_a_package_that_does_not_verify_is_not_exported(package: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(package, damaged)
    path = damaged / "segments.json"
    path.write_bytes(path.read_bytes().replace(b"smile", b"smirk"))
    for kind in ("case", "csv", "html", "pdf", "xlsx"):
        code, told = run("export", damaged, "--as", kind, "--out", tmp_path / kind)
        assert code == 1
        assert told["error"]["type"] == "not-verified"
        assert not (tmp_path / kind).exists()


@pytest.mark.parametrize(
    "wrong", [("--exhibit", "a\nb"), ("--exhibit", "x" * 65), ("--zone", "Nowhere"), ("--zone", "")]
)
def test_a_wrong_option_is_refused(package: Path, tmp_path: Path, wrong: tuple[str, str]) -> None:
    code, told = run("export", package, "--as", "csv", "--out", tmp_path / "out", *wrong)
    assert code == 2, told
    assert not (tmp_path / "out").exists()
