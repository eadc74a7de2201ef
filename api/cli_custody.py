"""Where a sealed extraction is: a folder on this disk, or a vault over HTTP."""

from pathlib import Path

from api.cli_io import Shell, UsageError
from api.cli_session import Session, read_session
from api.remote import HttpCustody
from vault.custody import INGEST, Custody, FolderCustody
from vault.ids import ID_SIZE, Eid, parse_eid


def is_url(text: str) -> bool:
    """Tell whether a DIR|URL argument is a URL."""
    return text.startswith(("http://", "https://"))


def check_url(url: str, session: Session) -> None:
    """Refuse an address that is not the session's own: its token is for one vault."""
    own = session.url.rstrip("/")
    if url.rstrip("/") != own and not url.startswith(own + "/"):
        raise UsageError(f"the session is of {own}; sign in to {url} first")


def custody_of(shell: Shell, text: str) -> Custody:
    """Open the custody that a DIR|URL argument names; a URL needs --session."""
    if is_url(text):
        return HttpCustody(read_session(shell).remote(), eid_of(shell, text))
    folder = Path(text)
    want_sealed(folder)
    return FolderCustody(folder)


def want_sealed(folder: Path) -> None:
    """Want a sealed folder, or raise UsageError that says what makes one."""
    if not (folder / INGEST).is_file():
        raise UsageError(f"there is no sealed folder at {folder}; safehold seal --out makes one")


def eid_of(shell: Shell, url: str) -> Eid:
    """Find which extraction a URL means: its last part, or the only one there is."""
    check_url(url, read_session(shell))
    last = url.rstrip("/").rsplit("/", 1)[-1]
    if len(last) == 2 * ID_SIZE and "." not in last:
        return parse_eid(last)
    found = read_session(shell).remote().call("GET", "/v1/extractions")
    if len(found) != 1:
        raise UsageError(f"{len(found)} extractions are there; end the URL with the id of one")
    return parse_eid(found[0]["eid"])
