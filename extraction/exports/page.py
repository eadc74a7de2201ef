"""One HTML page: escaped words inside fixed markup, no script, nothing from elsewhere.

docs/exports.md 4. What a phone holds is text in a page and never markup. Text of either
direction keeps to its own element, so that it cannot turn the words around it.
"""

from collections.abc import Iterable, Sequence
from html import escape

from extraction.exports.stamp import Stamp

POLICY = (
    "default-src 'none'; style-src 'self' file:; img-src 'self' file:; media-src 'self' file:;"
    " base-uri 'none'; form-action 'none'"
)
STYLE_NAME = "style.css"
STYLE = """\
body { font: 16px/1.5 system-ui, sans-serif; color: #0b0c0c; background: #fff;
  max-width: 60rem; margin: 0 auto; padding: 0 1rem 6rem; }
a { color: #1d70b8; } a:focus, summary:focus { outline: 3px solid #fd0; background: #fd0;
  color: #0b0c0c; }
header, footer { border-block: 1px solid #b1b4b6; padding: .5rem 0; font-size: 14px; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.3rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; border-bottom: 1px solid #b1b4b6;
  padding: .3rem .5rem .3rem 0; }
td:last-child { overflow-wrap: anywhere; }
ol.records { list-style: none; padding: 0; }
ol.records > li { border: 1px solid #b1b4b6; border-radius: 6px; padding: .5rem .75rem;
  margin: .75rem 0; max-width: 46rem; break-inside: avoid; }
ol.records > li.out { margin-inline-start: auto; background: #eef6fc; }
p { margin: .25rem 0; } .words { white-space: pre-wrap; overflow-wrap: anywhere; }
.meta, details.from { color: #484949; font-size: 14px; }
.hash { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
img, video { max-width: 100%; max-height: 30rem; }
nav ul { padding-inline-start: 1.2rem; }
@media print { body { max-width: none; font-size: 11pt; padding: 0; }
  nav { display: none; } footer { position: fixed; bottom: 0; inset-inline: 0; background: #fff;
  font-size: 8pt; } ol.records { margin-bottom: 3rem; } }
"""


def text(value: str) -> str:
    """Escape words of ours."""
    return escape(value, quote=True)


def theirs(value: str) -> str:
    """Escape words of the phone's, kept apart from the direction of the words around them."""
    return f"<bdi>{escape(value, quote=True)}</bdi>"


def page(stamp: Stamp, title: str, body: Iterable[str], *, links: Sequence[tuple[str, str]]) -> str:
    """Give a whole page. `links` are (name, address) of the pages beside it, in order."""
    stamped = text(stamp.line())
    beside = "".join(f'<li><a href="{text(to)}">{text(name)}</a></li>' for name, to in links)
    return whole(
        title,
        POLICY,
        (
            f'<link rel="stylesheet" href="{STYLE_NAME}">',
            f"<header><p>{stamped}</p></header>",
            f'<nav aria-label="Pages"><ul>{beside}</ul></nav>' if links else "",
            "<main>",
            f"<h1>{theirs(title)}</h1>",
            *body,
            "</main>",
            f"<footer><p>{stamped}<br>Exported {text(stamp.exported)}.</p></footer>",
        ),
    )


def whole(title: str, policy: str, lines: Iterable[str]) -> str:
    """Give a page of these lines, the style first; `policy` says what it may fetch."""
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{text(policy)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{text(title)}</title>",
            *lines,
            "</html>",
            "",
        )
    )


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Give a table of names and values."""
    rows = "".join(
        f'<tr><th scope="row">{text(name)}</th><td>{theirs(value)}</td></tr>'
        for name, value in pairs
    )
    return f"<table>{rows}</table>"
