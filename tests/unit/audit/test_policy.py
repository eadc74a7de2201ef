"""Log policies: strict to read, and a quorum is what it says."""

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from nacl.signing import SigningKey

from audit.checkpoint import Checkpoint
from audit.cosignature import cosign, mldsa_verifier
from audit.errors import AuditError, BadSignature, MalformedNote, NotProven
from audit.log_key import LogKey
from audit.note import COSIGNATURE, ED25519, Note, VerifierKey
from audit.policy import parse_log_policy
from audit.trust import check_checkpoint

KEYS = [SigningKey(bytes([number]) * 32) for number in range(1, 7)]
WITNESSES = [
    VerifierKey(f"w{number}.example", COSIGNATURE, bytes(key.verify_key))
    for number, key in enumerate(KEYS)
]
A, B, C, D = (key.marshal() for key in WITNESSES[:4])
LOG = LogKey.of_seed("vault.example/audit/1", b"\x05" * 32)
PLAIN, MLDSA = (key.marshal() for key in LOG.verifiers())
WHOLE = f"""# what we pin
  # a comment may stand after spaces
log {PLAIN} https://vault.example/log
log\t{MLDSA}

witness a {A} https://a.example/
witness b {B}
witness c {C}
witness d {D}
group some 2 b c d
group all all a some
quorum all
witness later {WITNESSES[4].marshal()}
"""


def test_a_quorum_holds_for_exactly_these() -> None:
    policy = parse_log_policy(WHOLE)
    assert policy.urls == {"a": "https://a.example/"}
    names = dict(zip("abcd", WITNESSES, strict=False))
    for present, holds in (
        ("", False),
        ("a", False),
        ("bcd", False),
        ("ab", False),
        ("abc", True),
        ("acd", True),
        ("abcd", True),
    ):
        assert policy.satisfied([names[each] for each in present]) is holds
    assert parse_log_policy("quorum none\n").satisfied([])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "quorum none",
        "quorum none\nquorum none\n",
        "quorum a\n",
        f"quorum a\nwitness a {A}\n",
        f"witness none {A}\nquorum none\n",
        f"witness a {A}\nwitness a {B}\nquorum a\n",
        f"witness a {A}\nwitness b {A}\nquorum a\n",
        f"witness a {A} ftp://x\nquorum a\n",
        f"witness a {A} https://x #comment\nquorum a\n",
        f"witness a {A} #comment\nquorum a\n",
        f"log {PLAIN} #comment\nquorum none\n",
        f"log {PLAIN}\nlog {PLAIN}\nquorum none\n",
        f"log {A}\nquorum none\n",
        "log\nquorum none\n",
        f"witness a {A}\ngroup g 0 a\nquorum g\n",
        f"witness a {A}\ngroup g 2 a\nquorum g\n",
        f"witness a {A}\ngroup g -1 a\nquorum g\n",
        f"witness a {A}\ngroup g 01 a\nquorum g\n",
        f"witness a {A}\ngroup g most a\nquorum g\n",
        f"witness a {A}\ngroup g all\nquorum g\n",
        f"witness a {A}\ngroup g all a a\nquorum g\n",
        f"witness a {A}\ngroup g all a none\nquorum g\n",
        f"witness a {A}\ngroup g all b\nquorum g\n",
        f"witness a {A}\ngroup a all a\nquorum a\n",
        f"witness a {A}\ngroup g all a\ngroup h all a\nquorum g\n",
        f"witness a {A}\ngroup g all g\nquorum g\n",
        "trust everybody\nquorum none\n",
        "quorum none\r\n",
        "quorum\u00a0none\n",
        "# \x0c\nquorum none\n",
        "# \x7f\nquorum none\n",
        "# \ud800\nquorum none\n",
        "QUORUM none\n",
    ],
)
def test_what_is_not_strictly_a_policy_is_refused(text: str) -> None:
    with pytest.raises(MalformedNote):
        parse_log_policy(text)


def test_one_key_under_two_names_or_kinds_is_one_key() -> None:
    renamed = VerifierKey("else.example", COSIGNATURE, WITNESSES[0].public).marshal()
    plain = VerifierKey("w0.example", ED25519, WITNESSES[0].public).marshal()
    for second in (renamed, plain):
        with pytest.raises(MalformedNote):
            parse_log_policy(f"witness a {A}\nwitness b {second}\nquorum a\n")
    relabelled = VerifierKey("else.example", ED25519, LOG.verifiers()[0].public).marshal()
    with pytest.raises(MalformedNote):
        parse_log_policy(f"log {PLAIN}\nlog {relabelled}\nquorum none\n")


def test_an_mldsa_witness_is_a_witness() -> None:
    key = mldsa_verifier("m.example", MLDSA44PrivateKey.from_seed_bytes(b"\x09" * 32))
    policy = parse_log_policy(f"witness m {key.marshal()}\nquorum m\n")
    assert policy.satisfied([key])
    assert not policy.satisfied(WITNESSES)


CHECKPOINT = Checkpoint(LOG.origin, 7, b"r" * 32)
SIGNED = LOG.sign(CHECKPOINT, seconds=100)


def cosigned(*numbers: int, note: Note = SIGNED) -> str:
    lines = [cosign(note.text, WITNESSES[at].name, KEYS[at], 100 + at) for at in numbers]
    return Note(note.text, (*note.signatures, *lines)).marshal()


def test_a_checkpoint_is_trusted_with_log_and_quorum() -> None:
    trusted = check_checkpoint(cosigned(0, 1, 3), parse_log_policy(WHOLE), now_seconds=100)
    assert trusted.checkpoint == CHECKPOINT
    assert dict(trusted.seen) == {WITNESSES[0]: 100, WITNESSES[1]: 101, WITNESSES[3]: 103}


def test_too_few_witnesses_are_too_few() -> None:
    for numbers in ((), (0, 1), (1, 2, 3), (0, 1, 5)):
        with pytest.raises(NotProven):
            check_checkpoint(cosigned(*numbers), parse_log_policy(WHOLE), now_seconds=100)


def test_every_named_key_of_the_log_must_have_signed() -> None:
    for at in (0, 1):
        half = Note(SIGNED.text, (SIGNED.signatures[at],))
        with pytest.raises(BadSignature):
            check_checkpoint(cosigned(0, 1, 2, note=half), parse_log_policy(WHOLE), now_seconds=100)
    only = parse_log_policy(f"log {MLDSA}\nquorum none\n")
    check_checkpoint(SIGNED.marshal(), only, now_seconds=100)


def test_another_log_is_not_trusted_whoever_cosigned_it() -> None:
    other = LogKey.of_seed("other.example", b"\x05" * 32)
    strange = LogKey.of_seed(LOG.origin, b"\x08" * 32)
    for log, error in ((other, NotProven), (strange, BadSignature)):
        note = log.sign(Checkpoint(log.origin, 7, b"r" * 32), seconds=100)
        with pytest.raises(error):
            check_checkpoint(cosigned(0, 1, 2, note=note), parse_log_policy(WHOLE), now_seconds=100)


def test_every_flipped_byte_of_a_trusted_checkpoint_fails() -> None:
    policy = parse_log_policy(f"log {PLAIN}\nwitness a {A}\nquorum a\n")
    note = Note(SIGNED.text, SIGNED.signatures[:1])
    data = cosigned(0, note=note).encode()
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1
        with pytest.raises((AuditError, UnicodeDecodeError)):
            check_checkpoint(changed.decode(), policy, now_seconds=100)
