"""Vectors of grant.md 4: which texts hold the words of a scope, and what stands near them.

`words.json`: keywords `k` and whole words `w` (null: none asked for), texts of one record, and
whether they hold what is asked for. `near.json`: segments that are shown, the places where words
were found, how far `n` reaches, and every place that is near.
`quoted.json`: records, and whether each is somebody else's, quoted or forwarded in another.
`once.json`: records in order, each with its changed copy or null, and whether an equal one came
before.
"""

import json
from pathlib import Path
from typing import Any

from consent.scope import Scope
from extraction.context import Context
from extraction.filter import holds_words, is_quoted
from extraction.once import Once
from vault.canonical import marshal

K = list[str] | None
WORDS: tuple[tuple[K, K, list[str]], ...] = (
    (["knife"], None, ["a penknife"]),
    (None, ["knife"], ["a penknife"]),
    (None, ["knife"], ["The KNIFE, again"]),
    (None, ["knife*"], ["penknives and knifes"]),
    (None, ["kni*"], ["a penknife"]),
    (None, ["kni*"], ["(Knives)"]),
    (None, ["knife again"], ["the knife -- again!"]),
    (None, ["knife again"], ["the knife and again"]),
    (None, ["knife again"], ["the knife", "again"]),
    (None, ["knife ag*"], ["the knife, again"]),
    (None, ["a", "b"], ["b"]),
    (None, ["don't"], ["I don\u2019t know"]),
    (None, ["stra\u00dfe"], ["STRASSE 5"]),
    (None, ["strasse"], ["Stra\u00dfe."]),
    (None, ["caf\u00e9"], ["cafe\u0301s"]),
    (None, ["caf\u00e9"], ["the cafe\u0301"]),
    (None, ["\uff28\uff2f\uff2d\uff25"], ["home."]),
    (None, ["zero"], ["ze\u200bro sum"]),
    (None, ["hard space"], ["hard\u00a0space"]),
    (None, ["\u0645\u0631\u062d\u0628\u0627"], ["\u0645\u0631\u062d\u0628\u0627\u060c"]),
    (None, ["\u7db2"], ["\u7db2\u7d61"]),
    (["\u7db2"], None, ["\u7db2\u7d61"]),
    (None, ["a"], ["b\U0001f52aa"]),
    (None, ["\U0001f52a"], ["\U0001f52a"]),
    (["\U0001f52a"], None, ["a\U0001f52ab"]),
    (None, ["*"], ["anything"]),
    (None, ["**"], ["anything"]),
    (None, ["a*"], ["*"]),
    (None, ["5*"], ["at 51.5"]),
    (None, ["z"], ["[x]`y\\z"]),
    (["\u200b"], None, ["anything"]),
    (["a"], ["b"], ["ab b"]),
    (["a"], ["b"], ["ab"]),
    (["a"], ["b"], ["a", "b"]),
    ([], None, ["a"]),
    (None, [], ["a"]),
    (None, None, []),
    (None, ["a"], []),
)
_ROWS: tuple[tuple[int, str, str, int], ...] = (
    (3, "aa", "0000-00-00", 2),
    (4, "aa", "2026-03-01", 3),
    (5, "aa", "2026-03-02", 1),
    (6, "aa", "2026-03-05", 2),
    (8, "aa", "2026-03-09", 2),
    (9, "bb", "2026-03-09", 3),
)
NEAR: tuple[tuple[int, list[tuple[int, int]]], ...] = (
    (0, [(4, 1)]),
    (1, []),
    (1, [(4, 1)]),
    (1, [(4, 2)]),
    (2, [(5, 0)]),
    (1, [(4, 0)]),
    (2, [(3, 0), (9, 2)]),
    (2, [(6, 1)]),
    (50, [(8, 0)]),
    (50, [(3, 1)]),
    (50, [(7, 0)]),
    (3, [(4, 0), (6, 1)]),
)
BODIES: tuple[dict[str, Any], ...] = (
    {"thread": {"id": "t"}},
    {"thread": {"id": ""}},
    {"thread": {}},
    {"thread": []},
    {},
)
"""The first is of a conversation; near to the others nothing is."""


