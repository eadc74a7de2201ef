"""Vectors of grant.md 4: people who take no part in a conversation, as pseudonyms.

`words.json`: a text, who takes part, and the text that leaves. `fields.json`: names of fields of
`extra`, and whether each says a person. `selections.json`: records in order, each with who takes
part, whether it leaves, and its copy or null where nothing changes; pseudonyms are numbered
through a selection. `drawn.json` is one of chance.
"""

import json
import random
from pathlib import Path
from typing import Any

from consent.scope import Scope
from extraction.masking import Masking
from extraction.masking_words import says_person
from vault.canonical import marshal

ALEX = "+447700900101"
MAIL = "alex@example.com"
TEXTS: tuple[str, ...] = (
    "nobody",
    "+447700900999",
    "call +44 7700 900999, or +44 (0)7700 900999.",
    "0044 7700 900999 and (0044) 7700-900999",
    "07700 900999 07700900998 +447700900997 +447700900996",
    "my number is 07700 900101, yes +447700900101 (+44 (0)7700 900101)",
    "(555) 123-4567 555-123-4567 555.123.4567 5551234567 155-123-4567",
    "06.12.34.56.78 on 01.02.2026 at 10:30, 01/02/26 01-02-2026 2026-03-04 10",
    "\u00a300000012 x07700900999 07700900999x _07700900999 3.07700900999 1:07700900999",
    "07700\u00a0900\u2009999 07700\u2013900998 07700\u3000900997 \u0660\u0667\u0667\u0660\u0660",
    "@447700900999 @447700900101 @123456 @447700900999x a@447700900999",
    "447700900999@s.whatsapp.net 447700900101:3@s.whatsapp.net 447700900999-16@g.us",
    "wa.me/447700900999 wa.me/+447700900999 tel:+447700900999",
    "bob@example.com BOB@EXAMPLE.COM <bob@example.com>, mailto:bob@example.com.",
    "alex@example.com Alex@Example.com bob@localhost bob @example.com",
    "j\u00f6rg@m\u00fcnchen.de jo\u0308rg@x.de",
    "\u0438\u0432\u0430\u043d@\u043f\u043e\u0447\u0442\u0430.\u0440\u0444 \u5f20@x.cn",
    "a@+447700900999.b bob@07700900999.de x@y.z@w.v",
    "+1234567 +123456 +1234567890123456 +12345678901234567 001234567 012345678 01234567",
    "person-1 person-12345678 person-0 person-1@x.de Person-1 +44person-1",
    "line\n+447700900999\r\nline\t+447700900998\0",
    "\U0001f600+447700900999\U0001f600 \ud7ff+447700900998",
    "+44/7700.900-999 +44  7700   900999 +44 (7700) 900999",
)
FIELDS = (
    *("phone", "Phone", "phone_1", "phone number", "phone_number", "phones", "telephone", "tel"),
    *(
        "jid",
        "key_remote_jid",
        "from_mail",
        "e-mail",
        "email_2",
        "address",
        "mac_address",
        "sender",
    ),
    *("sender_name", "senderName", "display_name", "name", "filename", "contact", "contact_id"),
    *("contact_synced", "participants", "author", "authority", "mention", "mentions_3", "vcard"),
    *("user_name", "username", "push name", "phone\n", "PHONE", "hotel", "\u017fender", "\u212aid"),
)
HERS = {"role": "to", "is_owner": True, "id_raw": "+447700900000", "id_type": "phone"}
HIM = {
    "role": "from",
    "is_owner": False,
    "id_raw": "07700 900101",
    "id_type": "phone",
    "id_norm": ALEX,
    "name": "Alex Moor",
}
BOB = {"role": "mention", "is_owner": False, "id_raw": "99@lid", "id_type": "jid", "name": "Bob"}
CARL = {"role": "cc", "is_owner": None, "id_raw": "07700 900888", "id_type": "phone"}
CARL |= {"id_norm": "+447700900888", "name": "Carl (work)"}
EVE = {"role": "participant", "is_owner": False, "name": "Eve"}


