"""`safehold recovery`: what brings her things back when she forgets her passphrase.

docs/cli.md 3, docs/formats/recovery.md.
"""

from typing import Any

from api.cli_asking import session_of
from api.cli_io import (
    Shell,
    UsageError,
    printable,
    read_bytes,
    read_text,
    show_minute,
    sync_file,
    whole_file,
)
from api.cli_login_files import given_or_made, kept, login_file, name_files
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_session import ca_of, ca_option, signed_in
from api.recovery_card import PrintedCard, print_card, read_card
from api.remote import Remote
from api.remote_recovery import begin, end, find_holders, key_of, make_set, rehearse, shown_by, take
from vault.canonical import unb64
from vault.errors import Malformed, NotAuthentic
from vault.identity import Identity
from vault.ids import parse_fp, show_fp
from vault.recovery import HOUR, LONGEST_WAIT, parse_set
from vault.statement import check_signatures, parse_statement

LOST = (
    "If your passphrase and your card are both lost, or your passphrase and two of the three"
    " offices, what is sealed for you is lost for good: nobody can open it then."
)
SEEN = "somebody has your card: look at it, and if you do not know who, stop it: recovery stop"


def register(commands: Commands) -> None:
    """Add the commands."""
    group = commands.group("recovery", "get back in without your passphrase")
    listed = group.command("holders", _holders, "list the offices that can hold a share for you")
    new = group.command("set-up", _set_up, "make a card, and shares that three offices hold")
    new.add_argument("--holder", action="append", required=True, metavar="FP", help="three times")
    new.add_argument("--card", type=path_option, required=True, help="the card to print")
    most = LONGEST_WAIT // HOUR
    new.add_argument("--wait-hours", type=int, default=most, metavar="N", help=f"1 to {most}")
    show = group.command("show", _show, "who holds your shares, and who uses your card")
    check = group.command("rehearse", _rehearse, "check your card and who holds the shares")
    drop = group.command("drop", _drop, "end your set: its card and shares open nothing any more")
    stop = group.command("stop", _stop, "stop a recovery that goes on")
    ask = group.command("begin", _begin, "with your card, ask for your things back; it waits")
    look = group.command("look", _look, "with your card, see how it stands")
    done = group.command("finish", _finish, "with your card, when two offices have handed over")
    done.add_argument("--out", type=path_option, required=True, help="login file; key beside it")
    own = done.add_mutually_exclusive_group(required=True)
    own.add_argument("--fingerprint", metavar="FP", help="as on your own papers")
    own.add_argument("--receipt", type=path_option, help="a receipt that you signed before")
    for parser in (listed, new, show, check, drop, stop):
        parser.add_argument("--session", type=path_option, required=True)
    for parser in (new, check):
        parser.add_argument("--identity", type=path_option, required=True)
    for parser in (new, check, done):
        passphrase_options(parser)
    for parser in (check, ask, look, done):
        parser.add_argument("--card", type=path_option, required=True)
    for parser in (ask, look, done):
        ca_option(parser)


def _holders(shell: Shell) -> int:
    rows = session_of(shell, "survivor").remote().call("GET", "/v1/recovery/holders")
    found = [
        {
            "fp": key_of(row).hex(),
            "role": row["role"],
            "name": row["name"],
            "organisation": row["organisation"],
        }
        for row in rows
    ]
    lines = [
        printable(f"{row['fp']}  {row['role']}  {row['name']}, {row['organisation']}")
        for row in found
    ]
    shell.say({"holders": found}, "\n".join(lines) or "nobody")
    return 0


def _set_up(shell: Shell) -> int:
    options = shell.options
    wait = options.wait_hours * HOUR
    if not HOUR <= wait <= LONGEST_WAIT:
        raise UsageError(f"--wait-hours: want 1 to {LONGEST_WAIT // HOUR}")
    fps = [parse_fp(text.lower()) for text in options.holder]
    shell.note(LOST)
    me, now = signed_in(shell), shell.clock()
    bodies = find_holders(me, fps, now)
    # Opened first, so that no set is made without a card.
    with whole_file(options.card, shell.random) as file:
        card = make_set(me, bodies, wait, now=now, random=shell.random)
        names = [printable(body.name) for body in bodies]
        file.write(print_card(card, names, wait, now).encode())
        sync_file(file)
    shell.say(
        {"set": card.set_id.hex(), "card": str(options.card), "holders": names, "lost": LOST},
        f"made; print {options.card}, then delete it. {LOST}\n"
        "held by " + "; ".join(names) + "\nyour fingerprint: " + show_fp(card.fp),
    )
    return 0


