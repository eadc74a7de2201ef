"""`safehold audit …`: the log as an auditor keeps, reads, verifies and hands it on.

docs/cli.md 6. All of it is offline but `export`, `mirror` and `names`. Exit codes for who watches:
0 nothing is wrong, 1 an alarm (something that the log promised does not hold), 3 the file
is no copy of a log, 4 nothing is wrong but the newest confirmation is too old.
"""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from api import cli_names
from api.authorities import HttpAuthority, parse_authorities
from api.cli_io import Shell, UsageError, read_bytes, read_text, want_free, whole_file
from api.cli_parser import Commands, path_option
from api.cli_receipts import kept
from api.cli_session import read_session
from api.settings import Unsafe
from audit.checkpoint import parse_checkpoint
from audit.court import court_files
from audit.entry import Entry, parse_entry
from audit.errors import MalformedEntry, MalformedNote, NotProven
from audit.log_copy import LogCopy, open_copy
from audit.mirror import check_extends, find_tag
from audit.note import parse_note
from audit.policy import LogPolicy, parse_log_policy
from audit.receipt import Receipt
from audit.stamped_copy import check_stamps
from audit.trust import check_checkpoint
from audit.verify import FAIL, NOT_PINNED, PASS, Step, verify_copy
from extraction.errors import CorruptSource
from extraction.verify_policy import parse_policy
from extraction.zip_stored import entry_of, write_zip
from vault.errors import Malformed

ALARM, STALE = 1, 4
MIRROR = "log.zip"
POLICY_HELP = "whose keys to trust: a log policy, or a verify policy that holds one"


def register_audit(commands: Commands) -> Commands:
    """Add the commands, and give the group for more of them."""
    audit = commands.group("audit", "the log as an auditor reads it")
    export = audit.command("export", _export, "write a copy of the log that can be verified")
    export.add_argument("--session", type=path_option, required=True)
    export.add_argument("--out", type=path_option, required=True, metavar="ZIP")
    mirror = audit.command("mirror", _mirror, "keep a copy that only ever grows, or raise alarm")
    mirror.add_argument("--session", type=path_option, required=True)
    mirror.add_argument("--dir", type=path_option, required=True)
    show = audit.command("show", _show, "show the entries of a copy")
    show.add_argument("--entry", type=int, action="append", metavar="N", help="this one; repeat")
    show.add_argument("--act", metavar="NAME", help="of this act, or of its family")
    show.add_argument("--out", metavar="WORD", help="with this outcome", dest="outcome")
    verify = audit.command("verify", _verify, "verify a copy, step by step, offline")
    verify.add_argument("--extends", type=path_option, metavar="COPY", help="an older copy")
    verify.add_argument("--fresh", type=float, metavar="HOURS", help="want a confirmation so young")
    verify.add_argument(
        "--receipts", type=path_option, metavar="FILE", help="kept beside a session file"
    )
    tag = audit.command("tag", _tag, "say where a case's tag is in a copy, or that it is absent")
    court = audit.command("court", _court, "entries with proofs and a program that checks them")
    court.add_argument("--entry", type=int, action="append", required=True, metavar="N")
    court.add_argument("--out", type=path_option, required=True, metavar="ZIP")
    court.add_argument("--fields", type=path_option, metavar="DIR", help="of `audit names --out`")
    cli_names.register(audit)
    for parser in (show, verify, tag, court):
        parser.add_argument("copy", type=path_option, help="a copy's ZIP or folder")
    tag.add_argument("tag", help="32 hexadecimal digits, from whoever holds the case's key")
    for parser in (verify, mirror):
        policy_option(parser)
    for parser in (verify, mirror, court):
        parser.add_argument(
            "--tsa", type=path_option, metavar="FILE", help="authorities, as `up --tsa`"
        )
    return audit


def policy_option(parser: ArgumentParser) -> None:
    """Let a command take whose keys are trusted."""
    parser.add_argument("--policy", type=path_option, metavar="FILE", help=POLICY_HELP)


