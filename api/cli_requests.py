"""`safehold request`, `collect`, `withdraw`, `log`, `audit`: a request's way, and its trace."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from api.cli_io import Shell, UsageError, read_bytes
from api.cli_parser import Commands, path_option
from api.cli_session import read_session
from audit.entry import parse_entry
from audit.log_copy import open_copy
from audit.policy import parse_log_policy
from audit.verify import verify_copy


def register(commands: Commands) -> None:
    """Add the commands."""
    request = commands.group("request", "requests for evidence")
    submit = request.command("submit", _submit, "send a request by a survivor's code (gateway)")
    submit.add_argument("file", type=path_option, help="the request as JSON")
    submit.add_argument("--code", required=True)
    listed = request.command("list", _list, "list your requests")
    refuse = request.command("refuse", _refuse, "refuse a request; no reason is asked")
    refuse.add_argument("qid")
    collect = commands.command("collect", _collect, "collect a release from the gateway")
    collect.add_argument("rid", nargs="?", help="which one; without it they are listed")
    collect.add_argument("--out", type=path_option, help="file to write")
    grants = commands.command("grants", _grants, "list your grants and what became of them")
    withdraw = commands.command("withdraw", _withdraw, "take a grant back, at once")
    withdraw.add_argument("gid")
    log = commands.command("log", _log, "list your own lines in the log")
    for parser in (submit, listed, refuse, collect, grants, withdraw, log):
        parser.add_argument("--session", type=path_option, required=True)
    audit = commands.group("audit", "the log as an auditor reads it")
    export = audit.command("export", _export, "write a copy of the log that can be verified")
    export.add_argument("--session", type=path_option, required=True)
    export.add_argument("--out", type=path_option, required=True, metavar="ZIP")
    show = audit.command("show", _show, "show the entries of a copy")
    verify = audit.command("verify", _verify, "verify a copy, step by step, offline")
    verify.add_argument("--policy", type=path_option, metavar="FILE")
    for parser in (show, verify):
        parser.add_argument("copy", type=path_option, help="a copy's ZIP or folder")


def _submit(shell: Shell) -> int:
    try:
        document = json.loads(read_bytes(shell.options.file, "the request"))
    except ValueError:
        raise UsageError("the request file is not JSON") from None
    body = {"code": shell.options.code, "request": document}
    answer = read_session(shell).remote().call("POST", "/v1/requests", body)
    shell.say(answer, f"request {answer['qid']} submitted")
    return 0


def _list(shell: Shell) -> int:
    found = read_session(shell).remote().call("GET", "/v1/requests")
    lines = [f"{row['qid']}  {row['state']}" for row in found]
    shell.say({"requests": found}, "\n".join(lines) or "no requests")
    return 0


def _refuse(shell: Shell) -> int:
    answer = read_session(shell).remote().call("POST", f"/v1/requests/{shell.options.qid}/refuse")
    shell.say(answer, "refused; it is in the log")
    return 0


def _collect(shell: Shell) -> int:
    remote = read_session(shell).remote()
    rid, out = shell.options.rid, shell.options.out
    if rid is None or out is None:
        found = remote.call("GET", "/v1/releases")
        lines = [f"{row['rid']}  {row['state']}  {row['bytes']:,} bytes" for row in found]
        shell.say({"releases": found}, "\n".join(lines) or "no releases")
        return 0
    save(remote.stream("POST", f"/v1/releases/{rid}/collect"), out)
    shell.say({"rid": rid, "file": str(out)}, f"collected into {out}")
    return 0


def save(pieces: Iterable[bytes], out: Path) -> int:
    """Write pieces to a new file that appears whole or not at all; give its length."""
    if out.exists():
        raise UsageError(f"{out} exists already; choose a new name")
    partial = out.with_name(out.name + ".partial")
    length = 0
    try:
        with partial.open("wb") as file:
            for piece in pieces:
                length += file.write(piece)
        partial.rename(out)
    except OSError as error:
        raise UsageError(f"cannot write {out} ({error.strerror})") from None
    finally:
        partial.unlink(missing_ok=True)
    return length


def _grants(shell: Shell) -> int:
    found = read_session(shell).remote().call("GET", "/v1/grants")
    lines = [
        f"{row['gid']}  work {row['job']}  release {row['release']} {row['rid'] or ''}"
        + ("  withdrawn" if row["withdrawn"] else "")
        for row in found
    ]
    shell.say({"grants": found}, "\n".join(lines) or "no grants")
    return 0


def _withdraw(shell: Shell) -> int:
    answer = read_session(shell).remote().call("POST", f"/v1/grants/{shell.options.gid}/withdraw")
    left = answer["left"]
    words = "withdrawn: nothing more leaves"
    words += f"; {len(left)} had received it already" if left else "; nobody had received it"
    shell.say(answer, words)
    return 0


def _log(shell: Shell) -> int:
    found = read_session(shell).remote().call("GET", "/v1/log")
    lines = [
        f"{_when(line['t'])}  {line['act']:<18} {line['out']:<10} {line['role']}"
        + (f"  ({line['reason']})" if line["reason"] else "")
        for line in found["lines"]
    ]
    lines.append("This shows every use through the vault. It cannot show someone copying a file")
    lines.append("after they opened it. The witness of this edition is not independent.")
    shell.say(found, "\n".join(lines))
    return 0


def _when(millis: int) -> str:
    return datetime.fromtimestamp(millis // 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _export(shell: Shell) -> int:
    out = shell.options.out
    size = save(read_session(shell).remote().stream("GET", "/v1/audit/copy"), out)
    shell.say({"file": str(out), "bytes": size}, f"a copy of the log is in {out}")
    return 0


def _show(shell: Shell) -> int:
    parsed = [parse_entry(data) for data in open_copy(shell.options.copy).entries()]
    shell.say(
        {
            "entries": [
                {"index": place, "t": entry.t, "act": entry.act, "out": entry.out}
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
    policy = None
    if shell.options.policy is not None:
        text = read_bytes(shell.options.policy, "the policy").decode()
        policy = parse_log_policy(text)
    copy = open_copy(shell.options.copy)
    steps = verify_copy(copy, policy, now_seconds=int(shell.clock().timestamp()))
    ok = all(step.status != "fail" for step in steps)
    shell.say(
        {
            "ok": ok,
            "steps": [
                {
                    "step": step.number,
                    "name": step.name,
                    "status": step.status,
                    "detail": step.detail,
                }
                for step in steps
            ],
        },
        "\n".join(
            f"{step.number}  {step.name:<14} {step.status:<7} {step.detail}" for step in steps
        ),
    )
    return 0 if ok else 1
