"""The client's side of the vault over HTTP: sessions, custody, uploads, decisions.

docs/api.md. Whatever is opened is opened here, on the person's own machine; what goes to
the server is sealed or signed. Used by the command line, the demonstration and the tests.
"""

import ssl
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from api.problems import Forbidden, Invalid, NotFound, ServerFault, Unauthenticated
from audit.errors import Pushback
from audit.receipt import HEADER
from consent.errors import Held, WrongState
from extraction.errors import LimitExceeded, LockedSource, UnknownSource
from vault.canonical import unb64
from vault.custody import parse_certs
from vault.errors import (
    Missing,
    NoIdentityMatches,
    NotAuthentic,
    StoreUnavailable,
    WeakParameters,
)
from vault.ids import Eid
from vault.ingest import parse_ingest

TIMEOUT = 60.0
PIECE = 1024 * 1024
AHEAD = 1024 * 1024
"""A pack is read so many bytes at a time: a request for each segment would take the longest."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_ERRORS: dict[str, Callable[[str], Exception]] = {
    "unauthenticated": Unauthenticated,
    "forbidden": Forbidden,
    "not-found": NotFound,
    "invalid": Invalid,
    "conflict": WrongState,
    "held": Held,
    "busy": Pushback,
    "integrity": NotAuthentic,
    "no-key": NoIdentityMatches,
    "refused": WeakParameters,
    "too-large": LimitExceeded,
    "unsupported": UnknownSource,
    "locked": LockedSource,
}


class Remote:
    """One app, with or without a session."""

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        verify: str | bool = True,
        keep: Callable[[str], None] | None = None,
    ) -> None:
        """Open a client; `verify` is a CA file for a server with its own certificate.

        `keep` is given each header in which the log promises what was appended for a call.

        Raises:
            Invalid: the address is none, or would send secrets in clear over a network.
        """
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self.url = url.rstrip("/")
        self._keep = keep
        _check_address(self.url)
        self._client = httpx.Client(
            base_url=self.url,
            headers=headers,
            timeout=TIMEOUT,
            verify=_context(verify) if isinstance(verify, str) else verify,
            # A client is not closed by everybody who makes one; it keeps nothing open.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def call(
        self, method: str, path: str, body: object = None, *, patience: float = TIMEOUT
    ) -> Any:  # noqa: ANN401 JSON
        """Send JSON, get JSON, or raise what the server says; `patience` is in seconds.

        Raises:
            StoreUnavailable: the server does not answer.
        """
        try:
            timeout = httpx.Timeout(TIMEOUT, read=patience)
            answer = self._client.request(method, path, json=body, timeout=timeout)
        except httpx.HTTPError:
            raise StoreUnavailable("the vault does not answer; is it running?") from None
        raise_for(answer)
        self._promised(answer)
        try:
            return answer.json()
        except ValueError:
            raise ServerFault("what answers at this address is no vault") from None

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
                self._promised(answer)
                yield from answer.iter_bytes(PIECE)
        except httpx.HTTPError:
            raise StoreUnavailable("the vault broke off; try again") from None

    def put(self, path: str, chunks: Iterator[bytes], *, patience: float = TIMEOUT) -> None:
        """Send bytes as they come; `patience` is how many seconds the answer may take."""
        try:
            timeout = httpx.Timeout(TIMEOUT, read=patience)
            answer = self._client.put(path, content=chunks, timeout=timeout)
        except httpx.HTTPError:
            raise StoreUnavailable("the vault broke off; try again") from None
        raise_for(answer)
        self._promised(answer)

    def _promised(self, answer: httpx.Response) -> None:
        header = answer.headers.get(HEADER)
        if header is not None and self._keep is not None:
            self._keep(header)


def _check_address(url: str) -> None:
    try:
        found = httpx.URL(url)
    except httpx.InvalidURL:
        raise Invalid("want an address as https://vault.example") from None
    if found.scheme not in ("http", "https") or not found.host:
        raise Invalid("want an address as https://vault.example")
    if found.scheme == "http" and found.host not in _LOOPBACK:
        raise Invalid("http would send secrets in clear; use https for another machine")


def _context(path: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=path)
    except OSError:
        raise Invalid("the CA file cannot be read, or holds no certificate") from None


def raise_for(answer: httpx.Response) -> None:
    """Raise the problem that an answer holds."""
    if answer.status_code < httpx.codes.BAD_REQUEST:
        return
    try:
        problem = answer.json()
        name, detail = str(problem["type"]), str(problem["detail"])
    except (ValueError, KeyError, TypeError):
        name, detail = "internal", f"the vault answered {answer.status_code}"
    raise _ERRORS.get(name, ServerFault)(detail)


class HttpCustody:
    """An extraction of one's own, in a vault."""

    def __init__(self, remote: Remote, eid: Eid) -> None:
        """Open it for this session: the vault logs it and hands out the wrap."""
        self._remote = remote
        self._path = f"/v1/extractions/{eid.hex()}"
        self._opened = remote.call("POST", f"{self._path}/open")
        statement, _ = parse_ingest(self.ingest())
        self._lengths = {row.pack: row.length for row in statement.packs}
        # The piece of a pack that was read last: (pack, its offset, its bytes).
        self._piece: tuple[str, int, bytes] = ("", 0, b"")

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
        held, start, data = self._piece
        if held != pack or not start <= offset <= offset + length <= start + len(data):
            left = self._lengths.get(pack, 0) - offset
            start = offset
            data = self._fetched(pack, offset, max(length, min(AHEAD, left)))
            self._piece = (pack, start, data)
        found = data[offset - start : offset - start + length]
        if len(found) != length:
            raise Missing(f"pack {pack} is shorter than the catalogue says")
        return found

    def _fetched(self, pack: str, offset: int, length: int) -> bytes:
        return self._remote.fetch(f"{self._path}/packs/{pack}", offset=offset, length=length)

    def object_chunks(self, name: str) -> Iterator[bytes]:
        """Give an object's sealed bytes."""
        return self._remote.stream("GET", f"{self._path}/objects/{name}")
