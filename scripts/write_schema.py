"""Writes the tables of the first step anew from the models, as long as no release has it.

    python scripts/write_schema.py

What stands outside the two marked lines (roles, functions, rights) is written by hand.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

import audit.tables
import consent.tables
import extraction.tables
import vault.tables

BEGIN, END = "-- tables: scripts/write_schema.py", "-- end of tables"
FOLDER = Path(__file__).resolve().parents[1] / "api" / "migrations"
SCHEMAS = {
    "audit": audit.tables.metadata,
    "vault": vault.tables.metadata,
    "consent": consent.tables.metadata,
    "extraction": extraction.tables.metadata,
}
POSTGRESQL = PGDialect()


def made_by(table: Table, *, file: bool) -> list[CreateTable | CreateIndex]:
    """Give what makes a table and its indexes; in a file, those that are not there yet."""
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    made: list[CreateTable | CreateIndex] = [CreateTable(table, if_not_exists=file)]
    return made + [CreateIndex(index, if_not_exists=file) for index in indexes]


def tables(dialect: Dialect) -> str:
    """Give the statements that make every table and index."""
    file = dialect.name == "sqlite"
    out = []
    for schema, metadata in SCHEMAS.items():
        if not file:
            out.append(f"CREATE SCHEMA {schema};\nSET LOCAL search_path = {schema};\n")
        for table in metadata.sorted_tables:
            for statement in made_by(table, file=file):
                text = str(statement.compile(dialect=dialect)).strip().replace("\t", "    ")
                out.append(re.sub(r" +\n", "\n", text) + ";\n")
    return "\n".join(out)


def main() -> int:
    """Write both files."""
    for dialect in (SQLiteDialect(), POSTGRESQL):
        path = FOLDER / f"0001.{dialect.name}.sql"
        before, _, rest = path.read_text("utf-8").partition(f"{BEGIN}\n")
        _, _, after = rest.partition(f"{END}\n")
        path.write_text(f"{before}{BEGIN}\n\n{tables(dialect)}\n{END}\n{after}", "utf-8")
    print("schema: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
