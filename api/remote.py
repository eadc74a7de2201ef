"""The client's side of the vault over HTTP: sessions, custody, uploads, decisions.

docs/api.md. Whatever is opened is opened here, on the person's own machine; what goes to
the server is sealed or signed. Used by the command line, the demonstration and the tests.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

from api.problems import Invalid, NotFound, Unauthenticated
from audit.errors import Pushback
from consent.errors import WrongState
from vault.canonical import b64, unb64
from vault.custody import CATALOGUE, CERTS, INGEST, LEAVES, WRAP, parse_certs
from vault.errors import Missing, StoreUnavailable
from vault.ids import ID_SIZE, Eid
from vault.ingest import parse_ingest

TIMEOUT = 60.0
PIECE = 1024 * 1024
_ERRORS: dict[str, Callable[[str], Exception]] = {
    "unauthenticated": Unauthenticated,
    "forbidden": Unauthenticated,
    "not-found": NotFound,
    "invalid": Invalid,
    "conflict": WrongState,
    "busy": Pushback,
}


class Remote:
    """One app, with or without a session."""

    def __init__(self, url: str, token: str | None = None, *, verify: str | bool = True) -> None:
        """Open a client; `verify` is a CA file for a server with its own certificate."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        context: Any = verify
        self.url = url.rstrip("/")
        self._client = httpx.Client(
            base_url=self.url,
            headers=headers,
            timeout=TIMEOUT,
            verify=context,
            # A client is not closed by everybody who makes one; it keeps nothing open.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def call(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 JSON
        """Send JSON, get JSON, or raise what the server says.

        Raises:
            StoreUnavailable: the server does not answer.
        """
        try:
            answer = self._client.request(method, path, json=body)
        except httpx.HTTPError:
            raise StoreUnavailable("the vault does not answer; is it running?") from None
        raise_for(answer)
        return answer.json()

    def fetch(self, path: str, **query: int) -> bytes:
        """Get bytes."""
        return b"".join(self.stream("GET", path, **query))

    def stream(self, method: str, path: str, **query: int) -> Iterator[bytes]:
        """Get bytes as they come."""
        try:
            with self._client.stream(method, path, params=query or None) as answer:
                if answer.status_code != httpx.codes.OK:
                    answer.read()
                    raise_for(answer)
                yield from answer.iter_bytes(PIECE)
        except httpx.HTTPError:
            raise StoreUnavailable("the vault broke off; try again") from None

    def put(self, path: str, chunks: Iterator[bytes]) -> None:
        """Send bytes as they come."""
        try:
            answer = self._client.put(path, content=chunks)
        except httpx.HTTPError:
            raise StoreUnavailable("the vault broke off; try again") from None
        raise_for(answer)


def raise_for(answer: httpx.Response) -> None:
    """Raise the problem that an answer holds."""
    if answer.status_code < httpx.codes.BAD_REQUEST:
        return
    try:
        problem = answer.json()
        name, detail = str(problem["type"]), str(problem["detail"])
    except (ValueError, KeyError, TypeError):
        name, detail = "internal", f"the vault answered {answer.status_code}"
    raise _ERRORS.get(name, StoreUnavailable)(detail)


class HttpCustody:
    """An extraction of one's own, in a vault."""

    def __init__(self, remote: Remote, eid: Eid) -> None:
        """Open it for this session: the vault logs it and hands out the wrap."""
        self._remote = remote
        self._path = f"/v1/extractions/{eid.hex()}"
        self._opened = remote.call("POST", f"{self._path}/open")

    def ingest(self) -> bytes:
        """Give the ingest statement."""
        return unb64(self._opened["ingest"])

    def certs(self) -> list[bytes]:
        """Give the certificates."""
        return parse_certs(unb64(self._opened["certs"]))

    def leaves(self) -> bytes:
        """Give the leaf hashes."""
        return self._remote.fetch(f"{self._path}/files/leaves")

    def catalogue(self) -> bytes:
        """Give the sealed catalogue."""
        return self._remote.fetch(f"{self._path}/files/catalogue")

    def wrap(self) -> bytes:
        """Give the wrapped extraction key."""
        return unb64(self._opened["wrap"])

    def receipt(self) -> bytes | None:
        """Give her receipt."""
        found = self._opened["receipt"]
        return None if found is None else unb64(found)

    def read_pack(self, pack: str, offset: int, length: int) -> bytes:
        """Give a range of a pack."""
        data = self._remote.fetch(f"{self._path}/packs/{pack}", offset=offset, length=length)
        if len(data) != length:
            raise Missing(f"pack {pack} is shorter than the catalogue says")
        return data

    def object_chunks(self, name: str) -> Iterator[bytes]:
        """Give an object's sealed bytes."""
        return self._remote.stream("GET", f"{self._path}/objects/{name}")


def upload(
    remote: Remote, folder: Path, progress: Callable[[str, int, int], None]
) -> dict[str, Any]:
    """Upload a sealed folder; what the vault has already is not sent again."""
    raw = (folder / INGEST).read_bytes()
    ingest, _ = parse_ingest(raw)
    begun = remote.call(
        "POST",
        "/v1/uploads",
        {"ingest": b64(raw), "certs": b64((folder / CERTS).read_bytes())},
    )
    path = f"/v1/uploads/{ingest.eid.hex()}"
    named = {
        _name(ingest.eid, "catalogue"): folder / CATALOGUE,
        _name(ingest.eid, "leaves"): folder / LEAVES,
    }
    for done, part in enumerate(begun["missing"], start=1):
        kind, name = part["kind"], part["name"]
        local = named.get(name, folder / f"{kind}s" / name)
        remote.put(f"{path}/{kind}/{name}", _pieces(local))
        progress("uploading", done, len(begun["missing"]))
    wrap = b64((folder / WRAP).read_bytes())
    committed: dict[str, Any] = remote.call("POST", f"{path}/commit", {"wrap": wrap})
    return committed


def _name(eid: Eid, kind: str) -> str:
    return hashlib.sha256(kind.encode() + eid).digest()[:ID_SIZE].hex()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
