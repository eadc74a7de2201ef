"""The whole path over PostgreSQL and S3, each process with roles and keys of its own.

What was sealed is in one bucket, what was released in another, and the gateway's key opens
the way to the second alone. The store is stopped on the way, and everything goes on after.
"""

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from api.object_stores import GivenObjects
from api.postgres import Where
from api.problems import NotFound
from api.remote_survivor import approve
from audit.errors import Pushback
from extraction.verify import verify_path
from extraction.verify_policy import parse_policy
from tests.cli.running import done
from tests.integration.conftest import System, eventually, free_ports, running
from tests.integration.test_command_line import People, made, sealed
from tests.integration.test_deployed import PARTS, process
from tests.integration.test_whole_path import (
    collect,
    grant,
    investigator_key,
    new_request,
    policy_of,
    released,
    unpack,
)
from tests.servers.conftest import Server
from tests.servers.s3 import Store, given_store
from tests.servers.test_path import Roles

if TYPE_CHECKING:
    import subprocess

ZONES = {"vault": ("custody", "releases"), "worker": ("worker", "worker")}


class Keys:
    """How each process says where sealed bytes are: by keys of its own."""

    def __init__(self, store: Store, name: str) -> None:
        self.store = store
        self.name = name

    def words(self, task: str) -> tuple[str, ...]:
        if task == "publisher":
            return ()
        given = ["--objects", f"{self.store.address}/{self.name}", "--objects-ca", self.store.ca]
        if task == "gateway":
            given += ["--objects-releases-key-file", self.store.key_file("gateway")]
        else:
            for zone, who in zip(("custody", "releases"), ZONES[task], strict=True):
                given += [f"--objects-{zone}-key-file", self.store.key_file(who)]
        return tuple(map(str, given))

    def given(self) -> GivenObjects:
        keys = self.store.key_file("custody"), self.store.key_file("releases")
        return GivenObjects(f"{self.store.address}/{self.name}", *keys, self.store.ca)

    def put(self, zone: str, name: str) -> None:
        with self.store.bucket(f"{self.name}-{zone}", zone) as bucket:
            bucket.put_new(name, b"another's")

    def held(self, zone: str) -> list[str]:
        with self.store.bucket(f"{self.name}-{zone}", zone) as bucket:
            return list(bucket.names(""))


class Spread:
    """A vault of five processes; the fixture says over what."""

    def __init__(self, database: Where, keys: Keys, system: System) -> None:
        self.database = database
        self.keys = keys
        self.system = system
        self.processes: dict[str, subprocess.Popen[str]] = {}

    @property
    def worker(self) -> "subprocess.Popen[str]":
        return self.processes["worker"]

    def job(self, gid: str) -> tuple[object, ...] | None:
        query = "SELECT state, attempt FROM extraction.job WHERE subject = %s"
        with self.database.connect() as session:
            return session.execute(query, (bytes.fromhex(gid),)).fetchone()


@pytest.fixture(scope="module")
def spread(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spread]:
    folder = tmp_path_factory.mktemp("s3")
    data, port, store = folder / "data", free_ports(), given_store()
    with server.database() as database, store.buckets() as name, ExitStack() as stack:
        roles, keys = Roles(server, database, folder), Keys(store, name)
        with running(data, free_ports(), "--demo", *roles.words(None), *keys.words("vault")):
            pass
        assert not (data / "objects").exists()
        read = done("fsck", data, *roles.words(None), *keys.words("vault"))
        assert (read["ok"], read["findings"]) == (True, [])
        assert (data / "object-store").read_text() == f"{store.address}/{name}\n"
        witness = ("--witness", f"http://127.0.0.1:{port + 2}")
        stack.enter_context(process(data, "witness", "--port", port + 2))
        words = ("--without", PARTS, *roles.words("vault"), *keys.words("vault"))
        found = Spread(server.at(database), keys, stack.enter_context(running(data, port, *words)))
        for task in ("publisher", "gateway", "worker"):
            own = ("--port", port + 1) if task == "gateway" else ()
            given = (*own, *witness, *roles.words(task), *keys.words(task))
            found.processes[task] = stack.enter_context(process(data, task, *given))
        yield found


