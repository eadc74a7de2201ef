"""The filter `shv1-scope`: which records of an opened segment a scope lets through.

docs/formats/grant.md 4. It is named, versioned and fixed by hash, because three parties
run it and must agree record for record: the survivor's client, the worker, the verifier.
Without places in the scope, extraction/placeless.py changes records and media_rule.py media.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from consent.grant import FilterName
from consent.scope import Scope, admits_record
from extraction.record_body import facts_of_body, object_of, texts_of_body
from vault.canonical import marshal
from vault.ids import Eid

NAME = "shv1-scope"
VERSION = "4"

_DEFINITION = {
    "name": NAME,
    "version": VERSION,
    "steps": [
        "extraction, category, app, parties, thread, class: as scope.md 3",
        "time: the whole interval inside one range; unknown only with u",
        "quoted: without q, no record that another quotes or forwards, unless she sent it",
        "once: with o, of records equal but for record_id and prov, as they leave, the first",
        "keywords: any k inside one text field, both folded",
        "words: any w whole in one text field, both folded, edges as one space; w* begins one",
        "near: without the words, but at most n records of its conversation from one with them",
        "fold: NFKC, casefold, without U+FFFC, zero-width and bidi marks, spaces joined",
        "reasons: out-of-scope unknown third-party not-relevant excluded-by-survivor transformed",
        "people: with h, before all but scope.md 3, who takes no part as person-N, grant.md 4",
        "place: without location in c, no place and no extra that says one or equals it",
        "grid: with g, lat and lon cut to g digits and source; no extra that says or equals either",
        "kind: a record of category media only with its own files of the kinds in m",
        "media: with h, pictures, sound and films alone",
        "media: of the kinds in m, and small pictures only beside such; words of a record always",
        "media: without location in c, or with g, pictures as stripping.md, words, no others",
    ],
}
FILTER = FilterName(NAME, VERSION, hashlib.sha256(marshal(_DEFINITION)).digest())

_INVISIBLE = re.compile("[\ufffc\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
# A fixed list, so that no two versions of Unicode differ on what a letter is.
EDGES = (
    "\0-/:-@\\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u037e\u0387\u055a-\u055f\u0589"
    "\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965"
    "\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u3030\ufe30-\ufe4f"
    "\U0001f000-\U0001faff"
)
"""The signs that stand between words, as they stand in a class of a regular expression."""
_EDGES = re.compile(f"[{EDGES}]+")
_NUMBERED = re.compile("person-[1-9][0-9]*")


def withheld_reason(scope: Scope, eid: Eid, record: bytes) -> str | None:
    """Decide one record by the scope: None when it goes, else the reason it stays."""
    return withheld_reason_of_body(scope, eid, object_of(record))


def withheld_reason_of_body(
    scope: Scope, eid: Eid, body: Mapping[str, object], *, near: bool = False
) -> str | None:
    """Decide one record by its JSON, where that was read already.

    Args:
        near: it stands near a record that holds the words (extraction/context.py).
    """
    reason = admits_record(scope, eid, facts_of_body(body))
    if reason is None and not scope.q and is_quoted(body):
        return "third-party"
    if reason is not None or not scope.has_words or near:
        return reason
    return None if holds_words(scope, texts_of_body(body)) else "out-of-scope"


def is_quoted(body: Mapping[str, object]) -> bool:
    """Tell whether a record is quoted or forwarded in another, and not known to be hers."""
    flags, parties = body.get("flags"), body.get("parties")
    nested = isinstance(flags, list) and "nested_content" in flags
    if not nested and "embedded_in" not in body:
        return False
    listed = [each for each in (parties if isinstance(parties, list) else []) if type(each) is dict]
    owners = [each.get("is_owner") for each in listed if each.get("role") == "from"]
    return not owners or any(owner is not True for owner in owners)


def holds_words(scope: Scope, texts: Sequence[str]) -> bool:
    """Tell whether texts hold a keyword and a whole word of a scope, where it has any."""
    # Which number somebody has depends on what leaves, and that must not depend on the number.
    said = [_NUMBERED.sub("person", text) for text in texts] if scope.h else texts
    folded = [fold(text) for text in said]
    parts, whole = keywords_of(scope)
    # A keyword that folds to nothing would be found everywhere.
    return (parts is None or _holds(folded, parts)) and (
        whole is None or _holds([spaced(text) for text in folded], whole)
    )


def _holds(texts: Sequence[str], words: Sequence[str]) -> bool:
    return any(word in text for word in words for text in texts)


@lru_cache(maxsize=64)
def keywords_of(scope: Scope) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Give a scope's keywords and whole words in the forms in which they are looked for."""
    parts = None if scope.k is None else tuple(filter(None, map(fold, scope.k)))
    if scope.w is None:
        return parts, None
    whole = ((spaced(fold(word.removesuffix("*"))), word.endswith("*")) for word in scope.w)
    # A space stands before and behind a whole word, and only before what words begin with.
    return parts, tuple(w.rstrip(" ") if begins else w for w, begins in whole if w.strip(" "))


def spaced(folded: str) -> str:
    """Give a folded text with one space for every edge between words, and at both ends."""
    return f" {_EDGES.sub(' ', folded).strip(' ')} "


def fold(text: str) -> str:
    """Bring a text to the form in which keywords are compared."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", visible.casefold())).strip()
