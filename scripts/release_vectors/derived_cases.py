"""The cases of the derived part: changed copies, media that stay, and lies about them."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

from extraction.derived import Derived, DerivedMedium, DerivedRecord
from extraction.strip import strip
from scripts.release_vectors.build import MEDIUM, NOTHING, Case, Made, made
from scripts.release_vectors.parts import HIDING, PAPER, picture, record

PLACE = {"lat": "51.5", "lon": "-0.125", "source": "app"}
WITH_PLACES = ("location", "message")


def derived_cases() -> dict[str, Case]:
    """Give every case."""
    return {
        **picture_cases(),
        **copy_cases(),
        **agreed_cases(),
        **kind_cases(),
        **near_cases(),
        **grid_cases(),
        **own_cases(),
    }


def _hash(data: bytes) -> bytes:
    return sha256(data).digest()


def _stripped() -> bytes:
    data = strip(HIDING)
    assert data is not None
    return data


def _pictured(copy: bytes, **how: Any) -> Made:  # noqa: ANN401 fields of Made
    """Make a package whose second record cites a picture that hides something."""
    medium = DerivedMedium(_hash(HIDING), (_hash(copy), len(copy)))
    given = Made(
        second=record(3, 3, **picture(_hash(HIDING), "image/png")),
        derived=Derived((), (medium,)),
        edits={f"derived/{_hash(copy).hex()}": copy},
    )
    return replace(given, **how)


def picture_cases() -> dict[str, Case]:
    """A picture that goes as a stripped copy, or should."""
    stripped = _stripped()
    paper = record(3, 3, **picture(_hash(PAPER), "application/pdf"))
    stays = Derived((), (DerivedMedium(_hash(PAPER), None),))
    whole = {f"media/{_hash(HIDING).hex()}": HIDING}
    own = {f"derived/{_hash(stripped).hex()}": HIDING}
    return {
        "derived-picture": made("a picture goes stripped", _pictured(stripped)),
        "derived-stays": made("a paper stays", Made(second=paper, derived=stays)),
        "derived-whole": made(
            "a picture that hides something was given whole",
            _pictured(stripped, derived=NOTHING, edits=whole, objects=2),
            fails={14},
        ),
        "derived-beside": made(
            "the picture was given beside its copy",
            _pictured(stripped, edits=whole | _pictured(stripped).edits, objects=2),
            fails={14},
        ),
        "derived-both": made(
            "a picture that hides nothing was given whole and called not given",
            Made(derived=Derived((), (DerivedMedium(MEDIUM, None),))),
            fails={14},
        ),
        "derived-paper-whole": made(
            "a paper was given whole",
            Made(second=paper, edits={f"media/{_hash(PAPER).hex()}": PAPER}, objects=2),
            fails={14},
        ),
        "derived-copy-hides": made("the copy hides as much", _pictured(HIDING), fails={14}),
        "derived-other-bytes": made(
            "other bytes under the copy's name", _pictured(stripped, edits=own), fails={14}
        ),
        "derived-not-there": made("the copy is missing", _pictured(stripped, edits={}), fails={14}),
        "derived-unlisted": made(
            "a copy that the list does not name", Made(edits=_pictured(stripped).edits), fails={14}
        ),
        "derived-not-cited": made(
            "the list names a medium that nobody cites", Made(derived=stays), fails={14}
        ),
        "derived-not-named": made("a cited paper is nowhere", Made(second=paper), fails={14}),
        "derived-not-signed": made(
            "she signed another list", _pictured(stripped, signed=bytes(32)), fails={13}
        ),
    }


def _copied(copy: bytes, **how: Any) -> Made:  # noqa: ANN401 fields of Made
    """Make a package whose third record has a place, and leaves as a copy."""
    given = Made(
        third=record(4, 3, place=PLACE, extra={"latitude": "51.5", "more": "kept"}),
        reason="transformed",
        derived=Derived((DerivedRecord(1, 2, copy),), ()),
    )
    return replace(given, **how)


def copy_cases() -> dict[str, Case]:
    """A record that goes as a changed copy, or should."""
    copy = record(4, 3, extra={"more": "kept"})
    other = Derived((DerivedRecord(1, 1, copy),), ())
    return {
        "derived-record": made("a record goes without its place", _copied(copy)),
        "derived-place-given": made(
            "a record went with its place", Made(second=record(3, 3, place=PLACE)), fails={11}
        ),
        "derived-field-given": made(
            "a record went with a field that says a place",
            Made(second=record(3, 3, extra={"GPS": "51.5 N"})),
            fails={11},
        ),
        "derived-place-left": made(
            "the copy has its place", _copied(record(4, 3, place=PLACE)), fails={11}
        ),
        "derived-extra-left": made(
            "the copy has a field that says a place",
            _copied(record(4, 3, extra={"GPS": "51.5 N"})),
            fails={11},
        ),
        "derived-outside": made("the copy is of another day", _copied(record(4, 2)), fails={11}),
        "derived-no-record": made("the copy is no record", _copied(b'{"a":1}'), fails={11}),
        "derived-other-place": made(
            "the copy is of a record that was given", _copied(copy, derived=other), fails={10}
        ),
        "derived-no-copy": made(
            "a record is called changed, and no copy is there",
            _copied(copy, derived=NOTHING),
            fails={10},
        ),
        "derived-more-counted": made(
            "the statements count another copy", _copied(copy, copies=2), fails={10}
        ),
    }


def agreed_cases() -> dict[str, Case]:
    """The scope holds places."""
    whole = record(3, 3, place=PLACE, **picture(_hash(HIDING), "image/png"))
    given = Made(
        second=whole,
        categories=WITH_PLACES,
        edits={f"media/{_hash(HIDING).hex()}": HIDING},
        objects=2,
    )
    copy = _copied(record(4, 3), categories=WITH_PLACES)
    return {
        "derived-agreed": made("places were agreed to; all goes whole", given),
        "derived-agreed-copy": made(
            "places were agreed to, and a record changed", copy, fails={11}
        ),
        "derived-agreed-picture": made(
            "places were agreed to, and a picture stripped",
            _pictured(_stripped(), categories=WITH_PLACES),
            fails={14},
        ),
    }


def kind_cases() -> dict[str, Case]:
    """The scope holds some kinds of media."""
    paper = record(3, 3, **picture(_hash(PAPER), "application/pdf"))
    stays = Derived((), (DerivedMedium(_hash(PAPER), None, asked=False),))
    pictures = {"narrowed": {"m": ["image"]}}
    hiding = record(3, 3, **picture(_hash(HIDING), "image/png"))
    hidden = Derived((), (DerivedMedium(_hash(HIDING), None, asked=False),))
    return {
        "kind-stays": made(
            "a paper stays where pictures were asked for",
            Made(second=paper, derived=stays, **pictures),
        ),
        "kind-given": made(
            "a paper was given where pictures were asked for",
            Made(
                second=paper,
                edits={f"media/{_hash(PAPER).hex()}": PAPER},
                objects=2,
                categories=WITH_PLACES,
                **pictures,
            ),
            fails={14},
        ),
        "kind-hidden": made(
            "a picture stays for its kind where pictures were asked for",
            Made(second=hiding, derived=hidden, **pictures),
            fails={14},
        ),
        "kind-other-reason": made(
            "a paper stays for what it may hide, and was not asked for",
            Made(
                second=paper,
                derived=Derived((), (DerivedMedium(_hash(PAPER), None),)),
                **pictures,
            ),
            fails={14},
        ),
    }


def near_cases() -> dict[str, Case]:
    """The scope holds words, and what stands near them; the fourth record is withheld."""

    def near(**words: Any) -> Made:  # noqa: ANN401 a scope's fields
        return Made(narrowed=words)

    copy = _copied(record(4, 3, extra={"more": "kept"}))
    return {
        "words-whole": made("every record has a word that begins so", near(w=["mess*"])),
        "words-part": made("a part of a word was asked for whole", near(w=["mess"]), fails={11}),
        "words-not-all": made("only one record has the word", near(k=["message 3"]), fails={11}),
        "near-given": made("two records away, over a withheld one", near(w=["message 3"], n=2)),
        "near-too-far": made("one record too far away", near(w=["message 3"], n=1), fails={11}),
        "near-nothing": made("no record has the word", near(k=["nowhere"], n=50), fails={11}),
        "near-copy": made(
            "near a record that goes as a copy",
            replace(copy, narrowed={"w": ["message 4"], "n": 2}),
        ),
        "words-copy": made(
            "a copy without the words",
            replace(copy, narrowed={"k": ["message 2", "message 3", "message 5"]}),
            fails={11},
        ),
    }


def grid_cases() -> dict[str, Case]:
    """The scope holds places, cut to a grid of one digit."""
    grid: dict[str, Any] = {"categories": WITH_PLACES, "narrowed": {"g": 1}}
    rough = {**PLACE, "lon": "-0.1"}

    def copied(place: dict[str, str], **more: Any) -> Made:  # noqa: ANN401 JSON
        return _copied(record(4, 3, place=place, **more), **grid)

    return {
        "grid-record": made("a record goes with its place cut", copied(rough)),
        "grid-no-place": made("a record goes without its place", _copied(record(4, 3), **grid)),
        "grid-as-it-is": made(
            "a place that is as rough goes as it is", Made(second=record(3, 3, place=rough), **grid)
        ),
        "grid-picture": made("a picture goes stripped", _pictured(_stripped(), **grid)),
        "grid-too-exact": made("the copy has a digit too many", copied(PLACE), fails={11}),
        "grid-label": made("the copy says where", copied({**rough, "label": "Home"}), fails={11}),
        "grid-extra": made(
            "the copy says it elsewhere", copied(rough, extra={"gps": "51.5 N"}), fails={11}
        ),
        "grid-picture-whole": made(
            "a picture that hides something was given whole",
            _pictured(
                _stripped(),
                derived=NOTHING,
                edits={f"media/{_hash(HIDING).hex()}": HIDING},
                objects=2,
                **grid,
            ),
            fails={14},
        ),
    }


def own_cases() -> dict[str, Case]:
    """The scope holds no quoted words of others, or each thing once."""
    mine: dict[str, Any] = {"narrowed": {"q": False}}
    once: dict[str, Any] = {"narrowed": {"o": True}}
    hers = [{"role": "from", "is_owner": True}]
    quoted = record(3, 3, flags=["nested_content"])
    again = record(3, 3, record_id=f"{9:036}")
    copy = Derived((DerivedRecord(1, 2, again),), ())

    def repeated(**how: Any) -> Made:  # noqa: ANN401 fields of Made
        place = record(3, 3, record_id=f"{9:036}", place=PLACE)
        return Made(third=place, reason="transformed", derived=copy, **how)

    return {
        "own-hers": made(
            "quoted words of her own go",
            Made(second=record(3, 3, flags=["nested_content"], parties=hers), **mine),
        ),
        "own-quoted": made(
            "quoted words of somebody else were given", Made(second=quoted, **mine), fails={11}
        ),
        "own-quoted-asked": made("quoted words were asked for", Made(second=quoted)),
        "once-plain": made("each thing is there once", Made(**once)),
        "once-copy": made("a copy is equal to a record", repeated(**once), fails={11}),
        "once-copy-asked": made("a copy is equal to a record, and that was agreed", repeated()),
        "once-again": made(
            "a record was given twice",
            Made(second=record(2, 3, record_id=f"{9:036}", **picture(MEDIUM)), **once),
            fails={11},
        ),
    }
