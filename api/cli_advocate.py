"""`safehold advocate` and `beside`: whom she lets act beside her, and what they do there.

docs/cli.md 3.
"""

from api.cli_asking import question_lines, said_text, session_of, text_option
from api.cli_io import Shell, printable
from api.cli_parser import Commands, path_option
from consent.roles import ADVOCATE
from vault.ids import parse_gid


def register(commands: Commands) -> None:
    """Add the commands."""
    hers = commands.group("advocate", "who may act beside you, and see which requests")
    name = hers.command("name", _name, "let an advocate hand out request codes for you")
    name.add_argument("who", metavar="ID", help="which the advocate tells you")
    listed = hers.command("list", _list, "list your advocates, and what each sees")
    show = hers.command("show", _show, "let an advocate see a request and ask about it")
    hide = hers.command("hide", _hide, "take a request back from an advocate")
    end = hers.command("end", _end, "take everything back from an advocate, at once")
    theirs = commands.group("beside", "as an advocate, act beside a survivor who named you")
    people = theirs.command("list", _people, "list those who named you")
    code = theirs.command("code", _code, "a single-use code for one request to her")
    seen = theirs.command("requests", _requests, "list the requests that she lets you see")
    read = theirs.command("questions", _questions, "list questions about one, and replies")
    ask = theirs.command("ask", _ask, "ask about one")
    text_option(ask, "the question")
    for parser in (show, hide, end, code, seen, read, ask):
        parser.add_argument("lid")
    for parser in (show, hide, read, ask):
        parser.add_argument("qid")
    for parser in (name, listed, show, hide, end, people, code, seen, read, ask):
        parser.add_argument("--session", type=path_option, required=True)


def _name(shell: Shell) -> int:
    body = {"advocate": parse_gid(shell.options.who).hex()}
    answer = session_of(shell, "survivor").remote().call("POST", "/v1/advocates", body)
    shell.say(answer, f"named; take it back with: advocate end {answer['lid']}")
    return 0


def _list(shell: Shell) -> int:
    found = session_of(shell, "survivor").remote().call("GET", "/v1/advocates")
    lines = [
        printable(f"{row['lid']}  {row['name']}, {row['organisation']}")
        + ("" if row["ended_ms"] is None else "  taken back")
        + "".join(f"\n   sees {qid}" for qid in row["requests"])
        for row in found
    ]
    shell.say({"advocates": found}, "\n".join(lines) or "nobody")
    return 0


def _show(shell: Shell) -> int:
    return _change(shell, "PUT", "they see it now, and may ask about it")


def _hide(shell: Shell) -> int:
    return _change(shell, "DELETE", "they see it no longer")


def _change(shell: Shell, method: str, words: str) -> int:
    lid, qid = parse_gid(shell.options.lid).hex(), parse_gid(shell.options.qid).hex()
    remote = session_of(shell, "survivor").remote()
    shell.say(remote.call(method, f"/v1/advocates/{lid}/requests/{qid}"), words)
    return 0


def _end(shell: Shell) -> int:
    lid = parse_gid(shell.options.lid).hex()
    answer = session_of(shell, "survivor").remote().call("POST", f"/v1/advocates/{lid}/end")
    shell.say(answer, "taken back: they can do nothing for you any more")
    return 0


def _people(shell: Shell) -> int:
    found = session_of(shell, ADVOCATE).remote().call("GET", "/v1/beside")
    shell.say({"beside": found}, "\n".join(row["lid"] for row in found) or "nobody named you")
    return 0


def _code(shell: Shell) -> int:
    lid = parse_gid(shell.options.lid).hex()
    answer = session_of(shell, ADVOCATE).remote().call("POST", f"/v1/beside/{lid}/request-codes")
    shell.say(answer, f"single-use request code: {answer['code']}")
    return 0


def _requests(shell: Shell) -> int:
    lid = parse_gid(shell.options.lid).hex()
    found = session_of(shell, ADVOCATE).remote().call("GET", f"/v1/beside/{lid}/requests")
    lines = [
        printable(f"{row['qid']}  {row['standing']}  {row['document']['reference']}")
        for row in found
    ]
    shell.say({"requests": found}, "\n".join(lines) or "no requests")
    return 0


def _questions(shell: Shell) -> int:
    found = session_of(shell, ADVOCATE).remote().call("GET", _thread(shell))
    shell.say({"questions": found}, "\n".join(question_lines(found)) or "no questions")
    return 0


def _ask(shell: Shell) -> int:
    remote = session_of(shell, ADVOCATE).remote()
    said = said_text(shell, "The question, in one line: ")
    answer = remote.call("POST", _thread(shell), {"text": said})
    shell.say(answer, f"asked, as question {answer['number']}; she sees your words too")
    return 0


def _thread(shell: Shell) -> str:
    lid, qid = parse_gid(shell.options.lid).hex(), parse_gid(shell.options.qid).hex()
    return f"/v1/beside/{lid}/requests/{qid}/questions"
