"""Decisions: may this team do this with that scope, now? The one speaker of Casbin.

docs/policy.md 1-4. Casbin decides over the live rules of one vault and one team, handed
in by the caller from the access's own transaction. Around it stands what it lacks: typed
values in, a Permit or a Refusal out, rules read strictly, nothing kept between calls.
"""

import ast
import hashlib
import importlib.metadata
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import casbin
from casbin.model import Model
from casbin.persist.adapter_filtered import FilteredAdapter
from casbin.util import SimpleEval
from casbin.util.log import disabled_logging

from consent.errors import PolicyUnsound
from consent.rule import ALLOW, ANY_TEAM, DENY, Rule, RuleText, read_rule
from consent.scope import Scope

POLICY_SHA256 = "c69a5e3ff859a7f1923d1311ea108d1743204bfdee473616df26810b66bdf82b"
ROLES_SHA256 = "6052db57cacb2daa0711d80b7ce07327061dcb499b3c19b35315647ced7ebc33"
CASBIN_VERSION = "1.43.0"

_FOLDER = Path(__file__).parent
_SEAL = object()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `at` is UTC milliseconds, `why` is `<case>:<purpose>`."""

    vault: str
    team: str
    act: str
    why: str
    at: int
    scope: Scope


@dataclass(frozen=True, slots=True)
class Permit:
    """A decision that allows. Only `decide` makes one."""

    rules: tuple[bytes, ...]
    digest: bytes
    made_by: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.made_by is not _SEAL:
            raise PolicyUnsound("a permit that no decision made")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A decision that does not allow: why, and the rules that spoke.

    Reasons: no-rule, expired, not-yet, purpose, action, scope, denied-by-rule.
    """

    reason: str
    rules: tuple[bytes, ...]
    digest: bytes


@dataclass(frozen=True, slots=True, repr=False)
class _Asked:
    """A scope that casbin can format without showing it."""

    scope: Scope

    def __repr__(self) -> str:
        return "<scope>"


def decide(texts: Sequence[RuleText], question: Question) -> Permit | Refusal:
    """Decide over the live rules of one vault and team, given by the caller's transaction.

    Raises:
        PolicyUnsound: a rule cannot be read, or the question is blank; nothing is allowed.
    """
    for value in (question.vault, question.team, question.act, question.why):
        _refuse_blank(value)
    rules = [read_rule(text) for text in texts]
    # One moment, one act: a row beyond what was asked for is only for the matcher to refuse.
    lines = [[rule.vault, rule.team, rule, rule.eft] for rule in rules]
    asked = (question.vault, question.team, question.act, question.why, question.at)
    allowed = _engine("policy", _make_policy).ask(lines, (*asked, _Asked(question.scope)))
    digest = _digest(rules)
    mine = [rule for rule in rules if _concerns(rule, question)]
    if allowed:
        return Permit(_ids(rule for rule in mine if _fault(rule, question) is None), digest, _SEAL)
    return _refusal(mine, question, digest)


class RoleMatrix:
    """Who may call which route, from the rows that the api declares."""

    __slots__ = ("_lines",)

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Take (role, route, method) rows, or raise PolicyUnsound for a blank one."""
        self._lines: dict[str, list[list[object]]] = {}
        for role, route, method in rows:
            for value in (role, route, method):
                _refuse_blank(value)
            self._lines.setdefault(route, []).append([role, route, method, ALLOW])

    def may(self, role: str, route: str, method: str) -> bool:
        """Tell whether a role may call a route; whatever is blank or not declared may not."""
        if not all(value.strip() for value in (role, route, method)):
            return False
        lines = self._lines.get(route, [])
        return _engine("roles", _make_roles).ask(lines, (role, route, method))


def check_engine() -> None:
    """Assert at start-up that one known casbin is installed and the models are as reviewed.

    Raises:
        PolicyUnsound: another version, two distributions over each other, or a changed model.
    """
    # casbin and pycasbin share an import name and overwrite each other's files.
    owners = importlib.metadata.packages_distributions().get("casbin", [])
    if sorted(set(owners)) != ["casbin"]:
        raise PolicyUnsound("want exactly one distribution that provides casbin")
    if importlib.metadata.version("casbin") != CASBIN_VERSION:
        raise PolicyUnsound(f"want casbin {CASBIN_VERSION}")
    _make_policy()
    _make_roles()


class _RowsGiven(FilteredAdapter):  # type: ignore[misc]  # casbin has no types
    """Loads the rows that it is handed, all or none, and does nothing else."""

    def is_filtered(self) -> bool:
        return True

    def load_filtered_policy(self, model: Model, filter: list[list[object]]) -> None:  # noqa: A002 casbin's name
        model["p"]["p"].policy = filter

    def _never(self, *_given: object) -> NoReturn:
        raise PolicyUnsound("a policy is never loaded whole, saved or changed through casbin")

    load_policy = save_policy = add_policy = remove_policy = remove_filtered_policy = _never


class _Engine(casbin.Enforcer):  # type: ignore[misc]  # casbin has no types
    """One thread's enforcer; its matcher was parsed before threads began."""

    def __init__(self, model: Model, matcher: ast.expr) -> None:
        # casbin switches its logging off only after it logged the model.
        disabled_logging()
        super().__init__(model, _RowsGiven(), enable_log=False)
        self._matcher = matcher
        self._evaluator: SimpleEval | None = None

    def _get_expression(self, expr: str, functions: dict[str, Callable[..., bool]]) -> SimpleEval:
        # Parsing at each call costs half of it, and ast.parse fails at random under threads.
        if self._evaluator is None or self._evaluator.functions is not functions:
            # It changes the process's filter of warnings while it is made, so not at each call.
            self._evaluator = SimpleEval("", functions)
            self._evaluator.expr = expr
            self._evaluator.ast_parsed_value = self._matcher
        return self._evaluator

    def ask(self, lines: list[list[object]], asked: tuple[object, ...]) -> bool:
        """Enforce over exactly these lines; only True is yes."""
        if not self.enabled:
            raise PolicyUnsound("the enforcer is switched off")
        try:
            self.load_filtered_policy(list(lines))
            return self.enforce(*asked) is True
        except Exception as error:  # noqa: BLE001 whatever goes wrong inside, the answer is no
            raise PolicyUnsound(f"casbin failed: {type(error).__name__}") from None
        finally:
            self.clear_policy()
            if self._evaluator is not None:
                self._evaluator.names = {}


