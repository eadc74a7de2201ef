"""The custody record of an extraction: from where it is sealed, and from her lines in the log.

docs/formats/custody-record.md. The intake's signatures and leaves are checked first; a folder
in which they fail has no record. Lines come checked by her own key (audit-entry.md 7); which of
them are about this extraction, her key tells too, because the log's ids are blinded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audit.entry import Entry, object_tag, parse_entry
from audit.lines import Checked, Line
from extraction.custody_facts import (
    NO_LINE,
    PROVEN,
    SIGNED,
    CustodyRecord,
    Event,
    Fact,
    LogHead,
    exhibit_fact,
    moment_of,
    unknown,
)
from extraction.custody_intake import Intake, Opened, chain_of, intake_facts
from extraction.custody_visit import NOT_MADE, NOT_OPENED, Visits, check_visits
from extraction.verify_keys import ABSENT, NOT_PINNED, PASS
from extraction.verify_log import ADDED
from extraction.verify_policy import VerifyPolicy
from vault.custody import Custody
from vault.errors import NotAuthentic
from vault.identity import Bundle
from vault.ingest import CheckedIngest, Ingest, check_ingest, parse_receipt
from vault.statement import check_signatures, digest, show_time
from vault.visit import ShownVisit

_CAVEATS = (
    "Stored bytes were not read back for this record; safehold fsck does that.",
    NO_LINE,
)
_NO_LOG = "The log was not at hand: accesses, attempts, refusals and transfers are not listed."


@dataclass(frozen=True, slots=True)
class HerLines:
    """Her lines in the log, checked; `known` maps kinds to the ids of what is asked about.

    `pinned` tells whether the log policy was hers and not the vault's own.
    """

    lines: Sequence[Line]
    checked: Checked
    k_case: bytes
    known: Mapping[str, Sequence[bytes]]
    origin_pinned: bool


def extraction_record(
    custody: Custody,
    policy: VerifyPolicy | None,
    *,
    exhibit: str,
    survivor: Bundle | None,
    opened: Opened | None,
    visits: Sequence[ShownVisit],
    log: HerLines | None,
    now: datetime,
) -> CustodyRecord:
    """Make the record of a sealed extraction; `survivor` checks her receipt.

    `visits` are the guardian's visit statements that are at hand, with what is open of them.

    Raises:
        NotAuthentic: a signature fails, the leaves are others, the receipt or a visit statement is
            of another, or a policy is given and no chain of it reaches the guardian.
    """
    checked = check_ingest(custody)
    ingest, certificates = checked.ingest, checked.certificates
    at = ingest.created
    chain = None if policy is None else chain_of(certificates, ingest, policy, at)
    receipt = _receipt(checked, custody.receipt(), survivor)
    sha256 = digest(checked.raw)
    why = NOT_MADE if ingest.visit is None else NOT_OPENED
    seen = Visits(check_visits(visits, ingest, sha256, certificates), why)
    intake = Intake(ingest, sha256, chain, receipt == PASS, opened, seen)
    events = None if log is None else tuple(her_events(log))
    return CustodyRecord(
        of="extraction",
        made=show_time(now),
        verdict=_verdict(ingest, policy, log),
        checks=(
            (1, "keys", NOT_PINNED if chain is None else PASS),
            (2, "ingest statement", PASS),
            (3, "receipt", receipt),
            (9, "leaves and root", PASS),
            (16, "log", ABSENT if log is None else PASS if log.origin_pinned else NOT_PINNED),
        ),
        facts=tuple(_facts(checked, intake, receipt, exhibit, events)),
        events=events or (),
        changes=(),
        withheld=(),
        log=None if log is None else _head(log.checked),
        caveats=(*_CAVEATS, *((_NO_LOG,) if log is None else _of_log(log, len(events or ())))),
    )


def her_events(log: HerLines) -> list[Event]:
    """Give the events about what is asked, by what her key tells of the blinded ids."""
    names = {
        object_tag(log.k_case, item).hex(): (kind, item.hex())
        for kind, items in log.known.items()
        for item in items
    }
    parsed = [(line, parse_entry(line.entry)) for line in log.lines]
    about = {line.index: _about(entry, names) for line, entry in parsed}
    # An outcome names the access that it closes, and nothing else.
    for line, entry in parsed:
        if entry.ref is not None:
            about[line.index] = about[line.index] | about.get(entry.ref, {})
    return [_event(line, entry, about[line.index]) for line, entry in parsed if about[line.index]]


def _about(entry: Entry, names: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return dict(names[tag] for tag in (entry.obj, entry.con) if tag in names)


def _event(line: Line, entry: Entry, about: Mapping[str, str]) -> Event:
    words = {"reason": entry.rc, "purpose": entry.why, "policy": entry.pol, "session": entry.auth}
    words |= {"document_commitment": entry.doc, "organisation_tag": entry.org}
    numbers = {"count": entry.n, "closes_entry": entry.ref}
    more = {name: value for name, value in words.items() if value}
    more |= {name: str(value) for name, value in numbers.items() if value is not None}
    confirmed = line.proof is not None
    return Event(
        entry.act,
        entry.out,
        entry.role,
        show_time(moment_of(entry.t)),
        PROVEN if confirmed else SIGNED,
        "log entry, witnessed" if confirmed else "log entry; no checkpoint covers it yet",
        line.index,
        about,
        more,
    )


def _receipt(checked: CheckedIngest, raw: bytes | None, survivor: Bundle | None) -> str:
    """Check her receipt; whose it is only her public key tells."""
    if raw is None:
        return ABSENT
    receipt, statement = parse_receipt(raw)
    ingest = checked.ingest
    if ingest.guardian is None:
        raise NotAuthentic("what she added herself has no receipt")
    wanted = (ingest.eid, ingest.root, ingest.guardian, digest(checked.raw))
    if (receipt.eid, receipt.root, receipt.guardian, receipt.statement) != wanted:
        raise NotAuthentic("the receipt is of another statement")
    if survivor is None:
        return NOT_PINNED
    if survivor.fp != ingest.survivor:
        raise NotAuthentic("the key is not the one that the extraction was sealed for")
    check_signatures(statement, survivor)
    return PASS


def _facts(
    checked: CheckedIngest,
    intake: Intake,
    receipt: str,
    exhibit: str,
    events: Sequence[Event] | None,
) -> Iterable[Fact]:
    eid = checked.ingest.eid.hex()
    yield exhibit_fact(exhibit)
    yield Fact("extraction", "Extraction", eid, SIGNED, "ingest statement")
    yield unknown("matter", "Matter", "an extraction is of no matter; each grant names its request")
    for fact in intake_facts(intake):
        if fact.point == "countersignature" and receipt == NOT_PINNED:
            why = "a receipt of this statement is there; her key was not at hand to check it"
            yield unknown(fact.point, fact.label, why)
        else:
            yield fact
    yield _logged(events, "ingest" if checked.ingest.guardian is not None else ADDED)
    yield unknown("time.stamp", "Time by an independent authority", "releases carry time stamps")


def _logged(events: Sequence[Event] | None, act: str) -> Fact:
    label, point = "Time by the log", "time.log"
    if events is None:
        return unknown(point, label, "the log was not at hand")
    found = [event for event in events if (event.act, event.out) == (act, "done")]
    if len(found) != 1 or found[0].state != PROVEN:
        return unknown(point, label, "no witnessed entry of this intake is among her lines")
    return Fact(point, label, f"{found[0].at}, entry {found[0].index}", PROVEN, found[0].by)


def _verdict(ingest: Ingest, policy: VerifyPolicy | None, log: HerLines | None) -> str:
    keys = (
        "every key leads to a pinned root"
        if policy is not None
        else "if the keys are whose they say they are"
    )
    if ingest.guardian is None:
        keys = "nobody vouches for her key"
    lines = "her lines were checked by her key" if log is not None else "log not checked"
    signed = "the guardian signed this intake"
    if ingest.guardian is None:
        signed = "the survivor added this herself and signed for it, no guardian extracted it,"
    return f"{signed} and its leaves give its root; {keys}; {lines}"


def _head(checked: Checked) -> LogHead | None:
    checkpoint = checked.checkpoint
    if checkpoint is None:
        return None
    seen: tuple[tuple[str, str], ...] = ()
    if checked.seen_at is not None:
        at = show_time(moment_of(checked.seen_at * 1000))
        seen = (("the newest of the witnesses", at),)
    return LogHead(checkpoint.origin, checkpoint.size, checkpoint.root.hex(), seen)


def _of_log(log: HerLines, listed: int) -> tuple[str, ...]:
    others = len(log.lines) - listed
    lines = [f"{others} further lines of the case are about other things." if others else ""]
    if not log.origin_pinned:
        lines.append("The log's keys are those that the vault names itself.")
    lines.append("That no line follows the last one only somebody else's copy of the log shows.")
    return tuple(line for line in lines if line)
