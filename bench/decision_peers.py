"""The same rules and questions, decided by what people would use instead.

    python bench/decision_peers.py postgres         at SAFEHOLD_TEST_POSTGRES
    python bench/decision_peers.py casbin TOTAL     all rules in a stock Enforcer
    python bench/decision_peers.py cedar TOTAL      all rules in one PolicySet of cedarpy

`postgres` is bench/decisions.py, and then asks of its million rows in turns: ours, one SQL
statement that decides, and Cedar over the vault's and team's own rules, parsed at each
decision. `casbin` and `cedar` read no database when they decide; ours beside them is decide()
over the vault's rules in memory. All must agree. One JSON line; times are microseconds unless
they say otherwise.
"""

import gc
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import casbin
from casbin.persist import Adapter
from decisions import Store, Times, ask, at, postgres, timed
from made_rules import NOW_MS, live, question, rule_text, vaults
from sqlalchemy import Connection, text

from consent import decision
from consent.decision import Permit, Question, decide
from consent.repository import live_rules
from consent.rule import ALLOW, RuleText, read_rule

ASKED = 1_000
_PLAIN = text(
    """
SELECT coalesce(bool_or(eft = 'allow'
    AND sx @> to_jsonb(CAST(:x AS text[])) AND sc @> to_jsonb(CAST(:c AS text[]))
    AND (sp IS NULL OR (:has_p AND sp @> to_jsonb(CAST(:p AS text[])))) AND (su OR NOT :u)
    AND (sd IS NULL OR (:has_d AND EXISTS (SELECT FROM jsonb_array_elements(sd) r
        WHERE (r->>0)::bigint <= :lo AND :hi <= (r->>1)::bigint)))), false)
  AND NOT coalesce(bool_or(eft = 'deny' AND sx ?| CAST(:x AS text[]) AND sc ?| CAST(:c AS text[])
    AND (sp IS NULL OR NOT :has_p OR sp ?| CAST(:p AS text[]))
    AND ((su AND :u) OR sd IS NULL OR NOT :has_d
      OR EXISTS (SELECT FROM jsonb_array_elements(sd) r
        WHERE (r->>0)::bigint < :hi AND :lo < (r->>1)::bigint))), false)
FROM (SELECT eft, s->'x' AS sx, s->'c' AS sc, s->'p' AS sp, s->'d' AS sd, (s->>'u')::boolean AS su
  FROM (SELECT eft, scope::jsonb AS s FROM consent_rule
    WHERE vault_id = :vault AND team_id IN (:team, '*') AND revoked_at IS NULL
    AND nbf <= :at AND exp > :at AND acts::jsonb ? :act
    AND (why IS NULL OR why::jsonb ? :why)) live) dimensions
"""
)


def plain(connection: Connection, asked: Question) -> bool:
    scope = asked.scope
    lo, hi = (0, 0) if scope.d is None else scope.d[0]
    given = {
        "vault": asked.vault,
        "team": asked.team,
        "at": asked.at,
        "act": asked.act,
        "why": asked.why,
        "u": scope.u,
        "lo": lo,
        "hi": hi,
        "has_d": scope.d is not None,
        "x": list(scope.x),
        "c": list(scope.c),
        "p": list(scope.p or ()),
        "has_p": scope.p is not None,
    }
    return bool(connection.execute(_PLAIN, given).scalar_one())


def cedar_text(rule: RuleText) -> str:
    """Spell a rule in Cedar; only dimensions that made rules have."""
    read = read_rule(rule)
    scope, allow = read.scope, read.eft == ALLOW
    has = "containsAll" if allow else "containsAny"
    terms = [f"context.at >= {read.nbf} && context.at < {read.exp}"]
    if read.why is not None:
        terms.append(f"{_set(read.why)}.contains(context.why)")
    terms += [f"{_set(scope.x)}.{has}(context.x)", f"{_set(scope.c)}.{has}(context.c)"]
    if scope.p is not None:
        inside = f"{_set(scope.p)}.{has}(context.p)"
        both = f"context has p && {inside}" if allow else f"!(context has p) || {inside}"
        terms.append(f"({both})")
    if scope.d is not None:
        ((start, end),) = scope.d
        if allow:
            terms.append(f"context has lo && {start} <= context.lo && context.hi <= {end}")
        else:
            terms.append(f"(!(context has lo) || ({start} < context.hi && context.lo < {end}))")
    if allow and not scope.u:
        terms.append("!context.u")
    principal = "principal" if rule.team_id == "*" else f'principal == Team::"{rule.team_id}"'
    actions = ", ".join(f'Action::"{act}"' for act in sorted(read.acts))
    head = f'{principal}, action in [{actions}], resource == Vault::"{rule.vault_id}"'
    return f"{'permit' if allow else 'forbid'}({head}) when {{ {' && '.join(terms)} }};"


def _set(values: Any) -> str:
    return json.dumps(sorted(values))


def cedar_request(asked: Question) -> dict[str, Any]:
    scope = asked.scope
    context: dict[str, Any] = {"at": asked.at, "why": asked.why, "u": scope.u}
    context |= {"x": sorted(scope.x), "c": sorted(scope.c)}
    if scope.p is not None:
        context["p"] = sorted(scope.p)
    if scope.d is not None:
        ((context["lo"], context["hi"]),) = scope.d
    who = {"principal": f'Team::"{asked.team}"', "action": f'Action::"{asked.act}"'}
    return {**who, "resource": f'Vault::"{asked.vault}"', "context": context}


