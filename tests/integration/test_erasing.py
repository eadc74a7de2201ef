"""Erasure and holds through the real system: keys and files gone, receipt signed, log whole."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import done, run
from tests.integration.conftest import System, eventually, free_ports, running
from tests.integration.test_command_line import People, made, sealed
from vault.certificate import parse_certificate
from vault.custody import parse_certs
from vault.statement import check_signatures, parse_statement

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system with an administrator, who is added while it is stopped."""
    folder = tmp_path_factory.mktemp("office")
    data, port = folder / "data", free_ports()
    with running(data, port):
        pass
    secret = folder / "administrator.password"
    secret.write_text("correct horse battery staple\n")
    key = folder / "office.key"
    done("keys", "new", "--kind", "person", "--no-passphrase", key)
    done(
        *("staff", "add", "--data", data, "--role", "administrator", "--login", "office"),
        *("--key", f"{key}.pub", "--cert-out", folder / "office.cert"),
        *("--name", "Office", "--organisation", "vault", "--team", "office"),
        *("--passphrase-file", secret),
    )
    staff = data / "demo" / "staff.json"
    known = json.loads(staff.read_text())
    known["administrator"] = {"login": "office", "password": secret.read_text().strip()}
    staff.write_text(json.dumps(known))
    with running(data, port) as found:
        yield found


def test_a_copy_that_is_held_and_then_erased(office: System, tmp_path: Path) -> None:
    people = People(office, tmp_path)
    hers = people.survivor()
    session = ("--session", people.session("survivor"))
    source = made(tmp_path, "erase")
    intake = done(
        *sealed(people, source, "--vault", office.vault, "--session", people.session("guardian")),
        *("--outbox", tmp_path / "outbox"),
    )
    eid = intake["eid"]
    done("receipt", *hers)
    objects = office.data / "objects" / "x" / eid
    assert list(objects.iterdir())

    admin = ("--session", people.staff_in("administrator"))
    hold = done(
        *("hold", "set", eid, "--basis", "court-order", "--court", "Crown Court at Leeds"),
        *("--number", "T20260001", *admin),
    )
    assert [row["hid"] for row in done("hold", "list", *admin)["holds"]] == [hold["hid"]]

    asked = done("erase", eid, "--in-days", "0", "--confirm", "erase", *session)
    assert [row["number"] for row in asked["holds"]] == ["T20260001"]
    assert asked["receipt"] is None
    assert list(objects.iterdir())

    done("hold", "lift", hold["hid"], *admin)
    eventually(lambda: done("erase", eid, *session)["receipt"])
    assert not objects.exists() or not list(objects.iterdir())
    assert_receipt(tmp_path / "erased", eid, intake["root"], session)

    code, told = run("preview", office.vault, *hers, "--scope", scope(tmp_path))
    assert code != 0, told
    lines = done("log", *hers)["lines"]
    acts = [line["act"] for line in lines]
    for act in ("hold.set", "erase.ask", "hold.lift", "erase"):
        assert acts.count(act) == 1, acts


def scope(folder: Path) -> Path:
    path = folder / "scope.json"
    path.write_text(json.dumps({"c": ["message"], "u": True}))
    return path


def assert_receipt(folder: Path, eid: str, root: str, session: tuple[Any, ...]) -> None:
    done("erase", eid, "--receipt", folder, *session)
    statement = parse_statement((folder / "erasure.dsse.json").read_bytes(), "erasurereceipt")
    certs = [parse_certificate(raw) for raw in parse_certs((folder / "certs.json").read_bytes())]
    check_signatures(statement, certs[-1].bundle)
    body: dict[str, Any] = dict(statement.body)  # type: ignore[arg-type]  # a statement's body is an object
    assert (body["eid"], body["root"]) == (eid, root)
    assert body["files"] > 3
    assert body["collected_before"] == []


def test_nobody_else_holds_or_erases(office: System, tmp_path: Path) -> None:
    people = People(office, tmp_path)
    people.survivor()
    session = ("--session", people.session("survivor"))
    other = "00" * 16
    assert run("erase", other, "--in-days", "0", "--confirm", "erase", *session)[0] == 1
    assert run("erase", other, "--in-days", "0", "--confirm", "no", *session)[0] == 2
    assert run("erase", other, "--in-days", "31", "--confirm", "erase", *session)[0] == 2
    words = ("--basis", "summons", "--court", "a", "--number", "b")
    assert run("hold", "set", other, *words, *session)[0] == 2
    guardian = ("--session", people.session("guardian"))
    assert run("hold", "set", other, *words, *guardian)[0] == 2
