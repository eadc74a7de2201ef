"""What no log can show, the gate stops: an access unlogged, or logged as somebody else's.

The last row of the tamper matrix (docs/formats/audit-entry.md 6, its end). The attacker
here is a process that may append entries and issue tickets, but must pass the gate.
"""

from typing import Any

import pytest

from audit import repository
from audit.entry import Draft
from audit.errors import NotProven
from consent.asking import Wanted
from consent.entries import proof_of
from consent.ongoing import Granted
from vault import acts, handout
from vault.errors import NotAuthentic
from vault.ids import Gid
from vault.rows import Ticket

GID = Gid(b"g" * 16)
World = Any


def lone_entry(world: World, **changes: Any) -> int:  # noqa: ANN401 fields of a draft
    """Log an access that nobody decided, with a ticket for it; give its index."""
    given = {"act": acts.ENVELOPE, "out": "granted", "role": "worker", "obj": GID} | changes

    def act(connection: Any) -> int:  # noqa: ANN401 a connection
        receipt = repository.append(
            connection, Draft(**given), now_ms=world.now_ms, random=world.random
        )
        ticket = Ticket(
            receipt.index,
            world.her.holder,
            world.worker.session,
            acts.ENVELOPE,
            GID,
            world.now_ms,
        )
        handout.issue(connection, ticket)
        return int(receipt.index)

    return int(world.database.write(act))


def bring(world: World, index: int) -> bytes:
    """Bring an entry to the gate as access does."""
    granted = Granted(index, world.her.holder, world.worker, Wanted(acts.ENVELOPE, GID))
    proof = world.database.read(lambda db: proof_of(db, index, granted.uid, GID))
    shown = handout.Pass(proof, world.worker.session, world.now_ms)
    given: bytes = world.database.write(lambda db: handout.envelope(db, shown, GID))
    return given


def test_logged_as_hers_it_passes(world: World) -> None:
    world.store()
    index = lone_entry(world, case=world.her.holder)
    assert bring(world, index) == b"the sealed envelope"


def test_logged_under_another_cases_tag_it_is_refused(world: World) -> None:
    world.store()
    world.database.write(lambda db: repository.set_case_key(db, b"o" * 16, b"q" * 32))
    for other in (b"o" * 16, None):
        index = lone_entry(world, case=other)
        with pytest.raises(NotAuthentic):
            bring(world, index)


def test_logged_as_of_another_thing_it_is_refused(world: World) -> None:
    world.store()
    index = lone_entry(world, case=world.her.holder, obj=b"another grant 16")
    with pytest.raises(NotAuthentic):
        bring(world, index)


def test_never_logged_there_is_nothing_to_bring(world: World) -> None:
    world.store()
    with pytest.raises(NotProven):
        bring(world, 10_000)


def test_an_outcome_or_a_refusal_is_no_permission(world: World) -> None:
    world.store()
    for out in ("denied", "completed", "done"):
        index = lone_entry(world, case=world.her.holder, out=out)
        with pytest.raises(NotAuthentic):
            bring(world, index)
