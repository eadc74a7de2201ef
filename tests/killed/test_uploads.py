"""Uploads that break off anywhere: the rerun sends what is missing, and one intake comes of it."""

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.remote import Remote
from extraction.made import write_made_source
from tests.cli.running import done
from tests.conftest import seeded_random
from tests.integration.conftest import System, free_ports, running
from tests.integration.test_command_line import People
from tests.killed.conftest import Forker, Room
from tests.killed.cutter import Cutter, Exchange
from vault.canonical import b64
from vault.custody import FolderCustody, marshal_certs
from vault.pieces import PIECE

pytestmark = pytest.mark.integration
BUSY = 4


class Table:
    """A guardian and a survivor of a running vault; the guardian's way to it can be cut."""

    def __init__(self, system: System, folder: Path) -> None:
        self.system, self.folder = system, folder
        self.people = People(system, folder)
        self.people.survivor()
        self.cutter = Cutter(system.port)
        self.session = folder / "cut.session"
        session = json.loads(self.people.session("guardian").read_text())
        self.session.write_text(json.dumps({**session, "url": self.cutter.url}))
        self.source = write_made_source(folder / "made", random=seeded_random("cut"), days=2)

    def seal(self, room: Room) -> tuple[object, ...]:
        return (
            *("seal", self.source, "--for", self.folder / "login.key.pub"),
            *("--as", self.people.demo("guardian.key")),
            *("--cert", self.people.demo("guardian.cert")),
            *("--vault", self.cutter.url, "--session", self.session, "--outbox", room.out),
        )

    def pieces_begin(self, room: Room) -> int:
        """Tell which exchange of an upload from the outbox is the first of a long file."""
        (folder,) = [path for path in room.out.iterdir() if path.is_dir()]
        session = json.loads(self.people.session("guardian").read_text())
        custody = FolderCustody(folder)
        begun = Remote(self.system.vault, session["token"]).call(
            "POST",
            "/v1/uploads",
            {"ingest": b64(custody.ingest()), "certs": b64(marshal_certs(custody.certs()))},
        )
        lengths = [part["length"] for part in begun["missing"]]
        assert [length for length in lengths if length > PIECE] == [max(lengths)]
        return 2 + lengths.index(max(lengths))

    def hers(self) -> Remote:
        session = json.loads(self.people.session("survivor").read_text())
        return Remote(self.system.vault, session["token"])

    def intakes(self) -> list[str]:
        """List her extractions' ids, each as often as the vault lists it."""
        return [row["eid"] for row in self.hers().call("GET", "/v1/extractions")]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    folder = tmp_path_factory.mktemp("uploads")
    with running(folder / "data", free_ports()) as system:
        found = Table(system, folder)
        yield found
        found.cutter.close()
        # Each intake is one line in the log; the demonstration has one of its own.
        assert ingest_entries(found) == len(found.intakes()) + 1
    # What broken uploads left is nothing.
    assert done("fsck", system.data)["findings"] == []


def ingest_entries(table: Table) -> int:
    auditor = table.people.staff_in("auditor")
    copy = table.folder / "log.zip"
    done("audit", "export", "--session", auditor, "--out", copy)
    acts = [entry["act"] for entry in done("audit", "show", copy)["entries"]]
    return acts.count("ingest")


def kept(exchanges: list[Exchange]) -> Counter[str]:
    """Count the files that the vault said it has, by their paths."""
    return Counter(each.path for each in exchanges if each.method == "PUT" and each.acknowledged)


def finish(
    table: Table, forker: Forker, room: Room, first: list[Exchange], code: int
) -> dict[str, Any]:
    """Run it again: only what was not acknowledged is sent, and one intake comes of it."""
    assert code in (-signal.SIGKILL, BUSY)
    again = table.cutter.begin()
    found = forker(table.seal(room), room.scratch)
    assert found["code"] == 0, found
    receipt: dict[str, Any] = json.loads(found["out"])
    assert receipt["records"] > 0
    assert not set(kept(first)) & set(kept(again)), "sent twice"
    assert table.intakes().count(receipt["eid"]) == 1
    # The sealed bytes are gone from the outbox, and a third run gives the same receipt.
    assert [path.suffix for path in room.out.iterdir()] == [".json"]
    third = table.cutter.begin()
    assert json.loads(forker(table.seal(room), room.scratch)["out"]) == receipt
    assert third == []
    return receipt


