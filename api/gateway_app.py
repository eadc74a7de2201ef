"""The gateway app: what the police zone sees, and nothing else.

docs/api.md 6. Embedded, it shares a process and a database with the vault app;
SOUNDNESS.md says what that loses against a process with credentials of its own.
"""

from fastapi import FastAPI

from api.apps import make_app
from api.routes import gateway, sign_in
from api.services import Services


def gateway_app(services: Services | None) -> FastAPI:
    """Build the gateway app; without services it only describes itself."""
    return make_app("Safehold gateway", services, [sign_in.SHARED, gateway.ROUTES])
