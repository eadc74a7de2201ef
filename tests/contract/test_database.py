"""What every database must do: the file here, a server by tests/servers/test_contract.py."""

import threading

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from api.databases import OpenDatabase
from audit import repository as log
from audit.chain import chain_of
from audit.entry import Draft, SealedFields, parse_entry
from audit.errors import NotProven
from audit.publisher import grow
from audit.tiles import Tiles
from consent.repository import end_ongoing, live_rules
from consent.repository import rows as consent_rows
from consent.rows import OngoingAccess, RuleRow
from vault.errors import AlreadyStored
from vault.ids import Eid, Fingerprint, Uid
from vault.repository import Above, Below, OneOf, rows
from vault.rows import AccountRow, BoxDigest, EnrolmentCode, ErasureKey, ExtractionRow, Slot

HER = Uid(b"u" * 16)
DRAFT = Draft(act="grant", out="done", role="survivor", case=HER, obj=b"thing", doc=b"d" * 32)
T0, GID = 1_700_000_000_000, b"g" * 16


def append(db: Connection, draft: Draft = DRAFT, now_ms: int = T0) -> log.Receipt:
    return log.append(db, draft, now_ms=now_ms, random=lambda size: b"r" * size)


def code(letter: bytes, expires_at: int, used_at: int | None = None) -> EnrolmentCode:
    return EnrolmentCode(letter * 32, b"guardian", expires_at, used_at)


def test_an_action_is_done_or_not_at_all(database: OpenDatabase) -> None:
    def failing(db: Connection) -> None:
        rows.add(db, code(b"a", 1))
        append(db, Draft(act="grant", out="done", role="survivor"))
        raise KeyError("no")

    with pytest.raises(KeyError, match="no"):
        database.write(failing)
    assert database.read(lambda db: rows.find(db, EnrolmentCode)) is None
    assert database.read(log.size_of) == 0


def test_what_is_written_is_read_by_everybody_at_once(database: OpenDatabase) -> None:
    database.write(lambda db: rows.add(db, code(b"a", 1)))
    found = database.read(lambda db: rows.find(db, EnrolmentCode, hash=b"a" * 32))
    assert found == code(b"a", 1)


def test_a_read_sees_one_moment(database: OpenDatabase) -> None:
    def query(db: Connection) -> list[int]:
        seen = [len(rows.find_all(db, EnrolmentCode, "hash"))]
        writer = threading.Thread(
            target=lambda: database.write(lambda other: rows.add(other, code(b"a", 1)))
        )
        writer.start()
        writer.join()
        return [*seen, len(rows.find_all(db, EnrolmentCode, "hash"))]

    assert database.read(query) == [0, 0]


