"""What a selection lets leave: records as they are, copies, and people whom no descriptor names."""

import json
from collections import Counter
from typing import Any

from extraction.selection import Selected
from vault.grant_envelope import Disclosed

Body = dict[str, Any]


def disclosed(selected: Selected) -> Counter[str]:
    return Counter(
        json.loads(item.record)["record_id"]
        for shown in selected.shown
        for item in shown.excerpt.items
        if isinstance(item, Disclosed)
    )


def copied(selected: Selected) -> Counter[str]:
    """Give the records that leave as copies: without their place, or with people masked."""
    given = [(json.loads(copy.record), copy.step) for copy in selected.derived.records]
    copies = [copy for copy, _ in given]
    exact = "location" in selected.grant.scope.c and selected.grant.scope.g is None
    digits = selected.grant.scope.g if "location" in selected.grant.scope.c else None
    assert exact is False or {step for _, step in given} <= {"mask"}
    for place in (copy["place"] for copy in copies if "place" in copy and not exact):
        assert digits is not None
        assert place.keys() == {"lat", "lon", "source"}
        assert all(len(place[name].partition(".")[2]) <= digits for name in ("lat", "lon"))
    return Counter(copy["record_id"] for copy in copies)


def strangers(selected: Selected) -> list[Body]:
    """Give the people with an id in what leaves whom no descriptor names."""
    leaves = [json.loads(copy.record) for copy in selected.derived.records]
    leaves += [
        json.loads(item.record)
        for shown in selected.shown
        for item in shown.excerpt.items
        if isinstance(item, Disclosed)
    ]
    named = {
        party
        for shown in selected.shown
        for party in json.loads(shown.excerpt.desc).get("parties", [])
    } | (selected.grant.scope.p or set())
    return [
        party
        for record in leaves
        for party in record.get("parties", [])
        if party["is_owner"] is not True and "id_raw" in party and party.get("id_norm") not in named
    ]
