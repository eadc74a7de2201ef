"""`safehold log`: one's own lines in the log, checked by one's own key.

docs/cli.md 6. Nothing that the vault says about its log is believed: lines are compared
with what the survivor's own key gives. `safehold audit` is in api/cli_auditor.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from api.beside import ask_witness, check_beside
from api.cli_auditor import policy_option, read_log_policy, register_audit, when
from api.cli_io import Shell
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_receipts import beside, is_signed, kept, service_keys
from api.cli_session import read_session, signed_in
from api.names import open_fields, values_of
from api.remote_survivor import SignedIn, own_lines
from audit.checkpoint import Checkpoint
from audit.entry import case_tag, parse_entry
from audit.lines import Line, check_lines
from audit.policy import LogPolicy, parse_log_policy
from audit.receipt import Promise
from vault.account import audit_tag_key
from vault.canonical import unb64
from vault.custody import parse_certs

CAVEAT = (
    "This shows every use through the vault. It cannot show someone copying a file after\n"
    "they opened it."
)


def register(commands: Commands) -> None:
    """Add the commands."""
    log = commands.command("log", _log, "list your own lines in the log; checked with --identity")
    log.add_argument("--session", type=path_option, required=True)
    log.add_argument("--identity", type=path_option, metavar="KEY")
    passphrase_options(log)
    policy_option(log)
    register_audit(commands)


def _log(shell: Shell) -> int:
    options = shell.options
    found = own_lines(read_session(shell).remote())
    checked, names = (None, {}) if options.identity is None else _checked(shell, found)
    lines = [
        f"{when(line['t'])}  {line['act']:<18} {line['out']:<10} {line['role']}"
        + (f"  ({line['reason']})" if line["reason"] else "")
        + _who(names.get(line["index"], {}))
        for line in found["lines"]
    ]
    lines.append(CAVEAT)
    if checked is None:
        lines.append("Not checked: --identity compares the lines with your own key.")
    else:
        lines.append(f"Checked: all {checked['lines']} lines are of your case, none is missing")
        lines.append(f"between them, and {checked['unconfirmed']} wait for a checkpoint.")
        lines.append(_receipt_words(**checked["receipts"]))
        lines.append(f"The next line would have the tag {checked['next_tag']}: who keeps a copy")
        lines.append("of the log (audit tag) can tell whether there is one already.")
        lines.append(_beside_words(checked["witness"]))
    told = {str(index): values for index, values in names.items()}
    shell.say({**found, "checked": checked, "names": told}, "\n".join(lines))
    return 0


def _who(fields: Mapping[str, str]) -> str:
    parts = (("", "name"), ("for ", "title"), ("network ", "network"))
    said = [f"{before}{fields[name]}" for before, name in parts if name in fields]
    return f"  [{'; '.join(said)}]" if said else ""


def _beside_words(told: Mapping[str, Any] | None) -> str:
    if told is None:
        return "No witness was asked: --policy names those that you know, with their addresses."
    if told["seen_at"] is None:
        return f"Witness {told['name']} was asked and did not answer as itself."
    return f"Witness {told['name']} saw the same list, last at {when(told['seen_at'] * 1000)}."


def _receipt_words(honoured: int, signed: int) -> str:
    words = f"Kept receipts that the list honours: {honoured}."
    if signed == honoured:
        return words
    return f"{words} {honoured - signed} of them bear no signature of the vault."


def _signed(shell: Shell, me: SignedIn, promises: Sequence[Promise], policy: LogPolicy) -> int:
    """Count receipts that the vault's key signed, so that they can be shown to others."""
    if not promises or not policy.logs:
        return 0
    certs = parse_certs(unb64(me.remote.call("GET", "/v1/policy")["certs"]))
    keys = service_keys(certs, me.root, shell.clock())
    return sum(is_signed(promise, policy.logs[0].name, keys) for promise in promises)


def _beside(
    shell: Shell, me: SignedIn, policy: LogPolicy, shown: Checkpoint | None
) -> dict[str, object] | None:
    """Ask a witness of the pinned policy, and want it to have seen the same log."""
    now_seconds = int(shell.clock().timestamp())
    asked = ask_witness(policy, now_seconds=now_seconds, random=shell.random)
    if asked is None:
        return None
    if asked.seen is None:
        return {"name": asked.name, "seen_at": None, "size": None}
    if shown is not None:
        check_beside(me.remote, shown, asked.seen)
    return {
        "name": asked.name,
        "seen_at": asked.seen.seen_at,
        "size": asked.seen.checkpoint.size,
    }


def _checked(
    shell: Shell, found: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[int, dict[str, str]]]:
    """Check the lines by her own key, and open who it was.

    The policy is the one given, or else the vault's own.
    """
    me = signed_in(shell)
    given = shell.options.policy
    policy = parse_log_policy(found["policy"]) if given is None else read_log_policy(given)
    lines = [Line(line["index"], unb64(line["entry"]), line["proof"]) for line in found["lines"]]
    k_case = audit_tag_key(me.identity.root, me.uid)
    promises = kept(beside(shell.options.session), me.uid.hex())
    checked = check_lines(
        lines,
        k_case,
        policy,
        now_seconds=int(shell.clock().timestamp()),
        receipts=[promise.receipt for promise in promises],
    )
    # The vault's own word about its witnesses is no reason to ask anybody.
    witness = None if given is None else _beside(shell, me, policy, checked.checkpoint)
    names = {
        line["index"]: values_of(
            open_fields(
                me.identity,
                parse_entry(unb64(line["entry"])),
                None if line["fields"] is None else unb64(line["fields"]),
            )
        )
        for line in found["lines"]
    }
    return {
        "lines": checked.lines,
        "next_tag": case_tag(k_case, checked.lines).hex(),
        "unconfirmed": checked.unconfirmed,
        "pinned": given is not None,
        "witness": witness,
        "receipts": {"honoured": len(promises), "signed": _signed(shell, me, promises, policy)},
        "size": None if checked.checkpoint is None else checked.checkpoint.size,
    }, {index: values for index, values in names.items() if values}
