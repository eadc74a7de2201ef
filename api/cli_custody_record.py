"""`safehold custody`: the custody record of an extraction or of a release.

docs/cli.md 2, docs/formats/custody-record.md. Offline from a package or a sealed folder; with a
session, her lines in the log of a running vault are added.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from api.cli_auditor import read_log_policy
from api.cli_custody import custody_of, is_url
from api.cli_io import Shell, UsageError, read_identity, whole_file
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_release import read_policy, want_package
from api.cli_session import read_session, signed_in
from api.cli_visit import read_visits, visit_option
from api.remote_survivor import SignedIn, own_lines
from audit.lines import Line, check_lines
from audit.policy import parse_log_policy
from extraction.client import open_own
from extraction.custody_extraction import HerLines, extraction_record
from extraction.custody_facts import CustodyRecord
from extraction.custody_intake import Opened
from extraction.custody_page import page_of, text_of
from extraction.custody_release import release_record
from extraction.exports.stamp import MAX_EXHIBIT, is_exhibit
from extraction.package import read_package
from extraction.verify import verify_documents
from extraction.verify_documents import parse_documents
from extraction.verify_policy import VerifyPolicy
from vault.account import audit_tag_key
from vault.canonical import marshal, unb64
from vault.custody import INGEST, LEAVES, Custody
from vault.identity import Identity
from vault.ingest import parse_ingest
from vault.visit import ShownVisit


def register(commands: Commands) -> None:
    """Add the command."""
    made = commands.command("custody", _custody, "make a custody record, from what is signed")
    made.add_argument("source", metavar="PATH|URL", help="a package, a sealed folder or a vault")
    made.add_argument("--policy", type=path_option, metavar="FILE", help="whose keys to trust")
    made.add_argument("--exhibit", default="", metavar="TEXT", help="your exhibit reference")
    made.add_argument(
        "--identity", type=path_option, metavar="KEY", help="her key: opens what is sealed to her"
    )
    visit_option(made)
    made.add_argument("--session", type=path_option, help="her session: adds her lines in the log")
    made.add_argument(
        "--log-policy", type=path_option, metavar="FILE", help="the log's keys and witnesses"
    )
    made.add_argument("--as", dest="kind", choices=("html", "json", "text"), default="text")
    made.add_argument("--out", type=path_option, metavar="FILE")
    passphrase_options(made)


def _custody(shell: Shell) -> int:
    options = shell.options
    if not is_exhibit(options.exhibit):
        raise UsageError(f"--exhibit: want one line of at most {MAX_EXHIBIT} characters")
    if options.kind != "text" and options.out is None:
        raise UsageError(f"--as {options.kind} wants --out FILE")
    if options.session is not None and options.identity is None:
        raise UsageError("--session wants --identity: her key tells which lines are about this")
    policy = read_policy(options.policy)
    now = shell.clock().astimezone(UTC).replace(microsecond=0)
    path = Path(options.source)
    sealed = is_url(options.source) or _is_sealed(path)
    record = _extraction(shell, policy, now) if sealed else _release(shell, path, policy, now)
    if options.out is not None:
        with whole_file(options.out, shell.random) as file:
            file.write(_FORMS[options.kind](record))
    words = text_of(record) if options.out is None else f"{record.verdict}\n{options.out}"
    shell.say(record.body(), words)
    return 0


_FORMS = {
    "html": lambda record: page_of(record).encode(),
    "json": lambda record: marshal(record.body()),
    "text": lambda record: text_of(record).encode(),
}


def _is_sealed(folder: Path) -> bool:
    """Tell a sealed folder from a package: both have an ingest statement, one has leaves too."""
    return (folder / INGEST).is_file() and (folder / LEAVES).is_file()


def _release(shell: Shell, path: Path, policy: VerifyPolicy | None, now: datetime) -> CustodyRecord:
    if shell.options.session is not None or shell.options.identity is not None:
        raise UsageError("--session and --identity are for a sealed folder or a vault's URL")
    want_package(path)
    shell.progress("checking the package", 0, 0)
    documents = parse_documents(read_package(path))
    report = verify_documents(documents, policy, now_seconds=int(now.timestamp()))
    return release_record(
        documents,
        report,
        policy,
        exhibit=shell.options.exhibit.strip(),
        visits=read_visits(shell.options.visit, None, documents.ingest.eid),
        now=now,
    )


def _extraction(shell: Shell, policy: VerifyPolicy | None, now: datetime) -> CustodyRecord:
    options = shell.options
    custody = custody_of(shell, options.source)
    identity = None if options.identity is None else read_identity(shell, options.identity)
    ingest, _ = parse_ingest(custody.ingest())
    visits = read_visits(options.visit, identity, ingest.eid)
    opened = None
    if identity is not None:
        opened, own = _opened(custody, identity)
        visits += [] if own is None else [own]
    log = None if options.session is None else _lines(shell, custody, now)
    return extraction_record(
        custody,
        policy,
        exhibit=options.exhibit.strip(),
        survivor=None if identity is None else identity.bundle,
        opened=opened,
        visits=visits,
        log=log,
        now=now,
    )


def _opened(custody: Custody, identity: Identity) -> tuple[Opened, ShownVisit | None]:
    """Open the catalogue, which compares both hashes with what the guardian committed to."""
    opened = open_own(custody, identity)
    catalogue = opened.catalogue
    return Opened(catalogue.original.sha256, catalogue.ledger.sha256), opened.read_visit()


def _lines(shell: Shell, custody: Custody, now: datetime) -> HerLines:
    """Fetch her lines and check them by her key, as `safehold log` does."""
    me = signed_in(shell)
    found = own_lines(read_session(shell).remote())
    given = shell.options.log_policy
    policy = parse_log_policy(found["policy"]) if given is None else read_log_policy(given)
    lines = [Line(line["index"], unb64(line["entry"]), line["proof"]) for line in found["lines"]]
    k_case = audit_tag_key(me.identity.root, me.uid)
    checked = check_lines(lines, k_case, policy, now_seconds=int(now.timestamp()))
    return HerLines(lines, checked, k_case, _known(me, custody), given is not None)


def _known(me: SignedIn, custody: Custody) -> Mapping[str, Sequence[bytes]]:
    """Give the ids of an extraction, and of her grants and releases of it."""
    ingest, _ = parse_ingest(custody.ingest())
    rows = [row for row in me.remote.call("GET", "/v1/grants") if row["eid"] == ingest.eid.hex()]
    return {
        "extraction": [ingest.eid],
        "grant": [bytes.fromhex(row["gid"]) for row in rows],
        "release": [bytes.fromhex(row["rid"]) for row in rows if row["rid"] is not None],
    }
