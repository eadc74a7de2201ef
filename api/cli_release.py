"""`safehold select`, `open` and `verify`: worker, recipient and court."""

from itertools import islice
from pathlib import Path

from api.cli_consent import (
    ENVELOPE_FILE,
    GRANT_FILE,
    RECIPIENTS,
    SURVIVOR_FILE,
    WORKER_KEY_FILE,
)
from api.cli_custody import custody_of
from api.cli_io import (
    Shell,
    UsageError,
    file_pieces,
    read_bundle,
    read_bytes,
    read_identity,
    read_if_there,
    whole_folder,
)
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_seal import self_certificate
from extraction.client import open_release
from extraction.container import MAGIC
from extraction.errors import NotVerified
from extraction.package import COVER, known_name
from extraction.release_writer import write_release
from extraction.selection import GrantFiles, select
from extraction.verify import verify_path
from extraction.verify_policy import VerifyPolicy, parse_policy
from extraction.verify_words import report_body, report_words
from vault.certificate import parse_certificate
from vault.custody import parse_certs
from vault.errors import Malformed


def register(commands: Commands) -> None:
    """Add the commands."""
    chosen = commands.command("select", _select, "run a grant as its worker; gives a release")
    chosen.add_argument("grant", type=path_option, help="the grant's folder")
    chosen.add_argument("--from", dest="custody", required=True, metavar="DIR|URL")
    chosen.add_argument("--worker", type=path_option, required=True, metavar="KEY")
    chosen.add_argument("--certs", type=path_option, help="the worker organisation's certs.json")
    chosen.add_argument("--out", type=path_option, required=True, metavar="DIR")
    chosen.add_argument("--session", type=path_option, help="a session, for a URL")
    opened = commands.command("open", _open, "open a release that is addressed to you")
    opened.add_argument("release", type=path_option)
    opened.add_argument("--identity", type=path_option, required=True, metavar="KEY")
    opened.add_argument("--out", type=path_option, required=True, metavar="DIR")
    for parser in (chosen, opened):
        passphrase_options(parser)
    verify = commands.command("verify", _verify, "check a package, step by step, offline")
    verify.add_argument("package", type=path_option, help="a package's folder or ZIP")
    verify.add_argument("--policy", type=path_option, metavar="FILE", help="whose keys to trust")


def _select(shell: Shell) -> int:
    options = shell.options
    folder = options.grant
    if not (folder / GRANT_FILE).is_file():
        raise UsageError(
            f"there is no grant at {folder}; want the folder that safehold grant wrote"
        )
    files = GrantFiles(
        read_bytes(folder / GRANT_FILE, "the grant"),
        read_bytes(folder / ENVELOPE_FILE, "the envelope"),
        read_if_there(folder / WORKER_KEY_FILE),
    )
    worker = read_identity(shell, options.worker)
    custody = custody_of(shell, options.custody)
    certs: list[bytes] = []
    if options.certs is not None:
        certs = parse_certs(read_bytes(options.certs, "the certificates"))
    elif files.worker_key is None:
        certs = [self_certificate(shell, worker, "worker")]
    now = shell.clock().replace(microsecond=0)
    selected = select(
        files,
        custody,
        worker,
        read_bundle(folder / SURVIVOR_FILE),
        now=now,
        certificates=[parse_certificate(raw) for raw in certs],
        before_segment=lambda done, total: shell.progress("selecting", done, total),
    )
    people = sorted((folder / RECIPIENTS).glob("*.pub"))
    recipients = [read_bundle(path) for path in people]
    named = [person for person in recipients if person.fp in selected.grant.release_to]
    release = write_release(
        selected,
        worker,
        certificates=certs,
        receipt=custody.receipt(),
        recipients=named if selected.grant.approval == "auto" else [],
        created=now,
        random=shell.random,
    )
    name = f"{release.rid.hex()}.shv1r"
    with whole_folder(options.out, shell.random) as out, (out / name).open("xb") as file:
        file.write(release.head)
        for piece in release.box:
            file.write(piece)
    state = "draft" if selected.grant.approval == "ask" else "release"
    shell.say(
        {
            "rid": release.rid.hex(),
            "file": str(options.out / name),
            "state": state,
            "disclosed": release.disclosed,
            "copies": release.copies,
            "withheld": release.withheld,
        },
        f"{state} of {release.disclosed + release.copies:,} records in {options.out / name}",
    )
    return 0


def _open(shell: Shell) -> int:
    options = shell.options
    identity = read_identity(shell, options.identity)
    opened = open_release(file_pieces(options.release), identity)
    count = 0
    with whole_folder(options.out, shell.random) as folder:
        for name, _, chunks in opened.files():
            # The file is read a second time here, so its names are checked a second time too.
            if not known_name(name):
                raise NotVerified(0, "the package holds a file that it should not")
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            with path.open("xb") as file:
                for chunk in chunks:
                    file.write(chunk)
            count += 1
            shell.progress("opening", count, 0)
        (folder / COVER).write_bytes(opened.head.cover.marshal())
    shell.say(
        {"rid": opened.head.cover.rid.hex(), "package": str(options.out), "files": count + 1},
        f"opened {count + 1} files into {options.out}\n"
        f"check them with: safehold verify {options.out}",
    )
    return 0


def _verify(shell: Shell) -> int:
    options = shell.options
    policy = read_policy(options.policy)
    want_package(options.package)
    report = verify_path(options.package, policy, now_seconds=int(shell.clock().timestamp()))
    shell.say(report_body(report), report_words(report))
    return 0 if report.ok else 1


def read_policy(path: Path | None) -> VerifyPolicy | None:
    """Read a verify policy, where one is named."""
    if path is None:
        return None
    try:
        return parse_policy(read_bytes(path, "the policy"))
    except Malformed as error:
        raise UsageError(f"{path} is not a verify policy: {error}") from None


def want_package(path: Path) -> None:
    """Refuse what is plainly something else, saying what to do with it."""
    if not path.exists():
        raise UsageError(f"there is no package at {path}; safehold open writes one")
    if path.is_file() and b"".join(islice(file_pieces(path)(), 1)).startswith(MAGIC):
        raise UsageError(f"{path} is a sealed release; safehold open it, then verify the package")
