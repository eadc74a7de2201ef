"""The order in which `make bench ONLY=release` runs its processes, and the ratios between them."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).resolve().parent
COUNT = 1_000_000
ROUNDS = 3
Figures = dict[str, float]
SCALE = ("wall_s", "cpu_s", "read_mb", "peak_mb")


def figures(folder: Path, say: Callable[[str], None], duckdb: Path | None) -> Figures:
    """Make the data, then measure ours and the peers on the very same records."""
    say(f"sealing {COUNT:,} records")
    found = {f"release_{name}": value for name, value in _part(folder, "make", COUNT).items()}
    for name in ("one", "left", "right"):
        _part(folder, "grant", name)
    say("selecting 1 %, beside reading everything")
    found |= _ours(folder)
    say("two grants, on one worker and on two")
    found |= _workers(folder)
    if shutil.which("restic"):
        say("restic: a backup of the plain lines, restored and filtered")
        found |= _restic(folder)
    else:
        say("restic is not installed; its figures are left out")
    if duckdb is not None:
        say("DuckDB over Parquet that nobody sealed")
        found |= _duckdb(folder, duckdb)
    for peer in ("restic", "duckdb"):
        if f"release_{peer}_wall_s" in found:
            ours = found["release_select_1pct_wall_s"] + found["release_verify_1pct_wall_s"]
            found[f"release_1pct_wall_ratio_{peer}"] = ours / found[f"release_{peer}_wall_s"]
    return found


def _ours(folder: Path) -> Figures:
    everything = _part(folder, "read-all")
    selected = _middle([_part(folder, "work", "one") for _ in range(ROUNDS)])
    verified = _middle([_part(folder, "check", "one") for _ in range(ROUNDS)])
    if selected["records"] != everything["records"] or selected["records"] != COUNT / 100:
        raise SystemExit("bench: a release holds other records than the filter lets through")
    _part(folder, "work", "left")
    large = _middle([_part(folder, "check", "left") for _ in range(ROUNDS)])
    return {
        **_named("release_read_all", everything),
        **_named("release_select_1pct", selected),
        **_named("release_verify_1pct", verified),
        **_named("release_verify_10pct", large),
        "release_select_1pct_records_per_s": selected["records"] / selected["wall_s"],
        "release_select_1pct_wall_ratio_all": selected["wall_s"] / everything["wall_s"],
        "release_select_1pct_cpu_ratio_all": selected["cpu_s"] / everything["cpu_s"],
        "release_verify_10pct_records_per_s": large["records"] / large["steps_s"],
        "release_verify_10pct_records_per_cpu_s": large["records"] / large["steps_cpu_s"],
    }


def _workers(folder: Path) -> Figures:
    """Run both grants on one worker and on two, in turns; the load says if that is worth much."""
    load = os.getloadavg()[0]
    one, two = [], []
    for _ in range(ROUNDS):
        one.append(_together(folder, [("left", "right")]))
        two.append(_together(folder, [("left",), ("right",)]))
    return {
        "release_workers_1_s": statistics.median(one),
        "release_workers_2_s": statistics.median(two),
        "release_workers_2_ratio_1": statistics.median(one) / statistics.median(two),
        "release_workers_load_before": load,
    }


def _restic(folder: Path) -> Figures:
    os.environ |= {"RESTIC_PASSWORD": "bench", "RESTIC_REPOSITORY": str(folder / "repository")}
    plain = str(folder / "plain")
    for words in (["init", "-q"], ["backup", "-q", "--no-cache", plain]):
        subprocess.run(["restic", *words], check=True, stdout=subprocess.DEVNULL)
    return _named("release_restic", _middle([_part(folder, "restic") for _ in range(ROUNDS)]))


def _duckdb(folder: Path, installed: Path) -> Figures:
    os.environ["SAFEHOLD_BENCH_PEERS"] = str(installed)
    made = _part(folder, "duckdb", "make")
    asked = _middle([_part(folder, "duckdb", "ask") for _ in range(ROUNDS)])
    if asked["records"] != COUNT / 100:
        raise SystemExit("bench: DuckDB finds other records")
    return {"release_parquet_mb": made["parquet_mb"], **_named("release_duckdb", asked)}


def _command(folder: Path, part: str, *words: object) -> list[str]:
    return [sys.executable, str(HERE / "release.py"), part, str(folder), *map(str, words)]


def _part(folder: Path, part: str, *words: object) -> Figures:
    """Run one part; give what it says last. A worker waits for a line before it begins."""
    done = subprocess.run(
        _command(folder, part, *words),
        check=True,
        input=b"\n",
        stdout=subprocess.PIPE,
        cwd=HERE.parent,
    )
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def _together(folder: Path, grants: list[tuple[str, ...]]) -> float:
    """Start a worker for each, let all go at once when all are ready; give the wall seconds."""
    with ExitStack() as running:
        workers = [
            running.enter_context(
                subprocess.Popen(
                    _command(folder, "work", *names),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    cwd=HERE.parent,
                )
            )
            for names in grants
        ]
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()
        begun = time.perf_counter()
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write(b"\n")
            worker.stdin.flush()
        for worker in workers:
            assert worker.stdout is not None
            # Its figures come when it is done.
            if not worker.stdout.readline():
                raise SystemExit("bench: a worker failed")
        return time.perf_counter() - begun


def _middle(runs: list[Figures]) -> Figures:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def _named(name: str, run: Figures) -> Figures:
    return {f"{name}_{scale}": run[scale] for scale in SCALE}
