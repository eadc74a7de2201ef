"""A made case for two clients: people, certificates, and an extraction with every kind of record.

The records hold what scopes and the filter turn on: classes, unknown times and parties,
intervals across a boundary, words in several scripts, media.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from extraction.media_type import HEAD, sniff
from extraction.record import Record, day_of, descriptor_of, marshal_record
from extraction.record_parts import Blob, Party, Place, Provenance, Text, Thread, Time
from tests import hidden
from vault.certificate import issue_certificate
from vault.custody import FolderSink, marshal_certs
from vault.identity import Identity, Kind, new_identity
from vault.identity_file import marshal_identity
from vault.ids import ID_SIZE, Gid
from vault.ingest import Tool
from vault.sealing import Sealer
from vault.visit import POINTS
from vault.worker_key import issue_worker_key

VISIT: dict[str, Any] = {
    **{name: {"unknown": "nobody looked"} for name in POINTS},
    "device.model": {"said": "a made phone"},
    "device.clock": {"said": {"offset_ms": -95_000, "reference": "the station"}},
}
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = 86_400
START = 1_775_001_600  # 2026-04-01
PEOPLE = ("+447700900101", "+447700900102", "amina@example.org")
WORDS = (
    "Are you home?",
    "STRASSE or Straße, Ünder the bridge",
    "ﬁne, I said",
    "مرحبا، كيف حالك؟",
    "ｆｕｌｌ ｗｉｄｔｈ",  # noqa: RUF001 wide letters on purpose
    "zero\u200bwidth and\u00a0hard   spaces",
    "İstanbul, ΣΊΣΥΦΟΣ",
    "",
)
PICTURE = hidden.jpeg(behind=b"a film behind a picture " * 2500)
FILES = (
    PICTURE,
    *hidden.hiding().values(),
    *hidden.clean().values(),
)
STAYING = (hidden.broken()["heic"], hidden.broken()["jpeg-no-end"], b"%PDF-1.4 a paper")
ROLES = ("attachment", "media", "attachment", "text", "extra")
PLACE = Place("51.4987", "-0.1299", "app", "By the river")
PLACED_EXTRA = {"latitude": "51.4987", "note": "By the river", "status": "read"}


@dataclass(frozen=True, slots=True)
class Case:
    """Who takes part, and where everything lies."""

    folder: Path
    root: Identity
    organisation: Identity
    guardian: Identity
    survivor: Identity
    officer: Identity
    worker: Identity
    gid: Gid


def make_people(folder: Path) -> Case:
    """Make everybody, with their key files and the certificates that lead to one root."""
    made = [new_identity(Kind.ORGANISATION, random=os.urandom) for _ in range(4)]
    root, organisation, guardian, worker = made
    survivor, officer = (new_identity(Kind.PERSON, random=os.urandom) for _ in range(2))
    case = Case(
        folder, root, organisation, guardian, survivor, officer, worker, Gid(os.urandom(ID_SIZE))
    )
    for name, identity in (("survivor", survivor), ("officer", officer), ("worker", worker)):
        path = folder / f"{name}.key"
        path.write_bytes(marshal_identity(identity, passphrase=None, random=os.urandom))
        path.chmod(0o600)
        (folder / f"{name}.pub").write_bytes(identity.bundle.marshal())
    certs = [
        certify(root, root, "a made root", "ca"),
        certify(root, organisation, "a made vault", "worker"),
        certify(root, officer, "a made officer", "recipient"),
    ]
    (folder / "certs.json").write_bytes(marshal_certs(certs))
    (folder / "workerkey.dsse.json").write_bytes(
        issue_worker_key(
            organisation,
            gid=case.gid,
            bundle=worker.bundle,
            not_before=NOW - timedelta(minutes=10),
            not_after=NOW + timedelta(days=20),
        )
    )
    return case


def certify(issuer: Identity, subject: Identity, name: str, role: str) -> bytes:
    """Certify a key for a year on each side of now."""
    return issue_certificate(
        issuer,
        subject=subject.bundle,
        name=name,
        roles=[role],
        not_before=NOW - timedelta(days=365),
        not_after=NOW + timedelta(days=365),
    )


def seal_case(case: Case) -> bytes:
    """Seal the made records for the survivor; give the medium's SHA-256."""
    guardian_certs = [
        certify(case.root, case.root, "a made root", "ca"),
        certify(case.root, case.guardian, "a made guardian", "guardian"),
    ]
    sealer = Sealer(
        FolderSink(case.folder / "sealed", random=os.urandom),
        survivor=case.survivor.bundle,
        sealer=case.guardian,
        certs=guardian_certs,
        tool=Tool("safehold", "0.1.0", bytes(32)),
        created=NOW,
        random=os.urandom,
        pack_target=20_000,
    )
    pictures = [sealer.add_object([data], sniff(data[:HEAD])) for data in (*FILES, *STAYING)]
    sealer.add_object([b"another"], "text/plain")
    groups: dict[tuple[bytes, str], tuple[bytes, list[bytes]]] = {}
    for record in made_records():
        desc = descriptor_of(record)
        key = (sealer.keys.group_tag(desc), day_of(record))
        groups.setdefault(key, (desc, []))[1].append(marshal_record(record))
    for (tag, day), (desc, records) in sorted(groups.items()):
        sealer.add_segment(tag, day, desc, records)
    sealer.finish(
        kind="file",
        parts=[],
        original=hashlib.sha256(b"the original").digest(),
        ledger=b'{"v":1}',
        said=VISIT,
    )
    return pictures[0].sha256


