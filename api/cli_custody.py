"""Where a sealed extraction is: a folder on this disk, or a vault over HTTP."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from api.cli_io import Shell, UsageError
from api.cli_session import read_session
from api.remote import HttpCustody, upload
from extraction.intake import Parties, SealedExtraction
from extraction.source import find_source, hash_source
from vault.custody import Custody, FolderCustody
from vault.ids import Eid, parse_eid


def is_url(text: str) -> bool:
    """Tell whether a DIR|URL argument is a URL."""
    return text.startswith(("http://", "https://"))


def custody_of(shell: Shell, text: str) -> Custody:
    """Open the custody that a DIR|URL argument names; a URL needs --session."""
    if is_url(text):
        return HttpCustody(read_session(shell).remote(), eid_of(shell, text))
    folder = Path(text)
    if not folder.is_dir():
        raise UsageError(f"there is no sealed folder at {text}")
    return FolderCustody(folder)


def eid_of(shell: Shell, url: str) -> Eid:
    """Find which extraction a URL means: its last part, or the only one there is."""
    last = url.rstrip("/").rsplit("/", 1)[-1]
    if len(last) == 2 * 16 and "." not in last:
        return parse_eid(last)
    found = read_session(shell).remote().call("GET", "/v1/extractions")
    if len(found) != 1:
        raise UsageError(f"{len(found)} extractions are there; end the URL with the id of one")
    return parse_eid(found[0]["eid"])


def upload_folder(shell: Shell, seal: Callable[[Path], SealedExtraction], parties: Parties) -> int:
    """Seal into the outbox, then upload; a run after one that was cut off only uploads.

    The outbox holds sealed bytes alone: what was cut off after sealing cannot be opened
    here either, and is found again by the source's hash and the two keys.
    """
    session = read_session(shell)
    if session.role != "guardian":
        raise UsageError("an upload needs a guardian's session")
    outbox = shell.options.outbox or shell.options.session.with_name("outbox")
    source = find_source(shell.options.path)
    original = hash_source(source, lambda _size: None).sha256
    name = hashlib.sha256(original + parties.survivor.fp + parties.guardian.fp).hexdigest()[:32]
    folder = outbox / name
    if folder.is_dir():
        shell.note("found it sealed from an earlier run; uploading what is still missing")
    else:
        seal(folder)
    done = upload(session.remote(), folder, shell.progress)
    shell.say(
        {"eid": done["eid"], "root": done["root"], "log_index": done["log_index"]},
        f"extraction  {done['eid']}\nroot        {done['root']}\nlog index   {done['log_index']}",
    )
    return 0
