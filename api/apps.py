"""What both apps share: problems, security headers, size limits, health.

docs/api.md 1. A problem carries a name and, where it may, a text; whatever is not in the
table is `internal` with an error id, and its text goes to no one.
"""

import logging
from itertools import count
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.auth import allowed, matrix_of
from api.bodies import MAX_BODY, Counted, Gone, NotJson, TooLong, announced, is_streamed
from api.problems import INTERNAL, INVALID, METHOD, NOT_FOUND, TOO_LARGE, Problem, problem_of
from api.receipts import header_of, noted
from api.services import Shared
from api.static_files import COMMON, NO_STORE
from audit.receipt import HEADER, Receipt

PROBLEM = "application/problem+json"
LOG = logging.getLogger("safehold")
NO_SUCCESS = 300
_FEATURES = "Permissions-Policy"
LONG = "the body is too large"
_SHAPE = {
    "type": "object",
    "required": ["type", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "content": {PROBLEM: {"schema": _SHAPE}}}
    for status, words in {
        401: "Nobody is signed in.",
        403: "This role may not call this route.",
        404: "There is no such thing, or it is not granted.",
        409: "It is not in a state that allows this, or other bytes are stored under its id.",
        413: "The body is too large.",
        422: "What was sent is not of the form that the route takes.",
        500: "Something stored is damaged, or the vault failed.",
        503: "Busy: try again after `Retry-After` seconds.",
    }.items()
}
"""What every route may answer instead (docs/errors.md)."""
_POLICY = "default-src 'none'; frame-ancestors 'none'"
_numbers = count(1)


def make_app(title: str, services: Shared | None, routers: list[APIRouter]) -> FastAPI:
    """Build an app; without services it only describes itself."""
    app = FastAPI(title=title, version="1", docs_url=None, redoc_url=None)
    app.state.services = services
    whole = [*routers, _health()]
    for router in whole:
        app.include_router(router, responses=PROBLEMS)
    app.state.matrix = matrix_of(whole)
    app.add_exception_handler(RequestValidationError, _misshapen)
    app.add_exception_handler(HTTPException, _unrouted)
    app.add_exception_handler(Exception, _problem)
    app.add_middleware(_Guarded, services=services)
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

    def __init__(self, app: ASGIApp, services: Shared | None) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with noted() as receipts:
            await self._answer(scope, receive, send, receipts)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, receipts: list[Receipt]
    ) -> None:
        begun = False
        body = Counted(receive)

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                headers.update({name: COMMON[name] for name in COMMON if name != _FEATURES})
                headers.setdefault(_FEATURES, COMMON[_FEATURES])
                # Only a page and its files say otherwise, and they say it themselves.
                headers.setdefault("Content-Security-Policy", _POLICY)
                headers.setdefault("Cache-Control", NO_STORE)
                # A refused call has none: it would tell whether there was something to refuse.
                if receipts and message["status"] < NO_SUCCESS and self._services is not None:
                    headers[HEADER] = header_of(receipts, self._services)
                if not body.ended:
                    # What is still coming is not read, so the connection is of no more use.
                    headers["Connection"] = "close"
            await send(message)

        try:
            length = announced(scope)
            if length is None or length > MAX_BODY:
                raise TooLong
            if not is_streamed(scope):
                await body.hold(scope)
            await self._app(scope, body, sending)
        except Gone:
            return
        except NotJson:
            await _answer(INVALID, "the body is not JSON as it is read here")(scope, body, sending)
        except Exception as error:
            if begun:
                raise
            long = body.over or isinstance(error, TooLong)
            answer = _answer(TOO_LARGE, LONG) if long else _problem(Request(scope), error)
            await answer(scope, body, sending)


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


def _unrouted(_request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", NOT_FOUND.status)
    if status == NOT_FOUND.status:
        return _answer(NOT_FOUND, "there is no such route")
    if status == METHOD.status:
        response = _answer(METHOD, "the route takes another method")
        response.headers.update(getattr(error, "headers", None) or {})
        return response
    return _answer(INVALID, "the request is not of the form that the route takes")


def _misshapen(_request: Request, _error: Exception) -> Response:
    # What was sent is not repeated: it might be a key or a passphrase.
    return _answer(INVALID, "the body or a parameter is not of the form that the route takes")


def _answer(problem: Problem, detail: str) -> JSONResponse:
    body = {"type": problem.name, "status": problem.status, "detail": detail}
    return JSONResponse(body, problem.status, media_type=PROBLEM)
