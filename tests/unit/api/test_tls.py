"""A certificate and key that cannot be served with: said before the start, with what to do."""

from pathlib import Path

import pytest

from api.settings import Settings, Unsafe
from api.tls import UnfitPair, check_pair
from tests.unit.api.certificates import write_pair


def settings(host: str = "127.0.0.1", **changes: Path | None) -> Settings:
    given = {"tls_cert": None, "tls_key": None, **changes}
    return Settings(Path("data"), host, 8000, given["tls_cert"], given["tls_key"])


def test_a_pair_that_belongs_together_is_fit(tmp_path: Path) -> None:
    check_pair(*write_pair(tmp_path, "good"))


def spoilt(folder: Path, how: str) -> tuple[Path, Path]:
    cert, key = write_pair(folder, "one")
    match how:
        case "another key":
            return cert, write_pair(folder, "two")[1]
        case "under a passphrase":
            return write_pair(folder, "locked", passphrase=b"secret")
        case "the other way round":
            return key, cert
        case "no certificate":
            cert.write_bytes(b"\x00\xff" * 200)
        case "an empty key":
            key.write_bytes(b"")
        case "cut short":
            cert.write_bytes(cert.read_bytes()[:200])
        case "missing":
            cert.unlink()
        case "a folder":
            key.unlink()
            key.mkdir()
    return cert, key


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("another key", "another certificate"),
        ("under a passphrase", "passphrase"),
        ("the other way round", "PEM"),
        ("no certificate", "PEM"),
        ("an empty key", "PEM"),
        ("cut short", "PEM"),
        ("missing", "no file"),
        ("a folder", "no file"),
    ],
)
def test_a_pair_that_is_not_fit_is_called_so_with_what_to_do(
    tmp_path: Path, how: str, words: str
) -> None:
    cert, key = spoilt(tmp_path, how)
    with pytest.raises(UnfitPair, match=words):
        check_pair(cert, key)
    with pytest.raises(Unsafe, match="--tls"):
        settings(tls_cert=cert, tls_key=key).check()


@pytest.mark.parametrize(
    ("host", "shown", "own"),
    [
        ("127.0.0.1", "http://127.0.0.1:8001", "http://127.0.0.1:8001"),
        ("localhost", "http://localhost:8001", "http://localhost:8001"),
        ("::1", "http://[::1]:8001", "http://[::1]:8001"),
        ("::", "http://[::]:8001", "http://[::1]:8001"),
        ("0.0.0.0", "http://0.0.0.0:8001", "http://127.0.0.1:8001"),  # noqa: S104 spelt only
    ],
)
def test_an_address_is_spelt_as_addresses_are(host: str, shown: str, own: str) -> None:
    assert (settings(host).url(1), settings(host).own_url(1)) == (shown, own)
