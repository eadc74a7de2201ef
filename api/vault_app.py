"""The vault app: accounts, uploads, the survivor's own things and pages, consent, the log.

docs/api.md. It hands out sealed bytes and opens none of them.
"""

from fastapi import FastAPI

from api.apps import make_app
from api.routes import (
    advocating,
    asking,
    erasing,
    examining,
    granting,
    logs,
    marking,
    own,
    pages,
    passkeys,
    people,
    pinning,
    readiness,
    reading_back,
    recovering,
    sign_in,
    staffing,
    uploads,
)
from api.services import Services
from api.settings import exit_to


def vault_app(services: Services | None) -> FastAPI:
    """Build the vault app; without services it only describes itself."""
    witnesses = () if services is None else services.policy.urls.values()
    routers = [
        sign_in.SHARED,
        sign_in.VAULT,
        passkeys.ROUTES,
        pinning.ROUTES,
        uploads.ROUTES,
        reading_back.ROUTES,
        own.ROUTES,
        granting.ROUTES,
        people.ROUTES,
        asking.VAULT,
        advocating.ROUTES,
        recovering.ROUTES,
        marking.ROUTES,
        erasing.ROUTES,
        examining.ROUTES,
        staffing.ROUTES,
        logs.ROUTES,
        readiness.ROUTES,
        pages.pages(exit_to(), witnesses=witnesses),
    ]
    return make_app("Safehold vault", services, routers)
