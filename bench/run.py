"""`make bench`: our figures beside what people would use instead, in one run.

Whole processes are timed by the operating system's own accounting of their children; the
peers are Debian packages (age, restic, openssl). A peer that is not there is skipped with
a word, and its ratio is absent, never guessed. Writes results.json and report.md.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from release_run import figures

HERE = Path(__file__).resolve().parent
WORK = HERE / "work"
GIB = 1 << 30
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: CPU and wall seconds, and its largest memory in MiB."""

    cpu: float
    wall: float
    peak: float


def timed(command: Sequence[str], **environment: str) -> Cost:
    """Run a command to its end; its output is thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
        cwd=HERE.parent,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - begun
    if process.returncode != 0:
        raise SystemExit(f"bench: {command[0]} failed with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    return Cost(cpu, wall, usage.ru_maxrss / 1024)


def ours(part: str, *words: object) -> list[str]:
    """Name one of our own measured processes."""
    script = "media.py" if part in {"media", "floor", "stored"} else "parts.py"
    return [sys.executable, str(HERE / script), part, *map(str, words)]


def said(script: str, *words: object) -> dict[str, float]:
    """Run a bench of its own that measures itself; give what it says."""
    command = [sys.executable, str(HERE / script), *map(str, words)]
    done = subprocess.run(command, check=True, capture_output=True, cwd=HERE.parent)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def told(part: str, *words: object) -> dict[str, float]:
    """Run one of our own parts that measures itself; give what it says."""
    script, *rest = ours(part, *words)[1:]
    return said(script, *rest)


def media(say: Callable[[str], None]) -> dict[str, float]:
    """Seal 1 GiB that does not compress, storing excluded, beside its peers."""
    path = WORK / "media.bin"
    if not path.exists() or path.stat().st_size != GIB:
        with path.open("wb") as file:
            for _ in range(256):
                file.write(os.urandom(4 << 20))
    commands: dict[str, list[str]] = {
        "ours": ours("media", path),
        "openssl": ["openssl", "dgst", "-sha256", str(path)],
    }
    if shutil.which("age-keygen"):
        keyed = subprocess.run(["age-keygen"], check=True, capture_output=True, text=True)
        recipient = keyed.stdout.split("public key: ")[1].split()[0]
        commands["age"] = ["age", "-r", recipient, "-o", str(WORK / "age.out"), str(path)]
        commands["age_null"] = ["age", "-r", recipient, "-o", os.devnull, str(path)]
    else:
        say("age is not installed; its figures are left out")
    floor = ours("floor", path, WORK / "floor.bin")
    stored = ours("stored", path, WORK / "stored")
    costs: dict[str, list[Cost]] = {name: [] for name in (*commands, "floor", "stored")}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            costs[name].append(timed(command))
            (WORK / "age.out").unlink(missing_ok=True)
        costs["floor"].append(timed(floor))
        shutil.rmtree(WORK / "stored", ignore_errors=True)
        costs["stored"].append(timed(stored))
    cpu = {name: statistics.median(cost.cpu for cost in all_) for name, all_ in costs.items()}
    wall = {name: statistics.median(cost.wall for cost in all_) for name, all_ in costs.items()}
    found = {
        "seal_media_cpu_s_per_gib": cpu["ours"],
        "openssl_sha256_cpu_s_per_gib": cpu["openssl"],
        "seal_media_wall_ratio_floor": wall["stored"] / wall["floor"],
    }
    if "age" in cpu:
        found["age_cpu_s_per_gib"] = cpu["age"]
        found["age_null_cpu_s_per_gib"] = cpu["age_null"]
        # age as people run it writes its file; the second figure takes that from it too.
        found["seal_media_cpu_ratio_age"] = cpu["ours"] / cpu["age"]
        found["seal_media_cpu_ratio_age_null"] = cpu["ours"] / cpu["age_null"]
    found |= _restic(path, cpu["stored"], say)
    return found


def _restic(path: Path, ours_stored: float, say: Callable[[str], None]) -> dict[str, float]:
    if not shutil.which("restic"):
        say("restic is not installed; its figures are left out")
        return {}
    repository = WORK / "restic"
    shutil.rmtree(repository, ignore_errors=True)
    environment = {"RESTIC_PASSWORD": "bench", "RESTIC_REPOSITORY": str(repository)}
    timed(["restic", "init"], **environment)
    cost = timed(["restic", "backup", "--no-cache", str(path)], **environment)
    shutil.rmtree(repository, ignore_errors=True)
    # restic stores what it encrypts, so it is held against our figure with storing.
    return {
        "restic_cpu_s_per_gib": cost.cpu,
        "seal_media_stored_cpu_s_per_gib": ours_stored,
        "seal_media_cpu_ratio_restic": ours_stored / cost.cpu,
    }


def records(say: Callable[[str], None]) -> dict[str, float]:
    """Seal 250,000 made records, and four times as many for the memory."""
    say("sealing 250,000 records, three times")
    rates = [told("records", 250_000)["records_per_s"] for _ in range(ROUNDS)]
    small = told("records-streamed", 250_000)
    large = told("records-streamed", 1_000_000)
    return {
        "seal_records_per_s_core": statistics.median(rates),
        "peak_rss_mb_seal": large["peak_mb"],
        "peak_rss_mb_seal_250k": small["peak_mb"],
    }


def select(say: Callable[[str], None]) -> dict[str, float]:
    """Select 1 % of 250,000 records, and all of one category, from one sealed folder."""
    say("selecting from 250,000 records")
    return told("select", WORK / "vault")


def release(say: Callable[[str], None]) -> dict[str, float]:
    """Release 1 % of 1,000,000 records in 50,000 segments, beside restic and DuckDB."""
    return figures(WORK / "release", say, _fetched("duckdb==2.0.1", say))


def readers(say: Callable[[str], None]) -> dict[str, float]:
    """Read a UFED report of 115 MB beside a bare lxml, and databases of a million messages."""
    say("reading a UFED report of 115 MB, beside lxml")
    found = said("readers_cellebrite.py")
    for part in ("mmssms", "imessage"):
        say(f"reading 1,000,000 messages from {part}, three times")
        runs = [said("readers_stores.py", part, 1_000_000) for _ in range(ROUNDS)]
        # The best: whatever else the machine does only takes from it.
        found[f"read_{part}_rows_per_s_core"] = max(run["per_cpu_s"] for run in runs)
        found[f"peak_rss_mb_read_{part}"] = max(run["peak_mb"] for run in runs)
    return found


def log(say: Callable[[str], None]) -> dict[str, float]:
    """Verify and prove a log of a million entries, and append to one, beside its peers."""
    say("a log of a million entries")
    count = 1_000_000
    found = said("log.py", "verify", WORK / "copy", count)
    found |= said("log.py", "prove", WORK / "tree", count)
    peers = _fetched("pymerkle==7.0.0", say)
    if peers is not None:
        os.environ["SAFEHOLD_BENCH_PEERS"] = str(peers)
        found |= said("log.py", "peer", WORK / "peer", count)
    return found | _appends(say)


def _fetched(peer: str, say: Callable[[str], None]) -> Path | None:
    """Install a peer that is a package of Python into a folder of its own; say if it cannot."""
    folder = WORK / peer.partition("==")[0]
    pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder), peer]
    if subprocess.run(pip, capture_output=True, check=False).returncode == 0:
        return folder
    say(f"{peer} could not be fetched; its figures are left out")
    return None


def _disks(say: Callable[[str], None]) -> dict[str, str]:
    """Give the disk as it is, and one whose every sync takes 2 ms more, by what to preload."""
    slow = WORK / "slow_sync.so"
    flags = ["-O2", "-fPIC", "-shared", "-o", str(slow), str(HERE / "slow_sync.c"), "-ldl"]
    if shutil.which("cc") and subprocess.run(["cc", *flags], check=False).returncode == 0:
        return {"disk": "", "2ms": str(slow)}
    say("there is no C compiler; a disk of 2 ms is left out")
    return {"disk": ""}


def _appends(say: Callable[[str], None]) -> dict[str, float]:
    """Append with order and hashes, and without, in turns; on the disk, and at 2 ms a sync."""
    disks = _disks(say)
    found = {}
    for name, preload in disks.items():
        for writers in (1, 4, 16):
            runs: dict[str, list[dict[str, float]]] = {"chained": [], "plain": []}
            for _ in range(ROUNDS):
                for how, some in runs.items():
                    os.environ["LD_PRELOAD"] = preload
                    some.append(said("log.py", "append", WORK / "append", how, writers, 3))
                    del os.environ["LD_PRELOAD"]
            rate = {
                how: statistics.median(each["per_s"] for each in some) for how, some in runs.items()
            }
            key = f"log_append_{name}_{writers}"
            found[f"{key}_per_s"] = rate["chained"]
            found[f"{key}_p99_ms"] = statistics.median(each["p99_ms"] for each in runs["chained"])
            found[f"{key}_ratio_plain"] = rate["chained"] / rate["plain"]
    return found


def postgres(say: Callable[[str], None]) -> dict[str, float]:
    """Append to the log in PostgreSQL, beside inserts; on the disk, and at 2 ms a sync."""
    found = {}
    for name, preload in _disks(say).items():
        say(f"a PostgreSQL server on {name}")
        told_last = _beside_postgres(preload, "postgres.py", 3, ROUNDS)
        found |= {f"postgres_append_{name}_{key}": value for key, value in told_last.items()}
    if "postgres_append_2ms_16_ratio_plain" in found:
        found["audit_append_ratio_plain_16w_2ms"] = found["postgres_append_2ms_16_ratio_plain"]
    return found


def _beside_postgres(preload: str, script: str, *words: object) -> dict[str, float]:
    """Run a bench beside a PostgreSQL server that is started for it; give what it says last."""
    environment = {
        **os.environ,
        "SAFEHOLD_SERVERS": "postgresql",
        # On a disk, and where the server's own user may pass through.
        "SAFEHOLD_SERVERS_DIR": "/var/tmp",  # noqa: S108 it is made with a random name there
        "SAFEHOLD_TEST_POSTGRES_PRELOAD": preload,
    }
    measured = [sys.executable, str(HERE / script), *map(str, words)]
    done = subprocess.run(
        ["bash", str(HERE.parent / "scripts" / "servers.sh"), *measured],
        check=True,
        stdout=subprocess.PIPE,
        cwd=HERE.parent,
        env=environment,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def decisions(say: Callable[[str], None]) -> dict[str, float]:
    """Decide among up to five million rules, beside stock Casbin, Cedar and plain SQL."""
    say("10,000 and 1,000,000 rules in SQLite")
    found = said("decisions.py", "sqlite", WORK / "decisions")
    os.environ["PYTHONPATH"] = str(_fetched("cedarpy==4.12.2", say) or "")
    say("10,000, 1,000,000 and 5,000,000 rules in PostgreSQL, beside Cedar and one SQL statement")
    found |= _beside_postgres("", "decision_peers.py", "postgres")
    whole = {"casbin": (10_000, 100_000, 1_000_000), "cedar": (1_000, 10_000)}
    for engine, totals in whole.items():
        for total in totals:
            say(f"{total:,} rules loaded whole into {engine}")
            found |= said("decision_peers.py", engine, total)
    del os.environ["PYTHONPATH"]
    return {f"decide_{name}": value for name, value in found.items()}


def browser(say: Callable[[str], None]) -> dict[str, float]:
    """Time what she waits for in Chromium, on this machine and on a slow phone and line."""
    say("50,000 segments in her browser; on a slow phone this takes some minutes")
    command = ["bash", str(HERE.parent / "scripts" / "node.sh"), "node", "browser/figures.ts"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=HERE.parent)
    lines = [line for line in done.stdout.splitlines() if line.startswith(b"{")]
    found: dict[str, float] = json.loads(lines[-1])
    return found


PARTS = {
    "browser": browser,
    "media": media,
    "records": records,
    "select": select,
    "release": release,
    "readers": readers,
    "log": log,
    "postgres": postgres,
    "decisions": decisions,
}


def main() -> int:
    """Run the parts, write the report, end with one line that names it."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--only", choices=sorted(PARTS))
    only = parser.parse_args().only
    WORK.mkdir(exist_ok=True)
    results: dict[str, float] = {}
    for name, part in PARTS.items():
        if only in (None, name):
            print(f"bench: {name}", flush=True)
            results |= part(lambda words: print(f"  {words}", flush=True))
    (HERE / "results.json").write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    lines = ["# Figures of this run", "", "Medians; ratios are within the run.", ""]
    lines += ["| figure | value |", "|---|--:|"]
    lines += [f"| {name} | {value:,.3f} |" for name, value in sorted(results.items())]
    (HERE / "report.md").write_text("\n".join(lines) + "\n")
    shutil.rmtree(WORK, ignore_errors=True)
    print("bench: report in bench/report.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
