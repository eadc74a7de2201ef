"""Attack (a) on a running system: the vault's whole data folder, and workers' grant keys.

What the embedded edition's folder hands over by itself: `worker/` and `keys/worker.secret` give
the worker key of every grant whose work is not done, so a thief of the folder opens what those
grants agreed to. A grant whose work is done has no key there any more; who kept one, as a
dishonest worker could, opens that grant's records with the folder until it is withdrawn.
Everything else stays closed. The same thief with her root opens everything: he is able.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.remote_survivor import (
    open_extraction,
)
from extraction.client import OpenedExtraction
from tests.attacks.office import Case, Granted, Office, Record
from tests.attacks.thief import Thief
from tests.integration.conftest import free_ports, running
from vault.catalogue import Catalogue
from vault.grant_envelope import Disclosed, Excerpt, parse_envelope
from vault.ids import Eid, Gid
from vault.segment import parse_segment

pytestmark = pytest.mark.integration


@dataclass
class Stolen:
    """The folders that were taken, and the truth to mark the thief's work by."""

    whole: Path
    after: Path
    hers: Case
    other: Case
    finished: Granted
    waiting: Granted
    maps: dict[Eid, Catalogue]
    opened: OpenedExtraction
    cited: dict[Gid, set[tuple[Eid, int]]]
    erased: set[bytes]


@pytest.fixture(scope="module")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> Stolen:
    folder = tmp_path_factory.mktemp("stolen")
    office, port = Office(folder), free_ports()
    with running(office.data, port, "--without", "worker") as system:
        hers, other = office.intake(system, "m6", 12), office.intake(system, "other", 2)
        finished = office.grant(system, hers, (2, 7))
        office.finish(system, hers, finished)
        waiting = office.grant(system, hers, (9, 11))
        opened = open_extraction(hers.enter(system), hers.eid)
        beside = open_extraction(other.enter(system), other.eid)
        maps = {hers.eid: opened.catalogue, other.eid: beside.catalogue}
        cited = {each.gid: media_of(opened, each) for each in (finished, waiting)}
    whole = folder / "whole"
    shutil.copytree(office.data, whole)
    with running(office.data, port, "--without", "worker") as system:
        me = hers.enter(system)
        for each in (finished, waiting):
            me.remote.call("POST", f"/v1/grants/{each.gid.hex()}/withdraw")
    after = folder / "after"
    shutil.copytree(office.data, after)
    # Two envelopes and one release's wraps.
    erased = erasure_keys(whole) - erasure_keys(after)
    assert len(erased) == 3
    return Stolen(whole, after, hers, other, finished, waiting, maps, opened, cited, erased)


def erasure_keys(folder: Path) -> set[bytes]:
    with closing(sqlite3.connect(folder / "vault.db")) as database:
        found = database.execute("SELECT key FROM erasure_key WHERE key IS NOT NULL")
        return {key for (key,) in found.fetchall()}


def media_of(opened: OpenedExtraction, granted: Granted) -> set[tuple[Eid, int]]:
    """Give the objects that a grant's records cite: they leave with them."""
    by_hash = {row.sha256.hex(): index for index, row in enumerate(opened.catalogue.objects)}
    found = set()
    for eid, index, place in granted.records():
        record: dict[str, Any] = json.loads(opened.read_segment(index).records[place])
        hashes = [blob.get("sha256") for blob in record.get("blobs", [])]
        found |= {(eid, by_hash[each]) for each in hashes if each in by_hash}
    return found


def records_of(thief: Thief) -> set[Record]:
    """List every record that the thief can read, in a segment or in an excerpt."""
    found: set[Record] = set()
    for name, plain in thief.opened.items():
        if name[0] == "segment":
            _, eid, index = name
            count = len(parse_segment(plain))
            found |= {(eid, index, place) for place in range(count)}  # type: ignore[misc]
        if name[0] == "envelope":
            envelope = parse_envelope(plain)
            for part in envelope.segments:
                if isinstance(part, Excerpt):
                    found |= {
                        (envelope.eid, part.index, place)
                        for place, item in enumerate(part.items)
                        if isinstance(item, Disclosed)
                    }
    return found


def check(thief: Thief, stolen: Stolen, *grants: Granted) -> None:
    """Want exactly some grants' segments, records and media to have been opened."""
    segments = set().union(*(each.segments() for each in grants))
    records = set().union(*(each.records() for each in grants))
    media = set().union(*(stolen.cited[each.gid] for each in grants))
    assert thief.names("segment") == segments
    assert len(thief.names("segment")) == sum(len(each.segments()) for each in grants)
    assert records_of(thief) == records
    assert thief.names("object") == media
    for kind in ("catalogue", "slot", "manifest", "release", "wrap", "release wrap"):
        assert not thief.names(kind), kind


def test_the_grants_are_worth_stealing(stolen: Stolen) -> None:
    for each in (stolen.finished, stolen.waiting):
        whole = {index for _, index in each.segments()}
        assert whole
        # At both ends some of a day's records leave and some stay.
        mixed = {index for _, index, _ in each.records()} - whole
        assert mixed
        assert each.seen.withheld["out-of-scope"] > 0
    assert stolen.cited[stolen.finished.gid]
    assert not stolen.finished.records() & stolen.waiting.records()
    assert len(stolen.maps[stolen.hers.eid].segments) > 3 * len(stolen.finished.segments())


def test_the_folder_alone_opens_the_grants_that_are_still_at_work(stolen: Stolen) -> None:
    thief = Thief(stolen.whole, (), stolen.maps).work()
    check(thief, stolen, stolen.waiting)
    # This is what the folder hands over: the one live worker key, and no key of work that is done.
    assert thief.names("worker") == {(stolen.waiting.gid,)}
    assert stolen.finished.worker not in thief.secrets
    assert stolen.waiting.worker in thief.secrets


def test_with_a_kept_worker_key_it_opens_that_grant_besides_and_nothing_else(
    stolen: Stolen,
) -> None:
    thief = Thief(stolen.whole, (stolen.finished.worker,), stolen.maps).work()
    check(thief, stolen, stolen.finished, stolen.waiting)
    assert len(thief.secrets) > 200


def test_after_withdrawal_the_folder_and_both_worker_keys_open_nothing(stolen: Stolen) -> None:
    keys = (stolen.finished.worker, stolen.waiting.worker)
    thief = Thief(stolen.after, keys, stolen.maps).work()
    check(thief, stolen)
    assert not thief.names("worker")
    assert not thief.names("envelope")
    # Nor do the destroyed keys lie about in pages that the database no longer uses.
    for path in stolen.after.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [key for key in stolen.erased if key in data], path.name


def test_the_same_thief_with_her_root_opens_all_of_hers_and_nothing_of_anothers(
    stolen: Stolen,
) -> None:
    root = stolen.hers.enrolled.identity.root
    thief = Thief(stolen.after, (root,), stolen.maps).work()
    known, eid = stolen.maps[stolen.hers.eid], stolen.hers.eid
    assert thief.names("catalogue") == {(eid,)}
    assert thief.names("segment") == {(eid, index) for index in range(len(known.segments))}
    assert thief.names("object") == {(eid, index) for index in range(len(known.objects))}
    assert thief.names("manifest") == {(stolen.hers.enrolled.uid,)}
    # Her root does not lead back to her passphrase's slots: only the passphrase opens those.
    assert not thief.names("slot")
