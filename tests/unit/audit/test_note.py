"""Notes, keys, checkpoints, cosignatures and proofs: one spelling, and every bit counts."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from nacl.signing import SigningKey

from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.cosignature import check_cosignatures, cosign, cosign_mldsa, mldsa_verifier
from audit.errors import AuditError, BadSignature, MalformedCheckpoint, MalformedNote
from audit.log_key import LogKey
from audit.note import (
    COSIGNATURE,
    ED25519,
    Note,
    VerifierKey,
    check_note,
    parse_note,
    parse_signatures,
    parse_vkey,
    sign_note,
)
from audit.proof import LogProof, parse_proof

CHECKPOINT = Checkpoint("vault.example/audit/1", 7, b"r" * 32)
TEXT = CHECKPOINT.marshal()
KEY, MLDSA = SigningKey(b"\x01" * 32), MLDSA44PrivateKey.from_seed_bytes(b"\x02" * 32)
PUBLIC = VerifierKey("vault.example/audit/1", ED25519, bytes(KEY.verify_key))
WITNESS = VerifierKey("w.example", COSIGNATURE, bytes(KEY.verify_key))
NOTE = Note(TEXT, (sign_note(TEXT, PUBLIC.name, KEY),))


def test_a_note_comes_back_and_its_signature_holds() -> None:
    note = parse_note(NOTE.marshal())
    assert note == NOTE
    assert check_note(note, [PUBLIC]) == [PUBLIC]


def test_every_flipped_byte_of_a_note_fails() -> None:
    data = NOTE.marshal().encode()
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1
        try:
            text = changed.decode()
        except UnicodeDecodeError:
            continue
        with pytest.raises(AuditError):
            check_note(parse_note(text), [PUBLIC])


def test_a_known_key_that_fails_among_good_ones_spoils_the_note() -> None:
    good = NOTE.signatures[0]
    bad = sign_note(TEXT.replace("7", "8"), PUBLIC.name, KEY)
    assert check_note(Note(TEXT, (good, good)), [PUBLIC]) == [PUBLIC]
    for lines in ((good, bad), (bad, good)):
        with pytest.raises(BadSignature):
            check_note(Note(TEXT, lines), [PUBLIC])


def test_lines_of_unknown_keys_are_skipped() -> None:
    other = SigningKey(b"\x03" * 32)
    strange = sign_note("something else\n", "strange.example", other)
    assert check_note(Note(TEXT, (strange, *NOTE.signatures)), [PUBLIC]) == [PUBLIC]
    with pytest.raises(BadSignature):
        check_note(Note(TEXT, (strange,)), [PUBLIC])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\n— name\n",
        "text\n\n— name AAAA\n",
        "text\n\n- name AAAAAAAAAA==\n",
        "text\n\n— na+me AAAAAAAAAA==\n",
        "text\n\n— na\u00a0me AAAAAAAAAA==\n",
        "text\n\n— name AAAAAAAAAB==\n",
        "text\n\n— name AAAAAAAAAA\n",
        "text\n\n— name AAAAAAAAAA== \n",
        "text\n\n— name AAAAAAAAAA==",
        "text\r\n\n— name AAAAAAAAAA==\n",
        "te\u0001xt\n\n— name AAAAAAAAAA==\n",
        "te\ud800xt\n\n— name AAAAAAAAAA==\n",
        "text\n\n— name AAAAAAAAAA==\nmore\n",
        "text\n\n" + "— name AAAAAAAAAA==\n" * 101,
    ],
)
def test_what_is_not_a_note_is_refused(text: str) -> None:
    with pytest.raises(MalformedNote):
        parse_note(text)


def test_the_last_empty_line_parts_text_and_signatures() -> None:
    text = "one\n\ntwo\n"
    note = Note(text, (sign_note(text, "name", KEY),))
    assert parse_note(note.marshal()) == note


def test_signature_lines_alone_are_read_as_a_witness_answers_them() -> None:
    line = cosign(TEXT, "w.example", KEY, 5)
    assert parse_signatures(line.line() * 2) == (line, line)
    for answer in ("", "\n", "extra\n\n" + line.line() + "x", "not a line\n"):
        with pytest.raises(MalformedNote):
            parse_signatures(answer)


@pytest.mark.parametrize("key", [PUBLIC, WITNESS, mldsa_verifier("m.example", MLDSA)])
def test_keys_come_back(key: VerifierKey) -> None:
    assert parse_vkey(key.marshal()) == key


@pytest.mark.parametrize(
    "text",
    [
        PUBLIC.marshal().upper(),
        PUBLIC.marshal() + " ",
        PUBLIC.marshal().replace("vault", "vaulx"),
        "name+00000000+",
        VerifierKey("name", ED25519, b"x" * 31).marshal(),
        VerifierKey("name", 0x02, b"x" * 32).marshal(),
        VerifierKey("na me", ED25519, b"x" * 32).marshal(),
        VerifierKey("", ED25519, b"x" * 32).marshal(),
    ],
)
def test_keys_that_are_not_their_own_are_refused(text: str) -> None:
    with pytest.raises(MalformedNote):
        parse_vkey(text)


def test_a_checkpoint_comes_back() -> None:
    assert parse_checkpoint(TEXT) == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        TEXT + "extension\n",
        TEXT.replace("\n7\n", "\n07\n"),
        TEXT.replace("\n7\n", "\n-1\n"),
        TEXT.replace("\n7\n", "\n+7\n"),
        TEXT.replace("\n7\n", "\n1_0\n"),
        TEXT.replace("\n7\n", "\n\u0667\n"),
        TEXT.replace("\n7\n", f"\n{2**63}\n"),
        TEXT.replace("\n7\n", "\n" + "9" * 5000 + "\n"),
        "\n7\n" + base64.b64encode(b"r" * 32).decode() + "\n",
        "a\n7\n" + base64.b64encode(b"r" * 31).decode() + "\n",
        "a\n7\n" + base64.b64encode(b"r" * 32).decode().rstrip("=") + "\n",
        TEXT.rstrip("\n"),
        TEXT.replace("\n", "\r\n"),
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(MalformedCheckpoint):
        parse_checkpoint(text)


def cosigned(kind: str, seconds: int) -> tuple[Note, VerifierKey]:
    if kind == "ed25519":
        return Note(TEXT, (cosign(TEXT, "w.example", KEY, seconds),)), WITNESS
    line = cosign_mldsa(TEXT, "w.example", MLDSA, seconds)
    return Note(TEXT, (line,)), mldsa_verifier("w.example", MLDSA)


@pytest.mark.parametrize("kind", ["ed25519", "mldsa"])
def test_a_cosignature_gives_its_time(kind: str) -> None:
    note, key = cosigned(kind, 1000)
    assert check_cosignatures(parse_note(note.marshal()), [key], now_seconds=1000) == {key: 1000}


@pytest.mark.parametrize("kind", ["ed25519", "mldsa"])
def test_a_cosignature_of_another_time_size_root_or_origin_fails(kind: str) -> None:
    note, key = cosigned(kind, 1000)
    line = note.signatures[0]
    for text in (
        TEXT.replace("\n7\n", "\n8\n"),
        TEXT.replace("/1\n", "/2\n"),
        Checkpoint(CHECKPOINT.origin, 7, b"s" * 32).marshal(),
    ):
        with pytest.raises(BadSignature):
            check_cosignatures(Note(text, (line,)), [key], now_seconds=2000)
    for at in (7, 8, len(line.value) - 1):
        value = bytearray(line.value)
        value[at] ^= 1
        changed = type(line)(line.name, line.key_id, bytes(value))
        with pytest.raises(BadSignature):
            check_cosignatures(Note(TEXT, (changed,)), [key], now_seconds=2000)


@pytest.mark.parametrize("kind", ["ed25519", "mldsa"])
def test_a_cosignature_of_another_length_is_refused(kind: str) -> None:
    note, key = cosigned(kind, 1000)
    line = note.signatures[0]
    for value in (line.value[:-1], line.value + b"x", line.value[:8]):
        changed = type(line)(line.name, line.key_id, value)
        with pytest.raises(MalformedNote):
            check_cosignatures(Note(TEXT, (changed,)), [key], now_seconds=2000)


@pytest.mark.parametrize("kind", ["ed25519", "mldsa"])
def test_a_cosignature_from_the_future_fails(kind: str) -> None:
    note, key = cosigned(kind, 1301)
    assert check_cosignatures(note, [key], now_seconds=1001) == {key: 1301}
    with pytest.raises(BadSignature):
        check_cosignatures(note, [key], now_seconds=1000)


def test_an_mldsa_cosignature_names_its_cosigner() -> None:
    line = cosign_mldsa(TEXT, "w.example", MLDSA, 5)
    other = mldsa_verifier("x.example", MLDSA)
    moved = type(line)("x.example", other.key_id, line.value)
    with pytest.raises(BadSignature):
        check_cosignatures(Note(TEXT, (moved,)), [other], now_seconds=5)


def test_mldsa_names_end_at_255_bytes() -> None:
    cosign_mldsa(TEXT, "w" * 255, MLDSA, 5)
    for text, name in ((TEXT, "w" * 256), (Checkpoint("o" * 256, 7, b"r" * 32).marshal(), "w")):
        with pytest.raises(MalformedNote):
            cosign_mldsa(text, name, MLDSA, 5)


def test_a_logs_two_keys_come_from_one_seed_and_both_sign() -> None:
    log = LogKey.of_seed("vault.example/audit/1", b"\x05" * 32)
    note = log.sign(CHECKPOINT, seconds=9)
    assert len(note.signatures) == 2
    ed25519, mldsa = log.verifiers()
    assert check_note(note, log.verifiers()) == [ed25519]
    assert check_cosignatures(note, [mldsa], now_seconds=9) == {mldsa: 9}
    alone = LogKey("vault.example/audit/1", log.key)
    assert alone.verifiers() == [ed25519]
    assert "05" * 4 not in repr(log)


PROOF = LogProof(5, (b"a" * 32, b"b" * 32), NOTE.marshal())


@pytest.mark.parametrize("proof", [PROOF, LogProof(0, (), "x\n"), LogProof(1, (), "x\n", b"more")])
def test_a_proof_comes_back(proof: LogProof) -> None:
    assert parse_proof(proof.marshal()) == proof


@pytest.mark.parametrize(
    "text",
    [
        "",
        PROOF.marshal().replace("@v1", "@v2"),
        PROOF.marshal().replace("index 5", "index 05"),
        PROOF.marshal().replace("index 5", "index " + "9" * 5000),
        PROOF.marshal().replace("index 5", "index ५"),
        PROOF.marshal().replace("index 5\n", ""),
        PROOF.marshal().replace("index 5\n", "extra AB==\nindex 5\n"),
        PROOF.marshal().replace("YWFh", "YWF"),
        LogProof(5, (b"a" * 31,), "x\n").marshal(),
        LogProof(5, (b"a" * 32,) * 64, "x\n").marshal(),
        PROOF.marshal().split("\n\n", maxsplit=1)[0],
    ],
)
def test_what_is_not_a_proof_is_refused(text: str) -> None:
    with pytest.raises(MalformedNote):
        parse_proof(text)
