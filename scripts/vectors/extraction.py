"""Vectors of docs/formats/extraction.md: sealed segments, catalogues, objects, statements.

Each file holds one case: what it is (`of`), why (`about`), what a reader must do (`expect`:
success, malformed, not authentic), and the bytes, in hex unless they are text. A case that
must fail differs from one that succeeds in a single fault. Everything comes from fixed
numbers; box salts too, which only vectors may do.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from scripts.release_vectors.added_statements import addition_cases
from vault.box import seal_box
from vault.canonical import marshal, parse_object
from vault.catalogue import Catalogue, LedgerRow, ObjectRow, Original, SegmentRow
from vault.identity import Kind, identity_of
from vault.ids import Eid
from vault.keys import ExtractionKeys, segment_keys
from vault.padme import padme
from vault.segment import (
    fields_of,
    record_leaves,
    record_salts,
    records_root,
    segment_leaf,
)
from vault.statement import sign

Case = dict[str, Any]
MALFORMED, CHANGED = "malformed", "not authentic"


def numbered(name: str, size: int = 32) -> bytes:
    """Give bytes that look random and are the same every time."""
    return hashlib.shake_256(b"extraction vectors: " + name.encode()).digest(size)


EID = Eid(numbered("eid", 16))
KEYS = ExtractionKeys(numbered("E"), EID)
DESC = b'{"app":"signal","category":"message","parties":["+447700900123"],"thread":"t1"}'
OTHER = b'{"category":"call","thread":""}'
TAG = KEYS.group_tag(DESC)
DAY = "2026-01-05"
RECORDS = [b'{"n":0,"text":"caf\xc3\xa9"}', b'{"n":1,"text":"\xf0\x9f\x98\x80"}', b'{"n":2}']
SURVIVOR = identity_of(numbered("survivor"), Kind.PERSON)
# A person signs here, so that the statement's bytes are the same every time; a guardian is
# an organisation and adds ML-DSA-65, whose signatures are drawn by chance.
GUARDIAN = identity_of(numbered("guardian"), Kind.PERSON)
# zlib's level 9 over RECORDS, kept as bytes because encoders change.
PACKED = bytes.fromhex(
    "ab56ca53b232d0512a49ad2851b2524a4e4c3bbc52a996ab1a246c0817fe307f46034cd4a8960b00"
)


def stored(plain: bytes) -> bytes:
    """Deflate without packing: one stored block (RFC 1951 3.2.4)."""
    size = len(plain).to_bytes(2, "little")
    return b"\x01" + size + bytes(255 - byte for byte in size) + plain


def plaintext(plain: bytes, **fault: Any) -> bytes:  # noqa: ANN401 one fault, of any type
    """Spell a segment's plaintext, with at most one fault."""
    packed = fault.get("packed", stored(plain))
    size, packed_size = fault.get("size", len(plain)), fault.get("packed_size", len(packed))
    used = 8 + len(packed)
    padding = fault.get("padding", bytes(padme(used) - used))
    return size.to_bytes(4) + packed_size.to_bytes(4) + packed + padding


def lines(records: list[bytes]) -> bytes:
    """Join records as a segment does."""
    return b"".join(record + b"\n" for record in records)


def segment(plain: bytes, index: int = 7) -> Case:
    """Seal a plaintext as a segment."""
    keys = segment_keys(KEYS.segment(index))
    place = EID + index.to_bytes(4)
    sealed = seal_box(keys.box, "segment", place, plain, random=lambda n: numbered("salt", n))
    return {
        "key": KEYS.segment(index).hex(),
        "eid": EID.hex(),
        "index": index,
        "tag": TAG.hex(),
        "day": DAY,
        "desc": DESC.decode(),
        "sealed": sealed.hex(),
    }


