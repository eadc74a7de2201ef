"""What every command promises: one document, messages elsewhere, and its exit code."""

import argparse
import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from api import cli
from api.problems import TABLE
from tests.cli.running import done, run

ROOT = Path(__file__).resolve().parents[2]


def commands(words: Sequence[str] = ()) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Walk the tree that is built for these words: every command with its own."""

    def below(words: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, object]]:
        groups = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
        if not groups:
            yield words, parser
        for name, child in groups[0].choices.items() if groups else ():
            yield from below(f"{words} {name}".strip(), child)

    yield from below("", cli.parser_for(words))  # type: ignore[misc]  # argparse's own tree


COMMANDS = dict(commands())


def safehold(*words: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_gives_json_when_asked(words: str) -> None:
    assert "--json" in COMMANDS[words]._option_string_actions


@pytest.mark.parametrize("words", COMMANDS)
def test_no_command_takes_a_secret_as_an_argument(words: str) -> None:
    options = COMMANDS[words]._option_string_actions
    named = ("passphrase", "password", "code", "token", "secret")
    secrets = {name for name in options if any(word in name for word in named)}
    assert secrets <= {
        *("--passphrase-file", "--passphrase-fd", "--password-file", "--no-passphrase"),
        *("--code-file", "--code-fd", "--database-password-file", "--broker-password-file"),
    }


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_says_what_it_does(words: str) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), pytest.raises(SystemExit) as left:
        cli.main([*words.split(), "--help"])
    assert left.value.code == 0
    assert out.getvalue().startswith(f"usage: safehold {words}")


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_is_in_the_documentation(words: str) -> None:
    assert f"`safehold {words}" in (ROOT / "docs" / "cli.md").read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nonsense",),
        ("keys",),
        ("keys", "new", "--kind", "neither", "out"),
        ("inspect",),
        ("inspect", "here", "--unknown"),
        ("inspect", "here", "--zon", "UTC"),
        ("verify", "a", "b"),
    ],
)
def test_wrong_usage_is_one_document_and_exit_2(words: tuple[str, ...]) -> None:
    code, document = run(*words)
    assert code == 2
    assert document["error"]["type"] == "invalid"
    assert document["error"]["detail"]


def test_without_json_nothing_of_a_failure_is_on_stdout() -> None:
    found = safehold("inspect", "/nowhere/at/all")
    assert found.returncode == 3
    assert found.stdout == ""
    assert found.stderr.rstrip().endswith("[unsupported]")


def test_with_json_a_failure_is_all_of_stdout() -> None:
    found = safehold("inspect", "/nowhere/at/all", "--json")
    assert found.returncode == 3
    assert json.loads(found.stdout)["error"]["type"] == "unsupported"
    assert found.stderr == ""


def test_messages_do_not_mix_with_the_document(tmp_path: Path) -> None:
    found = safehold("keys", "new", "--kind", "person", tmp_path / "key", "--json")
    assert found.returncode == 0
    assert set(json.loads(found.stdout)) == {"fp", "kind", "public", "protected"}
    assert "not protected" in found.stderr


def test_an_error_that_nobody_foresaw_keeps_its_words_to_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise LookupError("her name")

    monkeypatch.setattr("api.cli_source.inspect_source", fails)
    code, document = run("inspect", "somewhere")
    assert code == 1
    assert document == {"error": {"type": "internal", "detail": "an internal error (LookupError)"}}


def test_exit_codes_are_the_documented_ones() -> None:
    assert {problem.exit for problem in TABLE.values()} <= {1, 2, 3, 4}


def test_a_reader_that_went_away_is_no_fault(tmp_path: Path) -> None:
    source = tmp_path / "x.txt"
    source.write_text("not a source")
    with subprocess.Popen(
        [sys.executable, "-m", "api.cli", "notice"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_ctrl_c_says_so_and_leaves_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("api.cli_source.inspect_source", interrupted)
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        assert cli.main(["inspect", "somewhere"]) == 130
    assert "nothing half-written" in said.getvalue()


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_is_found_by_its_own_module_alone(words: str) -> None:
    assert words in dict(commands(words.split()))


@pytest.mark.parametrize("words", ["inspect", "seal", "keys new", "preview", "grant", "verify"])
def test_offline_commands_load_no_server(words: str) -> None:
    code = (
        "import sys; from api.cli import parser_for; parser_for(sys.argv[1:]);"
        "print(*{'sqlalchemy', 'fastapi', 'celery', 'casbin', 'uvicorn'} & set(sys.modules))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, *words.split()],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert found.stdout.strip() == ""


def test_help_of_the_whole_names_every_command() -> None:
    found = safehold("--help")
    assert found.returncode == 0
    for words in COMMANDS:
        assert words.split()[0] in found.stdout


def test_a_command_succeeds_in_words_too() -> None:
    assert safehold("notice").stdout.startswith(" 1. ")
    assert done("notice")["language"] == "en"


def test_a_draft_of_the_notice_is_printed_with_the_english_under_each_point() -> None:
    first, *lines = safehold("notice", "--language", "cy").stdout.splitlines()
    english = safehold("notice").stdout.splitlines()
    assert first.startswith("No translator has checked")
    assert [line[4:] for line in lines[1::2]] == [line[4:] for line in english]
    assert [line[:4] for line in lines[::2]] == [line[:4] for line in english]
    told = done("notice", "--language", "cy")
    assert told["draft_of"] == told["beside"]["sha256"] == done("notice")["sha256"]
    assert safehold("notice", "--language", "xx").returncode == 2
