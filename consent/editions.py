"""Editions: which law each route of a request stands on, from which day.

docs/consent.md 2. An edition is the set of fields that a route asks for while one state of
the law holds. The day on which a request reaches the vault picks the edition, and a request
made before that edition's first day is refused: nobody can choose older rules by a date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

ROUTES = ("vir", "counselling", "agreement", "court", "civil")
BATER_JAMES = "Bater-James [2020] EWCA Crim 790"
CONFIDENTIAL = "s 37(8)-(10), s 43"
ASKERS = ("investigator", "prosecutor", "solicitor")
"""The roles that ask and receive; which of them may take a route, its edition says."""

POLICE = frozenset({"investigator"})

_REACH = {
    "stage": BATER_JAMES,
    "follows": BATER_JAMES,
    "expires": BATER_JAMES,
}
_ENQUIRY = {
    "excess": "s 37(8)-(10)",
    "confidential": CONFIDENTIAL,
    "proxy": "s 38, s 44B(4)",
    **_REACH,
}


@dataclass(frozen=True, slots=True)
class Edition:
    """What one route asks for from a day on.

    `sections` has every field of the route with the law behind it; `blanks` are the fields
    that a ground of s 44C may leave blank; `roles` may ask; `bounded` is whether a whole
    phone is refused, which only an order of a court can ask for; `approved` whether a supervisor
    must have approved it in the system, and not in words alone.
    """

    route: str
    name: str
    since: date
    law: str
    sections: Mapping[str, str]
    roles: frozenset[str]
    blanks: frozenset[str] = frozenset()
    bounded: bool = True
    approved: bool = False


_CHAPTER_3A = {
    "made": "ss 44A-44C, in force from 12 January 2026",
    "requester": "s 44E",
    "approver": "s 44D",
    "reference": "s 44A(3)",
    "sought": "s 44C(a)",
    "belief": "s 44A(3)(a)",
    "line_of_enquiry": "s 44A(3)(b)",
    "relevance": "s 44A(3)(b)",
    "necessity": "s 44A(3)(c)",
    "alternatives": "s 44A(8)",
    "handling": "ss 44B, 44C",
    "notice": "s 44B",
    "grounds": "s 44C",
    **_ENQUIRY,
}
_MAY_BE_BLANK = frozenset({"relevance", "handling"})

EDITIONS: tuple[Edition, ...] = (
    Edition(
        "vir",
        "vir-2026-01-12",
        date(2026, 1, 12),
        "Police, Crime, Sentencing and Courts Act 2022 ss 44A-44C",
        _CHAPTER_3A,
        POLICE,
        _MAY_BE_BLANK,
    ),
    Edition(
        "counselling",
        "counselling-2026-01-12",
        date(2026, 1, 12),
        "Police, Crime, Sentencing and Courts Act 2022 s 44A(4)-(5), s 44D(2)",
        {
            **_CHAPTER_3A,
            "probative": "s 44A(4)",
            "presumption": "s 44D(2)",
            "approver": "s 44D(2), code of practice",
        },
        POLICE,
        _MAY_BE_BLANK,
        approved=True,
    ),
    Edition(
        "agreement",
        "agreement-2022-11-08",
        date(2022, 11, 8),
        "Police, Crime, Sentencing and Courts Act 2022 ss 37-39",
        {
            "made": "ss 37-39, in force from 8 November 2022",
            "requester": "s 44(1), Sch 3",
            "approver": "s 42",
            "reference": "s 37(5)",
            "sought": "s 39(2)(a)",
            "line_of_enquiry": "s 37(5)",
            "relevance": "s 37(5)",
            "necessity": "s 37(6)",
            "alternatives": "s 37(7)",
            "handling": "s 39(2)(c)",
            "notice": "s 39",
            **_ENQUIRY,
        },
        POLICE,
    ),
    Edition(
        "court",
        "court-2020-10-05",
        date(2020, 10, 5),
        "Criminal Procedure (Attendance of Witnesses) Act 1965 s 2; CrimPR 17",
        {
            "made": "CrimPR 17",
            "requester": "1965 Act s 2",
            "reference": "CrimPR 17.3",
            "sought": "CrimPR 17.3",
            "order": "1965 Act s 2; R (TB) v Stafford [2006] EWHC 1645",
            "handling": "CrimPR 17.3",
            **_REACH,
        },
        frozenset(ASKERS),
        bounded=False,
    ),
    Edition(
        "civil",
        "civil-1999-04-26",
        date(1999, 4, 26),
        "Civil Procedure Rules Part 31; UK GDPR arts 6 and 9",
        {
            "made": "CPR Part 31",
            "requester": "CPR Part 31",
            "approver": "CPR Part 31",
            "reference": "CPR Part 31",
            "claim": "CPR Part 31",
            "sought": "UK GDPR art 5(1)(c)",
            "line_of_enquiry": "CPR 31.6",
            "relevance": "CPR 31.6",
            "necessity": "UK GDPR art 5(1)(c)",
            "alternatives": "UK GDPR art 5(1)(c)",
            "excess": "UK GDPR art 5(1)(c)",
            "confidential": "UK GDPR art 9",
            "handling": "UK GDPR art 13",
            **_REACH,
        },
        frozenset({"solicitor"}),
    ),
)


def edition_on(route: str, day: date, editions: Sequence[Edition] | None = None) -> Edition | None:
    """Give a route's edition that holds on a day; None before the first one."""
    held = [
        each
        for each in (EDITIONS if editions is None else editions)
        if each.route == route and each.since <= day
    ]
    return max(held, key=lambda each: each.since, default=None)


def first_day(route: str) -> date:
    """Give the day on which a route's first edition began."""
    return min(each.since for each in EDITIONS if each.route == route)