def read_log_policy(path: Path) -> LogPolicy:
    """Read a log policy: the text itself, or the `log` of a verify policy."""
    return parse_log_policy(policy_text(path))


def policy_text(path: Path) -> str:
    """Give the text of a log policy that can be read, or raise UsageError."""
    text = read_text(path, "the policy")
    try:
        if text.lstrip().startswith("{"):
            found = parse_policy(text.encode()).log
            if found is None:
                raise UsageError(f"the verify policy at {path} names no log")
            text = found
        parse_log_policy(text)
    except (Malformed, MalformedNote) as error:
        raise UsageError(f"{path} is not a policy: {error}") from None
    return text


def _export(shell: Shell) -> int:
    out = shell.options.out
    size = _fetch(shell, out)
    shell.say({"file": str(out), "bytes": size}, f"a copy of the log is in {out}")
    return 0


def _fetch(shell: Shell, out: Path) -> int:
    with whole_file(out, shell.random) as file:
        for piece in read_session(shell).remote().stream("GET", "/v1/audit/copy"):
            file.write(piece)
        return file.tell()


def _mirror(shell: Shell) -> int:
    """Fetch a copy, verify it, and take it for the mirror's if it only adds to that."""
    folder: Path = shell.options.dir
    folder.mkdir(parents=True, exist_ok=True)
    kept, fresh = folder / MIRROR, folder / "fetched.zip"
    fresh.unlink(missing_ok=True)
    _fetch(shell, fresh)
    copy = _opened(fresh)
    steps = _steps(shell, copy, kept if kept.exists() else None)
    ok = all(step.status != FAIL for step in steps)
    if ok:
        fresh.replace(kept)
    else:
        # What raised the alarm is evidence: it stays, beside the last good one.
        moment = shell.clock().strftime("%Y%m%dT%H%M%SZ")
        fresh.replace(folder / f"alarm-{moment}.zip")
    return _told(shell, copy, steps, ok=ok)


def _verify(shell: Shell) -> int:
    copy = _opened(shell.options.copy)
    given = shell.options.receipts
    receipts = () if given is None else _receipts(given)
    steps = _steps(shell, copy, shell.options.extends, receipts)
    ok = all(step.status != FAIL for step in steps)
    code = _told(shell, copy, steps, ok=ok)
    return code if not ok or _is_fresh(shell, copy) else STALE


def _steps(
    shell: Shell, copy: LogCopy, older: Path | None, receipts: Sequence[Receipt] = ()
) -> list[Step]:
    given = shell.options.policy
    policy = None if given is None else read_log_policy(given)
    now_seconds = int(shell.clock().timestamp())
    steps = verify_copy(copy, policy, now_seconds=now_seconds, receipts=receipts)
    grown = [] if older is None else [_grown(_opened(older), copy)]
    stamps = check_stamps(copy, [each.authority for each in _authorities(shell)])
    return [*steps, *grown, stamps]


def _receipts(path: Path) -> list[Receipt]:
    read_bytes(path, "the receipts")
    try:
        return [promise.receipt for promise in kept(path)]
    except MalformedEntry as error:
        raise UsageError(f"{path} holds no receipts: {error}") from None


def _grown(old: LogCopy, new: LogCopy) -> Step:
    """(10) The copy begins with all of an older one."""
    try:
        grown = check_extends(old, new)
    except (NotProven, MalformedEntry) as error:
        return Step(10, "growth", FAIL, str(error))
    return Step(10, "growth", PASS, f"{grown.after - grown.before} entries more than before")


def _told(shell: Shell, copy: LogCopy, steps: list[Step], *, ok: bool) -> int:
    told = [
        {"step": step.number, "name": step.name, "status": step.status, "detail": step.detail}
        for step in steps
    ]
    words = [f"{step.number:>2}  {step.name:<14} {step.status:<10} {step.detail}" for step in steps]
    if any(step.status == NOT_PINNED and step.name != "time" for step in steps):
        words.append("Nothing is pinned: --policy names the keys that you know from elsewhere.")
    shell.say({"ok": ok, "entries": copy.size, "steps": told}, "\n".join(words))
    return 0 if ok else ALARM


