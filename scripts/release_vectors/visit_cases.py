"""The cases of the guardian's visit statement: shown in part, changed, exchanged, left out."""

from dataclasses import replace
from typing import Any

from scripts.release_vectors.build import HOUR, Case, Made, made
from scripts.release_vectors.parts import BEGIN, identity
from vault.canonical import marshal, parse_object
from vault.visit import USUAL

SAID = Made(said=True)


def visit_cases() -> dict[str, Case]:
    """Give every case; each package is signed anew by its worker, so that step 2 alone can tell."""
    whole = SAID.visit(SAID.sealed())
    body: Any = whole.only(USUAL).body()
    openings = body["openings"]
    method, exceptions = openings["method"], openings["exceptions"]

    def shown(about: str, document: Any) -> Case:  # noqa: ANN401 JSON
        how = replace(SAID, edits={"visit.json": marshal(document)})
        return made(about, how, fails={2})

    def opened(about: str, **values: Any) -> Case:  # noqa: ANN401 JSON
        return shown(about, body | {"openings": openings | values})

    later = replace(SAID, sealed_at=BEGIN + HOUR).visit(SAID.sealed())
    stranger = replace(SAID, guardian=identity("stranger")).visit(SAID.sealed())
    moved = replace(SAID, second=b'{"another":"record"}')
    broken = replace(SAID, edits={"visit.json": marshal(body | {"more": 1})})
    unread = replace(SAID, edits={"visit.json": marshal(body).replace(b":", b": ", 1)})
    closed = replace(SAID, edits={"visit.json": whole.only(()).marshal()})
    return {
        "visit": made("the guardian said what only she can say", SAID),
        "visit-closed": made("and no point of it is shown", closed),
        "visit-edited": opened("other words", method=method | {"value": {"said": "another"}}),
        "visit-unsaid": opened("not known any more", method=method | {"value": {"unknown": "x"}}),
        "visit-swapped": opened("two exchanged", method=exceptions, exceptions=method),
        "visit-later": shown("the same words, signed an hour later", later.only(USUAL).body()),
        "visit-stranger": shown("by another guardian", stranger.only(USUAL).body()),
        "visit-of-another": shown(
            "of another extraction", moved.visit(moved.sealed()).only(USUAL).body()
        ),
        "visit-dropped": Case("named by the intake, and not there", _without(SAID), fails={2, 6}),
        "visit-not-named": made(
            "there, and not named by the intake",
            Made(edits={"visit.json": marshal(body)}),
            fails={2},
        ),
        "visit-field-unknown": made("a field nobody knows", broken, fails={0}),
        "visit-spelling": made("not canonical", unread, fails={0}),
    }


def _without(how: Made) -> dict[str, bytes | None]:
    files: dict[str, bytes | None] = dict(how.files())
    assert parse_object(files.pop("visit.json") or b"")
    return files
