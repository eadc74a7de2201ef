"""`safehold preview`, `grant` and `approve`: the survivor's own steps."""

import hashlib
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from api.cli_custody import custody_of, eid_of, is_url
from api.cli_io import (
    Shell,
    UsageError,
    file_pieces,
    parse_until,
    read_bundle,
    read_bytes,
    read_identity,
    whole_folder,
)
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_session import signed_in
from api.remote_survivor import Decision, decide, open_extraction
from api.remote_survivor import approve as approve_remote
from consent.notice import notice
from consent.scope import Scope, parse_scope
from extraction.client import (
    OpenedExtraction,
    approve_draft,
    make_grant,
    open_own,
    preview_scope,
    previewed_records,
)
from extraction.grant_builder import Terms
from extraction.preview import Preview
from extraction.zip_stored import ByteStream
from vault.errors import MalformedIdentity
from vault.identity import Bundle
from vault.ids import ID_SIZE, Gid
from vault.worker_key import parse_worker_key

GRANT_FILE = "grant.dsse.json"
ENVELOPE_FILE = "envelope.shv1f"
WORKER_KEY_FILE = "workerkey.dsse.json"
SURVIVOR_FILE = "survivor.pub"
RECIPIENTS = "to"


def register(commands: Commands) -> None:
    """Add the commands."""
    commands.command("notice", _notice, "show what you must be told before you can agree")
    preview = commands.command("preview", _preview, "show exactly what a scope would share")
    _opening(preview)
    grant = commands.command("grant", _grant, "agree: sign a grant and seal its keys")
    _opening(grant)
    grant.add_argument("--worker", type=path_option, metavar="PUB", help="key or certificate")
    grant.add_argument("--request", metavar="QID", help="the request answered, for a URL")
    grant.add_argument("--to", type=path_option, action="append", required=True, metavar="PUB")
    grant.add_argument("--until", type=parse_until, required=True, metavar="DATE")
    grant.add_argument("--approval", choices=["ask", "auto"], default="ask")
    grant.add_argument("--out", type=path_option, metavar="DIR")
    approve = commands.command("approve", _approve, "check a draft and let it go to named people")
    approve.add_argument("draft", help="a draft's file, or with --session its release id")
    approve.add_argument("--session", type=path_option)
    approve.add_argument("--identity", type=path_option, required=True, metavar="KEY")
    approve.add_argument("--to", type=path_option, action="append", required=True, metavar="PUB")
    approve.add_argument("--out", type=path_option, metavar="DIR")
    passphrase_options(approve)


def _opening(parser: ArgumentParser) -> None:
    parser.add_argument("custody", metavar="DIR|URL")
    parser.add_argument("--identity", type=path_option, required=True, metavar="KEY")
    parser.add_argument(
        "--scope",
        type=path_option,
        required=True,
        metavar="FILE",
        help="scope as JSON; without x it is about this extraction",
    )
    parser.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="SEGMENT/PLACE",
        help="leave out one record by its place in the preview",
    )
    parser.add_argument("--session", type=path_option, help="a session, for a URL")
    passphrase_options(parser)


def _notice(shell: Shell) -> int:
    found = notice()
    words = [f"{place:>2}. {point.text}" for place, point in enumerate(found.points, start=1)]
    shell.say({**found.body(), "sha256": found.sha256.hex()}, "\n".join(words))
    return 0


def _preview(shell: Shell) -> int:
    opened, found = _open_and_preview(shell)
    records = [
        {"segment": segment, "place": place, "record": json.loads(record)}
        for segment, place, record in previewed_records(opened, found)
    ]
    words = [f"{found.records:,} records would leave"]
    words += [f"{count:>9,}  {category}" for category, count in found.categories.items()]
    words += [f"{count:>9,}  stay: {reason}" for reason, count in found.withheld.items()]
    shell.say(
        {
            "eid": found.eid.hex(),
            "scope": found.scope.marshal(),
            "count": found.records,
            "categories": dict(found.categories),
            "withheld": dict(found.withheld),
            "selection": found.digest.hex(),
            "records": records,
        },
        "\n".join([*words, *_lines(records)]),
    )
    return 0


def _lines(records: list[dict[str, object]]) -> Iterator[str]:
    for row in records:
        record = row["record"]
        assert isinstance(record, dict)
        texts = record.get("text", [])
        said = " ".join(str(text.get("value", "")) for text in texts)[:100].replace("\n", " ")
        when = record.get("time", {}).get("raw", "")
        yield f"{row['segment']}/{row['place']}  {record['category']}  {when}  {said}"


def _open_and_preview(shell: Shell) -> tuple[OpenedExtraction, Preview]:
    options = shell.options
    identity = read_identity(shell, options.identity)
    opened = open_own(custody_of(shell, options.custody), identity)
    scope = read_scope(options.scope, opened.eid.hex())
    excluded = {_place(text): "excluded-by-survivor" for text in options.exclude}
    return opened, preview_scope(opened, scope, excluded=excluded, progress=shell.progress)


def _place(text: str) -> tuple[int, int]:
    segment, _, place = text.partition("/")
    if not segment.isdigit() or not place.isdigit():
        raise UsageError("--exclude: want SEGMENT/PLACE as the preview shows it")
    return int(segment), int(place)


