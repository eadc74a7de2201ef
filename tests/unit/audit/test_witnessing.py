"""A witness: it never signs two histories, and remembers across a restart."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from nacl.signing import SigningKey

from audit.checkpoint import Checkpoint
from audit.cosignature import check_cosignatures, mldsa_verifier
from audit.errors import AuditError, MalformedNote
from audit.log_key import LogKey
from audit.merkle import Tree, leaf_hash
from audit.note import COSIGNATURE, Note, VerifierKey, parse_signatures
from audit.witness_state import STATE
from audit.witnessing import Asked, Witness, marshal_request, parse_request

LOG = LogKey.of_seed("vault.example/audit/1", b"\x05" * 32)
KEY = SigningKey(b"\x06" * 32)
LEAVES = [leaf_hash(bytes([index])) for index in range(9)]
OTHERS = [leaf_hash(bytes([index, 0])) for index in range(9)]


def opened(folder: Path, **given: Any) -> Witness:  # noqa: ANN401 keyword arguments
    logs = {LOG.origin: LOG.verifiers()[0]}
    return Witness(folder, "w.example", KEY, logs, lambda: 1000, **given)


def request(
    old: int,
    new: int,
    leaves: list[bytes] = LEAVES,
    log: LogKey = LOG,
    proof: Any = None,  # noqa: ANN401
) -> str:
    tree = Tree(leaves[:new])
    note = log.sign(Checkpoint(log.origin, new, tree.root()), seconds=5).marshal()
    path = tree.consistency(old) if proof is None else proof
    return marshal_request(Asked(old, tuple(path), note))


def evidence(folder: Path) -> list[str]:
    return [path.read_text("utf-8") for path in folder.glob("evidence/*")]


def test_it_cosigns_what_extends_what_it_saw(tmp_path: Path) -> None:
    witness = opened(tmp_path)
    for old, new in ((0, 1), (1, 3), (3, 3), (3, 8)):
        asked = request(old, new)
        answer = witness.add_checkpoint(asked)
        assert answer.status == 200
        note = Note(
            Checkpoint(LOG.origin, new, Tree(LEAVES[:new]).root()).marshal(),
            parse_signatures(answer.body),
        )
        key = VerifierKey("w.example", COSIGNATURE, bytes(KEY.verify_key))
        assert check_cosignatures(note, [key], now_seconds=1000) == {key: 1000}
        assert witness.latest(LOG.origin) == parse_request(asked).note + answer.body
    assert evidence(tmp_path) == []


def test_a_stale_start_is_told_the_size(tmp_path: Path) -> None:
    witness = opened(tmp_path)
    witness.add_checkpoint(request(0, 1))
    witness.add_checkpoint(request(1, 5))
    # Stalled on the way: 1 to 3 arrives after 1 to 5.
    for old, new in ((1, 3), (0, 8), (3, 8), (0, 5), (1, 1)):
        answer = witness.add_checkpoint(request(old, new))
        assert (answer.status, answer.body) == (409, "5\n")
    assert witness.add_checkpoint(request(5, 8)).status == 200


def test_a_second_history_is_refused_and_kept(tmp_path: Path) -> None:
    witness = opened(tmp_path)
    witness.add_checkpoint(request(0, 5))
    fork = request(5, 8, OTHERS)
    assert witness.add_checkpoint(fork).status == 422
    same_size = request(5, 5, OTHERS, proof=())
    assert witness.add_checkpoint(same_size).status == 409
    hidden = request(0, 5, OTHERS)
    assert witness.add_checkpoint(hidden).status == 409
    assert sorted(evidence(tmp_path)) == sorted([fork, same_size, hidden])
    # Told again, it is kept once; and the honest log goes on.
    witness.add_checkpoint(fork)
    assert len(evidence(tmp_path)) == 3
    assert witness.add_checkpoint(request(5, 8)).status == 200


def test_a_proof_too_long_too_short_or_of_other_roots_is_refused(tmp_path: Path) -> None:
    witness = opened(tmp_path)
    witness.add_checkpoint(request(0, 3))
    path = Tree(LEAVES[:8]).consistency(3)
    for proof in (path[:-1], [*path, b"x" * 32], [b"x" * 32, *path[1:]], []):
        assert witness.add_checkpoint(request(3, 8, proof=proof)).status == 422
    assert witness.add_checkpoint(request(3, 8)).status == 200


def test_an_unknown_log_and_a_foreign_signature_are_refused(tmp_path: Path) -> None:
    witness = opened(tmp_path)
    unknown = LogKey.of_seed("other.example", b"\x05" * 32)
    assert witness.add_checkpoint(request(0, 1, log=unknown)).status == 404
    stranger = LogKey.of_seed(LOG.origin, b"\x07" * 32)
    assert witness.add_checkpoint(request(0, 1, log=stranger)).status == 403
    assert witness.latest(LOG.origin) is None
    assert evidence(tmp_path) == []


def test_an_old_size_beyond_the_checkpoint_is_a_bad_request(tmp_path: Path) -> None:
    assert opened(tmp_path).add_checkpoint(request(5, 3, proof=())).status == 400


@pytest.mark.parametrize(
    "text",
    [
        "",
        "old 0\n",
        "old 0\n\n",
        request(0, 1).replace("old 0", "old 00"),
        request(0, 1).replace("old 0", "old -1"),
        request(0, 1).replace("old 0", "old " + "1" * 5000),
        request(0, 1).replace("old 0", "old \u0660"),
        request(0, 1).replace("old 0", "0"),
        request(0, 1).replace("old 0\n", "old 0\nAAAA\n"),
        request(0, 1).replace("old 0\n", "old 0\nnot base64\n"),
        marshal_request(Asked(0, (b"x" * 32,) * 64, "")),
        request(0, 1).replace("\n1\n", "\n01\n"),
        request(0, 1) + "\n",
    ],
)
def test_what_is_not_a_request_is_a_bad_request(tmp_path: Path, text: str) -> None:
    assert opened(tmp_path).add_checkpoint(text).status == 400


def test_it_remembers_across_a_restart(tmp_path: Path) -> None:
    opened(tmp_path).add_checkpoint(request(0, 5))
    again = opened(tmp_path)
    assert again.add_checkpoint(request(0, 3)).body == "5\n"
    assert again.add_checkpoint(request(5, 8, OTHERS)).status == 422
    assert again.add_checkpoint(request(5, 8)).status == 200


def test_the_state_is_on_disk_before_the_cosignature_leaves(tmp_path: Path) -> None:
    witness = opened(tmp_path)
    (tmp_path / f"{STATE}.new").mkdir()
    with pytest.raises(OSError, match="director"):
        witness.add_checkpoint(request(0, 5))
    assert witness.latest(LOG.origin) is None
    (tmp_path / f"{STATE}.new").rmdir()
    assert witness.add_checkpoint(request(0, 5)).status == 200


@pytest.mark.parametrize("how", ["empty", "cut", "size", "origin", "shape"])
def test_a_spoilt_state_is_not_taken_for_an_empty_one(tmp_path: Path, how: str) -> None:
    opened(tmp_path).add_checkpoint(request(0, 5))
    path = tmp_path / STATE
    data = path.read_text("utf-8")
    (origin, _, note), *_ = json.loads(data)
    spoilt = {
        "empty": "",
        "cut": data[:-3],
        "size": json.dumps([[origin, 4, note]]),
        "origin": json.dumps([["other", 5, note]]),
        "shape": json.dumps({origin: note}),
    }
    path.write_text(spoilt[how], "utf-8")
    with pytest.raises(AuditError):
        opened(tmp_path)


def test_a_request_comes_back() -> None:
    text = request(3, 8)
    assert marshal_request(parse_request(text)) == text
    with pytest.raises(MalformedNote):
        parse_request(text.replace("old 3\n", "old 3 \n"))


def test_a_witness_with_both_keys_signs_with_both(tmp_path: Path) -> None:
    mldsa = MLDSA44PrivateKey.from_seed_bytes(b"\x08" * 32)
    answer = opened(tmp_path, mldsa=mldsa).add_checkpoint(request(0, 5))
    checkpoint = Checkpoint(LOG.origin, 5, Tree(LEAVES[:5]).root())
    note = Note(checkpoint.marshal(), parse_signatures(answer.body))
    keys = [
        VerifierKey("w.example", COSIGNATURE, bytes(KEY.verify_key)),
        mldsa_verifier("w.example", mldsa),
    ]
    assert set(check_cosignatures(note, keys, now_seconds=1000)) == set(keys)
