"""The ten steps as people type them: every command against the real processes."""

import json
import stat
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.demo import made_request
from api.remote import Remote
from extraction.made import write_made_source
from tests.cli.running import done, run
from tests.conftest import seeded_random
from tests.integration.conftest import System, eventually, free_ports, running

pytestmark = pytest.mark.integration


class People:
    """A guardian, a survivor and an investigator, each with a session file."""

    def __init__(self, system: System, folder: Path) -> None:
        self.system = system
        self.folder = folder
        self.staff = json.loads((system.data / "demo" / "staff.json").read_text())
        self.secret = folder / "passphrase"
        self.secret.write_text("correct horse battery staple\n")

    def session(self, who: str) -> Path:
        return self.folder / f"{who}.session"

    def demo(self, name: str) -> Path:
        return self.system.data / "demo" / name

    def code(self, code: str) -> tuple[object, ...]:
        """Give a single-use code as commands take it."""
        path = self.folder / "code"
        path.write_text(code)
        return "--code-file", path

    def staff_in(self, role: str) -> Path:
        password = self.folder / f"{role}.password"
        password.write_text(self.staff[role]["password"])
        url = self.system.gateway if role == "investigator" else self.system.vault
        done(
            *("staff", "login", url, "--login", self.staff[role]["login"]),
            *("--passphrase-file", password, "--session", self.session(role)),
        )
        return self.session(role)

    def survivor(self) -> tuple[object, ...]:
        """Enrol a new survivor with a guardian's code; give how her commands begin."""
        guardian = self.staff_in("guardian")
        code = self.code(done("staff", "enrolment", "--session", guardian)["code"])
        login, secret = self.folder / "login", ("--passphrase-file", self.secret)
        done("account", "enrol", self.system.vault, *code, "--out", login, *secret)
        done("account", "login", login, "--session", self.session("survivor"), *secret)
        key = self.folder / "login.key"
        return "--session", self.session("survivor"), "--identity", key, *secret


@pytest.fixture
def people(system: System, tmp_path: Path) -> People:
    return People(system, tmp_path)


def sealed(people: People, source: Path, *more: object) -> tuple[object, ...]:
    return (
        *("seal", source, "--for", people.folder / "login.key.pub"),
        *("--as", people.demo("guardian.key"), "--cert", people.demo("guardian.cert")),
        *more,
    )


def made(folder: Path, seed: str) -> Path:
    return write_made_source(folder / f"made-{seed}", random=seeded_random(seed), days=12)


def scope_file(folder: Path) -> Path:
    path = folder / "scope.json"
    path.write_text(json.dumps(made_request(datetime.now(UTC))["sought"]))
    return path


def draft_of(session: Path, gid: str) -> dict[str, Any]:
    def found() -> dict[str, Any] | None:
        rows = done("grants", "--session", session)["grants"]
        row = next(row for row in rows if row["gid"] == gid)
        return row if row["release"] == "draft" else None

    row: dict[str, Any] = eventually(found)
    return row


