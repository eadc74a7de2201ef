"""A witness of its own: made once, opened once, and never without its memory."""

from collections.abc import Callable
from pathlib import Path

import pytest

from audit.checkpoint import Checkpoint
from audit.cosignature import check_cosignatures, cosign
from audit.errors import MalformedNote, Pushback
from audit.log_key import LogKey
from audit.merkle import Tree, leaf_hash
from audit.note import Note, parse_signatures
from audit.witness_folder import make_witness, open_witness, parse_logs
from audit.witness_state import STATE
from audit.witnessing import Asked, marshal_request

Random = Callable[[int], bytes]
LOG = LogKey.of_seed("vault.example/audit/1", b"\x05" * 32)
VKEY = LOG.verifiers()[0].marshal()
LEAVES = [leaf_hash(bytes([index])) for index in range(9)]


def request(old: int, new: int, *more: object, signed_by: LogKey = LOG) -> str:
    tree = Tree(LEAVES[:new])
    signed = signed_by.sign(Checkpoint(LOG.origin, new, tree.root()), seconds=5)
    note = Note(signed.text, (*signed.signatures, *more))  # type: ignore[arg-type]
    return marshal_request(Asked(old, tuple(tree.consistency(old)), note.marshal()))


@pytest.fixture
def made(tmp_path: Path, seeded: Random) -> Path:
    make_witness(tmp_path / "w", "w.example", seeded)
    (tmp_path / "w" / "logs").write_text(f"# the vault\n{VKEY}\n")
    return tmp_path / "w"


def test_it_cosigns_with_both_keys_what_it_was_told_to_know(tmp_path: Path, seeded: Random) -> None:
    keys = make_witness(tmp_path / "w", "w.example", seeded)
    (tmp_path / "w" / "logs").write_text(f"{VKEY}\n")
    with open_witness(tmp_path / "w", lambda: 1000) as opened:
        assert opened.keys == keys
        assert opened.logs == {LOG.origin: LOG.verifiers()[0]}
        answer = opened.witness.add_checkpoint(request(0, 5))
    text = Checkpoint(LOG.origin, 5, Tree(LEAVES[:5]).root()).marshal()
    note = Note(text, parse_signatures(answer.body))
    assert set(check_cosignatures(note, keys, now_seconds=1000)) == set(keys)


def test_it_remembers_across_a_restart(made: Path) -> None:
    with open_witness(made, lambda: 1000) as opened:
        opened.witness.add_checkpoint(request(0, 5))
    with open_witness(made, lambda: 1000) as opened:
        assert opened.witness.add_checkpoint(request(0, 3)).body == "5\n"
        assert opened.witness.add_checkpoint(request(5, 8)).status == 200


def test_a_new_witness_knows_no_log(tmp_path: Path, seeded: Random) -> None:
    make_witness(tmp_path / "w", "w.example", seeded)
    with open_witness(tmp_path / "w", lambda: 1000) as opened:
        assert opened.witness.add_checkpoint(request(0, 5)).status == 404


def test_it_is_made_once(made: Path, seeded: Random) -> None:
    with pytest.raises(FileExistsError):
        make_witness(made, "w.example", seeded)
    (made / STATE).unlink()
    with pytest.raises(FileExistsError):
        make_witness(made, "w.example", seeded)


def test_one_process_runs_over_it(made: Path) -> None:
    with open_witness(made, lambda: 1000), pytest.raises(Pushback), open_witness(made, lambda: 1):
        pass


@pytest.mark.parametrize("lost", [STATE, "ed25519.key", "ml-dsa-44.key", "logs"])
def test_a_folder_that_lost_something_is_refused(made: Path, lost: str) -> None:
    (made / lost).unlink()
    with pytest.raises(MalformedNote), open_witness(made, lambda: 1000):
        pass


def test_keys_of_two_names_are_refused(made: Path, tmp_path: Path, seeded: Random) -> None:
    make_witness(tmp_path / "other", "other.example", seeded)
    (tmp_path / "other" / "ml-dsa-44.key").replace(made / "ml-dsa-44.key")
    with pytest.raises(MalformedNote), open_witness(made, lambda: 1000):
        pass


@pytest.mark.parametrize(
    "text",
    [
        f"{VKEY}\n{VKEY}\n",
        f"{VKEY} \n",
        f"{LogKey.of_seed('other', bytes([5]) * 32).verifiers()[0].marshal()}\n{VKEY}\n",
        f"{LOG.verifiers()[1].marshal()}\n",
        f"log {VKEY}\n",
        "nothing\n",
    ],
)
def test_what_is_not_strictly_a_list_of_logs_is_refused(text: str) -> None:
    with pytest.raises(MalformedNote):
        parse_logs(text)


def test_a_clock_set_back_stands_still_for_five_minutes_and_then_stops(made: Path) -> None:
    now = [10_000]
    with open_witness(made, lambda: now[0]) as opened:
        key = opened.keys[0]

        def asked(old: int, new: int) -> tuple[int, int]:
            answer = opened.witness.add_checkpoint(request(old, new))
            if answer.status != 200:
                return answer.status, 0
            text = Checkpoint(LOG.origin, new, Tree(LEAVES[:new]).root()).marshal()
            note = Note(text, parse_signatures(answer.body))
            return 200, check_cosignatures(note, [key], now_seconds=10**9)[key]

        assert asked(0, 1) == (200, 10_000)
        now[0] = 9_800
        assert asked(1, 2) == (200, 10_000)
        now[0] = 9_699
        assert asked(2, 3) == (503, 0)
        now[0] = 10_001
        assert asked(2, 3) == (200, 10_001)


def test_a_line_that_the_log_forged_in_its_name_is_not_remembered(made: Path) -> None:
    """Or a far future in it would stop the witness's own clock for ever."""
    with open_witness(made, lambda: 1000) as opened:
        public = opened.keys[0]
        forged = cosign("other\n", public.name, type(LOG.key)(b"\x09" * 32), 10**12)
        forged = type(forged)(public.name, public.key_id, forged.value)
        assert opened.witness.add_checkpoint(request(0, 1, forged)).status == 200
        kept = opened.witness.latest(LOG.origin)
        assert kept is not None
        assert forged.line() not in kept
        assert opened.witness.add_checkpoint(request(1, 2)).status == 200
