"""A small scope of a large extraction, from grant to verified release; each part a process.

A million made records of 50 people and 1,000 days are 50,000 segments. Beside our own path
stand a backup that is restored and filtered (restic), and Parquet that nobody sealed (DuckDB).
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import orjson
import parts

from consent.scope import Scope, parse_scope
from extraction.client import make_grant, open_own, preview_scope
from extraction.container import open_package, read_head, unwrap_key
from extraction.filter import withheld_reason
from extraction.grant_builder import Terms
from extraction.intake import seal_records
from extraction.package import PIECE, read_package_stream
from extraction.record import marshal_record
from extraction.release_writer import write_release
from extraction.selection import GrantFiles, select
from extraction.verify import verify
from extraction.zip_stored import ByteStream
from vault.certificate import issue_certificate
from vault.custody import FolderCustody, FolderSink
from vault.identity import Identity, Kind, identity_of
from vault.ids import Gid

DAYS = 1_000
HALF = DAYS // 2
KINDS = {
    "survivor": Kind.PERSON,
    "guardian": Kind.ORGANISATION,
    "worker": Kind.ORGANISATION,
    "recipient": Kind.PERSON,
}
# The first is 1 % of the records: half of one person's days. The others are 10 % each.
SCOPES = {
    "one": ((7,), HALF),
    "left": ((1, 2, 3, 4, 5), DAYS),
    "right": ((11, 12, 13, 14, 15), DAYS),
}


def phone(person: int) -> str:
    """Give a person's number, as the made records have it."""
    return f"+4477009{person:05}"


def span(days: int) -> tuple[int, int]:
    """Give the seconds of the first so many days."""
    return parts.FIRST_US // 1_000_000, (parts.FIRST_US + days * parts.DAY_US) // 1_000_000


def people(folder: Path) -> dict[str, Identity]:
    """Give the identities whose roots lie beside the extraction."""
    roots = json.loads((folder / "roots.json").read_bytes())
    return {name: identity_of(bytes.fromhex(root), KINDS[name]) for name, root in roots.items()}


