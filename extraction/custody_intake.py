"""The points of a custody record about the intake: device, people, tool, hashes.

docs/formats/custody-record.md 2. They come from the ingest statement, the visit statement, her
receipt and the certificates, whose signatures the caller has checked. What is only in the sealed
catalogue is known where her key opened it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from extraction.custody_facts import PROVEN, SIGNED, Fact, unknown
from extraction.custody_visit import Visits, visit_facts, visit_hashes
from extraction.verify_policy import VerifyPolicy
from vault.certificate import Certificate, find_chain
from vault.ingest import Ingest
from vault.revoking import gather_revoked
from vault.statement import show_time

STATEMENT = "ingest statement"
_NOT_EXTRACTED = "nothing was extracted: she chose the files herself"
_SEALED = "it is in the sealed catalogue; her key opens it"
BY_HERSELF = "there is no guardian: the survivor added it herself"


@dataclass(frozen=True, slots=True)
class Opened:
    """What her key opened of the catalogue: the SHA-256 of the original and of the ledger.

    Opening compares both with the commitments that the guardian signed.
    """

    original: bytes
    ledger: bytes


@dataclass(frozen=True, slots=True)
class Intake:
    """What is known of an intake whose signatures were checked.

    `sha256` is of the ingest statement as delivered, `chain` leads from the guardian to a root
    that a policy pins (None without a policy), `receipt` tells whether she countersigned,
    `visits` are the guardian's own words.
    """

    ingest: Ingest
    sha256: bytes
    chain: tuple[Certificate, ...] | None
    receipt: bool
    opened: Opened | None
    visits: Visits


def intake_facts(intake: Intake) -> list[Fact]:
    """List the points, in the order of the page."""
    visits = intake.visits
    if intake.ingest.guardian is None:
        visits = Visits((), BY_HERSELF)
    said = visit_facts(visits)
    device = [fact for name, fact in said.items() if name.startswith("device.")]
    return [
        *device,
        *_people(intake, said),
        *_tool(intake.ingest, said),
        said["exceptions"],
        said["interruptions"],
        *_hashes(intake),
        *visit_hashes(intake.visits, intake.ingest),
        _countersigned(intake),
        said["countersignature.absence"],
    ]


def _people(intake: Intake, said: Mapping[str, Fact]) -> list[Fact]:
    ingest = intake.ingest
    return [
        Fact("survivor", "Sealed for (key)", ingest.survivor.hex(), SIGNED, STATEMENT),
        *_sealer(intake),
        *(said[name] for name in ("guardian.name", "guardian.competence", "place", "start", "end")),
        Fact("sealed", "Sealed at", show_time(ingest.created), SIGNED, STATEMENT),
    ]


def _sealer(intake: Intake) -> list[Fact]:
    """Say who sealed it. What she added herself never stands under a guardian's name."""
    guardian = intake.ingest.guardian
    if guardian is not None:
        by = Fact("guardian", "Sealed by (key)", guardian.hex(), SIGNED, STATEMENT)
        return [by, *_standing(intake)]
    value = "by the survivor herself, with the key above; no guardian extracted it"
    return [
        Fact("survivor.added", "Added", value, SIGNED, STATEMENT),
        unknown("guardian", "Sealed by (key)", BY_HERSELF),
        unknown("guardian.role", "Role", BY_HERSELF),
        unknown("guardian.organisation", "Organisation (key)", BY_HERSELF),
    ]


def _standing(intake: Intake) -> list[Fact]:
    """Say in which role she sealed, and whose key vouches for her."""
    role, organisation = "guardian.role", "guardian.organisation"
    if intake.chain is None:
        why = "no policy was given, so no certificate was followed to a root"
        return [unknown(role, "Role", why), unknown(organisation, "Organisation (key)", why)]
    by = "certificate, followed to a pinned root"
    issuer = intake.chain[0].issuer.hex()
    return [
        Fact(role, "Role", "guardian", SIGNED, by),
        Fact(organisation, "Organisation (key)", issuer, SIGNED, by),
    ]


def chain_of(
    certificates: Sequence[Certificate], ingest: Ingest, policy: VerifyPolicy, at: datetime
) -> tuple[Certificate, ...] | None:
    """Follow the guardian's certificate to a pinned root, or raise NotAuthentic.

    A sealed folder may hold hers alone; the policy's certificates lead on from it. None where
    the survivor added it herself: no certificate stands for her.
    """
    if ingest.guardian is None:
        return None
    known = (*certificates, *policy.certs)
    revoked = gather_revoked(policy.revoked, known, policy.roots)
    return find_chain(
        known, ingest.guardian, "guardian", at=at, roots=policy.roots, revoked=revoked
    )


def _tool(ingest: Ingest, said: Mapping[str, Fact]) -> list[Fact]:
    tool = ingest.tool
    method = said["method"]
    if ingest.guardian is None:
        method = unknown(method.point, method.label, _NOT_EXTRACTED)
    return [
        Fact("tool.name", "Tool", tool.name, SIGNED, STATEMENT),
        Fact("tool.version", "Version", tool.version, SIGNED, STATEMENT),
        Fact("tool.sha256", "SHA-256 of its code", tool.sha256.hex(), SIGNED, STATEMENT),
        *(said["tool.settings"], method, said["method.validation"]),
    ]


def _hashes(intake: Intake) -> list[Fact]:
    ingest, opened = intake.ingest, intake.opened
    return [
        Fact(
            "statement.sha256",
            "SHA-256 of the ingest statement",
            intake.sha256.hex(),
            PROVEN,
            STATEMENT,
        ),
        Fact(
            "original.commitment",
            "Commitment to the original",
            ingest.original_commit.hex(),
            SIGNED,
            STATEMENT,
        ),
        _opened(
            "original.sha256",
            "SHA-256 of the original",
            None if opened is None else opened.original,
        ),
        Fact("records.root", "Root over the records", ingest.root.hex(), SIGNED, STATEMENT),
        Fact("records.segments", "Segments", str(ingest.tree_size), SIGNED, STATEMENT),
        Fact(
            "ledger.commitment",
            "Commitment to the coverage ledger",
            ingest.ledger_commit.hex(),
            SIGNED,
            STATEMENT,
        ),
        _opened(
            "ledger.sha256",
            "SHA-256 of the coverage ledger",
            None if opened is None else opened.ledger,
        ),
    ]


def _opened(point: str, label: str, value: bytes | None) -> Fact:
    if value is None:
        return unknown(point, label, _SEALED)
    return Fact(point, label, value.hex(), PROVEN, "her key opened it; it is what was committed to")


def _countersigned(intake: Intake) -> Fact:
    if intake.ingest.guardian is None:
        return unknown("countersignature", "Her countersignature", "she signed it as it was sealed")
    if not intake.receipt:
        why = "there is no receipt"
        return unknown("countersignature", "Her countersignature", why)
    value = f"of the statement {intake.sha256.hex()}"
    return Fact("countersignature", "Her countersignature", value, SIGNED, "receipt")
