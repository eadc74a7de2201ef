"""`safehold upload` and `receipt`, and the outbox of `seal --vault`.

docs/cli.md 4. The outbox holds sealed bytes alone: a run that was cut off after sealing
cannot be opened here either. The same source, options, people and vault name the same folder,
so the next run finds it and sends what is still missing.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from api.cli_custody import check_url, want_sealed
from api.cli_io import Shell, UsageError, read_json
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_private import write_private
from api.cli_session import Session, read_session, signed_in
from api.remote_survivor import countersign
from api.remote_upload import upload
from extraction.intake import Parties, SealedExtraction, SourceOptions
from extraction.source import find_source, hash_source
from vault.canonical import b64, marshal
from vault.check_words import extraction_words
from vault.custody import FolderCustody
from vault.errors import NotAuthentic
from vault.ids import parse_digest, parse_eid, parse_fp, show_fp
from vault.ingest import parse_ingest
from vault.statement import digest
from vault.visit import Value


@dataclass(frozen=True, slots=True)
class Sealing:
    """A sealing that is done, and SHA-256 of each of its objects by name."""

    done: SealedExtraction
    objects: Mapping[str, bytes]


Seal = Callable[[Path], Sealing]

_OBJECTS = "objects"
"""What the note calls the objects' hashes until they were compared."""


def register(commands: Commands) -> None:
    """Add the commands."""
    sent = commands.command("upload", _upload, "bring a sealed folder to a vault; continues")
    sent.add_argument("folder", type=path_option, metavar="DIR")
    signed = commands.command("receipt", _receipt, "check an intake whole, then countersign it")
    signed.add_argument("eid", nargs="?", help="without it the one that has no receipt yet")
    signed.add_argument("--identity", type=path_option, required=True, metavar="KEY")
    passphrase_options(signed)
    for parser in (sent, signed):
        parser.add_argument("--session", type=path_option, required=True)


def _guardian(shell: Shell) -> Session:
    session = read_session(shell)
    if session.role != "guardian":
        raise UsageError("an upload needs a guardian's session")
    return session


def _upload(shell: Shell) -> int:
    folder = shell.options.folder
    want_sealed(folder)
    done = send(shell, _guardian(shell), folder, None)
    shell.say(done, f"{compared(done)}\n{paper(done)}")
    return 0


def send(
    shell: Shell, session: Session, folder: Path, objects: Mapping[str, bytes] | None
) -> dict[str, Any]:
    """Upload a sealed folder; give its receipt once the vault has every byte.

    `objects` has SHA-256 of each object as it was sealed, where that is known.
    """
    raw = FolderCustody(folder).ingest()
    ingest, _ = parse_ingest(raw)
    remote = session.remote()
    sent = upload(remote, folder, shell.progress, random=shell.random, objects=objects)
    done = sent.answer
    if (done["root"], done["statement"]) != (ingest.root.hex(), b64(digest(raw))):
        raise NotAuthentic("the vault confirms another statement than the one that was sent")
    index = int(done["log_index"])
    return {
        "eid": ingest.eid.hex(),
        "root": ingest.root.hex(),
        "guardian": None if ingest.guardian is None else ingest.guardian.hex(),
        "log_index": index,
        "check_words": extraction_words(ingest.eid, ingest.root, ingest.guardian, index),
        "read_back": None if sent.read_back is None else asdict(sent.read_back),
    }


def compared(done: Mapping[str, Any]) -> str:
    """Word what an upload compared, and no more."""
    found = done["read_back"]
    if found is None:
        return "uploaded and confirmed before; nothing was read back this time"
    read = f"{found['files']:,} files, {found['bytes']:,} bytes"
    lines = [f"the vault read back {read}: they are there as they are here"]
    if left := found["files"] - found["as_sealed"]:
        lines.append(f"of {left:,} of them no hash of when they were sealed was at hand")
    return "\n".join(lines)


