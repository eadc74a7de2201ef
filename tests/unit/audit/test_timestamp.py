"""Time stamps by an authority made with OpenSSL: what is taken, and what is refused why."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audit.checkpoint import Checkpoint
from audit.errors import AuditError, BadSignature, MalformedNote, NotProven
from audit.stamp_token import MAX_TOKEN
from audit.timestamp import check_token, make_request, parse_authority
from tests.unit.audit.authority import Made, make_authority

TEXT = Checkpoint("vault.example/audit/1", 7, b"r" * 32).marshal()
OTHER = Checkpoint("vault.example/audit/1", 8, b"r" * 32).marshal()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make_authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make_authority(tmp_path_factory.mktemp("tsa") / "two")


def test_a_pinned_authority_says_when(made: Made) -> None:
    token = made.answer(make_request(TEXT))
    before = datetime.now(UTC)
    for pinned in (made.chain, made.root):
        stamp = check_token(token, TEXT, [parse_authority(pinned)])
        assert abs((before - stamp.at).total_seconds()) < 60
        assert stamp.slack.total_seconds() == 1
        assert stamp.authority in ("CN=Made TSA", "CN=Made TSA root")


def test_openssl_agrees(made: Made, tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(made.answer(make_request(TEXT)))
    (tmp_path / "text").write_text(TEXT)
    command = ["openssl", "ts", "-verify", "-in", "token", "-data", "text"]
    command += ["-CAfile", str(made.folder / "root.pem")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr


def test_a_token_for_another_checkpoint_is_refused(made: Made) -> None:
    token = made.answer(make_request(OTHER))
    with pytest.raises(NotProven, match="another checkpoint"):
        check_token(token, TEXT, [parse_authority(made.chain)])


def test_an_authority_that_nobody_pinned_is_refused(made: Made, stranger: Made) -> None:
    """Its certificate travels in the token, and is not believed for that."""
    token = stranger.answer(make_request(TEXT))
    for pins in ([], [parse_authority(made.chain)], [parse_authority(made.root)]):
        with pytest.raises(BadSignature):
            check_token(token, TEXT, pins)
    both = [parse_authority(made.chain), parse_authority(stranger.chain)]
    assert check_token(token, TEXT, both).at


def test_another_certificate_of_the_pinned_root_is_not_the_pinned_one(
    made: Made, tmp_path: Path
) -> None:
    """Whoever else the root certified signs for himself, unless the root alone is pinned."""
    second = make_authority(tmp_path / "second")
    for name in ("root.pem", "root.key"):
        (second.folder / name).write_bytes((made.folder / name).read_bytes())
    subprocess.run(
        [
            *("openssl", "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey"),
            *("root.key", "-out", "tsa.pem", "-days", "9", "-extfile", "tsa.cnf"),
            *("-extensions", "tsa_cert"),
        ],
        cwd=second.folder,
        check=True,
        capture_output=True,
    )
    token = second.answer(make_request(TEXT))
    assert check_token(token, TEXT, [parse_authority(made.root)]).at
    with pytest.raises(BadSignature):
        check_token(token, TEXT, [parse_authority(made.chain)])


def test_a_certificate_that_had_ended_when_it_signed_is_refused(tmp_path: Path) -> None:
    ended = make_authority(tmp_path / "ended", ends="20210101000000Z")
    token = ended.answer(make_request(TEXT))
    for pinned in (ended.chain, ended.root):
        with pytest.raises(BadSignature):
            check_token(token, TEXT, [parse_authority(pinned)])


@pytest.mark.parametrize("usage", ["timeStamping", "critical,codeSigning", "critical,serverAuth"])
def test_a_certificate_for_something_else_is_refused(tmp_path: Path, usage: str) -> None:
    """OpenSSL refuses to sign with most of these, so it is told another certificate."""
    wrong = make_authority(tmp_path / "wrong", usage=usage)
    right = make_authority(tmp_path / "right")
    token = right.answer(make_request(TEXT))
    with pytest.raises(BadSignature):
        check_token(token, TEXT, [parse_authority(wrong.own + right.root)])


def test_every_flipped_byte_of_a_token_is_refused_or_changes_nothing(made: Made) -> None:
    token = made.answer(make_request(TEXT))
    pins = [parse_authority(made.chain)]
    honest = check_token(token, TEXT, pins)
    taken = 0
    for at in range(len(token)):
        spoilt = token[:at] + bytes([token[at] ^ 1]) + token[at + 1 :]
        try:
            found = check_token(spoilt, TEXT, pins)
        except AuditError:
            continue
        # What travels beside the signed part (a status text, other certificates) may differ.
        assert found == honest
        taken += 1
    assert taken < len(token) // 2


@pytest.mark.parametrize(
    "token",
    [b"", b"junk", b"\x30\x00", b"\x30\x03\x02\x01\x00", b"\x00" * 100, b"x" * (MAX_TOKEN + 1)],
)
def test_garbage_is_malformed(made: Made, token: bytes) -> None:
    with pytest.raises(MalformedNote):
        check_token(token, TEXT, [parse_authority(made.chain)])


def test_bytes_after_a_token_are_malformed(made: Made) -> None:
    token = made.answer(make_request(TEXT))
    for spoilt in (token + b"\x00", token[:-1], b"\x00" + token):
        with pytest.raises(MalformedNote):
            check_token(spoilt, TEXT, [parse_authority(made.chain)])


def test_a_refusal_of_the_authority_is_no_token(made: Made) -> None:
    token = made.answer(b"not a request")
    with pytest.raises(MalformedNote):
        check_token(token, TEXT, [parse_authority(made.chain)])


@pytest.mark.parametrize("how", ["nothing", "junk", "own alone", "turned round", "not a root"])
def test_what_pins_nothing_is_refused(made: Made, stranger: Made, how: str) -> None:
    pem = {
        "nothing": "",
        "junk": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "own alone": made.own,
        "turned round": made.root + made.own,
        "not a root": made.root + stranger.own,
    }[how]
    with pytest.raises(MalformedNote):
        parse_authority(pem)
