"""Reading everything back: each fault is found where it is, and nowhere else."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.vault.sealed import Made
from vault.canonical import b64, marshal
from vault.certificate import issue_certificate
from vault.custody import marshal_certs
from vault.fsck import Fault, Finding, check_folder, check_stored
from vault.identity import Kind, new_identity
from vault.ingest import Receipt, sign_receipt

Random = Callable[[int], bytes]


def unheard(*_step: int) -> None:
    pass


def found(made: Made) -> list[tuple[str, Fault]]:
    seen = check_folder(made.folder, progress=unheard)
    return [(finding.name, finding.fault) for finding in seen]


def first(folder: Path) -> Path:
    return min(folder.iterdir())


def test_a_whole_folder_has_no_fault_and_all_is_read(made: Made) -> None:
    steps: list[tuple[int, int]] = []
    assert list(check_folder(made.folder, progress=lambda *step: steps.append(step))) == []
    assert steps[-1] == (made.sealed.bytes, made.sealed.bytes)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


FILES = ["certs.json", "leaves.bin", "catalogue.box", "wrap.bin", "packs", "objects"]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(made: Made, name: str) -> None:
    path = made.folder / name
    path = first(path) if path.is_dir() else path
    path.unlink()
    assert found(made) == [(path.relative_to(made.folder).as_posix(), Fault.MISSING)]


@pytest.mark.parametrize("name", [*FILES[1:5], "certs.json"])
def test_a_flipped_bit_is_found(made: Made, name: str) -> None:
    path = made.folder / name
    path = first(path) if path.is_dir() else path
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert found(made) == [(path.relative_to(made.folder).as_posix(), Fault.CHANGED)]


@pytest.mark.parametrize("name", ["packs", "objects", "leaves.bin", "catalogue.box", "wrap.bin"])
@pytest.mark.parametrize("more", [True, False])
def test_another_length_is_found(made: Made, name: str, more: bool) -> None:  # noqa: FBT001
    path = made.folder / name
    path = first(path) if path.is_dir() else path
    data = path.read_bytes()
    path.write_bytes(data + b"\x00" if more else data[:-1])
    ((where, fault),) = found(made)
    assert where == path.relative_to(made.folder).as_posix()
    # A pack that is too short lacks what is asked for.
    assert fault is (Fault.MISSING if name == "packs" and not more else Fault.CHANGED)


def test_a_folder_in_a_file_s_place_is_unreadable(made: Made) -> None:
    (made.folder / "wrap.bin").unlink()
    (made.folder / "wrap.bin").mkdir()
    assert found(made) == [("wrap.bin", Fault.UNREADABLE)]


def test_files_that_nobody_listed_are_named(made: Made) -> None:
    (made.folder / "packs" / ("0" * 32)).write_bytes(b"")
    (made.folder / "notes.txt").write_bytes(b"")
    (made.folder / "deeper").mkdir()
    (made.folder / "deeper" / "file").write_bytes(b"")
    assert found(made) == [
        ("deeper/file", Fault.UNLISTED),
        ("notes.txt", Fault.UNLISTED),
        (f"packs/{'0' * 32}", Fault.UNLISTED),
    ]


@pytest.mark.parametrize(
    ("statement", "fault"), [(None, Fault.MISSING), (b"{}", Fault.CHANGED), (b"", Fault.CHANGED)]
)
def test_without_a_statement_nothing_else_can_be_said(
    made: Made,
    statement: bytes | None,
    fault: Fault,
) -> None:
    path = made.folder / "ingest.dsse.json"
    path.unlink()
    if statement is not None:
        path.write_bytes(statement)
    assert found(made) == [("ingest.dsse.json", fault)]


def test_every_fault_is_reported_not_only_the_first(made: Made) -> None:
    for folder in ("packs", "objects"):
        for path in (made.folder / folder).iterdir():
            path.unlink()
    assert {fault for _, fault in found(made)} == {Fault.MISSING}
    assert len(found(made)) == made.sealed.packs + 2


def test_a_statement_by_somebody_else_s_certificate_is_found(made: Made, seeded: Random) -> None:
    stranger = new_identity(Kind.ORGANISATION, random=seeded)
    certificate = issue_certificate(
        stranger,
        subject=stranger.bundle,
        name="stranger",
        roles=["guardian"],
        not_before=made.created,
        not_after=made.created.replace(year=2027),
    )
    (made.folder / "certs.json").write_bytes(marshal_certs([certificate]))
    assert found(made) == [("certs.json", Fault.CHANGED)]


@pytest.mark.parametrize("with_root", [True, False])
def test_a_certificate_by_a_root_is_checked_where_the_root_is_there(
    made: Made,
    seeded: Random,
    with_root: bool,  # noqa: FBT001
) -> None:
    root = new_identity(Kind.ORGANISATION, random=seeded)
    times = {"not_before": made.created, "not_after": made.created.replace(year=2027)}
    certs = [
        issue_certificate(root, subject=subject, name="made", roles=[role], **times)
        for subject, role in ((made.guardian.bundle, "guardian"), (root.bundle, "ca"))
    ]
    listed = certs if with_root else certs[:1]
    (made.folder / "certs.json").write_bytes(marshal_certs(listed))
    assert found(made) == []
    envelope = json.loads(listed[0])
    envelope["signatures"][0]["sig"] = b64(bytes(64))
    (made.folder / "certs.json").write_bytes(marshal_certs([marshal(envelope), *listed[1:]]))
    assert (found(made) == [("certs.json", Fault.CHANGED)]) is with_root


def receipt_of(made: Made, **changes: bytes) -> bytes:
    about = {
        "eid": made.sealed.eid,
        "root": made.sealed.root,
        "guardian": made.guardian.fp,
        "statement": hashlib.sha256(made.custody.ingest()).digest(),
    }
    return sign_receipt(made.survivor, Receipt(**(about | changes)))  # type: ignore[arg-type]


def test_her_receipt_is_of_this_statement(made: Made) -> None:
    path = made.folder / "receipt.dsse.json"
    path.write_bytes(receipt_of(made))
    assert found(made) == []
    for key, size in (("eid", 16), ("root", 32), ("guardian", 32), ("statement", 32)):
        path.write_bytes(receipt_of(made, **{key: bytes(size)}))
        assert found(made) == [("receipt.dsse.json", Fault.CHANGED)]


def test_a_finding_says_what_was_seen(made: Made) -> None:
    (made.folder / "wrap.bin").write_bytes(b"")
    (finding,) = check_stored(made.custody, progress=unheard)
    assert finding == Finding("wrap.bin", Fault.CHANGED, "its hash is not the one in the statement")
