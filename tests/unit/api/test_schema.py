"""Versions of the tables in a SQLite file: made, brought up to date, refused."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

import audit.tables
import consent.tables
import extraction.tables
import vault.tables
from api.databases import FILE, NAMED, open_database
from api.postgres import Where
from api.schema import KNOWN, prepare_sqlite
from vault.errors import UnfitDatabase

MODELS = (audit.tables, vault.tables, consent.tables, extraction.tables)
ELSEWHERE = Where("postgresql://role@127.0.0.1:1/name")


def described(path: Path) -> dict[str, str]:
    """Give what makes each table and index, without how it is laid out on lines."""
    with closing(sqlite3.connect(path)) as file:
        found = file.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: " ".join(sql.replace("IF NOT EXISTS ", "").split()) for name, sql in found}


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as file:
        return int(file.execute("PRAGMA user_version").fetchone()[0])


def create_all(path: Path, *, but: str = "") -> None:
    """Make the tables as versions without numbers did."""
    engine = create_engine(f"sqlite:///{path}")
    for tables in MODELS:
        chosen = [table for table in tables.metadata.sorted_tables if table.name != but]
        tables.metadata.create_all(engine, chosen)
    engine.dispose()


def test_the_steps_give_the_tables_of_the_models(tmp_path: Path) -> None:
    prepare_sqlite(tmp_path / "steps.db")
    create_all(tmp_path / "models.db")
    assert described(tmp_path / "steps.db") == described(tmp_path / "models.db"), (
        "python scripts/write_schema.py writes the first step anew"
    )
    assert version(tmp_path / "steps.db") == KNOWN


def test_a_file_from_before_versions_keeps_its_rows_and_gets_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    create_all(path, but="box_digest")
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("INSERT INTO audit_head VALUES (1, 7, zeroblob(32), 5)")
    prepare_sqlite(path)
    prepare_sqlite(path)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT size, t FROM audit_head").fetchall() == [(7, 5)]
        assert file.execute("SELECT count(*) FROM box_digest").fetchone() == (0,)
    assert version(path) == KNOWN


def test_a_later_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / FILE
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {KNOWN + 1}")
    before = path.read_bytes()
    with pytest.raises(UnfitDatabase, match=f"version {KNOWN + 1}"):
        open_database(tmp_path, None)
    assert path.read_bytes() == before


def test_a_folder_stays_with_its_database(tmp_path: Path) -> None:
    file, server = tmp_path / "file", tmp_path / "server"
    for folder in (file, server):
        folder.mkdir()
    open_database(file, None).close()
    with pytest.raises(UnfitDatabase, match="in a file of its folder"):
        open_database(file, ELSEWHERE)
    (server / NAMED).write_text("postgresql://127.0.0.1:1/other\n")
    with pytest.raises(UnfitDatabase, match="in another database"):
        open_database(server, ELSEWHERE)
    with pytest.raises(UnfitDatabase, match="give --database"):
        open_database(server, None)
    assert not (server / FILE).exists()
