"""Step 18: what a verification proved, and what it did not, in words that anybody reads.

docs/formats/release.md 4. Words for people, and a court: no more than the steps say.
"""

from collections.abc import Mapping, Sequence

from extraction.verify_derived import said
from extraction.verify_documents import Documents
from extraction.verify_given import Given
from extraction.verify_keys import NOT_PINNED, PASS

_THINGS = {
    "message": ("message", "messages"),
    "call": ("call", "calls"),
    "contact": ("contact", "contacts"),
    "account": ("account", "accounts"),
    "media": ("picture, recording or video", "pictures, recordings or videos"),
    "location": ("place", "places"),
    "browser": ("page visited", "pages visited"),
    "app_data": ("item of an app", "items of apps"),
    "document": ("document", "documents"),
    "calendar": ("calendar entry", "calendar entries"),
    "note": ("note", "notes"),
    "device_event": ("event of the phone", "events of the phone"),
}
_REASONS = {
    "out-of-scope": "outside what was agreed",
    "excluded-by-survivor": "taken out by the survivor",
    "privileged": "privileged",
    "third-party": "about somebody else",
    "not-relevant": "not relevant",
    "unknown": "of unknown time, person or app",
    "transformed": "changed before it was given",
}
_COMPLETE = (
    "Complete means: for the conversations and days listed in the survivor's grant, if {tool}"
    " sorted truthfully. Which conversations are listed was her decision."
)
_CAVEATS = (
    "How many records were withheld is proven. Why is not: the reasons are the worker's word.",
    "Where a neighbour is opened as proof, the day of the nearest activity shows.",
)


def verdict_of(documents: Documents, given: Given, statuses: Mapping[int, str]) -> str:
    """Give the verdict of a package that holds, in one line."""
    withheld = sum(documents.release.withheld.values())
    added = documents.ingest.guardian is None
    since = "she added them" if added else "intake"
    parts = [
        f"{documents.release.disclosed} records are unchanged since {since}{_if(statuses)}",
        *([_ADDED] if added else ()),
        f"{withheld} were withheld" + (f" ({_reasons(given)})" if withheld else ""),
        *said(documents),
        "how many were withheld is proven, the reasons are the worker's word",
        f"complete for the listed groups and days, if {_tool(documents)} sorted truthfully",
        "which groups are listed was the survivor's decision",
        "a neighbour in the same group shows the date of the nearest activity",
        *(unchecked(statuses) or ("keys pinned, log checked",)),
    ]
    return "; ".join(parts)


_ADDED = "the survivor added them herself: no guardian extracted them, nobody vouches for her key"


def _tool(documents: Documents) -> str:
    """Say what put the records in order: who sealed them is believed about that."""
    return "the guardian's tool" if documents.ingest.guardian is not None else "her own program"


def _if(statuses: Mapping[int, str]) -> str:
    """Give the condition under which the rest is true, where nobody's key was pinned."""
    return ", if the keys are whose they say they are" if statuses[1] == NOT_PINNED else ""


def unchecked(statuses: Mapping[int, str]) -> list[str]:
    """List what was not checked, in words."""
    missing = []
    if statuses[1] == NOT_PINNED:
        missing.append("keys not pinned")
    if statuses[16] != PASS:
        missing.append("log not checked, so times are as the signers wrote them")
    if statuses[17] != PASS:
        missing.append("no independent time")
    return missing


def summary_of(documents: Documents, given: Given, statuses: Mapping[int, str]) -> list[str]:
    """Say in plain sentences what a package that holds is."""
    disclosed, media = documents.release.disclosed, documents.release.objects
    added = documents.ingest.guardian is None
    lines = [f"This package holds {_things(given) or 'no records'}."]
    if added:
        lines.append(
            "The survivor added this herself. No guardian extracted it, and nobody vouches for"
            " her key or for where it comes from."
        )
    if media:
        lines.append("1 file belongs to them." if media == 1 else f"{media} files belong to them.")
    if disclosed:
        since = "she added it" if added else "the phone was read"
        lines.append(f"None was changed since {since}{_if(statuses)}.")
    withheld = sum(documents.release.withheld.values())
    if withheld:
        verb = "was" if withheld == 1 else "were"
        lines.append(
            f"{withheld} more of the same conversations and days {verb} withheld:"
            f" {_reasons(given)}."
        )
    else:
        lines.append("Nothing of the same conversations and days was withheld.")
    lines += [f"{line[0].upper()}{line[1:]}." for line in said(documents)]
    lines += [_COMPLETE.format(tool=_tool(documents)), *_CAVEATS]
    lines += _not_checked(documents, statuses)
    return lines


def _not_checked(documents: Documents, statuses: Mapping[int, str]) -> list[str]:
    lines = []
    if statuses[1] == NOT_PINNED:
        lines.append(
            "Whose keys signed was NOT checked: no policy was given. Anybody could have made"
            " a package that gets this far."
        )
    else:
        signer = "signer's" if documents.ingest.guardian is not None else "other signer's"
        lines.append(f"Every {signer} key leads to a root that the policy pins.")
    if statuses[16] == PASS:
        lines.append("Intake, agreement and release stand in the witnessed log, in this order.")
    else:
        lines.append(
            "The log was NOT checked. Times are as the signers wrote them, and could be false."
        )
    if statuses[17] != PASS:
        lines.append("No independent time stamp was checked.")
    return lines


def _things(given: Given) -> str:
    counted = [
        f"{count} {_THINGS.get(category, ('record', 'records'))[count != 1]}"
        for category, count in _ordered(given.categories)
    ]
    return _joined(counted)


def _reasons(given: Given) -> str:
    ordered = _ordered(given.withheld)
    return _joined([f"{count} {_REASONS[reason]}" for reason, count in ordered])


def _ordered(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Give counts, the largest first."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _joined(parts: Sequence[str]) -> str:
    if len(parts) < 2:  # noqa: PLR2004 one needs no "and"
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
