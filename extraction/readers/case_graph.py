"""Nodes of a CASE/UCO graph: names without prefixes, values, and who an account is.

docs/readers.md 16. Prefixes are the writer's choice, so names are compared by what follows the
last colon, slash or hash.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from extraction.errors import LimitExceeded
from extraction.readers.json_values import cell
from extraction.readers.store_values import text
from extraction.record import Time
from extraction.time import SECOND, explicit_time, local_time, unknown_time

Node = Mapping[str, object]
MAX_KEPT = 2_000_000
TWO = "\x00"
"""Stands for the thread of a message that two threads cite: it is in none of them for sure."""
_LAST = re.compile(r".*[:/#]", re.DOTALL)
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_IDS = ("phoneNumber", "addressValue", "emailAddress", "accountIdentifier", "accountLogin")
_NAMES = ("displayName", "name", "applicationIdentifier", "accountIdentifier", "firstName")


def local(name: str) -> str:
    """Give a name without its prefix."""
    return _LAST.sub("", name)


def plain(node: object) -> dict[str, object]:
    """Give an object's values by their names without prefixes; {} for what is none."""
    if not isinstance(node, dict):
        return {}
    return {key if key.startswith("@") else local(key): value for key, value in node.items()}


def listed(value: object) -> list[object]:
    """Give a value that may stand alone as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def types_of(node: Node) -> list[str]:
    """Give a node's types without prefixes."""
    return [local(each) for each in listed(node.get("@type")) if isinstance(each, str)]


def facets_of(node: Node) -> Iterator[tuple[str, dict[str, object]]]:
    """Give (type, values) of each facet of a node."""
    for each in listed(plain(node).get("hasFacet")):
        facet = plain(each)
        for name in types_of(facet):
            yield name, facet


def scalar(value: object) -> str:
    """Give a value's text, typed or not; "" for a reference."""
    if isinstance(value, dict):
        return text(cell(value.get("@value"))) if "@value" in value else ""
    return text(cell(value)) if not isinstance(value, list) else ""


def reference(value: object) -> str:
    """Give the id that a value refers to; "" where it refers to none."""
    found = value.get("@id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def moment(value: object, kind: str, zone: ZoneInfo | None) -> Time | None:
    """Read a time; its fraction says how long it stands for."""
    raw = scalar(value)
    if not raw:
        return None
    match = _MOMENT.fullmatch(raw)
    if match is None:
        return unknown_time(raw[:100], unit="text", kind=kind)
    digits = (match[2] or "")[:6]
    try:
        read = datetime.fromisoformat(f"{match[1]}{match[3] or ''}")
    except ValueError:
        return unknown_time(raw, unit="text", kind=kind)
    read = read.replace(microsecond=int(digits.ljust(6, "0")) if digits else 0)
    lasts = SECOND // 10 ** len(digits)
    if match[3] is None:
        return local_time(raw, [read], lasts_us=lasts, kind=kind, zone=zone)
    return explicit_time(raw, read.astimezone(UTC), lasts_us=lasts, kind=kind)


@dataclass(slots=True)
class Known:
    """What other nodes refer to: accounts, addresses, pages, programs, and threads.

    `ids` maps a node to what identifies it, `names` to its name, `threads` a message to its
    thread, or to TWO.
    """

    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    threads: dict[str, str] = field(default_factory=dict)

    def learn(self, node: Node) -> None:
        """Keep what may be referred to.

        Raises:
            LimitExceeded: there are more nodes than any export's.
        """
        name = reference(node)
        if not name:
            return
        if len(self.ids) + len(self.names) + len(self.threads) > MAX_KEPT:
            raise LimitExceeded(f"the graph has more than {MAX_KEPT} nodes that others cite")
        facets = list(facets_of(node))
        shown = scalar(plain(node).get("name"))
        for key in (*_IDS, "fullValue"):
            found = next((value for _, facet in facets if (value := scalar(facet.get(key)))), "")
            # A number or an address says more than what an account is called.
            if found and not self.ids.get(name):
                self.ids[name] = found
        for kind, facet in facets:
            if kind == "MessageThreadFacet":
                self._thread(name, facet)
            if link := reference(facet.get("emailAddress")):
                self.links[name] = link
            names = (scalar(facet.get(key)) for key in _NAMES)
            shown = shown or next(filter(None, names), "")
        if shown:
            self.names[name] = shown

    def _thread(self, name: str, facet: Mapping[str, object]) -> None:
        thread = plain(facet.get("messageThread"))
        for each in listed(thread.get("element")):
            if cited := reference(each):
                known = self.threads.setdefault(cited, name)
                if known != name:
                    self.threads[cited] = TWO

    def identify(self, value: object) -> tuple[str, str]:
        """Give (id, name) of what a value refers to."""
        name = reference(value)
        if not name:
            return scalar(value), ""
        found = self.ids.get(name) or self.ids.get(self.links.get(name, ""), "")
        return found, self.names.get(name, "")
