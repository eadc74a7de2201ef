"""`safehold fsck`: every stored byte of a sealed folder against what the guardian signed."""

from api.cli_io import Shell
from api.cli_parser import Commands, path_option
from vault.errors import Missing
from vault.fsck import check_folder


def register(commands: Commands) -> None:
    """Add the commands."""
    fsck = commands.command("fsck", _fsck, "read every stored byte of a sealed folder back")
    fsck.add_argument("folder", type=path_option, metavar="DIR")


def _fsck(shell: Shell) -> int:
    folder = shell.options.folder
    if not folder.is_dir():
        raise Missing("there is no such folder")
    found = list(
        check_folder(folder, progress=lambda done, all_: shell.progress("reading", done, all_))
    )
    shell.say(
        {
            "ok": not found,
            "findings": [
                {"name": each.name, "fault": each.fault.value, "detail": each.detail}
                for each in found
            ],
        },
        "\n".join(f"{each.name}: {each.fault.value}: {each.detail}" for each in found)
        or "every stored byte is as the guardian signed it",
    )
    return 1 if found else 0
