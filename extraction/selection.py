"""Selection: what the worker does with one grant, checking everything before it uses it.

docs/formats/grant.md 6. The numbers W1 to W9 are those of the format. The worker sees
the granted records alone; it stops unless its own filtering gives, record for record,
what the survivor signed.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from audit.merkle import Tree
from consent.grant import Grant, parse_grant, selection_digest
from consent.scope import admits_descriptor
from extraction.errors import SelectionMismatch
from extraction.filter import FILTER, withheld_reason
from extraction.package import Opened, Shown
from extraction.record import blobs_of_bytes
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
    Withheld,
    parse_envelope,
)
from vault.identity import Bundle, Identity
from vault.ids import Fingerprint
from vault.ingest import CheckedIngest, check_ingest
from vault.opening import open_object, open_segment
from vault.segment import fields_of, records_root, segment_leaf
from vault.statement import check_signatures
from vault.worker_key import WorkerKey, parse_worker_key


@dataclass(frozen=True, slots=True)
class GrantFiles:
    """A grant as it reaches the worker. `worker_key` is None on the offline path."""

    statement: bytes
    envelope: bytes
    worker_key: bytes | None


@dataclass(frozen=True, slots=True)
class Selected:
    """What a selection found: the shown segments, openings, media and counts."""

    grant: Grant
    grant_raw: bytes
    worker_key: bytes | None
    checked: CheckedIngest
    survivor: Bundle
    shown: tuple[Shown, ...]
    opened: tuple[Opened, ...]
    media: tuple[GrantedObject, ...]
    disclosed: int
    withheld: dict[str, int]
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
        before_segment: called with (done, total) before each segment; it raises when the
            grant ended meanwhile.

    Raises:
        NotAuthentic, NoIdentityMatches: something is not what was signed, or not for this key.
        SelectionMismatch: filtering gives other records than she saw.
    """
    grant, statement = parse_grant(files.statement)
    # (W6) the statement's signatures, and that the leaves give its root
    checked = check_ingest(custody)
    # Before anything is said about keys: it is the most likely mistake.
    if grant.eid != checked.ingest.eid or grant.root != checked.ingest.root:
        raise NotAuthentic("the grant is for another extraction; name the one that it is for")
    # (W1) signed by the survivor that the ingest statement names
    if survivor.fp != checked.ingest.survivor:
        raise NotAuthentic("the bundle is not the one of the extraction's survivor")
    check_signatures(statement, survivor)
    # (W2) this worker's own key, certified for this grant
    _check_worker_key(files.worker_key, grant, worker, certificates)
    # (W3) inside its time
    if not grant.not_before <= now < grant.expires:
        raise NotAuthentic(
            "the grant is not valid at this time; it has ended, or has not begun yet"
        )
    # (W4) the envelope that she signed
    if hashlib.sha256(files.envelope).digest() != grant.envelope:
        raise NotAuthentic("the envelope is not the one that the survivor signed")
    if grant.kind != "release" or grant.filter != FILTER:
        raise WeakParameters("the grant asks for a filter or kind that this version lacks")
    # (W5) the log proof is checked by who hands the envelope over; offline it is absent.
    envelope = parse_envelope(open_file(worker, "grant", grant.gid + grant.eid, files.envelope))
    if envelope.gid != grant.gid or envelope.eid != grant.eid:
        raise NotAuthentic("the envelope is of another grant")
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
    shown: list[Shown] = []
    leaving: list[tuple[int, int, bytes]] = []
    withheld: Counter[str] = Counter()
    for done, segment in enumerate(envelope.segments):
        before_segment(done, len(envelope.segments))
        excerpt = _checked_excerpt(segment, checked, custody)
        # (W8) descriptor and day inside the scope
        desc = parse_object(excerpt.desc)
        if excerpt.tag not in grant.groups or not admits_descriptor(grant.scope, desc, excerpt.day):
            raise NotAuthentic(f"segment {excerpt.index} is outside the grant's scope")
        items = tuple(_filtered(excerpt, grant))
        for place, item in enumerate(items):
            if isinstance(item, Disclosed):
                leaving.append((excerpt.index, place, item.leaf()))
            else:
                withheld[item.reason] += 1
        shown.append(
            Shown(
                Excerpt(
                    *(excerpt.index, excerpt.tag, excerpt.day, excerpt.desc, excerpt.salts),
                    items,
                ),
                tuple(tree.path(excerpt.index)),
            )
        )
    # (W9) record for record what she saw
    digest = selection_digest(grant.eid, leaving)
    if digest != grant.selection or len(leaving) != grant.selection_records:
        raise SelectionMismatch("filtering gives other records than the survivor saw")
    return Selected(
        grant=grant,
        grant_raw=files.statement,
        worker_key=files.worker_key,
        checked=checked,
        survivor=survivor,
        shown=tuple(shown),
        opened=tuple(_opened(opening, checked, tree) for opening in envelope.boundary),
        media=_cited_media(envelope.objects, shown),
        disclosed=len(leaving),
        withheld=dict(sorted(withheld.items())),
        digest=digest,
        read_media=lambda item: open_object(
            item.key,
            grant.eid,
            item.index,
            custody.object_chunks(item.name),
            item.length,
            item.sha256,
        ),
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


def _filtered(excerpt: Excerpt, grant: Grant) -> Iterator[Item]:
    """Run the filter over what was given; a record that the scope does not admit is withheld."""
    for item in excerpt.items:
        if isinstance(item, Withheld):
            yield item
            continue
        reason = withheld_reason(grant.scope, grant.eid, item.record)
        yield item if reason is None else Withheld(item.leaf(), reason)


def _opened(opening: Boundary, checked: CheckedIngest, tree: Tree) -> Opened:
    leaf = opening.leaf(checked.ingest.eid)
    if leaf != checked.leaves[32 * opening.index : 32 * opening.index + 32]:
        raise NotAuthentic(f"boundary {opening.index} does not give its leaf")
    return Opened(opening, tuple(tree.path(opening.index)))


def _cited_media(
    objects: Sequence[GrantedObject], shown: Sequence[Shown]
) -> tuple[GrantedObject, ...]:
    cited = {
        sha256
        for item in shown
        for record in item.excerpt.items
        if isinstance(record, Disclosed)
        for sha256 in blobs_of_bytes(record.record)
    }
    return tuple(item for item in objects if item.sha256.hex() in cited)
