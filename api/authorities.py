"""Time-stamp authorities: which ones an operator named, and how they are asked over HTTP.

docs/operations.md 8. `tsa.json` in the data folder, as `safehold up --tsa FILE` gave it:

    [{"url": "https://tsa.example/", "chain": "-----BEGIN CERTIFICATE-----…"}]
"""

import json
from pathlib import Path

import httpx

from api.settings import Unsafe
from audit.errors import MalformedNote, Pushback
from audit.stamp_token import MAX_TOKEN
from audit.timestamp import Authority, parse_authority
from vault.durable import write_over

FILE = "tsa.json"
TIMEOUT = 15.0
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class HttpAuthority:
    """One authority (RFC 3161 3.4)."""

    def __init__(self, url: str, chain: str) -> None:
        """Pin an authority, or raise MalformedNote."""
        self._authority = parse_authority(chain)
        self.url = url
        self.chain = chain

    @property
    def authority(self) -> Authority:
        """Whose answers are taken."""
        return self._authority

    def ask(self, request: bytes) -> bytes:
        """Give the answer to a request, or raise Pushback when it does not come."""
        data = b""
        try:
            with httpx.stream(
                "POST", self.url, content=request, headers=_HEADERS, timeout=TIMEOUT
            ) as answer:
                for piece in answer.iter_bytes():
                    data += piece
                    if len(data) > MAX_TOKEN:
                        raise Pushback("a time-stamp authority says too much")
        except (httpx.HTTPError, httpx.InvalidURL):
            raise Pushback("a time-stamp authority does not answer") from None
        if answer.status_code != httpx.codes.OK:
            raise Pushback(f"a time-stamp authority answers with status {answer.status_code}")
        return data


def parse_authorities(text: str) -> list[HttpAuthority]:
    """Read a list of authorities, or raise Unsafe."""
    try:
        listed = json.loads(text)
        if not isinstance(listed, list):
            raise TypeError
        found = [HttpAuthority(each["url"], each["chain"]) for each in listed]
        known = all(set(each) == {"url", "chain"} for each in listed)
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
        MalformedNote,
    ) as error:
        told = f": {error}" if isinstance(error, MalformedNote) else ""
        raise Unsafe(f"--tsa: want a JSON list of url and chain{told}") from None
    if not known or not all(each.url.startswith(("http://", "https://")) for each in found):
        raise Unsafe("--tsa: want a url and a chain for each authority")
    if len({each.authority.fingerprint for each in found}) != len(found):
        raise Unsafe("--tsa: an authority comes twice")
    return found


def keep_authorities(data: Path, text: str) -> None:
    """Keep a list for this start and those after it, or raise Unsafe."""
    parse_authorities(text)
    write_over(data / FILE, text.encode())


def authorities_of(data: Path) -> list[HttpAuthority]:
    """Give the authorities that were named; none where none was, or raise Unsafe."""
    try:
        text = (data / FILE).read_text("utf-8")
    except FileNotFoundError:
        return []
    return parse_authorities(text)
