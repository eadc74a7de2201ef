"""`safehold station`: an intake step by step, for a guardian with the survivor beside her.

docs/cli.md 4. It asks for nothing that `seal` does not take as an option; what it adds is
the order: look at the source, compare the survivor's key with her own screen, seal, and
give her the paper receipt.
"""

from api.cli_io import Shell, UsageError, ask, read_bundle
from api.cli_parser import Commands
from api.cli_seal import in_words, seal_for, seal_options
from api.cli_source import run_inspect, source_options
from api.inspection_words import words_of as words_of_source
from vault.ids import Fingerprint, Random, show_fp

GROUP = 4
YES = "yes"


def register(commands: Commands) -> None:
    """Add the command."""
    station = commands.command("station", _station, "take in a source, step by step")
    seal_options(station)


def _station(shell: Shell) -> int:
    survivor = read_bundle(shell.options.survivor)
    given = source_options(shell)
    shell.note("1. What the source holds")
    found = run_inspect(shell)
    shell.note(words_of_source(found))
    shell.note("2. Whose it is")
    _compare(shell, survivor.fp)
    shell.note("3. Sealing: from here on only she can open it")
    if ask(shell, f"Seal it for her now? Type {YES}: ").lower() != YES:
        raise UsageError("not sealed; nothing was written")
    done = seal_for(shell, survivor, given)
    shell.note("4. Her receipt: print it, compare the root with her screen, and give it to her")
    shell.say({**done, "survivor": survivor.fp.hex(), "sha256": found.sha256}, in_words(done))
    return 0


def _compare(shell: Shell, fp: Fingerprint) -> None:
    """Have groups of the fingerprint typed from her screen: a glance would say yes to any key.

    Which groups is drawn anew each time. A key made to look like hers can be made to share
    places that are known beforehand, not half of all places without knowing which.
    """
    groups = show_fp(fp).split()
    asked = _drawn(shell.random, len(groups))
    shown = ["." * GROUP if at in asked else group for at, group in enumerate(groups)]
    shell.note(f"Her key: {' '.join(shown)}")
    places = ", ".join(str(at + 1) for at in asked)
    typed = ask(shell, f"Ask her for groups {places} on her screen, and type them: ")
    wanted = "".join(groups[at] for at in asked)
    if "".join(typed.split()).lower() != wanted:
        raise UsageError("this is not her key; nothing was sealed. Scan her key again")


def _drawn(random: Random, count: int) -> list[int]:
    """Draw half of the places, each as likely as another."""
    left = list(range(count))
    drawn = [left.pop(int.from_bytes(random(8), "big") % len(left)) for _ in range(count // 2)]
    return sorted(drawn)
