"""What a model says beyond its record's fields: kept by name, secrets left out.

docs/readers.md 17. A password or a cookie opens what others hold, far outside of every
scope; no record has its value. It stays in the sealed original, the record says that it is
there, and the ledger counts it.
"""

from collections.abc import Collection, Mapping

from extraction.readers.cellebrite_model import Model
from extraction.readers.cellebrite_people import MESSAGES
from extraction.readers.cellebrite_report import Report

HIDDEN = "(kept in the sealed original only)"
_EVERYWHERE = "Password"
_SECRETS: Mapping[str, Collection[str]] = {
    "Password": (_EVERYWHERE, "Data", "Value", "GenericAttribute"),
    "Cookie": (_EVERYWHERE, "Value"),
}
_ONLY_PASSWORD = (_EVERYWHERE,)
_MAPPING, _SILENT = "UserMapping", ("Decoding", "False", "True", "")

Used = Mapping[str, Collection[str]]
"""Fields that a record holds elsewhere: names by the path of what holds them, "" for its own."""

WHOLE = "*"
"""As a name, everything that stands at its path."""


def unmapped(report: Report, model: Model, used: Used) -> dict[str, str]:
    """Give every field of a model, and of those inside it, that no field of a record holds."""
    out: dict[str, str] = {}
    _collect(report, model, used, "", "", out)
    return out


def _collect(
    report: Report, model: Model, used: Used, path: str, shown: str, out: dict[str, str]
) -> None:
    known = used.get(path, ())
    if WHOLE in known:
        return
    secret = _SECRETS.get(model.type, _ONLY_PASSWORD)
    for name, value in model.fields.items():
        if name in known or (name == _MAPPING and value in _SILENT):
            continue
        if name in secret:
            report.secrets += 1
            out[shown + name] = HIDDEN
        else:
            out[shown + name] = value
    for name, values in model.lists.items():
        for number, value in enumerate(values, start=1):
            report.secrets += name in secret
            out[f"{shown}{name}[{number}]"] = HIDDEN if name in secret else value
    for name, models in model.inner.items():
        for number, inner in enumerate(models):
            if inner.type not in MESSAGES:
                more = f"{shown}{name}[{number}]." if number else f"{shown}{name}."
                _collect(report, inner, used, f"{path}{name}.", more, out)
