"""The reference client's side of the cross-check with the browser's (frontend/tests).

    reference.py make DIR     writes a made case, and what Python says of it
    reference.py lie DIR      writes drafts that a lying worker signed, and where each fails
    reference.py check DIR    opens everything that the other client sealed and signed

Run by frontend/tests/crosscheck.test.ts; each prints nothing and exits 0, or raises.
"""

import copy
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
from extraction.container import Cover, marshal_head, read_head, seal_package, wrap_key
from extraction.errors import NotVerified
from extraction.filter import FILTER, fold
from extraction.package import read_package
from extraction.verify import verify_draft
from extraction.zip_stored import ByteStream, Entry, entry_of, write_zip, zip_length
from tests.frontend.made_case import NOW, PEOPLE, START, make_people, seal_case
from vault.account import (
    Holding,
    Manifest,
    Params,
    audit_tag_key,
    auth_key,
    make_slots,
    new_params,
    open_manifest,
    open_root,
    parse_params,
    seal_manifest,
    seal_root,
    stretch,
)
from vault.box import open_box, seal_box
from vault.canonical import b64, marshal, parse, unb64
from vault.custody import FolderCustody
from vault.envelope import open_file, seal_file
from vault.errors import Malformed, WeakParameters
from vault.identity import Kind, identity_of, parse_bundle
from vault.identity_file import parse_identity
from vault.ids import Eid, Uid
from vault.segment import record_leaf
from vault.statement import check_signatures, digest, parse_statement, sign
from vault.wrap import open_from, seal_to

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
        "boxes": [_box(length) for length in LENGTHS],
        "wrap": _wrap(case.survivor.bundle),
        "file": _file([case.officer.bundle, case.survivor.bundle]),
        "account": _account(case.survivor.root),
        "canonical": [_canonical(text) for text in _SPELLINGS],
        "weak": _weak(),
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


