"""Attack (b) on what a package travels in: its ZIP, and the sealed container of a release."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extraction.client import open_release
from extraction.container import read_head
from extraction.errors import ExtractionError
from extraction.verify import verify_path
from extraction.zip_stored import ByteStream, entry_of, write_zip
from tests.attacks.conftest import Loot
from tests.cli.running import run
from vault.errors import VaultError
from vault.identity import Identity
from vault.identity_file import parse_identity

NOW = 1_800_000_000
BITS = (0x01, 0x20, 0x80)


def files(loot: Loot) -> dict[str, bytes]:
    return {
        path.relative_to(loot.package).as_posix(): path.read_bytes()
        for path in sorted(loot.package.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def zipped(loot: Loot) -> bytes:
    entries = [entry_of(name, data) for name, data in sorted(files(loot).items())]
    return b"".join(write_zip(entries))


def test_the_untouched_zip_verifies(zipped: bytes, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(zipped)
    assert run("verify", path)[0] == 0


def test_any_flipped_byte_of_the_zip_itself_is_found(
    zipped: bytes, loot: Loot, tmp_path: Path
) -> None:
    """Every byte that is of no file: local headers, the directory, its end."""
    kept = bytearray(b"\x01" * len(zipped))
    for data in files(loot).values():
        at = zipped.index(data)
        kept[at : at + len(data)] = bytes(len(data))
    places = [at for at, own in enumerate(kept) if own]
    assert 800 < len(places) < 2000
    for turn, place in enumerate(places):
        want_refused(zipped, place, BITS[turn % len(BITS)], tmp_path)


def test_a_flipped_byte_of_any_file_in_the_zip_is_found(
    zipped: bytes, loot: Loot, tmp_path: Path
) -> None:
    for data in files(loot).values():
        at = zipped.index(data)
        for turn, place in enumerate((at, at + len(data) // 2, at + len(data) - 1)):
            want_refused(zipped, place, BITS[turn], tmp_path)


def want_refused(zipped: bytes, place: int, bit: int, folder: Path) -> None:
    changed = bytearray(zipped)
    changed[place] ^= bit
    path = folder / "package.zip"
    path.write_bytes(changed)
    report = verify_path(path, None, now_seconds=NOW)
    assert not report.ok, (place, bit)
    assert report.first_failure() is not None


@pytest.mark.parametrize("cut", [1, 22, 100, 5000])
def test_a_zip_that_ends_early_or_goes_on_is_found(zipped: bytes, tmp_path: Path, cut: int) -> None:
    for changed in (zipped[:-cut], zipped + bytes(cut), bytes(cut) + zipped):
        path = tmp_path / "package.zip"
        path.write_bytes(changed)
        assert not verify_path(path, None, now_seconds=NOW).ok


def test_a_zip_in_another_order_or_with_a_file_twice_is_found(loot: Loot, tmp_path: Path) -> None:
    entries = [entry_of(name, data) for name, data in sorted(files(loot).items())]
    path = tmp_path / "package.zip"
    for changed in (entries[::-1], [*entries, entries[-1]], [entries[0], *entries]):
        path.write_bytes(b"".join(write_zip(changed)))
        assert not verify_path(path, None, now_seconds=NOW).ok


def opens(container: bytes, identity: Identity) -> bool:
    """Tell whether a container opens whole."""

    def pieces() -> Iterator[bytes]:
        yield container

    try:
        opened = open_release(pieces, identity)
        for _, _, chunks in opened.files():
            for _ in chunks:
                pass
    except (VaultError, ExtractionError):
        return False
    return True


def test_any_flipped_byte_of_a_sealed_release_that_concerns_its_reader_is_found(
    loot: Loot,
) -> None:
    container = next((loot.desk.folder / "final").glob("*.shv1r")).read_bytes()
    identity = parse_identity(loot.desk.key("investigator").read_bytes(), passphrase=None)
    assert opens(container, identity)
    head = read_head(ByteStream([container]))
    # A fingerprint and what is sealed to it; another person's are not his to check.
    others = set()
    for fp, wrap in head.wraps:
        at = container.index(fp + wrap)
        if fp != identity.fp:
            others |= set(range(at, at + len(fp) + len(wrap)))
    assert len(others) > 1000
    places = [at for at in range(head.length) if at not in others and at % 3 == 0]
    places += range(head.length, len(container), 997)
    places += [len(container) - 1, head.length + 1]
    assert len(places) > 500
    for turn, place in enumerate(places):
        changed = bytearray(container)
        changed[place] ^= BITS[turn % len(BITS)]
        assert not opens(bytes(changed), identity), place
    for cut in (1, 16, 16_384):
        assert not opens(container[:-cut], identity)
        assert not opens(container + bytes(cut), identity)


@pytest.mark.parametrize("name", ["grant.dsse.json", "envelope.shv1f", "survivor.pub"])
def test_any_flipped_byte_of_a_grant_is_found(loot: Loot, name: str, tmp_path: Path) -> None:
    folder = tmp_path / "grant"
    for path in (loot.desk.folder / "grant").iterdir():
        if path.is_file():
            folder.mkdir(exist_ok=True)
            (folder / path.name).write_bytes(path.read_bytes())
    data = (folder / name).read_bytes()
    words = ("select", folder, "--from", loot.sealed, "--worker", loot.desk.key("worker"))
    assert run(*words, "--out", tmp_path / "whole")[0] == 0
    for turn, place in enumerate({(len(data) - 1) * part // 19 for part in range(20)}):
        changed = bytearray(data)
        changed[place] ^= BITS[turn % len(BITS)]
        (folder / name).write_bytes(changed)
        code, document = run(*words, "--out", tmp_path / "out")
        assert code in (1, 2), place
        assert document["error"]["type"] != "internal"
        assert not (tmp_path / "out").exists()
