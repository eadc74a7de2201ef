"""Whether given records are in the scope, where a verifier asks it of very many (step 11).

docs/formats/release.md 4. The filter's own answer (extraction/filter.py) is the one that counts.
Records of one conversation have the same app, people and class, so of those it is asked once,
and of each record only whether its time lies in the scope. What is not let through by this
shorter way is put to the filter itself.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from consent.scope import Scope, admits_record
from extraction.filter import withheld_reason_of_body
from extraction.record_body import facts_of_body
from vault.ids import Eid

_KNOWN = 4096
_MICRO = 1_000_000
_EVER = ((-(2**63), 2**63),)
_NOTHING: Mapping[str, Any] = {}


class Inside:
    """The scope's answers about the records of one package."""

    def __init__(self, scope: Scope, eid: Eid) -> None:
        self._scope, self._eid = scope, eid
        self._always = replace(scope, d=None, u=True)
        # Whatever else a scope has, as words and quotes, is asked of each record itself.
        plain = Scope(scope.x, scope.c, scope.a, scope.p, scope.t, scope.d, scope.u, scope.s)
        self._shorter = scope == replace(plain, m=scope.m, g=scope.g, o=scope.o)
        ranges = [(start * _MICRO, end * _MICRO) for start, end in scope.d or ()]
        self._ranges = _EVER if scope.d is None else tuple(ranges)
        self._known: dict[tuple[bytes, str | None], bool] = {}

    def holds(self, head: bytes | None, body: Mapping[str, Any]) -> bool:
        """Tell whether a record is in the scope.

        Args:
            head: what it begins with, None where that is long.
            body: its JSON; both as extraction.record_shape.Records gives them.
        """
        return (self._shorter and head is not None and self._holds_soon(head, body)) or (
            withheld_reason_of_body(self._scope, self._eid, body) is None
        )

    def _holds_soon(self, head: bytes, body: Mapping[str, Any]) -> bool:
        time = body.get("time", _NOTHING)
        # A medium's kinds are its own.
        if "lo_us" not in time or body["category"] == "media":
            return False
        lo, hi = time["lo_us"], time["hi_us"]
        for start, end in self._ranges:
            if start <= lo and hi < end:
                break
        else:
            return False
        group = head, body.get("thread", _NOTHING).get("id")
        known = self._known.get(group)
        if known is None:
            known = admits_record(self._always, self._eid, facts_of_body(body)) is None
            if len(self._known) < _KNOWN:
                self._known[group] = known
        return known
