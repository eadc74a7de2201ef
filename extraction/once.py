"""Each thing once: of records that are equal, the first goes where the scope asks for that.

docs/formats/grant.md 4. Two are equal if nothing differs, in the form in which they leave, but
what names them and where in the source they lay.
"""

import hashlib
from collections.abc import Mapping
from typing import cast

from consent.scope import Scope
from extraction.record_body import object_of
from vault.canonical import Json, marshal

AGAIN = "not-relevant"
_OWN = ("record_id", "prov")


class Once:
    """What left so far."""

    def __init__(self, scope: Scope) -> None:
        self._asked = scope.o
        self._seen: set[bytes] = set()

    def again(self, body: Mapping[str, object], copy: bytes | None) -> bool:
        """Tell whether an equal record was asked about before, where that matters.

        Args:
            copy: the changed copy in whose form it leaves, if it does.
        """
        if not self._asked:
            return False
        form = body if copy is None else object_of(copy)
        left = {name: cast("Json", value) for name, value in form.items() if name not in _OWN}
        key = hashlib.sha256(marshal(left)).digest()
        known = key in self._seen
        self._seen.add(key)
        return known
