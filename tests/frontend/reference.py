"""The reference client's side of the cross-check with the browser's (frontend/tests).

    reference.py make DIR     writes a made case, and what Python says of it
    reference.py lie DIR      writes drafts that a lying worker signed, and where each fails
    reference.py check DIR    opens everything that the other client sealed and signed

Run by frontend/tests; each prints nothing and exits 0, or raises.
"""

import hashlib
import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from consent.errors import InvalidScope
from consent.scope import parse_scope
from extraction.client import open_own, preview_scope
from extraction.filter import FILTER, fold
from extraction.placeless import TRANSFORMED
from extraction.preview import Preview
from tests.frontend.decided import decided
from tests.frontend.lies import lie
from tests.frontend.made_case import NOW, PEOPLE, START, make_people, seal_case
from tests.frontend.made_log import made_log
from tests.frontend.opens import check
from vault.account import (
    Holding,
    Manifest,
    Params,
    audit_tag_key,
    auth_key,
    make_slots,
    new_params,
    parse_params,
    seal_manifest,
    seal_root,
    stretch,
)
from vault.box import seal_box
from vault.canonical import marshal, parse
from vault.custody import FolderCustody
from vault.envelope import seal_file
from vault.errors import Malformed, WeakParameters
from vault.ids import Eid, Uid
from vault.segment import marshal_segment
from vault.wrap import seal_to

DAY = 86_400
LENGTHS = (0, 1, 16_383, 16_384, 16_385, 40_000)
PASSPHRASE = "correct ｈｏｒｓｅ Ångström ﬁve"  # noqa: RUF001 what NFKC changes
EXCLUDED = "excluded-by-survivor"


def make(folder: Path) -> None:
    """Write a case and what Python says of it."""
    folder.mkdir()
    case = make_people(folder)
    medium = seal_case(case)
    opened = open_own(FolderCustody(folder / "sealed"), case.survivor)
    uid = Uid(os.urandom(16))
    eid = opened.eid.hex()
    threads = sorted(
        {json.loads(desc)["thread"] for desc in opened.catalogue.groups.values()} - {""}
    )
    document = {
        "now": int(NOW.timestamp()),
        "eid": eid,
        "medium": medium.hex(),
        "roots": [case.root.fp.hex()],
        "gid": case.gid.hex(),
        "survivor_fp": case.survivor.fp.hex(),
        "officer_fp": case.officer.fp.hex(),
        "filter": FILTER.sha256.hex(),
        "previews": [_preview(opened, value) for value in _scopes(eid, threads)],
        "scopes": [_read_scope(value) for value in _spelled_scopes(eid)],
        "decided": decided(opened.eid),
        "forged": _forged(opened),
        "boxes": [_box(length) for length in LENGTHS],
        "wrap": _wrap(case.survivor.bundle),
        "file": _file([case.officer.bundle, case.survivor.bundle]),
        "account": _account(case.survivor.root, uid),
        "canonical": [_canonical(text) for text in _SPELLINGS],
        "weak": _weak(),
        "log": made_log(audit_tag_key(case.survivor.root, uid), case.survivor.bundle),
        "folded": _folded(),
    }
    (folder / "reference.json").write_text(json.dumps(document), "utf-8")


def _scopes(eid: str, threads: list[str]) -> Iterator[dict[str, Any]]:
    everything = ["message", "call", "media"]
    first, later = START + 3 * DAY, START + 9 * DAY + 7_000
    ranges = [[first, later], [later + 40_000, later + 5 * DAY]]
    yield {"x": [eid], "c": everything, "s": ["health", "legal"]}
    yield {"x": [eid], "c": ["message"]}
    yield {"x": [eid], "c": ["message"], "d": [[first, later]]}
    yield {"x": [eid], "c": everything, "d": ranges, "u": True}
    yield {"x": [eid], "c": ["message", "call"], "p": [PEOPLE[0], PEOPLE[2]]}
    yield {"x": [eid], "c": everything, "a": ["signal"], "s": ["legal"]}
    yield {"x": [eid], "c": ["message"], "t": threads[:2], "d": [[first, later]]}
    for word in (
        "strasse",
        "FINE",
        "full",
        "ZEROWIDTH and hard spaces",
        "مرحبا",
        "i̇stanbul",
        "σίσυφοσ",
    ):
        yield {"x": [eid], "c": everything, "k": [unicodedata.normalize("NFC", word)]}
    yield {"x": [eid], "c": ["message"], "k": ["nowhere", "home"], "u": False}
    yield {"x": [eid, "00" * 16], "c": ["contact"]}
    yield {"x": [eid], "c": ["message"], "d": [], "u": False}
    yield {"x": [eid], "c": [*everything, "location"]}
    yield {"x": [eid], "c": everything, "m": ["audio", "document"]}
    yield {"x": [eid], "c": [*everything, "location"], "g": 1}
    yield {"x": [eid], "c": everything, "q": False, "o": True}
    yield {"x": [eid], "c": everything, "w": ["home", "f*"], "n": 1, "q": False, "o": True}
    yield {"x": [eid], "c": everything, "w": ["home", "fi*"], "n": 2}
    yield {"x": [eid], "c": [*everything, "location"], "h": True}
    yield {"x": [eid], "c": everything, "h": True, "w": ["home", "person"], "n": 1, "o": True}
    yield {"x": [eid], "c": everything, "k": ["strasse"], "n": 1, "d": ranges}
    yield {"x": [eid], "c": ["message"], "k": ["home"], "w": ["nowhere", "at home"], "n": 3}
    yield {"x": [eid], "c": [*everything, "location"], "m": ["image"]}
    yield {"x": [eid], "c": everything, "m": []}


