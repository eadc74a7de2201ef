"""A grant as a FHIR R5 Consent, for systems that keep agreements in that form.

docs/consent.md 6. The base decision is deny; what she agreed to is a permit beneath it,
and each mark of hers that touches it a deny beneath that. R5 has no field for people,
conversations, classes, words or undated items: those are extensions, and a reader that
does not know them must not take the permit for wider than it is, so each is a modifier.
Nothing is enforced by this document.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from consent.receipt import Matter
from consent.repository import Connection, rows
from consent.rows import Exclusion, RuleRow
from consent.rule import DENY, RuleText, read_rule
from consent.scope import MAX_SECOND, Scope, overlaps
from consent.states import LIVE, PENDING, grant_state
from vault.canonical import Json
from vault.ids import Uid
from vault.statement import show_time

SYSTEM = "urn:safehold"
_RECIPIENT = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
_SECOND = timedelta(seconds=1)


def marks_on(connection: Connection, uid: Uid, scope: Scope) -> list[Scope]:
    """Give the scopes of her live marks that touch a scope."""
    live = rows.find_all(connection, Exclusion, "created_at", uid=uid, lifted_at=None)
    found = [rows.find(connection, RuleRow, id=each.rule) for each in live]
    scopes = [read_rule(_text(each)).scope for each in found if each is not None]
    return [each for each in scopes if overlaps(each, scope)]


def consent_resource(matter: Matter, denies: Sequence[Scope], now_ms: int) -> dict[str, Json]:
    """Give the resource; `denies` are the scopes of her marks that touch the grant."""
    row, grant = matter.row, matter.grant
    live = grant_state(row, now_ms) in (PENDING, LIVE)
    her: Json = _identified("Person", "account", row.uid.hex())
    teams = sorted({member.team for _, member in matter.people if member is not None})
    provision: dict[str, Json] = {
        # R5's periods are inclusive, a grant's end is not.
        "period": {
            "start": show_time(grant.not_before),
            "end": show_time(grant.expires - _SECOND),
        },
        "actor": [
            {
                "role": _concept(_RECIPIENT, "IRCP", "information recipient"),
                "reference": _identified("CareTeam", "team", team),
            }
            for team in teams
        ],
        "action": [_concept(f"{SYSTEM}:act", act) for act in ("view", "download")],
        "purpose": [_coding("purpose", f"{row.matter}:investigation")],
    }
    nested: list[Json] = [each for deny in denies for each in _of_scope({}, deny)]
    permits = _of_scope(provision, grant.scope)
    for permit in permits:
        if nested:
            permit["provision"] = nested
    return {
        "resourceType": "Consent",
        "id": row.gid.hex(),
        "identifier": [{"system": f"{SYSTEM}:grant", "value": row.gid.hex()}],
        "status": "active" if live else "inactive",
        "category": [_concept("http://loinc.org", "59284-0", "Consent Document")],
        "subject": her,
        "date": show_time(grant.created)[:10],
        "period": {
            "start": show_time(grant.not_before),
            "end": show_time(grant.expires - _SECOND),
        },
        "grantor": [her],
        "sourceReference": [_identified("DocumentReference", "grant-sha256", row.sha256.hex())],
        "regulatoryBasis": [_concept(f"{SYSTEM}:route", matter.route)],
        "decision": "deny",
        "provision": [*permits],
    }


def _of_scope(provision: dict[str, Json], scope: Scope) -> list[dict[str, Json]]:
    """Spell a scope: one provision for each range of days, because R5 takes one of them."""
    common: dict[str, Json] = {
        **provision,
        "documentType": [_coding("category", code) for code in sorted(scope.c)],
        "data": [
            {"meaning": "instance", "reference": _identified("DocumentReference", "extraction", x)}
            for x in sorted(scope.x)
        ],
    }
    if scope.a is not None:
        common["code"] = [_concept(f"{SYSTEM}:app", app) for app in sorted(scope.a)]
    extensions: list[Json] = [
        {"url": f"{SYSTEM}:scope:{key}", "valueString": value}
        for key, values in (
            ("p", scope.p),
            ("t", scope.t),
            ("s", scope.s),
            ("k", scope.k),
            ("w", scope.w),
        )
        for value in sorted(values or ())
    ]
    if scope.n:
        extensions.append({"url": f"{SYSTEM}:scope:n", "valueInteger": scope.n})
    for key, value, plain in (("q", scope.q, True), ("o", scope.o, False), ("h", scope.h, False)):
        if value is not plain:
            extensions.append({"url": f"{SYSTEM}:scope:{key}", "valueBoolean": value})
    if scope.g is not None:
        extensions.append({"url": f"{SYSTEM}:scope:g", "valueInteger": scope.g})
    if scope.m is not None:
        kinds = " ".join(sorted(scope.m))  # none at all is said too, as an empty list could not be
        extensions.append({"url": f"{SYSTEM}:scope:m", "valueString": kinds or "none"})
    extensions.append({"url": f"{SYSTEM}:scope:u", "valueBoolean": scope.u})
    common["modifierExtension"] = extensions
    if scope.d is None:
        return [common]
    return [{**common, "dataPeriod": _period(start, end)} for start, end in scope.d]


def _period(start: int, end: int) -> dict[str, Json]:
    last = min(end, MAX_SECOND) - 1
    return {"start": _moment(start), "end": _moment(last)}


def _moment(second: int) -> str:
    return show_time(datetime.fromtimestamp(second, UTC))


def _coding(kind: str, code: str) -> dict[str, Json]:
    return {"system": f"{SYSTEM}:{kind}", "code": code}


def _concept(system: str, code: str, text: str = "") -> dict[str, Json]:
    concept: dict[str, Json] = {"coding": [{"system": system, "code": code}]}
    return {**concept, "text": text} if text else concept


def _identified(kind: str, system: str, value: str) -> dict[str, Json]:
    return {"type": kind, "identifier": {"system": f"{SYSTEM}:{system}", "value": value}}


def _text(row: RuleRow) -> RuleText:
    assert row.eft == DENY
    return RuleText(
        *(row.id, row.vault_id, row.team_id, row.eft, row.acts),
        *(row.why, row.nbf, row.exp, row.scope),
    )
