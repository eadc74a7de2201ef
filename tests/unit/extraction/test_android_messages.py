"""Text, picture and group messages of an Android phone: the same from three sources, whole."""

from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from extraction.readers.android_messages import MAX_PEOPLE, mms_people, sms_people
from extraction.record import Party, Record, facts_of
from extraction.threads import people_thread
from tests.unit.extraction import phones
from tests.unit.extraction.android_backups import TELEPHONY, AndroidBackup, messages
from tests.unit.extraction.phones import ALEX, BEA, NOON, OWNER, Rows, database
from tests.unit.extraction.reading import read

CLEO = "+447700900103"
ME = "insert-address-token"
Addresses = tuple[tuple[str, int], ...]
TO_TWO: Addresses = ((ME, 137), (ALEX, 151), (BEA, 130))
FROM_ONE: Addresses = ((ALEX, 137), (BEA, 151), (OWNER, 151))


def mms_of_store(folder: Path, box: int, others: list[str], listed: Addresses) -> Record:
    path = database(
        folder / "store" / "mmssms.db",
        phones.ANDROID_MESSAGES,
        pdu=[{"thread_id": 1, "date": NOON, "msg_box": box, "ct_t": "m", "read": 1}],
        threads=[{"_id": 1, "recipient_ids": " ".join(map(str, range(1, len(others) + 1)))}],
        canonical_addresses=[{"address": each} for each in others],
        addr=[{"msg_id": 1, "address": raw, "type": code} for raw, code in listed],
        part=[{"mid": 1, "ct": "text/plain", "text": "look"}],
    )
    return read(path).one


def mms_of_backup(folder: Path, box: int, others: list[str], listed: Addresses) -> Record:
    row = {
        "date": str(NOON),
        "msg_box": str(box),
        "mms_body": "look",
        "read": "1",
        "recipients": others,
        "mms_addresses": [{"address": raw, "type": code} for raw, code in listed],
    }
    path = folder / "backup.ab"
    name = f"{TELEPHONY}/d_f/000001_mms_backup"
    path.write_bytes(AndroidBackup({name: messages([row])}).marshal())
    return read(path).one


def mms_of_xml(folder: Path, box: int, others: list[str], listed: Addresses) -> Record:
    addrs = "".join(f"<addr address={quoteattr(raw)} type='{code}'/>" for raw, code in listed)
    path = folder / "sms.xml"
    path.write_text(
        f"<smses count='1'><mms date='{NOON * 1000}' msg_box='{box}' read='1'"
        f" address={quoteattr('~'.join(others))}>"
        f"<parts><part ct='text/plain' text='look'/></parts><addrs>{addrs}</addrs></mms></smses>"
    )
    return read(path).one


SOURCES = (mms_of_store, mms_of_backup, mms_of_xml)


@pytest.mark.parametrize(
    ("box", "others", "listed", "thread"),
    [
        (1, [ALEX, BEA], FROM_ONE, f"sms:{ALEX}~{BEA}"),
        (2, [ALEX, BEA], TO_TWO, f"sms:{ALEX}~{BEA}"),
        # The conversation names one person alone, and the message two.
        (2, [ALEX], TO_TWO, f"sms:{ALEX}~{BEA}"),
        (1, [ALEX], FROM_ONE, f"sms:{OWNER}~{ALEX}~{BEA}"),
        (1, [ALEX], ((ALEX, 137), (OWNER, 151)), f"sms:{ALEX}"),
    ],
)
def test_a_message_of_several_is_the_same_from_every_source_and_nobodys_alone(
    box: int, others: list[str], listed: Addresses, thread: str, tmp_path: Path
) -> None:
    found = [source(tmp_path, box, others, listed) for source in SOURCES]
    first = found[0]
    assert first.thread is not None
    assert first.thread.id == thread
    for record in found[1:]:
        assert (record.parties, record.thread) == (first.parties, first.thread)
        assert (record.direction, record.state, record.text) == (
            *(first.direction, first.state, first.text),
        )
    alone = {ALEX} if thread == f"sms:{ALEX}" else None
    assert [facts_of(record).parties == alone for record in found] == [alone is not None] * 3


