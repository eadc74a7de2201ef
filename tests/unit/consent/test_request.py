"""Requests: complete by their route's law, or refused by name and section."""

from datetime import UTC, date, datetime

import pytest

from consent import editions
from consent.editions import EDITIONS, Edition, edition_on
from consent.errors import IncompleteRequest
from consent.request import parse_request, route_of, sought_of
from consent.scope import CATEGORIES
from tests.unit.consent.asked import MADE, ROUTES, asked, without
from vault.canonical import Json, parse

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LAW: dict[str, Edition] = {each.route: each for each in EDITIONS}


def missing(value: Json, now: datetime = NOW, *, counselling_host: bool = False) -> dict[str, str]:
    with pytest.raises(IncompleteRequest) as raised:
        parse_request(value, now=now, counselling_host=counselling_host)
    return raised.value.missing


@pytest.mark.parametrize("route", ROUTES)
def test_a_complete_request_is_read_and_written_back(route: str) -> None:
    request = parse_request(asked(route), now=NOW)
    assert parse(request.marshal()) == asked(route)
    assert (request.route, request.reference) == (route, "EX/1234/26")
    assert request.sought.p == {"p1", "p2"}
    assert request.sought.x == frozenset()
    assert route_of(asked(route)) == route
    assert sought_of(asked(route)) == request.sought


@pytest.mark.parametrize(
    ("route", "field"),
    [(route, field) for route in ROUTES for field in sorted(LAW[route].sections)],
)
def test_each_missing_field_is_named_with_its_section(route: str, field: str) -> None:
    found = missing(without(asked(route), field))
    assert {name.split(".")[0] for name in found} <= {field, "stage"}
    name = "stage" if field == "follows" else field
    assert set(found.values()) == {LAW[route].sections[name]}


PARTS = [
    (route, f"{field}.{part}")
    for route in ROUTES
    for field, value in sorted(asked(route).items())
    if isinstance(value, dict) and field not in ("sought", "grounds")
    for part in sorted(value)
]


@pytest.mark.parametrize(("route", "path"), PARTS)
def test_each_missing_part_is_named_with_its_section(route: str, path: str) -> None:
    found = missing(without(asked(route), path))
    field = path.split(".", maxsplit=1)[0]
    assert {name.split(".")[0] for name in found} == {field}
    assert set(found.values()) == {LAW[route].sections[field]}


@pytest.mark.parametrize(("route", "path"), PARTS)
def test_each_blank_part_is_named(route: str, path: str) -> None:
    field, part = path.split(".")
    value = asked(route)
    inner = value[field]
    assert isinstance(inner, dict)
    found = missing({**value, field: {**inner, part: " "}})
    assert set(found) <= {path, field}
    assert found


def test_all_that_is_missing_is_named_at_once() -> None:
    found = missing(asked(necessity=" ", excess=None, belief=""))
    assert found == {
        "necessity": "s 44A(3)(c)",
        "excess": "s 37(8)-(10)",
        "belief": "s 44A(3)(a)",
    }


@pytest.mark.parametrize(
    ("route", "field"), [(route, f) for route in ROUTES for f in sorted(LAW[route].sections)]
)
def test_a_field_of_another_route_is_refused(route: str, field: str) -> None:
    for other in ROUTES:
        if field in LAW[other].sections:
            continue
        assert set(missing({**asked(other), field: asked(route)[field]})) == {"request"}


@pytest.mark.parametrize(
    "sought",
    [
        {"c": ["message"]},
        # Whole phones, by other names.
        {"c": ["message"], "k": ["e"]},
        {"c": ["message"], "a": ["whatsapp"]},
        {"c": [*CATEGORIES], "d": [[0, 253402300800]]},
        {"c": ["message"], "d": [[0, 31 * 86_400 + 1]]},
        {"c": ["message"], "d": [[0, 20 * 86_400], [30 * 86_400, 50 * 86_400]]},
        {"c": ["message"], "d": [[0, 86_400]], "u": True},
        {"c": ["message"], "a": ["whatsapp"], "d": [[0, 93 * 86_400]]},
    ],
)
def test_a_whole_phone_is_asked_for_by_nobody_but_a_court(sought: Json) -> None:
    for route in ROUTES:
        if route == "court":
            parse_request(asked(route, sought=sought), now=NOW)
        else:
            assert missing(asked(route, sought=sought)) == {"sought": LAW[route].sections["sought"]}


