"""Write api/openapi.json from the routes: {"gateway": …, "vault": …}."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from api.gateway_app import gateway_app  # noqa: E402 the path comes first
from api.vault_app import vault_app  # noqa: E402 the path comes first


def described() -> str:
    """Give the document's text."""
    documents = {"vault": vault_app(None).openapi(), "gateway": gateway_app(None).openapi()}
    return json.dumps(documents, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    (ROOT / "api" / "openapi.json").write_text(described(), "utf-8")
    print("openapi: written to api/openapi.json")
