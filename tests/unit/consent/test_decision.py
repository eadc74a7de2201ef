"""Decisions, and each edge at which casbin alone would have let somebody in."""

import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import casbin
import pytest
from casbin.effect.default_effectors import AllowAndDenyEffector

from consent import decision
from consent.decision import (
    POLICY_SHA256,
    ROLES_SHA256,
    Permit,
    Question,
    Refusal,
    RoleMatrix,
    check_engine,
    decide,
)
from consent.errors import PolicyUnsound
from consent.rule import YEAR_MS, RuleText, read_rule, write_rule
from consent.scope import Scope

EID = "aa" * 16
VAULT = "01" * 16
NOW = 1_000_000
SCOPE = Scope(frozenset({EID}), frozenset({"message", "call"}), p=frozenset({"p1", "p2"}))
FOLDER = Path(decision.__file__).parent


def rule(**changes: object) -> RuleText:
    given: dict[str, object] = {
        "vault": VAULT,
        "team": "team-1",
        "eft": "allow",
        "acts": frozenset({"view", "download"}),
        "why": frozenset({"case-1:investigation"}),
        "nbf": NOW,
        "exp": NOW + 1000,
        "scope": SCOPE,
    }
    rule_id = changes.pop("id", b"\x01" * 16)
    return write_rule(rule_id, **{**given, **changes})  # type: ignore[arg-type]


def question(**changes: object) -> Question:
    asked = Question(VAULT, "team-1", "view", "case-1:investigation", NOW, SCOPE)
    return replace(asked, **changes)  # type: ignore[arg-type]


def reason(texts: list[RuleText], asked: Question) -> str:
    answer = decide(texts, asked)
    return answer.reason if isinstance(answer, Refusal) else "permit"


def test_a_rule_that_covers_allows_and_names_itself() -> None:
    answer = decide([rule()], question())
    assert isinstance(answer, Permit)
    assert answer.rules == (b"\x01" * 16,)
    assert len(answer.digest) == 32


def test_no_rules_allow_nothing() -> None:
    assert reason([], question()) == "no-rule"


@pytest.mark.parametrize(
    ("changes", "asked", "why"),
    [
        ({}, {"at": NOW - 1}, "not-yet"),
        ({}, {"at": NOW + 1000}, "expired"),
        ({}, {"at": NOW + 999}, "permit"),
        ({}, {"why": "case-11:investigation"}, "purpose"),
        ({}, {"why": "case-1"}, "purpose"),
        ({"acts": frozenset({"download"})}, {}, "action"),
        ({"acts": frozenset({"view"})}, {"act": "download"}, "action"),
        ({"acts": frozenset({"view"})}, {"act": "vie"}, "action"),
        ({}, {"vault": "02" * 16}, "no-rule"),
        ({}, {"team": "team-11"}, "no-rule"),
        ({}, {"scope": replace(SCOPE, p=None)}, "scope"),
        ({}, {"scope": replace(SCOPE, c=frozenset())}, "scope"),
        ({"scope": replace(SCOPE, p=frozenset())}, {}, "scope"),
    ],
)
def test_what_a_rule_does_not_say_is_refused_with_the_reason(
    changes: dict[str, object], asked: dict[str, object], why: str
) -> None:
    assert reason([rule(**changes)], question(**asked)) == why


def test_two_rules_do_not_add_up_to_one() -> None:
    halves = [
        rule(id=b"\x01" * 16, scope=replace(SCOPE, p=frozenset({"p1"}))),
        rule(id=b"\x02" * 16, scope=replace(SCOPE, p=frozenset({"p2"}))),
    ]
    assert reason(halves, question()) == "scope"


def deny(**changes: object) -> RuleText:
    given: dict[str, object] = {"id": b"\x09" * 16, "eft": "deny", "team": "*", "why": None}
    return rule(**{**given, **changes})


def test_a_deny_that_overlaps_beats_every_allow_in_either_order() -> None:
    one = deny(scope=replace(SCOPE, p=frozenset({"p2", "p3"})))
    for texts in ([rule(), one], [one, rule()]):
        answer = decide(texts, question())
        assert isinstance(answer, Refusal)
        assert answer.reason == "denied-by-rule"
        assert answer.rules == (b"\x09" * 16,)


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": replace(SCOPE, p=frozenset({"p3"}))},
        {"nbf": NOW - 10, "exp": NOW},
        {"team": "team-2"},
        {"vault": "02" * 16},
        {"why": frozenset({"case-2:investigation"})},
        {"acts": frozenset({"download"})},
    ],
)
def test_a_deny_elsewhere_changes_nothing(changes: dict[str, object]) -> None:
    assert reason([rule(), deny(**changes)], question()) == "permit"


