"""The tamper matrix: for each way to change the log, the first layer that catches it.

The attacker has the database and, where said, the log's keys; never a witness's key. He
rewrites the log as one who knows the program would: with every hash made right again.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from nacl.signing import SigningKey
from sqlalchemy import Connection, delete

from audit import repository, tables
from audit.chain import CHAIN_START, chain_step
from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.cosignature import cosign
from audit.entry import STEP, parse_entry
from audit.errors import BadSignature, NotProven
from audit.lines import check_growth, check_lines, lines_for
from audit.log_copy import open_copy, write_copy
from audit.log_key import LogKey
from audit.merkle import leaf_hash, root_of
from audit.note import Note, parse_note
from audit.repository import Receipt
from audit.trust import check_checkpoint
from audit.verify import FAIL, Step, verify_copy

HER, K_CASE = b"u" * 16, b"k" * 32
World = Any
Change = Callable[[list[bytes]], list[bytes]]


def story(world: World) -> None:
    """Give a log of accesses, changes and another case, published."""
    for out in ("completed", "aborted", "completed"):
        world.access(out)
        world.append(case=b"o" * 16)
        world.append(act="request.submit", role="investigator")
    world.publish()


def verified(world: World, receipts: Sequence[Receipt] = ()) -> list[Step]:
    number = len(list(world.folder.glob("copy*")))
    path = world.folder / f"copy{number}"
    write_copy(world.database, path, world.policy_text)
    return verify_copy(
        open_copy(path), world.policy, now_seconds=world.now_s, k_case=K_CASE, receipts=receipts
    )


def failures(world: World, receipts: Sequence[Receipt] = ()) -> set[str]:
    return {step.name for step in verified(world, receipts) if step.status == FAIL}


def edited(data: bytes, **changes: object) -> bytes:
    entry = parse_entry(data)
    data = replace(entry, **changes).marshal()
    assert len(data) % STEP == 0
    return data


def rewrite(world: World, change: Change) -> list[bytes]:
    """Put other entries in the place of all, with leaves and chain made right."""
    entries = change(world.entries())

    def act(db: Connection) -> None:
        db.execute(delete(tables.entry))
        before = CHAIN_START
        for index, data in enumerate(entries):
            leaf = leaf_hash(data)
            before = chain_step(before, leaf)
            tag = bytes.fromhex(parse_entry(data).tag) or None
            row = {"entry": data, "leaf": leaf, "chain": before, "tag": tag}
            db.execute(tables.entry.insert().values(log_index=index, **row))
        db.execute(tables.head.update().values(size=len(entries), chain=before))

    world.database.write(act)
    return entries


def sign_again(world: World, log: LogKey, *, keep: bool) -> None:
    """Sign the rewritten log; `keep` copies the old cosignature lines onto it."""
    entries = world.entries()
    root = root_of([leaf_hash(data) for data in entries])
    checkpoint = Checkpoint(log.origin, len(entries), root)

    def act(db: Connection) -> None:
        latest = repository.latest_checkpoint(db)
        assert latest is not None
        copied = parse_note(latest.note).signatures[2:] if keep else ()
        signed = log.sign(checkpoint, seconds=world.now_s)
        note = Note(signed.text, signed.signatures + copied).marshal()
        db.execute(delete(tables.checkpoint))
        repository.add_checkpoint(db, checkpoint.size, note, world.now_ms)
        repository.set_witnessed(db, checkpoint.size, note, world.now_ms)

    world.database.write(act)


def edit(entries: list[bytes]) -> list[bytes]:
    return [edited(data, role="support") if at == 4 else data for at, data in enumerate(entries)]


def drop(entries: list[bytes]) -> list[bytes]:
    return entries[:2] + entries[3:]


def insert(entries: list[bytes]) -> list[bytes]:
    made = edited(entries[3], id="ee" * 16, tag="", act="grant", out="done")
    return [*entries[:4], made, *entries[4:]]


def swap(entries: list[bytes]) -> list[bytes]:
    return [*entries[:2], entries[3], entries[2], *entries[4:]]


CHANGES = [edit, drop, insert, swap]


def test_the_honest_log_passes(world: World) -> None:
    story(world)
    assert failures(world, world.receipts) == set()


def test_an_edit_with_rows_untouched_fails_the_chain(world: World) -> None:
    story(world)
    data = edit(world.entries())[4]
    world.database.write(
        lambda db: db.execute(
            tables.entry.update().where(tables.entry.c.log_index == 4).values(entry=data)
        )
    )
    assert {"chain", "tree"} <= failures(world)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_with_the_chain_rebuilt_fails_the_signed_root(
    world: World, change: Change
) -> None:
    story(world)
    rewrite(world, change)
    found = failures(world)
    assert "chain" not in found
    assert "tree" in found


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_signed_again_by_the_log_fails_the_quorum(world: World, change: Change) -> None:
    story(world)
    rewrite(world, change)
    sign_again(world, world.log, keep=False)
    found = failures(world)
    assert not found & {"chain", "tree"}
    assert "checkpoint" in found


def test_a_fork_with_copied_witness_lines_fails_their_signatures(world: World) -> None:
    story(world)
    rewrite(world, edit)
    sign_again(world, world.log, keep=True)
    found = failures(world)
    assert "checkpoint" in found
    note = world.database.read(repository.latest_checkpoint).note
    with pytest.raises(BadSignature):
        check_checkpoint(note, world.policy, now_seconds=world.now_s)


def test_witnesses_never_cosign_the_rewritten_log(world: World) -> None:
    story(world)
    rewrite(world, edit)

    def forget(db: Connection) -> None:
        db.execute(delete(tables.tile))
        db.execute(delete(tables.checkpoint))

    world.database.write(forget)
    with closing(world.make_publisher()) as publisher:
        assert not publisher.publish_once()
        world.append()
        assert not publisher.publish_once()
        assert not publisher.wait_covered(0, 0)
    for name in world.witnesses:
        assert list((world.folder / name / "evidence").iterdir())


def test_the_whole_log_under_a_new_key_fails_the_pinned_key(world: World) -> None:
    story(world)
    sign_again(world, LogKey.of_seed(world.log.origin, b"\x66" * 32), keep=False)
    assert "checkpoint" in failures(world)


def test_own_witnesses_under_pinned_names_fail_the_pinned_keys(world: World) -> None:
    story(world)
    note = parse_note(world.database.read(repository.latest_checkpoint).note)
    own = [
        cosign(note.text, f"{name}.example/w", SigningKey(b"\x77" * 32), world.now_s)
        for name in world.witness_keys
    ]
    forged = Note(note.text, (*note.signatures[:2], *own)).marshal()
    with pytest.raises(NotProven):
        check_checkpoint(forged, world.policy, now_seconds=world.now_s)


def test_a_log_cut_back_to_an_older_checkpoint_fails_memory(world: World) -> None:
    story(world)
    old = world.database.read(repository.latest_checkpoint).note
    world.access()
    world.publisher.publish_once()
    remembered = parse_checkpoint(
        parse_note(world.database.read(repository.latest_checkpoint).note).text
    )
    cut = parse_checkpoint(parse_note(old).text)
    with pytest.raises(NotProven):
        check_growth(remembered, cut, [])


def test_a_tail_cut_after_the_checkpoint_fails_the_receipt(world: World) -> None:
    story(world)
    receipt = world.append()
    rewrite(world, lambda entries: entries[:-1])
    assert failures(world) == set()
    assert failures(world, [receipt]) == {"receipts"}


def test_a_tail_replaced_after_the_checkpoint_fails_the_receipt(world: World) -> None:
    story(world)
    receipt = world.append()
    rewrite(world, lambda entries: [*entries[:-1], edited(entries[-1], act="receipt")])
    assert failures(world) == set()
    assert failures(world, [receipt]) == {"receipts"}


def resigned(world: World, change: Change) -> set[str]:
    """Have witnesses cosign a log that is wrong from the start: only its meaning is left."""
    rewrite(world, change)

    def forget(db: Connection) -> None:
        db.execute(delete(tables.tile))
        db.execute(delete(tables.checkpoint))

    world.database.write(forget)
    for name in world.witnesses:
        (world.folder / name / "state.json").unlink(missing_ok=True)
    for client in world.clients:
        client.witness = world.open_witness(client.name)
    with closing(world.make_publisher()) as publisher:
        assert publisher.publish_once()
    return failures(world)


def test_a_clock_that_runs_back_fails_the_meaning(world: World) -> None:
    story(world)
    early = parse_entry(world.entries()[0]).t - 1
    found = resigned(world, lambda all_: [*all_[:-1], edited(all_[-1], t=early)])
    assert found == {"clock"}


def test_an_entry_later_than_its_witnesses_fails_the_meaning(world: World) -> None:
    story(world)
    late = world.now_ms + 3_600_000
    found = resigned(world, lambda all_: [*all_[:-1], edited(all_[-1], t=late)])
    assert found == {"clock"}


def test_a_missing_case_number_fails(world: World) -> None:
    story(world)
    assert "case numbers" in resigned(world, lambda all_: all_[:3] + all_[4:])


def test_case_numbers_out_of_order_fail(world: World) -> None:
    story(world)
    one, two = (parse_entry(data).tag for data in (world.entries()[0], world.entries()[1]))

    def exchange(all_: list[bytes]) -> list[bytes]:
        return [edited(all_[0], tag=two), edited(all_[1], tag=one), *all_[2:]]

    assert resigned(world, exchange) == {"case numbers"}


def test_two_entries_with_one_case_number_cannot_even_be_stored(world: World) -> None:
    story(world)
    with pytest.raises(Exception, match="UNIQUE"):
        rewrite(world, lambda all_: [*all_, all_[-1]])


def test_two_entries_with_one_case_number_fail_a_copy(world: World) -> None:
    story(world)
    path = world.folder / "twice"
    write_copy(world.database, path, world.policy_text)
    bundle = next(path.glob("tile/entries/*.p/*"))
    data = bundle.read_bytes()
    last = world.entries()[-1]
    tag = parse_entry(world.entries()[0]).tag
    bundle.write_bytes(data.replace(last, edited(last, tag=tag)))
    steps = verify_copy(open_copy(path), world.policy, now_seconds=world.now_s)
    assert "case numbers" in {step.name for step in steps if step.status == FAIL}


@pytest.mark.parametrize(
    "changes",
    [
        {"out": "done"},
        {"ref": 5000},
        {"ref": None},
        {"act": "grant"},
        {"ref": 1},
    ],
)
def test_an_outcome_that_closes_nothing_fails(world: World, changes: dict[str, object]) -> None:
    world.access()
    world.access()
    found = resigned(world, lambda all_: [*all_[:3], edited(all_[3], **changes)])
    assert found == {"outcomes"}


def test_a_second_outcome_fails(world: World) -> None:
    granted = world.access()
    world.append(act="outcome", out="completed", role="investigator", ref=granted.index)
    world.publisher.publish_once()
    assert failures(world) == {"outcomes"}


def test_erasing_a_case_passes(world: World) -> None:
    story(world)
    world.append(act="erase", case=b"o" * 16)
    world.database.write(lambda db: repository.erase_case(db, b"o" * 16))
    world.publisher.publish_once()
    assert failures(world, world.receipts) == set()


def test_her_lines_show_what_was_left_out_changed_or_put_in(world: World) -> None:
    story(world)
    lines = world.database.read(lambda db: lines_for(db, HER))
    others = world.database.read(lambda db: lines_for(db, b"o" * 16))
    told = {"policy": world.policy, "now_seconds": world.now_s}
    assert check_lines(lines, K_CASE, receipts=world.receipts[:1], **told).unconfirmed == 0
    changed = replace(lines[2], entry=edited(lines[2].entry, role="support"))
    moved = replace(lines[2], index=lines[2].index + 1)
    for spoilt in (
        [*lines[:2], *lines[3:]],
        [*lines[:2], changed, *lines[3:]],
        [*lines[:2], moved, *lines[3:]],
        [*lines, others[0]],
        [*lines, lines[-1]],
        others,
        [replace(lines[0], proof=lines[1].proof), *lines[1:]],
    ):
        with pytest.raises(NotProven):
            check_lines(spoilt, K_CASE, **told)
    with pytest.raises(NotProven):
        check_lines(lines, K_CASE, receipts=[Receipt(0, bytes(32), bytes(32))], **told)


def test_the_end_of_her_lines_is_not_shown_by_the_lines(world: World) -> None:
    """What a server leaves out at the end only a mirror or a receipt can show."""
    story(world)
    lines = world.database.read(lambda db: lines_for(db, HER))
    told = {"policy": world.policy, "now_seconds": world.now_s}
    assert check_lines(lines[:-1], K_CASE, **told).lines == len(lines) - 1
    last = Receipt(lines[-1].index, leaf_hash(lines[-1].entry), b"")
    with pytest.raises(NotProven):
        check_lines(lines[:-1], K_CASE, receipts=[last], **told)


def test_a_bystanders_reading_of_the_story_finds_no_name(world: World) -> None:
    world.append(org="West Yorkshire Police", obj=b"kitchen, 3 May", con=b"g" * 16)
    (entry,) = world.entries()
    assert set(json.loads(entry)) <= {
        *("v", "id", "t", "act", "out", "role", "tag", "obj", "org", "con", "pad"),
    }
    for told in (b"West", b"kitchen", HER, HER.hex().encode(), b"g" * 16):
        assert told not in entry
