"""People who are not part of a conversation, as pseudonyms, where the scope asks for that with `h`.

docs/formats/grant.md 4. Who takes part stands in the segment's descriptor, or in the scope, and
stays. Everybody else whom a record lists, and every telephone number and address in its words,
becomes `person-1`, `person-2` and so on, one for each within a selection.
"""

from collections.abc import Callable, Collection, Mapping

from consent.scope import Scope
from extraction.masking_words import (
    PSEUDONYM,
    in_names,
    in_words,
    key_of,
    same_person,
    says_person,
    without_label,
)
from vault.canonical import parse_object

STEP = "mask"
_IDS = ("id_raw", "id_type", "id_norm")

_Body = Mapping[str, object]


def taking_part(desc: bytes) -> frozenset[str]:
    """Give the counterparties that a segment's descriptor names."""
    parties = parse_object(desc).get("parties")
    return frozenset(map(str, parties)) if isinstance(parties, list) else frozenset()


class Masking:
    """The pseudonyms of one selection: numbered as their people are first met."""

    def __init__(self, scope: Scope) -> None:
        self._asked, self._named = scope.h, scope.p or frozenset()
        self._numbers: dict[str, int] = {}
        self._new: dict[str, int] = {}

    def masked(self, body: _Body, parties: frozenset[str]) -> _Body:
        """Give a record's JSON with pseudonyms; the very one given where nothing changes.

        New pseudonyms are forgotten again unless `keep` is called: only records that leave
        count.

        Args:
            parties: who takes part, of the segment's descriptor.
        """
        if not self._asked:
            return body
        self._new = {}
        found = _Record(body, parties | self._named, self._pseudonym).masked()
        return body if found == body else found

    def keep(self) -> None:
        """Keep the pseudonyms of the record that was masked last: it leaves."""
        self._numbers |= self._new
        self._new = {}

    def _pseudonym(self, key: str) -> str:
        number = self._numbers.get(key) or self._new.get(key)
        if number is None:
            number = self._new[key] = len(self._numbers) + len(self._new) + 1
        return f"person-{number}"


class _Record:
    """One record: who takes part in it, who does not, and what becomes of its fields."""

    def __init__(
        self, body: _Body, parties: Collection[str], pseudonym: Callable[[str], str]
    ) -> None:
        self._body, self._pseudonym = body, pseudonym
        listed = body.get("parties")
        self._listed = [
            one for one in (listed if isinstance(listed, list) else []) if isinstance(one, dict)
        ]
        inside = [one for one in self._listed if _takes_part(one, parties)]
        self._ids = {*parties, *(key_of(text) for one in inside for text in _texts(one))}
        self._known = {name for one in inside if isinstance(name := one.get("name"), str)}
        outside = [one for one in self._listed if not _takes_part(one, parties)]
        self._others = [key for one in outside if (key := _party_key(one))]
        self._names = {
            name: key
            for one in outside
            if (key := _party_key(one))
            and isinstance(name := one.get("name"), str)
            and len(name) > 1
            and name not in self._known
            and not PSEUDONYM.fullmatch(name)
        }
        self._outside = outside

    def masked(self) -> dict[str, object]:
        body = dict(self._body)
        rules: tuple[tuple[str, Callable[[object], object]], ...] = (
            ("parties", lambda value: _each(value, self._party)),
            ("text", lambda value: _each(value, lambda one: self._field(one, "value"))),
            ("thread", lambda value: self._field(value, "name")),
            ("blobs", lambda value: _each(value, lambda one: self._field(one, "name"))),
            ("extra", lambda value: self._all(value, self._extra)),
            ("state", lambda value: self._all(value, lambda _, text: self._words(text))),
            ("place", lambda value: self._field(value, "label")),
            ("prov", lambda value: self._field(value, "member")),
        )
        for name, rule in rules:
            if name in body:
                body[name] = rule(body[name])
        return body

    def _party(self, party: object) -> object:
        if not any(party is one for one in self._outside):
            return party
        assert isinstance(party, dict)
        key = _party_key(party)
        # Somebody of whom nothing is said, or who has a pseudonym already.
        if not key:
            return party
        left = {name: value for name, value in party.items() if name not in _IDS}
        return {**left, "name": self._pseudonym(key)}

    def _field(self, part: object, name: str) -> object:
        if not isinstance(part, dict) or not isinstance(part.get(name), str):
            return part
        return {**part, name: self._words(part[name])}

    def _all(self, part: object, rule: Callable[[str, str], str]) -> object:
        if not isinstance(part, dict):
            return part
        return {
            name: rule(name, value) if isinstance(value, str) else value
            for name, value in sorted(part.items())
        }

    def _extra(self, name: str, value: str) -> str:
        text = without_label(value)
        if not says_person(name, text) or text in self._known:
            return self._words(value)
        key = self._names.get(text) or self._who(key_of(text))
        return value if key is None else self._pseudonym(key)

    def _words(self, text: str) -> str:
        named = in_names(text, self._names, self._pseudonym)
        return in_words(named, self._who, self._pseudonym)

    def _who(self, key: str) -> str | None:
        """Give the one whom an id is of; None for somebody who takes part."""
        if any(same_person(key, known) for known in self._ids):
            return None
        return next((other for other in self._others if same_person(key, other)), key)


def _takes_part(party: Mapping[str, object], parties: Collection[str]) -> bool:
    return party.get("is_owner") is True or party.get("id_norm") in parties


def _texts(party: Mapping[str, object]) -> list[str]:
    values = (party.get("id_raw"), party.get("id_norm"))
    return [value for value in values if isinstance(value, str)]


def _party_key(party: Mapping[str, object]) -> str:
    """Give what tells somebody from others; empty where nothing does."""
    for field in ("id_norm", "id_raw"):
        if isinstance(value := party.get(field), str) and value:
            return key_of(value)
    name = party.get("name")
    if not isinstance(name, str) or PSEUDONYM.fullmatch(name):
        return ""
    return name


def _each(value: object, rule: Callable[[object], object]) -> object:
    return [rule(one) for one in value] if isinstance(value, list) else value
