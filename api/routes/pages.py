"""The survivor's pages, and leaving them.

docs/pages.md. `/` is the one document of the portal; `/exit` empties what the browser
keeps of this address and goes on to a page that says nothing about her.
"""

from collections.abc import Iterable
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.auth import allowed
from api.problems import NotFound
from api.static_files import Built, File, page_of, read_built

STATIC = Path(__file__).resolve().parents[1] / "static"
_LEAVE = {"Clear-Site-Data": '"cache", "cookies", "storage"'}
_NOT_BUILT = b"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Notes</title>
<h1>The pages are not here</h1>
<p>This address works, but its pages were not put in place when it was set up.
Nothing is wrong with what you keep here.</p>
<p>If you run this system: build the pages with <code>make pages</code>, then start it again.</p>
</html>
"""


def pages(
    exit_to: str, folder: Path = STATIC / "survivor", witnesses: Iterable[str] = ()
) -> APIRouter:
    """Give the routes of the survivor's pages.

    Args:
        exit_to: the neutral address that leaving ends at.
        folder: the built pages.
        witnesses: the log policy's, which her page asks what they saw.
    """
    router = APIRouter()
    built = read_built(folder, witnesses)
    absent = page_of(_NOT_BUILT)

    @router.get("/", include_in_schema=False)
    @allowed("public")
    def page(request: Request) -> Response:
        """Give the document, the same for everybody."""
        return _file(request, absent if built is None else built.page)

    @router.get("/assets/{name}", include_in_schema=False)
    @allowed("public")
    def asset(name: str, request: Request) -> Response:
        """Give a file that the document loads."""
        return _file(request, _found(built, "assets", name))

    @router.get("/keys/{name}", include_in_schema=False)
    @allowed("public")
    def worker(name: str, request: Request) -> Response:
        """Give a script of the worker that holds her keys, under a policy of its own."""
        return _file(request, _found(built, "keys", name))

    @router.get("/exit", include_in_schema=False)
    @allowed("public")
    def leave() -> Response:
        """Empty what the browser keeps of this address, and go somewhere neutral."""
        return Response(status_code=303, headers={**_LEAVE, "Location": exit_to})

    @router.get("/v1/leaving")
    @allowed("public")
    def leaving() -> dict[str, str]:
        """Say where leaving ends, for when this address no longer answers."""
        return {"to": exit_to}

    return router


def _found(built: Built | None, kind: str, name: str) -> File:
    file = None if built is None else built.files.get((kind, name))
    if file is None:
        raise NotFound("there is no such file")
    return file


def _file(request: Request, file: File) -> Response:
    headers = {**file.headers, "Vary": "Accept-Encoding"}
    accepted = {
        each.partition(";")[0].strip()
        for each in request.headers.get("accept-encoding", "").split(",")
    }
    if file.packed is not None and "gzip" in accepted:
        return Response(
            file.packed,
            media_type=file.media_type,
            headers={**headers, "Content-Encoding": "gzip"},
        )
    return Response(file.body, media_type=file.media_type, headers=headers)
