"""Log policies (C2SP tlog-policy): which log is trusted, and whose cosignatures suffice.

docs/formats/witness.md 4:

    log     <vkey>
    witness body <vkey> https://witness.example
    group   both all body ngo
    quorum  both

Strict: nothing twice, words separated by spaces and tabs only, no comment after a line.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from audit.errors import MalformedNote
from audit.note import COSIGNATURE, ED25519, MLDSA44, VerifierKey, is_clean, parse_vkey

NONE = "none"
_URL = re.compile(r"https?://[^\s#]+")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Group:
    """So many of these witnesses or groups."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogPolicy:
    """A parsed policy."""

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, VerifierKey]
    groups: Mapping[str, Group]
    quorum: str
    urls: Mapping[str, str] = field(default_factory=dict)

    def satisfied(self, seen: Collection[VerifierKey]) -> bool:
        """Tell whether these witnesses make the quorum."""
        return self.quorum == NONE or self._holds(self.quorum, seen)

    def _holds(self, name: str, seen: Collection[VerifierKey]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name] in seen
        group = self.groups[name]
        return sum(self._holds(member, seen) for member in group.members) >= group.threshold


def parse_log_policy(text: str) -> LogPolicy:
    """Read a policy, or raise MalformedNote."""
    if not is_clean(text.replace("\n", "").replace("\t", "")) or "\x7f" in text:
        raise MalformedNote("the policy holds control characters or is not UTF-8")
    if text and not text.endswith("\n"):
        raise MalformedNote("the policy's last line does not end")
    reading = _Reading()
    for line in text.split("\n"):
        words = line.replace("\t", " ").strip(" ")
        if words and not words.startswith("#"):
            reading.line([word for word in words.split(" ") if word])
    if reading.quorum is None:
        raise MalformedNote("the policy names no quorum")
    return LogPolicy(
        tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum, reading.urls
    )


class _Reading:
    """The lines read so far; names and keys are known before they are used, each once."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, VerifierKey] = {}
        self.groups: dict[str, Group] = {}
        self.urls: dict[str, str] = {}
        self.quorum: str | None = None
        self._members: set[str] = set()

    def line(self, words: Sequence[str]) -> None:
        match words:
            case ["log", vkey]:
                self._log(parse_vkey(vkey))
            case ["log", vkey, url] if _URL.fullmatch(url):
                self._log(parse_vkey(vkey))
            case ["witness", name, vkey]:
                self._witness(name, parse_vkey(vkey))
            case ["witness", name, vkey, url] if _URL.fullmatch(url):
                self._witness(name, parse_vkey(vkey))
                self.urls[name] = url
            case ["group", name, threshold, *members] if members:
                self._group(name, threshold, members)
            case ["quorum", name] if self.quorum is None:
                if name != NONE and name not in self.witnesses and name not in self.groups:
                    raise MalformedNote("the quorum names nobody")
                self.quorum = name
            case _:
                raise MalformedNote("the policy has a line that is not known or comes twice")

    def _log(self, key: VerifierKey) -> None:
        if key.algorithm not in (ED25519, MLDSA44):
            raise MalformedNote("a log's key is of another kind")
        # One key under two names is still one key.
        if key.public in {known.public for known in self.logs}:
            raise MalformedNote("the policy names a log's key twice")
        self.logs.append(key)

    def _witness(self, name: str, key: VerifierKey) -> None:
        self._new_name(name)
        if key.algorithm == ED25519:
            # Published policies give witness keys as plain Ed25519 too; the line's key is
            # then read as a cosigner's.
            key = VerifierKey(key.name, COSIGNATURE, key.public)
        if key.public in {known.public for known in self.witnesses.values()}:
            raise MalformedNote("the policy names a witness's key twice")
        self.witnesses[name] = key

    def _group(self, name: str, threshold: str, members: Sequence[str]) -> None:
        self._new_name(name)
        if len(set(members)) != len(members) or self._members & set(members):
            # Otherwise one witness could count twice towards a quorum.
            raise MalformedNote("the policy names a member twice")
        if any(member not in self.witnesses and member not in self.groups for member in members):
            raise MalformedNote("a group names nobody known")
        wanted = {"all": len(members), "any": 1}.get(threshold)
        if wanted is None:
            if _NUMBER.fullmatch(threshold) is None:
                raise MalformedNote("a group's threshold is all, any or a number")
            wanted = int(threshold)
        if wanted > len(members):
            raise MalformedNote("a group's threshold cannot be met")
        self._members.update(members)
        self.groups[name] = Group(wanted, tuple(members))

    def _new_name(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise MalformedNote("the policy uses a name twice, or none as one")
