"""Parties: two people never share a normal form, and nobody is guessed."""

import pytest

from extraction.parties import MAX_ID, is_group, named_party, names_account, normal_phone, party_of


@pytest.mark.parametrize(
    ("raw", "region", "norm"),
    [
        ("+447700900101", None, "+447700900101"),
        ("+44 (7700) 900-101", None, "+447700900101"),
        ("07700 900101", "GB", "+447700900101"),
        ("(919) 888-7386", "US", "+19198887386"),
        # Without a country, or in another one, a national number says nothing.
        ("07700 900101", None, None),
        ("(919) 888-7386", None, None),
        # A local number without its area code is somebody in every area.
        ("888-7386", "US", None),
        ("7535", "US", None),
        ("7535", "DE", None),
        ("60060", "GB", None),
        ("+1 123 456 789", None, None),
        # Digits in a name, letters on a keypad, an extension: none is the number alone.
        ("Bob 07700900101", "GB", None),
        ("1-800-MY-APPLE", "US", None),
        ("+15555550016;ext=3", None, None),
        ("+15555550016 ext 3", None, None),
        ("+44", None, None),
        ("", "GB", None),
        ("++447700900101", None, None),
    ],
)
def test_numbers(raw: str, region: str | None, norm: str | None) -> None:
    assert normal_phone(raw, region) == norm


@pytest.mark.parametrize(
    ("raw", "kind", "norm"),
    [
        ("447700900101@s.whatsapp.net", "jid", "+447700900101"),
        ("447700900101:12@s.whatsapp.net", "jid", "+447700900101"),
        ("11800@s.whatsapp.net", "jid", None),
        ("100000000000001@lid", "jid", None),
        # Only people's own accounts are people.
        ("447700900101@call.whatsapp.net", "jid", None),
        ("120363023356659014@g.us", "group", None),
        ("19:abc@thread.v2", "group", None),
        ("Alex@Example.ORG", "email", "alex@example.org"),
        ("alex@home", "handle", None),
        ("a b@example.org", "handle", None),
        ("Alex", "handle", None),
        ("7535", "shortcode", None),
        ("5555550016", "phone", None),
        ("+447700900101", "phone", "+447700900101"),
        ("  ", "", None),
    ],
)
def test_ids(raw: str, kind: str, norm: str | None) -> None:
    party = party_of(raw, None, role="from")
    assert (party.id_type, party.id_norm) == (kind, norm)
    assert party.id_raw == raw.strip()


def test_a_number_and_a_name_in_one_column_are_taken_apart() -> None:
    party = named_party("+19198887386 (This Is Two)", None, role="to")
    assert (party.id_norm, party.name) == ("+19198887386", "This Is Two")
    assert named_party("This Is Two", None, role="to").id_raw == "This Is Two"


def test_groups_are_threads() -> None:
    assert is_group("1@g.us")
    assert not is_group("1@s.whatsapp.net")


@pytest.mark.parametrize(
    ("raw", "one"),
    [
        *(("447700900101@s.whatsapp.net", True), ("447700900101:3@s.whatsapp.net", True)),
        *(("88001@lid", True), ("447700900101@c.us", True)),
        *(("1203@g.us", False), ("447700900101-1400000000@g.us", False)),
        *(("17@broadcast", False), ("status@broadcast", False), ("1203@newsletter", False)),
        *(("447700900101@call.whatsapp.net", False), ("447700900101@elsewhere", False)),
        *(("447700900101", False), ("a@example.org", False), ("", False)),
    ],
)
def test_an_account_is_told_from_groups_lists_and_what_is_not_known(raw: str, *, one: bool) -> None:
    assert names_account(raw) is one


def test_ids_and_names_are_bounded() -> None:
    party = party_of("x" * 5000, None, role="from", name="y" * 5000)
    assert (len(party.id_raw), len(party.name)) == (MAX_ID, MAX_ID)
