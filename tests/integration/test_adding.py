"""She adds to her own vault over the running system; nobody else does, and limits hold."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.cli_io import new_sink
from api.demo import made_request
from api.hashed_sink import HashedSink
from api.problems import Forbidden, Invalid, NotFound
from api.remote import Remote
from api.remote_upload import upload
from api.tool import this_tool
from consent.errors import WrongState
from extraction.added import MAX_FILE, MAX_FILES
from extraction.intake import Added, seal_added
from extraction.made import write_made_source
from tests.cli.running import done, run
from tests.conftest import seeded_random
from tests.integration.conftest import System
from tests.integration.test_command_line import People, draft_of, sealed
from tests.integration.test_reading_back import guardian, intakes, stored
from vault.canonical import b64
from vault.custody import FolderCustody, marshal_certs
from vault.identity import Identity, Kind, new_identity
from vault.identity_file import parse_identity
from vault.ingest import parse_ingest, sign_ingest

pytestmark = pytest.mark.integration


@pytest.fixture
def people(system: System, tmp_path: Path) -> People:
    found = People(system, tmp_path)
    found.survivor()
    return found


def hers_of(people: People) -> tuple[object, ...]:
    return (
        *("--session", people.session("survivor"), "--identity", people.folder / "login.key"),
        *("--passphrase-file", people.secret),
    )


def own(people: People) -> Remote:
    token = json.loads(people.session("survivor").read_text())["token"]
    return Remote(people.system.vault, token)


def identity(people: People) -> Identity:
    return parse_identity(
        (people.folder / "login.key").read_bytes(), passphrase=people.secret.read_text().strip()
    )


def order(folder: Path) -> Path:
    path = folder / "order.pdf"
    path.write_bytes(b"%PDF-1.7 a made order of a made court\n" + os.urandom(64))
    return path


def sealing(folder: Path, seed: str, by: Identity) -> tuple[Path, dict[str, bytes]]:
    """Seal one file as `safehold add` does; give the folder and the hashes of its objects."""
    (folder / seed).mkdir()
    sink = HashedSink(new_sink(folder / seed / "sealed", os.urandom))
    seal_added(
        [Added(order(folder / seed), "court_order")],
        sink,
        by,
        this_tool(),
        random=os.urandom,
        clock=lambda: datetime.now(UTC),
        progress=lambda *_: None,
    )
    return sink.folder.parent / "sealed", sink.objects


def begun(folder: Path) -> dict[str, Any]:
    custody = FolderCustody(folder)
    return {"ingest": b64(custody.ingest()), "certs": b64(marshal_certs(custody.certs()))}


def test_a_court_order_that_she_added_is_asked_for_and_leaves(
    people: People, tmp_path: Path
) -> None:
    system, hers = people.system, hers_of(people)
    officer = people.staff_in("investigator")
    path = order(tmp_path)
    added = done(
        *("add", path, "--as", "court_order", "--on", "2026-03-01", "--zone", "Europe/London"),
        *("--vault", system.vault),
        *hers,
    )
    assert added["guardian"] is None
    assert added["read_back"]["files"] == 3 + 1 + 2  # file, listing, ledger; pack; the two others
    (row,) = own(people).call("GET", "/v1/extractions")
    assert (row["eid"], row["guardian"], row["receipt"]) == (added["eid"], None, False)
    entry = system.entries()[added["log_index"]]
    assert (entry["act"], entry["out"], entry["role"]) == ("ingest.added", "done", "survivor")
    code, document = run("receipt", added["eid"], *hers)
    assert (code, document["error"]["type"]) == (1, "conflict")
    code, document = run("receipt", *hers)
    assert (code, document["error"]["detail"][:9]) == (2, "0 intakes")

    code_file = people.code(done("request-code", "--session", people.session("survivor"))["code"])
    start = 1_771_891_200
    sought = {"c": ["document"], "d": [[start, start + 20 * 86_400]], "u": False}
    (tmp_path / "request.json").write_text(
        json.dumps(made_request(datetime.now(UTC)) | {"sought": sought})
    )
    asked = done(
        *("request", "submit", tmp_path / "request.json", *code_file, "--session", officer)
    )
    to = tmp_path / "officer.pub"
    session = ("--session", people.session("survivor"))
    done("request", "show", asked["qid"], *session, "--key", to)
    scope = tmp_path / "scope.json"
    scope.write_text(json.dumps(sought))
    until = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%d")
    agreed = done(
        *("grant", system.vault, *hers, "--scope", scope, "--request", asked["qid"]),
        *("--to", to, "--until", until, "--notice-read"),
    )
    assert agreed["count"] == 1
    draft = draft_of(people.session("survivor"), agreed["gid"])
    done("approve", draft["rid"], *hers, "--to", to)
    release, package = tmp_path / "release.shv1r", tmp_path / "package"
    done("collect", draft["rid"], "--session", officer, "--out", release)
    done("open", release, "--identity", people.demo("investigator.key"), "--out", package)
    policy = tmp_path / "policy.json"
    pinned = Remote(system.vault).call("GET", "/v1/policy")
    policy.write_text(
        json.dumps({"roots": pinned["roots"], "log": pinned["log"], "require": [1, 16]})
    )
    report = done("verify", package, "--policy", policy)
    statuses = {step["step"]: step["status"] for step in report["steps"]}
    assert statuses == {**dict.fromkeys(range(19), "pass"), 3: "absent", 17: "absent"}
    assert "the survivor added them herself" in report["verdict"]
    record = done("custody", package, "--policy", policy)
    acts = [(each["act"], each["role"]) for each in record["events"]]
    assert acts[0] == ("ingest.added", "survivor")
    from_vault = done("custody", system.vault, *hers, "--policy", policy)
    facts = {fact["point"]: fact for fact in from_vault["facts"]}
    assert facts["time.log"]["state"] == "proven"
    assert facts["guardian"]["value"] is None


def test_nobody_adds_for_another_and_no_statement_passes_for_the_other(
    people: People, tmp_path: Path
) -> None:
    stranger = new_identity(Kind.PERSON, random=os.urandom)
    foreign, _ = sealing(tmp_path, "foreign", stranger)
    mine, _ = sealing(tmp_path, "mine", identity(people))
    # Not into her vault by another key, not by a guardian, and not by hers as a guardian's.
    for remote, folder in ((own(people), foreign), (guardian(people), mine)):
        with pytest.raises(Forbidden):
            remote.call("POST", "/v1/uploads", begun(folder))
    certs = b64(marshal_certs([people.demo("guardian.cert").read_bytes()]))
    with pytest.raises(Invalid, match="no certificate"):
        own(people).call("POST", "/v1/uploads", begun(mine) | {"certs": certs})
    source = write_made_source(tmp_path / "source", random=seeded_random("not hers"), days=2)
    done(*sealed(people, source, "--out", tmp_path / "theirs"))
    with pytest.raises(Forbidden):
        own(people).call("POST", "/v1/uploads", begun(tmp_path / "theirs"))
    assert intakes(people) == []


def test_another_survivor_reaches_nothing_of_an_addition(people: People, tmp_path: Path) -> None:
    folder, _ = sealing(tmp_path, "hers", identity(people))
    own(people).call("POST", "/v1/uploads", begun(folder))
    ingest, _ = parse_ingest(FolderCustody(folder).ingest())
    path = f"/v1/uploads/{ingest.eid.hex()}"
    (tmp_path / "other").mkdir()
    other = People(people.system, tmp_path / "other")
    other.survivor()
    question = {"chance": b64(bytes(32)), "files": [["object", ingest.objects[0][0]]]}
    for remote in (own(other), guardian(people)):
        with pytest.raises(NotFound):
            remote.put(f"{path}/object/{ingest.objects[0][0]}", iter([b"x"]))
        with pytest.raises(NotFound):
            remote.call("POST", f"{path}/read-back", question)
        with pytest.raises(NotFound):
            remote.call("POST", f"{path}/commit", {"wrap": b64(bytes(1168))})


def test_what_was_begun_and_not_finished_goes_when_the_next_begins(
    people: People, tmp_path: Path
) -> None:
    first, _ = sealing(tmp_path, "first", identity(people))
    ingest, _ = parse_ingest(FolderCustody(first).ingest())
    remote, path = own(people), f"/v1/uploads/{ingest.eid.hex()}"
    remote.call("POST", "/v1/uploads", begun(first))
    name = ingest.objects[0][0]
    remote.put(f"{path}/object/{name}", FolderCustody(first).object_chunks(name))
    assert stored(people, ingest.eid.hex(), name).exists()
    second, objects = sealing(tmp_path, "second", identity(people))
    answer = upload(remote, second, lambda *_: None, random=os.urandom, objects=objects).answer
    assert intakes(people) == [answer["eid"]]
    assert not stored(people, ingest.eid.hex(), name).exists()
    with pytest.raises(NotFound):
        remote.call("POST", f"{path}/commit", {"wrap": b64(FolderCustody(first).wrap())})
    with pytest.raises(WrongState):
        remote.call("POST", "/v1/uploads", begun(first))
    with pytest.raises(NotFound):
        remote.call("GET", f"/v1/extractions/{ingest.eid.hex()}/erasure")


def test_more_than_the_limits_is_refused_with_the_reason(people: People, tmp_path: Path) -> None:
    me = identity(people)
    folder, _ = sealing(tmp_path, "limits", me)
    ingest, _ = parse_ingest(FolderCustody(folder).ingest())
    names = [f"{place:032x}" for place in range(MAX_FILES + 3)]
    for change, why in (
        ({"objects": tuple((name, 328) for name in names)}, f"more than {MAX_FILES} files"),
        ({"objects": ((names[0], MAX_FILE + MAX_FILE // 8),)}, f"longer than {MAX_FILE:,}"),
        ({"objects": tuple((name, MAX_FILE) for name in names[:4])}, "together"),
        ({"catalogue_length": 2**30}, "longer than it can be"),
    ):
        raw = sign_ingest(me, replace(ingest, **change))
        with pytest.raises(Invalid, match=why):
            own(people).call("POST", "/v1/uploads", begun(folder) | {"ingest": b64(raw)})
