"""The measured parts of our own side; each runs as a process of its own."""

import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from consent.scope import parse_scope
from extraction.client import make_grant, open_own, preview_scope
from extraction.container import open_package, read_head, unwrap_key
from extraction.grant_builder import Terms
from extraction.intake import seal_records
from extraction.package import read_package_stream
from extraction.record import (
    Party,
    Provenance,
    Record,
    Text,
    Thread,
    Time,
)
from extraction.release_writer import write_release
from extraction.selection import GrantFiles, select
from extraction.verify import verify
from extraction.zip_stored import ByteStream
from vault.certificate import issue_certificate
from vault.custody import FolderCustody, FolderSink
from vault.identity import Identity, Kind, new_identity
from vault.ids import Gid
from vault.ingest import Tool
from vault.sealing import Sealer

DAY_US = 86_400_000_000
FIRST_US = 1_775_001_600_000_000
PEOPLE = 50
DAYS = 112
NOW = datetime.now(UTC).replace(microsecond=0)


class Nowhere:
    """A sink that keeps nothing: storing is not what is measured."""

    def write_pack(self, pack: str, data: bytes) -> None:
        del pack, data

    def write_object(self, name: str, chunks: Iterable[bytes]) -> int:
        del name
        return sum(map(len, chunks))

    def drop_object(self, name: str) -> None:
        del name

    def write_file(self, name: str, data: bytes) -> None:
        del name, data

    def commit(self) -> None:
        return

    def abandon(self) -> None:
        return


def made(count: int, days: int = DAYS) -> Iterator[Record]:
    """Give made records: 50 people and so many days, in the order of time."""
    for number in range(count):
        phone = f"+4477009{number % PEOPLE:05}"
        at = FIRST_US + number * days // count * DAY_US + number % 86_400 * 1_000_000
        yield Record(
            str(number).rjust(36, "0"),
            "message",
            Provenance("made", "made", "1", row=number),
            subtype="sms",
            app_id="android.sms",
            app_name="SMS",
            direction="in",
            parties=(Party("from", phone, "phone", phone, "Somebody"),),
            time=Time(str(at), "us", "sent", "utc_by_format", at, at),
            text=(Text("body", f"a message of an ordinary length, number {number}"),),
            thread=Thread(f"sms:{phone}", "Somebody"),
        )


def sealer_for(sink: Any, survivor: Identity, guardian: Identity) -> Sealer:
    certificate = issue_certificate(
        guardian,
        subject=guardian.bundle,
        name="",
        roles=["guardian"],
        not_before=NOW - timedelta(days=1),
        not_after=NOW + timedelta(days=1),
    )
    return Sealer(
        sink,
        survivor=survivor.bundle,
        sealer=guardian,
        certs=[certificate],
        tool=Tool("bench", "1", bytes(32)),
        created=NOW,
        random=os.urandom,
    )


def people() -> tuple[Identity, Identity]:
    return (
        new_identity(Kind.PERSON, random=os.urandom),
        new_identity(Kind.ORGANISATION, random=os.urandom),
    )


def records(count: int) -> dict[str, float]:
    """Seal records that were parsed before; CPU seconds of this one thread."""
    ready = list(made(count))
    sealer = sealer_for(Nowhere(), *people())
    with tempfile.TemporaryDirectory() as scratch:
        begun = time.process_time()
        seal_records(sealer, ready, Path(scratch), random=os.urandom)
        sealer.finish(kind="file", parts=[], original=bytes(32), ledger=b"{}")
        spent = time.process_time() - begun
    return {"records_per_s": count / spent}