def cedar_own(connection: Connection, asked: Question, spelt: dict[bytes, str]) -> bool:
    """Decide over own rules; each is kept as Cedar text, parsed anew."""
    import cedarpy  # noqa: PLC0415 a peer that may not be there

    rules = live_rules(connection, asked.vault, asked.team, asked.at)
    policies = cedarpy.PolicySet.from_str("\n".join(spelt[rule.id] for rule in rules))
    return bool(cedarpy.is_authorized(cedar_request(asked), policies, []).allowed)


def beside(store: Store) -> dict[str, float]:
    """Ask each engine the same of a store, in turns."""
    engines = {"ours": Times(), "plain_sql": Times()}
    if _has_cedar():
        engines["cedar_own"] = Times()
    for turn in range(ASKED + ASKED // 10):
        number = turn * 7919 % store.count
        asked = question(number)
        spelt = {rule.id: cedar_text(rule) for rule in live(number, asked)}
        calls = {
            "ours": ask,
            "plain_sql": plain,
            "cedar_own": lambda db, given, spelt=spelt: cedar_own(db, given, spelt),
        }
        answers = set()
        # Whoever goes first finds the processor's caches cold, so each does in its turn.
        order = list(engines.items())
        for name, times in order[turn % len(order) :] + order[: turn % len(order)]:
            taken = times if turn >= ASKED // 10 else Times()
            call = calls[name]
            answers.add(
                store.database.read(
                    lambda db, c=call, t=taken, q=asked: timed(db, t, lambda: c(db, q))
                )
            )
        _want_one(answers)
    found: dict[str, float] = {}
    for name, times in engines.items():
        found |= times.figures(name)
        found[f"{name}_wall_ratio_ours"] = at(times.wall, 0.5) / at(engines["ours"].wall, 0.5)
    return found


def loaded(total: int) -> tuple[list[RuleText], int]:
    """Give the live rules of vaults with so many rules, and how many vaults."""
    rules, count = [], 0
    while len(rules) < total:
        for made in vaults(total - len(rules), count):
            count += 1
            rules += [rule_text(row) for row in made if row.revoked_at is None and row.exp > NOW_MS]
    return rules, count


class _Whole(Adapter):  # type: ignore[misc]  # casbin has no types
    """Gives casbin every rule there is."""

    def __init__(self, rules: list[RuleText]) -> None:
        self.rules = rules

    def load_policy(self, model: Any) -> None:
        lines = model["p"]["p"].policy
        for text_ in self.rules:
            rule = read_rule.__wrapped__(text_)
            lines.append([rule.vault, rule.team, rule, rule.eft])


def casbin_whole(total: str) -> dict[str, float]:
    """Load all rules, ask a few questions; the stock evaluation, our model and functions."""
    rules, count = loaded(int(total))
    before, begun = _rss(), time.monotonic()
    enforcer = casbin.Enforcer(
        decision._model("policy.conf", decision.POLICY_SHA256),  # noqa: SLF001 the model itself
        _Whole(rules),
        enable_log=False,
    )
    for name in ("live", "acts", "purpose", "inscope"):
        enforcer.add_function(name, getattr(decision, f"_{name}"))
    found = {f"casbin_{total}_load_s": time.monotonic() - begun}
    found[f"casbin_{total}_load_mb"] = _rss() - before
    gc.freeze()

    def whole(asked: Question) -> bool:
        given = (asked.vault, asked.team, asked.act, asked.why, asked.at)
        return enforcer.enforce(*given, decision._Asked(asked.scope)) is True  # noqa: SLF001 hides it

    return found | _beside(f"casbin_{total}", whole, count, max(3, 200_000 // int(total)))


def cedar_whole(total: str) -> dict[str, float]:
    """Have all rules in one PolicySet, parsed once."""
    if not _has_cedar():
        return {}
    import cedarpy  # noqa: PLC0415 a peer that may not be there

    rules, count = loaded(int(total))
    spelt = "\n".join(map(cedar_text, rules))
    before, begun = _rss(), time.monotonic()
    policies = cedarpy.PolicySet.from_str(spelt)
    found = {f"cedar_{total}_load_s": time.monotonic() - begun}
    found[f"cedar_{total}_load_mb"] = _rss() - before

    def whole(asked: Question) -> bool:
        return bool(cedarpy.is_authorized(cedar_request(asked), policies, []).allowed)

    return found | _beside(f"cedar_{total}", whole, count, max(3, 1_000_000 // int(total)))


def _beside(name: str, whole: Any, count: int, asked: int) -> dict[str, float]:
    """Ask the peer and decide() the same questions, in turns."""
    theirs, ours = Times(), Times()
    for turn in range(asked):
        number = turn * 7919 % count
        given = question(number)
        rules = live(number, given)
        one = theirs.take(lambda given=given: whole(given))
        decide(rules, given)
        two = ours.take(lambda given=given, rules=rules: isinstance(decide(rules, given), Permit))
        _want_one({one, two})
    return {
        f"{name}_cpu_p50_us": at(theirs.cpu, 0.5),
        f"{name}_cpu_ratio_ours": at(theirs.cpu, 0.5) / at(ours.cpu, 0.5),
    }


def _want_one(answers: set[bool]) -> None:
    if len(answers) != 1:
        raise SystemExit("decision_peers: they do not agree")


def _has_cedar() -> bool:
    try:
        import cedarpy  # noqa: F401, PLC0415 a peer that may not be there
    except ImportError:
        return False
    return True


def _rss() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / (1 << 20)


if __name__ == "__main__":
    parts: dict[str, Any] = {
        "postgres": lambda: postgres(beside),
        "casbin": casbin_whole,
        "cedar": cedar_whole,
    }
    print(json.dumps(parts[sys.argv[1]](*sys.argv[2:])))