def read_scope(path: Path, eid: str) -> Scope:
    """Read a scope file; without `x` it is about this extraction."""
    try:
        value = json.loads(read_bytes(path, "the scope"))
    except ValueError:
        raise UsageError("the scope file is not JSON") from None
    if isinstance(value, dict) and "x" not in value:
        value["x"] = [eid]
    return parse_scope(value)


def _worker(shell: Shell, path: Path) -> tuple[Gid, Bundle, bytes | None]:
    """Read a worker: a certified one-time key brings its grant id, a plain key gets a new one."""
    data = read_bytes(path, "the worker's key")
    if not data.startswith(b"{"):
        return Gid(shell.random(ID_SIZE)), read_bundle(path), None
    try:
        key = parse_worker_key(data)
    except MalformedIdentity as error:
        raise UsageError(f"--worker: {error}") from None
    return key.gid, key.bundle, data


def _grant(shell: Shell) -> int:
    options = shell.options
    if is_url(options.custody):
        return _grant_remote(shell)
    if options.worker is None or options.out is None:
        raise UsageError("a grant on a folder needs --worker and --out")
    survivor = read_identity(shell, options.identity)
    recipients = [read_bundle(path) for path in options.to]
    gid, worker, certificate = _worker(shell, options.worker)
    opened, found = _open_and_preview(shell)
    now = shell.clock().replace(microsecond=0)
    if options.until <= now:
        raise UsageError("--until lies in the past")
    terms = Terms(
        gid=gid,
        worker=worker,
        worker_cert=None if certificate is None else hashlib.sha256(certificate).digest(),
        release_to=tuple(person.fp for person in recipients),
        approval=options.approval,
        created=now,
        not_before=now,
        expires=options.until,
    )
    signed = make_grant(opened, found, terms, survivor, random=shell.random)
    with whole_folder(options.out, shell.random) as folder:
        (folder / GRANT_FILE).write_bytes(signed.statement)
        (folder / ENVELOPE_FILE).write_bytes(signed.envelope)
        (folder / SURVIVOR_FILE).write_bytes(survivor.bundle.marshal())
        if certificate is not None:
            (folder / WORKER_KEY_FILE).write_bytes(certificate)
        (folder / RECIPIENTS).mkdir()
        for person in recipients:
            (folder / RECIPIENTS / f"{person.fp.hex()}.pub").write_bytes(person.marshal())
    shell.say(
        {
            "gid": gid.hex(),
            "count": found.records,
            "withheld": dict(found.withheld),
            "selection": found.digest.hex(),
        },
        f"granted {found.records:,} records until {options.until:%Y-%m-%d %H:%M} UTC\n"
        f"grant {gid.hex()} in {options.out}",
    )
    return 0


def _grant_remote(shell: Shell) -> int:
    options = shell.options
    if options.request is None:
        raise UsageError("a grant in a vault answers a request: name it with --request")
    me = signed_in(shell)
    eid = eid_of(shell, options.custody)
    opened = open_extraction(me, eid)
    decision = Decision(
        options.request,
        read_scope(options.scope, eid.hex()),
        tuple(read_bundle(path) for path in options.to),
        options.until,
        options.approval,
        {_place(text): "excluded-by-survivor" for text in options.exclude},
    )
    shell.note("by going on you confirm that you read the notice (safehold notice shows it)")
    found, stored = decide(
        me, opened, decision, now=shell.clock(), random=shell.random, progress=shell.progress
    )
    shell.say(
        {
            "gid": stored["gid"],
            "count": found.records,
            "withheld": dict(found.withheld),
            "selection": found.digest.hex(),
        },
        f"granted {found.records:,} records until {options.until:%Y-%m-%d %H:%M} UTC\n"
        f"grant {stored['gid']}",
    )
    return 0


def _approve_remote(shell: Shell) -> int:
    options = shell.options
    recipients = [read_bundle(path) for path in options.to]
    approved = approve_remote(signed_in(shell), options.draft, recipients, shell.clock())
    shell.say(
        {"rid": approved.rid.hex(), "recipients": len(recipients)},
        f"approved for {len(recipients)} named; they may collect it now",
    )
    return 0


def _approve(shell: Shell) -> int:
    options = shell.options
    if options.session is not None:
        return _approve_remote(shell)
    if options.out is None:
        raise UsageError("approving a file needs --out")
    identity = read_identity(shell, options.identity)
    recipients = [read_bundle(path) for path in options.to]
    container = file_pieces(Path(options.draft))
    now = shell.clock().replace(microsecond=0)
    approved = approve_draft(container, identity, recipients, now=now)
    name = f"{approved.rid.hex()}.shv1r"
    with whole_folder(options.out, shell.random) as out, (out / name).open("xb") as file:
        file.write(approved.head)
        stream = ByteStream(container())
        for _ in stream.pieces(approved.box_start):
            pass
        for piece in stream.rest():
            file.write(piece)
    path = options.out / name
    shell.say(
        {"rid": approved.rid.hex(), "file": str(path), "recipients": len(recipients)},
        f"approved for {len(recipients)} named; give them {path}",
    )
    return 0
