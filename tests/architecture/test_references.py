"""What the code cites of the documentation is there: the page, and the numbered section."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("api", "audit", "bench", "consent", "extraction", "frontend/src", "scripts", "tests")
CITED = re.compile(r"\bdocs/(?P<page>(?:formats/)?[a-z0-9-]+)\.md(?: (?P<section>[0-9]+))?\b")
FOLDED = re.compile(r"\n\s*(?:#|//|\*)?\s*")
HEADING = re.compile(r"^## ([0-9]+)\. ", re.MULTILINE)


def sources() -> Iterator[Path]:
    for folder in (*FOLDERS, "vault"):
        for ending in ("*.py", "*.ts", "*.tsx"):
            for path in sorted((ROOT / folder).rglob(ending)):
                if "node_modules" not in path.parts:
                    yield path


def cited(text: str) -> Iterator[tuple[str, str | None]]:
    """Give (page, section); a line may break between the two."""
    for match in CITED.finditer(FOLDED.sub(" ", text)):
        yield match["page"], match["section"]


def sections(page: str) -> set[str] | None:
    path = ROOT / "docs" / f"{page}.md"
    return set(HEADING.findall(path.read_text("utf-8"))) if path.is_file() else None


def test_every_section_that_code_cites_exists() -> None:
    wrong = []
    count = 0
    for path in sources():
        for page, section in cited(path.read_text("utf-8")):
            count += 1
            there = sections(page)
            if there is None or (section is not None and section not in there):
                wrong.append(f"{path.relative_to(ROOT)}: docs/{page}.md {section or ''}")
    assert not wrong
    assert count > 100


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"""See docs/readers' + '.md 99."""', ("readers", "99")),
        ('"""See docs/readers' + '.md\n    99."""', ("readers", "99")),
        ("# docs/formats/record" + ".md\n# 99", ("formats/record", "99")),
        ("// docs/formats/record" + ".md 1", ("formats/record", "1")),
        ("# docs/no-such-page" + ".md", ("no-such-page", None)),
    ],
)
def test_a_citation_is_found_wherever_its_line_breaks(
    text: str, found: tuple[str, str | None]
) -> None:
    assert list(cited(text)) == [found]


def test_a_page_that_is_not_there_has_no_sections() -> None:
    assert sections("no-such-page") is None
    assert "1" in (sections("formats/record") or ())
    assert "99" not in (sections("formats/record") or ())
