"""Sealed folders: they appear whole or not at all."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vault.custody import FolderCustody, FolderSink, marshal_certs, parse_certs
from vault.errors import AlreadyStored, Malformed, Missing, StoreUnavailable

Random = Callable[[int], bytes]
PACK = "a" * 32


def test_nothing_is_visible_before_the_commit(tmp_path: Path, seeded: Random) -> None:
    final = tmp_path / "out"
    sink = FolderSink(final, random=seeded)
    sink.write_pack(PACK, [b"pa", b"ck"])
    assert sink.write_object("b" * 32, [b"ob", b"ject"]) == 6
    sink.write_file("leaves.bin", b"")
    assert not final.exists()
    sink.commit()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]
    custody = FolderCustody(final)
    assert custody.read_pack(PACK, 1, 2) == b"ac"
    assert list(custody.object_chunks("b" * 32)) == [b"object"]


def test_an_abandoned_run_leaves_nothing(tmp_path: Path, seeded: Random) -> None:
    sink = FolderSink(tmp_path / "out", random=seeded)
    sink.write_pack(PACK, [b"pa", b"ck"])
    sink.abandon()
    sink.abandon()
    assert list(tmp_path.iterdir()) == []


def test_abandoning_after_the_commit_keeps_what_is_there(tmp_path: Path, seeded: Random) -> None:
    sink = FolderSink(tmp_path / "out", random=seeded)
    sink.write_pack(PACK, [b"pa", b"ck"])
    sink.commit()
    sink.abandon()
    assert (tmp_path / "out" / "packs" / PACK).read_bytes() == b"pack"


def test_folders_above_are_made(tmp_path: Path, seeded: Random) -> None:
    FolderSink(tmp_path / "a" / "b" / "out", random=seeded).commit()
    assert (tmp_path / "a" / "b" / "out" / "objects").is_dir()


def test_an_existing_folder_is_never_written_to(tmp_path: Path, seeded: Random) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(AlreadyStored):
        FolderSink(tmp_path / "out", random=seeded)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_appeared_meanwhile_is_not_replaced(tmp_path: Path, seeded: Random) -> None:
    sink = FolderSink(tmp_path / "out", random=seeded)
    (tmp_path / "out").mkdir()
    with pytest.raises(AlreadyStored):
        sink.commit()
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_in_the_way_is_said(tmp_path: Path, seeded: Random) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreUnavailable):
        FolderSink(tmp_path / "file" / "out", random=seeded)


KILLED = """
import os, signal, sys
from pathlib import Path
from vault.custody import FolderSink
sink = FolderSink(Path(sys.argv[1]), random=os.urandom)
sink.write_pack("a" * 32, [b"pack" * 1000])

def chunks():
    yield b"half of an object"
    os.kill(os.getpid(), signal.SIGKILL)

sink.write_object("b" * 32, chunks())
"""


def test_a_killed_run_leaves_a_partial_folder_that_the_next_run_removes(
    tmp_path: Path, seeded: Random
) -> None:
    final = tmp_path / "out [1]"
    done = subprocess.run([sys.executable, "-c", KILLED, str(final)], check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left.name.startswith("out [1].partial-")
    (tmp_path / "out [1].part").mkdir()
    FolderSink(final, random=seeded).commit()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out [1]", "out [1].part"]


def test_a_broken_stream_leaves_no_object(tmp_path: Path, seeded: Random) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise KeyError

    sink = FolderSink(tmp_path / "out", random=seeded)
    with pytest.raises(KeyError):
        sink.write_object("b" * 32, chunks())
    assert list((sink.folder / "objects").iterdir()) == []


def test_a_system_that_takes_no_more_is_said_and_abandoning_cleans_up(
    tmp_path: Path, seeded: Random
) -> None:
    sink = FolderSink(tmp_path / "out", random=seeded)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(StoreUnavailable, match="then try again"):
            sink.write_pack(PACK, [bytes(20_000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    sink.abandon()
    assert list(tmp_path.iterdir()) == []


def test_every_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    custody = FolderCustody(tmp_path)
    assert custody.receipt() is None
    reads: list[Callable[[], object]] = [
        custody.ingest,
        custody.certs,
        custody.leaves,
        custody.catalogue,
        custody.wrap,
        lambda: custody.read_pack(PACK, 0, 1),
        lambda: list(custody.object_chunks("b" * 32)),
    ]
    for read in reads:
        with pytest.raises(Missing):
            read()


@pytest.mark.parametrize(("offset", "length"), [(3, 2), (4, 1), (0, 5), (2**60, 1), (0, 2**60)])
def test_a_range_outside_a_pack_is_missing(tmp_path: Path, offset: int, length: int) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / PACK).write_bytes(b"pack")
    with pytest.raises(Missing):
        FolderCustody(tmp_path).read_pack(PACK, offset, length)


def test_a_receipt_is_given_once_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "receipt.dsse.json").write_bytes(b"{}")
    assert FolderCustody(tmp_path).receipt() == b"{}"


def test_an_unreadable_file_is_not_called_missing(tmp_path: Path) -> None:
    os.mkdir(tmp_path / "leaves.bin")  # noqa: PTH102 a folder where a file belongs
    with pytest.raises(StoreUnavailable):
        FolderCustody(tmp_path).leaves()


def test_certificates_come_back_with_the_same_bytes() -> None:
    certs = [b'{"a":1}', b'{"b":[2]}']
    assert parse_certs(marshal_certs(certs)) == certs
    assert marshal_certs([]) == b"[]"


@pytest.mark.parametrize("data", [b"", b"{}", b"[ ]", b"[1.5]", b"null"])
def test_what_is_not_a_list_of_certificates_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse_certs(data)
