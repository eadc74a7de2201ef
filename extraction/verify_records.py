"""Verification steps about records: 9 to 14.

docs/formats/release.md 4 and 5. From each record's bytes up to the root that the guardian
signed; then whether all of it is in scope, all that is in scope is there, and it is what
the survivor saw.
"""

from audit.errors import NotProven
from audit.merkle import verify_inclusion
from consent.scope import admits_descriptor
from extraction import verify_derived
from extraction.completeness import missing_runs
from extraction.errors import NotVerified
from extraction.filter import FILTER
from extraction.verify_documents import Documents
from extraction.verify_given import Given
from extraction.verify_keys import PASS, Outcome
from vault.canonical import parse_object
from vault.grant_envelope import Excerpt
from vault.ids import Eid
from vault.segment import fields_of, records_root, segment_leaf


def check_records(documents: Documents, given: Given) -> Outcome:
    """(9) Record hashes give each segment's leaf, and its path leads to the root."""
    ingest = documents.ingest
    for item, leaves in zip(documents.shown, given.leaves, strict=True):
        leaf = _leaf(ingest.eid, item.excerpt, leaves)
        _prove(documents, leaf, item.excerpt.index, item.path, 9)
    # Two readers of a record that is spelt in another way could read two things.
    given.want_readable(9)
    return PASS, f"{len(documents.shown)} segments lead to the root"


def check_counts(documents: Documents, given: Given) -> Outcome:
    """(10) What the statement counts is what is there."""
    release, grant = documents.release, documents.grant
    indexes = [item.excerpt.index for item in documents.shown]
    openings = [item.boundary.index for item in documents.opened]
    if indexes != sorted(set(indexes)) or openings != sorted(set(openings)):
        raise NotVerified(10, "segments or boundaries are not in order, each once")
    disclosed, withheld = given.disclosed, given.withheld
    media = documents.package.media_names()
    same = (
        disclosed == release.disclosed
        and dict(withheld) == dict(release.withheld)
        and len(media) == release.objects == grant.objects
        and len(indexes) == grant.segments
    )
    if not same:
        raise NotVerified(10, "the statement counts other records, reasons, media or segments")
    verify_derived.want_counts(documents)
    return PASS, f"{disclosed} records given, {sum(withheld.values())} withheld by reason"


def check_scope(documents: Documents, given: Given) -> Outcome:
    """(11) Every segment and every given record is inside the scope."""
    grant = documents.grant
    if grant.filter != FILTER:
        raise NotVerified(11, "the grant names a filter that this version does not know")
    for shown in documents.shown:
        excerpt = shown.excerpt
        desc = parse_object(excerpt.desc)
        if not admits_descriptor(grant.scope, desc, excerpt.day):
            raise NotVerified(11, f"segment {excerpt.index} is outside the scope")
    given.want_readable(11)
    if given.outside is not None:
        segment, place = given.outside
        raise NotVerified(11, f"record {place} of segment {segment} is outside")
    verify_derived.want_scope(documents, given.context)
    return PASS, "nothing outside the scope was given"


def check_completeness(documents: Documents) -> Outcome:
    """(12) Every segment of every granted group and range is there: its neighbours prove it."""
    ingest, grant = documents.ingest, documents.grant
    for item in documents.opened:
        boundary = item.boundary
        _prove(documents, boundary.leaf(ingest.eid), boundary.index, item.path, 12)
        if (boundary.day is not None) != (boundary.tag in grant.groups):
            raise NotVerified(12, f"boundary {boundary.index} is opened too far or not enough")
    shown = {item.excerpt.index: (item.excerpt.tag, item.excerpt.day) for item in documents.shown}
    openings = {
        item.boundary.index: (item.boundary.tag, item.boundary.day) for item in documents.opened
    }
    problems = missing_runs(shown, openings, grant.groups, grant.scope, ingest.tree_size)
    if problems:
        raise NotVerified(12, f"not proven complete: {problems[0]}")
    return PASS, f"complete for {len(grant.groups)} groups and the days asked for"


def check_selection(documents: Documents, given: Given) -> Outcome:
    """(13) The given records are the ones whose digest she signed."""
    grant, release = documents.grant, documents.release
    signed = (grant.selection, grant.selection_records)
    said = (release.selection, release.selection_records)
    if not (given.selection, given.disclosed) == signed == said:
        raise NotVerified(13, "the records are not the ones that the survivor saw and signed")
    verify_derived.want_selection(documents)
    return PASS, "record for record what the survivor saw"


def check_media(documents: Documents, given: Given) -> Outcome:
    """(14) Each medium has the hash it is named by, and a given record cites it."""
    given.want_readable(14)
    return PASS, verify_derived.want_media(documents, given.cited)


def _leaf(eid: Eid, excerpt: Excerpt, leaves: list[bytes]) -> bytes:
    fields = fields_of(
        excerpt.salts,
        tag=excerpt.tag,
        day=excerpt.day,
        desc=excerpt.desc,
        count=len(leaves),
        root=records_root(leaves),
    )
    return segment_leaf(eid, excerpt.index, fields)


def _prove(
    documents: Documents, leaf: bytes, index: int, path: tuple[bytes, ...], step: int
) -> None:
    ingest = documents.ingest
    try:
        verify_inclusion(leaf, index, ingest.tree_size, path, ingest.root)
    except NotProven:
        raise NotVerified(step, f"segment {index} does not lead to the root") from None