def test_the_ten_steps_as_commands(people: People, tmp_path: Path) -> None:
    hers = people.survivor()
    vault = people.system.vault
    guardian, officer = people.session("guardian"), people.staff_in("investigator")
    assert stat.S_IMODE(guardian.stat().st_mode) == 0o600

    intake = done(
        *sealed(people, made(tmp_path, "cli"), "--vault", vault, "--session", guardian),
        *("--outbox", tmp_path / "outbox"),
    )
    assert set(intake) >= {"eid", "root", "records", "segments", "packs", "bytes", "log_index"}
    # The vault has it whole, so the outbox keeps a note and no sealed bytes.
    assert [path.suffix for path in (tmp_path / "outbox").iterdir()] == [".json"]
    assert done("receipt", *hers)["eid"] == intake["eid"]

    code = people.code(done("request-code", "--session", people.session("survivor"))["code"])
    (tmp_path / "request.json").write_text(json.dumps(made_request(datetime.now(UTC))))
    asked = done(*("request", "submit", tmp_path / "request.json", *code, "--session", officer))
    listed = done("request", "list", "--session", people.session("survivor"))["requests"]
    assert [row["qid"] for row in listed] == [asked["qid"]]
    to = tmp_path / "officer.pub"
    shown = done(
        *("request", "show", asked["qid"], "--session", people.session("survivor"), "--key", to)
    )
    assert shown["document"]["reference"] == "DEMO/0001/26"
    assert done("keys", "show", to)["fp"] == shown["recipient_fp"]

    seen = done("preview", vault, *hers, "--scope", scope_file(tmp_path))
    assert seen["count"] == len(seen["records"]) > 0
    until = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%d")
    agreed = done(
        *("grant", vault, *hers, "--scope", scope_file(tmp_path), "--request", asked["qid"]),
        *("--to", to, "--until", until, "--notice-read"),
    )
    assert (agreed["count"], agreed["selection"]) == (seen["count"], seen["selection"])
    draft = draft_of(people.session("survivor"), agreed["gid"])

    release = tmp_path / "release.shv1r"
    code_before, refused = run("collect", draft["rid"], "--session", officer, "--out", release)
    assert (code_before, refused["error"]["type"]) == (1, "not-found")
    assert not release.exists()
    done("approve", draft["rid"], *hers, "--to", to)
    assert done("collect", "--session", officer)["releases"][0]["rid"] == draft["rid"]
    done("collect", draft["rid"], "--session", officer, "--out", release)
    package = tmp_path / "package"
    done("open", release, "--identity", people.demo("investigator.key"), "--out", package)
    policy = tmp_path / "policy.json"
    pinned = Remote(vault).call("GET", "/v1/policy")
    policy.write_text(
        json.dumps({"roots": pinned["roots"], "log": pinned["log"], "require": [1, 3, 16]})
    )
    report = done("verify", package, "--policy", policy)
    assert {step["step"]: step["status"] for step in report["steps"]} == {
        **dict.fromkeys(range(19), "pass"),
        17: "absent",
    }

    log = done("log", *hers, "--policy", policy)
    assert log["checked"]["lines"] == len(log["lines"])
    assert log["checked"]["pinned"] is True
    assert "release.collect" in {line["act"] for line in log["lines"]}

    left = done("withdraw", agreed["gid"], "--session", people.session("survivor"))["left"]
    assert [row["to"] for row in left] == [shown["recipient_fp"]]
    again = run("collect", draft["rid"], "--session", officer, "--out", tmp_path / "second")
    assert (again[0], again[1]["error"]["type"]) == (1, "not-found")
    twice = run("withdraw", agreed["gid"], "--session", people.session("survivor"))
    assert (twice[0], twice[1]["error"]["type"]) == (1, "conflict")

    done("account", "logout", "--session", officer)
    assert not officer.exists()


def test_an_upload_that_was_cut_off_continues_with_what_was_sealed(
    people: People, tmp_path: Path
) -> None:
    people.survivor()
    source, outbox = made(tmp_path, "cut"), tmp_path / "outbox"
    guardian = people.session("guardian")
    away = f"http://127.0.0.1:{free_ports()}"
    nowhere = tmp_path / "nowhere.session"
    nowhere.write_text(json.dumps({**json.loads(guardian.read_text()), "url": away}))
    where = ("--vault", away, "--session", nowhere, "--outbox", outbox)
    code, document = run(*sealed(people, source, *where))
    assert (code, document["error"]["type"]) == (4, "busy")
    (folder,) = [path for path in outbox.iterdir() if path.is_dir()]
    before = (folder / "ingest.dsse.json").read_bytes()

    # A part of it has arrived already when the vault is there again.
    known = json.loads(before)["payload"]
    where = ("--vault", people.system.vault, "--session", guardian, "--outbox", outbox)
    first = done(*sealed(people, source, *where))
    assert first["records"] > 0
    assert not folder.exists()
    second = done(*sealed(people, source, *where))
    assert second == first
    hers = Remote(people.system.vault, json.loads(people.session("survivor").read_text())["token"])
    stored = hers.call("POST", f"/v1/extractions/{first['eid']}/open")["ingest"]
    assert known in _text(stored)