def made_blobs(number: int) -> tuple[Blob, ...]:
    """Give what a record cites: each file by several records, in changing company."""
    if number % 8 != 3:
        return ()
    cited = [FILES[(number // 8 + step) % len(FILES)] for step in range(1 + number % 3)]
    cited.append(STAYING[number % len(STAYING)])
    return tuple(
        Blob(
            hashlib.sha256(data).hexdigest(),
            len(data),
            mime_sniffed=sniff(data[:HEAD]),
            present=number % 7 != 0,
            role="attachment" if data in STAYING else ROLES[number // 8 % len(ROLES)],
            name=("", "geo", "a name")[number % 3],
        )
        for data in cited
    )


def made_records() -> list[Record]:
    """Make records over forty days, in several conversations, some of them classed or undated."""
    owner = Party("to", "+447700900100", "phone", "+447700900100", "Me", is_owner=True)
    records = []
    for number in range(600):
        person = PEOPLE[number % 3]
        parties = (Party("from", person, "phone", person, "Other"), owner)
        if number % 23 == 0:
            parties = (Party("from", "Somebody", "handle", None, "Somebody"), owner)
        records.append(
            Record(
                record_id=f"r-{number}",
                category=("message", "call", "message", "media")[number % 4],
                prov=Provenance("made", "made", "1", row=number),
                app_id=None if number % 17 == 0 else ("signal", "sms")[number % 2],
                app_name="An app",
                parties=parties,
                time=made_time(number),
                text=(Text("body", f"{WORDS[number % len(WORDS)]} {number}"),),
                thread=None if number % 4 == 3 else Thread(f"t{number % 3}", "A thread"),
                blobs=made_blobs(number),
                place=PLACE if number % 10 == 5 else None,
                extra=PLACED_EXTRA if number % 14 == 6 else {},
                sensitivity=("health", "legal")[number % 2] if number % 11 == 0 else None,
            )
        )
    return records


def made_time(number: int) -> Time | None:
    """Give a time: most of them a second long, some across midnight, some unknown."""
    if number % 19 == 0:
        return None
    seconds = START + number * 1_900
    length = 40_000 if number % 13 == 0 else 1
    return Time(
        str(seconds),
        "s",
        "sent",
        "explicit",
        seconds * 1_000_000,
        (seconds + length) * 1_000_000 - 1,
    )
