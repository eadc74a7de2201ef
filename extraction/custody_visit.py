"""The points of a custody record that only somebody who was there can say.

docs/formats/visit.md, custody-record.md 2. They come from the guardian's visit statement and
her corrections of it; which of them are open is the survivor's choice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extraction.custody_facts import SIGNED, Fact, unknown
from extraction.visit_form import QUESTIONS, UNITS
from vault.certificate import Certificate
from vault.ingest import Ingest
from vault.visit import Opening, ShownVisit, Value, check_named, check_visit, in_force

NOT_MADE = "the guardian signed no visit statement"
NOT_OPENED = "it is in the sealed visit statement; her key opens it"
NOT_SHOWN = "the visit statement was not at hand"
CLOSED = "she keeps it closed; the guardian's commitment is"


@dataclass(frozen=True, slots=True)
class Visits:
    """Visit statements of one extraction, checked and in order; the last one holds.

    `why` says what is not known where there are none.
    """

    statements: tuple[ShownVisit, ...]
    why: str


def check_visits(
    shown: Sequence[ShownVisit],
    ingest: Ingest,
    sha256: bytes,
    certificates: Sequence[Certificate],
) -> tuple[ShownVisit, ...]:
    """Check statements of one extraction, put together openings of the same one, and sort them.

    Args:
        sha256: of the ingest statement as delivered.

    Raises:
        NotAuthentic: one is not the guardian's, not of this extraction, changed, or two take the
            place of one.
    """
    whole: dict[bytes, ShownVisit] = {}
    for each in shown:
        check = check_named if each.visit.corrects is None else check_visit
        check(each, ingest, certificates)
        known = whole.get(each.sha256)
        if known is not None:
            each = replace(each, openings={**known.openings, **each.openings})  # noqa: PLW2901
        whole[each.sha256] = each
    return in_force(tuple(whole.values()), sha256 if ingest.visit is None else ingest.visit)


def visit_facts(visits: Visits) -> dict[str, Fact]:
    """Give every point of a visit statement, by name."""
    return {name: _fact(visits, name) for name in QUESTIONS}


def visit_hashes(visits: Visits, ingest: Ingest) -> Iterator[Fact]:
    """Give the SHA-256 of the statement that was sealed, and of what corrects it."""
    point, label = "visit.sha256", "SHA-256 of the visit statement"
    if ingest.visit is None:
        yield unknown(point, label, "the ingest statement names none")
    else:
        yield Fact(point, label, ingest.visit.hex(), SIGNED, "ingest statement")
    later = [each for each in visits.statements if each.visit.corrects is not None]
    point, label = "visit.corrections", "SHA-256 of its corrections"
    if later:
        value = ", ".join(each.sha256.hex() for each in later)
        yield Fact(point, label, value, SIGNED, "each names the one before it")
    else:
        yield unknown(point, label, "none was at hand; that none was signed is not shown")


def _fact(visits: Visits, name: str) -> Fact:
    label = QUESTIONS[name].label
    if not visits.statements:
        return unknown(name, label, visits.why)
    *before, now = visits.statements
    opening = now.openings.get(name)
    if opening is None:
        return unknown(name, label, f"{CLOSED} {now.visit.points[name].hex()}")
    by = "visit statement" if now.visit.corrects is None else "visit statement, corrected"
    earlier = _before(before, name, opening)
    if "unknown" in opening.value:
        why = _printed(str(opening.value["unknown"]))
        return unknown(name, label, f"the guardian said: {why}{earlier}")
    return Fact(name, label, words_of(opening.value), SIGNED, f"{by}{earlier}")


def _before(statements: Sequence[ShownVisit], name: str, now: Opening) -> str:
    """Tell what an earlier statement said otherwise, as far as that is open."""
    found = [each.openings[name].value for each in statements if name in each.openings]
    said = list(dict.fromkeys(words_of(value) for value in found if value != now.value))
    return f"; before its correction: {'; then '.join(said)}" if said else ""


def words_of(value: Value) -> str:
    """Word what was said of a point."""
    if "unknown" in value:
        return f"not known, because {_printed(str(value['unknown']))}"
    said = value["said"]
    if isinstance(said, dict):
        offset, reference = said["offset_ms"], said["reference"]
        assert isinstance(offset, int)
        return f"{_offset(offset)}; reference: {_printed(str(reference))}"
    return _printed(str(said))


def _offset(milliseconds: int) -> str:
    if not milliseconds:
        return "no difference"
    unit = next(name for name, size in reversed(UNITS.items()) if not milliseconds % size)
    way = "ahead" if milliseconds > 0 else "behind"
    return f"{abs(milliseconds) // UNITS[unit]} {unit} {way}"


def _printed(text: str) -> str:
    """Give text that only shows: a signer could have put there what steers a terminal."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
