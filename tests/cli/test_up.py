"""What `safehold up` and its processes refuse before anything starts."""

from pathlib import Path

import pytest

from tests.cli.running import run


@pytest.mark.parametrize(
    "words",
    [
        ("--without", "vault"),
        ("--without", "gateway,elsewhere"),
        ("--without", "gateway", "--demo"),
        ("--witness", "http://127.0.0.1:9"),
        ("--without", "witness", "--witness", "127.0.0.1:9"),
        ("--host", "0.0.0.0"),  # noqa: S104 it is refused
        ("--port", "65533"),
        ("--tls-cert", "missing"),
    ],
    ids=" ".join,
)
def test_it_refuses_what_makes_no_sense_or_is_not_safe(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    code, document = run("up", "--data", tmp_path / "data", *words)
    assert (code, document["error"]["type"]) == (2, "invalid")
    assert not (tmp_path / "data").exists()


def test_a_gateway_that_others_reach_needs_a_certificate(tmp_path: Path) -> None:
    (tmp_path / "vault.db").touch()
    (tmp_path / "log.vkey").touch()
    code, document = run("gateway", "--data", tmp_path, "--host", "0.0.0.0")  # noqa: S104 refused
    assert (code, document["error"]["type"]) == (2, "invalid")
