"""Two readings of one phone: what pairs, what differs, and what only one of them has."""

from dataclasses import replace

import pytest

from extraction.comparing import MAX_SHOWN, Compared, Side, compare
from extraction.record import Party, Provenance, Record, Text, Time, marshal_record

NOON = 1_775_044_800
ALEX = Party("from", "x", "phone", "+447700900101")
SAM = Party("from", "y", "phone", "+447700900102")


def message(words: str, second: int | None = NOON, *, more_us: int = 0, row: int = 1) -> Record:
    lo = None if second is None else second * 10**6 + more_us
    return Record(
        "made",
        "message",
        Provenance("made", "made", "1", table="message", row=row),
        app_id="whatsapp",
        app_name="WhatsApp",
        direction="in",
        parties=(ALEX,),
        time=Time("", "s", "sent", "explicit", lo, lo),
        text=(Text("body", words),) if words else (),
    )


def compared(left: list[Record], right: list[Record]) -> list[Compared]:
    sides = Side(), Side()
    for side, records in zip(sides, (left, right), strict=True):
        for record in records:
            side.add(marshal_record(record))
    return compare(*sides)


def counts(left: list[Record], right: list[Record]) -> dict[str, int]:
    (found,) = compared(left, right)
    assert (found.left, found.right) == (len(left), len(right))
    assert found.agrees == (set(found.counts) <= {"agree"})
    return found.counts


def test_the_same_message_agrees_whatever_the_precision_of_its_time() -> None:
    for us in (-1_000_000, 0, 999_999, 1_000_000):
        assert counts([message("hello")], [message("hello", more_us=us)]) == {"agree": 1}


def test_two_seconds_apart_is_another_message() -> None:
    assert counts([message("hello")], [message("hello", NOON + 2)]) == {
        "only_left": 1,
        "only_right": 1,
    }


@pytest.mark.parametrize("words", ["\ufffchello", "\u200ehello", "hello ", "he\u200bllo"])
def test_what_tools_add_to_words_is_no_difference(words: str) -> None:
    assert counts([message("hello")], [message(words)]) == {"agree": 1}


def test_other_words_at_one_moment_are_one_message_read_in_two_ways() -> None:
    assert counts([message("hello")], [message("hallo")]) == {"words": 1}
    (found,) = compared([message("hello", row=7)], [message("hallo", row=9)])
    assert found.shown[0] == ("words", "message row 7", "message row 9", NOON)


def test_another_direction_or_other_people_are_told() -> None:
    out, other = replace(message("a"), direction="out"), replace(message("a"), parties=(SAM,))
    assert counts([message("a")], [out]) == {"direction": 1}
    assert counts([message("a")], [other]) == {"people": 1}
    silent = replace(message("a"), direction="unknown", parties=(Party("from", "?"),))
    assert counts([message("a")], [silent]) == {"agree": 1}


def test_the_owner_is_nobody_who_could_differ() -> None:
    owner = Party("to", "z", "phone", "+447700900100", is_owner=True)
    assert counts([message("a")], [replace(message("a"), parties=(ALEX, owner))]) == {"agree": 1}


def test_each_message_pairs_once() -> None:
    left = [message("again", NOON + n) for n in range(10)]
    assert counts(left, left[:7]) == {"agree": 7, "only_left": 3}
    assert counts([message("x", row=1)] * 3, [message("x", row=2)] * 2) == {
        "agree": 2,
        "only_left": 1,
    }


def test_what_has_no_time_pairs_with_what_has_none() -> None:
    undated = message("a", None)
    assert counts([undated], [undated]) == {"agree": 1}
    assert counts([undated], [message("a")]) == {"only_left": 1, "only_right": 1}
    assert counts([undated], [message("b", None)]) == {"only_left": 1, "only_right": 1}


def test_contacts_are_whom_they_are_about() -> None:
    alex = replace(message("", None), category="contact")
    sam = replace(alex, parties=(SAM,))
    assert counts([alex, sam], [sam, alex]) == {"agree": 2}
    assert counts([alex], [sam]) == {"only_left": 1, "only_right": 1}


def test_only_what_both_have_is_compared() -> None:
    call = replace(message("a"), category="call")
    other = replace(message("a"), app_id="teams")
    without = replace(message("a"), app_id=None)
    assert compared([message("a"), without], [call, other, without]) == []


def test_the_first_disagreements_are_shown_and_all_are_counted() -> None:
    left = [message(str(n), NOON + 10 * n, row=n) for n in range(100)]
    (found,) = compared(left, [message("other", 5)])
    assert found.counts == {"only_left": 100, "only_right": 1}
    assert len(found.shown) == MAX_SHOWN
    assert found.shown[0] == ("only_left", "message row 0", "", NOON)


def test_a_contact_is_whom_it_is_about_whenever_it_was_written_down() -> None:
    left = replace(message("", NOON), category="contact")
    right = replace(message("", None), category="contact")
    other = replace(right, parties=(SAM,))
    assert counts([left], [right]) == {"agree": 1}
    assert counts([left], [other]) == {"only_left": 1, "only_right": 1}
