"""Papers: a notice or a receipt as one page that prints, without anything from elsewhere.

docs/consent.md 4 and 6. What others wrote is shown as text and nothing else: every value
is escaped, there is no script, no link, and no other file.
"""

from collections.abc import Iterable, Mapping
from html import escape

from consent.notice_words import NOT_CHECKED, Notice, beside
from vault.canonical import Json

_STYLE = (
    "body{font:12pt/1.5 sans-serif;max-width:42em;margin:2em auto;padding:0 1em}"
    "dt{font-weight:bold;margin-top:.6em}dd{margin:0 0 0 1.5em;white-space:pre-wrap}"
    "code{overflow-wrap:anywhere}small{color:#444}"
)
_WORDS = {
    "vir": "Police ask for some of what was copied from your phone",
    "counselling": "Police ask for private talks with someone who helps you",
    "agreement": "Police ask you to agree to sharing",
    "court": "A court has ordered something",
    "civil": "A lawyer in a civil case asks",
}


def notice_page(shown: Notice, document: Mapping[str, Json], sha256: str) -> str:
    """Give the copy of a notice that she keeps, with the words of the request under it.

    `document` is the request; `sha256` its hash, by which it is known.

    Raises:
        StaleNotice: the reviewed words of a draft are not there.
    """
    reviewed = beside(shown)
    words = [shown] if reviewed is None else [shown, reviewed]
    points = "".join(
        f"<li>{''.join(_said(each.points[place].text, each.language) for each in words)}"
        f"<small>({_text(point.section)})</small></li>"
        for place, point in enumerate(shown.points)
    )
    draft = "" if reviewed is None else f"<p>{NOT_CHECKED}</p>"
    names = "".join(
        f"<dd>{_text(each.route)}, {_text(each.language)}, version "
        f"{each.version}<br><code>{each.sha256.hex()}</code></dd>"
        for each in words
    )
    body = (
        f"<h1>{_text(_WORDS[shown.route])}</h1>"
        f"<h2>What you were told</h2>{draft}<ol>{points}</ol>"
        f"<h2>What they wrote</h2><dl>{_listed(dict(document))}</dl>"
        f"<h2>How to know these words again</h2><dl><dt>Notice</dt>{names}"
        f"<dt>Request</dt><dd><code>{_text(sha256)}</code></dd></dl>"
    )
    return _page("Your copy of the notice", body, "en")


def receipt_page(receipt: Mapping[str, Json]) -> str:
    """Give a receipt to print."""
    body = "<h1>Receipt of what you agreed to</h1>" + "".join(
        f"<h2>{_text(name)}</h2><dl>{_listed(receipt[name])}</dl>"
        for name in ("processing", "parties", "events", "evidence", "record")
    )
    body += (
        "<p>Stopping ends what has not left yet. It does not take back what was collected.</p>"
        f"<p><small>{_text(receipt['schema_version'])}, {_text(receipt['receipt_id'])}</small></p>"
    )
    return _page("Receipt", body, "en")


def _listed(value: Json) -> str:
    """Spell JSON as nested lists of names and values."""
    if isinstance(value, dict):
        return "".join(_entry(name, inner) for name, inner in value.items())
    if isinstance(value, list):
        return "".join(_entry(str(at), inner) for at, inner in enumerate(value, 1))
    return f"<dd>{_text(value)}</dd>"


def _entry(name: str, value: Json) -> str:
    shown = name.replace("_", " ")
    if isinstance(value, dict) or _is_deep(value):
        return f"<dt>{_text(shown)}</dt><dd><dl>{_listed(value)}</dl></dd>"
    if isinstance(value, list):
        return f"<dt>{_text(shown)}</dt><dd>{_joined(value)}</dd>"
    return f"<dt>{_text(shown)}</dt><dd>{_text(value)}</dd>"


def _said(text: str, language: str) -> str:
    """Give a point's words in their language; the browser finds which way they run."""
    return f'<p lang="{escape(language)}" dir="auto">{escape(text)}</p>'


def _is_deep(value: Json) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict | list) for each in value)


def _joined(values: Iterable[Json]) -> str:
    return ", ".join(_text(each) for each in values) or "none"


def _text(value: Json) -> str:
    if value is None:
        return "not said"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"<bdi>{escape(str(value))}</bdi>"


def _page(title: str, body: str, language: str) -> str:
    return (
        f'<!doctype html><html lang="{escape(language)}"><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f"<body>{body}</body></html>\n"
    )
