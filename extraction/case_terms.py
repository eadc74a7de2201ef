"""Words of CASE/UCO 1.5 in JSON-LD: names, references and values of a graph.

docs/formats/case.md. Every node is named by a UUID, as UCO asks. Names are made of what they
are about, so that the same export gives the same bytes. A time ends in Z; one whose zone is
not known, or that stands for more than a minute, is never spelt as a moment.
"""

import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from extraction.record_parts import Time
from vault.canonical import Json

Node = dict[str, Json]

CORE = "uco-core:"
OBSERVABLE = "uco-observable:"
LOCATION = "uco-location:"

CONTEXT: Node = {
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-location": "https://ontology.unifiedcyberontology.org/uco/location/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WIDEST_US = 60_000_000
_DECIMAL = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?")
_WHOLE = re.compile(r"([0-9]{1,15})(\.[0-9]*)?")


def name_of(*words: str) -> str:
    """Name a node by what it is about."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, chr(0).join(('case', *words)))}"


def record_name(record_id: str) -> str:
    """Name the node of a record: its own id."""
    return f"urn:uuid:{record_id}"


def to(name: str) -> Node:
    """Refer to a node."""
    return {"@id": name}


def facet(owner: str, kind: str, /, **values: Json) -> Node:
    """Give a facet of a node with those values that are there, or {} where none is.

    A key without a prefix is an observable's; `core__name` is `uco-core:name`.
    """
    found = {_key(key): value for key, value in values.items() if value not in (None, "", [])}
    if not found:
        return {}
    kind = kind if ":" in kind else OBSERVABLE + kind
    return {"@id": name_of(owner, kind), "@type": kind, **found}


def _key(key: str) -> str:
    prefix, between, rest = key.partition("__")
    return f"uco-{prefix}:{rest}" if between else OBSERVABLE + key


def relationship(source: str, target: str, kind: str) -> Node:
    """Say that one observable belongs to another."""
    return {
        "@id": name_of(source, kind, target),
        "@type": OBSERVABLE + "ObservableRelationship",
        CORE + "source": to(source),
        CORE + "target": to(target),
        CORE + "kindOfRelationship": kind,
        CORE + "isDirectional": True,
    }


def annotation(about: str, statements: list[str]) -> Node:
    """Say of a node what the ontology has no property for."""
    return {
        "@id": name_of(about, "annotation"),
        "@type": CORE + "Annotation",
        CORE + "statement": [*statements],
        CORE + "object": to(about),
    }


def sha256_of(owner: str, digest: str) -> Node:
    """Give a hash, as the ontology spells one."""
    return {
        "@id": name_of(owner, "hash", digest),
        "@type": "uco-types:Hash",
        "uco-types:hashMethod": "SHA256",
        "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": digest},
    }


def dictionary(owner: str, pairs: Sequence[tuple[str, str]]) -> Node:
    """Give names and values, as the ontology spells them where it names none of its own."""
    entries: list[Json] = [
        {
            "@id": name_of(owner, "entry", key),
            "@type": "uco-types:ControlledDictionaryEntry",
            "uco-types:key": key,
            "uco-types:value": value,
        }
        for key, value in pairs
    ]
    return {
        "@id": name_of(owner, "dictionary"),
        "@type": "uco-types:ControlledDictionary",
        "uco-types:entry": entries,
    }


def is_moment(time: Time) -> bool:
    """Tell whether a time may be spelt as one moment."""
    if time.lo_us is None or time.hi_us is None or time.zone == "unknown":
        return False
    return time.hi_us - time.lo_us < _WIDEST_US


def moment(time: Time | None) -> Json:
    """Give a time as a moment in UTC, its earliest; None where it is none."""
    if time is None or time.lo_us is None or not is_moment(time):
        return None
    return date_time(_EPOCH + timedelta(microseconds=time.lo_us))


def date_time(at: datetime) -> Json:
    """Give a moment as the ontology spells one."""
    return {"@type": "xsd:dateTime", "@value": _spelt(at)}


def _spelt(at: datetime) -> str:
    text = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{at.microsecond:06}Z" if at.microsecond else "Z")


def in_words(time: Time) -> str:
    """Say what is known of a time, raw value first."""
    if time.lo_us is None or time.hi_us is None:
        span = "when is not known"
    else:
        lo, hi = (_EPOCH + timedelta(microseconds=us) for us in (time.lo_us, time.hi_us))
        span = f"between {_spelt(lo)} and {_spelt(hi)}"
    return f"{time.kind}: {time.raw} ({time.unit}, zone {time.zone}), {span}"


def decimal(text: str) -> Json:
    """Give decimal text as a number of any precision; None where it is none."""
    if not _DECIMAL.fullmatch(text):
        return None
    return {"@type": "xsd:decimal", "@value": text}


def whole(text: str) -> int | None:
    """Give the whole part of a number in text, which is all that CASE takes of a duration."""
    match = _WHOLE.fullmatch(text)
    return None if match is None else int(match[1])
