"""`safehold erase` and `hold`: having one's things destroyed, and what a court keeps from it.

docs/cli.md 3, docs/consent.md 7.
"""

from typing import Any

from api.cli_asking import session_of
from api.cli_io import Shell, UsageError, ask, want_free, whole_folder
from api.cli_parser import Commands, path_option
from consent.erasing import MAX_DAYS
from consent.holding import BASES
from vault.canonical import unb64
from vault.ids import parse_eid, parse_gid

WORD = "erase"
_CONSEQUENCES = """\
What this does: every key to this sealed copy is destroyed, then its files are removed. Nobody can
open it again, you included. Every grant of it ends.
What it does not: it takes nothing back that was collected before, and what the log says stays."""


def register(commands: Commands) -> None:
    """Add the commands."""
    erase = commands.command("erase", _erase, "have a sealed copy of yours destroyed")
    erase.add_argument("eid")
    erase.add_argument(
        "--in-days",
        type=int,
        metavar="N",
        help=f"when; 0 is at once, up to {MAX_DAYS}; you may cancel before",
    )
    erase.add_argument("--cancel", action="store_true", help="keep it after all")
    erase.add_argument("--receipt", type=path_option, metavar="DIR", help="keep the receipt")
    erase.add_argument("--confirm", metavar="WORD", help=f"the word {WORD}, where nobody is asked")
    hold = commands.group("hold", "legal holds: what a court's order keeps from erasure")
    placed = hold.command("set", _set, "place a hold (administrator); she is told")
    placed.add_argument("eid")
    placed.add_argument("--basis", required=True, choices=BASES)
    placed.add_argument("--court", required=True)
    placed.add_argument("--number", required=True, help="of the order or summons")
    lifted = hold.command("lift", _lift, "end a hold (administrator); she is told")
    lifted.add_argument("hid")
    listed = hold.command("list", _list, "list the holds that are in force (administrator)")
    for parser in (erase, placed, lifted, listed):
        parser.add_argument("--session", type=path_option, required=True)


def _erase(shell: Shell) -> int:
    options = shell.options
    eid = parse_eid(options.eid).hex()
    remote = session_of(shell, "survivor").remote()
    path = f"/v1/extractions/{eid}/erasure"
    if options.cancel:
        shell.say(remote.call("POST", f"{path}/cancel"), "cancelled: it is kept")
        return 0
    if options.receipt is not None:
        return _receipt(shell, remote.call("GET", path))
    if options.in_days is None:
        found = remote.call("GET", path)
        shell.say(found, _in_words(found))
        return 0
    if not 0 <= options.in_days <= MAX_DAYS:
        raise UsageError(f"--in-days: want 0 to {MAX_DAYS}")
    _confirm(shell)
    answer = remote.call("POST", path, {"days": options.in_days})
    found = remote.call("GET", path)
    shell.say({**answer, **found}, _in_words(found))
    return 0


def _confirm(shell: Shell) -> None:
    given = shell.options.confirm
    if given is None:
        shell.note(_CONSEQUENCES)
        given = ask(shell, f"Type the word {WORD} to go on: ")
    if given != WORD:
        raise UsageError(f"nothing was done: the word is {WORD}")


def _in_words(found: dict[str, Any]) -> str:
    lines = [
        f"held: {hold['basis']} of {hold['court']}, number {hold['number']}"
        for hold in found["holds"]
    ]
    if found["receipt"] is not None:
        lines.append("erased; keep the receipt with --receipt DIR")
    elif found["state"] == "erased":
        lines.append("its keys are destroyed; its files are being removed")
    elif found["due"] is None:
        lines.append("its erasure was not asked for; --in-days N asks for it")
    elif found["holds"]:
        lines.append("its erasure waits until the hold has ended")
    else:
        lines.append("its erasure waits for its day; --cancel keeps it")
    return "\n".join(lines)


def _receipt(shell: Shell, found: dict[str, Any]) -> int:
    receipt, out = found["receipt"], shell.options.receipt
    if receipt is None:
        raise UsageError("there is no receipt: it is not erased yet")
    want_free(out)
    raw = unb64(receipt["receipt"])
    with whole_folder(out, shell.random) as folder:
        (folder / "erasure.dsse.json").write_bytes(raw)
        (folder / "certs.json").write_bytes(unb64(receipt["certs"]))
    shell.say({"folder": str(out), "sha256": receipt["sha256"]}, f"receipt in {out}")
    return 0


def _set(shell: Shell) -> int:
    options = shell.options
    body = {"basis": options.basis, "court": options.court, "number": options.number}
    remote = session_of(shell, "administrator").remote()
    eid = parse_eid(options.eid).hex()
    answer = remote.call("POST", f"/v1/extractions/{eid}/holds", body)
    shell.say(answer, f"hold {answer['hid']} is in force; she can see it")
    return 0


def _lift(shell: Shell) -> int:
    hid = parse_gid(shell.options.hid).hex()
    answer = session_of(shell, "administrator").remote().call("POST", f"/v1/holds/{hid}/lift")
    shell.say(answer, "the hold has ended; what waited for it is erased now")
    return 0


def _list(shell: Shell) -> int:
    found = session_of(shell, "administrator").remote().call("GET", "/v1/holds")
    lines = [f"{row['hid']}  {row['eid']}  {row['basis']}  {row['number']}" for row in found]
    shell.say({"holds": found}, "\n".join(lines) or "no holds")
    return 0
