"""`safehold audit finding` and `audit words`: what somebody else saw, held against one's own.

docs/formats/finding.md 4 and docs/formats/check-words.md. Both are offline.
"""

from api.cli_auditor import read_log_policy, when
from api.cli_io import Shell, UsageError, read_bytes
from api.cli_parser import Commands, path_option
from audit.checkpoint import Checkpoint
from audit.errors import MalformedEntry, MalformedNote
from audit.finding import PROVEN, SHOWN, Verdict, judge
from audit.log_copy import LogCopy, open_copy
from audit.merkle import leaf_hash, root_of
from audit.policy import LogPolicy, parse_log_policy
from extraction.errors import CorruptSource
from vault.check_words import checkpoint_words, same_words
from vault.errors import Malformed
from vault.finding import Finding, finding_json, parse_file

ALARM = 1


def register(audit: Commands) -> None:
    """Add the commands."""
    finding = audit.command("finding", _finding, "say what a file of what did not match proves")
    finding.add_argument("file", type=path_option, help="as a survivor's page saved it")
    finding.add_argument("--policy", type=path_option, metavar="FILE", required=True)
    words = audit.command("words", _words, "six words for a state of the log, to compare by phone")
    words.add_argument("copy", type=path_option, help="a copy's ZIP or folder")
    words.add_argument("--size", type=int, metavar="N", help="after so many entries; else all")
    words.add_argument("--heard", metavar="WORDS", help="what the other read; 1 if not the same")


def _finding(shell: Shell) -> int:
    options = shell.options
    policy = read_log_policy(options.policy)
    try:
        findings, pinned = parse_file(read_bytes(options.file, "the file"))
    except Malformed as error:
        raise CorruptSource(f"{options.file} is no file of findings: {error}") from None
    now = int(shell.clock().timestamp())
    verdicts = [_judged(each, policy, now) for each in findings]
    told = [
        {**finding_json(each), "status": verdict.status, "why": verdict.why}
        for each, verdict in zip(findings, verdicts, strict=True)
    ]
    lines = [
        f"{when(each.at * 1000)}  {each.kind:<8} {verdict.status:<7} {verdict.why}"
        for each, verdict in zip(findings, verdicts, strict=True)
    ]
    same = _policy_of(pinned) == policy
    if not same:
        lines.append("She pinned another policy than the one given: compare the two.")
    shell.say({"findings": told, "policy": pinned, "same_policy": same}, "\n".join(lines))
    return ALARM if any(each.status in (PROVEN, SHOWN) for each in verdicts) else 0


def _policy_of(text: str) -> LogPolicy | None:
    """Read the policy that she pinned, which may be none at all."""
    try:
        return parse_log_policy(text)
    except MalformedNote:
        return None


def _judged(finding: Finding, policy: LogPolicy, now_seconds: int) -> Verdict:
    return judge(finding.notes, finding.path, policy, witness=finding.name, now_seconds=now_seconds)


def _words(shell: Shell) -> int:
    options = shell.options
    try:
        copy = open_copy(options.copy)
        checkpoint = _after(copy, options.size)
    except MalformedEntry as error:
        raise CorruptSource(f"{options.copy} is no copy of a log: {error}") from None
    words = checkpoint_words(checkpoint.marshal())
    same = None if options.heard is None else same_words(words, options.heard)
    said = "" if same is None else "\nthe same" if same else "\nNOT the same: something differs"
    shell.say(
        {"size": checkpoint.size, "root": checkpoint.root.hex(), "words": words, "same": same},
        f"{words}\nthe log after {checkpoint.size} entries{said}",
    )
    return ALARM if same is False else 0


def _after(copy: LogCopy, size: int | None) -> Checkpoint:
    """Compute the state of the log after so many entries, from the entries themselves."""
    leaves = [leaf_hash(entry) for entry in copy.entries()]
    wanted = len(leaves) if size is None else size
    if not 0 <= wanted <= len(leaves):
        raise UsageError(f"the copy has {len(leaves)} entries")
    return Checkpoint(copy.origin, wanted, root_of(leaves[:wanted]))
