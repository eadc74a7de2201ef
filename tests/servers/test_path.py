"""The whole path over PostgreSQL, each process with a role of its own."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from api.problems import NotFound
from api.remote_survivor import approve
from audit.log_copy import open_copy
from audit.policy import parse_log_policy
from audit.verify import verify_copy
from extraction.verify import verify_path
from extraction.verify_policy import parse_policy
from tests.integration.conftest import System, free_ports, running
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

if TYPE_CHECKING:
    import subprocess


class Roles:
    """How each process says where its rows are: by a role of its own, the secret in a file."""

    def __init__(self, server: Server, name: str, folder: Path) -> None:
        self._server = server
        self._name = name
        self._secret = folder / "secret"
        self._secret.write_text(server.secret + "\n")
        self._names = server.roles()

    def words(self, part: str | None) -> tuple[str, ...]:
        role = None if part is None else self._names[part]
        where = self._server.at(self._name, role)
        return ("--database", where.address, "--database-password-file", str(self._secret))


@pytest.fixture(scope="module")
def roles(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roles]:
    with server.database() as name:
        yield Roles(server, name, tmp_path_factory.mktemp("roles"))


class Spread:
    """A vault whose every task is done by another process, as another role."""

    def __init__(self, data: Path, roles: Roles) -> None:
        self.data = data
        self.roles = roles
        self.port = free_ports()
        self.stack = ExitStack()
        self.processes: dict[str, subprocess.Popen[str]] = {}

    def start(self, task: str) -> None:
        witness = ("--witness", f"http://127.0.0.1:{self.port + 2}")
        words: dict[str, tuple[object, ...]] = {
            "gateway": ("--port", self.port + 1, *witness),
            "witness": ("--port", self.port + 2),
        }
        more = words.get(task, witness)
        if task != "witness":
            more = (*more, *self.roles.words(task))
        self.processes[task] = self.stack.enter_context(process(self.data, task, *more))


@pytest.fixture(scope="module")
def spread(
    roles: Roles, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Spread, System]]:
    data = tmp_path_factory.mktemp("postgresql") / "data"
    # The demonstration is loaded once, by a vault that is everything; so by the owner's role.
    with running(data, free_ports(), "--demo", *roles.words(None)):
        pass
    assert not (data / "vault.db").exists()
    found = Spread(data, roles)
    with found.stack:
        found.start("witness")
        words = ("--without", PARTS, *roles.words("vault"))
        with running(data, found.port, *words) as system:
            for task in ("publisher", "gateway", "worker"):
                found.start(task)
            yield found, system


def test_the_whole_path_goes_through_five_processes(
    spread: tuple[Spread, System], tmp_path: Path, now: datetime
) -> None:
    system = spread[1]
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

    receipt = me.remote.call("POST", f"/v1/grants/{stored['gid']}/withdraw")
    assert [each["to"] for each in receipt["left"]] == [investigator_key(system).fp.hex()]
    with pytest.raises(NotFound):
        collect(officer, row["rid"])

    path = tmp_path / "copy.zip"
    path.write_bytes(system.staff("auditor").fetch("/v1/audit/copy"))
    log_policy = parse_log_policy(httpx.get(f"{system.vault}/v1/policy").json()["log"])
    steps = verify_copy(open_copy(path), log_policy, now_seconds=int(now.timestamp()) + 120)
    assert {step.status for step in steps} <= {"pass", "absent"}, steps
