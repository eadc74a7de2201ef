"""The filter `shv1-scope`: which records of an opened segment a scope lets through.

docs/formats/grant.md 4. It is named, versioned and fixed by hash, because three parties
run it and must agree record for record: the survivor's client, the worker, the verifier.
Without places in the scope, extraction/placeless.py changes records and media_rule.py media.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping

from consent.grant import FilterName
from consent.scope import Scope, admits_record
from extraction.record import facts_of_body, object_of, texts_of_body
from vault.canonical import marshal
from vault.ids import Eid

NAME = "shv1-scope"
VERSION = "3"

_DEFINITION = {
    "name": NAME,
    "version": VERSION,
    "steps": [
        "extraction, category, app, parties, thread, class: as scope.md 3",
        "time: the whole interval inside one range; unknown only with u",
        "keywords: any k inside one text field, both folded",
        "fold: NFKC, casefold, without U+FFFC, zero-width and bidi marks, spaces joined",
        "reasons: out-of-scope, unknown, excluded-by-survivor, transformed",
        "place: without location in c, no place and no extra that says one or equals it",
        "kind: a record of category media only with its own files of the kinds in m",
        "media: of the kinds in m, and small pictures only beside such; words of a record always",
        "media: without location in c, pictures as stripping.md, words of a record, no others",
    ],
}
FILTER = FilterName(NAME, VERSION, hashlib.sha256(marshal(_DEFINITION)).digest())

_INVISIBLE = re.compile("[\ufffc\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")


def withheld_reason(scope: Scope, eid: Eid, record: bytes) -> str | None:
    """Decide one record by the scope: None when it goes, else the reason it stays."""
    return withheld_reason_of_body(scope, eid, object_of(record))


def withheld_reason_of_body(scope: Scope, eid: Eid, body: Mapping[str, object]) -> str | None:
    """Decide one record by its JSON, where that was read already."""
    reason = admits_record(scope, eid, facts_of_body(body))
    if reason is not None or scope.k is None:
        return reason
    texts = [fold(text) for text in texts_of_body(body)]
    words = [fold(word) for word in scope.k]
    # A keyword that folds to nothing would be found everywhere.
    found = any(word and word in text for word in words for text in texts)
    return None if found else "out-of-scope"


def fold(text: str) -> str:
    """Bring a text to the form in which keywords are compared."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", visible.casefold())).strip()
