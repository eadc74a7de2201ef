"""Vectors of docs/formats/visit.md: visit statements with openings.

Each file holds one case: what a reader must do (`expect`: success, malformed, not authentic), why
(`about`), the statement with its openings (`shown`), the signer's bundle in hex, and where it
succeeds what is said of the points that are open (`values`). A person signs here, as in the
vectors of extractions; a case that must fail has a single fault.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scripts.vectors.extraction import CHANGED, EID, GUARDIAN, MALFORMED, SURVIVOR, Case, numbered
from vault.canonical import b64, marshal, parse_object
from vault.statement import sign
from vault.visit import CLOCK, POINTS, TIMES, Value, sign_visit

SAID: dict[str, Value] = {
    **{name: {"said": f"caf\u00e9 {name}"} for name in POINTS},
    **{name: {"said": "2026-04-01T09:15:00Z"} for name in TIMES},
    CLOCK: {"said": {"offset_ms": -95_000, "reference": "station"}},
    "device.battery": {"unknown": "the display is broken"},
}


def visit_cases() -> dict[str, Case]:
    """Give every case."""
    salts = iter(numbered(f"visit salt {number}") for number in range(len(POINTS)))
    whole = sign_visit(
        GUARDIAN,
        SAID,
        eid=EID,
        root=numbered("root"),
        survivor=SURVIVOR.fp,
        created=datetime(2026, 4, 1, 12, 30, 5, tzinfo=UTC),
        corrects=None,
        random=lambda _: next(salts),
    )
    body: Any = whole.body()
    openings, signed = body["openings"], whole.visit.body()
    bundle = GUARDIAN.bundle.marshal().hex()

    def case(expect: str, about: str, document: Any, **more: Any) -> Case:  # noqa: ANN401 JSON
        shown = document if isinstance(document, str) else marshal(document).decode()
        good = {"bundle": bundle, "shown": shown, "expect": expect, "about": about}
        return good | more

    def opened(**values: Any) -> Any:  # noqa: ANN401 JSON
        return body | {"openings": openings | {k.replace("_", "."): v for k, v in values.items()}}

    def stated(**values: Any) -> Any:  # noqa: ANN401 JSON
        statement = sign(GUARDIAN, "visit", signed | values)
        return body | {"statement": parse_object(statement)}

    place = openings["place"]
    none = {name: each for name, each in signed["points"].items() if name != "place"}  # type: ignore[union-attr] # an object
    some = {"device.model": openings["device.model"]}
    first = {"values": {name: each["value"] for name, each in openings.items()}}
    cases = {
        "plain": case("success", "every point is open", body, **first),
        "one-open": case(
            "success",
            "one point is open",
            body | {"openings": some},
            values={"device.model": SAID["device.model"]},
        ),
        "closed": case("success", "no point is open", body | {"openings": {}}, values={}),
        "correction": case("success", "it corrects another", stated(corrects="ab" * 32), **first),
        "other-signer": case(
            CHANGED, "another's key", body, bundle=SURVIVOR.bundle.marshal().hex()
        ),
        "swapped": case(
            CHANGED, "openings exchanged", opened(place=openings["method"], method=place)
        ),
        "edited": case(
            CHANGED, "other words", opened(place=place | {"value": {"said": "elsewhere"}})
        ),
        "salt": case(CHANGED, "another salt", opened(place=place | {"salt": b64(bytes(32))})),
        "other-eid": case(CHANGED, "of another extraction", stated(eid="00" * 16)),
        "space": case(MALFORMED, "not canonical", marshal(body).decode().replace(":", ": ", 1)),
        "point-missing": case(MALFORMED, "a point left out", stated(points=none)),
        "point-unknown": case(
            MALFORMED,
            "a point that there is not",
            stated(points=signed["points"] | {"x": "AA"}),  # type: ignore[operator] # an object
        ),
        "corrects-short": case(MALFORMED, "no hash", stated(corrects="ab")),
        "opening-unknown": case(MALFORMED, "opens no point", opened(colour=place)),
        "salt-short": case(MALFORMED, "a short salt", opened(place=place | {"salt": "AA"})),
    }
    for name, point, value in (
        ("both", "place", {"said": "x", "unknown": "y"}),
        ("neither", "place", {}),
        ("blank", "place", {"said": ""}),
        ("two-lines", "place", {"said": "x\ny"}),
        ("long", "place", {"said": "\U0001f600" * 1001}),
        ("time-without-zone", "start", {"said": "2026-04-01T09:15:00"}),
        ("clock-as-text", "device_clock", {"said": "+95 s"}),
        ("clock-too-far", "device_clock", {"said": {"offset_ms": 10**12, "reference": "x"}}),
        ("clock-no-number", "device_clock", {"said": {"offset_ms": True, "reference": "x"}}),
    ):
        wrong = opened(**{point: {"salt": place["salt"], "value": value}})
        cases[f"value-{name}"] = case(MALFORMED, name, wrong)
    return cases


def write(folder: Path) -> None:
    """Write every case into a folder, one file each."""
    folder.mkdir(exist_ok=True)
    for name, case in visit_cases().items():
        text = json.dumps(case, indent=1, sort_keys=True, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text + "\n")
