"""Sensitivity classes: what the guardian's lists and the survivor's marks make of a record.

docs/readers.md 8. A class comes from a person or from the data, never from a guess about
words. Lists name people (a number, an address, a name), conversations (their id or name) and
media (a file's name, the end of its path, or its SHA-256); whatever they touch gets their class,
and no scope lets it through without naming that class.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from extraction.ledger import Ledger
from extraction.parties import normal_phone
from extraction.record import Record
from vault.segment import SEVERAL

_FILES = ("media", "document")


class Marks:
    """Classes by every form in which a source can name somebody or something."""

    __slots__ = ("_classes", "_given", "_met", "_unlisted")

    def __init__(self, sensitive: Mapping[str, str], region: str | None) -> None:
        self._given = len(sensitive)
        self._met: set[int] = set()
        self._unlisted = 0
        self._classes: dict[str, tuple[str, int]] = {}
        for number, (raw, kind) in enumerate(sensitive.items()):
            key = raw.strip()
            for form in (key, key.lower(), normal_phone(key, region)):
                if form:
                    self._classes.setdefault(form, (kind, number))

    def __bool__(self) -> bool:
        return self._given > 0

    def classify(self, record: Record) -> Record:
        """Give a record the class of the people, the conversation and the media in it.

        Of two classes neither lets it go: it is then of the class `several`.
        """
        found = set() if record.sensitivity is None else {record.sensitivity}
        for kind, number in self._touching(record):
            found.add(kind)
            self._met.add(number)
        if not found:
            return record
        if record.category == "contact":
            self._count_unlisted(record)
        sensitivity = found.pop() if len(found) == 1 else SEVERAL
        return replace(record, sensitivity=sensitivity)

    def tell(self, ledger: Ledger) -> None:
        """Say what the lists missed; by numbers, because nobody on a list is to be named."""
        if missed := self._given - len(self._met):
            ledger.warn(
                f"{missed} of {self._given} listed people, conversations and media"
                " were met in no record"
            )
        if self._unlisted:
            ledger.warn(
                f"{self._unlisted} numbers and addresses of listed contacts are not listed"
                " themselves: what was said with them has no class"
            )

    def _touching(self, record: Record) -> Iterator[tuple[str, int]]:
        for key in _keys(record):
            met = self._classes.get(key) or self._classes.get(key.lower())
            if met is not None:
                yield met

    def _count_unlisted(self, record: Record) -> None:
        for party in record.parties:
            forms = [form for form in (party.id_norm, party.id_raw) if form]
            listed = any(form in self._classes or form.lower() in self._classes for form in forms)
            self._unlisted += bool(forms) and not listed


def _keys(record: Record) -> Iterator[str]:
    if record.thread is not None:
        yield record.thread.id
        # Of what she wrote herself, this alone may say to whom.
        yield record.thread.name
    for party in record.parties:
        if party.is_owner is not True:
            yield from (key for key in (party.id_norm, party.id_raw, party.name) if key)
    for blob in record.blobs:
        if blob.sha256:
            yield blob.sha256
        yield from _ends(blob.name)
    if record.category in _FILES:
        yield from _ends(record.prov.member)


def _ends(path: str) -> Iterator[str]:
    """Give a file's name, and every longer end of its path."""
    parts = [part for part in path.replace("\\", "/").split("/") if part]
    for start in range(len(parts)):
        yield "/".join(parts[start:])
