"""Building a grant in the survivor's client: keys for the agreed records and nothing else.

docs/formats/grant.md 2 and 5. A segment whose every record leaves is given by key; any
other as an excerpt, so that the worker never sees the rest. This version gives no key to
a segment that holds a record outside the selection, whatever its size.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consent.errors import InvalidScope
from consent.grant import Grant, sign_grant
from extraction.completeness import neighbours_of
from extraction.filter import FILTER
from extraction.package import want_document
from extraction.placeless import TRANSFORMED
from extraction.preview import Chosen, Preview
from vault.boundary import Boundary
from vault.catalogue import Catalogue
from vault.envelope import seal_file
from vault.errors import Malformed
from vault.grant_envelope import (
    Disclosed,
    Envelope,
    Excerpt,
    GrantedObject,
    Item,
    KeyedSegment,
    Withheld,
)
from vault.identity import Bundle, Identity
from vault.ids import Fingerprint, Gid, Random
from vault.keys import ExtractionKeys, segment_keys
from vault.segment import field_hash
from vault.visit import USUAL, ShownVisit


@dataclass(frozen=True, slots=True)
class Contents:
    """What the builder needs of one opened segment."""

    records: tuple[bytes, ...]
    salts: tuple[bytes, ...]
    leaves: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What she agrees to beside the records: for whom, until when, and how it is approved.

    `points` are those of the guardian's visit statement that the release shows.
    """

    gid: Gid
    worker: Bundle
    worker_cert: bytes | None
    release_to: tuple[Fingerprint, ...]
    approval: str
    created: datetime
    not_before: datetime
    expires: datetime
    request: str = ""
    consent: str = ""
    policy: bytes | None = None
    notice: bytes | None = None
    points: frozenset[str] = USUAL


@dataclass(frozen=True, slots=True)
class SignedGrant:
    """A grant's two files: the signed statement and the sealed envelope."""

    statement: bytes
    envelope: bytes


def build_grant(
    catalogue: Catalogue,
    keys: ExtractionKeys,
    root: bytes,
    preview: Preview,
    terms: Terms,
    survivor: Identity,
    open_segment: Callable[[int], Contents],
    visit: ShownVisit | None,
    *,
    random: Random,
) -> SignedGrant:
    """Seal the envelope to the worker and sign the statement.

    Args:
        visit: the guardian's visit statement, every point open, where she signed one.

    Raises:
        InvalidScope: the grant would be larger than one envelope; narrow the scope.
    """
    shown = None if visit is None else visit.only(terms.points)
    envelope = _envelope(catalogue, keys, preview, terms.gid, open_segment, shown)
    derived = preview.derived.marshal()
    try:
        plain = envelope.marshal()
        want_document(derived)
    except Malformed:
        raise InvalidScope(
            "this is more than one grant holds; narrow the dates or people"
        ) from None
    context = terms.gid + catalogue.eid
    sealed = seal_file("grant", context, plain, [terms.worker], random=random)
    grant = Grant(
        kind="release",
        gid=terms.gid,
        request=terms.request,
        consent=terms.consent,
        eid=catalogue.eid,
        root=root,
        worker=terms.worker.fp,
        worker_cert=terms.worker_cert,
        scope=preview.scope,
        groups=preview.groups,
        segments=len(envelope.segments),
        objects=sum(item.sha256.hex() in preview.whole for item in envelope.objects),
        selection_records=preview.records,
        selection=preview.digest,
        derived_records=len(preview.derived.records),
        derived=hashlib.sha256(derived).digest(),
        filter=FILTER,
        release_to=terms.release_to,
        approval=terms.approval,
        created=terms.created,
        not_before=terms.not_before,
        expires=terms.expires,
        policy=terms.policy,
        notice=terms.notice,
        envelope=hashlib.sha256(sealed).digest(),
    )
    return SignedGrant(sign_grant(survivor, grant), sealed)


def _envelope(
    catalogue: Catalogue,
    keys: ExtractionKeys,
    preview: Preview,
    gid: Gid,
    open_segment: Callable[[int], Contents],
    visit: ShownVisit | None,
) -> Envelope:
    segments: list[KeyedSegment | Excerpt] = []
    for chosen in preview.chosen:
        contents = open_segment(chosen.index)
        segments.append(_segment(catalogue, keys, chosen, contents))
    # A picture is given whole to the worker, who strips it as her client did.
    stripped = {medium.original.hex() for medium in preview.derived.media if medium.copy}
    neighbours = neighbours_of(preview.runs, len(catalogue.segments))
    return Envelope(
        gid,
        catalogue.eid,
        tuple(segments),
        tuple(_boundary(catalogue, keys, index, preview.groups) for index in neighbours),
        tuple(_objects(catalogue, keys, preview.whole | stripped)),
        visit,
    )


def _segment(
    catalogue: Catalogue, keys: ExtractionKeys, chosen: Chosen, contents: Contents
) -> KeyedSegment | Excerpt:
    row = catalogue.segments[chosen.index]
    desc = catalogue.groups[row.tag]
    secret = keys.segment(chosen.index)
    if all(reason is None for reason in chosen.reasons):
        pack = catalogue.packs[row.pack]
        return KeyedSegment(
            chosen.index, secret, pack, row.offset, row.length, row.tag, row.day, desc
        )
    salts = segment_keys(secret).fields
    return Excerpt(chosen.index, row.tag, row.day, desc, salts, _items(contents, chosen.reasons))


def _items(contents: Contents, reasons: Sequence[str | None]) -> tuple[Item, ...]:
    return tuple(
        # The worker makes the copy of a record that leaves changed, so it sees the record.
        Disclosed(salt, record)
        if reason is None or reason == TRANSFORMED
        else Withheld(leaf, reason)
        for record, salt, leaf, reason in zip(
            contents.records, contents.salts, contents.leaves, reasons, strict=True
        )
    )


def _boundary(
    catalogue: Catalogue, keys: ExtractionKeys, index: int, groups: Sequence[bytes]
) -> Boundary:
    row = catalogue.segments[index]
    salts = segment_keys(keys.segment(index)).fields
    f3 = field_hash(3, salts[2], catalogue.groups[row.tag])
    # Of a group that is not granted the day stays closed.
    if row.tag in groups:
        return Boundary(index, row.tag, salts[0], f3, row.f4, row.day, salts[1], None)
    f2 = field_hash(2, salts[1], row.day.encode("ascii"))
    return Boundary(index, row.tag, salts[0], f3, row.f4, None, None, f2)


def _objects(
    catalogue: Catalogue, keys: ExtractionKeys, cited: frozenset[str]
) -> list[GrantedObject]:
    by_hash: Mapping[str, int] = {
        row.sha256.hex(): index for index, row in enumerate(catalogue.objects)
    }
    indexes = sorted(by_hash[sha256] for sha256 in cited if sha256 in by_hash)
    return [
        GrantedObject(
            index,
            keys.object(index),
            catalogue.objects[index].name,
            catalogue.objects[index].length,
            catalogue.objects[index].sha256,
        )
        for index in indexes
    ]
