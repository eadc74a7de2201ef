"""Visit statements: every point committed to, opened one by one, and bound to their extraction."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.unit.vault.sealed import DESCS, NOW, Station
from vault.canonical import b64, marshal, parse_object
from vault.custody import CATALOGUE, FolderCustody
from vault.errors import Malformed, MalformedCatalogue, MalformedStatement, NotAuthentic
from vault.identity import Kind, new_identity
from vault.ids import Eid
from vault.ingest import Ingest, parse_ingest, sign_ingest
from vault.opening import OpenedExtraction, open_extraction
from vault.statement import digest, parse_statement, sign
from vault.visit import (
    CLOCK,
    MIME,
    POINTS,
    TIMES,
    ShownVisit,
    Value,
    check_named,
    check_openings,
    check_value,
    check_visit,
    in_force,
    parse_shown,
    sign_visit,
)

SAID: dict[str, Value] = {
    **{name: {"said": f"about {name}"} for name in POINTS},
    **{name: {"said": "2026-04-01T09:15:00Z"} for name in TIMES},
    CLOCK: {"said": {"offset_ms": -95_000, "reference": "station"}},
    "device.battery": {"unknown": "the display is broken"},
}
Random = Callable[[int], bytes]


def sealed(folder: Path, station: Station, said: dict[str, Value] | None = None) -> FolderCustody:
    sealer = station.start(folder)
    sealer.add_segment(sealer.keys.group_tag(DESCS[0]), "2026-01-05", DESCS[0], [b'{"n":1}'])
    # A medium of the same kind is no visit statement: what is one, the catalogue says by place.
    sealer.add_object([b"{}"], MIME)
    sealer.finish(
        kind="file", parts=[], original=bytes(32), ledger=b"{}", said=SAID if said is None else said
    )
    return FolderCustody(folder)


@pytest.fixture
def opened(tmp_path: Path, station: Station) -> OpenedExtraction:
    return open_extraction(sealed(tmp_path / "sealed", station), station.survivor)


def shown_of(opened: OpenedExtraction) -> ShownVisit:
    found = opened.read_visit()
    assert found is not None
    return found


def again(station: Station, ingest: Ingest, corrects: bytes | None, **changes: Any) -> ShownVisit:  # noqa: ANN401
    about: dict[str, Any] = {
        "eid": ingest.eid,
        "root": ingest.root,
        "survivor": ingest.survivor,
        "created": NOW,
        "corrects": corrects,
        "random": station.random,
    }
    guardian = changes.pop("guardian", station.guardian)
    return sign_visit(guardian, changes.pop("said", SAID), **(about | changes))


def test_she_reads_every_point_and_nobody_else_reads_any(
    opened: OpenedExtraction, tmp_path: Path
) -> None:
    shown = shown_of(opened)
    assert {name: each.value for name, each in shown.openings.items()} == SAID
    assert shown.sha256 == opened.checked.ingest.visit
    for path in (tmp_path / "sealed").rglob("*"):
        if path.is_file():
            assert b"about " not in path.read_bytes()
    # The statement itself, which goes to others, says nothing either.
    assert b"about" not in shown.statement.payload
    assert "about" not in repr(shown)


def test_one_point_is_shown_and_the_others_stay_closed(opened: OpenedExtraction) -> None:
    shown = shown_of(opened).only({"device.model"})
    read = parse_shown(shown.marshal())
    check_named(read, opened.checked.ingest, opened.checked.certificates)
    assert {name: each.value for name, each in read.openings.items()} == {
        "device.model": SAID["device.model"]
    }
    assert b"about place" not in shown.marshal()
    assert set(read.visit.points) == set(POINTS)


def test_equal_words_of_two_points_have_two_commitments(station: Station) -> None:
    said = SAID | {"place": {"said": "same"}, "method": {"said": "same"}}
    ids = {"eid": Eid(bytes(16)), "root": bytes(32), "survivor": station.survivor.fp}
    # Even with salts that are all the same, a point's name and extraction are in it.
    fixed = {"created": NOW, "corrects": None, "random": bytes}
    one = sign_visit(station.guardian, said, **ids, **fixed)  # type: ignore[arg-type]
    other = sign_visit(station.guardian, said, **(ids | {"eid": Eid(b"\x01" * 16)}), **fixed)  # type: ignore[arg-type]
    assert one.visit.points["place"] != one.visit.points["method"]
    assert not set(one.visit.points.values()) & set(other.visit.points.values())


@pytest.mark.parametrize("name", POINTS)
def test_a_statement_leaves_no_point_out(station: Station, name: str) -> None:
    said = {key: value for key, value in SAID.items() if key != name}
    for wrong in (said, SAID | {"more": {"said": "x"}}):
        with pytest.raises(MalformedStatement):
            sign_visit(
                station.guardian,
                wrong,
                eid=Eid(bytes(16)),
                root=bytes(32),
                survivor=station.survivor.fp,
                created=NOW,
                corrects=None,
                random=station.random,
            )


def test_a_field_that_was_edited_or_swapped_does_not_open(opened: OpenedExtraction) -> None:
    shown = shown_of(opened)
    openings = dict(shown.openings)
    swapped = openings | {"place": openings["method"], "method": openings["place"]}
    edited = openings | {"place": replace(openings["place"], value={"said": "elsewhere"})}
    unsaid = openings | {"place": replace(openings["place"], value={"unknown": "about place"})}
    salted = openings | {"place": replace(openings["place"], salt=bytes(32))}
    for wrong in (swapped, edited, unsaid, salted):
        with pytest.raises(NotAuthentic):
            check_openings(replace(shown, openings=wrong))
    check_openings(shown)


def test_every_changed_byte_of_the_statement_is_found(opened: OpenedExtraction) -> None:
    shown = shown_of(opened)
    ingest, certificates = opened.checked.ingest, opened.checked.certificates
    payload = bytearray(shown.statement.payload)
    for at in range(0, len(payload), 7):
        payload[at] ^= 1
        envelope = parse_object(shown.statement.raw) | {"payload": b64(bytes(payload))}
        payload[at] ^= 1
        with pytest.raises((Malformed, NotAuthentic)):
            check_visit(
                parse_shown(marshal(shown.body() | {"statement": envelope})), ingest, certificates
            )


def test_a_statement_of_another_extraction_or_guardian_is_refused(
    opened: OpenedExtraction, station: Station, tmp_path: Path
) -> None:
    other = open_extraction(sealed(tmp_path / "other", station), station.survivor)
    ingest, certificates = opened.checked.ingest, opened.checked.certificates
    with pytest.raises(NotAuthentic, match="not the one"):
        check_named(shown_of(other), ingest, certificates)
    with pytest.raises(NotAuthentic, match="another extraction"):
        check_visit(shown_of(other), ingest, certificates)
    stranger = new_identity(Kind.ORGANISATION, random=station.random)
    with pytest.raises(NotAuthentic, match="another guardian"):
        check_visit(again(station, ingest, None, guardian=stranger), ingest, certificates)
    for name, value in (("eid", other.eid), ("root", bytes(32)), ("survivor", stranger.fp)):
        with pytest.raises(NotAuthentic):
            check_visit(again(station, ingest, None, **{name: value}), ingest, certificates)
    # Named as hers, signed by another.
    body = again(station, ingest, None).visit.body()
    forged = replace(
        shown_of(opened), statement=parse_statement(sign(stranger, "visit", body), "visit")
    )
    with pytest.raises(NotAuthentic):
        check_visit(forged, ingest, certificates)


def test_the_same_words_signed_anew_are_not_the_statement_that_was_sealed(
    opened: OpenedExtraction, station: Station
) -> None:
    ingest = opened.checked.ingest
    new = again(station, ingest, None)
    check_visit(new, ingest, opened.checked.certificates)
    with pytest.raises(NotAuthentic, match="not the one"):
        check_named(new, ingest, opened.checked.certificates)
    correction = again(station, ingest, ingest.visit)
    with pytest.raises(NotAuthentic, match="not the one"):
        check_named(correction, ingest, opened.checked.certificates)


def test_catalogue_and_ingest_statement_agree_on_whether_there_is_one(
    tmp_path: Path, station: Station
) -> None:
    custody = sealed(tmp_path / "sealed", station)
    ingest, _ = parse_ingest(custody.ingest())
    dropped = sign_ingest(station.guardian, replace(ingest, visit=None))
    (tmp_path / "sealed" / "ingest.dsse.json").write_bytes(dropped)
    with pytest.raises(MalformedCatalogue, match="names a visit"):
        open_extraction(custody, station.survivor)
    other = sign_ingest(station.guardian, replace(ingest, visit=bytes(32)))
    (tmp_path / "sealed" / "ingest.dsse.json").write_bytes(other)
    with pytest.raises(NotAuthentic):
        open_extraction(custody, station.survivor).read_visit()
    assert (tmp_path / "sealed" / CATALOGUE).exists()


def test_without_a_form_nothing_is_named_and_the_statement_is_spelt_as_before(
    tmp_path: Path, station: Station
) -> None:
    sealer = station.start(tmp_path / "bare")
    sealer.finish(kind="file", parts=[], original=bytes(32), ledger=b"{}")
    custody = FolderCustody(tmp_path / "bare")
    opened = open_extraction(custody, station.survivor)
    assert opened.read_visit() is None
    assert "visit" not in opened.checked.ingest.body()
    assert b'"visit"' not in opened.catalogue.marshal()


def test_corrections_are_put_in_order_and_the_last_holds(
    opened: OpenedExtraction, station: Station
) -> None:
    ingest = opened.checked.ingest
    assert ingest.visit is not None
    first = shown_of(opened)
    second = again(station, ingest, first.sha256)
    third = again(station, ingest, second.sha256)
    assert in_force([third, first, second], ingest.visit) == (first, second, third)
    assert in_force([second], ingest.visit) == (second,)
    assert in_force([], ingest.visit) == ()
    with pytest.raises(NotAuthentic, match="one and the same"):
        in_force([first, second, again(station, ingest, first.sha256)], ingest.visit)
    # One that was dropped from between is missed by the one that corrects it.
    with pytest.raises(NotAuthentic, match="not at hand"):
        in_force([first, third], ingest.visit)
    with pytest.raises(NotAuthentic):
        in_force([first, first], ingest.visit)
    with pytest.raises(NotAuthentic):
        in_force([first, second, second], ingest.visit)


def test_where_there_was_none_the_first_names_the_ingest_statement(
    tmp_path: Path, station: Station
) -> None:
    sealer = station.start(tmp_path / "bare")
    done = sealer.finish(kind="file", parts=[], original=bytes(32), ledger=b"{}")
    ingest, _ = parse_ingest(done.statement)
    late = again(station, ingest, digest(done.statement))
    assert in_force([late], digest(done.statement)) == (late,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("place", {}),
        ("place", {"said": "x", "unknown": "y"}),
        ("place", {"said": ""}),
        ("place", {"said": 5}),
        ("place", {"unknown": ""}),
        ("place", {"said": "two\nlines"}),
        ("place", {"said": "x" * 1001}),
        ("place", {"said": "x", "more": 1}),
        ("place", "x"),
        ("start", {"said": "2026-04-01T09:15:00"}),
        ("start", {"said": "2026-04-01T09:15:00+01:00"}),
        ("device.clock", {"said": "+95 s"}),
        ("device.clock", {"said": {"offset_ms": True, "reference": "x"}}),
        ("device.clock", {"said": {"offset_ms": 10**15, "reference": "x"}}),
        ("device.clock", {"said": {"offset_ms": 1, "reference": ""}}),
        ("device.clock", {"said": {"offset_ms": 1}}),
    ],
)
def test_what_may_not_be_said_of_a_point_is_refused(name: str, value: Any) -> None:  # noqa: ANN401 JSON
    with pytest.raises(Malformed):
        check_value(name, value)


def test_other_spellings_of_what_is_shown_are_refused(opened: OpenedExtraction) -> None:
    good = shown_of(opened).body()
    openings: Any = good["openings"]
    for wrong in (
        good | {"v": 2},
        good | {"more": 1},
        {key: value for key, value in good.items() if key != "openings"},
        good | {"statement": "x"},
        good | {"openings": {"more": openings["place"]}},
        good | {"openings": {"place": openings["place"] | {"salt": "AA"}}},
    ):
        with pytest.raises(MalformedStatement):
            parse_shown(marshal(wrong))
    with pytest.raises(MalformedStatement):
        parse_shown(marshal(good).replace(b":", b": ", 1))
