"""The gateway app: what the police zone sees, and nothing else.

docs/api.md 6. Embedded, it shares a process and a database with the vault app; `safehold
gateway` is a process of its own, without keys, over the same database. SOUNDNESS.md says
what each loses against one with credentials of its own.
"""

from fastapi import FastAPI

from api.apps import make_app
from api.routes import gateway, sign_in
from api.services import Shared


def gateway_app(services: Shared | None) -> FastAPI:
    """Build the gateway app; without services it only describes itself."""
    return make_app("Safehold gateway", services, [sign_in.SHARED, gateway.ROUTES])
