"""Log policies (C2SP tlog-policy): which log is trusted, and whose cosignatures suffice.

docs/formats/witness.md 4:

    log     <vkey>
    witness body <vkey> https://witness.example
    group   both all body ngo
    quorum  both

Strict: one spelling, nothing twice, comments only at the start of a line.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from audit.errors import MalformedNote
from audit.note import COSIGNATURE, MLDSA44, VerifierKey, parse_vkey

NONE = "none"


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
    if any(ord(char) < 32 and char not in "\n\t" for char in text):  # noqa: PLR2004 controls
        raise MalformedNote("the policy holds control characters")
    reading = _Reading()
    for line in text.split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        reading.line(line.split())
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

    def line(self, words: Sequence[str]) -> None:
        match words:
            case ["log", vkey] | ["log", vkey, _]:
                self._log(parse_vkey(vkey))
            case ["witness", name, vkey]:
                self._witness(name, parse_vkey(vkey))
            case ["witness", name, vkey, url]:
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
        if key in self.logs:
            raise MalformedNote("the policy names a log twice")
        self.logs.append(key)

    def _witness(self, name: str, key: VerifierKey) -> None:
        self._new_name(name)
        if key.algorithm not in (COSIGNATURE, MLDSA44):
            # Published policies give witness keys as plain Ed25519 too; the line's key is
            # then read as a cosigner's.
            key = VerifierKey(key.name, COSIGNATURE, key.public)
        if key in self.witnesses.values():
            raise MalformedNote("the policy names a witness's key twice")
        self.witnesses[name] = key

    def _group(self, name: str, threshold: str, members: Sequence[str]) -> None:
        self._new_name(name)
        if len(set(members)) != len(members):
            raise MalformedNote("a group names a member twice")
        if any(member not in self.witnesses and member not in self.groups for member in members):
            raise MalformedNote("a group names nobody known")
        wanted = {"all": len(members), "any": 1}.get(threshold)
        if wanted is None:
            if not threshold.isascii() or not threshold.isdigit() or threshold[0] == "0":
                raise MalformedNote("a group's threshold is all, any or a number")
            wanted = int(threshold)
        if not 1 <= wanted <= len(members):
            raise MalformedNote("a group's threshold cannot be met")
        self.groups[name] = Group(wanted, tuple(members))

    def _new_name(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise MalformedNote("the policy uses a name twice, or none as one")