@pytest.mark.parametrize(
    "sought",
    [
        None,
        {},
        {"c": [], "p": ["p1"]},
        {"c": ["message"], "p": []},
        {"x": ["aa" * 16], "c": ["message"], "p": ["p1"]},
        {"c": ["everything"], "p": ["p1"]},
        {"c": ["message"], "d": []},
    ],
)
def test_even_a_court_names_a_scope(sought: Json) -> None:
    assert missing(asked("court", sought=sought)) == {"sought": "CrimPR 17.3"}


@pytest.mark.parametrize(
    "sought",
    [
        {"c": ["location"], "d": [[0, 31 * 86_400]], "u": False},
        {"c": ["message"], "a": ["whatsapp"], "d": [[0, 92 * 86_400]], "u": False},
        {"c": ["message"], "t": ["sms:+447700900123"]},
        {"c": ["message"], "p": ["p1"], "d": [[0, 253402300800]]},
    ],
)
def test_what_names_somebody_or_a_short_time_may_be_sought(sought: Json) -> None:
    assert parse_request(asked(sought=sought), now=NOW).sought.x == frozenset()


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("notice", {}),
        ("notice", {"text": "words", "given": "27/2/2026"}),
        ("notice", {"text": "words", "given": "2026-03-02"}),
        ("notice", {"exception": "because", "reason": "words"}),
        ("notice", {"exception": "interference", "reason": ""}),
        ("expires", "2026-03-01T00:00:00Z"),
        ("expires", "2027-04-01T00:00:00Z"),
        ("expires", "soon"),
        ("stage", "second"),
        ("stage", ["first"]),
        ("line_of_enquiry", "e\u0301"),
        ("line_of_enquiry", 7),
        ("line_of_enquiry", "x" * 10_001),
        ("line_of_enquiry", "a\x00b"),
        # Nothing that can be seen, or nothing but marks.
        *(
            ("necessity", said)
            for said in ("\u200b", "\ufeff\u2060", "\u00ad", "\u3164", "-", "?!")
        ),
        ("belief", "\u202e\u202c"),
        ("line_of_enquiry", "\ud800"),
        ("made", "2026-03-02"),
        ("made", "2026-3-1"),
        ("made", 20260301),
    ],
)
def test_what_does_not_answer_the_question_counts_as_missing(field: str, changed: Json) -> None:
    assert missing(asked(**{field: changed})) == {field: LAW["vir"].sections[field]}


@pytest.mark.parametrize("route", ["vir", "counselling"])
def test_a_blank_needs_its_ground(route: str) -> None:
    value = asked(route, relevance=None)
    assert set(missing(value)) == {"relevance"}
    request = parse_request({**value, "grounds": {"relevance": "interference"}}, now=NOW)
    assert request.blanks == {"relevance": "interference"}
    both: Json = {"relevance": "interference", "handling": "serious-harm"}
    request = parse_request({**value, "handling": None, "grounds": both}, now=NOW)
    assert request.blanks == both


@pytest.mark.parametrize("route", ["agreement", "civil"])
def test_no_ground_leaves_a_blank_where_s_44c_does_not_hold(route: str) -> None:
    assert set(missing(asked(route, relevance=None))) == {"relevance"}
    assert set(missing(asked(route, relevance=None, grounds={}))) == {"request"}


@pytest.mark.parametrize(
    "grounds",
    [
        *({"relevance": "interference"}, {"necessity": "interference"}, {"handling": "secret"}),
        *([], None, {"handling": 1}),
    ],
)
def test_a_ground_for_what_is_said_or_may_not_be_blank_is_refused(grounds: Json) -> None:
    assert set(missing(asked(grounds=grounds))) == {"grounds"}


def test_a_later_stage_names_what_it_follows() -> None:
    for follows in (None, "", "EX/1", "AB" * 16, 7):
        assert set(missing(asked(stage="narrowed", follows=follows))) == {"stage"}
    assert set(missing(asked(follows="ab" * 16))) == {"stage"}
    request = parse_request(asked(stage="narrowed", follows="ab" * 16), now=NOW)
    assert request.follows == "ab" * 16


