"""`safehold expert`: as an expert of a court, collect the audit grants that name one's key.

docs/cli.md 3. What is collected is a folder that `safehold examine` reads, and nothing else does.
"""

from api.cli_asking import session_of
from api.cli_consent import ENVELOPE_FILE, GRANT_FILE, SURVIVOR_FILE
from api.cli_io import Shell, want_free, whole_folder
from api.cli_parser import Commands, path_option
from consent.roles import COURT_EXPERT
from vault.catalogue_handout import read_handout
from vault.custody import CATALOGUE, CERTS, INGEST, LEAVES
from vault.ids import parse_gid

SEALED = "sealed"


def register(commands: Commands) -> None:
    """Add the commands."""
    expert = commands.group("expert", "audit grants that were left for you in a vault")
    listed = expert.command("list", _list, "list them")
    collect = expert.command("collect", _collect, "collect one, to examine it")
    collect.add_argument("gid")
    collect.add_argument("--out", type=path_option, required=True, metavar="DIR")
    for parser in (listed, collect):
        parser.add_argument("--session", type=path_option, required=True)


def _list(shell: Shell) -> int:
    found = session_of(shell, COURT_EXPERT).remote().call("GET", "/v1/audit-grants")
    lines = [f"{row['gid']}  {row['state']}" for row in found]
    shell.say({"grants": found}, "\n".join(lines) or "no audit grants")
    return 0


def _collect(shell: Shell) -> int:
    gid, out = parse_gid(shell.options.gid).hex(), shell.options.out
    remote = session_of(shell, COURT_EXPERT).remote()
    # Collecting is logged and counted, so whatever stands in its way is found before.
    want_free(out)
    with whole_folder(out, shell.random) as folder:
        head, catalogue = read_handout(remote.stream("POST", f"/v1/audit-grants/{gid}/collect"))
        (folder / GRANT_FILE).write_bytes(head.statement)
        (folder / ENVELOPE_FILE).write_bytes(head.envelope)
        (folder / SURVIVOR_FILE).write_bytes(head.survivor)
        (folder / SEALED).mkdir()
        for name, data in (
            (INGEST, head.ingest),
            (CERTS, head.certs),
            (LEAVES, head.leaves),
            (CATALOGUE, catalogue),
        ):
            (folder / SEALED / name).write_bytes(data)
    shell.say(
        {"gid": gid, "folder": str(out)},
        f"collected; safehold examine {out} --from {out / SEALED} --identity KEY reads it",
    )
    return 0
