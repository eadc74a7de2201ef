"""Conversations: one id for each, the same on every reading, and no two that merge.

docs/formats/record.md 2. A scope names conversations by these ids, and takes them in NFC
alone. What would lose something on its way to an id (another spelling of the same letters,
an id that is too long) ends with a hash of the whole, so that two never become one.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from extraction.parties import MAX_ID
from extraction.record_parts import Party, Thread

_MARK = 16
_MARKED = re.compile(rf".*#[0-9a-f]{{{_MARK}}}", re.DOTALL)


@lru_cache(maxsize=65_536)
def thread_id(app: str, raw: str) -> str:
    """Name a conversation: `<app>:<id>`, as a scope can name it."""
    whole = f"{app}:{raw}"
    plain = unicodedata.normalize("NFC", whole)
    # One that looks as if it were marked could have been written to be another's.
    if plain == whole and len(plain) <= MAX_ID and not _MARKED.fullmatch(plain):
        return plain
    mark = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
    return f"{plain[: MAX_ID - _MARK - 1]}#{mark}"


def people_thread(parties: Iterable[Party], name: str = "") -> Thread | None:
    """Give the conversation of a text or picture message: everybody in it but the owner.

    None where somebody in it has no id: some of the people are another conversation than all.
    """
    known: set[str] = set()
    for party in parties:
        if party.is_owner is True:
            continue
        raw = party.id_norm or party.id_raw.replace("%", "%25").replace("~", "%7E")
        if not raw or len(party.id_raw) >= MAX_ID:
            return None
        known.add(raw)
    if not known:
        return None
    return Thread(thread_id("sms", "~".join(sorted(known))), name[:MAX_ID], len(known))