def _preview(opened: Any, value: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 made objects
    scope = parse_scope(value)
    plain = preview_scope(opened, scope, excluded={}, progress=lambda *_: None)
    leaving = [
        (chosen.index, place)
        for chosen in plain.chosen
        for place, reason in enumerate(chosen.reasons)
        if reason in (None, TRANSFORMED)
    ]
    places = leaving[1::7]
    excluded = dict.fromkeys(places, EXCLUDED)
    found = preview_scope(opened, scope, excluded=excluded, progress=lambda *_: None)
    return {
        "scope": value,
        "body": scope.marshal(),
        "excluded": places,
        "records": found.leaving,
        "copies": len(found.derived.records),
        "stripped": _media(found, stripped=True),
        "stay": _media(found, stripped=False),
        "unasked": sorted(found.derived.unasked()),
        "whole": sorted(found.whole),
        "derived": hashlib.sha256(found.derived.marshal()).hexdigest(),
        "sha256": found.digest.hex(),
        "categories": dict(found.categories),
        "withheld": dict(found.withheld),
        "chosen": [[chosen.index, list(chosen.reasons)] for chosen in found.chosen],
    }


def _media(found: Preview, *, stripped: bool) -> list[str]:
    return [
        medium.original.hex()
        for medium in found.derived.media
        if (medium.copy is not None) == stripped and medium.asked
    ]


def _spelled_scopes(eid: str) -> Iterator[dict[str, Any]]:
    base = {"x": [eid], "c": ["message"]}
    changes: list[dict[str, Any]] = [
        {},
        {"u": 1},
        {"x": [eid.upper()]},
        {"x": [eid, eid]},
        {"c": ["message", "nothing"]},
        {"c": []},
        {"a": [" "]},
        {"a": ["\u2003\x1c"]},
        {"a": ["\ufeff"]},
        {"a": ["a", "b"]},
        {"p": ["e\u0301"]},
        {"p": ["é", "z", "Z", "\U0001f600", "\ufb01"]},
        {"d": [[1, 2], [2, 3]]},
        {"d": [[1, 2], [4, 3]]},
        {"d": [[5, 6], [1, 2]]},
        {"d": [[0, 253_402_300_800]]},
        {"d": [[0, 253_402_300_801]]},
        {"d": [[0, 1], [86_399, 86_401], [86_402, 90_000]]},
        {"d": [[-1, 1]]},
        {"d": [[1]]},
        {"d": [[True, 2]]},
        {"s": ["secret"]},
        {"s": ["legal", "child"]},
        {"k": ["a"] * 2},
        {"k": [str(number) for number in range(1000)]},
        {"k": [str(number) for number in range(1001)]},
        {"z": 1},
        {"d": [[2 * number, 2 * number + 1] for number in range(65)]},
    ]
    for change in changes:
        yield {**base, **change}


def _read_scope(value: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"scope": value, "body": parse_scope(value).marshal()}
    except InvalidScope:
        return {"scope": value, "body": None}


def _forged(opened: Any) -> dict[str, Any]:  # noqa: ANN401 made objects
    """Seal other records in a segment's place, as who holds that segment's key could."""
    for index, row in enumerate(opened.catalogue.segments):
        records = list(opened.read_segment(index).records)
        body = json.loads(records[0])
        body["record_id"] = "r-forged"
        records[0] = marshal(body)
        keys = opened.segment_secrets(index)
        place = opened.eid + index.to_bytes(4)
        sealed = seal_box(keys.box, "segment", place, marshal_segment(records), random=os.urandom)
        if len(sealed) == row.length:
            pack = opened.catalogue.packs[row.pack]
            return {"index": index, "pack": pack, "offset": row.offset, "sealed": sealed.hex()}
    raise AssertionError


def _box(length: int) -> dict[str, Any]:
    key, plain = os.urandom(32), os.urandom(length)
    sealed = seal_box(key, "a use", b"context", plain, random=os.urandom)
    return {"key": key.hex(), "plain": plain.hex(), "sealed": sealed.hex()}


def _wrap(bundle: Any) -> dict[str, Any]:  # noqa: ANN401 a bundle
    secret = os.urandom(32)
    return {"sealed": seal_to(bundle, "a use", b"context", secret).hex(), "plain": secret.hex()}


def _file(bundles: Any) -> dict[str, Any]:  # noqa: ANN401 bundles
    sealed = seal_file("a use", b"context", b"what is inside", bundles, random=os.urandom)
    return {"sealed": sealed.hex(), "plain": b"what is inside".hex()}


def _account(root: bytes, uid: Uid) -> dict[str, Any]:
    params = new_params(os.urandom)
    stretched = stretch(PASSPHRASE, params)
    used = seal_root(stretched, uid, params, root, random=os.urandom)
    holding = Holding(Eid(bytes(16)), bytes(32), hashlib.sha256(b"statement").digest(), 7)
    manifest = Manifest(4, (holding,), '{"log":"x"}', "a checkpoint\n")
    return {
        "uid": uid.hex(),
        "root": root.hex(),
        "passphrase": PASSPHRASE,
        "params": params.marshal().hex(),
        "auth": auth_key(stretched, uid).hex(),
        "slots": [slot.hex() for slot in make_slots([used], random=os.urandom)],
        "k_case": audit_tag_key(root, uid).hex(),
        "version": manifest.version,
        "manifest": seal_manifest(root, uid, manifest, random=os.urandom).hex(),
    }


_SPELLINGS = (
    *('{"a":1}', '{"a":1.0}', '{"a":1e2}', '{"a":-0}', '{"b":1,"a":2}', '{"a":1,"a":2}'),
    *('{"a": 1}', '["\\u0061"]', '["\\/"]', '["\\ud800"]', '["\\ud83d\\ude00"]', '["\U0001f600"]'),
    *('["\x7f\u2028"]', '["\\u001f\\n\\t\\b\\f\\r\\"\\\\"]', '["\\u000a"]', '["\\u001F"]'),
    *("[9007199254740991]", "[9007199254740992]", "[-9007199254740991]", "[1,]", "", "null"),
    *('{"\U0001f600":1,"\ufb01":2}', '{"\ufb01":2,"\U0001f600":1}', '{"__proto__":1}', "[NaN]"),
    *("\ufeff[]", "[" * 65 + "]" * 65, "[" * 66 + "]" * 66, '{"10":1,"9":2}', '{"9":2,"10":1}'),
)


def _canonical(text: str) -> list[Any]:
    try:
        parse(text.encode())
    except Malformed:
        return [text, False]
    return [text, True]


def _weak() -> list[list[Any]]:
    found = []
    for time, memory in ((3, 65_536), (2, 65_536), (3, 65_535), (16, 65_536), (17, 65_536)):
        marshalled = Params(time, memory, bytes(16)).marshal()
        try:
            parse_params(marshalled)
        except WeakParameters:
            found.append([marshalled.hex(), "WeakParameters"])
        else:
            found.append([marshalled.hex(), None])
    found.append([Params(3, 65_536, bytes(16)).marshal()[:-1].hex(), "MalformedIdentity"])
    return found


def _folded() -> dict[str, Any]:
    """Fold every character that Python's own Unicode knows; give those that change."""
    changed: list[tuple[int, str]] = []
    unknown: list[list[int]] = []
    for point in range(sys.maxunicode + 1):
        char = chr(point)
        if unicodedata.category(char) in ("Cn", "Cs"):
            if unknown and unknown[-1][1] == point:
                unknown[-1][1] = point + 1
            else:
                unknown.append([point, point + 1])
        elif (folded := fold(char)) != char:
            changed.append((point, folded))
    return {"changed": changed, "unknown": unknown}


if __name__ == "__main__":
    {"make": make, "lie": lie, "check": check}[sys.argv[1]](Path(sys.argv[2]))