def paper(done: Mapping[str, Any]) -> str:
    """Word the paper receipt that she takes with her."""
    lines = [
        f"extraction  {done['eid']}",
        f"root        {done['root']}",
    ]
    if done["guardian"] is not None:
        lines.append(f"guardian    {show_fp(parse_fp(done['guardian']))}")
    if "log_index" in done:
        lines.append(f"log index   {done['log_index']}")
    # A note of an earlier run may be of before there were any.
    if "check_words" in done:
        lines.append(f"check words {done['check_words']}")
    return "\n".join(lines)


def seal_and_upload(
    shell: Shell,
    seal: Seal,
    parties: Parties,
    given: SourceOptions,
    visit: Mapping[str, Value] | None,
) -> dict[str, Any]:
    """Seal into the outbox, then upload; a run after one that was cut off only uploads."""
    session = _guardian(shell)
    check_url(shell.options.vault, session)
    outbox = shell.options.outbox or shell.options.session.with_name("outbox")
    folder = outbox / _name(shell, parties, given, visit, session)
    note = folder.with_name(folder.name + ".json")
    known: dict[str, Any] = read_json(note, "the outbox's note") if note.exists() else {}
    if "log_index" in known:
        # The run that wrote this may have been cut off before it removed the sealed bytes.
        shutil.rmtree(folder, ignore_errors=True)
        shell.note(f"uploaded before; remove {note} to seal this source anew")
        return known
    if folder.is_dir() and not known:
        # Sealed, but cut off before the note that comes before any upload: nobody has seen it.
        shutil.rmtree(folder)
    if folder.is_dir():
        shell.note("sealed by an earlier run; uploading what is still missing")
    else:
        sealing = seal(folder)
        known = summary(sealing.done)
        known[_OBJECTS] = {name: sha256.hex() for name, sha256 in sealing.objects.items()}
        write_private(note, json.dumps(known).encode())
    objects = {name: parse_digest(text) for name, text in known.pop(_OBJECTS, {}).items()}
    done = {**known, **send(shell, session, folder, objects)}
    write_private(note, json.dumps(done).encode())
    # The vault has every byte of it now.
    shutil.rmtree(folder, ignore_errors=True)
    return done


def _name(
    shell: Shell,
    parties: Parties,
    given: SourceOptions,
    visit: Mapping[str, Value] | None,
    session: Session,
) -> str:
    source = find_source(shell.options.path)
    done = [0]

    def step(size: int) -> None:
        done[0] += size
        shell.progress("hashing", done[0], source.length)

    original = hash_source(source, step).sha256
    # What a guardian says about a source changes what is sealed, so it is part of the name.
    said = {
        "zone": str(given.zone),
        "region": given.region,
        "sensitive": dict(given.sensitive),
        "original": given.keep_original,
        "damaged": given.accept_damaged,
        **({} if visit is None else {"visit": dict(visit)}),
    }
    # A vault is known by its root: it may move to another address, and another may move to its.
    vault = parse_fp(session.root)
    named = original + parties.survivor.fp + parties.guardian.fp + vault + marshal(said)
    return hashlib.sha256(named).hexdigest()[:32]


def summary(sealed: SealedExtraction) -> dict[str, Any]:
    """Say what was sealed, in numbers."""
    return {
        "eid": sealed.eid.hex(),
        "root": sealed.root.hex(),
        "records": sealed.records,
        "segments": sealed.segments,
        "packs": sealed.packs,
        "bytes": sealed.bytes,
    }


def _receipt(shell: Shell) -> int:
    me = signed_in(shell)
    given = shell.options.eid
    if given is None:
        found = me.remote.call("GET", "/v1/extractions")
        # What she added herself she signed as it was sealed.
        waiting = [row["eid"] for row in found if row["guardian"] and not row["receipt"]]
        if len(waiting) != 1:
            raise UsageError(f"{len(waiting)} intakes wait for a receipt; name one by its id")
        given = waiting[0]
    whole = countersign(me, parse_eid(given), shell.progress)
    shell.say(
        {
            "eid": given,
            "log_index": whole.log_index,
            "segments": whole.segments,
            "records": whole.records,
            "objects": whole.objects,
        },
        f"opened {whole.segments:,} segments with {whole.records:,} records, and"
        f" {whole.objects:,} files: each is what was sealed for you; countersigned\n"
        f"extraction  {given}\nlog index   {whole.log_index}",
    )
    return 0
