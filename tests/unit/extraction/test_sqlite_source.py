"""Databases of a source: read whole or said to be damaged, whatever they hold."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from extraction import sqlite_source
from extraction.errors import CorruptSource, LimitExceeded
from extraction.source import Source, find_source
from extraction.sqlite_source import columns_of, count_of, open_database, rows_of, tables_of


def made(folder: Path, *statements: str) -> Source:
    folder.mkdir(exist_ok=True)
    with closing(sqlite3.connect(folder / "a.db")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    return find_source(folder)


def read(
    source: Source, scratch: Path, lost: Callable[[str], None] | None = None
) -> list[tuple[int, dict[str, sqlite_source.Value]]]:
    with open_database(source, source.members[0], scratch) as database:
        return list(rows_of(database, "t", columns_of(database, "t"), lost))


def test_rows_come_in_order_with_their_ids(tmp_path: Path) -> None:
    source = made(
        tmp_path / "s",
        'CREATE TABLE t (a TEXT, "b c" BLOB)',
        "INSERT INTO t (rowid, a, \"b c\") VALUES (7, 'x', x'00ff'), (-2, NULL, 1.5)",
    )
    assert read(source, tmp_path) == [
        (-2, {"a": None, "b c": 1.5}),
        (7, {"a": "x", "b c": b"\x00\xff"}),
    ]


def test_views_and_virtual_tables_are_not_tables(tmp_path: Path) -> None:
    source = made(
        tmp_path / "s",
        "CREATE TABLE t (a)",
        "CREATE VIEW v AS SELECT * FROM t",
        "CREATE VIRTUAL TABLE f USING fts4(words)",
    )
    with open_database(source, source.members[0], tmp_path) as database:
        names = set(tables_of(database))
    assert "t" in names
    assert not {"v", "f"} & names


def test_names_with_quotes_are_names(tmp_path: Path) -> None:
    source = made(tmp_path / "s", 'CREATE TABLE "a""; DROP TABLE t" (x)', "CREATE TABLE t (a)")
    with open_database(source, source.members[0], tmp_path) as database:
        tables = tables_of(database)
        assert set(tables) == {'a"; drop table t', "t"}
        assert [count_of(database, name) for name in tables.values()] == [0, 0]


def test_text_that_is_not_utf8_is_replaced_and_counted(tmp_path: Path) -> None:
    source = made(
        tmp_path / "s", "CREATE TABLE t (a)", "INSERT INTO t VALUES (CAST(x'61ff' AS TEXT))"
    )
    with open_database(source, source.members[0], tmp_path) as database:
        assert [row["a"] for _, row in rows_of(database, "t", ["a"])] == ["a\ufffd"]
        assert database.repairs == 1


@pytest.mark.parametrize("data", [b"once upon a time" * 100, b"SQLite format 3\0" + b"\xff" * 2000])
def test_what_is_no_database_is_damaged(data: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "a.db").write_bytes(data)
    with pytest.raises(CorruptSource):
        read(find_source(folder), tmp_path)


def test_nothing_stays_in_scratch_and_nothing_is_written_beside(tmp_path: Path) -> None:
    source = made(tmp_path / "s", "CREATE TABLE t (a)")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    read(source, scratch)
    assert not list(scratch.iterdir())
    assert [path.name for path in source.path.iterdir()] == ["a.db"]


def test_a_statement_without_end_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ", ".join("(1)" for _ in range(20_000))
    source = made(tmp_path / "s", "CREATE TABLE t (a)", f"INSERT INTO t VALUES {rows}")  # noqa: S608
    monkeypatch.setattr(sqlite_source, "_STEPS", 100)
    monkeypatch.setattr(sqlite_source, "_BUDGET", 10)
    with pytest.raises(LimitExceeded):
        read(source, tmp_path)


def test_a_value_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = made(tmp_path / "s", "CREATE TABLE t (a)", "INSERT INTO t VALUES (zeroblob(5000))")
    monkeypatch.setattr(sqlite_source, "MAX_VALUE", 4000)
    with pytest.raises((LimitExceeded, CorruptSource)):
        read(source, tmp_path)


def broken(tmp_path: Path) -> Source:
    """Make a table of many pages and overwrite one in the middle."""
    values = ", ".join(f"('{number:04}{'x' * 600}')" for number in range(200))
    source = made(tmp_path / "s", "CREATE TABLE t (a)", f"INSERT INTO t VALUES {values}")  # noqa: S608
    path = source.path / "a.db"
    data = bytearray(path.read_bytes())
    at = data.index(b"0100xxx") // 4096 * 4096
    data[at : at + 4096] = b"\xee" * 4096
    path.write_bytes(data)
    return find_source(source.path)


def test_a_damaged_page_is_damage(tmp_path: Path) -> None:
    with pytest.raises(CorruptSource):
        read(broken(tmp_path), tmp_path)


def test_rows_on_both_sides_of_damage_can_be_read(tmp_path: Path) -> None:
    heard: list[str] = []
    found = [rowid for rowid, _ in read(broken(tmp_path), tmp_path, heard.append)]
    assert len(heard) == 1
    assert len(found) == len(set(found))
    assert {1, 50, 150, 200} <= set(found)
    assert 180 < len(found) < 200
    missing = set(range(1, 201)) - set(found)
    assert heard == [
        f"rows between row {min(missing) - 1} and row {max(missing) + 1} lie on damaged pages"
    ]
