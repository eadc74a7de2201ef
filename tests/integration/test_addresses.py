"""The whole system on IPv6 addresses, and with TLS: each app answers where it says."""

import ssl
from pathlib import Path

import httpx
import pytest

from tests.cli.running import run
from tests.integration.conftest import free_ports, running
from tests.unit.api.certificates import write_pair

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("host", "tls", "own"),
    [("::1", False, "[::1]"), ("::", True, "[::1]"), ("127.0.0.1", True, "127.0.0.1")],
)
def test_it_starts_and_answers(tmp_path: Path, host: str, tls: bool, own: str) -> None:  # noqa: FBT001 a case
    words: tuple[str, ...] = ("--host", host)
    verify: ssl.SSLContext | bool = True
    if tls:
        cert, key = write_pair(tmp_path, "pair")
        words += ("--tls-cert", str(cert), "--tls-key", str(key))
        verify = ssl.create_default_context(cafile=cert)
    port = free_ports()
    with running(tmp_path / "data", port, *words) as system:
        scheme = "https" if tls else "http"
        for offset in (0, 1):
            answer = httpx.get(f"{scheme}://{own}:{port + offset}/healthz", verify=verify)
            assert answer.json() == {"status": "ok"}
        # The witness speaks to this machine alone, in clear.
        assert httpx.get(f"http://127.0.0.1:{port + 2}/healthz").status_code == 200
        said = system.output.read_text()
        shown = f"[{host}]" if ":" in host else host
        assert f"{scheme}://{shown}:{port}" in said


def test_a_pair_that_does_not_fit_starts_nothing(tmp_path: Path) -> None:
    cert, _ = write_pair(tmp_path, "one")
    _, key = write_pair(tmp_path, "two")
    words = ("--tls-cert", cert, "--tls-key", key)
    for command in ("up", "gateway"):
        data = tmp_path / command
        if command == "gateway":
            data.mkdir()
            (data / "vault.db").touch()
            (data / "log.vkey").touch()
        code, document = run(command, "--data", data, "--host", "0.0.0.0", *words)  # noqa: S104 refused
        assert (code, document["error"]["type"]) == (2, "invalid")
        assert "another certificate" in document["error"]["detail"]
    assert not (tmp_path / "up").exists()