def make(folder: Path, count: int) -> dict[str, float]:
    """Seal made records, and write the same records as plain lines."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "plain").mkdir(parents=True)
    roots = {name: os.urandom(32).hex() for name in KINDS}
    (folder / "roots.json").write_text(json.dumps(roots))
    known = people(folder)
    sink = FolderSink(folder / "sealed", random=os.urandom)
    sealer = parts.sealer_for(sink, known["survivor"], known["guardian"])
    with tempfile.TemporaryDirectory() as scratch:
        made = parts.made(count, DAYS)
        seal_records(sealer, made, Path(scratch), random=os.urandom)
        sealed = sealer.finish(kind="file", parts=[], original=bytes(32), ledger=b"{}")
    (folder / "eid").write_text(sealed.eid.hex())
    with (folder / "plain" / "records.jsonl").open("wb") as file:
        for record in parts.made(count, DAYS):
            file.write(marshal_record(record) + b"\n")
    return {
        "segments": float((folder / "sealed" / "leaves.bin").stat().st_size // 32),
        "plain_mb": (folder / "plain" / "records.jsonl").stat().st_size / 1e6,
    }


def scope_of(folder: Path, name: str) -> Scope:
    """Give one of the scopes for this extraction."""
    persons, days = SCOPES[name]
    return parse_scope(
        {
            "x": [(folder / "eid").read_text()],
            "c": ["message"],
            "p": [phone(person) for person in persons],
            "d": [[*span(days)]],
        }
    )


def grant(folder: Path, name: str) -> dict[str, float]:
    """Preview a scope and grant it, as her client does."""
    known = people(folder)
    opened = open_own(FolderCustody(folder / "sealed"), known["survivor"])
    scope = scope_of(folder, name)
    found = preview_scope(opened, scope, excluded={}, progress=lambda *_: None)
    terms = Terms(
        gid=Gid(os.urandom(16)),
        worker=known["worker"].bundle,
        worker_cert=None,
        release_to=(known["recipient"].fp,),
        approval="auto",
        created=parts.NOW,
        not_before=parts.NOW,
        expires=parts.NOW + timedelta(days=1),
    )
    signed = make_grant(opened, found, terms, known["survivor"], random=os.urandom)
    place = folder / name
    place.mkdir()
    (place / "grant.dsse.json").write_bytes(signed.statement)
    (place / "envelope.shv1f").write_bytes(signed.envelope)
    return {"records": float(found.records)}


def read_all(folder: Path) -> dict[str, float]:
    """Open everything and look at each record: what selecting costs without any order."""
    known = people(folder)
    scope = scope_of(folder, "one")

    def work() -> int:
        opened = open_own(FolderCustody(folder / "sealed"), known["survivor"])
        count = 0
        for index in range(len(opened.catalogue.segments)):
            for record in opened.read_segment(index).records:
                count += withheld_reason(scope, opened.eid, record) is None
        return count

    return measured(work)


def work(folder: Path, *names: str) -> dict[str, float]:
    """Select and release granted scopes, one after the other, as a worker does."""
    known = people(folder)
    certificate = issue_certificate(
        known["worker"],
        subject=known["worker"].bundle,
        name="",
        roles=["worker"],
        not_before=parts.NOW - timedelta(days=1),
        not_after=parts.NOW + timedelta(days=1),
    )
    # Everything is imported and ready; the other worker may not be.
    print("ready", flush=True)
    sys.stdin.readline()
    return measured(lambda: sum(_release(folder, name, known, certificate) for name in names))


def _release(folder: Path, name: str, known: dict[str, Identity], certificate: bytes) -> int:
    place = folder / name
    statement = (place / "grant.dsse.json").read_bytes()
    selected = select(
        GrantFiles(statement, (place / "envelope.shv1f").read_bytes(), None),
        FolderCustody(folder / "sealed"),
        known["worker"],
        known["survivor"].bundle,
        now=parts.NOW,
        certificates=[],
        before_segment=lambda *_: None,
    )
    release = write_release(
        selected,
        known["worker"],
        certificates=[certificate],
        receipt=None,
        recipients=[known["recipient"].bundle],
        created=parts.NOW,
        random=os.urandom,
    )
    with (place / "release.shv1r").open("wb") as file:
        file.write(release.head)
        for piece in release.box:
            file.write(piece)
    return release.disclosed


def check(folder: Path, name: str) -> dict[str, float]:
    """Open a release as its recipient and verify it; only the steps are timed apart."""
    recipient = people(folder)["recipient"]
    steps = [0.0, 0.0]

    def whole() -> int:
        with (folder / name / "release.shv1r").open("rb") as file:
            outer = ByteStream(iter(lambda: file.read(PIECE), b""))
            head = read_head(outer)
            secret = unwrap_key(head, recipient)
            stream, length = open_package(secret, head.cover, outer.rest())
            package = read_package_stream(stream, length)
        begun, used = time.perf_counter(), time.process_time()
        report = verify(package, None, now_seconds=int(parts.NOW.timestamp()))
        steps[:] = [time.perf_counter() - begun, time.process_time() - used]
        if not report.ok:
            raise SystemExit(f"bench: a release does not verify: {report.verdict}")
        return int(report.verdict.split()[0])

    return measured(whole) | {"steps_s": steps[0], "steps_cpu_s": steps[1]}


def restic(folder: Path) -> dict[str, float]:
    """Restore the plain lines from a backup, then filter them."""
    back = folder / "restored"
    command = ["restic", "restore", "latest", "--no-cache", "-q", "--target", str(back)]

    def whole() -> int:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return filtered(next(back.rglob("records.jsonl")), folder / "restic.jsonl")

    found = measured(whole)
    shutil.rmtree(back)
    return found


def filtered(source: Path, target: Path) -> int:
    """Keep the lines of one person and time: what a script without any keys would do."""
    (person,), days = SCOPES["one"]
    wanted, (first, last) = phone(person), span(days)
    count = 0
    with source.open("rb") as lines, target.open("wb") as out:
        for line in lines:
            body = orjson.loads(line)
            if (
                body["category"] == "message"
                and all(party["id_norm"] == wanted for party in body["parties"])
                and first * 1_000_000 <= body["time"]["lo_us"] < last * 1_000_000
            ):
                out.write(line)
                count += 1
    return count


def duckdb(folder: Path, part: str) -> dict[str, float]:
    """Make Parquet of the plain lines, or ask it for the scope."""
    sys.path.insert(0, os.environ["SAFEHOLD_BENCH_PEERS"])
    import duckdb as peer  # noqa: PLC0415 it is installed for the bench alone

    table, lines = folder / "records.parquet", folder / "plain" / "records.jsonl"
    if part == "make":
        peer.sql(
            f"""COPY (SELECT line, line->>'$.category' AS category,
            line->>'$.parties[0].id_norm' AS party, (line->>'$.time.lo_us')::BIGINT AS lo_us
            FROM read_csv('{lines}', header=false, delim='\x01', quote='', escape='',
            columns={{'line': 'VARCHAR'}})) TO '{table}' (FORMAT parquet, COMPRESSION zstd)"""  # noqa: S608 our own paths
        )
        return {"parquet_mb": table.stat().st_size / 1e6}
    (person,), days = SCOPES["one"]
    first, last = (second * 1_000_000 for second in span(days))

    def whole() -> int:
        found = peer.sql(
            f"""SELECT line FROM '{table}' WHERE category = 'message'
            AND party = '{phone(person)}' AND lo_us >= {first} AND lo_us < {last}"""  # noqa: S608 our own values
        ).fetchall()
        (folder / "duckdb.jsonl").write_text("".join(f"{line}\n" for (line,) in found))
        return len(found)

    return measured(whole)


def measured(whole: Callable[[], int]) -> dict[str, float]:
    """Run it once: records, wall and processor seconds, bytes read, and the largest memory."""
    read, used, begun = _read_bytes(), _cpu(), time.perf_counter()
    records = whole()
    return {
        "records": float(records),
        "wall_s": time.perf_counter() - begun,
        "cpu_s": _cpu() - used,
        "read_mb": (_read_bytes() - read) / 1e6,
        "peak_mb": max(usage.ru_maxrss for usage in _usages()) / 1024,
    }


def _usages() -> Iterable[Any]:
    return map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _cpu() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in _usages())


def _read_bytes() -> int:
    """Give what this process and its ended children took from files, cached or not."""
    return int(Path("/proc/self/io").read_text().split()[1])


def main() -> None:
    """Run one part and print what it measured."""
    part, folder, *words = sys.argv[1:]
    place = Path(folder)
    match part:
        case "make":
            found = make(place, int(words[0]))
        case "grant":
            found = grant(place, words[0])
        case "read-all":
            found = read_all(place)
        case "work":
            found = work(place, *words)
        case "check":
            found = check(place, words[0])
        case "restic":
            found = restic(place)
        case _:
            found = duckdb(place, words[0])
    print(json.dumps(found))


if __name__ == "__main__":
    main()
