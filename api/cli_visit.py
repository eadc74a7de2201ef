"""`safehold visit`: the guardian's form, its corrections, and what of it the survivor shows.

docs/formats/visit.md. `safehold seal --visit` signs a form with the extraction; here it is
made, checked before, corrected after, and opened for somebody point by point.
"""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path

from api.cli_custody import custody_of
from api.cli_io import (
    Shell,
    UsageError,
    read_bundle,
    read_bytes,
    read_identity,
    want_free,
    want_kind,
    whole_file,
)
from api.cli_parser import Commands, passphrase_options, path_option
from extraction.client import open_own
from extraction.custody_visit import check_visits, words_of
from extraction.visit_form import QUESTIONS, form, read_form
from vault.envelope import MAGIC, open_file, seal_file
from vault.identity import Identity, Kind
from vault.ids import Eid, parse_digest
from vault.ingest import check_ingest
from vault.statement import digest
from vault.visit import PERSONAL, POINTS, USUAL, ShownVisit, parse_shown, sign_visit

KIND = "visit"
_USUAL = "usual"


def register(commands: Commands) -> None:
    """Add the commands."""
    visit = commands.group("visit", "what the guardian says of the phone, the place and herself")
    blank = visit.command("form", _form, "make a blank form, with what to write for each point")
    blank.add_argument("--out", type=path_option, required=True, metavar="FILE")
    checked = visit.command("check", _check, "say what a form lacks; seals nothing")
    checked.add_argument("form", type=path_option, metavar="FORM")
    correct = visit.command("correct", _correct, "sign another form in the place of what was said")
    _of_extraction(correct)
    correct.add_argument("form", type=path_option, metavar="FORM")
    correct.add_argument("--as", dest="guardian", type=path_option, required=True, metavar="KEY")
    correct.add_argument("--for", dest="survivor", type=path_option, required=True, metavar="PUB")
    correct.add_argument(
        "--corrects", metavar="SHA256", help="the correction that this one follows"
    )
    shown = visit.command("open", _open, "write a file that shows some points, for who asks")
    _of_extraction(shown)
    shown.add_argument("--identity", type=path_option, required=True, metavar="KEY")
    visit_option(shown)
    points_option(shown)
    for parser in (correct, shown):
        parser.add_argument("--out", type=path_option, required=True, metavar="FILE")
        passphrase_options(parser)


def _of_extraction(parser: ArgumentParser) -> None:
    parser.add_argument("custody", metavar="DIR|URL")
    parser.add_argument("--session", type=path_option, help="a session, for a URL")


def visit_option(parser: ArgumentParser) -> None:
    """Let a command take visit statements that are not in the extraction or package."""
    parser.add_argument(
        "--visit",
        type=path_option,
        action="append",
        default=[],
        metavar="FILE",
        help="a correction, or what visit open wrote; once or more",
    )


def points_option(parser: ArgumentParser) -> None:
    """Let a command take which points of a visit statement are shown."""
    parser.add_argument(
        "--open-points",
        default=_USUAL,
        metavar="POINTS",
        help="points of the guardian's visit statement to show, as place,start, or all or none;"
        f" if not said, all but {', '.join(sorted(PERSONAL))}",
    )


def read_points(text: str) -> frozenset[str]:
    """Read which points are shown, or raise UsageError."""
    fixed = {"all": frozenset(POINTS), "none": frozenset[str](), _USUAL: USUAL}
    named: frozenset[str] = fixed.get(text, frozenset(text.split(",")))
    if not named <= set(POINTS):
        raise UsageError(f"--open-points: want all, none, or some of {', '.join(POINTS)}")
    return named


def shown_of(visit: ShownVisit | None, points: frozenset[str]) -> list[dict[str, str]]:
    """Word what a release would show of a visit statement, point by point."""
    openings = {} if visit is None else visit.only(points).openings
    return [
        {"point": name, "label": question.label, "said": words_of(openings[name].value)}
        for name, question in QUESTIONS.items()
        if name in openings
    ]


def visit_lines(said: Sequence[Mapping[str, str]]) -> list[str]:
    """Give the same as lines for people."""
    head = ["With them goes what the guardian said of the phone and the visit:"] if said else []
    return [*head, *(f"           {each['label']}: {each['said']}" for each in said)]


def read_visits(paths: Sequence[Path], identity: Identity | None, eid: Eid) -> list[ShownVisit]:
    """Read files that show visit statements; what is sealed to her wants her key."""
    found = []
    for path in paths:
        data = read_bytes(path, "the visit statement")
        if data.startswith(MAGIC):
            if identity is None:
                raise UsageError(f"{path} is sealed: --identity opens it")
            data = open_file(identity, KIND, eid, data)
        found.append(parse_shown(data))
    return found


def _form(shell: Shell) -> int:
    out = shell.options.out
    with whole_file(out, shell.random) as file:
        file.write(form())
    shell.say({"file": str(out), "points": list(POINTS)}, f"{out}: fill in every point")
    return 0


def _check(shell: Shell) -> int:
    said = read_form(read_bytes(shell.options.form, "the visit form"))
    unknown = sorted(name for name, value in said.items() if "unknown" in value)
    words = f"the form answers every point; not known: {', '.join(unknown) or 'none'}"
    shell.say({"points": len(said), "unknown": unknown}, words)
    return 0


def _correct(shell: Shell) -> int:
    options = shell.options
    want_free(options.out)
    said = read_form(read_bytes(options.form, "the visit form"))
    checked = check_ingest(custody_of(shell, options.custody))
    ingest, survivor = checked.ingest, read_bundle(options.survivor)
    guardian = read_identity(shell, options.guardian)
    want_kind(guardian.bundle, Kind.ORGANISATION, "--as")
    if (guardian.fp, survivor.fp) != (ingest.guardian, ingest.survivor):
        raise UsageError("this extraction was sealed by another guardian, or for another survivor")
    before = digest(checked.raw) if ingest.visit is None else ingest.visit
    if options.corrects is not None:
        before = parse_digest(options.corrects)
    shown = sign_visit(
        guardian,
        said,
        eid=ingest.eid,
        root=ingest.root,
        survivor=survivor.fp,
        created=shell.clock().replace(microsecond=0),
        corrects=before,
        random=shell.random,
    )
    with whole_file(options.out, shell.random) as file:
        file.write(seal_file(KIND, ingest.eid, shown.marshal(), [survivor], random=shell.random))
    sha256 = shown.sha256.hex()
    shell.say(
        {"eid": ingest.eid.hex(), "sha256": sha256, "corrects": before.hex()},
        f"signed {sha256}\nin the place of {before.hex()}\ngive her {options.out}",
    )
    return 0


def _open(shell: Shell) -> int:
    options = shell.options
    want_free(options.out)
    points = read_points(options.open_points)
    identity = read_identity(shell, options.identity)
    opened = open_own(custody_of(shell, options.custody), identity)
    checked = opened.checked
    own = opened.read_visit()
    given = read_visits(options.visit, identity, opened.eid)
    known = [*given, *([] if own is None else [own])]
    chain = check_visits(known, checked.ingest, digest(checked.raw), checked.certificates)
    if not chain:
        raise UsageError("the guardian signed no visit statement with this extraction")
    shown = chain[-1].only(points)
    with whole_file(options.out, shell.random) as file:
        file.write(shown.marshal())
    names = sorted(shown.openings)
    words = (
        f"{options.out} shows {len(names)} of {len(POINTS)} points: {', '.join(names) or 'none'}"
    )
    shell.say({"eid": opened.eid.hex(), "sha256": shown.sha256.hex(), "points": names}, words)
    return 0