def test_an_exception_from_notice_needs_its_reason_and_is_none_of_s_39() -> None:
    excused: Json = {"exception": "serious-harm", "reason": "he reads her post"}
    parse_request(asked(notice=excused), now=NOW)
    assert {name.split(".")[0] for name in missing(asked("agreement", notice=excused))} == {
        "notice"
    }


@pytest.mark.parametrize(
    ("part", "value"),
    [("copy", False), ("copy", "yes"), ("form", "spoken"), ("given", "2026-03-02")],
)
def test_the_extraction_notice_lasts_and_is_in_her_hands(part: str, value: Json) -> None:
    notice = asked("agreement")["notice"]
    assert isinstance(notice, dict)
    assert missing(asked("agreement", notice={**notice, part: value})) == {f"notice.{part}": "s 39"}


@pytest.mark.parametrize("route", ["other", None, "", "VIR", 1, ["vir"]])
def test_a_route_that_is_none_is_refused_by_name(route: Json) -> None:
    assert set(missing({**asked(), "route": route})) == {"route"}


@pytest.mark.parametrize(
    "value", [None, [], "x", {**asked(), "z": 1}, {**asked(), "v": 2}, {**asked(), "v": True}]
)
def test_another_shape_is_refused(value: Json) -> None:
    assert set(missing(value)) == {"request"}


# Commencement.


@pytest.mark.parametrize("route", ["vir", "counselling"])
def test_before_chapter_3a_was_in_force_there_is_no_such_request(route: str) -> None:
    before = datetime(2026, 1, 11, 23, 59, tzinfo=UTC)
    value = asked(route, made="2026-01-11")
    assert missing(value, before) == {"made": "not in force before 2026-01-12"}


@pytest.mark.parametrize("route", ["vir", "counselling"])
def test_a_request_made_before_commencement_and_sent_after_is_made_anew(route: str) -> None:
    given: Json = {"text": "we ask", "given": "2026-01-11"}
    assert missing(asked(route, made="2026-01-11", notice=given)) == {
        "made": "ss 44A-44C, in force from 12 January 2026"
    }
    first = {"name": "B", "rank": "inspector", "at": "2026-01-12T00:00:00Z"}
    notice = {"text": "we ask", "given": "2026-01-12"}
    parse_request(asked(route, made="2026-01-12", approver=first, notice=notice), now=NOW)


def test_the_day_it_arrives_picks_the_rules_and_no_date_picks_older_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newer = Edition(
        *("vir", "vir-2026-02-01", date(2026, 2, 1), "an Act to come"),
        {**LAW["vir"].sections, "made": "an Act to come"},
        LAW["vir"].roles,
        LAW["vir"].blanks,
    )
    both = (*EDITIONS, newer)
    assert edition_on("vir", date(2026, 1, 31), both) == LAW["vir"]
    assert edition_on("vir", date(2026, 2, 1), both) == newer
    monkeypatch.setattr(editions, "EDITIONS", both)
    assert parse_request(asked(), now=NOW).edition == newer
    assert missing(asked(made="2026-01-31"))["made"] == "an Act to come"


# Counselling.


def test_a_counselling_host_is_asked_by_the_stricter_test_alone() -> None:
    assert missing(asked(), counselling_host=True) == {
        "route": "s 44A(4)-(5): this host provides counselling"
    }
    for route in ("counselling", "agreement", "court", "civil"):
        parse_request(asked(route), now=NOW, counselling_host=True)


def test_counselling_conversations_are_not_asked_for_by_the_easier_test() -> None:
    sought: Json = {"c": ["message"], "p": ["p1"], "s": ["counselling"]}
    said = {"sought": sought, "confidential": "only this conversation"}
    for easier in ("vir", "agreement"):
        assert missing(asked(easier, **said)) == {
            "sought": "s 44A(4)-(5): counselling is asked for by the route counselling"
        }
    # A solicitor in a civil claim has no such route to go by.
    for route in ("counselling", "civil"):
        parse_request(asked(route, **said), now=NOW)


@pytest.mark.parametrize("field", ["probative", "presumption"])
def test_the_stricter_test_wants_its_reasons(field: str) -> None:
    assert set(missing(asked("counselling", **{field: "  "}))) == {field}


# Who approves, who speaks, what is confidential.


