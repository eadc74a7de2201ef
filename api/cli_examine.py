"""`safehold audit-grant` and `examine`: an expert sees what an extraction lists, and no contents.

docs/formats/grant.md 7.
"""

from api.cli_consent import ENVELOPE_FILE, GRANT_FILE, SURVIVOR_FILE
from api.cli_custody import custody_of, is_url
from api.cli_io import (
    Shell,
    UsageError,
    parse_until,
    printable,
    read_bundle,
    read_bytes,
    read_identity,
    want_free,
    whole_folder,
)
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_scope import want_later
from api.cli_session import read_session, signed_in_as
from api.remote_survivor import certified_person
from consent.grant import parse_grant
from consent.roles import COURT_EXPERT
from extraction.audit_grant import (
    AuditGrant,
    Examined,
    Group,
    examine,
    make_audit_grant,
    with_person,
)
from extraction.client import open_own
from extraction.package import GRANT
from vault.canonical import b64
from vault.identity import Bundle, Identity
from vault.ids import ID_SIZE, Gid

_SHOWS = (
    "the expert will see with whom each conversation is, in which app, on which days, and how"
    " many records each holds; of files the size, the kind and the SHA-256, so that one which the"
    " expert has already can be recognised; never what a record says or a file shows"
)


def register(commands: Commands) -> None:
    """Add the commands."""
    grant = commands.command(
        "audit-grant", _grant, "let an expert see what an extraction lists, and no contents"
    )
    grant.add_argument("custody", metavar="DIR|URL")
    grant.add_argument("--identity", type=path_option, required=True, metavar="KEY")
    grant.add_argument("--to", type=path_option, required=True, metavar="PUB")
    grant.add_argument("--until", type=parse_until, required=True, metavar="DATE")
    grant.add_argument("--out", type=path_option, required=True, metavar="DIR")
    grant.add_argument("--session", type=path_option, help="a session, for a URL")
    grant.add_argument(
        "--give", action="store_true", help="for a URL: leave it in the vault for the expert"
    )
    examined = commands.command(
        "examine", _examine, "as the expert of an audit grant: list conversations, proven"
    )
    examined.add_argument("grant", type=path_option, help="the audit grant's folder")
    examined.add_argument("--from", dest="custody", required=True, metavar="DIR")
    examined.add_argument("--identity", type=path_option, required=True, metavar="KEY")
    examined.add_argument("--person", metavar="ID", help="only with this normalised id")
    examined.add_argument(
        "--package", type=path_option, help="an opened release: name what its grant left out"
    )
    for parser in (grant, examined):
        passphrase_options(parser)


def _grant(shell: Shell) -> int:
    options = shell.options
    want_free(options.out)
    now = shell.clock().replace(microsecond=0)
    want_later(options.until, now)
    expert = read_bundle(options.to)
    survivor = read_identity(shell, options.identity)
    if options.give:
        _want_known(shell, expert, survivor)
    opened = open_own(custody_of(shell, options.custody), survivor)
    gid = Gid(shell.random(ID_SIZE))
    made = make_audit_grant(
        opened, survivor, expert, gid, created=now, expires=options.until, random=shell.random
    )
    with whole_folder(options.out, shell.random) as folder:
        (folder / GRANT_FILE).write_bytes(made.statement)
        (folder / ENVELOPE_FILE).write_bytes(made.envelope)
        (folder / SURVIVOR_FILE).write_bytes(survivor.bundle.marshal())
    if options.give:
        body = {"statement": b64(made.statement), "envelope": b64(made.envelope)}
        read_session(shell).remote().call("POST", "/v1/audit-grants", body)
    shell.say(
        {"gid": gid.hex(), "groups": len(opened.catalogue.groups), "out": str(options.out)},
        f"audit grant {gid.hex()} in {options.out}, until {options.until:%Y-%m-%d %H:%M} UTC\n"
        + _SHOWS,
    )
    return 0


def _want_known(shell: Shell, expert: Bundle, survivor: Identity) -> None:
    """Want an expert who can collect it, certified up to the pinned root, before it is sealed."""
    if not is_url(shell.options.custody):
        raise UsageError("--give leaves it in a vault: name one by its URL, with --session")
    found, role = certified_person(signed_in_as(shell, survivor), expert.fp, shell.clock())
    if role != COURT_EXPERT:
        raise UsageError(f"{found.name} is no expert of this vault, and could not collect it")


def _examine(shell: Shell) -> int:
    options = shell.options
    folder = options.grant
    files = AuditGrant(
        read_bytes(folder / GRANT_FILE, "the audit grant"),
        read_bytes(folder / ENVELOPE_FILE, "the envelope"),
    )
    found = examine(
        files,
        custody_of(shell, options.custody),
        read_identity(shell, options.identity),
        read_bundle(folder / SURVIVOR_FILE),
        now=shell.clock(),
    )
    groups = with_person(found.groups, options.person)
    missing = _missing(shell, found)
    nameless = sum(1 for group in found.groups if not group.people())
    result: dict[str, object] = {
        "eid": found.grant.eid.hex(),
        "groups": [_body(group) for group in groups],
        "nameless": nameless,
    }
    words = [f"{len(groups):,} groups, in order and proven; counts are the guardian's claim"]
    words += [_line(group) for group in groups]
    words.append(f"{nameless:,} groups of the extraction name nobody; who is in them is not known")
    if missing is not None:
        result["missing"] = [_body(group) for group in missing]
        words.append(f"{len(missing):,} of them the release's grant does not list")
        words += [_line(group) for group in missing]
    shell.say(result, "\n".join(words))
    return 0


def _missing(shell: Shell, found: Examined) -> list[Group] | None:
    options = shell.options
    if options.package is None:
        return None
    path = options.package / GRANT
    if not path.is_file():
        raise UsageError(
            f"there is no opened release at {options.package}; safehold open makes one"
        )
    grant, _ = parse_grant(read_bytes(path, "the release's grant"))
    return found.missing_from(grant, options.person)


def _body(group: Group) -> dict[str, object]:
    return {
        "group": group.tag.hex(),
        "descriptor": group.desc,
        "segments": group.segments,
        "records": group.records,
        "first_day": group.days[0] if group.days else None,
        "last_day": group.days[1] if group.days else None,
        "undated": group.undated,
    }


def _line(group: Group) -> str:
    desc = group.desc
    people = ", ".join(group.people()) or "nobody known"
    days = " to ".join(group.days) if group.days else "no known day"
    names = f"{desc['category']}  {desc.get('app', 'no app')}  {desc['thread']}"
    return printable(f"{group.records:>9,}  {days}  {names}  with {people}")
