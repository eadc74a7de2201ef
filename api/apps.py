"""What both apps share: problems, security headers, size limits, health.

docs/api.md 1. A problem carries a name and, where it may, a text; whatever is not in the
table is `internal` with an error id, and its text goes to no one.
"""

import logging
from collections.abc import Awaitable, Callable
from itertools import count

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from api.auth import allowed, matrix_of
from api.problems import INTERNAL, INVALID, Problem, problem_of
from api.services import Shared
from api.static_files import COMMON, NO_STORE

LOG = logging.getLogger("safehold")
MAX_BODY = 128 * 1024 * 1024
_POLICY = "default-src 'none'; frame-ancestors 'none'"
_numbers = count(1)


def make_app(title: str, services: Shared | None, routers: list[APIRouter]) -> FastAPI:
    """Build an app; without services it only describes itself."""
    app = FastAPI(title=title, version="1", docs_url=None, redoc_url=None)
    app.state.services = services
    whole = [*routers, _health()]
    for router in whole:
        app.include_router(router)
    app.state.matrix = matrix_of(whole)
    app.add_exception_handler(RequestValidationError, _misshapen)
    app.add_exception_handler(Exception, _problem)
    app.middleware("http")(_guarded)
    return app


def _health() -> APIRouter:
    router = APIRouter()

    @router.get("/healthz")
    @allowed("public")
    def health() -> dict[str, str]:
        """Say that the app answers."""
        return {"status": "ok"}

    return router


async def _guarded(
    request: Request, following: Callable[[Request], Awaitable[Response]]
) -> Response:
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MAX_BODY:
        response: Response = _answer(Problem("too-large", 413, 3), "the body is too large")
    else:
        try:
            response = await following(request)
        except Exception as error:  # noqa: BLE001 the last edge: every error leaves as a problem
            response = _problem(request, error)
    response.headers.update(COMMON)
    # Only a page and its files say otherwise, and they say it themselves.
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("Cache-Control", NO_STORE)
    return response


def _problem(_request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if problem == INTERNAL:
        number = next(_numbers)
        # The type is safe to log; the text might hold what it must not.
        LOG.error("internal error %d: %s", number, type(error).__name__)
        return _answer(problem, f"an internal error, number {number}")
    response = _answer(problem, str(error) if problem.told else "")
    if problem.status == 503:  # noqa: PLR2004 HTTP
        response.headers["Retry-After"] = "2"
    return response


def _misshapen(_request: Request, _error: Exception) -> Response:
    # What was sent is not repeated: it might be a key or a passphrase.
    return _answer(INVALID, "the body or a parameter is not of the form that the route takes")


def _answer(problem: Problem, detail: str) -> JSONResponse:
    body = {"type": problem.name, "status": problem.status, "detail": detail}
    return JSONResponse(body, problem.status, media_type="application/problem+json")
