"""A worker that keeps what it is given, looks at all that the server stores, and lies.

It holds one grant's envelope and key. What it changes in a release is tests/attacks'.
"""

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consent.grant import parse_grant
from extraction.release import parse_approval, sign_approval
from tests.adversaries.told import Told
from tests.attacks.conftest import Loot
from tests.attacks.test_tampering import LyingWorker
from tests.cli.running import done
from vault.box import open_box
from vault.canonical import marshal, parse_object
from vault.catalogue import Catalogue, open_catalogue
from vault.custody import FolderCustody
from vault.envelope import open_file
from vault.errors import NotAuthentic
from vault.grant_envelope import Excerpt, KeyedSegment, parse_envelope
from vault.identity_file import parse_identity
from vault.ids import Eid
from vault.ingest import parse_ingest
from vault.kdf import derive
from vault.keys import ExtractionKeys, segment_keys
from vault.opening import open_extraction
from vault.statement import digest
from vault.wrap import open_from

WHO = "dishonest worker"
HAS = "one grant's envelope and key, and everything that the server stores"


def truth(loot: Loot) -> tuple[Eid, Catalogue, ExtractionKeys]:
    """What only the survivor can know, to mark the attacker's work by."""
    survivor = parse_identity(loot.desk.key("survivor").read_bytes(), passphrase=None)
    opened = open_extraction(FolderCustody(loot.sealed), survivor)
    return opened.eid, opened.catalogue, opened.keys


def stolen_keys(loot: Loot) -> tuple[list[bytes], list[KeyedSegment], list[Excerpt]]:
    """Open the envelope with the worker's key, and gather every secret in it."""
    folder = loot.desk.folder / "grant"
    worker = parse_identity(loot.desk.key("worker").read_bytes(), passphrase=None)
    grant, _ = parse_grant((folder / "grant.dsse.json").read_bytes())
    plain = open_file(
        worker, "grant", grant.gid + grant.eid, (folder / "envelope.shv1f").read_bytes()
    )
    envelope = parse_envelope(plain)
    keyed = [item for item in envelope.segments if isinstance(item, KeyedSegment)]
    excerpts = [item for item in envelope.segments if isinstance(item, Excerpt)]
    secrets = [item.key for item in keyed] + [item.key for item in envelope.objects]
    secrets += [salt for item in excerpts for salt in item.salts]
    secrets += [opening.s1 for opening in envelope.boundary]
    secrets += [opening.s2 for opening in envelope.boundary if opening.s2 is not None]
    secrets += [getattr(row, "salt", b"") for item in excerpts for row in item.items]
    return [secret for secret in secrets if secret], keyed, excerpts


def derived(secret: bytes, eid: Eid, size: int) -> Iterator[bytes]:
    """Everything that one secret could be the parent of."""
    yield secret
    yield derive(secret, "box")
    yield derive(secret, "catalogue", eid)
    for kind in ("segment", "object"):
        for index in range(size):
            key = derive(secret, kind, eid + index.to_bytes(4))
            yield key
            yield derive(key, "box")


def test_it_opens_the_granted_segments_and_nothing_else(loot: Loot, told: Told) -> None:
    eid, catalogue, keys = truth(loot)
    secrets, keyed, excerpts = stolen_keys(loot)
    assert keyed
    assert excerpts
    custody = FolderCustody(loot.sealed)
    granted = {item.index for item in keyed}
    opened = set()
    for index, row in enumerate(catalogue.segments):
        sealed = custody.read_pack(catalogue.packs[row.pack], row.offset, row.length)
        place = eid + index.to_bytes(4)
        for secret in secrets:
            for key in (secret, segment_keys(secret).box):
                try:
                    open_box(key, "segment", place, sealed)
                except NotAuthentic:
                    continue
                opened.add(index)
    # What succeeds is exactly the grant, and an excerpt's segment is not in it.
    assert opened == granted
    assert not opened & {item.index for item in excerpts}
    assert keys.secret not in secrets
    told(
        (
            "every key of the envelope on every segment",
            "the granted segments, whole: it reads them",
        ),
    )


