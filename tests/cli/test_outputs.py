"""What a command writes appears whole or not at all, and never over something."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli_io import UsageError, whole_file, whole_folder
from extraction.made import write_made_source
from tests.cli.running import run
from vault.errors import StoreUnavailable

ROOT = Path(__file__).resolve().parents[2]
Random = Callable[[int], bytes]


def fill_folder(path: Path, random: Random) -> None:
    with whole_folder(path, random) as folder:
        (folder / "below").mkdir()
        (folder / "below" / "file").write_bytes(b"whole")


def fill_file(path: Path, random: Random) -> None:
    with whole_file(path, random) as file:
        file.write(b"whole")


@pytest.mark.parametrize("fill", [fill_folder, fill_file])
def test_it_appears_whole(fill: Callable[..., None], tmp_path: Path, seeded: Random) -> None:
    out = tmp_path / "deep" / "out"
    fill(out, seeded)
    found = out if out.is_file() else out / "below" / "file"
    assert found.read_bytes() == b"whole"
    assert [path.name for path in out.parent.iterdir()] == ["out"]
    assert stat.S_IMODE(out.stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize("fill", [fill_folder, fill_file])
@pytest.mark.parametrize("there", ["file", "folder", "link"])
def test_what_is_there_stays(
    fill: Callable[..., None], there: str, tmp_path: Path, seeded: Random
) -> None:
    out = tmp_path / "out"
    if there == "file":
        out.write_bytes(b"before")
    elif there == "folder":
        out.mkdir()
    else:
        out.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="choose a new name"):
        fill(out, seeded)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("raised", [RuntimeError, KeyboardInterrupt])
@pytest.mark.parametrize("whole", [whole_folder, whole_file])
def test_nothing_is_left_of_what_went_wrong(
    whole: Callable[..., contextlib.AbstractContextManager[object]],
    raised: type[BaseException],
    tmp_path: Path,
    seeded: Random,
) -> None:
    with pytest.raises(raised), whole(tmp_path / "out", seeded):
        raise raised
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("whole", [whole_folder, whole_file])
def test_a_place_that_cannot_be_written_is_said(
    whole: Callable[..., contextlib.AbstractContextManager[object]], tmp_path: Path, seeded: Random
) -> None:
    (tmp_path / "file").write_bytes(b"")
    with (
        pytest.raises(StoreUnavailable, match="check the folder"),
        whole(tmp_path / "file" / "out", seeded),
    ):
        pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_seal_leaves_nothing(
    number: signal.Signals, tmp_path: Path, seeded: Random
) -> None:
    for name, kind in (("survivor", "person"), ("guardian", "organisation")):
        assert run("keys", "new", "--kind", kind, tmp_path / name)[0] == 0
    source = write_made_source(tmp_path / "made", random=seeded, days=120)
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    out.mkdir()
    scratch.mkdir()
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "api.cli", "seal", str(source)),
            *("--for", str(tmp_path / "survivor.pub"), "--as", str(tmp_path / "guardian")),
            *("--out", str(out / "sealed")),
        ],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Who runs the tests under nohup, or in the background of a script, ignores some of them.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509 no thread forks
    ) as process:
        limit = time.monotonic() + 30
        while not list(out.iterdir()):
            assert process.poll() is None
            assert time.monotonic() < limit
            time.sleep(0.01)
        process.send_signal(number)
        said = process.communicate()[1]
    assert process.returncode == 130, said
    assert b"Traceback" not in said
    assert list(out.iterdir()) == list(scratch.iterdir()) == []


def test_records_are_written_beside_and_then_named(tmp_path: Path, seeded: Random) -> None:
    source = write_made_source(tmp_path / "made", random=seeded, days=2)
    lines = tmp_path / "records.jsonl"
    code, document = run("inspect", source, "--records", lines)
    assert code == 0
    assert len(lines.read_bytes().splitlines()) == sum(document["records"].values()) > 0
    code, document = run("inspect", source, "--records", lines)
    assert (code, document["error"]["type"]) == (2, "invalid")


def test_a_failed_inspection_leaves_no_records(tmp_path: Path) -> None:
    source = tmp_path / "source.bin"
    source.write_bytes(os.urandom(100))
    code, _ = run("inspect", source, "--records", tmp_path / "records.jsonl")
    assert code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["source.bin"]
