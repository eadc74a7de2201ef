"""`safehold grant` and `approve` in a vault: the same decisions, sent over HTTP."""

import sys
from collections.abc import Mapping

from api.cli_custody import eid_of
from api.cli_io import Shell, UsageError, ask, printable
from api.cli_scope import left_out_places, read_recipients, read_scope, want_later
from api.cli_session import remember_grant, signed_in
from api.cli_visit import read_points
from api.remote_asker import find_request
from api.remote_survivor import (
    Decision,
    SignedIn,
    approve,
    decide,
    notice_for,
    open_extraction,
)
from consent.notice_told import check_told
from consent.notice_words import NOT_CHECKED
from vault.canonical import Json


def grant_remote(shell: Shell) -> int:
    """Agree to a request in a vault."""
    options = shell.options
    if options.request is None:
        raise UsageError("a grant in a vault answers a request: name it with --request")
    if options.worker is not None or options.out is not None:
        raise UsageError("--worker and --out are for a folder: the vault has its own worker")
    want_later(options.until, shell.clock())
    me = signed_in(shell)
    _want_notice_read(shell, me)
    eid = eid_of(shell, options.custody)
    opened = open_extraction(me, eid)
    scope = read_scope(shell, eid.hex())
    decision = Decision(
        options.request,
        scope,
        read_recipients(options.to),
        options.until,
        options.approval,
        left_out_places(shell, opened, scope),
        options.notice_language,
        read_points(options.open_points),
    )
    found, stored = decide(
        me, opened, decision, now=shell.clock(), random=shell.random, progress=shell.progress
    )
    remember_grant(shell, stored["gid"])
    shell.say(
        {
            "gid": stored["gid"],
            "count": found.leaving,
            "withheld": dict(found.withheld),
            "selection": found.digest.hex(),
        },
        f"granted {found.leaving:,} records until {options.until:%Y-%m-%d %H:%M} UTC\n"
        f"grant {stored['gid']}",
    )
    return 0


def _want_notice_read(shell: Shell, me: SignedIn) -> None:
    """Want the notice to have been read: the vault logs that she was shown it."""
    if shell.options.notice_read:
        return
    if shell.as_json or not sys.stdin.isatty():
        raise UsageError("read the notice (safehold notice), then say so with --notice-read")
    # The vault's own words: it logs the hash of these, and no others, as shown.
    row = find_request(me.remote, shell.options.request)
    found = notice_for(me.remote, row, shell.options.notice_language)
    shell.note(notice_words(found, row["document"]["route"]))
    if ask(shell, "Have you read it, and had time to ask? Type yes: ").lower() != "yes":
        raise UsageError("nothing was granted; take the time that you need")


def notice_words(found: Mapping[str, Json], route: str) -> str:
    """Give the points of a notice, one a line; of a draft, the English of each under it.

    Raises:
        StaleNotice: it is no notice of the route, or a draft without its English.
    """
    lines: list[str] = []
    for place, (text, english) in enumerate(check_told(found, route), 1):
        lines.append(f"{place:>2}. {printable(text)}")
        lines += [] if english is None else [f"    {printable(english)}"]
    return "\n".join([NOT_CHECKED, *lines] if found.get("beside") is not None else lines)


def approve_remote(shell: Shell) -> int:
    """Check a draft in a vault, and let it go to the named people."""
    options = shell.options
    recipients = list(read_recipients(options.to))
    approved = approve(signed_in(shell), options.draft, recipients, shell.clock())
    shell.say(
        {"rid": approved.rid.hex(), "recipients": len(recipients)},
        f"approved for {len(recipients)} named; they may collect it now",
    )
    return 0
