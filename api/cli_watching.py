"""What `safehold log` remembers between its runs, beside the session file.

docs/formats/finding.md and docs/formats/audit-entry.md 7. `FILE.seen` is canonical JSON:

    {"accounts":{id:{"checkpoint":note,"findings":[…]}},"v":1}
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from api.cli_io import Shell, UsageError, read_if_there, whole_file
from api.cli_private import write_private
from api.cli_session import Session
from audit.checkpoint import parse_checkpoint
from audit.errors import AuditError
from audit.note import parse_note
from vault.canonical import Json, marshal, parse_object
from vault.document import Document
from vault.errors import Malformed, VaultError
from vault.finding import (
    MAX_NOTE,
    MAX_WHOM,
    Finding,
    Told,
    finding_json,
    marshal_file,
    parse_findings,
    with_finding,
)

SUFFIX = ".seen"


@dataclass(frozen=True, slots=True)
class Memory:
    """The newest note that was trusted, empty before the first, and what did not match."""

    checkpoint: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Watch:
    """One account's memory, written as it changes."""

    path: Path
    holder: str
    now_seconds: int
    accounts: dict[str, Memory] = field(default_factory=dict)

    @property
    def memory(self) -> Memory:
        """Give what is remembered."""
        return self.accounts.get(self.holder, Memory())

    @property
    def size(self) -> int:
        """Give how many entries the remembered checkpoint covers."""
        note = self.memory.checkpoint
        return parse_checkpoint(parse_note(note).text).size if note else 0

    def open_findings(self) -> tuple[Finding, ...]:
        """Give what did not match and nobody was told of."""
        return tuple(each for each in self.memory.findings if each.told is None)

    def confirmed(self, note: str) -> None:
        """Remember the newest note."""
        if note != self.memory.checkpoint:
            self._keep(replace(self.memory, checkpoint=note))

    def talked(self, whom: str) -> None:
        """Note whom she talked to about all that did not match, or raise UsageError."""
        if not 1 <= len(whom) <= MAX_WHOM:
            raise UsageError(f"--talked takes 1 to {MAX_WHOM} characters")
        told = Told(self.now_seconds, whom)
        findings = self.memory.findings
        named = (each if each.told is not None else replace(each, told=told) for each in findings)
        self._keep(replace(self.memory, findings=tuple(named)))

    @contextmanager
    def noting(
        self,
        kind: str,
        *notes: str,
        path: Sequence[bytes] = (),
        name: str = "",
        receipts: Sequence[str] = (),
    ) -> Iterator[None]:
        """Remember what a check raises, with the evidence, before it goes on."""
        try:
            yield
        except (AuditError, VaultError):
            kept = tuple(note for note in notes if 0 < len(note) <= MAX_NOTE)
            found = Finding(self.now_seconds, kind, name, kept, tuple(path), tuple(receipts)[:16])
            findings = with_finding(self.memory.findings, found)
            self._keep(replace(self.memory, findings=findings))
            raise

    def _keep(self, memory: Memory) -> None:
        self.accounts[self.holder] = memory
        rows: dict[str, Json] = {
            holder: {
                "checkpoint": each.checkpoint,
                "findings": [finding_json(finding) for finding in each.findings],
            }
            for holder, each in self.accounts.items()
        }
        write_private(self.path, marshal({"v": 1, "accounts": rows}))


def watching(shell: Shell, session: Session) -> Watch:
    """Read what is remembered beside a session file; nothing, where there is none.

    Raises:
        UsageError: the file holds something else.
    """
    named: Path = shell.options.session
    path = named.with_name(named.name + SUFFIX)
    now = int(shell.clock().timestamp())
    data = read_if_there(path)
    try:
        accounts = {} if data is None else _parse(data)
    except (Malformed, AuditError) as error:
        raise UsageError(f"{path} is no memory of a log: {error}") from None
    return Watch(path, session.id, now, accounts)


def _parse(data: bytes) -> dict[str, Memory]:
    body = Document(parse_object(data), {"v", "accounts"})
    body.version()
    return {holder: _memory(value) for holder, value in body.mapping("accounts").items()}


def _memory(value: Json) -> Memory:
    body = Document(value, {"checkpoint", "findings"})
    note, rows = body.text("checkpoint"), body.items("findings")
    if note:
        parse_checkpoint(parse_note(note).text)
    return Memory(note, parse_findings(rows) if rows else ())


def newest_note(lines: Sequence[Mapping[str, object]]) -> str:
    """Give the largest note under a line, whatever it may be worth; none where no line has one."""
    proofs = (str(line["proof"]) for line in lines if line["proof"] is not None)
    notes = {proof.partition("\n\n")[2] for proof in proofs}
    return max(notes, key=_claimed, default="")


def _claimed(note: str) -> int:
    size = note.split("\n", 2)[1:2]
    return int(size[0]) if size and size[0].isascii() and size[0].isdigit() else -1


def write_evidence(shell: Shell, watch: Watch, policy: str) -> None:
    """Write what did not match for somebody else, where that was asked for."""
    out: Path | None = shell.options.evidence
    findings = watch.memory.findings
    if out is None:
        return
    if not findings:
        raise UsageError("nothing was seen that did not match")
    with whole_file(out, shell.random) as file:
        file.write(marshal_file(findings, policy))


def told_words(finding: Finding, when: str) -> str:
    """Say in a line what did not match."""
    what = {
        "witness": f"witness {finding.name} had confirmed another list than was shown",
        "growth": "the list was not the earlier one with newer lines at its end",
        "receipt": "a line that was promised was missing or had been changed",
        "lines": "the lines were not all there, or not the confirmed ones",
    }
    return f"{when}  {what[finding.kind]}"