@pytest.mark.parametrize(
    "broken",
    [
        {"eft": "Deny"},
        {"eft": "DENY"},
        {"eft": "deny "},
        {"eft": "denied"},
        {"eft": ""},
        {"eft": None},
        {"scope": "{"},
        {"scope": '{"c":["call"],"u":true,"x":["' + EID + '"],"z":1}'},
        {"scope": '{"c":["call"],"x":["' + EID + '"]}'},
        {"scope": '{"c":["call"],"u":true,"x":["' + EID + '"] }'},
        {"scope": "[]"},
        {"scope": None},
        {"acts": '"view"'},
        {"acts": "[]"},
        {"acts": '["view","edit"]'},
        {"acts": '["view","view"]'},
        {"why": None},
        {"why": '[""]'},
        {"team_id": "*"},
        {"team_id": ""},
        {"team_id": 7},
        {"team_id": "e\u0301"},
        {"vault_id": " "},
        {"exp": NOW},
        {"exp": NOW + YEAR_MS + 1},
    ],
)
def test_one_broken_rule_fails_the_whole_decision(broken: dict[str, object]) -> None:
    spoilt = replace(rule(id=b"\x02" * 16), **broken)  # type: ignore[arg-type]
    for texts in ([rule(), spoilt], [spoilt, rule()]):
        with pytest.raises(PolicyUnsound):
            decide(texts, question())


def test_to_deny_seeing_without_denying_taking_is_refused() -> None:
    with pytest.raises(PolicyUnsound):
        deny(acts=frozenset({"view"}))


@pytest.mark.parametrize("name", ["vault", "team", "act", "why"])
@pytest.mark.parametrize("value", ["", " ", None, 7])
def test_a_blank_question_is_refused(name: str, value: object) -> None:
    for texts in ([], [rule()]):
        with pytest.raises(PolicyUnsound):
            decide(texts, question(**{name: value}))


def test_stock_casbin_says_yes_to_blank_values_without_rules() -> None:
    """The edge that the refusal of blanks closes: an empty policy is matched against ''."""
    stock = casbin.Enforcer(casbin.Enforcer.new_model(text=(FOLDER / "roles.conf").read_text()))
    assert stock.enforce("", "", "") is True
    assert RoleMatrix([]).may("", "", "") is False


def test_separators_and_quotes_are_just_values() -> None:
    odd = "a, b) || 'x' == \"x\" #;"
    texts = [rule(team=odd, why=frozenset({odd}))]
    assert reason(texts, question(team=odd, why=odd)) == "permit"
    assert reason(texts, question(team="a", why=odd)) == "no-rule"


def test_a_permit_is_made_by_a_decision_only() -> None:
    with pytest.raises(PolicyUnsound):
        Permit((), b"", object())


def test_the_digest_tells_rules_apart() -> None:
    one, other = decide([rule()], question()), decide([rule(exp=NOW + 999)], question())
    assert one.digest != other.digest
    assert one.digest == decide([rule()], question()).digest


def test_an_enforcer_that_is_switched_off_refuses() -> None:
    decide([], question())
    engine = decision._local.policy
    engine.enable_enforce(enabled=False)
    try:
        with pytest.raises(PolicyUnsound):
            decide([], question())
    finally:
        engine.enable_enforce(enabled=True)


def test_nothing_stays_loaded_after_a_decision_or_a_failure() -> None:
    decide([rule()], question())
    engine = decision._local.policy
    assert engine.model["p"]["p"].policy == []
    with pytest.raises(PolicyUnsound):
        engine.ask([[VAULT, "team-1", read_rule(rule())]], (VAULT, "team-1", "view", "x", 1, 2))
    assert engine.model["p"]["p"].policy == []


def test_the_evaluator_is_made_once_and_keeps_nothing_of_a_decision() -> None:
    decide([rule()], question())
    engine = decision._local.policy
    kept = engine._evaluator
    assert kept.names == {}
    line = [VAULT, "team-1", read_rule(rule()), "allow"]
    with pytest.raises(PolicyUnsound):
        # A time that is none: it fails with all values in the evaluator's hands.
        engine.ask([line], (VAULT, "team-1", "view", "case-1:investigation", "soon", None))
    assert kept.names == {}
    assert isinstance(decide([], question()), Refusal)
    assert isinstance(decide([rule()], question()), Permit)
    assert engine._evaluator is kept
    # Other functions get another one.
    engine._get_expression("", {})
    assert engine._evaluator is not kept
    assert isinstance(decide([rule()], question()), Permit)


def test_an_evaluator_is_of_one_model_and_one_thread() -> None:
    RoleMatrix([("auditor", "/v1/log", "GET")]).may("auditor", "/v1/log", "GET")
    decide([rule()], question())
    found = {id(decision._local.policy._evaluator), id(decision._local.roles._evaluator)}
    other: list[object] = []

    def run() -> None:
        decide([rule()], question())
        other.append(decision._local.policy._evaluator)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert len({*found, *map(id, other)}) == 3


