"""The log's rows: its head, entries, tiles, checkpoints, and what may be deleted.

docs/formats/audit-entry.md 4. Nothing here is ever changed but the head, the counters and
the right edge of the tree; `opening`, `sealed` and `case_key` are the deletable half, without
which entries tell less and the chain and tree still hold.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData()

head = Table(
    "audit_head",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    Column("t", BigInteger, nullable=False),
)

entry = Table(
    "audit_entry",
    metadata,
    Column("log_index", BigInteger, primary_key=True, autoincrement=False),
    Column("entry", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    Column("tag", LargeBinary),
    CheckConstraint("length(leaf) = 32 AND length(chain) = 32"),
)
Index("audit_entry_tag", entry.c.tag, unique=True)

opening = Table(
    "audit_opening",
    metadata,
    Column("log_index", BigInteger, primary_key=True, autoincrement=False),
    Column("r", LargeBinary, nullable=False),
)

# Who it was, sealed to those who may know (docs/formats/audit-entry.md 11).
sealed = Table(
    "audit_sealed",
    metadata,
    Column("log_index", BigInteger, primary_key=True, autoincrement=False),
    Column("box", LargeBinary, nullable=False),
)

case_key = Table(
    "audit_case_key",
    metadata,
    Column("uid", LargeBinary, primary_key=True),
    Column("key", LargeBinary, nullable=False),
    Column("n", BigInteger, nullable=False),
)

# Hashes of complete subtrees, 256 to a row (C2SP tlog-tiles); only the last row of a
# level is ever replaced, by a longer one.
tile = Table(
    "audit_tile",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)

checkpoint = Table(
    "audit_checkpoint",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("witnessed", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

# What time-stamp authorities said of a checkpoint, each once (docs/formats/checkpoint.md 6).
token = Table(
    "audit_token",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("authority", LargeBinary, primary_key=True),
    Column("token", LargeBinary, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)
