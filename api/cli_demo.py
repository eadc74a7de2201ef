"""`safehold demo-phone`: a made phone extraction, to try the commands on."""

from api.cli_io import Shell, whole_folder
from api.cli_parser import Commands, path_option
from extraction.made import write_made_source


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.command("demo-phone", _run, "write a made phone extraction to try things on")
    parser.add_argument("out", type=path_option, metavar="DIR")


def _run(shell: Shell) -> int:
    out = shell.options.out
    with whole_folder(out, shell.random) as folder:
        # It is made whole or not at all, and makes its folder itself.
        folder.rmdir()
        write_made_source(folder, random=shell.random)
    shell.say({"folder": str(out)}, f"a made phone is in {out}")
    return 0