def text_messages(folder: Path, kind: int, others: list[str]) -> list[Record]:
    """Give one text message of Alex's conversation with these others, from two sources."""
    sms = {"address": ALEX, "date": NOON * 1000, "type": kind, "body": "hello"}
    path = database(
        folder / "mmssms.db",
        phones.ANDROID_MESSAGES,
        sms=[{**sms, "thread_id": 1}],
        threads=[{"_id": 1, "recipient_ids": " ".join(map(str, range(1, len(others) + 1)))}],
        canonical_addresses=[{"_id": n, "address": each} for n, each in enumerate(others, 1)],
    )
    backup = folder / "backup.ab"
    row = {name: str(value) for name, value in sms.items()} | {"recipients": others}
    name = f"{TELEPHONY}/d_f/000000_sms_backup"
    backup.write_bytes(AndroidBackup({name: messages([row])}).marshal())
    return [read(path).one, read(backup).one]


@pytest.mark.parametrize("kind", [1, 2])
def test_everybody_in_the_conversation_of_a_text_message_is_in_it(
    kind: int, tmp_path: Path
) -> None:
    for record in text_messages(tmp_path, kind, [ALEX, BEA]):
        assert facts_of(record).parties == {ALEX, BEA}
        assert record.thread is not None
        assert record.thread.id == f"sms:{ALEX}~{BEA}"


def test_a_conversation_of_one_is_of_whom_the_row_names(tmp_path: Path) -> None:
    for others in ([ALEX], ["07700 900101"], []):
        for record in text_messages(tmp_path / str(len(str(others))), 1, others):
            assert facts_of(record).parties == {ALEX}
            assert record.thread is not None
            assert record.thread.id == f"sms:{ALEX}"
    for record in text_messages(tmp_path / "other", 1, [BEA]):
        assert facts_of(record).parties == {ALEX, BEA}


def test_a_recipient_without_an_address_is_somebody_unknown(tmp_path: Path) -> None:
    rows: Rows = [{"address": ALEX, "date": 1, "type": 2, "body": "a", "thread_id": 1}]
    pdu: Rows = [{"thread_id": 1, "date": NOON, "msg_box": 1, "ct_t": "m"}]
    found = read(
        database(
            tmp_path / "mmssms.db",
            phones.ANDROID_MESSAGES,
            sms=rows,
            pdu=pdu,
            threads=[{"_id": 1, "recipient_ids": "1 9"}],
            canonical_addresses=[{"_id": 1, "address": ALEX}],
            addr=[{"msg_id": 1, "address": ALEX, "type": 137}],
        )
    )
    for record in found.records:
        assert facts_of(record).parties is None
        assert record.thread is None


def test_beyond_a_thousand_people_somebody_is_unknown() -> None:
    crowd = [f"+4477009{number:05}" for number in range(MAX_PEOPLE + 1)]
    coded = [(raw, "151") for raw in crowd]
    for found in (mms_people(coded, [], None, "out"), sms_people(ALEX, crowd, None, "out")):
        assert any(party.id_norm is None and party.is_owner is not True for party in found)
        assert people_thread(found) is None


def test_an_address_that_is_written_like_two_is_not_theirs() -> None:
    two = people_thread([Party("to", ALEX, "phone", ALEX), Party("to", BEA, "phone", BEA)])
    one = people_thread([Party("to", f"{ALEX}~{BEA}", "handle")])
    assert two is not None
    assert one is not None
    assert two.id != one.id


def test_somebody_without_an_id_makes_a_conversation_nobody_can_name() -> None:
    assert people_thread([Party("to", ALEX, "phone", ALEX), Party("participant")]) is None
    assert people_thread([Party("to", "x" * 1000, "handle")]) is None
    assert people_thread([Party("from", is_owner=True)]) is None


def test_a_contacts_class_holds_for_picture_messages_too(tmp_path: Path) -> None:
    path = tmp_path / "sms.xml"
    row = f"<mms date='1' msg_box='1' address='{CLEO}' contact_name='Dr Cleo'/>"
    path.write_text(f"<smses count='1'>{row}</smses>")
    found = read(path, sensitive={"Dr Cleo": "health"}).one
    assert (found.parties[0].name, found.sensitivity) == ("Dr Cleo", "health")


def test_the_last_stranger_is_not_taken_for_the_owner_where_the_others_are_not_known() -> None:
    (sender, other, unknown) = mms_people([(ALEX, "137"), (BEA, "151")], [""], None, "in")
    assert (sender.is_owner, other.is_owner, unknown.id_raw) == (False, None, "")
