"""From a selection to a sealed draft: the worker's last step.

docs/formats/release.md 1 to 3. Two runs over one opened grant give the same bytes for
every file but the signed one. The release key is forgotten once it is wrapped.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import resources

from extraction.container import KEY_SIZE, Cover, marshal_head, seal_package, wrap_key
from extraction.package import (
    BOUNDARY,
    CERTS,
    DERIVED,
    GRANT,
    INGEST,
    README,
    RECEIPT,
    RELEASE,
    SURVIVOR,
    VERIFY_PAGE,
    VERIFY_SCRIPT,
    VISIT,
    WORKER_KEY,
    marshal_boundary,
    marshal_segments,
)
from extraction.release import Release, sign_release
from extraction.selection import Selected
from extraction.strip import strip
from extraction.zip_stored import Entry, entry_of, write_zip, zip_length
from vault.custody import marshal_certs
from vault.grant_envelope import GrantedObject
from vault.identity import Bundle, Identity
from vault.ids import ID_SIZE, Random, Rid

_ALONE = resources.files("extraction") / "alone"
"""The verifiers that go into every release; `make verifier` builds them."""
Read = Callable[[], Iterator[bytes]]

README_TEXT = """\
This folder holds records from a person's phone, released by her own decision.

What is in it
  segments.json      the records she agreed to, and a hash and a reason for each record
                     of the same conversations and days that she did not release
  media/             pictures, sound and files that those records cite, named by SHA-256
  derived/           copies of pictures and recordings without the place and time hidden in
                     them; the files themselves were not released
  derived.json       which copy stands for which file or record, and files of which nothing
                     was released, because the place could not be taken out of them
  boundary.json      proof that nothing in scope was left out beside them
  visit.json         what the guardian said of the phone and the visit, as far as she opened it,
                     where the guardian said anything
  *.dsse.json        what the guardian, the survivor and the worker signed
  certs.json         the certificates of those who signed
  survivor.pub       the public key that the survivor's signatures are checked with
  cover.json         log proofs and the survivor's approval, where there are any
  verify.html        checks this folder in a browser
  verify.py          checks it with Python and its library "cryptography"

How to check it
  Open  verify.html  in a browser and choose this folder, or
  run   python3 verify.py FOLDER, or
  run   safehold verify FOLDER.
  All three say the same, step by step. Nothing needs to be online. Each takes a policy file
  (--policy FILE) that says whose keys to trust; without one nobody can say whose they are.
  Whoever could change this folder could change the first two with it: a copy of them from
  somebody else, such as the court or an independent office, is the better one.

These records are about real people. Handle them as the request said you would.
"""


@dataclass(frozen=True, slots=True)
class SealedRelease:
    """A sealed container in two parts, so that a large box is streamed.

    `disclosed` records are in it as they are, `copies` in a changed form.
    """

    rid: Rid
    statement: bytes
    head: bytes
    box: Iterator[bytes]
    disclosed: int
    copies: int
    withheld: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Plan:
    entries: tuple[Entry, ...]
    length: int

    def chunks(self) -> Iterable[bytes]:
        return write_zip(self.entries)


def write_release(
    selected: Selected,
    worker: Identity,
    *,
    certificates: Sequence[bytes],
    receipt: bytes | None,
    recipients: Sequence[Bundle],
    created: datetime,
    random: Random,
) -> SealedRelease:
    """Build, sign and seal a release.

    Args:
        certificates: the worker's chain; the guardian's came with the extraction.
        recipients: for approval `ask` nobody, for `auto` the people of release_to.
    """
    grant = selected.grant
    rid = Rid(random(ID_SIZE))
    copies = _copies(selected)
    media = [
        _entry(f"media/{item.sha256.hex()}", item.length, partial(selected.read_media, item))
        for item in selected.media
    ]
    media += [_entry(f"derived/{sha256.hex()}", length, read) for sha256, length, read in copies]
    documents = _documents(selected, certificates, receipt)
    files = {name: hashlib.sha256(data).digest() for name, data in documents.items()}
    files |= {f"media/{item.sha256.hex()}": item.sha256 for item in selected.media}
    files |= {f"derived/{sha256.hex()}": sha256 for sha256, _, _ in copies}
    release = Release(
        rid=rid,
        gid=grant.gid,
        eid=grant.eid,
        root=grant.root,
        created=created,
        disclosed=selected.disclosed,
        withheld=selected.withheld,
        objects=len(selected.media),
        selection_records=selected.disclosed,
        selection=selected.digest,
        derived_records=len(selected.derived.records),
        derived=files[DERIVED],
        filter=grant.filter,
        files=files,
    )
    documents[RELEASE] = sign_release(worker, release)
    entries = [*media, *(entry_of(name, data) for name, data in documents.items())]
    ordered = tuple(sorted(entries, key=lambda entry: entry.name))
    cover = Cover(rid, grant.eid, None, {}, ())
    secret = random(KEY_SIZE)
    wraps = [wrap_key(secret, cover, person) for person in (selected.survivor, *recipients)]
    plan = _Plan(ordered, zip_length(ordered))
    return SealedRelease(
        rid,
        documents[RELEASE],
        marshal_head(cover, wraps),
        seal_package(secret, cover, plan, random=random),
        selected.disclosed,
        len(selected.derived.records),
        selected.withheld,
    )


def _documents(
    selected: Selected, certificates: Sequence[bytes], receipt: bytes | None
) -> dict[str, bytes]:
    known = [item.statement.raw for item in selected.checked.certificates]
    certs = known + [raw for raw in certificates if raw not in known]
    documents = {
        **marshal_segments(selected.shown),
        BOUNDARY: marshal_boundary(selected.opened),
        DERIVED: selected.derived.marshal(),
        INGEST: selected.checked.raw,
        GRANT: selected.grant_raw,
        CERTS: marshal_certs(certs),
        SURVIVOR: selected.survivor.marshal(),
        README: README_TEXT.encode(),
        VERIFY_PAGE: _ALONE.joinpath("verify.html").read_bytes(),
        VERIFY_SCRIPT: _ALONE.joinpath("verify.py.txt").read_bytes(),
    }
    if receipt is not None:
        documents[RECEIPT] = receipt
    if selected.visit is not None:
        documents[VISIT] = selected.visit.marshal()
    if selected.worker_key is not None:
        documents[WORKER_KEY] = selected.worker_key
    return documents


def _copies(selected: Selected) -> list[tuple[bytes, int, Read]]:
    """List the copies, each once: SHA-256, length, and how to make it again."""
    pictures = {item.sha256: item for item in selected.pictures}
    made: dict[bytes, tuple[bytes, int, Read]] = {}
    for medium in selected.derived.media:
        if medium.copy is not None:
            sha256, length = medium.copy
            made[sha256] = (sha256, length, partial(_strip, selected, pictures[medium.original]))
    return list(made.values())


def _strip(selected: Selected, item: GrantedObject) -> Iterator[bytes]:
    copy = strip(b"".join(selected.read_media(item)))
    assert copy is not None
    yield copy


def _entry(name: str, length: int, read: Read) -> Entry:
    """Plan a medium: its checksum stands before its bytes, so it is opened twice."""
    crc = 0
    for piece in read():
        crc = zlib.crc32(piece, crc)
    return Entry(name, length, crc, read)
