"""Made rules and questions: many vaults and teams, each vault's own rows few.

Vault `n` is always the same: one to three teams with one or two live grants each, older ones
withdrawn or expired, no, one or two marks that deny to every team. One vault in 500 has as
many live rules for a team as there may be. The spelling is that of consent/rule.py, which
reads every row that is decided over.
"""

import random
from collections.abc import Iterator
from dataclasses import replace

from consent.decision import Question
from consent.repository import MAX_LIVE_RULES
from consent.rows import RuleRow
from consent.rule import ACTS, ANY_TEAM, YEAR_MS, RuleText
from consent.scope import Scope, parse_scope
from vault.canonical import marshal, parse

NOW_MS = 1_780_000_000_000
DAY_MS, DAY = 86_400_000, 86_400
TEAMS, PEOPLE = 400, 40
FULL_EVERY = 500
_CATEGORIES = (("message",), ("call", "message"), ("call", "contact", "message"), ("media",))
_BOTH = marshal(sorted(ACTS)).decode()
_VIEW = marshal(["view"]).decode()
_EID, _START, _DAYS = "e" * 32, 1_700_000_000, (7, 30, 90)


def _shape(scope: Scope) -> str:
    return marshal(scope.marshal()).decode()


def _allow(chance: random.Random, days: int) -> Scope:
    people = frozenset(f"p{chance.randrange(PEOPLE)}" for _ in range(chance.choice((1, 1, 2, 5))))
    start = _START + DAY * chance.randrange(400)
    return Scope(
        x=frozenset({_EID}),
        c=frozenset(chance.choice(_CATEGORIES)),
        p=people if chance.random() < 0.8 else None,
        d=((start, start + DAY * days),),
        u=False,
    )


_SHAPES = random.Random(1)
_ALLOWS = [_shape(_allow(_SHAPES, days)) for days in _DAYS for _ in range(200)]
_ALL = frozenset({"message", "call", "contact", "media", "location", "document"})
_DENIES = [
    _shape(Scope(x=frozenset({_EID}), c=_ALL, p=frozenset({f"p{number}"})))
    for number in range(PEOPLE)
] + [
    _shape(Scope(x=frozenset({_EID}), c=_ALL, d=((day, day + DAY),), u=False))
    for day in range(_START, _START + 400 * DAY, 10 * DAY)
]


def vault(number: int) -> list[RuleRow]:
    """Make a vault's rows; the first is a live grant."""
    chance = random.Random(number)
    vault_id, eid = chance.randbytes(16).hex(), chance.randbytes(16).hex()
    full = number % FULL_EVERY == FULL_EVERY - 1
    teams = [f"team-{chance.randrange(TEAMS)}" for _ in range(chance.choice((1, 1, 2, 3)))]
    rows = []
    for team in dict.fromkeys(teams):
        live = MAX_LIVE_RULES - 2 if full else chance.choice((1, 1, 1, 2))
        begin = NOW_MS - DAY_MS * chance.randrange(1, 100)
        rows += [_grant(chance, vault_id, eid, team, begin) for _ in range(live)]
        for _ in range(chance.choice((0, 1, 3))):
            old, withdrawn = NOW_MS - YEAR_MS, chance.random() < 0.5
            rows.append(_grant(chance, vault_id, eid, team, old, withdrawn=withdrawn))
    for _ in range(2 if full else chance.choice((0, 0, 1, 2))):
        scope = chance.choice(_DENIES).replace(_EID, eid)
        rows.append(
            RuleRow(
                *(chance.randbytes(16), None, vault_id, "*", "deny", _BOTH, None),
                *(NOW_MS - DAY_MS, NOW_MS + 8_000 * DAY_MS, scope),
            )
        )
    return rows


def vaults(total: int, first: int = 0) -> Iterator[list[RuleRow]]:
    """Make vaults from `first` on until there are so many rows of theirs."""
    count = 0
    while count < total:
        made = vault(first)
        yield made
        count += len(made)
        first += 1


def question(number: int) -> Question:
    """Ask for a grant's whole scope, as an access does; one in four asks for something else."""
    row = vault(number)[0]
    scope = parse_scope(parse(row.scope.encode()))
    asked = Question(row.vault_id, row.team_id, "view", str(row.why)[2:-2], NOW_MS, scope)
    match random.Random(-1 - number).randrange(12):
        case 0:
            return replace(asked, act="download")
        case 1:
            return replace(asked, why="another:investigation")
        case 2:
            return replace(asked, scope=replace(scope, p=frozenset({"somebody-else"})))
        case _:
            return asked


def rule_text(row: RuleRow) -> RuleText:
    """Give what a decision reads of a row."""
    return RuleText(
        *(row.id, row.vault_id, row.team_id, row.eft, row.acts),
        *(row.why, row.nbf, row.exp, row.scope),
    )


def live(number: int, asked: Question) -> list[RuleText]:
    """Give the rules of a vault that matter to a question, as the database would."""
    return [
        rule_text(row)
        for row in sorted(vault(number), key=lambda row: row.id)
        if row.revoked_at is None and row.exp > asked.at and row.team_id in (asked.team, ANY_TEAM)
    ]


def _grant(
    chance: random.Random,
    vault_id: str,
    eid: str,
    team: str,
    begin: int,
    *,
    withdrawn: bool = False,
) -> RuleRow:
    why = f'["{chance.randbytes(16).hex()}:investigation"]'
    return RuleRow(
        *(chance.randbytes(16), chance.randbytes(16), vault_id, team, "allow"),
        *(_BOTH if chance.random() < 0.7 else _VIEW, why, begin, begin + YEAR_MS // 2),
        chance.choice(_ALLOWS).replace(_EID, eid),
        *((NOW_MS - DAY_MS, "survivor") if withdrawn else (None, None)),
    )
