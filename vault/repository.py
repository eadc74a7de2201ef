"""Rows in and out of the database: the only speaker of SQL in this package.

docs/formats/shv1.md 5. A row is a frozen dataclass whose fields are its table's columns;
what a change means is said by the modules that call this (accounts, holdings, handout).
Every call takes the connection of its caller's transaction.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Select,
    Table,
    bindparam,
    false,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError

from vault.errors import AlreadyStored
from vault.rows import (
    AccountRow,
    AskedKey,
    BoxDigest,
    EnrolmentCode,
    EnvelopeRow,
    ErasureKey,
    ExtractionRow,
    HandoverRow,
    Part,
    Passkey,
    RecoveryRow,
    ReleaseRow,
    ReleaseWrap,
    SessionRow,
    SetRow,
    ShareRow,
    Slot,
    StaffRow,
    Ticket,
)
from vault.tables import (
    account,
    account_slot,
    asked_key,
    box_digest,
    enrolment_code,
    envelope,
    erasure_key,
    extraction,
    metadata,
    passkey_slot,
    recovery,
    recovery_handover,
    recovery_set,
    recovery_share,
    release,
    release_wrap,
    session,
    staff,
    ticket,
    upload_part,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["Above", "Below", "Connection", "OneOf", "Rows", "Value", "metadata", "rows"]

R = TypeVar("R", bound="DataclassInstance")
Value = bytes | str | int | None


@dataclass(frozen=True, slots=True)
class Above:
    """A condition: the column is greater than this."""

    bound: int


@dataclass(frozen=True, slots=True)
class Below:
    """A condition: the column is less than this."""

    bound: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """A condition: the column is one of these."""

    values: Collection[bytes | str]


Condition = Value | Above | Below | OneOf


class Rows:
    """The rows of one package, by the dataclass that stands for each table."""

    __slots__ = ("_made", "_tables")

    def __init__(self, tables: Mapping[type, Table]) -> None:
        self._tables = tables
        # Putting a question together takes several times as long as asking it. What differs
        # from one to the next but its values is in the key: columns, and the order.
        self._made: dict[tuple[object, ...], Select[Any]] = {}

    def add(self, connection: Connection, row: "DataclassInstance") -> None:
        """Add a row.

        Raises:
            AlreadyStored: something that must be single is taken, or a check of the table fails.
        """
        values = {field.name: getattr(row, field.name) for field in fields(row)}
        if any(isinstance(value, str) and "\0" in value for value in values.values()):
            # A file would keep it and a server would not; so nobody does.
            raise AlreadyStored("a text holds a zero byte")
        _write(connection, insert(self._tables[type(row)]).values(values))

    def find(self, connection: Connection, kind: type[R], /, **where: Condition) -> R | None:
        """Find the row whose columns are as given; None means a column without a value."""
        found = connection.execute(*self._chosen(kind, where)).first()
        return None if found is None else kind(*found)

    def find_all(
        self,
        connection: Connection,
        kind: type[R],
        order: str,
        /,
        *,
        newest_first: bool = False,
        limit: int | None = None,
        **where: Condition,
    ) -> list[R]:
        """List the rows whose columns are as given, in the order of one column."""
        chosen, values = self._chosen(kind, where, order, newest_first=newest_first)
        if limit is not None:
            chosen = chosen.limit(limit)
        return [kind(*found) for found in connection.execute(chosen, values)]

    def change(
        self,
        connection: Connection,
        kind: type,
        values: Mapping[str, object],
        /,
        **where: Condition,
    ) -> int:
        """Set columns of the rows that are as given; tell how many there were.

        Raises:
            AlreadyStored: something that must be single is taken, or a check of the table fails.
        """
        table = self._tables[kind]
        changed = update(table).where(*self._conditions(kind, where)).values(dict(values))
        return _write(connection, changed)

    def _chosen(
        self,
        kind: type[R],
        where: Mapping[str, Condition],
        order: str | None = None,
        *,
        newest_first: bool = False,
    ) -> tuple[Select[Any], dict[str, Condition]]:
        """Give the question, and the values that go with it."""
        columns = self._tables[kind].c
        plain = all(map(_is_plain, where.values()))
        key = (kind, order, newest_first, *where)
        made = self._made.get(key) if plain else None
        if made is None:
            chosen = select(*(columns[field.name] for field in fields(kind)))
            conditions = (
                [columns[name] == bindparam(name) for name in where]
                if plain
                else self._conditions(kind, where)
            )
            made = chosen.where(*conditions)
            if order is not None:
                made = made.order_by(columns[order].desc() if newest_first else columns[order])
            if plain:
                self._made[key] = made
        return made, dict(where) if plain else {}

    def _conditions(self, kind: type, where: Mapping[str, Condition]) -> list[ColumnElement[bool]]:
        columns = self._tables[kind].c
        # A name that is no column raises here: a condition is never dropped silently.
        return [_condition(columns[name], value) for name, value in where.items()]


def _is_plain(value: Condition) -> bool:
    """Tell whether a condition is that a column has this value, and nothing else."""
    return isinstance(value, bytes | int) or (isinstance(value, str) and "\0" not in value)


def _condition(column: ColumnElement[Any], value: Condition) -> ColumnElement[bool]:
    match value:
        case Above(bound):
            return column > bound
        case Below(bound):
            return column < bound
        case OneOf(values):
            return column.in_(values)
        case None:
            return column.is_(None)
        case str() if "\0" in value:
            # No row holds one, and a server's driver refuses to ask.
            return false()
        case _:
            return column == value


def _write(connection: Connection, statement: Executable) -> int:
    try:
        return connection.execute(statement).rowcount
    except (IntegrityError, DataError):
        # The driver's words can hold values; the id that clashed is the caller's to name.
        raise AlreadyStored("a row with this id, code or key exists, or breaks a rule") from None


rows = Rows(
    {
        AccountRow: account,
        AskedKey: asked_key,
        Slot: account_slot,
        Passkey: passkey_slot,
        SetRow: recovery_set,
        ShareRow: recovery_share,
        RecoveryRow: recovery,
        HandoverRow: recovery_handover,
        StaffRow: staff,
        SessionRow: session,
        EnrolmentCode: enrolment_code,
        ExtractionRow: extraction,
        Part: upload_part,
        EnvelopeRow: envelope,
        ReleaseRow: release,
        BoxDigest: box_digest,
        ReleaseWrap: release_wrap,
        ErasureKey: erasure_key,
        Ticket: ticket,
    }
)
