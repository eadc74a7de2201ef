"""Rules: one row of consent, read strictly, as the decision asks it.

docs/policy.md 2. A rule allows or denies acts on a scope to a team, for purposes, between
two moments. Whatever cannot be read whole fails the whole decision, because a deny that
was skipped would be an allow.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from consent.errors import InvalidScope, PolicyUnsound
from consent.scope import Scope, covers, overlaps, parse_scope
from vault.canonical import Json, marshal, parse, parse_object
from vault.document import text_of
from vault.errors import Malformed

ALLOW, DENY, ANY_TEAM = "allow", "deny", "*"
ACTS = frozenset({"view", "download"})
PURPOSES = frozenset({"investigation"})
YEAR_MS = 366 * 86_400_000


@dataclass(frozen=True, slots=True, repr=False)
class Rule:
    """A rule. Times are UTC milliseconds, `nbf` inside and `exp` outside; `why` None is any."""

    id: bytes
    vault: str
    team: str
    eft: str
    acts: frozenset[str]
    why: frozenset[str] | None
    nbf: int
    exp: int
    scope: Scope
    digest: bytes

    def __repr__(self) -> str:
        # casbin formats every value into a line of log.
        return "<rule>"

    def live(self, at: int) -> bool:
        """Tell whether the rule holds at a moment."""
        return self.nbf <= at < self.exp

    def serves(self, why: str) -> bool:
        """Tell whether the rule speaks of a purpose."""
        return self.eft == DENY if self.why is None else why in self.why

    def reaches(self, scope: Scope) -> bool:
        """Tell whether the rule applies to a scope: an allow covers it, a deny overlaps it."""
        return covers(self.scope, scope) if self.eft == ALLOW else overlaps(self.scope, scope)


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as it is stored: its body never changes, only `revoked_at` is set once."""

    id: bytes
    vault_id: str
    team_id: str
    eft: str
    acts: str
    why: str | None
    nbf: int
    exp: int
    scope: str


def write_rule(
    rule_id: bytes,
    *,
    vault: str,
    team: str,
    eft: str,
    acts: frozenset[str],
    why: frozenset[str] | None,
    nbf: int,
    exp: int,
    scope: Scope,
) -> RuleText:
    """Spell a rule for keeping, or raise PolicyUnsound if it breaks the rules of rules."""
    text = RuleText(
        rule_id,
        vault,
        team,
        eft,
        marshal(sorted(acts)).decode(),
        None if why is None else marshal(sorted(why)).decode(),
        nbf,
        exp,
        marshal(scope.marshal()).decode(),
    )
    read_rule(text)
    return text


@lru_cache(maxsize=4096)
def read_rule(text: RuleText) -> Rule:
    """Read a stored rule, or raise PolicyUnsound. Cached by content: which are live is not."""
    try:
        rule = Rule(
            text.id,
            _plain(text.vault_id),
            _plain(text.team_id),
            text.eft,
            _words(text.acts),
            None if text.why is None else _words(text.why),
            text.nbf,
            text.exp,
            parse_scope(dict(parse_object(text.scope.encode()))),
            _digest(text),
        )
        if marshal(rule.scope.marshal()) != text.scope.encode():
            raise Malformed("scope is not spelt as it would be written")
    except (Malformed, InvalidScope, AttributeError, TypeError):
        raise PolicyUnsound(f"rule {text.id.hex()} cannot be read") from None
    _check(rule)
    return rule


def _check(rule: Rule) -> None:
    deny = rule.eft == DENY
    wrong = (
        rule.eft not in (ALLOW, DENY)
        or not rule.acts
        or not rule.acts <= ACTS
        # To forbid seeing is to forbid taking.
        or (deny and "view" in rule.acts and rule.acts != ACTS)
        or (not deny and (rule.team == ANY_TEAM or not rule.why))
        or not rule.nbf < rule.exp
        # A deny that lapsed would be an allow; only agreement must end within a year.
        or (not deny and rule.exp > rule.nbf + YEAR_MS)
    )
    if wrong:
        raise PolicyUnsound(f"rule {rule.id.hex()} breaks the rules of rules")


def _plain(text: object) -> str:
    value = text_of(text)  # type: ignore[arg-type]  # a row can hold what it should not
    if not value.strip() or unicodedata.normalize("NFC", value) != value:
        raise Malformed("want a text that is not blank, in NFC")
    return value


def _words(text: str) -> frozenset[str]:
    value: Json = parse(text.encode())
    if not isinstance(value, list):
        raise Malformed("want a list")
    words = [_plain(item) for item in value]
    if sorted(set(words)) != words:
        raise Malformed("want words in order, each once")
    return frozenset(words)


def _digest(text: RuleText) -> bytes:
    body: dict[str, Json] = {
        "acts": text.acts,
        "eft": text.eft,
        "exp": text.exp,
        "id": text.id.hex(),
        "nbf": text.nbf,
        "scope": text.scope,
        "team": text.team_id,
        "vault": text.vault_id,
        "why": text.why,
    }
    return hashlib.sha256(marshal(body)).digest()
