"""A made extraction: three groups on three days, one medium, sealed into a folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vault.certificate import issue_certificate
from vault.custody import FolderCustody, FolderSink
from vault.identity import Identity
from vault.ingest import Tool
from vault.keys import ExtractionKeys
from vault.sealing import SealedExtraction, Sealer

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
TOOL = Tool("safehold", "0.1.0", bytes(32))
DESCS = (
    b'{"category":"message","parties":["+447700900123"],"thread":"t1"}',
    b'{"app":"signal","category":"message","class":"legal","thread":"t2"}',
    b'{"category":"media","thread":""}',
)
DAYS = ("0000-00-00", "2026-01-05", "2026-01-06")
MEDIUM = b"a picture's bytes " * 5000

Random = Callable[[int], bytes]


@dataclass(frozen=True)
class Made:
    """One sealed extraction: nine segments in three groups, two objects."""

    folder: Path
    survivor: Identity
    guardian: Identity
    sealed: SealedExtraction
    keys: ExtractionKeys
    records: tuple[tuple[bytes, ...], ...]
    medium: bytes
    created: datetime

    @property
    def custody(self) -> FolderCustody:
        return FolderCustody(self.folder)


def made_records(day: str, group: int) -> tuple[bytes, ...]:
    return tuple(b'{"id":"%s-%d-%d"}' % (day.encode(), group, at) for at in range(3 + group))


def certificate_of(guardian: Identity) -> bytes:
    return issue_certificate(
        guardian,
        subject=guardian.bundle,
        name="made guardian",
        roles=["guardian"],
        not_before=NOW,
        not_after=NOW.replace(year=2027),
    )


@dataclass(frozen=True)
class Station:
    """Who seals, for whom; each run gets an extraction of its own."""

    survivor: Identity
    guardian: Identity
    random: Random

    def start(self, folder: Path, *, pack_target: int = 1500) -> Sealer:
        return Sealer(
            FolderSink(folder, random=self.random),
            survivor=self.survivor.bundle,
            sealer=self.guardian,
            certs=[certificate_of(self.guardian)],
            tool=TOOL,
            created=NOW,
            random=self.random,
            pack_target=pack_target,
        )


def seal_made(folder: Path, station: Station) -> Made:
    sealer = station.start(folder)
    tags = sorted((sealer.keys.group_tag(desc), desc) for desc in DESCS)
    records = []
    for group, (tag, desc) in enumerate(tags):
        for day in DAYS:
            records.append(made_records(day, group))
            sealer.add_segment(tag, day, desc, records[-1])
    medium = sealer.add_object([MEDIUM[:7], MEDIUM[7:]], "image/jpeg")
    sealed = sealer.finish(
        kind="file", parts=[medium.index], original=medium.sha256, ledger=b'{"rows":0}'
    )
    return Made(
        folder=folder,
        survivor=station.survivor,
        guardian=station.guardian,
        sealed=sealed,
        keys=sealer.keys,
        records=tuple(records),
        medium=MEDIUM,
        created=NOW,
    )
