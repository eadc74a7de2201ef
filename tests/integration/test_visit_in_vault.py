"""The guardian's visit statement through a running vault: carried, opened by her, never clear."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.demo import made_request
from tests.cli.running import done
from tests.cli.test_custody_record import check
from tests.cli.test_visit import FORM, SAID, form_at
from tests.integration.conftest import System
from tests.integration.test_command_line import People, draft_of, made, scope_file, sealed
from vault.visit import PERSONAL, POINTS

pytestmark = pytest.mark.integration


@pytest.fixture
def people(system: System, tmp_path: Path) -> People:
    return People(system, tmp_path)


def test_what_the_guardian_said_reaches_both_records_and_stands_nowhere_in_clear(
    people: People, tmp_path: Path
) -> None:
    hers, vault = people.survivor(), people.system.vault
    officer = people.staff_in("investigator")
    survivor = ("--session", people.session("survivor"))
    intake = done(
        *sealed(people, made(tmp_path, "visit"), "--visit", form_at(tmp_path / "visit.json")),
        *("--vault", vault, "--session", people.session("guardian")),
        *("--outbox", tmp_path / "outbox"),
    )
    done("receipt", intake["eid"], *hers)
    url = f"{vault}/v1/extractions/{intake['eid']}"
    facts = check(done("custody", url, *hers))
    for name, value in SAID.items():
        assert (facts[name]["value"], facts[name]["state"]) == (value, "signed"), name

    code = people.code(done("request-code", *survivor)["code"])
    (tmp_path / "request.json").write_text(json.dumps(made_request(datetime.now(UTC))))
    asked = done("request", "submit", tmp_path / "request.json", *code, "--session", officer)
    to = tmp_path / "officer.pub"
    done("request", "show", asked["qid"], *survivor, "--key", to)
    until = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%d")
    agreed = done(
        *("grant", url, *hers, "--scope", scope_file(tmp_path), "--request", asked["qid"]),
        *("--to", to, "--until", until, "--notice-read", "--open-points", "method,device.clock"),
    )
    draft = draft_of(people.session("survivor"), agreed["gid"])
    done("approve", draft["rid"], *hers, "--to", to)
    release, package = tmp_path / "release.shv1r", tmp_path / "package"
    done("collect", draft["rid"], "--session", officer, "--out", release)
    done("open", release, "--identity", people.demo("investigator.key"), "--out", package)
    given = check(done("custody", package))
    assert {name for name in POINTS if given[name]["value"]} == {"method", "device.clock"}
    assert given["device.clock"]["value"] == SAID["device.clock"]

    secrets = [FORM[name].encode() for name in PERSONAL]
    stored = [path.read_bytes() for path in people.system.data.rglob("*") if path.is_file()]
    assert len(stored) > 10
    for data in (*stored, people.system.output.read_bytes()):
        assert not any(secret in data for secret in secrets)
