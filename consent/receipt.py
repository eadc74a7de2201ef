"""Receipts: what she agreed to, as a record that she keeps and a machine can read.

docs/consent.md 6. Shaped after ISO/IEC TS 27560:2023: header, processing, parties, events,
by the field names of the published guide to it. It says nothing that the signed grant, the
request and the log do not say; whoever doubts it goes to them by the hashes in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from consent.editions import edition_on
from consent.errors import WrongState
from consent.grant import Grant, parse_grant
from consent.notice import shown_for
from consent.notice_words import Notice, beside, notice_of
from consent.repository import Connection, rows
from consent.request import route_of
from consent.requests import request_of
from consent.rows import GrantRow, NoticeShown, RequestRow
from consent.states import grant_state
from vault import accounts, holdings
from vault.canonical import Json, parse_object
from vault.ids import Fingerprint, Gid, Uid
from vault.rows import StaffRow
from vault.statement import digest, show_time

SCHEMA = "ISO/IEC TS 27560:2023 shaped, safehold receipt 1"
_SHOWN = "notice-shown"
_GIVEN = "consent-given"
_WITHDRAWN = "consent-withdrawn"
_COLLECTED = "collected"


@dataclass(frozen=True, slots=True)
class Matter:
    """A grant with all that a paper about it tells: read in one transaction."""

    row: GrantRow
    grant: Grant
    request: RequestRow
    document: dict[str, Json]
    shown: tuple[NoticeShown, ...]
    people: tuple[tuple[Fingerprint, StaffRow | None], ...]
    collected: tuple[tuple[Fingerprint, int], ...]

    @property
    def route(self) -> str:
        """The route of the request that it answers."""
        return route_of(self.document)


def matter_of(connection: Connection, uid: Uid, gid: Gid) -> Matter:
    """Gather a grant of hers, or raise WrongState."""
    row = rows.find(connection, GrantRow, gid=gid, uid=uid)
    asked = None if row is None else request_of(connection, bytes.fromhex(row.matter))
    if row is None or asked is None:
        raise WrongState(f"there is no grant {gid.hex()}")
    grant, _ = parse_grant(row.statement)
    staff = {member.fp: member for member in accounts.staff_by_fps(connection, grant.release_to)}
    release = holdings.release_of_grant(connection, gid)
    received = [] if release is None else holdings.collected_by(connection, release.rid)
    return Matter(
        row,
        grant,
        asked,
        parse_object(asked.document),
        tuple(shown_for(connection, uid, row.matter)),
        tuple((fp, staff.get(fp)) for fp in grant.release_to),
        tuple((fp, at) for fp, at in received if at is not None and fp in grant.release_to),
    )


def receipt_of(matter: Matter, now_ms: int) -> dict[str, Json]:
    """Give the receipt of a grant as it is now."""
    row, grant = matter.row, matter.grant
    return {
        "schema_version": SCHEMA,
        "receipt_id": f"{row.gid.hex()}.{now_ms}",
        "record": {
            "schema_version": SCHEMA,
            "record_id": row.gid.hex(),
            "pii_principal_id": row.uid.hex(),
        },
        "processing": _processing(matter),
        "parties": _parties(matter),
        "events": [*_events(matter, now_ms)],
        "evidence": {
            "grant_sha256": row.sha256.hex(),
            "log_index": row.log_index,
            "request": row.matter,
            "request_sha256": digest(matter.request.document).hex(),
            "selection_sha256": grant.selection.hex(),
            "derived_sha256": grant.derived.hex(),
            "extraction": grant.eid.hex(),
            "root": grant.root.hex(),
        },
    }


def _processing(matter: Matter) -> dict[str, Json]:
    document, grant = matter.document, matter.grant
    words = None if grant.notice is None else notice_of(grant.notice)
    made = datetime.fromtimestamp(matter.request.created_at / 1000, UTC).date()
    edition = edition_on(matter.route, made)
    handling = document.get("handling")
    handling = handling if isinstance(handling, dict) else {}
    purpose: dict[str, Json] = {
        "purpose": document.get("line_of_enquiry") or f"as ordered: {document['reference']}",
        "purpose_type": matter.route,
        "lawful_basis": None if edition is None else edition.law,
        "rules": None if edition is None else edition.name,
        "pii_information": [
            {"pii_type": category, "pii_optional": True} for category in sorted(grant.scope.c)
        ],
        "sensitive_pii_category": [*sorted(grant.scope.s)],
        "scope": grant.scope.marshal(),
        "records": grant.records,
        "collection_method": "from a sealed copy of a phone, by a one-time key of this grant",
        "storage_locations": handling.get("storage"),
        "retention_period": handling.get("retention"),
        "recipient_third_parties": [fp.hex() for fp, _ in matter.people],
        "onward_disclosure": handling.get("defence"),
        "withdrawal_method": f"safehold withdraw {matter.row.gid.hex()}, or her page What I share",
        "jurisdiction": "England and Wales",
    }
    return {
        "privacy_notice": _notice(grant.notice, words),
        "language": None if words is None else words.language,
        "approval": grant.approval,
        "purposes": [purpose],
    }


def _notice(sha256: bytes | None, words: Notice | None) -> dict[str, Json]:
    """Name the words that she was shown; of a draft, the English beside it too."""
    named: dict[str, Json] = {
        "sha256": None if sha256 is None else sha256.hex(),
        "route": None if words is None else words.route,
        "version": None if words is None else words.version,
    }
    reviewed = None if words is None else beside(words)
    if reviewed is not None:
        named["beside"] = {
            "sha256": reviewed.sha256.hex(),
            "language": reviewed.language,
            "version": reviewed.version,
        }
    return named


def _parties(matter: Matter) -> list[Json]:
    """Name who receives; a name here is what the vault knows, the fingerprint is what counts."""
    asker = matter.document.get("requester")
    asker = asker if isinstance(asker, dict) else {}
    people: list[Json] = [
        {
            "party_id": fp.hex(),
            "party_role": "recipient",
            "party_name": None if member is None else member.name,
            "party_organisation": None if member is None else member.organisation,
        }
        for fp, member in matter.people
    ]
    said: dict[str, Json] = {
        "party_id": "as the request says",
        "party_role": "requester",
        "party_name": asker.get("name"),
        "party_organisation": asker.get("organisation"),
        "party_contact": asker.get("contact"),
    }
    return [said, *people]


def _events(matter: Matter, now_ms: int) -> Sequence[Json]:
    """List what happened, in order; the last says what holds now."""
    row, her = matter.row, matter.row.uid.hex()
    happened: list[tuple[int, str, str]] = [
        (each.at, f"{_SHOWN}:{each.how}", her) for each in matter.shown
    ]
    happened.append((row.created_at, _GIVEN, her))
    happened += [(at, _COLLECTED, fp.hex()) for fp, at in matter.collected]
    if row.withdrawn_at is not None:
        happened.append((row.withdrawn_at, _WITHDRAWN, her))
    events: list[Json] = [
        {"event_time": _time(at), "event_type": kind, "entity_id": who}
        for at, kind, who in sorted(happened, key=lambda each: each[0])
    ]
    now: dict[str, Json] = {
        "event_time": _time(now_ms),
        "event_type": "receipt",
        "entity_id": "vault",
        "event_state": grant_state(row, now_ms),
        "validity_duration": {
            "from": show_time(matter.grant.not_before),
            "until": show_time(matter.grant.expires),
        },
    }
    return [*events, now]


def _time(ms: int) -> str:
    return show_time(datetime.fromtimestamp(ms / 1000, UTC))