def records_streamed(count: int) -> dict[str, float]:
    """Seal records as they are made; the process's largest memory."""
    sealer = sealer_for(Nowhere(), *people())
    with tempfile.TemporaryDirectory() as scratch:
        seal_records(sealer, made(count), Path(scratch), random=os.urandom)
        sealer.finish(kind="file", parts=[], original=bytes(32), ledger=b"{}")
    return {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


class Counting(FolderCustody):
    """A folder's custody that counts the pack bytes it reads."""

    read = 0

    def read_pack(self, pack: str, offset: int, length: int) -> bytes:
        Counting.read += length
        return super().read_pack(pack, offset, length)


def select_part(folder: Path) -> dict[str, float]:
    """Run a 1 % grant and a whole one from preview to verified release."""
    survivor, guardian = people()
    worker = new_identity(Kind.ORGANISATION, random=os.urandom)
    shutil.rmtree(folder, ignore_errors=True)
    sealer = sealer_for(FolderSink(folder, random=os.urandom), survivor, guardian)
    with tempfile.TemporaryDirectory() as scratch:
        seal_records(sealer, made(250_000), Path(scratch), random=os.urandom)
        sealed = sealer.finish(kind="file", parts=[], original=bytes(32), ledger=b"{}")
    custody = Counting(folder)
    opened = open_own(custody, survivor)
    # Half of one person's days: 1 % of fifty people's records.
    narrow = {
        "x": [sealed.eid.hex()],
        "c": ["message"],
        "p": ["+447700900007"],
        "d": [[FIRST_US // 1_000_000, (FIRST_US + DAYS // 2 * DAY_US) // 1_000_000]],
    }
    whole = {"x": [sealed.eid.hex()], "c": ["message"]}
    one = _through(opened, custody, narrow, survivor, worker)
    all_ = _through(opened, custody, whole, survivor, worker)
    return {
        "select_1pct_s": one["seconds"],
        "select_1pct_records": one["records"],
        "select_1pct_time_ratio_full": one["seconds"] / all_["seconds"],
        "select_1pct_bytes_ratio_scope": one["bytes"] / one["scope_bytes"],
        "verify_records_per_s": all_["records"] / all_["verify_seconds"],
    }


def _through(
    opened: Any, custody: Counting, scope: dict[str, Any], survivor: Identity, worker: Identity
) -> dict[str, float]:
    found = preview_scope(opened, parse_scope(scope), excluded={}, progress=lambda *_: None)
    rows = [opened.catalogue.segments[chosen.index] for chosen in found.chosen]
    terms = Terms(
        gid=Gid(os.urandom(16)),
        worker=worker.bundle,
        worker_cert=None,
        release_to=(),
        approval="ask",
        created=NOW,
        not_before=NOW,
        expires=NOW + timedelta(days=1),
    )
    grant = make_grant(opened, found, terms, survivor, random=os.urandom)
    Counting.read = 0
    begun = time.process_time()
    selected = select(
        GrantFiles(grant.statement, grant.envelope, None),
        custody,
        worker,
        survivor.bundle,
        now=NOW,
        certificates=[],
        before_segment=lambda *_: None,
    )
    certificate = issue_certificate(
        worker,
        subject=worker.bundle,
        name="",
        roles=["worker"],
        not_before=NOW - timedelta(days=1),
        not_after=NOW + timedelta(days=1),
    )
    release = write_release(
        selected,
        worker,
        certificates=[certificate],
        receipt=None,
        recipients=[],
        created=NOW,
        random=os.urandom,
    )
    container = release.head + b"".join(release.box)
    spent = time.process_time() - begun
    outer = ByteStream([container])
    head = read_head(outer)
    secret = unwrap_key(head, survivor)
    stream, length = open_package(secret, head.cover, outer.rest())
    package = read_package_stream(stream, length)
    begun = time.process_time()
    report = verify(package, None, now_seconds=int(NOW.timestamp()))
    verified = time.process_time() - begun
    first = report.first_failure()
    if first is None or first.number != 15:
        raise SystemExit(f"bench: the draft does not verify up to its approval: {report.verdict}")
    return {
        "seconds": spent,
        "records": float(release.disclosed),
        "bytes": float(Counting.read),
        "scope_bytes": float(sum(row.length for row in rows)),
        "verify_seconds": verified,
    }


def main() -> None:
    part, *words = sys.argv[1:]
    match part:
        case "records":
            print(json.dumps(records(int(words[0]))))
        case "records-streamed":
            print(json.dumps(records_streamed(int(words[0]))))
        case "select":
            print(json.dumps(select_part(Path(words[0]))))


if __name__ == "__main__":
    main()
