"""`safehold request`, `grants`, `collect` and `withdraw`: a request's way, from both ends.

docs/cli.md 3. The investigator's commands speak to the gateway, the survivor's to the vault.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from api import cli_asking, cli_proposals
from api.cli_asking import session_of, write_papers
from api.cli_io import (
    Shell,
    UsageError,
    printable,
    read_code,
    read_json,
    want_free,
    whole_file,
)
from api.cli_parser import Commands, code_options, path_option
from api.cli_session import heeded, read_session
from api.problems import NotFound
from api.remote_asker import Asker, check_asker, find_request
from consent.editions import ASKERS
from consent.roles import RECEIVERS
from vault.ids import parse_fp, parse_gid, parse_rid, show_fp


def register(commands: Commands) -> None:
    """Add the commands."""
    request = commands.group("request", "requests for evidence")
    submit = request.command("submit", _submit, "send a request by a survivor's code (gateway)")
    submit.add_argument("file", type=path_option, help="the request as JSON (docs/consent.md 1)")
    code_options(submit, "the code that she handed out")
    listed = request.command("list", _list, "list your requests")
    show = request.command("show", _show, "show a request that reached you, whole")
    show.add_argument("--key", type=path_option, metavar="PUB", help="keep who asks, for --to")
    refuse = request.command("refuse", _refuse, "refuse a request; no reason is asked")
    back = request.command("withdraw", _take_back, "take a request back (gateway)")
    cli_asking.register(request)
    cli_proposals.register(request)
    collect = commands.command("collect", _collect, "collect a release, or list what is there")
    collect.add_argument("rid", nargs="?", help="which one; without it they are listed")
    collect.add_argument("--out", type=path_option, metavar="FILE")
    grants = commands.command("grants", _grants, "list your grants, or keep one's receipt")
    grants.add_argument("gid", nargs="?", help="whose receipt; without it they are listed")
    grants.add_argument("--out", type=path_option, metavar="DIR")
    withdraw = commands.command("withdraw", _withdraw, "take a grant back, at once")
    withdraw.add_argument("gid")
    for parser in (show, refuse, back):
        parser.add_argument("qid")
    for parser in (submit, listed, show, refuse, back, collect, grants, withdraw):
        parser.add_argument("--session", type=path_option, required=True)


def _submit(shell: Shell) -> int:
    document = read_json(shell.options.file, "the request")
    session = session_of(shell, *ASKERS)
    body = {"code": read_code(shell, "The code that she handed out: "), "request": document}
    answer = session.remote().call("POST", "/v1/requests", body)
    shell.say(answer, f"request {answer['qid']} submitted")
    return 0


def _list(shell: Shell) -> int:
    found = read_session(shell).remote().call("GET", "/v1/requests")
    lines = [f"{row['qid']}  {row['standing']}" for row in found]
    shell.say({"requests": found}, "\n".join(lines) or "no requests")
    return 0


def _show(shell: Shell) -> int:
    qid, key = shell.options.qid, shell.options.key
    session = session_of(shell, "survivor")
    row = find_request(session.remote(), qid)
    # A key that the vault alone vouches for is neither shown nor kept.
    asker = check_asker(row, parse_fp(session.root), shell.clock(), heeded(session))
    if key is not None:
        if asker is None:
            raise NotFound("who asks has no key in this vault; nothing can be sealed to them")
        with whole_file(key, shell.random) as file:
            file.write(asker.bundle.marshal())
    lines = [f"request {qid}, {row['state']}", *_shown(row["document"], "")]
    if asker is not None:
        lines.append(f"certified: {printable(asker.name)} (by {printable(asker.certified_by)})")
        lines.append(f"key of who asks: {show_fp(asker.bundle.fp)}")
    shell.say({**row, **_certified(asker)}, "\n".join(lines))
    return 0


def _certified(asker: Asker | None) -> dict[str, str | None]:
    if asker is None:
        return {"recipient_fp": None, "recipient_name": None, "certified_by": None}
    return {
        "recipient_fp": asker.bundle.fp.hex(),
        "recipient_name": asker.name,
        "certified_by": asker.certified_by,
    }


def _shown(document: Mapping[str, Any], above: str) -> Iterator[str]:
    for name, value in document.items():
        if isinstance(value, dict) and name != "sought":
            yield from _shown(value, f"{above}{name} ")
        elif isinstance(value, str):
            yield f"{above}{name}: {printable(value)}"
        else:
            yield f"{above}{name}: {json.dumps(value)}"


def _refuse(shell: Shell) -> int:
    qid = parse_gid(shell.options.qid).hex()
    answer = session_of(shell, "survivor").remote().call("POST", f"/v1/requests/{qid}/refuse")
    shell.say(answer, "refused; it is in the log")
    return 0


def _take_back(shell: Shell) -> int:
    qid = parse_gid(shell.options.qid).hex()
    answer = session_of(shell, *ASKERS).remote().call("POST", f"/v1/requests/{qid}/withdraw")
    shell.say(answer, f"request {qid} taken back")
    return 0


def _collect(shell: Shell) -> int:
    remote = session_of(shell, *RECEIVERS).remote()
    if shell.options.rid is None:
        found = remote.call("GET", "/v1/releases")
        lines = [_addressed(row) for row in found]
        shell.say({"releases": found}, "\n".join(lines) or "no releases")
        return 0
    rid, out = parse_rid(shell.options.rid).hex(), shell.options.out
    if out is None:
        raise UsageError("name the file that it goes into with --out")
    # Collecting is logged and counted, so whatever stands in its way is found before.
    want_free(out)
    with whole_file(out, shell.random) as file:
        for piece in remote.stream("POST", f"/v1/releases/{rid}/collect"):
            file.write(piece)
            shell.progress("collecting", file.tell(), 0)
    shell.say({"rid": rid, "file": str(out)}, f"collected into {out}; safehold open reads it")
    return 0


def _addressed(row: Mapping[str, Any]) -> str:
    line = f"{row['rid']}  {row['state']}  {row['bytes']:,} bytes"
    if row["ended_ms"] is None:
        return line
    had = "you have a copy" if row["collected_ms"] is not None else "you have no copy"
    return f"{line}, ended: {had} of it from here"


def _grants(shell: Shell) -> int:
    remote = session_of(shell, "survivor").remote()
    if shell.options.gid is not None:
        gid, out = parse_gid(shell.options.gid).hex(), shell.options.out
        if out is None:
            raise UsageError("name the folder that the receipt goes into with --out")
        receipt = write_papers(shell, remote, gid, out)
        shell.say(
            {"gid": gid, "folder": str(out), "sha256": receipt["sha256"]}, f"receipt in {out}"
        )
        return 0
    found = remote.call("GET", "/v1/grants")
    lines = [
        f"{row['gid']}  work {row['job']}  release {row['release']} {row['rid'] or ''}"
        + ("  withdrawn" if row["withdrawn"] else "")
        for row in found
    ]
    shell.say({"grants": found}, "\n".join(lines) or "no grants")
    return 0


def _withdraw(shell: Shell) -> int:
    gid = parse_gid(shell.options.gid).hex()
    answer = session_of(shell, "survivor").remote().call("POST", f"/v1/grants/{gid}/withdraw")
    left = answer["left"]
    words = "withdrawn: nothing more leaves"
    words += f"; {len(left)} had received it already" if left else "; nobody had received it"
    shell.say(answer, words)
    return 0