def _show(shell: Shell) -> int:
    found = session_of(shell, "survivor").remote().call("GET", "/v1/recovery")
    made, live = found["set"], found["going_on"]
    if made is None:
        shell.say({"set": None, "going_on": None}, f"no recovery is set up. {LOST}")
        return 0
    signed = parse_set(unb64(made["statement"]))[0]
    due = made["rehearse_by_ms"] <= int(shell.clock().timestamp() * 1000)
    lines = [f"set {signed.set_id.hex()}, waits {signed.wait // HOUR} hours"]
    lines += [printable(_holder_line(each)) for each in made["holders"]]
    lines.append("a rehearsal is due: recovery rehearse" if due else _until(made))
    lines += [] if live is None else [_live_line(live)]
    result = {
        "set": signed.set_id.hex(),
        "wait_hours": signed.wait // HOUR,
        "rehearsal_due": due,
        "holders": [
            {
                "place": each["place"],
                "there": each["there"],
                "held_ms": each["held_ms"],
                "name": None if each["who"] is None else each["who"]["name"],
                "organisation": None if each["who"] is None else each["who"]["organisation"],
            }
            for each in made["holders"]
        ],
        "going_on": live,
    }
    shell.say(result, "\n".join(lines))
    return 0


def _until(made: dict[str, Any]) -> str:
    return f"the next rehearsal is due by {show_minute(made['rehearse_by_ms'])}"


def _holder_line(each: dict[str, Any]) -> str:
    who = each["who"]
    named = "no longer there" if who is None else f"{who['name']}, {who['organisation']}"
    shown = "has not shown that it opens" if each["held_ms"] is None else "opens"
    return f"  {each['place']}: {named}; its share {shown}"


def _live_line(live: dict[str, Any]) -> str:
    words = f"recovery {live['recovery']}: {live['state']}, {len(live['handed'])} handed over"
    if live["state"] in ("asked", "ready"):
        words += f"; ready from {show_minute(live['ready_ms'])}\n{SEEN}"
    return words


def _rehearse(shell: Shell) -> int:
    found = rehearse(signed_in(shell), _card(shell), shell.clock())
    gone = [each["place"] for each in found.holders if not each["there"]]
    silent = [each["place"] for each in found.holders if each["held_ms"] is None]
    words = "your card is the right one, and the set is as you signed it"
    if gone:
        words += "; somebody is no longer there: make a new set"
    if silent:
        words += "; not every office has shown yet that its share opens"
    shell.say({"rehearse_by_ms": found.due_ms, "gone": gone, "not_shown": silent}, words)
    return 0


def _drop(shell: Shell) -> int:
    answer = session_of(shell, "survivor").remote().call("DELETE", "/v1/recovery")
    shell.say(answer, f"ended; the card opens nothing any more. {LOST}")
    return 0


def _stop(shell: Shell) -> int:
    answer = session_of(shell, "survivor").remote().call("POST", "/v1/recovery/stop")
    shell.say(answer, "stopped; somebody may have your card, so make a new set: recovery set-up")
    return 0


def _begin(shell: Shell) -> int:
    card = _card(shell)
    live = begin(_remote(shell, card), card, now=shell.clock(), random=shell.random)
    shell.say(
        live,
        f"asked; the offices can hand over from {show_minute(live['ready_ms'])} on."
        " Go to two of them; each must have looked before, and waits as long by itself",
    )
    return 0


def _look(shell: Shell) -> int:
    card = _card(shell)
    found = _remote(shell, card).call("POST", "/v1/recoveries/look", shown_by(card))
    live = found["going_on"]
    words = "nothing was asked for"
    if live is not None:
        ready = show_minute(live["ready_ms"])
        words = f"{live['state']}, {len(live['handed'])} handed over; from {ready}"
    shell.say(found, words)
    return 0


def _finish(shell: Shell) -> int:
    card, files = _card(shell), name_files(shell.options.out)
    remote = _remote(shell, card)
    found = take(remote, card)
    _compare(shell, found.identity)
    passphrase, made = given_or_made(shell, "New passphrase: ")
    code = shell.random(16).hex()
    with kept(shell, files, passphrase) as keep:
        # The old passphrase ends with the call, so everything is on disk before it.
        keep(found.identity, login_file(card.url, code, card.root, ca_of(shell)))
        end(remote, card, found, passphrase, code, now=shell.clock(), random=shell.random)
    words = [f"you are back in; login file {files.login}, key {files.key}"]
    words.append(f"login code (print it; the one before finds nothing any more): {code}")
    if made is not None:
        words.append(f"passphrase (write it down, nobody else has it): {made}")
    words.append(f"fingerprint, the one on your papers: {show_fp(found.identity.fp)}")
    words.append("this card is used up: make a new one with recovery set-up")
    shell.say(
        {"login_code": code, "passphrase": made, "fp": found.identity.fp.hex()}, "\n".join(words)
    )
    return 0


def _compare(shell: Shell, identity: Identity) -> None:
    """Want the recovered key to be the one of her own papers, or raise NotAuthentic."""
    options = shell.options
    if options.receipt is None:
        text = "".join(options.fingerprint.lower().split())
        if parse_fp(text) != identity.fp:
            raise NotAuthentic("the recovered key is another than the one on your papers")
        return
    raw = read_bytes(options.receipt, "the receipt")
    try:
        statement = parse_statement(raw, "receipt")
    except Malformed:
        raise UsageError(f"{options.receipt} is not a signed receipt") from None
    check_signatures(statement, identity.bundle)


def _card(shell: Shell) -> PrintedCard:
    return read_card(read_text(shell.options.card, "the card"))


def _remote(shell: Shell, card: PrintedCard) -> Remote:
    return Remote(card.url, verify=ca_of(shell) or True)
