"""The verifier: numbered steps over a package, offline, for anyone.

docs/formats/release.md 4. The numbers are part of the interface. A step is `pass`,
`fail`, `absent` or `not pinned`; the policy says which must pass, and without one these
are 0 and 2 to 15, of which 3 may be absent.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audit.errors import AuditError
from consent.errors import ConsentError
from extraction import verify_keys, verify_records
from extraction.errors import ExtractionError, NotVerified
from extraction.package import Package, read_package
from extraction.verify_documents import Documents, parse_documents
from extraction.verify_given import Given, read_given
from extraction.verify_keys import ABSENT, PASS, Outcome
from extraction.verify_log import LogFound, check_log, check_time, moments_signed
from extraction.verify_policy import VerifyPolicy
from extraction.verify_verdict import summary_of, verdict_of
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
_FAILURES = (ExtractionError, VaultError, ConsentError, AuditError)


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step's outcome."""

    number: int
    name: str
    status: str
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """All steps, whether the package holds, the verdict in a line and in plain sentences."""

    steps: tuple[Step, ...]
    ok: bool
    verdict: str
    summary: tuple[str, ...]

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
    with _uncollected():
        try:
            documents = parse_documents(package)
        except NotVerified as error:
            return _refused(error)
        return verify_documents(documents, policy, now_seconds=now_seconds)


def verify_documents(
    documents: Documents, policy: VerifyPolicy | None, *, now_seconds: int
) -> Report:
    """Run the steps after 0 on documents that are read already."""
    given = read_given(documents)
    # Step 16 comes first: the log's times are what the others judge by.
    log = _log(documents, policy, now_seconds)
    steps = [Step(0, NAMES[0], PASS, f"{len(documents.package.digests)} files, all known")]
    for number, check in _checks(documents, given, policy, log, now_seconds).items():
        status, detail = _run(check)
        steps.append(Step(number, NAMES[number], status, detail))
    return _concluded(steps, documents, given, policy)


def verify_draft(package: Package) -> None:
    """Run steps 0 and 2 to 14, as the survivor's client does before it wraps a key.

    Raises:
        NotVerified: the first step that does not pass.
    """
    documents = parse_documents(package)
    log = LogFound((ABSENT, "a draft is not logged yet"), moments_signed(documents))
    checks = _checks(documents, read_given(documents), None, log, 0)
    for number in _DRAFT_STEPS:
        status, detail = _run(checks[number])
        if status != PASS and number not in _MAY_BE_ABSENT:
            raise NotVerified(number, detail)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles: JSON has none, and there is a great deal of it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _checks(
    documents: Documents,
    given: Given,
    policy: VerifyPolicy | None,
    log: LogFound,
    now_seconds: int,
) -> dict[int, Callable[[], Outcome]]:
    moments = log.moments
    return {
        1: lambda: verify_keys.check_keys(documents, policy, moments),
        2: lambda: verify_keys.check_ingest_statement(documents),
        3: lambda: verify_keys.check_receipt(documents),
        4: lambda: verify_keys.check_grant(documents),
        5: lambda: verify_keys.check_worker_key(documents, moments),
        6: lambda: verify_keys.check_release(documents),
        7: lambda: verify_keys.check_identity(documents),
        8: lambda: verify_keys.check_validity(documents, moments),
        9: lambda: verify_records.check_records(documents, given),
        10: lambda: verify_records.check_counts(documents, given),
        11: lambda: verify_records.check_scope(documents, given),
        12: lambda: verify_records.check_completeness(documents),
        13: lambda: verify_records.check_selection(documents, given),
        14: lambda: verify_records.check_media(documents, given),
        15: lambda: verify_keys.check_approval(documents),
        16: lambda: log.outcome,
        17: lambda: check_time(documents, policy, log, now_seconds),
    }


def _run(check: Callable[[], Outcome]) -> Outcome:
    try:
        return check()
    except _FAILURES as error:
        return FAIL, _detail(error)


def _log(documents: Documents, policy: VerifyPolicy | None, now_seconds: int) -> LogFound:
    try:
        return check_log(documents, policy, now_seconds)
    except _FAILURES as error:
        return LogFound((FAIL, _detail(error)), moments_signed(documents))


def _detail(error: Exception) -> str:
    return error.detail if isinstance(error, NotVerified) else str(error)


def _concluded(
    steps: list[Step], documents: Documents, given: Given, policy: VerifyPolicy | None
) -> Report:
    failed = next((step for step in steps if step.status == FAIL), None)
    unmet = _unmet(steps, policy)
    if failed is not None:
        why = f"step {failed.number} ({failed.name}) fails: {failed.detail}"
        return _not_verified(steps, why)
    if unmet:
        why = f"step {unmet[0]} ({NAMES[unmet[0]]}) was required and did not pass"
        return _not_verified(steps, why)
    statuses = {step.number: step.status for step in steps}
    verdict = verdict_of(documents, given, statuses)
    summary = summary_of(documents, given, statuses)
    whole = (*steps, Step(18, NAMES[18], PASS, verdict))
    return Report(whole, ok=True, verdict=verdict, summary=tuple(summary))


def _unmet(steps: list[Step], policy: VerifyPolicy | None) -> list[int]:
    """List what must pass and does not; what a policy names must be there, a receipt too."""
    named = policy.require if policy is not None else frozenset()
    return [
        step.number
        for step in steps
        if step.number in _REQUIRED | named
        and step.status != PASS
        and (step.number in named or not (step.number in _MAY_BE_ABSENT and step.status == ABSENT))
    ]


def _not_verified(steps: list[Step], why: str) -> Report:
    verdict = f"not verified: {why}"
    summary = (
        "This package does NOT hold: do not rely on anything in it.",
        f"What failed: {why}.",
    )
    whole = (*steps, Step(18, NAMES[18], FAIL, verdict))
    return Report(whole, ok=False, verdict=verdict, summary=summary)


def _refused(error: NotVerified) -> Report:
    detail = error.detail
    return _not_verified([Step(0, NAMES[0], FAIL, detail)], f"step 0 (shape) fails: {detail}")
