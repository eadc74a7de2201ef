"""Extractions, envelopes and releases in the database, under their erasure keys."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Connection, text

from vault import accounts, holdings
from vault.errors import AlreadyStored, Missing, NotAuthentic
from vault.ids import Eid, Fingerprint, Gid, Rid, Uid
from vault.rows import AccountRow, EnvelopeRow, ExtractionRow, Part, ReleaseRow

Random = Callable[[int], bytes]
HER, EID, GID, RID = Uid(b"\x01" * 16), Eid(b"e" * 16), Gid(b"g" * 16), Rid(b"r" * 16)
ANNA, BEN = Fingerprint(b"A" * 32), Fingerprint(b"B" * 32)
SEALED = b"envelope"
ENVELOPE = EnvelopeRow(GID, EID, ANNA, hashlib.sha256(SEALED).digest(), None, 7)
RELEASE = ReleaseRow(RID, GID, EID, HER, "draft", b"cover", "x/box", 9, b"s" * 32, 8)


@pytest.fixture
def held(connection: Connection, seeded: Random) -> Connection:
    account = AccountRow(HER, Fingerprint(b"f" * 32), b"b", b"l" * 32, b"p", b"m", 1, 5)
    accounts.add_account(connection, account, ())
    extraction = ExtractionRow(EID, HER, BEN, "uploading", b"r" * 32, b"i", b"[]", 5)
    holdings.begin_extraction(connection, extraction)
    names = {"catalogue": "x/c", "leaves": "x/l"}
    done = holdings.complete_extraction(
        connection, EID, **names, wrap=b"wrap", log_index=1, random=seeded
    )
    assert done
    holdings.add_envelope(connection, ENVELOPE, SEALED, random=seeded)
    holdings.add_release(connection, RELEASE, [(ANNA, b"for anna")], random=seeded)
    holdings.add_release_wraps(connection, RELEASE, [(BEN, b"for ben")], random=seeded)
    return connection


def test_what_is_stored_comes_back(held: Connection) -> None:
    assert holdings.sealed_wrap(held, EID) == b"wrap"
    assert holdings.sealed_envelope(held, GID) == SEALED
    wraps = holdings.sealed_release_wraps(held, RELEASE)
    assert wraps == ((ANNA, b"for anna"), (BEN, b"for ben"))


def test_nothing_lies_in_the_database_without_its_layer(held: Connection) -> None:
    for table in ("extraction", "envelope", "release_wrap"):
        for (layer,) in held.execute(text(f"select layer from {table}")):  # noqa: S608 fixed names
            assert not any(plain in layer for plain in (b"wrap", b"envelope", b"for "))


def test_an_upload_is_completed_once(held: Connection, seeded: Random) -> None:
    again = {"catalogue": "x/c", "leaves": "x/l", "wrap": b"other", "log_index": 2}
    assert not holdings.complete_extraction(held, EID, **again, random=seeded)  # type: ignore[arg-type]
    assert not holdings.complete_extraction(held, Eid(b"z" * 16), **again, random=seeded)  # type: ignore[arg-type]
    assert holdings.sealed_wrap(held, EID) == b"wrap"


def test_an_upload_that_is_given_up_is_never_completed_and_a_sealed_one_never_given_up(
    held: Connection, seeded: Random
) -> None:
    begun = ExtractionRow(Eid(b"y" * 16), HER, BEN, "uploading", b"r" * 32, b"i", b"[]", 6)
    holdings.begin_extraction(held, begun)
    assert holdings.give_up_upload(held, begun.eid)
    assert not holdings.give_up_upload(held, begun.eid)
    found = holdings.extraction_of(held, begun.eid)
    assert found is not None
    assert holdings.is_given_up(found)
    values = {"catalogue": "x/c", "leaves": "x/l", "wrap": b"wrap", "log_index": 3}
    assert not holdings.complete_extraction(held, begun.eid, **values, random=seeded)  # type: ignore[arg-type]
    assert not holdings.give_up_upload(held, EID)
    holdings.erase_extraction(held, EID, 9)
    erased = holdings.extraction_of(held, EID)
    assert erased is not None
    assert erased.state == "erased"
    assert not holdings.is_given_up(erased)


def test_a_receipt_and_a_part_are_stored_once(held: Connection) -> None:
    assert holdings.set_receipt(held, EID, b"receipt")
    assert not holdings.set_receipt(held, EID, b"another")
    part = Part(EID, "packs/1", "pack", 9, b"h" * 32, 6)
    holdings.add_part(held, part)
    assert holdings.parts_of(held, EID) == [part]
    with pytest.raises(AlreadyStored):
        holdings.add_part(held, part)


def test_an_envelope_and_a_release_are_stored_once(held: Connection, seeded: Random) -> None:
    with pytest.raises(AlreadyStored):
        holdings.add_envelope(held, ENVELOPE, SEALED, random=seeded)
    other = replace(RELEASE, rid=Rid(b"q" * 16))
    with pytest.raises(AlreadyStored):
        holdings.add_release(held, other, [], random=seeded)


def test_ending_one_grant_leaves_the_rest(held: Connection) -> None:
    holdings.destroy_envelope(held, GID, 50)
    holdings.destroy_envelope(held, GID, 60)
    with pytest.raises(Missing):
        holdings.sealed_envelope(held, GID)
    assert holdings.sealed_wrap(held, EID) == b"wrap"
    assert len(holdings.sealed_release_wraps(held, RELEASE)) == 2


def test_a_destroyed_key_is_never_made_again(held: Connection, seeded: Random) -> None:
    holdings.end_release(held, RID, 50)
    with pytest.raises(Missing):
        holdings.sealed_release_wraps(held, RELEASE)
    with pytest.raises(Missing):
        holdings.add_release_wraps(
            held, RELEASE, [(Fingerprint(b"C" * 32), b"for c")], random=seeded
        )
    found = holdings.release_of(held, RID)
    assert found is not None
    assert (found.state, found.ended_at) == ("withdrawn", 50)


def test_without_its_key_a_backup_of_the_rows_opens_nothing(held: Connection) -> None:
    before = held.execute(text("select layer from envelope")).scalar_one()
    holdings.destroy_envelope(held, GID, 50)
    held.execute(text("update envelope set layer = :layer"), {"layer": before})
    with pytest.raises(Missing):
        holdings.sealed_envelope(held, GID)


def test_a_layer_moved_to_another_thing_does_not_open(held: Connection, seeded: Random) -> None:
    other = replace(ENVELOPE, gid=Gid(b"h" * 16))
    holdings.add_envelope(held, other, b"another", random=seeded)
    held.execute(
        text("update envelope set layer = (select layer from envelope where gid = :one)"),
        {"one": GID},
    )
    with pytest.raises(NotAuthentic):
        holdings.sealed_envelope(held, other.gid)


def test_erasure_destroys_every_key_of_the_extraction(held: Connection) -> None:
    holdings.erase_extraction(held, EID, 50)
    assert (
        held.execute(text("select count(*) from erasure_key where key is not null")).scalar() == 0
    )
    for gone in (
        lambda: holdings.sealed_wrap(held, EID),
        lambda: holdings.sealed_envelope(held, GID),
        lambda: holdings.sealed_release_wraps(held, RELEASE),
    ):
        with pytest.raises(Missing):
            gone()


def test_a_release_is_approved_once_and_seen_by_its_people(held: Connection) -> None:
    assert holdings.releases_ever_for(held, {ANNA}) == []
    assert holdings.approve_release(held, RID, b"approved", 20)
    assert not holdings.approve_release(held, RID, b"again", 21)
    assert [release.rid for release in holdings.releases_ever_for(held, {BEN})] == [RID]
    assert holdings.releases_ever_for(held, {Fingerprint(b"C" * 32)}) == []
    holdings.mark_collected(held, RID, BEN, 30)
    holdings.mark_collected(held, RID, BEN, 40)
    assert holdings.collected_by(held, RID) == [(ANNA, None), (BEN, 30)]
    found = holdings.release_of_grant(held, GID)
    assert found is not None
    assert (found.state, found.cover) == ("collected", b"approved")
    assert holdings.releases_of(held, HER) == [found]
