"""A whole request of each route, as the tests ask with it."""

from vault.canonical import Json

MADE = "2026-03-01"
ROUTES = ("vir", "counselling", "agreement", "court", "civil")


def asked(
    route: str = "vir", *, expires: str = "2026-04-01T00:00:00Z", **changes: Json
) -> dict[str, Json]:
    """Give a request that its route takes, with what the test changes."""
    value: dict[str, Json] = {
        "v": 1,
        "route": route,
        "made": MADE,
        "requester": {
            "name": "A. Example",
            "organisation": "Example Police",
            "team": "team-1",
            "limb": "solicitor" if route == "civil" else "constable",
            "contact": "desk 4",
        },
        "reference": "EX/1234/26",
        "sought": {"c": ["message", "call"], "p": ["p1", "p2"]},
        "handling": {
            "people": "two officers",
            "storage": "the case system",
            "retention": "until the case ends",
            "defence": "if relevant",
        },
        "stage": "first",
        "follows": None,
        "expires": expires,
        **_PARTS[route],
    }
    return {**value, **changes}


def without(value: dict[str, Json], path: str) -> dict[str, Json]:
    """Give a copy without one field, or without one part of one (`field.part`)."""
    name, _, part = path.partition(".")
    if not part:
        return {key: each for key, each in value.items() if key != name}
    inner = value[name]
    assert isinstance(inner, dict)
    return {**value, name: {key: each for key, each in inner.items() if key != part}}


_APPROVER: dict[str, Json] = {
    "name": "B. Senior",
    "rank": "inspector",
    "at": "2026-02-28T09:00:00Z",
}
_REASONS: dict[str, Json] = {
    "line_of_enquiry": "whether he wrote to her after 1 March",
    "relevance": "it bears on when it ended",
    "necessity": "only she has the messages",
    "alternatives": "his phone was not found",
    "excess": "none expected",
    "confidential": None,
    "approver": _APPROVER,
}
_CHAPTER_3A: dict[str, Json] = {
    **_REASONS,
    "belief": "she told us that her phone was copied",
    "notice": {"text": "we ask for your messages", "given": "2026-02-27"},
    "grounds": {},
    "proxy": None,
}
_PARTS: dict[str, dict[str, Json]] = {
    "vir": _CHAPTER_3A,
    "counselling": {
        **_CHAPTER_3A,
        "probative": "it is the only account of that day",
        "presumption": "nothing else shows it, and one conversation is enough",
    },
    "agreement": {
        **_REASONS,
        "proxy": None,
        "notice": {
            "sought": "messages with two people",
            "reason": "to see when he wrote",
            "handling": "two officers see it",
            "may_refuse": "you may refuse",
            "not_ended": "the enquiry does not end because you refuse",
            "given": "2026-03-01",
            "form": "written",
            "copy": True,
        },
    },
    "court": {
        "order": {
            "court": "Crown Court at Example",
            "number": "T2026 0001",
            "made": "2026-02-20",
            "document": "ab" * 32,
            "deadline": "2026-03-20T16:00:00Z",
            "forbids_notice": False,
        },
    },
    "civil": {
        **_REASONS,
        "claim": {
            "number": "KB-2026-000001",
            "court": "High Court",
            "parties": "Example v Example",
            "her_solicitor": {"name": "C. Own", "firm": "Own & Co", "contact": "020 7946 0000"},
        },
    },
}
