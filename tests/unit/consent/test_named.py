"""Who it was: sealed to her and to auditors, in no entry, gone with her case."""

from dataclasses import replace

import pytest

from api.names import open_fields, values_of
from audit import repository as log
from audit.entry import object_tag, parse_entry
from audit.errors import NotProven
from audit.fields import check_fields, make_fields, marshal_fields, only, parse_fields, root_of
from consent import named
from consent.access import Refusal
from tests.unit.consent.conftest import HER, RID, SID, World
from vault import accounts
from vault.errors import NotAuthentic
from vault.identity import Identity, Kind, new_identity
from vault.rows import StaffRow


@pytest.fixture
def auditor(world: World) -> Identity:
    identity = new_identity(Kind.PERSON, random=world.random)
    row = StaffRow(
        sid=b"\x0a" * 16,
        login="auditor",
        password_hash="none",
        role="auditor",
        name="An Auditor",
        organisation="an office",
        team="audit",
        fp=identity.bundle.fp,
        bundle=identity.bundle.marshal(),
        certificate=None,
        created_at=5,
    )
    world.database.write(lambda db: accounts.add_staff(db, row))
    return identity


def refused(world: World) -> tuple[int, bytes, bytes | None]:
    """Have the officer refused; give the entry's index, its bytes and its box."""
    found = world.access.collect(world.officer, RID, world.person.fp)
    assert isinstance(found, Refusal)
    index = world.database.read(log.size_of) - 1
    stored = world.database.read(lambda db: log.read_entry(db, index))
    boxes = world.database.read(lambda db: log.sealed_fields(db, [index]))
    return index, stored.entry, boxes.get(index)


def member_name(world: World) -> str:
    member = world.database.read(lambda db: accounts.staff_of(db, SID))
    assert member is not None
    name: str = member.name
    return name


def test_she_reads_who_was_refused_and_so_does_an_auditor(world: World, auditor: Identity) -> None:
    world.store()
    world.publish(approved=False)
    _, data, box = refused(world)
    entry = parse_entry(data)
    hers = values_of(open_fields(world.survivor, entry, box))
    assert hers["name"] == member_name(world)
    assert hers["staff"] == SID.hex()
    assert hers["actor"] == object_tag(b"c" * 32, SID).hex()
    assert values_of(open_fields(auditor, entry, box)) == hers
    assert open_fields(world.person, entry, box) is None


@pytest.mark.usefixtures("auditor")
def test_a_repeat_is_counted_and_nothing_is_sealed_for_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.store()
    world.publish(approved=False)
    index, _, box = refused(world)
    assert box is not None
    sealed: list[object] = []
    monkeypatch.setattr(named, "seal_for", lambda *_args, **_named: sealed.append(1))
    assert refused(world)[0] == index
    assert sealed == []


@pytest.mark.usefixtures("auditor")
def test_no_name_stands_in_an_entry_or_in_clear_beside_it(world: World) -> None:
    world.store()
    world.publish(approved=False)
    _, data, box = refused(world)
    assert box is not None
    for secret in (f'"{member_name(world)}"'.encode(), SID, SID.hex().encode()):
        assert secret not in data
        assert secret not in box


@pytest.mark.usefixtures("auditor")
def test_a_box_of_another_entry_and_one_that_was_left_out_are_found(world: World) -> None:
    world.store()
    world.publish(approved=False)
    _, _, one = refused(world)
    world.pass_time(minutes=2)
    _, data, other = refused(world)
    entry = parse_entry(data)
    assert one != other
    with pytest.raises(NotAuthentic):
        open_fields(world.survivor, entry, one)
    with pytest.raises(NotProven):
        open_fields(world.survivor, entry, None)
    with pytest.raises(NotProven):
        open_fields(world.survivor, replace(entry, x=""), other)


def test_survivors_workers_and_the_system_have_no_sealed_fields(world: World) -> None:
    world.store()
    seen = {entry["role"]: "x" in entry for entry in world.entries()}
    assert seen == {"survivor": False, "investigator": True}


def test_with_her_case_the_names_go_and_the_entries_stay(world: World) -> None:
    world.store()
    world.publish(approved=False)
    index, data, box = refused(world)
    assert box is not None
    world.database.write(lambda db: log.erase_case(db, HER))
    assert world.database.read(lambda db: log.sealed_fields(db, range(index + 1))) == {}
    assert world.database.read(lambda db: log.read_entry(db, index)).entry == data


def test_one_field_is_shown_and_the_others_stay_closed(world: World) -> None:
    made = make_fields({"name": "R. Evans", "staff": "00" * 16}, random=world.random)
    shown = only(made, ["name"])
    assert check_fields(shown, root_of(made).hex()) == {"name": "R. Evans"}
    assert parse_fields(marshal_fields(shown)) == shown
    assert b"0" * 32 not in marshal_fields(shown)
