"""The verifier: numbered steps over a package, offline, for anyone.

docs/formats/release.md 4. The numbers are part of the interface. A step is `pass`,
`fail`, `absent` or `not pinned`; the policy says which must pass, and without one these
are 0 and 2 to 15, of which 3 may be absent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audit.errors import AuditError
from consent.errors import ConsentError
from extraction import verify_keys, verify_records
from extraction.errors import ExtractionError, NotVerified
from extraction.package import Package, read_package
from extraction.verify_documents import Documents, parse_documents
from extraction.verify_keys import ABSENT, NOT_PINNED, PASS, Outcome
from extraction.verify_log import check_log, check_time
from extraction.verify_policy import VerifyPolicy
from vault.errors import VaultError

FAIL = "fail"
NAMES = (
    *("shape", "keys", "ingest statement", "receipt", "grant", "worker key"),
    *("release statement", "identity", "validity", "records", "counts", "scope"),
    *("completeness", "selection", "media", "approval", "log", "time", "verdict"),
)
_REQUIRED = frozenset({0, *range(2, 16)})
_MAY_BE_ABSENT = frozenset({3})
_DRAFT_STEPS = range(2, 15)
_CAVEATS = (
    "complete for the listed groups and days, if the guardian's tool sorted truthfully;"
    " which groups are listed was the survivor's decision;"
    " a neighbour in the same group shows the date of the nearest activity"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step's outcome."""

    number: int
    name: str
    status: str
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """All steps, whether the package holds, and the verdict in words."""

    steps: tuple[Step, ...]
    ok: bool
    verdict: str

    def first_failure(self) -> Step | None:
        """Give the first step that failed."""
        return next((step for step in self.steps if step.status == FAIL), None)


def verify_path(path: Path, policy: VerifyPolicy | None, *, now_seconds: int) -> Report:
    """Verify a package's folder or ZIP; `now_seconds` bounds the witnesses' clocks."""
    try:
        package = read_package(path)
    except NotVerified as error:
        return _refused(error)
    return verify(package, policy, now_seconds=now_seconds)


def verify(package: Package, policy: VerifyPolicy | None, *, now_seconds: int) -> Report:
    """Run every step; one that fails does not stop the others."""
    try:
        documents = parse_documents(package)
    except NotVerified as error:
        return _refused(error)
    steps = [Step(0, NAMES[0], PASS, f"{len(package.digests)} files, all known")]
    for number, check in _checks(documents, policy, now_seconds).items():
        status, detail = _run(check)
        steps.append(Step(number, NAMES[number], status, detail))
    return _concluded(steps, documents, policy)


def verify_draft(package: Package) -> None:
    """Run steps 0 and 2 to 14, as the survivor's client does before it wraps a key.

    Raises:
        NotVerified: the first step that does not pass.
    """
    documents = parse_documents(package)
    checks = _checks(documents, None, 0)
    for number in _DRAFT_STEPS:
        status, detail = _run(checks[number])
        if status != PASS and number not in _MAY_BE_ABSENT:
            raise NotVerified(number, detail)


def _checks(
    documents: Documents, policy: VerifyPolicy | None, now_seconds: int
) -> dict[int, Callable[[], Outcome]]:
    return {
        1: lambda: verify_keys.check_keys(documents, policy),
        2: lambda: verify_keys.check_ingest_statement(documents),
        3: lambda: verify_keys.check_receipt(documents),
        4: lambda: verify_keys.check_grant(documents),
        5: lambda: verify_keys.check_worker_key(documents),
        6: lambda: verify_keys.check_release(documents),
        7: lambda: verify_keys.check_identity(documents),
        8: lambda: verify_keys.check_validity(documents),
        9: lambda: verify_records.check_records(documents),
        10: lambda: verify_records.check_counts(documents),
        11: lambda: verify_records.check_scope(documents),
        12: lambda: verify_records.check_completeness(documents),
        13: lambda: verify_records.check_selection(documents),
        14: lambda: verify_records.check_media(documents),
        15: lambda: verify_keys.check_approval(documents),
        16: lambda: check_log(documents, policy, now_seconds),
        17: lambda: check_time(documents),
    }


def _run(check: Callable[[], Outcome]) -> Outcome:
    try:
        return check()
    except NotVerified as error:
        return FAIL, error.detail
    except (ExtractionError, VaultError, ConsentError, AuditError) as error:
        return FAIL, str(error)


def _concluded(steps: list[Step], documents: Documents, policy: VerifyPolicy | None) -> Report:
    failed = next((step for step in steps if step.status == FAIL), None)
    required = _REQUIRED | (policy.require if policy is not None else frozenset())
    unmet = [
        step.number
        for step in steps
        if step.number in required
        and step.status != PASS
        and not (step.number in _MAY_BE_ABSENT and step.status == ABSENT)
    ]
    if policy is not None:
        # What the policy asks for by name must be there, a receipt too.
        unmet += [
            step.number
            for step in steps
            if step.number in policy.require - set(unmet) and step.status != PASS
        ]
    ok = failed is None and not unmet
    verdict = _verdict(steps, documents, failed, unmet)
    status = PASS if ok else FAIL
    return Report((*steps, Step(18, NAMES[18], status, verdict)), ok, verdict)


def _verdict(steps: list[Step], documents: Documents, failed: Step | None, unmet: list[int]) -> str:
    if failed is not None:
        return f"not verified: step {failed.number} ({failed.name}) fails: {failed.detail}"
    if unmet:
        return f"not verified: step {unmet[0]} ({NAMES[unmet[0]]}) was required and did not pass"
    by_number = {step.number: step.status for step in steps}
    missing = []
    if by_number[1] == NOT_PINNED:
        missing.append("keys not pinned")
    if by_number[16] != PASS:
        missing.append("log not checked")
    if by_number[17] != PASS:
        missing.append("no independent time")
    said = "; ".join(missing) or "keys pinned, log checked"
    return (
        f"{documents.release.disclosed} records are genuine and unchanged since intake,"
        f" {sum(documents.release.withheld.values())} were withheld by reason; {_CAVEATS}; {said}"
    )


def _refused(error: NotVerified) -> Report:
    detail = error.detail
    steps = (
        Step(0, NAMES[0], FAIL, detail),
        Step(18, NAMES[18], FAIL, f"not verified: step 0 (shape) fails: {detail}"),
    )
    return Report(steps, ok=False, verdict=steps[1].detail)
