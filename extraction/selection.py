"""Selection: what the worker does with one grant, checking everything before it uses it.

docs/formats/grant.md 6. The numbers W1 to W9 are those of the format. The worker sees
the granted records alone; it stops unless its own filtering gives, record for record,
what the survivor signed.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from audit.merkle import Tree
from consent.grant import Grant, parse_grant
from consent.scope import admits_descriptor
from extraction.derived import Derived
from extraction.filter import FILTER
from extraction.filtering import Filtering
from extraction.granted import check_in_force, check_signed
from extraction.package import Opened, Shown
from vault.boundary import Boundary
from vault.canonical import parse_object
from vault.certificate import Certificate
from vault.custody import Custody
from vault.envelope import open_file
from vault.errors import NoIdentityMatches, NotAuthentic, WeakParameters
from vault.grant_envelope import (
    Disclosed,
    Envelope,
    Excerpt,
    GrantedObject,
    Item,
    KeyedSegment,
    parse_envelope,
)
from vault.identity import Bundle, Identity
from vault.ids import Fingerprint
from vault.ingest import CheckedIngest, check_ingest
from vault.opening import open_object, open_segment
from vault.segment import fields_of, records_root, segment_leaf
from vault.statement import check_signatures
from vault.visit import ShownVisit, check_named
from vault.worker_key import WorkerKey, parse_worker_key


@dataclass(frozen=True, slots=True)
class GrantFiles:
    """A grant as it reaches the worker. `worker_key` is None on the offline path."""

    statement: bytes
    envelope: bytes
    worker_key: bytes | None


@dataclass(frozen=True, slots=True)
class Selected:
    """What a selection found: the shown segments, openings, media and counts.

    `media` go as they are; of `pictures`, what stripping leaves goes, as `derived` says. `visit`
    is the guardian's visit statement with the points that the survivor opened.
    """

    grant: Grant
    grant_raw: bytes
    worker_key: bytes | None
    checked: CheckedIngest
    survivor: Bundle
    shown: tuple[Shown, ...]
    opened: tuple[Opened, ...]
    media: tuple[GrantedObject, ...]
    pictures: tuple[GrantedObject, ...]
    derived: Derived
    disclosed: int
    withheld: dict[str, int]
    visit: ShownVisit | None
    digest: bytes
    read_media: Callable[[GrantedObject], Iterator[bytes]]


def select(
    files: GrantFiles,
    custody: Custody,
    worker: Identity,
    survivor: Bundle,
    *,
    now: datetime,
    certificates: Sequence[Certificate],
    before_segment: Callable[[int, int], None],
) -> Selected:
    """Run a grant.

    Args:
        survivor: her bundle, as the vault or the grant's folder has it; it must be the one
            that the ingest statement names.
        before_segment: called with (done, total) before each segment, and after each file
            that is stripped; it raises when the grant ended meanwhile.

    Raises:
        NotAuthentic, NoIdentityMatches: something is not what was signed, or not for this key.
        SelectionMismatch: filtering gives other records than she saw.
    """
    grant, statement = parse_grant(files.statement)
    # (W6) the statement's signatures, and that the leaves give its root
    checked = check_ingest(custody)
    # (W1) the survivor that the ingest statement names signed it, for this extraction
    check_signed(grant, statement, checked, survivor)
    # (W2) this worker's own key, certified for this grant
    _check_worker_key(files.worker_key, grant, worker, certificates)
    # (W3) inside its time, (W4) with the envelope that she signed
    check_in_force(grant, files.envelope, now)
    if grant.kind != "release" or grant.filter != FILTER:
        raise WeakParameters("the grant asks for a filter or kind that this version lacks")
    # (W5) the log proof is checked by who hands the envelope over; offline it is absent.
    envelope = parse_envelope(open_file(worker, "grant", grant.gid + grant.eid, files.envelope))
    if envelope.gid != grant.gid or envelope.eid != grant.eid:
        raise NotAuthentic("the envelope is of another grant")
    # (W6) the visit statement is there where the ingest statement names one, and is that one
    if (envelope.visit is None) != (checked.ingest.visit is None):
        raise NotAuthentic("one of envelope and ingest statement names a visit statement")
    if envelope.visit is not None:
        check_named(envelope.visit, checked.ingest, checked.certificates)
    return _run(files, envelope, grant, checked, custody, survivor, before_segment)


def _check_worker_key(
    raw: bytes | None, grant: Grant, worker: Identity, certificates: Sequence[Certificate]
) -> None:
    if grant.worker != worker.fp:
        raise NoIdentityMatches(
            "the grant is for another worker key than this one; use the key that it names"
        )
    if raw is None:
        if grant.worker_cert is not None:
            raise NotAuthentic("the worker key's certificate is missing")
        return
    found: WorkerKey = parse_worker_key(raw)
    organisation = bundle_of(certificates, found.organisation)
    if organisation is None:
        raise NotAuthentic("the worker organisation's certificate is missing")
    check_signatures(found.statement, organisation)
    if hashlib.sha256(raw).digest() != grant.worker_cert:
        raise NotAuthentic("the worker key's certificate is not the one in the grant")
    if found.gid != grant.gid or found.bundle.fp != worker.fp:
        raise NotAuthentic("the worker key is for another grant")


def bundle_of(certificates: Sequence[Certificate], fp: Fingerprint) -> Bundle | None:
    """Find the bundle of a fingerprint among certificates."""
    return next((item.bundle for item in certificates if item.subject == fp), None)


def _run(
    files: GrantFiles,
    envelope: Envelope,
    grant: Grant,
    checked: CheckedIngest,
    custody: Custody,
    survivor: Bundle,
    before_segment: Callable[[int, int], None],
) -> Selected:
    leaves = checked.leaves
    tree = Tree([leaves[at : at + 32] for at in range(0, len(leaves), 32)])
    excerpts: list[Excerpt] = []
    for done, segment in enumerate(envelope.segments):
        before_segment(done, len(envelope.segments))
        excerpt = _checked_excerpt(segment, checked, custody)
        # (W8) descriptor and day inside the scope
        desc = parse_object(excerpt.desc)
        if excerpt.tag not in grant.groups or not admits_descriptor(grant.scope, desc, excerpt.day):
            raise NotAuthentic(f"segment {excerpt.index} is outside the grant's scope")
        excerpts.append(excerpt)
    filtering = Filtering(grant, excerpts)
    shown = [
        Shown(
            replace(excerpt, items=tuple(filtering.items(excerpt))), tuple(tree.path(excerpt.index))
        )
        for excerpt in excerpts
    ]

    def read_media(item: GrantedObject) -> Iterator[bytes]:
        chunks = custody.object_chunks(item.name)
        return open_object(item.key, grant.eid, item.index, chunks, item.length, item.sha256)

    # (W9) record for record what she saw, and of each medium what she saw go
    digest = filtering.check_selection()
    # The grant is asked about again between files, as between segments.
    last, total = max(len(envelope.segments) - 1, 0), len(envelope.segments)
    derived, whole = filtering.check_derived(
        envelope.objects, read_media, lambda: before_segment(last, total)
    )
    stripped = {medium.original for medium in derived.media if medium.copy is not None}
    return Selected(
        grant=grant,
        grant_raw=files.statement,
        worker_key=files.worker_key,
        checked=checked,
        survivor=survivor,
        shown=tuple(shown),
        opened=tuple(_opened(opening, checked, tree) for opening in envelope.boundary),
        media=tuple(item for item in envelope.objects if item.sha256.hex() in whole),
        pictures=tuple(item for item in envelope.objects if item.sha256 in stripped),
        derived=derived,
        disclosed=len(filtering.leaving),
        withheld=dict(sorted(filtering.withheld.items())),
        visit=envelope.visit,
        digest=digest,
        read_media=read_media,
    )


def _checked_excerpt(
    segment: KeyedSegment | Excerpt, checked: CheckedIngest, custody: Custody
) -> Excerpt:
    """(W7) Recompute the segment's leaf before a record of it is read."""
    eid = checked.ingest.eid
    if isinstance(segment, KeyedSegment):
        sealed = custody.read_pack(segment.pack, segment.offset, segment.length)
        opened = open_segment(
            *(segment.key, eid, segment.index, sealed),
            tag=segment.tag,
            day=segment.day,
            desc=segment.desc,
        )
        leaf = opened.leaf
        items: tuple[Item, ...] = tuple(
            Disclosed(salt, record)
            for salt, record in zip(opened.salts, opened.records, strict=True)
        )
        excerpt = Excerpt(
            segment.index, segment.tag, segment.day, segment.desc, opened.field_salts, items
        )
    else:
        excerpt, leaf = segment, excerpt_leaf(segment, checked)
    if leaf != checked.leaves[32 * segment.index : 32 * segment.index + 32]:
        raise NotAuthentic(f"segment {segment.index} does not give its leaf")
    return excerpt


def excerpt_leaf(excerpt: Excerpt, checked: CheckedIngest) -> bytes:
    """Recompute the leaf of a segment from an excerpt of it."""
    fields = fields_of(
        excerpt.salts,
        tag=excerpt.tag,
        day=excerpt.day,
        desc=excerpt.desc,
        count=len(excerpt.items),
        root=records_root([item.leaf() for item in excerpt.items]),
    )
    return segment_leaf(checked.ingest.eid, excerpt.index, fields)


def _opened(opening: Boundary, checked: CheckedIngest, tree: Tree) -> Opened:
    leaf = opening.leaf(checked.ingest.eid)
    if leaf != checked.leaves[32 * opening.index : 32 * opening.index + 32]:
        raise NotAuthentic(f"boundary {opening.index} does not give its leaf")
    return Opened(opening, tuple(tree.path(opening.index)))
