"""What both apps share: problems, security headers, size limits, health.

docs/api.md 1. A problem carries a name and, where it may, a text; whatever is not in the
table is `internal` with an error id, and its text goes to no one.
"""

import logging
from itertools import count

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
    app.add_middleware(_Guarded)
    return app


def _health() -> APIRouter:
    router = APIRouter()

    @router.get("/healthz")
    @allowed("public")
    def health() -> dict[str, str]:
        """Say that the app answers."""
        return {"status": "ok"}

    return router


class _Guarded:
    """Limits, problems and headers around an app.

    It hands each part of an answer straight on: what buffers a part would let a delivery
    run ahead of what was sent.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                headers.update(COMMON)
                # Only a page and its files say otherwise, and they say it themselves.
                headers.setdefault("Content-Security-Policy", _POLICY)
                headers.setdefault("Cache-Control", NO_STORE)
            await send(message)

        request = Request(scope)
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            answer = _answer(Problem("too-large", 413, 3), "the body is too large")
            await answer(scope, receive, sending)
            return
        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if begun:
                raise
            await _problem(request, error)(scope, receive, sending)


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
