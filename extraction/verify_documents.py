"""What a verification reads: every document of a package, parsed once, strictly.

docs/formats/release.md 4, step 0.
"""

from dataclasses import dataclass

from consent.errors import ConsentError
from consent.grant import Grant, parse_grant
from extraction.container import Cover, parse_cover
from extraction.derived import Derived, parse_derived
from extraction.errors import NotVerified
from extraction.package import (
    BOUNDARY,
    CERTS,
    COVER,
    DERIVED,
    GRANT,
    INGEST,
    README,
    RECEIPT,
    RELEASE,
    SEGMENTS,
    SURVIVOR,
    VISIT,
    WORKER_KEY,
    Opened,
    Package,
    Shown,
    parse_openings,
    parse_segments,
)
from extraction.release import Release, parse_release
from vault.certificate import Certificate, parse_certificate
from vault.custody import parse_certs
from vault.errors import VaultError
from vault.identity import Bundle, parse_bundle
from vault.ids import Fingerprint
from vault.ingest import Ingest, Receipt, parse_ingest, parse_receipt
from vault.statement import Statement
from vault.visit import ShownVisit, parse_shown
from vault.worker_key import WorkerKey, parse_worker_key


@dataclass(frozen=True, slots=True)
class Documents:
    """A package's documents; nothing about their truth is known yet."""

    package: Package
    shown: tuple[Shown, ...]
    opened: tuple[Opened, ...]
    derived: Derived
    ingest: Ingest
    ingest_statement: Statement
    receipt: tuple[Receipt, Statement] | None
    grant: Grant
    grant_statement: Statement
    release: Release
    release_statement: Statement
    worker_key: WorkerKey | None
    certificates: tuple[Certificate, ...]
    survivor: Bundle
    cover: Cover | None
    visit: ShownVisit | None

    def bundle_of(self, fp: Fingerprint) -> Bundle | None:
        """Find the bundle of a fingerprint among the certificates."""
        return next((item.bundle for item in self.certificates if item.subject == fp), None)

    def derived_sha256(self) -> bytes:
        """Give the SHA-256 of derived.json."""
        return self.package.digests[DERIVED][0]

    def worker(self) -> Bundle | None:
        """Give the bundle of the grant's worker key, by certificate or by itself."""
        if self.worker_key is not None:
            return self.worker_key.bundle
        return self.bundle_of(self.grant.worker)


def parse_documents(package: Package) -> Documents:
    """(0) Read every document; unknown, missing or misshapen ones are refused.

    Raises:
        NotVerified: step 0.
    """
    names = package.segment_names()
    wanted = (BOUNDARY, DERIVED, INGEST, GRANT, CERTS, SURVIVOR, README, RELEASE)
    missing = [name for name in wanted if name not in package.documents]
    if missing or not names or (SEGMENTS in names and len(names) > 1):
        raise NotVerified(0, f"the package lacks {', '.join(missing) or SEGMENTS}")
    try:
        return _parse(package, names)
    except (VaultError, ConsentError) as error:
        raise NotVerified(0, str(error)) from None
    except UnicodeDecodeError:
        raise NotVerified(0, "a document of the package is not UTF-8") from None


def _parse(package: Package, names: list[str]) -> Documents:
    documents = package.documents
    ingest, ingest_statement = parse_ingest(documents[INGEST])
    grant, grant_statement = parse_grant(documents[GRANT])
    release, release_statement = parse_release(documents[RELEASE])
    documents[README].decode()
    return Documents(
        package=package,
        shown=tuple(item for name in names for item in parse_segments(documents[name])),
        opened=tuple(parse_openings(documents[BOUNDARY])),
        derived=parse_derived(documents[DERIVED]),
        ingest=ingest,
        ingest_statement=ingest_statement,
        receipt=parse_receipt(documents[RECEIPT]) if RECEIPT in documents else None,
        grant=grant,
        grant_statement=grant_statement,
        release=release,
        release_statement=release_statement,
        worker_key=parse_worker_key(documents[WORKER_KEY]) if WORKER_KEY in documents else None,
        certificates=tuple(parse_certificate(raw) for raw in parse_certs(documents[CERTS])),
        survivor=parse_bundle(documents[SURVIVOR]),
        cover=parse_cover(documents[COVER]) if COVER in documents else None,
        visit=parse_shown(documents[VISIT]) if VISIT in documents else None,
    )
