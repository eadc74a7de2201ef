"""The survivor's client: what her own device does with her key.

docs/formats/grant.md 1. This is the reference that the browser must agree with, and what
the offline commands run. No server imports it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from consent.grant import Grant, parse_grant
from consent.scope import Scope
from extraction.container import (
    Cover,
    Head,
    box_head,
    check_padding,
    marshal_head,
    open_package,
    read_head,
    unwrap_key,
    wrap_key,
)
from extraction.deciding import Excluded
from extraction.errors import NotVerified
from extraction.grant_builder import Contents, SignedGrant, Terms, build_grant
from extraction.package import GRANT, RELEASE, SURVIVOR, Package, read_package_stream
from extraction.placeless import TRANSFORMED
from extraction.preview import Preview, Progress, Sealed, preview
from extraction.release import Approval, parse_approval, parse_release, sign_approval
from extraction.verify import verify_draft
from extraction.zip_stored import ByteStream, read_zip
from vault.box import HEADER
from vault.custody import Custody
from vault.errors import NoIdentityMatches, NotAuthentic
from vault.identity import Bundle, Identity, parse_bundle
from vault.ids import Fingerprint, Random, Rid
from vault.opening import OpenedExtraction, open_extraction
from vault.statement import check_signatures, digest

__all__ = ["OpenedExtraction", "OpenedRelease", "approve_draft", "open_own", "open_release"]

Box = Callable[[], Iterator[bytes]]
"""Gives a container's bytes from the start, as often as it is called."""


@dataclass(frozen=True, slots=True)
class OpenedRelease:
    """A release that was opened: its head, and a package whose files come as a stream."""

    head: Head
    stream: ByteStream
    length: int

    def files(self) -> Iterator[tuple[str, int, Iterator[bytes]]]:
        """Give (name, length, chunks) of each file; every chunk must be read.

        Raises:
            NotAuthentic, NotVerified: what was given out before is not to be used.
        """
        yield from read_zip(self.stream, self.length)
        check_padding(self.stream, self.length)


def open_own(custody: Custody, survivor: Identity) -> OpenedExtraction:
    """Open an extraction with her key; see vault.opening.open_extraction."""
    return open_extraction(custody, survivor)


def preview_scope(
    opened: OpenedExtraction, scope: Scope, *, excluded: Excluded, progress: Progress
) -> Preview:
    """Find exactly which records a scope would let leave."""

    def open_segment(index: int) -> Sealed:
        segment = opened.read_segment(index)
        return Sealed(segment.records, segment.leaves)

    return preview(
        opened.catalogue,
        scope,
        open_segment,
        opened.read_object,
        excluded=excluded,
        progress=progress,
    )


def previewed_records(opened: OpenedExtraction, found: Preview) -> Iterator[tuple[int, int, bytes]]:
    """Give (segment, place, record) of everything that would leave, in the form that leaves."""
    copies = {(copy.segment, copy.place): copy.record for copy in found.derived.records}
    for chosen in found.chosen:
        if None not in chosen.reasons and TRANSFORMED not in chosen.reasons:
            continue
        records = opened.read_segment(chosen.index).records
        for place, reason in enumerate(chosen.reasons):
            if reason in (None, TRANSFORMED):
                yield chosen.index, place, copies.get((chosen.index, place), records[place])


def make_grant(
    opened: OpenedExtraction,
    found: Preview,
    terms: Terms,
    survivor: Identity,
    *,
    random: Random,
) -> SignedGrant:
    """Seal and sign a grant for what a preview found."""

    def open_segment(index: int) -> Contents:
        segment = opened.read_segment(index)
        return Contents(segment.records, segment.salts, segment.leaves)

    return build_grant(
        opened.catalogue,
        opened.keys,
        opened.checked.ingest.root,
        found,
        terms,
        survivor,
        open_segment,
        opened.read_visit(),
        random=random,
    )


@dataclass(frozen=True, slots=True)
class Approved:
    """What an approval makes: the signed statement, and the new head for the same box."""

    rid: Rid
    statement: bytes
    wraps: tuple[tuple[Fingerprint, bytes], ...]
    head: bytes
    box_start: int


