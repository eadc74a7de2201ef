"""The head of a Cellebrite report: who examined what, the device, the clock's settings.

docs/readers.md 17. Names of fields are in the examiner's language, so a field is known by
its `fieldType`. What the report says of time zones is told to the guardian and never used:
it says what the tool did, not where the phone was.
"""

from collections.abc import Iterator

from extraction.readers.cellebrite_model import Element, Model
from extraction.readers.cellebrite_report import Report
from extraction.record import Record

_VERSIONS = ("UFED_PA_Version", "DeviceInfoUFEDPAVersion")
_ZONE_WORDS = ("time zone settings",)


def head_record(report: Report, section: Element, row: int) -> Record:
    """Give the record of one section of the head, and keep what later records need."""
    extra = dict(_values(section))
    for name in _VERSIONS:
        report.tool_version = extra.get(name, report.tool_version)[:100]
    if section.tag == "sourceExtractions":
        for one in section.named("extractionInfo"):
            report.extractions[one.attrs.get("id", "")] = one.attrs.get("name", "")[:200]
    for said in _clock(section):
        report.context.ledger.warn(f"the report's clock: {said}; no time is inferred from it")
    attrs = {"type": section.tag, "id": section.attrs.get("section", "")}
    model = Model(attrs, section.offset)
    return Record(
        report.record_id(section.offset),
        "device_event",
        report.provenance(model, row),
        subtype="report",
        extra=extra,
    )


def _values(section: Element) -> Iterator[tuple[str, str]]:
    """Give each thing that a section says, under a name of its own."""
    seen: dict[str, int] = {}
    for name, value in _named_values(section):
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name}[{seen[name]}]"), value


def _named_values(section: Element) -> Iterator[tuple[str, str]]:
    for name, value in section.attrs.items():
        yield name, value
    for one in section.named("field"):
        yield one.attrs.get("fieldType") or one.attrs.get("name", ""), one.text
    for one in section.named("item"):
        yield one.attrs.get("name", ""), one.text
    for tag in ("extractionInfo", "image", "timeZoneConfigurations"):
        for one in section.named(tag):
            mark = one.attrs.get("id") or one.attrs.get("index") or ""
            for name, value in one.attrs.items():
                yield f"{tag}{mark}.{name}", value


def _clock(section: Element) -> Iterator[str]:
    """Say what the report says of its clock."""
    for one in section.named("timeZoneConfigurations"):
        yield ", ".join(f"{name} {value[:100]}" for name, value in sorted(one.attrs.items()))
    for one in section.named("item"):
        name = one.attrs.get("name", "")
        if name.lower().startswith(_ZONE_WORDS) and one.text:
            yield f"{name[:100]} {one.text[:100]}"
