"""The offline path: what each person may do, and what each command refuses."""

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from extraction.made import write_made_source
from tests.cli.running import Desk, done, run
from tests.conftest import seeded_random

THREAD = "447700900101@s.whatsapp.net"
START, END = 1_775_001_600, 1_775_001_600 + 6 * 86_400
SCOPE = {"c": ["message"], "t": [f"whatsapp:{THREAD}"], "d": [[START, END]], "u": False}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source") / "made"
    return write_made_source(folder, random=seeded_random("path"), days=12)


@pytest.fixture(scope="module")
def desk(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose path was walked once: sealed, grant, draft, final, package."""
    found = Desk(tmp_path_factory.mktemp("desk"))
    found.release(found.seal(source), SCOPE)
    return found


@pytest.fixture
def scope(desk: Desk) -> Path:
    return desk.folder / "scope.json"


def count(source: Path) -> int:
    """Count the scope's messages in the source itself."""
    with sqlite3.connect(f"file:{source / '_lava_artifacts.db'}?mode=ro", uri=True) as database:
        (table,) = next(
            database.execute(
                "SELECT name FROM sqlite_master WHERE type='table' AND name LIKE '%messages%'"
            )
        )
        # The table's name is the made source's own.
        query = f"SELECT count(*) FROM {table} WHERE chat_id=? AND timestamp>=? AND timestamp<?"  # noqa: S608
        (found,) = next(database.execute(query, (THREAD, START, END)))
    return int(found)


def refused(expected: tuple[int, str], *words: object) -> str:
    code, document = run(*words)
    assert (code, document["error"]["type"]) == expected, document
    detail: str = document["error"]["detail"]
    return detail


def the_file(folder: Path) -> Path:
    (found,) = folder.glob("*.shv1r")
    return found


def hers(desk: Desk) -> tuple[object, ...]:
    return "--identity", desk.key("survivor")


def grant_words(desk: Desk, scope: Path, out: Path, *more: object) -> tuple[object, ...]:
    return (
        *("grant", desk.folder / "sealed", *hers(desk), "--scope", scope),
        *("--worker", desk.public("worker"), "--to", desk.public("investigator")),
        *("--until", "2099-01-01", "--out", out, *more),
    )


def test_the_preview_counts_what_the_source_holds(desk: Desk, source: Path, scope: Path) -> None:
    seen = done("preview", desk.folder / "sealed", *hers(desk), "--scope", scope)
    assert seen["count"] == count(source) == len(seen["records"]) > 0
    assert seen["categories"] == {"message": seen["count"]}
    assert seen["scope"]["x"] == [seen["eid"]]
    assert {row["record"]["category"] for row in seen["records"]} == {"message"}


def test_the_preview_reads_as_words(
    desk: Desk, scope: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["preview", desk.folder / "sealed", *hers(desk), "--scope", scope]
    assert main([str(word) for word in words]) == 0
    lines = capsys.readouterr().out.splitlines()
    count = int(lines[0].split()[0])
    shown = [line for line in lines if "  message  2026-04-0" in line]
    assert len(shown) == count
    assert all(line.isprintable() for line in lines)


def test_the_package_verifies_and_says_every_step(desk: Desk) -> None:
    report = done("verify", desk.folder / "package")
    assert report["ok"] is True
    assert [step["step"] for step in report["steps"]] == list(range(19))
    assert {step["status"] for step in report["steps"]} <= {"pass", "absent", "not pinned"}
    assert set(report["steps"][0]) == {"step", "name", "status", "detail"}


def test_every_document_has_the_fields_that_are_documented(
    desk: Desk, source: Path, scope: Path, tmp_path: Path
) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text("utf-8")
    listed = text.partition("## 5.")[2].partition("## 6.")[0]
    folder, key, out = desk.folder, desk.key("investigator"), tmp_path / "out"
    seal = ("seal", source, "--for", desk.public("survivor"), "--as", desk.key("guardian"))
    shown = {
        "inspect": done("inspect", source),
        "seal` · `station": done(*seal, "--out", tmp_path / "sealed"),
        "preview": done("preview", folder / "sealed", *hers(desk), "--scope", scope),
        "grant": done(*grant_words(desk, scope, tmp_path / "grant")),
        "open": done("open", the_file(folder / "final"), "--identity", key, "--out", out),
        "verify": done("verify", out),
        "fsck": done("fsck", folder / "sealed"),
    }
    for name, document in shown.items():
        fields = listed.partition(f"| `{name}` | ")[2].partition("\n")[0]
        for field in document:
            assert field in fields, (name, field)


def test_inspect_says_what_a_source_holds(source: Path) -> None:
    found = done("inspect", source)
    assert set(found) >= {"format", "sha256", "records", "ledger", "warnings"}
    for line in found["ledger"]:
        assert line["rows_seen"] == sum(
            line[key] for key in ("records", "quarantined", "unknown", "withheld")
        )


@pytest.mark.parametrize("name", ["survivor.pub", "segments.json", "grant.dsse.json"])
def test_a_changed_package_does_not_verify(desk: Desk, name: str, tmp_path: Path) -> None:
    package = copied(desk.folder / "package", tmp_path)
    data = bytearray((package / name).read_bytes())
    data[len(data) // 2] ^= 1
    (package / name).write_bytes(data)
    code, document = run("verify", package)
    assert code == 1
    assert document["ok"] is False
    assert "fail" in {step["status"] for step in document["steps"]}


def copied(folder: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy"
    for path in folder.rglob("*"):
        if path.is_file():
            to = copy / path.relative_to(folder)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(path.read_bytes())
    return copy


def test_a_policy_pins_whose_keys_count(desk: Desk, tmp_path: Path) -> None:
    policy = tmp_path / "policy.json"
    guardian = done("keys", "show", desk.public("guardian"))["fp"]
    worker = done("keys", "show", desk.public("worker"))["fp"]
    policy.write_text(json.dumps({"roots": [guardian], "workers": [worker], "require": [1]}))
    assert done("verify", desk.folder / "package", "--policy", policy)["ok"] is True
    stranger = done("keys", "show", desk.public("stranger"))["fp"]
    policy.write_text(json.dumps({"roots": [stranger], "workers": [worker], "require": [1]}))
    code, document = run("verify", desk.folder / "package", "--policy", policy)
    assert code == 1
    assert document["steps"][1]["status"] == "fail"
    policy.write_text("[]")
    assert run("verify", desk.folder / "package", "--policy", policy)[0] == 2


def test_only_who_is_named_opens(desk: Desk, scope: Path, tmp_path: Path) -> None:
    folder, out = desk.folder, tmp_path / "out"
    stranger = ("--identity", desk.key("stranger"))
    for words in (
        ("preview", folder / "sealed", *stranger, "--scope", scope),
        ("open", the_file(folder / "final"), *stranger, "--out", out),
        ("open", the_file(folder / "draft"), "--identity", desk.key("investigator"), "--out", out),
        (
            "approve",
            the_file(folder / "draft"),
            *stranger,
            "--to",
            desk.public("investigator"),
            "--out",
            out,
        ),
        (
            "approve",
            the_file(folder / "draft"),
            *hers(desk),
            "--to",
            desk.public("stranger"),
            "--out",
            out,
        ),
        (
            "select",
            folder / "grant",
            "--from",
            folder / "sealed",
            "--worker",
            desk.key("guardian"),
            "--out",
            out,
        ),
    ):
        refused((1, "no-key"), *words)
    assert not out.exists()


def test_an_output_that_is_there_is_refused_and_stays(desk: Desk, scope: Path) -> None:
    folder = desk.folder
    seal = ("seal", folder, "--for", desk.public("survivor"), "--as", desk.key("guardian"))
    to = ("--to", desk.public("investigator"))
    for words in (
        (*seal, "--out", folder / "sealed"),
        grant_words(desk, scope, folder / "grant"),
        (
            "select",
            folder / "grant",
            "--from",
            folder / "sealed",
            "--worker",
            desk.key("worker"),
            "--out",
            folder / "draft",
        ),
        ("approve", the_file(folder / "draft"), *hers(desk), *to, "--out", folder / "final"),
        (
            "open",
            the_file(folder / "final"),
            "--identity",
            desk.key("investigator"),
            "--out",
            folder / "package",
        ),
    ):
        assert "choose a new name" in refused((2, "invalid"), *words)
    assert done("verify", folder / "package")["ok"] is True
    assert not list(folder.glob("*.partial*"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"d": [[END, START]]}, (2, "invalid")),
        ({"unheard": 1}, (2, "invalid")),
        ({"c": "message"}, (2, "invalid")),
        ({"x": ["00" * 15]}, (2, "invalid")),
    ],
)
def test_what_is_no_scope_is_refused(
    desk: Desk, tmp_path: Path, change: dict[str, Any], expected: tuple[int, str]
) -> None:
    path = tmp_path / "scope.json"
    path.write_text(json.dumps({**SCOPE, **change}))
    refused(expected, "preview", desk.folder / "sealed", *hers(desk), "--scope", path)
    refused(expected, *grant_words(desk, path, tmp_path / "grant"))
    assert not (tmp_path / "grant").exists()


def test_a_scope_of_another_extraction_shares_nothing(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "scope.json"
    path.write_text(json.dumps({**SCOPE, "x": ["ab" * 16]}))
    refused((2, "invalid"), "preview", desk.folder / "sealed", *hers(desk), "--scope", path)
    refused((2, "invalid"), *grant_words(desk, path, tmp_path / "grant"))
    assert not (tmp_path / "grant").exists()


@pytest.mark.parametrize("until", ["2020-01-01", "tomorrow", "2099-02-30", "9999-12-31"])
def test_a_grant_ends_later_than_it_begins(
    desk: Desk, scope: Path, tmp_path: Path, until: str
) -> None:
    words = list(grant_words(desk, scope, tmp_path / "grant"))
    words[words.index("2099-01-01")] = until
    refused((2, "invalid"), *words)
    assert not (tmp_path / "grant").exists()


def test_a_record_that_she_leaves_out_stays(desk: Desk, scope: Path, tmp_path: Path) -> None:
    sealed = desk.folder / "sealed"
    seen = done("preview", sealed, *hers(desk), "--scope", scope)
    first = seen["records"][0]
    place = f"{first['segment']}/{first['place']}"
    less = done("preview", sealed, *hers(desk), "--scope", scope, "--exclude", place)
    assert less["count"] == seen["count"] - 1
    assert less["withheld"]["excluded-by-survivor"] == 1
    agreed = done(*grant_words(desk, scope, tmp_path / "grant", "--exclude", place))
    assert (agreed["count"], agreed["selection"]) == (less["count"], less["selection"])
    draft = done(
        *("select", tmp_path / "grant", "--from", sealed, "--worker", desk.key("worker")),
        *("--out", tmp_path / "draft"),
    )
    assert draft["disclosed"] == less["count"]
    assert draft["withheld"]["excluded-by-survivor"] == 1


@pytest.mark.parametrize("place", ["99999/0", "0/99999", "0", "/", "a/b", "-1/0"])
def test_a_place_that_is_not_there_is_refused(
    desk: Desk, scope: Path, tmp_path: Path, place: str
) -> None:
    refused((2, "invalid"), *grant_words(desk, scope, tmp_path / "grant", f"--exclude={place}"))
    assert not (tmp_path / "grant").exists()


def test_without_asking_again_the_worker_makes_the_release(
    desk: Desk, scope: Path, tmp_path: Path
) -> None:
    done(*grant_words(desk, scope, tmp_path / "grant", "--approval", "auto"))
    made = done(
        *("select", tmp_path / "grant", "--from", desk.folder / "sealed"),
        *("--worker", desk.key("worker"), "--out", tmp_path / "release"),
    )
    assert made["state"] == "release"
    package = tmp_path / "package"
    done("open", made["file"], "--identity", desk.key("investigator"), "--out", package)
    report = done("verify", package)
    assert report["steps"][15]["status"] == "pass"


def test_a_passphrase_is_read_once_for_a_whole_command(
    desk: Desk, scope: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("her passphrase")
    key = tmp_path / "survivor"
    done("keys", "new", "--kind", "person", key, "--passphrase-file", secret)
    sealed = tmp_path / "sealed"
    source = write_made_source(tmp_path / "made", random=seeded_random("once"), days=6)
    done(
        *("seal", source, "--for", f"{key}.pub", "--as", desk.key("guardian")),
        *("--out", sealed),
    )
    reading, writing = os.pipe()
    os.write(writing, b"her passphrase\n")
    os.close(writing)
    agreed = done(
        *("grant", sealed, "--identity", key, "--passphrase-fd", reading, "--scope", scope),
        *("--worker", desk.public("worker"), "--to", desk.public("investigator")),
        *("--until", "2099-01-01T12:00:00Z", "--out", tmp_path / "grant"),
    )
    assert agreed["count"] > 0


def test_fsck_finds_what_changed(desk: Desk, tmp_path: Path) -> None:
    assert done("fsck", desk.folder / "sealed")["findings"] == []
    copy = copied(desk.folder / "sealed", tmp_path)
    (copy / "stray").write_bytes(b"")
    (copy / "wrap.bin").write_bytes(b"another")
    code, document = run("fsck", copy)
    assert code == 1
    assert {(row["name"], row["fault"]) for row in document["findings"]} == {
        ("stray", "unlisted"),
        ("wrap.bin", "changed"),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"SHV1R" + bytes(100)),
        lambda path: path.mkdir(),
    ],
)
def test_what_is_no_release_is_refused(
    desk: Desk, tmp_path: Path, wrong: Callable[[Path], object]
) -> None:
    path = tmp_path / "release"
    wrong(path)
    words = ("open", path, "--identity", desk.key("investigator"), "--out", tmp_path / "out")
    assert run(*words)[0] in (1, 2)
    assert run(*words)[1]["error"]["type"] != "internal"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"c":["message"],"c":["call"]}', "nonsense"])
def test_no_file_of_a_person_makes_an_internal_error(desk: Desk, tmp_path: Path, text: str) -> None:
    path = tmp_path / "file"
    path.write_text(text)
    for words in (
        ("preview", desk.folder / "sealed", *hers(desk), "--scope", path),
        ("verify", desk.folder / "package", "--policy", path),
        ("verify", path),
        ("fsck", path),
        ("audit", "show", path),
        ("audit", "verify", path),
        ("inspect", path),
        ("account", "login", path, "--session", tmp_path / "session"),
        ("grants", "--session", path),
        grant_words(desk, path, tmp_path / "grant"),
    ):
        code, document = run(*words)
        if code:
            assert document.get("error", {"type": ""})["type"] != "internal", words
