"""What the verification steps ask of the derived part: changed copies, and media that stay.

docs/formats/release.md 2 and 4, steps 10, 11, 13, 14 and 18. The proof covers an original's
hash and no more: that a copy was made from it, the worker's signature alone says. What can be
checked without the original is checked here: that each copy is in scope, that nothing is
left in it to take away, and that it is what the survivor saw at her preview.
"""

from collections.abc import Mapping

from consent.scope import Scope
from extraction.context import Context
from extraction.derived import DerivedRecord
from extraction.errors import NotVerified
from extraction.filter import withheld_reason_of_body
from extraction.masking import STEP as MASK
from extraction.masking import Masking, taking_part
from extraction.media_rule import Cited
from extraction.placeless import STEP as PLACE
from extraction.placeless import TRANSFORMED, changed, grid_of, holds_places
from extraction.record_shape import read_record
from extraction.verify_documents import Documents
from vault.errors import Malformed
from vault.grant_envelope import Withheld
from vault.ids import Eid


def want_counts(documents: Documents) -> None:
    """(10) There is a copy for each record that stays as `transformed`, and no other."""
    places = [
        (shown.excerpt.index, place)
        for shown in documents.shown
        for place, item in enumerate(shown.excerpt.items)
        if isinstance(item, Withheld) and item.reason == TRANSFORMED
    ]
    copies = documents.derived.records
    if places != [(copy.segment, copy.place) for copy in copies]:
        raise NotVerified(10, "the changed copies are of other records than those that stay for it")
    stated = {documents.grant.derived_records, documents.release.derived_records}
    if stated != {len(copies)}:
        raise NotVerified(10, "a statement counts other changed copies")


def want_scope(documents: Documents, context: Context) -> None:
    """(11) Every changed copy is in scope, and the filter finds nothing more to change."""
    grant = documents.grant
    masking = Masking(grant.scope)
    people = people_of(documents)
    for copy in documents.derived.records:
        near = context.near(copy.segment, copy.place)
        body = _want_record(grant.scope, grant.eid, copy, near=near)
        steps = copy.step.split(" ")
        if (PLACE in steps and holds_places(grant.scope)) or (MASK in steps and not grant.scope.h):
            raise NotVerified(11, f"{_named(copy)} is changed by a rule that the scope has not")
        if masking.masked(body, people.get(copy.segment, frozenset())) is not body:
            raise NotVerified(11, f"{_named(copy)} names somebody who takes no part")


def people_of(documents: Documents) -> dict[int, frozenset[str]]:
    """Give who takes part in each shown segment, where the scope masks who does not."""
    shown = documents.shown if documents.grant.scope.h else ()
    return {each.excerpt.index: taking_part(each.excerpt.desc) for each in shown}


def _named(copy: DerivedRecord) -> str:
    return f"the copy of record {copy.place} of segment {copy.segment}"


def _want_record(
    scope: Scope, eid: Eid, copy: DerivedRecord, *, near: bool
) -> Mapping[str, object]:
    named = _named(copy)
    try:
        body = read_record(copy.record)
    except Malformed as error:
        raise NotVerified(11, f"{named}: {error}") from None
    if withheld_reason_of_body(scope, eid, body, near=near) is not None:
        raise NotVerified(11, f"{named} is outside")
    if changed(scope, body) is not None:
        raise NotVerified(11, f"{named} is not as the filter makes it")
    return body


def want_selection(documents: Documents) -> None:
    """(13) The derived part is the one whose hash she signed."""
    sha256 = documents.derived_sha256()
    if not sha256 == documents.grant.derived == documents.release.derived:
        raise NotVerified(13, "the changed copies are not those that the survivor signed")


def want_media(documents: Documents, cited: Cited) -> str:
    """(14) Give what becomes of each cited medium in words, or raise NotVerified."""
    package = documents.package
    whole = {name.removeprefix("media/") for name in package.media_names()}
    listed = {medium.original.hex() for medium in documents.derived.media}
    if any(package.digests[f"media/{name}"][0].hex() != name for name in whole):
        raise NotVerified(14, "a medium has another hash than its name")
    if not whole | listed <= cited.all():
        raise NotVerified(14, "a medium is cited by no record that was given")
    if whole & listed:
        raise NotVerified(14, "a medium is there that stays for what is hidden in it")
    if whole | listed != cited.all():
        raise NotVerified(14, "a medium that a record cites is not there")
    if listed & cited.words():
        raise NotVerified(14, "a medium stays that goes by the scope")
    if documents.derived.unasked() != cited.unasked():
        raise NotVerified(14, "a medium stays for its kind, or goes, as the scope does not say")
    hiding = whole - cited.words()
    if any(f"media/{name}" not in package.bare for name in hiding):
        raise NotVerified(14, "a medium was given whole that may say more than the scope")
    copies = _want_copies(documents)
    stay = sum(medium.copy is None for medium in documents.derived.media)
    return f"{len(whole)} media as cited, {copies} as copies without metadata, {stay} not given"


def _want_copies(documents: Documents) -> int:
    package = documents.package
    copies = documents.derived.copies()
    there = {name: package.digests[name] for name in package.copy_names()}
    if there != {f"derived/{one.hex()}": (one, length) for one, length in copies.items()}:
        raise NotVerified(14, "the copies of media are not the ones that are listed")
    if not there.keys() <= package.bare:
        raise NotVerified(14, "a copy of a medium still hides something")
    return sum(medium.copy is not None for medium in documents.derived.media)


def said(documents: Documents) -> list[str]:
    """(18) Say what of the package the proof does not reach; nothing where it reaches all."""
    media = documents.derived.media
    copies = sum(medium.copy is not None for medium in media)
    given = []
    steps = [copy.step.split(" ") for copy in documents.derived.records]
    if records := sum(PLACE in each for each in steps):
        place = "place" if grid_of(documents.grant.scope) is None else "exact place"
        given.append(f"{records} of the withheld records as copies without their {place}")
    if records := sum(MASK in each for each in steps):
        given.append(f"{records} of the withheld records as copies with people as pseudonyms")
    if copies:
        given.append(f"{copies} files as copies without the place and time hidden in them")
    lines = []
    if given:
        lines.append(
            f"given are also {' and '.join(given)}; that these were made from the originals"
            " is the worker's word alone"
        )
    unasked = len(documents.derived.unasked())
    if stay := len(media) - copies - unasked:
        lines.append(f"{stay} files were not given, because a place could hide in them")
    if unasked:
        lines.append(f"{unasked} files were not given, because their kind was not asked for")
    return lines
