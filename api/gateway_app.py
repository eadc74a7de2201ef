"""The gateway app: what the police zone sees, and nothing else.

docs/api.md 6. Embedded, it shares a process and a database with the vault app; `safehold
gateway` is a process of its own, without keys, over the same database. SOUNDNESS.md says
what each loses against one with credentials of its own.
"""

from fastapi import FastAPI

from api.apps import make_app
from api.routes import asking, gateway, proposing, sign_in
from api.services import Shared
from api.settings import counselling_host


def gateway_app(services: Shared | None) -> FastAPI:
    """Build the gateway app; without services it only describes itself."""
    routers = [sign_in.SHARED, gateway.ROUTES, proposing.ROUTES, asking.GATEWAY]
    app = make_app("Safehold gateway", services, routers)
    # It changes what may be asked: a counselling service is asked by the stricter test.
    app.state.counselling_host = counselling_host()
    return app