def _is_fresh(shell: Shell, copy: LogCopy) -> bool:
    hours = shell.options.fresh
    if hours is None:
        return True
    given = shell.options.policy
    policy = parse_log_policy(copy.policy) if given is None else read_log_policy(given)
    now = int(shell.clock().timestamp())
    seen = check_checkpoint(copy.checkpoint, policy, now_seconds=now).seen.values()
    if now - max(seen, default=0) <= hours * 3600:
        return True
    shell.note(f"no witness confirmed the log within {hours:g} hours")
    return False


def _show(shell: Shell) -> int:
    chosen = list(_chosen(shell, _opened(shell.options.copy)))
    shell.say(
        {"entries": [{"index": index, **_filled(entry)} for index, entry in chosen]},
        "\n".join(
            f"{index:>7}  {when(entry.t)}  {entry.act:<18} {entry.out:<10} {entry.role:<13}"
            + (f" closes {entry.ref}" if entry.ref is not None else "")
            + (f" ({entry.rc})" if entry.rc else "")
            for index, entry in chosen
        ),
    )
    return 0


def _chosen(shell: Shell, copy: LogCopy) -> Iterator[tuple[int, Entry]]:
    options = shell.options
    for index, data in enumerate(copy.entries()):
        if options.entry is not None and index not in options.entry:
            continue
        entry = parse_entry(data)
        if options.act not in (None, entry.act, entry.act.split(".")[0]):
            continue
        if options.outcome not in (None, entry.out):
            continue
        yield index, entry


def _filled(entry: Entry) -> dict[str, object]:
    return {name: value for name, value in asdict(entry).items() if value not in ("", None)}


def _tag(shell: Shell) -> int:
    copy = _opened(shell.options.copy)
    index = find_tag(copy, shell.options.tag)
    covered = parse_checkpoint(parse_note(copy.checkpoint).text).size
    if index is None:
        words = f"absent: none of {copy.size} entries has this tag ({covered} are confirmed)"
    else:
        words = f"entry {index}"
    shell.say({"index": index, "entries": copy.size, "covered": covered}, words)
    return 0


def _court(shell: Shell) -> int:
    out = shell.options.out
    copy = _opened(shell.options.copy)
    want_free(out)
    files = court_files(copy, shell.options.entry, _fields(shell), _chains(shell))
    with whole_file(out, shell.random) as file:
        for piece in write_zip([entry_of(name, data) for name, data in files]):
            file.write(piece)
    entries = sorted(set(shell.options.entry))
    shell.say(
        {"file": str(out), "entries": entries},
        f"{len(entries)} entries with proofs are in {out}; verify.html in it checks them",
    )
    return 0


def _chains(shell: Shell) -> str:
    """Give the certificates of the authorities that are named, in PEM."""
    return "".join(each.chain for each in _authorities(shell))


def _authorities(shell: Shell) -> list[HttpAuthority]:
    given = shell.options.tsa
    if given is None:
        return []
    try:
        return parse_authorities(read_text(given, "the authorities"))
    except Unsafe as error:
        raise UsageError(str(error)) from None


def _fields(shell: Shell) -> dict[int, bytes]:
    """Read what was opened of the entries for a court, where there is something."""
    folder: Path | None = shell.options.fields
    if folder is None:
        return {}
    paths = {index: folder / f"{index}{cli_names.SUFFIX}" for index in shell.options.entry}
    return {index: read_bytes(path, "the fields") for index, path in paths.items() if path.exists()}


def _opened(path: Path) -> LogCopy:
    try:
        return open_copy(path)
    except MalformedEntry as error:
        raise CorruptSource(f"{path} is no copy of a log: {error}") from None


def when(millis: int) -> str:
    """Spell a time for people, in UTC."""
    return datetime.fromtimestamp(millis // 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
