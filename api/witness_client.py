"""Speaks to a witness over HTTP (C2SP tlog-witness)."""

import httpx

from audit.errors import Pushback
from audit.witnessing import Asked, marshal_request

TIMEOUT = 5.0


class HttpWitness:
    """One witness."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self._client = httpx.Client(base_url=url, timeout=TIMEOUT)

    def add_checkpoint(self, asked: Asked) -> tuple[int, str]:
        """Give (status, body); raise Pushback when the witness is away."""
        try:
            answer = self._client.post("/add-checkpoint", content=marshal_request(asked).encode())
        except httpx.HTTPError:
            raise Pushback(f"witness {self.name} does not answer") from None
        return answer.status_code, answer.text

    def latest(self, origin_hash: str) -> str | None:
        """Give the newest note that the witness cosigned for a log, None when it has none."""
        try:
            answer = self._client.get(f"/{origin_hash}/checkpoint")
        except httpx.HTTPError:
            raise Pushback(f"witness {self.name} does not answer") from None
        return answer.text if answer.status_code == httpx.codes.OK else None