def test_it_opens_neither_catalogue_nor_wrap_nor_foreign_objects(loot: Loot, told: Told) -> None:
    eid, catalogue, _ = truth(loot)
    secrets, _, _ = stolen_keys(loot)
    custody = FolderCustody(loot.sealed)
    worker = parse_identity(loot.desk.key("worker").read_bytes(), passphrase=None)
    ingest, _ = parse_ingest(custody.ingest())
    context = eid + ingest.survivor + ingest.guardian
    with pytest.raises(NotAuthentic):
        open_from(worker, "extraction", context, custody.wrap())
    granted_media = set(granted_names(loot))
    for secret in secrets:
        with pytest.raises(NotAuthentic):
            open_catalogue(custody.catalogue(), secret, eid)
        for index, row in enumerate(catalogue.objects):
            if row.name in granted_media:
                continue
            head = next(custody.object_chunks(row.name))
            with pytest.raises(NotAuthentic):
                open_box(secret, "object", eid + index.to_bytes(4), head)
    told(("the same on her key's wrap, the catalogue, and files not granted", "nothing"))


def granted_names(loot: Loot) -> list[str]:
    folder = loot.desk.folder / "grant"
    worker = parse_identity(loot.desk.key("worker").read_bytes(), passphrase=None)
    grant, _ = parse_grant((folder / "grant.dsse.json").read_bytes())
    plain = open_file(
        worker, "grant", grant.gid + grant.eid, (folder / "envelope.shv1f").read_bytes()
    )
    return [item.name for item in parse_envelope(plain).objects]


def test_no_key_of_the_envelope_leads_to_a_key_beside_it(loot: Loot, told: Told) -> None:
    eid, catalogue, keys = truth(loot)
    secrets, keyed, _ = stolen_keys(loot)
    mine = {item.key for item in keyed}
    others = {keys.segment(index) for index in range(len(catalogue.segments))} - mine
    reached = set(
        itertools.chain.from_iterable(
            derived(secret, eid, 8) for secret in sorted(set(secrets))[:40]
        )
    )
    assert not reached & others
    assert keys.secret not in reached
    told(("deriving keys from those of the envelope", "nothing: none leads to another"))


def test_an_excerpt_shows_only_what_was_agreed(loot: Loot, told: Told) -> None:
    _, _, excerpts = stolen_keys(loot)
    survivor = parse_identity(loot.desk.key("survivor").read_bytes(), passphrase=None)
    opened = open_extraction(FolderCustody(loot.sealed), survivor)
    plain = (loot.desk.folder / "grant" / "envelope.shv1f").read_bytes()
    for excerpt in excerpts:
        records = opened.read_segment(excerpt.index).records
        withheld = [
            record
            for record, item in zip(records, excerpt.items, strict=True)
            if not hasattr(item, "record")
        ]
        assert withheld
        assert all(record not in plain for record in withheld)
    told(("reading the rest of a day of which she agreed to a part", "nothing: it never gets it"))


def test_its_reasons_are_believed(loot: Loot, told: Told, tmp_path: Path) -> None:
    """Why a record stays is the worker's word; that it stays, and how many do, is not."""
    package = shutil.copytree(loot.package, tmp_path / "package")
    worker = LyingWorker(loot, package)
    item = next(
        item
        for body in worker.segments
        for item in body["records"]
        if item.get("w") == "out-of-scope"
    )
    item["w"] = "privileged"
    withheld = worker.body["withheld"]
    withheld["out-of-scope"] -= 1
    withheld["privileged"] = withheld.get("privileged", 0) + 1
    worker.write()
    cover: Any = parse_object((package / "cover.json").read_bytes())
    before, _ = parse_approval(marshal(cover["approval"]))
    raw = (package / "release.dsse.json").read_bytes()
    # She approved the draft as the worker made it.
    approved = sign_approval(worker.survivor, replace(before, release=digest(raw)))
    (package / "cover.json").write_bytes(marshal({**cover, "approval": parse_object(approved)}))
    document = done("verify", package)
    assert document["ok"]
    assert "privileged" in json.dumps(document)
    told(("giving another reason why a record stays", "it is believed, and the verdict says so"))
