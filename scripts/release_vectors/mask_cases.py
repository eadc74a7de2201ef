"""The cases of people as pseudonyms, and lies about them."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

from extraction.derived import Derived, DerivedMedium, DerivedRecord
from scripts.release_vectors.build import Case, Made, made
from scripts.release_vectors.parts import PAPER, picture, record

PLACE = {"lat": "51.5", "lon": "-0.125", "source": "app"}
WITH_PLACES = ("location", "message")


def _hash(data: bytes) -> bytes:
    return sha256(data).digest()


def _masked(copy: bytes, step: str = "mask", **how: Any) -> Made:  # noqa: ANN401 fields of Made
    """Make a package whose third record names others than who takes part, and leaves masked."""
    third = record(4, 3, parties=[_HIM, _BOB], text=_said("Bob: +447700900999"), place=PLACE)
    given = Made(
        third=third,
        reason="transformed",
        derived=Derived((DerivedRecord(1, 2, copy, step),), ()),
        narrowed={"h": True},
    )
    return replace(given, **how)


def _said(text: str) -> list[dict[str, str]]:
    return [{"field": "body", "value": text}]


_HIM = {"id_norm": "+447700900101", "id_raw": "+447700900101", "id_type": "phone"}
_HIM |= {"is_owner": False, "name": "Alex", "role": "from"}
_BOB = {"id_raw": "99@lid", "id_type": "jid", "is_owner": False, "name": "Bob", "role": "mention"}
_ONE = {"is_owner": False, "name": "person-1", "role": "mention"}


def mask_cases() -> dict[str, Case]:
    """The scope holds people who take no part as pseudonyms."""
    said = _said("person-1: person-2")
    copy = record(4, 3, parties=[_HIM, _ONE], text=said)
    placed = {"narrowed": {"h": True}, "categories": WITH_PLACES}
    words = {"narrowed": {"h": True, "w": ["message", "person"]}}
    paper = record(3, 3, **picture(_hash(PAPER), "application/pdf"))
    stays = Derived((), (DerivedMedium(_hash(PAPER), None, asked=False),))
    both = "mask place"

    def given(second: bytes, **how: Any) -> Made:  # noqa: ANN401 fields of Made
        return Made(second=second, narrowed={"h": True}, **how)

    return {
        "mask-record": made("a record goes masked and without its place", _masked(copy, both)),
        "mask-with-place": made(
            "a record goes masked, with its place",
            _masked(record(4, 3, parties=[_HIM, _ONE], text=said, place=PLACE), **placed),
        ),
        "mask-as-it-is": made(
            "a record with who takes part goes as it is",
            given(record(3, 3, parties=[_HIM], text=_said("07700 900101, +447700900101"))),
        ),
        "mask-words": made(
            "the copy holds the word without its number", _masked(copy, both, **words)
        ),
        "mask-paper": made("a paper stays", given(paper, derived=stays)),
        "mask-paper-whole": made(
            "a paper was given whole",
            given(
                paper,
                edits={f"media/{_hash(PAPER).hex()}": PAPER},
                objects=2,
                categories=WITH_PLACES,
            ),
            fails={14},
        ),
        "mask-number-left": made(
            "the copy has a number of somebody else",
            _masked(
                record(4, 3, parties=[_HIM, _ONE], text=_said("person-1: +447700900999")), both
            ),
            fails={11},
        ),
        "mask-party-left": made(
            "the copy lists somebody else",
            _masked(record(4, 3, parties=[_HIM, _BOB], text=said), both),
            fails={11},
        ),
        "mask-extra-left": made(
            "the copy has a field that says a person",
            _masked(record(4, 3, extra={"sender": "Bob"}, text=said), both),
            fails={11},
        ),
        "mask-given": made(
            "a number of somebody else was given",
            given(record(3, 3, text=_said("+447700900999"))),
            fails={11},
        ),
        "mask-not-asked": made(
            "a record was masked, and that was not agreed",
            _masked(copy, both, narrowed={}),
            fails={11},
        ),
        "mask-place-not-asked": made(
            "a place was taken out, and places were agreed",
            _masked(copy, both, **placed),
            fails={11},
        ),
    }
