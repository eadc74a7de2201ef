"""Where a sealed extraction is: a folder on this disk, or a vault over HTTP."""

from collections.abc import Callable
from pathlib import Path

from api.cli_io import Shell, UsageError
from extraction.intake import Parties, SealedExtraction
from vault.custody import Custody, FolderCustody


def custody_of(shell: Shell, text: str) -> Custody:
    """Open the custody that a DIR|URL argument names."""
    if text.startswith(("http://", "https://")):
        raise UsageError(f"{shell.options}")
    folder = Path(text)
    if not folder.is_dir():
        raise UsageError(f"there is no sealed folder at {text}")
    return FolderCustody(folder)


def upload_folder(shell: Shell, seal: Callable[[Path], SealedExtraction], parties: Parties) -> int:
    """Seal into the outbox, then upload."""
    raise UsageError(f"{shell} {seal} {parties}")
