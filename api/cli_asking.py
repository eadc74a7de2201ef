"""`safehold request check`, `amend`, `ask`, `questions`, `reply`, `copy`: talking about a request.

docs/cli.md 3. `check` needs no vault: it says what a request lacks, by field and section.
The asker's commands speak to the gateway, the survivor's to the vault.
"""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from api.cli_io import (
    Shell,
    UsageError,
    ask,
    printable,
    read_json,
    read_text,
    want_free,
    whole_file,
    whole_folder,
)
from api.cli_parser import Commands, path_option
from api.cli_session import Session, read_session
from api.remote import Remote
from consent.editions import ASKERS
from consent.request import parse_request
from vault.canonical import marshal, unb64
from vault.ids import parse_gid

RECEIPT_FILE = "receipt.dsse.json"
CERTS_FILE = "certs.json"
PAGE_FILE = "receipt.html"
FHIR_FILE = "consent.fhir.json"


def register(request: Commands) -> None:
    """Add the commands to `safehold request`."""
    check = request.command("check", _check, "say what a request lacks, by field and section")
    check.add_argument("file", type=path_option)
    check.add_argument(
        "--counselling-host", action="store_true", help="the vault's host provides counselling"
    )
    amend = request.command("amend", _amend, "put a narrower request in its place (gateway)")
    amend.add_argument("qid")
    amend.add_argument("file", type=path_option)
    asking = request.command("ask", _ask, "ask something before you decide")
    asking.add_argument("qid")
    text_option(asking, "the question")
    listed = request.command("questions", _questions, "list questions and replies")
    listed.add_argument("qid")
    replying = request.command("reply", _reply, "reply to a question, once (gateway)")
    replying.add_argument("qid")
    replying.add_argument("number", type=int)
    text_option(replying, "the reply")
    copy = request.command("copy", _copy, "keep a copy of the notice with the request")
    copy.add_argument("qid")
    copy.add_argument("--out", type=path_option, required=True, metavar="FILE")
    for parser in (amend, asking, listed, replying, copy):
        parser.add_argument("--session", type=path_option, required=True)


def text_option(parser: ArgumentParser, what: str) -> None:
    """Let a command read words from a file."""
    parser.add_argument("--text-file", type=path_option, metavar="FILE", help=f"holds {what}")


def session_of(shell: Shell, *roles: str) -> Session:
    """Read the session file, and want it to be of one of these roles."""
    session = read_session(shell)
    if session.role not in roles:
        wanted = " or ".join(roles)
        raise UsageError(f"this needs the session of the {wanted}, not of the {session.role}")
    return session


def _check(shell: Shell) -> int:
    found = parse_request(
        read_json(shell.options.file, "the request"),
        now=shell.clock(),
        counselling_host=shell.options.counselling_host,
    )
    law, name = found.edition.law, found.edition.name
    shell.say({"route": found.route, "rules": name, "law": law}, f"complete: {law} ({name})")
    return 0


def _amend(shell: Shell) -> int:
    document = read_json(shell.options.file, "the request")
    qid = parse_gid(shell.options.qid).hex()
    remote = session_of(shell, *ASKERS).remote()
    answer = remote.call("PUT", f"/v1/requests/{qid}", {"request": document})
    shell.say(answer, f"request {qid} amended; it is shown to her anew")
    return 0


def _ask(shell: Shell) -> int:
    qid = parse_gid(shell.options.qid).hex()
    remote = session_of(shell, "survivor").remote()
    said = said_text(shell, "Your question, in one line: ")
    answer = remote.call("POST", f"/v1/requests/{qid}/questions", {"text": said})
    shell.say(answer, f"asked, as question {answer['number']}; they see your words")
    return 0


def _reply(shell: Shell) -> int:
    qid, number = parse_gid(shell.options.qid).hex(), shell.options.number
    remote = session_of(shell, *ASKERS).remote()
    said = said_text(shell, "Your reply, in one line: ")
    path = f"/v1/requests/{qid}/questions/{number}/reply"
    shell.say(remote.call("POST", path, {"text": said}), f"replied to question {number}")
    return 0


def said_text(shell: Shell, prompt: str) -> str:
    """Read the words that somebody says."""
    path: Path | None = shell.options.text_file
    # Never from an argument, which a list of processes would show.
    return ask(shell, prompt) if path is None else read_text(path, "the text").strip()


def _questions(shell: Shell) -> int:
    qid = parse_gid(shell.options.qid).hex()
    found = read_session(shell).remote().call("GET", f"/v1/requests/{qid}/questions")
    shell.say({"questions": found}, "\n".join(question_lines(found)) or "no questions")
    return 0


def question_lines(found: list[Mapping[str, Any]]) -> Iterator[str]:
    """Give each question on a line, and its reply under it."""
    for row in found:
        yield f"{row['number']}  {printable(row['question'])}"
        yield f"   {printable(row['reply']) if row['reply'] is not None else 'no reply yet'}"


def _copy(shell: Shell) -> int:
    qid, out = parse_gid(shell.options.qid).hex(), shell.options.out
    want_free(out)
    page = session_of(shell, "survivor").remote().fetch(f"/v1/requests/{qid}/copy")
    with whole_file(out, shell.random) as file:
        file.write(page)
    shell.say({"qid": qid, "file": str(out)}, f"the notice and the request, to keep: {out}")
    return 0


def write_papers(shell: Shell, remote: Remote, gid: str, out: Path) -> dict[str, Any]:
    """Write a grant's receipt into a new folder: signed, to print, and as FHIR."""
    want_free(out)
    receipt: dict[str, Any] = remote.call("GET", f"/v1/grants/{gid}/receipt")
    with whole_folder(out, shell.random) as folder:
        (folder / RECEIPT_FILE).write_bytes(unb64(receipt["signed"]))
        (folder / CERTS_FILE).write_bytes(unb64(receipt["certs"]))
        (folder / PAGE_FILE).write_bytes(remote.fetch(f"/v1/grants/{gid}/receipt/page"))
        (folder / FHIR_FILE).write_bytes(marshal(remote.call("GET", f"/v1/grants/{gid}/fhir")))
    return receipt
