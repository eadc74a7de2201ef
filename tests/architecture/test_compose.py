"""The compose file: the published schema, and what the schema cannot say."""

import subprocess
import sys
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = YAML(typ="safe").load(ROOT / "docker-compose.yml")


def test_it_follows_the_compose_schema() -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "check_jsonschema"),
            *("--builtin-schema", "vendor.compose-spec", str(ROOT / "docker-compose.yml")),
        ],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()


def test_every_secret_and_volume_that_is_used_is_defined() -> None:
    for service in COMPOSE["services"].values():
        assert set(service["secrets"]) == set(COMPOSE["secrets"])
        named = {volume.partition(":")[0] for volume in service["volumes"]}
        assert named == set(COMPOSE["volumes"])


def test_no_secret_has_a_default() -> None:
    for secret in COMPOSE["secrets"].values():
        assert ":?" in secret["file"]


def test_the_image_starts_the_command_that_people_run() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert '"up", "--data"' in text
    for option in ("--host", "--tls-cert", "--tls-key"):
        assert option in text
