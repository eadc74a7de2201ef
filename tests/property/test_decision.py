"""Casbin against twenty lines that anybody can read."""

import hypothesis.strategies as st
from hypothesis import given, settings

from consent.decision import Permit, Question, RoleMatrix, decide
from consent.roles import STAFF
from consent.rule import RuleText, read_rule, write_rule
from consent.scope import Scope, covers, overlaps

MANY = settings(max_examples=150, deadline=None)
SETS = st.frozensets(st.sampled_from(["p1", "p2", "p3"]), min_size=1)
SCOPES = st.builds(
    Scope,
    x=st.just(frozenset({"aa" * 16})),
    c=st.frozensets(st.sampled_from(["message", "call"]), min_size=1),
    p=st.none() | SETS,
    d=st.none() | st.sampled_from([((0, 5),), ((0, 9),), ((3, 9),), ((0, 2), (4, 9))]),
    u=st.booleans(),
)
VAULTS = st.sampled_from(["v1", "v1", "v1", "v2"])
TEAMS = st.sampled_from(["t1", "t1", "t2"])
WHYS = st.sampled_from(
    ["case-1:investigation", "case-11:investigation", "case-1:advocacy", "case-1:examination"]
)
BOTH = frozenset({"view", "download"})


@st.composite
def rules(draw: st.DrawFn) -> RuleText:
    deny = draw(st.integers(0, 3)) == 0
    acts = draw(st.sampled_from([BOTH, frozenset({"download"})]))
    why = draw(st.frozensets(WHYS, min_size=1))
    start = draw(st.integers(0, 3))
    return write_rule(
        draw(st.binary(min_size=16, max_size=16)),
        vault=draw(VAULTS),
        team="*" if deny and draw(st.booleans()) else draw(TEAMS),
        eft="deny" if deny else "allow",
        acts=acts if deny else draw(st.sampled_from([BOTH, acts, frozenset({"view"})])),
        why=None if deny and draw(st.booleans()) else why,
        nbf=start,
        exp=start + draw(st.integers(1, 4)),
        scope=draw(SCOPES),
    )


QUESTIONS = st.builds(
    Question,
    vault=VAULTS,
    team=TEAMS,
    act=st.sampled_from(["view", "download"]),
    why=WHYS,
    at=st.integers(0, 6),
    scope=SCOPES,
)


def oracle(texts: list[RuleText], asked: Question) -> bool:
    allowed = False
    for rule in map(read_rule, texts):
        if rule.vault != asked.vault or rule.team not in (asked.team, "*"):
            continue
        if not rule.nbf <= asked.at < rule.exp or asked.act not in rule.acts:
            continue
        if rule.why is not None and asked.why not in rule.why:
            continue
        if rule.eft == "deny" and overlaps(rule.scope, asked.scope):
            return False
        if rule.eft == "allow" and covers(rule.scope, asked.scope):
            allowed = True
    return allowed


@MANY
@given(st.lists(rules(), max_size=6), QUESTIONS)
def test_casbin_decides_as_a_plain_loop_does(texts: list[RuleText], asked: Question) -> None:
    assert isinstance(decide(texts, asked), Permit) == oracle(texts, asked)


@MANY
@given(st.lists(rules(), max_size=5), rules(), QUESTIONS)
def test_one_more_deny_never_allows(texts: list[RuleText], more: RuleText, asked: Question) -> None:
    if more.eft == "deny" and isinstance(decide([*texts, more], asked), Permit):
        assert isinstance(decide(texts, asked), Permit)


@MANY
@given(st.lists(rules(), min_size=1, max_size=6), QUESTIONS, st.randoms(use_true_random=False))
def test_the_order_of_rules_decides_nothing(
    texts: list[RuleText], asked: Question, shuffled: object
) -> None:
    turned = list(texts)
    shuffled.shuffle(turned)  # type: ignore[attr-defined]
    assert type(decide(turned, asked)) is type(decide(texts, asked))


ROLES = st.sampled_from(["survivor", *STAFF, "worker", "system", "stranger", ""])
ROUTES = st.sampled_from(["/v1/requests", "/v1/requests/{qid}", "/v1/releases", ""])
METHODS = st.sampled_from(["GET", "POST", "DELETE", ""])
CALLS = st.tuples(ROLES, ROUTES, METHODS)


@MANY
@given(st.sets(CALLS.filter(all), max_size=30), CALLS)
def test_who_may_call_what_is_what_was_declared_and_nothing_else(
    declared: set[tuple[str, str, str]], asked: tuple[str, str, str]
) -> None:
    assert RoleMatrix(declared).may(*asked) == (asked in declared)
