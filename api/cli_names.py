"""`safehold audit names`: who it was, of entries that the auditor's key opens.

docs/cli.md 6. Reading is logged. What is written to a folder can be shown to somebody else: the
fields that were chosen, open, and of the others their commitments alone.
"""

from pathlib import Path

from api.cli_io import Shell, UsageError, read_identity, whole_file
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_session import read_session
from api.names import open_fields, values_of
from audit.entry import parse_entry
from audit.errors import NotProven
from audit.fields import NAMES, marshal_fields, only
from vault.canonical import unb64

SUFFIX = ".fields"


def register(audit: Commands) -> None:
    """Add the command."""
    names = audit.command("names", _names, "say who it was, by a key that it is sealed to")
    names.add_argument("--session", type=path_option, required=True)
    names.add_argument("--identity", type=path_option, required=True, metavar="KEY")
    names.add_argument("--entry", type=int, action="append", required=True, metavar="N")
    names.add_argument("--field", action="append", choices=NAMES, help="only this; repeat")
    names.add_argument("--out", type=path_option, metavar="DIR", help="to show it to others")
    passphrase_options(names)


def _names(shell: Shell) -> int:
    options = shell.options
    identity = read_identity(shell, options.identity)
    remote = read_session(shell).remote()
    told, words = [], []
    for index in sorted(set(options.entry)):
        page = remote.call("GET", f"/v1/audit/entries?start={index}")
        if not page["entries"]:
            raise UsageError(f"the log has no entry {index}")
        entry = parse_entry(unb64(page["entries"][0]))
        box = page["fields"].get(str(index))
        try:
            fields = open_fields(identity, entry, None if box is None else unb64(box))
        except NotProven:
            if box is not None:
                raise
            # Erased with her case, or withheld: nobody can tell from here.
            fields = None
        if fields is not None:
            fields = only(fields, options.field or NAMES)
            if options.out is not None:
                _keep(shell, options.out, index, marshal_fields(fields))
        found = {name: value for name, value in values_of(fields).items() if value}
        told.append({"index": index, "fields": found})
        said = ", ".join(f"{name} {value}" for name, value in found.items())
        words.append(f"{index:>7}  {entry.act:<18} {said or 'nothing that this key opens'}")
    shell.say({"entries": told}, "\n".join(words))
    return 0


def _keep(shell: Shell, folder: Path, index: int, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(folder / f"{index}{SUFFIX}", shell.random) as file:
        file.write(data)
