"""`safehold log` and `audit`: one's own lines in the log, and the whole of it for an auditor.

docs/cli.md 6. Nothing that the vault says about its log is believed: lines are compared
with what the survivor's own key gives, copies with signatures, offline.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.cli_io import Shell, UsageError, read_text, whole_file
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_session import read_session, signed_in
from api.remote_survivor import own_lines
from audit.entry import parse_entry
from audit.errors import MalformedNote
from audit.lines import Line, check_lines
from audit.log_copy import open_copy
from audit.policy import LogPolicy, parse_log_policy
from audit.verify import FAIL, Step, verify_copy
from extraction.verify_policy import parse_policy
from vault.account import audit_tag_key
from vault.canonical import unb64
from vault.errors import Malformed

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
    audit = commands.group("audit", "the log as an auditor reads it")
    export = audit.command("export", _export, "write a copy of the log that can be verified")
    export.add_argument("--session", type=path_option, required=True)
    export.add_argument("--out", type=path_option, required=True, metavar="ZIP")
    show = audit.command("show", _show, "show the entries of a copy")
    verify = audit.command("verify", _verify, "verify a copy, step by step, offline")
    for parser in (show, verify):
        parser.add_argument("copy", type=path_option, help="a copy's ZIP or folder")
    for parser in (log, verify):
        parser.add_argument("--policy", type=path_option, metavar="FILE", help=_POLICY)


_POLICY = "whose keys to trust: a log policy, or a verify policy that holds one"


def _log(shell: Shell) -> int:
    options = shell.options
    found = own_lines(read_session(shell).remote())
    checked = None if options.identity is None else _checked(shell, found)
    lines = [
        f"{_when(line['t'])}  {line['act']:<18} {line['out']:<10} {line['role']}"
        + (f"  ({line['reason']})" if line["reason"] else "")
        for line in found["lines"]
    ]
    lines.append(CAVEAT)
    if checked is None:
        lines.append("Not checked: --identity compares the lines with your own key.")
    else:
        lines.append(f"Checked: all {checked['lines']} lines are of your case, none is missing")
        lines.append(f"between them, and {checked['unconfirmed']} wait for a checkpoint.")
    shell.say({**found, "checked": checked}, "\n".join(lines))
    return 0


def _checked(shell: Shell, found: Mapping[str, Any]) -> dict[str, object]:
    """Check the lines by her own key; the policy is the one given, or else the vault's own."""
    me = signed_in(shell)
    given = shell.options.policy
    policy = parse_log_policy(found["policy"]) if given is None else read_log_policy(given)
    lines = [Line(line["index"], unb64(line["entry"]), line["proof"]) for line in found["lines"]]
    checked = check_lines(
        lines,
        audit_tag_key(me.identity.root, me.uid),
        policy,
        now_seconds=int(shell.clock().timestamp()),
    )
    return {
        "lines": checked.lines,
        "unconfirmed": checked.unconfirmed,
        "pinned": given is not None,
        "size": None if checked.checkpoint is None else checked.checkpoint.size,
    }


def read_log_policy(path: Path) -> LogPolicy:
    """Read a log policy: the text itself, or the `log` of a verify policy."""
    text = read_text(path, "the policy")
    try:
        if text.lstrip().startswith("{"):
            found = parse_policy(text.encode()).log
            if found is None:
                raise UsageError(f"the verify policy at {path} names no log")
            text = found
        return parse_log_policy(text)
    except (Malformed, MalformedNote) as error:
        raise UsageError(f"{path} is not a policy: {error}") from None


def _when(millis: int) -> str:
    return datetime.fromtimestamp(millis // 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _export(shell: Shell) -> int:
    out = shell.options.out
    with whole_file(out, shell.random) as file:
        for piece in read_session(shell).remote().stream("GET", "/v1/audit/copy"):
            file.write(piece)
        size = file.tell()
    shell.say({"file": str(out), "bytes": size}, f"a copy of the log is in {out}")
    return 0


def _show(shell: Shell) -> int:
    parsed = [parse_entry(data) for data in open_copy(shell.options.copy).entries()]
    shell.say(
        {
            "entries": [
                {
                    "index": place,
                    "t": entry.t,
                    "act": entry.act,
                    "out": entry.out,
                    "role": entry.role,
                    "ref": entry.ref,
                }
                for place, entry in enumerate(parsed)
            ]
        },
        "\n".join(
            f"{place:>7}  {_when(entry.t)}  {entry.act:<18} {entry.out:<10} {entry.role}"
            for place, entry in enumerate(parsed)
        ),
    )
    return 0


def _verify(shell: Shell) -> int:
    given = shell.options.policy
    policy = None if given is None else read_log_policy(given)
    copy = open_copy(shell.options.copy)
    steps = verify_copy(copy, policy, now_seconds=int(shell.clock().timestamp()))
    ok = all(step.status != FAIL for step in steps)
    shell.say(
        {"ok": ok, "entries": copy.size, "steps": [_step(step) for step in steps]},
        "\n".join(
            f"{step.number}  {step.name:<14} {step.status:<10} {step.detail}" for step in steps
        ),
    )
    return 0 if ok else 1


def _step(step: Step) -> dict[str, object]:
    return {
        "step": step.number,
        "name": step.name,
        "status": step.status,
        "detail": step.detail,
    }