_local = threading.local()


def _engine(name: str, make: Callable[[], _Engine]) -> _Engine:
    engine: _Engine | None = getattr(_local, name, None)
    if engine is None:
        engine = make()
        setattr(_local, name, engine)
    return engine


def _make_policy() -> _Engine:
    engine = _Engine(_model("policy.conf", POLICY_SHA256), _POLICY_MATCHER)
    engine.add_function("live", _live)
    engine.add_function("acts", _acts)
    engine.add_function("purpose", _purpose)
    engine.add_function("inscope", _inscope)
    return engine


def _make_roles() -> _Engine:
    return _Engine(_model("roles.conf", ROLES_SHA256), _ROLES_MATCHER)


def _model(name: str, sha256: str) -> Model:
    text = (_FOLDER / name).read_bytes()
    if hashlib.sha256(text).hexdigest() != sha256:
        raise PolicyUnsound(f"{name} is not the file that was reviewed")
    model = Model()
    model.load_model_from_text(text.decode("ascii"))
    return model


def _parsed(name: str, sha256: str) -> ast.expr:
    text: str = _model(name, sha256)["m"]["m"].value
    python = text.replace("&&", "and").replace("||", "or")
    return ast.parse(python, mode="eval").body


_POLICY_MATCHER = _parsed("policy.conf", POLICY_SHA256)
_ROLES_MATCHER = _parsed("roles.conf", ROLES_SHA256)


# With no rows at all casbin runs the matcher on '' for every p; each function says no then.


def _live(rule: Any, at: Any) -> bool:  # noqa: ANN401 casbin hands over anything
    return isinstance(rule, Rule) and rule.live(at) is True


def _acts(rule: Any, act: Any) -> bool:  # noqa: ANN401 casbin hands over anything
    return isinstance(rule, Rule) and act in rule.acts


def _purpose(rule: Any, why: Any) -> bool:  # noqa: ANN401 casbin hands over anything
    return isinstance(rule, Rule) and rule.serves(why) is True


def _inscope(rule: Any, eft: Any, asked: Any) -> bool:  # noqa: ANN401 casbin hands over anything
    if not isinstance(rule, Rule) or not isinstance(asked, _Asked) or rule.eft != eft:
        return False
    return rule.reaches(asked.scope) is True


def _refuse_blank(value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        raise PolicyUnsound("a blank or non-text value in what is asked")


def _concerns(rule: Rule, question: Question) -> bool:
    return rule.vault == question.vault and rule.team in (question.team, ANY_TEAM)


def _fault(rule: Rule, question: Question) -> str | None:
    """Say what first keeps a rule from applying."""
    if question.at < rule.nbf:
        return "not-yet"
    if question.at >= rule.exp:
        return "expired"
    if not rule.serves(question.why):
        return "purpose"
    if question.act not in rule.acts:
        return "action"
    return None if rule.reaches(question.scope) else "scope"


def _refusal(mine: Sequence[Rule], question: Question, digest: bytes) -> Refusal:
    denies = [rule for rule in mine if rule.eft == DENY and _fault(rule, question) is None]
    if denies:
        return Refusal("denied-by-rule", _ids(denies), digest)
    faults = {rule.id: _fault(rule, question) for rule in mine if rule.eft == ALLOW}
    # The reason of the rule that came nearest says most to her.
    for reason in ("scope", "action", "purpose", "expired", "not-yet"):
        if reason in faults.values():
            return Refusal(
                reason, tuple(i for i, fault in faults.items() if fault == reason), digest
            )
    return Refusal("no-rule", (), digest)


def _ids(rules: Iterable[Rule]) -> tuple[bytes, ...]:
    return tuple(rule.id for rule in rules)


def _digest(rules: Sequence[Rule]) -> bytes:
    """Hash the model and the rules that were read, for the log entry."""
    joined = b"".join(rule.digest for rule in rules)
    return hashlib.sha256(
        b"safehold-policy-v1\x00" + bytes.fromhex(POLICY_SHA256) + joined
    ).digest()
