"""One vault for all adversaries: what of it was stolen, what became of it, and a copy that runs."""

import copy
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from api.remote import Remote
from api.remote_survivor import open_extraction
from audit.checkpoint import parse_checkpoint
from audit.note import parse_note
from extraction.client import OpenedExtraction
from tests.adversaries.thief import Thief
from tests.attacks.office import Case, Granted, Office, Record
from tests.integration.conftest import System, eventually, free_ports, running
from tests.integration.routes import IDS, all_routes
from tests.integration.test_authorisation import RULES
from vault.catalogue import Catalogue
from vault.grant_envelope import Disclosed, Excerpt, parse_envelope
from vault.ids import Eid, Gid
from vault.segment import parse_segment

STAFF = {
    "investigator-2": ("investigator", "others"),
    "auditor": ("auditor", "made"),
    "administrator": ("administrator", "made"),
}


@dataclass
class Stolen:
    """The folders that were taken, and the truth to mark everybody's work by.

    `whole` was taken while one grant's work was done and one's was not. `after` is the same vault
    once both were withdrawn, and `remembered` its newest checkpoint then, under `policy`.
    """

    office: Office
    whole: Path
    after: Path
    hers: Case
    other: Case
    finished: Granted
    waiting: Granted
    rid: str
    maps: dict[Eid, Catalogue]
    opened: OpenedExtraction
    texts: list[bytes]
    cited: dict[Gid, set[tuple[Eid, int]]]
    erased: set[bytes]
    policy: str
    remembered: str


@dataclass
class Live:
    """A copy of the folder as it was stolen, running: its own history from there on."""

    system: System
    office: Office
    stolen: Stolen

    @property
    def hers(self) -> Case:
        return self.stolen.hers


def steal(folder: Path) -> Stolen:
    """Run a vault with two survivors and two grants, and take its folder before and after."""
    office, port = Office(folder), free_ports()
    for login, (role, team) in STAFF.items():
        office.add(login, role, team)
    with running(office.data, port, "--without", "worker") as system:
        hers, other = office.intake(system, "m6", 12), office.intake(system, "other", 2)
        finished = office.grant(system, hers, (2, 7))
        rid = office.finish(system, hers, finished)
        waiting = office.grant(system, hers, (9, 11))
        opened = open_extraction(hers.enter(system), hers.eid)
        beside = open_extraction(other.enter(system), other.eid)
        maps = {hers.eid: opened.catalogue, other.eid: beside.catalogue}
        cited = {each.gid: media_of(opened, each) for each in (finished, waiting)}
        texts = texts_of(opened)
    whole = folder / "whole"
    shutil.copytree(office.data, whole)
    with running(office.data, port, "--without", "worker") as system:
        me = hers.enter(system)
        for each in (finished, waiting):
            me.remote.call("POST", f"/v1/grants/{each.gid.hex()}/withdraw")
        policy = httpx.get(f"{system.vault}/v1/policy").json()["log"]
        remembered = checkpoint_beyond(system, entries_in(whole))
    # Two envelopes and one release's wraps.
    erased = erasure_keys(whole) - erasure_keys(office.data)
    assert len(erased) == 3
    after = office.data
    return Stolen(
        *(office, whole, after, hers, other, finished, waiting, rid, maps, opened, texts),
        *(cited, erased, policy, remembered),
    )


def entries_in(folder: Path) -> int:
    """Count the entries of a folder's log."""
    with closing(sqlite3.connect(folder / "vault.db")) as database:
        return int(database.execute("SELECT count(*) FROM audit_entry").fetchone()[0])


def checkpoint_beyond(system: System, size: int) -> str:
    """Wait for a checkpoint over more entries than these, which another copy does not have."""

    def newest() -> str | None:
        note = httpx.get(f"{system.vault}/v1/checkpoint").text
        return note if parse_checkpoint(parse_note(note).text).size > size else None

    return str(eventually(newest))


def run_copy(stolen: Stolen, folder: Path) -> "tuple[Office, Path]":
    """Copy the folder as it was stolen, with its staff, to be run."""
    office = copy.copy(stolen.office)
    office.data = folder / "data"
    shutil.copytree(stolen.whole, office.data)
    return office, office.data


def refusals(live: Live, client: Remote, role: str) -> dict[str, int]:
    """Ask every route of the vault that is not for a role, with her ids; give what each said."""
    ids = {"eid": live.hers.eid.hex(), "gid": live.stolen.finished.gid.hex()}
    ids |= {"rid": live.stolen.rid, "fp": live.hers.enrolled.identity.fp.hex()}
    assert set(ids) <= set(IDS)
    said = {}
    for route in all_routes():
        if route.app == "vault" and role not in RULES[route.name]:
            answer = client._client.request(
                *(route.method, route.filled(ids)),
                params=route.query(),
                json={} if route.takes_json else None,
            )
            said[str(route)] = answer.status_code
    return said


def erasure_keys(folder: Path) -> set[bytes]:
    with closing(sqlite3.connect(folder / "vault.db")) as database:
        found = database.execute("SELECT key FROM erasure_key WHERE key IS NOT NULL")
        return {key for (key,) in found.fetchall()}


def texts_of(opened: OpenedExtraction) -> list[bytes]:
    """Give what people wrote, where it is long enough to be found by chance nowhere else."""
    found = set()
    for index in range(len(opened.catalogue.segments)):
        for record in opened.read_segment(index).records:
            for text in json.loads(record).get("text", []):
                found.add(str(text["value"]).encode())
    return sorted(text for text in found if len(text) > 24)


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


def check(thief: Thief, stolen: Stolen, *grants: Granted, releases: bool = False) -> None:
    """Want exactly some grants' segments, records and media to have been opened."""
    segments = set().union(*(each.segments() for each in grants))
    records = set().union(*(each.records() for each in grants))
    media = set().union(*(stolen.cited[each.gid] for each in grants))
    assert thief.names("segment") == segments
    assert len(thief.names("segment")) == sum(len(each.segments()) for each in grants)
    assert records_of(thief) == records
    assert thief.names("object") == media
    for kind in ("catalogue", "slot", "manifest", "wrap"):
        assert not thief.names(kind), kind
    for kind in ("release", "release wrap"):
        assert bool(thief.names(kind)) == releases, kind