@pytest.fixture(scope="module")
def exchanges(table: Table, forker: Forker, tmp_path_factory: pytest.TempPathFactory) -> int:
    """Count the exchanges of an upload that nothing cuts."""
    room = Room(tmp_path_factory.mktemp("whole") / "room")
    found = table.cutter.begin()
    assert forker(table.seal(room), room.scratch)["code"] == 0
    # It begins, sends, has what was sent read back, and commits.
    assert [each.method for each in found] == ["POST", *["PUT"] * (len(found) - 3), "POST", "POST"]
    assert [each.path.rsplit("/", 1)[-1] for each in found[-2:]] == ["read-back", "commit"]
    assert len(found) > 7
    return len(found)


@pytest.mark.parametrize("how", ["client killed", "answer lost", "cut in the body"])
def test_a_break_at_any_exchange_costs_that_exchange_alone(
    how: str, table: Table, forker: Forker, exchanges: int, tmp_path: Path
) -> None:
    for at in range(1, exchanges + 1):
        room = Room(tmp_path / str(at))
        cut = {"client killed": None, "answer lost": (at, "answer")}.get(how, (at, 600))
        first = table.cutter.begin(cut)
        act = ("hang up", at) if how == "client killed" else ("none", 0)
        found = forker(table.seal(room), room.scratch, at=act[1], act=act[0])
        assert len(first) == at
        finish(table, forker, room, first, found["code"])


@pytest.mark.parametrize("part", [0.3, 0.7, 1.0])
def test_a_vault_that_is_killed_keeps_what_it_acknowledged(
    part: float, table: Table, forker: Forker, exchanges: int, tmp_path: Path
) -> None:
    room = Room(tmp_path / "room")
    victim = table.system.vault_pid()
    table.cutter.kill = lambda: os.kill(victim, signal.SIGKILL)
    first = table.cutter.begin((round(part * exchanges), "kill"))
    found = forker(table.seal(room), room.scratch)
    table.system.wait_back(victim)
    finish(table, forker, room, first, found["code"])


LARGE = 2 * PIECE + 4 * 1024 * 1024


@pytest.fixture(scope="module")
def large(table: Table) -> Path:
    """A source with one file of three pieces in it."""
    source = write_made_source(table.folder / "large", random=seeded_random("large"), days=1)
    (source / "video.bin").write_bytes(os.urandom(LARGE))
    return source


def long_ones(exchanges: list[Exchange]) -> list[Exchange]:
    """Give the exchanges that sent a piece of a long file."""
    return [each for each in exchanges if each.path.rsplit("/", 1)[-1].isdecimal()]


@pytest.mark.parametrize("how", ["cut in the second piece", "last answer lost", "vault killed"])
def test_a_break_inside_a_long_file_costs_the_piece_that_was_cut(
    how: str, large: Path, table: Table, forker: Forker, tmp_path: Path
) -> None:
    room = Room(tmp_path / "room")
    words = (*("seal", large), *table.seal(room)[2:])
    # Where the pieces come is known from a run that is cut before anything is sent.
    table.cutter.begin((1, "answer"))
    forker(words, room.scratch)
    begun = table.cutter.begin((2, 600))
    forker(words, room.scratch)
    assert [each.method for each in begun] == ["POST", "PUT"]
    wanted = table.pieces_begin(room)
    victim = table.system.vault_pid()
    table.cutter.kill = lambda: os.kill(victim, signal.SIGKILL)
    at, where = {
        "cut in the second piece": (wanted + 1, PIECE // 2),
        "last answer lost": (wanted + 2, "answer"),
        "vault killed": (wanted + 2, "kill"),
    }[how]
    first = table.cutter.begin((at, where))
    found = forker(words, room.scratch)
    assert found["code"] == BUSY
    cut = long_ones(first)
    if how == "vault killed":
        table.system.wait_back(victim)
    again = table.cutter.begin()
    done = forker(words, room.scratch)
    assert done["code"] == 0, done
    assert not set(kept(first)) & set(kept(again)), "sent twice"
    sent = sum(each.sent for each in long_ones(again))
    overhead = 4096 * len(long_ones(again)) + LARGE // 200
    if how == "cut in the second piece":
        assert [each.acknowledged for each in cut] == [True, False]
        assert LARGE - PIECE <= sent <= LARGE - PIECE + overhead
    else:
        # The last one alone, and not even that when the vault had put all of it together.
        assert sent <= LARGE - 2 * PIECE + overhead
    assert table.intakes().count(json.loads(done["out"])["eid"]) == 1
