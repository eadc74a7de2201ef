"""Accounts, staff, sessions and codes in the database."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from vault import accounts
from vault.errors import AlreadyStored
from vault.ids import Fingerprint, Uid
from vault.password import check_password, hash_password
from vault.rows import AccountRow, Passkey, SessionRow, Slot, StaffRow

HER = Uid(b"\x01" * 16)
ACCOUNT = AccountRow(HER, Fingerprint(b"f" * 32), b"bundle", b"l" * 32, b"params", b"m1", 1, 5)
SLOTS = (Slot(HER, 0, b"a" * 32, b"w" * 104), Slot(HER, 1, b"b" * 32, b"x" * 104))
STAFF = StaffRow(
    *(b"\x02" * 16, "desk4", "hash", "investigator", "A. Example", "Example Police", "team-1"),
    *(Fingerprint(b"k" * 32), b"bundle", None, 5),
)


def test_an_account_is_found_by_id_login_and_key(connection: Connection) -> None:
    accounts.add_account(connection, ACCOUNT, SLOTS)
    assert accounts.account_of(connection, HER) == ACCOUNT
    assert accounts.account_by_login(connection, b"l" * 32) == ACCOUNT
    assert accounts.account_by_fp(connection, ACCOUNT.fp) == ACCOUNT
    assert accounts.account_by_login(connection, b"z" * 32) is None
    assert accounts.auth_hashes(connection, HER) == (b"a" * 32, b"b" * 32)


@pytest.mark.parametrize("same", ["uid", "fp", "login_hash"])
def test_ids_keys_and_login_codes_are_single(connection: Connection, same: str) -> None:
    accounts.add_account(connection, ACCOUNT, SLOTS)
    fresh = {"uid": b"\x09" * 16, "fp": b"9" * 32, "login_hash": b"8" * 32}
    del fresh[same]
    with pytest.raises(AlreadyStored):
        accounts.add_account(connection, replace(ACCOUNT, **fresh), ())  # type: ignore[arg-type]


def test_a_slot_of_another_length_is_refused(connection: Connection) -> None:
    with pytest.raises(AlreadyStored):
        accounts.add_account(connection, ACCOUNT, (Slot(HER, 0, b"a" * 32, b"short"),))


def test_slots_are_replaced_together(connection: Connection) -> None:
    accounts.add_account(connection, ACCOUNT, SLOTS)
    new = (Slot(HER, 0, b"c" * 32, b"y" * 104), Slot(HER, 1, b"d" * 32, b"z" * 104))
    accounts.set_slots(connection, HER, b"other", new)
    assert accounts.auth_hashes(connection, HER) == (b"c" * 32, b"d" * 32)
    found = accounts.account_of(connection, HER)
    assert found is not None
    assert found.params == b"other"


PASSKEY = Passkey(HER, b"c" * 16, b"p" * 32, b"w" * 104, 7)


def test_a_passkey_signs_in_beside_the_slots_and_ends_for_good(connection: Connection) -> None:
    accounts.add_account(connection, ACCOUNT, SLOTS)
    assert accounts.add_passkey(connection, PASSKEY)
    assert accounts.auth_hashes(connection, HER) == (b"a" * 32, b"b" * 32, b"p" * 32)
    assert accounts.passkeys_of(connection, HER) == [PASSKEY]
    assert not accounts.end_passkey(connection, HER, b"d" * 16, 9)
    assert accounts.end_passkey(connection, HER, PASSKEY.credential, 9)
    assert not accounts.end_passkey(connection, HER, PASSKEY.credential, 9)
    assert accounts.auth_hashes(connection, HER) == (b"a" * 32, b"b" * 32)
    assert accounts.passkeys_of(connection, HER) == []
    with pytest.raises(AlreadyStored):
        accounts.add_passkey(connection, PASSKEY)


def test_an_account_has_four_passkeys_at_most_each_whole(connection: Connection) -> None:
    accounts.add_account(connection, ACCOUNT, SLOTS)
    for number in range(accounts.MOST_PASSKEYS):
        assert accounts.add_passkey(connection, replace(PASSKEY, credential=bytes([number]) * 16))
    assert not accounts.add_passkey(connection, PASSKEY)
    for change in ({"wrap": b"short"}, {"auth_hash": b"a"}, {"credential": b"c"}, {"wrap": None}):
        other = replace(PASSKEY, uid=Uid(b"\x02" * 16), **change)
        with pytest.raises(AlreadyStored):
            accounts.add_passkey(connection, other)


def test_a_manifest_only_goes_forward_one_by_one(connection: Connection) -> None:
    accounts.add_account(connection, ACCOUNT, SLOTS)
    assert not accounts.advance_manifest(connection, HER, 3, b"m3")
    assert accounts.advance_manifest(connection, HER, 2, b"m2")
    assert not accounts.advance_manifest(connection, HER, 2, b"again")
    assert not accounts.advance_manifest(connection, HER, 1, b"back")
    found = accounts.account_of(connection, HER)
    assert found is not None
    assert (found.manifest, found.manifest_version) == (b"m2", 2)


def test_staff_who_were_disabled_are_found_nowhere(connection: Connection) -> None:
    accounts.add_staff(connection, STAFF)
    session = SessionRow(b"t" * 32, STAFF.sid, "investigator", "session", 5, 100)
    accounts.add_session(connection, session)
    assert accounts.staff_by_login(connection, "desk4") == STAFF
    assert accounts.staff_by_fps(connection, [b"k" * 32, b"z" * 32]) == [STAFF]
    accounts.disable_staff(connection, STAFF.sid, 50)
    assert accounts.staff_of(connection, STAFF.sid) is None
    assert accounts.staff_by_login(connection, "desk4") is None
    assert accounts.staff_by_fps(connection, [b"k" * 32]) == []
    assert accounts.staff_of_role(connection, "investigator") == []
    assert accounts.session_of(connection, b"t" * 32, 51) is None


def test_no_team_may_be_called_everybody(connection: Connection) -> None:
    for team in ("*", ""):
        with pytest.raises(AlreadyStored):
            accounts.add_staff(connection, replace(STAFF, team=team))


def test_a_key_belongs_to_one_member_of_staff(connection: Connection) -> None:
    accounts.add_staff(connection, STAFF)
    other = replace(STAFF, sid=b"\x03" * 16, login="desk5", fp=None, bundle=None)
    accounts.add_staff(connection, other)
    with pytest.raises(AlreadyStored):
        accounts.set_staff_key(connection, other.sid, Fingerprint(b"k" * 32), b"bundle", None)


def test_a_session_lives_from_login_to_its_end(connection: Connection) -> None:
    session = SessionRow(b"t" * 32, HER, "survivor", "passkey", 5, 100)
    accounts.add_session(connection, session)
    assert accounts.session_of(connection, b"t" * 32, 99) == session
    assert accounts.session_of(connection, b"t" * 32, 100) is None
    accounts.end_session(connection, b"t" * 32, 50)
    assert accounts.session_of(connection, b"t" * 32, 51) is None


def test_an_enrolment_code_works_once_and_in_time(connection: Connection) -> None:
    for name in (b"c", b"d"):
        accounts.add_enrolment_code(connection, name * 32, STAFF.sid, 100)
    assert accounts.use_enrolment_code(connection, b"c" * 32, 99) == STAFF.sid
    assert accounts.use_enrolment_code(connection, b"c" * 32, 99) is None
    assert accounts.use_enrolment_code(connection, b"d" * 32, 100) is None
    assert accounts.use_enrolment_code(connection, b"z" * 32, 99) is None


def test_a_password_is_checked_and_nobody_has_one() -> None:
    stored = hash_password("made up for a test")
    assert check_password(stored, "made up for a test")
    assert not check_password(stored, "another")
    assert not check_password(None, "made up for a test")
    assert not check_password("not a hash", "made up for a test")


def test_a_column_that_does_not_exist_is_never_ignored(connection: Connection) -> None:
    from vault.repository import rows  # noqa: PLC0415 one test asks the layer below

    with pytest.raises(KeyError):
        rows.find(connection, AccountRow, uidd=HER)
