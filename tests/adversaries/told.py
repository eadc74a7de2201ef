"""What an adversary tried and got: the rows of docs/threat-model.md, each told where it is played.

A test tells its rows once, at its end, and they must be exactly those that the document has for
it. So the document says nothing that no test found, and no test finds what it does not say.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

HERE = Path(__file__).parent
DOCUMENT = ROOT / "docs" / "threat-model.md"
HEAD = "| adversary | has | tries | gets | test |"
PROPERTY = "adversary"
ADVERSARIES = (
    "thief of the vault's storage",
    "vault that lies",
    "thief of police credentials",
    "dishonest worker",
    "dishonest guardian",
    "listener on the network",
    "abuser with her phone",
    "curious administrator",
    "who exchanges keys",
    "organisations that collude",
    "lost passphrase",
    "future quantum reader",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One try of one adversary, and the test that plays it: `file::name`."""

    who: str
    has: str
    tries: str
    gets: str
    test: str

    def marshal(self) -> str:
        """Give the row as the document has it."""
        return f"| {self.who} | {self.has} | {self.tries} | {self.gets} | `{self.test}` |"


def parse_row(line: str) -> Row:
    """Read a row, or raise ValueError; there is one spelling of each."""
    who, has, tries, gets, test = line.removeprefix("| ").removesuffix(" |").split(" | ")
    row = Row(who, has, tries, gets, test.strip("`"))
    if row.marshal() != line:
        raise ValueError(f"not a row as it is written: {line}")
    return row


def documented() -> list[Row]:
    """Read the rows of the document's table, in order."""
    lines = DOCUMENT.read_text("utf-8").splitlines()
    begin = lines.index(HEAD) + 2
    end = next(at for at in range(begin, len(lines)) if not lines[at].startswith("|"))
    return [parse_row(line) for line in lines[begin:end]]


def table(rows: list[Row]) -> str:
    """Give rows as the document's table."""
    return "\n".join([HEAD, "|---|---|---|---|---|", *(row.marshal() for row in rows)])


class Told:
    """What one test found; it is compared with the document when it is told."""

    def __init__(self, who: str, has: str, test: str, found: list[tuple[str, object]]) -> None:
        self._who, self._has, self._test, self._found = who, has, test, found
        self.told = False

    def __call__(self, *tries: tuple[str, str], has: str | None = None) -> None:
        """Tell what was tried and got; `has` is what the adversary has here besides or instead."""
        rows = [Row(self._who, has or self._has, tried, got, self._test) for tried, got in tries]
        self.told = True
        self._found += [(PROPERTY, row.marshal()) for row in rows]
        assert rows == [row for row in documented() if row.test == self._test]