def _text(encoded: str) -> str:
    from vault.canonical import unb64  # noqa: PLC0415 beside its one use

    return unb64(encoded).decode()


def test_other_words_about_a_source_make_another_sealing(people: People, tmp_path: Path) -> None:
    people.survivor()
    source, outbox = made(tmp_path, "words"), tmp_path / "outbox"
    guardian = people.session("guardian")
    where = ("--vault", people.system.vault, "--session", guardian, "--outbox", outbox)
    first = done(*sealed(people, source, *where))
    second = done(*sealed(people, source, *where, "--zone", "Europe/London"))
    assert first["eid"] != second["eid"]


def test_a_sealed_folder_is_uploaded_as_it_is(people: People, tmp_path: Path) -> None:
    people.survivor()
    folder = tmp_path / "sealed"
    offline = done(*sealed(people, made(tmp_path, "folder"), "--out", folder))
    guardian = people.session("guardian")
    online = done("upload", folder, "--session", guardian)
    assert (online["eid"], online["root"]) == (offline["eid"], offline["root"])
    # Without the outbox's note nobody knows what the objects were when they were sealed.
    read = online.pop("read_back")
    assert read["as_sealed"] == read["files"] - len(list((folder / "objects").iterdir())) - 1
    again = done("upload", folder, "--session", guardian)
    assert again.pop("read_back") is None
    assert again == online


def test_a_session_is_of_one_person_and_one_vault(people: People, tmp_path: Path) -> None:
    hers = people.survivor()
    guardian = people.session("guardian")
    scope = scope_file(tmp_path)
    for words in (
        ("preview", "https://elsewhere.example", *hers, "--scope", scope),
        ("upload", tmp_path, "--session", people.session("survivor")),
        ("grants", "--session", guardian),
        ("request", "list", "--session", tmp_path / "missing"),
    ):
        code, document = run(*words)
        assert (code, document["error"]["type"]) == (2, "invalid"), words
    code, document = run("audit", "export", "--session", guardian, "--out", tmp_path / "log.zip")
    assert (code, document["error"]["type"]) == (2, "forbidden")
    assert not (tmp_path / "log.zip").exists()


def test_a_code_that_fails_leaves_no_half_account(people: People, tmp_path: Path) -> None:
    code, document = run(
        *("account", "enrol", people.system.vault, *people.code("00" * 16)),
        *("--out", tmp_path / "none", "--passphrase-file", people.secret),
    )
    assert (code, document["error"]["type"]) == (1, "not-found")
    assert {path.name for path in tmp_path.iterdir()} == {people.secret.name, "code"}


def test_a_wrong_passphrase_signs_nobody_in(people: People, tmp_path: Path) -> None:
    people.survivor()
    wrong = tmp_path / "wrong"
    wrong.write_text("correct horse battery stable")
    session = tmp_path / "other.session"
    code, document = run(
        *("account", "login", tmp_path / "login", "--session", session),
        *("--passphrase-file", wrong),
    )
    assert (code, document["error"]["type"]) == (2, "unauthenticated")
    assert not session.exists()


