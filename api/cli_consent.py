"""`safehold preview`, `grant` and `approve`: the survivor's own steps."""

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path

from api.cli_custody import custody_of, is_url
from api.cli_io import (
    Shell,
    UsageError,
    file_pieces,
    parse_until,
    read_bundle,
    read_bytes,
    read_identity,
    want_free,
    want_kind,
    whole_folder,
)
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_remote_consent import approve_remote, grant_remote
from api.cli_scope import (
    left_out_places,
    read_recipients,
    read_scope,
    scope_options,
    want_later,
)
from api.cli_visit import points_option, read_points, shown_of, visit_lines
from api.preview_words import counts_of, lines_of, media_counts
from api.remote_survivor import check_excluded
from consent.notice_words import LANGUAGES, REVIEWED
from extraction.client import (
    OpenedExtraction,
    approve_draft,
    make_grant,
    open_own,
    preview_scope,
    previewed_records,
)
from extraction.grant_builder import Terms
from extraction.held_back import held_back
from extraction.preview import Preview
from extraction.zip_stored import ByteStream
from vault.errors import MalformedIdentity
from vault.identity import Bundle, Identity, Kind
from vault.ids import ID_SIZE, Gid
from vault.worker_key import parse_worker_key

GRANT_FILE = "grant.dsse.json"
ENVELOPE_FILE = "envelope.shv1f"
WORKER_KEY_FILE = "workerkey.dsse.json"
SURVIVOR_FILE = "survivor.pub"
RECIPIENTS = "to"


def register(commands: Commands) -> None:
    """Add the commands."""
    preview = commands.command("preview", _preview, "show exactly what a scope would share")
    _opening(preview)
    grant = commands.command("grant", _grant, "agree: sign a grant and seal its keys")
    _opening(grant)
    grant.add_argument("--worker", type=path_option, metavar="PUB", help="key or certificate")
    grant.add_argument("--request", metavar="QID", help="the request answered, for a URL")
    grant.add_argument("--notice-read", action="store_true", help="for a URL: you have read it")
    grant.add_argument("--notice-language", choices=LANGUAGES, default=REVIEWED)
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
    scope_options(parser)
    points_option(parser)
    parser.add_argument("--session", type=path_option, help="a session, for a URL")
    passphrase_options(parser)


def _preview(shell: Shell) -> int:
    opened, found = _open_and_preview(shell, read_identity(shell, shell.options.identity))
    records = [
        {"segment": segment, "place": place, "record": json.loads(record)}
        for segment, place, record in previewed_records(opened, found)
    ]
    stripped, stay, unasked = media_counts(found)
    whole = len(found.whole)
    media = {"whole": whole, "stripped": stripped, "stay": stay, "unasked": unasked}
    partly = held_back(
        opened.catalogue, found, lambda index: tuple(opened.read_segment(index).records)
    )
    said = shown_of(opened.read_visit(), read_points(shell.options.open_points))
    lie = [f"{partly:>9,}  of what stays may lie in these days, or outside"] if partly else []
    shell.say(
        {
            "eid": found.eid.hex(),
            "scope": found.scope.marshal(),
            "count": found.leaving,
            "copies": len(found.derived.records),
            "categories": dict(found.categories),
            "withheld": dict(found.withheld),
            "partly": partly,
            "media": media,
            "selection": found.digest.hex(),
            "visit": said,
            "records": records,
        },
        "\n".join([*counts_of(found), *lie, *visit_lines(said), *lines_of(records, found)]),
    )
    return 0


def _open_and_preview(shell: Shell, identity: Identity) -> tuple[OpenedExtraction, Preview]:
    options = shell.options
    opened = open_own(custody_of(shell, options.custody), identity)
    scope = read_scope(shell, opened.eid.hex())
    excluded = left_out_places(shell, opened, scope)
    found = preview_scope(opened, scope, excluded=excluded, progress=shell.progress)
    check_excluded(found, excluded)
    return opened, found


def _worker(shell: Shell, path: Path) -> tuple[Gid, Bundle, bytes | None]:
    """Read a worker: a certified one-time key brings its grant id, a plain key gets a new one."""
    data = read_bytes(path, "the worker's key")
    if not data.startswith(b"{"):
        worker = read_bundle(path)
        want_kind(worker, Kind.ORGANISATION, "--worker")
        return Gid(shell.random(ID_SIZE)), worker, None
    try:
        key = parse_worker_key(data)
    except MalformedIdentity as error:
        raise UsageError(f"--worker: {error}") from None
    return key.gid, key.bundle, data


def _grant(shell: Shell) -> int:
    options = shell.options
    if is_url(options.custody):
        return grant_remote(shell)
    if options.worker is None or options.out is None:
        raise UsageError("a grant on a folder needs --worker and --out")
    want_free(options.out)
    now = shell.clock().replace(microsecond=0)
    want_later(options.until, now)
    recipients = list(read_recipients(options.to))
    gid, worker, certificate = _worker(shell, options.worker)
    survivor = read_identity(shell, options.identity)
    opened, found = _open_and_preview(shell, survivor)
    terms = Terms(
        gid=gid,
        worker=worker,
        worker_cert=None if certificate is None else hashlib.sha256(certificate).digest(),
        release_to=tuple(person.fp for person in recipients),
        approval=options.approval,
        created=now,
        not_before=now,
        expires=options.until,
        points=read_points(options.open_points),
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
            "count": found.leaving,
            "withheld": dict(found.withheld),
            "selection": found.digest.hex(),
        },
        f"granted {found.leaving:,} records until {options.until:%Y-%m-%d %H:%M} UTC\n"
        f"grant {gid.hex()} in {options.out}",
    )
    return 0


def _approve(shell: Shell) -> int:
    options = shell.options
    if options.session is not None:
        return approve_remote(shell)
    if options.out is None:
        raise UsageError("approving a file needs --out")
    want_free(options.out)
    recipients = list(read_recipients(options.to))
    identity = read_identity(shell, options.identity)
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
