"""Conversations' ids: as a scope can name them, and no two that become one."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from consent.scope import parse_scope
from extraction.parties import MAX_ID
from extraction.threads import thread_id
from tests.unit.extraction.reading import DATA, read

ZOE, DECOMPOSED = "Zo\u00eb", "Zoe\u0308"
words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)


def test_an_id_is_the_app_and_the_sources_own() -> None:
    assert thread_id("sms", "+447700900101") == "sms:+447700900101"
    assert thread_id("whatsapp", ZOE) == f"whatsapp:{ZOE}"


@given(st.sampled_from(["sms", "whatsapp"]), words)
def test_every_conversation_can_be_granted(app: str, raw: str) -> None:
    named = thread_id(app, raw)
    assert parse_scope({"x": ["00" * 16], "c": ["message"], "t": [named]}).t == {named}
    assert len(named) <= MAX_ID


def test_two_spellings_of_one_name_are_two_conversations() -> None:
    assert thread_id("kik", ZOE) != thread_id("kik", DECOMPOSED)
    assert thread_id("kik", DECOMPOSED).startswith(f"kik:{ZOE}#")


def test_long_ids_that_begin_alike_are_two_conversations() -> None:
    crowd = "~".join(f"+4477009{number:05}" for number in range(100))
    assert thread_id("sms", crowd) != thread_id("sms", crowd + "~+447700900999")


def test_nobody_can_write_an_id_that_is_made_of_anothers() -> None:
    marked = thread_id("kik", DECOMPOSED).removeprefix("kik:")
    assert thread_id("kik", marked) != thread_id("kik", DECOMPOSED)


def test_a_chat_whose_file_is_named_in_another_spelling_can_be_granted(tmp_path: Path) -> None:
    path = tmp_path / f"WhatsApp Chat with {DECOMPOSED}.txt"
    path.write_bytes((DATA / "chats" / "iphone-american.txt").read_bytes())
    found = read(path)
    assert {record.thread.id for record in found.records if record.thread} == {f"whatsapp:{ZOE}"}
