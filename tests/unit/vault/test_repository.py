"""Rows are asked for by a question that is put together once, and by values that are not kept."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool

from vault.repository import Above, OneOf, metadata, rows
from vault.rows import Ticket

A, B = b"\x0a" * 16, b"\x0b" * 16


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    metadata.create_all(engine)
    with engine.begin() as found:
        for number in range(6):
            item = A if number % 2 == 0 else B
            used = None if number < 3 else number
            rows.add(found, Ticket(number, A, b"s" * 32, "release.collect", item, 5, used))
        yield found
    engine.dispose()


def found(connection: Connection, **where: object) -> list[int]:
    listed = rows.find_all(connection, Ticket, "log_index", **where)  # type: ignore[arg-type]  # any condition
    return [each.log_index for each in listed]


def test_the_same_question_with_other_values_has_another_answer(connection: Connection) -> None:
    assert found(connection, item=A) == [0, 2, 4]
    assert found(connection, item=B) == [1, 3, 5]
    assert found(connection, item=b"nobody's") == []
    first, second = (rows.find(connection, Ticket, log_index=number) for number in (3, 4))
    assert first is not None
    assert second is not None
    assert (first.item, second.item) == (B, A)


def test_no_value_is_another_question_than_a_value(connection: Connection) -> None:
    assert found(connection, item=A, used_at=4) == [4]
    assert found(connection, item=A, used_at=None) == [0, 2]
    assert found(connection, item=A, used_at=Above(3)) == [4]
    assert found(connection, item=OneOf([A, B]), used_at=3) == [3]
    assert found(connection, item=A, used_at=4) == [4]


def test_a_text_that_no_row_can_hold_finds_nothing(connection: Connection) -> None:
    assert found(connection, kind="release.collect", item=B) == [1, 3, 5]
    assert found(connection, kind="release.collect\0", item=B) == []


def test_orders_and_limits_are_told_apart(connection: Connection) -> None:
    def listed(limit: int | None, *, newest_first: bool) -> list[int]:
        given = rows.find_all(
            connection, Ticket, "log_index", newest_first=newest_first, limit=limit, item=A
        )
        return [each.log_index for each in given]

    assert listed(None, newest_first=False) == [0, 2, 4]
    assert listed(None, newest_first=True) == [4, 2, 0]
    assert listed(2, newest_first=True) == [4, 2]
    assert listed(1, newest_first=False) == [0]
    assert listed(None, newest_first=False) == [0, 2, 4]


def test_a_name_that_is_no_column_is_never_dropped(connection: Connection) -> None:
    for _ in range(2):
        with pytest.raises(KeyError):
            rows.find(connection, Ticket, log_index=1, nobody=2)
        with pytest.raises(KeyError):
            rows.find_all(connection, Ticket, "nothing", item=A)


def test_a_question_is_put_together_once_and_asked_each_time(connection: Connection) -> None:
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(connection, "before_cursor_execute", note)
    kept = len(rows._made)
    rows.find(connection, Ticket, session=b"s" * 32, item=A)
    assert len(rows._made) == kept + 1
    connection.exec_driver_sql("UPDATE ticket SET issued_at = 9")
    again = rows.find(connection, Ticket, session=b"s" * 32, item=A)
    assert len(rows._made) == kept + 1
    assert again is not None
    # What was changed meanwhile is seen: questions are kept, answers never.
    assert again.issued_at == 9
    assert sum("SELECT" in each for each in asked) == 2