def _body(*parties: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 JSON
    return {"parties": [*parties], **more}


def _said(text: str) -> list[dict[str, str]]:
    return [{"field": "body", "value": text}]


_Row = tuple[dict[str, Any], list[str], bool]
SELECTIONS: tuple[tuple[str, list[_Row]], ...] = (
    (
        "who takes part stays, and the owner",
        [(_body(HIM, HERS, text=_said("Alex Moor, 07700 900101 or +447700900000")), [ALEX], True)],
    ),
    (
        "one of the descriptor alone is masked elsewhere",
        [(_body(HIM, CARL), [ALEX], True), (_body(HIM, CARL), ["+447700900888"], True)],
    ),
    (
        "numbers go on, and only through what leaves",
        [
            (_body(BOB), [], False),
            (_body(CARL), [], True),
            (_body(BOB, CARL), [], True),
            (_body(EVE), [], True),
        ],
    ),
    (
        "names that a record lists, whole, in its words",
        [
            (
                _body(
                    BOB,
                    CARL,
                    EVE,
                    text=_said("Bob, Bobby, BOB; Carl (work)! Eve's Eve\u2019s _Eve"),
                ),
                [ALEX],
                True,
            ),
            (_body(HIM, text=_said("Bob said so")), [ALEX], True),
            (_body(BOB, text=_said("\u5f20Bob\u3002Bob \U0001f600Bob\U0001f600")), [ALEX], True),
        ],
    ),
    (
        "a name that two share is of who takes part",
        [(_body(HIM, {**BOB, "name": "Alex Moor"}, text=_said("Alex Moor")), [ALEX], True)],
    ),
    (
        "short names, signs in names, and the longer one first",
        [
            (_body({**BOB, "name": "B"}, text=_said("B b")), [], True),
            (_body({**BOB, "name": "A.B*"}, text=_said("A.B* AxB* A.B")), [], True),
            (
                _body({**BOB, "name": "Al Li"}, {**EVE, "name": "Al"}, text=_said("Al Li Al")),
                [],
                True,
            ),
            (_body({**BOB, "name": "person-7"}, {**EVE, "name": "person-9"}), [], True),
            (_body({**BOB, "name": "\U0001f600"}, text=_said("\U0001f600")), [], True),
        ],
    ),
    (
        "somebody of whom nothing is known",
        [(_body({"role": "from", "is_owner": False}), [], True), ({}, [], True)],
    ),
    (
        "fields beside the words",
        [
            (
                {
                    "thread": {"id": "t +447700900999", "name": "with bob@example.com"},
                    "blobs": [
                        {"present": False, "name": "IMG +447700900999.jpg"},
                        {"present": False},
                    ],
                    "extra": {
                        "sender_jid": "447700900999@s.whatsapp.net",
                        "note": "+447700900999",
                        "phone_1": "07700 900101 (work)",
                        "phone_2": "07700 900777 (work)",
                        "contact": "12",
                        "author": "Somebody",
                        "\U0001f600": "+447700900998",
                        "\ufb01": "+447700900997",
                        "__proto__": "+447700900996",
                    },
                    "state": {"read": "by +447700900999"},
                    "place": {
                        "lat": "1",
                        "lon": "2",
                        "source": "app",
                        "label": "at bob@example.com",
                    },
                    "prov": {"format": "f", "member": "chats/+447700900999.txt", "row": 3},
                    "record_id": "+447700900999",
                },
                [ALEX],
                True,
            ),
        ],
    ),
    (
        "a field of extra by the name that the record lists",
        [
            (
                _body(BOB, HIM, extra={"author": "Bob", "sender": "Alex Moor", "caller": "99@lid"}),
                [ALEX],
                True,
            )
        ],
    ),
    (
        "misshapen parts stay",
        [
            (
                {
                    "parties": [7, {"name": 3}, {"id_raw": ""}],
                    "text": {"value": "+447700900999"},
                    "thread": [],
                    "extra": {"phone": ["+447700900999"]},
                    "blobs": [[]],
                },
                [],
                True,
            )
        ],
    ),
)


_PIECES = (
    *("+", "44", "7700", "900101", "900999", "0", "00", "(0)", "(", ")", " ", "-", ".", "/", ","),
    *("@", ":", "_", "x", "example.com", "bob", "alex", "alex@example.com", "Bob", "person-1"),
    *("07700", "555", "1234", "01.02.2026", "wa.me/", "@s.whatsapp.net", "447700900101", "\n"),
    *("\u00a0", "\u2013", "\u00e9", "\u043f", "\u5f20", "\U0001f600", "\u0130", "%", "'", "99@lid"),
)

_LISTED, _LEAVES = 0.4, 0.7
"""How often somebody is listed in a drawn record, and how often it leaves."""


def _drawn() -> list[dict[str, object]]:
    """Give records of chance: pieces of numbers, addresses and names in any order."""
    dice = random.Random("masking vectors")  # noqa: S311 drawn cases, no secrets
    rows: list[_Row] = []
    for _ in range(300):
        said = "".join(dice.choices(_PIECES, k=dice.randint(2, 14)))
        field = dice.choice(FIELDS)
        parties = [one for one in (HERS, HIM, BOB, CARL, EVE) if dice.random() < _LISTED]
        body = _body(*parties, text=_said(said), extra={field: said[: dice.randint(1, 30)]})
        rows.append((body, dice.sample([ALEX, MAIL], dice.randint(0, 2)), dice.random() < _LEAVES))
    return [_selection("drawn", rows)]


def _masking() -> Masking:
    return Masking(Scope(frozenset(), frozenset(), h=True))


def _word(text: str) -> dict[str, object]:
    found = _masking().masked({"text": _said(text)}, frozenset({ALEX, MAIL}))
    value: Any = found["text"]
    return {"text": text, "parties": [ALEX, MAIL], "leaves": value[0]["value"]}


def _selection(about: str, rows: list[_Row]) -> dict[str, object]:
    masking, found = _masking(), []
    for body, parties, leaves in rows:
        masked: Any = masking.masked(body, frozenset(parties))
        if leaves:
            masking.keep()
        copy = None if masked is body else marshal(masked).decode()
        record = marshal(body).decode()
        found.append({"record": record, "parties": parties, "leaves": leaves, "copy": copy})
    return {"about": about, "records": found}


def write(folder: Path) -> None:
    """Write every vector of this folder anew."""
    folder.mkdir(parents=True, exist_ok=True)
    documents: dict[str, object] = {
        "words": [_word(text) for text in TEXTS],
        "fields": [[name, says_person(name, "somebody")] for name in FIELDS],
        "selections": [_selection(about, rows) for about, rows in SELECTIONS],
        "drawn": _drawn(),
    }
    for name, document in documents.items():
        text = json.dumps(document, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", "utf-8")