@pytest.mark.parametrize("given", ["", None, 1, "yes", float("nan")])
def test_the_functions_say_no_to_what_is_no_rule(given: object) -> None:
    assert decision._live(given, NOW) is False
    assert decision._acts(given, "view") is False
    assert decision._purpose(given, "x") is False
    assert decision._inscope(given, "allow", decision._Asked(SCOPE)) is False
    assert decision._inscope(read_rule(rule()), "allow", given) is False
    assert decision._inscope(read_rule(rule()), "deny", decision._Asked(SCOPE)) is False


@pytest.mark.parametrize("name", ["load_policy", "save_policy"])
def test_the_adapter_does_nothing_but_load_what_it_is_given(name: str) -> None:
    adapter = decision._RowsGiven()
    assert adapter.is_filtered() is True
    with pytest.raises(PolicyUnsound):
        getattr(adapter, name)(None)
    for call in (adapter.add_policy, adapter.remove_policy, adapter.remove_filtered_policy):
        with pytest.raises(PolicyUnsound):
            call("p", "p", [])


def test_nothing_of_a_request_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("casbin", "casbin.policy", "casbin.enforcer", "casbin.role"):
        logging.getLogger(name).disabled = False
    decision._local.__dict__.clear()
    decide([rule()], question())
    decide([], question())
    assert caplog.records == []
    assert repr(read_rule(rule())) == "<rule>"
    assert repr(decision._Asked(SCOPE)) == "<scope>"


def test_the_models_are_the_ones_that_were_reviewed() -> None:
    policy, roles = (FOLDER / "policy.conf").read_bytes(), (FOLDER / "roles.conf").read_bytes()
    assert hashlib.sha256(policy).hexdigest() == POLICY_SHA256
    assert hashlib.sha256(roles).hexdigest() == ROLES_SHA256
    for text in (policy.decode(), roles.decode()):
        lines = [line for line in text.splitlines() if line and line[0] not in "#["]
        names = [line.split("=")[0].strip() for line in lines]
        assert sorted(names) == ["e", "m", "p", "r"]
        assert not any(mark in line for line in lines for mark in (";", "#", "eval(", "\\"))


def test_casbin_reads_the_models_as_written() -> None:
    engine = decision._make_policy()
    assert engine.model["r"]["r"].tokens == [
        *("r_vault", "r_team", "r_act", "r_why", "r_at", "r_scope")
    ]
    assert engine.model["p"]["p"].tokens == ["p_vault", "p_team", "p_rule", "p_eft"]
    assert engine.model["m"]["m"].value == (
        'r_vault == p_vault && (r_team == p_team || p_team == "*") && live(p_rule, r_at) &&'
        " acts(p_rule, r_act) && purpose(p_rule, r_why) && inscope(p_rule, p_eft, r_scope)"
    )
    assert type(engine.eft) is AllowAndDenyEffector
    assert type(decision._make_roles().eft) is AllowAndDenyEffector


def test_a_changed_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy.conf").write_bytes((FOLDER / "policy.conf").read_bytes() + b"\n")
    monkeypatch.setattr(decision, "_FOLDER", tmp_path)
    with pytest.raises(PolicyUnsound):
        decision._make_policy()


def test_one_casbin_is_installed() -> None:
    check_engine()


@pytest.mark.parametrize("owners", [[], ["pycasbin"], ["casbin", "pycasbin"]])
def test_another_casbin_is_refused(owners: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        decision.importlib.metadata, "packages_distributions", lambda: {"casbin": owners}
    )
    with pytest.raises(PolicyUnsound):
        check_engine()


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision, "CASBIN_VERSION", "1.42.0")
    with pytest.raises(PolicyUnsound):
        check_engine()


def test_roles_reach_the_routes_that_are_declared_for_them() -> None:
    roles = RoleMatrix([("survivor", "grants", "POST"), ("investigator", "releases", "GET")])
    assert roles.may("survivor", "grants", "POST") is True
    for role, route, method in (
        ("investigator", "grants", "POST"),
        ("survivor", "grants", "GET"),
        ("survivor", "grant", "POST"),
        ("survivor", "releases", "GET"),
        ("*", "grants", "POST"),
    ):
        assert roles.may(role, route, method) is False
    with pytest.raises(PolicyUnsound):
        RoleMatrix([("", "grants", "POST")])


def test_threads_do_not_see_each_others_rules() -> None:
    wrong: list[str] = []

    def ask(number: int) -> None:
        vault = f"{number:02x}" * 16
        mine, other = [rule(vault=vault)], question(vault="ff" * 16)
        for _ in range(50):
            if reason(mine, question(vault=vault)) != "permit":
                wrong.append("refused")
            if reason(mine, other) != "no-rule":
                wrong.append("allowed")

    _run([lambda at=at: ask(at) for at in range(4)])  # type: ignore[misc]
    assert wrong == []


def _run(calls: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