@pytest.mark.parametrize("name", ["A. Example", "a.  example", " A. EXAMPLE "])
def test_nobody_approves_their_own_request(name: str) -> None:
    approver: Json = {"name": name, "rank": "inspector", "at": "2026-02-28T09:00:00Z"}
    for route in ("vir", "counselling", "agreement", "civil"):
        assert set(missing(asked(route, approver=approver))) == {"approver.name"}


def test_an_approval_to_come_is_none() -> None:
    approver: Json = {"name": "B", "rank": "inspector", "at": "2026-03-01T12:00:01Z"}
    assert set(missing(asked(approver=approver))) == {"approver.at"}


CHILD: dict[str, Json] = {
    "kind": "child",
    "name": "D. Parent",
    "relation": "mother",
    "views": "she says that it is all right, but not the pictures",
    "until": "2026-04-02",
}


def test_somebody_speaks_for_a_child_until_she_is_eighteen() -> None:
    for route in ("vir", "counselling", "agreement"):
        parse_request(asked(route, proxy=CHILD), now=NOW)
        for wrong in ("2026-03-31", MADE, None, "soon"):
            found = missing(asked(route, proxy={**CHILD, "until": wrong}))
            assert found == {"proxy.until": "s 38, s 44B(4)"}
        # Her birthday is hers from its first second.
        parse_request(asked(route, expires="2026-04-02T00:00:00Z", proxy=CHILD), now=NOW)
        late = asked(route, expires="2026-04-02T00:00:01Z", proxy=CHILD)
        assert missing(late) == {"proxy.until": "s 38, s 44B(4)"}


@pytest.mark.parametrize(
    "changes",
    [{"views": ""}, {"kind": "friend"}, {"kind": "capacity"}, {"relation": None}, {"kind": []}],
)
def test_a_proxy_is_one_the_law_knows_and_her_own_views_are_there(changes: dict[str, Json]) -> None:
    assert {name.split(".")[0] for name in missing(asked(proxy={**CHILD, **changes}))} == {"proxy"}


@pytest.mark.parametrize("route", ["vir", "counselling", "agreement", "civil"])
def test_what_is_confidential_is_named_with_its_reason_and_its_people(route: str) -> None:
    section = LAW[route].sections["confidential"]
    sought: Json = {"c": ["message"], "p": ["p1"], "s": ["health"]}
    assert missing(asked(route, sought=sought)) == {"confidential": section}
    parse_request(asked(route, sought=sought, confidential="the visit of 3 March"), now=NOW)
    # A reason for what is not asked for is as wrong as none for what is.
    assert missing(asked(route, confidential="for later")) == {"confidential": section}
    month: Json = {"c": ["message"], "d": [[0, 86_400]], "s": ["health"]}
    assert set(missing(asked(route, sought=month, confidential="all of it"))) == {"sought"}


# Court orders and claims.


@pytest.mark.parametrize(
    ("part", "value"),
    [
        *(("made", "2026-03-02"), ("made", "x"), ("document", "ab" * 31), ("document", "AB" * 32)),
        *(("deadline", "2026-03-01T12:00:00Z"), ("deadline", None), ("court", " ")),
        *(("forbids_notice", True), ("forbids_notice", None)),
    ],
)
def test_an_order_is_whole_and_does_not_forbid_telling_her(part: str, value: Json) -> None:
    order = asked("court")["order"]
    assert isinstance(order, dict)
    found = missing(asked("court", order={**order, part: value}))
    assert found == {f"order.{part}": LAW["court"].sections["order"]}


def test_a_claim_names_a_solicitor_of_her_own() -> None:
    claim = asked("civil")["claim"]
    assert isinstance(claim, dict)
    for own in (None, {}, {"name": "a. example", "firm": "x", "contact": "y"}):
        found = missing(asked("civil", claim={**claim, "her_solicitor": own}))
        assert found == {"claim.her_solicitor": "CPR Part 31"}


@pytest.mark.parametrize("route", ["vir", "counselling", "agreement", "civil"])
def test_police_powers_are_not_a_solicitors_nor_the_other_way(route: str) -> None:
    requester = asked(route)["requester"]
    assert isinstance(requester, dict)
    limb = "constable" if route == "civil" else "Solicitor"
    found = missing(asked(route, requester={**requester, "limb": limb}))
    assert found == {"requester.limb": LAW[route].sections["requester"]}