def segment_cases() -> dict[str, Case]:
    """Segments: FORMAT section 5."""
    good = segment(plaintext(lines(RECORDS)))
    keys = segment_keys(KEYS.segment(7))
    salts = record_salts(keys.salt, len(RECORDS))
    leaves = record_leaves(salts, RECORDS)
    root = records_root(leaves)
    fields = fields_of(keys.fields, tag=TAG, day=DAY, desc=DESC, count=len(RECORDS), root=root)
    gives = {
        "records": [record.decode() for record in RECORDS],
        "salts": [salt.hex() for salt in salts],
        "leaves": [leaf.hex() for leaf in leaves],
        "fields": [value.hex() for value in (fields.f1, fields.f2, fields.f3, fields.f4)],
        "leaf": segment_leaf(EID, 7, fields).hex(),
    }
    sealed = bytes.fromhex(good["sealed"])
    flipped = sealed[:70] + bytes([sealed[70] ^ 1]) + sealed[71:]
    p = lines(RECORDS)
    padding = bytes(padme(8 + len(stored(p))) - 8 - len(stored(p)))
    cases = {
        "plain": good | gives | {"expect": "success", "about": "stored block, three records"},
        "packed": segment(plaintext(p, packed=PACKED))
        | gives
        | {"expect": "success", "about": "the same records, packed by another encoder"},
    }
    for name, change in {
        "other-index": {"index": 8},
        "other-eid": {"eid": numbered("other", 16).hex()},
        "other-key": {"key": KEYS.segment(8).hex()},
        "cut": {"sealed": sealed[:-1].hex()},
        "longer": {"sealed": (sealed + b"\x00").hex()},
        "flipped": {"sealed": flipped.hex()},
        "commitment": {"sealed": (sealed[:24] + numbered("commitment") + sealed[56:]).hex()},
        "empty": {"sealed": ""},
    }.items():
        cases[name] = good | change | {"expect": CHANGED, "about": name}
    for name, plain in {
        "padding-not-zero": plaintext(p, padding=padding[:-1] + b"\x01"),
        "padding-short": plaintext(p, padding=padding[:-1]),
        "padding-long": plaintext(p, padding=padding + bytes(16)),
        "size-more": plaintext(p, size=len(p) + 1),
        "size-less": plaintext(p, size=len(p) - 1),
        "size-over-limit": plaintext(p, size=8 * 1024 * 1024 + 1),
        "packed-size-more": plaintext(p, packed_size=len(stored(p)) + 1),
        "packed-size-over-end": plaintext(p, packed_size=2**32 - 1),
        "bytes-after-stream": plaintext(p, packed=stored(p) + b"\x00"),
        "stream-cut": plaintext(p, packed=stored(p)[:-1]),
        "not-deflate": plaintext(p, packed=b"\x07" + stored(p)),
        "no-last-newline": plaintext(p[:-1]),
        "no-record": plaintext(b""),
        "no-header": b"\x00" * 7,
    }.items():
        cases[name] = segment(plain) | {"expect": MALFORMED, "about": name}
    return {f"segment-{name}": case | {"of": "segment"} for name, case in cases.items()}


