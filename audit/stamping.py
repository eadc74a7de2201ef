"""Has authorities stamp checkpoints: at the first of each hour that brings news, and at day end.

docs/formats/checkpoint.md 6. A token is checked before it is kept, and logged with its
SHA-256; a later one renews what an earlier one says, as its authority's certificate ends.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from audit import repository, token_rows
from audit.entry import Draft
from audit.log import Database
from audit.note import parse_note
from audit.repository import Connection, StoredCheckpoint
from audit.timestamp import Authority, check_token, make_request
from audit.token_rows import StoredToken

ACT = "tsa"
_MINUTE_MS = 60_000
_HOUR_MS = 60 * _MINUTE_MS
_DAY_MS = 24 * _HOUR_MS
_DAY_END_MS = 5 * _MINUTE_MS


class AuthorityClient(Protocol):
    """Speaks to one time-stamp authority."""

    @property
    def authority(self) -> Authority:
        """Whose answers are taken."""

    def ask(self, request: bytes) -> bytes:
        """Give the answer to a request, or raise Pushback when it does not come."""


class Stamper:
    """Stamps one log's checkpoints."""

    def __init__(
        self,
        database: Database,
        authorities: Sequence[AuthorityClient],
        clock_ms: Callable[[], int],
        random: Callable[[int], bytes],
    ) -> None:
        self._database = database
        self._authorities = authorities
        self._clock_ms = clock_ms
        self._random = random

    def stamp_once(self) -> int:
        """Stamp the newest trusted checkpoint where that is due; give the number of new tokens.

        Raises:
            Pushback: an authority did not answer. Those before it in the list are kept.
            AuditError: an authority's answer is not its own, or for something else.
        """
        made = 0
        for client in self._authorities:
            due = self._database.read(partial(self._due, authority=client.authority))
            if due is not None:
                self._stamp(client, due)
                made += 1
        return made

    def _due(self, connection: Connection, authority: Authority) -> StoredCheckpoint | None:
        latest = repository.latest_checkpoint(connection, witnessed=True)
        if latest is None:
            return None
        last = token_rows.newest_token(connection, authority.fingerprint)
        if last is None:
            return latest
        # Every token is an entry itself; without this an idle log would stamp its own stamps.
        own = token_rows.count_tokens(connection, last.size)
        news = latest.size > last.size + own
        return latest if news and slot(self._clock_ms()) > slot(last.made_at) else None

    def _stamp(self, client: AuthorityClient, latest: StoredCheckpoint) -> None:
        text = parse_note(latest.note).text
        token = client.ask(make_request(text))
        check_token(token, text, [client.authority])
        now_ms = self._clock_ms()
        stored = StoredToken(latest.size, client.authority.fingerprint, token, now_ms)
        draft = Draft(
            act=ACT,
            out="done",
            role="system",
            auth="service",
            doc=hashlib.sha256(token).digest(),
        )

        def act(connection: Connection) -> None:
            token_rows.add_token(connection, stored)
            repository.append(connection, draft, now_ms=now_ms, random=self._random)

        self._database.write(act)


def slot(now_ms: int) -> int:
    """Number the times for one token each: every hour, and the last five minutes of a day."""
    day_end = now_ms % _DAY_MS >= _DAY_MS - _DAY_END_MS
    return now_ms // _HOUR_MS * 2 + day_end