def test_a_check_and_its_change_are_never_parted(database: OpenDatabase) -> None:
    database.write(lambda db: rows.add(db, code(b"a", 1)))
    used = []

    def use(db: Connection) -> bool:
        found = rows.find(db, EnrolmentCode, hash=b"a" * 32)
        assert found is not None
        if found.used_at is not None:
            return False
        rows.change(db, EnrolmentCode, {"used_at": 5}, hash=b"a" * 32)
        return True

    threads = [threading.Thread(target=lambda: used.append(database.write(use))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(used) == [False] * 7 + [True]


def test_rows_are_found_by_every_kind_of_condition(database: OpenDatabase) -> None:
    made = [
        code(letter, at, used) for letter, at, used in ((b"a", 1, None), (b"b", 2, 9), (b"c", 3, 9))
    ]
    for each in made:
        database.write(lambda db, each=each: rows.add(db, each))
    a, b, c = made

    def found(**where: object) -> list[EnrolmentCode]:
        return database.read(
            lambda db: rows.find_all(db, EnrolmentCode, "expires_at", **where)  # type: ignore[arg-type]  # conditions
        )

    assert found() == [a, b, c]
    assert found(used_at=None) == [a]
    assert found(used_at=9) == [b, c]
    assert found(expires_at=Above(1)) == [b, c]
    assert found(expires_at=Below(2)) == [a]
    assert found(hash=OneOf([b"a" * 32, b"c" * 32])) == [a, c]
    assert found(hash=OneOf([])) == []
    newest = database.read(
        lambda db: rows.find_all(db, EnrolmentCode, "expires_at", newest_first=True, limit=2)
    )
    assert newest == [c, b]
    assert database.write(lambda db: rows.change(db, EnrolmentCode, {"used_at": 7}, used_at=9)) == 2
    assert {each.used_at for each in found()} == {None, 7}
    with pytest.raises(KeyError):
        found(nothing=1)


@pytest.mark.parametrize(
    "wrong",
    [
        code(b"a", 1),  # single
        EnrolmentCode(b"short", b"g", 1),  # a length
        ErasureKey(Eid(b"e" * 16), 4, b"i", b"k" * 32),  # one of a list
        ErasureKey(Eid(b"e" * 16), 1, b"i", None),  # two columns together
        Slot(Uid(b"z" * 16), 0, b"a" * 32, b"w" * 104),  # a row that is not there
        BoxDigest("a name\x00", b"s" * 32),  # a text that no text is
        BoxDigest("a name", None),  # type: ignore[arg-type]  # a value that must be
    ],
    ids=["single", "length", "list", "together", "reference", "zero byte", "null"],
)
def test_a_broken_rule_is_an_error_of_ours_and_changes_nothing(
    database: OpenDatabase, wrong: EnrolmentCode
) -> None:
    database.write(lambda db: rows.add(db, code(b"a", 1)))
    with pytest.raises(AlreadyStored) as error:
        database.write(lambda db: rows.add(db, wrong))
    assert "a name" not in str(error.value)
    assert database.read(lambda db: rows.find(db, BoxDigest)) is None


def test_a_text_with_a_zero_byte_is_nobodys(database: OpenDatabase) -> None:
    database.write(lambda db: rows.add(db, BoxDigest("box", b"s" * 32)))
    assert database.read(lambda db: rows.find(db, BoxDigest, name="box\x00")) is None
    assert database.read(lambda db: rows.find(db, BoxDigest, name="box")) is not None


def test_bytes_and_texts_come_back_as_they_were(database: OpenDatabase) -> None:
    account = AccountRow(
        *(HER, Fingerprint(bytes(range(32))), b"", b"l" * 32),
        *(b"\x00\xff\\x00'", bytes(range(256)), 2**53, 2**53 + 1),
    )
    database.write(lambda db: rows.add(db, account))
    assert database.read(lambda db: rows.find(db, AccountRow, uid=HER)) == account
    extraction = ExtractionRow(
        *(Eid(b"e" * 16), HER, Fingerprint(b"f" * 32), "uploading"),
        *(b"t" * 32, b"i", b"[]", 5),
        catalogue="x/ümläut 👁 'quoted' %s :name",
    )
    database.write(lambda db: rows.add(db, extraction))
    assert database.read(lambda db: rows.find(db, ExtractionRow)) == extraction


def test_entries_are_chained_numbered_and_never_back_in_time(database: OpenDatabase) -> None:
    database.write(lambda db: log.set_case_key(db, HER, b"k" * 32))
    times = [T0, T0 + 5, T0 - 9_000]
    receipts = [database.write(lambda db, at=at: append(db, now_ms=at)) for at in times]
    stored = database.read(lambda db: list(log.read_entries(db, 0, 9)))
    assert [each.index for each in stored] == [0, 1, 2]
    assert [each.leaf for each in stored] == [each.leaf for each in receipts]
    assert stored[-1].chain == chain_of(each.leaf for each in receipts)
    entries = [parse_entry(each.entry) for each in stored]
    assert [each.t for each in entries] == [T0, T0 + 5, T0 + 5]
    tags = [bytes.fromhex(each.tag) for each in entries]
    found = database.read(lambda db: log.find_tags(db, [*tags, b"x" * 16]))
    assert {tag: each.index for tag, each in found.items()} == dict(
        zip(tags, range(3), strict=True)
    )
    assert database.read(lambda db: log.tag_of_thing(db, HER, b"thing")).hex() == entries[0].obj
    assert database.read(lambda db: log.read_opening(db, 1)) == b"r" * 32


def test_sealed_fields_lie_beside_their_entry_and_go_with_the_case(database: OpenDatabase) -> None:
    sealed = SealedFields(b"x" * 32, b"a box")
    draft = Draft(act="grant", out="done", role="survivor", case=HER, sealed=sealed)
    database.write(lambda db: log.set_case_key(db, HER, b"k" * 32))
    database.write(append)
    index = database.write(lambda db: append(db, draft)).index
    stored = database.read(lambda db: log.read_entry(db, index))
    assert parse_entry(stored.entry).x == sealed.root.hex()
    assert database.read(lambda db: log.sealed_fields(db, [0, index])) == {index: b"a box"}
    database.write(lambda db: log.erase_case(db, HER))
    assert database.read(lambda db: log.sealed_fields(db, [0, index])) == {}


def test_actions_at_once_are_each_done_or_undone_alone(database: OpenDatabase) -> None:
    """Whatever shares a transaction: who raises leaves nothing, its neighbours everything."""
    database.write(lambda db: log.set_case_key(db, HER, b"k" * 32))
    told: dict[int, object] = {}
    begin = threading.Barrier(24)

    def act(number: int, db: Connection) -> int:
        index = append(db).index
        if number % 3 == 0:
            raise LookupError(number)
        if number % 3 == 1:
            # Refused by the database itself, which spoils a transaction in PostgreSQL.
            log.set_case_key(db, HER, b"k" * 32)
        return index

    def run(number: int) -> None:
        begin.wait()
        try:
            told[number] = database.write(lambda db: act(number, db))
        except (LookupError, DBAPIError) as error:
            told[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = {number: at for number, at in told.items() if isinstance(at, int)}
    assert sorted(kept) == [number for number in range(24) if number % 3 == 2]
    assert sorted(kept.values()) == list(range(8))
    assert database.read(log.size_of) == 8
    assert all(told[number].args == (number,) for number in range(0, 24, 3))  # type: ignore[attr-defined]  # errors


def test_an_erased_case_keeps_its_entries_and_tells_less(database: OpenDatabase) -> None:
    database.write(lambda db: log.set_case_key(db, HER, b"k" * 32))
    for _ in range(3):
        database.write(append)
    database.write(lambda db: log.erase_case(db, HER))
    assert database.read(log.size_of) == 3
    for query in (
        lambda db: log.case_key(db, HER),
        lambda db: log.tag_of_thing(db, HER, b"thing"),
        lambda db: log.read_opening(db, 0),
    ):
        with pytest.raises(NotProven):
            database.read(query)
    with pytest.raises(NotProven):
        database.write(append)


def test_the_tree_is_built_and_its_edge_replaced(database: OpenDatabase) -> None:
    draft = Draft(act="grant", out="done", role="survivor")
    for count in (1, 3, 300):
        size = database.read(log.size_of)
        database.write(lambda db, more=count - size: [append(db, draft) for _ in range(more)])
        while database.write(grow):
            pass
        assert database.read(lambda db: Tiles(db).size) == count
    root = database.read(lambda db: Tiles(db).root(300))
    assert len(root) == 32
    assert database.read(lambda db: set(log.read_tiles(db, 0, [0, 1, 7]))) == {0, 1}


def test_checkpoints_are_followed(database: OpenDatabase) -> None:
    assert database.read(log.latest_checkpoint) is None
    for size in (1, 5):
        database.write(lambda db, size=size: log.add_checkpoint(db, size, "note", T0))
    assert database.read(log.covered_size) == 0
    database.write(lambda db: log.set_witnessed(db, 1, "cosigned", T0 + 1))
    assert database.read(log.covered_size) == 1
    found = database.read(lambda db: log.latest_checkpoint(db, witnessed=True))
    assert found == log.StoredCheckpoint(1, "cosigned", witnessed=True, made_at=T0 + 1)


def test_live_rules_are_those_of_the_vault_and_team(database: OpenDatabase) -> None:
    def rule(letter: bytes, team: str, **changes: object) -> RuleRow:
        fields = {"why": "investigation", "nbf": 0, "exp": 100, "scope": "{}", "eft": "allow"}
        given = {**fields, **changes}
        return RuleRow(letter * 16, GID, "vault", team, acts="view", **given)  # type: ignore[arg-type]  # made

    made = [
        rule(b"b", "team"),
        rule(b"a", "*", eft="deny", why=None),
        rule(b"c", "other"),
        rule(b"d", "team", exp=50),
        rule(b"e", "team", revoked_at=9, revoked_by="survivor"),
    ]
    for each in made:
        database.write(lambda db, each=each: consent_rows.add(db, each))
    found = database.read(lambda db: live_rules(db, "vault", "team", 50))
    assert [each.id[:1] for each in found] == [b"a", b"b"]
    assert database.read(lambda db: live_rules(db, "vault2", "team", 50)) == []


def test_who_holds_an_access_is_forgotten_with_its_end(database: OpenDatabase) -> None:
    database.write(lambda db: consent_rows.add(db, OngoingAccess(3, HER, b"h" * 16, T0)))
    database.write(lambda db: end_ongoing(db, 3))
    assert database.read(lambda db: consent_rows.find(db, OngoingAccess)) is None
