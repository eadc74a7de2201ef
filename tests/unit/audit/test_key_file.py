"""Key files: made once, read by their owner only, one spelling."""

from collections.abc import Callable
from pathlib import Path

import pytest

from audit.errors import MalformedNote
from audit.key_file import ED25519_NAME, MLDSA44_NAME, make_key_file, parse_key_file, read_key_file

Random = Callable[[int], bytes]


@pytest.mark.parametrize("alg", [ED25519_NAME, MLDSA44_NAME])
def test_a_key_comes_back_from_its_file(tmp_path: Path, seeded: Random, alg: str) -> None:
    made = make_key_file(tmp_path / "key", alg, "w.example", seeded)
    assert read_key_file(tmp_path / "key") == made
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert made.seed.hex() not in repr(made)
    assert str(made.seed) not in repr(made)


def test_a_key_serves_its_own_kind_only(tmp_path: Path, seeded: Random) -> None:
    ed25519 = make_key_file(tmp_path / "a", ED25519_NAME, "w", seeded)
    mldsa = make_key_file(tmp_path / "b", MLDSA44_NAME, "w", seeded)
    assert bytes(ed25519.ed25519()) == ed25519.seed
    assert mldsa.mldsa().private_bytes_raw() == mldsa.seed
    for wrong in (ed25519.mldsa, mldsa.ed25519):
        with pytest.raises(MalformedNote):
            wrong()


def test_a_key_is_never_replaced(tmp_path: Path, seeded: Random) -> None:
    first = make_key_file(tmp_path / "key", ED25519_NAME, "w", seeded)
    with pytest.raises(FileExistsError):
        make_key_file(tmp_path / "key", ED25519_NAME, "w", seeded)
    assert read_key_file(tmp_path / "key") == first


def test_a_file_that_others_may_read_is_refused(tmp_path: Path, seeded: Random) -> None:
    make_key_file(tmp_path / "key", ED25519_NAME, "w", seeded)
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(MalformedNote):
        read_key_file(tmp_path / "key")


def test_a_name_that_notes_cannot_carry_is_refused(tmp_path: Path, seeded: Random) -> None:
    for name in ("", "a b", "a+b"):
        with pytest.raises(MalformedNote):
            make_key_file(tmp_path / "key", ED25519_NAME, name, seeded)
    assert not (tmp_path / "key").exists()


SEED = "A" * 43


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        f'{{"alg":"ed25519","name":"w","seed":"{SEED[:-1]}B"}}'.encode(),
        f'{{"alg":"ed25519","name":"w","seed":"{SEED}="}}'.encode(),
        f'{{"alg":"ed25519","name":"w","seed":"{SEED[:-4]}"}}'.encode(),
        f'{{"alg":"rsa","name":"w","seed":"{SEED}"}}'.encode(),
        f'{{"alg":"ed25519","name":7,"seed":"{SEED}"}}'.encode(),
        f'{{"alg":"ed25519","name":"w","seed":"{SEED}","v":1}}'.encode(),
        f'{{"name":"w","alg":"ed25519","seed":"{SEED}"}}'.encode(),
        f'{{"alg":"ed25519","name":"w","seed":"{SEED}"}}\n'.encode(),
        b'{"alg":"ed25519","name":"w","seed":7}',
    ],
)
def test_other_spellings_are_refused(data: bytes) -> None:
    with pytest.raises(MalformedNote):
        parse_key_file(data)
