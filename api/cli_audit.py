"""`safehold log`: one's own lines in the log, checked by one's own key.

docs/cli.md 6. Nothing that the vault says about its log is believed: lines are compared
with what the survivor's own key gives. `safehold audit` is in api/cli_auditor.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from api import cli_finding
from api.beside import ask_witness, growth_beside
from api.cli_auditor import policy_option, policy_text, register_audit, when
from api.cli_io import Shell
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_receipts import beside, is_signed, kept, service_keys
from api.cli_session import read_session, signed_in
from api.cli_watching import Watch, newest_note, told_words, watching, write_evidence
from api.names import open_fields, values_of
from api.remote_survivor import SignedIn, own_lines
from audit.beside import check_both_ways
from audit.checkpoint import parse_checkpoint
from audit.entry import case_tag, parse_entry
from audit.errors import NotProven
from audit.lines import Line, broken_receipts, check_growth, check_lines
from audit.note import parse_note
from audit.policy import LogPolicy, parse_log_policy
from audit.receipt import Promise
from vault.account import audit_tag_key
from vault.canonical import unb64
from vault.check_words import checkpoint_words
from vault.custody import parse_certs
from vault.finding import finding_json
from vault.ids import Random

ALARM = 1
CAVEAT = (
    "This shows every use through the vault. It cannot show someone copying a file after\n"
    "they opened it."
)


def register(commands: Commands) -> None:
    """Add the commands."""
    log = commands.command("log", _log, "list your own lines in the log; checked with --identity")
    log.add_argument("--session", type=path_option, required=True)
    log.add_argument("--identity", type=path_option, metavar="KEY")
    log.add_argument("--talked", metavar="NAME", help="whom you talked to about what differed")
    log.add_argument("--evidence", type=path_option, metavar="FILE", help="what differed, to give")
    passphrase_options(log)
    policy_option(log)
    cli_finding.register(register_audit(commands))


def _log(shell: Shell) -> int:
    options = shell.options
    session = read_session(shell)
    watch = watching(shell, session)
    if options.talked is not None:
        watch.talked(options.talked)
    found = own_lines(session.remote(), watch.size)
    given = options.policy
    policy = found["policy"] if given is None else policy_text(given)
    try:
        checked, names = (
            (None, {}) if options.identity is None else _checked(shell, found, watch, policy)
        )
    finally:
        write_evidence(shell, watch, policy)
    lines = [
        f"{when(line['t'])}  {line['act']:<18} {line['out']:<10} {line['role']}"
        + (f"  ({line['reason']})" if line["reason"] else "")
        + _who(names.get(line["index"], {}))
        for line in found["lines"]
    ]
    lines += [CAVEAT, *_checked_words(checked), *_seen_words(watch)]
    told = {
        "lines": found["lines"],
        "policy": found["policy"],
        "checked": checked,
        "names": {str(index): values for index, values in names.items()},
        "findings": [finding_json(each) for each in watch.memory.findings],
    }
    shell.say(told, "\n".join(lines))
    return ALARM if watch.open_findings() else 0


def _checked_words(checked: Mapping[str, Any] | None) -> list[str]:
    if checked is None:
        return ["Not checked: --identity compares the lines with your own key."]
    lines = [
        f"Checked: all {checked['lines']} lines are of your case, none is missing",
        f"between them, and {checked['unconfirmed']} wait for a checkpoint.",
        _receipt_words(**checked["receipts"]),
        f"The next line would have the tag {checked['next_tag']}: who keeps a copy",
        "of the log (audit tag) can tell whether there is one already.",
        _beside_words(checked["witness"]),
    ]
    if checked["words"] is not None:
        lines.append(f"Check words of the log at {checked['size']} entries: {checked['words']}")
    return lines


def _seen_words(watch: Watch) -> list[str]:
    """Say what did not match, at every run until she named whom she talked to."""
    lines = []
    for each in watch.memory.findings:
        lines.append(told_words(each, when(each.at * 1000)))
        if each.told is not None:
            lines.append(f"  talked about with {each.told.whom}, {when(each.told.at * 1000)}")
    if watch.open_findings():
        lines.append(
            "SOMETHING DID NOT MATCH. Delete nothing. Show it to somebody outside the vault"
        )
        lines.append("(--evidence FILE), and name them (--talked NAME); until then this is said.")
    return lines


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
    me: SignedIn, policy: LogPolicy, watch: Watch, shown: str, random: Random
) -> dict[str, object] | None:
    """Ask a witness of the pinned policy, and want it to have seen the same log."""
    asked = ask_witness(policy, now_seconds=watch.now_seconds, random=random)
    if asked is None:
        return None
    if asked.seen is None:
        return {"name": asked.name, "seen_at": None, "size": None}
    if shown:
        newest = parse_checkpoint(parse_note(shown).text)
        path = growth_beside(me.remote, newest, asked.seen)
        with watch.noting("witness", shown, asked.note, path=path, name=asked.name):
            check_both_ways(newest, asked.seen.checkpoint, path)
    return {
        "name": asked.name,
        "seen_at": asked.seen.seen_at,
        "size": asked.seen.checkpoint.size,
    }


def _checked(
    shell: Shell, found: Mapping[str, Any], watch: Watch, text: str
) -> tuple[dict[str, Any], dict[int, dict[str, str]]]:
    """Check the lines by her own key, and open who it was; what differs is remembered.

    `text` is the policy that was given, or else the vault's own.
    """
    me = signed_in(shell)
    policy = parse_log_policy(text)
    pinned = shell.options.policy is not None
    lines = [Line(line["index"], unb64(line["entry"]), line["proof"]) for line in found["lines"]]
    k_case = audit_tag_key(me.identity.root, me.uid)
    promises = kept(beside(shell.options.session), me.uid.hex())
    newest = newest_note(found["lines"])
    _honoured(watch, lines, promises, newest)
    with watch.noting("lines", newest):
        checked = check_lines(lines, k_case, policy, now_seconds=watch.now_seconds)
        names = _names(me, found["lines"])
    note = "" if checked.checkpoint is None else newest
    if note:
        _grown(watch, note, found["consistency"])
    # The vault's own word about its witnesses is no reason to ask anybody.
    witness = _beside(me, policy, watch, note, shell.random) if pinned else None
    if note:
        watch.confirmed(note)
    return {
        "lines": checked.lines,
        "next_tag": case_tag(k_case, checked.lines).hex(),
        "unconfirmed": checked.unconfirmed,
        "pinned": pinned,
        "witness": witness,
        "receipts": {"honoured": len(promises), "signed": _signed(shell, me, promises, policy)},
        "size": None if checked.checkpoint is None else checked.checkpoint.size,
        "words": checkpoint_words(parse_note(note).text) if note else None,
    }, {index: values for index, values in names.items() if values}


def _honoured(watch: Watch, lines: list[Line], promises: Sequence[Promise], newest: str) -> None:
    """Want every line that was promised, first of all: a promise is the vault's own word."""
    broken = broken_receipts(lines, [promise.receipt for promise in promises])
    spelt = [promise.marshal() for promise in promises if promise.receipt in broken]
    with watch.noting("receipt", newest, receipts=spelt):
        for receipt in broken:
            raise NotProven(f"entry {receipt.index} is not the one of the receipt")


def _grown(watch: Watch, note: str, steps: Sequence[str]) -> None:
    """Want the log to have only grown since an earlier run."""
    before = watch.memory.checkpoint
    if not before:
        return
    path = [unb64(step) for step in steps]
    old, new = (parse_checkpoint(parse_note(text).text) for text in (before, note))
    with watch.noting("growth", before, note, path=path):
        check_growth(old, new, path)


def _names(me: SignedIn, lines: Sequence[Mapping[str, Any]]) -> dict[int, dict[str, str]]:
    return {
        line["index"]: values_of(
            open_fields(
                me.identity,
                parse_entry(unb64(line["entry"])),
                None if line["fields"] is None else unb64(line["fields"]),
            )
        )
        for line in lines
    }