def made_catalogue(**changes: Any) -> tuple[Catalogue, bytes]:  # noqa: ANN401
    """Make a small catalogue and its leaves; changes are applied before the leaves are made."""
    groups = sorted((KEYS.group_tag(desc), desc) for desc in (DESC, OTHER))
    rows, leaves = [], []
    for index in range(3):
        tag, desc = changes.get("groups", groups)[index // 2]
        day = changes.get("days", ("0000-00-00", DAY, DAY))[index]
        salts = segment_keys(KEYS.segment(index)).fields
        root = numbered(f"root {index}")
        fields = fields_of(salts, tag=tag, day=day, desc=desc, count=index + 1, root=root)
        rows.append(SegmentRow(tag, day, index + 1, index // 2, 328 * (index % 2), 328, fields.f4))
        leaves.append(segment_leaf(EID, index, fields))
    objects = (
        ObjectRow(numbered("name 0", 16).hex(), 5, numbered("medium"), "image/jpeg"),
        ObjectRow(numbered("name 1", 16).hex(), 2, numbered("ledger"), "application/json"),
    )
    packs = tuple(numbered(f"pack {number}", 16).hex() for number in range(2))
    return Catalogue(
        EID,
        dict(groups),
        packs,
        tuple(rows),
        objects,
        Original("file", (0,), numbered("medium"), numbered("original salt")),
        LedgerRow(1, numbered("ledger"), numbered("ledger salt")),
    ), b"".join(leaves)


def catalogue(packed: bytes, leaves: bytes, packs: dict[str, int]) -> Case:
    """Seal a packed catalogue."""
    sealed = seal_box(
        KEYS.catalogue(), "catalogue", EID, packed, random=lambda n: numbered("catalogue", n)
    )
    return {
        "secret": KEYS.secret.hex(),
        "eid": EID.hex(),
        "leaves": leaves.hex(),
        "packs": packs,
        "sealed": sealed.hex(),
    }


def catalogue_cases() -> dict[str, Case]:
    """Catalogues: FORMAT section 7."""
    made, leaves = made_catalogue()
    packs = {made.packs[0]: 656, made.packs[1]: 328}
    plain = made.marshal()
    good = catalogue(stored(plain), leaves, packs)
    cases = {"plain": good | {"expect": "success", "about": "two groups", "json": plain.decode()}}

    def edited(name: str, expect: str, *path: Any, value: object) -> None:  # noqa: ANN401
        document: Any = parse_object(plain)
        inner = document
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        cases[name] = catalogue(stored(marshal(document)), leaves, packs) | {
            "expect": expect,
            "about": name,
        }

    visited = marshal({**parse_object(plain), "visit": 0})
    gives = {"expect": "success", "about": "with a visit statement", "json": visited.decode()}
    cases["visit"] = catalogue(stored(visited), leaves, packs) | gives
    row = list(parse_object(plain)["segments"])  # type: ignore[arg-type]
    edited("field-unknown", MALFORMED, "more", value=1)
    edited("version", MALFORMED, "v", value=2)
    edited("eid", MALFORMED, "eid", value=numbered("other", 16).hex())
    edited("tag", MALFORMED, "groups", TAG.hex(), value={"category": "call", "thread": "x"})
    edited("unknown-group", MALFORMED, "segments", 2, 0, value="f" * 32)
    edited("unknown-pack", MALFORMED, "segments", 2, 3, value=2)
    edited("outside-pack", MALFORMED, "segments", 2, 4, value=1)
    edited("no-record", MALFORMED, "segments", 2, 2, value=0)
    edited("day", MALFORMED, "segments", 2, 1, value="2026-02-30")
    edited("segment-dropped", MALFORMED, "segments", value=row[:-1])
    edited("pack-twice", MALFORMED, "packs", value=[made.packs[0]] * 2)
    edited("object-twice", MALFORMED, "objects", 1, 0, value=made.objects[0].name)
    edited("ledger-nowhere", MALFORMED, "ledger", "object", value=2)
    edited("visit-nowhere", MALFORMED, "visit", value=2)
    edited("f4", CHANGED, "segments", 2, 6, value=row[1][6])
    edited("day-moved", CHANGED, "segments", 2, 1, value="2026-01-06")
    groups = sorted((KEYS.group_tag(desc), desc) for desc in (DESC, OTHER))
    for name, change in {
        "groups-out-of-order": {"groups": groups[::-1]},
        "days-out-of-order": {"days": (DAY, "0000-00-00", DAY)},
    }.items():
        other, other_leaves = made_catalogue(**change)
        cases[name] = catalogue(stored(other.marshal()), other_leaves, packs) | {
            "expect": MALFORMED,
            "about": f"{name}, though every leaf says so",
        }
    for name, packed in {
        "bytes-after-stream": stored(plain) + b"\x00",
        "stream-cut": stored(plain)[:-1],
        "not-canonical": stored(plain.replace(b":", b": ", 1)),
    }.items():
        cases[name] = catalogue(packed, leaves, packs) | {"expect": MALFORMED, "about": name}
    cases["other-eid"] = good | {
        "eid": numbered("other", 16).hex(),
        "expect": CHANGED,
        "about": "sealed for another extraction",
    }
    return {f"catalogue-{name}": case | {"of": "catalogue"} for name, case in cases.items()}


def object_cases() -> dict[str, Case]:
    """Objects: FORMAT section 6."""
    data = numbered("medium", 300)

    def sealed(plain: bytes) -> bytes:
        place = EID + (2).to_bytes(4)
        return seal_box(
            KEYS.object(2), "object", place, plain, random=lambda n: numbered("object", n)
        )

    zeros = bytes(padme(len(data)) - len(data))
    good = {
        "key": KEYS.object(2).hex(),
        "eid": EID.hex(),
        "index": 2,
        "length": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "sealed": sealed(data + zeros).hex(),
    }
    whole = sealed(data + zeros)
    cases = {
        "plain": good | {"expect": "success", "about": "300 bytes", "plain": data.hex()},
        "empty": good
        | {
            "length": 0,
            "sha256": hashlib.sha256(b"").hexdigest(),
            "sealed": sealed(bytes(256)).hex(),
            "plain": "",
            "expect": "success",
            "about": "no bytes, padded to 256",
        },
    }
    for name, change in {
        "other-index": {"index": 1},
        "other-eid": {"eid": numbered("other", 16).hex()},
        "other-key": {"key": KEYS.object(1).hex()},
        "length-less": {"length": 299},
        "length-more": {"length": 301},
        "sha256": {"sha256": numbered("sha256").hex()},
        "cut": {"sealed": whole[:-1].hex()},
        "longer": {"sealed": (whole + b"\x00").hex()},
        "padding-not-zero": {"sealed": sealed(data + zeros[:-1] + b"\x01").hex()},
        "padding-short": {"sealed": sealed(data + zeros[:-1]).hex()},
        "padding-long": {"sealed": sealed(data + zeros + b"\x00").hex()},
    }.items():
        cases[name] = good | change | {"expect": CHANGED, "about": name}
    return {f"object-{name}": case | {"of": "object"} for name, case in cases.items()}


def key_cases() -> dict[str, Case]:
    """Keys: FORMAT section 4."""
    keys = segment_keys(KEYS.segment(7))
    return {
        "keys": {
            "of": "keys",
            "expect": "success",
            "about": "everything that E derives",
            "secret": KEYS.secret.hex(),
            "eid": EID.hex(),
            "catalogue": KEYS.catalogue().hex(),
            "segment_7": KEYS.segment(7).hex(),
            "object_7": KEYS.object(7).hex(),
            "desc": DESC.decode(),
            "tag": TAG.hex(),
            "box": keys.box.hex(),
            "salt": keys.salt.hex(),
            "fields": [salt.hex() for salt in keys.fields],
        }
    }


def ingest_body() -> dict[str, Any]:
    """Give the body of an ingest statement."""
    return {
        "v": 1,
        "eid": EID.hex(),
        "survivor": SURVIVOR.fp.hex(),
        "guardian": GUARDIAN.fp.hex(),
        "created": "2026-04-01T12:30:05Z",
        "tool": {"name": "safehold", "version": "0.1.0", "sha256": numbered("tool").hex()},
        "tree_size": 3,
        "root": numbered("root").hex(),
        "catalogue": {"sha256": numbered("catalogue").hex(), "len": 976},
        "packs": [[numbered("pack 0", 16).hex(), 984, numbered("pack").hex()]],
        "objects": [[numbered("name 0", 16).hex(), 328]],
        "original_commit": numbered("original").hex(),
        "ledger_commit": numbered("ledger").hex(),
        "wrap": numbered("wrap").hex(),
    }


def statement_cases() -> dict[str, Case]:
    """Ingest statements and receipts: FORMAT section 8."""
    body = ingest_body()
    bundle = GUARDIAN.bundle.marshal().hex()
    good = {"of": "ingest", "bundle": bundle, "dsse": sign(GUARDIAN, "ingest", body).decode()}
    cases = {"ingest-plain": good | {"expect": "success", "about": "signed as a person signs"}}
    for name, change in {
        "field-unknown": {"more": 1},
        "version": {"v": 2},
        "time": {"created": "2026-04-01T12:30:05+00:00"},
        "capitals": {"root": numbered("root").hex().upper()},
        "pack-twice": {"packs": body["packs"] * 2},
        "negative": {"tree_size": -1},
        "too-many-segments": {"tree_size": 2**24 + 1},
    }.items():
        dsse = sign(GUARDIAN, "ingest", body | change).decode()
        cases[f"ingest-{name}"] = good | {"dsse": dsse, "expect": MALFORMED, "about": name}
    receipt = {
        "v": 1,
        "eid": EID.hex(),
        "root": body["root"],
        "guardian": body["guardian"],
        "statement": hashlib.sha256(good["dsse"].encode()).hexdigest(),
    }
    cases["ingest-other-signer"] = good | {
        "bundle": SURVIVOR.bundle.marshal().hex(),
        "expect": CHANGED,
        "about": "the bundle is another person's",
    }
    cases["ingest-as-receipt"] = good | {
        "dsse": sign(GUARDIAN, "receipt", body).decode(),
        "expect": MALFORMED,
        "about": "the same body under another type",
    }
    organisation = identity_of(numbered("organisation"), Kind.ORGANISATION)
    cases |= addition_cases(body, SURVIVOR, GUARDIAN, organisation.bundle)
    hers = {"of": "receipt", "bundle": SURVIVOR.bundle.marshal().hex()}
    cases["receipt-plain"] = hers | {
        "dsse": sign(SURVIVOR, "receipt", receipt).decode(),
        "expect": "success",
        "about": "she countersigns",
    }
    cases["receipt-field-unknown"] = hers | {
        "dsse": sign(SURVIVOR, "receipt", receipt | {"more": 1}).decode(),
        "expect": MALFORMED,
        "about": "field-unknown",
    }
    return cases


def write(folder: Path) -> None:
    """Write every case into a folder, one file each."""
    cases = segment_cases() | catalogue_cases() | object_cases() | key_cases() | statement_cases()
    for name, case in cases.items():
        text = json.dumps(case, indent=1, sort_keys=True, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text + "\n")