def approve_draft(
    container: Box,
    survivor: Identity,
    recipients: list[Bundle],
    *,
    now: datetime,
) -> Approved:
    """Check a draft whole, then wrap its key to the named people.

    Raises:
        NotVerified: a step fails; nothing is approved.
        NoIdentityMatches: somebody is named whom the grant does not name.
    """
    head, secret, package = _open_whole(container, survivor)
    # What she is about to let go is what she agreed to, record for record.
    verify_draft(package)
    grant, _ = parse_grant(package.documents[GRANT])
    wanted = {person.fp for person in recipients}
    if not wanted or not wanted <= set(grant.release_to):
        raise NoIdentityMatches("the grant does not name every recipient")
    if head.cover.approval is not None or [fp for fp, _ in head.wraps] != [survivor.fp]:
        raise NotAuthentic("this is not a draft: it is approved, or wrapped to others")
    release, _ = parse_release(package.documents[RELEASE])
    people = [survivor.bundle, *(person for person in recipients if person.fp != survivor.fp)]
    wraps = [wrap_key(secret, head.cover, person) for person in people]
    approval = Approval(
        rid=release.rid,
        gid=release.gid,
        eid=release.eid,
        release=digest(package.documents[RELEASE]),
        head=box_head(_box_start(container, head)),
        wraps=tuple((fp, digest(wrap)) for fp, wrap in wraps),
        created=now,
        expires=grant.expires,
    )
    statement = sign_approval(survivor, approval)
    cover = Cover(release.rid, release.eid, statement, head.cover.log, head.cover.time)
    return Approved(release.rid, statement, tuple(wraps), marshal_head(cover, wraps), head.length)


def open_release(container: Box, identity: Identity) -> OpenedRelease:
    """Open a release with a recipient's or her own key.

    A wrap that the survivor did not approve is refused; so is, for an automatic release,
    one for somebody whom her grant does not name.

    Raises:
        NoIdentityMatches, NotAuthentic, NotVerified.
    """
    head, _, package = _open_whole(container, identity)
    grant, _ = parse_grant(package.documents[GRANT])
    _check_own_wrap(head, identity.fp, grant, package)
    stream, length, _ = _open_box(container, identity)
    return OpenedRelease(head, stream, length)


def _check_own_wrap(head: Head, own: Fingerprint, grant: Grant, package: Package) -> None:
    from_her = own == package_survivor(package).fp
    if head.cover.approval is None:
        # A draft is hers alone until she approves it.
        if not from_her and (grant.approval != "auto" or own not in grant.release_to):
            raise NotAuthentic("the survivor did not approve this release for this key")
        return
    approval, statement = parse_approval(head.cover.approval)
    check_signatures(statement, package_survivor(package))
    if (own, digest(dict(head.wraps)[own])) not in approval.wraps:
        raise NotAuthentic("the survivor did not approve this release for this key")
    if approval.release != digest(package.documents[RELEASE]):
        raise NotAuthentic("the survivor approved another release")


def package_survivor(package: Package) -> Bundle:
    """Give the survivor's bundle as the package has it."""
    return parse_bundle(package.documents[SURVIVOR])


def _open_whole(container: Box, identity: Identity) -> tuple[Head, bytes, Package]:
    stream, length, (head, secret) = _open_box(container, identity)
    package = read_package_stream(stream, length)
    check_padding(stream, length)
    for name in (GRANT, RELEASE, SURVIVOR):
        if name not in package.documents:
            raise NotVerified(0, f"the package lacks {name}")
    return head, secret, package


def _open_box(container: Box, identity: Identity) -> tuple[ByteStream, int, tuple[Head, bytes]]:
    outer = ByteStream(container())
    head = read_head(outer)
    secret = unwrap_key(head, identity)
    stream, length = open_package(secret, head.cover, outer.rest())
    return stream, length, (head, secret)


def _box_start(container: Box, head: Head) -> bytes:
    stream = ByteStream(container())
    for _ in stream.pieces(head.length):
        pass
    return stream.take(HEADER)