def _preview(opened: Any, value: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 made objects
    scope = parse_scope(value)
    plain = preview_scope(opened, scope, excluded={}, progress=lambda *_: None)
    leaving = [
        (chosen.index, place)
        for chosen in plain.chosen
        for place, reason in enumerate(chosen.reasons)
        if reason is None
    ]
    places = leaving[1::7]
    excluded = dict.fromkeys(places, EXCLUDED)
    found = preview_scope(opened, scope, excluded=excluded, progress=lambda *_: None)
    return {
        "scope": value,
        "body": scope.marshal(),
        "excluded": places,
        "records": found.records,
        "sha256": found.digest.hex(),
        "categories": dict(found.categories),
        "withheld": dict(found.withheld),
        "chosen": [[chosen.index, list(chosen.reasons)] for chosen in found.chosen],
    }


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


def _account(root: bytes) -> dict[str, Any]:
    uid, params = Uid(os.urandom(16)), new_params(os.urandom)
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


def lie(folder: Path) -> None:
    """Change the draft as a worker could who signs again; write each and its first failing step."""
    survivor = parse_identity((folder / "survivor.key").read_bytes(), passphrase=None)
    worker = parse_identity((folder / "worker.key").read_bytes(), passphrase=None)
    package = folder / "peeked"
    out = folder / "lies"
    out.mkdir()
    expected: dict[str, int] = {}
    for name, change in _LIES.items():
        files = {
            path.relative_to(package).as_posix(): path.read_bytes()
            for path in sorted(package.rglob("*"))
            if path.is_file() and path.name != "cover.json"
        }
        change(files)
        _sign_again(files, worker, keep=name in _UNSIGNED)
        expected[name] = _first_failure(folder / "lying" / name, files)
        (out / f"{name}.shv1r").write_bytes(_sealed_draft(folder, files, survivor.bundle))
    (folder / "lies.json").write_text(json.dumps(expected), "utf-8")


def _sign_again(files: dict[str, bytes], worker: Any, *, keep: bool) -> None:  # noqa: ANN401
    if keep:
        return
    statement = parse_statement(files["release.dsse.json"], "release")
    body: dict[str, Any] = copy.deepcopy(statement.body)
    body |= json.loads(files.pop("changed", b"{}"))
    body["files"] = {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name != "release.dsse.json"
    }
    files["release.dsse.json"] = sign(worker, "release", body)


def _first_failure(path: Path, files: dict[str, bytes]) -> int:
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    try:
        verify_draft(read_package(path))
    except NotVerified as error:
        return error.step
    return -1


def _sealed_draft(folder: Path, files: dict[str, bytes], bundle: Any) -> bytes:  # noqa: ANN401
    draft = next((folder / "draft").glob("*.shv1r")).read_bytes()
    kept = read_head(ByteStream([draft])).cover
    cover = Cover(kept.rid, kept.eid, None, {}, ())
    secret = os.urandom(32)
    entries = tuple(entry_of(name, files[name]) for name in sorted(files))
    box = seal_package(secret, cover, _Plan(entries), random=os.urandom)
    return marshal_head(cover, [wrap_key(secret, cover, bundle)]) + b"".join(box)


class _Plan:
    """Entries that are ready to be written."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.length = zip_length(entries)

    def chunks(self) -> Iterator[bytes]:
        return write_zip(self.entries)


def _release_body(files: dict[str, bytes]) -> dict[str, Any]:
    return copy.deepcopy(parse_statement(files["release.dsse.json"], "release").body)


def _segments(files: dict[str, bytes]) -> tuple[list[Any], int, int]:
    """Give the segments, and where the first disclosed record is."""
    segments = json.loads(files["segments.json"])
    segment, place = next(
        (number, place)
        for number, body in enumerate(segments)
        for place, item in enumerate(body["records"])
        if "r" in item
    )
    return segments, segment, place


def _edit(files: dict[str, bytes]) -> None:
    segments, segment, place = _segments(files)
    record = json.loads(segments[segment]["records"][place]["r"])
    record["text"] = [{"field": "body", "value": "something else"}]
    segments[segment]["records"][place]["r"] = marshal(record).decode()
    files["segments.json"] = marshal(segments)


def _withhold(files: dict[str, bytes]) -> None:
    segments, segment, place = _segments(files)
    item = segments[segment]["records"][place]
    leaf = record_leaf(unb64(item["s"]), item["r"].encode())
    segments[segment]["records"][place] = {"h": b64(leaf), "w": "out-of-scope"}
    files["segments.json"] = marshal(segments)
    body = _release_body(files)
    withheld = dict(body["withheld"])
    withheld["out-of-scope"] = withheld.get("out-of-scope", 0) + 1
    selection = {**body["selection"], "records": body["selection"]["records"] - 1}
    changed = {"withheld": withheld, "disclosed": body["disclosed"] - 1, "selection": selection}
    files["changed"] = marshal(changed)


def _miscount(files: dict[str, bytes]) -> None:
    files["changed"] = marshal({"disclosed": _release_body(files)["disclosed"] + 1})


def _drop_segment(files: dict[str, bytes]) -> None:
    segments, _, _ = _segments(files)
    del segments[len(segments) // 2]
    files["segments.json"] = marshal(segments)


def _drop_boundary(files: dict[str, bytes]) -> None:
    files["boundary.json"] = marshal(json.loads(files["boundary.json"])[1:])


def _move_boundary(files: dict[str, bytes]) -> None:
    openings = json.loads(files["boundary.json"])
    openings[0]["i"] += 1
    files["boundary.json"] = marshal(openings)


def _drop_medium(files: dict[str, bytes]) -> None:
    del files[next(name for name in files if name.startswith("media/"))]
    files["changed"] = marshal({"objects": 0})


def _other_medium(files: dict[str, bytes]) -> None:
    files[next(name for name in files if name.startswith("media/"))] = b"another picture"


def _widen(files: dict[str, bytes]) -> None:
    envelope = json.loads(files["grant.dsse.json"])
    body = json.loads(unb64(envelope["payload"]))
    body["approval"] = "auto"
    envelope["payload"] = b64(marshal(body))
    files["grant.dsse.json"] = marshal(envelope)


def _unknown_file(files: dict[str, bytes]) -> None:
    files["notes.txt"] = b"hidden"


def _other_reason(files: dict[str, bytes]) -> None:
    files["changed"] = marshal({"eid": "00" * 16})


def _late(files: dict[str, bytes]) -> None:
    files["changed"] = marshal({"created": "2031-01-01T00:00:00Z"})


def _unsigned(files: dict[str, bytes]) -> None:
    files["README.txt"] += b"more"


def _no_mldsa(files: dict[str, bytes]) -> None:
    envelope = json.loads(files["ingest.dsse.json"])
    envelope["signatures"] = envelope["signatures"][:1]
    files["ingest.dsse.json"] = marshal(envelope)


_UNSIGNED = ("unsigned",)
_LIES = {
    "edit": _edit,
    "withhold": _withhold,
    "miscount": _miscount,
    "drop-segment": _drop_segment,
    "drop-boundary": _drop_boundary,
    "move-boundary": _move_boundary,
    "drop-medium": _drop_medium,
    "other-medium": _other_medium,
    "widen": _widen,
    "unknown-file": _unknown_file,
    "other-extraction": _other_reason,
    "late": _late,
    "unsigned": _unsigned,
    "no-mldsa": _no_mldsa,
}


def check(folder: Path) -> None:
    """Open what the other client sealed, and compare what it says."""
    made = json.loads((folder / "frontend.json").read_text("utf-8"))
    for box in made["boxes"]:
        key, sealed = bytes.fromhex(box["key"]), bytes.fromhex(box["sealed"])
        assert open_box(key, "a use", b"context", sealed).hex() == box["plain"]
    officer = parse_identity((folder / "officer.key").read_bytes(), passphrase=None)
    worker = parse_identity((folder / "worker.key").read_bytes(), passphrase=None)
    wrap, file = made["wrap"], made["file"]
    assert (
        open_from(officer, "a use", b"context", bytes.fromhex(wrap["sealed"])).hex()
        == wrap["plain"]
    )
    for identity in (officer, worker):
        opened = open_file(identity, "a use", b"context", bytes.fromhex(file["sealed"]))
        assert opened.hex() == file["plain"]
    _check_enrolled(made["enrolled"])
    _check_receipt(folder, bytes.fromhex(made["receipt"]))


def _check_enrolled(made: dict[str, Any]) -> None:
    uid, params = Uid(bytes.fromhex(made["uid"])), parse_params(bytes.fromhex(made["params"]))
    stretched = stretch(made["passphrase"], params)
    slots = [bytes.fromhex(slot["wrap"]) for slot in made["slots"]]
    root = open_root(stretched, uid, params, slots)
    hashes = [bytes.fromhex(slot["authHash"]) for slot in made["slots"]]
    assert hashlib.sha256(auth_key(stretched, uid)).digest() in hashes
    identity = identity_of(root, Kind.PERSON)
    assert identity.bundle == parse_bundle(bytes.fromhex(made["bundle"]))
    assert identity.fp.hex() == made["fp"]
    login = hashlib.sha256(bytes.fromhex(made["loginCode"])).hexdigest()
    assert login == made["loginHash"]
    assert audit_tag_key(root, uid).hex() == made["kCase"]
    for version, sealed in made["manifests"]:
        manifest = open_manifest(root, uid, bytes.fromhex(sealed), version=version)
        assert manifest.version == version
    assert manifest.policy == "a policy"
    assert manifest.extractions[0].log_index == 9


def _check_receipt(folder: Path, raw: bytes) -> None:
    ingest = (folder / "sealed" / "ingest.dsse.json").read_bytes()
    statement = parse_statement(raw, "receipt")
    check_signatures(statement, parse_bundle((folder / "survivor.pub").read_bytes()))
    assert statement.body["statement"] == digest(ingest).hex()


if __name__ == "__main__":
    {"make": make, "lie": lie, "check": check}[sys.argv[1]](Path(sys.argv[2]))
