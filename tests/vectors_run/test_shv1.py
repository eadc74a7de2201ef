"""The public vectors of SHV1: keys, segments, leaves, packs, catalogue, wrap, openings."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from audit.merkle import Tree, verify_inclusion
from vault.boundary import parse_boundary
from vault.box import open_box
from vault.canonical import b64, marshal, parse, parse_object, unb64
from vault.deflate import inflate
from vault.envelope import open_file
from vault.grant_envelope import KeyedSegment, parse_envelope, parse_excerpt
from vault.identity import Bundle, Kind, identity_of, parse_bundle
from vault.ids import parse_eid, parse_gid
from vault.keys import ExtractionKeys, segment_keys
from vault.opening import OpenedSegment, open_segment
from vault.segment import fields_of, record_salts, records_root, segment_leaf
from vault.statement import check_signatures, parse_statement
from vault.wrap import open_from

V: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "shv1" / "shv1.json").read_text()
)
EID = parse_eid(V["eid"])
KEYS = ExtractionKeys(bytes.fromhex(V["E"]), EID)
LEAVES = bytes.fromhex(V["leaves"])
LEAF = [LEAVES[at : at + 32] for at in range(0, len(LEAVES), 32)]
PACKS = {pack: bytes.fromhex(data) for pack, data in V["packs"].items()}
CATALOGUE: Any = parse_object(
    inflate(open_box(KEYS.catalogue(), "catalogue", EID, bytes.fromhex(V["catalogue"])), 10_000)
)
STATEMENT = parse_statement(marshal(V["statement"]), "ingest")
SURVIVOR = identity_of(bytes.fromhex(V["survivor_root"]), Kind.PERSON)
RELEASE = {name: text.encode() for name, text in V["release"].items()}


def opened(index: int) -> OpenedSegment:
    tag, day, _, pack, offset, length, _ = CATALOGUE["segments"][index]
    sealed = PACKS[CATALOGUE["packs"][pack]][offset : offset + length]
    return open_segment(
        KEYS.segment(index),
        EID,
        index,
        sealed,
        tag=bytes.fromhex(tag),
        day=day,
        desc=marshal(CATALOGUE["groups"][tag]),
    )


def bundle_of(name: str) -> Bundle:
    return parse_bundle(bytes.fromhex(V[f"{name}_public"]))


def test_keys_and_salts_derive() -> None:
    keys = segment_keys(KEYS.segment(0))
    assert KEYS.segment(0).hex() == V["kseg0"]
    assert keys.box.hex() == V["kbox0"]
    assert record_salts(keys.salt, 1)[0].hex() == V["salt0"]


def test_tags_are_those_of_the_descriptors() -> None:
    for tag, desc in CATALOGUE["groups"].items():
        assert KEYS.group_tag(marshal(desc)).hex() == tag


@pytest.mark.parametrize("index", range(9))
def test_every_segment_opens_and_gives_its_leaf(index: int) -> None:
    segment = opened(index)
    row = CATALOGUE["segments"][index]
    assert segment.leaf == LEAF[index]
    assert len(segment.records) == row[2]
    assert b64(segment.fields.f4) == row[6]


def test_rows_are_in_order_and_inside_their_packs() -> None:
    rows = CATALOGUE["segments"]
    assert [(row[0], row[1]) for row in rows] == sorted((row[0], row[1]) for row in rows)
    for _, _, _, pack, offset, length, _ in rows:
        assert offset + length <= len(PACKS[CATALOGUE["packs"][pack]])


def test_the_leaves_give_the_root_that_was_signed() -> None:
    assert Tree(LEAF).root().hex() == V["root"] == STATEMENT.body["root"]
    assert STATEMENT.body["tree_size"] == len(LEAF)


def test_the_statement_lists_packs_catalogue_and_wrap() -> None:
    body: Any = STATEMENT.body
    check_signatures(STATEMENT, bundle_of("guardian"))
    for pack, length, sha256 in body["packs"]:
        assert (len(PACKS[pack]), hashlib.sha256(PACKS[pack]).hexdigest()) == (length, sha256)
    sealed = bytes.fromhex(V["catalogue"])
    found = {"len": len(sealed), "sha256": hashlib.sha256(sealed).hexdigest()}
    assert body["catalogue"] == found
    assert body["wrap"] == hashlib.sha256(bytes.fromhex(V["wrap"])).hexdigest()


def test_she_unwraps_the_extraction_key() -> None:
    assert SURVIVOR.bundle == bundle_of("survivor")
    context = EID + SURVIVOR.fp + bundle_of("guardian").fp
    assert open_from(SURVIVOR, "extraction", context, bytes.fromhex(V["wrap"])) == KEYS.secret


def test_the_worker_s_envelope_holds_the_picked_keys_and_provable_openings() -> None:
    worker = identity_of(bytes.fromhex(V["worker_root"]), Kind.ORGANISATION)
    grant: Any = parse_statement(marshal(V["grant"]), "grant").body
    gid = parse_gid(grant["gid"])
    plain = open_file(worker, "grant", gid + EID, bytes.fromhex(V["envelope"]))
    # The vector predates objects in envelopes.
    envelope = parse_envelope(marshal(parse_object(plain) | {"objects": []}))
    assert [segment.index for segment in envelope.segments] == V["picks"]
    for segment in envelope.segments:
        assert isinstance(segment, KeyedSegment)
        assert segment.key == KEYS.segment(segment.index)
    for opening in envelope.boundary:
        assert opening.leaf(EID) == LEAF[opening.index]


def test_the_release_s_segments_and_openings_lead_to_the_root() -> None:
    root = bytes.fromhex(V["root"])
    for value in list_of("segments.json"):
        excerpt = parse_excerpt(value, extra=("path",))
        leaves = [item.leaf() for item in excerpt.items]
        fields = fields_of(
            excerpt.salts,
            tag=excerpt.tag,
            day=excerpt.day,
            desc=excerpt.desc,
            count=len(leaves),
            root=records_root(leaves),
        )
        leaf = segment_leaf(EID, excerpt.index, fields)
        verify_inclusion(leaf, excerpt.index, len(LEAF), path_of(value), root)
    for value in list_of("boundary.json"):
        opening = parse_boundary(value, extra=("path",))
        path = path_of(value)
        verify_inclusion(opening.leaf(EID), opening.index, len(LEAF), path, root)


def list_of(name: str) -> list[Any]:
    value: Any = parse(RELEASE[name])
    assert value
    return list(value)


def path_of(value: dict[str, Any]) -> list[bytes]:
    return [unb64(step, 32) for step in value["path"]]