def test_the_whole_path_goes_through_two_buckets(
    spread: Spread, tmp_path: Path, now: datetime
) -> None:
    system, keys = spread.system, spread.keys
    sealed = keys.held("custody")
    assert len(sealed) > 3
    boxes = keys.held("releases")
    me = system.survivor()
    found, stored = grant(system, me, new_request(system, me, now), now)
    assert found.records > 50
    row = released(me, stored["gid"], "draft")
    approve(me, row["rid"], [investigator_key(system).bundle], now)
    officer = system.staff("investigator")
    unpack(collect(officer, row["rid"]), investigator_key(system), tmp_path / "package")
    policy = parse_policy(policy_of(system, 1, 3, 16))
    report = verify_path(tmp_path / "package", policy, now_seconds=int(now.timestamp()) + 60)
    assert report.ok, report.verdict
    assert len(keys.held("releases")) == len(boxes) + 1
    assert keys.held("custody") == sealed

    me.remote.call("POST", f"/v1/grants/{stored['gid']}/withdraw")
    with pytest.raises(NotFound):
        collect(officer, row["rid"])
    assert keys.held("releases") == boxes


def test_an_extraction_is_uploaded_and_erased_and_all_reads_back(
    spread: Spread, tmp_path: Path
) -> None:
    people = People(spread.system, tmp_path)
    hers = people.survivor()
    session = ("--session", people.session("survivor"))
    intake = done(
        *sealed(people, made(tmp_path, "s3"), "--vault", spread.system.vault),
        *("--session", people.session("guardian"), "--outbox", tmp_path / "outbox"),
    )
    done("receipt", *hers)

    def stored() -> list[str]:
        return [name for name in spread.keys.held("custody") if intake["eid"] in name]

    assert len(stored()) > 3
    asked = done("erase", intake["eid"], "--in-days", "0", "--confirm", "erase", *session)
    assert asked["holds"] == []
    eventually(lambda: done("erase", intake["eid"], *session)["receipt"])
    assert stored() == []


def test_while_the_store_is_away_people_are_told_to_come_back_and_nothing_is_lost(
    spread: Spread, now: datetime
) -> None:
    system, keys = spread.system, spread.keys
    me = system.survivor()
    eid = system.logins()["eid"]
    before, boxes = keys.held("custody"), keys.held("releases")
    # So that the work begins when there is nothing to read it from.
    spread.worker.send_signal(signal.SIGSTOP)
    stored = grant(system, me, new_request(system, me, now), now)[1]
    keys.store.stop()
    spread.worker.send_signal(signal.SIGCONT)
    try:
        answer = httpx.get(
            f"{me.remote.url}/v1/extractions/{eid}/files/catalogue",
            headers={"Authorization": me.remote._client.headers["Authorization"]},
            timeout=60,
        )
        assert answer.status_code == 503, answer.text
        assert answer.headers["Retry-After"] == "2"
        assert answer.json()["type"].endswith("busy"), answer.text
        eventually(lambda: spread.job(stored["gid"]) == ("queued", 1))
    finally:
        keys.store.start()
    row = released(me, stored["gid"], "draft")
    approve(me, row["rid"], [investigator_key(system).bundle], now)
    officer = system.staff("investigator")
    assert collect(officer, row["rid"])
    keys.store.stop()
    try:
        with pytest.raises(Pushback):
            collect(officer, row["rid"])
        receipt = me.remote.call("POST", f"/v1/grants/{stored['gid']}/withdraw")
    finally:
        keys.store.start()
    assert [each["to"] for each in receipt["left"]] == [investigator_key(system).fp.hex()]
    with pytest.raises(NotFound):
        collect(officer, row["rid"])
    assert keys.held("custody") == before
    # What was withdrawn while the store was away stays there, under keys that are gone.
    assert len(keys.held("releases")) == len(boxes) + 1
