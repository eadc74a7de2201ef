"""`safehold seal`: a source becomes what only the survivor opens, in a folder or a vault."""

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from api.cli_io import (
    Shell,
    UsageError,
    new_sink,
    read_bundle,
    read_bytes,
    read_identity,
    scratch_folder,
    want_free,
    want_kind,
)
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_source import add_source_options, source_options
from api.cli_upload import Sealing, compared, paper, seal_and_upload, summary
from api.hashed_sink import HashedSink
from api.tool import this_tool
from extraction.intake import Parties, SourceOptions, seal_source
from extraction.visit_form import read_form
from vault.certificate import issue_certificate
from vault.identity import Bundle, Identity, Kind
from vault.visit import Value

SELF_YEARS = 10


def register(commands: Commands) -> None:
    """Add the command."""
    seal = commands.command("seal", _seal, "seal a source so that only the survivor opens it")
    seal_options(seal)


def seal_options(parser: ArgumentParser) -> None:
    """Let a command take everything that sealing needs."""
    add_source_options(parser)
    parser.add_argument("--for", dest="survivor", type=path_option, required=True, metavar="PUB")
    parser.add_argument("--as", dest="guardian", type=path_option, required=True, metavar="KEY")
    parser.add_argument("--cert", type=path_option, action="append", default=[], metavar="FILE")
    parser.add_argument(
        "--visit", type=path_option, metavar="FORM", help="what you say of the phone and the visit"
    )
    parser.add_argument("--without-original", action="store_true", help="keep only what was read")
    passphrase_options(parser)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=path_option, metavar="DIR")
    where.add_argument("--vault", metavar="URL")
    parser.add_argument("--session", type=path_option, help="a guardian's session, for --vault")
    parser.add_argument("--outbox", type=path_option, help="where sealed folders wait for upload")


def _seal(shell: Shell) -> int:
    survivor = read_bundle(shell.options.survivor)
    done = seal_for(shell, survivor, source_options(shell))
    shell.say(done, in_words(done))
    return 0


def seal_for(shell: Shell, survivor: Bundle, given: SourceOptions) -> dict[str, Any]:
    """Seal the source of this command into --out or --vault; give the receipt as JSON."""
    options = shell.options
    if options.vault is not None and options.session is None:
        raise UsageError("--vault needs a guardian's --session; safehold staff login makes one")
    # Opened first: what a killed run left in clear is removed even when there is nothing to do.
    with scratch_folder(shell.random) as scratch:
        return _seal_for(shell, survivor, given, scratch)


def _seal_for(
    shell: Shell, survivor: Bundle, given: SourceOptions, scratch: Path
) -> dict[str, Any]:
    options = shell.options
    if options.out is not None:
        want_free(options.out)
    guardian = read_identity(shell, options.guardian)
    want_kind(guardian.bundle, Kind.ORGANISATION, "--as")
    want_kind(survivor, Kind.PERSON, "--for")
    certs = [read_bytes(path, "the certificate") for path in options.cert]
    certs = certs or [self_certificate(shell, guardian, "guardian")]
    parties = Parties(survivor, guardian, certs, this_tool())
    said = read_visit(options.visit)

    def seal(folder: Path) -> Sealing:
        sink = HashedSink(new_sink(folder, shell.random))
        try:
            done = seal_source(
                options.path,
                sink,
                parties,
                given,
                scratch=scratch,
                random=shell.random,
                clock=shell.clock,
                progress=shell.progress,
                said=said,
            )
            return Sealing(done, sink.objects)
        finally:
            # Also when Ctrl-C came before the sealing could see to it.
            sink.abandon()

    if options.out is None:
        return seal_and_upload(shell, seal, parties, given, said)
    return {**summary(seal(options.out).done), "guardian": guardian.fp.hex()}


def read_visit(path: Path | None) -> dict[str, Value] | None:
    """Read a visit form, if there is one.

    Raises:
        InvalidVisit: it does not answer every point as it should.
    """
    return None if path is None else read_form(read_bytes(path, "the visit form"))


def self_certificate(shell: Shell, identity: Identity, role: str) -> bytes:
    """Issue a certificate to oneself: it carries the key, and nobody vouches for it."""
    now = shell.clock().replace(microsecond=0)
    return issue_certificate(
        identity,
        subject=identity.bundle,
        name="",
        roles=[role],
        not_before=now,
        not_after=now + timedelta(days=365 * SELF_YEARS),
    )


def in_words(done: Mapping[str, Any]) -> str:
    """Word the receipt of an intake."""
    lines = []
    if "records" in done:
        lines.append(
            f"sealed {done['records']:,} records in {done['segments']:,} segments"
            f" ({done['bytes']:,} bytes)"
        )
    if "read_back" in done:
        lines.append(compared(done))
    return "\n".join([*lines, paper(done)])
