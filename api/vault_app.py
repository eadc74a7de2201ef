"""The vault app: accounts, uploads, the survivor's own things, consent, the log.

docs/api.md. It hands out sealed bytes and opens none of them.
"""

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse

from api.apps import make_app
from api.auth import allowed
from api.routes import granting, logs, own, sign_in, uploads
from api.services import Services

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Safehold</title>
<h1>Safehold</h1>
<p>This is a vault. What lies in it is sealed, and only the person it belongs to can open it.</p>
<p>This version has no pages for using it; its commands are described by
<code>safehold --help</code>.</p>
</html>
"""


def vault_app(services: Services | None) -> FastAPI:
    """Build the vault app; without services it only describes itself."""
    routers = [
        sign_in.SHARED,
        sign_in.VAULT,
        uploads.ROUTES,
        own.ROUTES,
        granting.ROUTES,
        logs.ROUTES,
        _page(),
    ]
    return make_app("Safehold vault", services, routers)


def _page() -> APIRouter:
    router = APIRouter()

    @router.get("/", response_class=HTMLResponse)
    @allowed("public")
    def page() -> str:
        """Say what this is."""
        return _PAGE

    return router
