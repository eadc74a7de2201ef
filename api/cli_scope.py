"""What a person types about a grant: the scope, its days, what she leaves out, until when."""

import re
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from api.cli_io import Shell, UsageError, read_bundle, read_json
from api.cli_parser import path_option
from api.remote_survivor import EXCLUDED
from consent.errors import InvalidScope
from consent.leaving import LeftOut, leaves_out, parse_left_out
from consent.local_days import days_between
from consent.scope import Scope, meet, parse_scope
from extraction.client import OpenedExtraction, preview_scope, previewed_records
from extraction.filter import fold
from extraction.record_body import facts_of_bytes, texts_of_bytes
from vault.identity import Bundle

Places = dict[tuple[int, int], str]
_PLACE = re.compile(r"([0-9]{1,8})/([0-9]{1,8})")


def scope_options(parser: ArgumentParser) -> None:
    """Add the options by which a scope is said, and what stays all the same."""
    parser.add_argument(
        "--scope",
        type=path_option,
        required=True,
        metavar="FILE",
        help="scope as JSON; without x it is about this extraction",
    )
    parser.add_argument("--first", metavar="DAY", help="only from this day (with --zone)")
    parser.add_argument("--last", metavar="DAY", help="only up to this day")
    parser.add_argument("--zone", metavar="ZONE", help="where the days were, as Europe/London")
    parser.add_argument(
        "--word",
        action="append",
        metavar="WORD",
        help="only records with this whole word or phrase; kni* for all that begin so",
    )
    parser.add_argument(
        "--near",
        type=int,
        metavar="N",
        help="with the words, up to N records before and after in the conversation",
    )
    parser.add_argument(
        "--grid",
        type=int,
        metavar="DIGITS",
        help="places cut to so many digits of degrees: 0 about 100 km, 2 about 1 km, 4 10 m",
    )
    parser.add_argument(
        "--own",
        action="store_true",
        help="without what somebody else said and another record quotes or forwards",
    )
    parser.add_argument(
        "--once", action="store_true", help="of equal records the first, and no other"
    )
    parser.add_argument(
        "--mask",
        action="store_true",
        help="people who take no part in a conversation leave as pseudonyms, as far as found",
    )
    parser.add_argument(
        "--media",
        metavar="KINDS",
        help="only files of these kinds, as image,audio,video,document; none: no files",
    )
    parser.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="SEGMENT/PLACE",
        help="leave out one record by its place in the preview",
    )
    parser.add_argument(
        "--leave-out",
        type=path_option,
        metavar="FILE",
        help="people, days, words and records to leave out, as JSON (docs/formats/scope.md 5)",
    )


def read_recipients(paths: Sequence[Path]) -> tuple[Bundle, ...]:
    """Read who is named with --to; nobody twice, since a grant that names somebody twice is none.

    Raises:
        UsageError: two files hold the same key.
    """
    people = tuple(read_bundle(path) for path in paths)
    if len({person.fp for person in people}) != len(people):
        raise UsageError("--to names the same key twice; name each person once")
    return people


def read_scope(shell: Shell, eid: str) -> Scope:
    """Read the scope that the options say; without `x` it is about this extraction.

    Raises:
        InvalidScope: it is not a scope, or not of this extraction.
    """
    options = shell.options
    value = read_json(options.scope, "the scope")
    if isinstance(value, dict) and "x" not in value:
        value["x"] = [eid]
    scope = parse_scope(value)
    if eid not in scope.x:
        raise InvalidScope(f"the scope is not of extraction {eid}; leave x out, or name it")
    scope = _narrowed(shell, scope)
    if options.first is None and options.last is None and options.zone is None:
        return scope
    if options.first is None or options.last is None or options.zone is None:
        raise UsageError("--first, --last and --zone go together: days are days somewhere")
    days = days_between(options.first, options.last, options.zone)
    # What has no date lies in no day.
    return meet(scope, replace(scope, d=(days,), u=False))


def _narrowed(shell: Shell, scope: Scope) -> Scope:
    """Narrow a scope by words and kinds of files; no option makes it wider."""
    options = shell.options
    if options.near is not None and options.word is None:
        raise UsageError("--near goes with --word")
    said = dict(scope.marshal())
    if options.word is not None:
        said |= {"w": options.word, "n": options.near or 0}
    if options.grid is not None:
        said["g"] = options.grid
    if options.own:
        said["q"] = False
    if options.once:
        said["o"] = True
    if options.mask:
        said["h"] = True
    if options.media is not None:
        said["m"] = [] if options.media == "none" else options.media.split(",")
    return meet(scope, parse_scope(said))


def left_out_places(shell: Shell, opened: OpenedExtraction, scope: Scope) -> Places:
    """Find the records that stay all the same: those of --exclude and of --leave-out."""
    places = {_place(text): EXCLUDED for text in shell.options.exclude}
    path = shell.options.leave_out
    if path is None:
        return places
    left = parse_left_out(read_json(path, "what to leave out"))
    places |= dict.fromkeys(left.r, EXCLUDED)
    return places | dict.fromkeys(_found(shell, opened, scope, left), EXCLUDED)


def _found(
    shell: Shell, opened: OpenedExtraction, scope: Scope, left: LeftOut
) -> list[tuple[int, int]]:
    words = left.folded(fold)
    found = preview_scope(opened, scope, excluded={}, progress=shell.progress)
    return [
        (segment, place)
        for segment, place, record in previewed_records(opened, found)
        if leaves_out(
            left,
            words,
            facts_of_bytes(record),
            [fold(text) for text in texts_of_bytes(record)],
            (segment, place),
        )
    ]


def _place(text: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(text)
    if found is None:
        raise UsageError("--exclude: want SEGMENT/PLACE as the preview shows it")
    return int(found[1]), int(found[2])


def want_later(until: datetime, now: datetime) -> None:
    """Refuse a grant that would end before it begins."""
    if until <= now:
        raise UsageError("--until lies in the past; a grant ends later than it begins")
