"""What every page of an export carries: the exhibit, the release, its hash, and what was checked.

docs/exports.md 2. A stamp is made from a verification that held; there is no other way to one.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from extraction.errors import NotVerified
from extraction.package import RELEASE
from extraction.verify import Report
from extraction.verify_documents import Documents
from vault.statement import show_time

MAX_EXHIBIT = 64


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where an export comes from. Times are spelt in UTC; hashes and ids in hex.

    `exhibit` is the reference that whoever exports gives, "" where there is none.
    `release_sha256` is that of release.dsse.json, which signs every other file.
    """

    exhibit: str
    rid: str
    eid: str
    gid: str
    release_sha256: str
    released: str
    exported: str
    disclosed: int
    withheld: Mapping[str, int]
    media: int
    verdict: str
    steps: tuple[tuple[int, str, str, str], ...]

    def facts(self) -> list[tuple[str, str]]:
        """List names and values for the first page."""
        return [
            ("Exhibit", self.exhibit or "no exhibit reference was given"),
            ("Release", self.rid),
            ("SHA-256 of its statement", self.release_sha256),
            ("Extraction", self.eid),
            ("Grant", self.gid),
            ("Released", self.released),
            ("Records", f"{self.disclosed:,}"),
            *((f"Withheld: {reason}", f"{count:,}") for reason, count in self.withheld.items()),
        ]

    def line(self) -> str:
        """Say it in one line, for the foot of each page."""
        exhibit = f"Exhibit {self.exhibit}" if self.exhibit else "No exhibit reference"
        return f"{exhibit} · release {self.rid} · SHA-256 {self.release_sha256}"


def stamp_of(documents: Documents, report: Report, *, exhibit: str, now: datetime) -> Stamp:
    """Make the stamp of a package.

    Raises:
        NotVerified: its verification did not hold; step 18 of the report says why.
    """
    if not report.ok:
        raise NotVerified(18, report.verdict)
    release = documents.release
    return Stamp(
        exhibit=exhibit,
        rid=release.rid.hex(),
        eid=release.eid.hex(),
        gid=release.gid.hex(),
        release_sha256=hashlib.sha256(documents.package.documents[RELEASE]).hexdigest(),
        released=show_time(release.created),
        exported=show_time(now.replace(microsecond=0)),
        disclosed=release.disclosed + release.derived_records,
        withheld=dict(sorted(release.withheld.items())),
        media=release.objects + len(documents.derived.copies()),
        verdict=report.verdict,
        steps=tuple((step.number, step.name, step.status, step.detail) for step in report.steps),
    )


def is_exhibit(text: str) -> bool:
    """Tell whether a text will do as an exhibit reference: short, one line, all of it prints."""
    return len(text) <= MAX_EXHIBIT and text.isprintable()