def test_that_no_line_follows_hers_is_told_by_a_copy_and_not_by_the_vault(
    people: People, tmp_path: Path
) -> None:
    hers = people.survivor()
    auditor = people.staff_in("auditor")

    def following(name: str) -> object:
        done("audit", "export", "--session", auditor, "--out", tmp_path / name)
        return done("audit", "tag", tmp_path / name, next_tag)["index"]

    next_tag = done("log", *hers)["checked"]["next_tag"]
    assert following("before.zip") is None
    secret = ("--passphrase-file", people.secret)
    done("account", "login", people.folder / "login", "--session", tmp_path / "second", *secret)
    assert following("after.zip") is not None


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A vault's data folder after a run, and an auditor's copy of its log."""
    folder = tmp_path_factory.mktemp("stopped")
    with running(folder / "data", free_ports()) as system:
        people = People(system, folder)
        auditor = people.staff_in("auditor")
        done("audit", "export", "--session", auditor, "--out", folder / "log.zip")
        code, document = run("fsck", system.data)
        assert (code, document["error"]["type"]) == (4, "busy")
        policy = Remote(system.vault).call("GET", "/v1/policy")["log"]
        (folder / "policy.txt").write_text(policy)
        mirrored = ("audit", "mirror", "--session", auditor, "--dir", folder / "mirror")
        mirrored = (*mirrored, "--policy", folder / "policy.txt")
        first, second = done(*mirrored), done(*mirrored)
        assert second["steps"][9]["name"] == "growth"
        assert second["entries"] > first["entries"]
        # A vault that shows another history than it did: an alarm, and both copies are kept.
        kept = folder / "mirror" / "log.zip"
        honest = kept.read_bytes()
        with zipfile.ZipFile(kept) as packed:
            files = {name: packed.read(name) for name in packed.namelist()}
        log = json.loads(files["log.json"])
        files["log.json"] = files["log.json"].replace(log["chain"].encode(), b"0" * 64)
        with zipfile.ZipFile(kept, "w") as packed:
            for name, data in files.items():
                packed.writestr(name, data)
        remembered = kept.read_bytes()
        code, document = run(*mirrored)
        assert (code, document["steps"][9]["status"]) == (1, "fail")
        assert kept.read_bytes() == remembered
        assert len(list(kept.parent.glob("alarm-*.zip"))) == 1
        kept.write_bytes(honest)
    return folder / "data", folder


def test_a_mirror_only_grows(stopped: tuple[Path, Path]) -> None:
    folder = stopped[1]
    mirror = folder / "mirror" / "log.zip"
    words = ("--policy", folder / "policy.txt", "--extends")
    assert run("audit", "verify", mirror, *words, folder / "log.zip")[0] == 0
    code, found = run("audit", "verify", folder / "log.zip", *words, mirror)
    assert code == 1
    assert found["steps"][9]["status"] == "fail"


def test_an_auditors_copy_of_the_log_verifies(stopped: tuple[Path, Path]) -> None:
    folder = stopped[1]
    copy = folder / "log.zip"
    shown = done("audit", "show", copy)["entries"]
    assert {"account.create", "ingest", "log.read"} <= {entry["act"] for entry in shown}
    report = done("audit", "verify", copy, "--policy", folder / "policy.txt")
    statuses = {step["name"]: step["status"] for step in report["steps"]}
    absent = dict.fromkeys(("receipts", "time"), "absent")
    assert statuses == dict.fromkeys(statuses, "pass") | absent
    assert report["entries"] == len(shown)

    changed = folder / "changed"
    zipfile.ZipFile(copy).extractall(changed)
    bundle = next(path for path in (changed / "tile").rglob("*") if path.is_file())
    data = bytearray(bundle.read_bytes())
    place = data.index(b'"role":"guardian"')
    data[place : place + 17] = b'"role":"survivor"'
    bundle.write_bytes(data)
    code, document = run("audit", "verify", changed, "--policy", folder / "policy.txt")
    failed = {step["name"] for step in document["steps"] if step["status"] == "fail"}
    assert code == 1
    assert {"chain", "tree"} <= failed


def test_fsck_reads_a_whole_vault_back(stopped: tuple[Path, Path]) -> None:
    data = stopped[0]
    assert done("fsck", data)["findings"] == []
    # Packs are checked by their hashes, everything else at least by its length.
    stored = [path for path in (data / "objects").rglob("*") if path.is_file()]
    seen = set()
    for path in stored:
        path.chmod(0o600)
        whole = path.read_bytes()
        path.write_bytes(whole[:-1])
        code, document = run("fsck", data)
        path.write_bytes(whole)
        assert code == 1
        assert {row["fault"] for row in document["findings"]} <= {"changed", "missing"}
        seen |= {row["name"].rsplit("/", 2)[-2] for row in document["findings"]}
    assert "packs" in seen
    stray = stored[0].with_name("ab" * 16)
    stray.write_bytes(b"stray")
    assert [row["fault"] for row in run("fsck", data)[1]["findings"]] == ["unlisted"]