_NESTED = {"flags": ["nested_content"]}
_HERS = {"role": "from", "is_owner": True}
_HIS = {"role": "from", "is_owner": False}
_TO = {"role": "to", "is_owner": True}
QUOTED: tuple[dict[str, Any], ...] = (
    {},
    {"parties": [_HIS]},
    {"flags": ["zone_unknown"], "parties": [_HIS]},
    _NESTED,
    {**_NESTED, "parties": [_HIS]},
    {**_NESTED, "parties": [_HERS]},
    {**_NESTED, "parties": [_HERS, _TO]},
    {**_NESTED, "parties": [_HIS, _TO]},
    {**_NESTED, "parties": [_HERS, _HIS]},
    {**_NESTED, "parties": [{"role": "from", "is_owner": None}]},
    {**_NESTED, "parties": [_TO]},
    {**_NESTED, "parties": {}},
    {**_NESTED, "parties": [7]},
    {"flags": "nested_content"},
    {"embedded_in": "another", "parties": [_HIS]},
    {"embedded_in": "another", "parties": [_HERS]},
    {"reply_to": "another", "parties": [_HIS]},
)
_SAID = {"record_id": "1", "prov": {"row": 1}, "text": [{"field": "body", "value": "caf\u00e9"}]}
ONCE: tuple[tuple[dict[str, Any], dict[str, Any] | None], ...] = (
    (_SAID, None),
    ({**_SAID, "record_id": "2"}, None),
    ({**_SAID, "prov": {"row": 2}}, None),
    ({**_SAID, "direction": "in"}, None),
    ({"text": [{"field": "body", "value": "cafe\u0301"}]}, None),
    ({**_SAID, "place": {"lat": "1"}}, {**_SAID, "record_id": "3"}),
    ({**_SAID, "place": {"lat": "2"}}, {**_SAID, "place": {"lat": "2."}}),
    ({**_SAID, "place": {"lat": "3"}}, None),
    ({"record_id": "4"}, None),
    ({}, None),
)


def _once() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    once = Once(Scope(frozenset(), frozenset(), o=True))
    plain = Once(Scope(frozenset(), frozenset()))
    for body, copy in ONCE:
        spelt = None if copy is None else marshal(copy)
        again = once.again(body, spelt)
        assert not plain.again(body, spelt)
        text = None if spelt is None else spelt.decode()
        rows.append({"record": marshal(body).decode(), "copy": text, "again": again})
    return rows


def _words() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for parts, whole, texts in WORDS:
        k, w = (None if each is None else frozenset(each) for each in (parts, whole))
        held = holds_words(Scope(frozenset(), frozenset(), k=k, w=w), texts)
        rows.append({"k": parts, "w": whole, "texts": texts, "holds": held})
    return rows


def _near() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for reach, found in NEAR:
        for body in BODIES:
            scope = Scope(frozenset(), frozenset(), k=frozenset("a"), n=reach)
            context = Context(scope, ((i, tag.encode(), day, n) for i, tag, day, n in _ROWS))
            for segment, place in found:
                context.note(body, segment, place)
            near = [
                [index, place]
                for index, _, _, count in _ROWS
                for place in range(count)
                if context.near(index, place)
            ]
            rows.append({"n": reach, "body": body, "found": found, "near": near})
    return rows


def write(folder: Path) -> None:
    """Write every vector of this folder anew."""
    folder.mkdir(parents=True, exist_ok=True)
    documents: dict[str, object] = {"words": _words(), "near": {"rows": _ROWS, "cases": _near()}}
    documents["quoted"] = [{"record": body, "quoted": is_quoted(body)} for body in QUOTED]
    documents["once"] = _once()
    for name, document in documents.items():
        (folder / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n", "utf-8")
