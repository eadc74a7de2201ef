"""Speaks to a witness over HTTP (C2SP tlog-witness)."""

import httpx

from audit.errors import Pushback
from audit.witnessing import Asked, marshal_request

TIMEOUT = 5.0
MAX_ANSWER = 512 * 1024
"""Longer than a note with a hundred ML-DSA lines is nothing that a witness says."""


class HttpWitness:
    """One witness, by the name that the policy gives it."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self._client = httpx.Client(base_url=url, timeout=TIMEOUT)

    def add_checkpoint(self, asked: Asked) -> tuple[int, str]:
        """Give (status, body); raise Pushback when the witness is away."""
        return self._ask("POST", "/add-checkpoint", marshal_request(asked).encode())

    def latest(self, origin_hash: str) -> str | None:
        """Give the newest note that the witness cosigned for a log, None when it has none.

        Raises:
            Pushback: it is away, or says neither.
        """
        status, body = self._ask("GET", f"/{origin_hash}/checkpoint")
        if status == httpx.codes.NOT_FOUND:
            return None
        if status != httpx.codes.OK:
            raise Pushback(f"witness {self.name} does not answer as a witness")
        return body

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str]:
        data = b""
        try:
            with self._client.stream(method, path, content=body) as answer:
                for piece in answer.iter_bytes():
                    data += piece
                    if len(data) > MAX_ANSWER:
                        raise Pushback(f"witness {self.name} says too much")
            return answer.status_code, data.decode("utf-8")
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeDecodeError):
            raise Pushback(f"witness {self.name} does not answer") from None
